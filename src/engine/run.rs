//! One simulated future: the hot loop, step by step.
//!
//! Each participant draws one exponential threshold. It deposits where the cumulative hazard of
//! the line it is on reaches that threshold; on signing it changes lines (`along.rs`). The treaty's
//! pace, drawn month by month, multiplies the hazards of all (`pace.rs`).
//!
//! Where the time goes, and what is done about it: participants of one line lie side by side, so
//! that a stretch of cells asks them all with one comparison each and no branch; a bound that
//! costs one multiplication stands for a threshold until it comes so near that its logarithm is
//! needed; what is reached is looked up without a branch.

use super::{
    compile::{Engine, FILTERED_REPORTS, Group, Slot, Units},
    pace::SIGNATURE_MONTHS,
    sampler::Tables,
    steps::Steps,
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

/// A threshold that is neither below nor above any hazard: of one that has deposited or changed
/// lines.
pub(super) const GONE: f64 = f64::NAN;

/// Room that one thread reuses from run to run.
#[derive(Debug)]
pub(super) struct Scratch {
    pub(super) tables: Tables,
    /// Deposits by participant.
    pub(super) deposits: Vec<When>,
    /// Cumulative hazards at cell edges, line after line.
    pub(super) hazards: Vec<f64>,
    /// By slot: the hazard it waits for on its first line, a lower bound of it while the draw is
    /// kept, or [`GONE`].
    pub(super) thresholds: Vec<f64>,
    /// By slot: the draw whose logarithm has not been needed yet; else nought.
    draws: Vec<f64>,
    /// By group: the least threshold.
    pub(super) least: Vec<f64>,
    /// Signatures to come: time, slot, whether it speeds the treaty up.
    pub(super) signatures: Vec<(f64, u32, bool)>,
    /// Slots that have changed lines on signing.
    pub(super) moved: Vec<Moved>,
    /// Slots that go on by a law from the day they sign.
    pub(super) floating: Vec<Floating>,
    /// Slots whose reported deposit is true in this run.
    pub(super) made: Vec<u32>,
    /// The pace of each cell: of calibrated lines, then of stated ones.
    pub(super) paces: [Vec<f64>; 2],
    picked: Vec<u32>,
    pub(super) days: Vec<When>,
    /// Of runs in small steps.
    pub(super) steps: Steps,
}

/// A slot that has changed lines, and the hazard it waits for on the new one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved {
    pub(super) slot: u32,
    pub(super) line: usize,
    pub(super) threshold: f64,
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
    pub(super) threshold: f64,
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
        let slots = engine.slots.len();
        Scratch {
            tables: Tables::get(),
            deposits: engine.settled.clone(),
            hazards,
            thresholds: vec![0.0; slots],
            draws: vec![0.0; slots],
            least: vec![0.0; engine.groups.len()],
            signatures: Vec::with_capacity(engine.signers.len()),
            moved: Vec::with_capacity(engine.signers.len()),
            floating: Vec::new(),
            made: Vec::new(),
            paces: [vec![1.0; engine.cells.len()], vec![1.0; engine.cells.len()]],
            picked: vec![0; slots.max(engine.signers.len())],
            days: Vec::with_capacity(engine.settled.len()),
            steps: Steps::default(),
        }
    }
}

/// Where it is true, in order, at the head of `room`; returns how many. `room` is at least as long
/// as the question. Without a branch: which are true cannot be foreseen.
#[inline]
fn pick(room: &mut [u32], hits: impl Iterator<Item = bool>) -> usize {
    let mut count = 0;
    for (place, hit) in hits.enumerate() {
        room[count] = place as u32;
        count += usize::from(hit);
    }
    count
}

