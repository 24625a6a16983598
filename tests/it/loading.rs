//! One way to load: whatever verb is asked about a scenario, it is the same scenario.

use std::{collections::BTreeMap, fs, path::Path};

use inforce::scenario::built_in_text;
use serde_json::Value;

/// Futures, and what they are keyed by.
const DRAWS: [&str; 5] = ["--runs", "300", "--seed", "7", "--no-charts"];
/// The as-of day of the document.
const AS_OF: &str = "2026-09-30";

/// Runs the program in a folder with something on its standard input; what it printed.
fn inforce_reading(folder: &Path, args: &[&str], input: Vec<u8>) -> String {
    let output = assert_cmd::cargo::cargo_bin_cmd!("inforce")
        .current_dir(folder)
        .args(args)
        .write_stdin(input)
        .output()
        .expect("the program starts");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}\n{err}");
    String::from_utf8(output.stdout).expect("words") + &err
}

fn inforce(folder: &Path, args: &[&str]) -> String {
    inforce_reading(folder, args, Vec::new())
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let text = inforce(folder, &[args, &DRAWS, &["--format", "json", "-q"]].concat());
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A status document with twenty deposits more than the built-in case has.
fn document() -> String {
    let known = built_in_text("hanoi/status.csv").expect("a table that travels inside");
    let mut reader = csv::Reader::from_reader(known.as_bytes());
    let heading = reader.headers().expect("a heading").clone();
    let place = |name: &str| heading.iter().position(|one| one == name).expect("a column");
    let (signed, bound, certainty) =
        (place("signed"), place("deposited"), place("deposited_certainty"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&heading).expect("memory");
    let mut more = 20;
    for row in reader.records() {
        let row = row.expect("a row");
        let mut cells: Vec<&str> = row.iter().collect();
        if more > 0 && !cells[signed].is_empty() && cells[bound].is_empty() {
            (cells[bound], cells[certainty]) = ("2026-08-15", "exact");
            more -= 1;
        }
        writer.write_record(cells).expect("memory");
    }
    assert_eq!(more, 0, "enough have signed");
    String::from_utf8(writer.into_inner().expect("memory")).expect("words")
}

/// A folder with a document, a layer, a mixture and a panel's layer.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a folder to work in");
    let sheet = "participant,least,likely,most,never,expert\n\
                 BRA,3,9,24,0.1,ana\nBRA,12,24,60,0.3,ben\nMEX,2,4,9,0,ana\n";
    let mixture =
        "[mix.slow]\nweight = 0.25\n[mix.fast]\nweight = 0.75\nlayers = [\"fast.toml\"]\n";
    for (name, text) in [
        ("s.csv", document().as_str()),
        ("fast.toml", "[scenario]\nlabel = \"A fast spring\"\n[pace]\nmultiplier = 1.5\n"),
        ("mix.toml", mixture),
        ("sheet.csv", sheet),
    ] {
        fs::write(place.path().join(name), text).expect("a file to work with");
    }
    inforce(place.path(), &["experts", "sheet.csv", "--out", "panel.toml"]);
    place
}

/// What is told of a scenario: its chance by the target, its median, the chance beyond the horizon.
#[derive(PartialEq, Debug)]
struct Told {
    chance: f64,
    median: Option<String>,
    beyond: Option<f64>,
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("expected a number, found {value}"))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Columns of a CSV file by the day in another.
fn by_day(path: &Path, day: &str, wanted: &str) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let heading = reader.headers().expect("a heading").clone();
    let at = |name: &str| heading.iter().position(|one| one == name).expect("a column");
    let (day, wanted) = (at(day), at(wanted));
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| (row[day].to_owned(), row[wanted].to_owned())).collect()
}

/// What `run` tells, and the chance of being in force by each day.
fn run(folder: &Path, case: &[&str]) -> (Told, BTreeMap<String, String>) {
    let args = [&["run"], case, &["--out", "run", "--record", "r.csv"]].concat();
    let found = json(folder, &args);
    let quantiles = found["quantiles"].as_array().expect("quantiles");
    let median =
        quantiles.iter().find(|one| (number(&one["share"]) - 0.5).abs() < 1e-9).expect("a median");
    let told = Told {
        chance: number(&found["target"]["chance_in_force"]["chance"]),
        median: text(&median["in_force"]["day"]),
        beyond: Some(number(&found["beyond_horizon"]["chance"])),
    };
    (told, by_day(&folder.join("run/distribution.csv"), "to", "in_force_by_chance"))
}

