//! A run's simulation: as many futures as wanted, or until the error is small enough.

use crate::{
    engine::{Gather, Plan, Runs, simulate},
    quantity::{Proportion, RunCount},
    scenario::Scenario,
    tally::{Milestone, Tally},
    terminal::{ProgressBar, Screen},
};

/// Simulates the scenario's number of futures.
pub(super) fn simulate_all<'a>(scenario: &'a Scenario, screen: &Screen) -> (Tally, Runs<'a>) {
    let plan = Plan { runs: scenario.runs, seed: scenario.seed };
    let bar = ProgressBar::new(plan.runs.get(), "runs", screen);
    let runs = simulate(&scenario.model, plan);
    (Tally::from_runs_with_progress(&runs, &|done| bar.at(done)), runs)
}

/// Simulates until the standard error of the chance by the target, else at the median, is at most
/// `precision`, above 0.
pub(super) fn simulate_until<'a>(
    precision: f64,
    scenario: &'a Scenario,
    screen: &Screen,
) -> (Tally, Runs<'a>) {
    let plan = Plan { runs: few(10_000), seed: scenario.seed };
    let mut runs = simulate(&scenario.model, plan);
    let mut tally = Tally::from_runs(&runs);
    let mut done = 10_000;
    loop {
        let error = watched_chance(scenario, &tally).standard_error();
        if error <= precision {
            return (tally, runs.from_the_first(few(done)));
        }
        // What the error so far says is needed, but at most ten times what there is.
        let needed = (done as f64 * (error / precision).powi(2) * 1.02).ceil() as u64;
        let more = needed.clamp(done + 1, done * 10) - done;
        runs = runs.next(few(more));
        let bar = ProgressBar::new(more, "runs", screen);
        tally.merge_counts(Tally::from_runs_with_progress(&runs, &|done| bar.at(done)));
        done += more;
    }
}

/// The chance whose error is watched.
fn watched_chance(scenario: &Scenario, tally: &Tally) -> Proportion {
    match scenario.model.target {
        Some(target) => tally.dates.chance_by(Milestone::InForce, target),
        None => Proportion { count: tally.dates.runs() / 2, runs: tally.dates.runs() },
    }
}

fn few(runs: u64) -> RunCount {
    RunCount::new(runs.clamp(1, RunCount::MOST)).expect("held within the range")
}
