//! What `sensitivity` leaves behind: the beliefs and the participants that matter most.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::verbs::rows::{
    Rows, chance, chance_json, day as day_cell, difference, difference_json, number,
};
use crate::{
    engine::Plan,
    quantity::{Proportion, Quantile, RunCount, When},
    tally::{Difference, Influenced},
    treaty::Model,
};

/// What moving one belief one way does.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Moved {
    /// What is moved: its dotted key.
    pub key: String,
    /// The same in words.
    pub name: String,
    /// Whether up, else down.
    pub up: bool,
    /// To what, in short.
    pub said: String,
    /// The chance of the target then: that of the scenario as it is, and what is gained; nothing where
    /// there is no target.
    pub chance: Option<Difference>,
    /// What is added to it, from paired runs.
    pub chance_gained: Option<Difference>,
    /// The median day in force then: that of the scenario as it is, and what is gained.
    pub median: When,
    /// By how many days that comes earlier; nothing where a median lies beyond the horizon.
    pub days_gained: Option<Difference>,
}

/// The beliefs and the participants that matter most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sensitivity<'a> {
    /// The scenario as it is.
    pub model: &'a Model,
    /// Where its status is from, in a few words.
    pub status_source: &'a str,
    /// How many runs the scenario as it is and each participant were followed over, by which seed.
    pub plan: Plan,
    /// Over how many, of the same seed, what a move gains was found in pairs.
    pub pairs: RunCount,
    /// The chance of the target as it is; nothing where there is no target.
    pub chance: Option<Proportion>,
    /// The median day in force as it is.
    pub median: Quantile,
    /// All moves, those of one belief next to each other, down before up.
    pub moved: &'a [Moved],
    /// How much each participant matters, in the model's order.
    pub influence: &'a [Influenced],
}

/// One belief with the results of both moves.
pub(super) struct Belief<'a> {
    pub(super) name: &'a str,
    pub(super) down: Option<&'a Moved>,
    pub(super) up: Option<&'a Moved>,
}

/// Rows on the terminal.
pub(super) const BELIEFS: usize = 12;
pub(super) const STATES: usize = 10;

impl Sensitivity<'_> {
    /// The CSV files: name and text.
    pub(super) fn tables(&self) -> Vec<(String, String)> {
        vec![
            ("sensitivity.csv".to_owned(), self.moves_table()),
            ("influence.csv".to_owned(), self.influence_table()),
        ]
    }

    fn moves_table(&self) -> String {
        let mut rows = Rows::new(&[
            "key",
            "name",
            "move",
            "to",
            "chance",
            "standard_error",
            "chance_gained",
            "chance_gained_error",
            "median",
            "median_days_gained",
            "median_days_error",
        ]);
        for one in self.moved {
            let mut cells =
                vec![one.key.clone(), one.name.clone(), way(one).to_owned(), one.said.clone()];
            cells.extend(difference(one.chance));
            cells.extend(difference(one.chance_gained));
            cells.push(day_cell(one.median));
            cells.extend(difference(one.days_gained));
            rows.add(cells);
        }
        rows.text()
    }

    fn influence_table(&self) -> String {
        let mut rows = Rows::new(&[
            "iso3",
            "name",
            "groups",
            "target_chance_if_deposits_now",
            "target_chance_if_never",
            "influence",
            "influence_error",
            "among_first_chance",
            "among_first_error",
            "decisive_chance",
            "decisive_error",
        ]);
        for index in self.by_influence() {
            let (one, found) = (&self.model.participants[index], &self.influence[index]);
            let value =
                |chance: Option<Proportion>| chance.map_or_else(String::new, |c| number(c.value()));
            let mut cells = vec![
                one.code.clone(),
                one.name.clone(),
                one.groups.join(";"),
                value(found.role.target_if_now),
                value(found.role.target_if_never),
            ];
            cells.extend(difference(found.influence()));
            cells.extend(chance(Some(found.among)));
            cells.extend(chance(Some(found.role.decisive)));
            rows.add(cells);
        }
        rows.text()
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let day = |when: When| when.day().map(|day| day.to_string());
        let moved = self.moved.iter().map(|one| {
            json!({
                "key": one.key,
                "name": one.name,
                "move": way(one),
                "to": one.said,
                "chance": one.chance.map(level_json),
                "chance_gained": difference_json(one.chance_gained),
                "median": day(one.median),
                "median_days_gained": difference_json(one.days_gained),
            })
        });
        let influence = self.by_influence().into_iter().map(|index| {
            let found = &self.influence[index];
            json!({
                "iso3": self.model.participants[index].code,
                "name": self.model.participants[index].name,
                "target_chance_if_deposits_now": found.role.target_if_now.map(chance_json),
                "target_chance_if_never": found.role.target_if_never.map(chance_json),
                "influence": difference_json(found.influence()),
                "among_first": chance_json(found.among),
                "decisive": chance_json(found.role.decisive),
            })
        });
        json!({
            "scenario": self.model.name,
            "version": env!("CARGO_PKG_VERSION"),
            "runs": self.plan.runs.get(),
            "runs_of_moves": self.pairs.get(),
            "seed": self.plan.seed.0,
            "target": self.model.target.map(|day| day.to_string()),
            "chance": self.chance.map(chance_json),
            "median": day(self.median.day),
            "moves": moved.collect::<Vec<_>>(),
            "influence": influence.collect::<Vec<_>>(),
        })
    }

    /// Beliefs by how far apart their two ends are, in chance or in days; ties by key.
    pub(super) fn beliefs(&self, by_chance: bool) -> Vec<Belief<'_>> {
        let mut by_key: BTreeMap<&str, Belief<'_>> = BTreeMap::new();
        for one in self.moved {
            let empty = Belief { name: &one.name, down: None, up: None };
            let belief = by_key.entry(&one.key).or_insert(empty);
            *(if one.up { &mut belief.up } else { &mut belief.down }) = Some(one);
        }
        let gained = |end: Option<&Moved>| {
            let end = end?;
            Some(if by_chance { end.chance_gained } else { end.days_gained }?.value)
        };
        let span = |belief: &Belief<'_>| {
            let ends = [gained(belief.down), gained(belief.up)].map(|end| end.unwrap_or(0.0));
            let (low, high) = (ends[0].min(ends[1]).min(0.0), ends[0].max(ends[1]).max(0.0));
            high - low
        };
        let mut beliefs: Vec<Belief<'_>> = by_key.into_values().collect();
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

impl Belief<'_> {
    /// To what it is moved.
    pub(super) fn note(&self) -> String {
        // A true minus before numbers below nought.
        let words = |end: &Moved| match end.said.strip_prefix('-') {
            Some(number) => format!("−{number}"),
            None => end.said.clone(),
        };
        let said: Vec<String> = [self.down, self.up].into_iter().flatten().map(words).collect();
        said.join(", ")
    }
}

fn level_json(chance: Difference) -> Value {
    json!({ "chance": chance.value, "standard_error": chance.standard_error })
}

fn way(one: &Moved) -> &'static str {
    if one.up { "up" } else { "down" }
}
