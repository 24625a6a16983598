//! What the rule says of small cases, by table and against brute force.

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Days by number after 2027-01-01; -1 is never.
fn deposits(days: &[i32]) -> Vec<When> {
    let when = |number: &i32| (*number >= 0).then(|| day("2027-01-01") + Days(*number));
    days.iter().map(|number| when(number).into()).collect()
}

fn all(count: usize) -> Members {
    Members::new(vec![true; count])
}

fn only(count: usize, indices: &[usize]) -> Members {
    Members::new((0..count).map(|index| indices.contains(&index)).collect())
}

fn rule(when: Condition) -> Rule {
    Rule { when, then: Lapse::SameDay, not_before: None, later_party_days: Days(30) }
}

fn count(instruments: u16, among: Members) -> Condition {
    Condition::Count { instruments, among }
}

fn share(share: f64, weight: &[f64]) -> Condition {
    Condition::Share { share, weight: weight.to_vec(), among: all(weight.len()) }
}

/// The day after 2027-01-01 on which the condition is met, and by whose deposits.
fn met(when: Condition, days: &[i32]) -> Option<(i32, Vec<usize>)> {
    let entry = rule(when).entry(&deposits(days))?;
    Some(((entry.met - day("2027-01-01")).0, entry.decisive))
}

#[test]
fn a_lapse_ends_on_the_day_its_words_say() {
    let cases = [
        (Lapse::SameDay, "2003-07-01", "2003-07-01"),
        (Lapse::Days(0), "2003-07-01", "2003-07-01"),
        (Lapse::Days(90), "2003-07-01", "2003-09-29"),
        (Lapse::Days(90), "2027-10-02", "2027-12-31"),
        (Lapse::Months(3), "1975-10-03", "1976-01-03"),
        (Lapse::Months(6), "2025-08-31", "2026-02-28"),
        (Lapse::Months(24), "1973-12-13", "1975-12-13"),
        (Lapse::FirstOfMonthAfterDays(60), "2002-04-11", "2002-07-01"),
        (Lapse::FirstOfMonthAfterDays(60), "2002-04-02", "2002-07-01"),
        (Lapse::FirstOfMonthAfterDays(60), "2002-04-01", "2002-06-01"),
        (Lapse::FirstOfMonthAfterMonths(3), "2003-03-14", "2003-07-01"),
        (Lapse::FirstOfMonthAfterMonths(12), "1986-12-11", "1988-01-01"),
        (Lapse::FirstOfMonthAfterMonths(1), "2027-01-31", "2027-03-01"),
        (Lapse::FirstOfMonthNumber(6), "1998-09-16", "1999-03-01"),
        (Lapse::FirstOfMonthNumber(6), "2010-02-16", "2010-08-01"),
        (Lapse::FirstOfMonthNumber(1), "2027-12-31", "2028-01-01"),
    ];
    for (lapse, met, in_force) in cases {
        assert_eq!(lapse.after(day(met)), day(in_force), "{lapse:?} after {met}");
    }
}

#[test]
fn a_condition_is_met_on_the_first_day_it_holds() {
    let members = |indices: &[usize]| Condition::Every(only(4, indices));
    let cases = [
        (count(1, all(4)), vec![9, 3, -1, 7], Some((3, vec![1]))),
        (count(3, all(4)), vec![9, 3, -1, 7], Some((9, vec![0]))),
        (count(4, all(4)), vec![9, 3, -1, 7], None),
        (count(2, all(4)), vec![5, 5, 5, 1], Some((5, vec![0, 1, 2]))),
        (count(2, only(4, &[0, 3])), vec![5, 5, 1, 8], Some((8, vec![3]))),
        (count(3, only(4, &[0, 3])), vec![5, 5, 1, 8], None),
        (share(0.55, &[50.0, 5.0, 5.0, 40.0]), vec![1, 2, 3, -1], Some((2, vec![1]))),
        (share(0.551, &[50.0, 5.0, 5.0, 40.0]), vec![1, 2, 3, -1], Some((3, vec![2]))),
        (share(1.0, &[50.0, 5.0, 5.0, 40.0]), vec![1, 2, 3, -1], None),
        (share(1.0, &[0.1, 0.2, 0.3, 0.4]), vec![1, 2, 3, 4], Some((4, vec![3]))),
        (share(0.5, &[0.0, 0.0, 0.0, 0.0]), vec![1, 2, 3, 4], None),
        (share(0.5, &[1.0, 0.0, 1.0, 0.0]), vec![7, 7, -1, 7], Some((7, vec![0]))),
        (members(&[0, 3]), vec![9, 3, -1, 7], Some((9, vec![0]))),
        (members(&[0, 2]), vec![9, 3, -1, 7], None),
        (members(&[]), vec![9, 3, -1, 7], None),
    ];
    for (when, days, expected) in cases {
        assert_eq!(met(when.clone(), &days), expected, "{when:?} of {days:?}");
    }
}

