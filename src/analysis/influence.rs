//! How much each participant matters: counted run by run, or where deposits speed up others, by
//! simulating anew without it.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::{Watch, varied_parameter::dates};
use crate::{
    engine::{Detail, Plan, simulate},
    quantity::{Proportion, RunCount},
    scenario::Scenario,
    tally::{Dates, Influence, Influenced, Milestone, Role, Tally},
    treaty::{Fate, Model},
};

/// Futures at most where each participant needs its own.
const OWN_RUNS: u64 = 10_000;

/// How much each participant matters.
pub fn influence(scenario: &Scenario, plan: Plan, watch: &Watch<'_>) -> Vec<Influenced> {
    let model = &scenario.model;
    let progress = watch(plan.runs.get(), "runs");
    let counted = Influence::from_runs(&simulate(model, plan), &*progress);
    drop(progress);
    let mut each = counted.each();
    if followed(model)
        && let Some((target, as_it_is)) = model.target.zip(counted.chance())
    {
        let open: Vec<usize> =
            (0..each.len()).filter(|index| each[*index].role.target_if_never.is_some()).collect();
        let runs = RunCount::new(plan.runs.get().min(OWN_RUNS)).unwrap_or(plan.runs);
        let few = Plan { runs, ..plan };
        // By how many the first runs are luckier than all: all else is measured by all.
        let of_few = dates(scenario, few).chance_by(Milestone::InForce, target).count;
        let of_all = (as_it_is.value() * runs.get() as f64).round() as u64;
        let beside = |chance: Option<Proportion>| {
            let chance = chance?;
            let count = (chance.count + of_all).saturating_sub(of_few).min(chance.runs);
            Some(Proportion { count, ..chance })
        };
        for (index, now, never) in anew(model, few, open, watch) {
            each[index].role.target_if_now = beside(now);
            each[index].role.target_if_never = beside(never);
        }
    }
    each
}

/// What came of each participant; of those that are watched, where deposits speed up others, with
/// and without their own deposit simulated anew.
pub fn roles(model: &Model, tally: &Tally, plan: Plan, watch: &Watch<'_>) -> Vec<Role> {
    let mut roles = tally.roles.each();
    if followed(model) && model.target.is_some() {
        for (index, now, never) in anew(model, plan, model.watched.clone(), watch) {
            roles[index].target_if_now = now;
            roles[index].target_if_never = never;
        }
    }
    roles
}

/// Whether anyone's deposit changes the futures of others.
fn followed(model: &Model) -> bool {
    let mut bandwagons = model.participants.iter().flat_map(|one| &one.levers.bandwagons);
    bandwagons.any(|one| one.strength > 0.0) || model.parts.iter().any(|part| followed(&part.model))
}

/// Simulates the deposit of each of these that has not made one on the first day, and never. On the
/// first day it stands for a signature too where there is none.
fn anew(
    model: &Model,
    plan: Plan,
    mut open: Vec<usize>,
    watch: &Watch<'_>,
) -> Vec<(usize, Option<Proportion>, Option<Proportion>)> {
    open.retain(|index| model.participants[*index].status.deposited.is_none());
    open.retain(|index| model.rule.counts(*index));
    let progress = watch(2 * open.len() as u64, "scenarios without one or with one now");
    let done = AtomicU64::new(0);
    let chance = |index: usize, fate: Fate| {
        let mut changed = model.clone();
        changed.participants[index].levers.fate = Some(fate);
        for part in &mut changed.parts {
            part.model.participants[index].levers.fate = Some(fate);
        }
        let runs = simulate(&changed, plan);
        let dates = runs.gather(Detail::Date, || Dates::new(&changed), &|_| {});
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        model.target.map(|target| dates.chance_by(Milestone::InForce, target))
    };
    let now = Fate::DepositsOn(model.first_future_day());
    open.par_iter().map(|index| (*index, chance(*index, now), chance(*index, Fate::Out))).collect()
}
