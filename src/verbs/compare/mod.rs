//! `inforce compare`: scenarios on the same draws, what differs, and which assumption did it.

pub(in crate::verbs) mod args;
mod figures;
mod rows;
mod text;

use super::args::OverArgs;
use super::{
    command::command,
    load::Loader,
    results::{self, Results},
    stop::Stop,
};
use crate::terminal::{Progress, Screen};
use crate::{
    analysis::Way,
    engine::{Plan, Runs, simulate},
    publish::{MANIFEST, MANIFEST_MARK},
    quantity::Day,
    scenario::Scenario,
    tally::{Attribution, SideBySide},
    treaty::{Labels, Model},
};
use args::CompareArgs;
use rows::Compared;

pub(super) fn compare(args: &CompareArgs, screen: &Screen) -> Result<(), Stop> {
    let arguments: Vec<String> =
        args.scenarios.iter().flat_map(|one| results::expanded(one)).collect();
    let scenarios = load(args, &arguments, screen)?;
    let [first, second, ..] = scenarios.as_slice() else { return Ok(()) };
    same_treaty(&scenarios)?;
    for one in &scenarios {
        results::still_open(&args.by, &one.model)?;
    }
    let names = names(&scenarios, &arguments);
    let labels = labels(&scenarios, &names);
    let folder = results::folder(&args.results, first, ("compare", &others(&scenarios)), screen)?;
    let plan = results::plan(&args.results, first, u64::MAX);
    let target = scenarios.iter().find_map(|one| one.model.target);
    let days = days(args, target);
    let way = if args.no_attribution { None } else { Way::between(first, second)? };
    let (side, attribution) = results::on_threads(args.results.shown.threads, || {
        let side = side_by_side(&scenarios, plan, &days, screen);
        (side, way.map(|way| attribute(&way, plan, target, screen)))
    })?;
    let models: Vec<&Model> = scenarios.iter().map(|one| &one.model).collect();
    let compared = Compared {
        names: &names,
        labels: &labels,
        models: &models,
        status_source: &first.status_source,
        plan,
        side: &side,
        target,
        days: &days,
        attribution: attribution.as_ref(),
    };
    let mut files = compared.tables();
    files.extend(manifests(&scenarios, &arguments, args));
    let results = Results {
        files,
        figures: compared.figures(),
        json: compared.json(),
        text: compared.screen(),
    };
    results::finish(folder, &args.results.shown, results, screen)
}

fn load(args: &CompareArgs, arguments: &[String], screen: &Screen) -> Result<Vec<Scenario>, Stop> {
    let (loader, asked) = (Loader::new(screen), results::asked(&args.results)?);
    let named = |argument: &String| loader.load(&results::layers(argument), &args.over, &asked);
    arguments.iter().map(named).collect()
}

fn same_treaty(scenarios: &[Scenario]) -> Result<(), Stop> {
    let Some(first) = scenarios.first() else { return Ok(()) };
    for other in &scenarios[1..] {
        let (one, other) = (&first.model, &other.model);
        if (&one.title, one.opened) != (&other.title, other.opened) {
            return Err(Stop::Problem(
                format!(
                    "`{}` and `{}` are about different treaties: {} (opened {}) and {} (opened {})",
                    one.name, other.name, one.title, one.opened, other.title, other.opened
                ),
                "compare scenarios of one treaty: the same title and day of opening".to_owned(),
            ));
        }
    }
    Ok(())
}

/// What the others have in their names that the first has not, as it stands in a folder's name.
fn others(scenarios: &[Scenario]) -> Vec<String> {
    let parts =
        |one: &Scenario| -> Vec<String> { one.model.name.split('+').map(str::to_owned).collect() };
    let Some((first, others)) = scenarios.split_first() else { return Vec::new() };
    let known = parts(first);
    let own = |other: &Scenario| {
        let own: Vec<String> =
            parts(other).into_iter().filter(|part| !known.contains(part)).collect();
        if own.is_empty() { other.model.name.clone() } else { own.join("-") }
    };
    others.iter().map(own).collect()
}

/// What each scenario is called: its own name, and where two share one, as it was given.
fn names(scenarios: &[Scenario], arguments: &[String]) -> Vec<String> {
    let own: Vec<&str> = scenarios.iter().map(|one| one.model.name.as_str()).collect();
    let shared = |name: &str| own.iter().filter(|other| **other == name).count() > 1;
    let mut names: Vec<String> = Vec::new();
    for (own, argument) in own.iter().zip(arguments) {
        let name = if shared(own) { argument.clone() } else { (*own).to_owned() };
        let again = names.iter().filter(|earlier| **earlier == name).count();
        names.push(if again == 0 { name } else { format!("{name} ({})", again + 1) });
    }
    names
}

/// What people call each: by what it does not share with the others; by its name where two would be
/// called the same.
fn labels(scenarios: &[Scenario], names: &[String]) -> Vec<String> {
    let all: Vec<&Labels> = scenarios.iter().map(|one| &one.model.labels).collect();
    let apart = Labels::apart(&all);
    let alone = |label: &String| apart.iter().filter(|other| *other == label).count() == 1;
    let each = apart.iter().zip(names);
    each.map(|(label, name)| if alone(label) { label.clone() } else { name.clone() }).collect()
}

/// The target and the days asked for, in order.
fn days(args: &CompareArgs, target: Option<Day>) -> Vec<Day> {
    let mut days: Vec<Day> = args.by.iter().copied().chain(target).collect();
    days.sort_unstable();
    days.dedup();
    days
}

fn side_by_side(scenarios: &[Scenario], plan: Plan, days: &[Day], screen: &Screen) -> SideBySide {
    let runs: Vec<Runs<'_>> = scenarios.iter().map(|one| simulate(&one.model, plan)).collect();
    let pairs: Vec<(usize, usize)> = (1..runs.len()).map(|other| (0, other)).collect();
    let bar = Progress::new(plan.runs.get(), "runs of all scenarios", screen);
    SideBySide::from_runs(&runs, &pairs, days, &|done| bar.at(done))
}

fn attribute(way: &Way, plan: Plan, target: Option<Day>, screen: &Screen) -> Attribution {
    let words = format!("runs of {} scenarios in between", way.scenarios());
    let bar = Progress::new(plan.runs.get(), &words, screen);
    way.attribute(plan, target, &|done| bar.at(done))
}

/// Each scenario with all its tables inside, and the command that makes it all again; one that is a
/// manifest alone keeps the command that it carries.
fn manifests(
    scenarios: &[Scenario],
    arguments: &[String],
    args: &CompareArgs,
) -> Vec<(String, String)> {
    let command = command();
    let version = env!("CARGO_PKG_VERSION");
    let numbered = scenarios.iter().zip(arguments).enumerate();
    let mut files: Vec<(String, String)> = numbered
        .map(|(place, (one, argument))| {
            let name = format!("{}-{}.toml", place + 1, one.model.name);
            let alone = results::layers(argument).len() == 1 && args.over == OverArgs::default();
            let carried = one.command().filter(|_| alone);
            (name, one.manifest(version, carried.unwrap_or(&command)))
        })
        .collect();
    let list: String = files.iter().map(|(name, _)| format!("  {name:?},\n")).collect();
    let text = format!(
        "{MANIFEST_MARK}: `inforce compare` of the scenarios in the files named here, in order, \
         gives it again\n[compare]\nversion = {version:?}\ncommand = {command:?}\nscenarios = [\n\
         {list}]\n"
    );
    files.push((MANIFEST.to_owned(), text));
    files
}