#[test]
fn a_count_within_a_group_is_met_when_both_counts_are() {
    // Three instruments, two of them by the first three.
    let rule = || Condition::including(count(3, all(5)), vec![count(2, only(5, &[0, 1, 2]))]);
    for (days, expected) in [
        // The group is in first: the third instrument decides, whoever's.
        ([1, 2, -1, 9, -1], Some((9, vec![3]))),
        // The others are in first: the second of the group decides.
        ([1, -1, 8, 2, 3], Some((8, vec![2]))),
        // Of a day on which both come together, all are decisive.
        ([1, 8, -1, 8, -1], Some((8, vec![1, 3]))),
        // As many as are asked for, too few of the group.
        ([1, -1, -1, 2, 3], None),
        // The group alone is enough.
        ([1, 2, 7, -1, -1], Some((7, vec![2]))),
        ([-1, -1, -1, -1, -1], None),
    ] {
        assert_eq!(met(rule(), &days), expected, "{days:?}");
    }
    assert_eq!(self::rule(rule()).fewest(), 3);
    assert_eq!(Condition::including(count(3, all(5)), Vec::new()), count(3, all(5)));
}

#[test]
fn all_of_waits_for_the_last_and_any_of_for_the_first() {
    let parts = || vec![count(3, all(4)), Condition::Every(only(4, &[1]))];
    let days = [9, 12, 4, 7];
    assert_eq!(met(Condition::All(parts()), &days), Some((12, vec![1])));
    assert_eq!(met(Condition::Any(parts()), &days), Some((9, vec![0])));
    assert_eq!(met(Condition::All(parts()), &[9, -1, 4, 7]), None);
    assert_eq!(met(Condition::Any(parts()), &[9, -1, 4, -1]), None);
    assert_eq!(met(Condition::All(Vec::new()), &days), None);
    assert_eq!(met(Condition::Any(Vec::new()), &days), None);
}

#[test]
fn nobody_outside_the_condition_is_decisive() {
    let when =
        Condition::Share { share: 0.5, weight: vec![1.0, 1.0, 0.0], among: only(3, &[0, 2]) };
    assert!(rule(when.clone()).counts(0));
    assert!(!rule(when.clone()).counts(1), "not among those that count");
    assert!(!rule(when.clone()).counts(2), "without weight");
    assert_eq!(met(when, &[4, 4, 4]), Some((4, vec![0])));
    assert_eq!(met(count(1, only(3, &[1])), &[2, 2, 2]), Some((2, vec![1])));
}

#[test]
fn an_organisation_left_out_brings_nothing_about() {
    let states = only(4, &[0, 1, 3]);
    assert_eq!(met(count(2, states.clone()), &[1, 8, 2, -1]), Some((8, vec![1])));
    let rule = rule(count(2, states));
    let made = deposits(&[1, -1, 2, -1]);
    let standing = rule.standing(&made, day("2027-06-01"));
    let among = only(4, &[0, 1, 3]);
    assert_eq!(standing.progress(), [Progress::Instruments { have: 1, need: 2, among }]);
}

#[test]
fn not_before_holds_entry_back_and_never_hastens_it() {
    let kigali = |first: Option<Day>| Rule { not_before: first, ..Rule::count(1, all(1), 90) };
    let held = kigali(Some(day("2019-01-01")));
    assert_eq!(held.in_force(day("2017-11-17")), day("2019-01-01"));
    assert_eq!(held.in_force(day("2018-10-03")), day("2019-01-01"));
    assert_eq!(held.in_force(day("2018-10-04")), day("2019-01-02"));
    assert_eq!(kigali(None).in_force(day("2017-11-17")), day("2018-02-15"));
}

#[test]
fn a_later_party_is_bound_after_its_own_wait() {
    let rule = Rule::count(40, all(1), 90);
    let in_force = day("2028-01-01");
    assert_eq!(rule.binds(day("2027-06-01"), in_force), in_force);
    assert_eq!(rule.binds(day("2027-12-02"), in_force), in_force);
    assert_eq!(rule.binds(day("2027-12-03"), in_force), day("2028-01-02"));
    assert_eq!(rule.binds(day("2028-03-01"), in_force), day("2028-03-31"));
}

