//! The equation of a treaty's pace, which multiplies the hazards of all its participants.
//!
//! In month m of age, whose middle is t(m) = (m + 1/2) / 12 years, with S States that have signed,
//!
//! ```text
//! log pace = mean + signature_effect * (ln(signature_offset + S) - signature_centre) * r(m)
//!          + signing_link * eta + x(m) + b * l(m)
//! l(m) = ln((t(m) + c) / (2 + c))        c = age_offset_years
//! ```
//!
//! where r(m) is the share of the signatures' effect that has come by the middle of the month, eta what is
//! known of the log of the treaty's signing factor beyond its prior mean, x a process of standard deviation
//! `sd` whose correlation between two ages t < u is ((t + c) / (u + c))^(1 / memory): an
//! Ornstein-Uhlenbeck process in the logarithm of age, since treaties change less as they grow older. b is
//! normal with standard deviation `trend_sd`, one for each treaty: it quickens or slows. Without a `memory`,
//! x is an AR(1) process that keeps `persistence_per_year` of a departure a year. Fields of [`Pace`] by
//! their names.

use libm::{exp, log, pow, sqrt};

use super::age::middle_years;
use crate::{
    parameters::Pace,
    quantity::{Day, Days},
};

/// The age in years at which the trend changes nothing.
const PIVOT_YEARS: f64 = 2.0;

/// The number of States by which the effect of signatures was first written down.
const USUAL_STATES: f64 = 190.0;

/// One month's step of the wandering part: x moves to `autocorrelation` x + `innovation_sd` z, z standard
/// normal. It leaves the standard deviation of x as it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MonthlyStep {
    /// Correlation of one month with the next, 0 to 1.
    pub autocorrelation: f64,
    /// Standard deviation of what is new in a month; not negative.
    pub innovation_sd: f64,
}

/// The covariance of the log pace at two ages, mean, signatures and link given.
#[derive(Clone, Copy, Debug)]
pub struct Covariance {
    pace: Pace,
}

/// The logarithm of so many signatures that the pace goes by.
pub fn log_signatures(signature_offset: f64, signatures: f64) -> f64 {
    log(signature_offset + signatures)
}

/// The share, 0 to 1, of the signatures' effect that has come by the middle of a month of age: all of it
/// where there are no years in which it rises.
pub fn signature_share(pace: &Pace, month: usize) -> f64 {
    1.0 - exp(-middle_years(month) / pace.signature_rise_years)
}

/// What a unit of `signature_effect` adds to log pace in a month of age.
pub fn per_signature_effect(pace: &Pace, log_signatures: f64, month: usize) -> f64 {
    (log_signatures - pace.signature_centre) * signature_share(pace, month)
}

/// Mean log pace in a month of age: what all treaties with as many signatures have in common.
pub fn mean_log_pace(pace: &Pace, log_signatures: f64, month: usize) -> f64 {
    pace.mean + pace.signature_effect * per_signature_effect(pace, log_signatures, month)
}

/// Log signatures at which the effect is nil where so many States could sign: a club of twenty is not twenty
/// of 190.
pub fn signature_centre(centre: f64, states: f64) -> f64 {
    centre + log(states / USUAL_STATES)
}

/// How many of some States, each with the first day on which it can act (none: always), can sign a treaty
/// within 366 days of its opening; at least one.
pub fn states_within_a_year(opened: Day, can_act_from: impl Iterator<Item = Option<Day>>) -> f64 {
    let last = opened + Days(366);
    let can = can_act_from.filter(|from| from.is_none_or(|from| from <= last));
    can.count().max(1) as f64
}

/// What a unit of the trend adds to log pace at an age in years: negative before the age of two.
pub fn trend_effect(pace: &Pace, years: f64) -> f64 {
    log((years + pace.age_offset_years) / (PIVOT_YEARS + pace.age_offset_years))
}

/// The correlation of the wandering part between two ages in years, 0 to 1.
fn correlation(pace: &Pace, one: f64, other: f64) -> f64 {
    let (early, late) = (one.min(other), one.max(other));
    if pace.memory > 0.0 {
        let offset = pace.age_offset_years;
        pow((early + offset) / (late + offset), 1.0 / pace.memory)
    } else {
        pow(pace.persistence_per_year.clamp(0.0, 1.0), late - early)
    }
}

