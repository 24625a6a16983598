//! What makes a result repeatable: its manifest, by whose first line its folder is known as ours.

use std::path::Path;

use toml::Value;

use super::command::{command, command_of_run};
use crate::{
    publish::{MANIFEST, MANIFEST_MARK},
    scenario::Scenario,
};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Of a run: the scenario with all its tables, and what makes it a result that can be repeated.
pub(super) fn manifest_of_run(scenario: &Scenario) -> String {
    let text = scenario.manifest(VERSION, &command_of_run(scenario));
    format!("{MANIFEST_MARK}: `inforce run` of this file gives the same bytes\n{text}")
}

/// Of a result made from one scenario: the scenario with all its tables inside.
pub(super) fn manifest_of_verb(scenario: &Scenario, verb: &str) -> (String, String) {
    let text = scenario.manifest(VERSION, &command());
    let mark = format!(
        "{MANIFEST_MARK}: the scenario that `inforce {verb}` was asked about, tables and all; \
         [manifest] has the command\n"
    );
    (MANIFEST.to_owned(), mark + &text)
}

/// Of a comparison: each scenario with all its tables in a file of its own, and the list of them. A
/// scenario that was given `alone` keeps the command that it carries.
pub(super) fn manifests_of_comparison(
    scenarios: &[Scenario],
    alone: impl Fn(usize) -> bool,
) -> Vec<(String, String)> {
    let command = command();
    let file = |(place, one): (usize, &Scenario)| {
        let name = format!("{}-{}.toml", place + 1, one.model.name);
        let carried = one.command().filter(|_| alone(place));
        (name, one.manifest(VERSION, carried.unwrap_or(&command)))
    };
    let mut files: Vec<(String, String)> = scenarios.iter().enumerate().map(file).collect();
    let list: String = files.iter().map(|(name, _)| format!("  {name:?},\n")).collect();
    let text = format!(
        "{MANIFEST_MARK}: `inforce compare` of the scenarios in the files named here, in order, \
         gives it again\n[compare]\nversion = {VERSION:?}\ncommand = {command:?}\nscenarios = [\n\
         {list}]\n"
    );
    files.push((MANIFEST.to_owned(), text));
    files
}

/// Of what was made from a history and no scenario, such as `a backtest`: the command, and what was
/// asked for, each value as TOML writes it.
pub(super) fn manifest_of_history(made: &str, asked: &[(&str, String)]) -> (String, String) {
    let own = [("command", quoted(&command())), ("version", quoted(VERSION))];
    let entries = own.iter().chain(asked);
    let entries: String = entries.map(|(key, value)| format!("{key} = {value}\n")).collect();
    let text =
        format!("{MANIFEST_MARK}: {made}; [manifest] has the command\n\n[manifest]\n{entries}");
    (MANIFEST.to_owned(), text)
}

/// The history that was learned from, as TOML writes it: the folder, else what is said of none.
pub(super) fn folder_in_manifest(folder: Option<&Path>, none: &str) -> String {
    quoted(&folder.map_or_else(|| none.to_owned(), |folder| folder.display().to_string()))
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
