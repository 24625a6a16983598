//! `inforce status show`: the state of play on one screen.

use std::path::Path;

use serde::Serialize;

use super::{
    args::ShowArgs,
    import::newest_layer,
    json::{LAST, LastDeposit, last_deposits},
    words::{INDENT, progress, progress_words, row},
};
use crate::{
    depositary::{Benchmark, StatusTable, benchmarks},
    quantity::{Chance, Day},
    terminal::{Screen, pretty},
    treaty::{Kind, Model, Participant, ReportedDeposit, rule::Progress},
    verbs::{
        args::Format,
        document::{is_document, open_alone},
        load::Loader,
        stop::Stop,
    },
    wording::{long_day, short_day, thousands},
};

pub(super) fn show(args: &ShowArgs, screen: &Screen) -> Result<(), Stop> {
    let text = match args.scenario.as_slice() {
        [file] if is_document(file) => document(args, Path::new(file), screen)?,
        _ => state_of_play(args, screen)?,
    };
    screen.say(&text)?;
    Ok(())
}

fn state_of_play(args: &ShowArgs, screen: &Screen) -> Result<String, Stop> {
    let scenario = Loader::new(screen).load(&args.scenario, &args.over, &[])?;
    let play = Play::from_model(&scenario.model);
    if args.format == Format::Json {
        return Ok(pretty(&play.json()));
    }
    Ok(play.words(&scenario.status_source) + &newer(args, &scenario.model))
}

/// That a later import lies beside the case, where one does.
fn newer(args: &ShowArgs, model: &Model) -> String {
    let Some(first) = args.scenario.first().map(Path::new).filter(|path| path.exists()) else {
        return String::new();
    };
    let folder = if first.is_dir() { first } else { first.parent().unwrap_or(first) };
    match newest_layer(folder) {
        Some((day, path)) if day > model.as_of => {
            let path = path.display();
            let first = first.display();
            row(
                "Newer",
                &format!("{path}, as of {}: inforce status show {first} {path}", long_day(day)),
            )
        }
        _ => String::new(),
    }
}

/// Where a treaty stands.
struct Play<'a> {
    model: &'a Model,
    table: StatusTable,
    progress: Vec<Progress>,
    /// States that have signed.
    signatories: usize,
    /// Deposits that are only reported.
    reported: usize,
    age_days: i32,
    benchmarks: Vec<Benchmark>,
}

impl Play<'_> {
    fn from_model(model: &Model) -> Play<'_> {
        let deposited = |one: &Participant| one.status.deposited;
        let states = model.participants.iter().filter(|one| one.kind != Kind::Organisation);
        let unsure = |report: &ReportedDeposit| report.chance < Chance::SURE;
        let age_days = (model.as_of - model.opened).0;
        Play {
            model,
            table: StatusTable::from(model),
            progress: progress(model),
            signatories: states.filter(|one| one.status.signed.is_some()).count(),
            reported: model.participants.iter().filter_map(deposited).filter(unsure).count(),
            age_days,
            benchmarks: benchmarks(age_days),
        }
    }

    fn words(&self, source: &str) -> String {
        let model = self.model;
        let mut text = format!("{}\n\n", model.title);
        let age = thousands(u64::try_from(self.age_days).unwrap_or(0));
        let as_of = format!(
            "{}, {age} days after opening on {}",
            long_day(model.as_of),
            long_day(model.opened)
        );
        text.push_str(&row("As of", &as_of));
        text.push_str(&progress_words(model));
        if self.reported > 0 {
            text.push_str(&row("Only reported", &format!("{} of the deposits", self.reported)));
        }
        let closes = match model.closes {
            Some(day) if day >= model.as_of => {
                format!("; signature is open until {}", long_day(day))
            }
            Some(day) => format!("; signature closed on {}", long_day(day)),
            None => "; signature stays open".to_owned(),
        };
        text.push_str(&row("Signatories", &format!("{} States{closes}", self.signatories)));
        let withdrew =
            self.model.participants.iter().filter_map(|one| {
                Some(format!("{} ({})", one.name, short_day(one.status.withdrew?)))
            });
        let withdrew: Vec<String> = withdrew.collect();
        if !withdrew.is_empty() {
            text.push_str(&row("Withdrew", &withdrew.join(", ")));
        }
        text.push_str(&last_words(&self.table));
        text.push('\n');
        text.push_str(&self.beside());
        if !source.is_empty() {
            text.push('\n');
            text.push_str(&row("Source", source));
        }
        text
    }

    /// This treaty beside the earlier ones at the same age.
    fn beside(&self) -> String {
        let mut text =
            format!("{:<INDENT$}{:>12}{:>14}\n", "At this age", "signatories", "instruments");
        let instruments = self.states_deposits();
        let mut line = |name: &str, signed: usize, bound: usize| {
            text.push_str(&format!("{name:<INDENT$}{signed:>12}{bound:>14}\n"));
        };
        line("this treaty", self.signatories, instruments);
        for one in &self.benchmarks {
            line(
                &format!("{} ({})", one.treaty, one.opened.year()),
                one.signatories,
                one.instruments,
            );
        }
        text
    }

    fn states_deposits(&self) -> usize {
        let states = self.model.participants.iter().filter(|one| one.kind != Kind::Organisation);
        states.filter(|one| one.status.deposited.is_some()).count()
    }

    fn json(&self) -> PlayFile<'_> {
        let beside = self.benchmarks.iter().map(|one| BenchmarkFile {
            treaty: &one.treaty,
            opened: one.opened,
            signatories: one.signatories,
            instruments: one.instruments,
        });
        PlayFile {
            treaty: &self.model.title,
            as_of: self.model.as_of,
            opened: self.model.opened,
            closes: self.model.closes,
            days_since_opening: self.age_days,
            progress: self.progress.iter().map(|one| self.progress_json(one)).collect(),
            signatories: self.signatories,
            instruments: self.table.deposits(),
            only_reported: self.reported,
            last_deposits: last_deposits(&self.table),
            at_this_age: beside.collect(),
        }
    }

    fn progress_json(&self, one: &Progress) -> ProgressFile {
        match one {
            Progress::Instruments { have, need, among } => ProgressFile::Instruments {
                instruments: *have,
                needed: *need,
                of: self.model.members_in_words(among).trim_start().to_owned(),
            },
            Progress::Share { have, need } => ProgressFile::Share { share: *have, needed: *need },
        }
    }
}