#[test]
fn the_last_day_to_meet_is_the_last_that_is_early_enough() {
    let lapses = [
        Lapse::SameDay,
        Lapse::Days(90),
        Lapse::Months(1),
        Lapse::Months(6),
        Lapse::FirstOfMonthAfterDays(60),
        Lapse::FirstOfMonthAfterMonths(3),
        Lapse::FirstOfMonthNumber(6),
    ];
    for lapse in lapses {
        for first in [None, Some(day("2027-03-10"))] {
            let rule = Rule { then: lapse, not_before: first, ..Rule::count(1, all(1), 0) };
            for number in 0..1500 {
                let target = day("2026-01-01") + Days(number);
                let Some(last) = rule.last_day_to_meet(target) else {
                    assert!(first.is_some_and(|first| target < first), "{lapse:?} {target}");
                    continue;
                };
                assert!(rule.in_force(last) <= target, "{lapse:?} {target}");
                assert!(rule.in_force(last + Days(1)) > target, "{lapse:?} {target}");
            }
        }
    }
    assert_eq!(
        Rule::count(40, all(1), 90).last_day_to_meet(day("2027-12-31")),
        Some(day("2027-10-02"))
    );
    let ends = Rule::count(1, all(1), 90);
    assert_eq!(ends.last_day_to_meet(Day::FIRST), None);
    assert_eq!(ends.last_day_to_meet(Day::FIRST + Days(90)), Some(Day::FIRST));
}

/// Small numbers that look random and are the same each time (the generator of Numerical
/// Recipes, 32 bits).
struct Dice(u32);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % limit
    }

    fn members(&mut self) -> Members {
        Members::new((0..SIZE).map(|_| self.below(4) > 0).collect())
    }

    fn condition(&mut self, depth: u32) -> Condition {
        match self.below(if depth == 0 { 3 } else { 5 }) {
            0 => Condition::Count { instruments: 1 + self.below(5) as u16, among: self.members() },
            1 => {
                let weight = (0..SIZE).map(|_| f64::from(self.below(4)) * 0.1).collect();
                let share = f64::from(1 + self.below(10)) / 10.0;
                Condition::Share { share, weight, among: self.members() }
            }
            2 => Condition::Every(only(SIZE, &[self.below(6) as usize, self.below(6) as usize])),
            3 => Condition::All(self.parts(depth)),
            _ => Condition::Any(self.parts(depth)),
        }
    }

    fn parts(&mut self, depth: u32) -> Vec<Condition> {
        (0..1 + self.below(3)).map(|_| self.condition(depth - 1)).collect()
    }

    fn days(&mut self) -> Vec<i32> {
        (0..SIZE).map(|_| self.below(13) as i32 - 2).map(|day| day.max(-1)).collect()
    }
}

const SIZE: usize = 6;
const CASES: usize = 3000;

/// Whether the condition holds for those that have deposited, straight from its words.
fn holds(when: &Condition, made: &[bool]) -> bool {
    let have = |among: &Members| among.indices().filter(|index| made[*index]).count();
    match when {
        Condition::Count { instruments, among } => have(among) >= usize::from(*instruments),
        Condition::Every(members) => members.count() > 0 && have(members) == members.count(),
        Condition::Share { share, weight, among } => {
            let whole: f64 = among.indices().map(|index| weight[index]).sum();
            let held = among.indices().filter(|index| made[*index]);
            let held: f64 = held.map(|index| weight[index]).sum();
            // Weights are tenths, so that anything above half of the last digit is rounding.
            whole > 0.0 && held > share * whole - 1e-9
        }
        Condition::All(parts) => parts.iter().all(|part| holds(part, made)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, made)),
    }
}

fn made_by(days: &[i32], by: i32) -> Vec<bool> {
    days.iter().map(|day| (0..=by).contains(day)).collect()
}

#[test]
fn met_agrees_with_trying_every_day() {
    let mut dice = Dice(1);
    for case in 0..CASES {
        let (when, days) = (dice.condition(2), dice.days());
        let tried = (0..=10).find(|by| holds(&when, &made_by(&days, *by)));
        let found = met(when.clone(), &days).map(|(day, _)| day);
        assert_eq!(found, tried, "{case}: {when:?} of {days:?}");
    }
}

