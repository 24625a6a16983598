//! How a treaty is signed once its opening is over: in bunches, at a speed that differs from treaty to
//! treaty.
//!
//! Signatures of a window of a treaty's age are negative binomial about what is expected of the States that
//! can still sign: each month has a gamma shock that all of them share (summits, treaty events), and each
//! treaty a log-normal factor Y. With S States that signed or deposited in the opening's month,
//!
//! ```text
//! n | Y ~ NB(mean Y E, shape month_shape * months of the window)
//! ln Y  ~ N(treaty_log_signatures * (ln(10 + S) - 3.4) + treaty_technical * technical, treaty_log_sd²)
//! ```
//!
//! where E sums, over the States, a rate by age, the rush before the end of signature, the season, the
//! State's own factor and its days at risk (scenarios/METHOD.md, section 4). What is known of ln Y beyond
//! its prior mean is η.

use libm::{exp, log};

use super::{
    age::month_start,
    exposure::SURGE_DAYS,
    negative_binomial::{gamma_terms, log_chance},
};
use crate::{
    parameters::Signing,
    quantity::{Day, Days, MONTH_DAYS},
};

/// Days of age from which signatures are data: those of the first days are the opening's.
pub const FIRST_SIGNING_DAY: f64 = 15.0;

/// The end of the opening's month, in days: signatures before it are what the opening brought.
pub const OPENING_DAYS: f64 = 31.0;

/// Months of age after which signatures are no longer looked at.
const LAST_MONTH: usize = 144;

/// What is added to the opening's signatures before their logarithm is taken, and the logarithm at which
/// they leave the prior mean of a treaty's factor as it is.
const OPENING_OFFSET: f64 = 10.0;
const OPENING_CENTRE: f64 = 3.4;

/// A window of a treaty's age in which signing has one rate.
#[derive(Clone, PartialEq, Debug)]
pub struct SigningWindow {
    /// Days of age at its start and its end.
    pub from: f64,
    /// The same.
    pub to: f64,
    /// The bin of the rates in which its middle lies.
    pub bin: usize,
    /// The rush before the end of signature, as an index of [`SURGE_DAYS`].
    pub surge: Option<usize>,
    /// The calendar months of its days, 0 to 11, each with its share of them.
    calendar: Vec<(usize, f64)>,
}

/// Signatures of a window, and how many were expected at a treaty's factor of 1.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct WindowCount {
    /// Signatures.
    pub signed: f64,
    /// Expected at factor 1.
    pub expected: f64,
    /// The length of the window in months.
    pub months: f64,
}

/// What is believed of the logarithm of a treaty's signing factor, on points evenly apart.
#[derive(Clone, PartialEq, Debug)]
pub struct TreatySigningFactor {
    /// Its prior mean.
    pub prior_mean: f64,
    points: Vec<f64>,
    /// Adds up to 1.
    weights: Vec<f64>,
    /// The chance below each point and half of its own.
    middles: Vec<f64>,
}

impl SigningWindow {
    /// The windows of a treaty from the end of its first days up to an age: months to two years, quarters
    /// to four, then years; cut where a rush begins, and at the end of signature, `closes` (infinite where
    /// it stays open). `edges_days` are those of the bins. Empty where nothing lies between.
    pub fn all(opened: Day, edges_days: &[f64], until: f64, closes: f64) -> Vec<SigningWindow> {
        let until = until.min(closes).min(month_start(LAST_MONTH));
        if until <= FIRST_SIGNING_DAY {
            return Vec::new();
        }
        let months = (2..=24).chain((27..=48).step_by(3)).chain((60..=LAST_MONTH).step_by(12));
        let rushes = SURGE_DAYS.map(|days| closes - days).into_iter();
        let mut edges = vec![FIRST_SIGNING_DAY, OPENING_DAYS];
        edges.extend(months.map(month_start));
        edges.extend(rushes.filter(|cut| *cut > OPENING_DAYS));
        edges.retain(|edge| *edge < until);
        edges.push(until);
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        edges
            .windows(2)
            .map(|ends| SigningWindow::new(opened, edges_days, [ends[0], ends[1]], closes))
            .collect()
    }

    fn new(opened: Day, edges_days: &[f64], [from, to]: [f64; 2], closes: f64) -> SigningWindow {
        let middle = 0.5 * (from + to);
        let mut days = [0.0; 12];
        // Cut to whole days: no age is beyond what an i32 holds.
        for day in from.floor() as i32..to.ceil() as i32 {
            days[usize::from((opened + Days(day)).month()) - 1] += 1.0;
        }
        let all: f64 = days.iter().sum();
        let calendar = days.into_iter().enumerate().filter(|(_, days)| *days > 0.0);
        SigningWindow {
            from,
            to,
            bin: bin_of(edges_days, middle),
            surge: SURGE_DAYS.iter().rposition(|days| middle >= closes - days),
            calendar: calendar.map(|(month, days)| (month, days / all)).collect(),
        }
    }

