//! `inforce record show`: what changed since the forecast before the last, and which news did it.

use std::path::{Path, PathBuf};

use super::{
    args::RecordShowArgs,
    kept::{newest, read_record, scenario_of},
    news::ForecastPair,
    result::Recorded,
};
use crate::{
    engine::Plan,
    publish::Folder,
    quantity::Seed,
    terminal::{Screen, pretty},
    verbs::{
        manifest::manifest_of_verb,
        plan::{on_threads, run_count},
        publish::{Publication, publish},
        stop::Stop,
    },
};

pub(super) fn show(args: &RecordShowArgs, screen: &Screen) -> Result<(), Stop> {
    // Load.
    let record = read_record(&args.file)?;
    let newest = newest(&record, &args.file)?;
    let new = scenario_of(&args.file, newest)?;
    let before = record.rows.len().checked_sub(2).map(|place| &record.rows[place]);
    let old = before.map(|before| scenario_of(&args.file, before)).transpose()?;
    // Plan.
    let folder = Folder::open(&out(args))?;
    let runs = run_count(args.results.runs.unwrap_or(newest.runs), 100_000)?;
    let plan = Plan { runs, seed: Seed(args.results.seed.unwrap_or(newest.seed)) };
    // Simulate.
    let shares = match (before, &old) {
        (Some(before), Some(old)) => {
            let pair = ForecastPair { before, newest, old, new: &new, plan };
            on_threads(args.results.shown.threads, || pair.shares(screen))??
        }
        _ => Vec::new(),
    };
    // Result.
    let recorded = Recorded { model: &new.model, rows: &record.rows, shares: &shares };
    // Publish.
    let publication = Publication {
        files: [recorded.tables(), vec![manifest_of_verb(&new, "record show")]].concat(),
        figures: recorded.figures(),
        json: pretty(&recorded.json()),
        text: recorded.screen(),
    };
    publish(folder, &args.results.shown, &publication, screen)
}

/// The folder that was named, else one for the record, whatever the layers of its last forecast are
/// called.
fn out(args: &RecordShowArgs) -> PathBuf {
    let stem = args.file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("forecasts");
    let usual = Path::new("out").join(format!("{stem}-record"));
    args.results.out.clone().unwrap_or(usual)
}
