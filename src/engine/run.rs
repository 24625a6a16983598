//! One simulated future: the hot loop, all of it.
//!
//! Each participant draws one exponential threshold. It deposits where the cumulative hazard of
//! the line it is on reaches that threshold; on signing it changes lines. The treaty's pace, drawn
//! month by month, multiplies the hazards of all.

use super::{
    compile::{Engine, FILTERED_REPORTS, Path, SIGNATURE_MONTHS, Slot, Step, Units},
    exposure::{CEREMONY_DAYS, SIGNATURES_FROZEN_DAYS, month_start},
    line::{Pacing, Rise},
    sampler::Tables,
    stream::RunKey,
};
use crate::quantity::{Days, Seed, When};

/// How much of a future is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Detail {
    /// The day the rule is met, and the deposits up to then; the run stops there.
    Date,
    /// Every deposit up to the horizon.
    Parties,
}

/// Months simulated between two questions to the rule, when only the date is wanted.
const STRIDE: usize = 24;

/// Room that one thread reuses from run to run.
#[derive(Debug)]
pub(super) struct Scratch {
    tables: Tables,
    /// Deposits by participant.
    pub(super) deposits: Vec<When>,
    /// Cumulative hazards at cell edges, line after line.
    pub(super) hazards: Vec<f64>,
    /// By slot.
    pub(super) waits: Vec<Wait>,
    pending: Vec<u32>,
    /// The least threshold among those that have not signed.
    least_unsigned: f64,
    /// Signatures to come: time, slot, whether it speeds the treaty up.
    signatures: Vec<(f64, u32, bool)>,
    /// Slots that go on by a law from the day they sign.
    pub(super) floating: Vec<Floating>,
    /// Slots whose reported deposit is true in this run.
    made: Vec<u32>,
    /// The pace of each cell, beside the calibrated and the average treaty.
    pub(super) paces: Vec<(f64, f64)>,
    days: Vec<When>,
}

/// What a slot waits for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// The hazard left, or a lower bound of it while the draw is kept.
    pub(super) threshold: f64,
    /// The draw whose logarithm has not been needed yet; else nought.
    draw: f64,
    line: usize,
}

/// A slot that goes on by a law from the day it signed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Floating {
    pub(super) slot: u32,
    pub(super) law: usize,
    /// The line that holds levers and pacing.
    pub(super) levers: usize,
    /// When the law's clock starts, and since when the step can be taken.
    pub(super) clock: f64,
    pub(super) signed: f64,
}

/// The pace's state while a run goes on.
struct Walk {
    x: f64,
    g: f64,
    month: usize,
    signed: usize,
    pace: (f64, f64),
}

impl Scratch {
    pub(super) fn new(engine: &Engine) -> Scratch {
        let edges = engine.cells.len() + 1;
        let mut hazards = vec![0.0; engine.lines.len() * edges];
        for (line, hazards) in engine.lines.iter().zip(hazards.chunks_mut(edges)) {
            for (cell, weight) in line.weight.iter().enumerate() {
                hazards[cell + 1] = hazards[cell] + weight;
            }
        }
        Scratch {
            tables: Tables::get(),
            deposits: engine.settled.clone(),
            hazards,
            waits: vec![Wait { threshold: 0.0, draw: 0.0, line: 0 }; engine.slots.len()],
            pending: Vec::with_capacity(engine.slots.len()),
            least_unsigned: f64::INFINITY,
            signatures: Vec::with_capacity(engine.signers.len()),
            floating: Vec::new(),
            made: Vec::new(),
            paces: vec![(1.0, 1.0); engine.cells.len()],
            days: Vec::with_capacity(engine.settled.len()),
        }
    }
}

