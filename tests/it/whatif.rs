//! The what-ifs: differences against exact ones, steps that add up, answers that hold.

use std::path::Path;

use inforce::{
    engine::{Plan, simulate},
    quantity::{Day, Days, Proportion, RunCount, Seed},
    scenario::Scenario,
    tally::{Influence, Milestone, Order, SideBySide, Tally},
    treaty::{capital, plain_words},
};
use serde_json::Value;

use crate::random::{any_treaty, source};

fn plan(runs: u64) -> Plan {
    Plan { runs: RunCount::new(runs).expect("a number of runs"), seed: Seed(1) }
}

fn hanoi(sets: &[String]) -> Scenario {
    Scenario::load(&["hanoi".to_owned()], sets).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Runs the program in a folder of its own; what it said and its exit code.
fn inforce(folder: &Path, args: &[&str]) -> (String, String, i32) {
    let output = assert_cmd::cargo::cargo_bin_cmd!("inforce")
        .current_dir(folder)
        .args(args)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("words");
    (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let args = [args, &["--format", "json", "--no-charts"]].concat();
    let (out, err, code) = inforce(folder, &args);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).expect("JSON")
}

fn place() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder to work in")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("expected a number, found {value}"))
}

/// Whether two numbers are the same but for rounding.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

/// Three States, each waiting an exponential time of median 400 days from the as-of day; two are
/// enough, in force the same day.
const THREE: &str = r#"
[scenario]
name = "three"
[treaty]
title = "Three"
opened = 2026-01-01
[rule]
instruments = 2
wait = "same-day"
[participants]
rows = """
iso3,name,kind
AAA,Aland,un-member
BBB,Bland,un-member
CCC,Cland,un-member
"""
[status]
as_of = 2026-01-01
[forecast]
target = 2027-01-31
horizon = 2060-12-31
[all]
accession = { exponential = { median = 400 }, from = "as-of" }
ratification = "never"
"#;

const TWICE: &str = "[lever.twice]\nwho = [\"all\"]\nspeed = 2\n";

#[test]
fn paired_differences_are_the_exact_ones() {
    let one = Scenario::from_text("three", THREE).unwrap_or_else(|faults| panic!("{faults}"));
    let other = Scenario::from_text("twice", &format!("{THREE}{TWICE}")).unwrap();
    let runs = 200_000;
    let all = [simulate(&one.model, plan(runs)), simulate(&other.model, plan(runs))];
    let target: Day = "2027-01-31".parse().unwrap();
    let side = SideBySide::from_runs(&all, &[(0, 1)], &[target], &|_| {});
    let pair = &side.pairs[0];

    // A deposit falls on the floor of its time, so by the end of day n stands for n + 1 days;
    // two of three by then: 3q^2 - 2q^3.
    let chance = |days: f64, speed: f64| {
        let q = 1.0 - 0.5f64.powf(speed * days / 400.0);
        3.0 * q * q - 2.0 * q * q * q
    };
    let days = f64::from((target - one.model.as_of).0);
    let gained = pair.chance_gained(target).unwrap();
    let exact = chance(days, 2.0) - chance(days, 1.0);
    assert!((gained.value - exact).abs() < 4.0 * gained.standard_error, "{gained:?} {exact}");
    // Twice as fast is never later, so the runs that disagree are those gained.
    let error = (exact * (1.0 - exact) / runs as f64).sqrt();
    assert!((gained.standard_error / error - 1.0).abs() < 0.02, "{gained:?} {error}");
    assert_eq!(side.order(pair), Order::OtherInEveryRun);
    assert_eq!(pair.chance_one_earlier().count, 0);

    // Half of all futures have two of three when q is a half: after 400 and after 200 days.
    let median = side.median_gained(pair).unwrap();
    assert!((median.value - 200.0).abs() < 4.0 * median.standard_error + 1.0, "{median:?}");
    // The mean of the second of three exponential times is 5/6 of one's mean.
    let mean = pair.days_gained();
    let exact = 5.0 / 6.0 * 400.0 / 2f64.ln() / 2.0;
    assert!((mean.value - exact).abs() < 4.0 * mean.standard_error + 0.5, "{mean:?} {exact}");
}