/// The state of play for programs.
#[derive(Serialize)]
struct PlayFile<'a> {
    treaty: &'a str,
    as_of: Day,
    opened: Day,
    closes: Option<Day>,
    days_since_opening: i32,
    progress: Vec<ProgressFile>,
    signatories: usize,
    instruments: usize,
    only_reported: usize,
    last_deposits: Vec<LastDeposit<'a>>,
    at_this_age: Vec<BenchmarkFile<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ProgressFile {
    Instruments {
        instruments: usize,
        needed: usize,
        #[serde(skip_serializing_if = "String::is_empty")]
        of: String,
    },
    Share {
        share: f64,
        needed: f64,
    },
}

#[derive(Serialize)]
struct BenchmarkFile<'a> {
    treaty: &'a str,
    opened: Day,
    signatories: usize,
    instruments: usize,
}

/// A document by itself, for programs.
#[derive(Serialize)]
struct DocumentFile<'a> {
    document: &'a str,
    treaty: Option<&'a str>,
    as_of: Option<Day>,
    participants: usize,
    signatories: usize,
    instruments: usize,
    last_deposits: Vec<LastDeposit<'a>>,
}

/// A document by itself: what it says, without the rule of a case.
fn document(args: &ShowArgs, file: &Path, screen: &Screen) -> Result<String, Stop> {
    let loader = Loader::new(screen);
    let document = open_alone(&loader.files, file)?;
    loader.warn(&document.faults);
    let table = StatusTable::from(&document);
    if args.format == Format::Json {
        return Ok(pretty(&DocumentFile {
            document: &document.name,
            treaty: document.title.as_deref(),
            as_of: document.as_of,
            participants: document.rows.len(),
            signatories: table.signatories(),
            instruments: table.deposits(),
            last_deposits: last_deposits(&table),
        }));
    }
    let title = document.title.as_deref().unwrap_or("A treaty that the document does not name");
    let mut text = format!("{title}\n\n");
    let as_of = document.as_of.map_or_else(|| "not said".to_owned(), long_day);
    text.push_str(&row("As of", &as_of));
    text.push_str(&row("Instruments", &table.deposits().to_string()));
    text.push_str(&row("Signatories", &table.signatories().to_string()));
    text.push_str(&last_words(&table));
    let withdrew = document.rows.iter().filter_map(|row| {
        row.withdrawn.bound.or(row.withdrawn.signed)?;
        let on = row.withdrawn.on.map_or_else(String::new, |on| format!(" ({})", short_day(on)));
        Some(row.name.clone() + &on)
    });
    let withdrew: Vec<String> = withdrew.collect();
    if !withdrew.is_empty() {
        text.push_str(&row("Withdrew", &withdrew.join(", ")));
    }
    text.push('\n');
    let next = format!("inforce status show hanoi --status {}", file.display());
    text.push_str(&row("In a case", &next));
    Ok(text)
}

fn last_words(table: &StatusTable) -> String {
    let last = table.last_deposits(LAST);
    if last.is_empty() {
        return row("Last deposits", "none yet");
    }
    let rows = last.iter().enumerate().map(|(index, (day, name))| {
        let title = if index == 0 { "Last deposits" } else { "" };
        row(title, &format!("{:<13}{name}", short_day(*day)))
    });
    rows.collect()
}
