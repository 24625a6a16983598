//! Results to try the report on, made in memory.

use std::path::PathBuf;

use super::ResultFolder;
use crate::{
    engine::{Plan, simulate},
    publish::MANIFEST_MARK,
    quantity::RunCount,
    result::{Grain, RunResult},
    scenario::Scenario,
    tally::Tally,
};

/// The small scenario of the golden files after so many runs.
pub(super) fn result(runs: u64) -> ResultFolder {
    result_with(runs, &[])
}

/// The same with texts of the scenario replaced.
pub(super) fn result_with(runs: u64, changes: &[(&str, &str)]) -> ResultFolder {
    let mut text = include_str!("../../tests/golden/small.toml").to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in the scenario");
        text = text.replace(from, to);
    }
    let scenario =
        Scenario::from_text("small.toml", &text).unwrap_or_else(|wrong| panic!("{wrong}"));
    let model = &scenario.model;
    let plan = Plan { runs: RunCount::new(runs).unwrap(), seed: scenario.seed };
    let runs = simulate(model, plan);
    let tally = Tally::from_runs(&runs);
    let made = RunResult::new(&runs, &tally, Grain::Day);
    let files = made.files(model);
    let file = |name: &str| {
        let found = files.iter().find(|(file, _)| *file == name);
        found.map(|(_, text)| text.clone())
    };
    let numbers = RunResult::read(model, &file).unwrap();
    let manifest = scenario.manifest("0.0.0", "inforce run small.toml");
    let manifest = format!("{MANIFEST_MARK}\n{manifest}");
    ResultFolder { folder: PathBuf::from("out/small"), scenario, numbers, manifest, gained: None }
}
