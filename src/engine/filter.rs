//! What the deposits seen so far say of the pace: an exact filter on a grid.
//!
//! The log pace has an AR(1) part x, which moves from month to month, and a start-up factor g,
//! which does not. Both have normal priors, so a grid over (x, g) with sums for integrals
//! converges faster than any power of its step. Deposits of a month are negative binomial given
//! the pace (scenarios/METHOD.md, section 3). There is no sampling and so no sampling error.

use super::{
    observed_history::{ObservedHistory, ObservedMonth},
    stream::Uniform,
};
use crate::{
    parameters::Pace,
    process::{
        age::start_years,
        pace::{MonthlyStep, start_share},
    },
};

// Sums over a grid of step h miss the integral of a normal density of spread s by about
// exp(-2 (pi s / h)²), which is nothing for a step below s.

/// How far the start-up factor is followed, in standard deviations.
const START_REACH: f64 = 5.0;
/// How far the AR(1) part is followed.
const REACH: f64 = 6.0;
/// The steps beside the standard deviations of the start-up factor and of one month's move.
const START_STEP: f64 = 0.33;
const STEP: f64 = 0.8;
/// No step is longer than this: a month of many deposits tells the log pace to about as much.
const LONGEST_STEP: f64 = 0.3;
const MOST_START_POINTS: usize = 201;
const MOST_POINTS: usize = 1601;

/// The states that the pace may be in at the as-of day, in order of pace, with how likely each is.
#[derive(Clone, Debug)]
pub(super) struct LatentPosterior {
    states: Vec<LatentPace>,
    /// Chance of this state or an earlier one, scaled to 64 bits.
    cumulative: Vec<u64>,
    /// For the top bits of a draw, the first state it may mean.
    guide: Vec<u32>,
}

/// What a treaty's log pace is beside the average treaty's, in its two parts.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct LatentPace {
    /// The part that moves from month to month.
    pub(super) ar1: f64,
    /// The start-up factor at the opening.
    pub(super) start_effect: f64,
}

/// Mean and spread of log pace beside the treaty's average, in a month of the record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LogPace {
    pub(super) mean: f64,
    pub(super) sd: f64,
}

/// What filtering a record gives.
#[derive(Clone, Debug)]
pub(super) struct Filtered {
    pub(super) posterior: LatentPosterior,
    /// One for each month of the record, given the deposits up to it.
    pub(super) by_month: Vec<LogPace>,
    /// Of the last month of the record.
    pub(super) moments: Moments,
}

/// Means, variances and covariance of (x, g).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    x: f64,
    g: f64,
    xx: f64,
    gg: f64,
    xg: f64,
}

/// How likely each state of the pace is.
pub(super) struct PaceGrid {
    x: Vec<f64>,
    g: Vec<f64>,
    /// By g, then x.
    weight: Vec<f64>,
}

/// For each x, where a month may take it: the first x, and the chances of it and of those after it.
pub(super) type Moves = Vec<(usize, Vec<f64>)>;

/// What is left of the start-up factor in a month of age: at its start.
pub(super) fn start_left(pace: &Pace, month: usize) -> f64 {
    start_share(pace, start_years(month))
}

/// The pace's state at the as-of day. Months whose deposits teach nothing leave it to move on.
pub(super) fn filter(pace: &Pace, history: &ObservedHistory) -> Filtered {
    let mut grid = PaceGrid::prior(pace);
    let moves = grid.moves(pace);
    let mut by_month = Vec::with_capacity(history.months.len());
    for (month, observed) in history.months.iter().enumerate() {
        if month > 0 {
            grid.move_a_month(&moves);
        }
        let left = start_left(pace, month);
        grid.update(pace, observed, left);
        by_month.push(grid.moments().log_pace(left));
    }
    let left = start_left(pace, history.months.len().max(1) - 1);
    Filtered { posterior: grid.posterior(left), by_month, moments: grid.moments() }
}

impl Moments {
    /// A month later, nothing more being learned.
    pub(super) fn move_a_month(&mut self, step: MonthlyStep) {
        let MonthlyStep { autocorrelation, innovation_sd } = step;
        self.x *= autocorrelation;
        self.xg *= autocorrelation;
        self.xx = autocorrelation * autocorrelation * self.xx + innovation_sd * innovation_sd;
    }

    /// Of the log pace, with so much of the start-up factor left.
    pub(super) fn log_pace(&self, left: f64) -> LogPace {
        let variance = self.xx + 2.0 * left * self.xg + left * left * self.gg;
        LogPace { mean: self.x + left * self.g, sd: libm::sqrt(variance.max(0.0)) }
    }
}

