//! One simulated future: the hot loop, step by step.
//!
//! Each participant draws one hazard target. It deposits where the cumulative hazard of the curve it is
//! on reaches that target; on signing it changes curves (`transitions.rs`). The treaty's pace, drawn
//! month by month, multiplies the hazards of all (`compiled/pace.rs`).
//!
//! Where the time goes, and what is done about it: participants of one curve lie side by side, so
//! that a stretch of cells asks them all with one comparison each and no branch; a bound that
//! costs one multiplication stands for a target until it comes so near that its logarithm is
//! needed; what is reached is looked up without a branch.

use super::{
    compiled::{
        CompiledModel,
        curves::{Curves, TimeCell},
        pace::{PaceProcess, PaceState},
        pending::{Group, PendingParticipants, RETIRED},
        signatures::Signature,
    },
    never::is_reached,
    sampler::pick,
    state::{Detail, RunState, Waiting},
    stepwise::{StepState, run_stepwise},
    stream::RunKey,
    transitions::{deposit_delayed, move_signers},
};
use crate::{
    process::exposure::{SIGNATURES_FROZEN_MONTH, signatures_until},
    quantity::{Day, Days, Seed, When},
};

/// When only the date is wanted: months simulated at a stretch where the rule may be met, and how many
/// missing deposits at most make a stretch longer, by half a month each. Any numbers give the same date.
const LEAST_STRIDE: usize = 8;
const MOST_MISSING: usize = 48;

/// Room that one thread reuses from run to run.
#[derive(Debug)]
pub(super) struct RunRoom {
    state: RunState,
    /// Those that deposit in the cells gone through.
    due: Vec<Waiting>,
    steps: StepState,
}

impl RunRoom {
    /// For runs of this model.
    pub(super) fn new(model: &CompiledModel) -> RunRoom {
        let due = Vec::with_capacity(model.pending.each.len());
        RunRoom { state: RunState::new(model), due, steps: StepState::default() }
    }

    /// The deposits of the last run, by participant.
    pub(super) fn deposits(&self) -> &[When] {
        &self.state.deposits
    }
}

/// How many of these, which rise, are below a number. Of twelve at a time the last is asked first: unlike
/// halving, no step waits for the one before.
#[inline(always)]
fn count_below(rising: &[f64], number: f64) -> usize {
    let (dozens, rest) = rising.as_chunks::<12>();
    let whole: usize = dozens.iter().map(|dozen| usize::from(dozen[11] < number)).sum();
    let among =
        |some: &[f64]| some.iter().map(|one| u64::from(*one < number)).sum::<u64>() as usize;
    12 * whole + dozens.get(whole).map_or_else(|| among(rest), |dozen| among(dozen))
}

/// Simulates one run; the deposits are left in `room`. Returns the day the rule is met.
pub(super) fn simulate_run(
    model: &CompiledModel,
    (seed, run): (Seed, u64),
    detail: Detail,
    room: &mut RunRoom,
) -> When {
    let key = RunKey::new(seed, run);
    let RunRoom { state, due, steps } = room;
    let pace = draw_beginning(model, key, state);
    if let Some(effects) = &model.effects {
        return run_stepwise(model, effects, (key, pace), detail, (steps, state));
    }
    let mut pace = pace;
    let cells = model.curves.cells.len();
    // The most deposits that there can be so far.
    let made = state.deposits.iter().filter(|when| **when != When::NEVER);
    let (mut most, mut from) = (made.count(), 0);
    while from < cells {
        let to = stretch_end(model, from, most, detail);
        advance_pace(model, key, (from, to), &mut pace, state);
        move_signers(&model.curves, &model.pending, (from, to), state);
        most += find_due(model, (from, to), due, state);
        if to == cells {
            date_due(model, (from, to), due, state);
        } else if most < model.fewest {
            let last = When::on(last_day(model, to));
            for one in &*due {
                // The rule cannot be met in these cells: for when it is met by later ones it is enough
                // that these deposits are made by the last day of the cells.
                let one = &model.pending.each[one.pending as usize];
                let deposit = &mut state.deposits[one.participant];
                *deposit = last.min(*deposit);
            }
        } else {
            date_due(model, (from, to), due, state);
            let met = model.rule.met(&state.deposits, &mut state.days);
            if met.by(last_day(model, to) - Days(1)) {
                return met;
            }
        }
        from = to;
    }
    model.rule.met(&state.deposits, &mut state.days)
}

