//! What the deposits seen so far say of the pace: an exact filter on a grid.
//!
//! The log pace has a wandering part x, which moves from month to month, and a start-up factor g,
//! which does not. Both have normal priors, so a grid over (x, g) with sums for integrals
//! converges faster than any power of its step. Deposits of a month are negative binomial given
//! the pace (scenarios/METHOD.md, section 3). There is no sampling and so no sampling error.

use super::{
    evidence::{Record, RecordMonth},
    stream::Uniform,
};
use crate::treaty::Pace;

// Sums over a grid of step h miss the integral of a normal law of spread s by about
// exp(-2 (pi s / h)²), which is nothing for a step below s.

/// How far the start-up factor is followed, in standard deviations.
const START_REACH: f64 = 5.0;
/// How far the wandering part is followed.
const REACH: f64 = 6.0;
/// The steps beside the standard deviations of the start-up factor and of one month's move.
const START_STEP: f64 = 0.33;
const STEP: f64 = 0.8;
/// No step is longer than this: a month of many deposits tells the log pace to about as much.
const LONGEST_STEP: f64 = 0.3;
const MOST_START_POINTS: usize = 201;
const MOST_POINTS: usize = 1601;

/// A state the pace may be in at the as-of day, in order of pace, with how likely it is.
#[derive(Clone, Debug)]
pub(super) struct Posterior {
    states: Vec<State>,
    /// Chance of this state or an earlier one, scaled to 64 bits.
    cumulative: Vec<u64>,
    /// For the top bits of a draw, the first state it may mean.
    guide: Vec<u32>,
}

/// A wandering part and a start-up factor.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct State {
    pub(super) x: f64,
    pub(super) g: f64,
}

/// Mean and spread of log pace beside the treaty's average, in a month of the record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Learned {
    pub(super) mean: f64,
    pub(super) sd: f64,
}

/// What filtering a record gives.
#[derive(Clone, Debug)]
pub(super) struct Filtered {
    pub(super) posterior: Posterior,
    /// One for each month of the record, given the deposits up to it.
    pub(super) learned: Vec<Learned>,
    /// Means, variances and covariance of (x, g) at the as-of day.
    pub(super) moments: Moments,
}

/// First and second moments of (x, g).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    pub(super) x: f64,
    pub(super) g: f64,
    pub(super) xx: f64,
    pub(super) gg: f64,
    pub(super) xg: f64,
}

/// One month's move: what is kept, and the standard deviation of what is new.
pub(super) fn monthly(pace: &Pace) -> (f64, f64) {
    let kept = libm::pow(pace.persistence_per_year.clamp(0.0, 1.0), 1.0 / 12.0);
    (kept, pace.sd * libm::sqrt((1.0 - kept * kept).max(0.0)))
}

/// What is left of the start-up factor in a month of age.
pub(super) fn start_left(pace: &Pace, month: usize) -> f64 {
    libm::exp(-(month as f64) / 12.0 / pace.start_decay_years)
}

/// How likely each state of the pace is.
pub(super) struct Grid {
    x: Vec<f64>,
    g: Vec<f64>,
    /// By start-up factor, then wandering part.
    weight: Vec<f64>,
}

/// The pace's state at the as-of day. Months whose deposits teach nothing leave it to wander.
pub(super) fn filter(pace: &Pace, record: &Record) -> Filtered {
    let mut grid = Grid::prior(pace);
    let moves = grid.moves(pace);
    let mut learned = Vec::with_capacity(record.months.len());
    for (month, seen) in record.months.iter().enumerate() {
        if month > 0 {
            grid.wander(&moves);
        }
        let left = start_left(pace, month);
        grid.learn(pace, seen, left);
        let moments = grid.moments();
        let variance = moments.xx + 2.0 * left * moments.xg + left * left * moments.gg;
        learned.push(Learned {
            mean: moments.x + left * moments.g,
            sd: libm::sqrt(variance.max(0.0)),
        });
    }
    let left = start_left(pace, record.months.len().max(1) - 1);
    Filtered { posterior: grid.posterior(left), learned, moments: grid.moments() }
}

