//! What the record by the as-of day says of the pace, and how surprising it is.

use rand::{SeedableRng, rngs::ChaCha8Rng};
use rand_distr::{Distribution, StandardNormal};

use super::{
    Runs,
    evidence::Record,
    exposure::month_start,
    posterior::{Filtered, Learned, monthly, start_left},
    sampler::QuantileTable,
    stream::Uniform,
};
use crate::quantity::{Day, Days};
use crate::treaty::Pace;

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

/// Records simulated to see what was to be expected.
const IMAGINED: usize = 20_000;
/// What they are drawn by: always the same, so that what is said of the record depends on it alone.
const IMAGINED_SEED: u64 = 0x1b_873d_93e5;
const Z90: f64 = 1.281_551_565_544_600_4;

/// A belief about the pace, and what it makes of the record.
struct Told<'a> {
    /// Its share of the runs.
    weight: f64,
    pace: &'a Pace,
    record: &'a Record,
    filtered: &'a Filtered,
}

impl Runs<'_> {
    /// How surprising the record is, over all beliefs; nothing where one shares no pace or no time
    /// has passed.
    pub fn surprise(&self) -> Option<Surprise> {
        let told = self.told()?;
        let expected = told.iter().flat_map(|one| &one.record.months).map(|month| month.expected);
        if expected.sum::<f64>() <= 0.0 {
            return None;
        }
        let mut rng = ChaCha8Rng::seed_from_u64(IMAGINED_SEED);
        let mut totals: Vec<usize> = Vec::with_capacity(IMAGINED + told.len());
        let most = self.model.participants.len();
        told.iter().for_each(|one| totals.extend(one.imagined(most, &mut rng)));
        totals.sort_unstable();
        let count = totals.len();
        let seen = told[0].record.months.iter().map(|month| month.seen as usize).sum();
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
        let Some(told) = self.told() else { return Vec::new() };
        let last = self.engines().next().and_then(|(_, engine)| engine.cells.last());
        let last = last.map_or(0, |cell| cell.month).max(told[0].record.months.len() - 1);
        let paths: Vec<(f64, Vec<Learned>)> =
            told.iter().map(|one| (one.weight, one.path(last))).collect();
        let month = |age: usize| {
            let over = |of: &dyn Fn(&Learned) -> f64| -> f64 {
                paths.iter().map(|(weight, path)| weight * of(&path[age])).sum()
            };
            let mean = over(&|one| one.mean);
            let square = over(&|one| one.sd * one.sd + (one.mean - mean) * (one.mean - mean));
            let sd = libm::sqrt(square);
            let expected = |one: &Told<'_>| {
                let month = &one.record.months[age];
                one.weight * month.expected * libm::exp(month.level)
            };
            let seen = told[0].record.months.get(age);
            PaceMonth {
                from: self.model.opened + Days(month_start(age).floor() as i32),
                age_months: age,
                recorded: seen.is_some(),
                deposits: seen.map(|month| month.seen as usize),
                expected: seen.map(|_| told.iter().map(expected).sum()),
                median: libm::exp(mean),
                low: libm::exp(mean - Z90 * sd),
                high: libm::exp(mean + Z90 * sd),
            }
        };
        (0..=last).map(month).collect()
    }

    /// Each belief with what it makes of the record: at least one, or nothing where one has no pace.
    fn told(&self) -> Option<Vec<Told<'_>>> {
        let told = self.engines().map(|(weight, engine)| {
            let (pace, record) = (engine.pace.as_ref()?, engine.record.as_ref()?);
            Some(Told { weight, pace, record, filtered: engine.filtered.last()? })
        });
        told.collect()
    }
}

impl Told<'_> {
    /// Deposits by now in its share of imagined treaties with these signatures; `most` at most.
    fn imagined(&self, most: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
        let Told { pace, record, .. } = self;
        let shock = QuantileTable::gamma(pace.month_shape);
        let (kept, innovation) = monthly(pace);
        let normal = |rng: &mut ChaCha8Rng| -> f64 { StandardNormal.sample(rng) };
        let count = (IMAGINED as f64 * self.weight).ceil() as usize;
        let one = |_| {
            let mut x = pace.sd * normal(rng);
            let g = pace.start_sd * normal(rng);
            let mut sum = 0usize;
            for (age, month) in record.months.iter().enumerate() {
                if age > 0 {
                    x = kept * x + innovation * normal(rng);
                }
                let log = month.level + x + g * start_left(pace, age);
                let shock = shock.at(Uniform(rand::Rng::next_u64(rng)));
                let more = poisson(month.expected * libm::exp(log) * shock, rng);
                sum = sum.saturating_add(more);
            }
            sum.min(most)
        };
        (0..count).map(one).collect()
    }

    /// Mean and spread of log pace in each month of age up to this one.
    fn path(&self, last: usize) -> Vec<Learned> {
        let (kept, innovation) = monthly(self.pace);
        let mut moments = self.filtered.moments;
        let month = |age: usize| {
            if let Some(learned) = self.filtered.learned.get(age) {
                return *learned;
            }
            moments.x *= kept;
            moments.xg *= kept;
            moments.xx = kept * kept * moments.xx + innovation * innovation;
            let left = start_left(self.pace, age);
            let variance = moments.xx + 2.0 * left * moments.xg + left * left * moments.gg;
            Learned { mean: moments.x + left * moments.g, sd: libm::sqrt(variance.max(0.0)) }
        };
        (0..=last).map(month).collect()
    }
}

/// By the arrivals of a Poisson process; past a thousand its mean is as good.
fn poisson(mean: f64, rng: &mut ChaCha8Rng) -> usize {
    if mean.is_nan() || mean <= 0.0 {
        return 0;
    }
    if mean > 1000.0 {
        return mean as usize;
    }
    let poisson = rand_distr::Poisson::new(mean).map(|law| law.sample(rng) as usize);
    poisson.unwrap_or(0)
}
