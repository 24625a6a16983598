//! Signatures that a lever makes: on whom, and what becomes of one that comes too late.

use inforce::{
    fault::Severity,
    quantity::{Day, When},
    scenario::Scenario,
    treaty::{Kind, Model},
};

use crate::support::{day, futures};

const RUNS: u64 = 200;

fn hanoi(sets: &[&str]) -> Result<Scenario, String> {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::load(&["hanoi".to_owned()], &sets).map_err(|faults| faults.to_string())
}

fn sound(sets: &[&str]) -> Scenario {
    hanoi(sets).unwrap_or_else(|faults| panic!("{faults}"))
}

fn signing(model: &Model) -> Vec<(&str, Day)> {
    let each = model.participants.iter();
    each.filter_map(|one| Some((one.code.as_str(), one.levers.signs_on?))).collect()
}

const SIGNS: [&str; 2] = ["lever.x.who=['CAN']", "lever.x.signs_on=2026-12-31"];

#[test]
fn a_deposit_dated_before_a_signature_stands_and_the_signature_falls_away() {
    let deposits = ["lever.y.who=['CAN']", "lever.y.deposits_on=2026-12-01"];
    let both = sound(&[&SIGNS[..], &deposits].concat());
    let [warning] = &both.warnings[..] else { panic!("{:?}", both.warnings) };
    assert_eq!(
        (warning.severity, warning.message.as_str()),
        (Severity::Warning, "`CAN` deposits on 2026-12-01, so it does not sign on 2026-12-31")
    );
    assert!(warning.notes[0].1.contains("stands") && warning.notes[0].0.is_some());
    assert_eq!(signing(&both.model), []);
    let alone = sound(&deposits);
    assert_eq!(futures(&both.model, RUNS, 1), futures(&alone.model, RUNS, 1));
    // On the same day or later, it signs first.
    let later = sound(&[&SIGNS[..], &[deposits[0], "lever.y.deposits_on=2026-12-31"]].concat());
    assert_eq!(signing(&later.model), [("CAN", day("2026-12-31"))]);
    assert!(later.warnings.is_empty(), "{:?}", later.warnings);
}

#[test]
fn an_accession_sure_to_come_before_a_signature_stands_too() {
    let accedes = "participant.CAN.accession={ fixed = { on = 2026-12-01 } }";
    let ratifies = "participant.CAN.ratification={ fixed = { on = 2026-12-01 } }";
    let both = sound(&[&SIGNS[..], &[accedes, ratifies]].concat());
    let [warning] = &both.warnings[..] else { panic!("{:?}", both.warnings) };
    assert!(warning.message.contains("assumed of its accession"), "{}", warning.message);
    assert_eq!(signing(&both.model), []);
    let alone = sound(&[accedes, ratifies]);
    assert_eq!(futures(&both.model, RUNS, 1), futures(&alone.model, RUNS, 1));
    // What may come later leaves the signature.
    let doubtful = "participant.CAN.accession={ fixed = { on = 2026-12-01 }, never = 0.5 }";
    assert_eq!(signing(&sound(&[&SIGNS[..], &[doubtful]].concat()).model).len(), 1);
    let gated = [accedes, "lever.z.who=['CAN']", "lever.z.not_before=2027-06-01"];
    assert_eq!(signing(&sound(&[&SIGNS[..], &gated].concat()).model).len(), 1);
}

const TEN: [&str; 3] = [
    "lever.ten.who=['non-signatories']",
    "lever.ten.most_likely=10",
    "lever.ten.signs_on=2026-12-31",
];

