//! Arguments that several verbs share: a scenario with what lies over it, results, what is shown.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{look::LookArgs, status::args::DocumentArgs};

/// A scenario: a file or built-in name, then layers over it.
#[derive(Args, Clone, Debug)]
pub struct ScenarioArgs {
    /// Scenario file or built-in name, then layers that lie over it, in order; `-` reads one from
    /// the standard input
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenario: Vec<String>,

    /// What lies over it
    #[command(flatten)]
    pub over: OverArgs,
}

/// What lies over a scenario's files: wherever one is named.
#[derive(Args, Clone, PartialEq, Debug, Default)]
pub struct OverArgs {
    /// Override one value of all files, such as rule.instruments=30 (repeatable)
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub sets: Vec<String>,

    /// What happened
    #[command(flatten)]
    pub document: DocumentArgs,
}

/// How many futures, on what, and where the results go: the same for every what-if.
#[derive(Args, Clone, Debug)]
pub struct ResultArgs {
    /// How many futures to simulate for each scenario
    #[arg(long, value_name = "N")]
    pub runs: Option<u64>,

    /// Key of all randomness; one seed gives every scenario the same draws [default: the
    /// scenario's, else 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Folder of results [default: out/NAME-VERB and what is asked]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,

    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// What is drawn and printed of results, and on how many threads they are made.
#[derive(Args, Clone, Debug)]
pub struct ShownArgs {
    /// Write no charts
    #[arg(long)]
    pub no_charts: bool,

    /// How they look
    #[command(flatten)]
    pub look: LookArgs,

    /// How to print the summary
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    /// Threads to use; the results do not depend on it [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// How results are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}
