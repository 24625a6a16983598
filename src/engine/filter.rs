//! What the deposits seen so far say of the pace: an exact filter on a grid.
//!
//! The log pace has a part x, which moves from month to month, and a trend b, which does not. Both have
//! normal priors, so a grid over (x, b) with sums for integrals converges faster than any power of its step.
//! Deposits of a month are negative binomial given the pace (scenarios/METHOD.md, section 3). There is no
//! sampling and so no sampling error. What the treaty's signing adds to log pace is not known for sure: the
//! record is filtered for some values of it, and each has the chance of the record as its evidence.

use super::{
    observed_history::{ObservedHistory, ObservedMonth},
    stream::Uniform,
};
use crate::{
    parameters::Pace,
    process::{
        age::middle_years,
        pace::{MonthlyStep, trend_effect},
    },
};

// Sums over a grid of step h miss the integral of a normal density of spread s by about
// exp(-2 (pi s / h)²), which is nothing for a step below s.

/// How far the trend is followed, in standard deviations.
const TREND_REACH: f64 = 5.0;
/// How far the wandering part is followed.
const REACH: f64 = 6.0;
/// The steps beside the standard deviations of the trend and of the least of the months' moves.
const STEP: f64 = 0.8;
/// No step is longer than this: a month of many deposits tells the log pace to about as much.
const LONGEST_STEP: f64 = 0.3;
const MOST_TREND_POINTS: usize = 201;
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
    pub(super) wander: f64,
    /// The trend in the logarithm of age.
    pub(super) trend: f64,
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
    /// What signing adds to log pace.
    pub(super) link: f64,
    pub(super) posterior: LatentPosterior,
    /// One for each month of the record, given the deposits up to it.
    pub(super) by_month: Vec<LogPace>,
    /// Of the last month of the record.
    pub(super) moments: Moments,
    /// Log chance of the record, but for a constant of it.
    pub(super) log_evidence: f64,
}

/// Means, variances and covariance of (x, b).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    x: f64,
    b: f64,
    xx: f64,
    bb: f64,
    xb: f64,
}

/// How likely each state of the pace is.
pub(super) struct PaceGrid {
    x: Vec<f64>,
    b: Vec<f64>,
    /// By b, then x.
    weight: Vec<f64>,
}

/// For each x, where a month may take it: the first x, and the chances of it and of those after it.
pub(super) type Moves = Vec<(usize, Vec<f64>)>;

/// The log chance of a month's deposits by log pace, tabulated.
pub(super) struct MonthChance {
    low: f64,
    /// Value and slope at points a step apart.
    points: Vec<[f64; 2]>,
}

/// What a unit of the trend adds to log pace in a month of age.
pub(super) fn trend_in(pace: &Pace, month: usize) -> f64 {
    trend_effect(pace, middle_years(month))
}

/// The pace's state at the as-of day, for each of some values that signing may add to log pace. Months
/// whose deposits teach nothing leave it to move on.
pub(super) fn filter(pace: &Pace, history: &ObservedHistory, links: &[f64]) -> Vec<Filtered> {
    let months = history.months.len();
    let prior = PaceGrid::prior(pace, months);
    let mut nodes: Vec<Node> = links.iter().map(|link| Node::new(&prior, *link, months)).collect();
    let widest = links.iter().fold(0.0f64, |widest, link| widest.max(link.abs()));
    for (month, observed) in history.months.iter().enumerate() {
        let moves = if month > 0 { prior.moves(pace, month) } else { Moves::new() };
        let trend = trend_in(pace, month);
        let chance = observed
            .teaches(pace)
            .then(|| MonthChance::new(pace.month_shape, observed, prior.reach(trend) + widest));
        for node in &mut nodes {
            node.grid.move_a_month(&moves);
            if let Some(chance) = &chance {
                node.log_evidence += node.grid.update(chance, trend, node.link);
            }
            node.by_month.push(node.grid.moments().log_pace(trend, node.link));
        }
    }
    let trend = trend_in(pace, months.max(1) - 1);
    nodes.into_iter().map(|node| node.finish(trend)).collect()
}

/// A value that signing may add to log pace, and what the record says of the rest under it.
struct Node {
    link: f64,
    grid: PaceGrid,
    by_month: Vec<LogPace>,
    log_evidence: f64,
}

