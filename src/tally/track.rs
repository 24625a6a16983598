//! On course or not: the chance of the target given how many deposits there are by a day.

use crate::{
    engine::{Detail, Gather, Run, Runs},
    quantity::{Day, Days, Proportion, When},
    treaty::Model,
};

/// The chances of the target whose numbers of deposits are given.
pub const COURSES: [f64; 3] = [0.1, 0.5, 0.9];

/// A chance that rests on fewer runs than these is not given.
const FEWEST_RUNS: u64 = 30;

/// How many runs had so many deposits by the end of each month, and how many of those make the
/// target. Whole numbers.
#[derive(Clone, PartialEq, Debug)]
pub struct Track {
    as_of: Day,
    /// The last day on which the rule can be met for the target.
    last_day: Day,
    /// Month ends after the as-of day, then the last day.
    ends: Vec<Day>,
    /// For each day after the as-of day up to the last day, the month it falls in.
    month_of: Vec<usize>,
    counting: Vec<bool>,
    /// By month, then by number of deposits: runs, and those that make the target.
    counts: Vec<Vec<(u64, u64)>>,
    scratch: Vec<usize>,
}

/// What is needed by the end of a month.
#[derive(Clone, PartialEq, Debug)]
pub struct TrackMonth {
    /// The last day of the month, or the last day on which the rule can be met for the target.
    pub end: Day,
    /// For each number of deposits seen in some run, in order: the runs that had it, and the
    /// chance of the target in those.
    pub by_count: Vec<(usize, Proportion)>,
    /// For each of [`COURSES`], the fewest deposits that keep the chance so high; nothing where
    /// too few runs have as many.
    pub needed: [Option<usize>; 3],
    /// The same between whole numbers, for drawing.
    pub needed_smooth: [Option<f64>; 3],
    /// The number that half of all runs reach.
    pub median: usize,
}

impl Track {
    /// Goes through all runs. Nothing where no day after the as-of day is early enough for the
    /// target. `progress` hears how many runs are done.
    pub fn from_runs(
        runs: &Runs<'_>,
        target: Day,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Option<Track> {
        let model = runs.model;
        let last = model.rule.last_day_to_meet(target)?.min(model.horizon);
        let empty = || Track::new(model, last);
        (last > model.as_of).then(|| runs.gather(Detail::Parties, empty, progress))
    }

    fn new(model: &Model, last_day: Day) -> Track {
        let mut ends = Vec::new();
        let mut end = model.as_of.first_of_next_month() - Days(1);
        while end < last_day {
            if end > model.as_of {
                ends.push(end);
            }
            end = (end + Days(1)).first_of_next_month() - Days(1);
        }
        ends.push(last_day);
        let days = (1..=(last_day - model.as_of).0).map(|after| model.as_of + Days(after));
        let counting: Vec<bool> =
            (0..model.participants.len()).map(|index| model.rule.counts(index)).collect();
        let most = counting.iter().filter(|counts| **counts).count();
        Track {
            as_of: model.as_of,
            last_day,
            month_of: days.map(|day| ends.partition_point(|end| *end < day)).collect(),
            counts: vec![vec![(0, 0); most + 1]; ends.len()],
            scratch: vec![0; ends.len()],
            ends,
            counting,
        }
    }

    /// The last day on which the rule can be met for the target.
    pub fn last_day(&self) -> Day {
        self.last_day
    }

    /// The chance of the target over all runs.
    pub fn chance(&self) -> Proportion {
        let counts = self.counts.last().map_or(&[][..], Vec::as_slice);
        let (runs, made) =
            counts.iter().fold((0, 0), |(runs, made), one| (runs + one.0, made + one.1));
        Proportion { count: made, runs: runs.max(1) }
    }

    /// Month by month from the as-of day on; the last one ends on the last day.
    pub fn months(&self) -> Vec<TrackMonth> {
        self.ends.iter().zip(&self.counts).map(|(end, counts)| month(*end, counts)).collect()
    }
}

impl Gather for Track {
    fn observe_run(&mut self, run: &Run<'_>) {
        self.scratch.fill(0);
        let mut deposits = 0;
        for (when, counts) in run.deposits.iter().zip(&self.counting) {
            if !counts || *when == When::NEVER {
                continue;
            }
            if when.by(self.as_of) {
                deposits += 1;
            } else if let Some(day) = when.day().filter(|day| *day <= self.last_day) {
                self.scratch[self.month_of[(day - self.as_of).0 as usize - 1]] += 1;
            }
        }
        let made = u64::from(run.met.by(self.last_day));
        for (new, counts) in self.scratch.iter().zip(&mut self.counts) {
            deposits += new;
            counts[deposits].0 += 1;
            counts[deposits].1 += made;
        }
    }

