//! The program as a person uses it: commands in, screens, files and exit codes out.

use std::{fs, path::Path};

use assert_cmd::Command;
use tempfile::TempDir;

pub(crate) struct KnownOutcome {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Place {
        Place(TempDir::new().expect("a temporary folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn run(&self, line: &str) -> KnownOutcome {
        let mut command = Command::cargo_bin("inforce").expect("the program is built");
        let output = command
            .current_dir(self.path())
            .args(line.split_whitespace())
            .output()
            .expect("the program starts");
        KnownOutcome {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("results are text"),
            err: String::from_utf8(output.stderr).expect("faults are text"),
        }
    }

    pub(crate) fn done(&self, line: &str) -> KnownOutcome {
        let outcome = self.run(line);
        assert_eq!(outcome.code, Some(0), "{line}: {}", outcome.err);
        outcome
    }

    pub(crate) fn refused(&self, line: &str, words: &str) {
        let before = self.names(".");
        let outcome = self.run(line);
        assert_eq!(outcome.code, Some(1), "{line}: {}{}", outcome.out, outcome.err);
        assert!(outcome.err.contains(words), "{line}: {}", outcome.err);
        assert_eq!(self.names("."), before, "{line} left something behind");
    }

    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path().join(folder)).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn same(&self, one: &str, other: &str) {
        assert_eq!(self.names(one), self.names(other));
        for name in self.names(one) {
            let read = |folder: &str| fs::read(self.path().join(folder).join(&name)).expect("read");
            assert!(read(one) == read(other), "{one}/{name} differs from {other}/{name}");
        }
    }
}

#[test]
fn a_newcomer_gets_the_whole_answer_with_one_command() {
    let place = Place::new();
    let screen = place.done("run hanoi --runs 5000").out;
    for words in [
        "3 of 40 instruments",
        "chance of being in force by the target, 31",
        "2 October 2027",
        "Slovakia",
        "out/hanoi",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert!(screen.lines().count() <= 33, "more than a screen: {screen}");
    for line in screen.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let mut files = vec![
        "SHA256SUMS",
        "charts.json",
        "distribution.csv",
        "like_counts.csv",
        "like_treaties.csv",
        "manifest.toml",
        "pace.csv",
        "participants.csv",
        "quarters.csv",
        "summary.csv",
        "summary.json",
        "trajectory.csv",
    ];
    for chart in
        ["chance", "decisive", "like-treaties", "next", "pace", "parties", "quarters", "world"]
    {
        files.extend([format!("{chart}.svg").leak() as &str, format!("{chart}.png").leak()]);
    }
    files.sort_unstable();
    assert_eq!(place.names("out/hanoi"), files);
}

#[test]
fn a_manifest_gives_the_same_bytes_on_any_number_of_threads() {
    let place = Place::new();
    place.done("run hanoi --runs 3000 --seed 5 --by 2028-06-30 --out first --draws --threads 1");
    place.done("run first/manifest.toml --out again --draws --threads 8");
    place.done("run again/manifest.toml --out third --draws --threads 2");
    place.same("first", "again");
    place.same("first", "third");
}

#[test]
fn the_runs_themselves_agree_with_the_summary() {
    let place = Place::new();
    place.done("run hanoi --runs 2000 --draws --no-charts");
    let draws = fs::read_to_string(place.path().join("out/hanoi/draws.csv")).expect("draws");
    let by_target = draws.lines().skip(1).filter(|line| {
        let in_force = line.split(',').nth(2).expect("a day in force");
        !in_force.is_empty() && in_force <= "2027-12-31"
    });
    let summary = fs::read_to_string(place.path().join("out/hanoi/summary.csv")).expect("summary");
    let row = summary.lines().find(|line| line.starts_with("chance_by_target")).expect("a row");
    let chance: f64 = row.split(',').nth(6).expect("a chance").parse().expect("a number");
    assert!((by_target.count() as f64 / 2000.0 - chance).abs() < 1e-9);
}

#[test]
fn more_runs_are_made_until_the_error_is_small_enough() {
    let place = Place::new();
    let json = place.done("run hanoi --precision 0.002 --no-charts --format json").out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let error = json["target"]["chance_in_force"]["standard_error"].as_f64().expect("an error");
    assert!(error <= 0.002 && json["runs"].as_u64() > Some(10_000), "{json}");
    place.done("run out/hanoi/manifest.toml --no-charts --out again");
    place.same("out/hanoi", "again");
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_touched() {
    let place = Place::new();
    fs::create_dir(place.path().join("theirs")).expect("a folder");
    fs::write(place.path().join("theirs/thesis.txt"), "years of work").expect("a file");
    place.refused("run hanoi --runs 1000 --out theirs", "not an inforce result");
    place.refused("run hanoi --runs 1000 --out theirs/thesis.txt", "is a file");
    place.refused("run hanoi --runs 1000 --out theirs/thesis.txt/below", "cannot be written");
    place.refused("run hanoi --runs 0", "runs");
    place.refused("run hanoj", "hanoi");
    place.refused("run hanoi --set rule.instruments=400", "instruments");
    place.refused("run hanoi --set rule.instrumnts=30", "instruments");
    place.refused("run hanoi --precision 7", "0.001");
    place.refused("run missing.toml", "missing.toml");
    assert_eq!(
        fs::read_to_string(place.path().join("theirs/thesis.txt")).expect("still there"),
        "years of work"
    );
    assert_eq!(place.run("run").code, Some(2));
    assert_eq!(place.run("run hanoi --by tomorrow").code, Some(2));
}

#[test]
fn a_small_scenario_gives_the_files_it_always_gave() {
    let place = Place::new();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let scenario = golden.join("small.toml");
    place.done(&format!("run {} --grain month", scenario.display()));
    for name in [
        "summary.csv",
        "distribution.csv",
        "quarters.csv",
        "trajectory.csv",
        "participants.csv",
        "chance.svg",
        "quarters.svg",
        "parties.svg",
        "next.svg",
    ] {
        let found = fs::read_to_string(place.path().join("out/small").join(name)).expect("a file");
        expect_test::expect_file![golden.join(name)].assert_eq(&found);
    }
}

#[test]
fn a_state_is_told_when_it_would_be_bound_and_what_its_deposit_does() {
    let place = Place::new();
    let screen = place.done("run hanoi --runs 4000 --for FRA --for VNM --no-charts").out;
    for words in ["For FRA", "France: bound by", "if it never does", "as its deposit stands"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let read = |name: &str| fs::read_to_string(place.path().join(name)).expect("read");
    let table = read("out/hanoi/for.csv");
    assert!(table.contains("\nFRA,bound,0.5,20") && table.contains("\nVNM,bound_by_target,,2027"));
    let json: serde_json::Value =
        serde_json::from_str(&read("out/hanoi/summary.json")).expect("JSON");
    assert_eq!(json["for"][0]["iso3"], "FRA");
    // A party is bound as the treaty enters into force, any other no earlier.
    assert_eq!(json["for"][1]["bound"][3]["day"], json["quantiles"][3]["in_force"]["day"]);
    place.done("run out/hanoi/manifest.toml --out again --no-charts");
    place.same("out/hanoi", "again");
    place.refused("run hanoi --for FRS --out x", "unknown participant `FRS`; did you mean `FRA`?");
}
