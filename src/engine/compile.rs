//! A model made ready for many runs: what never changes from run to run is computed once.

use std::ops::Range;

use super::{
    belief::Builder,
    evidence::Record,
    exposure::{self, Baseline, SIGNATURES_FROZEN_DAYS, month_of, month_start, time_of},
    joint::Joint,
    line::{Cell, Law, Line, Pacing},
    moving::Moving,
    pace::{Path, path},
    posterior::{Filtered, filter},
    reading::Readings,
    sampler::{Tables, exp_minus_one},
    signer::{TreatyFactor, treaty_factor},
    stream::{Purpose, Subject},
};
use crate::{
    quantity::{Day, When},
    treaty::{Fate, Kind, Model, Pace, rule::Rule},
};

/// Everything a run needs.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    pub(super) rule: Rule,
    /// With fewer deposits the rule is not met; 0 where a deposit may come later than it is due.
    pub(super) fewest: usize,
    pub(super) opened: Day,
    pub(super) horizon: Day,
    /// Deposits settled before anything is drawn.
    pub(super) settled: Vec<When>,
    pub(super) cells: Vec<Cell>,
    pub(super) laws: Vec<Law>,
    /// The first line is that of a step never taken.
    pub(super) lines: Vec<Line>,
    /// Lines that the pace multiplies.
    pub(super) paced_lines: Vec<usize>,
    /// Those of one line lie side by side: they are the groups.
    pub(super) slots: Vec<Slot>,
    pub(super) groups: Vec<Group>,
    /// The same, without those in which no State has yet to sign, in pieces so small that most can be
    /// passed over.
    pub(super) unsigned: Vec<Group>,
    /// By slot: how the hazard it waits for is drawn.
    pub(super) drawn: Vec<Drawn>,
    /// Slots that may sign.
    pub(super) signers: Vec<Signer>,
    /// By signer: what its hazard of signing comes to.
    pub(super) signing: Vec<Signing>,
    pub(super) signing_tables: Vec<Vec<f64>>,
    /// The treaty's signing factor; none where no signature is calibrated.
    pub(super) signing_factor: Option<TreatyFactor>,
    /// Deposits that may not have been made: the slot, the draw, the chance.
    pub(super) reports: Vec<Reported>,
    pub(super) path: Option<Path>,
    /// The belief about the pace; none where it is not shared.
    pub(super) pace: Option<Pace>,
    /// What the record says; one for each combination of reports taken as made.
    pub(super) filtered: Vec<Filtered>,
    /// The record with all reports taken as made.
    pub(super) record: Option<Record>,
    /// Deposits that several make together; none where nobody does.
    pub(super) joint: Option<Joint>,
    /// What changes speeds while a run goes on; none where nothing does.
    pub(super) moving: Option<Moving>,
    /// Start of the future, days since opening.
    pub(super) now: f64,
}

/// A participant whose deposit is still to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) participant: usize,
    pub(super) deposit: Subject,
    /// One over the mean factor, infinite where that is 0.
    pub(super) per_factor: f64,
    /// The gamma belief about the factor; shape 0 where it is known.
    pub(super) shape: f64,
    pub(super) rate: f64,
    /// The line it is on now, and how it goes on once it has signed.
    pub(super) line: usize,
    pub(super) units: Units,
    /// The chance of never taking the step, given the wait so far; only of own units.
    pub(super) never: f64,
    pub(super) after_signing: Step,
    pub(super) units_after: Units,
    /// The chance of never ratifying once it has signed.
    pub(super) never_after: f64,
    /// Days added to each deposit drawn.
    pub(super) delay: i32,
    /// Whether it is a State that had not signed by the as-of day.
    pub(super) unsigned: bool,
}

/// How the hazard is drawn that a slot waits for on its first line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    pub(super) subject: Subject,
    /// What an own hazard of 1 is on the line, where it is small.
    pub(super) unit: f64,
    /// The gamma belief about the factor; shape 0 where it is known or has no part in the line.
    shape: f64,
    rate: f64,
    /// The chance of never taking the step.
    never: f64,
}

/// Slots that start on one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Group {
    pub(super) line: usize,
    pub(super) slots: Range<usize>,
}

/// What a threshold is measured in: the factor belongs to calibrated steps alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Units {
    /// Hazard of a participant of factor 1.
    OfFactorOne,
    /// The participant's own hazard.
    Own,
}

