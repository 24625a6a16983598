//! The report and the redrawn charts as their files have them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of its own, in which the program is used as by a person.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn with(scenarios: &[&str]) -> Place {
        let place = Place(TempDir::new().expect("a temporary folder"));
        for scenario in scenarios {
            place.done(&format!("run {scenario}"));
        }
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|_| panic!("{name} is there"))
    }

    fn run(&self, line: &str) -> Output {
        let mut command = assert_cmd::Command::cargo_bin("inforce").expect("the program is built");
        command.current_dir(self.0.path()).args(line.split_whitespace());
        command.output().expect("the program starts")
    }

    pub(crate) fn done(&self, line: &str) -> String {
        let output = self.run(line);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{line}: {err}");
        String::from_utf8(output.stdout).expect("results are text")
    }

    fn refused(&self, line: &str, words: &[&str]) {
        let output = self.run(line);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{line}: {err}");
        for word in words {
            assert!(err.contains(word), "{line}: {word}: {err}");
        }
    }
}

#[test]
fn a_report_says_what_the_files_say() {
    let place = Place::with(&["hanoi --runs 5000"]);
    assert_eq!(place.done("report out/hanoi").trim(), "out/hanoi-report.html");
    let page = place.read("out/hanoi-report.html");
    let mut rows = csv::Reader::from_path(place.path("out/hanoi/summary.csv")).expect("a table");
    let mut seen = 0;
    for row in rows.records().map(|row| row.expect("a row")) {
        if matches!(&row[0], "chance_by_target" | "chance_by_day" | "chance_by_year_end") {
            assert!(page.contains(&format!("data-value=\"{}\"", &row[6])), "{row:?}");
            seen += 1;
        }
    }
    assert!(seen > 10);
    let (_, data) = page.split_once("id=\"data\">").expect("the data");
    let (data, _) = data.split_once("</script>").expect("its end");
    let data: Value = serde_json::from_str(data).expect("JSON");
    let chances = data["curves"][0]["chances"].as_array().expect("a curve");
    let mut rows =
        csv::Reader::from_path(place.path("out/hanoi/distribution.csv")).expect("a table");
    for (row, chance) in rows.records().map(|row| row.expect("a row")).zip(chances) {
        let written: f64 = row[8].parse().expect("a number");
        assert_eq!(chance.as_f64(), Some(written), "{row:?}");
    }
}

#[test]
fn charts_drawn_anew_are_the_charts_of_the_run() {
    let place = Place::with(&["hanoi --runs 5000"]);
    place.done("chart out/hanoi");
    for chart in ["chance", "quarters", "parties", "next", "decisive", "world", "pace"] {
        for ending in ["svg", "png"] {
            let read = |folder: &str| {
                fs::read(place.path(&format!("out/{folder}/{chart}.{ending}"))).expect("a chart")
            };
            assert!(read("hanoi") == read("hanoi-charts"), "{chart}.{ending}");
        }
    }
    place.done("chart out/hanoi --theme dark --only next --out dark");
    let dark = place.read("dark/next.svg");
    assert!(dark.contains("Slovakia") && !dark.contains("#005F99"), "{dark}");
    assert!(!place.path("dark/chance.svg").exists());
}

#[test]
fn the_charts_of_every_verb_can_be_drawn_anew_in_any_look() {
    let place = Place::with(&[]);
    for (line, folder) in [
        ("compare hanoi hanoi/canada", "compare"),
        ("sensitivity hanoi", "sensitivity"),
        ("sweep hanoi --vary pace.multiplier=1:2:1", "sweep"),
        ("solve hanoi --chance 0.3 --vary pace.multiplier=1:10", "solve"),
        ("track hanoi", "track"),
    ] {
        place.done(&format!("{line} --runs 100 --out out/{folder}"));
        place.done(&format!("chart out/{folder} --out again"));
        let mut drawn = 0;
        for entry in fs::read_dir(place.path(&format!("out/{folder}"))).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let name = name.to_str().expect("a name");
            if name.ends_with(".svg") || name.ends_with(".png") {
                let read = |from: &str| fs::read(place.path(&format!("{from}/{name}"))).ok();
                assert!(read(&format!("out/{folder}")) == read("again"), "{folder}: {name}");
                drawn += 1;
            }
        }
        assert!(drawn > 0, "{folder}");
    }
    place.done("chart out/track --out small --size column --theme print --scale 1");
    let small = place.read("small/corridor.svg");
    assert!(small.contains("width=\"400\"") && !small.contains("#C02B1D"));
    place.done("chart small --out square --size 500x500");
    assert!(place.read("square/corridor.svg").contains("viewBox=\"0 0 500 500\""));
    for (option, words) in [
        ("--size tall", "standard, wide, square, column"),
        ("--size 10x10", "320x320"),
        ("--lang fr", "possible values: en"),
        ("--scale 99", "0.1 to 16"),
    ] {
        let output = place.run(&format!("chart out/track --out no {option}"));
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && err.contains(words), "{option}: {err}");
    }
}

#[test]
fn what_is_no_result_is_refused_with_a_way_out() {
    let place = Place::with(&["hanoi --runs 500 --no-charts"]);
    fs::create_dir(place.path("theirs")).expect("a folder");
    place.refused("report theirs", &["theirs: is not an inforce result", "inforce run hanoi"]);
    place.refused("report missing", &["missing: is not an inforce result"]);
    place.refused("chart theirs", &["is not an inforce result"]);
    place.refused("chart out/hanoi --out out/hanoi", &["must not replace", "--out"]);
    place.refused("chart out/hanoi --only chnce", &["no chart `chnce`", "chance, quarters"]);
    fs::write(place.path("thesis.html"), "years of work").expect("a file");
    place.refused("report out/hanoi --out thesis.html", &["is not an inforce report"]);
    assert_eq!(place.read("thesis.html"), "years of work");
    let table = place.path("out/hanoi/distribution.csv");
    fs::write(&table, place.read("out/hanoi/distribution.csv").replacen(",0,", ",many,", 1))
        .expect("a file");
    place.refused(
        "report out/hanoi",
        &["distribution.csv: line 2", "found `many`", "inforce run out/hanoi/manifest.toml"],
    );
    fs::remove_file(table).expect("it is there");
    place.refused("report out/hanoi", &["distribution.csv is missing"]);
}

#[test]
fn markdown_has_its_charts_beside_it() {
    let place = Place::with(&["hanoi --runs 300 --no-charts"]);
    place.done("report out/hanoi --format md");
    let text = place.read("out/hanoi-report.md");
    assert!(text.contains("These are rough figures from only 300 simulated futures"));
    for picture in text.lines().filter_map(|line| line.strip_prefix("![](")) {
        assert!(place.path("out").join(picture.trim_end_matches(')')).is_file(), "{picture}");
    }
}

#[test]
fn several_results_are_compared_on_one_page() {
    let place = Place::with(&[
        "hanoi --runs 4000",
        "hanoi --runs 4000 --seed 2 --set rule.instruments=30 --set scenario.name=\"thirty\"",
    ]);
    place.done("report out/hanoi out/thirty --out both.html");
    let page = place.read("both.html");
    for words in ["The results side by side", "not paired", "30th instrument", "thirty"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn the_figures_people_see_are_those_of_the_program() {
    let place = Place::with(&["hanoi"]);
    let figures = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/hanoi/figures");
    for name in ["chance", "quarters", "parties", "next", "decisive", "world", "pace"] {
        let found = place.read(&format!("out/hanoi/{name}.svg"));
        expect_test::expect_file![figures.join(format!("{name}.svg"))].assert_eq(&found);
    }
}
