//! `inforce run`: a scenario in, a folder of results and a summary out.

pub(in crate::verbs) mod args;
mod simulate;
mod text;

use std::{
    collections::BTreeSet,
    io::{self, BufWriter, IsTerminal},
    path::{Path, PathBuf},
};

use toml::Value;

use super::{
    age::{age_words, is_old, today},
    args::Format,
    load::load_scenario,
    manifest::manifest_of_run,
    place,
    plan::{draw_changes, on_threads, refuse_past_days},
    publish::{Publication, answer, put_in_place},
    record::add::Adding,
    stop::Stop,
};
use crate::terminal::{Screen, watching};
use crate::{
    analysis::{date, roles},
    backtest::ReferenceClass,
    calibrate::history::{History, SimilarTreaties},
    engine::{Detail, Runs},
    figures::{FigureSource, figures},
    publish::{Folder, FolderError, MANIFEST},
    quantity::Day,
    result::{Draws, Grain, LikeTreaties, RunResult, Watched},
    scenario::{Change, Scenario},
    treaty::Model,
};
use args::{GrainArg, RunArgs};
use simulate::{simulate_all, simulate_until};

pub(super) fn run(args: &RunArgs, screen: &Screen) -> Result<(), Stop> {
    refuse_odd_precision(args.precision)?;
    // Load.
    let scenario = load(args, screen)?;
    let model = &scenario.model;
    // Plan.
    let issued_on = issued_on(args, model)?;
    let record =
        args.record.as_ref().map(|file| Adding::open(file, issued_on.unwrap_or_else(today)));
    let record = record.transpose()?;
    let folder = place::open(args.out.as_deref(), &model.name, &scenario, screen)?;
    // Simulate.
    let (tally, runs) = on_threads(args.shown.threads, || match args.precision {
        Some(precision) => simulate_until(precision, &scenario, screen),
        None => simulate_all(&scenario, screen),
    })?;
    let roles = roles(model, &tally, runs.plan, &watching(screen));
    // Result.
    let mut numbers = RunResult::new(&runs, &tally, grain(args));
    (numbers.summary.earlier, numbers.like) = earlier(model);
    numbers.watched = Watched::all(model, &tally, &roles);
    // The manifest must say how many runs it took.
    let more = runs.plan.runs != scenario.runs;
    let taken = more.then(|| scenario.with(&[Change::runs(runs.plan.runs)])).transpose()?;
    let taken = taken.as_ref().unwrap_or(&scenario);
    // Publish.
    let manifest = manifest_of_run(taken);
    let publication = publication(args, taken, &numbers, &manifest, issued_on, folder.path());
    if args.draws {
        write_draws(&folder, &runs)?;
    }
    put_in_place(folder, &args.shown, &publication, screen)?;
    if let Some(record) = record {
        record.add(taken, &numbers.summary, &manifest, screen)?;
    }
    remark_on_age(args, model.as_of, issued_on, screen);
    answer(args.shown.format, &publication.json, &publication.text, screen)
}

/// The scenario with what the command line asks of it. Days and participants are asked for beside
/// those that the scenario asks for.
fn load(args: &RunArgs, screen: &Screen) -> Result<Scenario, Stop> {
    let drawn = draw_changes(args.runs, args.seed)?;
    let scenario = load_scenario(&args.scenario, &drawn, screen)?;
    let model = &scenario.model;
    refuse_past_days(&args.by, model)?;
    let mut asked = Vec::new();
    if !args.by.is_empty() {
        let days: BTreeSet<&Day> = model.by.iter().chain(&args.by).collect();
        let days: Vec<Value> = days.into_iter().map(|day| date(*day)).collect();
        asked.push(Change::set(&["forecast", "by"], days));
    }
    if !args.watched.is_empty() {
        let codes = model.watched.iter().map(|index| model.participants[*index].code.as_str());
        let codes: BTreeSet<&str> = codes.chain(args.watched.iter().map(String::as_str)).collect();
        let codes: Vec<Value> = codes.into_iter().map(Value::from).collect();
        asked.push(Change::set(&["forecast", "for"], codes));
    }
    Ok(if asked.is_empty() { scenario } else { scenario.with(&asked)? })
}

