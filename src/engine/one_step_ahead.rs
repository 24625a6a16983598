//! What each month of a record was to bring, as forecast from the months before it.

use super::{
    baseline::BaselineHazard,
    compiled::signing_factor::learn_signing_factor,
    filter::{PaceGrid, trend_in},
    observed_history::ObservedHistory,
};
use crate::{
    process::age::month_start,
    quantity::{Day, Days},
    treaty::Model,
};

/// One month of a treaty's record, as forecast from the months before it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MonthAhead {
    /// Its first day that lies wholly in it.
    pub from: Day,
    /// Months since opening.
    pub age_months: usize,
    /// Deposits seen, of those whose pace is shared.
    pub seen: usize,
    /// Deposits expected, given the deposits before the month, and who was at risk in it.
    pub expected: f64,
    /// The chance of so many or more.
    pub chance_so_many: f64,
}

/// The months of the model's record, each forecast from those before it. Empty where no pace is
/// shared or nothing is calibrated. Deposits that are only reported count as made.
///
/// Over many months, deposits seen and expected have the same sum where the model is right, and
/// `chance_so_many` is below 0.001 in at most one month of a thousand.
pub fn months_ahead(model: &Model) -> Vec<MonthAhead> {
    let (Some(pace), Some(calibration)) = (&model.pace, &model.calibration) else {
        return Vec::new();
    };
    let made = |index: usize| model.participants[index].status.deposited.is_some();
    let baseline = BaselineHazard::new(model, calibration);
    let history = ObservedHistory::new(model, pace, Some(&baseline), &made);
    let mut grid = PaceGrid::prior(pace, history.months.len());
    let mut months = Vec::with_capacity(history.months.len());
    for (age_months, month) in history.months.iter().enumerate() {
        if age_months > 0 {
            grid.move_a_month(&grid.moves(pace, age_months));
        }
        // What was known of signing before the month.
        let known = month_start(age_months);
        let signing = learn_signing_factor(model, calibration, &made, known);
        let link = pace.signing_link * signing.mean_departure();
        let trend = trend_in(pace, age_months);
        let mean = |x: f64, b: f64| {
            let log = month.mean_log_pace + x + b * trend + link;
            month.expected * libm::exp(log.clamp(-600.0, 600.0))
        };
        let (mut expected, mut chance_so_many) = (0.0, 0.0);
        for (state, weight) in grid.each().filter(|(_, weight)| *weight > NEGLIGIBLE) {
            let mean = mean(state.wander, state.trend);
            expected += weight * mean;
            chance_so_many += weight * chance_of_at_least(month.deposits, mean, pace.month_shape);
        }
        let from = model.opened + Days(month_start(age_months).ceil() as i32);
        let seen = month.deposits as usize;
        months.push(MonthAhead { from, age_months, seen, expected, chance_so_many });
        if let Some(chance) = grid.month_chance(pace, month, (trend, link)) {
            grid.update(&chance, trend, link);
        }
    }
    months
}

/// Weights that change no sum.
const NEGLIGIBLE: f64 = 1e-12;

/// The chance of at least so many where `mean` are expected: negative binomial of this shape, Poisson
/// where it is infinite.
fn chance_of_at_least(count: f64, mean: f64, shape: f64) -> f64 {
    if count < 0.5 {
        return 1.0;
    }
    let poisson = !shape.is_finite();
    let none = if poisson { -mean } else { -shape * libm::log1p(mean / shape) };
    let ratio = if poisson { mean } else { mean / (mean + shape) };
    let (mut chance, mut fewer) = (libm::exp(none), 0.0);
    for number in 0..count as usize {
        fewer += chance;
        let number = number as f64;
        chance *= ratio * if poisson { 1.0 } else { shape + number } / (number + 1.0);
    }
    (1.0 - fewer).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{DiscreteCDF, NegativeBinomial, Poisson};

    #[test]
    fn tails_are_those_of_the_negative_binomial_and_the_poisson() {
        for (mean, shape) in [(0.3, 3.75), (2.0, 3.75), (7.5, 0.8)] {
            let known =
                NegativeBinomial::new(shape, shape / (shape + mean)).expect("a distribution");
            for count in 1..30u64 {
                let found = chance_of_at_least(count as f64, mean, shape);
                assert!((found - known.sf(count - 1)).abs() < 1e-9, "{count} {mean} {shape}");
            }
        }
        let known = Poisson::new(2.5).expect("a distribution");
        let found = chance_of_at_least(6.0, 2.5, f64::INFINITY);
        assert!((found - known.sf(5)).abs() < 1e-12);
        assert_eq!(chance_of_at_least(0.0, 2.5, 1.0).to_bits(), 1f64.to_bits());
    }
}
