//! The proof of the rule: what past treaties' deposits must bring about, to the day.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, fs};

use inforce::{
    calibrate::history::{Closing, History, PastKind, PastTreaty},
    quantity::{Day, Days, When},
    treaty::rule::{Condition, EntryIntoForce, Lapse, Members, Rule},
};

/// Deposits of States that no longer exist are missing from these, by `verification.csv`, so that
/// they come out some days late; the last four are explained there one by one.
const DIFFERENT: [(&str, i32); 32] = [
    ("XVIII-7", 52),
    ("IV-6", 152),
    ("IV-7", 140),
    ("IV-10", 20),
    ("V-3", 80),
    ("VI-15", 32),
    ("VI-16", 274),
    ("VI-19", 7),
    ("III-3", 20),
    ("III-6", 18),
    ("III-9", 996),
    ("XXIII-1", 6),
    ("XXIII-2", 932),
    ("XXI-1", 34),
    ("XXI-2", 45),
    ("XXI-3", 52),
    ("XXI-4", 92),
    ("XXI-6", 57),
    ("X-7", 1492),
    ("XXV-1", 682),
    ("XVI-1", 15),
    ("XVI-3", 28),
    ("XI-A-15", 248),
    ("XI-A-16", 24),
    ("XI-A-17", 24),
    ("XXVII-1-b", 81),
    ("XXVII-1-c", 18),
    ("XXVII-3", 44),
    ("IAEA-CPPNM", 658),
    // One listed consent was not counted at the time.
    ("XXVI-2-b", -44),
    // The depositary counted thirty clear days.
    ("IAEA-NOT", -1),
    ("IAEA-ASSIST", -1),
];

/// Not in force at the end of the record: instruments there are, instruments needed.
const NOT_IN_FORCE: [(&str, usize, u16); 4] =
    [("III-13", 17, 30), ("XXIII-3", 31, 35), ("XXVII-3-b", 11, 20), ("COE-224", 1, 5)];

/// Counts do not decide these.
const NOT_A_COUNT: [&str; 9] = [
    "XVIII-10-a",
    "XVIII-10-b",
    "XXVI-4",
    "XXI-6-a",
    "XXVII-2-a",
    "XXVII-3-a",
    "XXVII-7-a",
    "XXVII-7-d",
    "WTO-FISH",
];

/// With the European Union's instrument counted, these would come out earlier than they did.
const UNION_NOT_ADDITIONAL: &str = "XXVII-13-a XXVII-14 XXVII-2-b XXVII-4-b XXVII-5 XXVII-6 \
                                    XXVII-7-c XXVII-8-a XXVII-8-b XXVII-8-c";