/// What each other verb tells of the same scenario, `instruments` the number it needs.
fn others(folder: &Path, named: &[&str], over: &[&str], instruments: u32) -> Vec<(String, Told)> {
    let case = [named, over].concat();
    let mut told = Vec::new();
    let mut tell = |verb: &str, chance: &Value, median: Option<String>, beyond: Option<f64>| {
        told.push((verb.to_owned(), Told { chance: number(chance), median, beyond }));
    };
    let joined = named.join("+");
    let pair = ["compare", &joined, &joined, "--no-attribution", "--out", "compare"];
    let compared = json(folder, &[&pair, over].concat());
    for one in compared["scenarios"].as_array().expect("scenarios") {
        let by = &one["chance_in_force_by"][0]["chance"]["chance"];
        let beyond = number(&one["beyond_horizon"]["chance"]);
        tell("compare", by, text(&one["quantiles_in_force"][2]["day"]), Some(beyond));
    }
    let vary = |to: u32| format!("rule.instruments={instruments}:{}", instruments + to);
    let one = json(folder, &[&["sweep"], &*case, &["--vary", &format!("{}:1", vary(1))]].concat());
    let point = &one["points"][0];
    let beyond = point["beyond_horizon"]["chance"].as_f64();
    tell("sweep", &point["chance"]["chance"], text(&point["median_in_force"]), beyond);
    let one =
        json(folder, &[&["solve"], &*case, &["--chance", "0.5", "--vary", &vary(20)]].concat());
    tell("solve, now", &one["now"]["chance"]["chance"], None, None);
    tell("solve, at the same", &one["evaluations"][0]["chance"]["chance"], None, None);
    let one = json(folder, &[&["sensitivity"], &*case].concat());
    tell("sensitivity", &one["chance"]["chance"], text(&one["median"]), None);
    let one = json(folder, &[&["track"], &*case].concat());
    tell("track", &one["chance"]["chance"], None, None);
    let one = json(folder, &["record", "show", "r.csv"]);
    let last = one["forecasts"].as_array().and_then(|all| all.last()).expect("a forecast");
    tell("record", &last["chance"], text(&last["in_force_p50"]), None);
    told
}

#[test]
fn every_verb_is_about_the_scenario_that_run_is_about() {
    let status = ["--status", "s.csv", "--as-of", AS_OF];
    let set = ["--set", "rule.instruments=20", "--set", "participant.BRA.ratification=never"];
    let cases: [(&str, &[&str], &[&str], u32); 7] = [
        ("as it is", &["hanoi"], &[], 40),
        ("a document", &["hanoi"], &status, 40),
        ("values set", &["hanoi"], &set, 20),
        ("layers", &["hanoi", "hanoi/canada", "fast.toml"], &[], 40),
        ("a mixture", &["hanoi", "mix.toml"], &[], 40),
        ("a panel", &["hanoi", "panel.toml"], &[], 40),
        (
            "all of them",
            &["hanoi", "panel.toml", "mix.toml"],
            &["--status", "s.csv", "--as-of", AS_OF, "--set", "rule.instruments=35"],
            35,
        ),
    ];
    let mut chances = Vec::new();
    for (what, named, over, instruments) in cases {
        let place = place();
        let (run, distribution) = run(place.path(), &[named, over].concat());
        for (verb, told) in others(place.path(), named, over, instruments) {
            let same = Told {
                chance: run.chance,
                median: told.median.as_ref().and(run.median.clone()),
                beyond: told.beyond.and(run.beyond),
            };
            assert_eq!(told, same, "{what}: {verb}");
        }
        let curve = by_day(&place.path().join("compare/curves.csv"), "day", "chance");
        let common: Vec<_> =
            curve.iter().filter(|(day, _)| distribution.contains_key(*day)).collect();
        assert!(common.len() > 50, "{what}: {} days", common.len());
        for (day, chance) in common {
            assert_eq!(chance, &distribution[day], "{what}: in force by {day}");
        }
        chances.push(run.chance);
    }
    assert!(chances[1] > chances[0] + 0.5, "the document moves the chance by much: {chances:?}");
    assert!(chances[1..].iter().all(|chance| (chance - chances[0]).abs() > 1e-9), "{chances:?}");
}