/// A step taken after a signature that is itself to come.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Along a line whose clock does not depend on the signature.
    Line(usize),
    /// By a law counted from the signature; the line holds levers and pacing.
    FromSignature { law: usize, levers: usize },
}

/// A slot that may sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signer {
    pub(super) slot: usize,
    pub(super) subject: Subject,
    /// Own factor; the treaty's factor multiplies it where calibrated.
    pub(super) factor: f64,
    /// The chance of never signing, given the wait so far.
    pub(super) never: f64,
    pub(super) calibrated: bool,
    /// Cumulative hazard by day from now, and all of it.
    pub(super) table: usize,
    pub(super) total: f64,
    /// A day settled by a lever, or a deposit without signature settled by one.
    pub(super) settled: Option<f64>,
    /// Whether its signature speeds the treaty up: it is a State.
    pub(super) counted: bool,
}

/// The draw of a signature, and the hazard it has in all: the treaty's factor times one part, and
/// the other part; infinite where the signature is settled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signing {
    pub(super) subject: Subject,
    pub(super) calibrated: f64,
    pub(super) other: f64,
}

/// A deposit that was reported but may not have been made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported {
    pub(super) slot: usize,
    pub(super) subject: Subject,
    pub(super) chance: f64,
    pub(super) on: Day,
    /// Whether the deposit, if made, counts as a State's signature: it has not signed.
    pub(super) counted: bool,
}

pub(super) fn compile(model: &Model) -> Engine {
    let now = exposure::now(model);
    let mut builder = Builder::new(model, cells(model, now));
    let mut settled = vec![When::NEVER; model.participants.len()];
    let (mut slots, mut signers, mut reports) = (Vec::new(), Vec::new(), Vec::new());
    for (index, participant) in model.participants.iter().enumerate() {
        match participant.status.deposited {
            Some(report) if report.chance.get() >= 1.0 => {
                settled[index] = When::on(report.on);
                continue;
            }
            Some(report) if report.chance.get() > 0.0 => reports.push(Reported {
                slot: slots.len(),
                subject: Subject::participant(Purpose::Report, &participant.code),
                chance: report.chance.get(),
                on: report.on,
                counted: participant.status.signed.is_none()
                    && participant.kind != Kind::Organisation,
            }),
            _ => {}
        }
        if let Some(Fate::DepositsOn(day)) = participant.levers.fate {
            let day = day + participant.levers.delay;
            settled[index] = if day <= model.horizon { When::on(day) } else { When::NEVER };
        }
        let slot = builder.slot(index, participant);
        let signed = participant.status.signed.is_some();
        signers.extend(builder.signer(slots.len(), participant, signed));
        slots.push(slot);
    }
    let groups = group(&mut slots, &mut signers, &mut reports);
    let in_time = slots.iter().all(|slot| slot.delay == 0);
    let readings = Readings::new(&reports, &slots);
    let (record, filtered) = learn(model, builder.baseline.as_ref(), readings);
    Engine {
        rule: model.rule.clone(),
        fewest: if in_time { model.rule.fewest() } else { 0 },
        opened: model.opened,
        horizon: model.horizon,
        settled,
        signing_factor: treaty_factor(model, &signers, readings),
        path: path(model, &builder, record.as_ref()),
        pace: model.pace,
        joint: Joint::new(model, &slots),
        moving: Some(builder.moving).filter(Moving::any),
        cells: builder.cells,
        paced_lines: (0..builder.lines.len())
            .filter(|line| builder.lines[*line].pacing != Pacing::Unpaced)
            .collect(),
        laws: builder.laws,
        lines: builder.lines,
        drawn: slots.iter().map(Drawn::of).collect(),
        unsigned: unsigned(&groups, &slots),
        slots,
        groups,
        signing: signers.iter().map(Signing::of).collect(),
        signers,
        signing_tables: builder.signing_tables,
        reports,
        filtered,
        record,
        now,
    }
}

/// Puts the slots of one line side by side.
fn group(slots: &mut Vec<Slot>, signers: &mut [Signer], reports: &mut [Reported]) -> Vec<Group> {
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|slot| slots[*slot].line);
    let mut place = vec![0; slots.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    *slots = order.iter().map(|slot| slots[*slot]).collect();
    signers.iter_mut().for_each(|signer| signer.slot = place[signer.slot]);
    reports.iter_mut().for_each(|report| report.slot = place[report.slot]);
    let mut start = 0;
    let groups = slots.chunk_by(|one, next| one.line == next.line).map(|group| {
        let slots = start..start + group.len();
        start = slots.end;
        Group { line: group[0].line, slots }
    });
    groups.collect()
}