#[test]
fn ten_more_sign_whoever_they_are_the_quickest_of_those_that_can() {
    let ten = sound(&TEN).model;
    let codes: Vec<&str> = signing(&ten).into_iter().map(|(code, _)| code).collect();
    let mut open: Vec<(&str, f64)> = ten
        .participants
        .iter()
        .filter(|one| one.kind != Kind::Organisation)
        .filter(|one| one.status.signed.is_none() && one.status.deposited.is_none())
        .map(|one| (one.code.as_str(), one.signing_factor))
        .collect();
    open.sort_by(|one, other| other.1.total_cmp(&one.1));
    let mut quickest: Vec<&str> = open[..10].iter().map(|(code, _)| *code).collect();
    quickest.sort_unstable();
    assert_eq!(codes, quickest);
    // They count as ten signatures named one by one do: in every run.
    let named = format!("lever.ten.who={codes:?}");
    let named = sound(&[&named, TEN[2]]).model;
    let futures = |model: &Model| futures(model, RUNS, 1);
    let met =
        |model: &Model| -> Vec<When> { futures(model).into_iter().map(|run| run.1).collect() };
    assert_eq!(futures(&ten), futures(&named));
    // Who would have signed before that day by itself signs on it, and who shows that the treaty is signed
    // more slowly than was thought says so of its pace: in some runs that is later.
    let (with, without) = (met(&ten), met(&sound(&[]).model));
    let of = |is: fn(&When, &When) -> bool| {
        with.iter().zip(&without).filter(|(with, without)| is(with, without)).count()
    };
    let (earlier, later) = (of(|with, without| with < without), of(|with, without| with > without));
    assert!(earlier > RUNS as usize / 2 && later < earlier / 2, "{earlier} {later}");
}

#[test]
fn those_that_a_lever_settles_by_name_are_not_picked_again() {
    let first = signing(&sound(&TEN).model)[0].0.to_owned();
    let named = [format!("lever.zz.who=['{first}']"), "lever.zz.out=true".to_owned()];
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let picked = sound(&[&TEN[..], &named].concat()).model;
    assert_eq!(signing(&picked).len(), 10);
    assert!(signing(&picked).iter().all(|(code, _)| *code != first), "{first}");
    // Two levers that each take twenty take forty.
    let twenty = |name: &str, on: &str| {
        [
            format!("lever.{name}.who=['all']"),
            format!("lever.{name}.most_likely=20"),
            format!("lever.{name}.event={{ on = {on} }}"),
        ]
    };
    let both = [twenty("a", "2027-09-20"), twenty("b", "2027-12-01")].concat();
    let both = sound(&both.iter().map(String::as_str).collect::<Vec<_>>()).model;
    let at = |one: usize| both.participants[one].levers.events.len();
    let each: Vec<usize> = (0..both.participants.len()).map(at).collect();
    assert_eq!((each.iter().sum::<usize>(), each.iter().max()), (40, Some(&1)));
}

#[test]
fn more_than_can_still_act_are_refused_with_how_many_can() {
    for (wanted, can) in [(0, "as many as can still sign, found 0"), (199, "found 199")] {
        let wanted = format!("lever.ten.most_likely={wanted}");
        let wrong = hanoi(&[TEN[0], &wanted, TEN[2]]).err().unwrap_or_default();
        assert!(wrong.contains("expected a number from 1 to 1") && wrong.contains(can), "{wrong}");
    }
}

#[test]
fn by_stated_delays_the_most_likely_are_those_whose_year_is_soonest() {
    let text = "
        [scenario]
        name = 'stated'
        [treaty]
        title = 'Stated'
        opened = 2026-01-01
        [rule]
        instruments = 2
        wait = { days = 1 }
        [participants]
        rows = '''
iso3
AAA
BBB
CCC
DDD
'''
        [status]
        as_of = 2026-06-01
        [forecast]
        horizon = 2030-12-31
        [all]
        ratification = { exponential = { median = 400 } }
        accession = { exponential = { median = 400 } }
        [participant.BBB]
        accession = { exponential = { median = 100 } }
        [participant.CCC]
        accession = { uniform = { least = 900, most = 901 } }
        [participant.DDD]
        accession = { uniform = { least = 0, most = 300 } }
        [lever.some]
        who = ['all']
        most_likely = 2
        deposits_on = 2026-07-01
    ";
    let picked = |text: &str| -> Vec<String> {
        let scenario = Scenario::from_text("stated", text);
        let model = scenario.unwrap_or_else(|faults| panic!("{faults}")).model;
        let fated = model.participants.into_iter().filter(|one| one.levers.fate.is_some());
        fated.map(|one| one.code).collect()
    };
    assert_eq!(picked(text), ["BBB", "DDD"]);
    assert_eq!(picked(&text.replace("most_likely = 2", "most_likely = 3")), ["AAA", "BBB", "DDD"]);
}
