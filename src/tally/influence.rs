//! How much each participant matters: what its deposit alone changes, run by run.

use super::{
    difference::Difference,
    roles::{Role, Roles},
};
use crate::{
    engine::{Detail, Gather, Run, Runs},
    quantity::{Day, Proportion},
    treaty::Model,
};

/// Counts of what each participant's deposit changes. Its signature, and with it the pace of
/// others, stays as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Influence {
    roles: Roles,
    counting: Vec<bool>,
    /// Runs in which the participant deposits by the day the rule is met.
    among: Vec<u64>,
    /// The last day on which the rule can be met for the target.
    last_day: Option<Day>,
    on_target: u64,
    runs: u64,
}

/// How much one participant matters.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Influenced {
    /// What it does, and the chance of the target with and without its deposit.
    pub role: Role,
    /// The chance that its instrument is among those that meet the rule, of all runs.
    pub among: Proportion,
}

impl Influence {
    /// Goes through all runs; `progress` hears how many are done.
    pub fn from_runs(runs: &Runs<'_>, progress: &(dyn Fn(u64) + Sync)) -> Influence {
        runs.gather(Detail::Parties, || Influence::new(runs.model), progress)
    }

    fn new(model: &Model) -> Influence {
        let participants = model.participants.len();
        Influence {
            roles: Roles::new(model),
            counting: (0..participants).map(|index| model.rule.counts(index)).collect(),
            among: vec![0; participants],
            last_day: model.target.and_then(|target| model.rule.last_day_to_meet(target)),
            on_target: 0,
            runs: 0,
        }
    }

    /// The chance of the target as things are; nothing where there is none, or where no day is
    /// early enough for it.
    pub fn chance(&self) -> Option<Proportion> {
        let _day = self.last_day?;
        Some(Proportion { count: self.on_target, runs: self.runs.max(1) })
    }

    /// One for each participant, in the model's order.
    pub fn each(&self) -> Vec<Influenced> {
        let runs = self.runs.max(1);
        let each = self.roles.each().into_iter().zip(&self.among);
        each.map(|(role, among)| Influenced { role, among: Proportion { count: *among, runs } })
            .collect()
    }
}

impl Influenced {
    /// As [`Role::influence`].
    pub fn influence(&self) -> Option<Difference> {
        self.role.influence()
    }
}

impl Gather for Influence {
    fn observe_run(&mut self, run: &Run<'_>) {
        self.roles.observe_run(run);
        self.runs += 1;
        let Some(met) = run.met.day() else { return };
        self.on_target += u64::from(self.last_day.is_some_and(|last| met <= last));
        let each = run.deposits.iter().zip(&self.counting).zip(&mut self.among);
        for ((when, counts), among) in each {
            *among += u64::from(*counts && when.by(met));
        }
    }

    fn merge_counts(&mut self, other: Influence) {
        self.roles.merge_counts(other.roles);
        self.runs += other.runs;
        self.on_target += other.on_target;
        for (count, more) in self.among.iter_mut().zip(other.among) {
            *count += more;
        }
    }
}
