//! What the record tells of what is believed of deposits: curvatures, and the paces they leave.

use rayon::prelude::*;

use super::{
    cholesky::Square,
    deposits::{Deposits, PRIOR_EVENTS, evidence},
    exposure::{BINS, TrainingData, TreatyExposure, bin},
    months::{days_at_risk, windows},
    pace::{Window, information, posterior, variances, window},
};
use crate::process::pace::per_signature_effect;

impl Deposits {
    /// What all deposits tell of the logs of the rates, others' bins then signatories', and of the
    /// effect of signatures; paces averaged over.
    pub(super) fn information(&self, seen: &TrainingData) -> Square {
        let covariance = self.law.covariance();
        let parts: Vec<Square> = (&seen.treaties, &self.paces)
            .into_par_iter()
            .map(|(treaty, before)| {
                let (windows, columns) = self.shifts(treaty);
                let shape = self.law.pace.month_shape;
                let found = posterior(&windows, &covariance, shape, before);
                information(&windows, &covariance, shape, &found, &columns)
            })
            .collect();
        let own = |row, column| {
            if row == column && row < 2 * BINS { PRIOR_EVENTS } else { 0.0 }
        };
        let mut all = Square::symmetric(2 * BINS + 1, own);
        // In order, so that the sum does not depend on the threads.
        parts.iter().for_each(|part| all.add(part));
        all
    }

    /// A treaty's windows, and by how much each rate and the effect of signatures shift the log of
    /// what is expected in them.
    fn shifts(&self, treaty: &TreatyExposure) -> (Vec<Window>, Vec<Vec<f64>>) {
        let season = treaty.season(&self.profile);
        let at_risk = days_at_risk(treaty, &self.factors);
        let windows = windows(treaty, &self.expected(&at_risk, &season), &self.law);
        let mut columns = vec![vec![0.0; windows.len()]; 2 * BINS + 1];
        for (month, season) in season.iter().enumerate() {
            let log_signatures = treaty.log_signatures[month];
            let level = libm::exp(self.law.level(treaty, month));
            let place = window(month);
            for (state, at_risk) in at_risk.iter().enumerate() {
                let rate = self.per_day[state][bin(month)];
                let share = rate * at_risk[month] * season * level / windows[place].expected;
                if share.is_finite() {
                    columns[state * BINS + bin(month)][place] += share;
                    columns[2 * BINS][place] +=
                        share * per_signature_effect(&self.law.pace, log_signatures, month);
                }
            }
        }
        (windows, columns)
    }

    /// What the evidence tells of the law's other numbers, baseline and factors held.
    pub(super) fn law_information(&self, seen: &TrainingData) -> Square {
        let bases = self.bases(seen);
        self.law.information(|law| evidence(law, seen, &bases, &mut self.paces.clone(), |_| true))
    }

    /// Each treaty's log pace by month beside the average one's with as many signatures: the mean
    /// and the standard deviation left by its deposits.
    pub(super) fn traces(&self, seen: &TrainingData) -> Vec<Vec<(f64, f64)>> {
        let covariance = self.law.covariance();
        let trace = |(treaty, before): (&TreatyExposure, &Vec<f64>)| {
            let (windows, _) = self.shifts(treaty);
            let shape = self.law.pace.month_shape;
            let found = posterior(&windows, &covariance, shape, before);
            let spread = variances(&windows, &covariance, shape, &found);
            let at = |month| (found.mode[window(month)], spread[window(month)].max(0.0).sqrt());
            (0..treaty.months()).map(at).collect()
        };
        (&seen.treaties, &self.paces).into_par_iter().map(trace).collect()
    }
}
