//! The corridor of deposits that keeps the target within reach, in finished numbers.

use crate::{
    engine::Plan,
    quantity::Day,
    tally::{Track, TrackMonth},
    treaty::Model,
};

/// The corridor of a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tracked<'a> {
    /// The scenario.
    pub(super) model: &'a Model,
    /// Where its status is from, in a few words.
    pub(super) status_source: &'a str,
    /// How many runs, by which seed.
    pub(super) plan: Plan,
    /// The day hoped for.
    pub(super) target: Day,
    /// The counts.
    pub(super) track: &'a Track,
    /// What they say, month by month.
    pub(super) months: &'a [TrackMonth],
}

impl Tracked<'_> {
    /// How many deposits on record count.
    pub(super) fn recorded(&self) -> usize {
        self.record().len()
    }

    /// Days of the deposits on record that count, in order.
    pub(super) fn record(&self) -> Vec<Day> {
        let participants = self.model.participants.iter().enumerate();
        let counting = participants.filter(|(index, _)| self.model.rule.counts(*index));
        let mut days: Vec<Day> =
            counting.filter_map(|(_, one)| one.status.deposited.map(|report| report.on)).collect();
        days.sort_unstable();
        days
    }
}
