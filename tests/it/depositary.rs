//! Every document of tests/documents as it is read into a case, and the verb that does it.

use std::{fs, path::Path, sync::LazyLock};

use assert_cmd::Command;
use expect_test::expect_file;
use inforce::{
    depositary::{Document, Missing, Names, Older, StatusLayer},
    quantity::Day,
    scenario::{Change, Files, Scenario, Severity},
    treaty::Model,
};
use proptest::prelude::*;
use tempfile::TempDir;

const FOLDER: &str = "tests/documents";

/// The as-of day of documents that do not give one.
fn day() -> Day {
    "2027-03-31".parse().expect("the test has what it needs")
}

fn case() -> Model {
    let case = format!("{}/{FOLDER}/case", env!("CARGO_MANIFEST_DIR"));
    Scenario::load(&[case], &[]).unwrap_or_else(|faults| panic!("{faults}")).model
}

/// The documents by name, with their bytes.
fn documents() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let files = fs::read_dir(folder)
        .expect("the test has what it needs")
        .map(|entry| entry.expect("the test has what it needs").path());
    let endings = ["xml", "html", "csv"];
    let mut documents: Vec<(String, Vec<u8>)> = files
        .filter(|path| {
            path.extension().is_some_and(|ending| endings.iter().any(|one| ending == *one))
        })
        .map(|path| {
            (
                path.file_name()
                    .expect("the test has what it needs")
                    .to_str()
                    .expect("the test has what it needs")
                    .to_owned(),
                fs::read(path).expect("the test has what it needs"),
            )
        })
        .collect();
    documents.sort();
    documents
}

fn read(name: &str, bytes: &[u8], case: &Model) -> Document {
    let mut document = Document::read(name, bytes, &Names::built_in());
    if !document.rows.is_empty() {
        let as_of = document.as_of.unwrap_or(day());
        document.check(case, as_of, Older::Refused, Missing::Refused);
    }
    document
}

/// What a document comes to: its faults, and its rows where it has no error.
fn told(document: &Document) -> String {
    let mut text: String = document
        .faults
        .iter()
        .map(|fault| {
            let help = fault.help.as_ref().map_or(String::new(), |help| format!(" [{help}]"));
            format!("  {fault}{help}\n")
        })
        .collect();
    if document.faults.iter().any(|fault| fault.severity == Severity::Error) {
        return text;
    }
    let or_none = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
    let title = document.title.as_deref().unwrap_or("-");
    text.push_str(&format!("  {title}, as of {}\n", or_none(document.as_of)));
    for row in &document.rows {
        let form = row.form.map_or("-", |form| form.mark());
        let withdrawn = row.withdrawn.bound.or(row.withdrawn.signed);
        let on = row.withdrawn.on.map_or(String::new(), |day| format!(" on {day}"));
        let withdrawn = withdrawn.map_or(String::new(), |day| format!(" withdrawn {day}{on}"));
        let sure = match (row.certainty.bound.as_str(), row.certainty.chance) {
            ("exact", None) => String::new(),
            (word, chance) => format!(" {word} {}", chance.unwrap_or(1.0)),
        };
        let (signed, bound) = (or_none(row.signed), or_none(row.bound));
        text.push_str(&format!("  {} {signed} {bound} {form}{withdrawn}{sure}\n", row.code));
    }
    text
}

#[test]
fn every_document_comes_to_what_is_expected_of_it() {
    let case = case();
    let all: String = documents()
        .iter()
        .map(|(name, bytes)| format!("{name}\n{}\n", told(&read(name, bytes, &case))))
        .collect();
    expect_file!["../documents/expected.txt"].assert_eq(&all);
}

#[test]
fn names_of_documents_say_what_becomes_of_them() {
    let case = case();
    let documents = documents();
    assert!(documents.len() >= 30, "{}", documents.len());
    for (name, bytes) in documents {
        let alone = Document::read(&name, &bytes, &Names::built_in()).sound().is_ok();
        let fits = read(&name, &bytes, &case).sound().is_ok();
        let amendment = ["two-columns", "sample"].iter().any(|part| name.contains(part));
        match name.split('-').next() {
            Some("sound") => assert!(alone && (fits || amendment), "{name}"),
            Some("unfit") => assert!(alone && !fits, "{name}"),
            _ => assert!(!alone, "{name}"),
        }
    }
}

