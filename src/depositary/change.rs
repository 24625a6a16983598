//! Two status tables side by side: who signed, who deposited, who withdrew.

use std::collections::BTreeMap;

use super::Document;
use crate::{
    quantity::Day,
    treaty::{Form, Model},
};

/// What had happened by a day, participant by participant.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StatusTable {
    /// The last day the table is known for; none where that is not said.
    pub as_of: Option<Day>,
    /// By code; those that did nothing may be left out.
    pub rows: BTreeMap<String, ParticipantStanding>,
}

/// What one participant had done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParticipantStanding {
    /// Its name.
    pub name: String,
    /// The day of its signature.
    pub signed: Option<Day>,
    /// The day of its instrument.
    pub bound: Option<Day>,
    /// The form of that instrument, where it is known.
    pub form: Option<Form>,
    /// Whether a document shows one of its acts as withdrawn.
    pub withdrawn: bool,
}

/// What a later table says that an earlier one did not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Signatures the earlier table had not, by day.
    pub signed: Vec<StatusChange>,
    /// Deposits the earlier table had not, by day.
    pub deposited: Vec<StatusChange>,
    /// Acts that the later table shows as withdrawn.
    pub withdrew: Vec<StatusChange>,
    /// Acts of the earlier table that the later one does not know at all.
    pub gone: Vec<StatusChange>,
    /// Acts that both know, on other days.
    pub moved: Vec<StatusChange>,
}

/// One act that differs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct StatusChange {
    /// The day in the later table; where it has none, in the earlier.
    pub on: Day,
    /// The participant's name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// `signature` or `deposit`.
    pub what: &'static str,
    /// The day in the earlier table, where it had one.
    pub before: Option<Day>,
    /// The form of the instrument in the later table, where it is known.
    pub form: Option<Form>,
}

impl From<&Model> for StatusTable {
    fn from(model: &Model) -> StatusTable {
        let rows = model.participants.iter().map(|one| {
            let bound = one.status.deposited.map(|report| report.on);
            let (name, signed) = (one.name.clone(), one.status.signed);
            let withdrawn = one.status.withdrew.is_some();
            (one.code.clone(), ParticipantStanding { name, signed, bound, form: None, withdrawn })
        });
        StatusTable { as_of: Some(model.as_of), rows: rows.collect() }
    }
}

impl From<&Document> for StatusTable {
    fn from(document: &Document) -> StatusTable {
        let rows = document.rows.iter().map(|row| {
            let withdrawn = row.withdrawn.signed.is_some() || row.withdrawn.bound.is_some();
            let (name, signed, bound) = (row.name.clone(), row.signed, row.bound);
            (
                row.code.clone(),
                ParticipantStanding { name, signed, bound, form: row.form, withdrawn },
            )
        });
        StatusTable { as_of: document.as_of, rows: rows.collect() }
    }
}

impl StatusTable {
    /// How many have signed.
    pub fn signatories(&self) -> usize {
        self.rows.values().filter(|one| one.signed.is_some()).count()
    }

    /// How many have deposited an instrument, whether it counts or not.
    pub fn deposits(&self) -> usize {
        self.rows.values().filter(|one| one.bound.is_some()).count()
    }

    /// The day of the newest signature or deposit.
    pub fn newest(&self) -> Option<Day> {
        self.rows.values().flat_map(|one| [one.signed, one.bound]).flatten().max()
    }

    /// The last deposits, the newest first.
    pub fn last_deposits(&self, most: usize) -> Vec<(Day, &str)> {
        let mut deposits: Vec<(Day, &str)> =
            self.rows.values().filter_map(|one| Some((one.bound?, one.name.as_str()))).collect();
        deposits.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
        deposits.truncate(most);
        deposits
    }
}

