//! Who may sign, and when: cumulative hazards by day until the signature closes.

use super::{
    builder::{CurveBuilder, RunningDelay, gated_windows},
    shared_signing::{MonthParts, SharedSigning, SigningTable},
};
use crate::{
    engine::{
        baseline::signing_hazard,
        clock::{future_start, speed_at, time_of},
        never::hazard_if_taken,
        sampler::{MathTables, pick},
        stream::{Purpose, RunKey, Subject},
    },
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
    /// Cumulative hazards from the start of the future.
    tables: Vec<SigningTable>,
    /// What all calibrated signatures share; none where none is calibrated.
    shared: Option<SharedSigning>,
    /// When the future begins.
    start: f64,
}

/// Collects signers and their tables, each distinct one once.
pub(crate) struct SignatureBuilder<'a> {
    model: &'a Model,
    signers: Vec<Signer>,
    tables: Vec<SigningTable>,
    parts: MonthParts,
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

/// The draw of a signature, and the hazard it has in all: a factor times what a table comes to in the run,
/// and another part; infinite where the signature is settled.
#[derive(Clone, Copy, Debug)]
struct SigningDraw {
    subject: Subject,
    factor: f64,
    /// Where the run's total of its table stands.
    total: usize,
    other: f64,
}

impl<'a> SignatureBuilder<'a> {
    pub(crate) fn new(model: &'a Model) -> SignatureBuilder<'a> {
        let (signers, tables, known_calibrated) = (Vec::new(), Vec::new(), Vec::new());
        let parts = MonthParts::new(model);
        SignatureBuilder { model, signers, tables, parts, known_calibrated }
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
        let calibrated =
            participant.signing == Prospect::Calibrated && self.model.calibration.is_some();
        let drawn = open && on.is_none() && participant.signing != Prospect::Never;
        if !drawn && settled.is_none() {
            return;
        }
        let (table, never) = match &participant.signing {
            Prospect::Calibrated if drawn => (self.calibrated_table(participant), 0.0),
            Prospect::Stated(stated) if drawn => self.stated_table(curves, participant, stated),
            _ => (self.add_table(SigningTable::stated(vec![0.0])), 0.0),
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
    pub(crate) fn finish(mut self, moved_to: &[usize]) -> SigningProcess {
        self.signers.iter_mut().for_each(|signer| signer.pending = moved_to[signer.pending]);
        let parts = self.parts.count();
        let draw = |signer: &Signer| SigningDraw::new(signer, &self.tables[signer.table], parts);
        let calibrated = self.signers.iter().any(|signer| signer.calibrated);
        let calibration = self.model.calibration.as_ref().filter(|_| calibrated);
        SigningProcess {
            draws: self.signers.iter().map(draw).collect(),
            shared: calibration.map(|known| SharedSigning::new(known, self.parts)),
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
        let table = self.add_table(SigningTable::calibrated(cumulative, &self.parts));
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
        (self.add_table(SigningTable::stated(cumulative)), never)
    }

    fn add_table(&mut self, table: SigningTable) -> usize {
        let known = self.tables.iter().position(|known| *known == table);
        known.unwrap_or_else(|| {
            self.tables.push(table);
            self.tables.len() - 1
        })
    }
}

impl SigningDraw {
    /// `parts` is how many parts each table's run has.
    fn new(signer: &Signer, table: &SigningTable, parts: usize) -> SigningDraw {
        let (factor, other) = match (signer.settled, signer.calibrated) {
            (Some(_), _) => (0.0, f64::INFINITY),
            (None, true) => (signer.factor, 0.0),
            (None, false) => (0.0, signer.factor * table.total()),
        };
        let total = if factor > 0.0 { (signer.table + 1) * parts - 1 } else { 0 };
        SigningDraw { subject: signer.subject, factor, total, other }
    }
}

impl SigningProcess {
    /// Room for all of them.
    pub(crate) fn most(&self) -> usize {
        self.signers.len()
    }

    /// Room for the hazards of a run, table after table, part after part; at least one.
    pub(crate) fn hazards(&self) -> usize {
        let parts = self.shared.as_ref().map_or(1, |shared| shared.parts.count());
        (self.tables.len() * parts).max(1)
    }

    /// Draws who signs in this run, and when, the log of the treaty's factor given. `picked` has room for as
    /// many as may sign, `hazards` for [`SigningProcess::hazards`].
    pub(crate) fn draw(
        &self,
        (key, log_factor): (RunKey, f64),
        tables: MathTables,
        (picked, hazards): (&mut [u32], &mut [f64]),
        signatures: &mut Vec<Signature>,
    ) {
        signatures.clear();
        if let Some(shared) = &self.shared {
            shared.draw_hazards((key, log_factor), tables, &self.tables, hazards);
        }
        // -ln(1 - c) is never below c, which settles most without a logarithm.
        let near = self
            .draws
            .iter()
            .map(|one| key.draw(one.subject).open() < one.factor * hazards[one.total] + one.other);
        let near = pick(picked, near);
        for signer in &picked[..near] {
            let signer = &self.signers[*signer as usize];
            let time = self.draw_time(key, signer, hazards, tables);
            if time < f64::INFINITY {
                let pending = signer.pending as u32;
                signatures.push(Signature { time, pending, counted: signer.counted });
            }
        }
    }

    /// Infinite where it does not sign.
    fn draw_time(&self, key: RunKey, signer: &Signer, hazards: &[f64], tables: MathTables) -> f64 {
        let settled = signer.settled.unwrap_or(f64::INFINITY);
        let table = &self.tables[signer.table];
        let exponential = -tables.ln(1.0 - key.draw(signer.subject).open());
        let target = hazard_if_taken(exponential, signer.never) / signer.factor;
        let target = match &self.shared {
            Some(shared) if signer.calibrated => {
                let parts = shared.parts.count();
                table.at_factor_one(&hazards[signer.table * parts..][..parts], target)
            }
            _ => target,
        };
        table.time_of(target).map_or(settled, |time| settled.min(self.start + time))
    }
}
