//! `inforce check`: all faults of a scenario, or the model said back in words.

pub(in crate::verbs) mod args;

use serde::Serialize;

use super::{args::Format, load::load_scenario, stop::Stop};
use crate::{
    quantity::Day,
    scenario::{Fault, Place, say},
    terminal::{Screen, pretty},
};
use args::CheckArgs;

pub(super) fn check(args: &CheckArgs, screen: &Screen) -> Result<(), Stop> {
    if args.format == Format::Json {
        return check_for_programs(args, screen);
    }
    let scenario = load_scenario(&args.scenario, &[], screen)?;
    for note in &scenario.notes {
        screen.remark(&note.render(screen.styled));
    }
    screen.say(&say(&scenario))?;
    Ok(())
}

/// Faults are a result here, so that an editor can show them.
fn check_for_programs(args: &CheckArgs, screen: &Screen) -> Result<(), Stop> {
    // Warnings are in the result.
    match load_scenario(&args.scenario, &[], &Screen { quiet: true, ..*screen }) {
        Ok(scenario) => {
            let said = say(&scenario);
            let faults = scenario.warnings.iter().chain(&scenario.notes);
            screen.say(&pretty(&SoundFile {
                sound: true,
                name: &scenario.model.name,
                title: &scenario.model.title,
                as_of: scenario.model.as_of,
                said: said.lines().collect(),
                faults: faults.map(FaultFile::from).collect(),
            }))?;
            Ok(())
        }
        Err(Stop::Faults(faults)) => {
            let faults = faults.iter().map(FaultFile::from).collect();
            screen.say(&pretty(&UnsoundFile { sound: false, faults }))?;
            Err(Stop::Said)
        }
        Err(stop) => Err(stop),
    }
}

/// What is said of a scenario without errors.
#[derive(Serialize)]
struct SoundFile<'a> {
    sound: bool,
    name: &'a str,
    title: &'a str,
    as_of: Day,
    said: Vec<&'a str>,
    faults: Vec<FaultFile<'a>>,
}

/// What is said of one with errors.
#[derive(Serialize)]
struct UnsoundFile<'a> {
    sound: bool,
    faults: Vec<FaultFile<'a>>,
}

#[derive(Serialize)]
struct FaultFile<'a> {
    severity: String,
    place: Option<PlaceFile<'a>>,
    message: &'a str,
    help: Option<&'a str>,
    notes: Vec<NoteFile<'a>>,
}

#[derive(Serialize)]
struct NoteFile<'a> {
    place: Option<PlaceFile<'a>>,
    message: &'a str,
}

#[derive(Serialize)]
struct PlaceFile<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

impl<'a> From<&'a Fault> for FaultFile<'a> {
    fn from(fault: &'a Fault) -> FaultFile<'a> {
        let note = |(place, message): &'a (Option<Place>, String)| NoteFile {
            place: place.as_ref().map(PlaceFile::from),
            message,
        };
        FaultFile {
            severity: fault.severity.to_string(),
            place: fault.place.as_ref().map(PlaceFile::from),
            message: &fault.message,
            help: fault.help.as_deref(),
            notes: fault.notes.iter().map(note).collect(),
        }
    }
}

impl<'a> From<&'a Place> for PlaceFile<'a> {
    fn from(place: &'a Place) -> PlaceFile<'a> {
        PlaceFile { file: &place.file, line: place.line, column: place.column }
    }
}
