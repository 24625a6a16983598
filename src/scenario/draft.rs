//! A fault as it is found in layered texts, before its bytes are turned into places.

use super::source::{Span, Texts};
use crate::fault::{Fault, Faults, Severity};

/// A fault by the bytes it is about.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) severity: Severity,
    pub(super) at: Option<Span>,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) notes: Vec<(Option<Span>, String)>,
}

impl Report {
    pub(super) fn error(at: Option<Span>, message: impl Into<String>) -> Report {
        let message = message.into();
        Report { severity: Severity::Error, at, message, help: None, notes: Vec::new() }
    }

    pub(super) fn warning(at: Option<Span>, message: impl Into<String>) -> Report {
        Report { severity: Severity::Warning, ..Report::error(at, message) }
    }

    /// Worth knowing to whoever asks.
    pub(super) fn remark(at: Option<Span>, message: impl Into<String>) -> Report {
        Report { severity: Severity::Note, ..Report::error(at, message) }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Report {
        Report { help: Some(help.into()), ..self }
    }

    pub(super) fn note(mut self, at: Option<Span>, note: impl Into<String>) -> Report {
        self.notes.push((at, note.into()));
        self
    }

    /// Sorted by text, then place. Errors, if there are any; else the warnings by themselves.
    pub(super) fn sorted(reports: Vec<Report>, texts: &Texts) -> Result<Vec<Fault>, Faults> {
        Faults::stop_on_errors(Report::placed(reports, texts))
    }

    /// These reports, in order, as the end of the matter.
    pub(super) fn refusal(reports: Vec<Report>, texts: &Texts) -> Faults {
        Faults::all(Report::placed(reports, texts))
    }

    fn placed(mut reports: Vec<Report>, texts: &Texts) -> Vec<Fault> {
        reports.sort_by_key(|report| report.at.as_ref().map(|at| at.start));
        let place = |at: Option<Span>| at.and_then(|at| texts.place(&at));
        let fault = |report: Report| Fault {
            severity: report.severity,
            place: place(report.at),
            message: report.message,
            help: report.help,
            notes: report.notes.into_iter().map(|(at, note)| (place(at), note)).collect(),
        };
        let mut faults: Vec<Fault> = reports.into_iter().map(fault).collect();
        faults.dedup();
        faults
    }
}
