//! What holds of scenarios as a whole: layers, names, places, manifests.

use std::{fs, path::Path};

use super::*;
use crate::treaty::{Clock, Fate, Kind, Prospect, SpeedWindow};

pub(super) fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|one| (*one).to_owned()).collect()
}

pub(super) fn load(args: &[&str], sets: &[&str]) -> Scenario {
    Scenario::load(&owned(args), &owned(sets)).unwrap_or_else(|faults| panic!("{faults}"))
}

fn faults(args: &[&str], sets: &[&str]) -> String {
    Scenario::load(&owned(args), &owned(sets)).map(|_| ()).unwrap_err().short()
}

/// What `explain` says of a key: value, place, places below.
fn explained(scenario: &Scenario, key: &str) -> (String, String, Vec<String>) {
    let all = scenario.explain();
    let one = all.iter().find(|one| one.key == key).unwrap_or_else(|| panic!("no {key}"));
    let place = one.place.as_ref().map_or("default".to_owned(), Place::to_string);
    (one.value.clone(), place, one.lies_over.iter().map(Place::to_string).collect())
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A folder of files that is gone when dropped.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn inside(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

/// A scenario that needs no other file.
const SMALL: &str = r#"
[scenario]
name = "small"
[treaty]
title = "Small"
opened = 2020-01-01
[rule]
instruments = 1
wait = { days = 90 }
[participants]
rows = """
iso3,name,kind,memberships
AAA,First,un-member,asean
BBB,Second,un-member,asean;ldc
ORG,Body,reio,
"""
[status]
as_of = 2020-06-30
rows = """
iso3,signed
AAA,2020-01-01
"""
[forecast]
horizon = 2030-01-01
[all]
ratification = { log-normal = { median = 400, p90 = 900 } }
"#;

fn small(more: &str) -> Scenario {
    Scenario::from_text("small.toml", &format!("{SMALL}{more}"))
        .unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn a_resolved_scenario_gives_the_same_again() {
    for name in built_in_names() {
        let first = load(&[&name], &["forecast.runs=7"]);
        let again = Scenario::from_text("manifest.toml", first.resolved())
            .unwrap_or_else(|faults| panic!("{name}: {faults}"));
        assert_eq!(format!("{:?}", first.model), format!("{:?}", again.model), "{name}");
        assert_eq!(again.runs.get(), 7);
        assert_eq!(first.about, again.about);
        assert!(again.resolved() == first.resolved(), "{name}");
    }
}

#[test]
fn known_scenarios_resolve_to_themselves() {
    let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/known");
    for entry in fs::read_dir(known).unwrap() {
        let path = entry.unwrap().path().display().to_string();
        let first = load(&[&path], &[]);
        let again = Scenario::from_text("again", first.resolved()).unwrap();
        assert_eq!(format!("{:?}", first.model), format!("{:?}", again.model), "{path}");
        assert_eq!(
            (first.expect.clone(), first.resolved()),
            (again.expect.clone(), again.resolved())
        );
    }
}

#[test]
fn a_manifest_carries_its_command_and_inputs() {
    let first = load(&["hanoi"], &[]);
    let manifest = first.manifest("1.0.0", "inforce run hanoi");
    let again = Scenario::from_text("manifest.toml", &manifest).unwrap();
    assert_eq!(again.manifest("1.0.0", again.command().unwrap()), manifest);
    assert_eq!(again.resolved(), manifest);
    assert_eq!(manifest.matches("sha256 = ").count(), 5);
    // Read from a file, a manifest is no input of its own.
    let folder = folder(&[("manifest.toml", &manifest)]);
    assert_eq!(load(&[&inside(&folder, "manifest.toml")], &[]).resolved(), manifest);
}

#[test]
fn a_manifest_holds_observed_delays_and_weights() {
    let folder = folder(&[
        ("base.toml", &format!("{SMALL}[pace]\nshared = false\n")),
        ("past/delays.csv", "treaty,days\none,200\ntwo,380\n"),
        (
            "past/layer.toml",
            "[participant.BBB]\nratification = { observed = { table = 'delays.csv' } }\n",
        ),
    ]);
    let first = load(&[&inside(&folder, "base.toml"), &inside(&folder, "past/layer.toml")], &[]);
    assert!(first.resolved().contains("observed = { days = [200, 380] }"));
    assert_eq!(first.model.name, "small+layer");
    let again = Scenario::from_text("again", first.resolved()).unwrap();
    assert_eq!(format!("{:?}", first.model), format!("{:?}", again.model));
}

#[test]
fn layers_add_their_names_unless_one_names_the_whole() {
    assert_eq!(load(&["hanoi"], &[]).model.name, "hanoi");
    assert_eq!(load(&["hanoi/canada"], &[]).model.name, "hanoi+canada");
    let name = load(&["hanoi", "hanoi/canada", "hanoi/prior-pace"], &[]).model.name;
    assert_eq!(name, "hanoi+canada+prior-pace");
    assert_eq!(load(&["hanoi/canada"], &["scenario.name=mine"]).model.name, "mine");
}

#[test]
fn a_variant_named_first_brings_its_baseline() {
    let alone = load(&["hanoi/reports-half"], &[]);
    let both = load(&["hanoi", "hanoi/reports-half"], &[]);
    assert_eq!(format!("{:?}", alone.model), format!("{:?}", both.model));
}

#[test]
fn values_set_lie_over_all_and_say_so() {
    let scenario = load(&["hanoi"], &["rule.instruments=30", "participant.VNM.ratification=never"]);
    let expected = (
        "30".to_owned(),
        "<command line>:1:18".to_owned(),
        vec!["built-in hanoi/baseline.toml:22:15".to_owned()],
    );
    assert_eq!(explained(&scenario, "rule.instruments"), expected);
    let place = explained(&scenario, "participant.VNM.ratification").1;
    assert_eq!(place, "<command line>:2:30");
    let vietnam = &scenario.model.participants[scenario.model.find("VNM").unwrap()];
    assert_eq!(vietnam.ratification, Prospect::Never);
}

#[test]
fn values_set_are_toml_or_a_word() {
    let set = |set: &str| load(&["hanoi"], &[set]);
    assert_eq!(set("forecast.target=2028-06-30").model.target, Some(day("2028-06-30")));
    assert_eq!(set("forecast.by=[2028-06-30]").model.by, [day("2028-06-30")]);
    assert_eq!(set("treaty.title=A b c").model.title, "A b c");
    assert_eq!(set("rule.wait.days=60").model.rule.then, crate::treaty::rule::Lapse::Days(60));
    let wrong = |set: &str| faults(&["hanoi"], &[set]);
    let report = "<command line>:1:18: error: expected a whole number, found `thirty`\n";
    assert_eq!(wrong("rule.instruments=thirty"), report);
    assert!(wrong("rule").starts_with("<command line>:1:1: error: expected `key=value`"));
    assert!(wrong("rule.by=[1").contains("error: not TOML: "));
    assert!(wrong("=5").contains("error: not TOML: "));
    assert!(wrong("a b=5").contains("error: not TOML: "));
}

#[test]
fn an_entry_is_replaced_whole_and_a_section_is_not() {
    let folder = folder(&[
        ("base.toml", &format!("{SMALL}[participant.AAA]\nfactor = 2\nsigning_factor = 3\n")),
        (
            "layer.toml",
            "[participant.AAA]\nfactor = 4\n[all]\nratification = { fixed = { days = 500 } }\n",
        ),
    ]);
    let scenario = load(&[&inside(&folder, "base.toml"), &inside(&folder, "layer.toml")], &[]);
    let first = &scenario.model.participants[0];
    assert_eq!((first.factor.mean, first.signing_factor), (4.0, 3.0));
    let Prospect::Stated(stated) = &first.ratification else { panic!("{first:?}") };
    assert_eq!(stated.delay.to_string(), "exactly 500 days");
    let (value, place, over) = explained(&scenario, "all.ratification.fixed.days");
    assert_eq!((value.as_str(), over.len()), ("500", 1));
    assert!(place.ends_with("layer.toml:4:35"), "{place}");
    assert!(over[0].ends_with("base.toml:26:16"), "{over:?}");
}

#[test]
fn a_status_table_overlays_cell_by_cell() {
    let scenario = load(&["hanoi/reports-not-made"], &[]);
    let status =
        |code: &str| scenario.model.participants[scenario.model.find(code).unwrap()].status;
    assert_eq!(scenario.model.deposits(), 1);
    assert_eq!(status("VNM").signed, Some(day("2025-10-25")));
    let (value, place, over) = explained(&scenario, "status.VNM.deposited");
    assert_eq!(value, "cleared");
    assert!(place.starts_with("built-in hanoi/reports-not-made.toml:"), "{place}");
    assert!(over[0].starts_with("built-in hanoi/status.csv:"), "{over:?}");
}

#[test]
fn the_variants_say_what_they_are_called() {
    let opening = load(&["hanoi/opening-day"], &[]).model;
    assert_eq!((opening.as_of, opening.deposits()), (day("2025-10-25"), 0));
    let signed = |model: &Model| {
        let states = model.participants.iter().filter(|one| one.kind != Kind::Organisation);
        states.filter(|one| one.status.signed.is_some()).count()
    };
    assert_eq!(signed(&opening), 68);
    assert_eq!(signed(&load(&["hanoi/forty-at-the-ceremony"], &[]).model), 40);
    let half = load(&["hanoi/reports-half"], &[]).model;
    let chances: Vec<f64> = half
        .participants
        .iter()
        .filter_map(|one| one.status.deposited.map(|report| report.chance.get()))
        .collect();
    assert_eq!(chances, [0.5, 1.0, 0.5]);
    assert!(!load(&["hanoi/prior-pace"], &[]).model.pace.unwrap().learn);
    let canada = load(&["hanoi/canada"], &[]).model;
    let levers = &canada.participants[canada.find("CAN").unwrap()].levers;
    assert_eq!(levers.signs_on, Some(day("2026-07-31")));
    let pledge = load(&["hanoi/ninety-day-pledge"], &[]).model;
    let Prospect::Stated(stated) = &pledge.participants[0].ratification else { panic!() };
    assert_eq!(stated.clock, Clock::AsOf);
}

#[test]
fn organisations_never_join_where_the_rule_leaves_them_out() {
    let union = |scenario: &Scenario| {
        let model = &scenario.model;
        let index = model.find("EUU").unwrap();
        (model.participants[index].ratification.clone(), model.rule.counts(index))
    };
    assert_eq!(union(&load(&["hanoi"], &[])), (Prospect::Never, false));
    let counted = load(&["hanoi"], &["rule.organisations_count=true"]);
    assert_eq!(union(&counted), (Prospect::Calibrated, true));
}

#[test]
fn factors_are_as_uncertain_as_their_record() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference");
    let file = format!("calibration.file='{folder}/calibration.toml'");
    let factors = format!("calibration.factors='{folder}/participants.csv'");
    let angola = |set: &[&str]| {
        let sets = [&[file.as_str(), factors.as_str()], set].concat();
        let model = load(&["hanoi"], &sets).model;
        model.participants[model.find("AGO").unwrap()].factor
    };
    let evidence = angola(&[]).evidence.unwrap();
    assert!((evidence.shape - (5.2683 + 23.0)).abs() < 1e-12);
    assert!((evidence.rate - (5.2683 + 63.94739)).abs() < 1e-12);
    assert!((angola(&[]).mean - 0.40841).abs() < 1e-5);
    assert_eq!(angola(&["calibration.uncertain_factors=false"]).evidence, None);
    assert_eq!(angola(&["participant.AGO.factor=2"]).evidence, None);
    let stated = crate::treaty::Factor { mean: 2.0, evidence: None };
    assert_eq!(angola(&["group.african.factor=2"]), stated);
}

#[test]
fn beliefs_go_from_all_to_group_to_participant() {
    let more = "[group.asean]\nfactor = 2\n[participant.BBB]\nfactor = 3\n";
    let model = small(more).model;
    let factors: Vec<f64> = model.participants.iter().map(|one| one.factor.mean).collect();
    assert_eq!(factors, [2.0, 3.0, 1.0]);
    // A group of one's own, by members.
    let model = small("[group.mine]\nmembers = ['ldc', 'ORG']\nfactor = 5\n").model;
    assert_eq!(model.participants[1].factor, crate::treaty::Factor { mean: 5.0, evidence: None });
    assert_eq!(model.participants[1].groups, ["asean", "ldc", "mine"]);
}

#[test]
fn levers_act_on_those_they_name() {
    let more = "[lever.help]\nwho = ['asean']\nexcept = ['signatories']\nspeed = 2\n\
                [lever.gate]\nwho = ['AAA']\nnot_before = 2021-01-01\ndelay_days = 30\n\
                [lever.promise]\nwho = ['BBB']\ndeposits_on = 2022-01-01\n";
    let model = small(more).model;
    let [first, second, _] = &model.participants[..] else { panic!() };
    let (from, to) = (day("2020-07-01"), day("2030-01-01"));
    assert_eq!(second.levers.speed, [SpeedWindow { from, to, factor: 2.0 }]);
    let gate = SpeedWindow { from, to: day("2020-12-31"), factor: 0.0 };
    assert_eq!((first.levers.speed.as_slice(), first.levers.delay), (&[gate][..], Days(30)));
    assert_eq!(second.levers.fate, Some(Fate::DepositsOn(day("2022-01-01"))));
}

#[test]
fn without_a_shared_pace_the_average_pace_is_in_the_baseline() {
    let mean = "calibration.pace.mean=-0.2171";
    let shared = load(&["hanoi"], &[mean]).model.calibration.unwrap();
    let model = load(&["hanoi"], &[mean, "pace.shared=false"]).model;
    assert_eq!(model.pace, None);
    let ratio = model.calibration.unwrap().signatory_per_year[0] / shared.signatory_per_year[0];
    assert!((ratio - (-0.2171f64).exp()).abs() < 1e-12);
    let pace = load(&["hanoi"], &[mean, "pace.sd=0.5"]).model.pace.unwrap();
    assert_eq!((pace.sd, pace.mean), (0.5, -0.2171));
}

#[test]
fn a_calibration_by_its_old_names_is_the_same() {
    let now = built_in_text("calibration/calibration.toml").unwrap();
    let names = [
        ("mean", "mu"),
        ("mean_technical", "mu_technical"),
        ("sd", "tau"),
        ("month_shape", "kappa_month"),
        ("signature_effect", "beta_signatures"),
    ];
    let old = names.iter().fold(now.to_owned(), |text, (new, old)| {
        let (pace, rest) = text.split_once("\n[baseline]").unwrap();
        let (rest, draws) = rest.split_once("\n[draws]").unwrap();
        let [pace, draws] =
            [pace, draws].map(|part| part.replace(&format!("\n{new} ="), &format!("\n{old} =")));
        format!("{pace}\n[baseline]{rest}\n[draws]{draws}")
    });
    let folder = folder(&[("now.toml", now), ("old.toml", &old)]);
    let with = |name: &str, sets: &[&str]| {
        let file = format!("calibration.file={:?}", inside(&folder, name));
        load(&["hanoi"], &[&[file.as_str()], sets].concat())
    };
    let same = |one: &Scenario, other: &Scenario| {
        let [one, other] = [one, other].map(|one| one.table()["calibration"].clone());
        assert_eq!(one, other);
    };
    let read = with("old.toml", &[]);
    same(&read, &with("now.toml", &[]));
    assert_eq!(read.warnings.len(), 8, "five of the pace, three of its draws");
    let first = read.warnings[0].to_string();
    assert!(first.contains("old.toml:16:1: warning: `mu` is now called `mean`"), "{first}");
    // What is laid over a file finds what it lies over, by whichever of the two names.
    let over = "calibration.pace.tau=0.5";
    for file in ["now.toml", "old.toml"] {
        same(&with(file, &[over]), &with("now.toml", &["calibration.pace.sd=0.5"]));
    }
    let set = with("now.toml", &[over]).warnings;
    assert!(set[0].to_string().contains("<command line>:2:18"), "{}", set[0]);
}

#[test]
fn what_is_not_there_is_said_with_a_way_out() {
    assert!(faults(&[], &[]).starts_with("error: no scenario is given"));
    let unknown = faults(&["hanoy"], &[]);
    assert_eq!(
        unknown,
        "error: no file and no built-in scenario is called `hanoy`; did you mean `hanoi`?\n"
    );
    let folder = folder(&[("plain/x.csv", "a")]);
    let why = faults(&[&inside(&folder, "plain")], &[]);
    assert!(why.ends_with("this is a folder without a baseline.toml\n"), "{why}");
    let both = faults(&["hanoy", "hanoi/canda"], &[]);
    assert_eq!(both.lines().count(), 2);
}

#[test]
fn a_folder_stands_for_its_baseline_and_paths_start_at_the_file() {
    let files: Vec<(&str, &str)> = built_in_files().collect();
    let folder = folder(&files);
    let copy = load(&[&inside(&folder, "hanoi")], &[]);
    let built_in = load(&["hanoi"], &[]);
    assert_eq!(format!("{:?}", copy.model), format!("{:?}", built_in.model));
    let layered = [inside(&folder, "hanoi"), inside(&folder, "hanoi/canada.toml")];
    let layered = load(&[&layered[0], &layered[1]], &[]);
    assert_eq!(layered.model.name, "hanoi+canada");
}

#[test]
fn a_fault_shows_its_line_and_the_way_out() {
    let text = SMALL.replace("instruments = 1", "instruments = 40");
    let faults = Scenario::from_text("small.toml", &text).unwrap_err();
    expect_test::expect![[r#"
        error: 40 instruments are needed, but only 2 can count
         --> small.toml:8:15
          |
        8 | instruments = 40
          |               ^^
          |
          = help: ask for fewer, count more of them (`among`), or add participants"#]]
    .assert_eq(&faults.render(false));
    assert_eq!(faults.errors(), 1);
    assert!(faults.render(true).contains('\u{1b}'));
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let model = |text: &str| format!("{:?}", Scenario::from_text("x", text).unwrap().model);
    assert_eq!(model(SMALL), model(&SMALL.replace('\n', "\r\n")));
    assert_eq!(model(SMALL), model(&format!("\u{feff}{SMALL}")));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let row = |text: &str| {
        let swapped = "BBB,Second,un-member,asean;ldc\nAAA,First,un-member,asean\n";
        text.replace("AAA,First,un-member,asean\nBBB,Second,un-member,asean;ldc\n", swapped)
    };
    assert_ne!(row(SMALL), SMALL);
    let model = |text: &str| format!("{:?}", Scenario::from_text("x", text).unwrap().model);
    assert_eq!(model(&row(SMALL)), model(SMALL));
}

#[test]
fn a_scenario_is_called_by_its_layers_and_the_values_set() {
    let folder = tempfile::tempdir().unwrap();
    let layer = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let plain = layer("eu-bloc.toml", "[pace]\nmultiplier = 2\n");
    let named = layer("x1.toml", "[scenario]\nlabel = \"A fast spring\"\n[all]\nfactor = 2\n");
    let sets =
        ["rule.instruments=30", "forecast.runs=70", "lever.a.who=[\"eu\"]", "lever.a.speed=2"];
    let scenario = load(&["hanoi", &plain, &named], &sets);
    let labels = ["Hanoi", "EU bloc", "A fast spring", "What-if: a, Instruments needed: 30"];
    assert_eq!(scenario.model.labels.layers, labels);
    assert_eq!(scenario.model.label(), labels.join(" + "));
    let set = scenario.layers().last().unwrap();
    assert!(set.values.iter().all(|value| !value.starts_with("forecast.")), "{set:?}");
    // A manifest carries them, and what lies over it comes behind.
    let path = layer("manifest.toml", &scenario.manifest("0", "inforce run"));
    let again = load(&[&path], &["rule.instruments=20"]);
    assert_eq!(again.model.labels.layers[..4], labels);
    assert_eq!(again.model.labels.layers[4], "Instruments needed: 20");
    assert_eq!(load(&["hanoi"], &["forecast.seed=3"]).model.label(), "Hanoi");
}

#[test]
fn columns_are_read_by_the_name_they_had_and_said_to_be_old() {
    let with = |columns: &str| {
        let rows = format!("status.rows=\"\"\"{columns}\nBRA,2026-05-30,exact\n\"\"\"");
        load(&["hanoi"], &[rows.as_str()])
    };
    let (now, old) =
        (with("iso3,deposited,deposited_certainty"), with("iso3,bound,bound_certainty"));
    assert_eq!(now.table()["status"], old.table()["status"]);
    assert_eq!(now.warnings.len(), 0);
    let said: Vec<String> = old.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("warning: `bound` is now called `deposited`"), "{}", said[0]);
    // Both at once are one column too many.
    let both = "status.rows=\"\"\"iso3,bound,deposited\nBRA,2026-05-30,2026-05-30\n\"\"\"";
    let refused = Scenario::load(&["hanoi".to_owned()], &[both.to_owned()]).unwrap_err();
    assert!(refused.to_string().contains("unknown column `bound`"), "{refused}");
}

#[test]
fn keys_of_the_earlier_method_are_one_fault_that_says_what_takes_their_place() {
    let refused = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        Scenario::load(&["hanoi".to_owned()], &sets).unwrap_err()
    };
    let faults = refused(&["pace={ start_sd = 1, start_decay_years = 2 }"]);
    assert_eq!(faults.errors(), 1, "{faults}");
    let said = faults.to_string();
    assert!(said.contains("`pace.start_sd`, `pace.start_decay_years` are gone"), "{said}");
    assert!(said.contains("`trend_sd`"), "{said}");
    let faults = refused(&["pace.persistence_per_year=0.9"]);
    assert!(faults.errors() == 1 && faults.to_string().contains("`memory`"), "{faults}");
    let faults = refused(&["calibration.pace.persistence_per_year=0.9"]);
    assert!(faults.errors() == 1 && faults.to_string().contains("`memory`"), "{faults}");
    let old = "# How fast States sign\n#   inforce fit --until 2016-07-22\n[pace]\nmu = 0\nrho_year = 0.9\n\
               [signing]\nedges_months = [0, 1]\n";
    let folder = folder(&[("old.toml", old)]);
    let faults = refused(&[&format!("calibration.file={:?}", inside(&folder, "old.toml"))]);
    assert_eq!(faults.errors(), 1, "{faults}");
    assert!(
        faults.to_string().contains("make it anew: `inforce fit --until 2016-07-22`"),
        "{faults}"
    );
}

#[test]
fn the_states_that_could_sign_come_from_the_calibration_and_not_from_the_list() {
    let centre = |sets: &[&str]| load(&["hanoi"], sets).model.pace.unwrap().signature_centre;
    let all = centre(&[]);
    assert!((all - 3.4 - (197.0f64 / 190.0).ln()).abs() < 1e-12, "{all}");
    // A club of a few is still judged by all States there were.
    let few = "participants.rows=\"\"\"iso3,name,kind\nFRA,France,un-member\n\"\"\"";
    assert_eq!(centre(&[few]).to_bits(), all.to_bits());
    let twenty = centre(&["pace.signature_states=20"]);
    assert!((twenty - 3.4 - (20.0f64 / 190.0).ln()).abs() < 1e-12, "{twenty}");
    let early = load(&["test-ban"], &[]).model.pace.unwrap().signature_centre;
    assert!(early < all, "fewer States could sign in 1996: {early}");
}
