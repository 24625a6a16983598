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
    for chart in
        ["chance", "quarters", "parties", "next", "decisive", "like-treaties", "world", "pace"]
    {
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
fn a_report_takes_runs_and_its_advice_loses_nothing() {
    let place = Place::with(&["hanoi --runs 60"]);
    place.done("sweep hanoi --vary pace.multiplier=1:2:1 --runs 60 --no-charts --out out/sweep");
    place.done(
        "compare hanoi hanoi/canada --runs 60 --no-charts --no-attribution --out out/compare",
    );
    place.done("chart out/hanoi --only chance");
    for (folder, made, runs) in [
        ("out/sweep", "a result of `inforce sweep`", 1),
        ("out/compare", "a result of `inforce compare`", 2),
        ("out/hanoi-charts", "charts alone", 1),
    ] {
        let list = || fs::read(place.path(&format!("{folder}/SHA256SUMS"))).expect("a list");
        let before = list();
        let output = place.run(&format!("report {folder}"));
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        let said = format!("{folder}: is {made}, and a report takes results of `inforce run`");
        assert!(output.status.code() == Some(1) && err.contains(&said), "{err}");
        let (_, help) = err.split_once("help: ").expect("a way out");
        let advice: Vec<&str> = help
            .split("inforce run ")
            .skip(1)
            .map(|rest| rest.split(';').next().expect("a command").trim())
            .collect();
        assert_eq!(advice.len(), runs, "{err}");
        for command in advice {
            place.done(&format!("run {command} --no-charts"));
        }
        assert_eq!(before, list());
        place.done(&format!("report {folder}-run"));
    }
    fs::create_dir(place.path("empty")).expect("a folder");
    place.refused("report empty", &["empty: is not an inforce result", "out/hanoi"]);
}

#[test]
fn a_chance_by_a_day_past_what_the_horizon_tells_is_a_lower_bound() {
    let place = Place::with(&["hanoi --runs 300 --by 2045-06-30 --no-charts"]);
    place.done("report out/hanoi --out page.html");
    let page = place.read("page.html");
    let (_, row) = page.split_once("30 June 2045").expect("the day asked for");
    let row = row.split("</tr>").next().expect("a row");
    assert!(row.contains("at least"), "{row}");
    let (_, row) = page.split_once("31 December 2030").expect("a day within the horizon");
    assert!(!row.split("</tr>").next().expect("a row").contains("at least"));
}

#[test]
fn differences_of_results_by_the_same_draws_are_paired() {
    let place = Place::with(&[
        "hanoi --runs 4000 --no-charts",
        "hanoi hanoi/canada --runs 4000 --no-charts --out canada",
    ]);
    place.done(
        "compare hanoi hanoi/canada --runs 4000 --no-charts --no-attribution --out out/compare",
    );
    let mut rows =
        csv::Reader::from_path(place.path("out/compare/differences.csv")).expect("a table");
    let rows: Vec<_> = rows.records().map(|row| row.expect("a row")).collect();
    let gained = rows.iter().find(|row| &row[2] == "chance_gained").expect("the target");
    let [value, error] = [4, 5].map(|column| gained[column].parse::<f64>().expect("a number"));
    place.done("report out/hanoi canada --out both.html");
    let page = place.read("both.html");
    assert!(page.contains("The ± of a difference is that of these paired simulations"));
    let said = page.split(" points</td>").next().expect("a cell").rsplit('>').next();
    let (points, plus_minus) = said.expect("a difference").split_once(" ± ").expect("an error");
    let number = |text: &str| text.replace('−', "-").parse::<f64>().expect("a number");
    assert!((number(points) - 100.0 * value).abs() < 0.051, "{points}: {gained:?}");
    assert!((number(plus_minus) - 100.0 * error).abs() < 0.051, "{plus_minus}: {gained:?}");
    // As if nothing were shared it would be near 0.7 points.
    assert!(number(plus_minus) < 0.3, "{plus_minus}");
}

/// Two plans, and news of the record that assume nothing.
const PLANS: &str = r#"
[lever.canada]
who = ["CAN"]
deposits_on = 2027-03-15

[lever.brazil]
who = ["BRA"]
not_before = 2027-08-01
"#;
const NEWS: &str = r#"
[status]
as_of = 2026-11-27
source = "news"
rows = """
iso3,signed,deposited
BLR,2025-10-25,2026-08-03
FJI,2026-01-17,2026-11-10
"""
"#;

/// Cases, and what departs from the baseline in each.
const DEPARTING: [(&str, &str); 3] = [
    ("hanoi --set rule.instruments=30", "Not the baseline. Instruments needed: 30 instead of 40."),
    (
        "hanoi+plans.toml",
        "Not the baseline. Plans (Brazil: no deposit before 1 Aug 2027; Canada: deposits on 15 Mar \
         2027).",
    ),
    ("hanoi+news.toml --seed 2", ""),
];

#[test]
fn what_departs_from_the_baseline_stands_wherever_its_numbers_do() {
    let place = Place::with(&[]);
    fs::write(place.path("plans.toml"), PLANS).expect("a layer");
    fs::write(place.path("news.toml"), NEWS).expect("a layer");
    for verb in [
        "run",
        "sensitivity",
        "track",
        "sweep --vary pace.multiplier=1:2:1",
        "solve --chance 0.3 --vary pace.multiplier=1:10",
        "compare --no-attribution hanoi/canada",
    ] {
        for (case, departs) in DEPARTING {
            let (verb, other) = verb.rsplit_once(" hanoi/").unwrap_or((verb, ""));
            let line = match other {
                "" => format!("{verb} {}", case.replace('+', " ")),
                other => {
                    let (case, options) = case.split_once(' ').unwrap_or((case, ""));
                    format!("{verb} {case} hanoi/{other} {options}")
                }
            };
            let screen = place.done(&format!("{line} --runs 100 --out r"));
            let words: Vec<&str> = screen.split_whitespace().collect();
            let first = words[..60].join(" ");
            let charts: Vec<Value> =
                serde_json::from_str(&place.read("r/charts.json")).expect("charts");
            assert!(!charts.is_empty());
            for chart in &charts {
                let chart = chart["chart"].as_object().expect("one").values().next().expect("one");
                let footer = chart["heading"]["footer"].as_str().expect("words");
                assert!(footer.starts_with(departs), "{line}: {footer}");
                assert_eq!(footer.contains("Not the baseline"), !departs.is_empty(), "{line}");
            }
            assert!(first.contains(departs), "{line}: {screen}");
            assert_eq!(
                screen.contains("Not the baseline"),
                !departs.is_empty(),
                "{line}: {screen}"
            );
            if verb == "run" {
                reported(&place, case, departs);
            }
            fs::remove_dir_all(place.path("r")).expect("a folder");
        }
    }
}

/// The page and the JSON of the result in `r` say what departs, and the record of its day.
fn reported(place: &Place, case: &str, departs: &str) {
    let json: Value = serde_json::from_str(&place.read("r/summary.json")).expect("JSON");
    let said = json["departs_from_baseline"].as_array().expect("a list").len();
    assert_eq!(said, usize::from(!departs.is_empty()));
    place.done("report r");
    place.done("report r --format md");
    for page in [place.read("r-report.html"), place.read("r-report.md")] {
        assert_eq!(page.contains("Not the baseline."), !departs.is_empty(), "{case}");
        // The record is that of the day, whatever the case says of its own.
        let record = match case.contains("news") {
            true => "By 27 November 2026, 5 of 40 instruments had been deposited",
            false => "By 31 May 2026, 3 of",
        };
        assert!(page.contains(record), "{case}");
        let nothing = page.contains("Nothing is assumed of any State beyond what it and others");
        assert_eq!(nothing, departs.is_empty(), "{case}");
    }
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
    for name in
        ["chance", "quarters", "parties", "next", "decisive", "like-treaties", "world", "pace"]
    {
        let found = place.read(&format!("out/hanoi/{name}.svg"));
        expect_test::expect_file![figures.join(format!("{name}.svg"))].assert_eq(&found);
    }
}
