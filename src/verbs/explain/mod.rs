//! `inforce explain`: each value with where it comes from and what it lies over.

pub(in crate::verbs) mod args;

use serde_json::json;

use super::args::Format;
use super::{load, stop::Stop};
use crate::scenario::Explained;
use crate::terminal::Screen;
use args::ExplainArgs;

pub(super) fn explain(args: &ExplainArgs, screen: &Screen) -> Result<(), Stop> {
    let scenario = load(&args.scenario, &[], screen)?;
    let wanted = args.key.as_deref().unwrap_or("");
    let values: Vec<_> =
        scenario.explain().into_iter().filter(|one| one.key.starts_with(wanted)).collect();
    if values.is_empty() {
        return Err(Stop::Problem(
            format!("no value of this scenario has a key that begins with `{wanted}`"),
            "leave --key out to see them all".to_owned(),
        ));
    }
    let text = match args.format {
        Format::Text => values.iter().map(line).collect(),
        Format::Json => {
            let rows: Vec<_> = values
                .iter()
                .map(|one| {
                    json!({
                        "key": one.key,
                        "value": one.value,
                        "place": one.place.as_ref().map(ToString::to_string),
                        "lies_over": one.lies_over.iter().map(ToString::to_string).collect::<Vec<_>>(),
                    })
                })
                .collect();
            serde_json::to_string_pretty(&rows).unwrap_or_default()
        }
    };
    screen.say(&text)?;
    Ok(())
}

fn line(one: &Explained) -> String {
    let place = match &one.place {
        Some(place) => place.to_string(),
        None => "by default".to_owned(),
    };
    let over: Vec<String> = one.lies_over.iter().map(ToString::to_string).collect();
    let over = if over.is_empty() { String::new() } else { format!("  over {}", over.join(", ")) };
    format!("{} = {}  ({place}){over}\n", one.key, one.value)
}
