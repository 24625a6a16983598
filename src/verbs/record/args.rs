//! Arguments and examples of `record`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::verbs::args::{Format, OverArgs, ResultArgs};

pub(in crate::verbs) const RECORD_EXAMPLES: &str = "Examples:
  inforce run hanoi --record forecasts.csv
  inforce record show forecasts.csv
  inforce record score forecasts.csv --status XVIII-16.en.xml --as-of 2028-01-31

The record is a CSV with one row for each forecast; FILE.manifests beside it keeps the scenario of
each, by its hash. Keep the two together.";

/// Arguments of `record`.
#[derive(Args, Clone, Debug)]
pub struct RecordArgs {
    /// What to do
    #[command(subcommand)]
    pub action: RecordAction,
}

/// What `record` does.
#[derive(Subcommand, Clone, Debug)]
pub enum RecordAction {
    /// Say what changed since the last forecast but one, and why; draw the record over time
    #[command(after_help = "Example: inforce record show forecasts.csv")]
    Show(RecordShowArgs),
    /// Score the forecasts by what has happened since
    #[command(
        after_help = "Example: inforce record score forecasts.csv --status XVIII-16.en.xml --as-of 2028-01-31"
    )]
    Score(RecordScoreArgs),
}

/// Arguments of `record show`.
#[derive(Args, Clone, Debug)]
pub struct RecordShowArgs {
    /// The record
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Runs and results
    #[command(flatten)]
    pub results: ResultArgs,
}

/// Arguments of `record score`.
#[derive(Args, Clone, Debug)]
pub struct RecordScoreArgs {
    /// The record
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The scenario whose status says what has happened [default: that of the last forecast]
    #[arg(value_name = "SCENARIO")]
    pub scenario: Vec<String>,

    /// What lies over the scenario
    #[command(flatten)]
    pub over: OverArgs,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}
