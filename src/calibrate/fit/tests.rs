//! What a fit sees of small made-up histories.

use std::collections::BTreeMap;

use crate::{
    calibrate::history::{
        Closing, OpenedBasis, ParticipantRecord, PastDeposit, PastKind, PastTreaty, PooledTreaty,
    },
    quantity::{Day, Days, MONTH_DAYS},
};

use crate::process::exposure::CEREMONY_DAYS;

use super::{
    exposure::{MONTHS, TreatyExposure, bin, month},
    months::{days_at_risk, hazard_by, profile, windows},
    *,
};

const MONTH: f64 = MONTH_DAYS;

fn opened() -> Day {
    "2000-01-01".parse().unwrap()
}

fn on(age: i32) -> Day {
    opened() + Days(age)
}

/// A State's record, by ages in days.
fn state(code: &str, signed: Option<i32>, deposited: Option<i32>) -> ParticipantRecord {
    ParticipantRecord {
        participant: code.to_owned(),
        kind: PastKind::State,
        signed: signed.map(on),
        signed_by_succession: false,
        deposit: deposited.map_or(PastDeposit::None, |age| PastDeposit::On(on(age))),
        form: None,
        withdrawn: None,
        sources: String::new(),
    }
}

fn treaty(id: &str, records: Vec<ParticipantRecord>) -> PastTreaty {
    PastTreaty {
        id: id.to_owned(),
        short_name: String::new(),
        title: "Treaty".to_owned(),
        opened: opened(),
        opened_basis: OpenedBasis::Official,
        closing: Closing::Never,
        entry: None,
        in_force: None,
        subject: String::new(),
        has_signature: true,
        known_to: on(999),
        gaps: None,
        records,
    }
}

fn history(treaties: Vec<PastTreaty>) -> History {
    let pool =
        treaties.iter().map(|one| PooledTreaty { treaty: one.id.clone(), scored: true }).collect();
    History {
        treaties,
        pool,
        can_act_from: BTreeMap::new(),
        exclusions: Vec::new(),
        warnings: Vec::new(),
    }
}

fn seen(history: &History) -> TrainingData {
    TrainingData::from_history(history, &Selection::pool(history))
}

fn seen_treaty(treaty: PastTreaty) -> TreatyExposure {
    seen(&history(vec![treaty])).treaties.remove(0)
}

/// Each stretch at risk as state, from, to.
fn risk_intervals(treaty: &TreatyExposure, risk: usize) -> Vec<(usize, f64, f64)> {
    treaty.risk_intervals(&treaty.risks[risk]).map(|one| (one.state, one.from, one.to)).collect()
}

#[test]
fn months_and_bins_begin_where_they_say() {
    assert_eq!([-3.0, 0.0, 30.0, 31.0, 1e9].map(month), [0, 0, 0, 1, MONTHS - 1]);
    assert_eq!([0, 1, 2, 3, 11, 12, 143].map(bin), [0, 1, 1, 2, 4, 5, 13]);
}

#[test]
fn time_at_risk_runs_to_the_signature_then_to_the_deposit() {
    let seen = seen_treaty(treaty(
        "A",
        vec![
            state("AAA", None, None),
            state("BBB", Some(0), Some(400)),
            state("CCC", Some(50), Some(50)),
            state("DDD", Some(60), None),
            state("EEE", None, Some(70)),
        ],
    ));
    assert_eq!(risk_intervals(&seen, 0), [(0, 0.0, 1000.0)]);
    assert_eq!(risk_intervals(&seen, 1), [(1, 0.0, 400.0)]);
    assert_eq!(risk_intervals(&seen, 2), [(0, 0.0, 50.0)]);
    assert_eq!(risk_intervals(&seen, 3), [(0, 0.0, 60.0), (1, 60.0, 1000.0)]);
    assert_eq!(risk_intervals(&seen, 4), [(0, 0.0, 70.0)]);
    let deposits: Vec<_> = seen.risks.iter().map(|risk| seen.deposit(risk)).collect();
    assert_eq!(deposits, [None, Some((13, 1)), Some((1, 1)), None, Some((2, 0))]);
}