#[test]
fn a_layer_made_of_any_sound_document_is_a_sound_status() {
    let folder = format!("{}/{FOLDER}/case", env!("CARGO_MANIFEST_DIR"));
    let case = case();
    for (name, bytes) in documents() {
        let Ok(document) = read(&name, &bytes, &case).sound() else { continue };
        if document.rows.is_empty() {
            continue;
        }
        let as_of = document.as_of.unwrap_or(day());
        let layer = StatusLayer::new(&document, &case, as_of);
        let args = [folder.clone()];
        let layer = Change::Layer(layer.inline());
        let scenario = Scenario::open(&Files::default(), &args, &[layer]);
        let model = scenario.unwrap_or_else(|faults| panic!("{name}: {faults}")).model;
        assert_eq!(model.as_of, as_of, "{name}");
        for one in &model.participants {
            let row = document.rows.iter().find(|row| row.code == one.code);
            let (signed, bound) = (row.and_then(|row| row.signed), row.and_then(|row| row.bound));
            assert_eq!(one.status.signed, signed, "{name} {}", one.code);
            assert_eq!(one.status.deposited.map(|report| report.on), bound, "{name} {}", one.code);
        }
    }
}

#[test]
fn huge_and_hostile_documents_are_refused_quickly() {
    let many = "<Row><Entry>Fiji</Entry></Row>".repeat(100_000);
    let rows = format!(
        "<M><Table><Row><Entry>Participant</Entry><Entry>Signature</Entry></Row>{many}</Table></M>"
    );
    let long =
        format!("<M><Table><Row><Entry>{}</Entry></Row></Table></M>", "x".repeat(20_000_000));
    let tables = "<table>".repeat(100_000);
    let cells =
        format!("<table><tr><td>Participant<td>Signature<tr>{}", "<td>25 Oct 2025".repeat(100_000));
    let lines = "iso3,signed\n".to_owned() + &"FJI,2026-01-01\n".repeat(100_000);
    for text in [rows, long, "<a>".repeat(1_000_000), tables, cells, lines] {
        let document = Document::read("f", text.as_bytes(), &Names::built_in());
        assert!(document.faults.len() < 100);
        assert!(document.sound().is_err(), "{}", &text[..40]);
    }
}

// Read once, so that a fuzzer spends its time on documents.
static DOCUMENTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(documents);
static CASE: LazyLock<Model> = LazyLock::new(case);

proptest! {
    // PROPTEST_CASES makes a fuzzer of it.
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(600),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_document_however_damaged_makes_the_program_fall(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..60, any::<prop::sample::Index>(), 0usize..60), 1..6),
        noise in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
    ) {
        let (name, bytes) = &DOCUMENTS[which.index(DOCUMENTS.len())];
        let mut bytes = bytes.clone();
        for (from, taken, to, put) in cuts {
            // Some bytes of one place take the place of some bytes of another.
            let from = from.index(bytes.len() + 1);
            let piece = bytes[from..(from + put).min(bytes.len())].to_vec();
            let to = to.index(bytes.len() + 1);
            bytes.splice(to..(to + taken).min(bytes.len()), piece);
        }
        for (at, byte) in noise {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        let document = read(name, &bytes, &CASE);
        for fault in &document.faults {
            prop_assert!(!fault.render(false).is_empty());
        }
        if let Ok(document) = document.sound() {
            let as_of = document.as_of.unwrap_or(day());
            prop_assert!(StatusLayer::new(&document, &CASE, as_of).table.lines().count() == 10);
        }
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in "\\PC{0,200}") {
        for text in [text.clone(), format!("<M>{text}"), format!("<html>{text}"), format!("iso3,signed\n{text}")] {
            drop(Document::read("f", text.as_bytes(), &Names::built_in()));
        }
    }
}

