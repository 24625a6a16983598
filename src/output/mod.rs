//! What a run leaves behind: CSV, JSON, charts, manifest, the summary on screen.

mod backtest;
pub mod chart;
mod compared;
mod credit;
mod figure;
mod figures;
mod findings;
mod folder;
pub mod language;
pub mod learned;
mod likely;
mod numbers;
mod page;
mod recall;
pub mod recorded;
pub mod screen;
mod summary;
pub mod table;
mod unfinished;
pub mod watched;
pub mod whatif;
mod whole;
pub mod words;
mod world;

pub use backtest::{Backtested, why_left};
pub use compared::compared;
pub use figure::{CHARTS, ChartsError, Figure};
pub use figures::{Source, figures};
pub use folder::{Folder, FolderError, MANIFEST, MANIFEST_MARK};
pub use numbers::{Distribution, Numbers, NumbersError, Spell};
pub use page::{PAGE_MARK, PageError, write_page};
pub use screen::screen;
pub use summary::{Beliefs, ByDay, Quantiles, SHARES, Summary, Why};
pub use unfinished::abandon;
pub use watched::Watched;
pub use whole::write_whole;
