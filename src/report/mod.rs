//! Reports: result folders read back, worded, and set as one HTML page or as Markdown.
//!
//! Numbers come from the files of the results; nothing is simulated here, nothing recomputed.

mod answer;
mod comparison;
mod document;
mod folder;
mod known;
mod markdown;
mod page;
mod people;
mod picture;
mod readings;
mod record;
mod section;

#[cfg(test)]
mod tests;

pub use answer::{LADDER, Rung, answer, likelihood};
pub use document::ReportDocument;
pub(crate) use folder::holds_tables;
pub use folder::{ResultFolder, ResultFolderError};
pub use picture::Picture;
