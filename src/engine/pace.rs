//! The treaty's pace in one run: how it moves, and the hazards it multiplies.

use std::ops::Range;

use super::{
    belief::Builder,
    compile::Engine,
    evidence::{Record, signed_by},
    exposure::{self, CEREMONY_DAYS, SIGNATURES_FROZEN_DAYS, month_of, month_start},
    line::Pacing,
    never::reached,
    posterior::{monthly, start_left},
    reading::sure,
    run::Scratch,
    sampler::{QuantileTable, Tables},
    stream::{Purpose, RunKey, Subject},
};
use crate::treaty::Model;

/// The month of age from which further signatures change nothing.
pub(super) const SIGNATURE_MONTHS: usize = 12;

/// How the pace moves.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) start: Subject,
    pub(super) kept: f64,
    pub(super) innovation: f64,
    pub(super) mean: f64,
    /// The average pace: e to the power of the mean.
    pub(super) average: f64,
    pub(super) multiplier: f64,
    pub(super) normal: &'static QuantileTable,
    pub(super) shock: QuantileTable,
    /// Log pace added by so many signatures once their effect has come.
    pub(super) signatures: Vec<f64>,
    /// States known to have signed by the start of each month, up to the thirteenth; deposits
    /// that are only reported are left to the runs.
    pub(super) signed: Vec<usize>,
    /// By month of age.
    pub(super) months: Vec<Month>,
    /// The last month the record reaches into.
    pub(super) last_seen: usize,
    /// Whether any line is calibrated, any stated line paced.
    pub(super) paces: (bool, bool),
}

/// What belongs to a month of age.
#[derive(Clone, Copy, Debug)]
pub(super) struct Month {
    /// What is left of the start-up factor.
    pub(super) start_left: f64,
    /// The share of the effect of signatures that has come.
    pub(super) signature_rise: f64,
    /// The draw by which the pace moves into it, and that of its shock.
    pub(super) moves: Subject,
    pub(super) shock: Subject,
}

/// The pace's state while a run goes on.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    x: f64,
    g: f64,
    pub(super) month: usize,
    pub(super) signed: usize,
    pub(super) calibrated: f64,
    pub(super) stated: f64,
    /// The month's shock and the pace's multiplier.
    pub(super) shock: f64,
}

impl Path {
    /// Moves the pace into a month.
    #[inline(always)]
    pub(super) fn turn(&self, key: RunKey, month: usize, walk: &mut Walk, tables: Tables) {
        walk.month = month;
        let Month { start_left, signature_rise, moves, shock } = self.months[month];
        if month > self.last_seen {
            let normal = self.normal.at(key.draw(moves));
            walk.x = self.kept * walk.x + self.innovation * normal;
        }
        let departure = walk.x + walk.g * start_left;
        let shock = self.shock.at(key.draw(shock)) * self.multiplier;
        let finite = |pace: f64| if pace < f64::MAX { pace } else { f64::MAX };
        let pace = |log| finite(shock * tables.exp(log));
        if self.paces.1 {
            walk.stated = pace(departure);
        }
        if self.paces.0 {
            let level = self.mean + self.signatures[walk.signed] * signature_rise;
            walk.calibrated = pace(level + departure);
        }
        walk.shock = shock;
    }
}

/// What is known of the pace before any run.
pub(super) fn path(model: &Model, builder: &Builder<'_>, record: Option<&Record>) -> Option<Path> {
    let pace = model.pace.as_ref()?;
    let (kept, innovation) = monthly(pace);
    let months = month_of(exposure::end(model)) + 2;
    let has = |pacing| builder.lines.iter().any(|line| line.pacing == pacing);
    Some(Path {
        start: Subject::month(Purpose::Start, 0),
        kept,
        innovation,
        mean: pace.mean,
        average: libm::exp(pace.mean),
        multiplier: pace.multiplier,
        normal: QuantileTable::normal(),
        shock: QuantileTable::gamma(pace.month_shape),
        signatures: (0..=model.participants.len())
            .map(|signed| exposure::signature_full(pace, signed as f64))
            .collect(),
        signed: (0..=SIGNATURE_MONTHS)
            .map(|month| signed_by(model, month_start(month), &|index| sure(model, index)) as usize)
            .collect(),
        months: (0..months)
            .map(|month| Month {
                start_left: start_left(pace, month),
                signature_rise: exposure::signature_rise(pace, month),
                moves: Subject::month(Purpose::Pace, month),
                shock: Subject::month(Purpose::Shock, month),
            })
            .collect(),
        last_seen: record.map_or(0, |record| record.months.len() - 1),
        paces: (has(Pacing::Calibrated), has(Pacing::Stated)),
    })
}

