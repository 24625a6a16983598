//! Participants whose deposit is still to come, and the hazard at which each deposits.
//!
//! A participant deposits when the cumulative hazard of its curve reaches its hazard target: a draw that
//! is exponential, or Lomax where the participant's factor is uncertain.

use std::ops::Range;

use crate::{
    engine::{
        clock::DepositCalendar,
        never::{exponential_left, hazard_if_taken},
        sampler::{MathTables, exp_minus_one},
        stream::{RunKey, Subject},
    },
    quantity::When,
};

/// A participant whose deposit is still to come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PendingParticipant {
    /// Index into the model's participants.
    pub(crate) participant: usize,
    pub(crate) deposit: Subject,
    /// One over the mean factor, infinite where that is 0.
    pub(crate) per_factor: f64,
    /// The gamma belief about the factor; shape 0 where it is known.
    pub(crate) shape: f64,
    pub(crate) rate: f64,
    /// The curve it is on now, and how it goes on once it has signed.
    pub(crate) curve: usize,
    pub(crate) units: HazardUnits,
    /// The chance of never taking the step, given the wait so far; only of own units.
    pub(crate) never: f64,
    pub(crate) after_signing: AfterSigning,
    pub(crate) units_after: HazardUnits,
    /// The chance of never ratifying once it has signed.
    pub(crate) never_after: f64,
    /// Days added to each deposit drawn.
    pub(crate) delay: i32,
    /// Whether it is a State that had not signed by the as-of day.
    pub(crate) unsigned: bool,
}

/// What a hazard target is measured in: the factor belongs to calibrated steps alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum HazardUnits {
    /// Hazard of a participant of factor 1.
    OfFactorOne,
    /// The participant's own hazard.
    Own,
}

/// How a participant goes on after a signature that is itself to come.
#[derive(Clone, Copy, Debug)]
pub(crate) enum AfterSigning {
    /// Along a curve whose clock does not depend on the signature.
    Curve(usize),
    /// By a delay counted from the signature; the curve holds levers and pacing.
    Delay { delay: usize, levers: usize },
}

/// How the hazard target is drawn on the curve a participant starts on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TargetSpec {
    pub(crate) subject: Subject,
    /// What an own hazard of 1 is on the curve, where it is small.
    unit: f64,
    /// The gamma belief about the factor; shape 0 where it is known or has no part in the curve.
    shape: f64,
    rate: f64,
    /// The chance of never taking the step.
    never: f64,
}

/// Participants that start on one curve.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Group {
    pub(crate) curve: usize,
    pub(crate) pending: Range<usize>,
}

/// All of them, in an order of their own in which those of one curve lie side by side.
#[derive(Clone, Debug)]
pub(crate) struct PendingParticipants {
    pub(crate) each: Vec<PendingParticipant>,
    pub(crate) targets: Vec<TargetSpec>,
    pub(crate) groups: Vec<Group>,
    /// The same, without those in which no State has yet to sign, in pieces so small that most can be
    /// passed over.
    pub(crate) unsigned: Vec<Group>,
}

/// A hazard target that is neither below nor above any hazard: of one that has deposited or changed
/// curves.
pub(crate) const RETIRED: f64 = f64::NAN;

/// The hazard targets of one run.
#[derive(Clone, Debug)]
pub(crate) struct HazardTargets {
    /// The target on the first curve, a lower bound of it while the draw is kept, or [`RETIRED`].
    pub(crate) targets: Vec<f64>,
    /// The uniform draw; below zero once its logarithm has been needed.
    pub(crate) draws: Vec<f64>,
    /// The least target in each piece of [`PendingParticipants::unsigned`].
    pub(crate) least_unsigned: Vec<f64>,
}

impl PendingParticipants {
    /// Puts those of one curve side by side; says too where each of `each` has gone.
    pub(crate) fn new(each: Vec<PendingParticipant>) -> (PendingParticipants, Vec<usize>) {
        let mut order: Vec<usize> = (0..each.len()).collect();
        order.sort_by_key(|one| each[*one].curve);
        let mut moved_to = vec![0; each.len()];
        for (new, old) in order.iter().enumerate() {
            moved_to[*old] = new;
        }
        let each: Vec<PendingParticipant> = order.iter().map(|one| each[*one]).collect();
        let mut start = 0;
        let groups = each.chunk_by(|one, next| one.curve == next.curve).map(|group| {
            let pending = start..start + group.len();
            start = pending.end;
            Group { curve: group[0].curve, pending }
        });
        let groups: Vec<Group> = groups.collect();
        let pending = PendingParticipants {
            targets: each.iter().map(TargetSpec::new).collect(),
            unsigned: unsigned_pieces(&groups, &each),
            groups,
            each,
        };
        (pending, moved_to)
    }
}

/// Pieces of groups, so many participants or fewer in each, in which a State has yet to sign.
fn unsigned_pieces(groups: &[Group], each: &[PendingParticipant]) -> Vec<Group> {
    const PIECE: usize = 12;
    let pieces = groups.iter().flat_map(|Group { curve, pending }| {
        let starts = pending.clone().step_by(PIECE);
        starts.map(|start| Group { curve: *curve, pending: start..pending.end.min(start + PIECE) })
    });
    pieces.filter(|piece| each[piece.pending.clone()].iter().any(|one| one.unsigned)).collect()
}

impl PendingParticipant {
    /// Makes its deposit at this time, unless it is later than one it has made or lies past the horizon.
    #[inline]
    pub(crate) fn record(&self, calendar: DepositCalendar, time: f64, deposits: &mut [When]) {
        calendar.record(time, self.delay, &mut deposits[self.participant]);
    }

