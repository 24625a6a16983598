//! `inforce solve`: which value of one belief gives a wanted chance, on common draws.

pub(in crate::verbs) mod args;
mod figures;
mod result;
mod rows;
mod search;
mod text;

use super::{
    load::load_scenario,
    manifest::manifest_of_verb,
    place::{name_of_day, name_of_range, open_for_verb},
    plan::{draw_changes, on_threads, plan, wanted_day},
    publish::{Publication, publish},
    stop::Stop,
};
use crate::terminal::{ProgressBar, Screen, pretty};
use crate::{
    analysis::{VariedParameter, dates},
    scenario::Faults,
    tally::Milestone,
};
use args::SolveArgs;
use result::Solved;
use search::RootSearch;

/// Futures an evaluation, where no number is asked for.
const RUNS: u64 = 100_000;
/// About how many evaluations there are, for the progress bar.
const USUAL: u64 = 14;

pub(super) fn solve(args: &SolveArgs, screen: &Screen) -> Result<(), Stop> {
    refuse_no_chance(args.chance)?;
    // Load.
    let asked = draw_changes(args.results.runs, args.results.seed)?;
    let scenario = load_scenario(&args.scenario, &asked, screen)?;
    // Plan.
    let day = wanted_day(args.by, &scenario)?;
    let plan = plan(&args.results, &scenario, RUNS);
    let knob = VariedParameter::find(&args.vary.key, &scenario)?;
    knob.check(&[args.vary.from, args.vary.to])?;
    let folder = open_for_verb(&args.results, &scenario, ("solve", &asked_name(args)), screen)?;
    // Simulate.
    let now = dates(&scenario, plan).chance_by(Milestone::InForce, day);
    let (found, evaluations) = on_threads(args.results.shown.threads, || {
        let bar = ProgressBar::new(USUAL, "evaluations", screen);
        let (scenario, knob, bar) = (&scenario, &knob, &bar);
        let mut search = RootSearch { args, scenario, knob, plan, day, bar, done: Vec::new() };
        Ok::<_, Faults>((search.solve()?, search.done))
    })??;
    // Result.
    let solved = Solved {
        model: &scenario.model,
        status_source: &scenario.status_source,
        plan,
        day,
        key: &knob.key,
        name: &knob.name,
        range: (args.vary.from, args.vary.to),
        wanted: args.chance,
        now: (knob.now, now),
        found,
        evaluations: &evaluations,
    };
    // Publish.
    let publication = Publication {
        files: vec![("solve.csv".to_owned(), solved.table()), manifest_of_verb(&scenario, "solve")],
        figures: solved.figures(),
        json: pretty(&solved.json()),
        text: solved.screen(),
    };
    publish(folder, &args.results.shown, &publication, screen)
}

fn refuse_no_chance(chance: f64) -> Result<(), Stop> {
    if chance > 0.0 && chance < 1.0 {
        return Ok(());
    }
    Err(Stop::problem(
        format!("--chance: expected a chance above 0 and below 1, found {chance}"),
        "for 50 % write 0.5",
    ))
}

/// What is asked, as it stands in a folder's name.
fn asked_name(args: &SolveArgs) -> Vec<String> {
    let vary = name_of_range(&args.vary.key, &[args.vary.from, args.vary.to]);
    let chance = format!("chance={}", args.chance);
    [vary, chance].into_iter().chain(name_of_day(args.by)).collect()
}
