//! The ways in which a record with doubtful deposits may be read.

use super::compile::{Reported, Slot};
use crate::treaty::Model;

/// A filter is run for each combination of this many uncertain reports. In what the pace learns,
/// further ones are taken for what is likelier; whether they are made is still drawn.
pub(super) const FILTERED_REPORTS: usize = 6;

/// The ways in which doubtful deposits may be read, each numbered by bits: which of them were made.
#[derive(Clone, Copy)]
pub(super) struct Readings<'a> {
    reports: &'a [Reported],
    slots: &'a [Slot],
}

impl<'a> Readings<'a> {
    pub(super) fn new(reports: &'a [Reported], slots: &'a [Slot]) -> Readings<'a> {
        Readings { reports, slots }
    }

    /// How many there are; the last takes all doubtful deposits as made.
    pub(super) fn count(self) -> usize {
        1 << self.reports.len().min(FILTERED_REPORTS)
    }

    /// Whether a participant's deposit is taken as made in a reading.
    pub(super) fn made(self, model: &Model, reading: usize, index: usize) -> bool {
        let of = |report: &Reported| self.slots[report.slot].participant == index;
        match self.reports.iter().position(of) {
            Some(place) if place < FILTERED_REPORTS => reading >> place & 1 == 1,
            Some(place) => self.reports[place].chance >= 0.5,
            None => sure(model, index),
        }
    }
}

/// Whether the participant is on record as having deposited, beyond doubt.
pub(super) fn sure(model: &Model, index: usize) -> bool {
    let report = model.participants[index].status.deposited;
    report.is_some_and(|report| report.chance.get() >= 1.0)
}
