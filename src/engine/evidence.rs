//! What the record up to the as-of day says month by month, for the pace to be learned from.
//!
//! What is assumed of the days to come has no part in it. With a calibration, the record is read by
//! the calibrated law of every State, with the factors that earlier treaties taught. Without one, it is
//! read by the delays that are stated and paced, and whose clocks run from the opening or the signature.

use super::exposure::{
    Baseline, CEREMONY_DAYS, SIGNATURES_FROZEN_DAYS, month_of, month_start, now, signature_term,
    time_of,
};
use crate::treaty::{Clock, Kind, Model, Pace, Participant, Stated};

/// What the record says month by month.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// Months from opening; the last one may have only begun.
    pub(super) months: Vec<RecordMonth>,
}

/// One month of the record.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordMonth {
    /// Log pace of the average treaty with as many signatures in it; 0 for stated delays, on which
    /// neither acts.
    pub(super) level: f64,
    /// Deposits expected at log pace 0, had none been made sooner than they were.
    pub(super) expected: f64,
    /// Deposits observed.
    pub(super) seen: f64,
}

/// When a participant was at risk of depositing, in days since the opening.
struct AtRisk {
    /// From the day it could act.
    from: f64,
    /// To the end of the day of its deposit or withdrawal, or of the as-of day.
    to: f64,
    /// When it became a signatory; infinite where it did not.
    signed: f64,
    /// Its deposit that stands.
    deposited: Option<f64>,
}

impl Record {
    /// `made` says for each participant whether the deposit on record is taken as made.
    pub(super) fn new(
        model: &Model,
        pace: &Pace,
        baseline: Option<&Baseline>,
        made: &dyn Fn(usize) -> bool,
    ) -> Record {
        let count = (now(model) / Model::MONTH_DAYS).ceil().max(1.0) as usize;
        let empty = |month: usize| {
            let signatures = signed_by(model, month_start(month), made);
            let level = pace.mean + signature_term(pace, signatures, month);
            let level = if baseline.is_some() { level } else { 0.0 };
            RecordMonth { level, expected: 0.0, seen: 0.0 }
        };
        let mut months: Vec<RecordMonth> = (0..count).map(empty).collect();
        for (index, one) in model.participants.iter().enumerate() {
            let Some(factors) = one.learned.filter(|_| one.is_read()) else { continue };
            let at_risk = AtRisk::of(model, one, made(index));
            match baseline {
                Some(baseline) => at_risk.read_calibrated(factors.deposit, baseline, &mut months),
                None => at_risk.read_stated(one, &mut months),
            }
        }
        Record { months }
    }
}

impl AtRisk {
    fn of(model: &Model, one: &Participant, made: bool) -> AtRisk {
        let time = |day| time_of(model, day);
        let on_record = one.deposited_on_record(made).map(time);
        let withdrew = one.status.withdrew.map(time);
        let end = [on_record, withdrew].into_iter().flatten().map(|day| day + 1.0);
        AtRisk {
            from: one.can_act_from.map_or(0.0, time),
            to: end.fold(now(model), f64::min),
            signed: one.signed_on_record().map_or(f64::INFINITY, time),
            deposited: on_record.filter(|_| withdrew.is_none()),
        }
    }

    fn read_calibrated(&self, factor: f64, rates: &Baseline, months: &mut [RecordMonth]) {
        for (age, month) in months.iter_mut().enumerate() {
            let (from, to) = (month_start(age).max(self.from), month_start(age + 1).min(self.to));
            let before = (to.min(self.signed) - from).max(0.0);
            let after = (to - from.max(self.signed)).max(0.0);
            let rate = |rates: &[f64]| rates.get(age).copied().unwrap_or(0.0);
            month.expected +=
                factor * (before * rate(&rates.nonsignatory) + after * rate(&rates.signatory));
            if self.deposited.is_some_and(|time| month_of(time) == age) {
                month.seen += 1.0;
            }
        }
    }

    fn read_stated(&self, one: &Participant, months: &mut [RecordMonth]) {
        let steps = [
            (one.taught_unsigned(), self.from, self.to.min(self.signed)),
            (one.taught_signed(), self.from.max(self.signed), self.to),
        ];
        for (stated, from, to) in steps {
            let Some(stated) = stated.filter(|_| from < to) else { continue };
            let law = StatedRecord { stated, clock: self.clock(stated), from };
            // From the day on which the step was sure, nothing is learned from it.
            let to = law.unsure_until(to);
            for (age, month) in months.iter_mut().enumerate() {
                month.expected +=
                    law.rise(month_start(age).max(from), month_start(age + 1).min(to));
            }
            let took = self.deposited.filter(|day| (from..to).contains(day));
            if let Some(day) = took.filter(|day| law.rise(*day, day + 1.0) > 0.0) {
                months[month_of(day)].seen += 1.0;
            }
        }
    }

    fn clock(&self, stated: &Stated) -> f64 {
        if stated.clock == Clock::Signature { self.signed } else { 0.0 }
    }
}

/// A stated delay, and from when on the step could be taken.
struct StatedRecord<'a> {
    stated: &'a Stated,
    clock: f64,
    from: f64,
}

impl StatedRecord<'_> {
    /// Cumulative hazard at pace 1 from the day it could be taken, the chance of never included.
    fn hazard(&self, time: f64) -> f64 {
        let delay = &self.stated.delay;
        let never = delay.never().get();
        let taken = delay.if_taken();
        let left = taken.survival(time - self.clock) / taken.survival(self.from - self.clock);
        -libm::log(never + (1.0 - never) * left)
    }

    /// What the hazard grows by over a stretch; 0 where there is no stretch.
    fn rise(&self, from: f64, to: f64) -> f64 {
        if to > from { (self.hazard(to) - self.hazard(from)).max(0.0) } else { 0.0 }
    }

    /// The start of the day, up to `to`, by whose end the step was sure.
    fn unsure_until(&self, to: f64) -> f64 {
        if self.hazard(to).is_finite() {
            return to;
        }
        // Survival falls, so the first such day is found by halving; all ends are whole days.
        let (mut unsure, mut sure) = (self.from, to);
        while sure - unsure > 1.0 {
            let middle = (0.5 * (unsure + sure)).floor().max(unsure + 1.0);
            if self.hazard(middle).is_finite() {
                unsure = middle;
            } else {
                sure = middle;
            }
        }
        unsure
    }
}

/// States that had signed, or deposited without signing, before a time; those of the first days
/// count from the start, those after the first year not at all.
pub(super) fn signed_by(model: &Model, time: f64, made: &dyn Fn(usize) -> bool) -> f64 {
    let until = time.clamp(CEREMONY_DAYS, SIGNATURES_FROZEN_DAYS);
    let counted = model.participants.iter().enumerate().filter(|(index, one)| {
        let deposited =
            one.status.deposited.filter(|_| made(*index) && one.status.withdrew.is_none());
        let acts = [one.status.signed, deposited.map(|report| report.on)];
        one.kind != Kind::Organisation
            && acts.into_iter().flatten().any(|day| time_of(model, day) < until)
    });
    counted.count() as f64
}
