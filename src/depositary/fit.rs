//! Whether a document is one of the case's treaty, and not older than what the case knows.

use super::{Document, DocumentRow, about, change::StatusTable, missing::Missing};
use crate::{
    fault::{Fault, Place, Severity},
    quantity::Day,
    treaty::Model,
};

/// Whether a document is taken that is of an earlier day than the case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Older {
    /// It is a fault.
    Refused,
    /// It is taken.
    Taken,
}

/// So many signatures known to both tell one treaty from another.
const ENOUGH: usize = 5;

impl Document {
    /// Adds to the faults what stands between this document and the case it is meant for: another
    /// treaty, participants the case does not know, days that cannot be, a document older than the
    /// case, or one without what the case has by its day; where `missing` keeps that, adds it to the
    /// rows.
    pub fn check(&mut self, case: &Model, as_of: Day, older: Older, missing: Missing) {
        let mut faults = Vec::new();
        let another = self.another_treaty(case);
        let is_another = another.is_some();
        faults.extend(another);
        self.as_of_day(case, as_of, older, &mut faults);
        faults.extend(self.rows.iter_mut().filter_map(|row| row.keep_until(as_of)));
        // What could not be read would be missed.
        let whole = self.faults.iter().all(|fault| fault.severity == Severity::Warning);
        if !is_another && whole {
            self.settle_missing(case, as_of, missing, &mut faults);
        }
        for row in &self.rows {
            if case.find(&row.code).is_none() && !is_another && row.acted() {
                faults.push(stranger(row, case));
            }
            // Of another treaty, each date would be wrong: it is said once.
            if !is_another {
                days(row, case, as_of, &mut faults);
                faults.extend(undated(row, case, as_of));
            }
        }
        self.faults.extend(faults);
        self.sort_faults();
    }

    /// Why this cannot be a document of the case's treaty.
    fn another_treaty(&self, case: &Model) -> Option<Fault> {
        let help = "name the case of that treaty; if it is the right one, write the document's \
                    title into `title` of [treaty]";
        if let Some(title) = &self.title {
            if about::may_be(title, &case.title) {
                return None;
            }
            let message = format!(
                "{}: this document is of another treaty: it is of `{title}`, the case of `{}`",
                self.name, case.title
            );
            return Some(Fault::error(None, message).help(help));
        }
        let acts = self.rows.iter().flat_map(|row| [row.signed, row.bound]).flatten();
        let days: Vec<Day> = acts.collect();
        let early = days.iter().filter(|day| **day < case.opened).count();
        if 2 * early > days.len() {
            let message = format!(
                "{}: this document seems to be of another treaty: {early} of its {} dates are \
                 before {}, the day of opening",
                self.name,
                days.len(),
                case.opened
            );
            return Some(Fault::error(None, message).help("name the case of that treaty"));
        }
        let theirs = StatusTable::from(self);
        let signed = case
            .participants
            .iter()
            .filter_map(|one| Some((one.status.signed?, theirs.rows.get(&one.code)?.signed?)));
        let signed: Vec<(Day, Day)> = signed.collect();
        let same = signed.iter().filter(|(ours, theirs)| ours == theirs).count();
        if signed.len() >= ENOUGH && 4 * same < signed.len() {
            let message = format!(
                "{}: this document seems to be of another treaty: of {} signatures on record that \
                 it has too, {same} are of the same day",
                self.name,
                signed.len()
            );
            return Some(Fault::error(None, message).help("name the case of that treaty"));
        }
        None
    }

