//! One simulated future in small steps: for scenarios in which speeds change while a run goes on.
//!
//! The hot loop (`run`) adds up hazards for many months before it looks for deposits. Where a
//! deposit speeds up further ones, or a shock comes on a random day, that cannot be: here time goes
//! month by month, cut at the shocks of the run, and each piece is over before the next begins.

use super::{
    compile::{Engine, Step},
    exposure::{CEREMONY_DAYS, SIGNATURES_FROZEN_DAYS, month_start},
    line::{Line, Pacing, Rise},
    moving::Moving,
    never::reached,
    pace::{Path, SIGNATURE_MONTHS, Walk},
    run::{Detail, Floating, Scratch},
    stream::RunKey,
};
use crate::quantity::{Days, When};

/// Months between two questions to the rule, when only the date is wanted.
const STRIDE: usize = 12;

/// Room that is reused from run to run.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// The time of each shock.
    shocks: Vec<f64>,
    /// What each bandwagon, and each pattern, multiplies by.
    follow: Vec<f64>,
    factors: Vec<f64>,
    /// Cumulative hazard of each line at the start and at the end of a piece.
    low: Vec<f64>,
    high: Vec<f64>,
    /// By slot: the hazard it waits for, and the line it is on.
    waits: Vec<(f64, usize)>,
    /// By line: the least hazard that anyone on it waits for.
    soonest: Vec<f64>,
    pending: Vec<u32>,
    /// Deposits without signature of States so far: the slots and the times.
    joined: Vec<(u32, f64)>,
    cuts: Vec<f64>,
}

/// A stretch of a cell in which nothing changes.
#[derive(Clone, Copy)]
struct Piece {
    cell: usize,
    start: f64,
    end: f64,
}

impl Engine {
    /// Simulates one run whose signatures, occasions and reports are drawn; returns the day the
    /// rule is met. `made` is what reports are true, as bits.
    pub(super) fn steps(
        &self,
        moving: &Moving,
        (key, made): (RunKey, usize),
        detail: Detail,
        scratch: &mut Scratch,
    ) -> When {
        let mut steps = std::mem::take(&mut scratch.steps);
        let met = self.stepped(moving, (key, made), detail, &mut steps, scratch);
        scratch.steps = steps;
        met
    }

    fn stepped(
        &self,
        moving: &Moving,
        (key, made): (RunKey, usize),
        detail: Detail,
        steps: &mut Steps,
        scratch: &mut Scratch,
    ) -> When {
        self.begin(key, steps, scratch);
        moving.draw(key, scratch.tables, &mut steps.shocks);
        let mut walk = self.start(key, made);
        let (mut month, mut asked) = (usize::MAX, self.cells.first().map_or(0, |cell| cell.month));
        for (index, cell) in self.cells.iter().enumerate() {
            if cell.month != month {
                month = cell.month;
                let first = self.opened + Days(cell.start.floor() as i32);
                if detail == Detail::Date && month >= asked + STRIDE {
                    asked = month;
                    let met = self.rule.met(&scratch.deposits, &mut scratch.days);
                    if met < When::on(first) {
                        return met;
                    }
                }
                if let Some(path) = &self.path {
                    self.enter_month(key, path, month, &mut walk, steps, scratch);
                }
                moving.follow(&scratch.deposits, When::on(first), &mut steps.follow);
            }
            steps.cuts.clear();
            let inside = |time: &&f64| **time > cell.start && **time < cell.end;
            steps.cuts.extend(steps.shocks.iter().filter(inside));
            steps.cuts.push(cell.end);
            steps.cuts.sort_by(f64::total_cmp);
            let mut start = cell.start;
            for cut in 0..steps.cuts.len() {
                let piece = Piece { cell: index, start, end: steps.cuts[cut] };
                if piece.end > piece.start {
                    moving.factors(start, &steps.shocks, &steps.follow, &mut steps.factors);
                    self.piece(moving, piece, &walk, steps, scratch);
                    start = piece.end;
                }
            }
        }
        self.rule.met(&scratch.deposits, &mut scratch.days)
    }

