//! Scenarios side by side on the same draws: what differs between two of them, and how surely.

use super::{
    dates::{Dates, Milestone},
    difference::{Difference, Order},
};
use crate::{
    engine::{Detail, Gather, GatherTogether, Run, Runs, gather_together},
    quantity::{Day, Days, Proportion, When},
    treaty::{Model, rule::Rule},
};

/// Width of the bins in which two scenarios' days are counted together.
const BIN_DAYS: i32 = 32;

/// Counts over the runs of several scenarios, run by run side by side. Whole numbers.
#[derive(Clone, PartialEq, Debug)]
pub struct SideBySide {
    /// The dates of each scenario.
    pub dates: Vec<Dates>,
    /// The pairs asked for, in that order.
    pub pairs: Vec<Pair>,
    entry: Vec<EntryDays>,
    /// In force after this day is beyond what all scenarios look at.
    until: Day,
    in_force: Vec<When>,
}

/// Counts over the runs of two scenarios, `one` and `other`.
#[derive(Clone, PartialEq, Debug)]
pub struct Pair {
    /// Which scenario is the one that the other is held against.
    pub one: usize,
    /// Which scenario is the other.
    pub other: usize,
    runs: u64,
    other_earlier: u64,
    other_later: u64,
    neither: u64,
    /// For each day asked: runs in force by then in `one` alone, and in `other` alone.
    by: Vec<(Day, u64, u64)>,
    /// Days gained by `other`, and their squares, each capped at `until`.
    gained: i128,
    gained_squared: u128,
    first: Day,
    until: Day,
    bins: usize,
    /// Runs by bin of `one`, then of `other`; the last bin is beyond.
    joint: Vec<u64>,
}

/// For each day the rule may be met, the day in force.
#[derive(Clone, PartialEq, Debug)]
struct EntryDays {
    rule: Rule,
    as_of: Day,
    days: Vec<Day>,
}

impl SideBySide {
    /// Goes through the runs of all scenarios side by side; `pairs` are indices of scenarios, and
    /// differences of chances are counted for `days`. `progress` hears how many runs are done.
    pub fn from_runs(
        all: &[Runs<'_>],
        pairs: &[(usize, usize)],
        days: &[Day],
        progress: &(dyn Fn(u64) + Sync),
    ) -> SideBySide {
        let models: Vec<&Model> = all.iter().map(|runs| runs.model).collect();
        gather_together(all, Detail::Date, || SideBySide::new(&models, pairs, days), progress)
    }

    /// No run yet.
    fn new(models: &[&Model], pairs: &[(usize, usize)], days: &[Day]) -> SideBySide {
        let first = models.iter().map(|model| model.as_of).min().unwrap_or(Day::FIRST);
        let last = |model: &&Model| model.rule.in_force(model.horizon);
        let until = models.iter().map(last).min().unwrap_or(Day::LAST).max(first);
        let pair = |(one, other): &(usize, usize)| Pair::new(*one, *other, first, until, days);
        SideBySide {
            dates: models.iter().map(|model| Dates::new(model)).collect(),
            pairs: pairs.iter().map(pair).collect(),
            entry: models.iter().map(|model| EntryDays::new(model)).collect(),
            until,
            in_force: vec![When::NEVER; models.len()],
        }
    }

    /// The last day that all scenarios look at: later entries into force count as beyond it.
    pub fn until(&self) -> Day {
        self.until
    }

    /// By how many days the other scenario's median day in force comes earlier; nothing where one
    /// of the two lies beyond the horizon.
    pub fn median_gained(&self, pair: &Pair) -> Option<Difference> {
        self.gained_at(pair, 0.5)
    }

    /// Which of the two scenarios is the earlier, in what sense.
    pub fn order(&self, pair: &Pair) -> Order {
        if pair.other_earlier == 0 && pair.other_later == 0 {
            return Order::Same;
        }
        if pair.other_later == 0 {
            return Order::OtherInEveryRun;
        }
        if pair.other_earlier == 0 {
            return Order::OneInEveryRun;
        }
        Order::from_curves(&self.dates[pair.one], &self.dates[pair.other], pair.first, self.until)
    }

    /// Days gained at a quantile. Its error follows from those of the two quantiles and from how
    /// often both scenarios come before them in the same run (Bahadur 1966, for a pair).
    fn gained_at(&self, pair: &Pair, share: f64) -> Option<Difference> {
        let of = |index: usize| {
            let at = self.dates[index].quantile(Milestone::InForce, share);
            Some((at.day.day()?, at.error_days()?))
        };
        let ((one, one_error), (other, other_error)) = (of(pair.one)?, of(pair.other)?);
        let both = pair.both_by(one, other);
        let correlation = ((both - share * share) / (share * (1.0 - share))).clamp(-1.0, 1.0);
        let variance = one_error * one_error + other_error * other_error
            - 2.0 * correlation * one_error * other_error;
        // Days are whole: half a day is the least that can be said.
        let standard_error = variance.max(0.0).sqrt().max(0.5);
        Some(Difference { value: f64::from((one - other).0), standard_error })
    }
}

impl GatherTogether for SideBySide {
    fn observe_runs(&mut self, runs: &[Run<'_>]) {
        for (index, run) in runs.iter().enumerate() {
            self.dates[index].observe_run(run);
            let in_force = self.entry[index].in_force(run.met);
            self.in_force[index] = if in_force.by(self.until) { in_force } else { When::NEVER };
        }
        for pair in &mut self.pairs {
            pair.observe(self.in_force[pair.one], self.in_force[pair.other]);
        }
    }

    fn merge_counts(&mut self, other: SideBySide) {
        for (dates, more) in self.dates.iter_mut().zip(other.dates) {
            dates.merge_counts(more);
        }
        for (pair, more) in self.pairs.iter_mut().zip(other.pairs) {
            pair.merge_counts(more);
        }
    }
}

impl Pair {
    fn new(one: usize, other: usize, first: Day, until: Day, days: &[Day]) -> Pair {
        let bins = ((until - first).0.max(0) / BIN_DAYS) as usize + 2;
        Pair {
            one,
            other,
            runs: 0,
            other_earlier: 0,
            other_later: 0,
            neither: 0,
            by: days.iter().map(|day| (*day, 0, 0)).collect(),
            gained: 0,
            gained_squared: 0,
            first,
            until,
            bins,
            joint: vec![0; bins * bins],
        }
    }

