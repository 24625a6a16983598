//! Which assumption makes the difference: from one scenario to another, a few keys at a time.

use super::{difference::Difference, paired::SideBySide};
use crate::quantity::Day;

/// Keys in which two scenarios differ, changed together in one step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedKeys {
    /// The dotted keys, in order; at least one.
    pub keys: Vec<String>,
    /// The same in words.
    pub name: String,
    /// What they say in the first scenario, in short.
    pub from: String,
    /// What they say in the second.
    pub to: String,
}

/// What one step does.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Effect {
    /// What it adds to the chance by the day looked at; nothing without such a day.
    pub chance: Option<Difference>,
    /// By how many days it brings the median forward; nothing where a median lies beyond the
    /// horizon.
    pub days: Option<Difference>,
}

/// One step, made in both orders.
#[derive(Clone, PartialEq, Debug)]
pub struct AttributionStep {
    /// What is changed.
    pub change: ChangedKeys,
    /// Its effect after all steps before it have been made.
    pub forward: Effect,
    /// Its effect after all steps behind it have been made.
    pub backward: Effect,
}

/// The way from the first scenario to the second. Forward effects add up to the whole difference,
/// and so do backward ones, and their means.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribution {
    /// The steps in the order they are made forward.
    pub steps: Vec<AttributionStep>,
}

impl Effect {
    /// Half way between two orders. Its error is at most the mean of theirs.
    pub fn mean(self, other: Effect) -> Effect {
        let mean = |a: Option<Difference>, b: Option<Difference>| {
            let (a, b) = (a?, b?);
            Some(Difference {
                value: f64::midpoint(a.value, b.value),
                standard_error: f64::midpoint(a.standard_error, b.standard_error),
            })
        };
        Effect { chance: mean(self.chance, other.chance), days: mean(self.days, other.days) }
    }
}

impl AttributionStep {
    /// The mean of both orders.
    pub fn mean(&self) -> Effect {
        self.forward.mean(self.backward)
    }
}

impl Attribution {
    /// The pairs of scenarios whose differences are wanted, for [`SideBySide::from_runs`]. The scenarios
    /// are numbered: the first; then with the first 1, 2, … of `steps` steps made, the last of
    /// which is the second; then with the last 1, 2, … steps made, all but all of them.
    pub fn pairs(steps: usize) -> Vec<(usize, usize)> {
        let forward = (0..steps).map(|made| (made, made + 1));
        let numbered = |made: usize| match made {
            0 => 0,
            all if all == steps => steps,
            some => steps + some,
        };
        let backward = (0..steps).map(|made| (numbered(made), numbered(made + 1)));
        forward.chain(backward).collect()
    }

    /// The attribution over runs of these scenarios and pairs, for the chance by `day`.
    pub fn from_side_by_side(
        changes: Vec<ChangedKeys>,
        side: &SideBySide,
        day: Option<Day>,
    ) -> Attribution {
        let effect = |index: usize| {
            let pair = side.pairs.get(index);
            Effect {
                chance: pair.zip(day).and_then(|(pair, day)| pair.chance_gained(day)),
                days: pair.and_then(|pair| side.median_gained(pair)),
            }
        };
        let count = changes.len();
        let step = |(index, change)| AttributionStep {
            change,
            forward: effect(index),
            backward: effect(2 * count - 1 - index),
        };
        Attribution { steps: changes.into_iter().enumerate().map(step).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_lead_from_the_first_to_the_second() {
        for steps in 1..6 {
            let pairs = Attribution::pairs(steps);
            assert_eq!(pairs.len(), 2 * steps);
            for way in pairs.chunks(steps) {
                assert_eq!((way[0].0, way[steps - 1].1), (0, steps), "{steps}");
                assert!(way.windows(2).all(|two| two[0].1 == two[1].0), "{way:?}");
            }
        }
    }
}
