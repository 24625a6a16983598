//! What each participant does over all runs: when it joins, how often it decides, how much it
//! matters.

use super::{counts::Counts, dates::first_met, difference::Difference, estimate::Estimate};
use crate::{
    engine::{Gather, Run},
    quantity::{Day, Days, When},
    treaty::{Model, rule::Rule},
};

/// Width of the bins in which participants' days of deposit are counted.
const BIN_DAYS: usize = 16;

/// What is counted of each participant beside its days.
const COUNTED: usize = 4;

/// Counts of what each participant did.
#[derive(Clone, PartialEq, Debug)]
pub struct Roles {
    rule: Rule,
    as_of: Day,
    horizon: Day,
    target: Option<Day>,
    /// The last day on which the rule can be met for the target; none where there is none.
    last_day: Option<Day>,
    soon: Day,
    bins: usize,
    /// 1 for each whose deposit counts.
    counting: Vec<u16>,
    /// First the runs in which each does not deposit, side by side as most runs touch them; then, by
    /// day of deposit, in bins from the as-of day, participant after participant.
    days: Counts,
    /// Runs in which each has deposited by the target, by entry into force, within a year, and
    /// in which it is decisive: one after the other.
    each: Counts,
    changed: Vec<Changed>,
    /// The day in force by day met, from the first day that any run can have.
    in_force: Vec<Day>,
    first_met: Day,
    runs: u64,
    met_by_target: u64,
}

/// What one participant's deposit alone changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Changed {
    /// Runs that make the target only with this participant's deposit.
    lost_without: u64,
    /// Runs that miss the target but would make it with this participant's deposit.
    gained_with: u64,
}

/// What came of one participant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Role {
    /// The chance that it has deposited by the target; nothing where there is no target.
    pub by_target: Option<Estimate>,
    /// The chance that it has deposited by the day the treaty enters into force, of all runs.
    pub by_entry: Estimate,
    /// The chance that it deposits within a year of the as-of day.
    pub within_a_year: Estimate,
    /// The chance that it has deposited by the horizon.
    pub by_horizon: Estimate,
    /// The chance that its deposit falls on the day the rule is met, of all runs.
    pub decisive: Estimate,
    /// The day by which it has deposited in half of all runs, to within some days; never means
    /// beyond the horizon.
    pub median: When,
    /// The chance that the treaty is in force by the target if it deposits at once.
    pub target_if_now: Option<Estimate>,
    /// The chance that the treaty is in force by the target if it never deposits.
    pub target_if_never: Option<Estimate>,
}

impl Role {
    /// The chance of the target if it deposits at once less that if it never does: the share of
    /// the runs in which its deposit alone decides. Nothing where there is no target.
    pub fn influence(&self) -> Option<Difference> {
        let (now, never) = self.target_if_now.zip(self.target_if_never)?;
        let decided = Estimate { count: now.count.saturating_sub(never.count), runs: now.runs };
        Some(Difference { value: decided.value(), standard_error: decided.standard_error() })
    }
}

impl Roles {
    /// No run yet.
    pub fn new(model: &Model) -> Roles {
        let participants = model.participants.len();
        let days = (model.horizon - model.as_of).0.max(0) as usize;
        let first_met = first_met(model);
        let meetings = (model.horizon - first_met).0.max(0);
        let bins = days.div_ceil(BIN_DAYS) + 1;
        Roles {
            rule: model.rule.clone(),
            as_of: model.as_of,
            horizon: model.horizon,
            target: model.target,
            last_day: model.target.and_then(|target| model.rule.last_day_to_meet(target)),
            soon: model.as_of + Days(365),
            bins,
            counting: (0..participants).map(|index| model.rule.counts(index).into()).collect(),
            days: Counts::new(participants * (1 + bins)),
            each: Counts::new(COUNTED * participants),
            changed: vec![Changed::default(); participants],
            in_force: (0..=meetings)
                .map(|index| model.rule.in_force(first_met + Days(index)))
                .collect(),
            first_met,
            runs: 0,
            met_by_target: 0,
        }
    }

