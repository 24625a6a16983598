//! What the record by the as-of day says of the pace, and how surprising it is.

use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};

use super::{
    compiled::pace::PaceProcess,
    filter::{Filtered, LogPace, trend_in},
    runs::{Component, Runs},
    stream::{Purpose, RunKey, Sequence, Subject},
};
use crate::{
    process::{age::month_start, pace::MonthlyStep, signing::TreatySigningFactor},
    quantity::{Day, Days, Seed, Z90},
};

/// How the deposits seen so far compare with what was to be expected, given who had signed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Surprise {
    /// Deposits seen from those whose pace is shared.
    pub seen: usize,
    /// Deposits that half of all treaties with these signatures would have had by now.
    pub expected_median: usize,
    /// Fewer than this in one treaty of ten.
    pub expected_low: usize,
    /// More than this in one treaty of ten.
    pub expected_high: usize,
    /// The chance of so few or fewer, from a fixed number of simulated records: the same for every
    /// seed and number of runs.
    pub chance_so_few: f64,
    /// Its standard error.
    pub chance_so_few_error: f64,
}

/// The pace of one month beside the average treaty's, where 1 is the average.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PaceMonth {
    /// First day that lies wholly or partly in the month of age.
    pub from: Day,
    /// Months since opening.
    pub age_months: usize,
    /// Whether the record reaches into it; later months are forecast.
    pub recorded: bool,
    /// Deposits seen in it; none for months to come.
    pub deposits: Option<usize>,
    /// Deposits to be expected in it at the average pace; none for months to come.
    pub expected: Option<f64>,
    /// Median pace; in recorded months given the deposits up to that month.
    pub median: f64,
    /// One chance in ten to be below.
    pub low: f64,
    /// One chance in ten to be above.
    pub high: f64,
}

/// Records simulated to see what was to be expected: the chance is told to half a percentage point.
const IMAGINED: usize = 20_000;
/// What they are drawn by: always the same, so that what is said of the record depends on it alone.
const IMAGINED_SEED: Seed = Seed(0x1b_873d_93e5);

/// What one draw of the parameters makes of the record and of its signatures, with its share of the runs.
type WeightedPace<'a> = (f64, &'a PaceProcess, Option<&'a TreatySigningFactor>);

impl Runs<'_> {
    /// How surprising the record is, over all beliefs; nothing where one shares no pace or no time
    /// has passed.
    pub fn surprise(&self) -> Option<Surprise> {
        let paces = self.paces()?;
        let months = || paces.iter().flat_map(|(_, pace, _)| &pace.history.months);
        if months().map(|month| month.expected).sum::<f64>() <= 0.0 {
            return None;
        }
        let most = self.model.participants.len();
        let mut totals: Vec<usize> = Vec::with_capacity(IMAGINED + paces.len());
        for (weight, pace, signing) in &paces {
            let shock = Gamma::new(pace.parameters.month_shape, 1.0 / pace.parameters.month_shape);
            let shock = shock.ok().filter(|_| pace.parameters.month_shape.is_finite());
            let first = totals.len();
            let count = (IMAGINED as f64 * weight).ceil() as usize;
            totals.extend((first..first + count).map(|index| {
                let key = RunKey::new(IMAGINED_SEED, index as u64);
                let mut draws = key.sequence(Subject::month(Purpose::Imagined, 0));
                imagine_total(pace, (shock.as_ref(), *signing), &mut draws).min(most)
            }));
        }
        totals.sort_unstable();
        let count = totals.len();
        let (_, first, _) = paces.first()?;
        let seen = first.history.months.iter().map(|month| month.deposits as usize).sum();
        let few = totals.partition_point(|total| *total <= seen);
        let chance = few as f64 / count as f64;
        Some(Surprise {
            seen,
            expected_median: totals[count / 2],
            expected_low: totals[count / 10],
            expected_high: totals[count * 9 / 10],
            chance_so_few: chance,
            chance_so_few_error: libm::sqrt(chance * (1.0 - chance) / count as f64),
        })
    }

    /// The pace month by month: as learned from the record, then as forecast to the horizon
    /// without its monthly shocks; over all beliefs. Empty where one shares no pace.
    pub fn pace(&self) -> Vec<PaceMonth> {
        let Some(paces) = self.paces() else { return Vec::new() };
        let Some((_, first, _)) = paces.first() else { return Vec::new() };
        let cells = self.components.first().and_then(|one| one.model.curves.cells.last());
        let last = cells.map_or(0, |cell| cell.month).max(first.history.months.len() - 1);
        let paths: Vec<(f64, Vec<LogPace>)> =
            paces.iter().map(|(weight, pace, _)| (*weight, log_paces(pace, last))).collect();
        let month = |age: usize| {
            let mean_of = |value: &dyn Fn(&LogPace) -> f64| -> f64 {
                paths.iter().map(|(weight, path)| weight * value(&path[age])).sum()
            };
            let mean = mean_of(&|one| one.mean);
            let square = mean_of(&|one| one.sd * one.sd + (one.mean - mean) * (one.mean - mean));
            let sd = libm::sqrt(square);
            let expected = |(weight, pace, _): &WeightedPace<'_>| {
                let month = &pace.history.months[age];
                weight * month.expected * libm::exp(month.mean_log_pace)
            };
            let observed = first.history.months.get(age);
            PaceMonth {
                from: self.model.opened + Days(month_start(age).floor() as i32),
                age_months: age,
                recorded: observed.is_some(),
                deposits: observed.map(|month| month.deposits as usize),
                expected: observed.map(|_| paces.iter().map(expected).sum()),
                median: libm::exp(mean),
                low: libm::exp(mean - Z90 * sd),
                high: libm::exp(mean + Z90 * sd),
            }
        };
        (0..=last).map(month).collect()
    }

    /// The pace by each belief: at least one, or nothing where one shares none.
    fn paces<'s>(&'s self) -> Option<Vec<WeightedPace<'s>>> {
        let pace = |one: &'s Component| {
            let signing = one.model.signing_factor.in_last_reading();
            Some((one.weight, one.model.pace.as_ref()?, signing))
        };
        self.components.iter().map(pace).collect()
    }
}

