//! Arguments and examples of `fit`.

use std::path::PathBuf;

use clap::Args;

use crate::quantity::Day;
use crate::verbs::args::ShownArgs;

pub(in crate::verbs) const FIT_EXAMPLES: &str = "Examples:
  inforce fit
  inforce fit --subject penal --exclude XVIII-12-a,XVIII-12-b
  inforce fit --treaties all --opened-since 1990-01-01 --until 2015-12-31

The files calibration.toml and participants.csv of the result are what a scenario's [calibration]
names. A history is a folder with treaties.csv, participation.csv, pool.csv and statehood.csv.";

/// Which treaties are learned from, and by when known.
#[derive(Args, Clone, Debug, Default)]
pub struct TreatyArgs {
    /// Learn from these treaties, by id, or from all [default: those of the history's pool.csv]
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    pub treaties: Vec<String>,

    /// Of them only those about this, such as penal (may be given often)
    #[arg(long, value_name = "SUBJECT")]
    pub subject: Vec<String>,

    /// Of them only those opened on this day or later
    #[arg(long, value_name = "DAY")]
    pub opened_since: Option<Day>,

    /// Leave these treaties out
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    pub exclude: Vec<String>,

    /// Learn as one could have on this day: later acts and treaties are not seen
    #[arg(long, value_name = "DAY")]
    pub until: Option<Day>,

    /// Folder of the history to learn from [default: the one inside the program]
    #[arg(long, value_name = "FOLDER")]
    pub history: Option<PathBuf>,
}

/// Arguments of `fit`.
#[derive(Args, Clone, Debug)]
pub struct FitArgs {
    /// Which treaties
    #[command(flatten)]
    pub treaties: TreatyArgs,

    /// Folder of results [default: out/calibration]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,

    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
}