/// Pieces of groups, so many slots or fewer in each, in which a State has yet to sign.
fn unsigned(groups: &[Group], slots: &[Slot]) -> Vec<Group> {
    const PIECE: usize = 12;
    let pieces = groups.iter().flat_map(|Group { line, slots }| {
        let starts = slots.clone().step_by(PIECE);
        starts.map(|start| Group { line: *line, slots: start..slots.end.min(start + PIECE) })
    });
    pieces.filter(|piece| slots[piece.slots.clone()].iter().any(|slot| slot.unsigned)).collect()
}

/// Cut at month ends and at the edges of windows.
fn cells(model: &Model, now: f64) -> Vec<Cell> {
    let end = exposure::end(model);
    let mut edges = vec![now, end];
    edges.extend((month_of(now)..=month_of(end)).map(|month| month_start(month + 1)));
    for participant in &model.participants {
        for window in &participant.levers.speed {
            edges.extend([time_of(model, window.from), time_of(model, window.to) + 1.0]);
        }
        edges.extend(participant.can_act_from.map(|day| time_of(model, day)));
    }
    // Who has joined by then is asked.
    edges.push(SIGNATURES_FROZEN_DAYS);
    edges.retain(|edge| (now..=end).contains(edge));
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    edges
        .windows(2)
        .map(|pair| {
            let (start, end) = (pair[0], pair[1]);
            Cell { start, end, month: month_of(0.5 * (start + end)) }
        })
        .collect()
}

fn learn(
    model: &Model,
    baseline: Option<&Baseline>,
    readings: Readings<'_>,
) -> (Option<Record>, Vec<Filtered>) {
    let Some(pace) = &model.pace else { return (None, Vec::new()) };
    let record = |reading: usize| {
        Record::new(model, pace, baseline, &|index| readings.made(model, reading, index))
    };
    let filtered = (0..readings.count()).map(|reading| filter(pace, &record(reading))).collect();
    (Some(record(readings.count() - 1)), filtered)
}

impl Units {
    pub(super) fn of(stated: bool) -> Units {
        if stated { Units::Own } else { Units::OfFactorOne }
    }
}

impl Signing {
    fn of(signer: &Signer) -> Signing {
        let drawn = signer.factor * signer.total;
        let (calibrated, other) = match (signer.settled, signer.calibrated) {
            (Some(_), _) => (0.0, f64::INFINITY),
            (None, true) => (drawn, 0.0),
            (None, false) => (0.0, drawn),
        };
        Signing { subject: signer.subject, calibrated, other }
    }
}

impl Drawn {
    fn of(slot: &Slot) -> Drawn {
        let Slot { deposit: subject, per_factor, shape, rate, never, .. } = *slot;
        match slot.units {
            Units::OfFactorOne => Drawn { subject, unit: per_factor, shape, rate, never: 0.0 },
            Units::Own => {
                Drawn { subject, unit: 1.0 / (1.0 - never), shape: 0.0, rate: 0.0, never }
            }
        }
    }

    /// The hazard on the line for a uniform draw: exponential over the factor, Lomax where the factor
    /// is uncertain; infinite where the step is never taken.
    #[inline(always)]
    pub(super) fn hazard(&self, draw: f64, tables: Tables) -> f64 {
        if self.never > 0.0 {
            let left = (draw - self.never) / (1.0 - self.never);
            return if left > 0.0 { -tables.ln(left) } else { f64::INFINITY };
        }
        over_the_factor(-tables.ln(draw), self.unit, self.shape, self.rate)
    }
}

/// An own hazard over a factor of this inverse, or over one that is uncertain: Gamma(shape, rate).
#[inline(always)]
fn over_the_factor(own: f64, inverse: f64, shape: f64, rate: f64) -> f64 {
    if shape > 0.0 { rate * exp_minus_one(own / shape) } else { own * inverse }
}

impl Slot {
    /// An own hazard as that of a participant of factor 1.
    pub(super) fn of_factor_one(&self, own: f64) -> f64 {
        over_the_factor(own, self.per_factor, self.shape, self.rate)
    }

    /// The hazard of a participant of factor 1 as an own one, its factor's uncertainty included.
    pub(super) fn own(&self, of_factor_one: f64) -> f64 {
        if self.shape > 0.0 {
            self.shape * libm::log1p(of_factor_one / self.rate)
        } else {
            of_factor_one / self.per_factor
        }
    }
}
