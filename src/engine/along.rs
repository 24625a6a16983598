//! Where along its line a participant is at a time, when a line has risen by so much, and how a
//! signature moves a participant from one line to another.

use super::{
    compile::{Engine, Step, Units},
    line::{Cell, Pacing, Rise},
    never::{left_after, reached, without_never},
    run::{Floating, GONE, Scratch, Waiting},
    sampler::held,
};

impl Engine {
    /// Moves those who sign in these cells to the line of signatories, unless they have already
    /// deposited without signing.
    pub(super) fn switch(&self, from: usize, to: usize, scratch: &mut Scratch) {
        let (start, end) = (self.cells[from].start, self.cells[to - 1].end);
        for place in 0..scratch.signatures.len() {
            let (time, slot, _) = scratch.signatures[place];
            let slot = slot as usize;
            if !(start..end).contains(&time) || scratch.thresholds[slot].is_nan() {
                continue;
            }
            let cell = self.cells[from..to].partition_point(|cell| cell.end <= time) + from;
            let before = self.hazard_at(self.slots[slot].line, cell, time, scratch);
            let threshold = self.exact(slot, scratch);
            if reached(threshold, before) {
                continue;
            }
            let left = self.left(slot, threshold, before, scratch);
            if left == f64::INFINITY {
                scratch.thresholds[slot] = GONE;
                continue;
            }
            let (law, levers, clock) = match self.slots[slot].after_signing {
                Step::FromSignature { law, levers } => (law, levers, time),
                Step::Line(line) => {
                    let after = self.hazard_at(line, cell, time, scratch);
                    match self.lines[line].rise {
                        // Its clock has run out: the step is overdue from the signature on.
                        Rise::ByLaw { law, start } if after == f64::INFINITY => (law, line, start),
                        _ => {
                            scratch.thresholds[slot] = GONE;
                            let (slot, threshold) = (slot as u32, after + left);
                            scratch.moved.push(Waiting { slot, line, threshold });
                            continue;
                        }
                    }
                }
            };
            scratch.thresholds[slot] = GONE;
            let (slot, signed, threshold) = (slot as u32, time, left);
            scratch.floating.push(Floating { slot, law, levers, clock, signed, threshold });
        }
    }

    /// What is left of a threshold, which so much hazard has not reached, for the step after the
    /// signature: in the units of that step, infinite where it is never taken.
    pub(super) fn left(&self, slot: usize, threshold: f64, passed: f64, scratch: &Scratch) -> f64 {
        let one = &self.slots[slot];
        let own = |of_factor_one: f64| one.own(of_factor_one);
        let left = match (one.units, one.units_after) {
            (Units::Own, after) if one.never > 0.0 => {
                let exponential = -scratch.tables.ln(Engine::uniform(slot, scratch));
                let left = left_after(exponential, one.never, passed).max(f64::MIN_POSITIVE);
                if after == Units::Own { left } else { one.of_factor_one(left) }
            }
            (Units::OfFactorOne, Units::Own) => own(threshold) - own(passed),
            (Units::Own, Units::OfFactorOne) => one.of_factor_one(threshold - passed),
            _ => threshold - passed,
        };
        without_never(left, one.never_after)
    }

    /// A line's cumulative hazard at a time within a cell.
    pub(super) fn hazard_at(&self, line: usize, cell: usize, time: f64, scratch: &Scratch) -> f64 {
        let edge = line * (self.cells.len() + 1) + cell;
        let (low, high) = (scratch.hazards[edge], scratch.hazards[edge + 1]);
        let Cell { start, end, .. } = self.cells[cell];
        match self.lines[line].rise {
            Rise::Straight => low + (high - low) * ((time - start) / (end - start)),
            Rise::ByLaw { law, start: clock } => {
                let lever = self.multiplier(line, cell, &scratch.paces);
                if lever > 0.0 {
                    low + lever * self.laws[law].rise(start - clock, time - clock)
                } else {
                    low
                }
            }
        }
    }

    /// What multiplies a law's hazard in a cell: levers and pace.
    fn multiplier(&self, line: usize, cell: usize, paces: &[Vec<f64>; 2]) -> f64 {
        let pace = match self.lines[line].pacing {
            Pacing::Unpaced => 1.0,
            Pacing::Calibrated => paces[0][cell],
            Pacing::Stated => paces[1][cell],
        };
        self.lines[line].lever[cell] * pace
    }

    /// The time within a cell at which a line, which rises by `rise` in it, has risen by so much.
    #[inline(always)]
    pub(super) fn reach(
        &self,
        line: usize,
        cell: usize,
        growth: f64,
        rise: f64,
        paces: &[Vec<f64>; 2],
    ) -> f64 {
        let Cell { start, end, .. } = self.cells[cell];
        match self.lines[line].rise {
            Rise::Straight if rise > 0.0 => start + (end - start) * held(growth / rise, 0.0, 1.0),
            Rise::Straight => start,
            Rise::ByLaw { law, start: clock } => {
                let lever = self.multiplier(line, cell, paces);
                let waited = self.laws[law].reach(start - clock, end - clock, growth / lever);
                (clock + waited).clamp(start, end)
            }
        }
    }

    /// Those that go on by a law from the day they signed.
    pub(super) fn float(&self, from: usize, to: usize, scratch: &mut Scratch) {
        let mut floating = std::mem::take(&mut scratch.floating);
        floating.retain_mut(|one| {
            let slot = one.slot as usize;
            for cell in from..to {
                let Cell { start, end, .. } = self.cells[cell];
                let start = start.max(one.signed);
                let lever = self.multiplier(one.levers, cell, &scratch.paces);
                if end <= one.signed || lever <= 0.0 {
                    continue;
                }
                let law = &self.laws[one.law];
                let rise = lever * law.rise(start - one.clock, end - one.clock);
                if one.threshold <= rise {
                    let growth = one.threshold / lever;
                    let time = one.clock + law.reach(start - one.clock, end - one.clock, growth);
                    self.record(&self.slots[slot], time.clamp(start, end), &mut scratch.deposits);
                    return false;
                }
                one.threshold -= rise;
            }
            true
        });
        scratch.floating = floating;
    }
}
