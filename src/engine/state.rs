//! What one run draws and brings about: room that a thread reuses from run to run.

use super::{
    compiled::{CompiledModel, curves::CurveLevels, pending::HazardTargets, signatures::Signature},
    sampler::MathTables,
};
use crate::quantity::When;

/// How much of a future is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Detail {
    /// The day the rule is met, and who has deposited by then; the run stops there.
    Date,
    /// Every deposit up to the horizon.
    Parties,
}

/// The state of one run.
#[derive(Debug)]
pub(super) struct RunState {
    pub(super) tables: MathTables,
    /// Deposits by participant.
    pub(super) deposits: Vec<When>,
    pub(super) levels: CurveLevels,
    pub(super) targets: HazardTargets,
    /// Signatures to come.
    pub(super) signatures: Vec<Signature>,
    /// Those that have signed and wait on another curve.
    pub(super) moved: Vec<Waiting>,
    /// Those that have signed and go by a delay from the day they did.
    pub(super) delayed: Vec<DelayedFromSignature>,
    /// The uncertain deposits that are made in this run, by index among the pending.
    pub(super) made: Vec<u32>,
    /// Room for indices that are picked out.
    pub(super) picked: Vec<u32>,
    /// Cumulative hazards of signing, table after table, by month.
    pub(super) signing_hazards: Vec<f64>,
    /// Room for days that are ranked.
    pub(super) days: Vec<When>,
}

/// A participant that waits on a curve for a hazard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    /// Index among the pending.
    pub(super) pending: u32,
    pub(super) curve: usize,
    pub(super) target: f64,
}

/// A participant that goes by a delay from the day it signed.
#[derive(Clone, Copy, Debug)]
pub(super) struct DelayedFromSignature {
    /// Index among the pending.
    pub(super) pending: u32,
    pub(super) delay: usize,
    /// The curve that holds levers and pacing.
    pub(super) levers: usize,
    /// When the delay's clock starts, and since when the step can be taken.
    pub(super) clock: f64,
    pub(super) signed: f64,
    /// The hazard it still waits for.
    pub(super) target: f64,
}

impl RunState {
    /// Room for runs of this model.
    pub(super) fn new(model: &CompiledModel) -> RunState {
        let (pending, signers) = (model.pending.each.len(), model.signatures.most());
        RunState {
            tables: MathTables::get(),
            deposits: model.settled.clone(),
            levels: CurveLevels::new(&model.curves),
            targets: HazardTargets::new(&model.pending),
            signatures: Vec::with_capacity(signers),
            moved: Vec::with_capacity(signers),
            delayed: Vec::new(),
            made: Vec::new(),
            picked: vec![0; pending.max(signers)],
            signing_hazards: vec![0.0; model.signatures.hazards()],
            days: Vec::with_capacity(model.settled.len()),
        }
    }
}