    /// An own hazard as that of a participant of factor 1.
    fn of_factor_one(&self, own: f64) -> f64 {
        over_factor(own, self.per_factor, self.shape, self.rate)
    }

    /// The hazard of a participant of factor 1 as an own one, its factor's uncertainty included.
    fn own(&self, of_factor_one: f64) -> f64 {
        if self.shape > 0.0 {
            self.shape * libm::log1p(of_factor_one / self.rate)
        } else {
            of_factor_one / self.per_factor
        }
    }

    /// The target of the step after the signature, in the units of that step: what is left of the one
    /// before, which so much hazard has not reached; infinite where the step is never taken. `draw` is
    /// the uniform draw of the target before.
    pub(crate) fn target_after_signing(
        &self,
        target: f64,
        passed: f64,
        draw: f64,
        tables: MathTables,
    ) -> f64 {
        let left = match (self.units, self.units_after) {
            (HazardUnits::Own, after) if self.never > 0.0 => {
                let exponential = -tables.ln(draw);
                let left = exponential_left(exponential, self.never, passed);
                let left = left.max(f64::MIN_POSITIVE);
                if after == HazardUnits::Own { left } else { self.of_factor_one(left) }
            }
            (HazardUnits::OfFactorOne, HazardUnits::Own) => self.own(target) - self.own(passed),
            (HazardUnits::Own, HazardUnits::OfFactorOne) => self.of_factor_one(target - passed),
            _ => target - passed,
        };
        hazard_if_taken(left, self.never_after)
    }
}

impl HazardUnits {
    /// Own hazards where the step is stated.
    pub(crate) fn of_step(is_stated: bool) -> HazardUnits {
        if is_stated { HazardUnits::Own } else { HazardUnits::OfFactorOne }
    }
}

/// An own hazard over a factor of this inverse, or over one that is uncertain: Gamma(shape, rate).
#[inline(always)]
fn over_factor(own: f64, inverse: f64, shape: f64, rate: f64) -> f64 {
    if shape > 0.0 { rate * exp_minus_one(own / shape) } else { own * inverse }
}

impl TargetSpec {
    fn new(one: &PendingParticipant) -> TargetSpec {
        let PendingParticipant { deposit: subject, per_factor, shape, rate, never, .. } = *one;
        match one.units {
            HazardUnits::OfFactorOne => {
                TargetSpec { subject, unit: per_factor, shape, rate, never: 0.0 }
            }
            HazardUnits::Own => {
                let unit = 1.0 / (1.0 - never);
                TargetSpec { subject, unit, shape: 0.0, rate: 0.0, never }
            }
        }
    }

    /// The target for a uniform draw: exponential over the factor, Lomax where the factor is uncertain;
    /// infinite where the step is never taken.
    #[inline(always)]
    pub(crate) fn target(&self, draw: f64, tables: MathTables) -> f64 {
        if self.never > 0.0 {
            let left = (draw - self.never) / (1.0 - self.never);
            return if left > 0.0 { -tables.ln(left) } else { f64::INFINITY };
        }
        over_factor(-tables.ln(draw), self.unit, self.shape, self.rate)
    }

    /// A number that is never above the target, for the price of a multiplication: -ln(1 - c) is never
    /// below c.
    #[inline(always)]
    fn lower_bound(&self, draw: f64) -> f64 {
        (1.0 - draw) * self.unit
    }

    /// A target as it is, not only a lower bound of it.
    #[inline(always)]
    pub(crate) fn make_exact(&self, target: &mut f64, draw: &mut f64, tables: MathTables) -> f64 {
        if *draw > 0.0 {
            let exact = self.target(*draw, tables);
            // The logarithm is not exact, and there is no deposit without hazard.
            if exact > *target {
                *target = exact;
            }
            *draw = -*draw;
        }
        *target
    }
}

impl HazardTargets {
    /// Room for those of a run.
    pub(crate) fn new(pending: &PendingParticipants) -> HazardTargets {
        HazardTargets {
            targets: vec![0.0; pending.each.len()],
            draws: vec![0.0; pending.each.len()],
            least_unsigned: vec![0.0; pending.unsigned.len()],
        }
    }

    /// Draws those of a run, as lower bounds.
    pub(crate) fn draw(&mut self, key: RunKey, pending: &PendingParticipants) {
        let each = self.targets.iter_mut().zip(&mut self.draws);
        for ((target, kept), spec) in each.zip(&pending.targets) {
            let draw = key.draw(spec.subject).open();
            *target = spec.lower_bound(draw);
            *kept = draw;
        }
        for (piece, least) in pending.unsigned.iter().zip(&mut self.least_unsigned) {
            *least = self::least(&self.targets[piece.pending.clone()]);
        }
    }

    /// The uniform draw of a participant's target.
    pub(crate) fn draw_of(&self, pending: usize) -> f64 {
        self.draws[pending].abs()
    }

    /// A participant's target as it is, not only a lower bound of it.
    pub(crate) fn exact(&mut self, pending: usize, spec: &TargetSpec, tables: MathTables) -> f64 {
        spec.make_exact(&mut self.targets[pending], &mut self.draws[pending], tables)
    }

    /// Whether a participant no longer waits on the curve it started on.
    pub(crate) fn is_retired(&self, pending: usize) -> bool {
        self.targets[pending].is_nan()
    }

    /// Takes a participant off the curve it started on.
    pub(crate) fn retire(&mut self, pending: usize) {
        self.targets[pending] = RETIRED;
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
