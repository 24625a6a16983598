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
    compile::{Drawn, Engine, Group, Slot},
    never::{reached, without_never},
    pace::SIGNATURE_MONTHS,
    reading::FILTERED_REPORTS,
    sampler::{Tables, held},
    steps::Steps,
    stream::RunKey,
};
use crate::quantity::{Day, Days, Seed, When};

/// How much of a future is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Detail {
    /// The day the rule is met, and who has deposited by then; the run stops there.
    Date,
    /// Every deposit up to the horizon.
    Parties,
}

/// When only the date is wanted: months simulated at a stretch where the rule may be met, and how many
/// missing deposits at most make a stretch longer, by half a month each. Any numbers give the same date.
const LEAST_STRIDE: usize = 8;
const MOST_MISSING: usize = 48;

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
    /// By slot: the uniform draw; below zero once its logarithm has been needed.
    draws: Vec<f64>,
    /// By [`Engine::unsigned`]: the least threshold.
    pub(super) least: Vec<f64>,
    /// Signatures to come: time, slot, whether it speeds the treaty up.
    pub(super) signatures: Vec<(f64, u32, bool)>,
    /// Slots that have changed lines on signing.
    pub(super) moved: Vec<Waiting>,
    /// Slots that deposit in the cells gone through.
    due: Vec<Waiting>,
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

/// A slot, the line it is on and the hazard it waits for there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
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
            least: vec![0.0; engine.unsigned.len()],
            signatures: Vec::with_capacity(engine.signers.len()),
            moved: Vec::with_capacity(engine.signers.len()),
            due: Vec::with_capacity(slots),
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

/// How many of these, which rise, are below a number. Of twelve at a time the last is asked first: unlike
/// halving, no step waits for the one before.
#[inline(always)]
fn below(rising: &[f64], number: f64) -> usize {
    let (dozens, rest) = rising.as_chunks::<12>();
    let whole: usize = dozens.iter().map(|dozen| usize::from(dozen[11] < number)).sum();
    let among =
        |some: &[f64]| some.iter().map(|one| u64::from(*one < number)).sum::<u64>() as usize;
    12 * whole + dozens.get(whole).map_or_else(|| among(rest), |dozen| among(dozen))
}

/// A threshold as it is, not only a lower bound of it.
#[inline(always)]
fn exact(drawn: &Drawn, threshold: &mut f64, draw: &mut f64, tables: Tables) -> f64 {
    if *draw > 0.0 {
        let hazard = drawn.hazard(*draw, tables);
        // The logarithm is not exact, and there is no deposit without hazard.
        if hazard > *threshold {
            *threshold = hazard;
        }
        *draw = -*draw;
    }
    *threshold
}

impl Engine {
    /// Simulates one run; the deposits are left in `scratch`. Returns the day the rule is met.
    pub(super) fn run(&self, seed: Seed, run: u64, detail: Detail, scratch: &mut Scratch) -> When {
        let key = RunKey::new(seed, run);
        scratch.deposits.copy_from_slice(&self.settled);
        let made = self.read_reports(key, scratch);
        self.sign(key, made, scratch);
        if let Some(joint) = &self.joint {
            joint.join(self, key, scratch);
        }
        self.threshold(key, scratch);
        self.make_reported(scratch);
        if let Some(moving) = &self.moving {
            return self.steps(moving, (key, made), detail, scratch);
        }
        let mut walk = self.start(key, made);
        let cells = self.cells.len();
        // The most deposits that there can be so far.
        let made = scratch.deposits.iter().filter(|when| **when != When::NEVER);
        let (mut most, mut from) = (made.count(), 0);
        while from < cells {
            let to = self.stretch(from, most, detail);
            self.walk(key, from, to, &mut walk, scratch);
            self.switch(from, to, scratch);
            most += self.due(from, to, scratch);
            if to == cells {
                self.date(from, to, scratch);
            } else if most < self.fewest {
                self.undated(to, scratch);
            } else {
                self.date(from, to, scratch);
                let met = self.rule.met(&scratch.deposits, &mut scratch.days);
                if met.by(self.last_day(to) - Days(1)) {
                    return met;
                }
            }
            from = to;
        }
        self.rule.met(&scratch.deposits, &mut scratch.days)
    }

