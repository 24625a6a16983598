//! Baseline hazards that were learned from earlier treaties: of deposits by month of age, of signing by day.

use super::clock::{future_end, speed_at};
use crate::{
    process::{
        age::{month_of, month_start},
        exposure,
        signing::bin_of,
    },
    quantity::{Day, Days, MONTH_DAYS, YEAR_DAYS},
    treaty::{Calibration, Model, SpeedWindow},
};

/// Signatories' and others' hazard per day in each month of age, for a participant of factor 1 at log pace
/// 0; the calendar's profile included.
#[derive(Clone, Debug)]
pub(super) struct BaselineHazard {
    pub(super) nonsignatory: Vec<f64>,
    pub(super) signatory: Vec<f64>,
}

impl BaselineHazard {
    /// Months from opening to the one the horizon falls in. Past the last edge the last rate goes on.
    pub(super) fn new(model: &Model, calibration: &Calibration) -> BaselineHazard {
        let months = month_of(future_end(model)) + 1;
        let per_day = |rates: &[f64], month: usize| {
            let edges = &calibration.edges_months;
            let bin = edges.partition_point(|edge| *edge <= month as f64).max(1) - 1;
            let rate = rates.get(bin).or(rates.last()).copied().unwrap_or(0.0);
            rate / YEAR_DAYS * mean_profile(model.opened, &calibration.month_profile, month)
        };
        let by_month = |rates: &[f64]| (0..months).map(|month| per_day(rates, month)).collect();
        BaselineHazard {
            nonsignatory: by_month(&calibration.nonsignatory_per_year),
            signatory: by_month(&calibration.signatory_per_year),
        }
    }
}

/// The calendar's profile averaged over the days of a month of age.
fn mean_profile(opened: Day, profile: &[f64; 12], month: usize) -> f64 {
    let (from, to) = (month_start(month), month_start(month + 1));
    let days = from.floor() as i32..to.ceil() as i32;
    let sum: f64 = days
        .map(|day| {
            let overlap = (f64::from(day) + 1.0).min(to) - f64::from(day).max(from);
            overlap * profile[usize::from((opened + Days(day)).month()) - 1]
        })
        .sum();
    sum / MONTH_DAYS
}

/// Cumulative signing hazard of a State of factor 1 in a treaty of factor 1, at the start of each day of
/// age; flat after the signature closes.
pub(super) fn signing_hazard(
    model: &Model,
    calibration: &Calibration,
    windows: &[SpeedWindow],
) -> Vec<f64> {
    let signing = &calibration.signing;
    let last = model.closes.unwrap_or(model.horizon).min(model.horizon);
    let days = (last - model.opened).0 + 1;
    let mut total = 0.0;
    let mut cumulative = vec![0.0];
    for age in 0..days.max(0) {
        let rate = signing.rate(bin_of(&signing.edges_days, f64::from(age) + 0.5));
        let season = signing.month_profile[usize::from((model.opened + Days(age)).month()) - 1];
        // The closing day is the last on which a State can sign: its end is the end of signature.
        let days_to_end = model
            .closes
            .map_or(f64::INFINITY, |closes| f64::from((closes - model.opened).0 - age) + 1.0);
        let surge = signing.surge(exposure::surge(days_to_end));
        total += rate * season * surge * speed_at(model, windows, f64::from(age));
        cumulative.push(total);
    }
    cumulative
}

/// Between the values of a table at whole days; the last value goes on.
pub(super) fn interpolate(by_day: &[f64], time: f64) -> f64 {
    let time = time.max(0.0);
    let day = time.floor() as usize;
    match (by_day.get(day), by_day.get(day + 1)) {
        (Some(from), Some(to)) => from + (to - from) * (time - day as f64),
        _ => by_day.last().copied().unwrap_or(0.0),
    }
}
