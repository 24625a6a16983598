//! What the record up to the as-of day says month by month, for the pace to be learned from.
//!
//! What is assumed of the days to come has no part in it. With a calibration, the record is read by
//! the calibrated hazard of every State, with the factors that earlier treaties taught. Without one, it is
//! read by the delays that are stated and paced, and whose clocks run from the opening or the signature.

use super::{
    baseline::BaselineHazard,
    clock::{future_start, time_of},
};
use crate::{
    parameters::Pace,
    process::{
        age::{month_of, month_start},
        exposure::{AtRisk, signatures_until},
        pace::{log_signatures, mean_log_pace},
    },
    quantity::MONTH_DAYS,
    treaty::{Clock, Kind, Model, Participant, Stated, UnnamedSignatories},
};

/// What the record says month by month.
#[derive(Clone, Debug)]
pub(super) struct ObservedHistory {
    /// Months from opening; the last one may have only begun.
    pub(super) months: Vec<ObservedMonth>,
}

/// One month of the record.
#[derive(Clone, Copy, Debug)]
pub(super) struct ObservedMonth {
    /// Log pace of the average treaty with as many signatures in it; 0 for stated delays, on which
    /// neither acts.
    pub(super) mean_log_pace: f64,
    /// Deposits expected at log pace 0, had none been made sooner than they were.
    pub(super) expected: f64,
    /// Deposits observed.
    pub(super) deposits: f64,
}

impl ObservedMonth {
    /// Whether it teaches a pace that learns.
    pub(super) fn teaches(&self, pace: &Pace) -> bool {
        pace.learn && self.expected > 0.0
    }
}

/// When a participant was at risk of depositing, in days since the opening, and whether it did.
struct Exposure {
    at_risk: AtRisk,
    /// Its deposit that stands.
    deposited: Option<f64>,
}

impl ObservedHistory {
    /// `made` says for each participant whether the deposit on record is taken as made.
    pub(super) fn new(
        model: &Model,
        pace: &Pace,
        baseline: Option<&BaselineHazard>,
        made: &dyn Fn(usize) -> bool,
    ) -> ObservedHistory {
        let count = (future_start(model) / MONTH_DAYS).ceil().max(1.0) as usize;
        let empty = |month: usize| {
            let mean_log_pace = baseline.map_or(0.0, |_| {
                let signatures = signatures_for_pace(model, month, made) as f64;
                let log_signatures = log_signatures(pace.signature_offset, signatures);
                mean_log_pace(pace, log_signatures, month)
            });
            ObservedMonth { mean_log_pace, expected: 0.0, deposits: 0.0 }
        };
        let mut months: Vec<ObservedMonth> = (0..count).map(empty).collect();
        for (index, one) in model.participants.iter().enumerate() {
            let Some(factors) = one.learned.filter(|_| one.is_read()) else { continue };
            let exposure = Exposure::new(model, one, made(index));
            match baseline {
                Some(baseline) => exposure.add_calibrated(factors.deposit, baseline, &mut months),
                None => exposure.add_stated(one, &mut months),
            }
        }
        ObservedHistory { months }
    }
}

impl Exposure {
    fn new(model: &Model, one: &Participant, made: bool) -> Exposure {
        let time = |day| time_of(model, day);
        let on_record = one.deposited_on_record(made).map(time);
        let withdrew = one.status.withdrew.map(time);
        // At risk to the end of the day of the act.
        let end = [on_record, withdrew].into_iter().flatten().map(|day| day + 1.0);
        let at_risk = AtRisk {
            from: one.can_act_from.map_or(0.0, time),
            signed: one.signed_on_record().map_or(f64::INFINITY, time),
            to: end.fold(future_start(model), f64::min),
        };
        Exposure { at_risk, deposited: on_record.filter(|_| withdrew.is_none()) }
    }

    fn add_calibrated(&self, factor: f64, rates: &BaselineHazard, months: &mut [ObservedMonth]) {
        let intervals = self.at_risk.intervals();
        for (age, month) in months.iter_mut().enumerate() {
            let [before, after] = intervals.map(|(from, to)| {
                (to.min(month_start(age + 1)) - from.max(month_start(age))).max(0.0)
            });
            let rate = |rates: &[f64]| rates.get(age).copied().unwrap_or(0.0);
            month.expected +=
                factor * (before * rate(&rates.nonsignatory) + after * rate(&rates.signatory));
            if self.deposited.is_some_and(|time| month_of(time) == age) {
                month.deposits += 1.0;
            }
        }
    }