impl MonthlyStep {
    /// From the month before into this one, from 1 on.
    pub fn into_month(pace: &Pace, month: usize) -> MonthlyStep {
        let before = middle_years(month.saturating_sub(1));
        let autocorrelation = correlation(pace, before, middle_years(month));
        let left = (1.0 - autocorrelation * autocorrelation).max(0.0);
        MonthlyStep { autocorrelation, innovation_sd: pace.sd * sqrt(left) }
    }
}

impl Covariance {
    /// Of log paces by these parameters.
    pub fn new(pace: &Pace) -> Covariance {
        Covariance { pace: *pace }
    }

    /// Between two ages in years.
    pub fn between(&self, one: f64, other: f64) -> f64 {
        let Pace { sd, trend_sd, .. } = self.pace;
        let trends = trend_effect(&self.pace, one) * trend_effect(&self.pace, other);
        sd * sd * correlation(&self.pace, one, other) + trend_sd * trend_sd * trends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        Pace {
            mean: -0.2,
            sd: 0.73,
            memory: 1.37,
            age_offset_years: 0.42,
            trend_sd: 0.49,
            month_shape: 3.75,
            signature_effect: 0.75,
            signature_centre: 3.4,
            signature_offset: 10.0,
            signature_rise_years: 1.5,
            ..Pace::NEUTRAL
        }
    }

    #[test]
    fn months_of_the_process_have_the_covariance_of_its_ages() {
        let by_year = Pace { memory: 0.0, persistence_per_year: 0.91, ..pace() };
        for pace in [Pace { trend_sd: 0.0, ..pace() }, Pace { trend_sd: 0.0, ..by_year }] {
            let mut kept = 1.0;
            for month in 5..25 {
                let MonthlyStep { autocorrelation, innovation_sd } =
                    MonthlyStep::into_month(&pace, month);
                let variance = autocorrelation * autocorrelation * pace.sd * pace.sd;
                let sum = variance + innovation_sd * innovation_sd;
                assert!((sum - pace.sd * pace.sd).abs() < 1e-12);
                kept *= autocorrelation;
            }
            let apart = Covariance::new(&pace).between(middle_years(4), middle_years(24));
            assert!((apart - kept * pace.sd * pace.sd).abs() < 1e-12);
        }
        // A month tells less of the next when a treaty is young.
        let kept = |month| MonthlyStep::into_month(&pace(), month).autocorrelation;
        assert!((kept(1) - 0.886).abs() < 1e-3 && kept(100) > 0.99, "{}", kept(1));
    }

    #[test]
    fn a_trend_turns_about_the_age_of_two() {
        let pace = Pace { sd: 0.0, ..pace() };
        assert!(trend_effect(&pace, 0.1) < -1.0 && trend_effect(&pace, 10.0) > 1.0);
        assert!(trend_effect(&pace, 2.0).abs() < 1e-12);
        let effects = trend_effect(&pace, 0.3) * trend_effect(&pace, 1.7);
        let found = Covariance::new(&pace).between(0.3, 1.7);
        assert!((found - 0.49 * 0.49 * effects).abs() < 1e-12);
    }

    #[test]
    fn signatures_at_the_centre_change_nothing() {
        let mean = |signatures: f64, month: usize| {
            let pace = pace();
            mean_log_pace(&pace, log_signatures(pace.signature_offset, signatures), month)
        };
        let centre = exp(3.4) - 10.0;
        assert!((mean(centre, 0) + 0.2).abs() < 1e-12 && (mean(centre, 90) + 0.2).abs() < 1e-12);
        assert!(mean(60.0, 0) < mean(60.0, 12) && mean(5.0, 12) < mean(centre, 12));
        let at_once = Pace { signature_rise_years: 0.0, ..pace() };
        assert!((signature_share(&at_once, 0) - 1.0).abs() < 1e-12);
        // As many of fewer States are more.
        let twenty = signature_centre(3.4, 20.0);
        assert!((3.4 - twenty - log(9.5)).abs() < 1e-12);
    }
}
