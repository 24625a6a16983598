//! `inforce list`: what is built in.

pub(in crate::verbs) mod args;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{publish::answer, stop::Stop};
use crate::terminal::{Screen, pretty};
use crate::{
    calibrate::history::{History, PastTreaty},
    case::{can_start, default_as_of, latest_as_of},
    quantity::Day,
    scenario::{Scenario, built_in_meaning, built_in_names},
    wording::{lapse, short_day},
};
use args::ListArgs;

pub(super) fn list(args: &ListArgs, screen: &Screen) -> Result<(), Stop> {
    let (text, json) = if args.treaties {
        treaties()?
    } else if args.groups {
        groups()?
    } else {
        cases()
    };
    answer(args.format, &json, &text, screen)
}

/// The cases and the layers over them, each with what it means.
fn cases() -> (String, String) {
    let names: Vec<String> = built_in_names().collect();
    let meaning = |name: &str| built_in_meaning(name).unwrap_or_default();
    let width = names.iter().map(|name| name.len()).max().unwrap_or(0) + 2;
    let mut text = String::new();
    let mut cases = Vec::new();
    for case in names.iter().filter(|name| !name.contains('/')) {
        let layers: Vec<&String> =
            names.iter().filter(|name| name.starts_with(&format!("{case}/"))).collect();
        for name in std::iter::once(&case).chain(&layers) {
            text.push_str(&format!("{name:<width$}{}\n", meaning(name)));
        }
        let layers = layers.into_iter().map(|name| LayerFile { name, meaning: meaning(name) });
        cases.push(CaseFile { name: case, meaning: meaning(case), layers: layers.collect() });
    }
    text.push_str(
        "\nA name with `/` is a layer over its case: `inforce run hanoi hanoi/canada`.\n\
         `inforce new my-case --from NAME` writes a case out to edit; `inforce list --treaties` shows\n\
         earlier treaties to start from, `inforce list --groups` the groups of participants.\n",
    );
    (text, pretty(&CasesFile { cases }))
}

/// The cases for programs.
#[derive(Serialize)]
struct CasesFile<'a> {
    cases: Vec<CaseFile<'a>>,
}

#[derive(Serialize)]
struct CaseFile<'a> {
    name: &'a str,
    meaning: String,
    layers: Vec<LayerFile<'a>>,
}

#[derive(Serialize)]
struct LayerFile<'a> {
    name: &'a str,
    meaning: String,
}

/// The groups of the Hanoi Convention's participants, with their members.
fn groups() -> Result<(String, String), Stop> {
    let model = Scenario::load(&["hanoi".to_owned()], &[])?.model;
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in &model.participants {
        for group in &one.groups {
            groups.entry(group).or_default().push(&one.code);
        }
    }
    let width = groups.keys().map(|name| name.len()).max().unwrap_or(0) + 2;
    let line = |(name, members): (&&str, &Vec<&str>)| {
        format!("{name:<width$}{:>3}  {}\n", members.len(), shortened(members))
    };
    let mut text: String = groups.iter().map(line).collect();
    text.push_str("\nBesides: all; in levers also signatories, non-signatories. `--format json` has every member.\n");
    Ok((text, pretty(&GroupsFile { groups })))
}

/// The groups for programs.
#[derive(Serialize)]
struct GroupsFile<'a> {
    groups: BTreeMap<&'a str, Vec<&'a str>>,
}

/// As many members as fit on a line.
fn shortened(members: &[&str]) -> String {
    const MOST: usize = 14;
    let more = if members.len() > MOST { " ..." } else { "" };
    members[..members.len().min(MOST)].join(" ") + more
}

/// The treaties of the history that a case can start from.
fn treaties() -> Result<(String, String), Stop> {
    let history = History::built_in()?;
    let mut text = String::new();
    let mut treaties = Vec::new();
    for treaty in history.treaties.iter().filter(|treaty| can_start(treaty)) {
        let in_force = treaty.in_force.map_or("not in force".to_owned(), short_day);
        text.push_str(&format!(
            "{:<13}{:<13}{in_force:<14}{}\n{:13}{}\n",
            treaty.id,
            short_day(treaty.opened),
            treaty.name(),
            "",
            rule_words(treaty),
        ));
        treaties.push(TreatyFile {
            id: &treaty.id,
            name: treaty.name(),
            title: &treaty.title,
            opened: treaty.opened,
            in_force: treaty.in_force,
            rule: rule_words(treaty),
            as_of_from: treaty.opened,
            as_of_to: latest_as_of(treaty),
            as_of_default: default_as_of(treaty),
        });
    }
    let heading = format!("{:<13}{:<13}{:<14}name, rule\n\n", "number", "opened", "in force");
    Ok((heading + &text, pretty(&TreatiesFile { treaties })))
}

/// The treaties for programs.
#[derive(Serialize)]
struct TreatiesFile<'a> {
    treaties: Vec<TreatyFile<'a>>,
}

#[derive(Serialize)]
struct TreatyFile<'a> {
    id: &'a str,
    name: &'a str,
    title: &'a str,
    opened: Day,
    in_force: Option<Day>,
    rule: String,
    as_of_from: Day,
    as_of_to: Day,
    as_of_default: Day,
}

/// The rule as one line.
fn rule_words(treaty: &PastTreaty) -> String {
    let Some(clause) = &treaty.entry else { return String::new() };
    let count = clause.instruments.map(|count| format!("{count} instruments"));
    let wait = clause.lapse.map(lapse);
    let beside = Some(clause.beside.clone()).filter(|words| !words.is_empty());
    let words: Vec<String> = count.into_iter().chain(wait).chain(beside).collect();
    words.join("; ")
}