    /// The last day that any of the cells before this one reach into.
    fn last_day(&self, to: usize) -> Day {
        self.opened + Days(self.cells[to].start.floor() as i32)
    }

    /// The end of the cells gone through at a stretch: each step of a run goes through all of them
    /// before the next one does. Where a deposit or a day drawn in the run changes what comes after,
    /// a run goes in small steps instead.
    fn stretch(&self, from: usize, most: usize, detail: Detail) -> usize {
        match detail {
            Detail::Parties => self.cells.len(),
            Detail::Date => {
                // Who has joined by a month of the first year is asked of thresholds that
                // no signature has moved yet.
                let stride = LEAST_STRIDE + self.fewest.saturating_sub(most).min(MOST_MISSING) / 2;
                let month = (self.cells[from].month + stride).max(SIGNATURE_MONTHS + 1);
                from + self.cells[from..].iter().take_while(|cell| cell.month < month).count()
            }
        }
    }

    /// Which reported deposits are true in this run; returns them as bits, as far as the pace and
    /// the treaty's signing factor learned from them.
    fn read_reports(&self, key: RunKey, scratch: &mut Scratch) -> usize {
        let mut bits = 0;
        scratch.made.clear();
        for (place, report) in self.reports.iter().enumerate() {
            if key.draw(report.subject).open() < report.chance {
                bits |= usize::from(place < FILTERED_REPORTS) << place.min(FILTERED_REPORTS);
                scratch.made.push(report.slot as u32);
            }
        }
        bits
    }

    /// Makes the reported deposits that are true in this run.
    fn make_reported(&self, scratch: &mut Scratch) {
        if scratch.made.is_empty() {
            return;
        }
        let made = std::mem::take(&mut scratch.made);
        for slot in &made {
            scratch.thresholds[*slot as usize] = GONE;
        }
        scratch.signatures.retain(|(_, slot, _)| !made.contains(slot));
        for report in &self.reports {
            let slot = report.slot as u32;
            if !made.contains(&slot) {
                continue;
            }
            scratch.deposits[self.slots[report.slot].participant] = When::on(report.on);
            if report.counted {
                let time = f64::from((report.on - self.opened).0);
                scratch.signatures.push((time, slot, true));
            }
        }
        scratch.made = made;
    }

