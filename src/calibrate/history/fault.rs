//! A fault of a history table: where it is, what was found, and a way out.

use std::fmt;

/// A value of a table that cannot be true, with its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct HistoryFault {
    /// The table's path as it was given.
    pub path: String,
    /// Line from 1; the header is line 1.
    pub line: usize,
    /// Column in characters from 1, where the value begins.
    pub column: usize,
    /// What was expected and what was found.
    pub message: String,
    /// A way out.
    pub help: String,
}

impl fmt::Display for HistoryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: error: {}", self.path, self.line, self.column, self.message)
    }
}

impl std::error::Error for HistoryFault {}
