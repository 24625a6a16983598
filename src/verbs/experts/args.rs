//! Arguments and examples of `experts`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::verbs::args::ScenarioArgs;

pub(in crate::verbs) const EXPERTS_EXAMPLES: &str = "Examples:
  inforce experts template hanoi --out sheet.csv
  inforce experts ana.csv ben.csv --weights ana=2 --out panel.toml
  inforce run hanoi panel.toml

A sheet has a row for each participant: participant (name or code), least, likely and most months
from the as-of day to its deposit, never (the chance that it never comes, 0 to 1), expert. A row
left empty is no answer.";

/// Arguments of `experts`.
#[derive(Args, Clone, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ExpertsArgs {
    /// Something else than to pool sheets
    #[command(subcommand)]
    pub action: Option<ExpertsAction>,

    /// Sheets that experts filled in, as CSV
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Weights of experts; who is not named has 1
    #[arg(long, value_name = "NAME=WEIGHT", value_delimiter = ',')]
    pub weights: Vec<String>,

    /// The layer to write [default: to standard output]
    #[arg(long, short, value_name = "LAYER")]
    pub out: Option<PathBuf>,
}

/// What `experts` does beside pooling.
#[derive(Subcommand, Clone, Debug)]
pub enum ExpertsAction {
    /// Write an empty sheet with the signatories of a scenario that have not deposited
    #[command(after_help = "Example: inforce experts template hanoi --out sheet.csv")]
    Template(TemplateArgs),
}

/// Arguments of `experts template`.
#[derive(Args, Clone, Debug)]
pub struct TemplateArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// The sheet to write; a file that is there is left alone [default: to standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
