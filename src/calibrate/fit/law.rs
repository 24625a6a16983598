//! The law by which treaties' paces move, and its search by evidence.

use super::{
    cholesky::Square,
    exposure::SIGNATURE_OFFSET,
    nelder_mead::nelder_mead,
    pace::{WINDOWS, middle_years},
};
use crate::{
    parameters::{Pace, PaceParameter, Registered},
    process::{
        age,
        pace::{Covariance, mean_log_pace, start_share},
    },
};

/// How the pace moves, and how a treaty's signatures bear on it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Law {
    /// How it moves beside the start.
    pub(super) pace: Pace,
    /// Mean of the start-up factor.
    pub(super) start_mean: f64,
}

/// Log signatures at which their effect is nil, about those of twenty States.
const SIGNATURE_CENTRE: f64 = 3.4;

/// What is searched for, in this order, with the first steps: about as far as the pool's evidence
/// tells apart.
const SEARCHED: [(PaceParameter, f64); 8] = [
    (PaceParameter::Mean, MEAN_STEP),
    (PaceParameter::Sd, 0.1),
    (PaceParameter::PersistencePerYear, 0.2),
    (PaceParameter::MonthShape, 0.2),
    (PaceParameter::SignatureEffect, 0.1),
    (PaceParameter::StartSd, 0.15),
    (PaceParameter::StartDecayYears, 0.15),
    (PaceParameter::SignatureRiseYears, 0.3),
];

/// The first step of the mean, and of the mean of the start-up factor.
const MEAN_STEP: f64 = 0.1;
const START_STEP: f64 = 0.2;

/// Precision of a weak belief in the numbers found: a standard deviation of 2 in logs.
const WEAK_BELIEF: f64 = 0.25;

/// The parameters searched for that shift no mean, each with its place among all and its first step:
/// those that do err together with the baseline.
pub(super) fn spreads() -> impl Iterator<Item = (usize, PaceParameter, f64)> {
    let shifts = [PaceParameter::Mean, PaceParameter::SignatureEffect];
    let all = SEARCHED.into_iter().enumerate().map(|(place, (one, step))| (place, one, step));
    all.filter(move |(_, one, _)| !shifts.contains(one))
}

impl Law {
    /// Where the search begins: near what the pool taught before, though it does not matter.
    pub(super) const START: Law = Law::from_pace(Pace {
        sd: 1.0,
        persistence_per_year: 0.9,
        month_shape: 4.0,
        signature_effect: 1.0,
        signature_centre: SIGNATURE_CENTRE,
        signature_offset: SIGNATURE_OFFSET,
        signature_rise_years: 1.4,
        start_sd: 1.2,
        start_decay_years: 1.2,
        ..Pace::NEUTRAL
    });

    /// A law without a mean of the start-up factor.
    pub(super) const fn from_pace(pace: Pace) -> Law {
        Law { pace, start_mean: 0.0 }
    }

    /// The prior covariance of the log pace between all windows.
    pub(super) fn covariance(&self) -> Square {
        let covariance = Covariance::new(&self.pace);
        Square::symmetric(WINDOWS, |row, column| {
            covariance.between(middle_years(row), middle_years(column))
        })
    }

    /// What means and signatures make of log pace nought in a month of age.
    pub(super) fn level(&self, log_signatures: f64, month: usize) -> f64 {
        mean_log_pace(&self.pace, log_signatures, month) + self.start_mean * self.start_left(month)
    }

    /// What is left of the start-up factor in a month of age.
    pub(super) fn start_left(&self, month: usize) -> f64 {
        start_share(&self.pace, age::middle_years(month))
    }

