//! What each belief and each participant does to the answer, in finished numbers.

use std::collections::BTreeMap;

use crate::{
    engine::Plan,
    quantity::{Proportion, Quantile, RunCount, When},
    tally::{Difference, Influenced},
    treaty::Model,
};

/// What moving one belief one way does.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct PerturbationEffect {
    /// What is moved: its dotted key.
    pub(super) key: String,
    /// The same in words.
    pub(super) name: String,
    /// Whether up, else down.
    pub(super) up: bool,
    /// To what, in short.
    pub(super) said: String,
    /// The chance of the target then: that of the scenario as it is, and what is gained; nothing where
    /// there is no target.
    pub(super) chance: Option<Difference>,
    /// What is added to it, from paired runs.
    pub(super) chance_gained: Option<Difference>,
    /// The median day in force then: that of the scenario as it is, and what is gained.
    pub(super) median: When,
    /// By how many days that comes earlier; nothing where a median lies beyond the horizon.
    pub(super) days_gained: Option<Difference>,
}

/// The beliefs and the participants that matter most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sensitivity<'a> {
    /// The scenario as it is.
    pub(super) model: &'a Model,
    /// Where its status is from, in a few words.
    pub(super) status_source: &'a str,
    /// How many runs the scenario as it is and each participant were followed over, by which seed.
    pub(super) plan: Plan,
    /// Over how many, of the same seed, what a move gains was found in pairs.
    pub(super) pairs: RunCount,
    /// The chance of the target as it is; nothing where there is no target.
    pub(super) chance: Option<Proportion>,
    /// The median day in force as it is.
    pub(super) median: Quantile,
    /// What all moves do, those of one belief next to each other, down before up.
    pub(super) effects: &'a [PerturbationEffect],
    /// How much each participant matters, in the model's order.
    pub(super) influence: &'a [Influenced],
}

/// One belief with the results of both moves.
pub(super) struct BeliefEffect<'a> {
    pub(super) name: &'a str,
    pub(super) down: Option<&'a PerturbationEffect>,
    pub(super) up: Option<&'a PerturbationEffect>,
}

impl Sensitivity<'_> {
    /// Beliefs by how far apart their two ends are, in chance or in days; ties by key.
    pub(super) fn beliefs(&self, by_chance: bool) -> Vec<BeliefEffect<'_>> {
        let mut by_key: BTreeMap<&str, BeliefEffect<'_>> = BTreeMap::new();
        for one in self.effects {
            let empty = BeliefEffect { name: &one.name, down: None, up: None };
            let belief = by_key.entry(&one.key).or_insert(empty);
            *(if one.up { &mut belief.up } else { &mut belief.down }) = Some(one);
        }
        let gained = |end: Option<&PerturbationEffect>| {
            let end = end?;
            Some(if by_chance { end.chance_gained } else { end.days_gained }?.value)
        };
        let span = |belief: &BeliefEffect<'_>| {
            let ends = [gained(belief.down), gained(belief.up)].map(|end| end.unwrap_or(0.0));
            let (low, high) = (ends[0].min(ends[1]).min(0.0), ends[0].max(ends[1]).max(0.0));
            high - low
        };
        let mut beliefs: Vec<BeliefEffect<'_>> = by_key.into_values().collect();
        beliefs.sort_by(|a, b| span(b).total_cmp(&span(a)));
        beliefs
    }

    /// Participants whose deposit is open: first those without which the target is least likely,
    /// which are those it leans on; without a target, those that are decisive most often. Ties by
    /// code.
    pub(super) fn by_influence(&self) -> Vec<usize> {
        let weight = |index: &usize| {
            let role = &self.influence[*index].role;
            role.target_if_never.map_or(role.decisive.count, |never| never.runs - never.count)
        };
        let mut order: Vec<usize> = (0..self.influence.len())
            .filter(|index| self.model.participants[*index].status.deposited.is_none())
            .filter(|index| self.model.rule.counts(*index))
            .collect();
        order.sort_by_key(|index| std::cmp::Reverse(weight(index)));
        order
    }
}

impl BeliefEffect<'_> {
    /// To what it is moved.
    pub(super) fn note(&self) -> String {
        // A true minus before numbers below zero.
        let words = |end: &PerturbationEffect| match end.said.strip_prefix('-') {
            Some(number) => format!("−{number}"),
            None => end.said.clone(),
        };
        let said: Vec<String> = [self.down, self.up].into_iter().flatten().map(words).collect();
        said.join(", ")
    }
}
