//! The futures of a model as a stream, gone through on all threads.

use std::{
    iter::StepBy,
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
};

use rayon::prelude::*;

use super::{
    compiled::{CompiledModel, compile},
    run::{RunRoom, simulate_run},
    state::Detail,
    stream::{Purpose, RunKey, Subject},
};
use crate::{
    quantity::{RunCount, Seed, When},
    treaty::Model,
};

/// How many futures to draw, and what their randomness is keyed by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    /// How many runs.
    pub runs: RunCount,
    /// Two seeds share no draw; one seed gives the same draws to every scenario.
    pub seed: Seed,
}

/// The futures of a model: a stream that is gone through, not a list that is kept.
///
/// Going through them twice gives the same runs. Memory does not grow with their number.
#[derive(Clone, Debug)]
pub struct Runs<'a> {
    /// Whose futures these are.
    pub model: &'a Model,
    /// How many, and by which seed.
    pub plan: Plan,
    /// Of a mixture, in order; else one.
    parts: Vec<PartComponents>,
    /// All of them, part after part.
    pub(super) components: Vec<Component>,
    first: u64,
}

/// A part of a mixture, or all there is.
#[derive(Clone, Copy, Debug)]
struct PartComponents {
    /// The chance of it and of those before it.
    cumulative_weight: f64,
    /// Where its components begin.
    first: usize,
}

/// A model that some of the runs are drawn from: of one part, by one draw of its parameters.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// Its share of the runs.
    pub(super) weight: f64,
    pub(super) model: CompiledModel,
}

/// Room for one run at a time, by component.
type Rooms = Vec<RunRoom>;

/// One simulated future.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// Its number, from 0; what its draws are keyed by.
    pub index: u64,
    /// Which of the parameter draws of the model, or of a mixture's part, it is drawn by; 0 where there
    /// is no other.
    pub parameter_draw: usize,
    /// The day of each participant's deposit, in the model's order; those on record are as
    /// recorded, those past the horizon never. With [`Detail::Date`], who has deposited by `met`,
    /// but not necessarily on which day.
    pub deposits: &'a [When],
    /// The day the rule is met; never means not by the horizon.
    pub met: When,
}

/// What can be gathered from runs in any order and added up: whole numbers only, so that the sum
/// is the same on any number of threads.
pub trait Gather: Send {
    /// Takes in one run.
    fn observe_run(&mut self, run: &Run<'_>);
    /// Takes in what another has gathered from other runs.
    fn merge_counts(&mut self, other: Self);
}

/// What can be gathered from runs of several scenarios side by side: run `i` of each at a time.
/// Whole numbers only, as for [`Gather`].
pub trait GatherTogether: Send {
    /// Takes in the run of one number of every scenario, in their order.
    fn observe_runs(&mut self, runs: &[Run<'_>]);
    /// Takes in what another has gathered from other runs.
    fn merge_counts(&mut self, other: Self);
}

/// Runs simulated by one thread at a stretch.
const CHUNK: u64 = 256;

/// Draws the futures of a model. No future is drawn before it is asked for.
pub fn simulate<'a>(model: &'a Model, plan: Plan) -> Runs<'a> {
    let all = [(1.0, model)];
    let mixture: Vec<(f64, &Model)> = match model.parts.as_slice() {
        [] => all.to_vec(),
        parts => parts.iter().map(|part| (part.weight, &part.model)).collect(),
    };
    let (mut parts, mut components) = (Vec::new(), Vec::new());
    let mut cumulative_weight = 0.0;
    for (weight, model) in mixture {
        cumulative_weight += weight;
        parts.push(PartComponents { cumulative_weight, first: components.len() });
        let compiled = compile_by_draw(model);
        let weight = weight / compiled.len() as f64;
        components.extend(compiled.into_iter().map(|model| Component { weight, model }));
    }
    Runs { model, plan, parts, components, first: 0 }
}

/// One for each parameter draw, or one.
fn compile_by_draw(model: &Model) -> Vec<CompiledModel> {
    match model.parameter_draws.as_slice() {
        [] => vec![compile(model)],
        draws => draws.par_iter().map(|draw| compile(&model.with_parameters(draw))).collect(),
    }
}

/// Goes through the runs of several scenarios side by side, on all threads: as many as the plan
/// of the first says, keyed by its seed, so that each run of one has its pair in the others.
pub fn gather_together<G: GatherTogether>(
    all: &[Runs<'_>],
    detail: Detail,
    empty: impl Fn() -> G + Sync,
    progress: &(dyn Fn(u64) + Sync),
) -> G {
    let Some(first) = all.first() else { return empty() };
    let gathered = first.fold_chunks(
        || (empty(), all.iter().map(Runs::rooms).collect::<Vec<Rooms>>()),
        |(gathered, rooms), index| {
            let pairs = all.iter().zip(rooms);
            let side_by_side: Vec<Run<'_>> = pairs
                .map(|(runs, rooms)| runs.run(first.plan.seed, index, detail, rooms))
                .collect();
            gathered.observe_runs(&side_by_side);
        },
        |(left, _), (right, _)| left.merge_counts(right),
        progress,
    );
    gathered.map_or_else(empty, |(gathered, _)| gathered)
}

impl<'a> Runs<'a> {
    /// The same model's next runs after these: as many as `runs`, numbered on.
    pub fn next(&self, runs: RunCount) -> Runs<'a> {
        Runs {
            plan: Plan { runs, ..self.plan },
            first: self.first + self.plan.runs.get(),
            ..self.clone()
        }
    }

    /// So many of the same model's runs, from the first.
    #[must_use]
    pub fn from_the_first(self, runs: RunCount) -> Runs<'a> {
        Runs { plan: Plan { runs, ..self.plan }, first: 0, ..self }
    }

