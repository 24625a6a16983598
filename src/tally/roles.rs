//! What each participant does over all runs: when it joins, how often it decides, how much it
//! matters.

use super::{counts::CompactCounts, dates::first_met, difference::Difference};
use crate::{
    engine::{Gather, Run},
    quantity::{Day, Days, Proportion, When},
    treaty::{Model, rule::Rule},
};

/// Places for days of deposit, of all participants together: days are counted one by one, but where
/// centuries of them would take more room than this.
const MOST_PLACES: usize = 1 << 24;

/// What is counted of each participant beside its days.
const COUNTED: usize = 4;

/// CompactCounts of what each participant did.
#[derive(Clone, PartialEq, Debug)]
pub struct Roles {
    rule: Rule,
    as_of: Day,
    horizon: Day,
    target: Option<Day>,
    /// The last day on which the rule can be met for the target; none where there is none.
    last_day: Option<Day>,
    soon: Day,
    /// The first day on which any has deposited.
    first: Day,
    /// How many places the days from that one to the horizon take for each participant, and how often
    /// their number is halved for it: not at all where each day has a place of its own.
    places: usize,
    halvings: u32,
    /// 1 for each whose deposit counts.
    counting: Vec<u16>,
    /// First the runs in which each does not deposit, side by side as most runs touch them; then runs
    /// by day of deposit, participant after participant.
    days: CompactCounts,
    /// Runs in which each has deposited by the target, by entry into force, within a year, and
    /// in which it is decisive: one after the other.
    each: CompactCounts,
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
    pub by_target: Option<Proportion>,
    /// The chance that the treaty enters into force by deposits up to the horizon, and that it has
    /// deposited by that day: of all runs, not only of those in which the treaty does.
    pub by_entry: Proportion,
    /// The chance that it deposits within a year of the as-of day.
    pub within_a_year: Proportion,
    /// The chance that it has deposited by the horizon.
    pub by_horizon: Proportion,
    /// The chance that its deposit falls on the day the rule is met, of all runs.
    pub decisive: Proportion,
    /// The day by which it has deposited in half of all runs; never means beyond the horizon.
    pub median: When,
    /// The chance that the treaty is in force by the target if it deposits at once.
    pub target_if_now: Option<Proportion>,
    /// The chance that the treaty is in force by the target if it never deposits.
    pub target_if_never: Option<Proportion>,
}

impl Role {
    /// The chance of the target if it deposits at once less that if it never does: the share of
    /// the runs in which its deposit alone decides. Nothing where there is no target.
    pub fn influence(&self) -> Option<Difference> {
        let (now, never) = self.target_if_now.zip(self.target_if_never)?;
        let decided = Proportion { count: now.count.saturating_sub(never.count), runs: now.runs };
        Some(Difference { value: decided.value(), standard_error: decided.standard_error() })
    }
}

impl Roles {
    /// No run yet.
    pub fn new(model: &Model) -> Roles {
        let participants = model.participants.len();
        let first = first_deposit(model);
        let days = (model.horizon - first).0.max(0) as usize + 1;
        let mut halvings = 0;
        while participants * (days >> halvings) > MOST_PLACES {
            halvings += 1;
        }
        let places = ((days - 1) >> halvings) + 1;
        let first_met = first_met(model);
        let meetings = (model.horizon - first_met).0.max(0);
        Roles {
            rule: model.rule.clone(),
            as_of: model.as_of,
            horizon: model.horizon,
            target: model.target,
            last_day: model.target.and_then(|target| model.rule.last_day_to_meet(target)),
            soon: model.as_of + Days(365),
            first,
            places,
            halvings,
            counting: (0..participants).map(|index| model.rule.counts(index).into()).collect(),
            days: CompactCounts::new(participants * (1 + places)),
            each: CompactCounts::new(COUNTED * participants),
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
            std::array::from_fn(|which| self.each.count_at(which * self.changed.len() + index));
        let changed = self.changed[index];
        let of = |count| Proportion { count, runs: self.runs.max(1) };
        let target = |count: u64| self.last_day.map(|_| of(count));
        Role {
            by_target: self.target.map(|_| of(by_target)),
            by_entry: of(by_entry),
            within_a_year: of(soon),
            by_horizon: of(self.runs - self.days.count_at(index)),
            decisive: of(decisive),
            median: self.median(index),
            target_if_now: target(self.met_by_target + changed.gained_with),
            target_if_never: target(self.met_by_target - changed.lost_without),
        }
    }

    fn median(&self, index: usize) -> When {
        let from = self.changed.len() + index * self.places;
        let mut sum = 0;
        let place = (0..self.places).find(|place| {
            sum += self.days.count_at(from + place);
            2 * sum >= self.runs.max(1)
        });
        // Where some days share a place, by the last of them.
        let day = place.map(|place| {
            let after = ((place + 1) << self.halvings) - 1;
            (self.first + Days(after as i32)).min(self.horizon)
        });
        When::from(day)
    }
}

/// The first day on which any run can have a deposit: on record, or after the as-of day.
fn first_deposit(model: &Model) -> Day {
    let on_record = model.participants.iter().filter_map(|one| one.status.deposited);
    let in_parts = model.parts.iter().map(|part| first_deposit(&part.model));
    on_record.map(|report| report.on).chain(in_parts).fold(model.as_of, Day::min)
}

impl Gather for Roles {
    fn observe_run(&mut self, run: &Run<'_>) {
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
        let (first, days) = (self.first.number(), self.days.run());
        let mut from = run.deposits.len();
        for (never, when) in run.deposits.iter().enumerate() {
            // Without a branch: who joins by the horizon cannot be foreseen.
            let after = when.number().max(first).wrapping_sub(first) as u32 as usize;
            let place = from + (after >> self.halvings);
            days[if when.by(self.horizon) { place } else { never }] += 1;
            from += self.places;
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

    fn merge_counts(&mut self, other: Roles) {
        self.runs += other.runs;
        self.met_by_target += other.met_by_target;
        self.days.merge_counts(&other.days);
        self.each.merge_counts(&other.each);
        for (counts, more) in self.changed.iter_mut().zip(other.changed) {
            counts.lost_without += more.lost_without;
            counts.gained_with += more.gained_with;
        }
    }
}
