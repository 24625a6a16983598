//! One simulated future in small steps: for scenarios in which speeds change while a run goes on.
//!
//! The hot loop (`run.rs`) adds up hazards for many months before it looks for deposits. Where a
//! deposit speeds up further ones, or a shock comes on a random day, that cannot be: here time goes
//! month by month, cut at the shocks of the run, and each piece is over before the next begins.

use super::{
    compiled::{
        CompiledModel,
        curves::{HazardCurve, Pacing, Rise},
        effects::TimeVaryingEffects,
        pace::{PaceProcess, PaceState},
        signatures::Signature,
    },
    never::is_reached,
    state::{DelayedFromSignature, Detail, RunState},
    stream::RunKey,
    transitions::{Onward, onward},
};
use crate::{
    process::exposure::{SIGNATURES_FROZEN_MONTH, signatures_until},
    quantity::When,
};

/// Months between two questions to the rule, when only the date is wanted.
const STRIDE: usize = 12;

/// Room that is reused from run to run.
#[derive(Debug, Default)]
pub(super) struct StepState {
    /// The time of each shock.
    shocks: Vec<f64>,
    /// What each bandwagon, and each pattern, multiplies by.
    bandwagons: Vec<f64>,
    patterns: Vec<f64>,
    /// Cumulative hazard of each curve at the start and at the end of a piece.
    low: Vec<f64>,
    high: Vec<f64>,
    /// By pending participant: its hazard target, and the curve it is on.
    waits: Vec<(f64, usize)>,
    /// By curve: the least target of anyone on it.
    soonest: Vec<f64>,
    /// Those who wait on a curve.
    pending: Vec<u32>,
    /// Deposits without signature of States so far: indices among the pending, and the times.
    joined: Vec<(u32, f64)>,
    cuts: Vec<f64>,
}

/// A stretch of a cell in which nothing changes.
#[derive(Clone, Copy)]
struct TimePiece {
    cell: usize,
    start: f64,
    end: f64,
}

/// A run on its way.
struct Stepwise<'a> {
    model: &'a CompiledModel,
    effects: &'a TimeVaryingEffects,
    key: RunKey,
    pace: PaceState,
    steps: &'a mut StepState,
    state: &'a mut RunState,
}

/// Simulates one run whose beginning is drawn: signatures, deposits made together, hazard targets, the
/// pace at the as-of day. Returns the day the rule is met.
pub(super) fn run_stepwise(
    model: &CompiledModel,
    effects: &TimeVaryingEffects,
    (key, pace): (RunKey, PaceState),
    detail: Detail,
    (steps, state): (&mut StepState, &mut RunState),
) -> When {
    effects.draw_shocks(key, state.tables, &mut steps.shocks);
    Stepwise { model, effects, key, pace, steps, state }.run(detail)
}

