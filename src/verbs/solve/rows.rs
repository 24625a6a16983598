//! What `solve` leaves behind for programs: its table, one of whose columns is what was varied, and its
//! JSON.

use serde::Serialize;

use super::result::{Solution, Solved, TriedValue};
use crate::{
    quantity::{Day, RunCount},
    result::{number, table::CsvTable, with_error::ChanceFile},
};

impl Solved<'_> {
    /// `solve.csv`: a row for each value tried, in order of value.
    pub(super) fn table(&self) -> String {
        let mut table = CsvTable::new(&[self.key, "chance", "standard_error", "answer"]);
        for one in self.sorted() {
            let answer = self.found.is_at(one.value);
            let [chance, error] = [one.chance.value(), one.chance.standard_error()].map(number);
            table.add([one.value.to_string(), chance, error, answer.to_string()]);
        }
        table.text()
    }
}

/// The result for programs.
#[derive(Serialize)]
pub(super) struct SolveFile<'a> {
    scenario: &'a str,
    version: &'static str,
    runs: RunCount,
    seed: u64,
    key: &'a str,
    from: f64,
    to: f64,
    day: Day,
    at_least: bool,
    wanted: f64,
    now: ValueFile,
    value: Option<f64>,
    standard_error: Option<f64>,
    nearest: Option<f64>,
    chance: ChanceFile,
    evaluations: Vec<ValueFile>,
}

/// A value and the chance it gives.
#[derive(Serialize)]
struct ValueFile {
    value: Option<f64>,
    chance: ChanceFile,
}

impl Solved<'_> {
    /// For programs.
    pub(super) fn json(&self) -> SolveFile<'_> {
        let (value, standard_error, nearest, chance) = match self.found {
            Solution::At { value, error, chance, .. } => (Some(value), error, None, chance),
            Solution::Nowhere { nearest, chance } => (None, None, Some(nearest), chance),
        };
        let tried =
            |one: TriedValue| ValueFile { value: Some(one.value), chance: one.chance.into() };
        SolveFile {
            scenario: &self.model.name,
            version: env!("CARGO_PKG_VERSION"),
            runs: self.plan.runs,
            seed: self.plan.seed.0,
            key: self.key,
            from: self.range.0,
            to: self.range.1,
            day: self.day,
            at_least: self.day > self.model.settled_until(),
            wanted: self.wanted,
            now: ValueFile { value: self.now.0, chance: self.now.1.into() },
            value,
            standard_error,
            nearest,
            chance: chance.into(),
            evaluations: self.sorted().into_iter().map(tried).collect(),
        }
    }
}