    /// One for each participant, in the model's order.
    pub fn each(&self) -> Vec<Role> {
        (0..self.changed.len()).map(|index| self.role(index)).collect()
    }

    fn role(&self, index: usize) -> Role {
        let [by_target, by_entry, soon, decisive] =
            std::array::from_fn(|which| self.each.at(which * self.changed.len() + index));
        let changed = self.changed[index];
        let first = self.changed.len() + index * self.bins;
        let days: Vec<u64> = (0..self.bins).map(|bin| self.days.at(first + bin)).collect();
        let of = |count| Estimate { count, runs: self.runs.max(1) };
        let target = |count: u64| self.last_day.map(|_| of(count));
        Role {
            by_target: self.target.map(|_| of(by_target)),
            by_entry: of(by_entry),
            within_a_year: of(soon),
            by_horizon: of(days.iter().sum()),
            decisive: of(decisive),
            median: self.median(&days),
            target_if_now: target(self.met_by_target + changed.gained_with),
            target_if_never: target(self.met_by_target - changed.lost_without),
        }
    }

    fn median(&self, days: &[u64]) -> When {
        let half = self.runs as f64 / 2.0;
        let mut sum = 0.0;
        for (bin, count) in days.iter().enumerate() {
            let count = *count as f64;
            if sum + count >= half && count > 0.0 {
                let share = (half - sum) / count;
                // The first bin holds the record, up to the as-of day itself.
                let after =
                    if bin == 0 { 0.0 } else { ((bin - 1) as f64 + share) * BIN_DAYS as f64 };
                return When::on((self.as_of + Days(after.ceil() as i32)).min(self.horizon));
            }
            sum += count;
        }
        When::NEVER
    }
}

impl Gather for Roles {
    fn see(&mut self, run: &Run<'_>) {
        self.runs += 1;
        let entry = run.met.day().map(|met| {
            let index = (met - self.first_met).0.max(0) as usize;
            self.in_force.get(index).copied().unwrap_or(self.horizon)
        });
        // No deposit is as early as the first day, which stands for a day that there is not.
        let days = [self.target, entry, Some(self.soon)].map(|day| day.unwrap_or(Day::FIRST));
        let met = run.met.day().map_or(When::on(Day::FIRST), When::on);
        let mut each = self.each.run().chunks_exact_mut(run.deposits.len().max(1));
        for (day, counts) in days.iter().zip(&mut each) {
            for (when, count) in run.deposits.iter().zip(counts) {
                *count += u16::from(when.by(*day));
            }
        }
        for counts in each {
            let decides = run.deposits.iter().zip(&self.counting);
            for ((when, counting), count) in decides.zip(counts) {
                *count += u16::from(*when == met) & counting;
            }
        }
        let (as_of, days) = (self.as_of.number(), self.days.run());
        let mut first = run.deposits.len();
        for (never, when) in run.deposits.iter().enumerate() {
            // Without a branch: who joins by the horizon cannot be foreseen.
            let after = when.number().max(as_of).wrapping_sub(as_of) as u32 as usize;
            let bin = first + after.div_ceil(BIN_DAYS);
            days[if when.by(self.horizon) { bin } else { never }] += 1;
            first += self.bins;
        }
        let Some(last_day) = self.last_day else { return };
        let standing = self.rule.standing(run.deposits, last_day);
        let met = standing.met();
        self.met_by_target += u64::from(met);
        if !standing.is_close() {
            return;
        }
        for (index, when) in run.deposits.iter().enumerate() {
            if met && when.by(last_day) {
                self.changed[index].lost_without += u64::from(!standing.met_without(index));
            } else if !met && !when.by(last_day) && last_day > self.as_of {
                self.changed[index].gained_with += u64::from(standing.met_with(index));
            }
        }
    }

    fn merge(&mut self, other: Roles) {
        self.runs += other.runs;
        self.met_by_target += other.met_by_target;
        self.days.merge(&other.days);
        self.each.merge(&other.each);
        for (counts, more) in self.changed.iter_mut().zip(other.changed) {
            counts.lost_without += more.lost_without;
            counts.gained_with += more.gained_with;
        }
    }
}
