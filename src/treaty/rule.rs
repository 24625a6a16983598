//! When a treaty enters into force; the only place where a count meets a threshold.

mod lapse;
mod rank;

pub use super::members::Members;
use crate::quantity::{Day, Days, When};
pub use lapse::Lapse;
use rank::ranked;

/// When a treaty enters into force.
///
/// | step | means |
/// |---|---|
/// | a deposit counts | on its day; all of one day count together |
/// | met | on the first day by which `when` holds |
/// | in force | `then` after the day it is met, but not before `not_before` |
/// | a later party is bound | `later_party_days` after its deposit, or in force if that is later |
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    /// What must hold on the day it is met.
    pub when: Condition,
    /// How long after that day the treaty binds.
    pub then: Lapse,
    /// The treaty does not enter into force before this day.
    pub not_before: Option<Day>,
    /// Days from the deposit of a later party until it is bound.
    pub later_party_days: Days,
}

/// What must hold of the deposits.
#[derive(Clone, PartialEq, Debug)]
pub enum Condition {
    /// At least so many deposits from among these.
    Count {
        /// How many; at least 1.
        instruments: u16,
        /// Whose deposits count.
        among: Members,
    },
    /// Those of `among` that have deposited hold at least this share of all their weight.
    Share {
        /// Above 0, at most 1.
        share: f64,
        /// Each participant's weight, in the model's order; not negative.
        weight: Vec<f64>,
        /// Whose deposits count; the whole is the weight of these.
        among: Members,
    },
    /// Each of these has deposited.
    Every(Members),
    /// All of these hold.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
}

/// An entry into force that deposits bring about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryIntoForce {
    /// The day the rule is met.
    pub met: Day,
    /// The day the treaty is in force.
    pub in_force: Day,
    /// Whose deposits fall on the day it is met and are among those that count.
    pub decisive: Vec<usize>,
}

/// How far the deposits by some day bring the rule, and what one more or one less would do.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    rule: &'a Rule,
    /// One sum for each leaf of the condition, in the order they are written.
    sums: Vec<f64>,
}

/// One leaf of a condition: what is needed, what there is.
#[derive(Clone, PartialEq, Debug)]
pub enum Progress {
    /// Instruments counted and needed.
    Instruments {
        /// Counted so far.
        have: usize,
        /// Needed.
        need: usize,
        /// Whose instruments are counted.
        among: Members,
    },
    /// Share of the weight reached and needed.
    Share {
        /// Reached so far, 0 to 1.
        have: f64,
        /// Needed, 0 to 1.
        need: f64,
    },
}

impl Rule {
    /// At least `instruments` deposits from `among`, and in force so many days after.
    pub fn count(instruments: u16, among: Members, wait_days: u16) -> Rule {
        Rule {
            when: Condition::Count { instruments, among },
            then: Lapse::Days(wait_days),
            not_before: None,
            later_party_days: Days(30),
        }
    }

    /// The day the rule is met, if it is. `deposits` holds a day or never for each participant,
    /// in the model's order; `scratch` is room that is reused from call to call.
    pub fn met(&self, deposits: &[When], scratch: &mut Vec<When>) -> When {
        self.when.met(deposits, scratch)
    }

    /// The day the treaty is in force when the rule is met on `met`.
    pub fn in_force(&self, met: Day) -> Day {
        let day = self.then.after(met);
        self.not_before.map_or(day, |first| first.max(day))
    }

    /// The last day on which the rule can be met for the treaty to be in force by `target`;
    /// nothing where no day is early enough.
    pub fn last_day_to_meet(&self, target: Day) -> Option<Day> {
        if self.in_force(Day::FIRST) > target {
            return None;
        }
        // In force is never earlier for a later meeting, so the last such day can be searched for.
        let (mut early, mut late) = (Day::FIRST.number(), target.number() + 1);
        while early + 1 < late {
            let middle = early + (late - early) / 2;
            if self.in_force(Day::from_number(middle)) <= target {
                early = middle;
            } else {
                late = middle;
            }
        }
        Some(Day::from_number(early))
    }

