//! The days everything else is measured by.

use super::Check;
use crate::{
    quantity::{Day, Days},
    scenario::{
        draft::Report,
        wire::{Date, ScenarioFile},
    },
};

/// The days everything else is measured by. A day that is not known is replaced by one that
/// contradicts nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct CheckedDates {
    pub(super) opened: Day,
    pub(super) closes: Option<Day>,
    /// For what has to come after it.
    pub(super) as_of: Day,
    /// For what must not come after it: the as-of day too.
    pub(super) known_to: Day,
    pub(super) horizon: Day,
}

impl CheckedDates {
    /// The first day of the future, as [`crate::treaty::Model::first_future_day`].
    pub(super) fn first_future_day(self) -> Day {
        self.as_of + Days(1)
    }
}

impl Check<'_> {
    pub(super) fn dates(&mut self, file: &ScenarioFile) -> CheckedDates {
        let (treaty, status) = (file.treaty.section(), file.status.section());
        let horizon = &file.forecast.section().horizon;
        let opened = self.required(("treaty", file.treaty.at()), "opened", &treaty.opened);
        let as_of = self.required(("status", file.status.at()), "as_of", &status.as_of);
        let horizon = self.required(("forecast", file.forecast.at()), "horizon", horizon);
        let day = |date: Option<Date>| date.map(|date| date.0);
        let (opened, as_of, horizon) = (day(opened), day(as_of), day(horizon));
        self.before_opening(file, opened, as_of);
        self.not_after(file, as_of, horizon);
        let first = opened.or(as_of).unwrap_or(Day::FIRST);
        let known_to = as_of.unwrap_or(Day::LAST);
        let as_of = as_of.unwrap_or(first).max(first);
        CheckedDates {
            opened: opened.unwrap_or(Day::FIRST),
            closes: treaty.closes.get().map(|date| date.0),
            as_of,
            known_to,
            horizon: horizon.unwrap_or(Day::LAST).max(as_of + Days(1)),
        }
    }

    fn before_opening(&mut self, file: &ScenarioFile, opened: Option<Day>, as_of: Option<Day>) {
        let Some(opened) = opened else { return };
        if let Some((Date(closes), at)) = file.treaty.section().closes.both()
            && *closes < opened
        {
            let message = format!("closes on {closes}, before the treaty opened on {opened}");
            self.error(Some(at), message);
        }
        if let Some(as_of) = as_of.filter(|as_of| *as_of < opened) {
            let message = format!("the as-of day {as_of} is before the opening on {opened}");
            let report = Report::error(file.status.section().as_of.at(), message);
            let help = "a forecast begins on the day of opening at the earliest";
            self.reports.push(report.help(help));
        }
    }

    fn not_after(&mut self, file: &ScenarioFile, as_of: Option<Day>, horizon: Option<Day>) {
        let Some(as_of) = as_of else { return };
        let forecast = file.forecast.section();
        if let Some(horizon) = horizon.filter(|horizon| *horizon <= as_of) {
            let message = format!("the horizon {horizon} is not after the as-of day {as_of}");
            self.error(forecast.horizon.at(), message);
        }
        if let Some((Date(target), at)) = forecast.target.both()
            && *target <= as_of
        {
            let message = format!("the target {target} is not after the as-of day {as_of}");
            self.reports.push(Report::warning(Some(at), message));
        }
    }
}
