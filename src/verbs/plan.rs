//! What simulations are asked for on the command line: how many futures, by which seed, for which day,
//! on how many threads.

use super::{args::ResultArgs, stop::Stop};
use crate::{
    engine::Plan,
    quantity::{Day, RunCount, Seed},
    scenario::{Change, Scenario},
    treaty::Model,
};

/// So many futures by this seed, where they are asked for, as changes of a scenario.
pub(super) fn draw_changes(runs: Option<u64>, seed: Option<u64>) -> Result<Vec<Change>, Stop> {
    let runs = runs.map(|runs| run_count(runs, 100_000)).transpose()?.map(Change::runs);
    Ok(runs.into_iter().chain(seed.map(Seed).map(Change::seed)).collect())
}

/// A number of futures as it is given on the command line, and how many are usual.
pub(super) fn run_count(runs: u64, usual: u64) -> Result<RunCount, Stop> {
    RunCount::new(runs)
        .map_err(|error| Stop::problem(format!("--runs: {error}"), format!("{usual} is usual")))
}

/// How many futures by which seed: by the scenario, which has in it what was asked for; where no
/// number was, at most `most`.
pub(super) fn plan(args: &ResultArgs, scenario: &Scenario, most: u64) -> Plan {
    let few = RunCount::new(scenario.runs.get().min(most)).unwrap_or(scenario.runs);
    let runs = if args.runs.is_some() { scenario.runs } else { few };
    Plan { runs, seed: scenario.seed }
}

/// Refuses days asked for with `--by` of which the record tells all there is.
pub(super) fn refuse_past_days(by: &[Day], model: &Model) -> Result<(), Stop> {
    match by.iter().find(|day| **day < model.as_of) {
        None => Ok(()),
        Some(day) => Err(Stop::problem(
            format!(
                "--by {day}: that is before the as-of day {}, and what had happened by then is on \
                 record, not a matter of chance",
                model.as_of
            ),
            "give a later day; to forecast from an earlier one, take the status as it was then",
        )),
    }
}

/// The day whose chance is wanted: the one asked for, else the scenario's target.
pub(super) fn wanted_day(by: Option<Day>, scenario: &Scenario) -> Result<Day, Stop> {
    refuse_past_days(by.as_slice(), &scenario.model)?;
    by.or(scenario.model.target).ok_or_else(|| {
        Stop::problem(
            format!("`{}` has no target, so no day whose chance is wanted", scenario.model.name),
            "give one, such as --by 2027-12-31",
        )
    })
}

/// Does the work on as many threads as asked for.
pub(super) fn on_threads<T: Send>(
    threads: Option<usize>,
    work: impl FnOnce() -> T + Send,
) -> Result<T, Stop> {
    let Some(threads) = threads else { return Ok(work()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.clamp(1, 1024)).build();
    let pool = pool.map_err(|error| {
        Stop::problem(format!("cannot start {threads} threads: {error}"), "ask for fewer")
    })?;
    Ok(pool.install(work))
}