    /// Its length in months.
    pub fn months(&self) -> f64 {
        (self.to - self.from) / MONTH_DAYS
    }

    /// The mean of a profile of the calendar's months over its days.
    pub fn season(&self, profile: &[f64; 12]) -> f64 {
        self.calendar.iter().map(|(month, share)| profile[*month] * share).sum()
    }

    /// The calendar months of its days, 0 to 11, each with its share of them.
    pub fn calendar(&self) -> impl Iterator<Item = (usize, f64)> {
        self.calendar.iter().copied()
    }

    /// What multiplies a State's days at risk in it, at factor 1: signatures a day.
    pub fn per_day(&self, signing: &Signing) -> f64 {
        signing.rate(self.bin) * signing.surge(self.surge) * self.season(&signing.month_profile)
    }

    /// Days in it from when one could act until it signed, or could no longer; 0 where there are none.
    pub fn days_at_risk(&self, from: f64, until: f64) -> f64 {
        (until.min(self.to) - from.max(self.from)).max(0.0)
    }

    /// Whether an age in days lies in it: its start does, its end does not.
    pub fn holds(&self, age: f64) -> bool {
        self.from <= age && age < self.to
    }
}

/// The bin in which an age in days lies; the first one before its own start, the last one past its end.
pub fn bin_of(edges_days: &[f64], age: f64) -> usize {
    let bins = edges_days.len().saturating_sub(1);
    edges_days.get(1..bins).map_or(0, |inner| inner.partition_point(|edge| *edge <= age))
}

/// The prior mean of the log of a treaty's factor, `opening` States having signed or deposited in the
/// opening's month.
pub fn prior_mean(signing: &Signing, opening: f64, technical: bool) -> f64 {
    let kind = if technical { signing.treaty_technical } else { 0.0 };
    signing.treaty_log_signatures * log_opening(opening) + kind
}

/// What the effect of the opening is multiplied by, so many States having signed or deposited in its month:
/// 0 at its centre.
pub fn log_opening(opening: f64) -> f64 {
    log(OPENING_OFFSET + opening) - OPENING_CENTRE
}

impl TreatySigningFactor {
    /// The points between these factors, where a treaty's factor scatters widely.
    const WIDE: [f64; 2] = [0.004, 60.0];
    const WIDE_POINTS: usize = 90;
    /// A spread below which the points lie closer, so many standard deviations about the prior mean.
    const NARROW: f64 = 0.25;
    const NARROW_REACH: f64 = 6.0;
    const NARROW_POINTS: usize = 61;

    /// Before any signature that is data: normal, of this mean and standard deviation.
    pub fn prior(mean: f64, sd: f64) -> TreatySigningFactor {
        let points: Vec<f64> = if sd <= 0.0 {
            vec![mean]
        } else {
            let ([low, high], count) = if sd < TreatySigningFactor::NARROW {
                let reach = TreatySigningFactor::NARROW_REACH * sd;
                ([mean - reach, mean + reach], TreatySigningFactor::NARROW_POINTS)
            } else {
                (TreatySigningFactor::WIDE.map(log), TreatySigningFactor::WIDE_POINTS)
            };
            let step = (high - low) / (count - 1) as f64;
            (0..count).map(|place| low + step * place as f64).collect()
        };
        let bell = |point: &f64| {
            let z = if sd > 0.0 { (point - mean) / sd } else { 0.0 };
            exp(-0.5 * z * z)
        };
        let mut weights: Vec<f64> = points.iter().map(bell).collect();
        normalise(&mut weights);
        TreatySigningFactor { prior_mean: mean, points, middles: middles(&weights), weights }
    }

    /// The same given the counts of windows, whose months have gamma shocks of this shape; and the log
    /// chance of the counts, but for a constant of theirs.
    #[must_use]
    pub fn posterior(
        mut self,
        month_shape: f64,
        counts: &[WindowCount],
    ) -> (TreatySigningFactor, f64) {
        let factors: Vec<f64> = self.points.iter().map(|point| exp(*point)).collect();
        let mut logs: Vec<f64> = self.weights.iter().map(|weight| log(*weight)).collect();
        for WindowCount { signed, expected, months } in counts {
            let shape = month_shape * months;
            let terms = gamma_terms(*signed, shape);
            for (log, factor) in logs.iter_mut().zip(&factors) {
                *log += terms + log_chance(*signed, factor * expected, shape);
            }
        }
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // Counts that no factor can explain teach nothing.
        if !most.is_finite() {
            return (self, 0.0);
        }
        self.weights = logs.into_iter().map(|log| exp(log - most)).collect();
        let sum = normalise(&mut self.weights);
        self.middles = middles(&self.weights);
        (self, most + log(sum))
    }

    /// The factors of the points, each with its chance.
    pub fn each(&self) -> impl Iterator<Item = (f64, f64)> {
        self.points.iter().map(|point| exp(*point)).zip(self.weights.iter().copied())
    }

    /// The mean of the logarithm beyond its prior mean: η.
    pub fn mean_departure(&self) -> f64 {
        let mean: f64 = self.points.iter().zip(&self.weights).map(|(x, weight)| x * weight).sum();
        mean - self.prior_mean
    }

