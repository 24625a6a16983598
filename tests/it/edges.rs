//! Models at the edges of what is allowed are simulated and tallied without a panic, and come
//! out as plain sense says.

use inforce::{
    engine::{Detail, simulate},
    parameters::Pace,
    quantity::{Day, Days},
    scenario::Scenario,
    tally::{Milestone, Tally},
    treaty::{
        Clock, Fate, Levers, Model, Prospect,
        delay::{Delay, ThreePoint},
    },
};

use crate::support::{
    day, deposited, of_runs, pace, paced_treaty, plan, state, stated, stated_state, window,
};

/// Ten States, four of which have signed and one deposited; three are needed.
fn ten() -> Model {
    let each = (0..10).map(|index| {
        let mut one = state(&format!("S{index}"));
        one.status.signed = (index < 4).then(|| day("2025-10-26"));
        one.factor.mean = 5.0;
        if index == 0 {
            one.status.deposited = deposited(day("2026-03-03"), 1.0);
        }
        one
    });
    paced_treaty(each.collect(), 3)
}

/// Goes through everything the engine and the tally offer.
fn tally(model: &Model) -> Tally {
    let runs = simulate(model, plan(300, 3));
    let tally = Tally::from_runs(&runs);
    let met = |detail| of_runs(&runs, detail).into_iter().map(|(_, met)| met).collect::<Vec<_>>();
    assert_eq!(met(Detail::Date), met(Detail::Parties));
    runs.pace();
    runs.surprise();
    tally.parties.months();
    tally.roles.each();
    for share in [0.0, 0.05, 0.5, 1.0] {
        let quantile = tally.dates.quantile(Milestone::InForce, share);
        assert!(quantile.early <= quantile.day && quantile.day <= quantile.late);
    }
    for by in [Day::FIRST, model.opened, model.as_of, model.horizon, Day::LAST] {
        tally.dates.chance_by(Milestone::Met, by);
    }
    tally
}

/// Of 300 runs, those that meet the rule.
fn met(model: &Model) -> u64 {
    300 - tally(model).dates.beyond().count
}

fn with_all(mut model: Model, change: impl Fn(&mut inforce::treaty::Participant)) -> Model {
    model.participants.iter_mut().for_each(change);
    model
}

fn with_pace(model: Model, change: impl Fn(&mut Pace)) -> Model {
    let mut pace = pace();
    change(&mut pace);
    Model { pace: Some(pace), ..model }
}

#[test]
fn short_horizons_and_long_ones() {
    let model = ten();
    assert!(met(&Model { horizon: model.first_future_day(), ..ten() }) < 30);
    tally(&Model { horizon: model.as_of, ..ten() });
    assert!(met(&Model { horizon: model.opened + Days(60 * 365), ..ten() }) > 285);
    tally(&Model { as_of: model.opened, horizon: model.opened + Days(1), ..ten() });
}

#[test]
fn nobody_is_left_to_act() {
    let all_in = with_all(ten(), |one| one.status.deposited = deposited(day("2026-04-01"), 1.0));
    let dates = tally(&all_in).dates;
    assert_eq!(dates.met_by_record(), Some(day("2026-04-01")));
    assert_eq!(dates.quantile(Milestone::InForce, 0.5).day.day(), Some(day("2026-06-30")));
    let never = |one: &mut inforce::treaty::Participant| {
        one.signing = Prospect::Never;
        one.accession = Prospect::Never;
        one.ratification = Prospect::Never;
    };
    assert!(met(&with_all(ten(), never)) == 0);
    assert!(met(&with_all(ten(), |one| one.levers.fate = Some(Fate::Out))) == 0);
    assert!(met(&Model { participants: Vec::new(), ..ten() }) == 0);
}

#[test]
fn a_rule_met_by_a_doubtful_report_is_met_on_its_day_or_later() {
    let mut model = ten();
    model.participants[1].status.deposited = deposited(day("2026-03-04"), 1.0);
    model.participants[2].status.deposited = deposited(day("2026-03-05"), 0.5);
    let dates = tally(&model).dates;
    assert_eq!(dates.met_by_record(), None);
    let early = dates.chance_by(Milestone::Met, day("2026-03-05"));
    assert!((early.value() - 0.5).abs() < 4.0 * early.standard_error());
    assert_eq!(dates.chance_by(Milestone::Met, day("2026-03-04")).count, 0);
    assert_eq!(dates.chance_by(Milestone::InForce, day("2026-06-03")), early);
    let roles = tally(&model).roles.each();
    assert!(roles[2].decisive.value() >= early.value());
}