impl Node {
    fn new(prior: &PaceGrid, link: f64, months: usize) -> Node {
        let grid =
            PaceGrid { x: prior.x.clone(), b: prior.b.clone(), weight: prior.weight.clone() };
        Node { link, grid, by_month: Vec::with_capacity(months), log_evidence: 0.0 }
    }

    fn finish(self, trend: f64) -> Filtered {
        Filtered {
            link: self.link,
            posterior: self.grid.posterior(trend),
            by_month: self.by_month,
            moments: self.grid.moments(),
            log_evidence: self.log_evidence,
        }
    }
}

impl Moments {
    /// A month later, nothing more being learned.
    pub(super) fn move_a_month(&mut self, step: MonthlyStep) {
        let MonthlyStep { autocorrelation, innovation_sd } = step;
        self.x *= autocorrelation;
        self.xb *= autocorrelation;
        self.xx = autocorrelation * autocorrelation * self.xx + innovation_sd * innovation_sd;
    }

    /// Of the log pace, where a unit of the trend adds so much and signing so much.
    pub(super) fn log_pace(&self, trend: f64, link: f64) -> LogPace {
        let variance = self.xx + 2.0 * trend * self.xb + trend * trend * self.bb;
        LogPace { mean: self.x + trend * self.b + link, sd: libm::sqrt(variance.max(0.0)) }
    }
}

impl MonthChance {
    const STEP: f64 = 0.05;

    /// Of so many deposits in a month where e to the log pace times those expected are to come, but for a
    /// constant: negative binomial of this shape, Poisson where it is infinite. For log paces beside the
    /// average as far as `reach` to either side.
    pub(super) fn new(shape: f64, month: &ObservedMonth, reach: f64) -> MonthChance {
        let count = (2.0 * reach / MonthChance::STEP).ceil() as usize + 2;
        let deposits = month.deposits;
        let centre = month.mean_log_pace + libm::log(month.expected);
        let point = |place: usize| {
            // Kept where neither the pace nor its logarithm overflows.
            let log = centre - reach + MonthChance::STEP * place as f64;
            let log = log.clamp(-600.0, 600.0);
            let expected = libm::exp(log);
            if shape.is_finite() {
                let value = deposits * log - (deposits + shape) * libm::log1p(expected / shape);
                [value, deposits - (deposits + shape) * (expected / (expected + shape))]
            } else {
                [deposits * log - expected, deposits - expected]
            }
        };
        MonthChance { low: -reach, points: (0..count).map(point).collect() }
    }

