//! Stated delays: the families a person can name, each with parameters a person has.

use std::fmt;

use statrs::function::{beta::beta_reg, gamma::gamma_ur};

use crate::quantity::{Chance, YEAR_DAYS, Z90};

/// How long one step takes, in days, and the chance that it is never taken.
#[derive(Clone, PartialEq, Debug)]
pub struct Delay {
    family: Family,
    never: Chance,
}

/// A family of delays with its parameters; days unless said otherwise.
#[derive(Clone, PartialEq, Debug)]
enum Family {
    Fixed { days: f64 },
    Uniform { least: f64, most: f64 },
    Triangular(ThreePoint),
    Pert(ThreePoint),
    Exponential { median: f64 },
    Weibull { median: f64, p90: f64 },
    Gamma { mean: f64, sd: f64 },
    LogNormal { median: f64, p90: f64 },
    LogLogistic { median: f64, p90: f64 },
    Piecewise { edges: Vec<f64>, per_year: Vec<f64> },
    Observed { days: Vec<f64> },
}

/// Least, likely and most days of a delay.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ThreePoint {
    /// No delay is shorter.
    pub least: f64,
    /// The likeliest.
    pub likely: f64,
    /// No delay is longer.
    pub most: f64,
}

/// Parameters that make no delay: which one, what it was, what was expected.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[error("`{field}`: expected {expected}, found {found}")]
pub struct BadDelay {
    /// The parameter's name in scenario files.
    pub field: &'static str,
    /// What was found.
    pub found: f64,
    /// What was expected, in words.
    pub expected: String,
}

/// Delays past this make no difference to any horizon: some 27,000 years.
const MOST_DAYS: f64 = 1e7;

impl Delay {
    /// Exactly so many days.
    pub fn fixed(days: f64) -> Result<Delay, BadDelay> {
        Ok(Delay::from_family(Family::Fixed { days: from_zero("days", days)? }))
    }

    /// Any day from the least to the most alike.
    pub fn uniform(least: f64, most: f64) -> Result<Delay, BadDelay> {
        let least = from_zero("least", least)?;
        Ok(Delay::from_family(Family::Uniform {
            least,
            most: above("most", most, "least", least)?,
        }))
    }

    /// Rises in a line from the least to the likely, falls in a line to the most.
    pub fn triangular(points: ThreePoint) -> Result<Delay, BadDelay> {
        Ok(Delay::from_family(Family::Triangular(points.checked()?)))
    }

    /// A smooth law from least to most with mean (least + 4 likely + most) / 6
    /// (Malcolm and others 1959, the PERT papers).
    pub fn pert(points: ThreePoint) -> Result<Delay, BadDelay> {
        Ok(Delay::from_family(Family::Pert(points.checked()?)))
    }

    /// The same chance each day, whatever has been waited.
    pub fn exponential(median: f64) -> Result<Delay, BadDelay> {
        Ok(Delay::from_family(Family::Exponential { median: positive("median", median)? }))
    }

    /// Weibull by its median and 90th percentile.
    pub fn weibull(median: f64, p90: f64) -> Result<Delay, BadDelay> {
        let median = positive("median", median)?;
        Ok(Delay::from_family(Family::Weibull {
            median,
            p90: above("p90", p90, "median", median)?,
        }))
    }

    /// Gamma by its mean and standard deviation.
    pub fn gamma(mean: f64, sd: f64) -> Result<Delay, BadDelay> {
        let mean = positive("mean", mean)?;
        let sd = positive("sd", sd)?;
        // Shapes outside this range are a fixed delay or a law no double can hold.
        if (1e-3..=1e3).contains(&(sd / mean)) {
            Ok(Delay::from_family(Family::Gamma { mean, sd }))
        } else {
            let expected = format!("a thousandth to a thousand times `mean` ({mean})");
            Err(BadDelay { field: "sd", found: sd, expected })
        }
    }

    /// Log-normal by its median and 90th percentile.
    pub fn log_normal(median: f64, p90: f64) -> Result<Delay, BadDelay> {
        let median = positive("median", median)?;
        Ok(Delay::from_family(Family::LogNormal {
            median,
            p90: above("p90", p90, "median", median)?,
        }))
    }

    /// Log-logistic by its median and 90th percentile.
    pub fn log_logistic(median: f64, p90: f64) -> Result<Delay, BadDelay> {
        let median = positive("median", median)?;
        Ok(Delay::from_family(Family::LogLogistic {
            median,
            p90: above("p90", p90, "median", median)?,
        }))
    }

