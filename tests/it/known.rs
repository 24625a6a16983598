//! Tiny scenarios whose answers are known by hand or in closed form.

use std::{fs, path::Path};

use inforce::{
    engine::{Plan, simulate},
    scenario::Scenario,
    tally::{Milestone, Tally},
};

#[test]
fn every_known_scenario_gives_its_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/known");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 8, "only {} known scenarios", paths.len());
    for path in paths {
        let name = path.display().to_string();
        let scenario = match Scenario::load(std::slice::from_ref(&name), &[]) {
            Ok(scenario) => scenario,
            Err(faults) => panic!("{}", faults.render(false)),
        };
        let expect = scenario.expect.clone().unwrap_or_else(|| panic!("{name}: no [expect]"));
        let plan = Plan { runs: scenario.runs, seed: scenario.seed };
        let dates = Tally::from_runs(&simulate(&scenario.model, plan)).dates;
        for one in &expect.chance_by {
            let found = dates.chance_by(Milestone::InForce, one.by).value();
            let off = (found - one.chance).abs();
            assert!(off <= one.tolerance, "{name}: by {} {found}, expected {}", one.by, one.chance);
        }
        if let Some(median) = expect.median_met {
            let found = dates.quantile(Milestone::Met, 0.5).day.day();
            let found = found.unwrap_or_else(|| panic!("{name}: median beyond the horizon"));
            let off = (found - median).0.abs();
            assert!(off <= expect.median_tolerance.0, "{name}: median {found}, expected {median}");
        }
        assert!(
            !expect.chance_by.is_empty() || expect.median_met.is_some(),
            "{name}: expects nothing"
        );
    }
}
