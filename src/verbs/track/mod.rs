//! `inforce track`: how many deposits by which day keep the target within reach.

pub(in crate::verbs) mod args;
mod figures;
mod result;
pub(in crate::verbs) mod rows;
mod text;

use super::{
    load::load_scenario,
    manifest::manifest_of_verb,
    place::{name_of_day, open_for_verb},
    plan::{draw_changes, on_threads, plan, wanted_day},
    publish::{Publication, publish},
    stop::Stop,
};
use crate::terminal::{ProgressBar, Screen, pretty};
use crate::{engine::simulate, quantity::Day, tally::Track, wording::long_day};
use args::TrackArgs;
use result::Tracked;

pub(super) fn track(args: &TrackArgs, screen: &Screen) -> Result<(), Stop> {
    // Load.
    let asked = draw_changes(args.results.runs, args.results.seed)?;
    let scenario = load_scenario(&args.scenario, &asked, screen)?;
    let model = &scenario.model;
    // Plan.
    let target = wanted_day(args.by, &scenario)?;
    let plan = plan(&args.results, &scenario, u64::MAX);
    let asked: Vec<String> = name_of_day(args.by).into_iter().collect();
    let folder = open_for_verb(&args.results, &scenario, ("track", &asked), screen)?;
    // Simulate.
    let track = on_threads(args.results.shown.threads, || {
        let bar = ProgressBar::new(plan.runs.get(), "runs", screen);
        Track::from_runs(&simulate(model, plan), target, &|done| bar.at(done))
    })?;
    let track = track.ok_or_else(|| too_early(model.as_of, target))?;
    // Result.
    let months = track.months();
    let status_source = &scenario.status_source;
    let tracked = Tracked { model, status_source, plan, target, track: &track, months: &months };
    // Publish.
    let publication = Publication {
        files: [tracked.tables(), vec![manifest_of_verb(&scenario, "track")]].concat(),
        figures: tracked.figures(),
        json: pretty(&tracked.json()),
        text: tracked.screen(),
    };
    publish(folder, &args.results.shown, &publication, screen)
}

fn too_early(as_of: Day, target: Day) -> Stop {
    Stop::problem(
        format!(
            "no deposit after the as-of day {} is early enough for {}",
            long_day(as_of),
            long_day(target)
        ),
        "give a later day, such as --by 2028-12-31",
    )
}