impl Stepwise<'_> {
    fn run(mut self, detail: Detail) -> When {
        self.begin();
        let (model, cells) = (self.model, &self.model.curves.cells);
        let (mut month, mut asked) = (usize::MAX, cells.first().map_or(0, |cell| cell.month));
        for (index, cell) in cells.iter().enumerate() {
            if cell.month != month {
                month = cell.month;
                let first = When::on(model.calendar.day_of(cell.start));
                if detail == Detail::Date && month >= asked + STRIDE {
                    asked = month;
                    let met = self.ask_rule();
                    if met < first {
                        return met;
                    }
                }
                if let Some(process) = &model.pace {
                    self.enter_month(process, month);
                }
                let bandwagons = &mut self.steps.bandwagons;
                self.effects.bandwagon_factors(&self.state.deposits, first, bandwagons);
            }
            self.steps.cuts.clear();
            let inside = |time: &&f64| **time > cell.start && **time < cell.end;
            self.steps.cuts.extend(self.steps.shocks.iter().filter(inside));
            self.steps.cuts.push(cell.end);
            self.steps.cuts.sort_by(f64::total_cmp);
            let mut start = cell.start;
            for cut in 0..self.steps.cuts.len() {
                let piece = TimePiece { cell: index, start, end: self.steps.cuts[cut] };
                if piece.end > piece.start {
                    let StepState { shocks, bandwagons, patterns, .. } = &mut *self.steps;
                    self.effects.pattern_factors(start, shocks, bandwagons, patterns);
                    self.go_through(piece);
                    start = piece.end;
                }
            }
        }
        self.ask_rule()
    }

    fn ask_rule(&mut self) -> When {
        self.model.rule.met(&self.state.deposits, &mut self.state.days)
    }

    fn begin(&mut self) {
        let (model, steps, tables) = (self.model, &mut *self.steps, self.state.tables);
        let curves = model.curves.curves.len();
        for (list, value) in
            [(&mut steps.low, 0.0), (&mut steps.high, 0.0), (&mut steps.soonest, f64::INFINITY)]
        {
            list.clear();
            list.resize(curves, value);
        }
        steps.joined.clear();
        steps.waits.clear();
        steps.waits.extend(model.pending.each.iter().zip(&model.pending.targets).map(
            |(one, spec)| {
                let draw = self.key.draw(spec.subject).open();
                // The logarithm is not exact, and there is no deposit without hazard.
                (spec.target(draw, tables).max(f64::MIN_POSITIVE), one.curve)
            },
        ));
        steps.pending.clear();
        let pending = 0..model.pending.each.len() as u32;
        steps.pending.extend(pending.filter(|one| !self.state.made.contains(one)));
        steps.find_soonest();
    }

    /// The pace of a month, on entering it.
    fn enter_month(&mut self, process: &PaceProcess, month: usize) {
        let counts = month <= SIGNATURES_FROZEN_MONTH || self.pace.is_before_first_month();
        if process.paces_calibrated && counts {
            self.pace.signed = self.count_signed(process, month.min(SIGNATURES_FROZEN_MONTH));
        }
        process.enter_month(self.key, month, &mut self.pace, self.state.tables);
    }

    /// States that have signed, or deposited without signing, as far as the pace of a month goes by it.
    fn count_signed(&self, process: &PaceProcess, month: usize) -> usize {
        let until = signatures_until(month);
        let signatures = &self.state.signatures;
        let signed = signatures.iter().filter(|one| one.counted && one.time < until).count();
        let without = self.steps.joined.iter().filter(|(pending, joined)| {
            let own = |one: &Signature| one.pending == *pending && one.time < until;
            *joined < until && !signatures.iter().any(own)
        });
        process.signed[month] + signed + without.count()
    }

    /// One piece of time: hazards rise, some sign, some deposit.
    fn go_through(&mut self, piece: TimePiece) {
        for (index, curve) in self.model.curves.curves.iter().enumerate() {
            self.steps.high[index] = self.steps.low[index] + self.growth(curve, piece);
        }
        for index in 0..self.state.signatures.len() {
            let signature = self.state.signatures[index];
            if (piece.start..piece.end).contains(&signature.time) {
                self.sign(piece, signature);
            }
        }
        let due = |curve: usize| self.steps.soonest[curve] <= self.steps.high[curve];
        if (0..self.model.curves.curves.len()).any(due) {
            self.deposit_on_curves(piece);
        }
        self.deposit_delayed(piece);
        std::mem::swap(&mut self.steps.low, &mut self.steps.high);
    }

    /// The deposits of those whose curve reaches their target in a piece.
    fn deposit_on_curves(&mut self, piece: TimePiece) {
        let mut pending = std::mem::take(&mut self.steps.pending);
        pending.retain(|index| {
            let (target, curve) = self.steps.waits[*index as usize];
            if !is_reached(target, self.steps.high[curve]) {
                return true;
            }
            let one = &self.model.pending.each[*index as usize];
            let time = self.time_of_target(curve, piece, target);
            one.record(self.model.calendar, time, &mut self.state.deposits);
            if curve == one.curve && one.unsigned {
                self.steps.joined.push((*index, time));
            }
            false
        });
        self.steps.pending = pending;
        self.steps.find_soonest();
    }

    /// The pace that multiplies a curve in a cell.
    fn pace_of(&self, curve: &HazardCurve, cell: usize) -> f64 {
        let month = self.model.curves.cells[cell].month;
        let given = self.effects.given_pace(curve.pattern, month);
        let given = given.map(|given| self.pace.shock * given);
        match curve.pacing {
            Pacing::Unpaced => 1.0,
            Pacing::Calibrated => given.map_or(self.pace.calibrated, |given| {
                let average = self.model.pace.as_ref().map_or(1.0, |pace| pace.average);
                (average * given).min(f64::MAX)
            }),
            Pacing::Stated => given.unwrap_or(self.pace.stated),
        }
    }

    /// What a curve rises by in a piece.
    fn growth(&self, curve: &HazardCurve, piece: TimePiece) -> f64 {
        let (pace, factor) = (self.pace_of(curve, piece.cell), self.steps.patterns[curve.pattern]);
        if pace <= 0.0 || factor <= 0.0 {
            // No pace, no rise, not even of what is overdue.
            return 0.0;
        }
        let cell = self.model.curves.cells[piece.cell];
        let is_all = piece.start <= cell.start && piece.end >= cell.end;
        let hazard = match curve.rise {
            _ if is_all => curve.hazard[piece.cell],
            Rise::Linear => {
                let part = (piece.end - piece.start) / (cell.end - cell.start);
                curve.hazard[piece.cell] * part
            }
            Rise::ByDelay { delay, clock } => match curve.lever[piece.cell] {
                lever if lever > 0.0 => {
                    let delay = &self.model.curves.delays[delay];
                    lever * delay.growth(piece.start - clock, piece.end - clock)
                }
                _ => 0.0,
            },
        };
        hazard * pace * factor
    }

    /// A curve's cumulative hazard at a time within a piece.
    fn hazard_at(&self, curve: usize, piece: TimePiece, time: f64) -> f64 {
        let until = TimePiece { end: time, ..piece };
        self.steps.low[curve] + self.growth(&self.model.curves.curves[curve], until)
    }

    /// When in a piece a curve reaches a target.
    fn time_of_target(&self, curve: usize, piece: TimePiece, target: f64) -> f64 {
        let (low, high) = (self.steps.low[curve], self.steps.high[curve]);
        let (growth, rise) = (target - low, high - low);
        let curve = &self.model.curves.curves[curve];
        match curve.rise {
            Rise::Linear if rise > 0.0 => {
                piece.start + (piece.end - piece.start) * (growth / rise).clamp(0.0, 1.0)
            }
            Rise::Linear => piece.start,
            Rise::ByDelay { delay, clock } => {
                let (from, to) = (piece.start - clock, piece.end - clock);
                let growth = growth / self.multiplier(curve, piece.cell);
                let waited = self.model.curves.delays[delay].days_to_grow(from, to, growth);
                (clock + waited).clamp(piece.start, piece.end)
            }
        }
    }

    /// What multiplies a delay's hazard: levers, pace and what changes while the run goes on.
    fn multiplier(&self, curve: &HazardCurve, cell: usize) -> f64 {
        curve.lever[cell] * self.pace_of(curve, cell) * self.steps.patterns[curve.pattern]
    }

    /// Moves one who signs to the curve of signatories, unless it has already deposited.
    fn sign(&mut self, piece: TimePiece, signature: Signature) {
        let (time, index) = (signature.time, signature.pending as usize);
        let (target, curve) = self.steps.waits[index];
        let passed = self.hazard_at(curve, piece, time);
        if is_reached(target, passed) {
            return;
        }
        let one = &self.model.pending.each[index];
        let draw = self.state.targets.draw_of(index);
        let target = one.target_after_signing(target, passed, draw, self.state.tables);
        self.steps.waits[index] = (f64::INFINITY, 0);
        if target == f64::INFINITY {
            return;
        }
        let hazard_at = |curve: usize| self.hazard_at(curve, piece, time);
        match onward(one, &self.model.curves, time, hazard_at) {
            Onward::Curve { curve, hazard } => {
                let target = hazard + target;
                self.steps.waits[index] = (target, curve);
                self.steps.soonest[curve] = self.steps.soonest[curve].min(target);
            }
            Onward::Delay { delay, levers, clock } => {
                self.state.delayed.push(DelayedFromSignature {
                    pending: signature.pending,
                    delay,
                    levers,
                    clock,
                    signed: time,
                    target,
                });
            }
        }
    }

    /// The deposits of those that go by a delay from the day they signed.
    fn deposit_delayed(&mut self, piece: TimePiece) {
        let mut delayed = std::mem::take(&mut self.state.delayed);
        delayed.retain_mut(|one| {
            let curves = &self.model.curves;
            let multiplier = self.multiplier(&curves.curves[one.levers], piece.cell);
            let Some(time) = one.deposit_in(curves, (piece.start, piece.end), multiplier) else {
                return true;
            };
            let pending = &self.model.pending.each[one.pending as usize];
            pending.record(self.model.calendar, time, &mut self.state.deposits);
            false
        });
        self.state.delayed = delayed;
    }
}

impl StepState {
    /// Looks anew for the least target of anyone on each curve.
    fn find_soonest(&mut self) {
        self.soonest.fill(f64::INFINITY);
        for pending in &self.pending {
            let (target, curve) = self.waits[*pending as usize];
            self.soonest[curve] = self.soonest[curve].min(target);
        }
    }
}