    fn merge_counts(&mut self, other: Track) {
        for (counts, more) in self.counts.iter_mut().zip(other.counts) {
            for (count, more) in counts.iter_mut().zip(more) {
                count.0 += more.0;
                count.1 += more.1;
            }
        }
    }
}

fn month(end: Day, counts: &[(u64, u64)]) -> TrackMonth {
    let rising = rising(counts);
    let smooth = COURSES.map(|course| crossing(&rising, course));
    let half = counts.iter().map(|(runs, _)| runs).sum::<u64>().div_ceil(2);
    let mut sum = 0;
    let median = counts.iter().position(|(runs, _)| {
        sum += runs;
        sum >= half
    });
    let seen = counts.iter().enumerate().filter(|(_, (runs, _))| *runs > 0);
    TrackMonth {
        end,
        by_count: seen
            .map(|(number, (runs, made))| (number, Proportion { count: *made, runs: *runs }))
            .collect(),
        needed: smooth.map(|at| at.map(|at| (at - 1e-9).ceil().max(0.0) as usize)),
        needed_smooth: smooth,
        median: median.unwrap_or(0),
    }
}

/// The chance by number of deposits, made never to fall: neighbours that fall are pooled (Ayer,
/// Brunk, Ewing, Reid and Silverman 1955), and so are those with too few runs.
fn rising(counts: &[(u64, u64)]) -> Vec<(usize, f64)> {
    // Each pool: its numbers, runs, and those that make the target.
    let mut pools: Vec<(Vec<usize>, u64, u64)> = Vec::new();
    for (number, (runs, made)) in counts.iter().enumerate().filter(|(_, (runs, _))| *runs > 0) {
        pools.push((vec![number], *runs, *made));
        while let [.., before, last] = pools.as_slice() {
            let share = |pool: &(Vec<usize>, u64, u64)| pool.2 as f64 / pool.1 as f64;
            if before.1 >= FEWEST_RUNS && share(before) <= share(last) {
                break;
            }
            let Some((numbers, runs, made)) = pools.pop() else { break };
            let Some(before) = pools.last_mut() else { break };
            before.0.extend(numbers);
            before.1 += runs;
            before.2 += made;
        }
    }
    let sound = pools.into_iter().filter(|pool| pool.1 >= FEWEST_RUNS);
    let spread = |(numbers, runs, made): (Vec<usize>, u64, u64)| {
        let share = made as f64 / runs as f64;
        numbers.into_iter().map(move |number| (number, share))
    };
    sound.flat_map(spread).collect()
}

/// Where a rising chance reaches a height, straight between its points.
fn crossing(rising: &[(usize, f64)], height: f64) -> Option<f64> {
    let at = rising.iter().position(|(_, chance)| *chance >= height)?;
    let (number, chance) = rising[at];
    let Some((before, low)) = at.checked_sub(1).map(|before| rising[before]) else {
        return Some(number as f64);
    };
    let part = (height - low) / (chance - low);
    Some(before as f64 + (number - before) as f64 * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_that_keep_the_chance_are_found() {
        let counts = [(100, 0), (100, 5), (100, 20), (100, 60), (100, 95), (5, 5)];
        let month = month(Day::FIRST, &counts);
        assert_eq!(month.needed, [Some(2), Some(3), Some(4)]);
        assert!((month.needed_smooth[1].unwrap() - 2.75).abs() < 1e-9);
        assert_eq!(month.by_count.len(), 6);
        assert_eq!(month.median, 2);
    }

    #[test]
    fn a_dip_between_numbers_is_pooled_away() {
        let rising = rising(&[(100, 10), (100, 40), (100, 20), (100, 80)]);
        let chances: Vec<f64> = rising.iter().map(|(_, chance)| *chance).collect();
        assert_eq!(chances, [0.1, 0.3, 0.3, 0.8]);
    }

    #[test]
    fn a_chance_on_a_handful_of_runs_is_not_given() {
        assert_eq!(month(Day::FIRST, &[(1000, 1), (3, 3)]).needed, [None; 3]);
        assert_eq!(month(Day::FIRST, &[(10, 10)]).needed, [None; 3]);
    }
}
