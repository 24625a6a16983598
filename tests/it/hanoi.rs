//! The Hanoi baseline against two implementations of the same method in another language, written before
//! this one. Their figures are from 40,000 runs.

use inforce::{
    engine::{Plan, simulate},
    quantity::{Day, RunCount},
    scenario::Scenario,
    tally::{Milestone, Tally},
};

/// The baseline with the calibration that they had, which is not quite the one that `inforce fit` makes
/// today, and without the signatories of which only the number is known.
fn tally(sets: &[&str], look: impl Fn(&Scenario, &Tally)) {
    let reference = |key: &str, name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference");
        format!("calibration.{key}='{folder}/{name}'")
    };
    let mut sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    sets.push("status.signatories_unnamed.count=0".to_owned());
    sets.push(reference("file", "calibration.toml"));
    sets.push(reference("factors", "participants.csv"));
    let scenario = Scenario::load(&["hanoi".to_owned()], &sets).expect("the baseline is sound");
    let runs = RunCount::new(200_000).expect("some runs");
    let tally = Tally::from_runs(&simulate(&scenario.model, Plan { runs, seed: scenario.seed }));
    look(&scenario, &tally);
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn chances(tally: &Tally, expected: [f64; 3], tolerance: f64) {
    let days = ["2027-12-31", "2028-12-31", "2029-12-31"];
    for (by, expected) in days.into_iter().zip(expected) {
        let found = tally.dates.chance_by(Milestone::InForce, day(by)).value();
        // Four standard errors of both simulations together.
        assert!((found - expected).abs() < tolerance, "{by}: {found} for {expected}");
    }
}

#[test]
fn chances_and_days_come_out_as_in_the_other_implementations() {
    tally(&[], |_, tally| {
        chances(tally, [0.0555, 0.3092, 0.5714], 0.009);
        for (share, expected, days) in
            [(0.05, "2027-12-23", 12), (0.5, "2029-09-26", 20), (0.9, "2033-11-14", 90)]
        {
            let found = tally.dates.quantile(Milestone::InForce, share).day;
            let found = found.day().expect("within the horizon");
            assert!((found - day(expected)).0.abs() <= days, "{share}: {found}");
        }
    });
}

#[test]
fn two_more_signatures_since_the_opening_make_the_treaty_faster() {
    let rows = "status.rows=\"\"\"iso3,signed\nISL,2026-05-03\nKOR,2026-05-18\n\"\"\"";
    tally(&[rows], |_, tally| chances(tally, [0.084, 0.396, 0.659], 0.02));
}

#[test]
fn signing_is_a_witness_of_the_pace() {
    // Few have signed since the ceremony, so that without the link the treaty looks faster.
    tally(&["pace.signing_link=0"], |_, tally| chances(tally, [0.124, 0.495, 0.751], 0.02));
}
