//! Where a result goes for which no folder was named.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use super::{args::ResultArgs, stop::Stop};
use crate::terminal::Screen;
use crate::{
    parameters::{Holds, KeyRole, SECTIONS, Section, role},
    publish::{Folder, MANIFEST, MANIFEST_MARK},
    quantity::Day,
    scenario::{COMMAND_LINE, Scenario, named},
};

/// Opens the folder of a what-if: the one named, else by scenario, verb and what is asked of it.
pub(super) fn open_for_verb(
    args: &ResultArgs,
    scenario: &Scenario,
    (verb, asked): (&str, &[String]),
    screen: &Screen,
) -> Result<Folder, Stop> {
    let name = named(&format!("{}-{verb}", scenario.model.name), asked);
    open(args.out.as_deref(), &name, scenario, screen)
}

/// Values that a key takes, as part of a folder's name: the key without its section, then the
/// numbers.
pub(super) fn name_of_range(key: &str, numbers: &[f64]) -> String {
    let short = key.split_once('.').map_or(key, |(_, rest)| rest);
    let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
    format!("{short}={}", numbers.join(".."))
}

/// A day that is asked for, as part of a folder's name.
pub(super) fn name_of_day(by: Option<Day>) -> Option<String> {
    by.map(|day| format!("by={day}"))
}

/// Opens the folder of a result: the one named, else `out/` and its name. A result that was made
/// from the same files is replaced; where one from other files has the name, such as from a copy of
/// the case, the name is counted on.
pub(super) fn open(
    named: Option<&Path>,
    name: &str,
    scenario: &Scenario,
    screen: &Screen,
) -> Result<Folder, Stop> {
    if let Some(path) = named {
        return Ok(Folder::open(path)?);
    }
    let first = Path::new("out").join(name);
    let Some(others) = other_origin(&first, scenario) else { return Ok(Folder::open(&first)?) };
    let counted = (2..).map(|count| Path::new("out").join(format!("{name}-{count}")));
    let path = counted.into_iter().find(|path| other_origin(path, scenario).is_none());
    let path = path.unwrap_or_else(|| first.clone());
    screen.remark(&format!(
        "note: {} is a result made from {others}, so this one goes to {}; another [scenario] name \
         tells the two apart, --out names a folder",
        first.display(),
        path.display()
    ));
    Ok(Folder::open(&path)?)
}

/// What the result in a folder was made from, where there is one, made from other files than this
/// scenario.
fn other_origin(folder: &Path, scenario: &Scenario) -> Option<String> {
    let theirs = manifest(folder)?;
    let files = files(&theirs);
    let ours: Vec<&str> = scenario.layers().iter().map(|layer| layer.name.as_str()).collect();
    let ours = without_command_line(ours);
    // A result of an earlier version does not say, and a manifest may have come from elsewhere.
    let carried = || scenario.command().is_some() && assumed(&theirs) != assumed_by(scenario);
    let same = files.is_empty() || places(&files) == places(&ours) && !carried();
    (!same).then(|| files.join(", "))
}

/// The manifest of the result in a folder; of a comparison, that of its first scenario.
fn manifest(folder: &Path) -> Option<Table> {
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let text = read(MANIFEST).filter(|text| text.starts_with(MANIFEST_MARK))?;
    let table: Table = text.parse().ok()?;
    let first = table.get("compare").and_then(|compare| compare.get("scenarios")?.get(0)?.as_str());
    match first {
        Some(first) => read(first)?.parse().ok(),
        None => Some(table),
    }
}

/// The files of the layers that a manifest names.
fn files(manifest: &Table) -> Vec<&str> {
    let layers = manifest.get("manifest").and_then(|own| own.get("layers")?.as_array());
    let files = layers.into_iter().flatten().filter_map(|layer| layer.get("file")?.as_str());
    without_command_line(files.collect())
}

fn without_command_line(files: Vec<&str>) -> Vec<&str> {
    files.into_iter().filter(|file| *file != COMMAND_LINE).collect()
}

/// The same files however their paths are written.
fn places(files: &[&str]) -> Vec<PathBuf> {
    let place = |file: &&str| std::path::absolute(file).unwrap_or_else(|_| PathBuf::from(file));
    files.iter().map(place).collect()
}

fn assumed_by(scenario: &Scenario) -> Table {
    assumed(&scenario.table())
}

/// What a resolved scenario assumes.
fn assumed(resolved: &Table) -> Table {
    let mut assumed = resolved.clone();
    for Section { name, holds, .. } in SECTIONS {
        match (holds, assumed.get_mut(name)) {
            (Holds::Itself, _) => drop(assumed.remove(name)),
            (Holds::Question, Some(Value::Table(question))) => {
                question.retain(|key, _| role(&format!("{name}.{key}")) != KeyRole::Asked);
            }
            _ => {}
        }
    }
    assumed
}