/// What was said, but for what the clock of the machine has to say of the day.
fn without_clock(said: &str) -> String {
    let mut of_the_clock = false;
    let kept = said.lines().filter(|line| {
        of_the_clock = line.contains("has not come yet") || of_the_clock && line.starts_with(' ');
        !of_the_clock
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// A folder with the case in it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        let desk = Desk(TempDir::new().expect("the test has what it needs"));
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
        fs::create_dir(desk.0.path().join("case")).expect("the test has what it needs");
        for file in ["case/baseline.toml", "case/status.csv"] {
            fs::copy(from.join(file), desk.0.path().join(file))
                .expect("the test has what it needs");
        }
        for (name, bytes) in documents() {
            fs::write(desk.0.path().join(name), bytes).expect("the test has what it needs");
        }
        desk
    }

    /// Exit code and what was printed.
    fn run(&self, line: &str) -> (i32, String, String) {
        let mut command = Command::cargo_bin("inforce").expect("the test has what it needs");
        let output = command
            .current_dir(self.0.path())
            .args(line.split(' '))
            .output()
            .expect("the test has what it needs");
        let text = |bytes| String::from_utf8(bytes).expect("the test has what it needs");
        (
            output.status.code().expect("the test has what it needs"),
            text(output.stdout),
            without_clock(&text(output.stderr)),
        )
    }

    fn in_case(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path().join("case")).expect("the test has what it needs");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("the test has what it needs")
                    .file_name()
                    .into_string()
                    .expect("the test has what it needs")
            })
            .collect();
        names.sort();
        names
    }
}

#[test]
fn the_sample_of_the_format_is_read_and_can_be_forced() {
    let desk = Desk::new();
    let (code, out, _) = desk.run("status diff hanoi sound-sample.xml");
    assert!(code == 0 && out.contains("Deposited        3 Mar 2027   Fiji (accession)"), "{out}");
    let (code, _, err) = desk.run("run hanoi --status sound-sample.xml --as-of 2027-03-31");
    let missing = "this document shows 2 deposits; the case already has 3. Missing from the document: \
                   Azerbaijan, Viet Nam";
    assert!(code == 1 && err.contains(missing) && err.contains(" and 59 more"), "{err}");
}

#[test]
fn an_import_says_what_changed_and_lies_over_the_case() {
    let desk = Desk::new();
    let (code, out, err) =
        desk.run("status import sound-latin-1.xml --case case --as-of 2027-03-31");
    assert_eq!((code, err.as_str()), (0, ""));
    expect_test::expect![[r#"
        Convention on the Reading of Documents

        As of            31 March 2027 (was 31 May 2026)
        Instruments      4 of 4
        Rule met         on 3 March 2027: in force on 1 June 2027
        All deposits     4 (was 1)
        All signatures   5, as before

        Deposited        21 May 2026  Viet Nam (ratification)
                         14 Sep 2026  Côte d'Ivoire (approval)
                         3 Mar 2027   Fiji (accession)
        Other day        17 Feb 2026  deposit: Qatar (was 28 Feb 2026)

        Written          case/status-2027-03-31.toml and case/status-2027-03-31.csv
        Next             inforce run case case/status-2027-03-31.toml
    "#]]
    .assert_eq(&out);
    assert_eq!(
        desk.in_case(),
        ["baseline.toml", "status-2027-03-31.csv", "status-2027-03-31.toml", "status.csv"]
    );
    let (code, out, _) = desk.run("status show case case/status-2027-03-31.toml --format json");
    let shown: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &shown["progress"][0]),
        (0, &serde_json::json!({ "instruments": 4, "needed": 4 }))
    );
    let (code, _, err) = desk.run("run case case/status-2027-03-31.toml --runs 100 --no-charts -q");
    assert_eq!((code, err.as_str()), (0, ""));
    // The same document once more changes nothing; another of the same day has to be forced.
    let (code, out, _) = desk.run("status import sound-latin-1.xml --case case --as-of 2027-03-31");
    assert!(
        code == 0 && out.contains("Nothing has changed.") && out.contains("imported before"),
        "{out}"
    );
    let other = "status import sound-former-names.xml --case case --as-of 2027-03-31";
    let (code, _, err) = desk.run(other);
    assert!(code == 1 && err.contains("there is another import of that day"), "{err}");
    let (code, out, _) = desk.run(&format!("{other} --force"));
    assert!(code == 0 && out.contains("30 Nov 2026  Türkiye"), "{out}");
    // A withdrawal is told as one.
    let withdrawn = "status import sound-withdrawn.xml --case case --as-of 2027-04-30";
    let (code, _, err) = desk.run(withdrawn);
    let missing = "this document shows 5 signatures; the case already has 6. Missing from the \
                   document: Türkiye";
    assert!(code == 1 && err.contains(missing), "{err}");
    let (code, out, _) = desk.run(&format!("{withdrawn} --force"));
    assert!(code == 0 && out.contains("Withdrew         17 Feb 2026  deposit: Qatar"), "{out}");
    assert!(out.contains("No longer there  30 Nov 2026  signature: Türkiye"), "{out}");
}

