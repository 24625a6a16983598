//! The engine agrees with exact recursions and fine sums where those can be had.

use inforce::{
    engine::simulate,
    quantity::{Chance, Day, Days},
    tally::{Milestone, Tally},
    treaty::{
        Clock, Evidence, Factor, Model, Participant, Prospect, delay::Delay, rule::Condition,
    },
};
use statrs::distribution::{ContinuousCDF, Normal};

use crate::support::{calibration, day, deposited, plan, state, stated_state, treaty, window};

const RUNS: u64 = 60_000;

/// The chance that at least `need` of independent events come about, one by one: after each, the
/// chances of 0, 1, 2... so far.
fn at_least(need: usize, chances: &[f64]) -> f64 {
    let mut counts = vec![1.0];
    for chance in chances {
        counts.push(0.0);
        for count in (0..counts.len()).rev() {
            let before = if count > 0 { counts[count - 1] } else { 0.0 };
            counts[count] = counts[count] * (1.0 - chance) + before * chance;
        }
    }
    counts[need.min(counts.len())..].iter().sum()
}

/// Compares chances of being met by ten days, and each participant's by the horizon; 4 standard
/// errors, so a false alarm in some 15,000 comparisons.
fn agrees(model: &Model, chances_by: impl Fn(Day) -> Vec<f64>) {
    agrees_mixed(model, |by| vec![(1.0, chances_by(by))]);
}

/// The same for a mixture: weights that add up to 1, and chances in each case.
pub(crate) fn agrees_mixed(model: &Model, chances_by: impl Fn(Day) -> Vec<(f64, Vec<f64>)>) {
    let Condition::Count { instruments, among } = &model.rule.when else { panic!("counts only") };
    let tally = Tally::from_runs(&simulate(model, plan(RUNS, 12)));
    let length = (model.horizon - model.as_of).0;
    for part in 1..=10 {
        let by = model.as_of + Days(length * part / 10);
        let exact: f64 = chances_by(by)
            .iter()
            .map(|(weight, chances)| {
                let counted: Vec<f64> = among.indices().map(|who| chances[who]).collect();
                weight * at_least(usize::from(*instruments), &counted)
            })
            .sum();
        let found = tally.dates.chance_by(Milestone::Met, by);
        let errors = (found.value() - exact).abs() / found.standard_error();
        assert!(errors < 4.0, "met by {by}: exactly {exact}, found {found}, {errors:.1} errors");
    }
    let mixed = chances_by(model.horizon);
    for (who, role) in tally.roles.each().iter().enumerate() {
        let exact: f64 = mixed.iter().map(|(weight, chances)| weight * chances[who]).sum();
        let found = role.by_horizon;
        let errors = (found.value() - exact).abs() / found.standard_error();
        assert!(errors < 4.0, "participant {who}: exactly {exact}, found {found}");
    }
}

pub(crate) fn age(model: &Model, by: Day) -> f64 {
    f64::from((by - model.opened).0)
}

/// Survival of a log-normal law by its median and 90th percentile, by the normal law itself.
fn log_normal(days: f64, median: f64, p90: f64) -> f64 {
    let normal = Normal::standard();
    let sigma = (p90 / median).ln() / normal.inverse_cdf(0.9);
    if days <= 0.0 { 1.0 } else { 1.0 - normal.cdf((days / median).ln() / sigma) }
}

pub(crate) fn weibull(days: f64, median: f64, p90: f64) -> f64 {
    let shape = (10f64.ln() / 2f64.ln()).ln() / (p90 / median).ln();
    let scale = median / 2f64.ln().powf(1.0 / shape);
    (-(days.max(0.0) / scale).powf(shape)).exp()
}

#[test]
fn the_recursion_is_the_binomial_law_where_all_are_alike() {
    assert!((at_least(2, &[0.5; 3]) - 0.5).abs() < 1e-15);
    assert!((at_least(3, &[0.2; 5]) - 0.05792).abs() < 1e-12);
    assert!(at_least(4, &[1.0; 3]) < 1e-15 && (at_least(0, &[0.1]) - 1.0).abs() < 1e-15);
}

