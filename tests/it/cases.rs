//! Cases to start from: those inside the program are what their treaties' records give, and every
//! treaty that can be written as a case is a sound one.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use inforce::{
    calibrate::history::History,
    case::{CalibrationFiles, Case, can_start, default_as_of},
    quantity::Day,
    scenario::Scenario,
    treaty::{Model, rule::Condition},
};

use crate::{story::Place, treaties::history};

fn at_default(history: &History, id: &str, name: &str, learned: &CalibrationFiles) -> Case {
    let as_of = default_as_of(history.treaty(id).unwrap());
    Case::from_past(history, id, as_of, name, learned).unwrap()
}

/// The case inside the program is what `inforce new NAME --treaty ID` writes; made anew by running
/// this test with UPDATE_EXPECT=1.
fn is_current(name: &str, id: &str) {
    let history = history();
    let as_of = default_as_of(history.treaty(id).unwrap());
    let case = at_default(&history, id, name, &CalibrationFiles::by(&history, id, as_of));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    for (path, text) in case.files.iter().filter(|(path, _)| path != "schema.json") {
        // Those inside the program share one schema.
        let text = text.replace("#:schema schema.json", "#:schema ../schema.json");
        expect_test::expect_file![folder.join(path)].assert_eq(&text);
    }
}

#[test]
fn the_case_of_untoc_is_what_the_record_gives() {
    is_current("untoc", "XVIII-12");
}

#[test]
fn the_case_of_uncac_is_what_the_record_gives() {
    is_current("uncac", "XVIII-14");
}

#[test]
fn the_case_of_the_paris_agreement_is_what_the_record_gives() {
    is_current("paris", "XXVII-7-d");
}

#[test]
fn the_case_of_the_test_ban_is_what_the_record_gives() {
    is_current("test-ban", "XXVI-4");
}

#[test]
fn every_treaty_with_a_rule_gives_a_sound_case_that_knows_its_rule() {
    let history = history();
    let learned = CalibrationFiles::built_in(&history);
    let mut count = 0;
    for treaty in history.treaties.iter().filter(|treaty| can_start(treaty)) {
        let case = at_default(&history, &treaty.id, "case", &learned);
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in &case.files {
            fs::write(folder.path().join(path), text).unwrap();
        }
        let path = folder.path().display().to_string();
        let scenario = Scenario::load(&[path], &[])
            .unwrap_or_else(|faults| panic!("{}: {}", treaty.id, faults.render(false)));
        let model = &scenario.model;
        assert_eq!((model.opened, &model.title), (treaty.opened, &treaty.title));
        // The rule as written gives the same day as the clause itself, where a count decides.
        if let Some(rule) = treaty.rule() {
            let on = Day::new(2004, 2, 29).unwrap();
            assert_eq!(model.rule.in_force(on), rule.in_force(on), "{}", treaty.id);
        }
        count += 1;
    }
    assert!(count > 120, "{count}");
}

#[test]
fn a_case_sees_of_the_record_what_there_was_by_its_day() {
    let history = history();
    let case = at_default(&history, "XVIII-14", "uncac", &CalibrationFiles::built_in(&history));
    let (_, status) = case.files.iter().find(|(path, _)| path == "status.csv").unwrap();
    // The table goes on: Kenya signed and deposited on the opening day, Ecuador was the 30th.
    let row = |code: &str| status.lines().find(|line| line.starts_with(code)).unwrap();
    assert!(row("KEN").contains("2003-12-09,exact,2003-12-09,exact,r"), "{}", row("KEN"));
    assert!(row("ECU").contains("2005-09-15"), "{}", row("ECU"));
    let model = Scenario::load(&["uncac".to_owned()], &[]).unwrap().model;
    assert_eq!((model.as_of.to_string().as_str(), model.deposits()), ("2004-12-09", 13));
    let later = Scenario::load(&["uncac".to_owned()], &["status.as_of=2005-09-15".to_owned()]);
    let later = later.unwrap().model;
    let deposits: Vec<_> = later
        .participants
        .iter()
        .map(|one| one.status.deposited.map(|one| one.on).into())
        .collect();
    let entry = later.rule.entry(&deposits).unwrap();
    assert_eq!(
        [entry.met, entry.in_force].map(|day| day.to_string()),
        ["2005-09-15", "2005-12-14"]
    );
}

/// What `scenarios/README.md` says of the cases is what `inforce run` gives; seed and runs are theirs.
#[test]
fn the_table_of_cases_has_what_they_give() {
    let readme = fs::read_to_string(format!("{}/scenarios/README.md", env!("CARGO_MANIFEST_DIR")));
    let readme = readme.unwrap();
    let place = Place::new();
    for name in ["untoc", "uncac", "paris", "test-ban"] {
        place.done(&format!("run {name} --no-charts --quiet"));
        let summary = fs::read_to_string(place.path().join("out").join(name).join("summary.csv"));
        let summary = summary.unwrap();
        let row = |start: &str| -> Vec<String> {
            let line = summary.lines().find(|line| line.starts_with(start)).unwrap();
            line.split(',').map(str::to_owned).collect()
        };
        let days = [0.05, 0.5, 0.95].map(|share| row(&format!("quantile,met,{share},"))[3].clone());
        let days: Vec<String> = days.into_iter().filter(|day| !day.is_empty()).collect();
        let target = row("chance_by_target,");
        let chance: f64 = target[6].parse().unwrap();
        let chance =
            if chance < 0.001 { "<0.1 %".to_owned() } else { format!("{:.0} %", 100.0 * chance) };
        let start = format!("| `{name}` |");
        let told = readme.lines().find(|line| line.starts_with(&start)).unwrap();
        for words in [days.join(", "), format!("{chance} by {}", target[3])] {
            assert!(told.contains(&words), "{name}: {words}");
        }
    }
}