    /// The logarithm's quantile at a share from 0 to 1: straight between the points, each of which has half
    /// of its chance to either side.
    pub fn quantile(&self, share: f64) -> f64 {
        let after = self.middles.partition_point(|middle| *middle < share);
        match (after.checked_sub(1), self.points.get(after)) {
            (Some(from), Some(to)) => {
                let width = self.middles[after] - self.middles[from];
                let part = if width > 0.0 { (share - self.middles[from]) / width } else { 0.0 };
                self.points[from] + part * (to - self.points[from])
            }
            (None, Some(first)) => *first,
            (Some(last), None) => self.points[last],
            (None, None) => self.prior_mean,
        }
    }
}

/// The chance below each point and half of its own.
fn middles(weights: &[f64]) -> Vec<f64> {
    let mut before = 0.0;
    let middle = |weight: &f64| {
        before += weight;
        before - 0.5 * weight
    };
    weights.iter().map(middle).collect()
}

/// Makes them add up to 1; returns what they added up to.
fn normalise(weights: &mut [f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened() -> Day {
        "2025-10-25".parse().expect("a day")
    }

    const EDGES: [f64; 8] = [15.0, 31.0, 91.3125, 182.625, 365.25, 730.5, 1461.0, 4383.0];

    #[test]
    fn windows_are_months_then_quarters_then_years_and_end_with_the_record_and_the_signature() {
        let all = SigningWindow::all(opened(), &EDGES, 219.0, 433.0);
        let starts: Vec<f64> = all.iter().map(|one| one.from).collect();
        assert_eq!(starts[..3], [15.0, 31.0, 60.875]);
        assert_eq!((all.len(), all[7].to), (8, 219.0));
        assert_eq!(all.iter().map(|one| one.bin).collect::<Vec<_>>(), [0, 1, 1, 2, 2, 2, 3, 3]);
        let all = SigningWindow::all(opened(), &EDGES, 5000.0, 433.0);
        let last = all.last().expect("a window");
        assert_eq!((last.to, last.surge), (433.0, Some(1)));
        assert!(all.iter().any(|one| (one.from - 343.0).abs() < 1e-9 && one.surge == Some(0)));
        let open = SigningWindow::all(opened(), &EDGES, 9999.0, f64::INFINITY);
        assert_eq!((open.len(), open.last().expect("one").bin), (40, 6));
        assert_eq!(SigningWindow::all(opened(), &EDGES, 15.0, f64::INFINITY), []);
    }

    #[test]
    fn a_window_has_the_season_of_its_days() {
        let mut profile = [1.0; 12];
        (profile[10], profile[11]) = (2.0, 5.0);
        // 9 to 24 November 2025, then 25 November to 24 December.
        let all = SigningWindow::all(opened(), &EDGES, 60.875, f64::INFINITY);
        assert!((all[0].season(&profile) - 2.0).abs() < 1e-12);
        assert!((all[1].season(&profile) - (6.0 * 2.0 + 24.0 * 5.0) / 30.0).abs() < 1e-12);
    }

    #[test]
    fn the_posterior_is_bayes_rule_by_fine_sums() {
        let counts = [
            WindowCount { signed: 0.0, expected: 6.0, months: 0.5 },
            WindowCount { signed: 3.0, expected: 9.0, months: 1.0 },
        ];
        let (found, _) = TreatySigningFactor::prior(0.4, 1.1).posterior(0.9, &counts);
        let (mut sum, mut mean) = (0.0, 0.0);
        for step in -60_000..60_000 {
            let x = f64::from(step) * 1e-4;
            let of =
                |one: &WindowCount| log_chance(one.signed, exp(x) * one.expected, 0.9 * one.months);
            let weight =
                exp(-0.5 * ((x - 0.4) / 1.1) * ((x - 0.4) / 1.1)
                    + counts.iter().map(of).sum::<f64>());
            sum += weight;
            mean += weight * x;
        }
        assert!((found.mean_departure() - (mean / sum - 0.4)).abs() < 1e-4);
    }

    #[test]
    fn quantiles_are_those_of_the_normal_prior_and_a_sure_factor_is_one_point() {
        let wide = TreatySigningFactor::prior(0.3, 1.0);
        for (share, z) in [(0.1, -1.2816), (0.3, -0.5244), (0.5, 0.0), (0.9, 1.2816)] {
            assert!((wide.quantile(share) - 0.3 - z).abs() < 3e-3, "{share}");
        }
        let narrow = TreatySigningFactor::prior(0.3, 0.01);
        assert!((narrow.quantile(0.1) - 0.3 + 0.012816).abs() < 2e-4);
        let sure = TreatySigningFactor::prior(0.3, 0.0);
        let all_the_same = |share: f64| (sure.quantile(share) - 0.3).abs() < 1e-12;
        assert!([0.0, 0.4, 1.0].into_iter().all(all_the_same));
    }
}
