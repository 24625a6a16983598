//! Arguments and examples of the what-if verbs.

use std::path::PathBuf;

use clap::Args;

use super::{
    OverArgs, ScenarioArgs, ShownArgs,
    range::{Grid, Span},
};
use crate::quantity::Day;

pub(super) const COMPARE_EXAMPLES: &str = "Examples:
  inforce compare hanoi hanoi+fast.toml
  inforce compare hanoi hanoi+fast.toml+late.toml other.toml --by 2028-12-31
  inforce compare hanoi hanoi/what-ifs
  inforce compare hanoi hanoi+my-what-ifs

The + joins layers; a path that exists with a + in it is taken as it is. A set inside the program, or
a folder of layers that is no scenario itself, stands for each of its scenarios. Differences are those of
each scenario from the first; the assumptions between the first two are told apart one by one.";

pub(super) const SENSITIVITY_EXAMPLES: &str = "Examples:
  inforce sensitivity hanoi
  inforce sensitivity hanoi --moves moves.csv

A table of moves has the columns key, down and up; a move is a value (0.4), a factor (*0.8) or a
step (+0.1, -0.1). Its rows replace the moves of the same keys and add others.";

pub(super) const SWEEP_EXAMPLES: &str = "Examples:
  inforce sweep hanoi --vary pace.multiplier=0.5:3:0.25
  inforce sweep hanoi --vary speed.signatories=1:5:1 --vary rule.instruments=20:60:10
  inforce sweep hanoi --vary instruments.2027-09-20=0:30:5
  inforce sweep hanoi --vary signatures.2026-12-31=0:30:5

Beside the scenario's own keys, speed.WHO multiplies the deposits of a group, a participant,
signatories or all from the as-of day on; instruments.DAY lets so many more deposit on one day, and
signatures.DAY so many more sign, whoever they are: the most likely first.";

pub(super) const SOLVE_EXAMPLES: &str = "Examples:
  inforce solve hanoi --chance 0.5 --by 2027-12-31 --vary pace.multiplier=1:10
  inforce solve hanoi --chance 0.5 --vary speed.signatories=1:20
  inforce solve hanoi --chance 0.5 --vary instruments.2027-09-20=0:60";

pub(super) const TRACK_EXAMPLES: &str = "Examples:
  inforce track hanoi
  inforce track hanoi --by 2028-12-31 --runs 1000000";

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

/// Arguments of `compare`.
#[derive(Args, Clone, Debug)]
pub struct CompareArgs {
    /// Scenarios, each a file or built-in name with layers joined by +
    #[arg(required = true, num_args = 2.., value_name = "SCENARIO")]
    pub scenarios: Vec<String>,

    /// What lies over each of them
    #[command(flatten)]
    pub over: OverArgs,

    /// Compare the chance by this day too, such as 2028-06-30 (may be given often)
    #[arg(long, value_name = "DAY")]
    pub by: Vec<Day>,

    /// Do not look for the assumption that makes the difference
    #[arg(long)]
    pub no_attribution: bool,

    /// Runs and results
    #[command(flatten)]
    pub results: ResultArgs,
}

/// Arguments of `sensitivity`.
#[derive(Args, Clone, Debug)]
pub struct SensitivityArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// A CSV table of how far each belief is moved: key, down, up
    #[arg(long, value_name = "FILE")]
    pub moves: Option<PathBuf>,

    /// Runs and results
    #[command(flatten)]
    pub results: ResultArgs,
}

/// Arguments of `sweep`.
#[derive(Args, Clone, Debug)]
pub struct SweepArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// The value to vary, from where to where and by which step; twice for a grid
    #[arg(long, required = true, value_name = "KEY=FROM:TO:STEP")]
    pub vary: Vec<Grid>,

    /// The day whose chance is wanted [default: the target]
    #[arg(long, value_name = "DAY")]
    pub by: Option<Day>,

    /// Runs and results
    #[command(flatten)]
    pub results: ResultArgs,
}

/// Arguments of `solve`.
#[derive(Args, Clone, Debug)]
pub struct SolveArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// The chance that is wanted, above 0 and below 1
    #[arg(long, value_name = "CHANCE")]
    pub chance: f64,

    /// The day by which it is wanted [default: the target]
    #[arg(long, value_name = "DAY")]
    pub by: Option<Day>,

    /// The value to find, and between which bounds
    #[arg(long, value_name = "KEY=FROM:TO")]
    pub vary: Span,

    /// Runs and results
    #[command(flatten)]
    pub results: ResultArgs,
}

/// Arguments of `track`.
#[derive(Args, Clone, Debug)]
pub struct TrackArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// The day by which the treaty is hoped to be in force [default: the target]
    #[arg(long, value_name = "DAY")]
    pub by: Option<Day>,

    /// Runs and results
    #[command(flatten)]
    pub results: ResultArgs,
}
