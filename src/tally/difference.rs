//! Differences between two scenarios with their error, and which of two is the earlier.

use std::{cmp::Ordering, fmt};

use super::dates::{Dates, Milestone};
use crate::quantity::{Day, Days, Proportion};

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
    pub fn added_to(self, chance: Proportion) -> Difference {
        Difference {
            value: (chance.value() + self.value).clamp(0.0, 1.0),
            standard_error: chance.standard_error().hypot(self.standard_error),
        }
    }

    /// How far one chance lies above another, its error that of two chances counted over runs apart;
    /// of chances counted over the same runs, where both go up and down together, an upper bound.
    pub fn of_chances(one: Proportion, other: Proportion) -> Difference {
        Difference {
            value: one.value() - other.value(),
            standard_error: one.standard_error().hypot(other.standard_error()),
        }
    }

    /// How far an estimate with a standard error lies above a level that is known.
    pub fn from_level(estimate: f64, standard_error: f64, level: f64) -> Difference {
        Difference { value: estimate - level, standard_error }
    }

    /// Its sign where it lies more than twice its standard error from zero, else equal: Wald's test
    /// (1943) with 2 for 1.96, by which 4.6 % of differences that are none seem to be some.
    pub fn sign_beyond_two_se(self) -> Ordering {
        if self.value > 2.0 * self.standard_error {
            Ordering::Greater
        } else if self.value < -2.0 * self.standard_error {
            Ordering::Less
        } else {
            Ordering::Equal
        }
    }

    /// Whether it lies above zero by more than twice its standard error, as
    /// [`Difference::sign_beyond_two_se`] tells.
    pub fn exceeds_by_two_se(self) -> bool {
        self.sign_beyond_two_se().is_gt()
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
        let mut ahead = Ordering::Equal;
        for after in 0..=(until - first).0 {
            let day = first + Days(after);
            let [one, other] = [one, other].map(|dates| dates.chance_by(Milestone::InForce, day));
            let lead = Difference::of_chances(other, one).sign_beyond_two_se();
            if lead.is_eq() {
                continue;
            }
            leads[usize::from(lead.is_gt())] = true;
            if ahead == lead.reverse() && on.is_none() {
                on = Some((ahead.is_gt(), day));
            }
            ahead = lead;
        }
        match (leads, on) {
            (_, Some((other_first, on))) => Order::Crossing { other_first, on },
            ([false, true], None) => Order::OtherByEveryDay,
            ([true, false], None) => Order::OneByEveryDay,
            _ => Order::Alike,
        }
    }
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
    fn a_lead_within_twice_the_error_is_none() {
        let of = |count| Proportion { count, runs: 1_000 };
        let sign = |one, other| Difference::of_chances(of(one), of(other)).sign_beyond_two_se();
        assert_eq!(
            [sign(300, 200), sign(300, 290), sign(200, 300)].map(|sign| sign as i8),
            [1, 0, -1]
        );
        assert!(Difference::from_level(0.6, 0.04, 0.5).exceeds_by_two_se());
        assert!(!Difference::from_level(0.6, 0.06, 0.5).exceeds_by_two_se());
        assert!(!Difference::from_level(0.5, 0.0, 0.5).exceeds_by_two_se());
    }

    #[test]
    fn sums_give_the_mean_and_its_error() {
        let difference = Difference::from_sums(4, 10, 30);
        assert!((difference.value - 2.5).abs() < 1e-12);
        assert!((difference.standard_error - (1.25f64 / 4.0).sqrt()).abs() < 1e-12);
    }
}
