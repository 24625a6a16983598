//! The equation of a treaty's pace, which multiplies the hazards of all its participants.
//!
//! In month m of age, with S States that have signed,
//!
//! ```text
//! log pace = mean + signature_effect * (ln(signature_offset + S) - signature_centre) * r(m)
//!          + x(m) + g * d(t)
//! ```
//!
//! where r(m) is the share of the signatures' effect that has come by the middle of the month, x an AR(1)
//! process with standard deviation `sd`, g a normal start-up factor with standard deviation `start_sd`,
//! and d(t) what is left of it after t years. Fields of [`Pace`] by their names.

use libm::{exp, log, pow, sqrt};

use super::age::middle_years;
use crate::parameters::Pace;

/// One month's step of the AR(1) process: x moves to `autocorrelation` x + `innovation_sd` z, z standard
/// normal. It leaves the standard deviation of x as it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MonthlyStep {
    /// Correlation of one month with the next, 0 to 1.
    pub autocorrelation: f64,
    /// Standard deviation of what is new in a month; not negative.
    pub innovation_sd: f64,
}

/// The covariance of the log pace at two ages, mean and signatures given.
#[derive(Clone, Copy, Debug)]
pub struct Covariance {
    variance: f64,
    /// Log of the correlation over a year.
    log_correlation: f64,
    start_variance: f64,
    start_decay_years: f64,
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

/// The share, 0 to 1, of the start-up factor that is left at an age in years.
///
/// The fit takes the middle of each month or window, the engine the start of each month: half a month's
/// decay, some 3 %, lies between them.
pub fn start_share(pace: &Pace, years: f64) -> f64 {
    exp(-years / pace.start_decay_years)
}

impl MonthlyStep {
    /// From the correlation over a year and the standard deviation of the process.
    pub fn new(pace: &Pace) -> MonthlyStep {
        let autocorrelation = pow(pace.persistence_per_year.clamp(0.0, 1.0), 1.0 / 12.0);
        let left = (1.0 - autocorrelation * autocorrelation).max(0.0);
        MonthlyStep { autocorrelation, innovation_sd: pace.sd * sqrt(left) }
    }
}

impl Covariance {
    /// Of log paces by these parameters.
    pub fn new(pace: &Pace) -> Covariance {
        Covariance {
            variance: pace.sd * pace.sd,
            log_correlation: log(pace.persistence_per_year),
            start_variance: pace.start_sd * pace.start_sd,
            start_decay_years: pace.start_decay_years,
        }
    }

    /// Between two ages in years.
    pub fn between(&self, one: f64, other: f64) -> f64 {
        self.variance * exp(self.log_correlation * (one - other).abs())
            + self.start_variance * exp(-(one + other) / self.start_decay_years)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        Pace {
            mean: -0.2,
            sd: 0.96,
            persistence_per_year: 0.91,
            month_shape: 3.75,
            signature_effect: 0.75,
            signature_centre: 3.4,
            signature_offset: 10.0,
            signature_rise_years: 1.5,
            start_sd: 1.3,
            start_decay_years: 1.26,
            ..Pace::NEUTRAL
        }
    }

    #[test]
    fn months_of_the_process_have_the_covariance_of_its_ages() {
        let pace = Pace { start_sd: 0.0, ..pace() };
        let MonthlyStep { autocorrelation, innovation_sd } = MonthlyStep::new(&pace);
        let covariance = Covariance::new(&pace);
        let after = pow(autocorrelation, 5.0) * pace.sd * pace.sd;
        assert!((covariance.between(2.0, 2.0 + 5.0 / 12.0) - after).abs() < 1e-12);
        let variance = autocorrelation * autocorrelation * pace.sd * pace.sd;
        assert!((variance + innovation_sd * innovation_sd - pace.sd * pace.sd).abs() < 1e-12);
    }

    #[test]
    fn the_start_up_factor_has_the_covariance_of_what_is_left_of_it() {
        let pace = Pace { sd: 0.0, ..pace() };
        let both =
            pace.start_sd * start_share(&pace, 0.3) * pace.start_sd * start_share(&pace, 1.7);
        assert!((Covariance::new(&pace).between(0.3, 1.7) - both).abs() < 1e-12);
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
    }
}
