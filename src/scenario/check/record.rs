//! What had happened by the as-of day, as the status tables tell it.

use super::{CHANCE, Check, dates::CheckedDates, people::People};
use crate::{
    quantity::{Chance, Day, When},
    scenario::{
        draft::Report,
        sheet::{EffectiveCell, Records},
        wire::{LaterRecords, ScenarioFile},
    },
    treaty::{
        ReportedDeposit as Deposit, Status, Undone, rule::Rule, withdrawal::counting_deposits,
    },
};

impl Check<'_> {
    pub(super) fn statuses(
        &mut self,
        file: &ScenarioFile,
        people: &People,
        table: &Records,
        dates: CheckedDates,
    ) -> Vec<Status> {
        if people.complete() {
            for (code, record) in &table.rows {
                if people.find(code).is_none() {
                    let at = record.at.clone();
                    let report = people.unknown("participant", code, at, std::iter::empty());
                    self.reports.push(report);
                }
            }
        }
        let ignore = file.status.section().later_records.or(LaterRecords::default());
        let statuses = people.list.iter().map(|one| self.status(&one.code, table, dates, ignore));
        statuses.collect()
    }

    fn status(
        &mut self,
        code: &str,
        table: &Records,
        dates: CheckedDates,
        later: LaterRecords,
    ) -> Status {
        let signed = table.cell(code, "signed").and_then(|held| {
            let day = self.recorded(held, "signed", dates, later)?;
            if let Some(closes) = dates.closes.filter(|closes| day > *closes) {
                let message = format!("signed on {day}, after the signature closed on {closes}");
                self.error(Some(held.at.clone()), message);
            }
            Some(day)
        });
        let bound = table.cell(code, "deposited");
        let on = bound.and_then(|held| self.recorded(held, "deposited", dates, later));
        if let (Some(held), Some(on), Some(signed)) = (bound, on, signed)
            && signed > on
        {
            let report = Report::error(
                Some(held.at.clone()),
                format!("`{code}` deposited on {on}, before it signed on {signed}"),
            );
            let place = table.cell(code, "signed").map(|held| held.at.clone());
            self.reports.push(report.note(place, "its signature"));
        }
        let chance = self.chance(code, table, bound);
        let real = on.filter(|_| chance > Chance::NONE);
        let withdrew = self.withdrew(code, table, (signed, on), dates, later);
        let deposited = real.map(|on| Deposit { on, chance });
        Status { signed, deposited, withdrew, undone: Undone::default() }
    }

    /// The day on which what it had done was withdrawn.
    fn withdrew(
        &mut self,
        code: &str,
        table: &Records,
        (signed, bound): (Option<Day>, Option<Day>),
        dates: CheckedDates,
        later: LaterRecords,
    ) -> Option<Day> {
        let held = table.cell(code, "withdrawn")?;
        let day = self.recorded(held, "withdrew", dates, later)?;
        match bound.or(signed) {
            Some(act) if act > day => {
                let message = format!("`{code}` withdrew on {day} what it did on {act}");
                let help = "the day on which it was withdrawn comes after that of the act";
                self.reports.push(Report::error(Some(held.at.clone()), message).help(help));
            }
            Some(_) => {}
            None => {
                let message = format!("`{code}` withdrew, but neither signed nor deposited");
                let help = "keep the day of what was withdrawn in `signed` or `deposited`";
                self.reports.push(Report::error(Some(held.at.clone()), message).help(help));
            }
        }
        Some(day)
    }

    /// Takes out of the statuses what was withdrawn and does not count.
    pub(super) fn take_out(statuses: &mut [Status], rule: &Rule) {
        if statuses.iter().all(|one| one.withdrew.is_none()) {
            return;
        }
        let deposited = |one: &Status| When::from(one.deposited.map(|report| report.on));
        let deposits: Vec<When> = statuses.iter().map(deposited).collect();
        let withdrawn: Vec<When> = statuses.iter().map(|one| When::from(one.withdrew)).collect();
        let counting = counting_deposits(rule, &deposits, &withdrawn);
        for (one, counts) in statuses.iter_mut().zip(counting) {
            match one.deposited {
                // Without an instrument, it is the signature that was withdrawn.
                None if one.withdrew.is_some() => one.undone.signed = one.signed.take(),
                _ if counts == When::NEVER => {
                    one.undone.deposited = one.deposited.take().map(|report| report.on);
                }
                _ => {}
            }
        }
    }

    /// The day of a record; nothing where it is not seen or cannot be.
    fn recorded(
        &mut self,
        held: &EffectiveCell,
        verb: &str,
        dates: CheckedDates,
        later: LaterRecords,
    ) -> Option<Day> {
        let day = self.day(held)?;
        if day > dates.known_to {
            if later == LaterRecords::Fault {
                let message = format!("{verb} on {day}, after the as-of day {}", dates.known_to);
                let report = Report::error(Some(held.at.clone()), message);
                let help = "move as_of, or write later_records = \"ignore\" to look back";
                self.reports.push(report.help(help));
            }
            return None;
        }
        if day < dates.opened {
            let message = format!("{verb} on {day}, before the treaty opened on {}", dates.opened);
            self.error(Some(held.at.clone()), message);
            return None;
        }
        Some(day)
    }

    fn chance(&mut self, code: &str, table: &Records, bound: Option<&EffectiveCell>) -> Chance {
        let Some(held) = table.cell(code, "chance") else { return Chance::SURE };
        if bound.is_none() {
            let message = format!("`{code}` has a chance but no deposit it is the chance of");
            self.error(Some(held.at.clone()), message);
        }
        let chance = self.cell_number(held, |chance| Chance::new(chance).is_ok(), CHANCE);
        chance.and_then(|chance| Chance::new(chance).ok()).unwrap_or(Chance::SURE)
    }
}
