//! Several results in one chart: the chance of being in force by each day, a line for each.

use super::{
    figure::Figure,
    figures::{Source, chance, curve},
    words::{long_day, percent, short_day, short_month, thousands},
};
use crate::{
    output::chart::{AtTarget, Cumulative, Heading, Likely, Mark, Next, Series},
    quantity::{Chance, Day, Days},
    tally::Estimate,
};

/// More lines than these cannot be told apart: where there is a target a row for each stands in
/// their place, else later ones are left out.
const MOST_LINES: usize = 8;

/// The cumulative chart of several results, each with its name; the first is the base.
pub fn compared(results: &[(String, Source<'_>)]) -> Figure {
    if let Some(target) = common_target(results).filter(|_| results.len() > MOST_LINES) {
        return Figure::new("compared", rows(results, target));
    }
    let shown = &results[..results.len().min(MOST_LINES)];
    let from = shown.iter().map(|(_, one)| one.model.as_of + Days(1)).min().unwrap_or(Day::FIRST);
    let to = shown.iter().map(|(_, one)| one.last_day()).max().unwrap_or(Day::FIRST);
    let target = common_target(shown);
    let title = title(shown, target);
    let desc = format!("{title}. One line for each of {} results.", shown.len());
    let left_out = match results.len() - shown.len() {
        0 => String::new(),
        count => format!(" {count} more are left out."),
    };
    let input = Cumulative {
        heading: Heading {
            title,
            subtitle: "Chance that the treaty is in force by each day, % of simulated futures"
                .to_owned(),
            footer: footer(shown) + &left_out,
            desc,
        },
        from,
        to,
        series: shown.iter().map(|(name, one)| series(name, one, target, to)).collect(),
        target: target.map(|day| Mark { day, label: format!("Target: {}", short_day(day)) }),
        interval: None,
    };
    Figure::new("compared", input)
}

/// The chances of very many results, a row for each, the first one first and the others by chance.
fn rows(results: &[(String, Source<'_>)], target: Day) -> Next {
    let at = |one: &Source<'_>| one.numbers.summary.target.map(|(_, by, _)| by);
    let mut all: Vec<(&str, Estimate, String)> = results
        .iter()
        .filter_map(|(name, one)| Some((name.as_str(), at(one)?, median_words(one))))
        .collect();
    if let Some((_, others)) = all.split_first_mut() {
        others.sort_by(|a, b| b.1.value().total_cmp(&a.1.value()));
    }
    let title = title(results, Some(target));
    let subtitle = format!(
        "Chance of being in force by {}, % of simulated futures; whiskers are two standard errors",
        long_day(target)
    );
    let desc = format!("{title}. A row for each of {} results.", results.len());
    let heading = Heading { title, subtitle, footer: footer(results), desc };
    let row = |(name, by, note): &(&str, Estimate, String)| {
        let error = 2.0 * by.standard_error();
        let bound = |value: f64| Chance::new(value.clamp(0.0, 1.0)).unwrap_or(Chance::NONE);
        Likely {
            name: (*name).to_owned(),
            note: note.clone(),
            chance: chance(*by),
            interval: (bound(by.value() - error), bound(by.value() + error)),
            label: percent(*by),
        }
    };
    Next { heading, rows: all.iter().map(row).collect() }
}

fn median_words(source: &Source<'_>) -> String {
    source.numbers.summary.at(0.5).and_then(|one| one.in_force.day.day()).map_or_else(
        || "median beyond horizon".to_owned(),
        |day| format!("median {}", short_month(day)),
    )
}

/// The target, where all have the same.
fn common_target(results: &[(String, Source<'_>)]) -> Option<Day> {
    let first = results.first()?.1.model.target;
    first.filter(|_| results.iter().all(|(_, one)| one.model.target == first))
}

fn series(name: &str, source: &Source<'_>, target: Option<Day>, to: Day) -> Series {
    let summary = &source.numbers.summary;
    Series {
        name: name.to_owned(),
        note: median_words(source),
        points: curve(&source.numbers.distribution, to),
        at_target: summary
            .target
            .filter(|_| target.is_some())
            .map(|(_, by, _)| AtTarget { chance: chance(by), label: percent(by) }),
        median: None,
    }
}

/// From the least to the greatest chance by the target, if they clearly differ.
fn title(results: &[(String, Source<'_>)], target: Option<Day>) -> String {
    let mut by: Vec<(&str, Estimate)> = results
        .iter()
        .filter_map(|(name, one)| Some((name.as_str(), one.numbers.summary.target?.1)))
        .collect();
    by.sort_by(|a, b| a.1.value().total_cmp(&b.1.value()));
    match (target, by.as_slice()) {
        (Some(day), [(low_name, low), .., (high_name, high)]) => {
            let error = low.standard_error().hypot(high.standard_error());
            if high.value() - low.value() > 2.0 * error {
                format!(
                    "In force by {}: from {} ({low_name}) to {} ({high_name})",
                    long_day(day),
                    percent(*low),
                    percent(*high)
                )
            } else {
                format!("No clear difference in the chance of being in force by {}", long_day(day))
            }
        }
        _ => format!("When {} results say that the treaty is in force", results.len()),
    }
}

fn footer(results: &[(String, Source<'_>)]) -> String {
    let mut plans: Vec<String> = results
        .iter()
        .map(|(_, one)| {
            let plan = one.numbers.summary.plan;
            format!("{} futures, seed {}", thousands(plan.runs.get()), plan.seed.0)
        })
        .collect();
    plans.dedup();
    let title = results.first().map_or("", |(_, one)| one.model.title.as_str());
    match plans.as_slice() {
        [plan] => format!("{title}. Each line: {plan}; inforce {}.", env!("CARGO_PKG_VERSION")),
        _ => format!(
            "{title}. Seeds or numbers of futures differ, so differences are not paired; inforce {}.",
            env!("CARGO_PKG_VERSION")
        ),
    }
}