#[test]
fn the_error_of_a_median_gained_is_that_of_repeated_forecasts() {
    let one = Scenario::from_text("three", THREE).unwrap();
    let other = Scenario::from_text("twice", &format!("{THREE}{TWICE}")).unwrap();
    let (mut values, mut errors) = (Vec::new(), 0.0);
    let repeats = 60;
    for seed in 0..repeats {
        let plan = Plan { seed: Seed(seed), ..plan(4_000) };
        let all = [simulate(&one.model, plan), simulate(&other.model, plan)];
        let side = SideBySide::from_runs(&all, &[(0, 1)], &[], &|_| {});
        let gained = side.median_gained(&side.pairs[0]).unwrap();
        values.push(gained.value);
        errors += gained.standard_error / repeats as f64;
    }
    let mean = values.iter().sum::<f64>() / repeats as f64;
    let spread = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    let spread = (spread / (repeats - 1) as f64).sqrt();
    assert!((spread / errors - 1.0).abs() < 0.4, "{spread} {errors}");
}

#[test]
fn runs_side_by_side_are_those_of_each_alone() {
    let (one, other) = (hanoi(&[]), hanoi(&["pace.multiplier=2".to_owned()]));
    let all = [simulate(&one.model, plan(3_000)), simulate(&other.model, plan(3_000))];
    let side = SideBySide::from_runs(&all, &[(0, 1)], &[], &|_| {});
    for (dates, runs) in side.dates.iter().zip(&all) {
        assert!(*dates == Tally::from_runs(runs).dates);
    }
}

#[test]
fn influence_is_what_a_simulation_without_the_deposit_gives() {
    let base = hanoi(&[]);
    let target = base.model.target.unwrap();
    let influence = Influence::from_runs(&simulate(&base.model, plan(20_000)), &|_| {}).each();
    let chance = |code: &str, lever: &str| {
        let sets = [format!("lever.x.who=[\"{code}\"]"), format!("lever.x.{lever}")];
        let changed = hanoi(&sets);
        let tally = Tally::from_runs(&simulate(&changed.model, plan(20_000)));
        tally.dates.chance_by(Milestone::InForce, target)
    };
    let signatories = base
        .model
        .participants
        .iter()
        .filter(|one| one.status.signed.is_some() && one.status.deposited.is_none());
    for code in signatories.map(|one| one.code.as_str()).step_by(15) {
        let role = influence[base.model.find(code).unwrap()].role;
        assert_eq!(role.target_if_never, Some(chance(code, "out=true")), "{code}");
        let now = chance(code, "deposits_on=2026-06-01");
        assert_eq!(role.target_if_now, Some(now), "{code}");
    }
}

#[test]
fn influence_is_as_exact_where_states_act_together() {
    let layers = ["hanoi", "hanoi/what-ifs/eu-bloc", "hanoi/what-ifs/treaty-event-2027"];
    let layers = layers.map(str::to_owned);
    let load = |sets: &[String]| Scenario::load(&layers, sets).expect("a scenario");
    let base = load(&[]);
    let target = base.model.target.unwrap();
    let influence = Influence::from_runs(&simulate(&base.model, plan(5_000)), &|_| {}).each();
    for code in ["FRA", "SVK", "PER"] {
        let chance = |lever: &str| {
            let sets = [format!("lever.x.who=[\"{code}\"]"), format!("lever.x.{lever}")];
            let tally = Tally::from_runs(&simulate(&load(&sets).model, plan(5_000)));
            Some(tally.dates.chance_by(Milestone::InForce, target))
        };
        let role = influence[base.model.find(code).unwrap()].role;
        assert_eq!(role.target_if_never, chance("out=true"), "{code}");
        assert_eq!(role.target_if_now, chance("deposits_on=2026-06-01"), "{code}");
    }
}