    /// The chance by this day in `other` less that in `one`; nothing for a day not asked for. From
    /// the runs in which the two disagree, half a run added to either kind.
    pub fn chance_gained(&self, day: Day) -> Option<Difference> {
        let (_, one, other) = *self.by.iter().find(|(known, ..)| *known == day)?;
        let runs = self.runs.max(1) as f64;
        let (one, other) = (one as f64, other as f64);
        let mean = (other - one) / (runs + 1.0);
        let variance = (one + other + 1.0) / (runs + 1.0) - mean * mean;
        let standard_error = (variance / runs).sqrt();
        Some(Difference { value: (other - one) / runs, standard_error })
    }

    /// By how many days `other` is in force earlier on average, days capped at the last that all
    /// scenarios look at.
    pub fn days_gained(&self) -> Difference {
        Difference::from_sums(self.runs, self.gained, self.gained_squared)
    }

    /// The chance that `other` is in force on an earlier day than `one`.
    pub fn chance_other_earlier(&self) -> Proportion {
        self.estimate(self.other_earlier)
    }

    /// The chance that `one` is in force on an earlier day than `other`.
    pub fn chance_one_earlier(&self) -> Proportion {
        self.estimate(self.other_later)
    }

    /// The chance that neither is in force by the last day that all scenarios look at.
    pub fn chance_neither(&self) -> Proportion {
        self.estimate(self.neither)
    }

    fn estimate(&self, count: u64) -> Proportion {
        Proportion { count, runs: self.runs.max(1) }
    }

    fn observe(&mut self, one: When, other: When) {
        self.runs += 1;
        self.other_earlier += u64::from(other < one);
        self.other_later += u64::from(one < other);
        self.neither += u64::from(one == When::NEVER && other == When::NEVER);
        for (day, one_alone, other_alone) in &mut self.by {
            let by = (one.by(*day), other.by(*day));
            *one_alone += u64::from(by == (true, false));
            *other_alone += u64::from(by == (false, true));
        }
        let gained = i64::from(self.after(one)) - i64::from(self.after(other));
        self.gained += i128::from(gained);
        self.gained_squared += u128::from(gained.unsigned_abs() * gained.unsigned_abs());
        let cell = self.bin(one) * self.bins + self.bin(other);
        self.joint[cell] += 1;
    }

    fn merge_counts(&mut self, other: Pair) {
        self.runs += other.runs;
        self.other_earlier += other.other_earlier;
        self.other_later += other.other_later;
        self.neither += other.neither;
        self.gained += other.gained;
        self.gained_squared += other.gained_squared;
        for (by, more) in self.by.iter_mut().zip(other.by) {
            by.1 += more.1;
            by.2 += more.2;
        }
        for (count, more) in self.joint.iter_mut().zip(other.joint) {
            *count += more;
        }
    }

    /// Days from the first as-of day, capped at the last day looked at.
    fn after(&self, when: When) -> i32 {
        (when.day().unwrap_or(self.until).min(self.until) - self.first).0
    }

