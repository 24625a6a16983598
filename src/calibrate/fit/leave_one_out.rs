//! Fits that have not seen some treaties, from one that has: for forecasting the past.

use crate::{calibrate::history::History, parameters::Pace};

use super::{
    Doubt, Fitted, Selection,
    deposits::Deposits,
    exposure::{TrainingData, TreatyExposure},
    put_together,
    signing::Signatures,
};

/// A fit that can be made again without some of its treaties, sooner than from the start.
#[derive(Debug)]
pub struct LeaveOneOutFit {
    seen: TrainingData,
    deposits: Deposits,
    signatures: Signatures,
}

impl LeaveOneOutFit {
    /// Learns from the selected treaties as [`super::fit`] does.
    pub fn fit(history: &History, selection: &Selection) -> LeaveOneOutFit {
        let mut seen = TrainingData::from_history(history, selection);
        let signatures = Signatures::fit(&seen);
        seen.note_departures(signatures.departures(&seen));
        LeaveOneOutFit { deposits: Deposits::fit(&seen), seen, signatures }
    }

    /// Learns from another selection, or up to another day, starting from what this fit found: for
    /// records that differ little. The law of the pace is searched anew only where `search_law`
    /// says so; else it stays that of this fit, but for its level.
    #[must_use]
    pub fn refit(
        &self,
        history: &History,
        selection: &Selection,
        search_law: bool,
    ) -> LeaveOneOutFit {
        self.from(TrainingData::from_history(history, selection), search_law)
    }

    /// What was learned.
    pub fn fitted(&self) -> Fitted {
        put_together(&self.seen, &self.deposits, &self.signatures)
    }

    /// How sure the figures are.
    pub fn doubt(&self) -> Doubt {
        Doubt::from_curvature(&self.seen, &self.deposits, &self.signatures)
    }

    /// How treaties' paces move.
    pub fn pace(&self) -> Pace {
        self.deposits.law.pace
    }

    /// What is learned without these treaties; the law of the pace stays that of all of them, but
    /// for its level.
    pub fn without(&self, treaties: &[&str]) -> Fitted {
        self.from(self.seen.without(treaties), false).fitted()
    }

    fn from(&self, mut seen: TrainingData, search_law: bool) -> LeaveOneOutFit {
        let paces = |treaty: &TreatyExposure| self.seen.place_of(&treaty.id);
        let paces: Vec<Option<usize>> = seen.treaties.iter().map(paces).collect();
        let people = |code: &String| self.seen.participants.binary_search(code).ok();
        let people: Vec<Option<usize>> = seen.participants.iter().map(people).collect();
        let signatures = self.signatures.refit(&seen, &people);
        seen.note_departures(signatures.departures(&seen));
        let deposits = self.deposits.refit(&seen, &paces, &people, search_law);
        LeaveOneOutFit { seen, deposits, signatures }
    }
}
