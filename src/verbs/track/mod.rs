//! `inforce track`: how many deposits by which day keep the target within reach.

pub(in crate::verbs) mod args;
mod figures;
mod rows;
mod text;

use super::{
    load,
    results::{self, Results},
    stop::Stop,
};
use crate::terminal::{Progress, Screen};
use crate::{engine::simulate, tally::Track, wording::long_day};
use args::TrackArgs;
use rows::Tracked;

pub(super) fn track(args: &TrackArgs, screen: &Screen) -> Result<(), Stop> {
    let scenario = load(&args.scenario, &results::asked(&args.results)?, screen)?;
    let model = &scenario.model;
    let target = results::wanted_day(args.by, &scenario)?;
    let plan = results::plan(&args.results, &scenario, u64::MAX);
    let asked: Vec<String> = results::by_name(args.by).into_iter().collect();
    let folder = results::folder(&args.results, &scenario, ("track", &asked), screen)?;
    let bar = Progress::new(plan.runs.get(), "runs", screen);
    let runs = simulate(model, plan);
    let track = results::on_threads(args.results.shown.threads, || {
        Track::from_runs(&runs, target, &|done| bar.at(done))
    })?;
    drop(bar);
    let Some(track) = track else {
        return Err(Stop::Problem(
            format!(
                "no deposit after the as-of day {} is early enough for {}",
                long_day(model.as_of),
                long_day(target)
            ),
            "give a later day, such as --by 2028-12-31".to_owned(),
        ));
    };
    let months = track.months();
    let status_source = &scenario.status_source;
    let tracked = Tracked { model, status_source, plan, target, track: &track, months: &months };
    let results = Results {
        files: vec![
            ("corridor.csv".to_owned(), tracked.corridor_table()),
            ("track.csv".to_owned(), tracked.track_table()),
            results::manifest(&scenario, "track"),
        ],
        figures: tracked.figures(),
        json: tracked.json(),
        text: tracked.screen(),
    };
    results::finish(folder, &args.results.shown, results, screen)
}
