//! Arguments of `run`, and examples of its use.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    quantity::Day,
    verbs::args::{ScenarioArgs, ShownArgs},
};

pub(in crate::verbs) const RUN_EXAMPLES: &str = "Examples:
  inforce run hanoi
  inforce run hanoi hanoi/canada --set rule.instruments=30 --by 2028-06-30
  inforce run hanoi --for FRA --for VNM
  inforce run hanoi --status XVIII-16.en.xml --as-of 2026-11-30 --record forecasts.csv
  inforce run out/hanoi/manifest.toml --out again";

/// Arguments of `run`.
#[derive(Args, Clone, Debug)]
pub struct RunArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// How many futures to simulate [default: the scenario's, else 100000]
    #[arg(long, value_name = "N")]
    pub runs: Option<u64>,

    /// Simulate until the standard error of the chance by the target is at most this
    #[arg(long, value_name = "ERROR", conflicts_with = "runs")]
    pub precision: Option<f64>,

    /// Key of all randomness; one seed gives every scenario the same draws [default: the
    /// scenario's, else 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Give the chance by this day too, such as 2028-06-30 (may be given often)
    #[arg(long, value_name = "DAY")]
    pub by: Vec<Day>,

    /// Say when the treaty would bind this participant and what its own deposit does to the chance,
    /// such as FRA (may be given often)
    #[arg(long = "for", value_name = "CODE")]
    pub watched: Vec<String>,

    /// Folder of results [default: out/NAME]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,

    /// Add a row to this record of forecasts, a CSV, made where it is not there yet; `inforce record`
    /// explains and scores it
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,

    /// The day the forecast is issued [default: today]
    #[arg(long, value_name = "DAY")]
    pub issued_on: Option<Day>,

    /// Rows of distribution.csv
    #[arg(long, value_enum, default_value_t = GrainArg::Day)]
    pub grain: GrainArg,

    /// Write the runs themselves to draws.csv
    #[arg(long)]
    pub draws: bool,

    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// Rows of the distribution.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum GrainArg {
    /// One for each day
    Day,
    /// One for each calendar month
    Month,
}
