//! The terminal: results to standard output, remarks and progress to standard error, interruptions.

mod fold;
mod interruption;
mod progress;
mod table;

use std::io::{self, Write};

pub(crate) use interruption::Interruption;
pub(crate) use progress::{ProgressBar, watching};
pub(crate) use table::screen_table;

/// Columns below which a terminal is taken to be this wide.
const NARROWEST: usize = 40;

/// Where a verb speaks: results to standard output, all else to standard error.
pub(crate) struct Screen {
    pub(crate) quiet: bool,
    pub(crate) styled: bool,
}

impl Screen {
    /// Prints a result for people, as wide as their terminal is; JSON as it is.
    pub(crate) fn say(&self, text: &str) -> io::Result<()> {
        let for_programs = text.starts_with(['{', '[']);
        match terminal_size::terminal_size_of(io::stdout()) {
            Some((width, _)) if !for_programs => {
                self.give(&fold::folded(text, usize::from(width.0).max(NARROWEST)))
            }
            _ => self.give(text),
        }
    }

    /// Prints a result for programs.
    pub(crate) fn give(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    /// Prints a remark, unless told to be quiet.
    pub(crate) fn remark(&self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// Prints what is wrong.
    pub(crate) fn complain(&self, text: &str) {
        // Who has closed standard error does not want to be told.
        drop(writeln!(io::stderr(), "{}", text.trim_end()));
    }
}

/// A result for programs.
pub(crate) fn pretty(json: &impl serde::Serialize) -> String {
    // Plain structs with names for keys: there is nothing that could not be written.
    serde_json::to_string_pretty(json).unwrap_or_default()
}
