//! What is counted over runs, with its Monte Carlo error: proportions of them, and days by which a
//! share of them has come about.

use std::fmt;

use super::{Day, When};

/// A chance as the proportion of runs in which something came about, with its Monte Carlo error.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Proportion {
    /// Runs in which it came about.
    pub count: u64,
    /// Runs in all; at least 1.
    pub runs: u64,
}

/// The day by which a share of the runs has come about, with its Monte Carlo error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quantile {
    /// The day; never means beyond the horizon.
    pub day: When,
    /// The day one standard error of the share earlier.
    pub early: When,
    /// The day one standard error of the share later; never means beyond the horizon.
    pub late: When,
}

impl Proportion {
    /// The count of so many runs that lies nearest to a chance; what is no chance is taken as the
    /// nearest that is.
    pub fn near(chance: f64, runs: u64) -> Proportion {
        // Not negative and at most `runs`, so that no cast cuts anything.
        let count = (chance.clamp(0.0, 1.0) * runs as f64).round() as u64;
        Proportion { count: count.min(runs), runs }
    }

    /// The chance, 0 to 1.
    pub fn value(self) -> f64 {
        self.count as f64 / self.runs as f64
    }

    /// Standard error of the chance: binomial, of the proportion that Agresti and Coull (1998) put in
    /// its place so that it is not zero where every run agrees. They add z²/2 runs to those in which
    /// it came about and as many to the others, for an interval of z standard errors; at z = 1, the
    /// one standard error told here, that is half a run each, and not the two of their intervals at
    /// 95 %.
    pub fn standard_error(self) -> f64 {
        let runs = self.runs as f64 + 1.0;
        let share = (self.count as f64 + 0.5) / runs;
        (share * (1.0 - share) / runs).sqrt()
    }

    /// Decimals of a percentage that the error does not deny: 0 to 3.
    pub fn percent_decimals(self) -> usize {
        let error = 100.0 * self.standard_error();
        (-error.log10()).ceil().clamp(0.0, 3.0) as usize
    }
}

/// As a percentage, with no digit the error denies: `5.95% ± 0.07`.
impl fmt::Display for Proportion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.percent_decimals();
        let unit = 10f64.powi(-(decimals as i32));
        let (percent, error) = (100.0 * self.value(), 100.0 * self.standard_error());
        if self.count == 0 {
            write!(f, "below {:.decimals$}%", (3.0 * error).max(unit))
        } else if self.count == self.runs {
            write!(f, "above {:.decimals$}%", 100.0 - (3.0 * error).max(unit))
        } else {
            write!(f, "{percent:.decimals$}% ± {:.decimals$}", error.max(unit))
        }
    }
}

impl Quantile {
    /// The day by which a share of so many runs, `level` from 0 to 1, has come about; `ranked` gives the
    /// day of the run of a rank, from 1.
    pub fn from_ranks(level: f64, runs: u64, ranked: impl Fn(u64) -> When) -> Quantile {
        let runs = runs as f64;
        let error = (level * (1.0 - level) * runs).sqrt();
        // A level such as 0.07 is not exact, and must not push a whole rank to the next.
        let whole = |rank: f64| (rank - 1e-9 * runs).ceil().clamp(1.0, runs.max(1.0)) as u64;
        let at = |rank: f64| ranked(whole(rank));
        let rank = level * runs;
        Quantile { day: at(rank), early: at(rank - error), late: at(rank + error) }
    }

    /// Half the width of the error's interval in days; nothing where an end lies beyond the
    /// horizon.
    pub fn error_days(self) -> Option<f64> {
        let (early, late): (Day, Day) = (self.early.day()?, self.late.day()?);
        Some(f64::from((late - early).0) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(count: u64, runs: u64) -> String {
        Proportion { count, runs }.to_string()
    }

    #[test]
    fn no_digit_is_shown_that_the_error_denies() {
        assert_eq!(shown(5_953, 100_000), "5.95% ± 0.07");
        assert_eq!(shown(595, 10_000), "5.9% ± 0.2");
        assert_eq!(shown(6, 100), "6% ± 2");
        assert_eq!(shown(59_530, 1_000_000), "5.95% ± 0.02");
    }

    #[test]
    fn what_no_run_did_is_not_impossible() {
        assert_eq!(shown(0, 100_000), "below 0.002%");
        assert_eq!(shown(100, 100), "above 97.9%");
        assert!(Proportion { count: 0, runs: 10 }.standard_error() > 0.0);
    }
}