/// Log chance of so many deposits in a month where e to the `log` were expected, but for a constant:
/// negative binomial of this shape, Poisson where it is infinite.
fn log_chance(deposits: f64, log: f64, shape: f64) -> f64 {
    let expected = libm::exp(log);
    if shape.is_finite() {
        deposits * log - (deposits + shape) * libm::log1p(expected / shape)
    } else {
        deposits * log - expected
    }
}

/// Points as far as `reach` to either side, steps apart or nearer; 0 alone where there is no reach.
fn points(reach: f64, step: f64, most: usize) -> Vec<f64> {
    if !(reach > 0.0 && step > 0.0) {
        return vec![0.0];
    }
    let count = (2.0 * reach / step.min(LONGEST_STEP)).ceil() as usize + 1;
    let count = count.clamp(2, most);
    (0..count).map(|i| reach * (2.0 * i as f64 / (count - 1) as f64 - 1.0)).collect()
}

/// The standard normal density but for a constant.
fn bell(z: f64) -> f64 {
    libm::exp(-0.5 * z * z)
}

impl PaceGrid {
    /// At the opening.
    pub(super) fn prior(pace: &Pace) -> PaceGrid {
        let innovation = MonthlyStep::new(pace).innovation_sd;
        let step = if innovation > 0.0 { STEP * innovation } else { 0.1 * pace.sd };
        let x = points(REACH * pace.sd, step, MOST_POINTS);
        let g = points(START_REACH * pace.start_sd, START_STEP * pace.start_sd, MOST_START_POINTS);
        let density = |value: f64, sd: f64| if sd > 0.0 { bell(value / sd) } else { 1.0 };
        let weight = g
            .iter()
            .flat_map(|g| x.iter().map(|x| density(*x, pace.sd) * density(*g, pace.start_sd)))
            .collect();
        let mut grid = PaceGrid { x, g, weight };
        grid.normalise();
        grid
    }

    /// Where a month may take each x; empty where x stays.
    pub(super) fn moves(&self, pace: &Pace) -> Moves {
        let MonthlyStep { autocorrelation: kept, innovation_sd: innovation } =
            MonthlyStep::new(pace);
        if self.x.len() < 2 || innovation <= 0.0 {
            return Vec::new();
        }
        let step = self.x[1] - self.x[0];
        let reach = (7.0 * innovation / step).ceil() as i64;
        let last = self.x.len() as i64 - 1;
        let band = |x: &f64| {
            let middle = ((kept * x - self.x[0]) / step).round() as i64;
            let from = (middle - reach).clamp(0, last) as usize;
            let to = (middle + reach).clamp(0, last) as usize;
            let chances = self.x[from..=to].iter().map(|to| bell((to - kept * x) / innovation));
            let mut chances: Vec<f64> = chances.collect();
            let sum: f64 = chances.iter().sum();
            chances.iter_mut().for_each(|chance| *chance /= sum);
            (from, chances)
        };
        self.x.iter().map(band).collect()
    }

    /// Goes on to the next month.
    pub(super) fn move_a_month(&mut self, moves: &Moves) {
        if moves.is_empty() {
            return;
        }
        let mut next = vec![0.0; self.weight.len()];
        let rows = self.weight.chunks(self.x.len()).zip(next.chunks_mut(self.x.len()));
        for (row, next) in rows {
            for (weight, (from, chances)) in row.iter().zip(moves) {
                // What no double can tell from nothing need not be moved.
                if *weight > 1e-18 {
                    for (to, chance) in next[*from..].iter_mut().zip(chances) {
                        *to += weight * chance;
                    }
                }
            }
        }
        self.weight = next;
    }

    /// Takes in what a month of age brought; `left` is what is left of the start-up factor in it.
    pub(super) fn update(&mut self, pace: &Pace, month: &ObservedMonth, left: f64) {
        if pace.learn && month.expected > 0.0 {
            let mean = month.mean_log_pace + libm::log(month.expected);
            self.reweigh(|x, g| {
                // Kept where neither the pace nor its logarithm overflows.
                let log = (mean + x + g * left).clamp(-600.0, 600.0);
                log_chance(month.deposits, log, pace.month_shape)
            });
        }
    }

