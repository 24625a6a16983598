//! Where along its line a participant is at a time, and when a line has risen by so much.

use super::{
    compile::Engine,
    line::{Cell, Pacing, Rise},
    run::Scratch,
};

impl Engine {
    /// A line's cumulative hazard at a time within a cell.
    pub(super) fn hazard_at(&self, line: usize, cell: usize, time: f64, scratch: &Scratch) -> f64 {
        let edge = line * (self.cells.len() + 1) + cell;
        let (low, high) = (scratch.hazards[edge], scratch.hazards[edge + 1]);
        let Cell { start, end, .. } = self.cells[cell];
        match self.lines[line].rise {
            Rise::Straight => low + (high - low) * ((time - start) / (end - start)),
            Rise::ByLaw { law, start: clock } => {
                let lever = self.multiplier(line, cell, scratch);
                if lever > 0.0 {
                    low + lever * self.laws[law].rise(start - clock, time - clock)
                } else {
                    low
                }
            }
        }
    }

    /// What multiplies a law's hazard in a cell: levers and pace.
    fn multiplier(&self, line: usize, cell: usize, scratch: &Scratch) -> f64 {
        let pace = match self.lines[line].pacing {
            Pacing::Unpaced => 1.0,
            Pacing::Calibrated => scratch.paces[cell].0,
            Pacing::Stated => scratch.paces[cell].1,
        };
        self.lines[line].lever[cell] * pace
    }

    /// The time within a cell at which a line has risen by so much since the cell's start.
    pub(super) fn reach(&self, line: usize, cell: usize, growth: f64, scratch: &Scratch) -> f64 {
        let Cell { start, end, .. } = self.cells[cell];
        match self.lines[line].rise {
            Rise::Straight => {
                let edge = line * (self.cells.len() + 1) + cell;
                let rise = scratch.hazards[edge + 1] - scratch.hazards[edge];
                if rise > 0.0 {
                    start + (end - start) * (growth / rise).clamp(0.0, 1.0)
                } else {
                    start
                }
            }
            Rise::ByLaw { law, start: clock } => {
                let lever = self.multiplier(line, cell, scratch);
                let waited = self.laws[law].reach(start - clock, end - clock, growth / lever);
                (clock + waited).clamp(start, end)
            }
        }
    }

    /// Those that go on by a law from the day they signed.
    pub(super) fn float(&self, from: usize, to: usize, scratch: &mut Scratch) {
        let mut floating = std::mem::take(&mut scratch.floating);
        floating.retain(|one| {
            let slot = one.slot as usize;
            for cell in from..to {
                let Cell { start, end, .. } = self.cells[cell];
                let start = start.max(one.signed);
                let lever = self.multiplier(one.levers, cell, scratch);
                if end <= one.signed || lever <= 0.0 {
                    continue;
                }
                let law = &self.laws[one.law];
                let rise = lever * law.rise(start - one.clock, end - one.clock);
                if scratch.waits[slot].threshold <= rise {
                    let growth = scratch.waits[slot].threshold / lever;
                    let time = one.clock + law.reach(start - one.clock, end - one.clock, growth);
                    self.record(&self.slots[slot], time.clamp(start, end), &mut scratch.deposits);
                    return false;
                }
                scratch.waits[slot].threshold -= rise;
            }
            true
        });
        scratch.floating = floating;
    }
}
