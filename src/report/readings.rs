//! What the page's script reads: for each chart of days its box and the words for each day.

use serde_json::{Map, Value, json};

use super::{
    comparison::Comparison, folder::ResultFolder, picture::Picture, section::ReportSection,
};
use crate::{
    chart::Plot,
    quantity::Day,
    result::number,
    tally::Milestone,
    wording::{long_day, long_month, percent, percent_where, thousands, words::MONTHS},
};

/// The JSON block: curves by result, boxes and words by figure.
pub(super) fn data(
    results: &[ResultFolder],
    sections: &[ReportSection],
    comparison: Option<&Comparison>,
) -> Value {
    let mut figures = Map::new();
    for (place, (result, section)) in results.iter().zip(sections).enumerate() {
        for figure in &section.figures {
            if let Some(rows) = rows(result, &figure.name) {
                figures.insert(id(place, figure), json!({ "rows": rows, "curve": null }));
            }
        }
        if let Some(chance) = section.figures.iter().find(|one| one.name == "chance") {
            figures.insert(id(place, chance), json!({ "rows": null, "curve": [place] }));
        }
    }
    // Of rows below each other none is a curve.
    if let Some(figure) = comparison.map(|one| &one.figure).filter(|one| one.name == "compared") {
        let all: Vec<usize> = (0..results.len()).collect();
        figures.insert(figure.name.clone(), json!({ "rows": null, "curve": all }));
    }
    let curves: Vec<Value> =
        results.iter().zip(sections).map(|(result, section)| curve(result, section)).collect();
    json!({ "curves": curves, "figures": figures, "months": MONTHS })
}

/// What a figure is called in the page.
pub(super) fn id(place: usize, figure: &Picture) -> String {
    format!("r{place}-{}", figure.name)
}

/// The box of a figure: left, top, right, bottom, first and last day.
pub(super) fn plot_json(plot: Plot) -> Value {
    json!([plot.left, plot.top, plot.right, plot.bottom, plot.from.number(), plot.to.number()])
}

/// The chance of being in force by the end of each row of `distribution.csv`, as numbers and in
/// words.
fn curve(result: &ResultFolder, section: &ReportSection) -> Value {
    let distribution = &result.numbers.distribution;
    let days: Vec<i32> = distribution.rows.iter().map(|row| row.to.number()).collect();
    let chances: Vec<Value> = distribution
        .rows
        .iter()
        .map(|row| {
            number(row.in_force_by.value()).parse().map_or(Value::Null, |one: f64| json!(one))
        })
        .collect();
    let met = result.numbers.summary.met_by_record.is_some();
    let words = distribution.rows.iter().map(|row| match met {
        true => percent_where(true, row.in_force_by),
        false => row.in_force_by.to_string(),
    });
    let words: Vec<String> = words.collect();
    let start = result.scenario.model.target.unwrap_or(result.scenario.model.horizon);
    let daily = distribution.rows.iter().all(|row| row.from == row.to);
    // Rows one day apart need only the first day.
    let days = if daily { json!(days.first()) } else { json!(days) };
    json!({
        "name": section.name,
        "days": days,
        "chances": chances,
        "words": words,
        "before": number(distribution.before(Milestone::InForce).value()),
        "start": start.number(),
    })
}

/// Spells of days with their words, for figures that are no curve of chances.
fn rows(result: &ResultFolder, figure: &str) -> Option<Vec<Value>> {
    let numbers = &result.numbers;
    let row = |from: Day, to: Day, words: String| json!([from.number(), to.number(), words]);
    Some(match figure {
        "quarters" => numbers
            .quarters
            .iter()
            .map(|one| {
                let words = format!(
                    "{} to {}: {} of {} futures, {}",
                    long_month(one.from),
                    long_month(one.to),
                    thousands(one.chance.count),
                    thousands(one.chance.runs),
                    percent(one.chance)
                );
                row(one.from, one.to, words)
            })
            .collect(),
        "parties" => numbers
            .months
            .iter()
            .map(|one| {
                let [p5, p25, p50, p75, p95] = one.quantiles;
                let words = format!(
                    "{}: half of all futures have {p50} or more; half lie from {p25} to {p75}, nine in ten \
                     from {p5} to {p95}",
                    long_day(one.end)
                );
                row(one.end.first_of_month(), one.end, words)
            })
            .collect(),
        "pace" => {
            let ends = numbers.pace.iter().skip(1).map(|one| one.from);
            let last = numbers.pace.last().map(|one| one.from.first_of_next_month());
            numbers
                .pace
                .iter()
                .zip(ends.chain(last))
                .map(|(one, end)| {
                    let words = format!(
                        "{}: {:.2} times as fast, eight in ten from {:.2} to {:.2}",
                        long_month(one.from),
                        one.median,
                        one.low,
                        one.high
                    );
                    row(one.from, end, words)
                })
                .collect()
        }
        _ => return None,
    })
}
