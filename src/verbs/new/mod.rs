//! `inforce new`: a folder with a case to start from, checked before it is put in its place.

pub(in crate::verbs) mod args;

use std::path::Path;

use serde::Serialize;

use super::{command::quoted, publish::answer, stop::Stop};
use crate::terminal::{Screen, pretty};
use crate::{
    calibrate::history::History,
    case::{CalibrationFiles, Case, default_as_of},
    publish::Folder,
    quantity::Day,
    scenario::{Scenario, folder_name},
};
use args::NewArgs;

pub(super) fn new(args: &NewArgs, screen: &Screen) -> Result<(), Stop> {
    let name = name(&args.folder)?;
    let folder = Folder::fresh(&args.folder)?;
    let case = match &args.treaty {
        Some(id) => case_from_past(id, args.as_of, &name, screen)?,
        None => Case::from_built_in(&args.from, &name)?,
    };
    for (path, text) in &case.files {
        folder.add(path, text.as_bytes())?;
    }
    // What a person starts from has to be sound before it is seen.
    let within = |file: &str| folder.making().join(file).to_string_lossy().into_owned();
    let mut layers = vec![within("baseline.toml")];
    layers.extend(case.layer.as_deref().map(within));
    Scenario::load(&layers, &[])?;
    let path = folder.finish()?;
    for remark in &case.remarks {
        screen.remark(&format!("note: {remark}"));
    }
    let steps = next_steps(&path, &case);
    let files: Vec<&str> = case.files.iter().map(|(path, _)| path.as_str()).collect();
    let listed: String = steps.iter().map(|step| format!("    {step}\n")).collect();
    let path = path.display().to_string();
    let text = format!("{path}: {}\n\nNext:\n{listed}", files.join(", "));
    let json = NewFile { name: &name, folder: &path, files, remarks: &case.remarks, next: &steps };
    answer(args.format, &pretty(&json), &text, screen)
}

/// What was written, for programs.
#[derive(Serialize)]
struct NewFile<'a> {
    name: &'a str,
    folder: &'a str,
    files: Vec<&'a str>,
    remarks: &'a [String],
    next: &'a [String],
}

/// The scenario's name: the last part of the folder's path, as far as names go.
fn name(folder: &Path) -> Result<String, Stop> {
    let last = folder.file_name().map(|name| folder_name(&name.to_string_lossy()));
    last.filter(|name| !name.is_empty()).ok_or_else(|| {
        Stop::problem(
            format!("{}: a case has a folder of its own, with a name", folder.display()),
            "for example `inforce new my-case`",
        )
    })
}

fn case_from_past(id: &str, as_of: Option<Day>, name: &str, screen: &Screen) -> Result<Case, Stop> {
    let history = History::built_in()?;
    let as_of = as_of.or_else(|| history.treaty(id).map(default_as_of)).unwrap_or(Day::FIRST);
    // What can be refused is refused before the beliefs are learned, which takes some seconds.
    Case::from_past(&history, id, as_of, name, &CalibrationFiles::built_in(&history))?;
    screen.remark("learning from what States had done by then: some seconds");
    let learned = CalibrationFiles::by(&history, id, as_of);
    Ok(Case::from_past(&history, id, as_of, name, &learned)?)
}

/// Commands that go on from here, as a shell takes them.
fn next_steps(path: &Path, case: &Case) -> Vec<String> {
    let folder = quoted(path.display().to_string());
    let mut steps = vec![format!("inforce check {folder}"), format!("inforce run {folder}")];
    let layers = case.files.iter().filter(|(file, _)| {
        file.ends_with(".toml") && file != "baseline.toml" && !file.contains("calibration")
    });
    let layer = case.layer.as_ref().or(layers.map(|(file, _)| file).next());
    if let Some(layer) = layer {
        let layer = quoted(path.join(layer).display().to_string());
        steps.push(format!("inforce compare {folder} {folder}+{layer}"));
    }
    steps.push(format!("inforce status import DOCUMENT --case {folder}"));
    steps
}
