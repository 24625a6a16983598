//! How text is read: bytes into letters, bytes into places, tables into cells, words into lines.

mod decode;
mod place;
mod table;
mod wrap;

pub use decode::{Decoded, NotText, decode};
pub use place::Text;
pub use table::{Cell, ColumnMatch, Dialect, Flaw, Table, csv_row};
pub use wrap::{WIDTH, pack, paragraph, wrap};
