//! What the case has by the day of a document, and the document lacks: refused, left out, or kept.

use super::{Certainty, Document, DocumentRow, Withdrawn};
use crate::{
    fault::{Fault, Place},
    quantity::{Chance, Day},
    treaty::{Model, Participant},
};

/// What becomes of signatures and deposits that the case has by the day of a document, and the document
/// lacks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Missing {
    /// They are a fault.
    Refused,
    /// They are left out: the document holds.
    LeftOut,
    /// They are kept, each deposit as one that is only reported and real with this chance.
    Kept(Chance),
}

/// How many are named.
const NAMED: usize = 12;

impl Document {
    /// Says what is missing, or keeps it.
    pub(super) fn settle_missing(
        &mut self,
        case: &Model,
        as_of: Day,
        missing: Missing,
        faults: &mut Vec<Fault>,
    ) {
        match missing {
            Missing::LeftOut => {}
            Missing::Refused => {
                for act in [MissingAct::Deposit, MissingAct::Signature] {
                    faults.extend(self.missing(act, case, as_of));
                }
            }
            Missing::Kept(chance) => {
                for one in &case.participants {
                    self.keep(one, as_of, chance);
                }
            }
        }
    }

    /// What is missing of the acts of one kind, as a fault.
    fn missing(&self, act: MissingAct, case: &Model, as_of: Day) -> Option<Fault> {
        let mut missing: Vec<&str> = case
            .participants
            .iter()
            .filter(|one| self.lacks(act, one, as_of).is_some())
            .map(|one| one.name.as_str())
            .collect();
        if missing.is_empty() {
            return None;
        }
        missing.sort_unstable();
        let more = missing.len().saturating_sub(NAMED);
        missing.truncate(NAMED);
        let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let (shown, known) = (
            self.rows.iter().filter(|row| act.shown(row)).count(),
            case.participants.iter().filter(|one| act.done(one, as_of).is_some()).count(),
        );
        let message = format!(
            "{}: this document shows {}; the case already has {known}. Missing from the document: \
             {}{and_more}",
            self.name,
            act.counted(shown),
            missing.join(", "),
        );
        let help = match act {
            MissingAct::Deposit => {
                "keep them as reported, each with a chance of being real, with --missing 0.5 or the \
                 like; leave them out with --missing drop; or save a newer document"
            }
            MissingAct::Signature => {
                "keep them with --missing 1, leave them out with --missing drop, or save a newer \
                 document"
            }
        };
        Some(Fault::error(None, message).help(help))
    }

    /// The day on which a participant did what the document does not show.
    fn lacks(&self, act: MissingAct, one: &Participant, as_of: Day) -> Option<Day> {
        let shown = self.rows.iter().any(|row| row.code == one.code && act.shown(row));
        act.done(one, as_of).filter(|_| !shown)
    }

    /// Adds what the document lacks of one participant.
    fn keep(&mut self, one: &Participant, as_of: Day, chance: Chance) {
        let [signed, bound] =
            [MissingAct::Signature, MissingAct::Deposit].map(|act| self.lacks(act, one, as_of));
        if signed.or(bound).is_none() {
            return;
        }
        let place = self.rows.iter().position(|row| row.code == one.code).unwrap_or_else(|| {
            self.rows.push(DocumentRow::empty(one, &self.name));
            self.rows.len() - 1
        });
        let row = &mut self.rows[place];
        if let Some(day) = signed {
            (row.signed, row.certainty.signed) = (Some(day), REPORTED.to_owned());
        }
        if let Some(day) = bound {
            (row.bound, row.form, row.certainty.bound) = (Some(day), None, REPORTED.to_owned());
            row.certainty.chance = Some(chance.get()).filter(|_| chance < Chance::SURE);
        }
        let what = match (signed, bound) {
            (Some(_), Some(_)) => "signature and deposit",
            (Some(_), None) => "signature",
            _ => "deposit",
        };
        row.source = format!("{what} kept from the case; not in the document as of {as_of}");
    }
}

/// How sure what is kept is, in the word of the project's own tables.
const REPORTED: &str = "reported";

impl DocumentRow {
    fn empty(one: &Participant, document: &str) -> DocumentRow {
        DocumentRow {
            name: one.name.clone(),
            code: one.code.clone(),
            signed: None,
            bound: None,
            form: None,
            withdrawn: Withdrawn::default(),
            certainty: Certainty {
                signed: REPORTED.to_owned(),
                bound: REPORTED.to_owned(),
                chance: None,
            },
            source: String::new(),
            place: Place::new(document, 1, 1, None),
        }
    }
}

/// What may be missing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MissingAct {
    Signature,
    Deposit,
}

impl MissingAct {
    /// The day on which a participant of the case did it, up to the as-of day.
    fn done(self, one: &Participant, as_of: Day) -> Option<Day> {
        let day = match self {
            MissingAct::Signature => one.status.signed,
            MissingAct::Deposit => one.status.deposited.map(|report| report.on),
        };
        day.filter(|day| *day <= as_of)
    }

    /// Whether a row of the document shows it, withdrawn or not.
    fn shown(self, row: &DocumentRow) -> bool {
        match self {
            MissingAct::Signature => row.signed.or(row.withdrawn.signed).is_some(),
            MissingAct::Deposit => row.bound.or(row.withdrawn.bound).is_some(),
        }
    }

    fn counted(self, count: usize) -> String {
        let noun = match self {
            MissingAct::Signature => "signature",
            MissingAct::Deposit => "deposit",
        };
        format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
    }
}