    /// The entry into force that these deposits bring about, if they do.
    pub fn entry(&self, deposits: &[When]) -> Option<EntryIntoForce> {
        let met = self.met(deposits, &mut Vec::new()).day()?;
        let decisive = (0..deposits.len())
            .filter(|index| deposits[*index] == When::on(met) && self.when.counts(*index))
            .collect();
        Some(EntryIntoForce { met, in_force: self.in_force(met), decisive })
    }

    /// Whether a deposit of this participant matters to the rule at all.
    pub fn counts(&self, index: usize) -> bool {
        self.when.counts(index)
    }

    /// The day a participant is bound that deposits on `deposit`, when the treaty is in force on
    /// `in_force`: that day, or so many days after its own deposit if that is later.
    pub fn binds(&self, deposit: Day, in_force: Day) -> Day {
        in_force.max(deposit + self.later_party_days)
    }

    /// So many deposits there are at least, whoever's, where the rule is met.
    pub fn fewest(&self) -> usize {
        self.when.fewest()
    }

    /// How far the deposits made by the end of `day` bring the rule.
    pub fn standing(&self, deposits: &[When], day: Day) -> Standing<'_> {
        let mut sums = Vec::new();
        self.when.sums(deposits, day, &mut sums);
        Standing { rule: self, sums }
    }
}

impl Standing<'_> {
    /// Whether the rule is met.
    pub fn met(&self) -> bool {
        self.changed(0, 0.0)
    }

    /// Whether it would be met had this participant deposited too; it must not have.
    pub fn met_with(&self, index: usize) -> bool {
        self.changed(index, 1.0)
    }

    /// Whether it would still be met had this participant not deposited; it must have.
    pub fn met_without(&self, index: usize) -> bool {
        self.changed(index, -1.0)
    }

    /// Whether one deposit more or less, whoever's, could make a difference. May be true where
    /// none does; never false where one does.
    pub fn is_close(&self) -> bool {
        let met = self.met();
        let change = if met { -1.0 } else { 1.0 };
        self.rule.when.holds(&mut self.sums.iter(), &|leaf| change * leaf.most()) != met
    }

    /// What is needed and what there is, leaf by leaf as the condition is written.
    pub fn progress(&self) -> Vec<Progress> {
        let mut progress = Vec::new();
        self.rule.when.progress(&mut self.sums.iter(), &mut progress);
        progress
    }

    fn changed(&self, index: usize, sign: f64) -> bool {
        let change = |leaf: &Condition| if sign == 0.0 { 0.0 } else { sign * leaf.part(index) };
        self.rule.when.holds(&mut self.sums.iter(), &change)
    }
}

impl Condition {
    /// A count of which others must hold too: so many instruments, some of them by members of a group.
    pub fn including(count: Condition, within: Vec<Condition>) -> Condition {
        if within.is_empty() {
            return count;
        }
        Condition::All(std::iter::once(count).chain(within).collect())
    }

    fn met(&self, deposits: &[When], scratch: &mut Vec<When>) -> When {
        match self {
            Condition::Count { instruments, among } => {
                ranked(deposits, among, usize::from(*instruments).max(1), scratch)
            }
            Condition::Share { share, weight, among } => {
                scratch.clear();
                scratch.extend(among.indices().map(|index| deposits[index]));
                scratch.sort_unstable();
                scratch.dedup();
                let total = total_weight(weight, among);
                let days = std::mem::take(scratch);
                let enough = |day: &When| {
                    let by = |index: &usize| deposits[*index] <= *day;
                    let sum: f64 = among.indices().filter(by).map(|index| weight[index]).sum();
                    reaches(sum, *share, total)
                };
                let made = days.partition_point(|day| *day != When::NEVER);
                let first = days[..made].partition_point(|day| !enough(day));
                let met = days[..made].get(first).copied().unwrap_or(When::NEVER);
                *scratch = days;
                met
            }
            Condition::Every(members) => {
                members.indices().map(|index| deposits[index]).max().unwrap_or(When::NEVER)
            }
            Condition::All(parts) => {
                let met = parts.iter().map(|part| part.met(deposits, scratch)).max();
                met.unwrap_or(When::NEVER)
            }
            Condition::Any(parts) => {
                let met = parts.iter().map(|part| part.met(deposits, scratch)).min();
                met.unwrap_or(When::NEVER)
            }
        }
    }

