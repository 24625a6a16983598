//! Who may sign, and when: cumulative hazards by day until the signature closes.

use super::{
    builder::{CurveBuilder, RunningDelay, gated_windows},
    uncertain::UncertainDeposits,
};
use crate::{
    engine::{
        baseline::{interpolate, signing_hazard},
        clock::{future_start, speed_at, time_of},
        never::hazard_if_taken,
        sampler::{MathTables, QuantileTable, pick},
        stream::{Purpose, RunKey, Subject},
    },
    process::exposure::CEREMONY_DAYS,
    treaty::{Fate, Kind, Model, Participant, Prospect, SpeedWindow, Stated},
};

/// A signature to come in a run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Signature {
    pub(crate) time: f64,
    /// Index into those whose deposit is still to come.
    pub(crate) pending: u32,
    /// Whether it speeds the treaty up: it is a State's.
    pub(crate) counted: bool,
}

/// All that may sign.
#[derive(Clone, Debug)]
pub(crate) struct SigningProcess {
    signers: Vec<Signer>,
    /// By signer.
    draws: Vec<SigningDraw>,
    /// Cumulative hazards by day from the start of the future.
    tables: Vec<Vec<f64>>,
    /// The treaty's signing factor; none where no signature is calibrated.
    factor: Option<TreatyFactor>,
    /// When the future begins.
    start: f64,
}

/// Collects signers and their tables, each distinct one once.
pub(crate) struct SignatureBuilder<'a> {
    model: &'a Model,
    signers: Vec<Signer>,
    tables: Vec<Vec<f64>>,
    /// Tables of calibrated signing, by what speeds them.
    known_calibrated: Vec<(Vec<SpeedWindow>, usize)>,
}

/// A participant that may sign.
#[derive(Clone, Copy, Debug)]
struct Signer {
    /// Index into those whose deposit is still to come.
    pending: usize,
    subject: Subject,
    /// Own factor; the treaty's factor multiplies it where calibrated.
    factor: f64,
    /// The chance of never signing, given the wait so far.
    never: f64,
    calibrated: bool,
    table: usize,
    /// A day settled by a lever, or a deposit without signature settled by one.
    settled: Option<f64>,
    /// Whether its signature speeds the treaty up: it is a State.
    counted: bool,
}

/// The draw of a signature, and the hazard it has in all: the treaty's factor times one part, and the
/// other part; infinite where the signature is settled.
#[derive(Clone, Copy, Debug)]
struct SigningDraw {
    subject: Subject,
    calibrated: f64,
    other: f64,
}

/// How fast the treaty is signed beside others, given the signatures on record.
#[derive(Clone, Debug)]
struct TreatyFactor {
    subject: Subject,
    /// Quantiles of the factor beside its mean.
    quantiles: QuantileTable,
    /// Its mean, by reading of the record.
    means: Vec<f64>,
}

