//! Chances, run counts and seeds, each a type of its own so that none passes for another.

use std::{fmt, num::NonZeroU64};

use serde::{Deserialize, Serialize};

/// A probability: a finite number from 0 to 1.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Serialize, Deserialize)]
#[serde(into = "f64", try_from = "f64")]
pub struct Chance(f64);

/// A number outside the range its type allows; holds the number and the range in words.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("expected {expected}, found {found}")]
pub struct OutOfRange {
    /// The number refused.
    pub found: f64,
    /// The range, in words.
    pub expected: &'static str,
}

/// How many futures are simulated; at least one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(into = "u64", try_from = "u64")]
pub struct RunCount(NonZeroU64);

/// What all randomness is keyed by. Two seeds share no draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seed(pub u64);

impl Chance {
    /// 0: it cannot happen.
    pub const NONE: Chance = Chance(0.0);
    /// 1: it is sure to happen.
    pub const SURE: Chance = Chance(1.0);

    /// Refuses what is not a finite number from 0 to 1.
    pub fn new(chance: f64) -> Result<Chance, OutOfRange> {
        if (0.0..=1.0).contains(&chance) {
            Ok(Chance(chance))
        } else {
            Err(OutOfRange { found: chance, expected: "a chance from 0 to 1" })
        }
    }

    /// The number, 0 to 1.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl From<Chance> for f64 {
    fn from(chance: Chance) -> f64 {
        chance.0
    }
}

impl TryFrom<f64> for Chance {
    type Error = OutOfRange;

    fn try_from(chance: f64) -> Result<Chance, OutOfRange> {
        Chance::new(chance)
    }
}

impl RunCount {
    /// More than this would take longer than a machine lives: 10^12.
    pub const MOST: u64 = 1_000_000_000_000;

    /// Refuses zero and more than [`RunCount::MOST`].
    pub fn new(runs: u64) -> Result<RunCount, OutOfRange> {
        match NonZeroU64::new(runs) {
            Some(count) if runs <= RunCount::MOST => Ok(RunCount(count)),
            _ => Err(OutOfRange {
                found: runs as f64,
                expected: "a number of runs from 1 to 1000000000000",
            }),
        }
    }

    /// The number, at least 1.
    pub const fn get(self) -> u64 {
        self.0.get()
    }
}

impl From<RunCount> for u64 {
    fn from(count: RunCount) -> u64 {
        count.get()
    }
}

impl TryFrom<u64> for RunCount {
    type Error = OutOfRange;

    fn try_from(runs: u64) -> Result<RunCount, OutOfRange> {
        RunCount::new(runs)
    }
}

impl fmt::Display for RunCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The levels, 0 to 1, at which days are given and recorded.
pub const LEVELS: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/// The 90th percentile of the standard normal law.
pub const Z90: f64 = 1.281_551_565_544_600_4;

/// A number to twelve digits: 0.1 three times over is 0.3.
pub fn tidy(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_lies_between_zero_and_one() {
        assert!(Chance::new(0.0).is_ok() && Chance::new(1.0).is_ok());
        for wrong in [-0.001, 1.001, f64::NAN, f64::INFINITY] {
            assert!(Chance::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_runs_are_refused() {
        assert!(RunCount::new(0).is_err());
        assert!(RunCount::new(RunCount::MOST + 1).is_err());
        assert_eq!(RunCount::new(7).map(RunCount::get), Ok(7));
    }
}
