//! Participants as the report lists them: the record with its sources, and who matters.

use std::collections::BTreeMap;

use super::folder::ResultFolder;
use crate::{
    quantity::{Chance, Day, Proportion},
    result::number,
    tally::Role,
    treaty::{Kind, Participant},
    wording::{long_day, percent, percent_where, short_day, short_month},
};

/// A deposit on record.
#[derive(Clone, Debug)]
pub(super) struct Deposit {
    pub(super) name: String,
    pub(super) signed: String,
    pub(super) deposited: String,
    /// Empty where it is sure.
    pub(super) doubt: String,
    pub(super) sources: Vec<SourceLink>,
}

/// Where a fact is from.
#[derive(Clone, Debug)]
pub(super) struct SourceLink {
    pub(super) text: String,
    /// Whether the text is the address of a page.
    pub(super) link: bool,
}

/// Those that signed on one day.
#[derive(Clone, Debug)]
pub(super) struct SigningDay {
    pub(super) day: String,
    pub(super) count: usize,
    pub(super) names: String,
}

/// One row of the table of participants.
#[derive(Clone, Debug)]
pub(super) struct ListedParticipant {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) groups: String,
    /// `party`, `signatory` or `not signed`.
    pub(super) status: &'static str,
    pub(super) since: String,
    pub(super) cells: Vec<SortableCell>,
}

/// A cell that can be sorted: words, and the number in the result's file.
#[derive(Clone, Debug)]
pub(super) struct SortableCell {
    pub(super) words: String,
    /// As the file has it; empty where the file has none.
    pub(super) value: String,
}

/// The columns of [`Person::cells`] with their names in `participants.csv`.
pub(super) const COLUMNS: [(&str, &str); 6] = [
    ("Deposit within a year", "within_a_year_chance"),
    ("By the target", "by_target_chance"),
    ("Decisive", "decisive_chance"),
    ("Influence", "influence"),
    ("If it deposits now", "target_chance_if_deposits_now"),
    ("Median day", "median_day"),
];

/// Deposits in order of day.
pub(super) fn deposits(result: &ResultFolder) -> Vec<Deposit> {
    let mut found: Vec<(Day, &Participant)> = result
        .scenario
        .model
        .participants
        .iter()
        .filter_map(|one| Some((one.status.deposited?.on, one)))
        .collect();
    found.sort_by_key(|(day, one)| (*day, &one.code));
    let deposit = |(day, one): &(Day, &Participant)| Deposit {
        name: one.name.clone(),
        signed: one.status.signed.map_or_else(String::new, short_day),
        deposited: short_day(*day),
        doubt: match one.status.deposited.map(|report| report.chance.get()) {
            Some(chance) if chance < 1.0 => {
                format!("only reported; taken as made in {}% of futures", number(100.0 * chance))
            }
            _ => String::new(),
        },
        sources: sources(result.scenario.sources.get(&one.code).map_or("", String::as_str)),
    };
    found.iter().map(deposit).collect()
}

/// Signatures that wait for a deposit, by day.
pub(super) fn signings(result: &ResultFolder) -> Vec<SigningDay> {
    let mut by: BTreeMap<Day, Vec<&str>> = BTreeMap::new();
    for one in &result.scenario.model.participants {
        if let (Some(day), None) = (one.status.signed, one.status.deposited) {
            by.entry(day).or_default().push(&one.name);
        }
    }
    by.into_iter()
        .map(|(day, names)| SigningDay {
            day: long_day(day),
            count: names.len(),
            names: names.join(", "),
        })
        .collect()
}

/// Everybody, those first that are likeliest to make the deposit that decides.
pub(super) fn people(result: &ResultFolder) -> Vec<ListedParticipant> {
    let model = &result.scenario.model;
    let roles = &result.numbers.summary.roles;
    let mut order: Vec<usize> = (0..model.participants.len()).collect();
    order.sort_by_key(|index| {
        let role = &roles[*index];
        let pending = model.participants[*index].status.deposited.is_none();
        std::cmp::Reverse((pending, role.decisive.count, role.within_a_year.count))
    });
    order.into_iter().map(|index| person(&model.participants[index], &roles[index])).collect()
}