#[test]
fn a_scenario_that_can_be_read_once_is_read_once() {
    let place = place();
    let resolved = inforce::scenario::Scenario::load(&["hanoi".to_owned()], &[]).expect("sound");
    let scenario = resolved.resolved().as_bytes();
    let twice = ["--no-attribution", "--", "-", "-+fast.toml"];
    let compare = [&["compare"], &DRAWS[..], &twice].concat();
    let out = inforce_reading(place.path(), &compare, scenario.to_vec());
    assert!(out.contains("A fast spring"), "{out}");
    let by =
        ["run", "-", "--by", "2028-06-30", "--for", "FRA", "--precision", "0.05", "--no-charts"];
    let out = inforce_reading(place.path(), &by, scenario.to_vec());
    assert!(out.contains("30 Jun 2028"), "{out}");
    if cfg!(target_os = "linux") {
        let status = ["--status", "/dev/stdin", "--as-of", AS_OF];
        let both = ["compare", "hanoi", "hanoi+fast.toml", "--out", "both"];
        let args = [&both, &status[..], &DRAWS[..]].concat();
        inforce_reading(place.path(), &args, document().into_bytes());
        let run = ["run", "hanoi", "--by", "2028-06-30", "--out", "run"];
        let args = [&run, &status[..], &DRAWS[..]].concat();
        let out = inforce_reading(place.path(), &args, document().into_bytes());
        assert!(out.contains("23 of 40 instruments"), "{out}");
    }
}

/// The command that a folder's manifest names.
fn command(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("manifest.toml")).expect("a manifest");
    let table: toml::Table = text.parse().expect("TOML");
    let section = table.get("manifest").or(table.get("compare")).expect("a section of its own");
    section["command"].as_str().expect("a command").to_owned()
}

#[cfg(unix)]
#[test]
fn the_command_of_a_result_gives_it_again() {
    let place = place();
    let folder = place.path();
    let case = "hanoi fast.toml --status s.csv --as-of 2026-09-30 --seed 9 --runs 250";
    let set = r#"participant.BRA.ratification={ exponential = { median = 400 } }"#;
    for (verb, args) in [
        ("run", format!("run {case} --by 2028-06-30 --for FRA")),
        ("run", "run hanoi --precision 0.04 --seed 3".to_owned()),
        (
            "compare",
            "compare hanoi hanoi+fast.toml --status s.csv --as-of 2026-09-30 --runs 250 \
                     --by 2028-06-30"
                .to_owned(),
        ),
        ("sweep", format!("sweep {case} --vary pace.multiplier=1:2:0.5 --by 2028-06-30")),
        ("solve", format!("solve {case} --chance 0.5 --vary rule.instruments=30:60")),
        ("track", format!("track {case} --by 2028-12-31")),
        ("sensitivity", format!("sensitivity {case}")),
    ] {
        let words: Vec<&str> = args.split(' ').collect();
        let idle = ["--threads", "1", "--theme", "dark", "--no-charts", "-q", "-o", "first"];
        inforce(folder, &[&words, &["--set", set][..], &idle].concat());
        let command = command(&folder.join("first"));
        assert_eq!(command, format!("inforce {args} --set '{set}'"), "{verb}");
        let program = assert_cmd::cargo::cargo_bin!("inforce");
        let path = program.parent().expect("a folder").display().to_string();
        let again = std::process::Command::new("/bin/sh")
            .current_dir(folder)
            .env("PATH", path)
            .args(["-c", &format!("{command} --no-charts --out again")])
            .output();
        let output = again.expect("a shell");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut files = 0;
        for entry in fs::read_dir(folder.join("first")).expect("a result") {
            let name = entry.expect("a file").file_name();
            let [one, other] = ["first", "again"].map(|at| fs::read(folder.join(at).join(&name)));
            assert_eq!(one.expect("a file"), other.expect("the same"), "{verb}: {name:?}");
            files += 1;
        }
        assert!(files >= 3, "{verb}");
    }
}

#[test]
fn a_manifest_alone_carries_its_command_and_more_is_told() {
    let place = place();
    let folder = place.path();
    inforce(folder, &["run", "hanoi", "fast.toml", "--runs", "200", "--no-charts", "--out", "one"]);
    inforce(folder, &["run", "one/manifest.toml", "--no-charts", "--out", "two"]);
    let read = |at: &str| fs::read(folder.join(at).join("manifest.toml")).expect("a manifest");
    assert_eq!(read("one"), read("two"));
    assert_eq!(command(&folder.join("two")), "inforce run hanoi fast.toml --runs 200");
    let more = ["run", "one/manifest.toml", "--set", "rule.instruments=30", "--no-charts"];
    inforce(folder, &[&more[..], &["--out", "three"]].concat());
    let told = command(&folder.join("three"));
    assert_eq!(told, "inforce run one/manifest.toml --set rule.instruments=30");
}

