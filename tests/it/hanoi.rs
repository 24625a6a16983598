//! The Hanoi baseline against two independent prototypes of the same method.
//!
//! Their figures: 40,000 and 1,000,000 runs, written in another language, before this program.

use inforce::{
    engine::{Plan, simulate},
    quantity::{Day, RunCount},
    scenario::Scenario,
    tally::{Milestone, Tally},
};

/// The baseline with the calibration that the prototypes had, which is not quite the one that
/// `inforce fit` makes today.
fn tally(sets: &[&str], look: impl Fn(&Scenario, &Tally)) {
    let reference = |key: &str, name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference");
        format!("calibration.{key}='{folder}/{name}'")
    };
    let mut sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
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

#[test]
fn chances_days_and_likeliest_states_come_out_as_in_the_prototypes() {
    tally(&["calibration.uncertain_factors=false"], |scenario, tally| {
        // Four standard errors of both simulations together.
        for (by, expected, tolerance) in
            [("2027-12-31", 0.0593, 0.003), ("2028-12-31", 0.339, 0.006)]
        {
            let found = tally.dates.chance_by(Milestone::InForce, day(by)).value();
            assert!((found - expected).abs() < tolerance, "{by}: {found}");
        }
        for (share, expected, days) in [
            (0.05, "2027-12-17", 10),
            (0.5, "2029-08-17", 15),
            (0.9, "2033-09-10", 60),
            (0.95, "2036-01-01", 100),
        ] {
            let found = tally
                .dates
                .quantile(Milestone::InForce, share)
                .day
                .day()
                .expect("within the horizon");
            assert!((found - day(expected)).0.abs() <= days, "{share}: {found}");
        }
        let beyond = tally.dates.beyond().value();
        assert!((beyond - 0.028).abs() < 0.002, "{beyond}");
        let roles = tally.roles.each();
        for (code, expected) in [
            ("SVK", 0.32),
            ("SWE", 0.27),
            ("ESP", 0.25),
            ("SVN", 0.24),
            ("ECU", 0.24),
            ("FRA", 0.22),
            ("PER", 0.21),
            ("MLI", 0.21),
            ("PSE", 0.20),
            ("MUS", 0.20),
        ] {
            let found =
                roles[scenario.model.find(code).expect("a participant")].within_a_year.value();
            assert!((found - expected).abs() < 0.011, "{code}: {found}");
        }
        let pending = scenario
            .model
            .participants
            .iter()
            .zip(&roles)
            .filter(|(one, _)| one.status.deposited.is_none());
        let expected: f64 = pending.map(|(_, role)| role.within_a_year.value()).sum();
        assert!((expected - 12.5).abs() < 0.2, "{expected}");
    });
}

#[test]
fn uncertain_factors_change_little() {
    tally(&[], |_, tally| {
        let found = tally.dates.chance_by(Milestone::InForce, day("2027-12-31")).value();
        assert!((found - 0.0601).abs() < 0.003, "{found}");
        let found = tally.dates.chance_by(Milestone::InForce, day("2028-12-31")).value();
        assert!((found - 0.340).abs() < 0.006, "{found}");
    });
}