#[test]
fn more_doubtful_reports_than_can_be_filtered_are_all_drawn() {
    let doubt = |one: &mut inforce::treaty::Participant| {
        let chance = if one.code == "S9" { 0.0 } else { 0.5 };
        one.status.deposited = deposited(day("2026-03-04"), chance);
        one.accession = Prospect::Never;
        one.ratification = Prospect::Never;
    };
    for (who, role) in tally(&with_all(ten(), doubt)).roles.each().iter().enumerate() {
        let expected = if who == 9 { 0.0 } else { 0.5 };
        let found = role.by_horizon;
        let apart = (found.value() - expected).abs();
        assert!(apart <= 4.5 * found.standard_error(), "{who} {found}");
    }
}

#[test]
fn closed_before_the_as_of_day_nobody_signs_any_more() {
    let only_signatories = |one: &mut inforce::treaty::Participant| {
        one.accession = Prospect::Never;
    };
    let mut model = with_all(ten(), only_signatories);
    model.closes = Some(day("2026-01-31"));
    let roles = tally(&model).roles.each();
    assert!(roles[1].by_horizon.value() > 0.3 && roles[5].by_horizon.count == 0);
    tally(&Model { closes: None, ..ten() });
    tally(&Model { closes: Some(model.opened), ..ten() });
}

#[test]
fn no_factor_no_speed_no_pace_no_deposit() {
    let still = [
        with_all(ten(), |one| one.factor.mean = 0.0),
        with_all(ten(), |one| one.levers.speed = vec![window(Day::FIRST, Day::LAST, 0.0)]),
        with_pace(ten(), |pace| pace.multiplier = 0.0),
        with_all(ten(), |one| one.can_act_from = Some(day("2099-01-01"))),
    ];
    for model in still {
        assert!(met(&model) == 0, "{:?}", model.pace);
    }
    let stated_pace = with_all(ten(), |one| {
        one.accession = stated(Delay::fixed(10.0).expect("a delay"), Clock::Opening, true);
        one.ratification = one.accession.clone();
    });
    assert!(met(&with_pace(stated_pace.clone(), |pace| pace.multiplier = 0.0)) == 0);
    assert!(met(&stated_pace) == 300);
    tally(&with_all(ten(), |one| one.signing_factor = 0.0));
}

#[test]
fn all_on_one_day_are_decisive_together() {
    let model = with_all(ten(), |one| {
        one.levers.fate = Some(Fate::DepositsOn(day("2026-07-14")));
    });
    let tally = tally(&model);
    assert_eq!(tally.dates.quantile(Milestone::Met, 0.01).day.day(), Some(day("2026-07-14")));
    assert_eq!(tally.dates.quantile(Milestone::Met, 0.99).day.day(), Some(day("2026-07-14")));
    assert!(tally.roles.each()[1..].iter().all(|role| role.decisive.count == 300));
}

#[test]
fn one_participant_alone() {
    let mut model = ten();
    model.participants.truncate(1);
    assert!(met(&model) == 0);
    model.participants[0].status.deposited = None;
    model.rule =
        inforce::treaty::rule::Rule::count(1, inforce::treaty::rule::Members::new(vec![true]), 90);
    assert!(met(&model) > 15);
}

#[test]
fn paces_at_the_edge() {
    let edges: [fn(&mut Pace); 12] = [
        |pace| pace.month_shape = 1e-6,
        |pace| pace.month_shape = f64::INFINITY,
        |pace| pace.sd = 0.0,
        |pace| pace.trend_sd = 0.0,
        |pace| pace.trend_sd = 50.0,
        |pace| pace.sd = 200.0,
        |pace| pace.mean = 900.0,
        |pace| pace.mean = -900.0,
        |pace| (pace.memory, pace.persistence_per_year) = (0.0, 0.0),
        |pace| pace.age_offset_years = 1e-9,
        |pace| pace.signing_link = 100.0,
        |pace| pace.multiplier = 1e300,
    ];
    for change in edges {
        tally(&with_pace(ten(), change));
    }
    let no_calibration = with_all(Model { calibration: None, ..ten() }, |one| {
        one.ratification = stated(Delay::fixed(400.0).expect("a delay"), Clock::Signature, true);
    });
    assert!(met(&no_calibration) == 300);
}

