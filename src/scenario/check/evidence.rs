//! What is said of those whose past is known: assumptions without effect, deposits that teach nothing.

use super::{Check, people::ALL};
use crate::{
    quantity::{Chance, Day},
    scenario::{
        draft::Report,
        source::Span,
        wire::{Entry, ScenarioFile},
    },
    treaty::{Clock, Model, Participant, Prospect, Stated, Status},
};

/// How a deposit on record looks by the delay that is stated for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Odd {
    Impossible,
    Sure,
}

/// A participant's code and what it had done by the as-of day.
pub(super) type Acted<'a> = (&'a str, &'a Status);

impl Check<'_> {
    /// Deposits on record that the stated delays, from which the pace is learned, cannot explain or
    /// leave no choice about.
    pub(super) fn odd_deposits(&mut self, file: &ScenarioFile, model: &Model) {
        if model.calibration.is_some() || !model.learns_pace() || !self.broken.is_empty() {
            return;
        }
        let odd = |kind: Odd| -> Vec<&str> {
            let each = model.participants.iter().filter(|one| odd(model, one) == Some(kind));
            each.map(|one| one.code.as_str()).collect()
        };
        for (kind, why) in [
            (Odd::Impossible, "by the delays stated none was possible on that day"),
            (Odd::Sure, "by the delays stated it was sure by that day"),
        ] {
            let codes = odd(kind);
            let Some(first) = codes.first() else { continue };
            let message = format!(
                "the deposit of `{first}`{} teaches the pace nothing: {why}",
                super::belief::more(codes.len())
            );
            self.reports.push(Report::warning(file.status.at(), message));
        }
    }

    /// Assumptions about those that have deposited already: they act where a reported deposit does
    /// not stand, and nowhere else.
    pub(super) fn without_effect(&mut self, file: &ScenarioFile, model: &Model) {
        for (code, entry) in file.participant.get().into_iter().flatten() {
            let one = model.find(code).map(|index| &model.participants[index]);
            if let Some((one, (_, at))) = one.zip(entry.both()) {
                let what = format!("what [participant.{code}] assumes");
                self.without_effect_on(&what, (code, &one.status), at);
            }
        }
        for (name, entry) in file.group.get().into_iter().flatten() {
            let Some((section, at)) = entry.both() else { continue };
            if section.says_something() {
                let members = model.participants.iter().filter(|one| one.groups.contains(name));
                let members: Vec<Acted<'_>> =
                    members.map(|one| (one.code.as_str(), &one.status)).collect();
                self.without_effect_among(&format!("what [group.{name}] assumes"), &members, at);
            }
        }
    }

    /// The same of a lever, on those it names; one that is laid over all is not meant for them.
    pub(super) fn lever_without_effect(
        &mut self,
        name: &str,
        who: &Entry<Vec<Entry<String>>>,
        named: &[Acted<'_>],
    ) {
        let Some((list, at)) = who.both() else { return };
        if list.iter().any(|one| one.get().is_some_and(|one| one == ALL)) {
            return;
        }
        self.without_effect_among(&format!("lever `{name}`"), named, at);
    }

    /// Of one that is named it is a warning.
    fn without_effect_on(&mut self, what: &str, (code, status): Acted<'_>, at: Span) {
        let Some(report) = status.deposited else { return };
        let message = if report.chance == Chance::SURE {
            format!("`{code}` deposited on {}: {what} has no effect", report.on)
        } else {
            format!(
                "`{code}` is reported to have deposited on {}: {what} acts only where that is not so",
                report.on
            )
        };
        self.reports.push(Report::warning(Some(at), message));
    }

    /// Of several it is told how many, to whoever asks.
    fn without_effect_among(&mut self, what: &str, named: &[Acted<'_>], at: Span) {
        let count = |sure: bool| {
            let deposited = named.iter().filter_map(|(_, status)| status.deposited);
            deposited.filter(|report| (report.chance == Chance::SURE) == sure).count()
        };
        if let [one] = *named {
            return self.without_effect_on(what, one, at);
        }
        let mut said = Vec::new();
        if count(true) > 0 {
            said.push(format!("{} of them deposited already, where it has no effect", count(true)));
        }
        if count(false) > 0 {
            said.push(format!(
                "{} are only reported to have deposited, where it acts if that is not so",
                count(false)
            ));
        }
        if !said.is_empty() {
            let message = format!("{what} is of {} participants: {}", named.len(), said.join("; "));
            self.reports.push(Report::remark(Some(at), message));
        }
    }
}

fn odd(model: &Model, one: &Participant) -> Option<Odd> {
    let on = one.status.deposited?.on;
    let signed = one.status.signed.filter(|signed| *signed <= on);
    let prospect = if signed.is_some() { &one.ratification } else { &one.accession };
    match prospect {
        Prospect::Never => Some(Odd::Impossible),
        Prospect::Calibrated => None,
        Prospect::Stated(_) => {
            let taught = if signed.is_some() { one.taught_signed() } else { one.taught_unsigned() };
            let stated = taught?;
            let start = if stated.clock == Clock::Signature { signed? } else { model.opened };
            odd_by(stated, on, start)
        }
    }
}

fn odd_by(stated: &Stated, on: Day, start: Day) -> Option<Odd> {
    let days = f64::from((on - start).0);
    let (before, after) = (stated.delay.survival(days), stated.delay.survival(days + 1.0));
    if after <= 0.0 { Some(Odd::Sure) } else { (after >= before).then_some(Odd::Impossible) }
}
