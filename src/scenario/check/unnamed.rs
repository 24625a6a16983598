//! States that signed and of which only the number is known.

use super::{Check, dates::CheckedDates};
use crate::{
    scenario::{
        draft::Report,
        wire::{LaterRecords, ScenarioFile},
    },
    treaty::UnnamedSignatories,
};

impl Check<'_> {
    /// Nothing where there are none, or where they signed after the as-of day and that is not looked at.
    pub(super) fn unnamed_signatories(
        &mut self,
        file: &ScenarioFile,
        dates: CheckedDates,
    ) -> Option<UnnamedSignatories> {
        let status = file.status.section();
        let table = status.signatories_unnamed.get()?;
        let section = || ("status.signatories_unnamed", status.signatories_unnamed.at());
        let count = self.required(section(), "count", &table.count)?;
        if count == 0 {
            return None;
        }
        let from = self.required(section(), "from", &table.from);
        let to = self.required(section(), "to", &table.to);
        let (from, to) = (from?.0, to?.0);
        if from < dates.opened {
            let message =
                format!("signed from {from} on, before the treaty opened on {}", dates.opened);
            self.error(table.from.at(), message);
        } else if to < from {
            self.error(table.to.at(), format!("ends on {to}, before it begins on {from}"));
        } else if to <= dates.known_to {
            return Some(UnnamedSignatories { count, from, to });
        } else if status.later_records.or(LaterRecords::default()) == LaterRecords::Fault {
            let message = format!("signed up to {to}, after the as-of day {}", dates.known_to);
            let help = "move as_of, or write later_records = \"ignore\" to look back";
            self.reports.push(Report::error(table.to.at(), message).help(help));
        }
        None
    }
}