impl Engine {
    /// Simulates one run; the deposits are left in `scratch`. Returns the day the rule is met.
    pub(super) fn run(&self, seed: Seed, run: u64, detail: Detail, scratch: &mut Scratch) -> When {
        let key = RunKey::new(seed, run);
        scratch.deposits.copy_from_slice(&self.settled);
        self.sign(key, scratch);
        if let Some(joint) = &self.joint {
            joint.join(self, key, scratch);
        }
        self.threshold(key, scratch);
        let made = self.reports(key, scratch);
        if let Some(moving) = &self.moving {
            return self.steps(moving, (key, made), detail, scratch);
        }
        let mut walk = self.start(key, made);
        let cells = self.cells.len();
        let mut from = 0;
        while from < cells {
            let to = self.stretch(from, detail);
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

    /// The end of the cells gone through at a stretch: each step of a run goes through all of them
    /// before the next one does. Where a deposit or a day drawn in the run changes what comes after,
    /// a run goes in small steps instead.
    fn stretch(&self, from: usize, detail: Detail) -> usize {
        match detail {
            Detail::Parties => self.cells.len(),
            Detail::Date => {
                // Who has joined by a month of the first year is asked of thresholds that
                // no signature has moved yet.
                let month = (self.cells[from].month + STRIDE).max(SIGNATURE_MONTHS + 1);
                from + self.cells[from..].iter().take_while(|cell| cell.month < month).count()
            }
        }
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
        for slot in &made {
            scratch.thresholds[*slot as usize] = GONE;
        }
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
        // -ln(1 - c) is never below c, which settles most without a logarithm.
        let near = self.signing.iter().map(|(subject, limit, calibrated)| {
            let factor = if *calibrated { treaty } else { 1.0 };
            key.draw(*subject).open() < factor * limit
        });
        let near = pick(&mut scratch.picked, near);
        for place in &scratch.picked[..near] {
            let signer = &self.signers[*place as usize];
            let mut time = signer.settled.unwrap_or(f64::INFINITY);
            let factor = if signer.calibrated { treaty * signer.factor } else { signer.factor };
            let table = &self.signing_tables[signer.table];
            let threshold = -scratch.tables.ln(1.0 - key.draw(signer.subject).open()) / factor;
            let after = table.partition_point(|hazard| *hazard < threshold);
            if after < table.len() && after > 0 {
                let (low, high) = (table[after - 1], table[after]);
                let share = if high.is_finite() { (threshold - low) / (high - low) } else { 0.0 };
                time = time.min(self.now + (after - 1) as f64 + share);
            }
            if time < f64::INFINITY {
                scratch.signatures.push((time, signer.slot as u32, signer.counted));
            }
        }
    }

    /// The draw for the hazard each participant waits for, on the line it starts on.
    fn threshold(&self, key: RunKey, scratch: &mut Scratch) {
        scratch.moved.clear();
        scratch.floating.clear();
        let drawn = scratch.thresholds.iter_mut().zip(&mut scratch.draws);
        for ((threshold, kept), (subject, unit)) in drawn.zip(&self.drawn) {
            let draw = key.draw(*subject).open();
            // -ln(1 - c) is never below c, which settles most without a logarithm.
            *threshold = (1.0 - draw) * unit;
            *kept = draw;
        }
        for (group, least) in self.groups.iter().zip(&mut scratch.least) {
            *least = self::least(&scratch.thresholds[group.slots.clone()]);
        }
    }

    /// The hazard a participant waits for: an exponential draw over its factor, Lomax where the
    /// factor is uncertain.
    #[inline]
    pub(super) fn exact(&self, slot: usize, scratch: &mut Scratch) -> f64 {
        let (threshold, draw) = (&mut scratch.thresholds[slot], &mut scratch.draws[slot]);
        if *draw > 0.0 {
            let slot = &self.slots[slot];
            let exponential = -scratch.tables.ln(*draw);
            let hazard = match slot.units {
                Units::OfFactorOne => slot.of_factor_one(exponential),
                Units::Own => exponential,
            };
            // The logarithm is not exact, and there is no deposit without hazard.
            if hazard > *threshold {
                *threshold = hazard;
            }
            *draw = 0.0;
        }
        *threshold
    }

    /// Makes the deposits whose thresholds are reached in these cells.
    fn deposit(&self, from: usize, to: usize, scratch: &mut Scratch) {
        let edges = self.cells.len() + 1;
        for Group { line, slots, .. } in &self.groups {
            let last = scratch.hazards[line * edges + to];
            let near = scratch.thresholds[slots.clone()].iter().map(|least| *least <= last);
            let near = pick(&mut scratch.picked, near);
            let mut reached = 0;
            for place in 0..near {
                let slot = slots.start + scratch.picked[place] as usize;
                scratch.picked[reached] = slot as u32;
                reached += usize::from(self.exact(slot, scratch) <= last);
            }
            for place in 0..reached {
                let slot = scratch.picked[place] as usize;
                let threshold = std::mem::replace(&mut scratch.thresholds[slot], GONE);
                let time = self.time(*line, from, to, threshold, scratch);
                self.record(&self.slots[slot], time, &mut scratch.deposits);
            }
        }
        let mut moved = std::mem::take(&mut scratch.moved);
        moved.retain(|one| {
            let waits = one.threshold > scratch.hazards[one.line * edges + to];
            if !waits {
                let time = self.time(one.line, from, to, one.threshold, scratch);
                self.record(&self.slots[one.slot as usize], time, &mut scratch.deposits);
            }
            waits
        });
        scratch.moved = moved;
        self.float(from, to, scratch);
    }

    /// When a line, within these cells, reaches a threshold that it does reach there.
    #[inline(always)]
    fn time(&self, line: usize, from: usize, to: usize, threshold: f64, scratch: &Scratch) -> f64 {
        let edges = self.cells.len() + 1;
        let hazards = &scratch.hazards[line * edges..(line + 1) * edges];
        let cell = from + hazards[from + 1..to].partition_point(|hazard| *hazard < threshold);
        self.reach(line, cell, threshold - hazards[cell], scratch)
    }

    /// A deposit falls on a whole day, the floor of the time drawn, and counts up to the horizon.
    #[inline]
    pub(super) fn record(&self, slot: &Slot, time: f64, deposits: &mut [When]) {
        let day = self.opened + Days((time.min(1e8) as i32).saturating_add(slot.delay));
        if day <= self.horizon && When::on(day) < deposits[slot.participant] {
            deposits[slot.participant] = When::on(day);
        }
    }
}

/// The least of these, infinite where there is none; four at a time.
fn least(numbers: &[f64]) -> f64 {
    let lesser = |a: f64, b: f64| if a < b { a } else { b };
    let (fours, rest) = numbers.as_chunks::<4>();
    let least = fours.iter().fold([f64::INFINITY; 4], |least, four| {
        std::array::from_fn(|place| lesser(four[place], least[place]))
    });
    least.iter().chain(rest).copied().fold(f64::INFINITY, lesser)
}
