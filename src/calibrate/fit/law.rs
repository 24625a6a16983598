//! The law by which treaties' paces move, and its search by evidence.

use super::{
    cholesky::Square,
    differences::negative_second_differences,
    exposure::{SIGNATURE_OFFSET, TreatyExposure},
    nelder_mead::nelder_mead,
    pace::{WINDOWS, middle_years},
};
use crate::{
    parameters::{Pace, PaceParameter, Registered},
    process::pace::{Covariance, mean_log_pace},
};

/// How the pace moves, and how a treaty's signatures bear on it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Law {
    /// How it moves; its mean is that of treaties that are not technical.
    pub(super) pace: Pace,
    /// Mean log pace of technical treaties beside that of the others.
    pub(super) technical_mean: f64,
    /// What the first months have beside the mean: it fades, and goes into the baselines in the end.
    pub(super) start_mean: f64,
}

/// Log signatures at which their effect is nil, about those of twenty States of 190.
const SIGNATURE_CENTRE: f64 = 3.4;

/// Years in which the mean of the start fades to 1/e.
const START_DECAY_YEARS: f64 = 1.26;

/// What a unit of a treaty's signing factor adds to log pace, and its standard error: chosen by how likely
/// the deposits are that come after an age, given what was known at it (METHOD.md, section 5). The evidence
/// of whole records is higher, since part of it is signatures and deposits of the same days.
pub(super) const SIGNING_LINK: (f64, f64) = (0.25, 0.09);

/// What is searched for, in this order, with the first steps: about as far as the pool's evidence
/// tells apart. The means of technical treaties and of the start follow.
const SEARCHED: [(PaceParameter, f64); 8] = [
    (PaceParameter::Mean, MEAN_STEP),
    (PaceParameter::Sd, 0.12),
    (PaceParameter::Memory, 0.2),
    (PaceParameter::AgeOffsetYears, 0.2),
    (PaceParameter::TrendSd, 0.2),
    (PaceParameter::MonthShape, 0.2),
    (PaceParameter::SignatureEffect, 0.12),
    (PaceParameter::SignatureRiseYears, 0.2),
];

/// How many numbers are searched for.
const NUMBERS: usize = SEARCHED.len() + 2;

/// The first step of a mean, and of the mean of the start.
const MEAN_STEP: f64 = 0.12;
const START_STEP: f64 = 0.2;

/// Precision of a weak belief in the numbers found: a standard deviation of 2 in logs.
const WEAK_BELIEF: f64 = 0.25;

/// The parameters searched for that shift no mean, each with its first step: those that do err together
/// with the baseline.
pub(super) fn spreads() -> impl Iterator<Item = (PaceParameter, f64)> {
    let shifts = [PaceParameter::Mean, PaceParameter::SignatureEffect];
    SEARCHED.into_iter().filter(move |(one, _)| !shifts.contains(one))
}

impl Law {
    /// Where the search begins: near what the pool taught before, though it does not matter.
    pub(super) const START: Law = Law {
        pace: Pace {
            sd: 0.75,
            memory: 1.3,
            age_offset_years: 0.45,
            trend_sd: 0.5,
            month_shape: 4.0,
            signature_effect: 1.1,
            signature_centre: SIGNATURE_CENTRE,
            signature_offset: SIGNATURE_OFFSET,
            signature_rise_years: 1.2,
            signing_link: SIGNING_LINK.0,
            ..Pace::NEUTRAL
        },
        technical_mean: -0.5,
        start_mean: -1.4,
    };

    /// A law of one mean for all treaties.
    pub(super) const fn from_pace(pace: Pace) -> Law {
        Law { pace, technical_mean: 0.0, start_mean: 0.0 }
    }

    /// The prior covariance of the log pace between all windows.
    pub(super) fn covariance(&self) -> Square {
        let covariance = Covariance::new(&self.pace);
        Square::symmetric(WINDOWS, |row, column| {
            covariance.between(middle_years(row), middle_years(column))
        })
    }

    /// What means, signatures and signing make of a treaty's log pace in a month of age, before its deposits
    /// are looked at.
    pub(super) fn level(&self, treaty: &TreatyExposure, month: usize) -> f64 {
        let technical = if treaty.technical { self.technical_mean } else { 0.0 };
        mean_log_pace(&self.pace, treaty.log_signatures[month], month)
            + self.pace.signing_link * treaty.signing_departure
            + technical
            + self.start_mean * Law::start_left(month)
    }

    /// What is left of the mean of the start in a month of age: at its start.
    pub(super) fn start_left(month: usize) -> f64 {
        libm::exp(-(month as f64) / 12.0 / START_DECAY_YEARS)
    }

    /// The likeliest law, from this one on, after at most so many evaluations.
    pub(super) fn likeliest(
        self,
        most_evaluations: usize,
        mut evidence: impl FnMut(&Law) -> f64,
    ) -> Law {
        let mut steps = SEARCHED.map(|(_, step)| step).to_vec();
        steps.extend([MEAN_STEP, START_STEP]);
        let best = nelder_mead(&self.to_point(), &steps, 0.01, most_evaluations, |point| {
            evidence(&self.at_point(point))
        });
        self.at_point(&best.point)
    }

    /// This law with the likeliest means, of treaties that are not technical, of those that are and of the
    /// start, after at most so many evaluations.
    pub(super) fn likeliest_means(
        self,
        most_evaluations: usize,
        mut evidence: impl FnMut(&Law) -> f64,
    ) -> Law {
        let with = |point: &[f64]| Law {
            pace: Pace { mean: point[0], ..self.pace },
            technical_mean: point[1],
            start_mean: point[2],
        };
        let from = [self.pace.mean, self.technical_mean, self.start_mean];
        let steps = [MEAN_STEP, MEAN_STEP, START_STEP];
        let best =
            nelder_mead(&from, &steps, 1e-4, most_evaluations, |point| evidence(&with(point)));
        with(&best.point)
    }