    /// The likeliest law, from this one on, after at most so many evaluations.
    pub(super) fn likeliest(
        self,
        most_evaluations: usize,
        mut evidence: impl FnMut(&Law) -> f64,
    ) -> Law {
        let steps = SEARCHED.map(|(_, step)| step);
        let best = nelder_mead(&self.to_point(), &steps, 0.01, most_evaluations, |point| {
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
        let with = |point: &[f64]| Law { start_mean: point[1], ..self.with_mean(point[0]) };
        let (from, steps) = ([self.pace.mean, self.start_mean], [MEAN_STEP, START_STEP]);
        let best =
            nelder_mead(&from, &steps, 1e-4, most_evaluations, |point| evidence(&with(point)));
        with(&best.point)
    }

    /// This law with the likeliest mean, after at most so many evaluations.
    pub(super) fn likeliest_mean(
        self,
        most_evaluations: usize,
        mut evidence: impl FnMut(&Law) -> f64,
    ) -> Law {
        let best = nelder_mead(&[self.pace.mean], &[MEAN_STEP], 1e-4, most_evaluations, |point| {
            evidence(&self.with_mean(point[0]))
        });
        self.with_mean(best.point[0])
    }

    fn with_mean(self, mean: f64) -> Law {
        Law { pace: Pace { mean, ..self.pace }, ..self }
    }

    /// What the evidence tells of [`spreads`], in their order, each without bounds. Negative second
    /// differences, with the weight of a weak belief added, so that a flat evidence leaves doubt
    /// rather than none.
    pub(super) fn information(self, mut evidence: impl FnMut(&Law) -> f64) -> Square {
        let centre = self.to_point();
        let mut at = |shifts: &[(usize, f64)]| {
            let mut point = centre;
            shifts.iter().for_each(|(place, by)| point[*place] += by);
            evidence(&Law::at_point(&point))
        };
        let top = at(&[]);
        let mut entries: Vec<Vec<f64>> = Vec::new();
        for (one, _, step) in spreads() {
            let mut row = Vec::new();
            for (other, _, across) in spreads().take(entries.len()) {
                let alike =
                    at(&[(one, step), (other, across)]) + at(&[(one, -step), (other, -across)]);
                let unlike =
                    at(&[(one, step), (other, -across)]) + at(&[(one, -step), (other, across)]);
                row.push((unlike - alike) / (4.0 * step * across));
            }
            let curve = 2.0 * top - at(&[(one, step)]) - at(&[(one, -step)]);
            row.push(curve / (step * step) + WEAK_BELIEF);
            entries.push(row);
        }
        Square::symmetric(entries.len(), |row, column| entries[row][column])
    }

    /// As numbers without bounds.
    fn to_point(self) -> [f64; SEARCHED.len()] {
        SEARCHED.map(|(one, _)| one.row().scale.unbounded(one.get(&self.pace)))
    }

    fn at_point(point: &[f64]) -> Law {
        let mut law = Law::START;
        for ((one, _), point) in SEARCHED.into_iter().zip(point) {
            // More signatures never slow a treaty: their effect is bounded below.
            *one.get_mut(&mut law.pace) = one.row().scale.bounded(*point);
        }
        law
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Estimation;

    const LAW: Law = Law::from_pace(Pace {
        mean: -0.2,
        sd: 0.96,
        persistence_per_year: 0.91,
        month_shape: 3.75,
        signature_effect: 0.75,
        signature_rise_years: 1.5,
        start_sd: 1.3,
        start_decay_years: 1.26,
        ..Law::START.pace
    });

    #[test]
    fn what_is_searched_for_is_what_the_register_says_is_learned() {
        let searched: Vec<PaceParameter> = SEARCHED.iter().map(|(one, _)| *one).collect();
        for one in PaceParameter::ALL {
            let learned = one.row().learned != Estimation::Chosen;
            assert_eq!(searched.contains(one), learned, "{one:?}");
        }
    }

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
            let pace = Law::at_point(&[far; SEARCHED.len()]).pace;
            assert!((0.0..=1.0).contains(&pace.persistence_per_year));
            assert!(pace.signature_effect >= 0.0 && pace.sd > 0.0 && pace.month_shape.is_finite());
        }
    }

    #[test]
    fn covariance_falls_with_time_apart_and_with_age() {
        let covariance = LAW.covariance();
        let at = |one: f64, other: f64| {
            0.96 * 0.96 * libm::pow(0.91, (one - other).abs())
                + 1.3 * 1.3 * libm::exp(-(one + other) / 1.26)
        };
        // Window 0 is the first month, window 40 the fifth half-year after the third year.
        let (first, late) = (0.5 / 12.0, 5.25);
        assert!((covariance.at(0, 0) - at(first, first)).abs() < 1e-12);
        assert!((covariance.at(0, 40) - at(first, late)).abs() < 1e-12);
        assert!((covariance.at(40, 0) - at(late, first)).abs() < 1e-12);
    }

    #[test]
    fn a_search_of_the_mean_leaves_the_rest() {
        let found = LAW.likeliest_mean(60, |law| -(law.pace.mean - 0.7) * (law.pace.mean - 0.7));
        assert!((found.pace.mean - 0.7).abs() < 0.02, "{found:?}");
        assert_eq!(found.with_mean(LAW.pace.mean), LAW);
    }
}