    /// Goes through all runs on all threads; `empty` makes what gathers them, `progress` hears of
    /// each stretch of runs done.
    pub fn gather<G: Gather>(
        &self,
        detail: Detail,
        empty: impl Fn() -> G + Sync,
        progress: &(dyn Fn(u64) + Sync),
    ) -> G {
        let gathered = self.fold_chunks(
            || (empty(), self.rooms()),
            |(gathered, rooms), index| {
                gathered.observe_run(&self.run(self.plan.seed, index, detail, rooms));
            },
            |(left, _), (right, _)| left.merge_counts(right),
            progress,
        );
        gathered.map_or_else(empty, |(gathered, _)| gathered)
    }

    /// Goes through all runs in order, on this thread.
    pub fn each(&self, detail: Detail, mut see: impl FnMut(&Run<'_>)) {
        let mut rooms = self.rooms();
        for index in self.first..self.first + self.plan.runs.get() {
            see(&self.run(self.plan.seed, index, detail, &mut rooms));
        }
    }

    /// Goes through the numbers of all runs on all threads, some at a stretch, each thread with a
    /// state of its own; the states are merged in the end.
    fn fold_chunks<S: Send>(
        &self,
        new: impl Fn() -> S + Sync,
        see: impl Fn(&mut S, u64) + Sync,
        merge: impl Fn(&mut S, S) + Sync,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Option<S> {
        let done = AtomicU64::new(0);
        (0..self.chunks())
            .into_par_iter()
            .fold(
                || None,
                |state: Option<S>, chunk| {
                    let mut state = state.unwrap_or_else(&new);
                    let chunk = self.chunk(chunk);
                    let count = chunk.clone().count() as u64;
                    for index in chunk {
                        see(&mut state, index);
                    }
                    progress(done.fetch_add(count, Ordering::Relaxed) + count);
                    Some(state)
                },
            )
            .filter_map(|state| state)
            .reduce_with(|mut left, right| {
                merge(&mut left, right);
                left
            })
    }

    /// One run: that of the part it is drawn from, by the same keys as if the part stood alone.
    /// Parameter draws take turns, so that each has its share of the runs.
    fn run<'r>(&self, seed: Seed, index: u64, detail: Detail, rooms: &'r mut Rooms) -> Run<'r> {
        let part = match self.parts.len() {
            1 => 0,
            parts => {
                let draw = RunKey::new(seed, index).draw(Subject::month(Purpose::Part, 0)).open();
                self.parts.partition_point(|part| part.cumulative_weight <= draw).min(parts - 1)
            }
        };
        let first = self.parts[part].first;
        let end = self.parts.get(part + 1).map_or(self.components.len(), |next| next.first);
        let parameter_draw = (index % (end - first) as u64) as usize;
        let component = first + parameter_draw;
        let room = &mut rooms[component];
        let met = simulate_run(&self.components[component].model, (seed, index), detail, room);
        Run { index, parameter_draw, deposits: room.deposits(), met }
    }

    fn rooms(&self) -> Rooms {
        self.components.iter().map(|component| RunRoom::new(&component.model)).collect()
    }

    /// How many chunks there are: as many for each parameter draw.
    fn chunks(&self) -> usize {
        let draws = self.draws();
        (draws * self.plan.runs.get().div_ceil(draws).div_ceil(CHUNK)) as usize
    }

    /// The numbers of the runs of a chunk. They are of one parameter draw, as are those of the chunks beside
    /// it: what it needs stays at hand.
    fn chunk(&self, chunk: usize) -> StepBy<Range<u64>> {
        let draws = self.draws();
        let of_each = self.chunks() as u64 / draws;
        let (turn, place) = (chunk as u64 / of_each, chunk as u64 % of_each);
        let end = self.first + self.plan.runs.get();
        let from = (self.first + turn + place * CHUNK * draws).min(end);
        (from..end.min(from + CHUNK * draws)).step_by(draws as usize)
    }

    /// How many parameter draws take turns.
    fn draws(&self) -> u64 {
        self.parts.get(1).map_or(self.components.len(), |second| second.first) as u64
    }
}