    /// What the evidence tells of [`spreads`], in their order, each without bounds. Negative second
    /// differences, with the weight of a weak belief added, so that a flat evidence leaves doubt
    /// rather than none.
    pub(super) fn information(self, mut evidence: impl FnMut(&Law) -> f64) -> Square {
        let unbounded = |one: PaceParameter| one.row().scale.unbounded(one.get(&self.pace));
        let (centre, steps): (Vec<f64>, Vec<f64>) =
            spreads().map(|(one, step)| (unbounded(one), step)).unzip();
        negative_second_differences(&centre, &steps, WEAK_BELIEF, |point| {
            let mut law = self;
            for ((one, _), at) in spreads().zip(point) {
                *one.get_mut(&mut law.pace) = one.row().scale.bounded(*at);
            }
            evidence(&law)
        })
    }

    /// As numbers without bounds.
    fn to_point(self) -> [f64; NUMBERS] {
        let mut point = [0.0; NUMBERS];
        for ((one, _), at) in SEARCHED.iter().zip(&mut point) {
            *at = one.row().scale.unbounded(one.get(&self.pace));
        }
        (point[SEARCHED.len()], point[NUMBERS - 1]) = (self.technical_mean, self.start_mean);
        point
    }

    /// This law with those numbers.
    fn at_point(self, point: &[f64]) -> Law {
        let mut law = self;
        for ((one, _), at) in SEARCHED.iter().zip(point) {
            // More signatures never slow a treaty: their effect is bounded below.
            *one.get_mut(&mut law.pace) = one.row().scale.bounded(*at);
        }
        (law.technical_mean, law.start_mean) = (point[SEARCHED.len()], point[NUMBERS - 1]);
        law
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Estimation;

    const LAW: Law = Law {
        pace: Pace {
            mean: -0.2,
            sd: 0.73,
            memory: 1.37,
            age_offset_years: 0.42,
            trend_sd: 0.49,
            month_shape: 4.25,
            signature_effect: 1.17,
            signature_rise_years: 1.18,
            ..Law::START.pace
        },
        technical_mean: -0.6,
        start_mean: -1.4,
    };

    #[test]
    fn what_is_searched_for_is_what_the_register_says_is_learned() {
        let searched: Vec<PaceParameter> = SEARCHED.iter().map(|(one, _)| *one).collect();
        for one in PaceParameter::ALL {
            let learned = !matches!(one.row().learned, Estimation::Chosen | Estimation::Stated);
            // The link is chosen by forecasts, with an error.
            let learned = learned && *one != PaceParameter::SigningLink;
            assert_eq!(searched.contains(one), learned, "{one:?}");
        }
    }

    #[test]
    fn a_law_survives_its_form_without_bounds() {
        let again = Law::START.at_point(&LAW.to_point());
        for (one, other) in again.to_point().iter().zip(LAW.to_point()) {
            assert!((one - other).abs() < 1e-12);
        }
    }

    #[test]
    fn no_point_makes_a_law_out_of_bounds() {
        for far in [-1e9, 1e9] {
            let pace = LAW.at_point(&[far; NUMBERS]).pace;
            assert!(pace.memory > 0.0 && pace.age_offset_years > 0.0 && pace.trend_sd > 0.0);
            assert!(pace.signature_effect >= 0.0 && pace.sd > 0.0 && pace.month_shape.is_finite());
        }
    }

    #[test]
    fn covariance_falls_with_the_ratio_of_ages_and_holds_the_trend() {
        let covariance = LAW.covariance();
        let at = |one: f64, other: f64| {
            let ratio = (one.min(other) + 0.42) / (one.max(other) + 0.42);
            let trend = |age: f64| libm::log((age + 0.42) / 2.42);
            0.73 * 0.73 * libm::pow(ratio, 1.0 / 1.37) + 0.49 * 0.49 * trend(one) * trend(other)
        };
        // Window 0 is the first month, window 40 the fifth half-year after the third year.
        let (first, late) = (0.5 / 12.0, 5.25);
        assert!((covariance.at(0, 0) - at(first, first)).abs() < 1e-12);
        assert!((covariance.at(0, 40) - at(first, late)).abs() < 1e-12);
        assert!((covariance.at(40, 0) - at(late, first)).abs() < 1e-12);
    }

    #[test]
    fn the_start_fades_from_the_first_day() {
        assert!((Law::start_left(0) - 1.0).abs() < 1e-12);
        assert!((Law::start_left(12) - libm::exp(-1.0 / 1.26)).abs() < 1e-12);
    }

    #[test]
    fn a_search_of_the_means_leaves_the_rest() {
        let apart = |one: f64, other: f64| (one - other) * (one - other);
        let found = LAW.likeliest_means(200, |law| {
            -apart(law.pace.mean, 0.7) - apart(law.technical_mean, 0.1) - apart(law.start_mean, 0.4)
        });
        assert!((found.pace.mean - 0.7).abs() < 0.03, "{found:?}");
        assert!((found.technical_mean - 0.1).abs() < 0.03, "{found:?}");
        let pace = Pace { mean: LAW.pace.mean, ..found.pace };
        assert_eq!(Law { pace, technical_mean: -0.6, start_mean: -1.4 }, LAW);
    }
}
