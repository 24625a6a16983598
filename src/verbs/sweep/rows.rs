//! What `sweep` leaves behind for programs: its table, whose columns are what was varied, and its JSON.

use serde::Serialize;

use super::result::{SweepPoint, Swept};
use crate::{
    quantity::{Day, RunCount},
    result::{
        number,
        table::{CsvTable, day},
        with_error::ChanceFile,
    },
};

impl Swept<'_> {
    /// `sweep.csv`: a row for each point.
    pub(super) fn table(&self) -> String {
        let mut heading: Vec<&str> = self.axes.iter().map(|axis| axis.key.as_str()).collect();
        heading.extend(["chance", "standard_error", "median", "median_early", "median_late"]);
        heading.push("beyond_horizon");
        let mut table = CsvTable::new(&heading);
        for point in self.points {
            let mut cells: Vec<String> = point.values.iter().map(f64::to_string).collect();
            cells.extend([point.chance.value(), point.chance.standard_error()].map(number));
            cells.extend([point.median.day, point.median.early, point.median.late].map(day));
            cells.push(number(point.beyond.value()));
            table.add(cells);
        }
        table.text()
    }
}

/// The result for programs.
#[derive(Serialize)]
pub(super) struct SweepFile<'a> {
    scenario: &'a str,
    version: &'static str,
    runs: RunCount,
    seed: u64,
    day: Day,
    at_least: bool,
    keys: Vec<&'a str>,
    points: Vec<SweepPointFile<'a>>,
}

#[derive(Serialize)]
struct SweepPointFile<'a> {
    values: &'a [f64],
    chance: ChanceFile,
    median_in_force: Option<Day>,
    beyond_horizon: ChanceFile,
}

impl Swept<'_> {
    /// For programs.
    pub(super) fn json(&self) -> SweepFile<'_> {
        SweepFile {
            scenario: &self.model.name,
            version: env!("CARGO_PKG_VERSION"),
            runs: self.plan.runs,
            seed: self.plan.seed.0,
            day: self.day,
            at_least: self.day > self.model.settled_until(),
            keys: self.axes.iter().map(|axis| axis.key.as_str()).collect(),
            points: self.points.iter().map(SweepPointFile::from).collect(),
        }
    }
}

impl<'a> From<&'a SweepPoint> for SweepPointFile<'a> {
    fn from(point: &'a SweepPoint) -> SweepPointFile<'a> {
        SweepPointFile {
            values: &point.values,
            chance: point.chance.into(),
            median_in_force: point.median.day.day(),
            beyond_horizon: point.beyond.into(),
        }
    }
}
