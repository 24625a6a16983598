//! `inforce check`: all faults of a scenario, or the model said back in words.

pub(in crate::verbs) mod args;

use serde_json::{Value, json};

use super::args::Format;
use super::{load, stop::Stop};
use crate::scenario::{Fault, Place, say};
use crate::terminal::{Screen, pretty};
use args::CheckArgs;

pub(super) fn check(args: &CheckArgs, screen: &Screen) -> Result<(), Stop> {
    if args.format == Format::Json {
        return for_programs(args, screen);
    }
    let scenario = load(&args.scenario, &[], screen)?;
    for note in &scenario.notes {
        screen.remark(&note.render(screen.styled));
    }
    screen.say(&say(&scenario))?;
    Ok(())
}

/// Faults are a result here, so that an editor can show them.
fn for_programs(args: &CheckArgs, screen: &Screen) -> Result<(), Stop> {
    // Warnings are in the result.
    match load(&args.scenario, &[], &Screen { quiet: true, ..*screen }) {
        Ok(scenario) => {
            let faults: Vec<Value> =
                scenario.warnings.iter().chain(&scenario.notes).map(fault).collect();
            let said = say(&scenario);
            screen.say(&pretty(&json!({
                "sound": true,
                "name": scenario.model.name,
                "title": scenario.model.title,
                "as_of": scenario.model.as_of.to_string(),
                "said": said.lines().collect::<Vec<_>>(),
                "faults": faults,
            })))?;
            Ok(())
        }
        Err(Stop::Faults(faults)) => {
            let faults: Vec<Value> = faults.iter().map(fault).collect();
            screen.say(&pretty(&json!({ "sound": false, "faults": faults })))?;
            Err(Stop::Said)
        }
        Err(stop) => Err(stop),
    }
}

fn fault(fault: &Fault) -> Value {
    let note = |(at, words): &(Option<Place>, String)| json!({ "place": at.as_ref().map(place), "message": words });
    json!({
        "severity": fault.severity.to_string(),
        "place": fault.place.as_ref().map(place),
        "message": fault.message,
        "help": fault.help,
        "notes": fault.notes.iter().map(note).collect::<Vec<_>>(),
    })
}

fn place(place: &Place) -> Value {
    json!({ "file": place.file, "line": place.line, "column": place.column })
}
