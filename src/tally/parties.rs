//! How many parties there are by the end of each month, over all runs.

use super::counts::Counts;
use crate::{
    engine::{Gather, Run},
    quantity::{Day, Days, When},
    treaty::Model,
};

/// How many runs had so many parties by the end of each calendar month.
#[derive(Clone, PartialEq, Debug)]
pub struct Parties {
    /// The last day of each month from the as-of day's on, and of the horizon.
    ends: Vec<Day>,
    as_of: Day,
    /// For the as-of day and each day after it, up to the one past the horizon: 0 for the as-of
    /// day, then the months from 1, then what stands for never.
    month_of: Vec<u16>,
    /// Whose deposits count under the rule.
    counting: Vec<bool>,
    /// How many those are.
    most: usize,
    /// Runs by number of parties, then by month: what a run touches lies together.
    counts: Counts,
    /// New parties of one run, as in `month_of`; nought between runs.
    scratch: Vec<u16>,
    runs: u64,
}

/// The number of parties at the end of a month.
#[derive(Clone, PartialEq, Debug)]
pub struct PartiesMonth {
    /// Last day of the month.
    pub end: Day,
    /// The 5th, 25th, 50th, 75th and 95th percentile, whole numbers.
    pub quantiles: [usize; 5],
    /// The same as mid-distribution quantiles, which move smoothly (Parzen 2004); for drawing.
    pub smooth: [f64; 5],
    /// Mean number.
    pub mean: f64,
    /// Standard error of the mean.
    pub mean_error: f64,
}

/// The shares at which numbers of parties are given.
pub const SHARES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

impl Parties {
    /// No run yet.
    pub fn new(model: &Model) -> Parties {
        let mut ends = Vec::new();
        let mut next = model.as_of.first_of_next_month();
        while next <= model.horizon {
            ends.push(next - Days(1));
            // No month follows the calendar's last.
            next =
                if next.first_of_next_month() > next { next.first_of_next_month() } else { break };
        }
        ends.push(model.horizon);
        let month = |day: Day| ends.partition_point(|end| *end < day) as u16 + 1;
        let days = (model.horizon - model.as_of).0.max(0);
        let months = (1..=days).map(|after| month(model.as_of + Days(after)));
        let never = ends.len() as u16 + 1;
        let month_of = std::iter::once(0).chain(months).chain([never]).collect();
        let counting: Vec<bool> =
            (0..model.participants.len()).map(|index| model.rule.counts(index)).collect();
        let most = counting.iter().filter(|counts| **counts).count();
        Parties {
            counts: Counts::new(ends.len() * (most + 1)),
            most,
            scratch: vec![0; ends.len() + 2],
            ends,
            as_of: model.as_of,
            month_of,
            counting,
            runs: 0,
        }
    }

    /// Month by month, from the as-of day's month to the horizon.
    pub fn months(&self) -> Vec<PartiesMonth> {
        let months = self.ends.len();
        let of = |month: usize| -> Vec<u64> {
            (0..=self.most).map(|number| self.counts.at(number * months + month)).collect()
        };
        self.ends.iter().enumerate().map(|(month, end)| self.month(*end, &of(month))).collect()
    }

    fn month(&self, end: Day, counts: &[u64]) -> PartiesMonth {
        let runs = self.runs.max(1) as f64;
        let moments = counts.iter().enumerate().fold((0.0, 0.0), |(sum, square), (n, count)| {
            let (n, count) = (n as f64, *count as f64);
            (sum + n * count, square + n * n * count)
        });
        let mean = moments.0 / runs;
        let variance = (moments.1 / runs - mean * mean).max(0.0);
        PartiesMonth {
            end,
            quantiles: SHARES.map(|share| quantile(counts, share * runs)),
            smooth: SHARES.map(|share| smooth(counts, share * runs)),
            mean,
            mean_error: (variance / runs).sqrt(),
        }
    }
}

fn quantile(counts: &[u64], rank: f64) -> usize {
    let mut sum = 0.0;
    counts
        .iter()
        .position(|count| {
            sum += *count as f64;
            sum >= rank
        })
        .unwrap_or(0)
}

/// Between the middles of the steps of the cumulative counts.
fn smooth(counts: &[u64], rank: f64) -> f64 {
    let mut sum = 0.0;
    let mut last: Option<(f64, f64)> = None;
    for (n, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let middle = sum + 0.5 * *count as f64;
        sum += *count as f64;
        let n = n as f64;
        if middle >= rank {
            return last
                .map_or(n, |(before, at)| before + (n - before) * (rank - at) / (middle - at));
        }
        last = Some((n, middle));
    }
    last.map_or(0.0, |(n, _)| n)
}

impl Gather for Parties {
    fn see(&mut self, run: &Run<'_>) {
        self.runs += 1;
        let (first, never) = (self.as_of.number(), self.month_of.len() - 1);
        for (when, counts) in run.deposits.iter().zip(&self.counting) {
            let when = if *counts { *when } else { When::NEVER };
            // Without a branch: who joins by the horizon cannot be foreseen.
            let after = (when.number().max(first).wrapping_sub(first) as u32 as usize).min(never);
            self.scratch[usize::from(self.month_of[after])] += 1;
        }
        let [record, months @ .., never_joins] = self.scratch.as_mut_slice() else { return };
        let mut parties = usize::from(std::mem::take(record));
        let (counts, in_all) = (self.counts.run(), months.len());
        for (month, new) in months.iter_mut().enumerate() {
            parties += usize::from(std::mem::take(new));
            counts[parties * in_all + month] += 1;
        }
        *never_joins = 0;
    }

    fn merge(&mut self, other: Parties) {
        self.runs += other.runs;
        self.counts.merge(&other.counts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smooth_quantiles_lie_between_the_whole_ones() {
        let counts = [0, 10, 30, 40, 20];
        assert_eq!(quantile(&counts, 50.0), 3);
        assert!((smooth(&counts, 25.0) - 2.0).abs() < 1e-12);
        assert!((smooth(&counts, 42.5) - 2.5).abs() < 1e-12);
        assert!((smooth(&counts, 1.0) - 1.0).abs() < 1e-12);
        assert!((smooth(&counts, 99.9) - 4.0).abs() < 1e-12);
    }
}