#[test]
fn a_young_state_is_at_risk_from_statehood_or_its_first_act() {
    let records = vec![state("AAA", None, Some(500)), state("BBB", Some(100), None)];
    let mut history = history(vec![treaty("A", records)]);
    for code in ["AAA", "BBB"] {
        history.can_act_from.insert(code.to_owned(), on(200));
    }
    let from: Vec<f64> = seen(&history).treaties[0].risks.iter().map(|risk| risk.from).collect();
    assert_eq!(from, [200.0, 100.0]);
    history.can_act_from.insert("AAA".to_owned(), on(-50));
    assert_eq!(risk_intervals(&seen(&history).treaties[0], 0), [(0, 0.0, 500.0)]);
}

#[test]
fn all_states_of_the_selection_are_at_risk_under_each_treaty() {
    let mut union = state("EUU", Some(0), Some(5));
    union.kind = PastKind::Organisation;
    let one = treaty("A", vec![state("AAA", Some(0), None), union]);
    let other = treaty("B", vec![state("BBB", Some(0), None)]);
    let history = history(vec![one, other]);
    let all = seen(&history);
    assert_eq!(all.participants, ["AAA", "BBB"]);
    assert!(all.treaties.iter().all(|treaty| treaty.risks.len() == 2));
    let alone = TrainingData::from_history(&history, &Selection::pool(&history).without("A"));
    assert_eq!(alone.participants, ["BBB"]);
}

#[test]
fn what_came_after_the_day_of_knowledge_is_not_seen() {
    let records = vec![state("AAA", Some(300), Some(600)), state("BBB", Some(0), Some(200))];
    let history = history(vec![treaty("A", records)]);
    let early =
        |age| TrainingData::from_history(&history, &Selection::pool(&history).known_by(on(age)));
    let seen = early(250).treaties.remove(0);
    assert_eq!((seen.end, seen.months()), (251.0, 9));
    assert_eq!(risk_intervals(&seen, 0), [(0, 0.0, 251.0)]);
    assert_eq!(risk_intervals(&early(400).treaties[0], 0), [(0, 0.0, 300.0), (1, 300.0, 401.0)]);
    assert_eq!(early(200).treaties[0].deposit(&early(200).treaties[0].risks[1]), Some((6, 1)));
    assert!(early(199).treaties[0].deposit(&early(199).treaties[0].risks[1]).is_none());
    assert!(early(-1).treaties.is_empty());
}

#[test]
fn deposits_that_are_no_delays_are_left_out_and_ranges_spread() {
    let mut before = state("AAA", None, None);
    before.deposit = PastDeposit::On(on(-9));
    let mut undated = state("BBB", Some(1), None);
    undated.deposit = PastDeposit::Undated;
    let between = |code| {
        let mut record = state(code, None, None);
        record.deposit = PastDeposit::Between(on(100), on(200));
        record
    };
    let records =
        vec![before, undated, between("CCC"), between("DDD"), state("EEE", Some(-3), None)];
    let seen = seen_treaty(treaty("A", records));
    let who: Vec<usize> = seen.risks.iter().map(|risk| risk.who).collect();
    assert_eq!(who, [2, 3, 4]);
    assert_eq!(seen.risks[0].deposited, Some(125.0));
    assert_eq!(seen.risks[1].deposited, Some(175.0));
    assert_eq!(risk_intervals(&seen, 2), [(1, 0.0, 1000.0)], "signed before the opening: from it");
}

#[test]
fn a_record_with_gaps_ends_with_entry_into_force() {
    let mut gapped = treaty("A", vec![state("AAA", None, Some(500))]);
    gapped.in_force = Some(on(300));
    assert_eq!(risk_intervals(&seen_treaty(gapped.clone()), 0), [(0, 0.0, 500.0)]);
    gapped.gaps = Some("partial".to_owned());
    assert_eq!(risk_intervals(&seen_treaty(gapped), 0), [(0, 0.0, 301.0)]);
}

#[test]
fn signatures_count_from_the_ceremony_on_and_freeze_after_a_year() {
    let mut extinct = state("DDR", Some(0), None);
    extinct.kind = PastKind::ExtinctState;
    let seen = seen_treaty(treaty(
        "A",
        vec![
            state("AAA", Some(30), None),
            state("BBB", Some(40), None),
            state("CCC", None, Some(100)),
            extinct,
            state("EEE", Some(364), None),
            state("FFF", Some(365), None),
        ],
    ));
    let count = |month: usize| {
        // Of five States of today: few of few are many.
        let share = seen.log_signatures[month] + libm::log(5.0 / 190.0);
        (libm::exp(share) - super::exposure::SIGNATURE_OFFSET).round() as i32
    };
    assert_eq!([0, 1, 2, 4, 11, 12, 100].map(count), [2, 2, 3, 4, 4, 5, 5]);
}

