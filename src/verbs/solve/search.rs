//! The search for the value that gives a wanted chance, on common draws.

use super::{
    args::SolveArgs,
    result::{Solution, TriedValue},
};
use crate::terminal::ProgressBar;
use crate::{
    analysis::{Search, VariedParameter, dates, find_root, find_whole},
    engine::Plan,
    quantity::{Day, Proportion, tidy},
    scenario::{Faults, Scenario},
    tally::Milestone,
};

/// The bracket is narrowed to this part of the range.
const WIDTH: f64 = 1e-4;
/// The search stops where the chance is off by this part of its error.
const NEAR: f64 = 0.2;
/// The slope is taken over this part of the range to either side of the answer.
const BESIDE: f64 = 0.03;

/// The chance as a function of the value, each value evaluated once.
pub(super) struct RootSearch<'a> {
    /// Between which bounds it is looked for, and which chance is wanted.
    pub(super) args: &'a SolveArgs,
    /// The scenario as it is.
    pub(super) scenario: &'a Scenario,
    /// What is varied.
    pub(super) knob: &'a VariedParameter,
    /// How many futures an evaluation, by which seed.
    pub(super) plan: Plan,
    /// The day by which the chance is wanted.
    pub(super) day: Day,
    /// Hears of each evaluation.
    pub(super) bar: &'a ProgressBar,
    /// The evaluations so far, in the order they were made.
    pub(super) done: Vec<TriedValue>,
}

impl RootSearch<'_> {
    /// Looks for the value that gives the chance wanted, and for its error.
    pub(super) fn solve(&mut self) -> Result<Solution, Faults> {
        let (from, to) = (self.args.vary.from, self.args.vary.to);
        let wanted = self.args.chance;
        let search = if self.knob.whole {
            find_whole(from as i64, to as i64, &mut |value| {
                Ok(self.chance(value as f64)?.value() - wanted)
            })?
        } else {
            let error = (wanted * (1.0 - wanted) / self.plan.runs.get() as f64).sqrt();
            let until = ((to - from) * WIDTH, NEAR * error);
            find_root(from, to, until, &mut |value| Ok(self.chance(tidy(value))?.value() - wanted))?
        };
        match search {
            Search::Nowhere { nearest } => {
                let nearest = tidy(nearest);
                Ok(Solution::Nowhere { nearest, chance: self.chance(nearest)? })
            }
            Search::At(value) => {
                let value = tidy(value);
                let chance = self.chance(value)?;
                let error = self.error(value, chance)?;
                Ok(Solution::At { value, error, chance, whole: self.knob.whole })
            }
        }
    }

    /// The error of the value: that of the chance over the slope. Nothing where the curve is
    /// flat.
    fn error(&mut self, value: f64, chance: Proportion) -> Result<Option<f64>, Faults> {
        let (from, to) = (self.args.vary.from, self.args.vary.to);
        let step = if self.knob.whole { 1.0 } else { (to - from) * BESIDE };
        let (low, high) = (tidy((value - step).max(from)), tidy((value + step).min(to)));
        let rise = self.chance(high)?.value() - self.chance(low)?.value();
        let slope = (rise / (high - low)).abs();
        Ok((slope > 0.0).then(|| chance.standard_error() / slope))
    }

    fn chance(&mut self, value: f64) -> Result<Proportion, Faults> {
        let same = |one: &&TriedValue| one.value.to_bits() == value.to_bits();
        if let Some(known) = self.done.iter().find(same) {
            return Ok(known.chance);
        }
        let scenario = self.scenario.with(&self.knob.changes(value))?;
        let chance = dates(&scenario, self.plan).chance_by(Milestone::InForce, self.day);
        self.done.push(TriedValue { value, chance });
        self.bar.step();
        Ok(chance)
    }
}