/// Deposits by now in an imagined treaty with these signatures.
///
/// Deposits of a month are Poisson given the pace and its shock, so those of all months are too, about
/// the sum of what is expected.
fn imagine_total(
    pace: &PaceProcess,
    (shock, signing): (Option<&Gamma<f64>>, Option<&TreatySigningFactor>),
    draws: &mut Sequence,
) -> usize {
    let parameters = &pace.parameters;
    let normal = |draws: &mut Sequence| -> f64 { StandardNormal.sample(draws) };
    let mut x = parameters.sd * normal(draws);
    let b = parameters.trend_sd * normal(draws);
    // By the signatures alone, whatever was deposited.
    let link = signing.map_or(0.0, |factor| {
        let share: f64 = rand_distr::StandardUniform.sample(draws);
        parameters.signing_link * (factor.quantile(share) - factor.prior_mean)
    });
    let mut expected = 0.0;
    for (age, month) in pace.history.months.iter().enumerate() {
        if age > 0 {
            let MonthlyStep { autocorrelation, innovation_sd } =
                MonthlyStep::into_month(parameters, age);
            x = autocorrelation * x + innovation_sd * normal(draws);
        }
        // Kept where nothing overflows.
        let departure = x + b * trend_in(parameters, age) + link;
        let log = (month.mean_log_pace + departure).clamp(-600.0, 600.0);
        let shock = shock.map_or(1.0, |shock| shock.sample(draws));
        expected += month.expected * libm::exp(log) * shock;
    }
    // No number is drawn about 0, nor about what is beyond all counts.
    match Poisson::new(expected) {
        Ok(poisson) => poisson.sample(draws) as usize,
        Err(_) => expected as usize,
    }
}

/// The log pace in each month of age up to this one.
fn log_paces(pace: &PaceProcess, last: usize) -> Vec<LogPace> {
    // Those of the last reading, which takes all uncertain deposits as made.
    let Some(nodes) = pace.filtered.last() else { return Vec::new() };
    let most = nodes.iter().map(|node| node.log_evidence).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = nodes.iter().map(|node| libm::exp(node.log_evidence - most)).collect();
    let sum: f64 = weights.iter().sum();
    let paths: Vec<Vec<LogPace>> =
        nodes.iter().map(|node| log_paces_of(pace, node, last)).collect();
    let month = |age: usize| {
        let mean_of = |value: &dyn Fn(LogPace) -> f64| -> f64 {
            let values = weights.iter().zip(&paths).map(|(weight, path)| weight * value(path[age]));
            values.sum::<f64>() / sum
        };
        let mean = mean_of(&|one| one.mean);
        let square = mean_of(&|one| one.sd * one.sd + (one.mean - mean) * (one.mean - mean));
        LogPace { mean, sd: libm::sqrt(square) }
    };
    (0..=last).map(month).collect()
}

/// The same where signing adds what a node says.
fn log_paces_of(pace: &PaceProcess, node: &Filtered, last: usize) -> Vec<LogPace> {
    let mut moments = node.moments;
    let month = |age: usize| {
        node.by_month.get(age).copied().unwrap_or_else(|| {
            moments.move_a_month(MonthlyStep::into_month(&pace.parameters, age));
            moments.log_pace(trend_in(&pace.parameters, age), node.link)
        })
    };
    (0..=last).map(month).collect()
}