impl Engine {
    /// Simulates one run; the deposits are left in `scratch`. Returns the day the rule is met.
    pub(super) fn run(&self, seed: Seed, run: u64, detail: Detail, scratch: &mut Scratch) -> When {
        let key = RunKey::new(seed, run);
        scratch.deposits.copy_from_slice(&self.settled);
        self.sign(key, scratch);
        self.threshold(key, scratch);
        let made = self.reports(key, scratch);
        let mut walk = self.start(key, made);
        let cells = self.cells.len();
        let mut from = 0;
        while from < cells {
            let to = match detail {
                Detail::Parties => cells,
                Detail::Date => {
                    // Who has joined by a month of the first year is asked of thresholds that
                    // no signature has moved yet.
                    let month = (self.cells[from].month + STRIDE).max(SIGNATURE_MONTHS + 1);
                    from + self.cells[from..].iter().take_while(|cell| cell.month < month).count()
                }
            };
            self.walk(key, from, to, &mut walk, scratch);
            self.switch(from, to, scratch);
            self.deposit(from, to, scratch);
            if detail == Detail::Date && to < cells {
                let met = self.rule.met(&scratch.deposits, &mut scratch.days);
                if met.by(self.opened + Days(self.cells[to].start.floor() as i32 - 1)) {
                    return met;
                }
            }
            from = to;
        }
        self.rule.met(&scratch.deposits, &mut scratch.days)
    }

    /// Makes the reported deposits that are true in this run; says which, as bits, as far as
    /// the pace learned from them.
    fn reports(&self, key: RunKey, scratch: &mut Scratch) -> usize {
        let mut bits = 0;
        scratch.made.clear();
        for (place, report) in self.reports.iter().enumerate() {
            if key.draw(report.subject).open() < report.chance {
                bits |= usize::from(place < FILTERED_REPORTS) << place.min(FILTERED_REPORTS);
                scratch.made.push(report.slot as u32);
                scratch.deposits[self.slots[report.slot].participant] = When::on(report.on);
            }
        }
        if scratch.made.is_empty() {
            return bits;
        }
        let made = std::mem::take(&mut scratch.made);
        scratch.pending.retain(|slot| !made.contains(slot));
        scratch.signatures.retain(|(_, slot, _)| !made.contains(slot));
        for report in self.reports.iter().filter(|report| report.counted) {
            let slot = report.slot as u32;
            if made.contains(&slot) {
                let time = f64::from((report.on - self.opened).0);
                scratch.signatures.push((time, slot, true));
            }
        }
        scratch.made = made;
        bits
    }

    /// Who signs, and when.
    fn sign(&self, key: RunKey, scratch: &mut Scratch) {
        scratch.signatures.clear();
        let treaty = self
            .signing_factor
            .as_ref()
            .map_or(1.0, |(subject, quantiles, mean)| mean * quantiles.at(key.draw(*subject)));
        for signer in &self.signers {
            let mut time = signer.settled.unwrap_or(f64::INFINITY);
            let factor = if signer.calibrated { treaty * signer.factor } else { signer.factor };
            let total = factor * signer.total;
            let chance = key.draw(signer.subject).open();
            // -ln(1 - c) is never below c, which settles most without a logarithm.
            if chance < total {
                let table = &self.signing_tables[signer.table];
                let threshold = -scratch.tables.ln(1.0 - chance) / factor;
                let after = table.partition_point(|hazard| *hazard < threshold);
                if after < table.len() && after > 0 {
                    let (low, high) = (table[after - 1], table[after]);
                    let share =
                        if high.is_finite() { (threshold - low) / (high - low) } else { 0.0 };
                    time = time.min(self.now + (after - 1) as f64 + share);
                }
            }
            if time < f64::INFINITY {
                scratch.signatures.push((time, signer.slot as u32, signer.counted));
            }
        }
    }

    /// The draw for the hazard each participant waits for, and the line it starts on.
    fn threshold(&self, key: RunKey, scratch: &mut Scratch) {
        scratch.pending.clear();
        scratch.floating.clear();
        scratch.least_unsigned = f64::INFINITY;
        scratch.pending.extend(0..self.slots.len() as u32);
        for (slot, wait) in self.slots.iter().zip(&mut scratch.waits) {
            let draw = key.draw(slot.deposit).open();
            // -ln(1 - c) is never below c, which settles most without a logarithm.
            let threshold = match slot.units {
                Units::OfFactorOne => (1.0 - draw) * slot.per_factor,
                Units::Own => 1.0 - draw,
            };
            *wait = Wait { threshold, draw, line: slot.line };
            if !slot.signed {
                scratch.least_unsigned = scratch.least_unsigned.min(threshold);
            }
        }
    }