#[test]
fn days_at_risk_are_those_counted_one_by_one() {
    let records = vec![
        state("AAA", Some(17), Some(745)),
        state("BBB", None, None),
        state("CCC", Some(31), Some(33)),
        state("DDD", Some(800), None),
        state("EEE", Some(0), Some(0)),
    ];
    let seen = seen_treaty(treaty("A", records));
    let factors = [0.5, 1.0, 2.0, 0.7, 3.0];
    let found = days_at_risk(&seen, &factors);
    for (state, months) in found.iter().enumerate() {
        assert_eq!(months.len(), 33);
        for (month, days) in months.iter().enumerate() {
            let (from, to) = (month as f64 * MONTH, (month + 1) as f64 * MONTH);
            let overlap = |risk: &exposure::ParticipantExposure| -> f64 {
                let own = seen.risk_intervals(risk).filter(|one| one.state == state);
                let days = own.map(|one| (one.to.min(to) - one.from.max(from)).max(0.0));
                factors[risk.who] * days.sum::<f64>()
            };
            let counted: f64 = seen.risks.iter().map(overlap).sum();
            assert!((days - counted).abs() < 1e-9, "{state} {month}");
        }
    }
}

#[test]
fn windows_hold_what_happened_and_what_was_expected() {
    let records = vec![state("AAA", Some(0), Some(10)), state("BBB", Some(0), Some(999))];
    let mut long = treaty("A", records);
    long.known_to = on(1200);
    let seen = seen_treaty(long);
    assert_eq!(seen.months(), 40);
    let law = Law::from_pace(Pace { mean: 0.5, signature_effect: 0.0, ..Law::START.pace });
    let windows = windows(&seen, &vec![0.25; 40], &law);
    assert_eq!(windows.len(), 37, "months 36 to 39 are one window");
    assert_eq!((windows[0].deposits, windows[32].deposits), (1.0, 1.0));
    assert_eq!((windows[0].width, windows[36].width), (1.0, 4.0));
    assert!((windows[36].expected - libm::exp(0.5)).abs() < 1e-12);
}

#[test]
fn a_hazard_runs_straight_between_months() {
    let mut hazard = [0.0; MONTHS + 1];
    hazard.iter_mut().enumerate().for_each(|(month, hazard)| *hazard = (month * month) as f64);
    assert!((hazard_by(&hazard, 2.5 * MONTH) - 6.5).abs() < 1e-9);
    assert!((hazard_by(&hazard, 1e9) - (MONTHS * MONTHS) as f64).abs() < 1e-6);
    assert!(hazard_by(&hazard, 0.0).abs() < 1e-12);
}

#[test]
fn a_month_takes_its_season_from_the_calendar() {
    let mut calendar = [1.0; 12];
    calendar[0] = 3.0;
    let season = seen_treaty(treaty("A", vec![state("AAA", None, None)])).season(&calendar);
    assert_eq!(season.len(), 33);
    assert!((season[0] - 3.0).abs() < 1e-12, "31 days of January: {season:?}");
    assert!((season[1] - 1.0).abs() < 1e-12);
    let about_a_year_on = season[12];
    assert!(about_a_year_on > 2.5 && about_a_year_on <= 3.0, "{about_a_year_on}");
}

#[test]
fn the_profile_is_flat_without_deposits_and_peaks_where_they_are() {
    let none = seen(&history(vec![treaty("A", vec![state("AAA", None, None)])]));
    assert!(profile(&none).iter().all(|factor| (factor - 1.0).abs() < 1e-12));
    let codes = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"];
    // Age 260 is 17 September 2000; age 5 is in the ceremony's month.
    let records = |age| codes.map(|code| state(code, None, Some(age))).to_vec();
    let september = profile(&seen(&history(vec![treaty("A", records(260))])));
    assert!(september[8] > 1.5 && september[0] < 1.0, "{september:?}");
    let ceremony = profile(&seen(&history(vec![treaty("A", records(5))])));
    assert!(ceremony.iter().all(|factor| (factor - 1.0).abs() < 1e-12));
}