#[test]
fn what_a_document_lacks_is_refused_kept_with_a_chance_or_left_out() {
    let desk = Desk::new();
    let file = "unfit-fewer-deposits.xml --as-of 2027-03-31";
    let (code, _, err) = desk.run(&format!("status show case --status {file}"));
    let missing = "this document shows 0 deposits; the case already has 1. Missing from the document: \
                   Qatar";
    assert!(code == 1 && err.contains(missing), "{err}");
    assert!(err.contains("--missing 0.5") && err.contains("--missing drop"), "{err}");
    let known = |what: &str| {
        let (code, out, err) =
            desk.run(&format!("status show case --status {file} --missing {what} --format json"));
        assert_eq!(code, 0, "{err}");
        let shown: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        [shown["instruments"].clone(), shown["only_reported"].clone()]
    };
    assert_eq!(known("drop"), [0, 0]);
    assert_eq!(known("0.25"), [1, 1]);
    assert_eq!(known("1"), [1, 0]);
    for wrong in ["0", "1.5", "-0.1", "NaN", "keep", ""] {
        let (code, _, err) =
            desk.run(&format!("status show case --status {file} --missing={wrong}"));
        assert!(code == 2 && err.contains("expected drop, or a chance"), "{wrong}: {err}");
    }
    // An import keeps it in the table, with where it is from.
    let (code, out, err) = desk.run(&format!("status import {file} --case case --missing 0.25"));
    assert!(code == 0 && !out.contains("No longer there"), "{out}{err}");
    let table = fs::read_to_string(desk.0.path().join("case/status-2027-03-31.csv"));
    let row = "QAT,Qatar,2025-10-25,exact,2026-02-28,reported,-,-,deposit kept from the case; not in \
               the document as of 2027-03-31,0.25";
    let table = table.expect("the table is there");
    assert!(table.lines().any(|line| line == row), "{table}");
    // Signatures as well, for sure; what both lack and have stays as the document has it.
    let file = "unfit-fewer-signatures.xml --as-of 2027-03-31";
    let (code, _, err) = desk.run(&format!("status show case --status {file}"));
    assert!(code == 1 && err.contains("shows 2 signatures; the case already has 5"), "{err}");
    let signed = |what: &str| {
        let line = format!("status show case --status {file} --missing {what} --format json");
        let shown: serde_json::Value = serde_json::from_str(&desk.run(&line).1).expect("JSON");
        shown["signatories"].clone()
    };
    assert_eq!((signed("drop"), signed("1"), signed("0.5")), (2.into(), 5.into(), 5.into()));
}

#[test]
fn a_newer_document_without_what_only_the_press_reported_is_asked_about() {
    let desk = Desk::new();
    // Nine deposits that the case of Hanoi has not, and none of its three.
    let case = Scenario::load(&["hanoi".to_owned()], &[]).expect("the baseline is sound").model;
    let new = ["BLR", "KHM", "ECU", "FJI", "PHL", "RUS", "SRB", "SVK", "THA"];
    let rows = case.participants.iter().filter_map(|one| {
        let bound = if new.contains(&one.code.as_str()) { "2026-11-10" } else { "" };
        let signed = one.status.signed.map(|day| day.to_string()).unwrap_or_default();
        let acted = !signed.is_empty() || !bound.is_empty();
        acted.then(|| format!("{},{signed},{bound}\n", one.code))
    });
    let text = format!("iso3,signed,deposited\n{}", rows.collect::<String>());
    fs::write(desk.0.path().join("nine-only.csv"), text).expect("it can be written");
    let run = "run hanoi --status nine-only.csv --as-of 2026-11-28 --runs 200 --no-charts";
    let (code, out, err) = desk.run(run);
    let missing = "this document shows 9 deposits; the case already has 3. Missing from the document: \
                   Azerbaijan, Qatar, Viet Nam";
    assert!(code == 1 && out.is_empty() && err.contains(missing), "{err}");
    let (code, out, err) = desk.run(&format!("{run} --missing 0.5"));
    assert!(
        code == 0 && out.contains("12 of 40 instruments (3 of them only reported)"),
        "{out}{err}"
    );
    let (code, out, err) = desk.run(&format!("{run} --missing drop"));
    assert!(code == 0 && out.contains(" 9 of 40 instruments and"), "{out}{err}");
}

