//! Several results in one chart: the chance of being in force by each day, a line for each.

use super::{
    credit::{record, short_title, source},
    source::{FigureSource, chance, curve},
};
use crate::{
    chart::Figure,
    wording::{
        assumed::{assumed, with_departures},
        long_day, short_day, short_month, thousands,
    },
};
use crate::{
    chart::{AtTarget, Cumulative, Heading, Mark, ScenarioRow, Scenarios, Series},
    quantity::{Day, Days, Proportion},
    tally::Difference,
};

/// More lines than these cannot be told apart: where there is a target a row for each stands in
/// their place, else later ones are left out.
const MOST_LINES: usize = 8;
/// The shares whose days stand in a row.
const SHOWN: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// The cumulative chart of several results, each with its name; the first is the base.
pub fn compared(results: &[(String, FigureSource<'_>)]) -> Figure {
    if let Some(target) = common_target(results).filter(|_| results.len() > MOST_LINES) {
        return Figure::new("scenarios", rows(results, target));
    }
    let shown = &results[..results.len().min(MOST_LINES)];
    let from =
        shown.iter().map(|(_, one)| one.model.first_future_day()).min().unwrap_or(Day::FIRST);
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

/// Very many results below each other, the likeliest to be in time first.
fn rows(results: &[(String, FigureSource<'_>)], target: Day) -> Scenarios {
    let row = |(place, (name, one)): (usize, &(String, FigureSource<'_>))| {
        let summary = &one.numbers.summary;
        let by = summary.target.map(|(_, by, _)| by);
        let days = SHOWN.map(|share| summary.at(share)?.in_force.day.day());
        ScenarioRow {
            name: name.clone(),
            base: place == 0,
            chance: by.map_or(0.0, Proportion::value),
            error: by.map_or(0.0, |by| 2.0 * by.standard_error()),
            label: by.map_or_else(String::new, |by| one.percent_by(target, by)),
            days,
            median: days[2].map_or_else(|| "beyond".to_owned(), short_month),
        }
    };
    let mut rows: Vec<ScenarioRow> = results.iter().enumerate().map(row).collect();
    rows.sort_by(|one, other| other.chance.total_cmp(&one.chance));
    let title = title(results, Some(target));
    let subtitle = format!(
        "Chance of being in force by {}, and the day of entry into force, {} results",
        long_day(target),
        results.len()
    );
    let desc = format!("{title}. A row for each of {} results.", results.len());
    let late =
        results.iter().filter_map(|(_, one)| one.numbers.summary.at(0.9)?.in_force.day.day());
    let from = results.iter().map(|(_, one)| one.model.first_future_day()).min();
    let past = target + Days(180);
    Scenarios {
        heading: Heading { title, subtitle, footer: footer(results), desc },
        from: from.unwrap_or(Day::FIRST),
        to: late.max().unwrap_or(past).max(past).last_of_year(),
        target: Some(Mark { day: target, label: format!("Target: {}", short_day(target)) }),
        rows,
    }
}

fn median_words(source: &FigureSource<'_>) -> String {
    source.numbers.summary.at(0.5).and_then(|one| one.in_force.day.day()).map_or_else(
        || "median beyond horizon".to_owned(),
        |day| format!("median {}", short_month(day)),
    )
}

/// The target, where all have the same.
fn common_target(results: &[(String, FigureSource<'_>)]) -> Option<Day> {
    let first = results.first()?.1.model.target;
    first.filter(|_| results.iter().all(|(_, one)| one.model.target == first))
}

fn series(name: &str, source: &FigureSource<'_>, target: Option<Day>, to: Day) -> Series {
    let summary = &source.numbers.summary;
    Series {
        name: name.to_owned(),
        note: median_words(source),
        points: curve(&source.numbers.distribution, to, target.as_slice()),
        at_target: summary
            .target
            .filter(|_| target.is_some())
            .map(|(day, by, _)| AtTarget { chance: chance(by), label: source.percent_by(day, by) }),
        median: None,
    }
}

/// From the least to the greatest chance by the target, if they clearly differ.
fn title(results: &[(String, FigureSource<'_>)], target: Option<Day>) -> String {
    let mut by: Vec<(&str, Proportion, String)> = results
        .iter()
        .filter_map(|(name, one)| {
            let (day, chance, _) = one.numbers.summary.target?;
            Some((name.as_str(), chance, one.percent_by(day, chance)))
        })
        .collect();
    by.sort_by(|a, b| a.1.value().total_cmp(&b.1.value()));
    match (target, by.as_slice()) {
        (Some(day), [(low_name, low, least), .., (high_name, high, most)]) => {
            if Difference::of_chances(*high, *low).exceeds_by_two_se() {
                format!(
                    "In force by {}: from {least} ({low_name}) to {most} ({high_name})",
                    long_day(day)
                )
            } else {
                format!("No clear difference in the chance of being in force by {}", long_day(day))
            }
        }
        _ => format!("When {} results say that the treaty is in force", results.len()),
    }
}

/// Treaty, record, futures and seed; what differs between the results is left out.
fn footer(results: &[(String, FigureSource<'_>)]) -> String {
    let Some((_, first)) = results.first() else { return String::new() };
    let same = |of: &dyn Fn(&FigureSource<'_>) -> String| {
        results.iter().all(|(_, one)| of(one) == of(first))
    };
    let plan = |one: &FigureSource<'_>| {
        let plan = one.numbers.summary.plan;
        format!("{} simulated futures each, seed {}", thousands(plan.runs.get()), plan.seed.0)
    };
    let title = if same(&|one| one.model.title.clone()) {
        short_title(&first.model.title)
    } else {
        String::new()
    };
    let on_record = same(&|one| record(one.model)).then(|| record(first.model));
    let futures = match same(&plan) {
        true => plan(first),
        false => "Seeds or numbers of futures differ, so differences are not paired".to_owned(),
    };
    let version = format!("inforce {}", env!("CARGO_PKG_VERSION"));
    let source = same(&|one| one.status_source.to_owned()).then(|| source(first.status_source));
    let parts = [title, on_record.unwrap_or_default(), format!("{futures}; {version}")];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let words = format!("{}.{}", said.join(". "), source.unwrap_or_default());
    match same(&|one| assumed(one.model).join("; ")) {
        // Where some depart from the baseline and others do not, their names say so.
        true => with_departures(first.model, words),
        false => words,
    }
}
