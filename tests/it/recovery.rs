//! Histories simulated from known numbers, and the numbers found again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, sync::OnceLock};

use inforce::{
    calibrate::{
        fit::{Fitted, FullFit, Parameter, Selection, fit_in_full},
        history::{
            Closing, History, OpenedBasis, ParticipantRecord, PastDeposit, PastKind, PastTreaty,
            PooledTreaty,
        },
    },
    parameters::{Pace, Registered, SigningParameter},
    quantity::{Day, Days, MONTH_DAYS},
};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};
use rand_distr::{Distribution, Exp1, Gamma, StandardNormal};

const TREATIES: usize = 80;
const STATES: usize = 150;
const MONTHS: usize = 144;

/// What the histories are simulated from; rates are per year.
const SIGNATORY: f64 = 0.09;
const OTHER: f64 = 0.02;
/// From the fifth year on both rates are half.
const LATE: f64 = 0.5;
const FACTOR_SHAPE: f64 = 4.0;
const SD: f64 = 0.8;
const MEMORY: f64 = 1.2;
const AGE_OFFSET: f64 = 0.5;
const TREND_SD: f64 = 0.6;
const MONTH_SHAPE: f64 = 5.0;
const SIGNATURE_EFFECT: f64 = 0.5;
const SIGNATURE_RISE: f64 = 1.5;
/// What a unit of the log of a treaty's signing factor adds to log pace: as the fit takes it to be.
const SIGNING_LINK: f64 = 0.25;
const SIGNING: f64 = 0.3;
const SIGNING_SHAPE: f64 = 1.5;
const TREATY_LOG_SD: f64 = 0.9;
const SIGNING_MONTH_SHAPE: f64 = 1.2;
/// What a unit of log signatures of the opening adds to the log of a treaty's signing factor, and what a
/// technical matter does.
const OPENING_EFFECT: f64 = 0.6;
const TECHNICAL_EFFECT: f64 = -0.8;

struct Truth {
    history: History,
    factors: Vec<f64>,
    signing: Vec<f64>,
}

fn truth() -> &'static Truth {
    static TRUTH: OnceLock<Truth> = OnceLock::new();
    TRUTH.get_or_init(|| {
        let mut rng = ChaCha8Rng::seed_from_u64(20_270_101);
        let draws = |shape: f64, rng: &mut ChaCha8Rng| -> Vec<f64> {
            let law = Gamma::new(shape, 1.0 / shape).unwrap();
            (0..STATES).map(|_| law.sample(rng)).collect()
        };
        let factors = draws(FACTOR_SHAPE, &mut rng);
        let signing = draws(SIGNING_SHAPE, &mut rng);
        let treaties: Vec<PastTreaty> =
            (0..TREATIES).map(|index| treaty(index, &factors, &signing, &mut rng)).collect();
        let pool = treaties
            .iter()
            .map(|one| PooledTreaty { treaty: one.id.clone(), scored: true })
            .collect();
        let history = History {
            treaties,
            pool,
            can_act_from: BTreeMap::new(),
            exclusions: Vec::new(),
            warnings: Vec::new(),
        };
        Truth { history, factors, signing }
    })
}

fn full() -> &'static FullFit {
    static FOUND: OnceLock<FullFit> = OnceLock::new();
    FOUND.get_or_init(|| fit_in_full(&truth().history, &Selection::pool(&truth().history)).unwrap())
}

fn found() -> &'static Fitted {
    &full().fitted
}

