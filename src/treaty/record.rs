//! Whose record teaches the pace, and by which law it is read.

use super::{Clock, Kind, Model, Participant, Prospect, Stated};
use crate::quantity::Day;

impl Model {
    /// Whether what happened by the as-of day teaches the treaty's pace: it is shared and learned.
    pub fn learns_pace(&self) -> bool {
        self.pace.is_some_and(|pace| pace.learn)
    }

    /// How many participants teach the pace by what they did, and did not do, up to the as-of day.
    ///
    /// With a calibration every State does that could act by then, whatever is assumed of its future.
    /// Without one, those do whose stated, paced delay ran from the opening or from their signature.
    pub fn teachers(&self) -> usize {
        if !self.learns_pace() {
            return 0;
        }
        self.participants.iter().filter(|one| self.teaches(one)).count()
    }

    fn teaches(&self, one: &Participant) -> bool {
        if !one.is_read() {
            return false;
        }
        if one.can_act_from.is_some_and(|from| from > self.as_of) {
            return false;
        }
        let signed = one.signed_on_record();
        let unsigned = signed.is_none_or(|day| day > self.opened);
        self.calibration.is_some()
            || unsigned && one.taught_unsigned().is_some()
            || signed.is_some() && one.taught_signed().is_some()
    }
}

impl Participant {
    /// Whether its record can teach anything: it is a State, and what it did was a delay.
    pub fn is_read(&self) -> bool {
        self.kind != Kind::Organisation && self.learned.is_some()
    }

    /// The stated delay by which its record before a signature teaches the pace: paced, and on a clock
    /// that ran before the as-of day.
    pub fn taught_unsigned(&self) -> Option<&Stated> {
        self.accession.paced().filter(|stated| stated.clock == Clock::Opening)
    }

    /// The same of its record since its signature.
    pub fn taught_signed(&self) -> Option<&Stated> {
        self.ratification.paced().filter(|stated| stated.clock != Clock::AsOf)
    }

    /// The day of its signature on record, withdrawn or not.
    pub fn signed_on_record(&self) -> Option<Day> {
        self.status.signed.or(self.status.undone.signed)
    }

    /// The day of its deposit on record, withdrawn or not; of one that may not have been made, only
    /// where it is `made`.
    pub fn deposited_on_record(&self, made: bool) -> Option<Day> {
        match self.status.deposited {
            Some(report) => made.then_some(report.on),
            None => self.status.undone.deposited,
        }
    }
}

impl Prospect {
    /// The delay, where it is stated and multiplied by the pace.
    fn paced(&self) -> Option<&Stated> {
        match self {
            Prospect::Stated(stated) => Some(stated).filter(|stated| stated.paced),
            _ => None,
        }
    }
}
