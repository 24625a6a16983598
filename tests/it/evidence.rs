//! What the record teaches does not depend on what is assumed of the future, and what is assumed
//! means the same however it is worded.

use inforce::{
    engine::{Plan, simulate},
    parameters::Pace,
    quantity::{Chance, Day, Days, RunCount, Seed, When},
    scenario::Scenario,
    tally::{Milestone, Tally},
    treaty::{
        Bloc, Clock, Fate, LearnedFactors, Model, Participant, Prospect, Someday, delay::Delay,
    },
};
use rand::{RngExt, rngs::ChaCha8Rng};

use crate::{
    random::{any_delay, any_treaty, source},
    support::{
        day, deposited, futures, pace, paced_treaty, plan, state, stated, stated_state, treaty,
        window,
    },
};

type Futures = Vec<(Vec<When>, When)>;

fn load(sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::load(&["hanoi".to_owned()], &sets).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The recorded months of the pace, to the decimals that tables hold.
fn recorded(scenario: &Scenario) -> String {
    let months = simulate(&scenario.model, plan(100, 1)).pace();
    let recorded = months.iter().filter(|month| month.recorded).map(|one| {
        let (low, median, high) = (one.low, one.median, one.high);
        format!(
            "{} {:?} {:.6?} {low:.6} {median:.6} {high:.6}",
            one.from, one.deposits, one.expected
        )
    });
    recorded.collect::<Vec<_>>().join("\n")
}

#[test]
fn with_a_calibration_no_layer_changes_what_the_record_teaches() {
    let baseline = recorded(&load(&[]));
    assert!(baseline.lines().count() >= 7, "{baseline}");
    let pledge = r#"group.pledge.members=["BRA","FRA","GBR","VNM"]"#;
    for sets in [
        &["participant.VNM.ratification=\"never\""][..],
        &["participant.SWE.factor=9", "participant.SWE.signing_factor=0"],
        &["all.factor=2"],
        &["all.ratification={ log-normal = { median = 700, p90 = 2000 }, paced = true }"],
        &["all.signing=\"never\"", "all.accession=\"never\""],
        &[
            pledge,
            "group.pledge.ratification={ uniform = { least = 0, most = 90 }, from = \"as-of\" }",
        ],
        &[pledge, "group.pledge.ratification=\"never\""],
        &["lever.x.who=[\"all\"]", "lever.x.speed=3"],
        &["lever.x.who=[\"VNM\", \"BRA\"]", "lever.x.out=true"],
        &["rule.instruments=30", "rule.organisations_count=true"],
        &["forecast.target=2028-06-30", "forecast.seed=9", "pace.multiplier=2"],
    ] {
        assert_eq!(recorded(&load(sets)), baseline, "{sets:?}");
    }
    // What the record is made of does change it.
    assert_ne!(recorded(&load(&["treaty.technical=true"])), baseline);
    assert_ne!(recorded(&load(&["pace.sd=0.5"])), baseline);
}

/// Runs of many treaties, of two ways to say something of one participant, are equal to the day.
fn equal(first: u64, one: impl Fn(&mut Participant, Day), other: impl Fn(&mut Participant, Day)) {
    let mut tried = 0;
    for number in 0..150 {
        let mut rng = source(first + number);
        let mut model = any_treaty(&mut rng);
        let who = rng.random_range(0..model.participants.len());
        let on = model.as_of + Days(rng.random_range(1..1200));
        let one_person = &mut model.participants[who];
        let levers = &mut one_person.levers;
        (levers.events, levers.blocs, levers.shocks) = (Vec::new(), Vec::new(), Vec::new());
        levers.speed.retain(|window| window.factor > 0.0);
        levers.fate = None;
        if one_person.can_act_from.is_some_and(|from| from > model.as_of) || on > model.horizon {
            continue;
        }
        tried += 1;
        let (mut first, mut second) = (model.clone(), model);
        one(&mut first.participants[who], on);
        other(&mut second.participants[who], on);
        let (left, right) = (futures(&first, 60, number), futures(&second, 60, number));
        assert!(left == right, "treaty {number}: {first:#?}\n{second:#?}");
    }
    assert!(tried > 60, "{tried}");
}

#[test]
fn never_is_out() {
    let never = |one: &mut Participant, _| {
        one.accession = Prospect::Never;
        one.ratification = Prospect::Never;
    };
    equal(30_000, never, |one, _| one.levers.fate = Some(Fate::Out));
}

#[test]
fn a_fixed_day_is_a_deposit_on_that_day() {
    let opened = day("2025-10-25");
    let fixed = |one: &mut Participant, on: Day| {
        let delay = Delay::fixed(f64::from((on - opened).0)).expect("a delay");
        one.accession = stated(delay.clone(), Clock::Opening, false);
        one.ratification = stated(delay, Clock::Opening, false);
    };
    equal(31_000, fixed, |one, on| one.levers.fate = Some(Fate::DepositsOn(on)));
}

/// Puts two sets of runs side by side without one participant.
fn others(runs: Futures, who: usize) -> Vec<Vec<When>> {
    let without = |(mut deposits, _): (Vec<When>, When)| {
        deposits.remove(who);
        deposits
    };
    runs.into_iter().map(without).collect()
}

#[test]
fn what_is_assumed_of_one_changes_nobody_elses_day() {
    for number in 0..100 {
        let mut rng = source(32_000 + number);
        let mut model = any_treaty(&mut rng);
        // Signatures and bandwagons are what participants share beside the pace.
        if let Some(pace) = &mut model.pace {
            pace.signature_effect = 0.0;
        }
        model.participants.iter_mut().for_each(|one| one.levers.bandwagons.clear());
        let who = rng.random_range(0..model.participants.len());
        let before = others(futures(&model, 40, number), who);
        for change in 0..5 {
            let mut changed = model.clone();
            assume(&mut rng, change, &mut changed.participants[who]);
            assert_eq!(before, others(futures(&changed, 40, number), who), "{number} {change}");
        }
    }
}

/// Lays something over what is assumed of a participant's future.
fn assume(rng: &mut ChaCha8Rng, change: usize, one: &mut Participant) {
    match change {
        0 => (one.accession, one.ratification) = (Prospect::Never, Prospect::Never),
        1 => one.ratification = stated(any_delay(rng), Clock::AsOf, true),
        2 => (one.factor.mean, one.signing_factor) = (7.0, 0.0),
        3 => one.signing = Prospect::Never,
        _ => {
            let delay = Delay::exponential(300.0).expect("a delay");
            let day = Someday { delay, from_as_of: true };
            let (name, spread, chance) = ("new".to_owned(), 9.0, Chance::SURE);
            one.levers.fate = None;
            one.levers.blocs = vec![Bloc { name, day, spread, chance }];
        }
    }
}

#[test]
fn each_run_is_that_of_its_reading_of_a_doubtful_deposit() {
    let model = |chance: f64| {
        let mut each: Vec<Participant> = (0..14).map(|who| state(&format!("P{who:02}"))).collect();
        // It has not signed, so whether it deposited bears on signing too.
        each[5].status.deposited = deposited(day("2026-01-15"), chance);
        each[8].status.signed = Some(day("2026-03-01"));
        each.iter_mut().for_each(|one| one.factor.mean = 20.0);
        paced_treaty(each, 6)
    };
    let (doubtful, made, not) = (model(0.5), model(1.0), model(0.0));
    let runs = |model: &Model| futures(model, 800, 3);
    let mut count = 0;
    for ((one, made), not) in runs(&doubtful).into_iter().zip(runs(&made)).zip(runs(&not)) {
        let is_made = one.0[5] == When::on(day("2026-01-15"));
        count += usize::from(is_made);
        assert_eq!(one, if is_made { made } else { not });
    }
    assert!((330..470).contains(&count), "{count}");
}

fn chance_by(model: &Model, runs: u64, by: Day) -> f64 {
    let tally = Tally::from_runs(&simulate(model, plan(runs, 4)));
    tally.dates.chance_by(Milestone::Met, by).value()
}

/// One State that has signed, of which this is stated.
fn alone(delay: Delay, clock: Clock, paced: bool) -> Model {
    let mut one = stated_state("AAA", delay.clone(), clock);
    one.status.signed = Some(day("2025-10-25"));
    one.ratification = stated(delay, clock, paced);
    treaty(vec![one], 1)
}

#[test]
fn a_delay_from_the_as_of_day_falls_on_the_day_of_its_number() {
    let delay = |delay: Result<Delay, _>| delay.expect("a delay");
    for (days, falls) in [(90.0, 90), (0.0, 1), (0.5, 1), (89.5, 90)] {
        let model = alone(delay(Delay::fixed(days)), Clock::AsOf, false);
        let on = When::on(model.as_of + Days(falls));
        assert!(futures(&model, 50, 1).iter().all(|(_, met)| *met == on), "{days}");
    }
    let model = alone(delay(Delay::uniform(0.0, 3.0)), Clock::AsOf, false);
    for (days, chance) in [(0, 0.0), (1, 1.0 / 3.0), (2, 2.0 / 3.0), (3, 1.0)] {
        let found = chance_by(&model, 40_000, model.as_of + Days(days));
        assert!((found - chance).abs() < 0.01, "{days}: {found}");
    }
    let model = alone(delay(Delay::observed(vec![2.0, 4.0])), Clock::AsOf, false);
    let found = [1, 2, 3, 4].map(|days| chance_by(&model, 40_000, model.as_of + Days(days)));
    assert!(found[0] <= 0.0 && (found[1] - 0.5).abs() < 0.01, "{found:?}");
    assert!((found[2] - found[1]).abs() < 1e-12 && found[3] >= 1.0, "{found:?}");
    // The same of a bloc's random day.
    let mut model = alone(delay(Delay::exponential(9e6)), Clock::AsOf, false);
    let day = Someday { delay: delay(Delay::fixed(90.0)), from_as_of: true };
    let bloc = Bloc { name: "bloc".to_owned(), day, spread: 0.0, chance: Chance::SURE };
    model.participants[0].levers.blocs = vec![bloc];
    let on = When::on(model.as_of + Days(90));
    assert!(futures(&model, 50, 1).iter().all(|(_, met)| *met == on));
}

fn case(name: &str, sets: &[&str]) -> Scenario {
    let path = format!("{}/tests/cases/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::load(&[path], &sets).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The chances of being met by the days that a case asks about.
fn chances(scenario: &Scenario) -> Vec<f64> {
    let plan = Plan { runs: RunCount::new(200_000).expect("some"), seed: Seed(1) };
    let tally = Tally::from_runs(&simulate(&scenario.model, plan));
    let by = scenario.model.by.iter();
    by.map(|day| tally.dates.chance_by(Milestone::Met, *day).value()).collect()
}

fn near(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (found_one, expected_one) in found.iter().zip(expected) {
        assert!((found_one - expected_one).abs() < tolerance, "{found:?}, expected {expected:?}");
    }
}

#[test]
fn no_time_has_passed_on_a_clock_that_starts_now() {
    near(&chances(&case("as-of-day-counts-as-waited", &[])), &[0.5], 0.005);
}

#[test]
fn time_in_which_one_cannot_act_is_no_time_waited() {
    // 0.8 (S(200) - S(t)) / S(200), t the end of the day asked for.
    near(&chances(&case("not-at-risk", &[])), &[0.2505, 0.5695], 0.004);
    // One that could act from the opening has waited 199 days by the as-of day.
    let path = format!("{}/tests/cases/not-at-risk.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a case").replace("2025-07-20", "");
    let all = Scenario::from_text("old", &text).unwrap_or_else(|faults| panic!("{faults}"));
    let taken = Delay::log_normal(500.0, 1100.0).expect("a delay");
    let (waited, by) = (taken.survival(199.0), [401.0, 731.0].map(|days| taken.survival(days)));
    let never = 0.2 / (0.2 + 0.8 * waited);
    let expected = by.map(|left| (1.0 - never) * (1.0 - left / waited));
    near(&chances(&all), &expected, 0.004);
}

#[test]
fn a_shared_factor_learns_from_stated_delays() {
    let nobody = case("shared-factor-does-not-learn", &[]);
    near(&chances(&nobody), &[0.0160, 0.1907, 0.5532], 0.003);
    let two = "status.rows=\"\"\"iso3,signed,deposited\nAAA,2025-01-01,2025-04-11\n\
               AAB,2025-01-01,2025-05-31\n\"\"\"";
    let two = case("shared-factor-does-not-learn", &[two]);
    near(&chances(&two), &[0.241, 0.691, 0.930], 0.004);
    assert_eq!(nobody.model.teachers(), 12);
    // Neither clocks that start now nor steps that are not paced teach, and levers change nothing.
    let prior = chances(&case("shared-factor-does-not-learn", &["pace.learn=false"]));
    for delay in ["paced = true, from = \"as-of\"", "paced = false"] {
        let set = format!("all.ratification={{ exponential = {{ median = 500 }}, {delay} }}");
        let scenario = case("shared-factor-does-not-learn", &[&set]);
        assert_eq!(scenario.model.teachers(), 0);
        if delay.contains("as-of") {
            near(&chances(&scenario), &prior, 0.004);
        }
    }
    let pace = |sets: &[&str]| {
        let scenario = case("shared-factor-does-not-learn", sets);
        let months = simulate(&scenario.model, plan(10, 1)).pace();
        months.into_iter().filter(|month| month.recorded).collect::<Vec<_>>()
    };
    let slow =
        ["lever.x.who=[\"all\"]", "lever.x.speed=0.1", "lever.y.who=[\"AAA\"]", "lever.y.out=true"];
    assert_eq!(pace(&slow), pace(&[]));
    assert_eq!(pace(&["pace.mean=2", "pace.signature_effect=3"]), pace(&[]));
}

#[test]
fn the_chance_of_never_is_kept_apart_from_speed() {
    let horizon = |model: &Model| chance_by(model, 40_000, model.horizon);
    for speed in [1.0, 3.0, 30.0] {
        let delay = Delay::exponential(100.0).expect("a delay");
        let never = Chance::new(0.3).expect("a chance");
        let mut model = alone(delay.or_never(never), Clock::AsOf, true);
        model.pace = Some(Pace { learn: false, multiplier: speed, ..pace() });
        assert!((horizon(&model) - 0.7).abs() < 0.01, "{speed}: {}", horizon(&model));
        model.pace = None;
        let last = model.horizon;
        model.participants[0].levers.speed = vec![window(model.as_of, last, speed)];
        assert!((horizon(&model) - 0.7).abs() < 0.01, "{speed}: {}", horizon(&model));
        let by = 50.0;
        let exact = 0.7 * (1.0 - 0.5f64.powf(by * speed / 100.0));
        let found = chance_by(&model, 40_000, model.as_of + Days(by as i32));
        assert!((found - exact).abs() < 0.01, "{speed}: {found} {exact}");
    }
    // A bounded delay that a gate outlasts is overdue, and still never for as many.
    let delay = Delay::uniform(0.0, 60.0).expect("a delay");
    let mut model = alone(delay.or_never(Chance::new(0.3).expect("a chance")), Clock::AsOf, false);
    let gate = window(model.as_of, model.as_of + Days(99), 0.0);
    model.participants[0].levers.speed = vec![gate];
    let opens = chance_by(&model, 40_000, model.as_of + Days(100));
    assert!((opens - 0.7).abs() < 0.01 && (horizon(&model) - opens).abs() < 1e-12, "{opens}");
}

#[test]
fn a_state_that_signs_first_keeps_both_chances_of_never() {
    // It signs on day 40 after the as-of day; until then it may accede, afterwards ratify.
    let never = |share: f64| Chance::new(share).expect("a chance");
    let law = |median: f64, share: f64| {
        Delay::exponential(median).expect("a delay").or_never(never(share))
    };
    let mut one = state("AAA");
    one.signing = Prospect::Never;
    one.accession = stated(law(80.0, 0.25), Clock::AsOf, false);
    one.ratification = stated(law(30.0, 0.4), Clock::Signature, false);
    let mut model = treaty(vec![one], 1);
    let speed = 2.0;
    let levers = &mut model.participants[0].levers;
    levers.signs_on = Some(model.as_of + Days(41));
    levers.speed = vec![window(model.as_of, model.horizon, speed)];
    let taken = |days: f64, median: f64| 1.0 - 0.5f64.powf(speed * days / median);
    let acceded = 0.75 * taken(40.0, 80.0);
    for days in [20, 60, 1500] {
        let exact = match days {
            20 => 0.75 * taken(20.0, 80.0),
            _ => acceded + (1.0 - acceded) * 0.6 * taken(f64::from(days) - 40.0, 30.0),
        };
        let found = chance_by(&model, 60_000, model.as_of + Days(days));
        assert!((found - exact).abs() < 0.008, "{days}: {found} {exact}");
    }
}

#[test]
fn what_does_not_stand_and_what_is_no_delay_teach_as_much_as_they_can() {
    // A deposit that was withdrawn ends the time at risk and is not counted; a State whose record is no
    // delay is not read at all.
    let model = |change: &dyn Fn(&mut Participant)| {
        let mut each: Vec<Participant> = (0..9).map(|who| state(&format!("P{who:02}"))).collect();
        each.iter_mut().for_each(|one| one.status.signed = Some(day("2025-10-25")));
        change(&mut each[4]);
        paced_treaty(each, 5)
    };
    let totals = |model: &Model| {
        let months = simulate(model, plan(10, 1)).pace();
        let recorded = months.iter().filter(|month| month.recorded);
        recorded.fold((0, 0.0), |(seen, expected), month| {
            (seen + month.deposits.unwrap_or(0), expected + month.expected.unwrap_or(0.0))
        })
    };
    let pending = totals(&model(&|_| {}));
    let on = day("2026-01-31");
    let deposit = totals(&model(&|one| one.status.deposited = deposited(on, 1.0)));
    let withdrawn = totals(&model(&|one| {
        one.status.undone.deposited = Some(on);
        one.status.withdrew = Some(day("2026-03-31"));
    }));
    let unread = totals(&model(&|one| one.learned = None));
    assert_eq!((pending.0, deposit.0, withdrawn.0, unread.0), (0, 1, 0, 0));
    assert!(
        (deposit.1 - withdrawn.1).abs() < 1e-12 && unread.1 < deposit.1 && deposit.1 < pending.1
    );
    assert!((unread.1 - pending.1 * 8.0 / 9.0).abs() < 1e-9);
    let slow = LearnedFactors { deposit: 0.0, signing: 1.0 };
    let zero = totals(&model(&|one| one.learned = Some(slow)));
    assert!((zero.1 - unread.1).abs() < 1e-12);
}

/// Fifteen signatories of the Convention, as a list in TOML.
const FIFTEEN: &str = r#"["BRA","CHL","CHN","EGY","ESP","FRA","GHA","JAM","KAZ","MYS","NGA","PER","ZAF","TUR","GBR"]"#;

#[test]
fn a_pledge_of_fifteen_changes_nobody_else_and_never_is_out_for_them_too() {
    let members = format!("group.pledgers.members={FIFTEEN}");
    let who = format!("lever.out.who={FIFTEEN}");
    let soon =
        "group.pledgers.ratification={ uniform = { least = 0, most = 90 }, from = \"as-of\" }";
    let baseline = load(&[]);
    let never = load(&[&members, "group.pledgers.ratification=\"never\""]);
    let out = load(&[&who, "lever.out.out=true"]);
    let pledged = load(&[&members, soon]);
    let runs = |scenario: &Scenario| futures(&scenario.model, 400, 5);
    assert!(runs(&never) == runs(&out));
    let named = |code: &str| FIFTEEN.contains(code);
    let others = |scenario: &Scenario| -> Vec<Vec<When>> {
        let codes = scenario.model.participants.iter().map(|one| named(&one.code));
        let named: Vec<bool> = codes.collect();
        let of_others = |(deposits, _): (Vec<When>, When)| {
            deposits
                .into_iter()
                .zip(&named)
                .filter(|(_, named)| !**named)
                .map(|(day, _)| day)
                .collect()
        };
        runs(scenario).into_iter().map(of_others).collect()
    };
    let before = others(&baseline);
    assert!(before == others(&never) && before == others(&pledged));
    // Those who pledged deposit within ninety days of the as-of day, in every run.
    let last = When::on(pledged.model.as_of + Days(90));
    for (deposits, _) in runs(&pledged) {
        for (one, when) in pledged.model.participants.iter().zip(deposits) {
            assert!(!named(&one.code) || when <= last, "{} {when:?}", one.code);
        }
    }
}

#[test]
fn what_is_stated_of_a_group_leaves_those_outside_it_alone() {
    let stated =
        "group.asean.ratification={ log-normal = { median = 700, p90 = 2000 }, from = \"as-of\" }";
    let (before, after) = (load(&[]), load(&[stated]));
    let inside: Vec<bool> = after
        .model
        .participants
        .iter()
        .map(|one| one.groups.iter().any(|name| name == "asean"))
        .collect();
    assert!(inside.iter().any(|one| *one));
    let pairs = futures(&before.model, 400, 5).into_iter().zip(futures(&after.model, 400, 5));
    for ((one, _), (other, _)) in pairs {
        let outside = one.iter().zip(&other).zip(&inside).filter(|(_, inside)| !**inside);
        outside.for_each(|((one, other), _)| assert_eq!(one, other));
    }
}