    /// So many a year between one edge and the next; the last rate goes on for ever. Edges are in
    /// days and rise from 0; there is one rate for each.
    pub fn piecewise(edges: Vec<f64>, per_year: Vec<f64>) -> Result<Delay, BadDelay> {
        let wrong = |field, found, expected: &str| {
            Err(BadDelay { field, found, expected: expected.to_owned() })
        };
        if edges.first() != Some(&0.0) {
            let found = edges.first().copied().unwrap_or(f64::NAN);
            return wrong("edges_days", found, "edges that begin with 0");
        }
        for pair in edges.windows(2) {
            if !(pair[1] > pair[0] && pair[1] <= MOST_DAYS) {
                return wrong("edges_days", pair[1], "edges that rise, in days");
            }
        }
        if per_year.len() != edges.len() {
            return wrong("per_year", per_year.len() as f64, "as many rates as there are edges");
        }
        for rate in &per_year {
            if !(0.0..=MOST_DAYS).contains(rate) {
                return wrong("per_year", *rate, "rates that are finite and not negative");
            }
        }
        Ok(Delay::from_family(Family::Piecewise { edges, per_year }))
    }

    /// One of these delays, each as likely as the others.
    pub fn observed(mut days: Vec<f64>) -> Result<Delay, BadDelay> {
        if days.is_empty() {
            let expected = "at least one delay".to_owned();
            return Err(BadDelay { field: "days", found: 0.0, expected });
        }
        for day in &days {
            from_zero("days", *day)?;
        }
        days.sort_by(f64::total_cmp);
        Ok(Delay::from_family(Family::Observed { days }))
    }

    /// The same delay with this chance that the step is never taken.
    pub fn or_never(self, never: Chance) -> Delay {
        Delay { never, ..self }
    }

    /// The chance that the step is never taken.
    pub fn never(&self) -> Chance {
        self.never
    }

    /// The chance that the step has not been taken before so many days have passed: 1 at 0 days,
    /// falling to the chance of never.
    pub fn survival(&self, days: f64) -> f64 {
        let never = self.never.get();
        never + (1.0 - never) * self.family.survival(days)
    }

    /// The chance that the step takes more than so many days: as [`Delay::survival`], but a delay of
    /// just so many days is over.
    pub fn survival_past(&self, days: f64) -> f64 {
        let never = self.never.get();
        never + (1.0 - never) * self.family.survival_past(days)
    }

    /// The day by which the chance is one half that the step is taken, if it ever is one half.
    pub fn median(&self) -> Option<f64> {
        let late = |days: f64| self.survival(days) > 0.5;
        if late(MOST_DAYS) {
            return None;
        }
        let (mut early, mut by) = (0.0, MOST_DAYS);
        while by - early > 1e-6 * by.max(1.0) {
            let middle = 0.5 * (early + by);
            if late(middle) {
                early = middle;
            } else {
                by = middle;
            }
        }
        Some(by)
    }

    /// The same delay of a step that is sure to be taken.
    #[must_use]
    pub fn if_taken(&self) -> Delay {
        self.clone().or_never(Chance::NONE)
    }

    fn from_family(family: Family) -> Delay {
        Delay { family, never: Chance::NONE }
    }
}

impl Family {
    /// The chance that the delay is more than so many days; families without a point of their own
    /// weight have the same chance of at least so many.
    fn survival_past(&self, days: f64) -> f64 {
        match self {
            Family::Fixed { days: fixed } => f64::from(u8::from(days < *fixed)),
            Family::Observed { days: delays } => {
                let over = delays.partition_point(|delay| *delay <= days);
                (delays.len() - over) as f64 / delays.len() as f64
            }
            _ => self.survival(days),
        }
    }

    /// The chance that the delay is at least so many days.
    fn survival(&self, days: f64) -> f64 {
        if days <= 0.0 {
            return 1.0;
        }
        let survival = match self {
            Family::Fixed { days: fixed } => f64::from(u8::from(days <= *fixed)),
            Family::Uniform { least, most } => (most - days) / (most - least),
            Family::Triangular(points) => points.triangular_survival(days),
            Family::Pert(points) => points.pert_survival(days),
            Family::Exponential { median } => libm::exp(-std::f64::consts::LN_2 * days / median),
            Family::Weibull { median, p90 } => {
                let shape = libm::log(std::f64::consts::LN_10 / std::f64::consts::LN_2)
                    / libm::log(p90 / median);
                libm::exp(-std::f64::consts::LN_2 * libm::pow(days / median, shape))
            }
            Family::Gamma { mean, sd } => {
                let shape = (mean / sd) * (mean / sd);
                gamma_ur(shape, days * shape / mean)
            }
            Family::LogNormal { median, p90 } => {
                let sigma = libm::log(p90 / median) / Z90;
                0.5 * libm::erfc(libm::log(days / median) / sigma * std::f64::consts::FRAC_1_SQRT_2)
            }
            Family::LogLogistic { median, p90 } => {
                let shape = libm::log(9.0) / libm::log(p90 / median);
                1.0 / (1.0 + libm::pow(days / median, shape))
            }
            Family::Piecewise { edges, per_year } => {
                let ends = edges.iter().skip(1).copied().chain([f64::INFINITY]);
                let bins = edges.iter().zip(ends).zip(per_year);
                let hazard: f64 =
                    bins.map(|((from, to), rate)| rate * (days.min(to) - from).max(0.0)).sum();
                libm::exp(-hazard / YEAR_DAYS)
            }
            Family::Observed { days: delays } => {
                let shorter = delays.partition_point(|delay| *delay < days);
                (delays.len() - shorter) as f64 / delays.len() as f64
            }
        };
        survival.clamp(0.0, 1.0)
    }
}

