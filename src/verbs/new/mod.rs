//! `inforce new`: a folder with a case to start from, checked before it is put in its place.

pub(in crate::verbs) mod args;

use std::path::Path;

use serde_json::json;

use super::args::Format;
use super::stop::Stop;
use crate::terminal::{Screen, pretty};
use crate::{
    calibrate::history::History,
    case::{Case, CaseError, Learned, default_as_of},
    publish::Folder,
    quantity::Day,
    scenario::{Scenario, folder_name},
};
use args::NewArgs;

impl From<CaseError> for Stop {
    fn from(error: CaseError) -> Stop {
        Stop::Problem(error.message, error.help)
    }
}

pub(super) fn new(args: &NewArgs, screen: &Screen) -> Result<(), Stop> {
    let name = name(&args.folder)?;
    let folder = Folder::fresh(&args.folder)?;
    let case = match &args.treaty {
        Some(id) => past(id, args.as_of, &name, screen)?,
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
    screen.say(&match args.format {
        Format::Text => {
            let steps: Vec<String> = steps.iter().map(|step| format!("    {step}\n")).collect();
            format!("{}: {}\n\nNext:\n{}", path.display(), files.join(", "), steps.concat())
        }
        Format::Json => pretty(&json!({
            "name": name,
            "folder": path.display().to_string(),
            "files": files,
            "remarks": case.remarks,
            "next": steps,
        })),
    })?;
    Ok(())
}

/// The scenario's name: the last part of the folder's path, as far as names go.
fn name(folder: &Path) -> Result<String, Stop> {
    let last = folder.file_name().map(|name| folder_name(&name.to_string_lossy()));
    last.filter(|name| !name.is_empty()).ok_or_else(|| {
        Stop::Problem(
            format!("{}: a case has a folder of its own, with a name", folder.display()),
            "for example `inforce new my-case`".to_owned(),
        )
    })
}

fn past(id: &str, as_of: Option<Day>, name: &str, screen: &Screen) -> Result<Case, Stop> {
    let history = history()?;
    let as_of = as_of.or_else(|| history.treaty(id).map(default_as_of)).unwrap_or(Day::FIRST);
    // What can be refused is refused before the beliefs are learned, which takes some seconds.
    Case::from_past(&history, id, as_of, name, &Learned::built_in(&history))?;
    screen.remark("learning from what States had done by then: some seconds");
    let learned = Learned::by(&history, id, as_of);
    Ok(Case::from_past(&history, id, as_of, name, &learned)?)
}

/// The history inside the program.
pub(super) fn history() -> Result<History, Stop> {
    Ok(History::built_in()?)
}

/// Commands that go on from here, as a shell takes them.
fn next_steps(path: &Path, case: &Case) -> Vec<String> {
    let folder = super::command::quoted(path.display().to_string());
    let mut steps = vec![format!("inforce check {folder}"), format!("inforce run {folder}")];
    let layers = case.files.iter().filter(|(file, _)| {
        file.ends_with(".toml") && file != "baseline.toml" && !file.contains("calibration")
    });
    let layer = case.layer.as_ref().or(layers.map(|(file, _)| file).next());
    if let Some(layer) = layer {
        let layer = super::command::quoted(path.join(layer).display().to_string());
        steps.push(format!("inforce compare {folder} {folder}+{layer}"));
    }
    steps.push(format!("inforce status import DOCUMENT --case {folder}"));
    steps
}
