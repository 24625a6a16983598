//! A treaty made in code, without a file: `cargo run --release --example own_treaty`.
//!
//! Twelve States have signed; six ratifications bring the treaty into force three months later. Each
//! State takes 400 days from its signature as likely as not, 900 days nine times in ten, and one in
//! twenty never ratifies.

#![expect(clippy::print_stdout, reason = "an example says what it found")]

use inforce::{
    engine::{Plan, simulate},
    quantity::{Chance, Day, RunCount, Seed},
    tally::{Milestone, Tally},
    treaty::{
        Clock, Model, Participant, Prospect, Stated,
        delay::Delay,
        rule::{Lapse, Members, Rule},
    },
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (opened, horizon): (Day, Day) = ("2026-09-01".parse()?, "2036-12-31".parse()?);
    let delay = Delay::log_normal(400.0, 900.0)?.or_never(Chance::new(0.05)?);
    let ratification = Prospect::Stated(Stated { delay, clock: Clock::Signature, paced: false });
    let signatory = |number: usize| {
        let mut state = Participant::new(&format!("S{number:02}"));
        state.status.signed = Some(opened);
        state.ratification = ratification.clone();
        state
    };
    let participants: Vec<Participant> = (0..12).map(signatory).collect();
    let mut rule = Rule::count(6, Members::new(vec![true; participants.len()]), 0);
    rule.then = Lapse::Months(3);
    let model = Model::new("six-of-twelve", opened, horizon, rule, participants);

    let plan = Plan { runs: RunCount::new(20_000)?, seed: Seed(1) };
    let tally = Tally::from_runs(&simulate(&model, plan));
    for year in [2027, 2028, 2029] {
        let by: Day = format!("{year}-12-31").parse()?;
        println!("in force by {by}: {}", tally.dates.chance_by(Milestone::InForce, by));
    }
    Ok(())
}
