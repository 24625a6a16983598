//! How many parties there are by the end of each month, over all runs.

use super::counts::CompactCounts;
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
    counts: CompactCounts,
    /// New parties of one run, as in `month_of`; zero between runs.
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
    /// The same drawn as lines that reach each whole number on the day on which the percentile does,
    /// and rise evenly from one to the next; for drawing.
    pub smooth: [f64; 5],
    /// Mean number.
    pub mean: f64,
    /// Standard error of the mean.
    pub mean_error: f64,
}

/// The levels, 0 to 1, at which numbers of parties are given: the middle and two bands about it.
pub const BAND_LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

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
            counts: CompactCounts::new(ends.len() * (most + 1)),
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
            (0..=self.most).map(|number| self.counts.count_at(number * months + month)).collect()
        };
        let counts: Vec<Vec<u64>> = (0..months).map(of).collect();
        let lines =
            BAND_LEVELS.map(|level| line(&self.ends, &counts, level * self.runs.max(1) as f64));
        let month = |(month, counts): (usize, &Vec<u64>)| {
            self.month(self.ends[month], counts, lines.each_ref().map(|line| line[month]))
        };
        counts.iter().enumerate().map(month).collect()
    }

    fn month(&self, end: Day, counts: &[u64], smooth: [f64; 5]) -> PartiesMonth {
        let runs = self.runs.max(1) as f64;
        let moments = counts.iter().enumerate().fold((0.0, 0.0), |(sum, square), (n, count)| {
            let (n, count) = (n as f64, *count as f64);
            (sum + n * count, square + n * n * count)
        });
        let mean = moments.0 / runs;
        let variance = (moments.1 / runs - mean * mean).max(0.0);
        PartiesMonth {
            end,
            quantiles: BAND_LEVELS.map(|level| quantile(counts, level * runs)),
            smooth,
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

/// The height of a line by the end of each month that reaches each number on the day on which fewer
/// than `rank` runs are below it, and rises evenly in between. From the last number reached on it is
/// level: nobody knows when the next would be.
fn line(ends: &[Day], counts: &[Vec<u64>], rank: f64) -> Vec<f64> {
    let days: Vec<f64> = ends.iter().map(|end| f64::from(end.number())).collect();
    let reached: Vec<usize> = counts.iter().map(|counts| quantile(counts, rank)).collect();
    let below = |month: usize, n: usize| counts[month][..n].iter().sum::<u64>() as f64;
    // The day on which a number is reached; between two months' ends runs come evenly.
    let day = |n: usize| -> Option<f64> {
        let month = reached.partition_point(|reached| *reached < n);
        if month == 0 || month == days.len() {
            return days.get(month).copied();
        }
        let (before, after) = (below(month - 1, n), below(month, n));
        let part = (before - rank) / (before - after);
        Some(days[month - 1] + part * (days[month] - days[month - 1]))
    };
    let height = |(now, n): (&f64, &usize)| {
        let next = day(*n).zip(day(n + 1));
        // Two numbers may be reached on one day: the line stands upright, and what comes later counts.
        let part = next.filter(|(from, to)| from < to).map(|(from, to)| (now - from) / (to - from));
        *n as f64 + part.unwrap_or(0.0)
    };
    days.iter().zip(&reached).map(height).collect()
}

impl Gather for Parties {
    fn observe_run(&mut self, run: &Run<'_>) {
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

    fn merge_counts(&mut self, other: Parties) {
        self.runs += other.runs;
        self.counts.merge_counts(&other.counts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(months: usize) -> Vec<Day> {
        let first = Day::new(2027, 1, 31).unwrap();
        let next = |end: &Day| Some((*end + Days(1)).first_of_next_month() - Days(1));
        std::iter::successors(Some(first), next).take(months).collect()
    }

    #[test]
    fn a_line_reaches_each_number_when_the_percentile_does() {
        // Of ten runs 0, 4, 8, 10 have the first deposit by the end of each month, 0, 0, 2, 6 the second.
        let counts = [[10, 0, 0], [6, 4, 0], [2, 6, 2], [0, 4, 6]].map(Vec::from);
        let ends = ends(4);
        let at = |day: f64, month: usize| day - f64::from(ends[month].number());
        let heights = line(&ends, &counts, 5.0);
        // The first is as likely as not a quarter into March, the second three quarters into April.
        let (first, second) =
            (at(f64::from(ends[1].number()) + 7.75, 0), at(f64::from(ends[2].number()) + 22.5, 0));
        let expected = [0.0, 28.0 / first, 1.0 + (59.0 - first) / (second - first), 2.0];
        for (found, expected) in heights.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{heights:?}");
        }
        // Never below nor a whole step above the percentile itself.
        for level in BAND_LEVELS {
            for (height, counts) in line(&ends, &counts, level * 10.0).iter().zip(&counts) {
                assert_eq!(height.floor() as usize, quantile(counts, level * 10.0));
            }
        }
    }

    #[test]
    fn a_line_is_level_where_no_more_is_reached() {
        let counts = [[0, 10, 0], [0, 10, 0], [0, 9, 1]].map(Vec::from);
        assert_eq!(line(&ends(3), &counts, 5.0), [1.0; 3]);
        assert_eq!(line(&ends(1), &counts[..1], 5.0), [1.0]);
    }

    #[test]
    fn a_line_has_a_height_where_two_numbers_are_reached_on_one_day() {
        // Just half are below 2 by the first end, which is when the line reaches 2 too.
        let counts = [[0, 5, 5, 0], [0, 4, 4, 2]].map(Vec::from);
        assert_eq!(line(&ends(2), &counts, 5.0), [1.0, 2.0]);
    }
}