/// Log chance of so many deposits in a month where e to the `log` were expected, but for a constant:
/// negative binomial of this shape, Poisson where it is infinite.
fn log_chance(seen: f64, log: f64, shape: f64) -> f64 {
    let expected = libm::exp(log);
    if shape.is_finite() {
        seen * log - (seen + shape) * libm::log1p(expected / shape)
    } else {
        seen * log - expected
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

fn bell(z: f64) -> f64 {
    libm::exp(-0.5 * z * z)
}

impl Grid {
    pub(super) fn prior(pace: &Pace) -> Grid {
        let (_, innovation) = monthly(pace);
        let step = if innovation > 0.0 { STEP * innovation } else { 0.1 * pace.sd };
        let x = points(REACH * pace.sd, step, MOST_POINTS);
        let g = points(START_REACH * pace.start_sd, START_STEP * pace.start_sd, MOST_START_POINTS);
        let density = |value: f64, sd: f64| if sd > 0.0 { bell(value / sd) } else { 1.0 };
        let weight = g
            .iter()
            .flat_map(|g| x.iter().map(|x| density(*x, pace.sd) * density(*g, pace.start_sd)))
            .collect();
        let mut grid = Grid { x, g, weight };
        grid.normalise();
        grid
    }

    /// Where each point may move in a month: the first point of the band, and the chances.
    pub(super) fn moves(&self, pace: &Pace) -> Vec<(usize, Vec<f64>)> {
        let (kept, innovation) = monthly(pace);
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

    pub(super) fn wander(&mut self, moves: &[(usize, Vec<f64>)]) {
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
    pub(super) fn learn(&mut self, pace: &Pace, month: &RecordMonth, left: f64) {
        if pace.learn && month.expected > 0.0 {
            let mean = month.level + libm::log(month.expected);
            self.weigh(|x, g| {
                // Held where neither the pace nor its logarithm overflows.
                let log = (mean + x + g * left).clamp(-600.0, 600.0);
                log_chance(month.seen, log, pace.month_shape)
            });
        }
    }

    fn weigh(&mut self, log_chance: impl Fn(f64, f64) -> f64) {
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

    pub(super) fn each(&self) -> impl Iterator<Item = (State, f64)> {
        let states = self.g.iter().flat_map(|g| self.x.iter().map(|x| State { x: *x, g: *g }));
        states.zip(self.weight.iter().copied())
    }

    fn moments(&self) -> Moments {
        let mut sums = Moments::default();
        for (State { x, g }, weight) in self.each() {
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
    fn posterior(&self, left: f64) -> Posterior {
        let mut states: Vec<(State, f64)> =
            self.each().filter(|(_, weight)| *weight > 1e-12).collect();
        states.sort_by(|(a, _), (b, _)| {
            (a.x + left * a.g).total_cmp(&(b.x + left * b.g)).then(a.g.total_cmp(&b.g))
        });
        let sum: f64 = states.iter().map(|(_, weight)| weight).sum();
        let mut running = 0.0;
        let mut cumulative: Vec<u64> = Vec::with_capacity(states.len());
        for (_, weight) in &states {
            running += weight / sum;
            cumulative.push((running * 18_446_744_073_709_551_615.0) as u64);
        }
        if let Some(last) = cumulative.last_mut() {
            *last = u64::MAX;
        }
        let first =
            |top: u64| cumulative.partition_point(|to| *to < top << (64 - GUIDE_BITS)) as u32;
        let guide = (0..1 << GUIDE_BITS).map(first).collect();
        Posterior {
            states: states.into_iter().map(|(state, _)| state).collect(),
            cumulative,
            guide,
        }
    }
}

const GUIDE_BITS: u32 = 12;

impl Posterior {
    /// The state this draw means: one in proportion to how likely each is.
    pub(super) fn at(&self, draw: Uniform) -> State {
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
            signature_effect: 0.0,
            signature_centre: 3.0,
            signature_offset: 1.0,
            signature_rise_years: 0.0,
            start_sd: 1.3,
            start_decay_years: 1.26,
            multiplier: 1.0,
            learn: true,
        }
    }

    fn record(months: &[(f64, f64)]) -> Record {
        let month = |(expected, seen): &(f64, f64)| RecordMonth {
            level: pace().mean,
            expected: *expected,
            seen: *seen,
        };
        Record { months: months.iter().map(month).collect() }
    }

    #[test]
    fn nothing_learned_is_the_prior() {
        let filtered = filter(&Pace { learn: false, ..pace() }, &record(&[(1.0, 9.0); 14]));
        let moments = filtered.moments;
        assert!(moments.x.abs() < 1e-9 && moments.g.abs() < 1e-9);
        assert!((moments.xx.sqrt() - 0.96).abs() < 1e-3, "{}", moments.xx.sqrt());
        assert!((moments.gg.sqrt() - 1.3).abs() < 1e-3);
    }

    #[test]
    fn a_slow_record_slows_and_a_fast_one_speeds() {
        let pace_after = |seen| filter(&pace(), &record(&[(1.0, seen); 8])).learned[7].mean;
        assert!(pace_after(0.0) < -0.5 && pace_after(5.0) > 0.5);
    }

    #[test]
    fn a_static_pace_is_the_closed_form() {
        // No wandering, no start-up: a log-normal prior and one Poisson count, by fine sums.
        let pace =
            Pace { persistence_per_year: 1.0, start_sd: 0.0, month_shape: f64::INFINITY, ..pace() };
        let filtered = filter(&pace, &record(&[(2.0, 0.0), (3.0, 2.0)]));
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
        let (kept, innovation) = monthly(&pace);
        let (mut sum, mut mean, mut square) = (0.0, 0.0, 0.0);
        for _ in 0..400_000 {
            let (mut x, g, mut log) = (pace.sd * normal(), pace.start_sd * normal(), 0.0);
            let mut combined = 0.0;
            for (month, (expected, seen)) in months.iter().enumerate() {
                if month > 0 {
                    x = kept * x + innovation * normal();
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
        let learned = filter(&pace, &record(&months)).learned[4];
        assert!((learned.mean - mean).abs() < 0.01, "{} {mean}", learned.mean);
        assert!((learned.sd - (square - mean * mean).sqrt()).abs() < 0.01);
    }

    #[test]
    fn draws_from_the_posterior_have_its_moments() {
        let filtered = filter(&pace(), &record(&[(1.0, 2.0); 8]));
        let count = 100_000u64;
        let (mut sum, mut square) = (0.0, 0.0);
        for i in 0..count {
            let state = filtered.posterior.at(Uniform(i * (u64::MAX / count) + 7));
            sum += state.x;
            square += state.x * state.x;
        }
        let mean = sum / count as f64;
        assert!((mean - filtered.moments.x).abs() < 1e-3);
        assert!((square / count as f64 - mean * mean - filtered.moments.xx).abs() < 2e-3);
        filtered.posterior.at(Uniform(0));
        filtered.posterior.at(Uniform(u64::MAX));
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
                let learned = filter(&pace, &record(&[(0.001, seen); 5])).learned[4];
                assert!(learned.mean.is_finite() && learned.sd.is_finite(), "{pace:?}");
            }
        }
    }
}
