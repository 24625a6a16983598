//! Baselines on the treaty's own clock: hazards by month of age, the calendar, the signing rush.
//!
//! Time runs in days from the start of the day of opening, months in 30.4375 of them.

use crate::{
    quantity::{Day, Days},
    treaty::{Calibration, Model, Pace, Window},
};

/// Before this day of age, signatures count as made at the opening.
pub(super) const CEREMONY_DAYS: f64 = 31.0;
/// After this day of age, further signatures no longer speed the treaty up.
pub(super) const SIGNATURES_FROZEN_DAYS: f64 = 365.0;

/// The start of a month of age, in days.
pub(super) fn month_start(month: usize) -> f64 {
    month as f64 * Model::MONTH_DAYS
}

/// The month of age a time falls in.
pub(super) fn month_of(days: f64) -> usize {
    (days / Model::MONTH_DAYS).floor().max(0.0) as usize
}

/// Start of a day on the treaty's clock.
pub(super) fn time_of(model: &Model, day: Day) -> f64 {
    f64::from((day - model.opened).0)
}

/// The day that a time on the treaty's clock falls on.
pub(super) fn day_of(model: &Model, time: f64) -> Day {
    model.opened + Days(time.floor() as i32)
}

/// When futures begin: the start of the day after the as-of day.
pub(super) fn now(model: &Model) -> f64 {
    time_of(model, model.as_of) + 1.0
}

/// When they end: the end of the horizon's day.
pub(super) fn end(model: &Model) -> f64 {
    time_of(model, model.horizon) + 1.0
}

/// What a window multiplies by at a time between two edges.
pub(super) fn lever_at(model: &Model, windows: &[Window], time: f64) -> f64 {
    let day = day_of(model, time);
    let inside = windows.iter().filter(|window| window.from <= day && day <= window.to);
    inside.map(|window| window.factor).product()
}

/// Signatories' and others' hazard per day in each month of age, for a participant of factor 1
/// at log pace 0; the calendar's profile included.
#[derive(Clone, Debug)]
pub(super) struct Baseline {
    pub(super) nonsignatory: Vec<f64>,
    pub(super) signatory: Vec<f64>,
}

impl Baseline {
    /// Months from opening to the one the horizon falls in. Past the last edge the last rate
    /// goes on.
    pub(super) fn new(model: &Model, calibration: &Calibration) -> Baseline {
        let months = month_of(end(model)) + 1;
        let at = |rates: &[f64], month: usize| {
            let edges = &calibration.edges_months;
            let bin = edges.partition_point(|edge| *edge <= month as f64).max(1) - 1;
            let rate = rates.get(bin).or(rates.last()).copied().unwrap_or(0.0);
            rate / 365.25 * profile(model.opened, &calibration.month_profile, month)
        };
        Baseline {
            nonsignatory: (0..months).map(|m| at(&calibration.nonsignatory_per_year, m)).collect(),
            signatory: (0..months).map(|m| at(&calibration.signatory_per_year, m)).collect(),
        }
    }
}

/// The calendar's profile averaged over the days of a month of age.
fn profile(opened: Day, of_month: &[f64; 12], month: usize) -> f64 {
    let (from, to) = (month_start(month), month_start(month + 1));
    let days = from.floor() as i32..to.ceil() as i32;
    let sum: f64 = days
        .map(|day| {
            let overlap = (f64::from(day) + 1.0).min(to) - f64::from(day).max(from);
            overlap * of_month[usize::from((opened + Days(day)).month()) - 1]
        })
        .sum();
    sum / Model::MONTH_DAYS
}

/// Cumulative signing hazard of a State of factor 1 in a treaty of factor 1, at the start of
/// each day of age; flat after the signature closes.
pub(super) fn signing(model: &Model, calibration: &Calibration, windows: &[Window]) -> Vec<f64> {
    let signing = &calibration.signing;
    let last = model.closes.unwrap_or(model.horizon).min(model.horizon);
    let days = (last - model.opened).0 + 1;
    let mut total = 0.0;
    let mut cumulative = vec![0.0];
    for age in 0..days.max(0) {
        let month = f64::from(age) / Model::MONTH_DAYS;
        // The ceremony's own month is not fitted; the month after it stands in.
        let bin = signing.edges_months.partition_point(|edge| *edge <= month).max(2) - 1;
        let rate = signing.per_year.get(bin).or(signing.per_year.last()).copied().unwrap_or(0.0);
        let left = model.closes.map_or(i32::MAX, |closes| (closes - model.opened).0 - age);
        let surge = match left {
            ..30 => signing.surge_last_30_days,
            30..90 => signing.surge_90_to_30_days,
            _ => 1.0,
        };
        total += rate / 365.25 * surge * lever_at(model, windows, f64::from(age));
        cumulative.push(total);
    }
    cumulative
}

/// A table of values at whole days read between them; the last value goes on.
pub(super) fn read(cumulative: &[f64], time: f64) -> f64 {
    let time = time.max(0.0);
    let day = time.floor() as usize;
    match (cumulative.get(day), cumulative.get(day + 1)) {
        (Some(from), Some(to)) => from + (to - from) * (time - day as f64),
        _ => cumulative.last().copied().unwrap_or(0.0),
    }
}

/// What signatures add to log pace in a month of age.
pub(super) fn signature_term(pace: &Pace, signatures: f64, month: usize) -> f64 {
    signature_full(pace, signatures) * signature_rise(pace, month)
}

/// What they add once their effect has come.
pub(super) fn signature_full(pace: &Pace, signatures: f64) -> f64 {
    pace.signature_effect * (libm::log(pace.signature_offset + signatures) - pace.signature_centre)
}

/// The share of the effect of signatures that has come by the middle of a month of age.
pub(super) fn signature_rise(pace: &Pace, month: usize) -> f64 {
    let years = (month as f64 + 0.5) / 12.0;
    // With no time to rise in it is all there.
    1.0 - libm::exp(-years / pace.signature_rise_years)
}
