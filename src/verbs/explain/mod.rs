//! `inforce explain`: each value with where it comes from and what it lies over.

pub(in crate::verbs) mod args;

use serde::Serialize;

use super::{load::load_scenario, publish::answer, stop::Stop};
use crate::{
    scenario::Explained,
    terminal::{Screen, pretty},
};
use args::ExplainArgs;

pub(super) fn explain(args: &ExplainArgs, screen: &Screen) -> Result<(), Stop> {
    let scenario = load_scenario(&args.scenario, &[], screen)?;
    let wanted = args.key.as_deref().unwrap_or("");
    let values: Vec<_> =
        scenario.explain().into_iter().filter(|one| one.key.starts_with(wanted)).collect();
    if values.is_empty() {
        return Err(Stop::problem(
            format!("no value of this scenario has a key that begins with `{wanted}`"),
            "leave --key out to see them all",
        ));
    }
    let json: Vec<ValueExplained<'_>> = values.iter().map(ValueExplained::from).collect();
    let text: String = values.iter().map(line).collect();
    answer(args.format, &pretty(&json), &text, screen)
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

/// A value for programs.
#[derive(Serialize)]
struct ValueExplained<'a> {
    key: &'a str,
    value: &'a str,
    place: Option<String>,
    lies_over: Vec<String>,
}

impl<'a> From<&'a Explained> for ValueExplained<'a> {
    fn from(one: &'a Explained) -> ValueExplained<'a> {
        ValueExplained {
            key: &one.key,
            value: &one.value,
            place: one.place.as_ref().map(ToString::to_string),
            lies_over: one.lies_over.iter().map(ToString::to_string).collect(),
        }
    }
}
