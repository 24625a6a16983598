//! What is believed of each participant, as hazard curves shared by all of whom the same is believed.

use std::collections::BTreeMap;

use super::{
    cumulative_hazard::{Counting, CumulativeHazard},
    curves::{Curves, HazardCurve, Pacing, Rise, TimeCell},
    effects::TimeVaryingEffects,
    pending::{AfterSigning, HazardUnits, PendingParticipant},
};
use crate::{
    engine::{
        baseline::BaselineHazard,
        clock::{future_end, future_start, speed_at, time_of},
        never::never_given_wait,
        stream::{Purpose, Subject},
    },
    quantity::Days,
    treaty::{Clock, Kind, Model, Participant, Prospect, SpeedWindow, Stated, delay::Delay},
};

/// Collects curves and delays, each distinct one once.
pub(crate) struct CurveBuilder<'a> {
    model: &'a Model,
    baseline: Option<&'a BaselineHazard>,
    /// When the future begins.
    start: f64,
    cells: Vec<TimeCell>,
    delays: Vec<CumulativeHazard>,
    curves: Vec<HazardCurve>,
    effects: TimeVaryingEffects,
    known_delays: Vec<(TimedDelay, usize)>,
    /// Curves by all that makes them what they are, as text.
    known_curves: BTreeMap<String, usize>,
}

/// A stated delay of a step, and the clock it runs by.
#[derive(Clone, PartialEq, Debug)]
struct TimedDelay {
    /// Of a step that is taken: the chance of never is kept apart.
    delay: Delay,
    counting: Counting,
    /// Days at the start of its clock in which the step could not be taken; 0 or more.
    closed: f64,
}

/// A delay whose clock has started, or will.
pub(crate) struct RunningDelay {
    /// Index of the delay.
    pub(crate) delay: usize,
    /// When its clock starts, in days since the opening.
    pub(crate) clock: f64,
    /// The chance of never, given the time waited by the as-of day.
    pub(crate) never: f64,
}

/// A curve, and the chance of never going along it.
type CurveAndNever = (usize, f64);

/// Which of the two calibrated baselines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Signedness {
    Nonsignatory,
    Signatory,
}

