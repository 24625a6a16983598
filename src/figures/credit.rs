//! The words under every chart: whose numbers, on which record, how many futures by which seed.

use crate::wording::{assumed::with_departures, instruments, long_day, thousands};
use crate::{engine::Plan, quantity::Day, treaty::Model};

/// What is assumed beyond the baseline; then treaty, record, futures and seed, version, and where
/// the record is from. `futures` says what there are so many of, such as `simulated futures`.
pub(crate) fn credit(model: &Model, status_source: &str, plan: Plan, futures: &str) -> String {
    let words = format!(
        "{}. {}. {} {futures}, seed {}; inforce {}.{}",
        short_title(&model.title),
        record(model),
        thousands(plan.runs.get()),
        plan.seed.0,
        env!("CARGO_PKG_VERSION"),
        source(status_source)
    );
    with_departures(model, words)
}

/// The same for what-ifs, whose scenarios meet the same draws.
pub(crate) fn credit_each(model: &Model, status_source: &str, plan: Plan) -> String {
    credit(model, status_source, plan, "simulated futures each on the same draws")
}

/// What is on record by the as-of day.
pub(crate) fn record(model: &Model) -> String {
    let counted = model
        .participants
        .iter()
        .enumerate()
        .filter(|(index, one)| one.status.deposited.is_some() && model.rule.counts(*index));
    format!("{} as of {}", instruments(counted.count()), long_day(model.as_of))
}

/// Longer titles are cut between words, so that there is room for what follows.
const LONGEST_TITLE: usize = 110;

/// The treaty's title as it stands under a chart.
pub(crate) fn short_title(title: &str) -> String {
    let mut short = String::new();
    for word in title.split(' ') {
        if short.chars().count() + word.chars().count() > LONGEST_TITLE {
            return left_to_right(&format!("{}…", short.trim_end()));
        }
        short.push_str(word);
        short.push(' ');
    }
    left_to_right(short.trim_end())
}

/// A text with a mark at its end, where it is written from right to left, so that the numbers after
/// it stay on its right.
fn left_to_right(text: &str) -> String {
    let leftward = |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if text.contains(leftward) { format!("{text}\u{200e}") } else { text.to_owned() }
}

/// Where the record is from; empty where nobody says.
pub(crate) fn source(status_source: &str) -> String {
    match status_source.trim_end_matches('.') {
        "" => String::new(),
        said => format!(" Status: {}.", left_to_right(said)),
    }
}

/// Whether it is settled by the as-of day if the treaty is in force by a day: the rule was met by
/// the record, or no deposit still to come is early enough.
pub(crate) fn settled(model: &Model, met_by_record: Option<Day>, by: Day) -> bool {
    let last = model.rule.last_day_to_meet(by);
    met_by_record.is_some() || last.is_none_or(|last| last <= model.as_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_leave_room_and_numbers_their_place() {
        assert_eq!(short_title("Paris Agreement"), "Paris Agreement");
        let long = short_title(&"Harmonisation of ".repeat(20));
        assert!(long.ends_with(" of…") && long.chars().count() <= LONGEST_TITLE + 1, "{long}");
        let word = short_title(&"x".repeat(300));
        assert_eq!(word, "…");
        assert!(short_title("اتفاقية").ends_with('\u{200e}'));
    }
}