#[test]
fn influence_under_a_bandwagon_is_simulated_anew() {
    let place = place();
    let bandwagon =
        format!("{THREE}[lever.all]\nwho = [\"all\"]\nbandwagon = {{ strength = 9, full = 1 }}\n");
    std::fs::write(place.path().join("three.toml"), &bandwagon).unwrap();
    let found = json(place.path(), &["sensitivity", "three.toml", "--runs", "2000"]);
    for one in found["influence"].as_array().unwrap() {
        let code = one["iso3"].as_str().unwrap();
        for (key, lever) in
            [("target_chance_if_never", "out"), ("target_chance_if_deposits_now", "now")]
        {
            let lever = if lever == "out" { "out = true" } else { "deposits_on = 2026-01-02" };
            let text = format!("{bandwagon}[lever.one]\nwho = [\"{code}\"]\n{lever}\n");
            let model = Scenario::from_text("changed", &text).unwrap().model;
            let dates = Tally::from_runs(&simulate(&model, plan(2_000))).dates;
            let chance = dates.chance_by(Milestone::InForce, model.target.unwrap()).value();
            assert!(same(number(&one[key]["chance"]), chance), "{code} {key}");
        }
        // Without the pull of the first on the second the others would be slower than this.
        let never = number(&one["target_chance_if_never"]["chance"]);
        let days: f64 = 395.0;
        let q = 1.0 - 0.5f64.powf(days / 400.0);
        assert!(never > q * q + 0.05, "{never}");
    }
}

#[test]
fn the_library_of_what_ifs_is_compared_in_one_command() {
    let place = place();
    let set = inforce::scenario::built_in_set("hanoi/what-ifs");
    for name in &set {
        let scenario = Scenario::load(std::slice::from_ref(name), &[]).expect("a scenario");
        assert!(scenario.about.len() > 200, "{name} says too little of itself");
        assert!(scenario.resolved().contains("\nsource = "), "{name}");
        assert!(scenario.warnings.is_empty(), "{name}: {:?}", scenario.warnings);
        let manifest = Scenario::from_text("again", scenario.resolved()).expect("a scenario");
        assert_eq!(manifest.resolved(), scenario.resolved(), "{name}");
    }
    let args = ["compare", "hanoi", "hanoi/what-ifs", "--runs", "300", "--no-attribution"];
    let args = [&args[..], &["--out", "out/what-ifs"]].concat();
    let (out, err, code) = inforce(place.path(), &args);
    assert_eq!(code, 0, "{err}");
    for name in &set {
        let called = capital(&plain_words(name.rsplit('/').next().unwrap()));
        assert!(out.contains(&called), "{called}");
    }
    assert!(!out.contains("hanoi+"), "people see labels, not names: {out}");
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    let folder = place.path().join("out/what-ifs");
    assert!(
        folder.join("scenarios.svg").exists()
            && folder.join("14-hanoi+treaty-event-2027.toml").exists()
    );
    assert!(!folder.join("comparison.svg").exists(), "more curves than can be told apart");
    let (_, err, code) = inforce(place.path(), &["run", "hanoi/what-ifs"]);
    assert!(code == 1 && err.contains("is a set of scenarios, not one"), "{err}");
}

#[test]
fn every_verb_speaks_to_programs() {
    let place = place();
    for (args, key) in [
        ("compare hanoi hanoi/canada", "differences"),
        ("sensitivity hanoi", "moves"),
        ("sweep hanoi --vary pace.multiplier=1:2:1", "points"),
        ("solve hanoi --chance 0.3 --vary pace.multiplier=1:5", "evaluations"),
        ("track hanoi", "months"),
    ] {
        let args = [&args.split(' ').collect::<Vec<_>>()[..], &["--runs", "200"]].concat();
        let found = json(place.path(), &args);
        assert!(!found[key].as_array().unwrap().is_empty(), "{args:?}");
    }
}

