//! The law by which treaties' paces move, and its search by evidence.

use libm::{exp, log};

use super::{
    cholesky::Square,
    exposure::SIGNATURE_OFFSET,
    pace::{WINDOWS, middle_years},
    tune::climb,
};
use crate::{
    process::{
        age,
        pace::{Covariance, mean_log_pace, per_signature_effect, start_share},
    },
    treaty::Pace,
};

/// How the pace moves, and how a treaty's signatures bear on it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Law {
    /// Mean log pace.
    pub(super) mean: f64,
    /// Standard deviation of the wandering part.
    pub(super) sd: f64,
    /// What is left of a departure after one year.
    pub(super) persistence_per_year: f64,
    /// Shape of the gamma shock of a month.
    pub(super) month_shape: f64,
    /// What a unit of log signatures adds.
    pub(super) signature_effect: f64,
    /// Years in which all but 1/e of that has come.
    pub(super) signature_rise_years: f64,
    /// Standard deviation of the start-up factor.
    pub(super) start_sd: f64,
    /// Years in which the start-up factor falls to 1/e.
    pub(super) start_decay_years: f64,
    /// Mean of the start-up factor.
    pub(super) start_mean: f64,
}

/// Log signatures at which their effect is nil, about those of twenty States.
pub(super) const SIGNATURE_CENTRE: f64 = 3.4;

/// First steps of the search: about as far as the pool's evidence tells apart.
const STEPS: [f64; 8] = [0.1, 0.1, 0.2, 0.2, 0.1, 0.15, 0.15, 0.3];

/// The first step of the mean of the start-up factor.
const START_STEP: f64 = 0.2;

/// Places of the numbers without a mean to shift.
const SPREADS: [usize; 6] = [1, 2, 3, 5, 6, 7];

/// Precision of a weak belief in the numbers found: a standard deviation of 2 in logs.
const WEAK_BELIEF: f64 = 0.25;

/// Logs beyond which the search does not go: a thousandth, three thousand.
const FURTHEST: f64 = 8.0;

impl Law {
    /// Where the search begins: near what the pool taught before, though it does not matter.
    pub(super) const START: Law = Law {
        mean: 0.0,
        sd: 1.0,
        persistence_per_year: 0.9,
        month_shape: 4.0,
        signature_effect: 1.0,
        signature_rise_years: 1.4,
        start_sd: 1.2,
        start_decay_years: 1.2,
        start_mean: 0.0,
    };

    /// The prior covariance of the log pace between all windows.
    pub(super) fn covariance(&self) -> Square {
        let covariance = Covariance::new(&self.pace());
        Square::symmetric(WINDOWS, |row, column| {
            covariance.between(middle_years(row), middle_years(column))
        })
    }

    /// What means and signatures make of log pace nought in a month of age.
    pub(super) fn level(&self, log_signatures: f64, month: usize) -> f64 {
        mean_log_pace(&self.pace(), log_signatures, month)
            + self.start_mean * self.start_left(month)
    }

    /// What a unit of the effect of signatures adds in a month of age.
    pub(super) fn per_effect(&self, log_signatures: f64, month: usize) -> f64 {
        per_signature_effect(&self.pace(), log_signatures, month)
    }

    /// What is left of the start-up factor in a month of age.
    pub(super) fn start_left(&self, month: usize) -> f64 {
        start_share(&self.pace(), age::middle_years(month))
    }

    /// What of it goes into a calibration.
    pub(super) fn pace(&self) -> Pace {
        Pace {
            mean: self.mean,
            sd: self.sd,
            persistence_per_year: self.persistence_per_year,
            month_shape: self.month_shape,
            signature_effect: self.signature_effect,
            signature_centre: SIGNATURE_CENTRE,
            signature_offset: SIGNATURE_OFFSET,
            signature_rise_years: self.signature_rise_years,
            start_sd: self.start_sd,
            start_decay_years: self.start_decay_years,
            multiplier: 1.0,
            learn: true,
        }
    }

    /// The likeliest law, from this one on, after at most so many evaluations.
    pub(super) fn likeliest(
        self,
        most_evaluations: usize,
        mut evidence: impl FnMut(&Law) -> f64,
    ) -> Law {
        let best = climb(&self.to_point(), &STEPS, 0.01, most_evaluations, |point| {
            evidence(&Law::at_point(point))
        });
        Law::at_point(&best.point)
    }

    /// This law with the likeliest means, of all and of the start-up factor, after at most so many
    /// evaluations.
    pub(super) fn likeliest_means(
        self,
        most_evaluations: usize,
        mut evidence: impl FnMut(&Law) -> f64,
    ) -> Law {
        let with = |point: &[f64]| Law { mean: point[0], start_mean: point[1], ..self };
        let (from, steps) = ([self.mean, self.start_mean], [STEPS[0], START_STEP]);
        let best = climb(&from, &steps, 1e-4, most_evaluations, |point| evidence(&with(point)));
        with(&best.point)
    }