impl<'a> CurveBuilder<'a> {
    pub(crate) fn new(
        model: &'a Model,
        baseline: Option<&'a BaselineHazard>,
        cells: Vec<TimeCell>,
    ) -> CurveBuilder<'a> {
        CurveBuilder {
            model,
            baseline,
            start: future_start(model),
            delays: Vec::new(),
            curves: vec![HazardCurve::never(cells.len())],
            cells,
            effects: TimeVaryingEffects::default(),
            known_delays: Vec::new(),
            known_curves: BTreeMap::new(),
        }
    }

    /// What has been collected.
    pub(crate) fn finish(self) -> (Curves, TimeVaryingEffects) {
        (Curves::new(self.cells, self.delays, self.curves), self.effects)
    }

    /// The cumulative hazard of a delay that has been collected.
    pub(crate) fn delay(&self, delay: usize) -> &CumulativeHazard {
        &self.delays[delay]
    }

    /// A participant whose deposit is still to come, and the curves it goes along.
    pub(crate) fn pending(
        &mut self,
        index: usize,
        participant: &Participant,
    ) -> PendingParticipant {
        let signed = participant.status.signed.map(|day| time_of(self.model, day));
        let free = participant.levers.fate.is_none();
        // A factor stays out of the curves, which are then shared; it is in the target.
        let before =
            if signed.is_some() { &participant.ratification } else { &participant.accession };
        let is_stated = |prospect: &Prospect| matches!(prospect, Prospect::Stated(_));
        let after = HazardUnits::of_step(is_stated(&participant.ratification));
        // A step never taken has no hazard, so its units may be those of the next.
        let units = match before {
            Prospect::Never => after,
            Prospect::Calibrated if participant.factor.mean <= 0.0 => after,
            other => HazardUnits::of_step(is_stated(other)),
        };
        let no_curve = AfterSigning::Curve(0);
        let ((curve, never), after_signing) = match (free, signed) {
            (false, _) => ((0, 0.0), no_curve),
            (true, Some(signed)) => (self.ratification(participant, Some(signed)), no_curve),
            (true, None) => (self.accession(participant), self.after_signing(participant)),
        };
        let never_after = match &participant.ratification {
            Prospect::Stated(stated) if free => stated.delay.never().get(),
            _ => 0.0,
        };
        let evidence = participant.factor.evidence;
        let mean = evidence.map_or(participant.factor.mean, |known| known.shape / known.rate);
        PendingParticipant {
            participant: index,
            deposit: Subject::participant(Purpose::Deposit, &participant.code),
            per_factor: 1.0 / mean,
            shape: evidence.map_or(0.0, |evidence| evidence.shape),
            rate: evidence.map_or(0.0, |evidence| evidence.rate),
            curve,
            units,
            never,
            after_signing,
            units_after: after,
            never_after,
            delay: participant.levers.delay.0,
            unsigned: signed.is_none() && participant.kind != Kind::Organisation,
        }
    }

    /// The curve of a State that has not signed.
    fn accession(&mut self, participant: &Participant) -> CurveAndNever {
        match &participant.accession {
            // Without a signature that clock does not run.
            Prospect::Stated(Stated { clock: Clock::Signature, .. }) | Prospect::Never => (0, 0.0),
            Prospect::Calibrated => (self.calibrated(participant, Signedness::Nonsignatory), 0.0),
            Prospect::Stated(stated) => self.stated(participant, stated, None),
        }
    }

    /// The curve of a signatory, or of one that is going to sign.
    fn ratification(&mut self, participant: &Participant, signed: Option<f64>) -> CurveAndNever {
        match &participant.ratification {
            Prospect::Never => (0, 0.0),
            Prospect::Calibrated => (self.calibrated(participant, Signedness::Signatory), 0.0),
            Prospect::Stated(stated) => self.stated(participant, stated, signed),
        }
    }

    fn after_signing(&mut self, participant: &Participant) -> AfterSigning {
        match &participant.ratification {
            Prospect::Stated(stated) if stated.clock != Clock::Opening => {
                let from_signature = TimedDelay {
                    delay: stated.delay.if_taken(),
                    counting: Counting::FromDayZero,
                    closed: 0.0,
                };
                let delay = self.add_delay(from_signature);
                let (levers, _) = self.stated(participant, stated, None);
                AfterSigning::Delay { delay, levers }
            }
            _ => AfterSigning::Curve(self.ratification(participant, None).0),
        }
    }

    fn calibrated(&mut self, participant: &Participant, which: Signedness) -> usize {
        if participant.factor.mean <= 0.0 {
            return 0;
        }
        let lever = self.levers_by_cell(participant);
        let pattern = self.effects.add_pattern(self.model, &participant.levers);
        let key = format!("{which:?} {pattern} {}", bits(&lever));
        if let Some(curve) = self.known_curves.get(&key) {
            return *curve;
        }
        let Some(baseline) = self.baseline else { return 0 };
        let rates = match which {
            Signedness::Nonsignatory => &baseline.nonsignatory,
            Signedness::Signatory => &baseline.signatory,
        };
        let hazard = self.cells.iter().zip(&lever).map(|(cell, lever)| {
            rates.get(cell.month).copied().unwrap_or(0.0) * (cell.end - cell.start) * lever
        });
        let pacing = if self.model.pace.is_some() { Pacing::Calibrated } else { Pacing::Unpaced };
        let hazard = hazard.collect();
        self.add_curve(key, HazardCurve { pacing, rise: Rise::Linear, hazard, lever, pattern })
    }

    fn stated(
        &mut self,
        participant: &Participant,
        stated: &Stated,
        signed: Option<f64>,
    ) -> CurveAndNever {
        let lever = self.levers_by_cell(participant);
        let pattern = self.effects.add_pattern(self.model, &participant.levers);
        let RunningDelay { delay, clock, never } = self.running_delay(participant, stated, signed);
        let paced = stated.paced && self.model.pace.is_some();
        let key = format!("{delay} {:x} {paced} {pattern} {}", clock.to_bits(), bits(&lever));
        if let Some(curve) = self.known_curves.get(&key) {
            return (*curve, never);
        }
        let pacing = if paced { Pacing::Stated } else { Pacing::Unpaced };
        let levers = (lever, pattern);
        let curve =
            HazardCurve::by_delay(&self.delays, (delay, clock), pacing, &self.cells, levers);
        (self.add_curve(key, curve), never)
    }

    /// The delay of a stated step and its clock. The wait begins when the step can first be taken: once
    /// the participant can act and, where it has signed, after its signature.
    pub(crate) fn running_delay(
        &mut self,
        participant: &Participant,
        stated: &Stated,
        signed: Option<f64>,
    ) -> RunningDelay {
        let (clock, counting) = match stated.clock {
            Clock::Opening => (0.0, Counting::FromDayZero),
            Clock::Signature => (signed.unwrap_or(self.start), Counting::FromDayZero),
            Clock::AsOf => (self.start, Counting::FromDayOne),
        };
        let can_act = participant.can_act_from.map_or(0.0, |day| time_of(self.model, day));
        let closed = (can_act.max(signed.unwrap_or(0.0)) - clock).max(0.0);
        let delay = self.add_delay(TimedDelay { delay: stated.delay.if_taken(), counting, closed });
        let waited = self.delays[delay].after(self.start - clock);
        RunningDelay { delay, clock, never: never_given_wait(stated.delay.never().get(), waited) }
    }

    fn add_curve(&mut self, key: String, curve: HazardCurve) -> usize {
        self.curves.push(curve);
        self.known_curves.insert(key, self.curves.len() - 1);
        self.curves.len() - 1
    }

    fn add_delay(&mut self, timed: TimedDelay) -> usize {
        if let Some((_, delay)) = self.known_delays.iter().find(|(known, _)| *known == timed) {
            return *delay;
        }
        let days = (future_end(self.model) - self.start.min(0.0)).ceil() as usize + 2;
        let TimedDelay { delay, counting, closed } = &timed;
        self.delays.push(CumulativeHazard::truncated(delay, *counting, *closed, days));
        self.known_delays.push((timed, self.delays.len() - 1));
        self.delays.len() - 1
    }

    /// The levers' multiplier in each cell.
    fn levers_by_cell(&self, participant: &Participant) -> Vec<f64> {
        let windows = gated_windows(self.model, participant, &participant.levers.speed);
        let middle = |cell: &TimeCell| 0.5 * (cell.start + cell.end);
        self.cells.iter().map(|cell| speed_at(self.model, &windows, middle(cell))).collect()
    }
}

/// The windows, and a gate until the participant can act.
pub(crate) fn gated_windows(
    model: &Model,
    participant: &Participant,
    windows: &[SpeedWindow],
) -> Vec<SpeedWindow> {
    let mut windows = windows.to_vec();
    if let Some(start) = participant.can_act_from.filter(|start| *start > model.opened) {
        let to = start - Days(1);
        windows.push(SpeedWindow { from: model.opened, to, factor: 0.0 });
    }
    windows
}

/// Numbers to the bit, as text; nothing where all are 1.
fn bits(numbers: &[f64]) -> String {
    if numbers.iter().all(|number| number.to_bits() == 1f64.to_bits()) {
        return String::new();
    }
    numbers.iter().map(|number| format!("{:x},", number.to_bits())).collect()
}
