//! One treaty's months: who was at risk, what was expected, what happened.

use crate::{
    process::age::month_start,
    quantity::{Days, MONTH_DAYS},
};

use super::{
    exposure::{MONTHS, TrainingData, TreatyExposure, month},
    law::Law,
    pace::{WINDOWS, Window, window},
};

/// The first year whose deposits tell how the calendar bears on them today.
const PROFILE_FROM_YEAR: i16 = 1995;

/// Deposits at the even rate that each calendar month is taken to have beside its own.
const PRIOR_EVENTS: f64 = 2.0;

/// Days in each month, over the 400 years of the calendar.
const MONTH_LENGTHS: [f64; 12] =
    [31.0, 28.2425, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// How the calendar bears on deposits: September, with its treaty event, most of all.
///
/// From deposits since 1995, when the events were about to begin, and after the treaty's first
/// month, whose days the opening itself chose. Flat where there are none.
pub(super) fn profile(seen: &TrainingData) -> [f64; 12] {
    let mut events = [0.0; 12];
    for treaty in &seen.treaties {
        for risk in &treaty.risks {
            let day = treaty.deposit(risk).filter(|(month, _)| *month > 0);
            let day = day.and_then(|_| Some(treaty.opened + Days(risk.deposited? as i32)));
            if let Some(day) = day.filter(|day| day.year() >= PROFILE_FROM_YEAR) {
                events[usize::from(day.month()) - 1] += 1.0;
            }
        }
    }
    let overall = events.iter().sum::<f64>() / MONTH_LENGTHS.iter().sum::<f64>();
    let mut profile = [1.0; 12];
    for ((factor, events), days) in profile.iter_mut().zip(events).zip(MONTH_LENGTHS) {
        *factor = (events + PRIOR_EVENTS) / (overall * days + PRIOR_EVENTS);
    }
    let mean = profile.iter().sum::<f64>() / 12.0;
    profile.map(|factor| factor / mean)
}

/// Days at risk by state and month, each participant weighted by its factor.
pub(super) fn days_at_risk(treaty: &TreatyExposure, factors: &[f64]) -> [Vec<f64>; 2] {
    let months = treaty.months();
    let mut partial = [vec![0.0; months + 1], vec![0.0; months + 1]];
    // Whole months as rises and falls, so that each stretch costs the same however long it is.
    let mut rises = partial.clone();
    for risk in &treaty.risks {
        let factor = factors[risk.who];
        for stretch in treaty.risk_intervals(risk) {
            let (partial, rises) = (&mut partial[stretch.state], &mut rises[stretch.state]);
            let first = month(stretch.from).min(months);
            let last = ((stretch.to / MONTH_DAYS) as usize).min(months);
            if first == last {
                partial[first] += factor * (stretch.to - stretch.from);
            } else {
                partial[first] += factor * (month_start(first + 1) - stretch.from);
                rises[first + 1] += factor;
                rises[last] -= factor;
                partial[last] += factor * (stretch.to - month_start(last));
            }
        }
    }
    let whole = |(mut partial, rises): (Vec<f64>, Vec<f64>)| {
        let mut height = 0.0;
        for (days, rise) in partial.iter_mut().zip(rises) {
            height += rise;
            *days += height * MONTH_DAYS;
        }
        partial.truncate(months);
        partial
    };
    let [others, signatories] = partial;
    let [rises, signatories_rises] = rises;
    [whole((others, rises)), whole((signatories, signatories_rises))]
}

/// What happened and what was expected, window by window as far as the record goes.
pub(super) fn windows(treaty: &TreatyExposure, base: &[f64], law: &Law) -> Vec<Window> {
    let mut windows = vec![Window::default(); WINDOWS];
    for (month, base) in base.iter().enumerate() {
        let window = &mut windows[window(month)];
        window.expected += base * libm::exp(law.level(treaty, month));
        window.width += 1.0;
    }
    for risk in &treaty.risks {
        if let Some((month, _)) = treaty.deposit(risk) {
            windows[window(month)].deposits += 1.0;
        }
    }
    windows.truncate(base.len().checked_sub(1).map_or(0, |last| window(last) + 1));
    windows
}

/// The cumulative hazard at an age.
pub(super) fn hazard_by(hazard: &[f64; MONTHS + 1], age: f64) -> f64 {
    let months = (age / MONTH_DAYS).clamp(0.0, MONTHS as f64);
    let whole = (months as usize).min(MONTHS - 1);
    hazard[whole] + (hazard[whole + 1] - hazard[whole]) * (months - whole as f64)
}
