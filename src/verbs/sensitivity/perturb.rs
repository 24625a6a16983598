//! Each perturbation of a scenario simulated in pairs with the scenario as it is.

use rayon::prelude::*;

use super::result::PerturbationEffect;
use crate::terminal::{ProgressBar, Screen};
use crate::{
    analysis::{Perturbation, dates},
    engine::{Plan, Runs, simulate},
    quantity::{Day, Days, Proportion, Quantile, When},
    scenario::{Faults, Scenario, key_words},
    tally::{Difference, Milestone, SideBySide},
};

/// Scenarios run side by side with the one as it is: few, so that memory stays small.
const BATCH: usize = 12;

/// The scenario with one belief moved one way, and what is said of the move.
pub(super) struct PerturbedScenario {
    key: String,
    up: bool,
    said: String,
    scenario: Scenario,
}

/// The scenarios of all perturbations. A usual one that the scenario cannot take is left out with a
/// remark; one that was asked for has to work.
pub(super) fn perturb(
    scenario: &Scenario,
    perturbations: &[Perturbation],
    screen: &Screen,
) -> Result<Vec<PerturbedScenario>, Faults> {
    let ends: Vec<_> = perturbations
        .iter()
        .flat_map(|one| one.ends.iter().zip([false, true]).map(move |(end, up)| (one, end, up)))
        .filter_map(|(one, end, up)| Some((one, end.as_ref()?, up)))
        .collect();
    let loaded: Vec<_> = ends.par_iter().map(|(_, end, _)| scenario.with(&end.changes)).collect();
    let mut perturbed = Vec::new();
    for ((one, end, up), scenario_then) in ends.into_iter().zip(loaded) {
        let (key, said) = (one.key.clone(), end.said.clone());
        match scenario_then {
            Ok(scenario) => perturbed.push(PerturbedScenario { key, up, said, scenario }),
            Err(faults) if one.asked => return Err(faults),
            Err(_) => {
                let name = key_words(&key, &scenario.model);
                screen.remark(&format!("{name} ({key}) cannot be moved to {said}"));
            }
        }
    }
    Ok(perturbed)
}

/// How the scenario as it is does, over as many runs as `run` would take: what all is measured by.
#[derive(Clone, Copy)]
pub(super) struct Unperturbed {
    /// The chance of the target; nothing where there is none.
    pub(super) chance: Option<Proportion>,
    /// The median day in force.
    pub(super) median: Quantile,
}

impl Unperturbed {
    pub(super) fn simulate(scenario: &Scenario, plan: Plan) -> Unperturbed {
        let dates = dates(scenario, plan);
        let chance = |target| dates.chance_by(Milestone::InForce, target);
        Unperturbed {
            chance: scenario.model.target.map(chance),
            median: dates.quantile(Milestone::InForce, 0.5),
        }
    }

    /// The median that comes so many days earlier; `found` is that of the runs it was found over.
    fn median_gaining(self, gained: Option<Difference>, found: Quantile) -> When {
        let moved = self.median.day.day().zip(gained);
        moved.map_or(found.day, |(day, gained)| When::on(day - Days(gained.value.round() as i32)))
    }
}

/// What the perturbations do, each in pairs with the scenario as it is.
pub(super) fn measure_effects(
    scenario: &Scenario,
    base: Unperturbed,
    perturbed: &[PerturbedScenario],
    plan: Plan,
    screen: &Screen,
) -> Vec<PerturbationEffect> {
    let target = scenario.model.target;
    let days: Vec<Day> = target.into_iter().collect();
    let batches = perturbed.chunks(BATCH);
    let bar = ProgressBar::new(batches.len() as u64 * plan.runs.get(), "runs side by side", screen);
    let mut effects = Vec::new();
    for (batch, perturbed) in batches.enumerate() {
        let before = batch as u64 * plan.runs.get();
        let side = side_by_side(scenario, perturbed, plan, &days, &|done| bar.at(before + done));
        for (place, one) in perturbed.iter().enumerate() {
            let pair = &side.pairs[place];
            let chance_gained: Option<Difference> = target.and_then(|day| pair.chance_gained(day));
            let days_gained = side.median_gained(pair);
            let found = side.dates[place + 1].quantile(Milestone::InForce, 0.5);
            let with_base = base.chance.zip(chance_gained);
            effects.push(PerturbationEffect {
                key: one.key.clone(),
                name: key_words(&one.key, &scenario.model),
                up: one.up,
                said: one.said.clone(),
                chance: with_base.map(|(base, gained)| gained.added_to(base)),
                chance_gained,
                median: base.median_gaining(days_gained, found),
                days_gained,
            });
        }
    }
    effects
}

fn side_by_side(
    scenario: &Scenario,
    perturbed: &[PerturbedScenario],
    plan: Plan,
    days: &[Day],
    progress: &(dyn Fn(u64) + Sync),
) -> SideBySide {
    let others = perturbed.iter().map(|one| &one.scenario.model);
    let models = std::iter::once(&scenario.model).chain(others);
    let runs: Vec<Runs<'_>> = models.map(|model| simulate(model, plan)).collect();
    let pairs: Vec<(usize, usize)> = (1..runs.len()).map(|other| (0, other)).collect();
    SideBySide::from_runs(&runs, &pairs, days, progress)
}
