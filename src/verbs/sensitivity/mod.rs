//! `inforce sensitivity`: each belief moved down and up, each participant's influence.

pub(in crate::verbs) mod args;
mod figures;
mod rows;
mod text;

use rayon::prelude::*;

use super::{
    load,
    results::{self, Results},
    stop::Stop,
};
use crate::terminal::{Progress, Screen, watching};
use crate::{
    analysis::{Perturbation, dates, influence, usual_perturbations, with_table},
    engine::{Plan, Runs, simulate},
    quantity::{Day, Days, Proportion, Quantile, When},
    scenario::{Scenario, folder_name, key_words},
    tally::{Difference, Event, SideBySide},
};
use args::SensitivityArgs;
use rows::{Moved, Sensitivity};

/// What a table of moves looks like.
const MOVES: &str = "name a CSV file with the columns key,down,up";
/// Futures a scenario, where no number is asked for.
const RUNS: u64 = 20_000;
/// Scenarios run side by side with the one as it is: few, so that memory stays small.
const BATCH: usize = 12;

pub(super) fn sensitivity(args: &SensitivityArgs, screen: &Screen) -> Result<(), Stop> {
    let scenario = load(&args.scenario, &results::asked(&args.results)?, screen)?;
    let plan = results::plan(&args.results, &scenario, RUNS);
    // One scenario by itself can do with as many runs as it asks for.
    let many = results::plan(&args.results, &scenario, u64::MAX);
    let mut moves = usual_perturbations(&scenario);
    if let Some(path) = &args.moves {
        let text = std::fs::read(path).map_err(|error| {
            Stop::Problem(format!("{}: {error}", path.display()), MOVES.to_owned())
        })?;
        let name = path.display().to_string();
        moves = with_table(moves, (&name, &text), &scenario)?;
    }
    let stem = args.moves.as_ref().and_then(|path| path.file_stem());
    let asked: Vec<String> =
        stem.map(|stem| folder_name(&stem.to_string_lossy())).into_iter().collect();
    let folder = results::folder(&args.results, &scenario, ("sensitivity", &asked), screen)?;
    let (base, moved, influence) = results::on_threads(args.results.shown.threads, || {
        let ends = ends(&scenario, &moves, screen)?;
        let base = Base::of(&scenario, many);
        let moved = moved(&scenario, base, ends, plan, screen);
        Ok::<_, Stop>((base, moved, influence(&scenario, many, &watching(screen))))
    })??;
    let found = Sensitivity {
        model: &scenario.model,
        status_source: &scenario.status_source,
        plan: many,
        pairs: plan.runs,
        chance: base.chance,
        median: base.median,
        moved: &moved,
        influence: &influence,
    };
    let mut files = found.tables();
    files.push(results::manifest(&scenario, "sensitivity"));
    let results =
        Results { files, figures: found.figures(), json: found.json(), text: found.screen() };
    results::finish(folder, &args.results.shown, results, screen)
}

/// A move's scenario, with what is said of it.
struct Ready {
    key: String,
    up: bool,
    said: String,
    scenario: Scenario,
}

/// The scenarios of all moves. A usual move that the scenario cannot take is left out with a
/// remark; one that was asked for has to work.
fn ends(scenario: &Scenario, moves: &[Perturbation], screen: &Screen) -> Result<Vec<Ready>, Stop> {
    let ends: Vec<_> = moves
        .iter()
        .flat_map(|one| one.ends.iter().zip([false, true]).map(move |(end, up)| (one, end, up)))
        .filter_map(|(one, end, up)| Some((one, end.as_ref()?, up)))
        .collect();
    let loaded: Vec<_> = ends.par_iter().map(|(_, end, _)| scenario.with(&end.changes)).collect();
    let mut ready = Vec::new();
    for ((one, end, up), moved) in ends.into_iter().zip(loaded) {
        match moved {
            Ok(scenario) => {
                ready.push(Ready { key: one.key.clone(), up, said: end.said.clone(), scenario });
            }
            Err(faults) if one.asked => return Err(faults.into()),
            Err(_) => {
                let name = key_words(&one.key, &scenario.model);
                screen.remark(&format!("{name} ({}) cannot be moved to {}", one.key, end.said));
            }
        }
    }
    Ok(ready)
}

/// How the scenario as it is does, over as many runs as `run` would take: what all is measured by.
#[derive(Clone, Copy)]
struct Base {
    chance: Option<Proportion>,
    median: Quantile,
}

impl Base {
    fn of(scenario: &Scenario, plan: Plan) -> Base {
        let dates = dates(scenario, plan);
        let chance = |target| dates.chance_by(Event::InForce, target);
        Base {
            chance: scenario.model.target.map(chance),
            median: dates.quantile(Event::InForce, 0.5),
        }
    }

    /// The median that comes so many days earlier; `found` is that of the runs it was found over.
    fn median_moved(self, gained: Option<Difference>, found: Quantile) -> When {
        let moved = self.median.day.day().zip(gained);
        moved.map_or(found.day, |(day, gained)| When::on(day - Days(gained.value.round() as i32)))
    }
}

/// What the moves do, each in pairs with the scenario as it is.
fn moved(
    scenario: &Scenario,
    base: Base,
    ends: Vec<Ready>,
    plan: Plan,
    screen: &Screen,
) -> Vec<Moved> {
    let target = scenario.model.target;
    let days: Vec<Day> = target.into_iter().collect();
    let batches = ends.chunks(BATCH);
    let bar = Progress::new(batches.len() as u64 * plan.runs.get(), "runs side by side", screen);
    let mut moved = Vec::new();
    for (batch, ends) in batches.enumerate() {
        let before = batch as u64 * plan.runs.get();
        let side = side(scenario, ends, plan, &days, &|done| bar.at(before + done));
        for (place, end) in ends.iter().enumerate() {
            let pair = &side.pairs[place];
            let gained: Option<Difference> = target.and_then(|day| pair.chance_gained(day));
            let days_gained = side.median_gained(pair);
            let found = side.dates[place + 1].quantile(Event::InForce, 0.5);
            moved.push(Moved {
                key: end.key.clone(),
                name: key_words(&end.key, &scenario.model),
                up: end.up,
                said: end.said.clone(),
                chance: base.chance.zip(gained).map(|(base, gained)| gained.added_to(base)),
                chance_gained: gained,
                median: base.median_moved(days_gained, found),
                days_gained,
            });
        }
    }
    moved
}

fn side(
    scenario: &Scenario,
    ends: &[Ready],
    plan: Plan,
    days: &[Day],
    progress: &(dyn Fn(u64) + Sync),
) -> SideBySide {
    let models = std::iter::once(&scenario.model).chain(ends.iter().map(|end| &end.scenario.model));
    let runs: Vec<Runs<'_>> = models.map(|model| simulate(model, plan)).collect();
    let pairs: Vec<(usize, usize)> = (1..runs.len()).map(|other| (0, other)).collect();
    SideBySide::of(&runs, &pairs, days, progress)
}