/// Draws all that is drawn before the first month: which uncertain deposits are made, who signs, who
/// deposits with others, all hazard targets. Returns the pace at the as-of day.
fn draw_beginning(model: &CompiledModel, key: RunKey, state: &mut RunState) -> PaceState {
    state.deposits.copy_from_slice(&model.settled);
    state.moved.clear();
    state.delayed.clear();
    let reading = model.uncertain.draw(key, &mut state.made);
    let RunState { tables, picked, signing_hazards, signatures, .. } = state;
    let signing = model.signing_factor.draw(key, reading);
    model.signatures.draw((key, signing.log), *tables, (picked, signing_hazards), signatures);
    if let Some(coordinated) = &model.coordinated {
        let (deposits, signatures) = (&mut state.deposits, &mut state.signatures);
        coordinated.draw(key, state.tables, model.calendar, deposits, signatures);
    }
    state.targets.draw(key, &model.pending);
    make_uncertain(model, state);
    model.pace.as_ref().map_or(PaceState::ONE, |pace| pace.draw_start(key, reading, signing))
}

/// Makes the uncertain deposits that are made in this run.
fn make_uncertain(model: &CompiledModel, state: &mut RunState) {
    let RunState { made, targets, signatures, deposits, .. } = state;
    if made.is_empty() {
        return;
    }
    for pending in &*made {
        targets.retire(*pending as usize);
    }
    signatures.retain(|signature| !made.contains(&signature.pending));
    for one in &model.uncertain.each {
        let pending = one.pending as u32;
        if !made.contains(&pending) {
            continue;
        }
        deposits[one.participant] = When::on(one.on);
        if one.counted {
            let time = f64::from((one.on - model.calendar.opened).0);
            signatures.push(Signature { time, pending, counted: true });
        }
    }
}

/// The last day that any of the cells before this one reach into.
fn last_day(model: &CompiledModel, to: usize) -> Day {
    model.calendar.day_of(model.curves.cells[to].start)
}

/// The end of the cells gone through at a stretch: each step of a run goes through all of them
/// before the next one does. Where a deposit or a day drawn in the run changes what comes after,
/// a run goes in small steps instead.
fn stretch_end(model: &CompiledModel, from: usize, most: usize, detail: Detail) -> usize {
    let cells = &model.curves.cells;
    match detail {
        Detail::Parties => cells.len(),
        Detail::Date => {
            // Who has joined by a month of the first year is asked of targets that no signature has
            // moved yet.
            let stride = LEAST_STRIDE + model.fewest.saturating_sub(most).min(MOST_MISSING) / 2;
            let month = (cells[from].month + stride).max(SIGNATURES_FROZEN_MONTH + 1);
            from + cells[from..].iter().take_while(|cell| cell.month < month).count()
        }
    }
}

/// Moves the pace through cells and adds up the hazards it multiplies.
fn advance_pace(
    model: &CompiledModel,
    key: RunKey,
    (from, to): (usize, usize),
    pace: &mut PaceState,
    state: &mut RunState,
) {
    let Some(process) = &model.pace else { return };
    let (curves, tables) = (&model.curves, state.tables);
    // As long as signatures speed the treaty up, who has joined is asked of the hazards so far.
    let counts = |cell: &usize| curves.cells[*cell].month <= SIGNATURES_FROZEN_MONTH;
    let frozen = (from..to).find(|cell| !counts(cell)).unwrap_or(to);
    let enter = |from: usize, to: usize, pace: &mut PaceState, state: &mut RunState| {
        let [calibrated, stated] = &mut state.levels.paces;
        let paces = (&mut calibrated[from..to], &mut stated[from..to]);
        process.enter_cells(key, &curves.cells[from..to], pace, tables, paces);
        state.levels.add_paced(curves, from, to);
    };
    for cell in from..frozen {
        let month = curves.cells[cell].month;
        if month != pace.month {
            pace.signed = count_signed(process, model, (month, cell), state);
        }
        enter(cell, cell + 1, pace, state);
    }
    if pace.is_before_first_month() {
        pace.signed = count_signed(process, model, (SIGNATURES_FROZEN_MONTH, from), state);
    }
    enter(frozen, to, pace, state);
}

