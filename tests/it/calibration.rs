//! `inforce fit` as a person uses it, and the calibration of the baseline as its output.

use std::{fs, path::Path};

use crate::story::Place;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// To make the calibration anew: `UPDATE_EXPECT=1 cargo test --test it calibration::`.
#[test]
fn the_baselines_calibration_is_what_the_command_in_its_header_makes() {
    let committed = root().join("scenarios/calibration");
    let header = read(&committed.join("calibration.toml"));
    let command = header.lines().nth(1).and_then(|line| line.strip_prefix("#   inforce "));
    let command = command.expect("the second line has the command");
    let place = Place::new();
    let screen = place.done(&format!("{command} --no-charts")).out;
    for words in ["93 treaties", "7,428 deposits", "organisation", "Mexico", "signed"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert!(screen.lines().all(|line| line.chars().count() <= 100), "{screen}");
    let made = place.path().join("out/calibration");
    for name in ["calibration.toml", "participants.csv"] {
        let found = read(&made.join(name));
        expect_test::expect_file![committed.join(name)].assert_eq(&found);
    }
    place.done(&format!("{command} --no-charts --threads 1 --out again"));
    place.same("out/calibration", "again");
    // What it leaves behind is what a scenario takes.
    let scenario = "run hanoi --runs 500 --no-charts --set";
    place.done(&format!("{scenario} calibration.file=\"out/calibration/calibration.toml\""));
}

#[test]
fn what_cannot_be_learned_from_is_said_and_nothing_is_left() {
    let place = Place::new();
    place.refused("fit --treaties XVIII-14,XVIII-12", "at least 10 treaties with 100 deposits");
    place.refused("fit --until 1972-01-01", "at least 10 treaties");
    place.refused("fit --treaties XVIII-140", "did you mean `XVIII-14`?");
    place.refused("fit --exclude nothing-like-it", "`nothing-like-it`");
    place.refused("fit --subject penall", "did you mean `penal`?");
    place.refused("fit --history nowhere", "nowhere/statehood.csv: there is no such file");
    fs::create_dir(place.path().join("mine")).expect("a folder");
    for name in ["treaties.csv", "participation.csv", "pool.csv", "statehood.csv"] {
        let text = read(&root().join("scenarios/history").join(name));
        let text = if name == "participation.csv" {
            text.replace("\nI-5-a,AFG,", "\nI-5-a,AFX,").replace("\nI-5-a,ARG,", "\nI-5-a,ALB,")
        } else {
            text
        };
        fs::write(place.path().join("mine").join(name), text).expect("a file");
    }
    let refused = place.run("fit --history mine");
    assert_eq!(refused.code, Some(1));
    for words in [
        "mine/participation.csv:2:7",
        "found `AFX`",
        "did you mean `AFG`?",
        "I-5-a,AFX,,1965-02-25,r,,,Z",
        "^^^",
        "mine/participation.csv:4:7",
        "expected each participant once a treaty, found `ALB`",
    ] {
        assert!(refused.err.contains(words), "{words}: {}", refused.err);
    }
    assert_eq!(place.names("."), ["mine"]);
}

#[test]
fn treaties_are_chosen_by_subject_opening_and_name() {
    let place = Place::new();
    let line = "fit --treaties all --subject penal --exclude XVIII-14 --opened-since 1970-01-01 \
                --until 2015-12-31 --no-charts --format json";
    let json = place.done(line).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let treaties: Vec<&str> =
        json["treaties"].as_array().expect("a list").iter().filter_map(|id| id.as_str()).collect();
    assert!(treaties.contains(&"XVIII-12") && !treaties.contains(&"XVIII-14"), "{treaties:?}");
    assert!(json["figures"].as_array().is_some_and(|figures| figures.len() == 51), "{json}");
    let unused = read(&place.path().join("out/calibration/unused.csv"));
    for line in unused.lines().skip(1) {
        assert_eq!(line.split(',').count(), 5, "{line}");
    }
    assert!(unused.contains("deposit after the last day seen"), "{unused}");
}
