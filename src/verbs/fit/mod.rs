//! `inforce fit`: from earlier treaties to a calibration.

pub(in crate::verbs) mod args;
mod figures;
mod result;
pub(in crate::verbs) mod rows;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    command::command,
    load::load_history,
    manifest::{folder_in_manifest, manifest_of_history},
    plan::on_threads,
    publish::{Publication, publish},
    stop::Stop,
};
use crate::terminal::{ProgressBar, Screen, pretty};
use crate::{
    calibrate::{
        fit::{Selection, TooFew, enough, fit_in_full, unused},
        history::{FILES, History},
    },
    fault::nearest,
    publish::Folder,
    scenario::Scenario,
};
use args::{FitArgs, TreatyArgs};
use result::FitResult;

/// The word that stands for all treaties of a history.
const ALL: &str = "all";

pub(super) fn fit(args: &FitArgs, screen: &Screen) -> Result<(), Stop> {
    // Load.
    let history = load_history(args.treaties.history.as_deref(), screen)?;
    // Plan.
    let selection = selection(&history, &args.treaties)?;
    enough(&history, &selection).map_err(too_few)?;
    let folder = Folder::open(&args.out.clone().unwrap_or_else(|| "out/calibration".into()))?;
    // Fit.
    let full = on_threads(args.shown.threads, || {
        let bar = ProgressBar::new(1, "fits", screen);
        bar.at(0);
        fit_in_full(&history, &selection)
    })?;
    let full = full.map_err(too_few)?;
    // Result.
    let fitted = FitResult {
        history: &history,
        selection: &selection,
        full: &full,
        unused: &unused(&history, &selection),
        names: &names(),
        until: args.treaties.until,
        command: &command(),
    };
    // Publish.
    let publication = Publication {
        files: [fitted.files(), vec![manifest(args)]].concat(),
        figures: fitted.charts(),
        json: pretty(&fitted.json()),
        text: fitted.screen(),
    };
    publish(folder, &args.shown, &publication, screen)
}

fn too_few(few: TooFew) -> Stop {
    let help = "select more treaties: widen --subject or --opened-since, or move --until later";
    Stop::problem(few.to_string(), help)
}

/// The treaties that the arguments name.
fn selection(history: &History, args: &TreatyArgs) -> Result<Selection, Stop> {
    for id in args.treaties.iter().chain(&args.exclude).filter(|id| *id != ALL) {
        if history.treaty(id).is_none() {
            let known = history.treaties.iter().map(|treaty| treaty.id.as_str());
            return Err(unknown("the id of a treaty of the history", id, known));
        }
    }
    let subjects: BTreeSet<&str> =
        history.treaties.iter().map(|treaty| treaty.subject.as_str()).collect();
    for subject in &args.subject {
        if !subjects.contains(subject.as_str()) {
            return Err(unknown("a subject of the history", subject, subjects.iter().copied()));
        }
    }
    let all = args.treaties.iter().any(|id| id == ALL);
    let named: BTreeSet<&str> = args.treaties.iter().map(String::as_str).collect();
    let base = if named.is_empty() { Selection::pool(history) } else { Selection::all(history) };
    let selection = base.only(history, |treaty| {
        (named.is_empty() || all || named.contains(treaty.id.as_str()))
            && (args.subject.is_empty() || args.subject.contains(&treaty.subject))
            && args.opened_since.is_none_or(|since| treaty.opened >= since)
            && !args.exclude.contains(&treaty.id)
    });
    Ok(match args.until {
        Some(day) => selection.known_by(day),
        None => selection,
    })
}

fn unknown<'a>(expected: &str, found: &str, known: impl Iterator<Item = &'a str> + Clone) -> Stop {
    let help = match nearest(found, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let some: Vec<&str> = known.take(40).collect();
            format!("it has {}", some.join(", "))
        }
    };
    Stop::problem(format!("expected {expected}, found `{found}`"), help)
}

/// The names of States, as the Hanoi baseline has them.
fn names() -> BTreeMap<String, String> {
    let scenario = Scenario::load(&["hanoi".to_owned()], &[]);
    let participants = scenario.map(|scenario| scenario.model.participants).unwrap_or_default();
    participants.into_iter().map(|one| (one.code, one.name)).collect()
}

/// What was asked for, by which a folder is known to hold a result.
fn manifest(args: &FitArgs) -> (String, String) {
    let inside = "the history inside the program";
    let asked = [
        ("history", folder_in_manifest(args.treaties.history.as_deref(), inside)),
        ("tables", toml::Value::from(FILES.map(str::to_owned).to_vec()).to_string()),
    ];
    manifest_of_history("a calibration", &asked)
}
