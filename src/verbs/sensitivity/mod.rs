//! `inforce sensitivity`: each belief moved down and up, each participant's influence.

pub(in crate::verbs) mod args;
mod figures;
mod perturb;
mod result;
pub(in crate::verbs) mod rows;
mod text;

use super::{
    load::load_scenario,
    manifest::manifest_of_verb,
    place::open_for_verb,
    plan::{draw_changes, on_threads, plan},
    publish::{Publication, publish},
    stop::Stop,
};
use crate::terminal::{Screen, pretty, watching};
use crate::{
    analysis::{Perturbation, influence, usual_perturbations, with_table},
    scenario::{Scenario, folder_name},
};
use args::SensitivityArgs;
use perturb::{Unperturbed, measure_effects, perturb};
use result::Sensitivity;

/// Futures a scenario, where no number is asked for.
const RUNS: u64 = 20_000;

pub(super) fn sensitivity(args: &SensitivityArgs, screen: &Screen) -> Result<(), Stop> {
    // Load.
    let asked = draw_changes(args.results.runs, args.results.seed)?;
    let scenario = load_scenario(&args.scenario, &asked, screen)?;
    let perturbations = perturbations(args, &scenario)?;
    // Plan.
    let plan_of_pairs = plan(&args.results, &scenario, RUNS);
    // One scenario by itself can do with as many runs as it asks for.
    let plan = plan(&args.results, &scenario, u64::MAX);
    let folder =
        open_for_verb(&args.results, &scenario, ("sensitivity", &asked_name(args)), screen)?;
    // Simulate.
    let (base, effects, influence) = on_threads(args.results.shown.threads, || {
        let perturbed = perturb(&scenario, &perturbations, screen)?;
        let base = Unperturbed::simulate(&scenario, plan);
        let effects = measure_effects(&scenario, base, &perturbed, plan_of_pairs, screen);
        Ok::<_, Stop>((base, effects, influence(&scenario, plan, &watching(screen))))
    })??;
    // Result.
    let found = Sensitivity {
        model: &scenario.model,
        status_source: &scenario.status_source,
        plan,
        pairs: plan_of_pairs.runs,
        chance: base.chance,
        median: base.median,
        effects: &effects,
        influence: &influence,
    };
    // Publish.
    let publication = Publication {
        files: [found.tables(), vec![manifest_of_verb(&scenario, "sensitivity")]].concat(),
        figures: found.figures(),
        json: pretty(&found.json()),
        text: found.screen(),
    };
    publish(folder, &args.results.shown, &publication, screen)
}

/// The usual perturbations of the scenario, with those of the table that was given.
fn perturbations(args: &SensitivityArgs, scenario: &Scenario) -> Result<Vec<Perturbation>, Stop> {
    let usual = usual_perturbations(scenario);
    let Some(path) = &args.moves else { return Ok(usual) };
    let text = std::fs::read(path).map_err(|error| {
        let help = "name a CSV file with the columns key,down,up";
        Stop::problem(format!("{}: {error}", path.display()), help)
    })?;
    Ok(with_table(usual, (&path.display().to_string(), &text), scenario)?)
}

/// What is asked, as it stands in a folder's name: the name of the table of moves.
fn asked_name(args: &SensitivityArgs) -> Vec<String> {
    let stem = args.moves.as_ref().and_then(|path| path.file_stem());
    stem.map(|stem| folder_name(&stem.to_string_lossy())).into_iter().collect()
}
