//! `inforce status import`: a document becomes a layer beside its case, if nothing is wrong with it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    args::ImportArgs,
    json::ChangesFile,
    words::{changes_words, progress_words, row},
};
use crate::{
    depositary::{Changes, Missing, Older, StatusLayer, StatusTable},
    publish::write_whole,
    quantity::Day,
    scenario::{Change, Scenario},
    terminal::{Screen, pretty},
    verbs::{
        document::{missing, open_over_case},
        load::Loader,
        publish::answer,
        stop::Stop,
    },
    wording::long_day,
};

pub(super) fn import(args: &ImportArgs, screen: &Screen) -> Result<(), Stop> {
    let folder = folder_of(&args.case)?;
    // What was imported last lies over the case and is the table in hand.
    let last = newest_layer(&folder);
    let below: Vec<String> = std::iter::once(args.case.clone())
        .chain(last.iter().map(|(_, path)| path.display().to_string()))
        .collect();
    let loader = Loader::new(screen);
    let hand = Scenario::open(&loader.files, &below, &[])?;
    let terms = match args.force {
        true if args.missing.is_none() => (Older::Taken, Missing::LeftOut),
        true => (Older::Taken, missing(args.missing)),
        false => (Older::Refused, missing(args.missing)),
    };
    let (document, as_of) =
        open_over_case(&loader.files, &args.file, &hand.model, args.as_of, terms)?;
    loader.warn(&document.faults);
    loader.warn_of_day_to_come(as_of);
    let layer = StatusLayer::new(&document, &hand.model, as_of);
    // The case with the new status has to be sound before anything is written.
    let case = std::slice::from_ref(&args.case);
    let forecast = Scenario::open(&loader.files, case, &[Change::Layer(layer.inline())])?;
    let mut later = StatusTable::from(&document);
    for (code, row) in &mut later.rows {
        if let Some(index) = hand.model.find(code) {
            row.name.clone_from(&hand.model.participants[index].name);
        }
    }
    let changes = Changes::between(&StatusTable::from(&hand.model), &later);
    let written = write(args, &folder, &layer)?;
    let done = Imported { args, as_of, hand: &hand, new: &forecast, changes: &changes, written };
    answer(args.format, &pretty(&done.json()), &done.words(), screen)
}

/// The folder in which a case lives; a case inside the program has none.
fn folder_of(case: &str) -> Result<PathBuf, Stop> {
    let path = Path::new(case);
    if path.is_dir() {
        return Ok(path.to_path_buf());
    }
    if path.is_file() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        return Ok(folder.unwrap_or(Path::new(".")).to_path_buf());
    }
    if Scenario::load(&[case.to_owned()], &[]).is_ok() {
        return Err(Stop::problem(
            format!("`{case}` is built in, and what is built in is not changed"),
            format!(
                "write it out with `inforce new my-case --from {case}` and give --case my-case, or \
                 go straight to the forecast with `inforce run {case} --status FILE`"
            ),
        ));
    }
    Err(Stop::problem(
        format!("there is no case `{case}`"),
        "give the folder of the case, or its scenario file",
    ))
}

/// Writes the layer and its table; nothing where they are there already. The names written.
fn write(args: &ImportArgs, folder: &Path, layer: &StatusLayer) -> Result<Option<String>, Stop> {
    let (toml, csv) = (format!("{}.toml", layer.stem), format!("{}.csv", layer.stem));
    let files = [(csv.as_str(), layer.table.as_str()), (toml.as_str(), &layer.text())];
    let there = |(name, text): &(&str, &str)| {
        fs::read(folder.join(name)).is_ok_and(|bytes| bytes == text.as_bytes())
    };
    if files.iter().all(there) {
        return Ok(None);
    }
    let path = folder.join(&toml);
    if !args.force && files.iter().any(|(name, _)| folder.join(name).exists()) {
        return Err(Stop::problem(
            format!("{}: there is another import of that day", path.display()),
            "with --force it is replaced by this one",
        ));
    }
    write_whole(folder, &files)?;
    Ok(Some(path.display().to_string()))
}

/// A document that was imported.
struct Imported<'a> {
    args: &'a ImportArgs,
    as_of: Day,
    hand: &'a Scenario,
    new: &'a Scenario,
    changes: &'a Changes,
    written: Option<String>,
}

impl Imported<'_> {
    fn words(&self) -> String {
        let (old, new) = (StatusTable::from(&self.hand.model), StatusTable::from(&self.new.model));
        let mut text = format!("{}\n\n", self.new.model.title);
        let was = |day: Day| {
            if day == self.as_of { String::new() } else { format!(" (was {})", long_day(day)) }
        };
        text.push_str(&row(
            "As of",
            &format!("{}{}", long_day(self.as_of), was(self.hand.model.as_of)),
        ));
        let count = |now: usize, before: usize| {
            if now == before {
                format!("{now}, as before")
            } else {
                format!("{now} (was {before})")
            }
        };
        text.push_str(&progress_words(&self.new.model));
        text.push_str(&row("All deposits", &count(new.deposits(), old.deposits())));
        text.push_str(&row("All signatures", &count(new.signatories(), old.signatories())));
        text.push('\n');
        text.push_str(&changes_words(self.changes));
        text.push('\n');
        match &self.written {
            Some(path) => {
                let table = path.trim_end_matches(".toml");
                text.push_str(&row("Written", &format!("{path} and {table}.csv")));
                text.push_str(&row("Next", &format!("inforce run {} {path}", self.args.case)));
            }
            None => text.push_str(&row("Written", "nothing: this document was imported before")),
        }
        text
    }

    fn json(&self) -> ImportFile<'_> {
        ImportFile {
            treaty: &self.new.model.title,
            before: CountsFile::from(self.hand),
            now: CountsFile::from(self.new),
            changes: ChangesFile::from(self.changes),
            written: self.written.as_deref(),
        }
    }
}

/// What an import did, for programs.
#[derive(Serialize)]
struct ImportFile<'a> {
    treaty: &'a str,
    before: CountsFile,
    now: CountsFile,
    changes: ChangesFile<'a>,
    written: Option<&'a str>,
}

#[derive(Serialize)]
struct CountsFile {
    as_of: Day,
    instruments: usize,
    signatories: usize,
}

impl From<&Scenario> for CountsFile {
    fn from(scenario: &Scenario) -> CountsFile {
        let table = StatusTable::from(&scenario.model);
        CountsFile {
            as_of: scenario.model.as_of,
            instruments: table.deposits(),
            signatories: table.signatories(),
        }
    }
}

/// The newest layer that `status import` wrote beside a case, with its day.
pub(super) fn newest_layer(folder: &Path) -> Option<(Day, PathBuf)> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let layers = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let day = name.strip_prefix("status-")?.strip_suffix(".toml")?.parse::<Day>().ok()?;
        Some((day, entry.path()))
    });
    layers.max()
}
