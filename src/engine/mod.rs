//! Draws futures: a model and a plan in, runs out. Nothing here can fail, print or read a file.

mod ahead;
mod along;
mod belief;
mod compile;
mod evidence;
mod exposure;
mod joint;
mod line;
mod moving;
mod never;
mod pace;
mod posterior;
mod reading;
mod record;
mod run;
mod sampler;
mod signer;
mod steps;
mod stream;

use std::{
    iter::StepBy,
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
    /// Of a mixture, in order; else one.
    parts: Vec<Part>,
    first: u64,
}

/// A part of a mixture, or all there is.
#[derive(Clone, Debug)]
struct Part {
    /// The chance of it.
    weight: f64,
    /// The chance of it and of those before it.
    share: f64,
    /// One for each belief, each as likely.
    engines: Vec<Engine>,
}

/// Room for one run at a time, by part and belief.
type Rooms = Vec<Vec<Scratch>>;

/// One simulated future.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// Its number, from 0; what its draws are keyed by.
    pub index: u64,
    /// Which of the beliefs of the model, or of a mixture's part, it is drawn by; 0 where there is
    /// no other.
    pub belief: usize,
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
    let all = [(1.0, model)];
    let parts: Vec<(f64, &Model)> = match model.parts.as_slice() {
        [] => all.to_vec(),
        parts => parts.iter().map(|part| (part.weight, &part.model)).collect(),
    };
    let parts = parts.into_iter().scan(0.0, |share, (weight, model)| {
        *share += weight;
        Some(Part { weight, share: *share, engines: engines(model) })
    });
    Runs { model, plan, parts: parts.collect(), first: 0 }
}

/// One for each belief, or one.
fn engines(model: &Model) -> Vec<Engine> {
    match model.beliefs.as_slice() {
        [] => vec![compile(model)],
        beliefs => beliefs.par_iter().map(|belief| compile(&model.believing(belief))).collect(),
    }
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
    let gathered = (0..first.chunks())
        .into_par_iter()
        .fold(
            || None,
            |state: Option<(G, Vec<Rooms>)>, chunk| {
                let (mut gathered, mut rooms) = state.unwrap_or_else(new);
                let chunk = first.chunk(chunk);
                let count = chunk.clone().count() as u64;
                for index in chunk {
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
        let done = AtomicU64::new(0);
        let gathered = (0..self.chunks())
            .into_par_iter()
            .fold(
                || None,
                |state: Option<(G, Rooms)>, chunk| {
                    let (mut gathered, mut rooms) =
                        state.unwrap_or_else(|| (empty(), self.rooms()));
                    let chunk = self.chunk(chunk);
                    let count = chunk.clone().count() as u64;
                    for index in chunk {
                        gathered.see(&self.run(self.plan.seed, index, detail, &mut rooms));
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

    /// Goes through all runs in order, on this thread.
    pub fn each(&self, detail: Detail, mut see: impl FnMut(&Run<'_>)) {
        let mut rooms = self.rooms();
        for index in self.first..self.first + self.plan.runs.get() {
            see(&self.run(self.plan.seed, index, detail, &mut rooms));
        }
    }

    /// One run: that of the part it is drawn from, by the same keys as if the part stood alone.
    /// Beliefs take turns, so that each has its share of the runs.
    fn run<'r>(&self, seed: Seed, index: u64, detail: Detail, rooms: &'r mut Rooms) -> Run<'r> {
        let part = match self.parts.len() {
            1 => 0,
            parts => {
                let draw = RunKey::new(seed, index).draw(Subject::month(Purpose::Part, 0)).open();
                self.parts.partition_point(|part| part.share <= draw).min(parts - 1)
            }
        };
        let engines = &self.parts[part].engines;
        let belief = (index % engines.len() as u64) as usize;
        let room = &mut rooms[part][belief];
        let met = engines[belief].run(seed, index, detail, room);
        Run { index, belief, deposits: &room.deposits, met }
    }

    fn rooms(&self) -> Rooms {
        let rooms = |part: &Part| part.engines.iter().map(Scratch::new).collect();
        self.parts.iter().map(rooms).collect()
    }

    /// The engines, each with its share of the runs.
    fn engines(&self) -> impl Iterator<Item = (f64, &Engine)> {
        let of = |part: &'_ Part| part.weight / part.engines.len() as f64;
        self.parts.iter().flat_map(move |part| part.engines.iter().map(move |one| (of(part), one)))
    }

    /// How many chunks there are: as many for each belief.
    fn chunks(&self) -> usize {
        let beliefs = self.beliefs();
        (beliefs * self.plan.runs.get().div_ceil(beliefs).div_ceil(CHUNK)) as usize
    }

    /// The numbers of the runs of a chunk. They are of one belief, as are those of the chunks beside it:
    /// what a belief needs stays at hand.
    fn chunk(&self, chunk: usize) -> StepBy<Range<u64>> {
        let beliefs = self.beliefs();
        let of_each = self.chunks() as u64 / beliefs;
        let (turn, place) = (chunk as u64 / of_each, chunk as u64 % of_each);
        let end = self.first + self.plan.runs.get();
        let from = (self.first + turn + place * CHUNK * beliefs).min(end);
        (from..end.min(from + CHUNK * beliefs)).step_by(beliefs as usize)
    }

    /// How many beliefs take turns.
    fn beliefs(&self) -> u64 {
        self.parts.first().map_or(1, |part| part.engines.len() as u64)
    }
}