#[test]
fn with_fewer_deposits_than_the_fewest_it_is_never_met() {
    let mut dice = Dice(5);
    for case in 0..CASES {
        let (when, days) = (dice.condition(2), dice.days());
        let made = days.iter().filter(|day| **day >= 0).count();
        let fewest = rule(when.clone()).fewest();
        let found = met(when.clone(), &days);
        assert!(found.is_none() || made >= fewest, "{case}: {when:?} of {days:?}");
    }
    let either = Condition::Any(vec![count(3, all(4)), Condition::Every(only(4, &[0, 1]))]);
    assert_eq!(rule(either.clone()).fewest(), 2);
    assert_eq!(rule(Condition::All(vec![either, count(4, all(4))])).fewest(), 4);
}

#[test]
fn a_standing_agrees_with_trying_each_change() {
    let mut dice = Dice(2);
    for case in 0..CASES {
        let (rule, days) = (rule(dice.condition(2)), dice.days());
        let by = dice.below(11) as i32;
        let (all_made, made) = (deposits(&days), made_by(&days, by));
        let standing = rule.standing(&all_made, day("2027-01-01") + Days(by));
        assert_eq!(standing.met(), holds(&rule.when, &made), "{case}: {rule:?} of {days:?}");
        for index in 0..SIZE {
            let mut changed = made.clone();
            changed[index] = !changed[index];
            let told =
                if made[index] { standing.met_without(index) } else { standing.met_with(index) };
            assert_eq!(told, holds(&rule.when, &changed), "{case}: {index} of {rule:?}, {days:?}");
        }
    }
}

#[test]
fn a_further_deposit_never_makes_entry_later() {
    let mut dice = Dice(3);
    for case in 0..CASES {
        let (rule, mut days) = (rule(dice.condition(2)), dice.days());
        let before = rule.met(&deposits(&days), &mut Vec::new());
        let index = dice.below(6) as usize;
        let earlier = dice.below(11) as i32;
        days[index] = if days[index] < 0 { earlier } else { days[index].min(earlier) };
        let after = rule.met(&deposits(&days), &mut Vec::new());
        assert!(after <= before, "{case}: {rule:?} of {days:?}, {index} by {earlier}");
    }
}

#[test]
fn the_decisive_are_those_without_whom_the_day_passes() {
    let mut dice = Dice(4);
    for case in 0..CASES {
        let (rule, days) = (rule(dice.condition(2)), dice.days());
        let Some(entry) = rule.entry(&deposits(&days)) else { continue };
        let without: Vec<i32> = days
            .iter()
            .enumerate()
            .map(|(index, day)| if entry.decisive.contains(&index) { -1 } else { *day })
            .collect();
        let met = rule.met(&deposits(&without), &mut Vec::new());
        assert!(met > When::on(entry.met), "{case}: {rule:?} of {days:?}");
    }
}

#[test]
fn conditions_without_content_are_never_met() {
    for when in [count(0, all(2)), Condition::All(Vec::new()), Condition::Any(Vec::new())] {
        let (rule, none) = (rule(when), deposits(&[-1, -1]));
        assert_eq!(rule.met(&none, &mut Vec::new()), When::NEVER, "{rule:?}");
        assert!(!rule.standing(&none, day("2027-06-01")).met(), "{rule:?}");
    }
}

#[test]
fn progress_tells_each_leaf_as_written() {
    let when = Condition::All(vec![
        count(3, all(4)),
        share(0.55, &[20.0, 30.0, 10.0, 40.0]),
        Condition::Any(vec![Condition::Every(only(4, &[0, 1, 2]))]),
    ]);
    let rule = rule(when);
    let made = deposits(&[1, 2, 30, -1]);
    let standing = rule.standing(&made, day("2027-01-10"));
    assert_eq!(
        standing.progress(),
        [
            Progress::Instruments { have: 2, need: 3, among: all(4) },
            Progress::Share { have: 0.5, need: 0.55 },
            Progress::Instruments { have: 2, need: 3, among: only(4, &[0, 1, 2]) },
        ]
    );
}

#[test]
fn scratch_left_by_one_call_does_not_reach_the_next() {
    let rule = rule(Condition::Any(vec![share(0.9, &[1.0; 3]), count(2, all(3))]));
    let mut scratch = vec![When::NEVER; 7];
    let first = rule.met(&deposits(&[4, 2, -1]), &mut scratch);
    assert_eq!(first, When::on(day("2027-01-05")));
    assert_eq!(rule.met(&deposits(&[-1, 2, -1]), &mut scratch), When::NEVER);
    assert_eq!(rule.met(&deposits(&[4, 2, -1]), &mut scratch), first);
}