    /// Multiplies each weight by a chance.
    fn reweigh(&mut self, log_chance: impl Fn(f64, f64) -> f64) {
        let mut logs = Vec::with_capacity(self.weight.len());
        for g in &self.g {
            logs.extend(self.x.iter().map(|x| log_chance(*x, *g)));
        }
        let pairs = logs.iter().zip(&self.weight).filter(|(_, weight)| **weight > 0.0);
        let most = pairs.map(|(log, _)| *log).fold(f64::NEG_INFINITY, f64::max);
        // A month that no state of the pace can explain teaches nothing.
        if !most.is_finite() {
            return;
        }
        for (weight, log) in self.weight.iter_mut().zip(logs) {
            *weight *= libm::exp(log - most);
        }
        self.normalise();
    }

    fn normalise(&mut self) {
        let sum: f64 = self.weight.iter().sum();
        self.weight.iter_mut().for_each(|weight| *weight /= sum);
    }

    /// All states, with how likely each is.
    pub(super) fn each(&self) -> impl Iterator<Item = (LatentPace, f64)> {
        let state = |g: &f64, x: &f64| LatentPace { ar1: *x, start_effect: *g };
        let states = self.g.iter().flat_map(move |g| self.x.iter().map(move |x| state(g, x)));
        states.zip(self.weight.iter().copied())
    }

    fn moments(&self) -> Moments {
        let mut sums = Moments::default();
        for (LatentPace { ar1: x, start_effect: g }, weight) in self.each() {
            sums.x += weight * x;
            sums.g += weight * g;
            sums.xx += weight * x * x;
            sums.gg += weight * g * g;
            sums.xg += weight * x * g;
        }
        sums.xx -= sums.x * sums.x;
        sums.gg -= sums.g * sums.g;
        sums.xg -= sums.x * sums.g;
        sums
    }

    /// States in order of pace, so that runs of scenarios that learn different things are paired.
    fn posterior(&self, left: f64) -> LatentPosterior {
        let mut states: Vec<(LatentPace, f64)> =
            self.each().filter(|(_, weight)| *weight > 1e-12).collect();
        states.sort_by(|(a, _), (b, _)| {
            let by_pace = |one: &LatentPace| one.ar1 + left * one.start_effect;
            by_pace(a).total_cmp(&by_pace(b)).then(a.start_effect.total_cmp(&b.start_effect))
        });
        let sum: f64 = states.iter().map(|(_, weight)| weight).sum();
        let mut running = 0.0;
        let mut cumulative: Vec<u64> = Vec::with_capacity(states.len());
        for (_, weight) in &states {
            running += weight / sum;
            // A cast from a float stops at the largest integer.
            cumulative.push((running * 18_446_744_073_709_551_615.0) as u64);
        }
        if let Some(last) = cumulative.last_mut() {
            *last = u64::MAX;
        }
        let first =
            |top: u64| cumulative.partition_point(|to| *to < top << (64 - GUIDE_BITS)) as u32;
        let guide = (0..1 << GUIDE_BITS).map(first).collect();
        LatentPosterior {
            states: states.into_iter().map(|(state, _)| state).collect(),
            cumulative,
            guide,
        }
    }
}

/// Top bits of a draw by which its state is first looked for.
const GUIDE_BITS: u32 = 12;