/// Names of the folders under `out/`, in order.
fn results(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("out")).expect("results");
    let names = entries.map(|entry| entry.expect("a folder").file_name().into_string());
    let mut names: Vec<String> = names.map(|name| name.expect("a plain name")).collect();
    names.sort();
    names
}

#[test]
fn other_assumptions_go_to_another_folder_and_the_same_replace() {
    let place = place();
    let folder = place.path();
    let few = ["--runs", "50", "--no-charts", "-q"];
    for args in [
        "run hanoi",
        "run hanoi --seed 2",
        "run hanoi --by 2028-06-30 --for FRA",
        "run hanoi --set rule.instruments=30",
        "run hanoi --set forecast.seed=4 --set rule.instruments=30",
        "sweep hanoi --vary pace.multiplier=1:2:1",
        "sweep hanoi --vary pace.multiplier=1:2:1 --seed 3",
        "sweep hanoi --vary pace.multiplier=1:3:1",
        "sweep hanoi --vary pace.multiplier=1:2:1 --set rule.instruments=30",
        "solve hanoi --chance 0.5 --vary rule.instruments=20:60",
        "compare hanoi hanoi+fast.toml --no-attribution",
        "compare hanoi hanoi+hanoi/canada --no-attribution",
        "track hanoi --by 2028-12-31",
    ] {
        inforce(folder, &[&args.split(' ').collect::<Vec<_>>()[..], &few].concat());
    }
    assert_eq!(
        results(folder),
        [
            "hanoi",
            "hanoi+instruments=30",
            "hanoi+instruments=30-sweep+multiplier=1..2",
            "hanoi-compare+canada",
            "hanoi-compare+fast",
            "hanoi-solve+instruments=20..60+chance=0.5",
            "hanoi-sweep+multiplier=1..2",
            "hanoi-sweep+multiplier=1..3..1",
            "hanoi-track+by=2028-12-31",
        ]
    );
}

#[test]
fn a_copied_case_does_not_write_over_the_results_of_the_first() {
    let place = place();
    let folder = place.path();
    inforce(folder, &["new", "one"]);
    inforce(folder, &["new", "other"]);
    // As `cp -r one other` leaves it: the copy has the name of the first.
    let copied = fs::read_to_string(folder.join("one/baseline.toml")).expect("a case");
    fs::write(
        folder.join("other/baseline.toml"),
        copied.replace("instruments = 40", "instruments = 20"),
    )
    .expect("a copy");
    let few = ["--runs", "50", "--no-charts"];
    let run = |case: &str| inforce(folder, &[&["run", case][..], &few].concat());
    run("one");
    let first = fs::read(folder.join("out/one/summary.csv")).expect("a result");
    let said = run("other");
    assert!(said.contains("out/one is a result made from one/baseline.toml"), "{said}");
    assert_eq!(results(folder), ["one", "one-2"]);
    assert_eq!(fs::read(folder.join("out/one/summary.csv")).expect("a result"), first);
    // Each replaces its own, however its path is written.
    run("./other/baseline.toml");
    run("one/");
    assert_eq!(results(folder), ["one", "one-2"]);
    // What-ifs likewise, and the manifest of the first goes where the first is.
    let vary = ["--vary", "pace.multiplier=1:2:1"];
    for case in ["one", "other"] {
        inforce(folder, &[&["sweep", case][..], &vary, &few].concat());
        inforce(folder, &[&["compare", case, &format!("{case}+fast.toml")][..], &few].concat());
    }
    inforce(folder, &["run", "out/one/manifest.toml", "--no-charts"]);
    let all = results(folder);
    assert_eq!(all.len(), 6, "{all:?}");
    // A manifest from elsewhere may name the same files and assume something else.
    let manifest = fs::read_to_string(folder.join("out/one/manifest.toml")).expect("a manifest");
    fs::write(folder.join("theirs.toml"), manifest.replace("instruments = 40", "instruments = 39"))
        .expect("a manifest");
    inforce(folder, &["run", "theirs.toml", "--no-charts"]);
    assert!(results(folder).contains(&"one-3".to_owned()), "{:?}", results(folder));
}