    /// This law with the likeliest mean, after at most so many evaluations.
    pub(super) fn likeliest_mean(
        self,
        most_evaluations: usize,
        mut evidence: impl FnMut(&Law) -> f64,
    ) -> Law {
        let with = |mean: f64| Law { mean, ..self };
        let best = climb(&[self.mean], &[STEPS[0]], 1e-4, most_evaluations, |point| {
            evidence(&with(point[0]))
        });
        with(best.point[0])
    }

    /// What the evidence tells of those numbers of the law that have no mean to shift: spread,
    /// persistence, month shape, start-up spread and decay, rise of the signatures' effect, each
    /// without bounds. Negative second differences, with the weight of a weak belief added, so that a
    /// flat evidence leaves doubt rather than none.
    pub(super) fn information(self, mut evidence: impl FnMut(&Law) -> f64) -> Square {
        let centre = self.to_point();
        let mut at = |shifts: &[(usize, f64)]| {
            let mut point = centre;
            shifts.iter().for_each(|(place, times)| point[*place] += times * STEPS[*place]);
            evidence(&Law::at_point(&point))
        };
        let top = at(&[]);
        let mut entries = [[0.0; SPREADS.len()]; SPREADS.len()];
        for (row, one) in SPREADS.into_iter().enumerate() {
            let curve = 2.0 * top - at(&[(one, 1.0)]) - at(&[(one, -1.0)]);
            entries[row][row] = curve / (STEPS[one] * STEPS[one]) + WEAK_BELIEF;
            for (column, other) in SPREADS.into_iter().enumerate().take(row) {
                let alike = at(&[(one, 1.0), (other, 1.0)]) + at(&[(one, -1.0), (other, -1.0)]);
                let unlike = at(&[(one, 1.0), (other, -1.0)]) + at(&[(one, -1.0), (other, 1.0)]);
                entries[row][column] = (unlike - alike) / (4.0 * STEPS[one] * STEPS[other]);
            }
        }
        Square::symmetric(SPREADS.len(), |row, column| entries[row][column])
    }

    /// As numbers without bounds.
    fn to_point(self) -> [f64; 8] {
        let log_odds = |chance: f64| log(chance / (1.0 - chance));
        [
            self.mean,
            log(self.sd),
            log_odds(self.persistence_per_year),
            log(self.month_shape),
            self.signature_effect,
            log(self.start_sd),
            log(self.start_decay_years),
            log(self.signature_rise_years),
        ]
    }

    fn at_point(point: &[f64]) -> Law {
        let exp = |log: f64| exp(log.clamp(-FURTHEST, FURTHEST));
        Law {
            mean: point[0],
            sd: exp(point[1]),
            persistence_per_year: 1.0 / (1.0 + exp(-point[2])),
            month_shape: exp(point[3]),
            // More signatures never slow a treaty.
            signature_effect: point[4].max(0.0),
            start_sd: exp(point[5]),
            start_decay_years: exp(point[6]),
            signature_rise_years: exp(point[7]),
            start_mean: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAW: Law = Law {
        mean: -0.2,
        sd: 0.96,
        persistence_per_year: 0.91,
        month_shape: 3.75,
        signature_effect: 0.75,
        signature_rise_years: 1.5,
        start_sd: 1.3,
        start_decay_years: 1.26,
        start_mean: 0.0,
    };

    #[test]
    fn a_law_survives_its_form_without_bounds() {
        let again = Law::at_point(&LAW.to_point());
        for (one, other) in again.to_point().iter().zip(LAW.to_point()) {
            assert!((one - other).abs() < 1e-12);
        }
    }

    #[test]
    fn no_point_makes_a_law_out_of_bounds() {
        for far in [-1e9, 1e9] {
            let law = Law::at_point(&[far; 8]);
            assert!((0.0..=1.0).contains(&law.persistence_per_year));
            assert!(law.signature_effect >= 0.0 && law.sd > 0.0 && law.month_shape.is_finite());
        }
    }

    #[test]
    fn covariance_falls_with_time_apart_and_with_age() {
        let covariance = LAW.covariance();
        let at = |one: f64, other: f64| {
            0.96 * 0.96 * libm::pow(0.91, (one - other).abs())
                + 1.3 * 1.3 * exp(-(one + other) / 1.26)
        };
        // Window 0 is the first month, window 40 the fifth half-year after the third year.
        let (first, late) = (0.5 / 12.0, 5.25);
        assert!((covariance.at(0, 0) - at(first, first)).abs() < 1e-12);
        assert!((covariance.at(0, 40) - at(first, late)).abs() < 1e-12);
        assert!((covariance.at(40, 0) - at(late, first)).abs() < 1e-12);
    }

    #[test]
    fn a_search_of_the_mean_leaves_the_rest() {
        let found = LAW.likeliest_mean(60, |law| -(law.mean - 0.7) * (law.mean - 0.7));
        assert!((found.mean - 0.7).abs() < 0.02, "{found:?}");
        assert_eq!(Law { mean: LAW.mean, ..found }, LAW);
    }
}
