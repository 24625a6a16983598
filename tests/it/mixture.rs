//! The engine agrees with fine sums over a factor that all participants share.

use inforce::{
    parameters::Pace,
    quantity::{Day, Days},
    treaty::{Clock, Kind, LearnedFactors, Model, Participant, Prospect, delay::Delay},
};
use statrs::distribution::{Continuous, Normal};

use crate::{
    exact::{age, agrees_mixed, calibrated_hazards, weibull},
    support::{day, deposited, pace, paced_treaty, state, stated, treaty},
};

/// A log-normal factor that all share and that never moves, seen in the record.
fn one_static_factor() -> Model {
    let each = (0..30u32).map(|index| {
        let mut one = state(&format!("F{index:02}"));
        one.signing = Prospect::Never;
        one.status.signed = (index % 2 == 0).then(|| day("2025-10-25"));
        one.factor.mean = 0.5 + 0.1 * f64::from(index);
        one.learned = Some(LearnedFactors { deposit: one.factor.mean, signing: 1.0 });
        if [2, 3, 10, 16].contains(&index) {
            one.status.deposited = deposited(day("2026-01-01") + Days(7 * index as i32), 1.0);
        }
        one
    });
    let union = Participant { kind: Kind::Organisation, ..state("UNI") };
    let mut model = paced_treaty(each.chain([union]).collect(), 9);
    model.pace = Some(Pace {
        mean: 0.3,
        sd: 1.1,
        memory: 0.0,
        persistence_per_year: 1.0,
        month_shape: f64::INFINITY,
        signature_effect: 0.0,
        trend_sd: 0.0,
        signing_link: 0.0,
        ..pace()
    });
    for one in &mut model.participants {
        if one.kind == Kind::Organisation {
            one.signing = Prospect::Never;
            one.accession = Prospect::Never;
        }
    }
    model
}

/// Weights and paces: the log-normal prior, weighed by a Poisson count where `seen` is known.
fn paces(model: &Model, seen: Option<(f64, f64)>) -> Vec<(f64, f64)> {
    let pace = model.pace.expect("a pace");
    let prior = Normal::new(0.0, pace.sd).expect("a normal law");
    let mut weighed: Vec<(f64, f64)> = (-600..=600)
        .map(|step| {
            let x = 0.01 * f64::from(step);
            let level = (pace.mean + x).exp();
            let (seen, expected) = seen.unwrap_or((0.0, 0.0));
            (prior.pdf(x) * level.powf(seen) * (-expected * level).exp(), level)
        })
        .collect();
    let sum: f64 = weighed.iter().map(|(weight, _)| weight).sum();
    weighed.iter_mut().for_each(|(weight, _)| *weight /= sum);
    weighed
}

#[test]
fn a_static_factor_learned_from_the_record() {
    let model = one_static_factor();
    let hazards = [calibrated_hazards(&model, false), calibrated_hazards(&model, true)];
    // Exposure up to the as-of day, by the same tables begun on the day of opening.
    let opening = Model { as_of: model.opened - Days(1), ..model.clone() };
    let record = [calibrated_hazards(&opening, false), calibrated_hazards(&opening, true)];
    let mut expected = 0.0;
    for (index, one) in model.participants.iter().enumerate().take(30) {
        let until = one.status.deposited.map_or(model.as_of, |report| report.on);
        let days = (until - model.opened).0 as usize + 1;
        expected += one.factor.mean * record[usize::from(index % 2 == 0)][days];
    }
    let paces = paces(&model, Some((4.0, expected)));
    agrees_mixed(&model, |by| cases(&model, &hazards, &paces, by));
}

#[test]
fn a_static_factor_of_which_nothing_is_learned() {
    let mut model = one_static_factor();
    let pace = model.pace.as_mut().expect("a pace");
    pace.learn = false;
    let hazards = [calibrated_hazards(&model, false), calibrated_hazards(&model, true)];
    let paces = paces(&model, None);
    agrees_mixed(&model, |by| cases(&model, &hazards, &paces, by));
}

fn cases(
    model: &Model,
    hazards: &[Vec<f64>; 2],
    paces: &[(f64, f64)],
    by: Day,
) -> Vec<(f64, Vec<f64>)> {
    let days = (by - model.as_of).0 as usize;
    let case = |(weight, level): &(f64, f64)| {
        let chance = |(index, one): (usize, &Participant)| {
            if one.kind == Kind::Organisation {
                0.0
            } else if one.status.deposited.is_some() {
                1.0
            } else {
                let hazard = hazards[usize::from(index % 2 == 0)][days];
                1.0 - (-level * one.factor.mean * hazard).exp()
            }
        };
        (*weight, model.participants.iter().enumerate().map(chance).collect())
    };
    paces.iter().map(case).collect()
}

#[test]
fn a_static_factor_on_stated_delays_is_beside_the_average_treaty() {
    let each = (0..20u32).map(|index| {
        let delay = Delay::weibull(600.0 + 30.0 * f64::from(index), 2000.0).expect("a delay");
        let mut one = state(&format!("P{index:02}"));
        one.signing = Prospect::Never;
        one.accession = stated(delay, Clock::Opening, true);
        one
    });
    let mut model = treaty(each.collect(), 6);
    model.pace = one_static_factor().pace;
    let pace = model.pace.as_mut().expect("a pace");
    (pace.multiplier, pace.learn) = (1.7, false);
    let paces = paces(&model, None);
    // The mean level is the calibrated baseline's own.
    let mean = model.pace.expect("a pace").mean.exp();
    agrees_mixed(&model, |by| {
        let survival =
            |index: u32, days: f64| weibull(days, 600.0 + 30.0 * f64::from(index), 2000.0);
        let now = age(&model, model.as_of) + 1.0;
        let chances = |level: f64| {
            let left = |index| survival(index, age(&model, by) + 1.0) / survival(index, now);
            (0..20).map(|index| 1.0 - left(index).powf(1.7 * level / mean)).collect()
        };
        paces.iter().map(|(weight, level)| (*weight, chances(*level))).collect()
    });
}
