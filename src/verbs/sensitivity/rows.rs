//! What `sensitivity` leaves behind for programs: the rows of its tables, and its JSON.

use serde::{Deserialize, Serialize};

use super::result::{PerturbationEffect, Sensitivity};
use crate::{
    quantity::{Day, RunCount},
    result::{
        cell::{ChanceCell, Decimal, to_csv},
        with_error::{ChanceFile, DifferenceFile, chance_cells, difference_cells},
    },
};

/// Of `sensitivity.csv`: what moving one belief one way does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct SensitivityRow {
    key: String,
    name: String,
    #[serde(rename = "move")]
    direction: String,
    to: String,
    chance: Option<Decimal>,
    standard_error: Option<Decimal>,
    chance_gained: Option<Decimal>,
    chance_gained_error: Option<Decimal>,
    median: Option<Day>,
    median_days_gained: Option<Decimal>,
    median_days_error: Option<Decimal>,
}

impl From<&PerturbationEffect> for SensitivityRow {
    fn from(one: &PerturbationEffect) -> SensitivityRow {
        let (chance, standard_error) = difference_cells(one.chance);
        let (chance_gained, chance_gained_error) = difference_cells(one.chance_gained);
        let (median_days_gained, median_days_error) = difference_cells(one.days_gained);
        SensitivityRow {
            key: one.key.clone(),
            name: one.name.clone(),
            direction: direction(one).to_owned(),
            to: one.said.clone(),
            chance,
            standard_error,
            chance_gained,
            chance_gained_error,
            median: one.median.day(),
            median_days_gained,
            median_days_error,
        }
    }
}

/// Of `influence.csv`: how much one participant matters.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct InfluenceRow {
    iso3: String,
    name: String,
    groups: String,
    target_chance_if_deposits_now: Option<ChanceCell>,
    target_chance_if_never: Option<ChanceCell>,
    influence: Option<Decimal>,
    influence_error: Option<Decimal>,
    among_first_chance: ChanceCell,
    among_first_error: Decimal,
    decisive_chance: ChanceCell,
    decisive_error: Decimal,
}

impl Sensitivity<'_> {
    /// The CSV files: name and text.
    pub(super) fn tables(&self) -> Vec<(String, String)> {
        let influence = self.by_influence().into_iter().map(|index| self.influence_row(index));
        vec![
            ("sensitivity.csv".to_owned(), to_csv(self.effects.iter().map(SensitivityRow::from))),
            ("influence.csv".to_owned(), to_csv(influence)),
        ]
    }

    fn influence_row(&self, index: usize) -> InfluenceRow {
        let (one, found) = (&self.model.participants[index], &self.influence[index]);
        let (influence, influence_error) = difference_cells(found.influence());
        let (among_first_chance, among_first_error) = chance_cells(found.among);
        let (decisive_chance, decisive_error) = chance_cells(found.role.decisive);
        InfluenceRow {
            iso3: one.code.clone(),
            name: one.name.clone(),
            groups: one.groups.join(";"),
            target_chance_if_deposits_now: found.role.target_if_now.map(ChanceCell::from),
            target_chance_if_never: found.role.target_if_never.map(ChanceCell::from),
            influence,
            influence_error,
            among_first_chance,
            among_first_error,
            decisive_chance,
            decisive_error,
        }
    }
}

/// The result for programs.
#[derive(Serialize)]
pub(super) struct SensitivityFile<'a> {
    scenario: &'a str,
    version: &'static str,
    runs: RunCount,
    runs_of_moves: RunCount,
    seed: u64,
    target: Option<Day>,
    chance: Option<ChanceFile>,
    median: Option<Day>,
    moves: Vec<MoveFile<'a>>,
    influence: Vec<InfluenceFile<'a>>,
}

#[derive(Serialize)]
struct MoveFile<'a> {
    key: &'a str,
    name: &'a str,
    #[serde(rename = "move")]
    direction: &'static str,
    to: &'a str,
    chance: Option<ChanceFile>,
    chance_gained: Option<DifferenceFile>,
    median: Option<Day>,
    median_days_gained: Option<DifferenceFile>,
}

#[derive(Serialize)]
struct InfluenceFile<'a> {
    iso3: &'a str,
    name: &'a str,
    target_chance_if_deposits_now: Option<ChanceFile>,
    target_chance_if_never: Option<ChanceFile>,
    influence: Option<DifferenceFile>,
    among_first: ChanceFile,
    decisive: ChanceFile,
}

impl Sensitivity<'_> {
    /// For programs.
    pub(super) fn json(&self) -> SensitivityFile<'_> {
        let influence = self.by_influence().into_iter().map(|index| {
            let (one, found) = (&self.model.participants[index], &self.influence[index]);
            InfluenceFile {
                iso3: &one.code,
                name: &one.name,
                target_chance_if_deposits_now: found.role.target_if_now.map(ChanceFile::from),
                target_chance_if_never: found.role.target_if_never.map(ChanceFile::from),
                influence: found.influence().map(DifferenceFile::from),
                among_first: found.among.into(),
                decisive: found.role.decisive.into(),
            }
        });
        SensitivityFile {
            scenario: &self.model.name,
            version: env!("CARGO_PKG_VERSION"),
            runs: self.plan.runs,
            runs_of_moves: self.pairs,
            seed: self.plan.seed.0,
            target: self.model.target,
            chance: self.chance.map(ChanceFile::from),
            median: self.median.day.day(),
            moves: self.effects.iter().map(MoveFile::from).collect(),
            influence: influence.collect(),
        }
    }
}

impl<'a> From<&'a PerturbationEffect> for MoveFile<'a> {
    fn from(one: &'a PerturbationEffect) -> MoveFile<'a> {
        MoveFile {
            key: &one.key,
            name: &one.name,
            direction: direction(one),
            to: &one.said,
            chance: one.chance.map(ChanceFile::of_sum),
            chance_gained: one.chance_gained.map(DifferenceFile::from),
            median: one.median.day(),
            median_days_gained: one.days_gained.map(DifferenceFile::from),
        }
    }
}

fn direction(one: &PerturbationEffect) -> &'static str {
    if one.up { "up" } else { "down" }
}