#[test]
fn beliefs_leave_out_the_treaty_itself_and_what_came_after() {
    let history = history();
    let learned = CalibrationFiles::by(&history, "XVIII-14", "2004-12-09".parse().unwrap());
    assert_eq!(learned.by.map(|day| day.to_string()).as_deref(), Some("2004-12-09"));
    let opened_by_then = history
        .pool
        .iter()
        .filter(|pooled| history.treaty(&pooled.treaty).unwrap().opened <= learned.by.unwrap());
    assert_eq!(learned.treaties, opened_by_then.count() - 1);
    // Too early to have learned anything: then it is said that the beliefs know more.
    let early = CalibrationFiles::by(&history, "IV-8", "1980-03-01".parse().unwrap());
    assert_eq!(early.by, None);
}

#[test]
fn what_cannot_be_a_case_is_said_with_a_way_out() {
    let history = history();
    let learned = CalibrationFiles::built_in(&history);
    let refused = |id: &str, day: &str| {
        let case = Case::from_past(&history, id, day.parse().unwrap(), "case", &learned);
        let error = case.unwrap_err();
        format!("{} | {}", error.message, error.help)
    };
    for (id, day, words) in [
        ("XVIII-41", "2004-12-09", "inforce list --treaties"),
        ("I-5-a", "1964-01-01", "no clause"),
        ("XXVII-7-a", "1998-03-16", "no count decides"),
        ("XVIII-14", "2003-12-08", "from 2003-12-09 to 2014-07-10"),
        ("XVIII-14", "2014-07-11", "leave --as-of out for 2004-12-09"),
        ("XXVI-4", "2020-01-01", "to 2008-09-22"),
    ] {
        let said = refused(id, day);
        assert!(said.contains(words), "{id}: {said}");
    }
    let error = Case::from_built_in("hanoy", "case").unwrap_err();
    assert!(error.message.contains("hanoy") && error.help.contains("uncac"), "{}", error.help);
}

/// `baseline.toml` of a case of this treaty, what a reader is told, and the case as a model.
fn begun(id: &str) -> (String, Vec<String>, Model) {
    let history = history();
    let case = at_default(&history, id, "begun", &CalibrationFiles::built_in(&history));
    let place = Place::new();
    for (path, text) in &case.files {
        fs::write(place.path().join(path), text).unwrap();
    }
    let args = [place.path().display().to_string()];
    let model = Scenario::load(&args, &[]).unwrap_or_else(|faults| panic!("{faults}")).model;
    (case.files[0].1.clone(), case.remarks, model)
}

#[test]
fn a_count_within_a_group_is_written_into_the_rule() {
    let (baseline, remarks, model) = begun("COE-185");
    let line = "including = [{ at_least = 3, among = [\"council-of-europe\"] }]\n";
    assert!(baseline.contains(&format!("instruments = 5\n{line}")), "{baseline}");
    assert!(!baseline.contains("The clause says besides"), "{baseline}");
    assert!(!remarks.iter().any(|remark| remark.contains("says besides")), "{remarks:?}");
    let Condition::All(parts) = &model.rule.when else { panic!("{:?}", model.rule) };
    // Members one year after the opening: Bosnia and Herzegovina was the forty-fourth.
    let Condition::Count { instruments, among } = &parts[1] else { panic!("{parts:?}") };
    assert_eq!((*instruments, among.count()), (3, 44));
    assert_eq!(model.members_in_words(among), " of council-of-europe");
    let (baseline, ..) = begun("FAO-ITPGRFA");
    assert!(baseline.contains("at_least = 20, among = [\"fao\"]"), "{baseline}");
    let (baseline, ..) = begun("UNODA-BWC");
    assert!(baseline.contains("at_least = 3, among = [\"depositary-governments\"]"), "{baseline}");
}

#[test]
fn what_a_clause_says_that_no_rule_does_is_told() {
    for (id, said) in [
        ("WIPO-BTAP", "eligible parties"),
        ("IX-4-a", "only Parties to the FCTC"),
        ("XXVII-2-b", "or 1992-01-01 if reached by then"),
    ] {
        let (baseline, remarks, _) = begun(id);
        let told = remarks.iter().find(|remark| remark.contains("says besides")).unwrap();
        assert!(told.contains(said) && told.contains("[rule]"), "{told}");
        assert!(baseline.contains(&format!("not written here: {said}.\n")), "{baseline}");
    }
    for id in ["IV-5", "WIPO-WCT", "XXVI-2-d", "XVIII-12-a", "XXVII-2-f"] {
        let (_, remarks, _) = begun(id);
        assert!(!remarks.iter().any(|remark| remark.contains("says besides")), "{remarks:?}");
    }
}

#[test]
fn a_case_does_not_know_when_its_treaty_closes_by_entering_into_force() {
    let (baseline, _, model) = begun("XXVI-6");
    assert_eq!(model.closes, None, "{baseline}");
    assert!(!baseline.contains("closes ="), "{baseline}");
    let history = history();
    let after = "2010-08-02".parse().unwrap();
    let learned = CalibrationFiles::built_in(&history);
    let case = Case::from_past(&history, "XXVI-6", after, "after", &learned).unwrap();
    assert!(case.files[0].1.contains("closes = 2010-08-01"), "{}", case.files[0].1);
}
