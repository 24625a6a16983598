//! What levers do, said back in plain words.

use std::collections::BTreeMap;

use crate::{
    quantity::{Chance, Days, MONTH_DAYS},
    treaty::{Fate, Levers, Model, Someday, SpeedWindow},
    wording::{listed, rounded},
};

/// What levers do, those alike together.
pub(super) fn levers(model: &Model) -> Vec<String> {
    let mut by: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in &model.participants {
        for said in lever(&one.levers, model) {
            by.entry(said).or_default().push(&one.code);
        }
    }
    by.into_iter().map(|(said, codes)| format!("lever: {} {said}", listed(&codes))).collect()
}

fn lever(levers: &Levers, model: &Model) -> Vec<String> {
    let window = |verb: &str, window: &SpeedWindow| {
        if window.factor <= 0.0 {
            format!("{verb} not at all from {} to {}", window.from, window.to)
        } else {
            let factor = rounded(window.factor);
            format!("{verb} {factor} times as fast from {} to {}", window.from, window.to)
        }
    };
    let mut said: Vec<String> = levers.speed.iter().map(|one| window("deposits", one)).collect();
    said.extend(levers.signing_speed.iter().map(|one| window("signs", one)));
    if levers.delay > Days(0) {
        said.push(format!("deposits {} days later than drawn", levers.delay.0));
    }
    match levers.fate {
        Some(Fate::Out) => said.push(format!("does not deposit by {}", model.horizon)),
        Some(Fate::DepositsOn(day)) => said.push(format!("deposits on {day}")),
        None => {}
    }
    said.extend(levers.signs_on.map(|day| format!("signs on {day}")));
    said.extend(joint(levers, model));
    said
}

/// What is done to participants together.
fn joint(levers: &Levers, model: &Model) -> Vec<String> {
    let percent = |chance: Chance| match chance.get() {
        sure if sure >= 1.0 => String::new(),
        chance => format!(" with chance {} %", rounded(100.0 * chance)),
    };
    let mut said = Vec::new();
    said.extend(levers.events.iter().map(|one| {
        format!(
            "each deposits at {} on {}{}",
            called(&one.name, model),
            one.on,
            percent(one.chance)
        )
    }));
    said.extend(levers.blocs.iter().map(|one| {
        let spread = match one.spread {
            spread if spread > 0.0 => format!(", spread by {} days", rounded(spread)),
            _ => String::new(),
        };
        let day = someday(&one.day);
        format!(
            "each joins with {}{}: {day}{spread}",
            called(&one.name, model),
            percent(one.chance)
        )
    }));
    said.extend(levers.shocks.iter().map(|one| {
        let (factor, day) = (rounded(one.factor), someday(&one.day));
        let may = match percent(one.chance).as_str() {
            "" => String::new(),
            chance => format!(", which happens{chance}"),
        };
        format!("deposits {factor} times as fast from {} on: {day}{may}", called(&one.name, model))
    }));
    said.extend(levers.bandwagons.iter().map(|one| {
        let (strength, full) = (rounded(one.strength), rounded(one.full));
        format!(
            "deposits 1 + {strength} N / {full} times as fast, N the deposits{} by the month",
            model.members_in_words(&one.among)
        )
    }));
    if let Some(pace) = &levers.pace {
        let now = ((model.as_of - model.opened).0 as f64 / MONTH_DAYS) as usize;
        let at = |month: usize| pace.by_month.get(month).or(pace.by_month.last()).copied();
        said.push(format!(
            "moves at a given pace: {} now, {} in a year, {} in three",
            rounded(at(now).unwrap_or(1.0)),
            rounded(at(now + 12).unwrap_or(1.0)),
            rounded(at(now + 36).unwrap_or(1.0)),
        ));
    }
    said
}

/// A lever by its label, else by its name as it is written.
fn called(name: &str, model: &Model) -> String {
    model.labels.levers.get(name).cloned().unwrap_or_else(|| format!("`{name}`"))
}

/// A random day in words.
fn someday(day: &Someday) -> String {
    let since = if day.from_as_of { "the as-of day" } else { "opening" };
    format!("{} from {since}", day.delay)
}