#[test]
fn memoryless_delays_from_the_opening() {
    let medians: Vec<f64> = (0..12).map(|index| 200.0 + 150.0 * f64::from(index)).collect();
    let each = medians.iter().enumerate().map(|(index, median)| {
        let delay = Delay::exponential(*median).expect("a delay");
        stated_state(&format!("E{index:02}"), delay, Clock::Opening)
    });
    let mut model = treaty(each.collect(), 5);
    model.as_of = model.opened;
    agrees(&model, |by| {
        // A deposit on a day is made before the day is over; the first day itself is known.
        medians.iter().map(|median| 1.0 - 0.5f64.powf(age(&model, by) / median)).collect()
    });
}

#[test]
fn log_normal_and_weibull_delays_that_may_never_end_after_some_months_of_waiting() {
    let laws: Vec<(f64, f64, f64)> = (0..40)
        .map(|index| {
            let index = f64::from(index);
            (250.0 + 40.0 * index, 600.0 + 110.0 * index, 0.01 * index)
        })
        .collect();
    let clocks = [Clock::Opening, Clock::Signature, Clock::AsOf];
    let mut each: Vec<Participant> = Vec::new();
    for (index, (median, p90, never)) in laws.iter().enumerate() {
        let family = if index % 2 == 0 { Delay::log_normal } else { Delay::weibull };
        let delay = family(*median, *p90).expect("a delay");
        let delay = delay.or_never(Chance::new(*never).expect("a chance"));
        let mut one = stated_state(&format!("L{index:02}"), delay, clocks[index % 3]);
        if index % 3 == 1 {
            one.status.signed = Some(day("2025-10-25") + Days(4 * index as i32));
        }
        if index == 20 {
            one.status.deposited = deposited(day("2026-05-31"), 1.0);
        }
        each.push(one);
    }
    let mut model = treaty(each, 14);
    model.as_of = day("2026-11-30");
    agrees(&model, |by| {
        let chance = |(index, (median, p90, never)): (usize, &(f64, f64, f64))| {
            let start = match index % 3 {
                0 => 0.0,
                1 => 4.0 * index as f64,
                _ => age(&model, model.as_of) + 1.0,
            };
            let survival = |time: f64| {
                let family = if index % 2 == 0 { log_normal } else { weibull };
                never + (1.0 - never) * family(time - start, *median, *p90)
            };
            let now = age(&model, model.as_of) + 1.0;
            1.0 - survival(age(&model, by) + 1.0) / survival(now)
        };
        let mut chances: Vec<f64> = laws.iter().enumerate().map(chance).collect();
        chances[20] = 1.0;
        chances
    });
}

/// Cumulative hazard of an average signatory or non-signatory between two times, sixteenth of a
/// day by sixteenth, at the start of each day from the as-of day's end.
pub(crate) fn calibrated_hazards(model: &Model, signatory: bool) -> Vec<f64> {
    let known = calibration();
    let rates = if signatory { &known.signatory_per_year } else { &known.nonsignatory_per_year };
    let calendar = |month: usize| -> f64 {
        let days = (month * 487..(month + 1) * 487).map(|step| Days((step / 16) as i32));
        let month_of = |days: Days| usize::from((model.opened + days).month()) - 1;
        days.map(|days| known.month_profile[month_of(days)]).sum::<f64>() / 487.0
    };
    let now = age(model, model.as_of) as usize + 1;
    let end = age(model, model.horizon) as usize + 1;
    let monthly: Vec<f64> = (0..=end * 16 / 487).map(calendar).collect();
    let mut sum = 0.0;
    let mut hazards = vec![0.0];
    for step in now * 16..end * 16 {
        let month = step / 487;
        let bin = known.edges_months.iter().rposition(|edge| *edge <= month as f64);
        sum += rates[bin.expect("edges from 0")] * monthly[month] / (365.25 * 16.0);
        if step % 16 == 15 {
            hazards.push(sum);
        }
    }
    hazards
}

