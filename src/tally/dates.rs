//! On which days the rule was met and the treaty in force, over all runs.

use crate::{
    engine::{Gather, Run},
    quantity::{Day, Days, Proportion, Quantile, When},
    treaty::{Model, ReportedDeposit},
};

/// How many runs met the rule on each day. Whole numbers: shards add up exactly.
#[derive(Clone, PartialEq, Debug)]
pub struct Dates {
    first: Day,
    /// Runs by day met, from the first day that any run can have to the horizon.
    counts: Vec<u64>,
    /// For each of those days, the day the treaty is in force.
    in_force: Vec<Day>,
    /// The day the rule was met by the record itself, if it was.
    met_by_record: Option<Day>,
    runs: u64,
}

/// Which of the two days is meant: a number of one is never that of the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Milestone {
    /// The rule is met: the deposit that was still missing is made.
    Met,
    /// The treaty is in force.
    InForce,
}

impl Dates {
    /// No run yet.
    pub fn new(model: &Model) -> Dates {
        let sure = |report: &ReportedDeposit| report.chance.get() >= 1.0;
        let first = first_met(model);
        let days = (model.horizon - first).0.max(0) as usize + 1;
        Dates {
            first,
            counts: vec![0; days],
            in_force: (0..days)
                .map(|index| model.rule.in_force(first + Days(index as i32)))
                .collect(),
            met_by_record: met_by_reports(model, &sure).day(),
            runs: 0,
        }
    }

    /// Runs seen.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// The day the rule had been met by the as-of day, if the record alone meets it.
    pub fn met_by_record(&self) -> Option<Day> {
        self.met_by_record
    }

    /// Days with a run, with the day in force that follows: runs that met the rule on that day.
    pub fn each(&self) -> impl Iterator<Item = (Day, Day, u64)> {
        let days = self.counts.iter().zip(&self.in_force).enumerate();
        days.filter(|(_, (count, _))| **count > 0)
            .map(|(index, (count, in_force))| (self.first + Days(index as i32), *in_force, *count))
    }

    /// The chance that it has come about by the end of this day. For days past the horizon it is
    /// the chance of what follows from deposits up to the horizon, and so a lower bound.
    pub fn chance_by(&self, event: Milestone, day: Day) -> Proportion {
        let days = match event {
            Milestone::Met => {
                (day - self.first).0.saturating_add(1).clamp(0, self.counts.len() as i32) as usize
            }
            // In force never comes earlier for a later meeting.
            Milestone::InForce => self.in_force.partition_point(|in_force| *in_force <= day),
        };
        self.estimate(self.counts[..days].iter().sum())
    }

    /// The chance that the rule is not met by the horizon.
    pub fn beyond(&self) -> Proportion {
        self.estimate(self.runs - self.counts.iter().sum::<u64>())
    }

    /// The day by which it has come about in a share of all runs, `level` from 0 to 1.
    pub fn quantile(&self, event: Milestone, level: f64) -> Quantile {
        Quantile::from_ranks(level, self.runs, |rank| self.ranked(event, rank))
    }

    /// Day of the run of this rank, from 1.
    fn ranked(&self, event: Milestone, rank: u64) -> When {
        let mut sum = 0;
        for (index, count) in self.counts.iter().enumerate() {
            sum += count;
            if sum >= rank {
                return When::on(match event {
                    Milestone::Met => self.first + Days(index as i32),
                    Milestone::InForce => self.in_force[index],
                });
            }
        }
        When::NEVER
    }

    fn estimate(&self, count: u64) -> Proportion {
        Proportion { count, runs: self.runs.max(1) }
    }
}

/// The first day on which any run can have met the rule: by then at the latest, the as-of day.
pub(super) fn first_met(model: &Model) -> Day {
    let possible = |report: &ReportedDeposit| report.chance.get() > 0.0;
    met_by_reports(model, &possible).day().map_or(model.as_of, |day| day.min(model.as_of))
}

/// The day on which those deposits on record that are taken as made meet the rule.
fn met_by_reports(model: &Model, made: &dyn Fn(&ReportedDeposit) -> bool) -> When {
    let deposits: Vec<When> = model
        .participants
        .iter()
        .map(|one| When::from(one.status.deposited.filter(made).map(|report| report.on)))
        .collect();
    model.rule.met(&deposits, &mut Vec::new())
}

impl Gather for Dates {
    fn observe_run(&mut self, run: &Run<'_>) {
        self.runs += 1;
        if let Some(met) = run.met.day() {
            let index = (met - self.first).0.max(0) as usize;
            if let Some(count) = self.counts.get_mut(index) {
                *count += 1;
            }
        }
    }

    fn merge_counts(&mut self, other: Dates) {
        self.runs += other.runs;
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
    }
}
