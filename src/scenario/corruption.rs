//! Texts of all kinds, damaged scenarios among them: nothing panics, and what is resolved comes back.

use proptest::prelude::*;

use super::{
    Scenario, say,
    tests::{load, owned},
};

/// Says all there is to say of what comes in, and checks that a resolved text comes back.
fn exercise(text: &str) {
    match Scenario::from_text("any.toml", text) {
        Ok(scenario) => {
            say(&scenario);
            scenario.explain();
            let again = Scenario::from_text("again.toml", scenario.resolved())
                .unwrap_or_else(|faults| panic!("{}\n{faults}", scenario.resolved()));
            assert_eq!(again.resolved(), scenario.resolved());
        }
        Err(faults) => {
            faults.render(false);
            assert!(!faults.short().is_empty());
        }
    }
}

/// A scenario with every section, to be damaged.
fn rich() -> String {
    let calibrated = load(&["hanoi/reports-half"], &[]);
    let lines = calibrated.resolved().lines();
    let rows = |line: &&str| {
        let cell = line.split(',').next().unwrap_or_default();
        cell.len() != 3 || "AAE".contains(&cell[..1])
    };
    let kept: Vec<&str> = lines.filter(rows).collect();
    kept.join("\n")
        + "\n[lever.x]\nwho = [\"signatories\"]\nspeed = 2.0\nfrom = 2027-01-01\n\
           [group.ldc]\nratification = { pert = { least = 300, likely = 500, most = 900 } }\n"
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_text_makes_it_panic(text in ".{0,200}") {
        exercise(&text);
    }

    #[test]
    fn no_toml_like_text_makes_it_panic(
        text in "(\\[(rule|all|lever\\.a|status|group|participants)\\]\n|(rows|who|wait|of|by|speed|ratification|table|instruments) = (\"\"\"|\\[|\\{|\"|5|2020-01-01|nan|-1|true)[\\]}\",\na-z]{0,9}\n){0,12}"
    ) {
        exercise(&text);
    }

    #[test]
    fn no_damage_makes_it_panic(cuts in prop::collection::vec((any::<u32>(), 0usize..40, "[\\[\\]{}\"'=,.\n0-9a-zA-Z#é-]{0,6}"), 1..4)) {
        let mut text = rich();
        for (at, length, put) in cuts {
            let mut from = at as usize % (text.len() + 1);
            while !text.is_char_boundary(from) {
                from -= 1;
            }
            let mut to = (from + length).min(text.len());
            while !text.is_char_boundary(to) {
                to += 1;
            }
            text.replace_range(from..to, &put);
        }
        exercise(&text);
    }

    #[test]
    fn no_value_set_makes_it_panic(set in "[a-z]{0,9}\\.?[a-z_]{0,12}=?[\\[\\]{}\"'=,.0-9a-z-]{0,12}") {
        let args = owned(&["hanoi/canada"]);
        if let Err(faults) = Scenario::load(&args, std::slice::from_ref(&set)) {
            faults.render(false);
        }
    }
}