fn file(name: &str) -> String {
    fs::read_to_string(format!("{}/scenarios/history/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub(crate) fn history() -> History {
    History::built_in().unwrap_or_else(|faults| panic!("{faults}"))
}

/// The rows of `verification.csv` with this result, each by column name.
fn verified(result: &str) -> Vec<BTreeMap<String, String>> {
    let text = file("verification.csv");
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize();
    let rows: Vec<BTreeMap<String, String>> = rows.map(Result::unwrap).collect();
    rows.into_iter().filter(|row| row["result"] == result).collect()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// What the deposits of the treaty bring about by its own rule.
fn entry(history: &History, id: &str) -> Option<EntryIntoForce> {
    let treaty = history.treaty(id).unwrap();
    treaty.rule().unwrap().entry(&treaty.deposits())
}

fn members(treaty: &PastTreaty, is_in: impl Fn(&str) -> bool) -> Members {
    Members::new(treaty.records.iter().map(|record| is_in(&record.participant)).collect())
}

fn names(treaty: &PastTreaty, indices: &[usize]) -> Vec<String> {
    indices.iter().map(|index| treaty.records[*index].participant.clone()).collect()
}

#[test]
fn the_ninety_four_treaties_enter_into_force_on_their_official_day() {
    let history = history();
    let matches = verified("match");
    assert_eq!(matches.len(), 94);
    for row in matches {
        let entry = entry(&history, &row["treaty_id"]);
        let entry = entry.unwrap_or_else(|| panic!("{}", row["treaty_id"]));
        assert_eq!(entry.met, day(&row["nth_instrument"]), "{}", row["treaty_id"]);
        assert_eq!(entry.in_force, day(&row["official_entry_into_force"]), "{}", row["treaty_id"]);
        assert!(!entry.decisive.is_empty(), "{}", row["treaty_id"]);
        let official = history.treaty(&row["treaty_id"]).unwrap().in_force;
        assert_eq!(official, Some(entry.in_force), "{}", row["treaty_id"]);
    }
}

#[test]
fn the_treaties_that_differ_differ_by_the_days_said() {
    let history = history();
    let said: BTreeMap<String, String> = verified("differs")
        .into_iter()
        .map(|row| (row["treaty_id"].clone(), row["diff_days"].clone()))
        .collect();
    let listed = DIFFERENT.map(|(id, days)| (id.to_owned(), days.to_string()));
    assert_eq!(said, BTreeMap::from(listed));
    for (id, days) in DIFFERENT {
        let official = history.treaty(id).unwrap().in_force.unwrap();
        assert_eq!(entry(&history, id).unwrap().in_force - official, Days(days), "{id}");
    }
}

#[test]
fn the_treaties_not_in_force_are_short_of_instruments() {
    let history = history();
    let said: Vec<String> = ids(&verified("not in force, consistent"));
    assert_eq!(said, NOT_IN_FORCE.map(|(id, ..)| id));
    for (id, have, need) in NOT_IN_FORCE {
        let treaty = history.treaty(id).unwrap();
        assert_eq!(entry(&history, id), None, "{id}");
        assert_eq!(treaty.in_force, None, "{id}");
        let by_now = |index: &usize| treaty.deposits()[*index] != When::NEVER;
        assert_eq!(treaty.counted().indices().filter(by_now).count(), have, "{id}");
        assert_eq!(treaty.entry.as_ref().unwrap().instruments, Some(need), "{id}");
    }
}

fn ids(rows: &[BTreeMap<String, String>]) -> Vec<String> {
    rows.iter().map(|row| row["treaty_id"].clone()).collect()
}

#[test]
fn no_other_treaty_is_left_untested() {
    let history = history();
    assert_eq!(ids(&verified("not tested")), NOT_A_COUNT);
    for id in NOT_A_COUNT {
        assert_eq!(history.treaty(id).unwrap().rule(), None, "{id}");
    }
    let tested = ["match", "differs", "not in force, consistent", "not tested", "assumed"];
    let mut verified: Vec<String> = tested.iter().flat_map(|one| ids(&verified(one))).collect();
    verified.sort();
    let with_clause = history.treaties.iter().filter(|treaty| treaty.entry.is_some());
    let with_clause: Vec<&String> = with_clause.map(|treaty| &treaty.id).collect();
    assert_eq!(verified.iter().collect::<Vec<_>>(), with_clause);
}

#[test]
fn the_tobacco_protocol_needs_its_undated_parties_before_the_fortieth() {
    let history = history();
    assert_eq!(ids(&verified("assumed")), ["IX-4-a"]);
    let treaty = history.treaty("IX-4-a").unwrap();
    let rule = treaty.rule().unwrap();
    assert!(entry(&history, "IX-4-a").unwrap().in_force > day("2018-09-25"));
    let mut deposits = treaty.deposits();
    let mut undated = 0;
    for exclusion in history.exclusions.iter().filter(|one| one.treaty == "IX-4-a") {
        let index = treaty.records.iter().position(|one| one.participant == exclusion.participant);
        deposits[index.unwrap()] = When::on(day("2018-06-26"));
        undated += 1;
    }
    assert_eq!(undated, 15);
    assert_eq!(rule.entry(&deposits).unwrap().in_force, day("2018-09-25"));
}

/// The rule of a treaty with all its records counted, organisations and territories too.
fn counting_all(treaty: &PastTreaty) -> Rule {
    let instruments = treaty.entry.as_ref().unwrap().instruments.unwrap();
    let count = Condition::Count { instruments, among: members(treaty, |_| true) };
    let rule = treaty.rule().unwrap();
    let within = match rule.when {
        Condition::All(mut parts) => parts.split_off(1),
        _ => Vec::new(),
    };
    Rule { when: Condition::including(count, within), ..rule }
}

#[test]
fn six_treaties_ask_for_so_many_of_a_group() {
    let history = history();
    let mut found = Vec::new();
    for treaty in &history.treaties {
        let Some(rule) = treaty.rule() else { continue };
        let Condition::All(parts) = &rule.when else { continue };
        // By its number alone, and by the group's share of it alone.
        let alone = |part: &Condition| {
            let rule = Rule { when: part.clone(), ..rule.clone() };
            rule.entry(&treaty.deposits()).unwrap().met
        };
        let met = rule.entry(&treaty.deposits()).unwrap().met;
        let [count, within] = parts.as_slice() else { panic!("{}", treaty.id) };
        assert_eq!(met, alone(count).max(alone(within)), "{}", treaty.id);
        found.push((treaty.id.as_str(), (alone(within) - alone(count)).0));
    }
    // How many days the group's share came after the number, or before it.
    let expected = [
        ("COE-185", -311),
        ("FAO-ITPGRFA", -300),
        ("IAEA-CNS", 44),
        ("IAEA-JC", -239),
        ("UNODA-BWC", 593),
        ("UNODA-NPT", 0),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_treaty_open_until_entry_into_force_has_no_closing_day_before_it() {
    let history = history();
    let open = history.treaties.iter().filter(|one| one.closing == Closing::AtEntry);
    let open: Vec<&PastTreaty> = open.collect();
    let ids: Vec<&str> = open.iter().map(|one| one.id.as_str()).collect();
    let expected = [
        "IAEA-CNS",
        "IAEA-CPPNM",
        "IAEA-JC",
        "UNODA-BWC",
        "UNODA-NPT",
        "XXVI-1",
        "XXVI-5",
        "XXVI-6",
    ];
    assert_eq!(ids, expected);
    for treaty in &history.treaties {
        let in_force = treaty.in_force;
        if treaty.closing == Closing::AtEntry {
            let eve = in_force.unwrap() - Days(1);
            assert_eq!(treaty.closing_known_by(eve), None, "{}", treaty.id);
            assert_eq!(treaty.closing_known_by(in_force.unwrap()), in_force, "{}", treaty.id);
        } else {
            // A day in the final clauses would be by chance that of entry into force.
            assert!(treaty.closed().is_none() || treaty.closed() != in_force, "{}", treaty.id);
        }
    }
}

#[test]
fn ten_treaties_match_only_without_the_unions_instrument() {
    let history = history();
    let mut earlier = Vec::new();
    for row in verified("match") {
        let treaty = history.treaty(&row["treaty_id"]).unwrap();
        let with_all = counting_all(treaty).entry(&treaty.deposits()).unwrap();
        if Some(with_all.in_force) != treaty.in_force {
            earlier.push(treaty.id.clone());
            let said = row["reason"].strip_prefix("counting the EU instrument would give ");
            assert_eq!(with_all.in_force, day(said.unwrap()), "{}", treaty.id);
        }
    }
    earlier.sort();
    assert_eq!(earlier.join(" "), UNION_NOT_ADDITIONAL);
}

#[test]
fn the_union_counts_where_the_clause_lets_it() {
    let history = history();
    let treaty = history.treaty("XXVII-1").unwrap();
    let states = members(treaty, |code| code != "EUU");
    let rule =
        Rule { when: Condition::Count { instruments: 24, among: states }, ..counting_all(treaty) };
    assert!(rule.entry(&treaty.deposits()).unwrap().in_force > treaty.in_force.unwrap());
}

#[test]
fn the_instruments_of_extinct_states_counted_when_they_were_made() {
    let history = history();
    let mut later = Vec::new();
    for row in verified("match") {
        let treaty = history.treaty(&row["treaty_id"]).unwrap();
        let mut deposits = treaty.deposits();
        for (deposit, record) in deposits.iter_mut().zip(&treaty.records) {
            if record.kind == PastKind::ExtinctState {
                *deposit = When::NEVER;
            }
        }
        if treaty.rule().unwrap().entry(&deposits).map(|entry| entry.in_force) != treaty.in_force {
            later.push(treaty.id.clone());
        }
    }
    later.sort();
    assert_eq!(
        later.join(" "),
        "IV-12 IV-2 IV-3 IV-4 IV-8 XXVI-1 XXVI-2 XXVII-1",
        "these needed an instrument of Czechoslovakia, the GDR, South Yemen or Yugoslavia"
    );
}

#[test]
fn nobody_had_withdrawn_when_the_ninety_four_entered_into_force() {
    let history = history();
    for row in verified("match") {
        let treaty = history.treaty(&row["treaty_id"]).unwrap();
        let standing = treaty.deposits_standing(treaty.in_force.unwrap());
        assert_eq!(standing, treaty.deposits(), "{}", treaty.id);
    }
}

/// The entry into force by a clause spelled out here rather than read from the table.
fn entry_by(treaty: &PastTreaty, instruments: u16, then: Lapse) -> Option<EntryIntoForce> {
    let when = Condition::Count { instruments, among: treaty.counted() };
    let rule = Rule { when, then, not_before: None, later_party_days: Days(30) };
    rule.entry(&treaty.deposits())
}

#[test]
fn the_rome_statute_by_its_own_clause() {
    let history = history();
    let treaty = history.treaty("XVIII-10").unwrap();
    let entry = entry_by(treaty, 60, Lapse::FirstOfMonthAfterDays(60)).unwrap();
    assert_eq!((entry.met, entry.in_force), (day("2002-04-11"), day("2002-07-01")));
    // Ten States deposited together that day, so that none alone was the sixtieth.
    let together = ["BGR", "BIH", "COD", "IRL", "JOR", "KHM", "MNG", "NER", "ROU", "SVK"];
    assert_eq!(names(treaty, &entry.decisive), together);
}

#[test]
fn the_mine_ban_by_its_own_clause() {
    let history = history();
    let treaty = history.treaty("XXVI-5").unwrap();
    let entry = entry_by(treaty, 40, Lapse::FirstOfMonthNumber(6)).unwrap();
    assert_eq!((entry.met, entry.in_force), (day("1998-09-16"), day("1999-03-01")));
}

#[test]
fn the_test_ban_waits_for_nine_of_its_forty_four() {
    let history = history();
    let treaty = history.treaty("XXVI-4").unwrap();
    let listed = file("ctbt-annex-2.csv");
    let listed: Vec<&str> = listed.lines().skip(1).collect();
    assert_eq!(listed.len(), 44);
    // A State that never acted has no record, and must be waited for all the same.
    let mut codes: Vec<&str> = treaty.records.iter().map(|one| one.participant.as_str()).collect();
    let mut deposits = treaty.deposits_standing(treaty.known_to);
    for code in &listed {
        if !codes.contains(code) {
            codes.push(code);
            deposits.push(When::NEVER);
        }
    }
    let every = Members::new(codes.iter().map(|code| listed.contains(code)).collect());
    let rule = Rule {
        when: Condition::Every(every.clone()),
        then: Lapse::Days(180),
        not_before: None,
        later_party_days: Days(30),
    };
    assert_eq!(rule.entry(&deposits), None);
    let missing = every.indices().filter(|index| deposits[*index] == When::NEVER);
    let mut missing: Vec<&str> = missing.map(|index| codes[index]).collect();
    missing.sort_unstable();
    // Russia deposited in 2000 and took its instrument back in 2023.
    assert_eq!(missing, ["CHN", "EGY", "IND", "IRN", "ISR", "PAK", "PRK", "RUS", "USA"]);
    for code in missing {
        let index = codes.iter().position(|one| *one == code).unwrap();
        deposits[index] = When::on(day("2030-01-01"));
    }
    assert_eq!(rule.entry(&deposits).unwrap().in_force, day("2030-06-30"));
}

/// A number of instruments that also hold a share of a weight. The weights are made up for the
/// test: those that deposited before `decided` share `before`, those of that day `on_the_day`,
/// all others the rest of 100.
fn with_a_share(
    treaty: &PastTreaty,
    decided: &str,
    [before, on_the_day]: [f64; 2],
    wait_days: u16,
) -> Rule {
    let deposits = treaty.deposits();
    let (among, decided) = (treaty.counted(), When::on(day(decided)));
    let class = |index: usize| deposits[index].cmp(&decided);
    let points = |index: usize| {
        let like = among.indices().filter(|other| class(*other) == class(index)).count() as f64;
        let all = match class(index) {
            std::cmp::Ordering::Less => before,
            std::cmp::Ordering::Equal => on_the_day,
            std::cmp::Ordering::Greater => 100.0 - before - on_the_day,
        };
        all / like
    };
    let points = |index: usize| if among.has(index) { points(index) } else { 0.0 };
    let weight = (0..deposits.len()).map(points).collect();
    Rule {
        when: Condition::All(vec![
            Condition::Count { instruments: 55, among: among.clone() },
            Condition::Share { share: 0.55, weight, among },
        ]),
        then: Lapse::Days(wait_days),
        not_before: None,
        later_party_days: Days(30),
    }
}

#[test]
fn paris_waits_for_both_its_conditions() {
    let history = history();
    let treaty = history.treaty("XXVII-7-d").unwrap();
    let count_alone = entry_by(treaty, 55, Lapse::Days(30)).unwrap();
    assert_eq!(count_alone.met, day("2016-09-21"));
    let rule = with_a_share(treaty, "2016-10-05", [50.0, 10.0], 30);
    let entry = rule.entry(&treaty.deposits()).unwrap();
    assert_eq!((entry.met, entry.in_force), (day("2016-10-05"), day("2016-11-04")));
    assert_eq!(treaty.in_force, Some(entry.in_force));
    // The Union deposited that day too, but is not additional to its members.
    assert!(!names(treaty, &entry.decisive).contains(&"EUU".to_owned()));
    let just_short = with_a_share(treaty, "2016-10-05", [44.9, 10.0], 30);
    assert!(just_short.entry(&treaty.deposits()).unwrap().met > day("2016-10-05"));
    let just_enough = with_a_share(treaty, "2016-10-05", [45.0, 10.0], 30);
    assert_eq!(just_enough.entry(&treaty.deposits()).unwrap().met, day("2016-10-05"));
}

#[test]
fn kyoto_waits_for_russia() {
    let history = history();
    let treaty = history.treaty("XXVII-7-a").unwrap();
    let count_alone = entry_by(treaty, 55, Lapse::Days(90)).unwrap();
    assert_eq!(count_alone.met, day("2002-05-23"));
    let rule = with_a_share(treaty, "2004-11-18", [44.0, 17.0], 90);
    let entry = rule.entry(&treaty.deposits()).unwrap();
    assert_eq!((entry.met, entry.in_force), (day("2004-11-18"), day("2005-02-16")));
    // North Macedonia deposited the same day, and deposits of one day count together.
    assert_eq!(names(treaty, &entry.decisive), ["MKD", "RUS"]);
}