impl<'a> SignatureBuilder<'a> {
    pub(crate) fn new(model: &'a Model) -> SignatureBuilder<'a> {
        let (signers, tables, known_calibrated) = (Vec::new(), Vec::new(), Vec::new());
        SignatureBuilder { model, signers, tables, known_calibrated }
    }

    /// Adds a participant of this index among the pending, unless it has signed or cannot sign.
    pub(crate) fn add(
        &mut self,
        curves: &mut CurveBuilder<'_>,
        pending: usize,
        participant: &Participant,
    ) {
        if participant.status.signed.is_some() {
            return;
        }
        let open = self.model.closes.is_none_or(|closes| closes > self.model.as_of);
        let on = participant.levers.signs_on.filter(|_| open).map(|day| time_of(self.model, day));
        let deposit = match participant.levers.fate {
            Some(Fate::DepositsOn(day)) => Some(time_of(self.model, day)),
            _ => None,
        };
        let settled = match (on, deposit) {
            (Some(on), Some(deposit)) => Some(on.min(deposit)),
            (on, deposit) => on.or(deposit),
        };
        let calibrated = participant.signing == Prospect::Calibrated;
        let drawn = open && on.is_none() && participant.signing != Prospect::Never;
        if !drawn && settled.is_none() {
            return;
        }
        let (table, never) = match &participant.signing {
            Prospect::Calibrated if drawn => (self.calibrated_table(participant), 0.0),
            Prospect::Stated(stated) if drawn => self.stated_table(curves, participant, stated),
            _ => (self.add_table(vec![0.0]), 0.0),
        };
        self.signers.push(Signer {
            pending,
            subject: Subject::participant(Purpose::Signing, &participant.code),
            factor: match (drawn, calibrated) {
                (false, _) => 0.0,
                (true, true) => participant.signing_factor,
                (true, false) => 1.0,
            },
            never,
            calibrated,
            table,
            settled,
            counted: participant.kind != Kind::Organisation,
        });
    }

    /// The signers, the participants they are having been moved among the pending.
    pub(crate) fn finish(
        mut self,
        moved_to: &[usize],
        uncertain: &UncertainDeposits,
    ) -> SigningProcess {
        self.signers.iter_mut().for_each(|signer| signer.pending = moved_to[signer.pending]);
        let draw = |signer: &Signer| {
            let total = self.tables[signer.table].last().copied().unwrap_or(0.0);
            SigningDraw::new(signer, total)
        };
        SigningProcess {
            draws: self.signers.iter().map(draw).collect(),
            factor: treaty_factor(self.model, &self.signers, uncertain),
            start: future_start(self.model),
            signers: self.signers,
            tables: self.tables,
        }
    }

    fn calibrated_table(&mut self, participant: &Participant) -> usize {
        let windows = gated_windows(self.model, participant, &participant.levers.signing_speed);
        let known = self.known_calibrated.iter().find(|(known, _)| *known == windows);
        if let Some((_, table)) = known {
            return *table;
        }
        let cumulative = self.model.calibration.as_ref().map_or_else(
            || vec![0.0],
            |calibration| {
                let from_opening = signing_hazard(self.model, calibration, &windows);
                // Whole days: the future starts with one.
                let start = (future_start(self.model) as usize).min(from_opening.len() - 1);
                from_opening[start..].iter().map(|total| total - from_opening[start]).collect()
            },
        );
        let table = self.add_table(cumulative);
        self.known_calibrated.push((windows, table));
        table
    }

    /// The table, and the chance of never signing.
    fn stated_table(
        &mut self,
        curves: &mut CurveBuilder<'_>,
        participant: &Participant,
        stated: &Stated,
    ) -> (usize, f64) {
        let windows = gated_windows(self.model, participant, &participant.levers.signing_speed);
        let RunningDelay { delay, clock, never } = curves.running_delay(participant, stated, None);
        let hazard = curves.delay(delay);
        let last = self.model.closes.unwrap_or(self.model.horizon).min(self.model.horizon);
        let days = (last - self.model.as_of).0.max(0);
        let start = future_start(self.model);
        let mut total = 0.0;
        let rises = (0..days).map(|day| {
            let time = start + f64::from(day);
            let speed = speed_at(self.model, &windows, time);
            if speed > 0.0 {
                total += speed * hazard.growth(time - clock, time - clock + 1.0);
            }
            total
        });
        let cumulative = std::iter::once(0.0).chain(rises).collect();
        (self.add_table(cumulative), never)
    }

    fn add_table(&mut self, cumulative: Vec<f64>) -> usize {
        let known = self.tables.iter().position(|known| *known == cumulative);
        known.unwrap_or_else(|| {
            self.tables.push(cumulative);
            self.tables.len() - 1
        })
    }
}

impl SigningDraw {
    fn new(signer: &Signer, total: f64) -> SigningDraw {
        let drawn = signer.factor * total;
        let (calibrated, other) = match (signer.settled, signer.calibrated) {
            (Some(_), _) => (0.0, f64::INFINITY),
            (None, true) => (drawn, 0.0),
            (None, false) => (0.0, drawn),
        };
        SigningDraw { subject: signer.subject, calibrated, other }
    }
}

impl SigningProcess {
    /// Room for all of them.
    pub(crate) fn most(&self) -> usize {
        self.signers.len()
    }

