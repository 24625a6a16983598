//! How much each participant matters: counted run by run, or where deposits speed up others, by
//! simulating anew without it.

use rayon::prelude::*;

use super::{Screen, progress::Progress};
use crate::{
    engine::{Detail, Plan, simulate},
    quantity::{Days, RunCount},
    scenario::Scenario,
    tally::{Dates, Estimate, Event, Influence, Influenced},
    treaty::{Fate, Model},
};

/// Futures at most where each participant needs its own.
const OWN_RUNS: u64 = 10_000;

/// The chance of the target as it is, and how much each participant matters.
pub(super) fn influence(
    scenario: &Scenario,
    plan: Plan,
    screen: &Screen,
) -> (Option<Estimate>, Vec<Influenced>) {
    let model = &scenario.model;
    let shared = followed(model) && model.target.is_some();
    let few = RunCount::new(plan.runs.get().min(OWN_RUNS)).unwrap_or(plan.runs);
    let plan = if shared { Plan { runs: few, ..plan } } else { plan };
    let bar = Progress::new(plan.runs.get(), "runs", screen);
    let counted = Influence::of(&simulate(model, plan), &|done| bar.at(done));
    drop(bar);
    let mut each = counted.each();
    if shared {
        anew(model, plan, &mut each, screen);
    }
    (counted.chance(), each)
}

/// Whether anyone's deposit changes the futures of others.
fn followed(model: &Model) -> bool {
    let mut bandwagons = model.participants.iter().flat_map(|one| &one.levers.bandwagons);
    bandwagons.any(|one| one.strength > 0.0)
}

/// Simulates each open participant's deposit on the first day, and never. On the first day it stands
/// for a signature too where there is none.
fn anew(model: &Model, plan: Plan, each: &mut [Influenced], screen: &Screen) {
    let open: Vec<usize> = (0..each.len())
        .filter(|index| each[*index].role.target_if_never.is_some())
        .filter(|index| model.participants[*index].status.deposited.is_none())
        .filter(|index| model.rule.counts(*index))
        .collect();
    let bar = Progress::new(2 * open.len() as u64, "scenarios without one or with one now", screen);
    let chance = |index: usize, fate: Fate| {
        let mut changed = model.clone();
        changed.participants[index].levers.fate = Some(fate);
        let runs = simulate(&changed, plan);
        let dates = runs.gather(Detail::Date, || Dates::new(&changed), &|_| {});
        bar.step();
        model.target.map(|target| dates.chance_by(Event::InForce, target))
    };
    let now = Fate::DepositsOn(model.as_of + Days(1));
    let found: Vec<_> = open
        .par_iter()
        .map(|index| (*index, chance(*index, now), chance(*index, Fate::Out)))
        .collect();
    for (index, now, never) in found {
        each[index].role.target_if_now = now;
        each[index].role.target_if_never = never;
    }
}
