//! The groups that clauses on entry into force name, and who belonged to them when.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::{
    quantity::Day,
    text::{Dialect, Table},
};

const GROUPS: &str = include_str!("../../../scenarios/history/groups.csv");

/// How clauses speak of the members of a group, before its name.
const MEMBERS: [&str; 5] =
    ["members of the ", "members of ", "States with an ", "States with a ", ""];

/// The first and the last day of membership by group and code; nothing where it has no bound.
type Groups = BTreeMap<String, BTreeMap<String, (Option<Day>, Option<Day>)>>;

static KNOWN: LazyLock<Groups> = LazyLock::new(|| {
    let mut groups = Groups::new();
    for row in Table::parse(GROUPS, Dialect::Plain).even_rows() {
        let [group, code, from, until] = [0, 1, 2, 3].map(|column| &*row[column].text);
        let days = (from.parse().ok(), until.parse().ok());
        groups.entry(group.to_owned()).or_default().insert(code.to_owned(), days);
    }
    groups
});

/// The group that a clause means by these words: `members of the Council of Europe` is
/// `council-of-europe`. None where it is not known who is in.
pub(super) fn group_named(words: &str) -> Option<String> {
    MEMBERS.iter().find_map(|begin| {
        let name = words.strip_prefix(begin)?.trim().to_lowercase().replace(' ', "-");
        KNOWN.contains_key(&name).then_some(name)
    })
}

/// Whether the State of this code was in the group on this day.
pub fn was_member(group: &str, code: &str, day: Day) -> bool {
    let days = KNOWN.get(group).and_then(|members| members.get(code));
    days.is_some_and(|(from, until)| {
        from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::history::codes::is_code;

    fn count(group: &str, day: &str) -> usize {
        let day = day.parse().expect("a day");
        KNOWN[group].keys().filter(|code| was_member(group, code, day)).count()
    }

    #[test]
    fn each_row_is_a_member_from_a_day_to_a_day() {
        let table = Table::parse(GROUPS, Dialect::Plain);
        let header: Vec<&str> = table.header.iter().map(|cell| &*cell.text).collect();
        assert_eq!((header, table.flaws.len()), (vec!["group", "iso3", "from", "until"], 0));
        let rows: Vec<_> = table.even_rows().collect();
        let members: usize = KNOWN.values().map(BTreeMap::len).sum();
        assert_eq!(rows.len(), members, "nobody is listed twice");
        for row in &rows {
            let sound = |cell: &str| cell.is_empty() || cell.parse::<Day>().is_ok();
            assert!(is_code(&row[1].text) && sound(&row[2].text) && sound(&row[3].text), "{row:?}");
        }
    }

    #[test]
    fn groups_had_as_many_members_as_they_said() {
        assert_eq!(count("council-of-europe", "1949-05-05"), 10);
        assert_eq!(count("council-of-europe", "2001-11-23"), 43);
        assert_eq!(count("council-of-europe", "2022-03-15"), 47);
        assert_eq!(count("council-of-europe", "2022-03-16"), 46);
        assert_eq!(count("fao", "2001-11-03"), 183);
        assert_eq!(count("fao", "2006-04-11"), 189);
        assert_eq!(count("fao", "2020-05-01"), 194);
    }

    #[test]
    fn clauses_name_groups_in_words() {
        for (words, group) in [
            ("members of the Council of Europe", Some("council-of-europe")),
            ("members of FAO", Some("fao")),
            ("depositary governments", Some("depositary-governments")),
            ("States with a nuclear installation", Some("nuclear-installation")),
            ("members of the Council of Elders", None),
            ("", None),
        ] {
            assert_eq!(group_named(words).as_deref(), group, "{words}");
        }
    }
}