/// What each parameter was simulated from, for a State of average factor; surges there were none.
fn true_value(parameter: Parameter) -> Option<f64> {
    let pace = Pace {
        sd: SD,
        memory: MEMORY,
        age_offset_years: AGE_OFFSET,
        trend_sd: TREND_SD,
        month_shape: MONTH_SHAPE,
        signature_effect: SIGNATURE_EFFECT,
        signature_rise_years: SIGNATURE_RISE,
        signing_link: SIGNING_LINK,
        ..Pace::NEUTRAL
    };
    let mean = |factors: &[f64]| factors.iter().sum::<f64>() / STATES as f64;
    let late =
        |bin: usize| if full().fitted.calibration.edges_months[bin] >= 48.0 { LATE } else { 1.0 };
    Some(match parameter {
        Parameter::Nonsignatory(bin) => OTHER * late(bin) * mean(&truth().factors),
        Parameter::Signatory(bin) => SIGNATORY * late(bin) * mean(&truth().factors),
        Parameter::Pace(one) => one.get(&pace),
        Parameter::SigningRate(_) => SIGNING * mean(&truth().signing),
        Parameter::Signing(one) => match one {
            SigningParameter::Surge90To30DaysBeforeClosing | SigningParameter::SurgeLast30Days => {
                return None;
            }
            SigningParameter::MonthShape => SIGNING_MONTH_SHAPE,
            SigningParameter::TreatyLogSd => TREATY_LOG_SD,
            SigningParameter::TreatyLogSignatures => OPENING_EFFECT,
            SigningParameter::TreatyTechnical => TECHNICAL_EFFECT,
        },
        Parameter::FactorShape => FACTOR_SHAPE,
        Parameter::SigningFactorShape => SIGNING_SHAPE,
    })
}

fn treaty(index: usize, factors: &[f64], signing: &[f64], rng: &mut ChaCha8Rng) -> PastTreaty {
    let opened = Day::new(1985, 1, 1).unwrap() + Days(97 * index as i32);
    let technical = index.is_multiple_of(3);
    let (signed, departure) = signatures(signing, technical, rng);
    let pace = pace(&signed, departure, rng);
    let record = |state: usize| {
        let deposited = deposit(factors[state], signed[state], &pace, rng);
        let signed = signed[state].filter(|signed| deposited.is_none_or(|at| *signed <= at));
        ParticipantRecord {
            participant: code(state),
            kind: PastKind::State,
            signed: signed.map(|age| opened + Days(age as i32)),
            signed_by_succession: false,
            deposit: deposited
                .map_or(PastDeposit::None, |age| PastDeposit::On(opened + Days(age as i32))),
            form: None,
            withdrawn: None,
            sources: String::new(),
        }
    };
    PastTreaty {
        id: format!("T-{index:03}"),
        short_name: String::new(),
        title: String::new(),
        opened,
        opened_basis: OpenedBasis::Official,
        closing: Closing::Never,
        entry: None,
        in_force: None,
        subject: if technical { "trade" } else { "" }.to_owned(),
        has_signature: true,
        known_to: opened + Days(5000),
        gaps: None,
        records: (0..STATES).map(record).collect(),
    }
}

fn code(state: usize) -> String {
    let letter = |number: usize| char::from(b'A' + (number % 26) as u8);
    [letter(state / 676), letter(state / 26), letter(state)].iter().collect()
}

/// A share of the States, another for each treaty, sign at once; the rest, from the sixteenth day on, at
/// their own rates times the treaty's and a shock of each month, which all of them share.
fn signatures(signing: &[f64], technical: bool, rng: &mut ChaCha8Rng) -> (Vec<Option<f64>>, f64) {
    let share = 0.05 + 0.55 * rng.random::<f64>();
    let at_once: Vec<bool> = signing.iter().map(|_| rng.random::<f64>() < share).collect();
    let opening = 10.0 + at_once.iter().filter(|one| **one).count() as f64;
    let normal: f64 = StandardNormal.sample(rng);
    let kind = if technical { TECHNICAL_EFFECT } else { 0.0 };
    let log = OPENING_EFFECT * (opening.ln() - 3.4) + kind + TREATY_LOG_SD * normal;
    let mut edges = vec![15.0, 31.0];
    edges.extend((2..=MONTHS).map(|month| month as f64 * MONTH_DAYS));
    let speeds: Vec<f64> = edges
        .windows(2)
        .map(|ends| {
            let shape = SIGNING_MONTH_SHAPE * (ends[1] - ends[0]) / MONTH_DAYS;
            log.exp() * Gamma::new(shape, 1.0 / shape).unwrap().sample(rng)
        })
        .collect();
    let sign = |(factor, at_once): (&f64, &bool)| {
        if *at_once {
            return Some(0.0);
        }
        let mut left: f64 = Exp1.sample(rng);
        for (ends, speed) in edges.windows(2).zip(&speeds) {
            let per_day = SIGNING * factor * speed / 365.25;
            if left < per_day * (ends[1] - ends[0]) {
                return Some((ends[0] + left / per_day).floor());
            }
            left -= per_day * (ends[1] - ends[0]);
        }
        None
    };
    (signing.iter().zip(&at_once).map(sign).collect(), TREATY_LOG_SD * normal)
}

