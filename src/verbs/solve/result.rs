//! The value that gives a wanted chance, and the way there, in finished numbers.

use crate::{
    engine::Plan,
    quantity::{Day, Proportion},
    result::number,
    treaty::Model,
    wording::bound::by_day,
};

/// A value that was tried.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct TriedValue {
    /// The value.
    pub(super) value: f64,
    /// The chance of being in force by the day wanted.
    pub(super) chance: Proportion,
}

/// What the search came to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Solution {
    /// This value does it.
    At {
        /// The value.
        value: f64,
        /// Its standard error; nothing where the curve is flat there.
        error: Option<f64>,
        /// The chance it gives.
        chance: Proportion,
        /// Whether only whole numbers were looked at: then the chance may be above the wanted.
        whole: bool,
    },
    /// No value that was tried in the range does it.
    Nowhere {
        /// The value that comes nearest.
        nearest: f64,
        /// The chance it gives.
        chance: Proportion,
    },
}

impl Solution {
    /// Whether this value does it.
    pub(super) fn is_at(self, tried: f64) -> bool {
        matches!(self, Solution::At { value, .. } if value.to_bits() == tried.to_bits())
    }
}

/// The search for a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Solved<'a> {
    /// The scenario as it is.
    pub(super) model: &'a Model,
    /// Where its status is from, in a few words.
    pub(super) status_source: &'a str,
    /// How many runs an evaluation, by which seed.
    pub(super) plan: Plan,
    /// The day by which the chance is wanted.
    pub(super) day: Day,
    /// What was varied: its key.
    pub(super) key: &'a str,
    /// The same in words.
    pub(super) name: &'a str,
    /// Between which bounds.
    pub(super) range: (f64, f64),
    /// The chance wanted, 0 to 1.
    pub(super) wanted: f64,
    /// The value as it is, where it is one number, and the chance as it is.
    pub(super) now: (Option<f64>, Proportion),
    /// What was found.
    pub(super) found: Solution,
    /// All values tried, in the order they were.
    pub(super) evaluations: &'a [TriedValue],
}

impl Solved<'_> {
    /// The finding, a sentence without its full stop.
    pub(super) fn answer(&self, what: &str) -> String {
        let by = by_day(self.model, self.day);
        let wanted = number(100.0 * self.wanted);
        match self.found {
            Solution::At { value, error, chance, whole: true } => {
                let value = number(value);
                let error = error.filter(|error| *error >= 0.5);
                let error = error.map_or_else(String::new, |error| format!(" ± {error:.0}"));
                format!(
                    "{what} = {value}{error} is what it takes for the {wanted}% wanted by {by}: {chance}"
                )
            }
            Solution::At { value, error, chance, whole: false } => {
                let value = with_error(value, error);
                format!("{what} = {value} gives the {wanted}% wanted by {by}: {chance}")
            }
            Solution::Nowhere { nearest, chance } => format!(
                "{what}: no value from {} to {} gives {wanted}% by {by}; the nearest is {chance} at {}",
                number(self.range.0),
                number(self.range.1),
                number(nearest)
            ),
        }
    }

    /// All values tried, in order of value.
    pub(super) fn sorted(&self) -> Vec<TriedValue> {
        let mut sorted = self.evaluations.to_vec();
        sorted.sort_by(|a, b| a.value.total_cmp(&b.value));
        sorted
    }
}

/// A value with no digit its error denies: `2.64 ± 0.01`.
pub(super) fn with_error(value: f64, error: Option<f64>) -> String {
    match error {
        Some(error) if error > 0.0 => {
            let decimals = (-error.log10()).ceil().clamp(0.0, 6.0) as usize;
            let unit = 10f64.powi(-(decimals as i32));
            format!("{value:.decimals$} ± {:.decimals$}", error.max(unit))
        }
        _ => number(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_shows_no_digit_its_error_denies() {
        assert_eq!(with_error(2.638_41, Some(0.012)), "2.64 ± 0.01");
        assert_eq!(with_error(120.4, Some(3.0)), "120 ± 3");
        assert_eq!(with_error(2.5, None), "2.5");
    }
}