impl Engine {
    /// The state of the pace at the as-of day, given which reports are taken as made.
    pub(super) fn start(&self, key: RunKey, made: usize) -> Walk {
        let (x, g) = self.path.as_ref().map_or((0.0, 0.0), |path| {
            let state = self.filtered[made].posterior.at(key.draw(path.start));
            (state.x, state.g)
        });
        Walk { x, g, month: usize::MAX, signed: 0, calibrated: 1.0, stated: 1.0, shock: 1.0 }
    }

    /// Moves the pace through the cells and adds up the hazards it multiplies.
    pub(super) fn walk(
        &self,
        key: RunKey,
        from: usize,
        to: usize,
        walk: &mut Walk,
        scratch: &mut Scratch,
    ) {
        let Some(path) = &self.path else { return };
        // As long as signatures speed the treaty up, who has joined is asked of the hazards so far.
        let open = |cell: &usize| self.cells[*cell].month <= SIGNATURE_MONTHS;
        let frozen = (from..to).find(|cell| !open(cell)).unwrap_or(to);
        for cell in from..frozen {
            if self.cells[cell].month != walk.month {
                walk.signed = self.signed(path, self.cells[cell].month, cell, scratch);
            }
            self.enter(key, path, cell..cell + 1, walk, scratch);
            self.raise(cell, cell + 1, scratch);
        }
        if walk.month == usize::MAX {
            walk.signed = self.signed(path, SIGNATURE_MONTHS, from, scratch);
        }
        self.enter(key, path, frozen..to, walk, scratch);
        self.raise(frozen, to, scratch);
    }

    /// Adds up, over these cells, the hazards that the pace multiplies.
    fn raise(&self, from: usize, to: usize, scratch: &mut Scratch) {
        let edges = self.cells.len() + 1;
        for line in &self.paced_lines {
            let weights = &self.lines[*line].weight[from..to];
            let [calibrated, stated] = &scratch.paces;
            let paces =
                if self.lines[*line].pacing == Pacing::Calibrated { calibrated } else { stated };
            let hazards = &mut scratch.hazards[line * edges + from..=line * edges + to];
            let mut hazard = hazards[0];
            let cells = hazards[1..].iter_mut().zip(weights).zip(&paces[from..to]);
            for ((edge, weight), pace) in cells {
                // No pace, no rise, not even of what is overdue.
                hazard += if *pace > 0.0 { weight * pace } else { 0.0 };
                *edge = hazard;
            }
        }
    }

    /// The pace of these cells; on entering a month it moves.
    fn enter(
        &self,
        key: RunKey,
        path: &Path,
        cells: Range<usize>,
        walk: &mut Walk,
        scratch: &mut Scratch,
    ) {
        let tables = scratch.tables;
        let mut now = *walk;
        let [calibrated, stated] = &mut scratch.paces;
        let paces = calibrated[cells.clone()].iter_mut().zip(&mut stated[cells.clone()]);
        for ((calibrated, stated), cell) in paces.zip(&self.cells[cells]) {
            if cell.month != now.month {
                path.turn(key, cell.month, &mut now, tables);
            }
            *calibrated = now.calibrated;
            *stated = now.stated;
        }
        *walk = now;
    }

    /// States that have signed, or deposited without signing, by the start of a month. Asked before
    /// any deposit of these cells is made and any signature has moved a participant.
    fn signed(&self, path: &Path, month: usize, cell: usize, scratch: &mut Scratch) -> usize {
        let month = month.min(SIGNATURE_MONTHS);
        let until = month_start(month).clamp(CEREMONY_DAYS, SIGNATURES_FROZEN_DAYS);
        if !path.paces.0 {
            return 0;
        }
        let before = |(time, _, counted): &&(f64, u32, bool)| *counted && *time < until;
        let signed = path.signed[month] + scratch.signatures.iter().filter(before).count();
        let edges = self.cells.len() + 1;
        // Hazards are known at the edges of cells, one of which is where signatures end to count.
        let at = self.cells[..=cell].partition_point(|cell| cell.start <= until).max(1) - 1;
        let mut joined = 0;
        for (index, group) in self.unsigned.iter().enumerate() {
            let hazard = scratch.hazards[group.line * edges + at];
            if scratch.least[index] > hazard {
                continue;
            }
            for slot in group.slots.clone() {
                let signs =
                    |(time, one, _): &(f64, u32, bool)| *one as usize == slot && *time < until;
                if scratch.thresholds[slot] <= hazard
                    && self.slots[slot].unsigned
                    && reached(self.exact(slot, scratch), hazard)
                    && !scratch.signatures.iter().any(signs)
                {
                    joined += 1;
                }
            }
        }
        signed + joined
    }
}