impl LatentPosterior {
    /// The state this draw means: one in proportion to how likely each is.
    pub(super) fn quantile(&self, draw: Uniform) -> LatentPace {
        let mut index = self.guide[(draw.0 >> (64 - GUIDE_BITS)) as usize] as usize;
        while self.cumulative[index] < draw.0 {
            index += 1;
        }
        self.states[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        Pace {
            mean: -0.2,
            sd: 0.96,
            persistence_per_year: 0.913,
            month_shape: 3.75,
            signature_centre: 3.0,
            start_sd: 1.3,
            start_decay_years: 1.26,
            ..Pace::NEUTRAL
        }
    }

    fn history(months: &[(f64, f64)]) -> ObservedHistory {
        let month = |(expected, deposits): &(f64, f64)| ObservedMonth {
            mean_log_pace: pace().mean,
            expected: *expected,
            deposits: *deposits,
        };
        ObservedHistory { months: months.iter().map(month).collect() }
    }

    #[test]
    fn nothing_learned_is_the_prior() {
        let filtered = filter(&Pace { learn: false, ..pace() }, &history(&[(1.0, 9.0); 14]));
        let moments = filtered.moments;
        assert!(moments.x.abs() < 1e-9 && moments.g.abs() < 1e-9);
        assert!((moments.xx.sqrt() - 0.96).abs() < 1e-3, "{}", moments.xx.sqrt());
        assert!((moments.gg.sqrt() - 1.3).abs() < 1e-3);
    }

    #[test]
    fn a_slow_record_slows_and_a_fast_one_speeds() {
        let pace_after = |seen| filter(&pace(), &history(&[(1.0, seen); 8])).by_month[7].mean;
        assert!(pace_after(0.0) < -0.5 && pace_after(5.0) > 0.5);
    }

    #[test]
    fn a_static_pace_is_the_closed_form() {
        // No wandering, no start-up: a log-normal prior and one Poisson count, by fine sums.
        let pace =
            Pace { persistence_per_year: 1.0, start_sd: 0.0, month_shape: f64::INFINITY, ..pace() };
        let filtered = filter(&pace, &history(&[(2.0, 0.0), (3.0, 2.0)]));
        let (mut sum, mut mean) = (0.0, 0.0);
        for step in -60_000..60_000 {
            let x = f64::from(step) * 1e-4;
            let rate = (pace.mean + x).exp();
            let weight = (-0.5 * (x / 0.96f64).powi(2) - 5.0 * rate + 2.0 * rate.ln()).exp();
            sum += weight;
            mean += weight * x;
        }
        let found = filtered.moments.x;
        assert!((found - mean / sum).abs() < 1e-6, "{found} {}", mean / sum);
    }

    #[test]
    fn the_grid_agrees_with_particles() {
        use rand::SeedableRng;
        use rand_distr::{Distribution, StandardNormal};
        let (pace, months) = (pace(), [(0.4, 0.0), (0.5, 1.0), (0.9, 0.0), (1.2, 0.0), (1.4, 3.0)]);
        let mut rng = rand::rngs::ChaCha8Rng::seed_from_u64(5);
        let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
        let MonthlyStep { autocorrelation, innovation_sd } = MonthlyStep::new(&pace);
        let (mut sum, mut mean, mut square) = (0.0, 0.0, 0.0);
        for _ in 0..400_000 {
            let (mut x, g, mut log) = (pace.sd * normal(), pace.start_sd * normal(), 0.0);
            let mut combined = 0.0;
            for (month, (expected, seen)) in months.iter().enumerate() {
                if month > 0 {
                    x = autocorrelation * x + innovation_sd * normal();
                }
                combined = x + g * start_left(&pace, month);
                log += log_chance(
                    *seen,
                    libm::log(*expected) + pace.mean + combined,
                    pace.month_shape,
                );
            }
            let weight = log.exp();
            sum += weight;
            mean += weight * combined;
            square += weight * combined * combined;
        }
        let (mean, square) = (mean / sum, square / sum);
        let learned = filter(&pace, &history(&months)).by_month[4];
        assert!((learned.mean - mean).abs() < 0.01, "{} {mean}", learned.mean);
        assert!((learned.sd - (square - mean * mean).sqrt()).abs() < 0.01);
    }

    #[test]
    fn draws_from_the_posterior_have_its_moments() {
        let filtered = filter(&pace(), &history(&[(1.0, 2.0); 8]));
        let count = 100_000u64;
        let (mut sum, mut square) = (0.0, 0.0);
        for i in 0..count {
            let state = filtered.posterior.quantile(Uniform(i * (u64::MAX / count) + 7));
            sum += state.ar1;
            square += state.ar1 * state.ar1;
        }
        let mean = sum / count as f64;
        assert!((mean - filtered.moments.x).abs() < 1e-3);
        assert!((square / count as f64 - mean * mean - filtered.moments.xx).abs() < 2e-3);
        filtered.posterior.quantile(Uniform(0));
        filtered.posterior.quantile(Uniform(u64::MAX));
    }

    #[test]
    fn paces_at_the_edge_of_what_is_allowed_are_filtered() {
        let edges = [
            Pace { sd: 0.0, start_sd: 0.0, ..pace() },
            Pace { persistence_per_year: 0.0, ..pace() },
            Pace { persistence_per_year: 0.999_999, ..pace() },
            Pace { sd: 50.0, start_sd: 50.0, ..pace() },
            Pace { month_shape: 1e-6, ..pace() },
        ];
        for pace in edges {
            for seen in [0.0, 150.0] {
                let learned = filter(&pace, &history(&[(0.001, seen); 5])).by_month[4];
                assert!(learned.mean.is_finite() && learned.sd.is_finite(), "{pace:?}");
            }
        }
    }
}
