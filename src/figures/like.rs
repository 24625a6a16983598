//! What earlier treaties did that were like this one at its age, behind what is forecast for it.

use std::collections::BTreeMap;

use super::source::FigureSource;
use crate::{
    chart::{Lines, NamedLine},
    quantity::{Day, YEAR_DAYS},
    result::LikeTreaties,
    wording::{last_instrument, short_name},
};

/// How many of the like treaties are named: the nearest.
const NAMED: usize = 4;

/// Years since the opening up to which all is shown.
const YEARS: f64 = 8.0;

/// Their counts of instruments by age, and the forecast; nothing where there are none, or the rule is met.
pub(super) fn like(source: &FigureSource<'_>) -> Option<Lines> {
    let (model, summary) = (source.model, &source.numbers.summary);
    let like = source.numbers.like.as_ref().filter(|_| summary.met_by_record.is_none())?;
    let [now, later] = like.by[..] else { return None };
    let number = f64::from(like.instruments);
    let age = |day: Day| f64::from((day - model.opened).0) / YEAR_DAYS;
    let counts = counts_by_treaty(like, 2.0 * number);
    let of = |name: &str, id: &str| NamedLine {
        name: short_name(name).to_owned(),
        note: String::new(),
        points: counts.get(id).cloned().unwrap_or_default(),
        band: Vec::new(),
    };
    let named = like.treaties.iter().filter(|one| counts.contains_key(one.treaty.as_str()));
    let start = summary.instruments as f64;
    let mut forecast = vec![(age(model.as_of), [start; 5])];
    let months = source.numbers.months.iter().filter(|month| month.end > model.as_of);
    forecast.extend(months.map(|month| (age(month.end), month.smooth)));
    forecast.retain(|(years, at)| *years <= YEARS && at[MEDIAN] <= 2.0 * number);
    // First, so that it has the first colour.
    let mut lines = vec![NamedLine {
        name: "Forecast".to_owned(),
        note: "and 90% of futures".to_owned(),
        points: forecast.iter().map(|(years, at)| (*years, at[MEDIAN])).collect(),
        band: forecast
            .iter()
            .map(|(years, at)| (*years, at[LOWEST], at[HIGHEST].min(2.0 * number)))
            .collect(),
    }];
    lines.extend(named.take(NAMED).map(|one| of(&one.name, &one.treaty)));
    let title = format!(
        "{} of the {} earlier treaties most like it had the {} within {:.1} years of opening, {} within {:.1}",
        now.reached.count,
        like.treaties.len(),
        last_instrument(&model.rule),
        age(now.day),
        later.reached.count,
        age(later.day),
    );
    let desc = format!(
        "{title}. Weighted by likeness, earlier treaties give it {} and {}.",
        percent_of(now.weighted),
        percent_of(later.weighted)
    );
    let subtitle = format!(
        "Number of instruments by age; the nearest {} are named. At this age they had {} to {}",
        lines.len() - 1,
        like.deposits.0,
        like.deposits.1
    );
    let ticks = (0..=4).map(|step| f64::from(step) * number / 2.0);
    Some(Lines {
        heading: source.heading(title, subtitle, desc),
        across: "Years since the opening for signature".to_owned(),
        range: (0.0, YEARS),
        up: (0.0, 2.0 * number),
        ticks: ticks.map(|count| (count, format!("{count:.0}"))).collect(),
        reference: Some((number, last_instrument(&model.rule))),
        ground: counts.into_values().collect(),
        lines,
    })
}

/// The places of the 5th percentile, the median and the 95th among those of a month.
const LOWEST: usize = 0;
const MEDIAN: usize = 2;
const HIGHEST: usize = 4;

/// Each treaty's instruments by years of age, up to so many.
fn counts_by_treaty(like: &LikeTreaties, most: f64) -> BTreeMap<&str, Vec<(f64, f64)>> {
    let mut counts: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for one in &like.counts {
        let (years, count) = (f64::from(one.age_months) / 12.0, one.deposits as f64);
        if years <= YEARS && count <= most {
            counts.entry(&one.treaty).or_default().push((years, count));
        }
    }
    counts
}

fn percent_of(chance: f64) -> String {
    format!("{:.0}%", 100.0 * chance)
}
