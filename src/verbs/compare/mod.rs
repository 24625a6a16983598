//! `inforce compare`: scenarios on the same draws, what differs, and which assumption did it.

pub(in crate::verbs) mod args;
mod figures;
mod result;
pub(in crate::verbs) mod rows;
mod text;

use super::{
    args::OverArgs,
    load::{Loader, expand_set, split_layers},
    manifest::manifests_of_comparison,
    place::open_for_verb,
    plan::{draw_changes, on_threads, plan, refuse_past_days},
    publish::{Publication, publish},
    stop::Stop,
};
use crate::terminal::{ProgressBar, Screen, pretty};
use crate::{
    analysis::Decomposition,
    engine::{Plan, Runs, simulate},
    quantity::Day,
    scenario::Scenario,
    tally::{Attribution, SideBySide},
    treaty::{Labels, Model},
};
use args::CompareArgs;
use result::Compared;

pub(super) fn compare(args: &CompareArgs, screen: &Screen) -> Result<(), Stop> {
    // Load.
    let arguments: Vec<String> = args.scenarios.iter().flat_map(|one| expand_set(one)).collect();
    let scenarios = load_all(args, &arguments, screen)?;
    let [first, second, ..] = scenarios.as_slice() else { return Ok(()) };
    let names = names(&scenarios, &arguments);
    let labels = labels(&scenarios, &names);
    // Plan.
    let asked = others(&scenarios);
    let folder = open_for_verb(&args.results, first, ("compare", &asked), screen)?;
    let plan = plan(&args.results, first, u64::MAX);
    let target = scenarios.iter().find_map(|one| one.model.target);
    let days = days(args, target);
    let way = if args.no_attribution { None } else { Decomposition::between(first, second)? };
    // Simulate.
    let (side, attribution) = on_threads(args.results.shown.threads, || {
        let side = side_by_side(&scenarios, plan, &days, screen);
        (side, way.map(|way| attribute(&way, plan, target, screen)))
    })?;
    // Result.
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
    // Publish.
    let alone = |place: usize| {
        split_layers(&arguments[place]).len() == 1 && args.over == OverArgs::default()
    };
    let publication = Publication {
        files: [compared.tables(), manifests_of_comparison(&scenarios, alone)].concat(),
        figures: compared.figures(),
        json: pretty(&compared.json()),
        text: compared.screen(),
    };
    publish(folder, &args.results.shown, &publication, screen)
}

/// The scenarios of all arguments, of one treaty, none of them past a day asked for.
fn load_all(
    args: &CompareArgs,
    arguments: &[String],
    screen: &Screen,
) -> Result<Vec<Scenario>, Stop> {
    let asked = draw_changes(args.results.runs, args.results.seed)?;
    let loader = Loader::new(screen);
    let named = |argument: &String| loader.load(&split_layers(argument), &args.over, &asked);
    let scenarios: Vec<Scenario> = arguments.iter().map(named).collect::<Result<_, _>>()?;
    refuse_other_treaties(&scenarios)?;
    scenarios.iter().try_for_each(|one| refuse_past_days(&args.by, &one.model))?;
    Ok(scenarios)
}

fn refuse_other_treaties(scenarios: &[Scenario]) -> Result<(), Stop> {
    let Some(first) = scenarios.first() else { return Ok(()) };
    for other in &scenarios[1..] {
        let (one, other) = (&first.model, &other.model);
        if (&one.title, one.opened) != (&other.title, other.opened) {
            return Err(Stop::problem(
                format!(
                    "`{}` and `{}` are about different treaties: {} (opened {}) and {} (opened {})",
                    one.name, other.name, one.title, one.opened, other.title, other.opened
                ),
                "compare scenarios of one treaty: the same title and day of opening",
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
    let bar = ProgressBar::new(plan.runs.get(), "runs of all scenarios", screen);
    SideBySide::from_runs(&runs, &pairs, days, &|done| bar.at(done))
}

fn attribute(way: &Decomposition, plan: Plan, target: Option<Day>, screen: &Screen) -> Attribution {
    let words = format!("runs of {} scenarios in between", way.scenarios());
    let bar = ProgressBar::new(plan.runs.get(), &words, screen);
    way.attribute(plan, target, &|done| bar.at(done))
}