    /// At a log pace beside the average: Hermite's cubic between two points.
    fn at(&self, log_pace: f64) -> f64 {
        let place = ((log_pace - self.low) / MonthChance::STEP).max(0.0);
        let from = (place as usize).min(self.points.len() - 2);
        let t = place - from as f64;
        let ([one, slope], [other, next_slope]) = (self.points[from], self.points[from + 1]);
        let (rise, slope, next_slope) =
            (other - one, slope * MonthChance::STEP, next_slope * MonthChance::STEP);
        one + t
            * (slope
                + t * (3.0 * rise - 2.0 * slope - next_slope
                    + t * (slope + next_slope - 2.0 * rise)))
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
    /// At the opening, for a record of so many months: its step follows the least of their moves.
    pub(super) fn prior(pace: &Pace, months: usize) -> PaceGrid {
        let moves = (1..months.max(2)).map(|month| MonthlyStep::into_month(pace, month));
        let least = moves.map(|step| step.innovation_sd).fold(f64::INFINITY, f64::min);
        let step = if least > 0.0 { STEP * least } else { 0.1 * pace.sd };
        let x = points(REACH * pace.sd, step, MOST_POINTS);
        let b = points(TREND_REACH * pace.trend_sd, STEP * pace.trend_sd, MOST_TREND_POINTS);
        let density = |value: f64, sd: f64| if sd > 0.0 { bell(value / sd) } else { 1.0 };
        let weight = b
            .iter()
            .flat_map(|b| x.iter().map(|x| density(*x, pace.sd) * density(*b, pace.trend_sd)))
            .collect();
        let mut grid = PaceGrid { x, b, weight };
        grid.normalise();
        grid
    }

    /// How far from 0 a state's log pace may be where a unit of the trend adds so much.
    fn reach(&self, trend: f64) -> f64 {
        let last = |points: &[f64]| points.last().map_or(0.0, |last| last.abs());
        last(&self.x) + (trend * last(&self.b)).abs()
    }

    /// Where the move into a month may take each x; empty where x stays.
    pub(super) fn moves(&self, pace: &Pace, month: usize) -> Moves {
        let MonthlyStep { autocorrelation: kept, innovation_sd: innovation } =
            MonthlyStep::into_month(pace, month);
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

    /// Takes in what a month of age brought, in which a unit of the trend adds so much to log pace, and
    /// signing so much; returns the log chance of it, but for a constant of the month.
    pub(super) fn update(&mut self, chance: &MonthChance, trend: f64, link: f64) -> f64 {
        let mut logs = Vec::with_capacity(self.weight.len());
        for b in &self.b {
            let beside = b * trend + link;
            logs.extend(self.x.iter().map(|x| chance.at(x + beside)));
        }
        let pairs = logs.iter().zip(&self.weight).filter(|(_, weight)| **weight > 0.0);
        let most = pairs.map(|(log, _)| *log).fold(f64::NEG_INFINITY, f64::max);
        // A month that no state of the pace can explain teaches nothing.
        if !most.is_finite() {
            return 0.0;
        }
        for (weight, log) in self.weight.iter_mut().zip(logs) {
            *weight *= libm::exp(log - most);
        }
        most + libm::log(self.normalise())
    }

    /// Makes the weights add up to 1; returns what they added up to.
    fn normalise(&mut self) -> f64 {
        let sum: f64 = self.weight.iter().sum();
        self.weight.iter_mut().for_each(|weight| *weight /= sum);
        sum
    }

    /// The chance that the log pace beside the average is as far as a table of a month must reach.
    pub(super) fn month_chance(
        &self,
        pace: &Pace,
        month: &ObservedMonth,
        (trend, link): (f64, f64),
    ) -> Option<MonthChance> {
        let reach = self.reach(trend) + link.abs();
        month.teaches(pace).then(|| MonthChance::new(pace.month_shape, month, reach))
    }

    /// All states, with how likely each is.
    pub(super) fn each(&self) -> impl Iterator<Item = (LatentPace, f64)> {
        let state = |b: &f64, x: &f64| LatentPace { wander: *x, trend: *b };
        let states = self.b.iter().flat_map(move |b| self.x.iter().map(move |x| state(b, x)));
        states.zip(self.weight.iter().copied())
    }

    fn moments(&self) -> Moments {
        let mut sums = Moments::default();
        for (LatentPace { wander: x, trend: b }, weight) in self.each() {
            sums.x += weight * x;
            sums.b += weight * b;
            sums.xx += weight * x * x;
            sums.bb += weight * b * b;
            sums.xb += weight * x * b;
        }
        sums.xx -= sums.x * sums.x;
        sums.bb -= sums.b * sums.b;
        sums.xb -= sums.x * sums.b;
        sums
    }

    /// States in order of pace, so that runs of scenarios that learn different things are paired.
    fn posterior(&self, trend: f64) -> LatentPosterior {
        let mut states: Vec<(LatentPace, f64)> =
            self.each().filter(|(_, weight)| *weight > 1e-12).collect();
        states.sort_by(|(a, _), (b, _)| {
            let by_pace = |one: &LatentPace| one.wander + trend * one.trend;
            by_pace(a).total_cmp(&by_pace(b)).then(a.trend.total_cmp(&b.trend))
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
    use crate::process::negative_binomial::log_chance;

    fn pace() -> Pace {
        Pace {
            mean: -0.2,
            sd: 0.73,
            memory: 1.37,
            age_offset_years: 0.42,
            trend_sd: 0.49,
            month_shape: 3.75,
            signature_centre: 3.0,
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

    fn filter_one(pace: &Pace, history: &ObservedHistory) -> Filtered {
        filter(pace, history, &[0.0]).remove(0)
    }

    #[test]
    fn nothing_learned_is_the_prior() {
        let filtered = filter_one(&Pace { learn: false, ..pace() }, &history(&[(1.0, 9.0); 14]));
        let moments = filtered.moments;
        assert!(moments.x.abs() < 1e-9 && moments.b.abs() < 1e-9);
        assert!((moments.xx.sqrt() - 0.73).abs() < 1e-3, "{}", moments.xx.sqrt());
        assert!((moments.bb.sqrt() - 0.49).abs() < 1e-3);
        assert!(filtered.log_evidence.abs() < 1e-12);
    }

    #[test]
    fn what_signing_adds_is_taken_off_what_the_record_says_of_the_rest() {
        let history = history(&[(1.0, 2.0), (1.0, 4.0), (1.0, 3.0)]);
        let found = filter(&pace(), &history, &[-1.0, 0.0, 1.0]);
        let [slow, none, fast] = [0, 1, 2].map(|node: usize| &found[node]);
        assert!(slow.moments.x > none.moments.x && none.moments.x > fast.moments.x);
        // Three deposits a month where one was expected speak for fast signing.
        assert!(fast.log_evidence > none.log_evidence && none.log_evidence > slow.log_evidence);
        // A mean that is as much higher says the same.
        let higher = Pace { mean: pace().mean + 1.0, ..pace() };
        let mut shifted = history.clone();
        shifted.months.iter_mut().for_each(|month| month.mean_log_pace += 1.0);
        let other = filter_one(&higher, &shifted);
        assert!((other.moments.x - fast.moments.x).abs() < 1e-6);
        assert!((other.log_evidence - fast.log_evidence - 9.0 * 0.0).abs() < 1e-6);
    }

    #[test]
    fn a_slow_record_slows_and_a_fast_one_speeds() {
        let pace_after = |seen| filter_one(&pace(), &history(&[(1.0, seen); 8])).by_month[7].mean;
        assert!(pace_after(0.0) < -0.5 && pace_after(5.0) > 0.5);
    }

    #[test]
    fn a_static_pace_is_the_closed_form() {
        // No wandering, no trend: a log-normal prior and one Poisson count, by fine sums.
        let still = Pace { memory: 0.0, persistence_per_year: 1.0, trend_sd: 0.0, ..pace() };
        let pace = Pace { month_shape: f64::INFINITY, ..still };
        let filtered = filter_one(&pace, &history(&[(2.0, 0.0), (3.0, 2.0)]));
        let (mut sum, mut mean) = (0.0, 0.0);
        for step in -60_000..60_000 {
            let x = f64::from(step) * 1e-4;
            let rate = (pace.mean + x).exp();
            let weight = (-0.5 * (x / 0.73f64).powi(2) - 5.0 * rate + 2.0 * rate.ln()).exp();
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
        let (mut sum, mut mean, mut square) = (0.0, 0.0, 0.0);
        for _ in 0..400_000 {
            let (mut x, b, mut log) = (pace.sd * normal(), pace.trend_sd * normal(), 0.0);
            let mut combined = 0.0;
            for (month, (expected, seen)) in months.iter().enumerate() {
                if month > 0 {
                    let MonthlyStep { autocorrelation, innovation_sd } =
                        MonthlyStep::into_month(&pace, month);
                    x = autocorrelation * x + innovation_sd * normal();
                }
                combined = x + b * trend_in(&pace, month);
                let mean = expected * libm::exp(pace.mean + combined);
                log += log_chance(*seen, mean, pace.month_shape);
            }
            let weight = log.exp();
            sum += weight;
            mean += weight * combined;
            square += weight * combined * combined;
        }
        let (mean, square) = (mean / sum, square / sum);
        let learned = filter_one(&pace, &history(&months)).by_month[4];
        assert!((learned.mean - mean).abs() < 0.01, "{} {mean}", learned.mean);
        assert!((learned.sd - (square - mean * mean).sqrt()).abs() < 0.01);
    }

    #[test]
    fn draws_from_the_posterior_have_its_moments() {
        let filtered = filter_one(&pace(), &history(&[(1.0, 2.0); 8]));
        let count = 100_000u64;
        let (mut sum, mut square) = (0.0, 0.0);
        for i in 0..count {
            let state = filtered.posterior.quantile(Uniform(i * (u64::MAX / count) + 7));
            sum += state.wander;
            square += state.wander * state.wander;
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
            Pace { sd: 0.0, trend_sd: 0.0, ..pace() },
            Pace { memory: 0.0, persistence_per_year: 0.0, ..pace() },
            Pace { memory: 0.0, persistence_per_year: 0.999_999, ..pace() },
            Pace { memory: 0.01, ..pace() },
            Pace { memory: 1000.0, age_offset_years: 0.01, ..pace() },
            Pace { sd: 50.0, trend_sd: 50.0, ..pace() },
            Pace { month_shape: 1e-6, ..pace() },
        ];
        for pace in edges {
            for seen in [0.0, 150.0] {
                let learned = filter_one(&pace, &history(&[(0.001, seen); 5])).by_month[4];
                assert!(learned.mean.is_finite() && learned.sd.is_finite(), "{pace:?}");
            }
        }
    }
}