#[test]
fn an_as_of_day_that_has_not_come_is_warned_of_and_changes_no_byte() {
    let desk = Desk::new();
    let said = |as_of: &str| {
        let mut command = Command::cargo_bin("inforce").expect("the test has what it needs");
        let set = format!("status.as_of={as_of}");
        let args = ["run", "case", "--set", &set, "--runs", "50", "--no-charts", "--out", "o"];
        let output = command.current_dir(desk.0.path()).args(args).output().expect("it starts");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{error}");
        let table = fs::read_to_string(desk.0.path().join("o/summary.json"));
        (error, table.expect("the summary is there"))
    };
    let (error, summary) = said("2035-01-01");
    assert!(error.contains("the as-of day 1 January 2035 has not come yet"), "{error}");
    assert!(!summary.contains("has not come"), "{summary}");
    assert!(!said("2026-06-30").0.contains("has not come"));
}

#[test]
fn a_refused_import_leaves_everything_as_it_was() {
    let desk = Desk::new();
    for (name, _) in documents() {
        if name.starts_with("sound-") {
            continue;
        }
        let (code, out, err) =
            desk.run(&format!("status import {name} --case case --as-of 2027-03-31"));
        assert!(code == 1 && out.is_empty() && err.contains("help: "), "{name}: {out}{err}");
        assert_eq!(desk.in_case(), ["baseline.toml", "status.csv"], "{name}");
    }
    let (code, _, err) = desk.run("status import sound-utf-8.xml --case case");
    assert!(code == 1 && err.contains("--as-of 2026-11-30"), "{err}");
    let (code, _, err) = desk.run("status import sound-utf-8.xml --case hanoi --as-of 2027-03-31");
    assert!(code == 1 && err.contains("inforce new my-case --from hanoi"), "{err}");
    let (code, _, _) =
        desk.run("status import unfit-fewer-deposits.xml --case case --as-of 2027-03-31 --force");
    assert_eq!(code, 0);
}

#[test]
fn a_page_that_gives_its_day_needs_no_other() {
    let desk = Desk::new();
    let (code, _, err) = desk.run("status import sound-page.html --case case");
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(desk.in_case().contains(&"status-2027-03-31.toml".to_owned()));
    let (code, _, err) = desk.run("status import sound-page.html --case case --as-of 2027-04-01");
    assert!(code == 1 && err.contains("it cannot tell what happened by 2027-04-01"), "{err}");
}

#[test]
fn a_document_goes_straight_to_the_forecast() {
    let desk = Desk::new();
    let (code, out, err) =
        desk.run("run case --status sound-latin-1.xml --as-of 2026-09-30 --runs 100 --no-charts");
    assert!(
        code == 1
            && out.is_empty()
            && err.contains("`Fiji` deposited on 2027-03-03, after the as-of day"),
        "{err}"
    );
    let (code, out, err) =
        desk.run("run case --status sound-latin-1.xml --as-of 2027-03-31 --runs 100 --no-charts");
    assert!(code == 0 && out.contains("the rule was met on 3 March 2027"), "{out}{err}");
    let manifest = desk.0.path().join("out/documents+status-2027-03-31/manifest.toml");
    let manifest = fs::read_to_string(manifest).unwrap();
    assert!(manifest.contains("sound-latin-1.xml"), "{manifest}");
}

#[test]
fn two_tables_are_compared_whatever_they_are() {
    let desk = Desk::new();
    let (code, out, _) = desk.run("status diff case sound-page.html");
    assert!(
        code == 0 && out.contains("Other day        17 Feb 2026  deposit: Qatar (was 28 Feb 2026)"),
        "{out}"
    );
    let (code, out, _) = desk.run("status diff sound-utf-8.xml sound-page.html --format json");
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(code == 0 && json["changes"]["deposited"] == serde_json::json!([]), "{out}");
}

