//! Deposits that are only reported: whether each was made, and what may be learned with each answer.

use crate::{
    engine::stream::{Purpose, RunKey, Subject},
    quantity::Day,
    treaty::{Kind, Model, Participant, ReportedDeposit},
};

/// A filter is run for each combination of this many uncertain deposits. In what the pace learns,
/// further ones are taken for what is likelier; whether they are made is still drawn.
const MOST_FILTERED: usize = 6;

/// A deposit that was reported but may not have been made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UncertainDeposit {
    /// Index into the model's participants.
    pub(crate) participant: usize,
    /// Index into those whose deposit is still to come.
    pub(crate) pending: usize,
    subject: Subject,
    chance: f64,
    pub(crate) on: Day,
    /// Whether the deposit, if made, counts as a State's signature: it has not signed.
    pub(crate) counted: bool,
}

/// All of a model, in its order.
///
/// A *reading* of the record takes some of them as made. Readings are numbered by bits, one for each of
/// the first few; the last reading takes all as made.
#[derive(Clone, Debug)]
pub(crate) struct UncertainDeposits {
    pub(crate) each: Vec<UncertainDeposit>,
}

impl UncertainDeposit {
    pub(crate) fn new(
        participant: usize,
        pending: usize,
        one: &Participant,
        report: &ReportedDeposit,
    ) -> UncertainDeposit {
        UncertainDeposit {
            participant,
            pending,
            subject: Subject::participant(Purpose::Report, &one.code),
            chance: report.chance.get(),
            on: report.on,
            counted: one.status.signed.is_none() && one.kind != Kind::Organisation,
        }
    }
}

impl UncertainDeposits {
    /// How many readings there are; at least one.
    pub(crate) fn readings(&self) -> usize {
        1 << self.each.len().min(MOST_FILTERED)
    }

    /// Whether a participant's deposit is taken as made in a reading.
    pub(crate) fn is_made(&self, model: &Model, reading: usize, participant: usize) -> bool {
        match self.each.iter().position(|one| one.participant == participant) {
            Some(index) if index < MOST_FILTERED => reading >> index & 1 == 1,
            Some(index) => self.each[index].chance >= 0.5,
            None => is_certain(model, participant),
        }
    }

    /// Draws which are made in this run; `made` gets their indices among the pending. Returns the
    /// reading.
    pub(crate) fn draw(&self, key: RunKey, made: &mut Vec<u32>) -> usize {
        let mut reading = 0;
        made.clear();
        for (index, one) in self.each.iter().enumerate() {
            if key.draw(one.subject).open() < one.chance {
                reading |= usize::from(index < MOST_FILTERED) << index.min(MOST_FILTERED);
                made.push(one.pending as u32);
            }
        }
        reading
    }
}

/// Whether the participant is on record as having deposited, beyond doubt.
pub(crate) fn is_certain(model: &Model, participant: usize) -> bool {
    let report = model.participants[participant].status.deposited;
    report.is_some_and(|report| report.chance.get() >= 1.0)
}
