//! What of a scenario departs from its case's baseline, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    gather::COMMAND_LINE,
    keys::{capital, key_words, plain, who_words},
    laid::Laid,
};
use crate::{
    parameters::{KeyRole, role},
    treaty::{Departure, Model},
};

/// The key by which a layer brings the record up to another day.
const AS_OF: &str = "status.as_of";
/// Longer values are left out of a phrase, in letters.
const LONGEST: usize = 40;
/// More participants are counted rather than named.
const NAMED: usize = 3;

/// What each layer above the lowest, and the command line, assume beyond it: nothing of those that
/// only bring the record up to date.
pub(super) fn departures(layers: &[Laid], model: &Model) -> Vec<Departure> {
    let above = layers.iter().skip(1);
    let told = above.filter_map(|layer| {
        let entries: Vec<LayerEntry<'_>> = layer.values.iter().map(|value| entry(value)).collect();
        let is_status = |one: &LayerEntry<'_>| one.key.starts_with("status.");
        let news = entries.iter().any(|one| one.key == AS_OF) && entries.iter().all(is_status);
        let idle = |key: &str| matches!(role(key), KeyRole::Prose | KeyRole::Asked) || key == AS_OF;
        let assumed: Vec<LayerEntry<'_>> =
            entries.into_iter().filter(|one| !idle(one.key)).collect();
        if news || assumed.is_empty() {
            return None;
        }
        // What is set on the command line is told by itself.
        let label = if layer.name == COMMAND_LINE { "" } else { &layer.label };
        Some(Departure { label: label.to_owned(), what: phrases(&assumed, model) })
    });
    told.collect()
}

/// What a layer lays over those below it.
struct LayerEntry<'a> {
    key: &'a str,
    value: &'a str,
    /// The value below, where that is one plain value.
    below: Option<&'a str>,
}

fn entry(said: &str) -> LayerEntry<'_> {
    let (key, value) = said.split_once(" = ").unwrap_or((said, ""));
    let (value, over) = value.rsplit_once(", over ").unwrap_or((value, ""));
    let below = over.strip_suffix(')').and_then(|over| Some(over.rsplit_once(" (")?.0));
    LayerEntry { key, value, below }
}

