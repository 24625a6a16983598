//! `inforce run`: a scenario in, a folder of results and a summary out.

pub(in crate::verbs) mod args;
mod text;

use std::{
    collections::BTreeSet,
    io::{self, BufWriter, IsTerminal},
    path::{Path, PathBuf},
};

use toml::Value;

use super::args::Format;
use super::{
    command::command_of_run,
    draw::draw,
    load, place,
    record::{Adding, age_words, is_old, today},
    results::{draws, on_threads, still_open},
    stop::Stop,
};
use crate::terminal::{Progress, Screen, watching};
use crate::{
    analysis::{date, roles},
    calibrate::history::{Alike, History},
    engine::{Detail, Gather, Plan, Runs, simulate},
    figures::{Source, figures},
    publish::{Folder, FolderError, MANIFEST, MANIFEST_MARK},
    quantity::{Day, Proportion, RunCount},
    result::{Draws, Grain, Numbers, Watched},
    scenario::{Change, Scenario},
    tally::{Event, Tally},
    treaty::Model,
};
use args::{GrainArg, RunArgs};

pub(super) fn run(args: &RunArgs, screen: &Screen) -> Result<(), Stop> {
    sensible(args)?;
    let scenario = scenario(args, screen)?;
    let issued_on = issued_on(args, &scenario)?;
    let adding = match &args.record {
        Some(record) => Some(Adding::open(record, issued_on.unwrap_or_else(today))?),
        None => None,
    };
    let folder = place::open(args.out.as_deref(), &scenario.model.name, &scenario, screen)?;
    let (tally, runs) = on_threads(args.shown.threads, || tally(args, &scenario, screen))??;
    let model = &scenario.model;
    let mut numbers = Numbers::new(&runs, &tally, grain(args));
    numbers.summary.earlier = earlier(model);
    let roles = roles(model, &tally, runs.plan, &watching(screen));
    numbers.watched = Watched::all(model, &tally, &roles);
    // The manifest must say how many runs it took.
    let more = runs.plan.runs != scenario.runs;
    let taken = more.then(|| scenario.with(&[Change::runs(runs.plan.runs)])).transpose()?;
    let taken = taken.as_ref().unwrap_or(&scenario);
    write(args, &folder, taken, &runs, &numbers, screen)?;
    let path = folder.finish()?;
    if let Some(adding) = adding {
        adding.add(taken, &numbers.summary, &manifest(taken), screen)?;
    }
    let as_of = scenario.model.as_of;
    let issued = issued_on.map_or_else(String::new, |day| age_words(as_of, day));
    // On a terminal an old status is remarked upon unasked, as progress is shown.
    if issued_on.is_none() && io::stderr().is_terminal() && is_old(as_of, today()) {
        screen.remark(&age_words(as_of, today()));
    }
    match args.shown.format {
        Format::Json => {
            if !issued.is_empty() {
                screen.remark(&format!("issued {issued}"));
            }
            screen.say(&numbers.json(model))?;
        }
        Format::Text => {
            let files = files_words(&path, args);
            screen.say(&text::screen(
                model,
                &numbers.summary,
                &numbers.watched,
                &scenario.status_source,
                &issued,
                &files,
            ))?;
        }
    }
    Ok(())
}

/// What earlier treaties with as many signatures had at this age, for those who move as under them.
fn earlier(model: &Model) -> Option<Alike> {
    model.calibration.as_ref()?;
    History::built_in().ok()?.alike(model)
}

/// The day of issue, where the forecast is recorded or a day is given; not before the as-of day.
fn issued_on(args: &RunArgs, scenario: &Scenario) -> Result<Option<Day>, Stop> {
    let recorded = args.record.is_some().then(today);
    let day = args.issued_on.or(recorded);
    match day.filter(|day| *day < scenario.model.as_of) {
        Some(day) => Err(Stop::Problem(
            format!("issued on {day}, before the as-of day {}", scenario.model.as_of),
            "give the day of issue with --issued-on, or an earlier as-of day".to_owned(),
        )),
        None => Ok(day),
    }
}

