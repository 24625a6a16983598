//! `inforce backtest` as a person uses it: what it leaves behind, another history to learn from, and
//! what it refuses.

use std::{collections::BTreeMap, fs, path::Path};

use crate::story::Place;

const FILES: [&str; 4] = ["treaties.csv", "participation.csv", "pool.csv", "statehood.csv"];

/// The history that is shipped, in a folder of the place; `change` is what is made of each file.
fn history(place: &Place, folder: &str, change: impl Fn(&str, String) -> String) {
    fs::create_dir(place.path().join(folder)).expect("a folder");
    for name in FILES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/history").join(name);
        let text = fs::read_to_string(path).expect("a table");
        fs::write(place.path().join(folder).join(name), change(name, text)).expect("a file");
    }
}

fn rows(place: &Place, path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(place.path().join(path)).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(text: &str) -> f64 {
    text.parse().expect("a number")
}

#[test]
fn a_backtest_leaves_forecasts_scores_and_months_that_agree() {
    let place = Place::new();
    let asked =
        "backtest --treaties XVIII-14,XVIII-12 --ages 6,13 --nth own,40 --runs 300 --no-charts";
    let screen = place.done(asked).out;
    for words in ["2 treaties", "One month ahead", "own", "40th"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let forecasts = rows(&place, "out/backtest/forecasts.csv");
    let ours: Vec<_> = forecasts.iter().filter(|row| row["model"] == "pace").collect();
    assert_eq!((ours.len(), forecasts.len()), (8, 8 * 6));
    for row in rows(&place, "out/backtest/scores.csv") {
        let alike = forecasts
            .iter()
            .filter(|one| ["model", "n", "age_months"].iter().all(|key| one[*key] == row[*key]));
        let scores: Vec<f64> = alike.map(|one| number(&one["crps_days"])).collect();
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        assert!((mean - number(&row["crps_days"])).abs() < 1e-3, "{row:?}");
    }
    // What is said by band is the sum of the months.
    let months = rows(&place, "out/backtest/months.csv");
    let bands = rows(&place, "out/backtest/one-month-ahead.csv");
    assert_eq!(bands.len(), 7);
    for band in bands {
        let inside = months.iter().filter(|month| {
            band["share_from"].is_empty()
                || (!month["share_in"].is_empty()
                    && number(&month["share_in"]) >= number(&band["share_from"])
                    && number(&month["share_in"]) < number(&band["share_to"]))
        });
        let inside: Vec<_> = inside.collect();
        let sum = |key: &str| inside.iter().map(|month| number(&month[key])).sum::<f64>();
        assert_eq!(inside.len().to_string(), band["months"], "{band:?}");
        assert!((sum("seen") - number(&band["seen"])).abs() < 0.5, "{band:?}");
        assert!((sum("expected") - number(&band["expected"])).abs() < 0.01, "{band:?}");
    }
    let seen: f64 = months.iter().map(|month| number(&month["seen"])).sum();
    assert!(
        seen > 150.0,
        "{seen} deposits in ten years of two treaties that nearly all have joined"
    );
}

#[test]
fn forecasts_can_learn_from_another_history() {
    let place = Place::new();
    let asked = "backtest --treaties XVIII-14 --ages 13 --nth 40 --runs 300 --no-charts --quiet";
    place.done(&format!("{asked} --out own"));
    history(&place, "same", |_, text| text);
    place.done(&format!("{asked} --train same --out same-out"));
    for name in ["forecasts.csv", "months.csv", "scores.csv"] {
        let read = |folder: &str| fs::read(place.path().join(folder).join(name)).expect("a file");
        assert!(read("own") == read("same-out"), "{name} from the same history is the same");
    }
    // One without any penal treaty says something else of a penal one.
    history(&place, "other", |name, text| match name {
        "pool.csv" => {
            let kept = text.lines().filter(|line| !line.starts_with("XVIII-"));
            kept.map(|line| format!("{line}\n")).collect()
        }
        _ => text,
    });
    place.done(&format!("{asked} --train other --out other-out"));
    let median = |folder: &str| rows(&place, &format!("{folder}/forecasts.csv"))[0]["p50"].clone();
    assert_ne!(median("own"), median("other-out"));
}

#[test]
fn what_cannot_be_forecast_is_refused_and_nothing_is_left() {
    let place = Place::new();
    history(&place, "small", |name, text| match name {
        "pool.csv" => text.lines().take(6).map(|line| format!("{line}\n")).collect(),
        _ => text,
    });
    place.refused("backtest --train small", "at least 10 treaties in pool.csv, found 5");
    place.refused("backtest --treaties XVIII-140", "did you mean `XVIII-14`?");
    place.refused("backtest --treaties XVIII-14 --ages 60", "nothing is left to be forecast");
    place.refused("backtest --treaties XVIII-14 --opened-since 2020-01-01", "no treaty is left");
    place.refused("backtest --history nowhere", "nowhere");
    assert_eq!(place.names("."), ["small"]);
}