#[test]
fn signatures_are_those_made_after_the_ceremony_while_open() {
    let mut open = treaty(
        "A",
        vec![
            state("AAA", Some(0), None),
            state("BBB", Some(CEREMONY_DAYS as i32), None),
            state("CCC", Some(100), Some(300)),
            state("DDD", None, Some(200)),
            state("EEE", Some(400), None),
            state("FFF", Some(401), None),
            state("GGG", None, None),
        ],
    );
    open.closing = Closing::On(on(400));
    let mut inherited = state("HHH", Some(150), None);
    inherited.signed_by_succession = true;
    open.records.push(inherited);
    let found = Signatures::fit(&seen(&history(vec![open])));
    let events = found.events.map(|events| events as u32);
    assert_eq!(events, [0, 1, 1, 0, 1, 0, 0], "BBB, CCC and EEE");
    let [early, late] = [Some(0), Some(1)].map(|which| found.signing.surge(which));
    assert!(late > early, "EEE signed on the last day: {found:?}");
}

#[test]
fn a_state_that_signs_faster_has_the_higher_factor() {
    let records = || vec![state("AAA", Some(40), None), state("BBB", Some(900), None)];
    let treaties = ["A", "B", "C", "D", "E"].map(|id| treaty(id, records())).to_vec();
    let found = Signatures::fit(&seen(&history(treaties)));
    assert!(found.factors[0] > found.factors[1], "{found:?}");
    let mean = found.factors.iter().sum::<f64>() / 2.0;
    assert!((mean - 1.0).abs() < 1e-9);
}

#[test]
fn a_selection_refuses_what_the_history_does_not_have() {
    let history = history(vec![treaty("A", Vec::new()), treaty("B", Vec::new())]);
    assert_eq!(Selection::from_treaties(&history, ["A", "C"]), Err(UnknownTreaty("C".to_owned())));
    assert_eq!(
        Selection::from_treaties(&history, ["B"]).unwrap(),
        Selection::pool(&history).without("A")
    );
    assert_eq!(Selection::pool(&history).count(), 2);
}

#[test]
fn nothing_selected_teaches_nothing() {
    let history = history(Vec::new());
    let fitted = fit(&history, &Selection::pool(&history));
    assert!(fitted.participants.is_empty() && fitted.treaties.is_empty());
    let rates = &fitted.calibration.signatory_per_year;
    assert!(rates.iter().all(|rate| rate.is_finite() && *rate > 0.0), "{rates:?}");
    let few = fit_in_full(&history, &Selection::pool(&history)).unwrap_err();
    assert_eq!(few, TooFew { treaties: 0, deposits: 0 });
    assert!(few.to_string().starts_with("expected at least 10 treaties with 100 deposits"));
}

/// What a second implementation, in another language, made of the same 93 treaties.
#[test]
fn departures_of_signing_are_those_of_the_reference() {
    let history = History::built_in().unwrap();
    let seen = TrainingData::from_history(&history, &Selection::pool(&history));
    let found = Signatures::fit(&seen).departures(&seen);
    let reference = include_str!("../../../tests/reference/signing-departures.csv");
    let row = |line: &'static str| {
        let (id, expected) = line.split_once(',').unwrap();
        (found[seen.place_of(id).unwrap()] - expected.parse::<f64>().unwrap(), id)
    };
    let apart: Vec<(f64, &str)> = reference.lines().skip(1).map(row).collect();
    // The reference ends before what they have in common has gone over to the rates.
    let common = apart.iter().map(|(apart, _)| apart).sum::<f64>() / apart.len() as f64;
    let mut apart: Vec<(f64, &str)> =
        apart.into_iter().map(|(apart, id)| ((apart - common).abs(), id)).collect();
    apart.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mean = apart.iter().map(|(apart, _)| apart).sum::<f64>() / apart.len() as f64;
    // Treaties that closed as they entered into force have no rush before that day here.
    assert!(apart.len() == 93 && mean < 0.12 && apart[0].0 < 0.45, "{mean} {:?}", &apart[..9]);
}
