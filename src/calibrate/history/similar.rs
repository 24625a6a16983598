//! Earlier treaties that had as many signatures at the same age: how many instruments they had.

use std::collections::BTreeSet;

use super::{History, ParticipantRecord, PastKind, PastTreaty};
use crate::{
    quantity::Day,
    treaty::{Kind, Model},
};

/// Earlier treaties with about as many signatures at the age of another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SimilarTreaties {
    /// The fewest and the most signatures that count as about as many.
    pub signatures: (usize, usize),
    /// Each treaty's id and its instruments by that age, the fewest first; at least one.
    pub treaties: Vec<(String, usize)>,
}

/// Bounds of what is about as many signatures are multiples of this.
const STEP: usize = 5;

impl SimilarTreaties {
    /// The median number of instruments.
    pub fn median(&self) -> f64 {
        let count = self.treaties.len();
        let at = |place: usize| self.treaties.get(place).map_or(0, |(_, number)| *number);
        (at((count - 1) / 2) + at(count / 2)) as f64 / 2.0
    }

    /// The fewest and the most instruments.
    pub fn range(&self) -> (usize, usize) {
        let number = |one: Option<&(String, usize)>| one.map_or(0, |(_, number)| *number);
        (number(self.treaties.first()), number(self.treaties.last()))
    }
}

impl History {
    /// The treaties of the pool that had about as many signatures as this one at the same age, as
    /// far as its as-of day had seen them reach it; never the treaty itself. Nothing where nobody has
    /// signed, or there is none.
    pub fn alike(&self, model: &Model) -> Option<SimilarTreaties> {
        let age = model.as_of - model.opened;
        let signed = model.participants.iter().filter(|one| one.kind != Kind::Organisation);
        let signed: BTreeSet<(&str, Day)> =
            signed.filter_map(|one| Some((one.code.as_str(), one.status.signed?))).collect();
        let signatures = about(signed.len())?;
        let pool = self.pool.iter().filter_map(|pooled| self.treaty(&pooled.treaty));
        let mut treaties: Vec<(String, usize)> = pool
            .filter_map(|treaty| {
                let day = treaty.opened + age;
                if !treaty.has_signature || day > model.as_of || day > treaty.whole_to() {
                    return None;
                }
                let then = signatures_by(treaty, day);
                if treaty.is_called(&model.title) || then == signed {
                    return None;
                }
                let alike = (signatures.0..=signatures.1).contains(&then.len());
                alike.then(|| (treaty.id.clone(), instruments_by(treaty, day)))
            })
            .collect();
        treaties.sort_by(|one, other| (one.1, &one.0).cmp(&(other.1, &other.0)));
        (!treaties.is_empty()).then_some(SimilarTreaties { signatures, treaties })
    }
}

/// From a fifth fewer to a quarter more, and at least five either way; nothing where there are none.
fn about(signatures: usize) -> Option<(usize, usize)> {
    let near = |number: f64| (number / STEP as f64).round() as usize * STEP;
    let low = (signatures as f64 * 0.8).min(signatures as f64 - STEP as f64).max(1.0);
    let high = (signatures as f64 * 1.25).max((signatures + STEP) as f64);
    (signatures > 0).then(|| (near(low).max(1), near(high)))
}

impl PastTreaty {
    /// Whether this is its title or its short name.
    pub fn is_called(&self, title: &str) -> bool {
        [&self.title, &self.short_name].iter().any(|own| own.eq_ignore_ascii_case(title))
    }
}

/// The States that had signed by the end of a day, each with its day.
fn signatures_by(treaty: &PastTreaty, day: Day) -> BTreeSet<(&str, Day)> {
    let states = treaty.records.iter().filter(|record| is_state(record));
    let signed = states.filter_map(|record| Some((record.participant.as_str(), record.signed?)));
    signed.filter(|(_, signed)| *signed <= day).collect()
}

/// The instruments that had been deposited by the end of a day and stood.
fn instruments_by(treaty: &PastTreaty, day: Day) -> usize {
    let counted = treaty.counted();
    let likely = treaty.likely_deposits();
    let stands = |record: &ParticipantRecord| !record.withdrawn.is_some_and(|left| left.by(day));
    let in_time = |(place, record): &(usize, &ParticipantRecord)| {
        likely[*place].is_some_and(|deposit| deposit <= day)
            && counted.has(*place)
            && stands(record)
    };
    treaty.records.iter().enumerate().filter(in_time).count()
}

fn is_state(record: &ParticipantRecord) -> bool {
    matches!(record.kind, PastKind::State | PastKind::ExtinctState)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn model(name: &str, sets: &[&str]) -> Model {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        Scenario::load(&[name.to_owned()], &sets).unwrap().model
    }

    #[test]
    fn treaties_of_as_many_signatures_are_counted() {
        let history = History::built_in().unwrap();
        let found = history.alike(&model("hanoi", &[])).unwrap();
        // Counted from the tables by other means, 218 days after each had opened.
        assert_eq!((found.signatures, found.treaties.len()), ((60, 90), 11));
        assert_eq!(found.range(), (1, 16));
        assert!((found.median() - 2.0).abs() < 1e-12);
        assert_eq!(found.treaties[10], ("X-8".to_owned(), 16));
    }

    #[test]
    fn a_case_of_the_past_knows_neither_itself_nor_what_came_later() {
        let history = History::built_in().unwrap();
        for (case, id) in [("uncac", "XVIII-14"), ("untoc", "XVIII-12"), ("paris", "XXVII-7-d")] {
            for title in [None, Some("treaty.title=\"Another title\"")] {
                let model = model(case, title.as_slice());
                let age = model.as_of - model.opened;
                let found = history.alike(&model).unwrap();
                for (other, _) in &found.treaties {
                    let treaty = history.treaty(other).unwrap();
                    assert!(other != id && treaty.opened + age <= model.as_of, "{case}: {other}");
                }
            }
        }
    }

    #[test]
    fn about_as_many_is_a_range_of_whole_fives() {
        let found = [0, 1, 4, 10, 20, 73, 160].map(about);
        let expected = [
            None,
            Some((1, 5)),
            Some((1, 10)),
            Some((5, 15)),
            Some((15, 25)),
            Some((60, 90)),
            Some((130, 200)),
        ];
        assert_eq!(found, expected);
    }
}