/// The day of issue, where the forecast is recorded or a day is given; not before the as-of day.
fn issued_on(args: &RunArgs, model: &Model) -> Result<Option<Day>, Stop> {
    let recorded = args.record.is_some().then(today);
    let day = args.issued_on.or(recorded);
    match day.filter(|day| *day < model.as_of) {
        Some(day) => Err(Stop::problem(
            format!("issued on {day}, before the as-of day {}", model.as_of),
            "give the day of issue with --issued-on, or an earlier as-of day",
        )),
        None => Ok(day),
    }
}

/// What earlier treaties with as many signatures had at this age, and what became of those most like it;
/// for States that move as under them.
fn earlier(model: &Model) -> (Option<SimilarTreaties>, Option<LikeTreaties>) {
    let history = model.calibration.as_ref().and_then(|_| History::built_in().ok());
    let Some(history) = history else { return (None, None) };
    let class = ReferenceClass::find(&history, model);
    (history.alike(model), class.map(|class| LikeTreaties::new(&class, model)))
}

fn grain(args: &RunArgs) -> Grain {
    match args.grain {
        GrainArg::Day => Grain::Day,
        GrainArg::Month => Grain::Month,
    }
}

/// Files, charts and words of a run.
fn publication(
    args: &RunArgs,
    scenario: &Scenario,
    numbers: &RunResult,
    manifest: &str,
    issued_on: Option<Day>,
    place: &Path,
) -> Publication {
    let (model, status_source) = (&scenario.model, scenario.status_source.as_str());
    let tables = numbers.files(model).into_iter();
    let mut files: Vec<(String, String)> =
        tables.map(|(name, text)| (name.to_owned(), text)).collect();
    files.push((MANIFEST.to_owned(), manifest.to_owned()));
    let issued = issued_on.map_or_else(String::new, |day| age_words(model.as_of, day));
    let charts = if args.shown.no_charts { "" } else { ", charts as SVG and PNG" };
    let listed = format!(
        "{}: summary, distribution, trajectory, participants and more as CSV{charts}",
        place.display()
    );
    Publication {
        files,
        figures: figures(&FigureSource { model, numbers, status_source }),
        json: numbers.json(model),
        text: text::screen(model, numbers, status_source, &issued, &listed),
    }
}

/// Says how old the status is: beside the JSON where the forecast has a day of issue, and on a terminal
/// unasked where it is old, as progress is shown.
fn remark_on_age(args: &RunArgs, as_of: Day, issued_on: Option<Day>, screen: &Screen) {
    match issued_on {
        Some(day) if args.shown.format == Format::Json => {
            screen.remark(&format!("issued {}", age_words(as_of, day)));
        }
        None if io::stderr().is_terminal() && is_old(as_of, today()) => {
            screen.remark(&age_words(as_of, today()));
        }
        _ => {}
    }
}

/// Refuses what the command line cannot mean, before anything is read or made.
fn refuse_odd_precision(precision: Option<f64>) -> Result<(), Stop> {
    match precision.filter(|precision| !(1e-5..=0.5).contains(precision)) {
        None => Ok(()),
        Some(precision) => Err(Stop::problem(
            format!(
                "--precision: expected a standard error from 0.00001 to 0.5, found {precision}"
            ),
            "0.001 is a tenth of a percent",
        )),
    }
}

/// The runs themselves, drawn once more in order and written as they come.
fn write_draws(folder: &Folder, runs: &Runs<'_>) -> Result<(), Stop> {
    let path = PathBuf::from("draws.csv");
    let unwritable = |reason: io::Error| FolderError::Unwritable { path: path.clone(), reason };
    let file = BufWriter::new(folder.file("draws.csv")?);
    let mut draws = Draws::new(runs.model, file).map_err(io::Error::other).map_err(unwritable)?;
    let mut result = Ok(());
    runs.each(Detail::Parties, |run| {
        if result.is_ok() {
            result = draws.write(runs.model, run);
        }
    });
    result.map_err(io::Error::other).map_err(unwritable)?;
    draws.finish().map_err(unwritable)?;
    Ok(())
}