#[test]
fn attribution_adds_up_to_the_difference() {
    let place = place();
    let layer = "[scenario]\nname = \"fast\"\n[rule]\ninstruments = 30\n[pace]\nmultiplier = 1.5\n\
                 [lever.ldc]\nwho = [\"ldc\"]\nspeed = 3\n[status]\nas_of = 2026-06-30\n";
    std::fs::write(place.path().join("fast.toml"), layer).unwrap();
    let found = json(place.path(), &["compare", "hanoi", "hanoi+fast.toml", "--runs", "4000"]);
    let steps = found["attribution"].as_array().unwrap();
    let keys: Vec<&str> = steps.iter().map(|step| step["keys"][0].as_str().unwrap()).collect();
    assert_eq!(keys, ["lever.ldc", "pace.multiplier", "rule.instruments", "status.as_of"]);
    let difference = &found["differences"][0];
    let whole = number(&difference["chance_gained"][0]["difference"]["value"]);
    let median = number(&difference["median_days_gained"]["value"]);
    for order in ["forward", "backward", "mean"] {
        let sum = |what: &str| -> f64 {
            steps.iter().map(|step| number(&step[order][what]["value"])).sum()
        };
        assert!((sum("chance_gained") - whole).abs() < 1e-9, "{order}");
        assert!((sum("median_days_gained") - median).abs() < 1e-9, "{order}");
    }
    for file in ["comparison.csv", "differences.csv", "attribution.csv", "1-hanoi.toml"] {
        assert!(place.path().join("out/hanoi-compare+fast").join(file).exists(), "{file}");
    }
}

#[test]
fn a_comparison_of_its_manifests_gives_it_again_on_any_number_of_threads() {
    let place = place();
    std::fs::write(place.path().join("b.toml"), "[scenario]\nname='b'\n[pace]\nmultiplier = 2\n")
        .unwrap();
    let args = ["--runs", "3000", "--format", "json", "--no-charts"];
    let first = ["compare", "hanoi", "hanoi+b.toml", "--threads", "1"];
    let (first, ..) = inforce(place.path(), &[&first[..], &args].concat());
    let folder = "out/hanoi-compare+b";
    let (one, two) = (format!("{folder}/1-hanoi.toml"), format!("{folder}/2-b.toml"));
    let again = ["compare", &one, &two, "--threads", "5", "--out", "again"];
    let (again, err, _) = inforce(place.path(), &[&again[..], &args].concat());
    assert_eq!(first, again, "{err}");
    for file in
        ["comparison.csv", "differences.csv", "curves.csv", "attribution.csv", "1-hanoi.toml"]
    {
        let text = |folder: &str| std::fs::read(place.path().join(folder).join(file)).unwrap();
        assert!(text(folder) == text("again"), "{file}");
    }
}

#[test]
fn the_value_solved_for_gives_the_wanted_chance() {
    let place = place();
    let args = ["solve", "hanoi", "--chance", "0.3", "--runs", "20000", "--vary"];
    let found = json(place.path(), &[&args[..], &["pace.multiplier=1:6"]].concat());
    let (value, error) = (number(&found["value"]), number(&found["standard_error"]));
    let multiplier = format!("pace.multiplier={value}");
    let again = ["run", "hanoi", "--runs", "100000", "--seed", "7", "--set", &multiplier];
    let chance = number(&json(place.path(), &again)["target"]["chance_in_force"]["chance"]);
    assert!((chance - 0.3).abs() < 4.0 * (0.21f64 / 20_000.0).sqrt(), "{value} {chance}");
    // Another seed's answer differs by no more than the errors of both.
    let other = [&args[..], &["pace.multiplier=1:6", "--seed", "9"]].concat();
    let other = number(&json(place.path(), &other)["value"]);
    assert!((other - value).abs() < 5.0 * error * 2f64.sqrt(), "{value} {other} {error}");
    // And what no value does is said, not made up.
    let nowhere = json(place.path(), &[&args[..], &["pace.multiplier=0.1:1"]].concat());
    assert!(nowhere["value"].is_null() && same(number(&nowhere["nearest"]), 1.0));
}

#[test]
fn whole_numbers_are_solved_for_as_such() {
    let place = place();
    let args = ["solve", "hanoi", "--chance", "0.5", "--runs", "5000", "--vary"];
    let found = json(place.path(), &[&args[..], &["instruments.2027-09-20=0:60"]].concat());
    let value = number(&found["value"]);
    assert!(same(value.fract(), 0.0) && number(&found["chance"]["chance"]) >= 0.5);
    let tried = found["evaluations"].as_array().unwrap();
    let before = tried.iter().find(|one| same(number(&one["value"]), value - 1.0)).unwrap();
    assert!(number(&before["chance"]["chance"]) < 0.5);
}