    /// Who signs, and when.
    fn sign(&self, key: RunKey, made: usize, scratch: &mut Scratch) {
        scratch.signatures.clear();
        let treaty = self.signing_factor.as_ref().map_or(1.0, |factor| {
            factor.means[made] * factor.quantiles.at(key.draw(factor.subject))
        });
        // -ln(1 - c) is never below c, which settles most without a logarithm.
        let near = self
            .signing
            .iter()
            .map(|one| key.draw(one.subject).open() < treaty * one.calibrated + one.other);
        let near = pick(&mut scratch.picked, near);
        for place in &scratch.picked[..near] {
            let signer = &self.signers[*place as usize];
            let mut time = signer.settled.unwrap_or(f64::INFINITY);
            let factor = if signer.calibrated { treaty * signer.factor } else { signer.factor };
            let table = &self.signing_tables[signer.table];
            let exponential = -scratch.tables.ln(1.0 - key.draw(signer.subject).open());
            let threshold = without_never(exponential, signer.never) / factor;
            let after = table.partition_point(|hazard| *hazard < threshold);
            if after < table.len() && after > 0 && threshold < f64::INFINITY {
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
        for ((threshold, kept), one) in drawn.zip(&self.drawn) {
            let draw = key.draw(one.subject).open();
            // -ln(1 - c) is never below c, which settles most without a logarithm.
            *threshold = (1.0 - draw) * one.unit;
            *kept = draw;
        }
        for (group, least) in self.unsigned.iter().zip(&mut scratch.least) {
            *least = self::least(&scratch.thresholds[group.slots.clone()]);
        }
    }

    /// The uniform draw of the hazard a participant waits for.
    pub(super) fn uniform(slot: usize, scratch: &Scratch) -> f64 {
        scratch.draws[slot].abs()
    }

    /// The hazard a participant waits for.
    pub(super) fn exact(&self, slot: usize, scratch: &mut Scratch) -> f64 {
        let (threshold, draw) = (&mut scratch.thresholds[slot], &mut scratch.draws[slot]);
        exact(&self.drawn[slot], threshold, draw, scratch.tables)
    }

    /// Who deposits in these cells; returns how many.
    fn due(&self, from: usize, to: usize, scratch: &mut Scratch) -> usize {
        let edges = self.cells.len() + 1;
        let Scratch { tables, hazards, thresholds, draws, picked, moved, due, .. } = scratch;
        due.clear();
        for Group { line, slots, .. } in &self.groups {
            let last = hazards[line * edges + to];
            let drawn = &self.drawn[slots.clone()];
            let (thresholds, draws) = (&mut thresholds[slots.clone()], &mut draws[slots.clone()]);
            let near = pick(picked, thresholds.iter().map(|least| *least <= last));
            let mut due_here = 0;
            for place in 0..near {
                let one = picked[place] as usize;
                let threshold = exact(&drawn[one], &mut thresholds[one], &mut draws[one], *tables);
                picked[due_here] = one as u32;
                due_here += usize::from(reached(threshold, last));
            }
            due.extend(picked[..due_here].iter().map(|place| {
                let threshold = std::mem::replace(&mut thresholds[*place as usize], GONE);
                Waiting { slot: slots.start as u32 + place, line: *line, threshold }
            }));
        }
        due.extend(moved.extract_if(.., |one| one.threshold <= hazards[one.line * edges + to]));
        let floating = scratch.floating.len();
        self.float(from, to, scratch);
        scratch.due.len() + floating - scratch.floating.len()
    }

    /// The deposits that are due in the cells before this one, where the rule cannot be met in them:
    /// for when it is met by later ones it is enough that these are made by the last day of the cells.
    fn undated(&self, to: usize, scratch: &mut Scratch) {
        let last = When::on(self.last_day(to));
        for due in &scratch.due {
            let deposit = &mut scratch.deposits[self.slots[due.slot as usize].participant];
            *deposit = last.min(*deposit);
        }
    }

    /// The days of the deposits that are due in these cells.
    fn date(&self, from: usize, to: usize, scratch: &mut Scratch) {
        let edges = self.cells.len() + 1;
        let Scratch { due, hazards, paces, deposits, .. } = scratch;
        for of_one_line in due.chunk_by(|one, next| one.line == next.line) {
            let line = of_one_line[0].line;
            let hazards = &hazards[line * edges..(line + 1) * edges];
            let ends = &hazards[from + 1..to];
            for one in of_one_line {
                let cell = from + below(ends, one.threshold);
                let (low, high) = (hazards[cell], hazards[cell + 1]);
                let time = self.reach(line, cell, one.threshold - low, high - low, paces);
                self.record(&self.slots[one.slot as usize], time, deposits);
            }
        }
    }

    /// A deposit falls on a whole day, the floor of the time drawn, and counts up to the horizon.
    #[inline]
    pub(super) fn record(&self, slot: &Slot, time: f64, deposits: &mut [When]) {
        let day = self.opened + Days((held(time, -1e8, 1e8) as i32).saturating_add(slot.delay));
        let deposit = &mut deposits[slot.participant];
        if day <= self.horizon && When::on(day) < *deposit {
            *deposit = When::on(day);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asking_by_the_dozen_finds_what_halving_does() {
        for length in 0..60 {
            // Each number twice, as where a hazard stands still.
            let rising: Vec<f64> = (0..length).map(|place| f64::from(place / 2)).collect();
            for half in -1..62 {
                let number = f64::from(half) * 0.5;
                let halved = rising.partition_point(|one| *one < number);
                assert_eq!(below(&rising, number), halved, "{number} among {length}");
            }
        }
    }
}