    /// The hazard a participant waits for: an exponential draw over its factor, Lomax where the
    /// factor is uncertain.
    #[inline]
    fn exact(&self, index: usize, scratch: &mut Scratch) -> f64 {
        let wait = &mut scratch.waits[index];
        if wait.draw > 0.0 {
            let slot = &self.slots[index];
            let exponential = -scratch.tables.ln(wait.draw);
            let threshold = match slot.units {
                Units::OfFactorOne => slot.of_factor_one(exponential),
                Units::Own => exponential,
            };
            // The logarithm is not exact, and there is no deposit without hazard.
            wait.threshold = threshold.max(wait.threshold);
            wait.draw = 0.0;
        }
        wait.threshold
    }

    fn start(&self, key: RunKey, made: usize) -> Walk {
        let Some(path) = &self.path else {
            return Walk { x: 0.0, g: 0.0, month: usize::MAX, signed: 0, pace: (1.0, 1.0) };
        };
        let state = self.filtered[made].posterior.at(key.draw(path.start));
        Walk { x: state.x, g: state.g, month: usize::MAX, signed: 0, pace: (1.0, 1.0) }
    }

    /// Moves the pace through the cells and adds up the hazards it multiplies.
    fn walk(&self, key: RunKey, from: usize, to: usize, walk: &mut Walk, scratch: &mut Scratch) {
        let Some(path) = &self.path else { return };
        let edges = self.cells.len() + 1;
        for cell in from..to {
            let month = self.cells[cell].month;
            if month != walk.month {
                self.enter(key, path, cell, walk, scratch);
            }
            scratch.paces[cell] = walk.pace;
            for line in &self.paced_lines {
                let (edge, line) = (line * edges + cell, &self.lines[*line]);
                let pace =
                    if line.pacing == Pacing::Calibrated { walk.pace.0 } else { walk.pace.1 };
                // No pace, no rise, not even of what is overdue.
                let rise = if pace > 0.0 { line.weight[cell] * pace } else { 0.0 };
                scratch.hazards[edge + 1] = scratch.hazards[edge] + rise;
            }
        }
    }

    /// The pace of a month, on entering it.
    fn enter(&self, key: RunKey, path: &Path, cell: usize, walk: &mut Walk, scratch: &mut Scratch) {
        let month = self.cells[cell].month;
        let (start_left, move_draw, shock_draw) = path.months[month];
        if month > path.last_seen {
            walk.x = path.kept * walk.x + path.innovation * path.normal.at(key.draw(move_draw));
        }
        if path.paces.0 && (walk.month == usize::MAX || month <= SIGNATURE_MONTHS) {
            walk.signed = self.signed(path, month, cell, scratch);
        }
        walk.month = month;
        let departure = walk.x + walk.g * start_left;
        let shock = path.shock.at(key.draw(shock_draw)) * path.multiplier;
        if path.paces.1 {
            walk.pace.1 = (shock * scratch.tables.exp(departure)).min(f64::MAX);
        }
        if path.paces.0 {
            let log = path.mean + path.signature_term[walk.signed] + departure;
            walk.pace.0 = (shock * scratch.tables.exp(log)).min(f64::MAX);
        }
    }

