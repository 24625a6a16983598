//! Files of results, written whole or not at all, and never over anybody else's.

mod folder;
mod page;
mod sums;
mod unfinished;
mod whole;

pub use folder::{Folder, FolderError, MANIFEST, MANIFEST_MARK};
pub use page::{PAGE_MARK, PageError, write_page};
pub use unfinished::abandon;
pub use whole::write_whole;