    fn add_stated(&self, one: &Participant, months: &mut [ObservedMonth]) {
        let steps = [one.taught_unsigned(), one.taught_signed()];
        for (stated, (from, to)) in steps.into_iter().zip(self.at_risk.intervals()) {
            let Some(stated) = stated.filter(|_| from < to) else { continue };
            let clock = if stated.clock == Clock::Signature { self.at_risk.signed } else { 0.0 };
            let hazard = StatedHazard { stated, clock, from };
            // From the day on which the step was sure, nothing is learned from it.
            let to = hazard.unsure_until(to);
            for (age, month) in months.iter_mut().enumerate() {
                month.expected +=
                    hazard.growth(month_start(age).max(from), month_start(age + 1).min(to));
            }
            let took = self.deposited.filter(|day| (from..to).contains(day));
            if let Some(day) = took.filter(|day| hazard.growth(*day, day + 1.0) > 0.0) {
                months[month_of(day)].deposits += 1.0;
            }
        }
    }
}

/// A stated delay, and from when on the step could be taken.
struct StatedHazard<'a> {
    stated: &'a Stated,
    clock: f64,
    from: f64,
}

impl StatedHazard<'_> {
    /// Cumulative hazard at pace 1 from the day it could be taken, the chance of never included.
    fn hazard_by(&self, time: f64) -> f64 {
        let delay = &self.stated.delay;
        let never = delay.never().get();
        let taken = delay.if_taken();
        let left = taken.survival(time - self.clock) / taken.survival(self.from - self.clock);
        -libm::log(never + (1.0 - never) * left)
    }

    /// What the hazard grows by over a stretch; 0 where there is no stretch.
    fn growth(&self, from: f64, to: f64) -> f64 {
        if to > from { (self.hazard_by(to) - self.hazard_by(from)).max(0.0) } else { 0.0 }
    }

    /// The start of the day, up to `to`, by whose end the step was sure.
    fn unsure_until(&self, to: f64) -> f64 {
        if self.hazard_by(to).is_finite() {
            return to;
        }
        // Survival falls, so the first such day is found by halving; all ends are whole days.
        let (mut unsure, mut sure) = (self.from, to);
        while sure - unsure > 1.0 {
            let middle = (0.5 * (unsure + sure)).floor().max(unsure + 1.0);
            if self.hazard_by(middle).is_finite() {
                unsure = middle;
            } else {
                sure = middle;
            }
        }
        unsure
    }
}

/// How many States' signatures, or deposits without one, bear on the pace of a month of age, as far as
/// they are on record; those known only as a number from the middle of the days on which they can have
/// been made.
pub(super) fn signatures_for_pace(
    model: &Model,
    month: usize,
    made: &dyn Fn(usize) -> bool,
) -> usize {
    signatures_before(model, signatures_until(month), made)
}

/// How many States' signatures, or deposits without one, are on record from before an age in days.
pub(super) fn signatures_before(model: &Model, until: f64, made: &dyn Fn(usize) -> bool) -> usize {
    let counted = model.participants.iter().enumerate().filter(|(index, one)| {
        let deposited =
            one.status.deposited.filter(|_| made(*index) && one.status.withdrew.is_none());
        let acts = [one.status.signed, deposited.map(|report| report.on)];
        one.kind != Kind::Organisation
            && acts.into_iter().flatten().any(|day| time_of(model, day) < until)
    });
    let unnamed = model.unnamed_signatories.filter(|unnamed| {
        let [from, to] = unnamed_span(model, unnamed);
        0.5 * (from + to) < until
    });
    counted.count() + unnamed.map_or(0, |unnamed| usize::from(unnamed.count))
}

/// The ages at which the days begin and end on which unnamed signatories can have signed.
pub(super) fn unnamed_span(model: &Model, unnamed: &UnnamedSignatories) -> [f64; 2] {
    [time_of(model, unnamed.from), time_of(model, unnamed.to) + 1.0]
}
