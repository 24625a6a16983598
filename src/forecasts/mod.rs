//! A record of forecasts: one row for each that was issued, read back, and scored by what came.

mod read;
mod score;

use crate::quantity::{Day, When};

pub use read::{BadRecord, ForecastRecord};
pub use score::{ForecastScores, KnownOutcome, Verdict, score};

/// The columns of a record, in the order in which a new one has them.
pub const COLUMNS: [&str; 28] = [
    "issued_on",
    "as_of",
    "scenario",
    "instruments",
    "signatories",
    "target",
    "chance",
    "standard_error",
    "met_p5",
    "met_p10",
    "met_p25",
    "met_p50",
    "met_p75",
    "met_p90",
    "met_p95",
    "in_force_p5",
    "in_force_p10",
    "in_force_p25",
    "in_force_p50",
    "in_force_p75",
    "in_force_p90",
    "in_force_p95",
    "chance_beyond_horizon",
    "horizon",
    "runs",
    "seed",
    "version",
    "manifest",
];

/// A forecast as it was issued: one row of a record.
#[derive(Clone, PartialEq, Debug)]
pub struct Issued {
    /// The day it was issued.
    pub issued_on: Day,
    /// The last day its status was known for.
    pub as_of: Day,
    /// The scenario's name.
    pub scenario: String,
    /// Instruments on record that counted.
    pub instruments: u64,
    /// States that had signed.
    pub signatories: u64,
    /// The target, the chance of being in force by then, and its standard error.
    pub target: Option<(Day, f64, f64)>,
    /// The day the rule is met at each of [`LEVELS`](crate::quantity::LEVELS); never is beyond the horizon.
    pub met: [When; 7],
    /// The day in force at each of [`LEVELS`](crate::quantity::LEVELS).
    pub in_force: [When; 7],
    /// The chance that the rule is not met by the horizon.
    pub beyond: f64,
    /// The last day on which a deposit was simulated.
    pub horizon: Day,
    /// How many futures were simulated.
    pub runs: u64,
    /// What their randomness was keyed by.
    pub seed: u64,
    /// The version of the program.
    pub version: String,
    /// SHA-256 of the manifest, hexadecimal.
    pub manifest: String,
}

impl Issued {
    /// The row's cells, in the order of [`COLUMNS`].
    pub fn cells(&self) -> Vec<String> {
        let day = |when: When| when.day().map_or_else(String::new, |day| day.to_string());
        let mut cells = vec![
            self.issued_on.to_string(),
            self.as_of.to_string(),
            self.scenario.clone(),
            self.instruments.to_string(),
            self.signatories.to_string(),
        ];
        cells.extend(match self.target {
            Some((target, chance, error)) => {
                [target.to_string(), chance.to_string(), error.to_string()]
            }
            None => Default::default(),
        });
        cells.extend(self.met.map(day));
        cells.extend(self.in_force.map(day));
        cells.push(self.beyond.to_string());
        cells.push(self.horizon.to_string());
        cells.push(self.runs.to_string());
        cells.push(self.seed.to_string());
        cells.push(self.version.clone());
        cells.push(self.manifest.clone());
        cells
    }
}