/// Entries in words: one phrase for each lever, for what is stated of somebody, and for each value.
fn phrases(entries: &[LayerEntry<'_>], model: &Model) -> Vec<String> {
    let mut levers: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    let mut stated: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut records: BTreeSet<&str> = BTreeSet::new();
    let mut mixed: BTreeSet<&str> = BTreeSet::new();
    let mut learned = Vec::new();
    let mut said = Vec::new();
    for entry in entries {
        let LayerEntry { key, value, .. } = entry;
        let parts: Vec<&str> = key.split('.').collect();
        match parts[..] {
            ["lever", name, .., of] => {
                // Of an event or a shock its day and factor are told.
                let of = match (parts.get(2), of) {
                    (Some(&"event"), "on") => "event",
                    (Some(&"shock"), "factor") => "shock",
                    _ => of,
                };
                levers.entry(name).or_default().entry(of).or_insert(value);
            }
            ["participant" | "group", who, step, ref rest @ ..] => {
                let words = stated.entry((step, who)).or_default();
                words.insert(rest.first().copied().unwrap_or(value));
            }
            ["all", step, ref rest @ ..] => {
                let words = stated.entry((step, "all")).or_default();
                words.insert(rest.first().copied().unwrap_or(value));
            }
            ["mix", name, ..] => {
                mixed.insert(name);
            }
            [_, "rows" | "table", ..] => {}
            ["status", who, ..] => {
                records.insert(who);
            }
            ["calibration", ..] => learned.push(named(entry, model)),
            _ => said.push(named(entry, model)),
        }
    }
    said.extend(levers.iter().map(|(name, lever)| lever_words(name, lever, model)));
    said.extend(beliefs(&stated, model));
    if !records.is_empty() {
        said.push(format!("another record of {}", people(&records, model)));
    }
    if !mixed.is_empty() {
        said.push(format!("a mixture of {} scenarios", mixed.len()));
    }
    match learned.len() {
        0 => {}
        1..=NAMED => said.extend(learned),
        _ => said.push("another calibration".to_owned()),
    }
    if said.is_empty() {
        said.push("another table of participants or of status".to_owned());
    }
    said
}

/// What is stated of steps, those together of whom the same is.
fn beliefs(stated: &BTreeMap<(&str, &str), BTreeSet<&str>>, model: &Model) -> Vec<String> {
    let mut of: BTreeMap<(&str, String), BTreeSet<&str>> = BTreeMap::new();
    for ((step, who), words) in stated {
        // Beside the family of a delay, where it starts and how often it never ends are details.
        let detail = |word: &&&str| ["never", "from", "paced"].contains(*word);
        let (details, families): (Vec<&str>, Vec<&str>) =
            words.iter().partition(|word| detail(word));
        let words = if families.is_empty() { details } else { families };
        of.entry((step, words.join(", "))).or_default().insert(who);
    }
    let each = of.iter().map(|((step, words), who)| {
        with(&format!("{} of {}", capital(&plain(step)), people(who, model)), words)
    });
    each.collect()
}

/// A value by the name of its key, or of the part of it that has one.
fn named(entry: &LayerEntry<'_>, model: &Model) -> String {
    let LayerEntry { key, value, below } = entry;
    let below = below.filter(|below| *below != *value && below.chars().count() <= LONGEST);
    let instead =
        below.map_or_else(String::new, |below| format!(" instead of {}", below.trim_matches('"')));
    let words = key_words(key, model);
    if words != *key {
        return with(&words, value) + &instead;
    }
    let parts: Vec<&str> = key.split('.').collect();
    let (first, rest) = parts.split_at(parts.len().min(2));
    let value = format!("{value} {}", plain(&rest.join(" ")));
    with(&key_words(&first.join("."), model), value.trim()) + &instead
}

fn with(words: &str, value: &str) -> String {
    let value = value.trim_matches('"');
    match value.chars().count() {
        0 => words.to_owned(),
        1..=LONGEST => format!("{words}: {value}"),
        _ => format!("{words} changed"),
    }
}

/// What a lever does, to whom.
fn lever_words(name: &str, lever: &BTreeMap<&str, &str>, model: &Model) -> String {
    let of = |key: &str| lever.get(key).copied();
    if let Some(label) = model.labels.levers.get(name) {
        return label.clone();
    }
    let chance = of("chance").map_or_else(String::new, |chance| format!(" with chance {chance}"));
    let window = match (of("from"), of("to")) {
        (Some(from), Some(to)) => format!(" from {from} to {to}"),
        (Some(from), None) => format!(" from {from}"),
        (None, Some(to)) => format!(" until {to}"),
        (None, None) => String::new(),
    };
    let acts = [
        of("signs_on").map(|day| format!("signs on {day}")),
        of("deposits_on").map(|day| format!("deposits on {day}")),
        of("not_before").map(|day| format!("no deposit before {day}")),
        of("out").map(|_| "no deposit at all".to_owned()),
        of("speed").map(|factor| format!("{factor} times as fast{window}")),
        of("signing_speed").map(|factor| format!("signing {factor} times as fast{window}")),
        of("delay_days").map(|days| format!("{days} days later")),
        of("event").map(|day| format!("deposits at one event on {day}{chance}")),
        of("shock").map(|factor| format!("{factor} times as fast after a shock{chance}")),
    ];
    let acts: Vec<String> = acts.into_iter().flatten().collect();
    let acts = if acts.is_empty() { plain(name) } else { acts.join(", ") };
    let quoted = |list: &'_ str| -> BTreeSet<String> {
        list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let who = of("who").map(quoted).unwrap_or_default();
    if who.is_empty() {
        return acts;
    }
    let named =
        |codes: &BTreeSet<String>| people(&codes.iter().map(String::as_str).collect(), model);
    let some = of("most_likely").map_or_else(String::new, |count| format!("{count} of "));
    let except = of("except").map(quoted).filter(|codes| !codes.is_empty());
    let except = except.map_or_else(String::new, |codes| format!(" except {}", named(&codes)));
    format!("{some}{}{except}: {acts}", named(&who))
}

/// Participants and groups by name, or how many.
fn people(codes: &BTreeSet<&str>, model: &Model) -> String {
    if codes.len() > NAMED {
        return format!("{} participants", codes.len());
    }
    let names: Vec<String> = codes.iter().map(|code| who_words(code, model)).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::Scenario;

    fn said(layers: &[&str], sets: &[&str]) -> Vec<String> {
        let own = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let scenario = Scenario::load(&own(layers), &own(sets)).unwrap();
        let text = scenario.manifest("0", "inforce run");
        let again = Scenario::from_text("manifest.toml", &text).unwrap();
        assert_eq!(again.model.departures, scenario.model.departures, "a manifest carries them");
        let told = scenario.model.departures.iter();
        told.map(|one| format!("{} | {}", one.label, one.what.join("; "))).collect()
    }

    #[test]
    fn a_case_as_it_is_departs_from_nothing() {
        assert_eq!(said(&["hanoi"], &[]), [""; 0]);
        let asked = ["forecast.runs=10", "forecast.seed=2", "forecast.by=[2028-01-01]"];
        assert_eq!(said(&["hanoi"], &asked), [""; 0]);
    }

    #[test]
    fn what_is_set_and_laid_over_is_said() {
        for (layers, sets, expected) in [
            (vec!["hanoi"], vec!["rule.instruments=30"], " | Instruments needed: 30 instead of 40"),
            (
                vec!["hanoi"],
                vec!["rule.wait.days=120"],
                " | Wait until entry into force: 120 days instead of 90",
            ),
            (vec!["hanoi/canada"], vec![], "Canada | Canada: signs on 2026-07-31"),
            (
                vec!["hanoi", "hanoi/prior-pace"],
                vec![],
                "Prior pace | Pace learned from the deposits so far: false",
            ),
            (
                vec!["hanoi", "hanoi/reports-not-made"],
                vec![],
                "Reports not made | another record of Azerbaijan and Viet Nam",
            ),
            (
                vec!["hanoi", "hanoi/ninety-day-pledge"],
                vec![],
                "Ninety day pledge | Ratification of all: uniform",
            ),
            (
                vec!["hanoi"],
                vec![
                    "participant.FRA.ratification=\"never\"",
                    "participant.DEU.ratification=\"never\"",
                ],
                " | Ratification of Germany and France: never",
            ),
            (
                vec!["hanoi"],
                vec![
                    "lever.j.who=[\"JPN\"]",
                    "lever.j.signs_on=2026-12-10",
                    "lever.j.deposits_on=2027-06-30",
                ],
                " | Japan: signs on 2026-12-10, deposits on 2027-06-30",
            ),
            (
                vec!["hanoi"],
                vec![
                    "lever.ten.who=[\"non-signatories\"]",
                    "lever.ten.except=[\"RUS\", \"USA\"]",
                    "lever.ten.most_likely=10",
                    "lever.ten.signs_on=2026-12-10",
                ],
                " | 10 of non-signatories except Russian Federation and United States of America: \
                 signs on 2026-12-10",
            ),
        ] {
            assert_eq!(said(&layers, &sets), [expected], "{layers:?} {sets:?}");
        }
        let both = said(&["hanoi", "hanoi/canada"], &["pace.multiplier=2"]);
        assert_eq!(both.len(), 2);
    }
}