#[test]
fn a_sweep_has_the_runs_of_each_value() {
    let place = place();
    let vary = ["--vary", "rule.instruments=30:40:10", "--vary", "speed.ldc=1:3:1"];
    let swept = json(place.path(), &[&["sweep", "hanoi", "--runs", "2000"], &vary[..]].concat());
    let points = swept["points"].as_array().unwrap();
    assert_eq!(points.len(), 6);
    for point in points {
        let (instruments, speed) = (&point["values"][0], number(&point["values"][1]));
        let sets = [
            format!("rule.instruments={:.0}", number(instruments)),
            "lever.x.who=[\"ldc\"]".to_owned(),
            format!("lever.x.speed={speed}"),
        ];
        let model = hanoi(&sets).model;
        let dates = Tally::from_runs(&simulate(&model, plan(2_000))).dates;
        let chance = dates.chance_by(Milestone::InForce, model.target.unwrap());
        let found = number(&point["chance"]["chance"]);
        assert!(same(found, chance.value()), "{instruments} {speed}");
    }
}

#[test]
fn the_corridor_rises_to_the_threshold_and_its_runs_add_up() {
    let place = place();
    let track = json(place.path(), &["track", "hanoi", "--runs", "20000"]);
    let months = track["months"].as_array().unwrap();
    let last = months.last().unwrap();
    assert_eq!(last["by"], track["last_day_to_meet"]);
    for course in last["needed"].as_array().unwrap() {
        assert_eq!(course["deposits"], 40);
    }
    let whole = number(&track["chance"]["chance"]);
    for month in months {
        let given = month["chance_given"].as_array().unwrap();
        let runs: f64 = given.iter().map(|one| number(&one["runs"])).sum();
        let made = given.iter().map(|one| number(&one["runs"]) * number(&one["chance"]["chance"]));
        assert!(same(runs, 20_000.0));
        assert!((made.sum::<f64>() / runs - whole).abs() < 1e-9);
    }
    let model = hanoi(&[]).model;
    let dates = Tally::from_runs(&simulate(&model, plan(20_000))).dates;
    assert!(same(whole, dates.chance_by(Milestone::InForce, model.target.unwrap()).value()));
}

