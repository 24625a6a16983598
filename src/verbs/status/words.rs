//! What `status` says on the terminal: rows of a name and a text, how far the rule is, what changed.

use std::collections::BTreeMap;

use crate::{
    depositary::{Changes, StatusChange},
    quantity::{Day, When},
    treaty::{Model, Participant, rule::Progress},
    wording::{long_day, short_day},
};

/// How wide a screen is taken to be.
const WIDTH: usize = 100;
/// Where the second column of a screen begins.
pub(super) const INDENT: usize = 17;

/// The day of each participant's deposit, in the model's order.
fn deposits(model: &Model) -> Vec<When> {
    let on = |one: &Participant| When::from(one.status.deposited.map(|report| report.on));
    model.participants.iter().map(on).collect()
}

/// How far the deposits on record bring the rule.
pub(super) fn progress(model: &Model) -> Vec<Progress> {
    model.rule.standing(&deposits(model), model.as_of).progress()
}

/// The same in words, and when the rule was met if it was.
pub(super) fn progress_words(model: &Model) -> String {
    let mut text = String::new();
    for one in progress(model) {
        text.push_str(&match one {
            Progress::Instruments { have, need, among } => {
                row("Instruments", &format!("{have} of {need}{}", model.members_in_words(&among)))
            }
            Progress::Share { have, need } => {
                row("Share", &format!("{:.1}% of the {:.0}% needed", 100.0 * have, 100.0 * need))
            }
        });
    }
    if let Some(entry) = model.rule.entry(&deposits(model)) {
        let (met, in_force) = (long_day(entry.met), long_day(entry.in_force));
        text.push_str(&row("Rule met", &format!("on {met}: in force on {in_force}")));
    }
    text
}

/// A name and what it is, the second column set in; long texts are broken between words.
pub(super) fn row(name: &str, text: &str) -> String {
    let mut rows = format!("{name:<INDENT$}");
    let mut width = INDENT;
    for (index, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if index > 0 && width + 1 + length > WIDTH {
            rows.push_str(&format!("\n{:INDENT$}", ""));
            width = INDENT;
        } else if index > 0 {
            rows.push(' ');
            width += 1;
        }
        rows.push_str(word);
        width += length;
    }
    rows.push('\n');
    rows
}

/// What changed, list by list, the acts of one day and kind together.
pub(super) fn changes_words(changes: &Changes) -> String {
    let mut text = String::new();
    for (title, list) in changes.lists() {
        let mut days: BTreeMap<(Day, &str), Vec<String>> = BTreeMap::new();
        for change in list {
            days.entry((change.on, kind_words(change))).or_default().push(change_words(change));
        }
        for (index, ((on, kind), who)) in days.iter().enumerate() {
            let title = if index == 0 { title } else { "" };
            text.push_str(&row(title, &format!("{:<13}{kind}{}", short_day(*on), who.join(", "))));
        }
    }
    if text.is_empty() { "Nothing has changed.\n".to_owned() } else { text }
}

/// What kind of act it is, where the list does not say.
fn kind_words(change: &StatusChange) -> &'static str {
    match (change.before, change.what) {
        (None, _) => "",
        (Some(_), "signature") => "signature: ",
        (Some(_), _) => "deposit: ",
    }
}

fn change_words(change: &StatusChange) -> String {
    let name = &change.name;
    match (change.before, change.form) {
        (Some(before), _) if before != change.on => format!("{name} (was {})", short_day(before)),
        (None, Some(form)) => format!("{name} ({form})"),
        _ => name.clone(),
    }
}