    fn as_of_day(&self, case: &Model, as_of: Day, older: Older, faults: &mut Vec<Fault>) {
        if let Some(stated) = self.as_of.filter(|stated| *stated < as_of) {
            let message = format!(
                "{}: the document is as at {stated}, it cannot tell what happened by {as_of}",
                self.name
            );
            let help = format!("give --as-of {stated}, or save a newer document");
            faults.push(Fault::error(None, message).help(help));
        }
        if as_of < case.opened {
            let message = format!("the as-of day {as_of} is before the opening on {}", case.opened);
            faults.push(Fault::error(None, message).help("give a later --as-of"));
        }
        if as_of < case.as_of && older == Older::Refused {
            let message = format!(
                "{}: older than the case: the document is as of {as_of}, the case as of {}",
                self.name, case.as_of
            );
            let help = "save a newer document; if the case is wrong, `inforce status import --force` \
                        takes this one";
            faults.push(Fault::error(None, message).help(help));
        }
        if as_of >= case.horizon {
            let message =
                format!("the as-of day {as_of} is not before the horizon, {}", case.horizon);
            let help = "move `horizon` of [forecast], or give an earlier --as-of";
            faults.push(Fault::error(None, message).help(help));
        }
    }
}

impl DocumentRow {
    fn acted(&self) -> bool {
        self.signed.is_some() || self.bound.is_some()
    }

    /// Gives back what was still held on a day, where it is withdrawn with effect from a later one;
    /// says so where that is.
    fn keep_until(&mut self, day: Day) -> Option<Fault> {
        let on = self.withdrawn.on.filter(|on| *on > day)?;
        self.withdrew_all()?;
        self.withdrawn.on = None;
        if self.withdrawn.bound.is_some() {
            (self.bound, self.form) = (self.withdrawn.bound.take(), self.withdrawn.form.take());
        } else {
            self.signed = self.withdrawn.signed.take();
        }
        let message = format!(
            "`{}` withdraws with effect from {on}, after the as-of day {day}: what it did is taken to \
             stand",
            self.name
        );
        let help = "if it should not, say so in a layer: chance 0 in the status table";
        Some(Fault::warning(Some(self.place.clone()), message).help(help))
    }
}

fn stranger(row: &DocumentRow, case: &Model) -> Fault {
    let message =
        format!("`{}` ({}) is not among the participants of the case", row.name, row.code);
    let help = format!("add {} to the participants table of `{}`", row.code, case.name);
    Fault::error(Some(row.place.clone()), message).help(help)
}

/// That the day of a withdrawal is not known.
fn undated(row: &DocumentRow, case: &Model, as_of: Day) -> Option<Fault> {
    let act = row.withdrew_all().filter(|_| row.withdrawn.on.is_none())?;
    let known = case.find(&row.code).and_then(|index| case.participants[index].status.withdrew);
    if known.is_some() {
        return None;
    }
    let message = format!(
        "`{}` withdrew what it did on {act}; on which day is not in the document, {as_of} is taken",
        row.name
    );
    let help =
        "the treaty's notes tell it: write it into the column `withdrawn` of the status table";
    Some(Fault::warning(Some(row.place.clone()), message).help(help))
}

fn days(row: &DocumentRow, case: &Model, as_of: Day, faults: &mut Vec<Fault>) {
    let place = |place: &Place| Some(place.clone());
    let (opened, who) = (case.opened, &row.name);
    for (on, verb) in [(row.signed, "signed"), (row.bound, "deposited")] {
        let Some(on) = on else { continue };
        if on < opened {
            let message = format!("`{who}` {verb} on {on}, before the treaty opened on {opened}");
            let help = "correct the date, or `opened` of [treaty]";
            faults.push(Fault::error(place(&row.place), message).help(help));
        } else if on > as_of {
            let message = format!("`{who}` {verb} on {on}, after the as-of day {as_of}");
            let help = "give the day on which the document was saved with --as-of";
            faults.push(Fault::error(place(&row.place), message).help(help));
        }
    }
    if let (Some(signed), Some(closes)) = (row.signed, case.closes)
        && signed > closes
        && signed <= as_of
    {
        let message = format!("`{who}` signed on {signed}, after the signature closed on {closes}");
        let help = "correct the date, or `closes` of [treaty]";
        faults.push(Fault::error(place(&row.place), message).help(help));
    }
    if let (Some(signed), Some(bound)) = (row.signed, row.bound)
        && signed > bound
    {
        let message = format!("`{who}` deposited on {bound}, before it signed on {signed}");
        faults.push(Fault::error(place(&row.place), message).help("correct one of the dates"));
    }
}