/// States that have signed, or deposited without signing, as far as the pace of a month goes by it. Asked
/// before any deposit of the cells from this one on is made and any signature has moved a participant.
fn count_signed(
    process: &PaceProcess,
    model: &CompiledModel,
    (month, cell): (usize, usize),
    state: &mut RunState,
) -> usize {
    if !process.paces_calibrated {
        return 0;
    }
    let month = month.min(SIGNATURES_FROZEN_MONTH);
    let until = signatures_until(month);
    let (curves, pending) = (&model.curves, &model.pending);
    let RunState { signatures, targets, levels, tables, .. } = state;
    let signed = signatures.iter().filter(|one| one.counted && one.time < until).count();
    // Hazards are known at the edges of cells, one of which is where signatures end to count.
    let starts_by = |cell: &TimeCell| cell.start <= until;
    let edge = curves.cells[..=cell].partition_point(starts_by).max(1) - 1;
    let mut joined = 0;
    for (index, piece) in pending.unsigned.iter().enumerate() {
        let hazard = levels.at_edge(piece.curve, edge);
        if targets.least_unsigned[index] > hazard {
            continue;
        }
        for one in piece.pending.clone() {
            let signs = |known: &Signature| known.pending as usize == one && known.time < until;
            if targets.targets[one] <= hazard
                && pending.each[one].unsigned
                && is_reached(targets.exact(one, &pending.targets[one], *tables), hazard)
                && !signatures.iter().any(signs)
            {
                joined += 1;
            }
        }
    }
    process.signed[month] + signed + joined
}

/// Finds who deposits in these cells; returns how many do, those included whose deposit is made at once.
fn find_due(
    model: &CompiledModel,
    (from, to): (usize, usize),
    due: &mut Vec<Waiting>,
    state: &mut RunState,
) -> usize {
    let (curves, pending) = (&model.curves, &model.pending);
    due.clear();
    find_due_at_first(pending, to, due, state);
    let RunState { moved, levels, delayed, .. } = &mut *state;
    due.extend(moved.extract_if(.., |one| one.target <= levels.at_edge(one.curve, to)));
    let before = delayed.len();
    deposit_delayed(curves, pending, model.calendar, (from, to), state);
    due.len() + before - state.delayed.len()
}

/// Finds who deposits on the curve it started on by the start of a cell.
fn find_due_at_first(
    pending: &PendingParticipants,
    to: usize,
    due: &mut Vec<Waiting>,
    state: &mut RunState,
) {
    let RunState { tables, levels, targets: all, picked, .. } = state;
    for Group { curve, pending: range } in &pending.groups {
        let last = levels.at_edge(*curve, to);
        let specs = &pending.targets[range.clone()];
        let (targets, draws) = (&mut all.targets[range.clone()], &mut all.draws[range.clone()]);
        let near = pick(picked, targets.iter().map(|least| *least <= last));
        let mut due_here = 0;
        for place in 0..near {
            let one = picked[place] as usize;
            let target = specs[one].make_exact(&mut targets[one], &mut draws[one], *tables);
            picked[due_here] = one as u32;
            due_here += usize::from(is_reached(target, last));
        }
        due.extend(picked[..due_here].iter().map(|place| {
            let target = std::mem::replace(&mut targets[*place as usize], RETIRED);
            Waiting { pending: range.start as u32 + place, curve: *curve, target }
        }));
    }
}

/// Makes the deposits that are due in these cells, on their days.
fn date_due(
    model: &CompiledModel,
    (from, to): (usize, usize),
    due: &[Waiting],
    state: &mut RunState,
) {
    let curves: &Curves = &model.curves;
    let RunState { levels, deposits, .. } = state;
    for of_one_curve in due.chunk_by(|one, next| one.curve == next.curve) {
        let curve = of_one_curve[0].curve;
        let hazards = levels.of_curve(curve);
        let ends = &hazards[from + 1..to];
        for one in of_one_curve {
            let cell = from + count_below(ends, one.target);
            let (low, high) = (hazards[cell], hazards[cell + 1]);
            let grown = (one.target - low, high - low);
            let time = curves.time_to_grow(curve, cell, grown, levels);
            model.pending.each[one.pending as usize].record(model.calendar, time, deposits);
        }
    }
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
                assert_eq!(count_below(&rising, number), halved, "{number} among {length}");
            }
        }
    }
}