    fn begin(&self, key: RunKey, steps: &mut Steps, scratch: &mut Scratch) {
        scratch.floating.clear();
        let lines = self.lines.len();
        for (list, value) in
            [(&mut steps.low, 0.0), (&mut steps.high, 0.0), (&mut steps.soonest, f64::INFINITY)]
        {
            list.clear();
            list.resize(lines, value);
        }
        steps.joined.clear();
        steps.waits.clear();
        steps.waits.extend(self.slots.iter().zip(&self.drawn).map(|(slot, drawn)| {
            let draw = key.draw(drawn.subject).open();
            // The logarithm is not exact, and there is no deposit without hazard.
            (drawn.hazard(draw, scratch.tables).max(f64::MIN_POSITIVE), slot.line)
        }));
        steps.pending.clear();
        let slots = 0..self.slots.len() as u32;
        steps.pending.extend(slots.filter(|slot| !scratch.made.contains(slot)));
        steps.look();
    }

    /// The pace of a month, on entering it.
    fn enter_month(
        &self,
        key: RunKey,
        path: &Path,
        month: usize,
        walk: &mut Walk,
        steps: &Steps,
        scratch: &Scratch,
    ) {
        let signed = (path.paces.0 && (walk.month == usize::MAX || month <= SIGNATURE_MONTHS))
            .then(|| {
                let month = month.min(SIGNATURE_MONTHS);
                let until = month_start(month).clamp(CEREMONY_DAYS, SIGNATURES_FROZEN_DAYS);
                let signs = |(time, _, counted): &&(f64, u32, bool)| *counted && *time < until;
                let without = steps.joined.iter().filter(|(slot, joined)| {
                    let own = |(time, one, _): &(f64, u32, bool)| one == slot && *time < until;
                    *joined < until && !scratch.signatures.iter().any(own)
                });
                path.signed[month]
                    + scratch.signatures.iter().filter(signs).count()
                    + without.count()
            });
        walk.signed = signed.unwrap_or(walk.signed);
        path.turn(key, month, walk, scratch.tables);
    }

    /// One piece of time: hazards rise, some sign, some deposit.
    fn piece(
        &self,
        moving: &Moving,
        piece: Piece,
        walk: &Walk,
        steps: &mut Steps,
        scratch: &mut Scratch,
    ) {
        for (line, one) in self.lines.iter().enumerate() {
            let pace = self.pace_of(moving, one, piece.cell, walk);
            let factor = steps.factors[one.pattern];
            steps.high[line] = steps.low[line] + self.rise(one, piece, pace, factor);
        }
        for place in 0..scratch.signatures.len() {
            let (time, slot, _) = scratch.signatures[place];
            if (piece.start..piece.end).contains(&time) {
                self.sign_in(moving, piece, (time, slot as usize), walk, steps, scratch);
            }
        }
        let due = |line: usize| steps.soonest[line] <= steps.high[line];
        if (0..self.lines.len()).any(due) {
            let mut pending = std::mem::take(&mut steps.pending);
            pending.retain(|slot| {
                let (threshold, line) = steps.waits[*slot as usize];
                if !reached(threshold, steps.high[line]) {
                    return true;
                }
                let one = &self.slots[*slot as usize];
                let pace = self.pace_of(moving, &self.lines[line], piece.cell, walk);
                let time = self.reached(line, piece, threshold, pace, steps);
                self.record(one, time, &mut scratch.deposits);
                if line == one.line && one.unsigned {
                    steps.joined.push((*slot, time));
                }
                false
            });
            steps.pending = pending;
            steps.look();
        }
        self.float_in(moving, piece, walk, steps, scratch);
        std::mem::swap(&mut steps.low, &mut steps.high);
    }

    /// The pace that multiplies a line.
    fn pace_of(&self, moving: &Moving, line: &Line, cell: usize, walk: &Walk) -> f64 {
        let given = moving.patterns[line.pattern]
            .pace
            .map(|pace| walk.shock * moving.paces[pace].at(self.cells[cell].month));
        let mean = self.path.as_ref().map_or(1.0, |path| path.average);
        match line.pacing {
            Pacing::Unpaced => 1.0,
            Pacing::Calibrated => {
                given.map_or(walk.calibrated, |given| (mean * given).min(f64::MAX))
            }
            Pacing::Stated => given.unwrap_or(walk.stated),
        }
    }

    /// What a line rises by in a piece.
    fn rise(&self, line: &Line, piece: Piece, pace: f64, factor: f64) -> f64 {
        if pace <= 0.0 || factor <= 0.0 {
            // No pace, no rise, not even of what is overdue.
            return 0.0;
        }
        let cell = self.cells[piece.cell];
        let whole = piece.start <= cell.start && piece.end >= cell.end;
        let weight = match line.rise {
            _ if whole => line.weight[piece.cell],
            Rise::Straight => {
                line.weight[piece.cell] * ((piece.end - piece.start) / (cell.end - cell.start))
            }
            Rise::ByLaw { law, start } => match line.lever[piece.cell] {
                lever if lever > 0.0 => {
                    lever * self.laws[law].rise(piece.start - start, piece.end - start)
                }
                _ => 0.0,
            },
        };
        weight * pace * factor
    }

