//! What the charts' titles say: the finding in words, never stronger than the error allows.

use super::source::FigureSource;
use crate::{
    quantity::{Day, Quantile},
    result::QuarterChance,
    tally::Difference,
    wording::{long_day, long_month, long_span, percent},
};

/// By when it is as likely as not.
pub(crate) fn median_words(source: &FigureSource<'_>) -> String {
    let median = source.numbers.summary.at(0.5);
    match median.and_then(|one| about_when(one.in_force)) {
        Some(when) => format!("as likely as not by {when}"),
        None => format!("less likely than not by {}", long_month(source.model.horizon)),
    }
}

/// The month of a day, or only its year where its error is larger than a month.
pub(crate) fn about_when(quantile: Quantile) -> Option<String> {
    let day = quantile.day.day()?;
    Some(match quantile.error_days() {
        Some(error) if error <= 31.0 => long_month(day),
        _ => format!("about {}", day.year()),
    })
}

/// The chance by the target and the median.
pub(crate) fn cumulative_title(source: &FigureSource<'_>) -> String {
    let summary = &source.numbers.summary;
    let Some((target, chance, _)) = summary.target.filter(|_| summary.met_by_record.is_none())
    else {
        return match summary.met_by_record {
            Some(met) => format!("The rule was met on {}", long_day(met)),
            None => format!("In force: {}", median_words(source)),
        };
    };
    let target = long_day(target);
    if chance.count == chance.runs {
        format!("In force by {target} in every simulated future")
    } else if chance.count == 0 {
        format!("In force by {target} in no simulated future, {}", median_words(source))
    } else {
        format!(
            "A {} chance of being in force by {target}, {}",
            percent(chance),
            median_words(source)
        )
    }
}

/// Names the likeliest quarter only where it is clearly ahead of the next.
pub(crate) fn quarters_title(quarters: &[&QuarterChance], last: Day) -> String {
    let mut ranked: Vec<&&QuarterChance> = quarters.iter().collect();
    ranked.sort_by_key(|one| std::cmp::Reverse(one.chance.count));
    match (ranked.first(), ranked.get(1)) {
        (Some(top), _) if top.chance.count == 0 => {
            format!("No future enters into force by {}", long_month(last))
        }
        (Some(top), Some(next))
            if !Difference::of_chances(top.chance, next.chance).exceeds_by_two_se() =>
        {
            format!("No quarter has more than {} of the futures", percent(top.chance))
        }
        (Some(top), _) => format!(
            "The likeliest quarter, {}, has {} of the futures",
            long_span(top.from, top.to),
            percent(top.chance)
        ),
        (None, _) => "Nothing is simulated".to_owned(),
    }
}