impl Changes {
    /// What `later` says that `earlier` did not.
    pub fn between(earlier: &StatusTable, later: &StatusTable) -> Changes {
        let mut changes = Changes::default();
        let codes = earlier.rows.keys().chain(later.rows.keys());
        let codes: std::collections::BTreeSet<&String> = codes.collect();
        for code in codes {
            let (old, new) = (earlier.rows.get(code), later.rows.get(code));
            let Some(either) = new.or(old) else { continue };
            let withdrawn = new.is_some_and(|one| one.withdrawn);
            let days = |one: Option<&ParticipantStanding>, what| match what {
                "signature" => one.and_then(|one| one.signed),
                _ => one.and_then(|one| one.bound),
            };
            for what in ["signature", "deposit"] {
                let (before, now) = (days(old, what), days(new, what));
                let Some(on) = now.or(before).filter(|_| now != before) else { continue };
                let (name, code) = (either.name.clone(), code.clone());
                let form = new.and_then(|one| one.form).filter(|_| what == "deposit");
                let change = StatusChange { on, name, code, what, before, form };
                match (before, now) {
                    (None, _) if what == "signature" => changes.signed.push(change),
                    (None, _) => changes.deposited.push(change),
                    (Some(_), Some(_)) => changes.moved.push(change),
                    (Some(_), None) if withdrawn => changes.withdrew.push(change),
                    (Some(_), None) => changes.gone.push(change),
                }
            }
        }
        let Changes { signed, deposited, withdrew, gone, moved } = &mut changes;
        for list in [signed, deposited, withdrew, gone, moved] {
            list.sort();
        }
        changes
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.lists().iter().all(|(_, list)| list.is_empty())
    }

    /// The lists with what each is called, in the order they are told.
    pub fn lists(&self) -> [(&'static str, &[StatusChange]); 5] {
        [
            ("Deposited", &self.deposited),
            ("Signed", &self.signed),
            ("Withdrew", &self.withdrew),
            ("Other day", &self.moved),
            ("No longer there", &self.gone),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(&str, &str, &str, bool)]) -> StatusTable {
        let rows = rows.iter().map(|(code, signed, bound, withdrawn)| {
            let standing = ParticipantStanding {
                name: format!("{code} land"),
                signed: signed.parse().ok(),
                bound: bound.parse().ok(),
                form: None,
                withdrawn: *withdrawn,
            };
            ((*code).to_owned(), standing)
        });
        StatusTable { as_of: None, rows: rows.collect() }
    }

    #[test]
    fn each_difference_is_told_once_and_under_its_own_name() {
        let old = table(&[
            ("AAA", "2025-10-25", "", false),
            ("BBB", "2025-10-25", "2026-01-01", false),
            ("CCC", "2025-10-25", "2026-01-02", false),
            ("DDD", "2025-10-25", "", false),
            ("EEE", "", "2026-01-03", false),
        ]);
        let new = table(&[
            ("AAA", "2025-10-25", "2026-05-01", false),
            ("BBB", "2025-10-25", "", true),
            ("CCC", "2025-10-25", "2026-01-09", false),
            ("FFF", "2026-04-01", "", false),
            ("EEE", "", "2026-01-03", false),
        ]);
        let changes = Changes::between(&old, &new);
        let told: Vec<String> = changes
            .lists()
            .iter()
            .flat_map(|(name, list)| {
                list.iter().map(move |one| format!("{name} {} {} {}", one.code, one.what, one.on))
            })
            .collect();
        assert_eq!(
            told,
            [
                "Deposited AAA deposit 2026-05-01",
                "Signed FFF signature 2026-04-01",
                "Withdrew BBB deposit 2026-01-01",
                "Other day CCC deposit 2026-01-09",
                "No longer there DDD signature 2025-10-25",
            ]
        );
        assert!(Changes::between(&new, &new).is_empty());
    }

    #[test]
    fn the_last_deposits_come_newest_first() {
        let table = table(&[
            ("AAA", "", "2026-01-01", false),
            ("BBB", "", "2026-03-01", false),
            ("CCC", "2026-04-01", "", false),
        ]);
        let days: Vec<String> =
            table.last_deposits(1).iter().map(|(on, who)| format!("{on} {who}")).collect();
        assert_eq!(days, ["2026-03-01 BBB land"]);
        assert_eq!((table.signatories(), table.deposits()), (1, 2));
        assert_eq!(table.newest().unwrap().to_string(), "2026-04-01");
    }
}
