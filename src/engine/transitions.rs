//! How a signature moves a participant from one hazard curve to another.

use super::{
    clock::DepositCalendar,
    compiled::{
        curves::{Curves, Rise, TimeCell},
        pending::{AfterSigning, PendingParticipant, PendingParticipants},
    },
    never::is_reached,
    state::{DelayedFromSignature, RunState, Waiting},
};

/// How one goes on that has signed and is going to deposit.
pub(super) enum Onward {
    /// From the cumulative hazard that this curve had at the signature.
    Curve { curve: usize, hazard: f64 },
    /// By a delay of this clock; the curve holds levers and pacing.
    Delay { delay: usize, levers: usize, clock: f64 },
}

/// How a participant goes on that signs at a time; `hazard_at` gives a curve's cumulative hazard then.
pub(super) fn onward(
    one: &PendingParticipant,
    curves: &Curves,
    time: f64,
    hazard_at: impl Fn(usize) -> f64,
) -> Onward {
    match one.after_signing {
        AfterSigning::Delay { delay, levers } => Onward::Delay { delay, levers, clock: time },
        AfterSigning::Curve(curve) => {
            let hazard = hazard_at(curve);
            match curves.curves[curve].rise {
                // Its clock has run out: the step is overdue from the signature on.
                Rise::ByDelay { delay, clock } if hazard == f64::INFINITY => {
                    Onward::Delay { delay, levers: curve, clock }
                }
                _ => Onward::Curve { curve, hazard },
            }
        }
    }
}

/// Moves those who sign in these cells to the curve of signatories, unless they have already deposited
/// without signing.
pub(super) fn move_signers(
    curves: &Curves,
    pending: &PendingParticipants,
    (from, to): (usize, usize),
    state: &mut RunState,
) {
    let (start, end) = (curves.cells[from].start, curves.cells[to - 1].end);
    for index in 0..state.signatures.len() {
        let signature = state.signatures[index];
        let (time, index) = (signature.time, signature.pending as usize);
        if !(start..end).contains(&time) || state.targets.is_retired(index) {
            continue;
        }
        let one = &pending.each[index];
        let cell = curves.cell_at(from, to, time);
        let hazard_at = |curve: usize| curves.hazard_at(curve, cell, time, &state.levels);
        let passed = hazard_at(one.curve);
        let target = state.targets.exact(index, &pending.targets[index], state.tables);
        if is_reached(target, passed) {
            continue;
        }
        let draw = state.targets.draw_of(index);
        let target = one.target_after_signing(target, passed, draw, state.tables);
        state.targets.retire(index);
        if target == f64::INFINITY {
            continue;
        }
        let pending = signature.pending;
        match onward(one, curves, time, hazard_at) {
            Onward::Curve { curve, hazard } => {
                state.moved.push(Waiting { pending, curve, target: hazard + target });
            }
            Onward::Delay { delay, levers, clock } => state.delayed.push(DelayedFromSignature {
                pending,
                delay,
                levers,
                clock,
                signed: time,
                target,
            }),
        }
    }
}

impl DelayedFromSignature {
    /// Goes through a stretch of time in which its hazard is multiplied by the same number; returns when
    /// it deposits, if it does.
    #[inline(always)]
    pub(super) fn deposit_in(
        &mut self,
        curves: &Curves,
        (start, end): (f64, f64),
        multiplier: f64,
    ) -> Option<f64> {
        if end <= self.signed || multiplier <= 0.0 {
            return None;
        }
        let hazard = &curves.delays[self.delay];
        let start = start.max(self.signed);
        let (from, to) = (start - self.clock, end - self.clock);
        let growth = multiplier * hazard.growth(from, to);
        if self.target <= growth {
            let waited = hazard.days_to_grow(from, to, self.target / multiplier);
            return Some((self.clock + waited).clamp(start, end));
        }
        self.target -= growth;
        None
    }
}

/// The deposits, in these cells, of those that go by a delay from the day they signed.
pub(super) fn deposit_delayed(
    curves: &Curves,
    pending: &PendingParticipants,
    calendar: DepositCalendar,
    (from, to): (usize, usize),
    state: &mut RunState,
) {
    let RunState { delayed, levels, deposits, .. } = state;
    delayed.retain_mut(|one| {
        for cell in from..to {
            let TimeCell { start, end, .. } = curves.cells[cell];
            let multiplier = curves.multiplier(one.levers, cell, levels);
            if let Some(time) = one.deposit_in(curves, (start, end), multiplier) {
                pending.each[one.pending as usize].record(calendar, time, deposits);
                return false;
            }
        }
        true
    });
}
