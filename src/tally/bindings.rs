//! When the treaty binds one participant: in force, and so long after its own deposit.

use crate::{
    engine::{Gather, Run},
    quantity::{Day, Days, Proportion, Quantile, When},
    treaty::{Model, rule::Rule},
};

/// Counts of the day on which the treaty binds each participant that is watched.
#[derive(Clone, PartialEq, Debug)]
pub struct Bindings {
    rule: Rule,
    watched: Vec<Binding>,
    /// The first day on which any can be bound.
    first: Day,
}

/// How many runs bind one participant on each day. Whole numbers: shards add up exactly.
#[derive(Clone, PartialEq, Debug)]
pub struct Binding {
    /// Which participant: index into the model.
    pub index: usize,
    first: Day,
    /// Runs by day bound, from `first`.
    counts: Vec<u64>,
    runs: u64,
}

impl Bindings {
    /// No run yet.
    pub fn new(model: &Model) -> Bindings {
        let (rule, first) = (&model.rule, model.opened);
        let last = rule.binds(model.horizon, rule.in_force(model.horizon));
        let days = (last - first).0.max(0) as usize + 1;
        let counts =
            |index: &usize| Binding { index: *index, first, counts: vec![0; days], runs: 0 };
        Bindings { rule: rule.clone(), watched: model.watched.iter().map(counts).collect(), first }
    }

    /// One for each participant that is watched, in the model's order.
    pub fn each(&self) -> &[Binding] {
        &self.watched
    }
}

impl Binding {
    /// The day by which the treaty binds it in a share of all runs, `level` from 0 to 1; never means that
    /// it is not bound by deposits up to the horizon.
    pub fn quantile(&self, level: f64) -> Quantile {
        Quantile::from_ranks(level, self.runs, |rank| self.ranked(rank))
    }

    /// The chance that the treaty binds it by the end of this day.
    pub fn chance_by(&self, day: Day) -> Proportion {
        let days = (day - self.first).0.saturating_add(1).clamp(0, self.counts.len() as i32);
        self.estimate(self.counts[..days as usize].iter().sum())
    }

    /// The chance that it is not bound by what is deposited up to the horizon: because the rule is
    /// not met, or because it does not deposit.
    pub fn beyond(&self) -> Proportion {
        self.estimate(self.runs - self.counts.iter().sum::<u64>())
    }

    fn ranked(&self, rank: u64) -> When {
        let mut sum = 0;
        let day = self.counts.iter().position(|count| {
            sum += count;
            sum >= rank
        });
        When::from(day.map(|day| self.first + Days(day as i32)))
    }

    fn estimate(&self, count: u64) -> Proportion {
        Proportion { count, runs: self.runs.max(1) }
    }
}

impl Gather for Bindings {
    fn observe_run(&mut self, run: &Run<'_>) {
        if self.watched.is_empty() {
            return;
        }
        let in_force = run.met.day().map(|met| self.rule.in_force(met));
        for one in &mut self.watched {
            one.runs += 1;
            let Some((deposit, in_force)) = run.deposits[one.index].day().zip(in_force) else {
                continue;
            };
            let day = self.rule.binds(deposit, in_force);
            let place = (day - self.first).0.max(0) as usize;
            if let Some(count) = one.counts.get_mut(place) {
                *count += 1;
            }
        }
    }

    fn merge_counts(&mut self, other: Bindings) {
        for (one, more) in self.watched.iter_mut().zip(other.watched) {
            one.runs += more.runs;
            for (count, more) in one.counts.iter_mut().zip(more.counts) {
                *count += more;
            }
        }
    }
}