    fn fewest(&self) -> usize {
        match self {
            Condition::Count { instruments, .. } => usize::from(*instruments).max(1),
            Condition::Share { .. } => 1,
            Condition::Every(members) => members.count(),
            Condition::All(parts) => parts.iter().map(Condition::fewest).max().unwrap_or(0),
            Condition::Any(parts) => parts.iter().map(Condition::fewest).min().unwrap_or(0),
        }
    }

    fn counts(&self, index: usize) -> bool {
        match self {
            Condition::Count { among, .. } | Condition::Every(among) => among.has(index),
            Condition::Share { among, weight, .. } => among.has(index) && weight[index] > 0.0,
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| part.counts(index))
            }
        }
    }

    /// What one participant adds to the sum of this leaf.
    fn part(&self, index: usize) -> f64 {
        match self {
            Condition::Count { among, .. } | Condition::Every(among) => {
                f64::from(u8::from(among.has(index)))
            }
            Condition::Share { among, weight, .. } if among.has(index) => weight[index],
            _ => 0.0,
        }
    }

    fn sums(&self, deposits: &[When], day: Day, sums: &mut Vec<f64>) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| part.sums(deposits, day, sums));
            }
            leaf => {
                sums.push(match leaf {
                    Condition::Count { among, .. } | Condition::Every(among) => {
                        let made = deposits.iter().zip(&among.0);
                        f64::from(made.map(|(when, of)| u32::from(when.by(day) & of)).sum::<u32>())
                    }
                    _ => {
                        let made = (0..deposits.len()).filter(|index| deposits[*index].by(day));
                        made.map(|index| leaf.part(index)).sum()
                    }
                });
            }
        }
    }

    /// The most that one participant can add to the sum of this leaf.
    fn most(&self) -> f64 {
        match self {
            Condition::Share { weight, .. } => weight.iter().copied().fold(0.0, f64::max),
            _ => 1.0,
        }
    }

    /// Whether it holds with `change` added to the sum of each leaf.
    fn holds<'a>(
        &self,
        sums: &mut impl Iterator<Item = &'a f64>,
        change: &dyn Fn(&Condition) -> f64,
    ) -> bool {
        match self {
            // No short cut: each leaf must take its own sum.
            Condition::All(parts) => {
                parts.iter().fold(!parts.is_empty(), |all, part| part.holds(sums, change) & all)
            }
            Condition::Any(parts) => {
                parts.iter().fold(false, |any, part| part.holds(sums, change) | any)
            }
            leaf => {
                let sum = sums.next().copied().unwrap_or(0.0) + change(leaf);
                match leaf {
                    Condition::Count { instruments, .. } => sum >= f64::from((*instruments).max(1)),
                    Condition::Every(members) => {
                        members.count() > 0 && sum >= members.count() as f64
                    }
                    Condition::Share { share, weight, among } => {
                        reaches(sum, *share, total_weight(weight, among))
                    }
                    Condition::All(_) | Condition::Any(_) => false,
                }
            }
        }
    }

    fn progress<'a>(&self, sums: &mut impl Iterator<Item = &'a f64>, progress: &mut Vec<Progress>) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| part.progress(sums, progress));
            }
            leaf => {
                let sum = sums.next().copied().unwrap_or(0.0);
                progress.push(match leaf {
                    Condition::Share { share, weight, among } => {
                        let total = total_weight(weight, among);
                        let have = if total > 0.0 { sum / total } else { 0.0 };
                        Progress::Share { have, need: *share }
                    }
                    Condition::Count { instruments, among } => Progress::Instruments {
                        have: sum as usize,
                        need: usize::from(*instruments),
                        among: among.clone(),
                    },
                    Condition::Every(members) => Progress::Instruments {
                        have: sum as usize,
                        need: members.count(),
                        among: members.clone(),
                    },
                    Condition::All(_) | Condition::Any(_) => return,
                });
            }
        }
    }
}

fn total_weight(weight: &[f64], among: &Members) -> f64 {
    among.indices().map(|index| weight[index]).sum()
}

/// Sums of decimal weights are off in the last bits, so exactly the share must be let through.
fn reaches(sum: f64, share: f64, total: f64) -> bool {
    total > 0.0 && sum >= share * total * (1.0 - 1e-12)
}

#[cfg(test)]
mod tests;
