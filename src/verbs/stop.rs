//! Why a verb stopped before its end.

use std::io;

use crate::{
    analysis::Unusable,
    case::CaseError,
    fault::Faults,
    publish::{FolderError, PageError},
    report::ResultFolderError,
};

/// Why a verb stopped before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The scenario has faults.
    Faults(Faults),
    /// Results cannot be written.
    Folder(FolderError),
    /// Something else the user can mend.
    Problem {
        /// What is wrong.
        message: String,
        /// A way out.
        help: String,
    },
    /// What is wrong has been said as a result.
    Said,
    /// Standard output cannot be written to; quiet where it was closed.
    Output(io::Error),
}

impl From<Faults> for Stop {
    fn from(faults: Faults) -> Stop {
        Stop::Faults(faults)
    }
}

impl From<FolderError> for Stop {
    fn from(error: FolderError) -> Stop {
        Stop::Folder(error)
    }
}

impl From<PageError> for Stop {
    fn from(error: PageError) -> Stop {
        Stop::problem(error.to_string(), error.help())
    }
}

impl From<ResultFolderError> for Stop {
    fn from(error: ResultFolderError) -> Stop {
        match error {
            ResultFolderError::Scenario(faults) => Stop::Faults(faults),
            other => Stop::problem(other.to_string(), other.help()),
        }
    }
}

impl From<CaseError> for Stop {
    fn from(error: CaseError) -> Stop {
        Stop::problem(error.message, error.help)
    }
}

impl From<Unusable> for Stop {
    fn from(wrong: Unusable) -> Stop {
        Stop::problem(wrong.message, wrong.help)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Output(error)
    }
}

impl Stop {
    /// Something the user can mend: what is wrong, and a way out.
    pub(super) fn problem(message: impl Into<String>, help: impl Into<String>) -> Stop {
        Stop::Problem { message: message.into(), help: help.into() }
    }

    /// What went wrong and the way out, for people; nothing where it has been said.
    pub(super) fn words(&self, styled: bool) -> String {
        match self {
            Stop::Faults(faults) => faults.render(styled),
            Stop::Folder(error) => format!("error: {error}\nhelp: {}", error.help()),
            Stop::Problem { message, help } => format!("error: {message}\nhelp: {help}"),
            Stop::Said => String::new(),
            Stop::Output(error) => format!("error: standard output cannot be written to: {error}"),
        }
    }
}
