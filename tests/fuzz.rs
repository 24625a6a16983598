//! Everything that reads what people write, fed with damaged files: it may refuse, never fall.
//!
//! A few thousand cases run with the other tests. For a long time of it, give a number:
//! `cargo test --test fuzz -- 1000000`. Case n is always the same; `-- n..m` runs those from n on.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::ExitCode,
};

use inforce::{
    depositary::{Document, Missing, Names, Older, StatusLayer},
    forecasts::ForecastRecord,
    panel,
    scenario::{Faults, Scenario},
    treaty::Model,
};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// Cases where no number is asked for.
const FEW: u64 = 2_000;
/// After so many cases it is said how far it is.
const STRETCH: u64 = 20_000;

/// Which reader a file is for.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Document,
    Scenario,
    Sheet,
    Record,
}

struct Bench {
    files: Vec<(Kind, String, Vec<u8>)>,
    names: Names,
    case: Model,
}

/// What became of the cases: how many were read, how many refused.
#[derive(Default)]
struct Tally {
    read: u64,
    refused: u64,
}

fn main() -> ExitCode {
    let wanted = std::env::args().skip(1).find_map(|word| match word.split_once("..") {
        Some((from, to)) => Some(from.parse::<u64>().ok()?..to.parse::<u64>().ok()?),
        None => Some(0..word.parse::<u64>().ok()?),
    });
    let bench = Bench::new();
    let mut tally = Tally::default();
    for case in wanted.unwrap_or(0..FEW) {
        let (kind, name, bytes) = bench.damaged(case);
        let outcome = catch_unwind(AssertUnwindSafe(|| bench.read(kind, &name, &bytes)));
        match outcome {
            Ok(true) => tally.read += 1,
            Ok(false) => tally.refused += 1,
            Err(_) => {
                say(&format!("case {case} ({kind:?}, {name}) made the program fall"));
                return ExitCode::FAILURE;
            }
        }
        if (case + 1).is_multiple_of(STRETCH) {
            say(&format!("{} read, {} refused, none fell", tally.read, tally.refused));
        }
    }
    say(&format!("{} read, {} refused, none fell", tally.read, tally.refused));
    // Damage that is always refused, or never, would test nothing.
    if tally.read > 0 && tally.refused > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::print_stdout, reason = "this is a program of its own")]
fn say(text: &str) {
    println!("{text}");
}

impl Bench {
    fn new() -> Bench {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        for (folder, kind) in [
            ("tests/documents", Kind::Document),
            ("tests/documents/case", Kind::Scenario),
            ("tests/faults", Kind::Scenario),
            ("scenarios/known", Kind::Scenario),
        ] {
            for entry in fs::read_dir(root.join(folder)).expect("a folder of ours").flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let ending = name.rsplit('.').next().unwrap_or_default();
                let fits = match kind {
                    Kind::Document => ["xml", "html", "csv"].contains(&ending),
                    _ => ending == "toml",
                };
                if fits {
                    files.push((kind, name, fs::read(entry.path()).expect("a file of ours")));
                }
            }
        }
        files.sort_by(|one, other| one.1.cmp(&other.1));
        let sheet = "participant,name,least,likely,most,never,expert,note\n\
                     FRA,France,6,12,36,0.1,Ana,\nVNM,,1,2.5,3,,Ana,\nMali,,,,,1,Ben,\"a, b\"\n";
        files.push((Kind::Sheet, "sheet.csv".to_owned(), sheet.into()));
        let days = ",2027-12-17".repeat(14);
        let record = format!(
            "{}\n2026-06-05,2026-05-31,x,3,73,2027-12-31,0.06,0.001{days},0.03,2037-10-24,100,1,0.1.0,{}\n",
            inforce::forecasts::COLUMNS.join(","),
            "ab".repeat(32)
        );
        files.push((Kind::Record, "record.csv".to_owned(), record.into()));
        let case = root.join("tests/documents/case").display().to_string();
        let case = Scenario::load(&[case], &[]).expect("a sound case").model;
        Bench { files, names: Names::built_in(), case }
    }

    /// A file with some of its bytes put elsewhere, doubled, taken out or changed.
    fn damaged(&self, case: u64) -> (Kind, String, Vec<u8>) {
        let mut rng = ChaCha8Rng::seed_from_u64(case);
        // Sheets and records have one file each, and are drawn as often as other kinds.
        let last = self.files.len() - 2;
        let place = match rng.random_range(0..8) {
            0 => last,
            1 => last + 1,
            _ => rng.random_range(0..last),
        };
        let (kind, name, bytes) = &self.files[place];
        let mut bytes = bytes.clone();
        // Light damage often leaves something that makes sense, heavy damage never does.
        let light = rng.random_bool(0.7);
        let (times, most) = if light { (0..2, 8) } else { (1..6, 60) };
        for _ in 0..rng.random_range(times) {
            let from = rng.random_range(0..=bytes.len());
            let piece = bytes[from..(from + rng.random_range(0..most)).min(bytes.len())].to_vec();
            let to = rng.random_range(0..=bytes.len());
            let taken = rng.random_range(0..most);
            bytes.splice(to..(to + taken).min(bytes.len()), piece);
        }
        for _ in 0..rng.random_range(0..if light { 3 } else { 8 }) {
            if !bytes.is_empty() {
                let at = rng.random_range(0..bytes.len());
                bytes[at] = *b"\0\"',;=[]{}#-.0eE\n\xff<>&"
                    .get(rng.random_range(0..40))
                    .unwrap_or(&rng.random());
            }
        }
        (*kind, name.clone(), bytes)
    }

    /// Whether it was read; what is refused has to be said in words.
    fn read(&self, kind: Kind, name: &str, bytes: &[u8]) -> bool {
        let said = |faults: Faults| {
            assert!(!faults.render(false).is_empty());
            assert!(faults.errors() > 0);
            false
        };
        match kind {
            Kind::Document => {
                let mut document = Document::read(name, bytes, &self.names);
                let as_of = document.as_of.unwrap_or(self.case.as_of);
                document.check(&self.case, as_of, Older::Taken, Missing::LeftOut);
                match document.sound() {
                    Ok(document) => {
                        let layer = StatusLayer::new(&document, &self.case, as_of);
                        let rows = layer.table.lines().count();
                        assert_eq!(rows, self.case.participants.len() + 1);
                        true
                    }
                    Err(faults) => said(faults),
                }
            }
            Kind::Scenario => match Scenario::from_text(name, &String::from_utf8_lossy(bytes)) {
                // What is understood can be written out and understood again.
                Ok(scenario) => {
                    let again = Scenario::from_text(name, scenario.resolved());
                    assert!(again.is_ok_and(|again| again.resolved() == scenario.resolved()));
                    true
                }
                Err(faults) => said(faults),
            },
            Kind::Sheet => match panel::read(&[(name.to_owned(), bytes.to_vec())], &self.names) {
                Ok(answers) => {
                    let pooled = panel::pool(&answers, &Default::default());
                    let layer = panel::layer(&pooled.expect("answers make delays"), &[]);
                    assert!(layer.starts_with(panel::MARK));
                    true
                }
                Err(faults) => said(faults),
            },
            Kind::Record => match ForecastRecord::read(name, bytes) {
                Ok(record) => {
                    for row in &record.rows {
                        let more = record.with(row);
                        let again = ForecastRecord::read(name, more.as_bytes());
                        assert!(again.is_ok_and(|one| one.rows.len() == record.rows.len() + 1));
                    }
                    true
                }
                Err(faults) => said(faults),
            },
        }
    }
}