#[test]
fn sensitivity_moves_what_a_table_says() {
    let place = place();
    std::fs::write(place.path().join("moves.csv"), "key,down,up\npace.multiplier,*0.5,2\n")
        .unwrap();
    let args = ["sensitivity", "hanoi", "--moves", "moves.csv", "--runs", "500"];
    let found = json(place.path(), &args);
    let moves = found["moves"].as_array().unwrap();
    let said: Vec<&str> = moves
        .iter()
        .filter(|one| one["key"] == "pace.multiplier")
        .map(|one| one["to"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["0.5", "2"]);
    std::fs::write(place.path().join("moves.csv"), "key,down,up\npace.multiplyer,1,2\n").unwrap();
    let (_, err, code) = inforce(place.path(), &args);
    assert!(code == 1 && err.contains("moves.csv:2:") && err.contains("did you mean"), "{err}");
}

#[test]
fn sensitivity_measures_all_by_the_chance_that_run_gives() {
    let place = place();
    let runs = 23_000;
    let text = format!("{THREE}[lever.all]\nwho = ['all']\nspeed = 1.5\n");
    let text = text.replace("[forecast]", &format!("[forecast]\nruns = {runs}"));
    for bandwagon in ["", "bandwagon = { strength = 1, full = 1 }\n"] {
        std::fs::write(place.path().join("three.toml"), format!("{text}{bandwagon}")).unwrap();
        let run = json(place.path(), &["run", "three.toml"]);
        let found = json(place.path(), &["sensitivity", "three.toml"]);
        let base = number(&run["target"]["chance_in_force"]["chance"]);
        let median = &run["quantiles"][3]["in_force"]["day"];
        assert_eq!((&found["runs"], &found["runs_of_moves"]), (&runs.into(), &20_000.into()));
        assert!(same(number(&found["chance"]["chance"]), base));
        assert_eq!(&found["median"], median);
        let moves = found["moves"].as_array().unwrap();
        assert!(!moves.is_empty());
        for one in moves {
            let sum = base + number(&one["chance_gained"]["value"]);
            assert!(same(number(&one["chance"]["chance"]), sum), "{one}");
            let days = number(&one["median_days_gained"]["value"]).round() as i32;
            let [base, moved] = [median, &one["median"]]
                .map(|day| day.as_str().and_then(|day| day.parse::<Day>().ok()).expect("a day"));
            assert_eq!((base - moved).0, days, "{one}");
        }
        // Without anybody's deposit the target is no likelier, with it no less likely.
        for one in found["influence"].as_array().unwrap() {
            let at = |key: &str| number(&one[key]["chance"]);
            let never = at("target_chance_if_never");
            assert!((never..=at("target_chance_if_deposits_now")).contains(&base), "{one}");
        }
        let (said, _, _) = inforce(place.path(), &["sensitivity", "three.toml"]);
        assert_eq!(said.matches("As it is").count(), 1, "{said}");
        let influence = place.path().join("out/three-sensitivity/charts.json");
        let charts = std::fs::read_to_string(influence).unwrap();
        let shown = inforce::wording::percent(Proportion {
            count: (base * f64::from(runs)).round() as u64,
            runs: runs.try_into().unwrap(),
        });
        let label = format!("as it is: {shown}");
        assert_eq!(charts.matches(&label).count(), 2, "{label} {charts}");
    }
}

#[test]
fn a_chance_by_a_day_past_what_the_horizon_tells_is_said_to_be_a_lower_bound() {
    let place = place();
    let text = THREE.replace("horizon = 2060-12-31", "horizon = 2027-12-31");
    std::fs::write(place.path().join("three.toml"), text).unwrap();
    let run = |by: &str| json(place.path(), &["run", "three.toml", "--by", by, "--runs", "500"]);
    let bound = |run: &Value, day: &str| {
        let by = run["by"].as_array().unwrap().iter().find(|one| one["day"] == day);
        by.unwrap()["at_least"].clone()
    };
    // In force on the day of the deposit: the horizon tells all up to itself.
    assert_eq!(bound(&run("2027-12-31"), "2027-12-31"), false);
    assert_eq!(bound(&run("2028-01-01"), "2028-01-01"), true);
    let table = std::fs::read_to_string(place.path().join("out/three/summary.csv")).unwrap();
    let row = |day: &str| table.lines().find(|line| line.contains(day)).unwrap().to_owned();
    assert!(row("chance_by_day,in_force,,2028-01-01").ends_with(",true"), "{table}");
    assert!(row("chance_by_target").ends_with(','), "{table}");
    let by = ["--by", "2040-06-30", "--runs", "500", "--no-charts"];
    for (args, said) in [
        (vec!["run", "three.toml"], "30 Jun 2040: at least "),
        (vec!["compare", "three.toml", "three.toml"], "By 30 Jun 2040 (at"),
        (
            vec!["sweep", "three.toml", "--vary", "speed.all=1:2:1"],
            "In force by 30 June 2040 (at least)",
        ),
        (
            vec!["solve", "three.toml", "--chance", "0.6", "--vary", "speed.all=0.1:9"],
            "In force by 30 June 2040 (at least)",
        ),
        (vec!["track", "three.toml"], "at least "),
    ] {
        let (out, err, code) = inforce(place.path(), &[&args[..], &by].concat());
        assert!(code == 0 && out.contains(said), "{args:?}: {out}{err}");
    }
}

#[test]
fn a_rule_tells_how_far_the_horizon_does() {
    for number in 0..200 {
        let mut rng = source(70_000 + number);
        let model = any_treaty(&mut rng);
        let (told, horizon) = (model.settled_until(), model.horizon);
        for days in 1..400 {
            assert!(model.rule.in_force(horizon + Days(days)) > told, "{number} {days}");
        }
        assert_eq!(model.rule.in_force(horizon + Days(1)), told + Days(1), "{number}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_a_way_out() {
    let place = place();
    let path = place.path();
    std::fs::write(path.join("three.toml"), THREE).unwrap();
    for (args, code, said) in [
        ("compare hanoi three.toml", 1, "are about different treaties"),
        ("compare hanoi", 2, "2 values required"),
        ("compare hanoi hanoi+nowhere", 1, "no file and no built-in scenario"),
        ("sweep hanoi --vary pace.multiplier=0:1:0", 2, "the step is 0"),
        ("sweep hanoi --vary pace.multiplier=0:1:-1", 2, "leads from 0 away from 1"),
        ("sweep hanoi --vary pace.multiplyer=0:1:1", 1, "did you mean `pace.multiplier`?"),
        ("sweep hanoi --vary pace.multiplyer=0:1:1", 1, "what can be varied: "),
        ("sweep hanoi --vary pace.multiplier=-1:1:1", 1, "found -1"),
        ("sweep hanoi --vary rule.instruments=1:2:0.5", 1, "takes whole numbers"),
        ("sweep hanoi --vary speed.nobody=0:1:1", 1, "unknown group or code `nobody`"),
        ("sweep hanoi --vary instruments.2027-09-20=0:900:100", 1, "as many as can still deposit"),
        ("sweep hanoi --vary signatures.2026-12-31=0:900:100", 1, "as many as can still sign"),
        ("sweep hanoi --vary signatures.2027-01-31=0:10:5", 1, "and by 2026-12-31"),
        ("solve hanoi --chance 1.5 --vary pace.multiplier=1:2", 1, "above 0 and below 1"),
        ("solve hanoi --chance 0.5 --vary pace.multiplier=2:1", 2, "FROM below TO"),
        ("track hanoi --by 2026-07-31", 1, "is early enough"),
        (
            "run hanoi --by 2028-12-31 --by 2026-05-30",
            1,
            "--by 2026-05-30: that is before the as-of",
        ),
        ("compare hanoi hanoi/canada --by 2026-05-30", 1, "before the as-of day 2026-05-31"),
        ("sweep hanoi --vary rule.instruments=30:40:5 --by 2026-05-30", 1, "before the as-of day"),
        (
            "solve hanoi --chance 0.5 --vary speed.all=1:2 --by 2026-05-30",
            1,
            "before the as-of day",
        ),
        ("track hanoi --by 2026-05-30", 1, "before the as-of day"),
        ("track three.toml --set forecast.target=2060-01-01 --runs 0", 1, "--runs"),
    ] {
        let (out, err, found) = inforce(path, &args.split(' ').collect::<Vec<_>>());
        assert!(found == code && err.contains(said) && out.is_empty(), "{args}: {found} {err}");
        assert!(!path.join("out").exists() || path.join("out").read_dir().unwrap().count() == 0);
    }
}

#[test]
fn no_line_on_the_terminal_is_wider_than_a_hundred_columns() {
    let place = place();
    std::fs::write(place.path().join("b.toml"), "[scenario]\nname='b'\n[pace]\nmultiplier = 2\n")
        .unwrap();
    for args in [
        "compare hanoi hanoi+b.toml --by 2028-12-31",
        "compare hanoi hanoi/what-ifs/eu-bloc --by 2028-12-31 --by 2029-12-31",
        "sensitivity hanoi",
        "sweep hanoi --vary pace.multiplier=1:3:1",
        "sweep hanoi --vary pace.multiplier=1:3:0.1 --vary speed.ldc=1:2:1",
        "solve hanoi --chance 0.3 --vary pace.multiplier=1:5",
        "track hanoi",
    ] {
        let args = [&args.split(' ').collect::<Vec<_>>()[..], &["--runs", "200", "--no-charts"]];
        let (out, err, code) = inforce(place.path(), &args.concat());
        assert_eq!(code, 0, "{err}");
        assert!(out.contains('±') && out.contains("Files: out/hanoi-"), "{out}");
        for line in out.lines() {
            assert!(line.chars().count() <= 100 && line == line.trim_end(), "{args:?}\n{line}");
        }
    }
}
