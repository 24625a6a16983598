//! A forecast and a what-if from the library, on the same draws: `cargo run --release --example forecast`.

#![expect(clippy::print_stdout, reason = "an example says what it found")]

use inforce::{
    engine::{Plan, simulate},
    quantity::{Day, RunCount},
    scenario::Scenario,
    tally::{Milestone, Tally},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let target: Day = "2027-12-31".parse()?;
    for sets in [vec![], vec!["rule.instruments=30".to_owned()]] {
        // Every fault of a scenario comes back at once, each with its file, line and column.
        let scenario = Scenario::load(&["hanoi".to_owned()], &sets)?;
        let plan = Plan { runs: RunCount::new(20_000)?, seed: scenario.seed };
        // From here on nothing can fail.
        let tally = Tally::from_runs(&simulate(&scenario.model, plan));
        let chance = tally.dates.chance_by(Milestone::InForce, target);
        println!("{}: {chance} by {target}", sets.first().map_or("as it stands", |set| set));
    }
    Ok(())
}