/// The pace of each month, shock included.
fn pace(signed: &[Option<f64>], departure: f64, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let shock = Gamma::new(MONTH_SHAPE, 1.0 / MONTH_SHAPE).unwrap();
    let mut normal = |sd: f64| -> f64 { sd * Distribution::<f64>::sample(&StandardNormal, rng) };
    let trend = normal(TREND_SD);
    let mut wander = normal(SD);
    let mut logs = Vec::new();
    for month in 0..MONTHS {
        let by = (month as f64 * MONTH_DAYS).clamp(31.0, 365.0);
        let count = signed.iter().flatten().filter(|age| **age < by).count() as f64;
        let years = (month as f64 + 0.5) / 12.0;
        let slope = trend * ((years + AGE_OFFSET) / (2.0 + AGE_OFFSET)).ln();
        let risen = 1.0 - (-years / SIGNATURE_RISE).exp();
        let signatures = (10.0 + count).ln() - 3.4 - (STATES as f64 / 190.0).ln();
        let beside = SIGNATURE_EFFECT * signatures * risen + SIGNING_LINK * departure;
        logs.push(wander + slope + beside);
        let kept = ((years + AGE_OFFSET) / (years + 1.0 / 12.0 + AGE_OFFSET)).powf(1.0 / MEMORY);
        wander = kept * wander + normal(SD * (1.0 - kept * kept).sqrt());
    }
    logs.iter().map(|log| log.exp() * shock.sample(rng)).collect()
}

/// The age of deposit, day by day through the months.
fn deposit(factor: f64, signed: Option<f64>, pace: &[f64], rng: &mut ChaCha8Rng) -> Option<f64> {
    let mut left: f64 = Exp1.sample(rng);
    for (month, pace) in pace.iter().enumerate() {
        let late = if month >= 48 { LATE } else { 1.0 };
        let from = month as f64 * MONTH_DAYS;
        let to = from + MONTH_DAYS;
        let turn = signed.unwrap_or(f64::INFINITY).clamp(from, to);
        for (rate, start, end) in [(OTHER, from, turn), (SIGNATORY, turn, to)] {
            let per_day = factor * rate * late * pace / 365.25;
            if left < per_day * (end - start) {
                return Some((start + left / per_day).floor());
            }
            left -= per_day * (end - start);
        }
    }
    None
}

/// The difference in logs of each number found from the true one, beside what is allowed.
#[track_caller]
fn close(what: &str, found: f64, truth: f64, allowed: f64) {
    let apart = (found / truth).ln();
    assert!(apart.abs() < allowed, "{what}: {found} for {truth}, {apart:.3} apart in logs");
}

/// Of all parameters nine in ten are to lie within their own intervals of 90 %. Those of one block err
/// together, so that a few more may miss; none may miss by far.
#[test]
fn all_parameters_lie_within_the_errors_that_are_stated() {
    let mut told = String::new();
    let (mut all, mut within, mut far) = (0, 0, 0);
    for one in &full().doubt.parameters {
        let Some(truth) = true_value(one.parameter) else { continue };
        let holds = |deviations| {
            let (low, high) = one.interval(deviations);
            (low..=high).contains(&truth)
        };
        all += 1;
        within += usize::from(holds(1.645));
        far += usize::from(!holds(3.3));
        let (low, high) = one.interval(1.645);
        told += &format!("{:?}: {truth:.4} in {low:.4} to {high:.4}\n", one.parameter);
    }
    assert!(all == 49 && 100 * within >= 75 * all && far == 0, "{within} of {all}, {far}\n{told}");
}

/// Eighty treaties tell the spread of their paces to one part in √160, 8 %, and the rest less
/// surely; each is allowed about three times its own error.
#[test]
fn the_law_of_the_pace_is_found_again() {
    let pace = &found().pace;
    close("sd", pace.sd, SD, 0.25);
    close("memory", pace.memory, MEMORY, 0.9);
    close("age offset", pace.age_offset_years, AGE_OFFSET, 1.5);
    close("trend sd", pace.trend_sd, TREND_SD, 0.5);
    close("month shape", pace.month_shape, MONTH_SHAPE, 0.45);
    close("signature effect", pace.signature_effect, SIGNATURE_EFFECT, 1.2);
}

