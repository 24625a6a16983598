//! What the record by the as-of day says of the pace, and how surprising it is.

use rand::{SeedableRng, rngs::ChaCha8Rng};
use rand_distr::{Distribution, StandardNormal};

use super::{
    Runs,
    exposure::{month_start, signature_term},
    posterior::{monthly, start_left},
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
    /// The chance of so few or fewer.
    pub chance_so_few: f64,
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

/// Treaties imagined to see what was to be expected.
const IMAGINED: usize = 20_000;
const Z90: f64 = 1.281_551_565_544_600_4;

impl Runs<'_> {
    /// How surprising the record is; nothing where no pace is shared or no time has passed, nor for
    /// a mixture, whose parts may think differently of it.
    pub fn surprise(&self) -> Option<Surprise> {
        let (pace, record) = (self.model.pace.as_ref()?, self.only()?.record.as_ref()?);
        let total: f64 = record.months.iter().map(|month| month.expected).sum();
        if total <= 0.0 {
            return None;
        }
        let mut rng = ChaCha8Rng::seed_from_u64(self.plan.seed.0);
        let shock = QuantileTable::gamma(pace.month_shape);
        let (kept, innovation) = monthly(pace);
        let mut totals: Vec<usize> = (0..IMAGINED)
            .map(|_| {
                let normal = |rng: &mut ChaCha8Rng| -> f64 { StandardNormal.sample(rng) };
                let mut x = pace.sd * normal(&mut rng);
                let g = pace.start_sd * normal(&mut rng);
                let mut sum = 0usize;
                for (age, month) in record.months.iter().enumerate() {
                    if age > 0 {
                        x = kept * x + innovation * normal(&mut rng);
                    }
                    let log = pace.mean
                        + signature_term(pace, month.signatures)
                        + x
                        + g * start_left(pace, age);
                    let shock = shock.at(Uniform(rand::Rng::next_u64(&mut rng)));
                    let more = poisson(month.expected * libm::exp(log) * shock, &mut rng);
                    // At paces no treaty has, more than can be counted.
                    sum = sum.saturating_add(more);
                }
                sum
            })
            .collect();
        totals.sort_unstable();
        let seen = record.months.iter().map(|month| month.seen as usize).sum();
        let few = totals.partition_point(|total| *total <= seen);
        Some(Surprise {
            seen,
            expected_median: totals[IMAGINED / 2],
            expected_low: totals[IMAGINED / 10],
            expected_high: totals[IMAGINED * 9 / 10],
            chance_so_few: few as f64 / IMAGINED as f64,
        })
    }

    /// The pace month by month: as learned from the record, then as forecast to the horizon
    /// without its monthly shocks. Empty where no pace is shared.
    pub fn pace(&self) -> Vec<PaceMonth> {
        let Some(engine) = self.only() else { return Vec::new() };
        let (Some(pace), Some(record)) = (&self.model.pace, &engine.record) else {
            return Vec::new();
        };
        let Some(filtered) = engine.filtered.last() else { return Vec::new() };
        let last = engine.cells.last().map_or(0, |cell| cell.month);
        let (kept, innovation) = monthly(pace);
        let mut moments = filtered.moments;
        (0..=last.max(record.months.len() - 1))
            .map(|age| {
                let seen = record.months.get(age);
                let (mean, sd) = match filtered.learned.get(age) {
                    Some(learned) => (learned.mean, learned.sd),
                    None => {
                        moments.x *= kept;
                        moments.xg *= kept;
                        moments.xx = kept * kept * moments.xx + innovation * innovation;
                        let left = start_left(pace, age);
                        let variance =
                            moments.xx + 2.0 * left * moments.xg + left * left * moments.gg;
                        (moments.x + left * moments.g, libm::sqrt(variance.max(0.0)))
                    }
                };
                let from = self.model.opened + Days(month_start(age).floor() as i32);
                PaceMonth {
                    from,
                    age_months: age,
                    recorded: seen.is_some(),
                    deposits: seen.map(|month| month.seen as usize),
                    expected: seen.map(|month| month.expected * level(pace, month.signatures)),
                    median: libm::exp(mean),
                    low: libm::exp(mean - Z90 * sd),
                    high: libm::exp(mean + Z90 * sd),
                }
            })
            .collect()
    }
}

fn level(pace: &Pace, signatures: f64) -> f64 {
    libm::exp(pace.mean + signature_term(pace, signatures))
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