#[test]
pub(crate) fn calibrated_hazards_with_known_and_uncertain_factors() {
    let each = (0..30u32).map(|index| {
        let mut one = state(&format!("C{index:02}"));
        one.signing = Prospect::Never;
        one.status.signed = (index % 2 == 0).then(|| day("2025-11-11"));
        one.factor.mean = 0.4 + 0.2 * f64::from(index);
        if index % 3 == 0 {
            let evidence = Evidence { shape: 1.5 * one.factor.mean, rate: 1.5 };
            one.factor = Factor { evidence: Some(evidence), ..one.factor };
        }
        one
    });
    let model = Model { calibration: Some(calibration()), ..treaty(each.collect(), 8) };
    let hazards = [calibrated_hazards(&model, false), calibrated_hazards(&model, true)];
    agrees(&model, |by| {
        let days = (by - model.as_of).0 as usize;
        let chance = |(index, one): (usize, &Participant)| {
            let hazard = hazards[usize::from(index % 2 == 0)][days];
            match one.factor.evidence {
                None => 1.0 - (-one.factor.mean * hazard).exp(),
                Some(gamma) => 1.0 - (gamma.rate / (gamma.rate + hazard)).powf(gamma.shape),
            }
        };
        model.participants.iter().enumerate().map(chance).collect()
    });
}

#[test]
fn signing_first_then_depositing_is_the_sum_over_days_of_signature() {
    // No factor of the treaty and no shocks, so that participants are independent.
    let mut known = calibration();
    known.signing.treaty_log_sd = 0.0;
    known.signing.treaty_log_signatures = 0.0;
    known.signing.month_shape = f64::INFINITY;
    let each = (0..24u32).map(|index| {
        let mut one = state(&format!("C{index:02}"));
        one.factor.mean = 1.0 + 0.3 * f64::from(index);
        one.signing_factor = 0.2 + 0.1 * f64::from(index);
        one
    });
    let model = Model { calibration: Some(known.clone()), ..treaty(each.collect(), 7) };
    let (before, after) = (calibrated_hazards(&model, false), calibrated_hazards(&model, true));
    let closes = model.closes.expect("it closes");
    let signing = |days: usize| {
        let on = model.as_of + Days(days as i32 + 1);
        let middle = age(&model, on) + 0.5;
        let bin = known.signing.edges_days.iter().rposition(|edge| *edge <= middle);
        let season = known.signing.month_profile[usize::from(on.month()) - 1];
        let surge = match (closes - on).0 {
            ..0 => 0.0,
            0..30 => known.signing.surge_last_30_days,
            30..90 => known.signing.surge_90_to_30_days_before_closing,
            _ => 1.0,
        };
        known.signing.per_year[bin.unwrap_or(0)] / 365.25 * surge * season
    };
    agrees(&model, |by| {
        let days = (by - model.as_of).0 as usize;
        let chance = |one: &Participant| {
            let (mut unsigned, mut pending) = (1.0, 0.0);
            for day in 0..days {
                let signs = 1.0 - (-one.signing_factor * signing(day)).exp();
                // Within a day hazards are constant: half of it, on average, before a signature.
                let middle = |table: &[f64]| 0.5 * (table[day] + table[day + 1]);
                let hazard = middle(&before) + after[days] - middle(&after);
                pending += unsigned * signs * (-one.factor.mean * hazard).exp();
                unsigned *= 1.0 - signs;
            }
            1.0 - pending - unsigned * (-one.factor.mean * before[days]).exp()
        };
        model.participants.iter().map(chance).collect()
    });
}

#[test]
fn windows_multiply_the_hazard_of_a_stated_delay() {
    let (gate, push) =
        ((day("2026-08-01"), day("2027-01-31")), (day("2027-03-01"), day("2027-12-31")));
    let each = (0..10u32).map(|index| {
        let delay = Delay::log_normal(500.0 + 40.0 * f64::from(index), 1500.0).expect("a delay");
        let mut one = stated_state(&format!("W{index:02}"), delay, Clock::Opening);
        one.levers.speed = vec![window(gate.0, gate.1, 0.0), window(push.0, push.1, 2.5)];
        one.levers.delay = Days(20);
        one
    });
    let model = treaty(each.collect(), 4);
    agrees(&model, |by| {
        let chance = |index: u32| {
            let survival = |time: f64| log_normal(time, 500.0 + 40.0 * f64::from(index), 1500.0);
            let until = by - Days(20);
            let days = (model.as_of.number() + 1..=until.number()).map(Day::from_number);
            let hazard: f64 = days
                .map(|on| {
                    let lever = if gate.0 <= on && on <= gate.1 {
                        0.0
                    } else if push.0 <= on && on <= push.1 {
                        2.5
                    } else {
                        1.0
                    };
                    let time = age(&model, on);
                    lever * (survival(time) / survival(time + 1.0)).ln()
                })
                .sum();
            1.0 - (-hazard).exp()
        };
        (0..10).map(chance).collect()
    });
}
