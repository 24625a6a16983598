//! A record of forecasts and a panel of experts, as a desk officer uses them.

use std::{fs, path::Path};

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder with a small treaty that two of three States bring into force.
struct Desk(TempDir);

const TREATY: &str = r#"
[scenario]
name = "small"
[treaty]
title = "A small treaty"
opened = 2026-01-01
[rule]
instruments = 2
wait = { days = 90 }
[participants]
rows = """
iso3,name
FRA,France
MLI,Mali
PER,Peru
"""
[status]
as_of = 2026-06-30
rows = """
iso3,signed
FRA,2026-01-01
MLI,2026-01-01
PER,2026-01-01
"""
[forecast]
target = 2027-12-31
horizon = 2031-12-31
runs = 4000
[all]
ratification = { exponential = { median = 900 }, from = "as-of" }
"#;

impl Desk {
    fn new() -> Desk {
        let desk = Desk(TempDir::new().expect("a temporary folder"));
        desk.write("small.toml", TREATY);
        desk
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the folder can be written to");
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// Exit code and what was printed.
    fn run(&self, line: &str) -> (i32, String, String) {
        let mut command = Command::cargo_bin("inforce").expect("the program is built");
        let output = command.current_dir(&self.0).args(line.split(' ')).output();
        let output = output.expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        let code = output.status.code().expect("an exit code");
        (code, text(output.stdout), text(output.stderr))
    }

    fn done(&self, line: &str) -> String {
        let (code, out, err) = self.run(line);
        assert_eq!(code, 0, "{line}: {err}");
        out
    }

    fn refused(&self, line: &str, words: &str) {
        let (code, out, err) = self.run(line);
        assert_eq!((code, out.as_str()), (1, ""), "{line}: {err}");
        assert!(err.contains(words), "{line}: {err}");
    }
}

const RUN: &str = "run small.toml --no-charts --out x --record f.csv --issued-on";

#[test]
fn a_record_grows_row_by_row_and_keeps_each_manifest() {
    let desk = Desk::new();
    let out = desk.done(&format!("{RUN} 2026-07-01"));
    assert!(out.contains("Issued"), "{out}");
    assert!(out.contains("1 July 2026; the status is as of 30 June 2026, 1 day before\n"), "{out}");
    let one = desk.text("f.csv");
    assert_eq!(one.lines().count(), 2);
    // The manifest is found again by its hash, and is the result's own.
    let hash = one.trim_end().rsplit(',').next().expect("a hash").to_owned();
    let kept = desk.text(&format!("f.csv.manifests/{hash}.toml"));
    assert_eq!(kept, desk.text("x/manifest.toml"));
    // The same forecast of the same day is not recorded twice; of another day it is.
    let (code, _, err) = desk.run(&format!("{RUN} 2026-07-01"));
    assert!(code == 0 && err.contains("this forecast of 2026-07-01 is there"), "{err}");
    assert_eq!(desk.text("f.csv"), one);
    let out = desk.done(&format!("{RUN} 2026-09-29"));
    assert!(out.contains("91 days before; save the\n"), "{out}");
    assert!(out.contains("depositary's current document"), "{out}");
    let two = desk.text("f.csv");
    assert!(two.starts_with(&one) && two.lines().count() == 3);
    // The day of issue is in no result.
    let before = desk.text("x/summary.json");
    desk.done("run small.toml --no-charts --out x");
    assert_eq!(desk.text("x/summary.json"), before);
}

#[test]
fn a_file_that_is_no_record_is_left_as_it_is() {
    let desk = Desk::new();
    for (text, words) in [
        ("iso3,name\nFRA,France\n", "this is not a record of forecasts"),
        ("", "the file is empty"),
    ] {
        desk.write("f.csv", text);
        desk.refused(&format!("{RUN} 2026-07-01"), words);
        assert_eq!(desk.text("f.csv"), text);
        assert!(!desk.path("x").exists() && !desk.path("f.csv.manifests").exists());
    }
    desk.refused("record show nothing.csv", "there is no such file");
    desk.refused(
        "run small.toml --out x --issued-on 2026-06-29",
        "issued on 2026-06-29, before the as-of day 2026-06-30",
    );
    fs::remove_file(desk.path("f.csv")).expect("it was there");
    desk.done(&format!("{RUN} 2026-07-01"));
    let manifests = fs::read_dir(desk.path("f.csv.manifests")).expect("the folder is there");
    let manifest = manifests.flatten().map(|entry| entry.path());
    let manifest: Vec<_> =
        manifest.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    fs::write(&manifest[0], "changed").expect("it can be written");
    desk.refused("record show f.csv", "was changed since the forecast was issued");
}

/// The changes that `record show` gives, by kind, and what they add up to.
fn changes(desk: &Desk) -> (Vec<(String, String, f64)>, f64, f64) {
    let json = desk.done("record show f.csv --no-charts --out r --format json");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let list = json["changes"].as_array().expect("a list").iter().map(|one| {
        let gained = one["chance_gained"].as_f64().expect("a number");
        (text(&one["kind"]), text(&one["what"]), gained)
    });
    let list: Vec<_> = list.collect();
    let rows = json["forecasts"].as_array().expect("a list");
    let chance = |row: &serde_json::Value| row["chance"].as_f64().expect("a number");
    let whole = chance(&rows[rows.len() - 1]) - chance(&rows[rows.len() - 2]);
    let sum = list.iter().map(|(.., gained)| gained).sum();
    (list, sum, whole)
}

#[test]
fn what_changed_is_told_news_by_news_and_adds_up() {
    let desk = Desk::new();
    desk.done(&format!("{RUN} 2026-07-01"));
    assert!(desk.done("record show f.csv --no-charts").contains("There is one forecast"));
    desk.write(
        "later.toml",
        "[status]\nas_of = 2026-12-31\nrows = \"\"\"\niso3,deposited\nFRA,2026-10-01\n\"\"\"\n\
         [participant.MLI]\nratification = { exponential = { median = 500 }, from = \"as-of\" }\n",
    );
    desk.done(
        &RUN.replace("small.toml", "small.toml later.toml")
            .replace("x ", "y ")
            .replace("--issued-on", "--issued-on 2027-01-05"),
    );
    let (list, sum, whole) = changes(&desk);
    let kinds: Vec<(&str, &str)> =
        list.iter().map(|(kind, what, _)| (kind.as_str(), what.as_str())).collect();
    assert_eq!(kinds[0], ("time passed", "2026-06-30 to 2026-12-31"));
    assert!(kinds.contains(&("new deposits", "FRA")), "{kinds:?}");
    assert!(kinds.iter().any(|(kind, _)| *kind == "other beliefs"), "{kinds:?}");
    assert!((sum - whole).abs() < 1e-9, "{sum} {whole}");
    let gained = |kind: &str| list.iter().find(|one| one.0 == kind).expect("it is there").2;
    assert!(gained("time passed") < -0.05 && gained("new deposits") > 0.1, "{list:?}");
    assert!(gained("other beliefs") > 0.0);
    // Another version is what the old manifest, run again, no longer gives.
    let record = desk.text("f.csv");
    let row = record.lines().nth(1).expect("the first row");
    let cells: Vec<&str> = row.split(',').collect();
    let other = row.replacen(&format!(",{},", cells[6]), ",0.9,", 1).replace("0.1.0", "0.0.9");
    desk.write("f.csv", &record.replacen(row, &other, 1));
    let (list, sum, whole) = changes(&desk);
    assert_eq!((list[0].0.as_str(), &list[0].1[..8]), ("other version", "0.0.9 to"));
    assert!((sum - whole).abs() < 1e-9 && list[0].2 < -0.3, "{list:?}");
}

#[test]
fn a_record_is_scored_by_what_came() {
    let desk = Desk::new();
    desk.done(&format!("{RUN} 2026-07-01"));
    let open = desk.done("record score f.csv");
    assert!(open.contains("open") && open.contains("No target is settled yet"), "{open}");
    let chance: f64 =
        desk.text("f.csv").lines().nth(1).expect("a row").split(',').collect::<Vec<_>>()[6]
            .parse()
            .expect("a chance");
    let brier = |rows: &str| {
        desk.write(
            "came.toml",
            &format!("[status]\nas_of = 2028-01-15\nrows = \"\"\"\niso3,deposited\n{rows}\"\"\"\n"),
        );
        let json = desk.done("record score f.csv small.toml came.toml --format json");
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        (json["mean_brier"].as_f64(), json["forecasts"][0].clone())
    };
    // Met on 2 October 2027 is in force on 31 December, the target; a day later is too late.
    let (score, row) = brier("FRA,2027-03-01\nPER,2027-10-02\n");
    assert_eq!(row["came_true"], "yes");
    assert!((score.expect("settled") - (1.0 - chance).powi(2)).abs() < 1e-9);
    let (score, row) = brier("FRA,2027-03-01\nPER,2027-10-03\n");
    assert_eq!((&row["came_true"], &row["day_settled"]), (&"no".into(), &true.into()));
    assert!((score.expect("settled") - chance.powi(2)).abs() < 1e-9);
    let (score, row) = brier("FRA,2027-03-01\n");
    assert_eq!((&row["came_true"], &row["day_settled"]), (&"no".into(), &false.into()));
    assert!(score.is_some() && row["crps_days"].as_f64().expect("a number") > 0.0);
}

#[test]
fn a_panel_becomes_a_layer_whose_chances_are_the_pool() {
    let desk = Desk::new();
    let told = desk.done("experts template small.toml --out sheet.csv");
    assert!(told.contains("3 signatories to fill in"), "{told}");
    assert_eq!(
        desk.text("sheet.csv").lines().nth(1),
        Some("FRA,France,,,,,,"),
        "{}",
        desk.text("sheet.csv")
    );
    desk.refused("experts template small.toml --out sheet.csv", "is there already");
    desk.write(
        "ana.csv",
        "\u{feff}participant;least;likely;most;never;expert\nFrance;2;5;14;0,25;\n",
    );
    desk.refused("experts ana.csv --out panel.toml", "decimals stand after a point: write 0.25");
    assert!(!desk.path("panel.toml").exists());
    let rows = "France;2;5;14;0.25;\nMali;1;2;3;0;\nPeru;;;;1;\n";
    desk.write("ana.csv", &format!("\u{feff}participant;least;likely;most;never;expert\n{rows}"));
    desk.write("ben.csv", "participant,least,likely,most,never,expert\nFRA,10,20,40,0.5,Ben\n");
    let told = desk.done("experts ana.csv ben.csv --weights ana=3 --out panel.toml");
    assert!(told.contains("2 experts, 3 participants, 4 answers"), "{told}");
    assert!(told.contains("FRA"), "{told}");
    // Mali deposits at once and Peru never, so France alone decides: in force 90 days after it.
    desk.done("run small.toml panel.toml --runs 20000 --no-charts --out x --by 2027-12-31");
    let parties = desk.text("x/participants.csv");
    let heading: Vec<&str> = parties.lines().next().expect("a heading").split(',').collect();
    let place = heading.iter().position(|name| *name == "by_horizon_chance").expect("a column");
    let row = parties.lines().find(|row| row.starts_with("FRA")).expect("its row");
    // The belief is in quotes, with commas in it.
    let mut reader = csv::Reader::from_reader(parties.as_bytes());
    let found: f64 = reader
        .records()
        .flatten()
        .find(|row| &row[0] == "FRA")
        .and_then(|row| row[place].parse().ok())
        .unwrap_or_else(|| panic!("{row}"));
    let expected = 0.75 * 0.75 + 0.25 * 0.5;
    assert!((found - expected).abs() < 0.015, "{found} {expected}");
    desk.refused("experts ana.csv --weights Ana=2", "the experts are ana");
    desk.refused("experts ana.csv --out small.toml", "is not a layer of a panel");
    assert!(Path::new(&desk.path("small.toml")).exists() && desk.text("small.toml") == TREATY);
}
