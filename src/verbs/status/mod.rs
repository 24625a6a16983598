//! `inforce status`: the depositary's document into a case, the state of play, two tables compared.

pub(in crate::verbs) mod args;
mod diff;
mod import;
mod show;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use super::{load::Loader, stop::Stop};
use crate::terminal::Screen;
use crate::{
    depositary::{Change, Changes, Document, Missing, Names, Older, StatusLayer},
    quantity::{Day, When},
    scenario::Layer,
    treaty::{Model, Participant, rule::Progress},
    wording::{long_day, short_day},
};
use args::{DocumentArgs, MissingArg, StatusAction, StatusArgs};

/// How wide a screen is taken to be.
const WIDTH: usize = 100;
/// Where the second column of a screen begins.
const INDENT: usize = 17;

pub(super) fn status(args: &StatusArgs, screen: &Screen) -> Result<(), Stop> {
    match &args.action {
        StatusAction::Import(args) => import::import(args, screen),
        StatusAction::Show(args) => show::show(args, screen),
        StatusAction::Diff(args) => diff::diff(args, screen),
    }
}

/// The layer that a document makes over a case.
pub(super) fn layer_over(
    case: &Model,
    file: &Path,
    args: &DocumentArgs,
    loader: &Loader<'_>,
) -> Result<Layer, Stop> {
    let document = Document::open(&loader.files, file, &names(Some(case)));
    let terms = (Older::Refused, missing(args.missing));
    let (document, as_of) = fitting(document, case, args.as_of, terms, loader)?;
    Ok(StatusLayer::new(&document, case, as_of).inline())
}

/// What becomes of what a document lacks.
fn missing(wanted: Option<MissingArg>) -> Missing {
    match wanted {
        None => Missing::Refused,
        Some(MissingArg::Drop) => Missing::LeftOut,
        Some(MissingArg::Keep(chance)) => Missing::Kept(chance),
    }
}

/// The document, once nothing stands between it and the case; its warnings are said.
fn fitting(
    mut document: Document,
    case: &Model,
    as_of: Option<Day>,
    (older, missing): (Older, Missing),
    loader: &Loader<'_>,
) -> Result<(Document, Day), Stop> {
    let day = as_of.or(document.as_of);
    match day {
        Some(day) => document.check(case, day, older, missing),
        // A document that cannot be read has worse to answer for.
        None if document.rows.is_empty() => {}
        None => {
            document.clone().sound()?;
            return Err(Stop::Problem(
                format!("{}: the document does not say as of when it is", document.name),
                "give the day on which it was saved, such as --as-of 2026-11-30".to_owned(),
            ));
        }
    }
    let document = sound(document, loader)?;
    Ok((document, day.unwrap_or(case.as_of)))
}

/// The document where it has no error; its warnings are said.
fn sound(document: Document, loader: &Loader<'_>) -> Result<Document, Stop> {
    let document = document.sound()?;
    loader.warn(&document.faults);
    Ok(document)
}

/// The names of participants known everywhere, and those of a case.
fn names(case: Option<&Model>) -> Names {
    let mut names = Names::built_in();
    for one in case.into_iter().flat_map(|case| &case.participants) {
        names.add(&one.name, &one.code);
    }
    names
}

/// Whether an argument names a document rather than a scenario.
fn is_document(argument: &str) -> bool {
    let path = Path::new(argument);
    path.is_file() && path.extension().is_none_or(|ending| ending != "toml")
}

/// The newest layer that `status import` wrote beside a case, with its day.
fn newest_layer(folder: &Path) -> Option<(Day, PathBuf)> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let layers = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let day = name.strip_prefix("status-")?.strip_suffix(".toml")?.parse::<Day>().ok()?;
        Some((day, entry.path()))
    });
    layers.max()
}

/// The day of each participant's deposit, in the model's order.
fn deposits(model: &Model) -> Vec<When> {
    let on = |one: &Participant| When::from(one.status.deposited.map(|report| report.on));
    model.participants.iter().map(on).collect()
}

/// How far the deposits on record bring the rule.
fn progress(model: &Model) -> Vec<Progress> {
    model.rule.standing(&deposits(model), model.as_of).progress()
}

/// The same in words, and when the rule was met if it was.
fn progress_words(model: &Model) -> String {
    let mut text = String::new();
    for one in progress(model) {
        text.push_str(&match one {
            Progress::Instruments { have, need, among } => {
                row("Instruments", &format!("{have} of {need}{}", model.members_in_words(&among)))
            }
            Progress::Share { have, need } => {
                row("Share", &format!("{:.1}% of the {:.0}% needed", 100.0 * have, 100.0 * need))
            }
        });
    }
    if let Some(entry) = model.rule.entry(&deposits(model)) {
        let (met, in_force) = (long_day(entry.met), long_day(entry.in_force));
        text.push_str(&row("Rule met", &format!("on {met}: in force on {in_force}")));
    }
    text
}

/// A name and what it is, the second column set in; long texts are broken between words.
fn row(name: &str, text: &str) -> String {
    let mut rows = format!("{name:<INDENT$}");
    let mut width = INDENT;
    for (index, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if index > 0 && width + 1 + length > WIDTH {
            rows.push_str(&format!("\n{:INDENT$}", ""));
            width = INDENT;
        } else if index > 0 {
            rows.push(' ');
            width += 1;
        }
        rows.push_str(word);
        width += length;
    }
    rows.push('\n');
    rows
}

/// What changed, list by list, the acts of one day and kind together.
fn changes_words(changes: &Changes) -> String {
    let mut text = String::new();
    for (title, list) in changes.lists() {
        let mut days: BTreeMap<(Day, &str), Vec<String>> = BTreeMap::new();
        for change in list {
            days.entry((change.on, kind_words(change))).or_default().push(change_words(change));
        }
        for (index, ((on, kind), who)) in days.iter().enumerate() {
            let title = if index == 0 { title } else { "" };
            text.push_str(&row(title, &format!("{:<13}{kind}{}", short_day(*on), who.join(", "))));
        }
    }
    if text.is_empty() { "Nothing has changed.\n".to_owned() } else { text }
}

/// What kind of act it is, where the list does not say.
fn kind_words(change: &Change) -> &'static str {
    match (change.before, change.what) {
        (None, _) => "",
        (Some(_), "signature") => "signature: ",
        (Some(_), _) => "deposit: ",
    }
}

fn change_words(change: &Change) -> String {
    let name = &change.name;
    match (change.before, change.form) {
        (Some(before), _) if before != change.on => format!("{name} (was {})", short_day(before)),
        (None, Some(form)) => format!("{name} ({form})"),
        _ => name.clone(),
    }
}

fn changes_json(changes: &Changes) -> Value {
    let keys = ["deposited", "signed", "withdrew", "moved", "gone"];
    let lists = keys.iter().zip(changes.lists()).map(|(key, (_, list))| {
        let rows: Vec<Value> = list
            .iter()
            .map(|one| {
                json!({
                    "iso3": one.code,
                    "name": one.name,
                    "what": one.what,
                    "on": one.on.to_string(),
                    "before": one.before.map(|day| day.to_string()),
                    "form": one.form.map(|form| form.mark()),
                })
            })
            .collect();
        ((*key).to_owned(), Value::Array(rows))
    });
    Value::Object(lists.collect())
}

fn printed(json: &Value) -> String {
    serde_json::to_string_pretty(json).unwrap_or_default()
}