    /// Draws who signs in this run, and when, under a reading of the record. `picked` has room for as
    /// many as may sign.
    pub(crate) fn draw(
        &self,
        (key, reading): (RunKey, usize),
        tables: MathTables,
        picked: &mut [u32],
        signatures: &mut Vec<Signature>,
    ) {
        signatures.clear();
        let treaty = self.factor.as_ref().map_or(1.0, |factor| {
            factor.means[reading] * factor.quantiles.quantile(key.draw(factor.subject))
        });
        // -ln(1 - c) is never below c, which settles most without a logarithm.
        let near = self
            .draws
            .iter()
            .map(|one| key.draw(one.subject).open() < treaty * one.calibrated + one.other);
        let near = pick(picked, near);
        for signer in &picked[..near] {
            let signer = &self.signers[*signer as usize];
            let time = self.draw_time(key, signer, treaty, tables);
            if time < f64::INFINITY {
                let pending = signer.pending as u32;
                signatures.push(Signature { time, pending, counted: signer.counted });
            }
        }
    }

    /// Infinite where it does not sign.
    fn draw_time(&self, key: RunKey, signer: &Signer, treaty: f64, tables: MathTables) -> f64 {
        let settled = signer.settled.unwrap_or(f64::INFINITY);
        let factor = if signer.calibrated { treaty * signer.factor } else { signer.factor };
        let table = &self.tables[signer.table];
        let exponential = -tables.ln(1.0 - key.draw(signer.subject).open());
        let target = hazard_if_taken(exponential, signer.never) / factor;
        let after = table.partition_point(|hazard| *hazard < target);
        if !(after < table.len() && after > 0 && target < f64::INFINITY) {
            return settled;
        }
        let (low, high) = (table[after - 1], table[after]);
        let part = if high.is_finite() { (target - low) / (high - low) } else { 0.0 };
        settled.min(self.start + (after - 1) as f64 + part)
    }
}

/// None where no signature is calibrated. Every State's record is evidence, whatever is assumed of its
/// signature from the as-of day on.
fn treaty_factor(
    model: &Model,
    signers: &[Signer],
    uncertain: &UncertainDeposits,
) -> Option<TreatyFactor> {
    let calibration = model.calibration.as_ref()?;
    signers.iter().find(|signer| signer.calibrated)?;
    let hazard = signing_hazard(model, calibration, &[]);
    // Gamma(shape + signatures seen, shape + expected), after the ceremony (METHOD, section 4).
    let shape = calibration.signing.treaty_gamma_shape;
    let evidence = |reading: usize| signing_evidence(model, &hazard, uncertain, reading);
    let (seen, _) = evidence(0);
    let means = (0..uncertain.readings()).map(|reading| {
        let (seen, expected) = evidence(reading);
        (shape + seen) / (shape + expected)
    });
    Some(TreatyFactor {
        subject: Subject::month(Purpose::SigningFactor, 0),
        quantiles: QuantileTable::gamma(shape + seen),
        means: means.collect(),
    })
}

/// Signatures on record after the ceremony, and those expected at a factor of 1.
fn signing_evidence(
    model: &Model,
    hazard: &[f64],
    uncertain: &UncertainDeposits,
    reading: usize,
) -> (f64, f64) {
    let (mut seen, mut expected) = (0.0, 0.0);
    let (now, from) = (future_start(model), CEREMONY_DAYS);
    for (index, one) in model.participants.iter().enumerate() {
        let Some(factors) = one.learned.filter(|_| one.is_read() && now > from) else { continue };
        let time = |day| time_of(model, day);
        let signed = one.signed_on_record().map(time);
        let deposited = one.deposited_on_record(uncertain.is_made(model, reading, index));
        let ended = [signed, deposited.map(time), one.status.withdrew.map(time)];
        let since = one.can_act_from.map_or(from, |day| time(day).max(from));
        let until = ended.into_iter().flatten().fold(now, f64::min).max(since);
        expected += factors.signing * (interpolate(hazard, until) - interpolate(hazard, since));
        if signed.is_some_and(|day| day >= from) {
            seen += 1.0;
        }
    }
    (seen, expected)
}
