//! Draws futures: a model and a plan in, runs out. Nothing here can fail, print or read a file.

mod ahead;
mod along;
mod belief;
mod compile;
mod exposure;
mod joint;
mod line;
mod moving;
mod pace;
mod posterior;
mod record;
mod run;
mod sampler;
mod signer;
mod steps;
mod stream;

use std::{
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
};

use rayon::prelude::*;

use crate::{
    quantity::{RunCount, Seed, When},
    treaty::Model,
};
pub use ahead::{MonthAhead, months_ahead};
use compile::{Engine, compile};
pub use record::{PaceMonth, Surprise};
pub use run::Detail;
use run::Scratch;
use stream::{Purpose, RunKey, Subject};

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
    /// One, or one for each part of a mixture.
    engines: Vec<Engine>,
    /// By part, the chance of it and of those before it.
    shares: Vec<f64>,
    first: u64,
}

/// Room for one run at a time, by part.
type Rooms = Vec<Scratch>;

/// One simulated future.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// Its number, from 0; what its draws are keyed by.
    pub index: u64,
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
    fn see(&mut self, run: &Run<'_>);
    /// Takes in what another has gathered from other runs.
    fn merge(&mut self, other: Self);
}

/// What can be gathered from runs of several scenarios side by side: run `i` of each at a time.
/// Whole numbers only, as for [`Gather`].
pub trait GatherTogether: Send {
    /// Takes in the run of one number of every scenario, in their order.
    fn see(&mut self, runs: &[Run<'_>]);
    /// Takes in what another has gathered from other runs.
    fn merge(&mut self, other: Self);
}

/// Runs simulated by one thread at a stretch.
const CHUNK: u64 = 256;

/// Draws the futures of a model. No future is drawn before it is asked for.
pub fn simulate<'a>(model: &'a Model, plan: Plan) -> Runs<'a> {
    let engines = match model.parts.as_slice() {
        [] => vec![compile(model)],
        parts => parts.iter().map(|part| compile(&part.model)).collect(),
    };
    let shares = model.parts.iter().scan(0.0, |sum, part| {
        *sum += part.weight;
        Some(*sum)
    });
    Runs { model, plan, engines, shares: shares.collect(), first: 0 }
}

/// Goes through the runs of several scenarios side by side, on all threads: as many as the plan
/// of the first says, keyed by its seed, so that each run of one has its pair in the others.
pub fn together<G: GatherTogether>(
    all: &[Runs<'_>],
    detail: Detail,
    empty: impl Fn() -> G + Sync,
    progress: &(dyn Fn(u64) + Sync),
) -> G {
    let Some(first) = all.first() else { return empty() };
    let new = || (empty(), all.iter().map(Runs::rooms).collect());
    let done = AtomicU64::new(0);
    let gathered = (0..first.plan.runs.get().div_ceil(CHUNK))
        .into_par_iter()
        .fold(
            || None,
            |state: Option<(G, Vec<Rooms>)>, chunk| {
                let (mut gathered, mut rooms) = state.unwrap_or_else(new);
                let indices = first.indices(chunk);
                let count = indices.end - indices.start;
                for index in indices {
                    let pairs = all.iter().zip(&mut rooms);
                    let side_by_side: Vec<Run<'_>> = pairs
                        .map(|(runs, rooms)| runs.run(first.plan.seed, index, detail, rooms))
                        .collect();
                    gathered.see(&side_by_side);
                }
                progress(done.fetch_add(count, Ordering::Relaxed) + count);
                Some((gathered, rooms))
            },
        )
        .filter_map(|state| state.map(|(gathered, _)| gathered))
        .reduce_with(|mut left, right| {
            left.merge(right);
            left
        });
    gathered.unwrap_or_else(empty)
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

    /// Goes through all runs on all threads; `empty` makes what gathers them, `progress` hears of
    /// each stretch of runs done.
    pub fn gather<G: Gather>(
        &self,
        detail: Detail,
        empty: impl Fn() -> G + Sync,
        progress: &(dyn Fn(u64) + Sync),
    ) -> G {
        let chunks = self.plan.runs.get().div_ceil(CHUNK);
        let done = AtomicU64::new(0);
        let gathered = (0..chunks)
            .into_par_iter()
            .fold(
                || None,
                |state: Option<(G, Rooms)>, chunk| {
                    let (mut gathered, mut rooms) =
                        state.unwrap_or_else(|| (empty(), self.rooms()));
                    let count = self.chunk(chunk, detail, &mut rooms, |run| gathered.see(run));
                    progress(done.fetch_add(count, Ordering::Relaxed) + count);
                    Some((gathered, rooms))
                },
            )
            .filter_map(|state| state.map(|(gathered, _)| gathered))
            .reduce_with(|mut left, right| {
                left.merge(right);
                left
            });
        gathered.unwrap_or_else(empty)
    }

    /// Goes through all runs in order, on this thread.
    pub fn each(&self, detail: Detail, mut see: impl FnMut(&Run<'_>)) {
        let mut rooms = self.rooms();
        for chunk in 0..self.plan.runs.get().div_ceil(CHUNK) {
            self.chunk(chunk, detail, &mut rooms, &mut see);
        }
    }

    fn chunk(
        &self,
        chunk: u64,
        detail: Detail,
        rooms: &mut Rooms,
        mut see: impl FnMut(&Run<'_>),
    ) -> u64 {
        let indices = self.indices(chunk);
        let count = indices.end - indices.start;
        for index in indices {
            see(&self.run(self.plan.seed, index, detail, rooms));
        }
        count
    }

    /// One run: that of the part it is drawn from, by the same keys as if the part stood alone.
    fn run<'r>(&self, seed: Seed, index: u64, detail: Detail, rooms: &'r mut Rooms) -> Run<'r> {
        let part = match self.shares.len() {
            0 => 0,
            parts => {
                let draw = RunKey::new(seed, index).draw(Subject::month(Purpose::Part, 0)).open();
                self.shares.partition_point(|share| *share <= draw).min(parts - 1)
            }
        };
        let room = &mut rooms[part];
        let met = self.engines[part].run(seed, index, detail, room);
        Run { index, deposits: &room.deposits, met }
    }

    fn rooms(&self) -> Rooms {
        self.engines.iter().map(Scratch::new).collect()
    }

    /// The only engine; nothing for a mixture.
    fn only(&self) -> Option<&Engine> {
        self.engines.first().filter(|_| self.shares.is_empty())
    }

    /// The numbers of the runs of a stretch.
    fn indices(&self, chunk: u64) -> Range<u64> {
        let from = chunk * CHUNK;
        let to = (from + CHUNK).min(self.plan.runs.get());
        self.first + from..self.first + to
    }
}