#[test]
fn a_step_that_is_overdue_is_taken_at_once() {
    let points = ThreePoint { least: 1.0, likely: 2.0, most: 3.0 };
    for delay in [
        Delay::fixed(30.0),
        Delay::fixed(0.0),
        Delay::uniform(1.0, 9.0),
        Delay::triangular(points),
        Delay::pert(points),
        Delay::observed(vec![0.0, 5.0]),
    ] {
        let delay = delay.expect("a delay");
        let mut model = ten();
        model.participants[5] = stated_state("S5", delay.clone(), Clock::Opening);
        // Overdue behind a gate, and overdue only on signing.
        let mut gated = stated_state("S6", delay.clone(), Clock::Opening);
        gated.levers.speed = vec![window(model.opened, day("2026-08-31"), 0.0)];
        model.participants[6] = gated;
        let mut signer = stated_state("S7", delay.clone(), Clock::Opening);
        signer.accession = Prospect::Never;
        signer.levers = Levers { signs_on: Some(day("2026-09-09")), ..Levers::default() };
        model.participants[7] = signer.clone();
        signer.code = "S8".to_owned();
        signer.levers.speed = vec![window(day("2026-09-01"), day("2027-01-05"), 0.0)];
        model.participants[8] = signer;
        for (deposits, _) in of_runs(&simulate(&model, plan(50, 1)), Detail::Parties) {
            let days: Vec<_> = deposits[5..9].iter().map(|when| when.day()).collect();
            let expected = ["2026-06-01", "2026-09-01", "2026-09-09", "2027-01-06"];
            assert_eq!(days, expected.map(|text| Some(day(text))), "{delay}");
        }
    }
}

#[test]
fn long_laws_and_steep_ones() {
    for delay in [
        Delay::gamma(1e7, 1e4),
        Delay::gamma(400.0, 0.5),
        Delay::gamma(400.0, 3e5),
        Delay::log_normal(1e-3, 1e7),
        Delay::weibull(1e-9, 1e7),
        Delay::log_logistic(400.0, 400.1),
        Delay::piecewise(vec![0.0, 200.0], vec![0.0, 1e7]),
        Delay::exponential(1e-7),
    ] {
        let delay = delay.expect("a delay");
        let model = with_all(ten(), |one| {
            one.ratification = stated(delay.clone(), Clock::Signature, true);
            one.accession = stated(delay.clone(), Clock::Opening, false);
            one.signing = stated(delay.clone(), Clock::AsOf, false);
        });
        tally(&model);
    }
}

/// What a scenario may say of a pace at the most, one by one and all together, is simulated and told;
/// one step further is refused.
#[test]
fn paces_at_the_bounds_of_a_scenario_are_simulated_and_beyond_them_refused() {
    let bounds = [
        ("sd", "0", "10", "10.1"),
        ("trend_sd", "0", "10", "1e308"),
        ("signing_link", "0", "10", "-0.1"),
        ("mean", "-10", "10", "800"),
        ("month_shape", "0.001", "inf", "1e-300"),
        ("signature_effect", "0", "10", "nan"),
        ("signature_centre", "-10", "10", "-1e308"),
        ("signature_offset", "0.001", "1000", "0"),
        ("signature_rise_years", "0", "1000", "inf"),
        ("memory", "0.01", "1000", "0"),
        ("age_offset_years", "0.01", "100", "0"),
    ];
    let of = |sets: &[String]| Scenario::load(&["hanoi".to_owned()], sets);
    let set = |key: &str, value: &str| format!("pace.{key}={value}");
    let simulated = |sets: &[String]| {
        let scenario = of(sets).unwrap_or_else(|faults| panic!("{faults}"));
        let runs = simulate(&scenario.model, plan(20, 1));
        Tally::from_runs(&runs);
        let finite = |value: f64| assert!(value.is_finite(), "{sets:?}");
        for month in runs.pace() {
            let values = [month.median, month.low, month.high].into_iter().chain(month.expected);
            values.for_each(finite);
        }
        let most = runs.surprise().map_or(0, |surprise| surprise.expected_high);
        assert!(most <= scenario.model.participants.len(), "{sets:?}: {most}");
    };
    for (key, least, most, beyond) in bounds {
        simulated(&[set(key, least)]);
        simulated(&[set(key, most)]);
        let faults = of(&[set(key, beyond)]).expect_err(key).to_string();
        assert!(faults.contains("expected") || faults.contains("lies between"), "{faults}");
    }
    let least: Vec<String> = bounds.iter().map(|(key, least, ..)| set(key, least)).collect();
    let most: Vec<String> = bounds.iter().map(|(key, _, most, _)| set(key, most)).collect();
    simulated(&least);
    simulated(&most);
}