    /// States that have signed, or deposited without signing, by the start of a month.
    fn signed(&self, path: &Path, month: usize, cell: usize, scratch: &mut Scratch) -> usize {
        let month = month.min(SIGNATURE_MONTHS);
        let until = month_start(month).clamp(CEREMONY_DAYS, SIGNATURES_FROZEN_DAYS);
        let before = |(time, _, counted): &&(f64, u32, bool)| *counted && *time < until;
        let signed = path.signed[month] + scratch.signatures.iter().filter(before).count();
        let edges = self.cells.len() + 1;
        let hazard = |line: &usize| scratch.hazards[line * edges + cell];
        if scratch.least_unsigned > self.unsigned_lines.iter().map(hazard).fold(0.0, f64::max) {
            return signed;
        }
        let mut joined = 0;
        for slot in &self.unsigned {
            let hazard = scratch.hazards[self.slots[*slot].line * edges + cell];
            let signs = |(time, one, _): &(f64, u32, bool)| *one as usize == *slot && *time < until;
            if scratch.waits[*slot].line == self.slots[*slot].line
                && scratch.waits[*slot].threshold <= hazard
                && self.exact(*slot, scratch) <= hazard
                && !scratch.made.contains(&(*slot as u32))
                && !scratch.signatures.iter().any(signs)
            {
                joined += 1;
            }
        }
        signed + joined
    }

    /// Moves those who sign in these cells to the line of signatories, unless they have already
    /// deposited without signing.
    fn switch(&self, from: usize, to: usize, scratch: &mut Scratch) {
        let (start, end) = (self.cells[from].start, self.cells[to - 1].end);
        for place in 0..scratch.signatures.len() {
            let (time, slot, _) = scratch.signatures[place];
            if !(start..end).contains(&time) {
                continue;
            }
            let slot = slot as usize;
            let cell = self.cells[from..to].partition_point(|cell| cell.end <= time) + from;
            let before = self.hazard_at(scratch.waits[slot].line, cell, time, scratch);
            if self.exact(slot, scratch) <= before {
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
                            let left = self.left(slot, before, scratch);
                            scratch.waits[slot].threshold = after + left;
                            scratch.waits[slot].line = line;
                            continue;
                        }
                    }
                }
            };
            scratch.waits[slot].threshold = self.left(slot, before, scratch);
            scratch.waits[slot].line = 0;
            let signed = time;
            scratch.floating.push(Floating { slot: slot as u32, law, levers, clock, signed });
        }
    }

    /// What is left of a threshold once so much hazard has passed, in the units of what follows.
    fn left(&self, slot: usize, passed: f64, scratch: &Scratch) -> f64 {
        let threshold = scratch.waits[slot].threshold;
        let slot = &self.slots[slot];
        match (slot.units, slot.units_after) {
            (Units::OfFactorOne, Units::Own) => slot.own(threshold) - slot.own(passed),
            (Units::Own, Units::OfFactorOne) => slot.of_factor_one(threshold - passed),
            _ => threshold - passed,
        }
    }

    /// Makes the deposits whose thresholds are reached in these cells.
    fn deposit(&self, from: usize, to: usize, scratch: &mut Scratch) {
        let edges = self.cells.len() + 1;
        let mut pending = std::mem::take(&mut scratch.pending);
        pending.retain(|slot| {
            let slot = *slot as usize;
            let Wait { threshold, line, .. } = scratch.waits[slot];
            let last = scratch.hazards[line * edges + to];
            if threshold > last || self.exact(slot, scratch) > last {
                return true;
            }
            let threshold = scratch.waits[slot].threshold;
            let hazards = &scratch.hazards[line * edges..(line + 1) * edges];
            let cell = from + hazards[from + 1..to].partition_point(|hazard| *hazard < threshold);
            let time = self.reach(line, cell, threshold - hazards[cell], scratch);
            self.record(&self.slots[slot], time, &mut scratch.deposits);
            false
        });
        scratch.pending = pending;
        self.float(from, to, scratch);
    }

    /// A deposit falls on a whole day, the floor of the time drawn, and counts up to the horizon.
    #[inline]
    pub(super) fn record(&self, slot: &Slot, time: f64, deposits: &mut [When]) {
        let day = self.opened + Days((time.min(1e8) as i32).saturating_add(slot.delay));
        if day <= self.horizon && deposits[slot.participant] == When::NEVER {
            deposits[slot.participant] = When::on(day);
        }
    }
}
