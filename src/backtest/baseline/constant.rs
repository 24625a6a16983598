//! Instruments come at one rate for ever: a gamma law of the rate, and what it says of the n-th.
//!
//! Given the rate, deposits are a Poisson process. With a gamma law of the rate, the wait for the
//! next `m` of them is that of a beta-prime law.

use libm::{exp, lgamma, log, log1p};
use statrs::function::beta::beta_reg;

use super::{super::Predictive, ForecastTask, Others, past::ObservedWait};
use crate::calibrate::fit::nelder_mead;

/// What is believed of a treaty's rate of deposits, in days.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Rate {
    /// Deposits it is worth.
    deposits: f64,
    /// Days it is worth.
    days: f64,
    /// What a deposit or a day on record is worth, 0 to 1: rates are not as constant as this
    /// forecast takes them to be.
    worth: f64,
}

/// A treaty waiting for more instruments, and how long that took.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Example {
    deposits: f64,
    more: f64,
    days: f64,
    came: bool,
}

impl Others<'_> {
    /// At the rate so far; the prior is the one under which the others' waits from this age were
    /// likeliest. Nothing where no other was waiting at this age.
    pub(super) fn constant_rate(&self, case: &ForecastTask) -> Option<Predictive> {
        let age = case.age();
        let example = |past: &super::Past| {
            let ObservedWait { until, came } = past.wait(case.instruments, age)?;
            let deposits = past.deposits_by(age);
            Some(Example {
                deposits: deposits as f64,
                more: (usize::from(case.instruments).saturating_sub(deposits)) as f64,
                days: f64::from(until - age),
                came,
            })
        };
        let examples: Vec<Example> = self.past.iter().filter_map(example).collect();
        if examples.is_empty() {
            return None;
        }
        let rate = Rate::likeliest(&examples, f64::from(age));
        let more = usize::from(case.instruments).saturating_sub(case.deposits) as f64;
        let law = rate.after(case.deposits as f64, f64::from(age));
        Some(Predictive::from_chances(|day| {
            law.chance_within(more, f64::from(day.saturating_sub(age)))
        }))
    }
}

impl Rate {
    /// The prior under which these waits are likeliest, all begun at this age.
    fn likeliest(examples: &[Example], age: f64) -> Rate {
        let at = |point: &[f64]| Rate {
            deposits: exp(point[0]),
            days: exp(point[0] - point[1]),
            worth: 1.0 / (1.0 + exp(-point[2])),
        };
        let log_chance = |point: &[f64]| {
            let prior = at(point);
            let one = |one: &Example| prior.after(one.deposits, age).log_chance(one);
            // A weak hold on all three, so that the top is not at infinity.
            let hold = point[0] * point[0] + point[2] * point[2];
            examples.iter().map(one).sum::<f64>() - 0.02 * hold
        };
        at(&nelder_mead(&[0.0, log(0.02), 0.0], &[0.5, 0.5, 1.0], 1e-3, 200, log_chance).point)
    }

    /// The law after so many deposits in so many days.
    fn after(self, deposits: f64, days: f64) -> Rate {
        Rate {
            deposits: self.deposits + self.worth * deposits,
            days: self.days + self.worth * days,
            ..self
        }
    }

    /// The chance that so many more come within so many days.
    fn chance_within(self, more: f64, days: f64) -> f64 {
        if days <= 0.0 {
            return 0.0;
        }
        beta_reg(more, self.deposits, days / (days + self.days))
    }

    /// The log of how likely it was to wait as long as this one did.
    fn log_chance(self, one: &Example) -> f64 {
        let (more, shape) = (one.more, self.deposits);
        if !one.came {
            return log((1.0 - self.chance_within(more, one.days)).max(1e-12));
        }
        lgamma(more + shape) - lgamma(more) - lgamma(shape) + (more - 1.0) * log(one.days)
            - more * log(self.days)
            - (more + shape) * log1p(one.days / self.days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_deposit_comes_by_the_law_of_lomax() {
        let rate = Rate { deposits: 3.0, days: 90.0, worth: 1.0 };
        for days in [1.0, 30.0, 400.0] {
            let expected = 1.0 - (90.0f64 / (90.0 + days)).powi(3);
            assert!((rate.chance_within(1.0, days) - expected).abs() < 1e-12);
        }
        assert!(rate.chance_within(5.0, 0.0) <= 0.0);
    }

    #[test]
    fn a_well_known_rate_gives_the_law_of_erlang() {
        // A million deposits in a million days: one a day; the tenth by day 10 as Poisson has it.
        let rate = Rate { deposits: 1e6, days: 1e6, worth: 1.0 };
        let fewer: f64 = (0..10)
            .map(|k| (-10.0 + f64::from(k) * 10f64.ln() - lgamma(f64::from(k) + 1.0)).exp())
            .sum();
        assert!((rate.chance_within(10.0, 10.0) - (1.0 - fewer)).abs() < 1e-4);
    }

    #[test]
    fn the_density_is_the_slope_of_the_chance() {
        let rate = Rate { deposits: 2.5, days: 300.0, worth: 1.0 };
        for (more, days) in [(1.0, 40.0), (12.0, 700.0), (40.0, 3000.0)] {
            let slope =
                (rate.chance_within(more, days + 0.5) - rate.chance_within(more, days - 0.5)).ln();
            let one = Example { deposits: 0.0, more, days, came: true };
            assert!((rate.log_chance(&one) - slope).abs() < 1e-3, "{more} {days}");
            let open = Example { came: false, ..one };
            let expected = (1.0 - rate.chance_within(more, days)).ln();
            assert!((rate.log_chance(&open) - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn the_prior_is_near_the_rates_it_was_learned_from() {
        // Ten more deposits in about 500 days, whatever came before: 0.02 a day.
        let example = |place: u32| Example {
            deposits: 0.0,
            more: 10.0,
            days: 400.0 + 10.0 * f64::from(place),
            came: true,
        };
        let examples: Vec<Example> = (0..20).map(example).collect();
        let rate = Rate::likeliest(&examples, 30.0).after(0.0, 30.0);
        let half = rate.chance_within(10.0, 495.0);
        assert!((half - 0.5).abs() < 0.1, "{rate:?} {half}");
    }
}