/// Refuses what the command line cannot mean, before anything is read or made.
fn sensible(args: &RunArgs) -> Result<(), Stop> {
    let Some(precision) = args.precision else { return Ok(()) };
    if !(1e-5..=0.5).contains(&precision) {
        return Err(Stop::Problem(
            format!(
                "--precision: expected a standard error from 0.00001 to 0.5, found {precision}"
            ),
            "0.001 is a tenth of a percent".to_owned(),
        ));
    }
    Ok(())
}

/// The scenario with what the command line asks of it. Days and participants are asked for beside
/// those that the scenario asks for.
fn scenario(args: &RunArgs, screen: &Screen) -> Result<Scenario, Stop> {
    let scenario = load(&args.scenario, &draws(args.runs, args.seed)?, screen)?;
    let model = &scenario.model;
    still_open(&args.by, model)?;
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

/// Simulates as many runs as wanted, or until the error is small enough.
fn tally<'a>(
    args: &RunArgs,
    scenario: &'a Scenario,
    screen: &Screen,
) -> Result<(Tally, Runs<'a>), Stop> {
    let plan = Plan { runs: scenario.runs, seed: scenario.seed };
    let Some(precision) = args.precision else {
        let bar = Progress::new(plan.runs.get(), "runs", screen);
        let runs = simulate(&scenario.model, plan);
        return Ok((Tally::watched(&runs, &|done| bar.at(done)), runs));
    };
    let mut runs = simulate(&scenario.model, Plan { runs: few(10_000), ..plan });
    let mut tally = Tally::of(&runs);
    let mut done = 10_000;
    loop {
        let chance = wanted(scenario, &tally);
        let error = chance.standard_error();
        if error <= precision {
            return Ok((tally, runs.from_the_first(few(done))));
        }
        // What the error so far says is needed, but at most ten times what there is.
        let needed = (done as f64 * (error / precision).powi(2) * 1.02).ceil() as u64;
        let more = needed.clamp(done + 1, done * 10) - done;
        runs = runs.next(few(more));
        let bar = Progress::new(more, "runs", screen);
        tally.merge(Tally::watched(&runs, &|done| bar.at(done)));
        done += more;
    }
}

/// The chance whose error is watched: by the target, else of the median.
fn wanted(scenario: &Scenario, tally: &Tally) -> Proportion {
    match scenario.model.target {
        Some(target) => tally.dates.chance_by(Event::InForce, target),
        None => Proportion { count: tally.dates.runs() / 2, runs: tally.dates.runs() },
    }
}

fn few(runs: u64) -> RunCount {
    RunCount::new(runs.clamp(1, RunCount::MOST)).expect("held within the range")
}

fn grain(args: &RunArgs) -> Grain {
    match args.grain {
        GrainArg::Day => Grain::Day,
        GrainArg::Month => Grain::Month,
    }
}

fn write(
    args: &RunArgs,
    folder: &Folder,
    scenario: &Scenario,
    runs: &Runs<'_>,
    numbers: &Numbers,
    screen: &Screen,
) -> Result<(), Stop> {
    let model = &scenario.model;
    for (name, text) in numbers.files(model) {
        folder.add(name, text.as_bytes())?;
    }
    folder.add(MANIFEST, manifest(scenario).as_bytes())?;
    if args.draws {
        write_draws(folder, runs)?;
    }
    let source = Source { model, numbers, status_source: &scenario.status_source };
    draw(folder, &figures(&source), &args.shown.look, !args.shown.no_charts, screen)
}

/// The scenario with all its tables, and what makes it a result that can be repeated.
fn manifest(scenario: &Scenario) -> String {
    let text = scenario.manifest(env!("CARGO_PKG_VERSION"), &command_of_run(scenario));
    format!("{MANIFEST_MARK}: `inforce run` of this file gives the same bytes\n{text}")
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

fn files_words(path: &Path, args: &RunArgs) -> String {
    let charts = if args.shown.no_charts { "" } else { ", charts as SVG and PNG" };
    format!(
        "{}: summary, distribution, trajectory, participants and more as CSV{charts}",
        path.display()
    )
}