#[test]
fn a_withdrawal_is_taken_out_of_the_count_unless_the_treaty_was_in_force() {
    let desk = Desk::new();
    let counted = |line: &str| {
        let (code, out, err) = desk.run(&format!("status show case {line} --format json"));
        assert_eq!(code, 0, "{err}");
        let shown: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        (shown["progress"][0]["instruments"].clone(), err)
    };
    // With Qatar's instrument the rule was met on 3 March 2027, in force on 1 June.
    let (count, err) = counted("--status sound-withdrawn.xml --as-of 2027-05-31");
    assert_eq!(count, 3);
    assert!(
        err.contains("`Qatar` withdrew what it did on 2026-02-17; on which day is not"),
        "{err}"
    );
    let (count, _) = counted("--status sound-withdrawn.xml --as-of 2027-06-01");
    assert_eq!(count, 4);
    // The day of withdrawal is kept from import to import, and may be corrected by hand.
    let import = "status import sound-withdrawn.xml --case case --as-of";
    let (code, out, err) = desk.run(&format!("{import} 2027-04-30"));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Withdrew         28 Feb 2026  deposit: Qatar"), "{out}");
    let table = desk.0.path().join("case/status-2027-04-30.csv");
    let text = fs::read_to_string(&table).expect("the table is there");
    assert!(text.contains("QAT,Qatar,2025-10-25,exact,2026-02-17,exact,2027-04-30,r,"), "{text}");
    fs::write(&table, text.replace("2027-04-30,r", "2027-04-01,r")).expect("it can be written");
    let (code, _, err) = desk.run(&format!("{import} 2027-07-31"));
    assert_eq!((code, err.as_str()), (0, ""));
    let (count, _) = counted("case/status-2027-07-31.toml");
    assert_eq!(count, 3);
    let (_, out, _) = desk.run("status show case case/status-2027-07-31.toml");
    assert!(out.contains("Withdrew         Qatar (1 Apr 2027)"), "{out}");
    // It is not expected back, and no future counts it.
    let run = "run case case/status-2027-07-31.toml --runs 500 --no-charts --out x -q";
    assert_eq!(desk.run(run).0, 0);
    let parties = fs::read_to_string(desk.0.path().join("x/participants.csv")).expect("written");
    let row = parties.lines().find(|line| line.starts_with("QAT")).expect("its row");
    assert!(row.contains(",never,") && row.contains(",2025-10-25,,"), "{row}");
    let (_, out, _) = desk.run("check case case/status-2027-07-31.toml");
    assert!(out.contains("withdrew: QAT on 2027-04-01\n"), "{out}");
}

#[test]
fn columns_and_brackets_tell_of_withdrawals_in_every_format() {
    let desk = Desk::new();
    for (document, withdrew, counted) in [
        (
            "sound-denounced.csv",
            "China (1 Feb 2027), Qatar (1 Mar 2027), Viet Nam (2 Mar 2027)",
            "1 of 4 instruments, withdrawn before entry into force: China, Qatar, Viet Nam, and 4 signatory States",
        ),
        (
            "sound-denounced-with-effect.csv",
            "Azerbaijan (1 Feb 2027), China (31 Mar 2027), Qatar (1 Mar 2027)",
            "2 of 4 instruments, withdrawn before entry into force: Azerbaijan, China, Qatar, and 3 signatory States",
        ),
        (
            "sound-names-in-brackets.csv",
            "Qatar (31 Mar 2027)",
            "2 of 4 instruments, withdrawn before entry into force: Qatar, and 5 signatory States",
        ),
        (
            "sound-names-in-brackets.html",
            "China (31 Mar 2027), Qatar (1 Mar 2027)",
            "2 of 4 instruments, withdrawn before entry into force: China, Qatar, and 4 signatory States",
        ),
        (
            "sound-names-in-brackets.xml",
            "Fiji (31 Mar 2027)",
            "3 of 4 instruments, withdrawn before entry into force: Fiji, and 5 signatory States",
        ),
    ] {
        let status = format!("--status {document} --as-of 2027-03-31");
        let (code, out, err) = desk.run(&format!("status show case {status}"));
        assert_eq!(code, 0, "{document}: {err}");
        assert!(out.contains(&format!("Withdrew         {withdrew}\n")), "{document}: {out}");
        let (code, out, err) = desk.run(&format!("run case {status} --runs 500 --no-charts"));
        assert_eq!(code, 0, "{document}: {err}");
        let said = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(counted), "{document}: {said}");
    }
}
