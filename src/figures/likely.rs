//! What the charts of single participants say: who is likely next, and who may decide.

use super::source::{FigureSource, chance};
use crate::{
    chart::{Likely, Next},
    wording::{long_day, percent, short_name},
};
use crate::{
    quantity::{Chance, Days, Proportion},
    tally::Difference,
    treaty::Participant,
};

/// How many participants a chart shows.
const ROWS: usize = 20;

/// Who is likely to deposit within a year.
pub(crate) fn next(source: &FigureSource<'_>) -> Next {
    let (model, summary) = (source.model, &source.numbers.summary);
    let of = |index: &usize| (&model.participants[*index], summary.roles[*index].within_a_year);
    let until = model.as_of + Days(365);
    let leaders: Vec<(&str, Proportion)> =
        summary.next.iter().map(of).map(|(one, chance)| (short_name(&one.name), chance)).collect();
    let title = match ahead(&leaders) {
        Ahead::None => "No further deposit is expected within a year".to_owned(),
        Ahead::One(name, chance) => {
            format!("{name} is the likeliest next party, {} within a year", percent(chance))
        }
        Ahead::Two(name, other, chance) => format!(
            "{name} and {other} are the likeliest next parties, {} each within a year",
            percent(chance)
        ),
        Ahead::Many(chance) => format!(
            "Nobody is clearly the likeliest next party; nobody has more than {} within a year",
            percent(chance)
        ),
    };
    let rows = summary.next.iter().take(ROWS).map(of).map(|(one, chance)| {
        let note = if one.status.signed.is_some() { "signatory" } else { "not signed" };
        row(one, note.to_owned(), chance)
    });
    let rows = rows.collect();
    let subtitle = format!("Chance of a deposit by {}, % of simulated futures", long_day(until));
    let desc = format!("{title}. The {ROWS} likeliest, in order.");
    Next { heading: source.heading(title, subtitle, desc), rows }
}

/// Whose deposit is likely to be the one that meets the rule; nothing where nobody's is.
pub(crate) fn decisive(source: &FigureSource<'_>) -> Option<Next> {
    let (model, summary) = (source.model, &source.numbers.summary);
    let mut order: Vec<usize> = (0..model.participants.len())
        .filter(|index| model.participants[*index].status.deposited.is_none())
        .filter(|index| summary.roles[*index].decisive.count > 0)
        .collect();
    order.sort_by_key(|index| std::cmp::Reverse(summary.roles[*index].decisive.count));
    let leader = |index: &usize| {
        (short_name(&model.participants[*index].name), summary.roles[*index].decisive)
    };
    let leaders: Vec<(&str, Proportion)> = order.iter().map(leader).collect();
    let title = match ahead(&leaders) {
        Ahead::None => return None,
        Ahead::One(name, chance) => {
            format!("{name} is the likeliest to make the deposit that decides, {}", tenths(chance))
        }
        Ahead::Two(name, other, chance) => format!(
            "{name} and {other} are the likeliest to make the deposit that decides, about {} each",
            tenths(chance)
        ),
        Ahead::Many(chance) => format!(
            "Nobody stands out as the one whose deposit decides; nobody has more than {}",
            tenths(chance)
        ),
    };
    let rows = order.iter().take(ROWS).map(|index| {
        let (one, role) = (&model.participants[*index], &summary.roles[*index]);
        let by_target = role.by_target.map(percent);
        let note = by_target.map_or_else(String::new, |by| format!("{by} by target"));
        Likely { label: tenths(role.decisive), ..row(one, note, role.decisive) }
    });
    let rows = rows.collect();
    let subtitle = "Chance that the deposit falls on the day the rule is met, % of simulated futures; \
                    several may share that day. In grey the chance of being a party by the target";
    let desc = format!("{title}. The {ROWS} likeliest, in order.");
    Some(Next { heading: source.heading(title, subtitle.to_owned(), desc), rows })
}

/// Who is ahead of all others by more than the error.
enum Ahead<'a> {
    /// There is nobody.
    None,
    /// One alone.
    One(&'a str, Proportion),
    /// Two that cannot be told apart, ahead of all others.
    Two(&'a str, &'a str, Proportion),
    /// More than two that cannot be told apart; the greatest chance.
    Many(Proportion),
}

/// Who leads a list that is in order of chance.
fn ahead<'a>(list: &[(&'a str, Proportion)]) -> Ahead<'a> {
    let Some((name, chance)) = list.first() else { return Ahead::None };
    let near = |(_, other): &&(&str, Proportion)| {
        !Difference::of_chances(*chance, *other).exceeds_by_two_se()
    };
    let near = list[1..].iter().filter(near).count();
    match (near, list.get(1)) {
        (0, _) | (_, None) => Ahead::One(name, *chance),
        (1, Some((other, _))) => Ahead::Two(name, other, *chance),
        _ => Ahead::Many(*chance),
    }
}

/// A small chance as a percentage, to a tenth where its error allows.
fn tenths(chance: Proportion) -> String {
    let plain = percent(chance);
    let decimals = chance.percent_decimals().min(1);
    let signed = plain.starts_with(['<', '>']) || chance.count == chance.runs;
    if signed { plain } else { format!("{:.decimals$}%", 100.0 * chance.value()) }
}

/// A participant with its chance and twice its error either way.
fn row(one: &Participant, note: String, chance: Proportion) -> Likely {
    let error = 2.0 * chance.standard_error();
    let bound = |value: f64| Chance::new(value.clamp(0.0, 1.0)).unwrap_or(Chance::NONE);
    Likely {
        name: short_name(&one.name).to_owned(),
        note,
        chance: self::chance(chance),
        interval: (bound(chance.value() - error), bound(chance.value() + error)),
        label: percent(chance),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_chances_show_a_tenth_where_they_may() {
        let of = |count, runs| tenths(Proportion { count, runs });
        assert_eq!(of(1_170, 100_000), "1.2%");
        assert_eq!(of(2, 100), "2%");
        assert_eq!(of(1, 100_000), "<0.1%");
        assert_eq!(of(10, 10), ">81%");
    }

    #[test]
    fn only_a_lead_beyond_the_error_is_claimed() {
        let said = |counts: &[u64]| {
            let of = |count: &u64| ("X", Proportion { count: *count, runs: 1_000 });
            match ahead(&counts.iter().map(of).collect::<Vec<_>>()) {
                Ahead::None => 0,
                Ahead::One(..) => 1,
                Ahead::Two(..) => 2,
                Ahead::Many(_) => 3,
            }
        };
        assert_eq!(said(&[]), 0);
        assert_eq!(said(&[300]), 1);
        assert_eq!(said(&[300, 200]), 1);
        assert_eq!(said(&[300, 290, 200]), 2);
        assert_eq!(said(&[300, 290, 280, 100]), 3);
    }
}
