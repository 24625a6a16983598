//! Arguments of `status`: the depositary's document and tables made from it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::quantity::Day;
use crate::verbs::args::{Format, MissingArg, OverArgs};

pub(in crate::verbs) const STATUS_EXAMPLES: &str = "Examples:
  inforce status show hanoi
  inforce status import XVIII-16.en.xml --case my-case --as-of 2026-11-30
  inforce run hanoi --status XVIII-16.en.xml --as-of 2026-11-30";

/// Arguments of `status`.
#[derive(Args, Clone, Debug)]
pub struct StatusArgs {
    /// What to do with the status
    #[command(subcommand)]
    pub action: StatusAction,
}

/// What `status` does.
#[derive(Subcommand, Clone, Debug)]
pub enum StatusAction {
    /// Write a document's status beside a case, as a layer over it
    #[command(
        after_help = "Example: inforce status import XVIII-16.en.xml --case my-case --as-of 2026-11-30"
    )]
    Import(ImportArgs),
    /// Print the state of play of a scenario, or what a document says
    #[command(after_help = "Example: inforce status show hanoi")]
    Show(ShowArgs),
    /// Print what one scenario or document has that another has not
    #[command(after_help = "Example: inforce status diff hanoi XVIII-16.en.xml")]
    Diff(DiffArgs),
}

/// Arguments of `status import`.
#[derive(Args, Clone, Debug)]
pub struct ImportArgs {
    /// The depositary's XML, its status page saved as HTML, or a CSV
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The case: its folder, or its scenario file
    #[arg(long, value_name = "CASE")]
    pub case: String,

    /// The last day the document is known for [default: the day it gives itself]
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<Day>,

    /// What to do with signatures and deposits that the case has and the document lacks: drop them, or
    /// keep them, each deposit as reported with this chance of being real, such as 0.5
    #[arg(long, value_name = "drop|CHANCE")]
    pub missing: Option<MissingArg>,

    /// Take a document that is older than the case, whatever it lacks, and replace an import of the
    /// same day
    #[arg(long)]
    pub force: bool,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Arguments of `status show`.
#[derive(Args, Clone, Debug)]
pub struct ShowArgs {
    /// Scenario file or built-in name and its layers, or a document by itself
    #[arg(default_value = "hanoi", value_name = "SCENARIO|FILE")]
    pub scenario: Vec<String>,

    /// What lies over the scenario
    #[command(flatten)]
    pub over: OverArgs,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Arguments of `status diff`.
#[derive(Args, Clone, Debug)]
pub struct DiffArgs {
    /// The earlier one: a scenario or a document
    #[arg(value_name = "A")]
    pub earlier: String,

    /// The later one: a scenario or a document
    #[arg(value_name = "B")]
    pub later: String,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}
