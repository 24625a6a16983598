//! A case to start from: the files of its folder, from what is built in or from an earlier treaty.

mod built_in;
mod past;
mod rule;
mod tables;

use crate::{calibrate::history::History, quantity::Day};

pub use past::{CalibrationFiles, default_as_of, latest_as_of};
pub use rule::can_start;

/// The files of a case, to be written to a folder of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Case {
    /// Paths within the folder and texts; `baseline.toml` first.
    pub files: Vec<(String, String)>,
    /// The variant that was asked for, as a path within the folder; none for a baseline.
    pub layer: Option<String>,
    /// What a reader has to know before the case is used; one sentence each.
    pub remarks: Vec<String>,
}

/// Why there is no such case.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct CaseError {
    /// What was expected, what was found.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl Case {
    /// A built-in scenario under another name: its folder with all its variants, and the beliefs
    /// and the schema it shares with others beside it.
    ///
    /// # Errors
    ///
    /// Where nothing built in is called `from`.
    pub fn from_built_in(from: &str, name: &str) -> Result<Case, CaseError> {
        built_in::case(from, name)
    }

    /// A treaty of the history as its record stood on the as-of day, with beliefs learned from other
    /// treaties by that day; `learned` says how.
    ///
    /// # Errors
    ///
    /// Where the history has no such treaty, its clause cannot be written as a rule, or nothing can
    /// be forecast from the as-of day.
    pub fn from_past(
        history: &History,
        id: &str,
        as_of: Day,
        name: &str,
        learned: &CalibrationFiles,
    ) -> Result<Case, CaseError> {
        past::case(history, id, as_of, name, learned)
    }
}

fn refused<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, CaseError> {
    Err(CaseError { message: message.into(), help: help.into() })
}