fn person(one: &Participant, role: &Role) -> ListedParticipant {
    let (signed, deposited) = (one.status.signed, one.status.deposited);
    let (status, since) = match (signed, deposited) {
        (_, Some(report)) => ("party", short_day(report.on)),
        (Some(day), None) => ("signatory", short_day(day)),
        (None, None) => ("not signed", String::new()),
    };
    let chance = |one: Option<Proportion>| match one {
        Some(one) => SortableCell { words: percent(one), value: number(one.value()) },
        None => SortableCell { words: "–".to_owned(), value: String::new() },
    };
    let pending = deposited.is_none();
    // Of a deposit that is sure it is known what comes of it.
    let sure = deposited.is_some_and(|report| report.chance >= Chance::SURE);
    let known =
        |one: Proportion| SortableCell { words: percent_where(sure, one), ..chance(Some(one)) };
    let moved = influence(role).filter(|_| pending).map_or_else(
        || SortableCell { words: "–".to_owned(), value: String::new() },
        |one| SortableCell { words: points(one), value: number(one.value()) },
    );
    let median = role.median.day();
    ListedParticipant {
        code: one.code.clone(),
        name: one.name.clone(),
        groups: if one.kind == Kind::Organisation && one.groups.is_empty() {
            "organisation".to_owned()
        } else {
            one.groups.join(", ")
        },
        status,
        since,
        cells: vec![
            chance(pending.then_some(role.within_a_year)),
            role.by_target.map_or_else(|| chance(None), known),
            known(role.decisive),
            moved,
            chance(role.target_if_now.filter(|_| pending)),
            SortableCell {
                words: median.map_or_else(|| "beyond horizon".to_owned(), short_month),
                value: median.map_or_else(String::new, |day| day.to_string()),
            },
        ],
    }
}

/// By how much the chance of the target differs between a deposit at once and none.
pub(super) fn influence(role: &Role) -> Option<Proportion> {
    let (now, never) = role.target_if_now.zip(role.target_if_never)?;
    Some(Proportion { count: now.count.saturating_sub(never.count), runs: now.runs })
}

/// Percentage points, with no digit the error denies.
pub(super) fn points(one: Proportion) -> String {
    let decimals = one.percent_decimals().min(2);
    format!("+{:.decimals$}", 100.0 * one.value())
}

/// A text of sources apart by semicolons.
fn sources(text: &str) -> Vec<SourceLink> {
    let parts = text.split(" ; ").map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| SourceLink {
            text: part.to_owned(),
            link: part.starts_with("https://") || part.starts_with("http://"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::result;

    #[test]
    fn those_who_matter_most_come_first_and_parties_last() {
        let people = people(&result(2000));
        assert_eq!(people.last().map(|one| one.status), Some("party"));
        let pending = people.iter().filter(|one| one.status != "party");
        let decisive: Vec<f64> =
            pending.filter_map(|one| one.cells[2].value.parse().ok()).collect();
        assert!(decisive.len() == 5 && decisive.is_sorted_by(|a, b| a >= b), "{decisive:?}");
    }

    #[test]
    fn only_addresses_are_links() {
        let all = sources("https://a.example/x ; javascript:alert(1) ; minutes of the meeting");
        let links: Vec<bool> = all.iter().map(|one| one.link).collect();
        assert_eq!(links, [true, false, false]);
    }

    #[test]
    fn the_record_is_listed_by_day() {
        let result = result(100);
        assert_eq!(deposits(&result)[0].deposited, "30 Jun 2025");
        let days: Vec<String> = signings(&result).into_iter().map(|one| one.day).collect();
        assert_eq!(days, ["1 January 2025", "1 March 2025"]);
    }
}