impl ThreePoint {
    fn checked(self) -> Result<ThreePoint, BadDelay> {
        from_zero("least", self.least)?;
        above("most", self.most, "least", self.least)?;
        if (self.least..=self.most).contains(&self.likely) {
            Ok(self)
        } else {
            let expected = format!("from `least` ({}) to `most` ({})", self.least, self.most);
            Err(BadDelay { field: "likely", found: self.likely, expected })
        }
    }

    fn triangular_survival(self, days: f64) -> f64 {
        let ThreePoint { least, likely, most } = self;
        if days <= least {
            1.0
        } else if days < likely {
            1.0 - (days - least) * (days - least) / ((most - least) * (likely - least))
        } else if days < most {
            (most - days) * (most - days) / ((most - least) * (most - likely))
        } else {
            0.0
        }
    }

    fn pert_survival(self, days: f64) -> f64 {
        let ThreePoint { least, likely, most } = self;
        let width = most - least;
        let share = ((days - least) / width).clamp(0.0, 1.0);
        let (rise, fall) =
            (1.0 + 4.0 * (likely - least) / width, 1.0 + 4.0 * (most - likely) / width);
        // The upper tail by symmetry, so that it keeps its digits.
        beta_reg(fall, rise, 1.0 - share)
    }
}

fn from_zero(field: &'static str, days: f64) -> Result<f64, BadDelay> {
    if (0.0..=MOST_DAYS).contains(&days) {
        Ok(days)
    } else {
        let expected = format!("a number of days from 0 to {MOST_DAYS}");
        Err(BadDelay { field, found: days, expected })
    }
}

fn positive(field: &'static str, days: f64) -> Result<f64, BadDelay> {
    if days > 0.0 && days <= MOST_DAYS {
        Ok(days)
    } else {
        let expected = format!("a number of days above 0, at most {MOST_DAYS}");
        Err(BadDelay { field, found: days, expected })
    }
}

fn above(field: &'static str, days: f64, name: &str, least: f64) -> Result<f64, BadDelay> {
    if days > least && days <= MOST_DAYS {
        Ok(days)
    } else {
        let expected = format!("a number of days above `{name}` ({least}), at most {MOST_DAYS}");
        Err(BadDelay { field, found: days, expected })
    }
}

impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.family {
            Family::Fixed { days } => write!(f, "exactly {days} days")?,
            Family::Uniform { least, most } => write!(f, "uniform from {least} to {most} days")?,
            Family::Triangular(ThreePoint { least, likely, most }) => {
                write!(f, "triangular, least {least}, likely {likely}, most {most} days")?;
            }
            Family::Pert(ThreePoint { least, likely, most }) => {
                write!(f, "PERT, least {least}, likely {likely}, most {most} days")?;
            }
            Family::Exponential { median } => write!(f, "exponential, median {median} days")?,
            Family::Weibull { median, p90 } => {
                write!(f, "Weibull, median {median} days, 90 % within {p90} days")?;
            }
            Family::Gamma { mean, sd } => write!(f, "gamma, mean {mean}, sd {sd} days")?,
            Family::LogNormal { median, p90 } => {
                write!(f, "log-normal, median {median} days, 90 % within {p90} days")?;
            }
            Family::LogLogistic { median, p90 } => {
                write!(f, "log-logistic, median {median} days, 90 % within {p90} days")?;
            }
            Family::Piecewise { edges, .. } => write!(f, "piecewise in {} steps", edges.len())?,
            Family::Observed { days } => write!(f, "one of {} observed delays", days.len())?,
        }
        if self.never > Chance::NONE {
            // No more digits than were written: a tenth is 10 %, not 10.000000000000002 %.
            let percent = format!("{:.4}", 100.0 * self.never.get());
            write!(f, ", {} % never", percent.trim_end_matches('0').trim_end_matches('.'))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "found {found}, expected {expected}");
    }

    #[test]
    fn median_and_ninetieth_percentile_are_what_was_stated() {
        for delay in [
            Delay::weibull(400.0, 900.0).unwrap(),
            Delay::log_normal(400.0, 900.0).unwrap(),
            Delay::log_logistic(400.0, 900.0).unwrap(),
        ] {
            near(delay.survival(400.0), 0.5);
            near(delay.survival(900.0), 0.1);
        }
        near(Delay::exponential(100.0).unwrap().survival(200.0), 0.25);
    }

    #[test]
    fn bounded_families_stay_within_their_bounds() {
        let points = ThreePoint { least: 100.0, likely: 200.0, most: 500.0 };
        for delay in [
            Delay::uniform(100.0, 500.0).unwrap(),
            Delay::triangular(points).unwrap(),
            Delay::pert(points).unwrap(),
        ] {
            near(delay.survival(100.0), 1.0);
            near(delay.survival(500.0), 0.0);
            assert!((0.01..0.99).contains(&delay.survival(250.0)), "{delay}");
        }
    }

    #[test]
    fn pert_is_the_beta_law_by_its_mean() {
        let points = ThreePoint { least: 0.0, likely: 100.0, most: 500.0 };
        let delay = Delay::pert(points).unwrap();
        let mean: f64 = (0..50_000).map(|step| delay.survival(f64::from(step) * 0.01) * 0.01).sum();
        assert!((mean - (0.0 + 400.0 + 500.0) / 6.0).abs() < 0.01, "{mean}");
    }

    #[test]
    fn gamma_has_the_mean_and_spread_stated() {
        let delay = Delay::gamma(300.0, 150.0).unwrap();
        let step = 0.05;
        let (mut mean, mut square) = (0.0, 0.0);
        for index in 0..200_000 {
            let days = (f64::from(index) + 0.5) * step;
            mean += delay.survival(days) * step;
            square += 2.0 * days * delay.survival(days) * step;
        }
        assert!((mean - 300.0).abs() < 0.01, "{mean}");
        assert!(((square - mean * mean).sqrt() - 150.0).abs() < 0.05);
    }

    #[test]
    fn a_fixed_delay_falls_on_its_day() {
        let delay = Delay::fixed(90.0).unwrap();
        near(delay.survival(90.0), 1.0);
        near(delay.survival(90.5), 0.0);
        near(delay.survival_past(89.5), 1.0);
        near(delay.survival_past(90.0), 0.0);
    }

    #[test]
    fn never_is_what_survives() {
        let delay = Delay::log_normal(400.0, 900.0).unwrap().or_never(Chance::new(0.3).unwrap());
        near(delay.survival(MOST_DAYS), 0.3);
        near(delay.survival(400.0), 0.65);
        assert_eq!(delay.clone().or_never(Chance::new(0.6).unwrap()).median(), None);
        near(Delay::exponential(100.0).unwrap().median().unwrap().round(), 100.0);
    }

    #[test]
    fn piecewise_and_observed_count_as_written() {
        let delay = Delay::piecewise(vec![0.0, YEAR_DAYS], vec![1.0, 2.0]).unwrap();
        near(delay.survival(2.0 * YEAR_DAYS), libm::exp(-3.0));
        let delay = Delay::observed(vec![30.0, 10.0, 20.0, 40.0]).unwrap();
        near(delay.survival(20.0), 0.75);
        near(delay.survival(20.5), 0.5);
        near(delay.survival_past(20.0), 0.5);
        near(delay.clone().or_never(Chance::new(0.5).unwrap()).survival_past(40.0), 0.5);
        near(delay.or_never(Chance::new(0.5).unwrap()).if_taken().survival_past(40.0), 0.0);
    }

    #[test]
    fn nonsense_is_refused() {
        let nan = f64::NAN;
        assert!(Delay::fixed(-1.0).is_err() && Delay::fixed(nan).is_err());
        assert!(Delay::uniform(5.0, 5.0).is_err() && Delay::uniform(nan, 5.0).is_err());
        assert!(Delay::log_normal(400.0, 400.0).is_err() && Delay::log_normal(0.0, 1.0).is_err());
        assert!(Delay::weibull(nan, 1.0).is_err() && Delay::log_logistic(1.0, nan).is_err());
        assert!(Delay::gamma(1.0, 0.0).is_err() && Delay::gamma(1.0, 1e6).is_err());
        assert!(Delay::exponential(f64::INFINITY).is_err());
        let points = ThreePoint { least: 1.0, likely: 9.0, most: 5.0 };
        assert_eq!(Delay::pert(points).unwrap_err().field, "likely");
        assert!(Delay::piecewise(vec![1.0], vec![1.0]).is_err());
        assert!(Delay::piecewise(vec![0.0, 5.0, 4.0], vec![1.0, 1.0, 1.0]).is_err());
        assert!(Delay::piecewise(vec![0.0], vec![nan]).is_err());
        assert!(Delay::observed(vec![]).is_err() && Delay::observed(vec![nan]).is_err());
    }
}
