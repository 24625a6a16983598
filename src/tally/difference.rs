//! Differences between two scenarios with their error, and which of two is the earlier.

use std::fmt;

use super::{
    Estimate,
    dates::{Dates, Milestone},
};
use crate::quantity::{Day, Days};

/// A difference with its Monte Carlo error, in the unit of what differs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// Its standard error; not negative.
    pub standard_error: f64,
}

/// Which of two scenarios, one and other, comes earlier, from the strongest sense to the weakest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Both come on the same day in every run.
    Same,
    /// The other is in no run later.
    OtherInEveryRun,
    /// The one is in no run later.
    OneInEveryRun,
    /// By every day the other is at least as likely (first-order dominance), within twice the
    /// error.
    OtherByEveryDay,
    /// By every day the one is at least as likely, within twice the error.
    OneByEveryDay,
    /// The curves lie on each other within twice the error.
    Alike,
    /// The curves cross: which is ahead depends on the day.
    Crossing {
        /// Whether the other is the one ahead first.
        other_first: bool,
        /// The first day by which the one behind is clearly ahead.
        on: Day,
    },
}

impl Difference {
    /// The mean of so many whole numbers from their sum and the sum of their squares.
    pub(super) fn from_sums(count: u64, sum: i128, squares: u128) -> Difference {
        let count = count.max(1) as f64;
        let mean = sum as f64 / count;
        let variance = (squares as f64 / count - mean * mean).max(0.0);
        Difference { value: mean, standard_error: (variance / count).sqrt() }
    }

    /// What a chance comes to with this added to it; its error as if the two were from runs apart.
    pub fn added_to(self, chance: Estimate) -> Difference {
        Difference {
            value: (chance.value() + self.value).clamp(0.0, 1.0),
            standard_error: chance.standard_error().hypot(self.standard_error),
        }
    }

    /// Whether it is more than twice its error away from zero.
    pub fn is_clear(self) -> bool {
        self.value.abs() > 2.0 * self.standard_error
    }

    /// As percentage points with no digit the error denies: `+5.9 ± 0.2`.
    pub fn in_points(self) -> String {
        Difference { value: 100.0 * self.value, standard_error: 100.0 * self.standard_error }
            .to_string()
    }

    /// As whole days, or rounder where the error is larger: `+132 ± 4`.
    pub fn in_days(self) -> String {
        Difference { standard_error: self.standard_error.max(1.0), ..self }.to_string()
    }

    /// Decimals that the error does not deny: 0 to 3.
    fn decimals(self) -> usize {
        if self.standard_error > 0.0 {
            (-self.standard_error.log10()).ceil().clamp(0.0, 3.0) as usize
        } else {
            0
        }
    }
}

/// With its sign, and no digit the error denies: `+5.9 ± 0.2`.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.decimals();
        let unit = 10f64.powi(-(decimals as i32));
        let value = (self.value / unit).round() * unit;
        let sign = match value {
            value if value > 0.0 => "+",
            value if value < 0.0 => "−",
            _ => "",
        };
        let error = self.standard_error.max(unit);
        write!(f, "{sign}{:.decimals$} ± {error:.decimals$}", value.abs())
    }
}

impl Order {
    /// From the two curves, day by day from `first` to `until`.
    pub(super) fn from_curves(one: &Dates, other: &Dates, first: Day, until: Day) -> Order {
        let (mut leads, mut on) = ([false; 2], None);
        let mut sign = 0.0;
        for after in 0..=(until - first).0 {
            let day = first + Days(after);
            let [one, other] = [one, other].map(|dates| dates.chance_by(Milestone::InForce, day));
            let lead = other.value() - one.value();
            if lead.abs() <= 2.0 * error(one, other) {
                continue;
            }
            leads[usize::from(lead > 0.0)] = true;
            if sign * lead < 0.0 && on.is_none() {
                on = Some((sign > 0.0, day));
            }
            sign = lead;
        }
        match (leads, on) {
            (_, Some((other_first, on))) => Order::Crossing { other_first, on },
            ([false, true], None) => Order::OtherByEveryDay,
            ([true, false], None) => Order::OneByEveryDay,
            _ => Order::Alike,
        }
    }
}

/// An upper bound of the error of a difference of pairs: as if they were unrelated.
fn error(one: Estimate, other: Estimate) -> f64 {
    one.standard_error().hypot(other.standard_error())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, standard_error: f64) -> String {
        Difference { value, standard_error }.to_string()
    }

    #[test]
    fn a_difference_shows_its_sign_and_no_digit_the_error_denies() {
        assert_eq!(shown(5.94, 0.21), "+5.9 ± 0.2");
        assert_eq!(shown(-120.4, 3.2), "−120 ± 3");
        assert_eq!(shown(-0.04, 0.3), "0.0 ± 0.3");
        assert_eq!(shown(0.0, 0.0), "0 ± 1");
        assert_eq!(Difference { value: 0.1234, standard_error: 0.002 }.in_points(), "+12.3 ± 0.2");
    }

    #[test]
    fn sums_give_the_mean_and_its_error() {
        let difference = Difference::from_sums(4, 10, 30);
        assert!((difference.value - 2.5).abs() < 1e-12);
        assert!((difference.standard_error - (1.25f64 / 4.0).sqrt()).abs() < 1e-12);
    }
}