    fn bin(&self, when: When) -> usize {
        match when.day() {
            Some(day) => ((day - self.first).0.max(0) / BIN_DAYS) as usize,
            None => self.bins - 1,
        }
    }

    /// The share of the runs in which both come by a day of their own, to within a bin's part.
    fn both_by(&self, one: Day, other: Day) -> f64 {
        let whole = |day: Day| f64::from((day - self.first).0.max(0) + 1) / f64::from(BIN_DAYS);
        let part = |bin: usize, whole: f64| (whole - bin as f64).clamp(0.0, 1.0);
        let (one, other) = (whole(one), whole(other));
        let rows = self.joint.chunks(self.bins).enumerate().take(self.bins - 1);
        let sum: f64 = rows
            .map(|(row, counts)| {
                let counts = counts[..self.bins - 1].iter().enumerate();
                let within: f64 = counts.map(|(bin, count)| *count as f64 * part(bin, other)).sum();
                part(row, one) * within
            })
            .sum();
        sum / self.runs.max(1) as f64
    }
}

impl EntryDays {
    fn new(model: &Model) -> EntryDays {
        let days = 0..=(model.horizon - model.as_of).0.max(0);
        EntryDays {
            rule: model.rule.clone(),
            as_of: model.as_of,
            days: days.map(|after| model.rule.in_force(model.as_of + Days(after))).collect(),
        }
    }

    fn in_force(&self, met: When) -> When {
        let Some(met) = met.day() else { return When::NEVER };
        let known = usize::try_from((met - self.as_of).0).ok().and_then(|at| self.days.get(at));
        When::on(known.copied().unwrap_or_else(|| self.rule.in_force(met)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Day = Day::FIRST;

    /// A pair over these in-force days after the first; -1 is never.
    fn pair(runs: &[(i32, i32)], asked: i32) -> Pair {
        let day = |after: i32| FIRST + Days(after);
        let when = |after: i32| if after < 0 { When::NEVER } else { When::on(day(after)) };
        let halves = runs.split_at(runs.len() / 2);
        let gather = |runs: &[(i32, i32)]| {
            let mut pair = Pair::new(0, 1, FIRST, day(1000), &[day(asked)]);
            runs.iter().for_each(|(one, other)| pair.observe(when(*one), when(*other)));
            pair
        };
        let mut all = gather(halves.0);
        all.merge_counts(gather(halves.1));
        assert_eq!(all, gather(runs), "parts add up to the whole");
        all
    }

    #[test]
    fn differences_come_from_the_same_run() {
        let pair = pair(&[(10, 5), (10, 10), (20, 30), (-1, 40), (-1, -1)], 12);
        assert_eq!(pair.chance_other_earlier().count, 2);
        assert_eq!(pair.chance_one_earlier().count, 1);
        assert_eq!(pair.chance_neither().count, 1);
        assert_eq!(pair.chance_gained(FIRST + Days(12)).map(|gain| gain.value), Some(0.0));
        assert_eq!(pair.chance_gained(FIRST), None);
        let days = pair.days_gained();
        assert!((days.value - (5.0 + 0.0 - 10.0 + 960.0 + 0.0) / 5.0).abs() < 1e-12);
    }

    #[test]
    fn the_error_of_a_difference_is_that_of_the_runs_that_disagree() {
        // 30 runs gained, 10 lost, 60 agree: the textbook variance of a paired difference.
        let mut runs = vec![(50, 5); 30];
        runs.extend(vec![(5, 50); 10]);
        runs.extend(vec![(5, 5); 60]);
        let gain = pair(&runs, 12).chance_gained(FIRST + Days(12)).unwrap();
        assert!((gain.value - 0.2).abs() < 1e-12);
        let textbook = ((0.4 - 0.04) / 100.0f64).sqrt();
        assert!((gain.standard_error / textbook - 1.0).abs() < 0.02, "{gain:?}");
        let sure = pair(&[(5, 5); 100], 12).chance_gained(FIRST + Days(12)).unwrap();
        assert!(sure.standard_error > 0.0, "agreement in every run is not certainty");
    }

    #[test]
    fn both_by_is_the_joint_share() {
        let runs: Vec<(i32, i32)> = (0..640).map(|i| (i, 639 - i)).collect();
        let pair = pair(&runs, 0);
        let both = pair.both_by(FIRST + Days(319), FIRST + Days(319));
        assert!(both.abs() < 0.01, "{both}");
        let both = pair.both_by(FIRST + Days(479), FIRST + Days(319));
        assert!((both - 0.25).abs() < 0.01, "{both}");
    }
}
