//! The rule in words: in brief for those who ask when, in full for those who wrote it.

use super::{instruments, listed, long_day, ordinal, rounded};
use crate::treaty::{
    Kind, Model,
    rule::{Condition, Lapse, Rule},
};

/// The model's rule in one sentence without a full stop, which names no more of a condition than the
/// last deposit that it needs.
pub fn rule_in_brief(model: &Model) -> String {
    let rule = &model.rule;
    let not_before =
        rule.not_before.map_or_else(String::new, |day| format!(", not before {}", long_day(day)));
    let name = last_instrument(rule);
    let counts = counts_needed(model);
    format!("in force {} the deposit of the {name}{counts}{not_before}", lapse(rule.then))
}

/// All that a rule asks of the participants of a model, in one sentence without a full stop; days as
/// files have them.
pub fn rule_in_full(rule: &Rule, model: &Model) -> String {
    let mut said = format!("in force {} {}", lapse(rule.then), condition(&rule.when, model));
    if let Some(first) = rule.not_before {
        said += &format!(", but not before {first}");
    }
    let organisations = |index: &usize| model.participants[*index].kind == Kind::Organisation;
    let mut all = (0..model.participants.len()).filter(organisations).peekable();
    if all.peek().is_some() && !all.any(|index| rule.counts(index)) {
        said += "; the instrument of an organisation does not count";
    }
    said
}

fn condition(condition: &Condition, model: &Model) -> String {
    match condition {
        Condition::Count { instruments, among } => {
            let number = ordinal(u64::from(*instruments));
            format!("the deposit of the {number} instrument{}", model.members_in_words(among))
        }
        Condition::Share { share, among, .. } => format!(
            "deposits that hold {} % of the weight{}",
            rounded(100.0 * share),
            model.members_in_words(among)
        ),
        Condition::Every(members) => {
            let codes: Vec<&str> =
                members.indices().map(|index| model.participants[index].code.as_str()).collect();
            format!("the deposit of each of {}", listed(&codes))
        }
        Condition::All(parts) => joined(parts, model, " and "),
        Condition::Any(parts) => joined(parts, model, " or "),
    }
}

fn joined(parts: &[Condition], model: &Model, word: &str) -> String {
    let parts: Vec<String> = parts.iter().map(|part| condition(part, model)).collect();
    parts.join(word)
}

/// What the last missing deposit is called: `40th instrument` where the rule only counts.
pub fn last_instrument(rule: &Rule) -> String {
    match &rule.when {
        Condition::Count { instruments, .. } => {
            format!("{} instrument", ordinal(u64::from(*instruments)))
        }
        _ => "last instrument needed".to_owned(),
    }
}

/// How many of whom are needed, after a colon; nothing but where several counts must be reached.
fn counts_needed(model: &Model) -> String {
    let Condition::All(parts) = &model.rule.when else { return String::new() };
    let count = |(place, part): (usize, &Condition)| match part {
        Condition::Count { instruments: count, among } => {
            let whose = model.members_in_words(among);
            Some(match place {
                0 => instruments(usize::from(*count)) + &whose,
                _ => format!("at least {count}{whose}"),
            })
        }
        _ => None,
    };
    let counts: Option<Vec<String>> = parts.iter().enumerate().map(count).collect();
    counts.map_or_else(String::new, |counts| format!(": {}", counts.join(", ")))
}

/// How long after that deposit the treaty is in force.
pub fn lapse(lapse: Lapse) -> String {
    match lapse {
        Lapse::SameDay => "on the day of".to_owned(),
        Lapse::Days(days) => format!("on the {} day after", ordinal(u64::from(days))),
        Lapse::Months(months) => format!("{months} months after"),
        Lapse::FirstOfMonthAfterDays(days) => {
            format!("on the first day of the month after {days} days from")
        }
        Lapse::FirstOfMonthAfterMonths(months) => {
            format!("on the first day of the month after {months} months from")
        }
        Lapse::FirstOfMonthNumber(number) => {
            format!(
                "on the first day of the {} month after the month of",
                ordinal(u64::from(number))
            )
        }
    }
}