/// A level is known to the paces' spread over √80, 16 % early in life, and to its own deposits. It
/// goes with the signatures' effect, so both are taken together, at ninety signatures.
#[test]
fn the_baselines_are_found_again() {
    let found = found();
    let ninety = |effect: f64| (effect * (100_f64.ln() - 3.4)).exp();
    let both = ninety(found.pace.signature_effect) / ninety(SIGNATURE_EFFECT);
    let calibration = &found.calibration;
    let cases = [
        (&calibration.signatory_per_year, SIGNATORY, &found.signatory_deposits),
        (&calibration.nonsignatory_per_year, OTHER, &found.nonsignatory_deposits),
    ];
    for (rates, truth, deposits) in cases {
        for ((rate, deposits), edge) in rates.iter().zip(deposits).zip(&calibration.edges_months) {
            let late = if *edge >= 48.0 { LATE } else { 1.0 };
            let allowed = 0.35 + 3.0 / f64::from(deposits + 2).sqrt();
            close(&format!("from month {edge}"), rate * both, truth * late, allowed);
        }
    }
    let late = found.calibration.signatory_per_year[11] / found.calibration.signatory_per_year[8];
    close("late beside early", late, LATE, 0.25);
}

/// Of 150 factors, 135 lie within their own 90 % ranges on average, with an error of 3.7.
#[test]
fn factors_lie_within_the_doubt_that_is_stated() {
    let (found, truth) = (found(), truth());
    // Only ratios are told apart from the baseline, so both are brought to a mean of 1.
    let mean = truth.factors.iter().sum::<f64>() / STATES as f64;
    let within = |(index, factor): (usize, &f64)| {
        let own = found.participant(&code(index)).unwrap();
        let evidence = own.factor.evidence.unwrap();
        // A gamma law's cube root is nearly normal (Wilson and Hilferty 1931).
        let (shape, mean_factor) = (evidence.shape, evidence.shape / evidence.rate);
        let spread = (1.0 / (9.0 * shape)).sqrt();
        let root = (factor / mean / mean_factor).cbrt();
        (root - (1.0 - 1.0 / (9.0 * shape))).abs() < 1.645 * spread
    };
    let count = truth.factors.iter().enumerate().filter(|one| within(*one)).count();
    assert!((121..=148).contains(&count), "{count} of {STATES}");
    close("factor shape", found.factor_shape, FACTOR_SHAPE, 0.45);
}

#[test]
fn signing_is_found_again() {
    let signing = &found().calibration.signing;
    // Eighty treaties of log spread 0.9 and 150 States of shape 1.5 leave the scale known to 13 %.
    // The effects on a treaty's factor move the level too: all are taken together, at sixty signatures of
    // the opening and a third of technical treaties.
    let level =
        |opening: f64, technical: f64| (opening * (60_f64.ln() - 3.4) + technical / 3.0).exp();
    let both = level(signing.treaty_log_signatures, signing.treaty_technical)
        / level(OPENING_EFFECT, TECHNICAL_EFFECT);
    let mean = truth().signing.iter().sum::<f64>() / STATES as f64;
    for bin in 0..7 {
        let (found, truth) = (signing.per_year[bin] * both, SIGNING * mean);
        close(&format!("signing bin {bin}"), found, truth, 0.4);
    }
    close("treaty log sd", signing.treaty_log_sd, TREATY_LOG_SD, 0.3);
    close("month shape", signing.month_shape, SIGNING_MONTH_SHAPE, 0.25);
    let apart = signing.treaty_log_signatures - OPENING_EFFECT;
    assert!(apart.abs() < 0.6, "opening: {apart}");
    let apart = signing.treaty_technical - TECHNICAL_EFFECT;
    assert!(apart.abs() < 0.7, "technical: {apart}");
    close("signing factor shape", found().signing_factor_shape, SIGNING_SHAPE, 0.4);
}

#[test]
fn a_year_without_season_comes_out_flat() {
    let profile = &found().calibration.month_profile;
    assert!(profile.iter().all(|factor| (factor - 1.0).abs() < 0.2), "{profile:?}");
}