    /// A line's cumulative hazard at a time within a piece.
    fn level(&self, line: usize, piece: Piece, time: f64, pace: f64, steps: &Steps) -> f64 {
        let until = Piece { end: time, ..piece };
        let one = &self.lines[line];
        steps.low[line] + self.rise(one, until, pace, steps.factors[one.pattern])
    }

    /// When in a piece a line reaches a threshold.
    fn reached(&self, line: usize, piece: Piece, threshold: f64, pace: f64, steps: &Steps) -> f64 {
        let (low, high) = (steps.low[line], steps.high[line]);
        let (growth, rise) = (threshold - low, high - low);
        let one = &self.lines[line];
        match one.rise {
            Rise::Straight if rise > 0.0 => {
                piece.start + (piece.end - piece.start) * (growth / rise).clamp(0.0, 1.0)
            }
            Rise::Straight => piece.start,
            Rise::ByLaw { law, start } => {
                let lever = one.lever[piece.cell] * pace * steps.factors[one.pattern];
                let (from, to) = (piece.start - start, piece.end - start);
                let waited = self.laws[law].reach(from, to, growth / lever);
                (start + waited).clamp(piece.start, piece.end)
            }
        }
    }

    /// Moves one who signs to the line of signatories, unless it has already deposited.
    fn sign_in(
        &self,
        moving: &Moving,
        piece: Piece,
        (time, slot): (f64, usize),
        walk: &Walk,
        steps: &mut Steps,
        scratch: &mut Scratch,
    ) {
        let (threshold, line) = steps.waits[slot];
        let pace = |line: usize| self.pace_of(moving, &self.lines[line], piece.cell, walk);
        let before = self.level(line, piece, time, pace(line), steps);
        if reached(threshold, before) {
            return;
        }
        let left = self.left(slot, threshold, before, scratch);
        if left == f64::INFINITY {
            steps.waits[slot] = (f64::INFINITY, 0);
            return;
        }
        let (law, levers, clock) = match self.slots[slot].after_signing {
            Step::FromSignature { law, levers } => (law, levers, time),
            Step::Line(line) => {
                let after = self.level(line, piece, time, pace(line), steps);
                match self.lines[line].rise {
                    // Its clock has run out: the step is overdue from the signature on.
                    Rise::ByLaw { law, start } if after == f64::INFINITY => (law, line, start),
                    _ => {
                        steps.waits[slot] = (after + left, line);
                        steps.soonest[line] = steps.soonest[line].min(after + left);
                        return;
                    }
                }
            }
        };
        steps.waits[slot] = (f64::INFINITY, 0);
        let (slot, signed, threshold) = (slot as u32, time, left);
        scratch.floating.push(Floating { slot, law, levers, clock, signed, threshold });
    }

    /// Those that go on by a law from the day they signed.
    fn float_in(
        &self,
        moving: &Moving,
        piece: Piece,
        walk: &Walk,
        steps: &mut Steps,
        scratch: &mut Scratch,
    ) {
        let mut floating = std::mem::take(&mut scratch.floating);
        floating.retain_mut(|one| {
            let slot = one.slot as usize;
            let line = &self.lines[one.levers];
            let pace = self.pace_of(moving, line, piece.cell, walk);
            let lever = line.lever[piece.cell] * pace * steps.factors[line.pattern];
            let start = piece.start.max(one.signed);
            if piece.end <= one.signed || lever <= 0.0 {
                return true;
            }
            let law = &self.laws[one.law];
            let rise = lever * law.rise(start - one.clock, piece.end - one.clock);
            if one.threshold <= rise {
                let growth = one.threshold / lever;
                let (from, to) = (start - one.clock, piece.end - one.clock);
                let time = one.clock + law.reach(from, to, growth);
                let time = time.clamp(start, piece.end);
                self.record(&self.slots[slot], time, &mut scratch.deposits);
                return false;
            }
            one.threshold -= rise;
            true
        });
        scratch.floating = floating;
    }
}

impl Steps {
    /// Looks anew for the least hazard that anyone on each line waits for.
    fn look(&mut self) {
        self.soonest.fill(f64::INFINITY);
        for slot in &self.pending {
            let (threshold, line) = self.waits[*slot as usize];
            self.soonest[line] = self.soonest[line].min(threshold);
        }
    }
}
