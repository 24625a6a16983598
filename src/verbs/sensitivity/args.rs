//! Arguments of `sensitivity`, and examples of its use.

use std::path::PathBuf;

use clap::Args;

use crate::verbs::args::{ResultArgs, ScenarioArgs};

pub(in crate::verbs) const SENSITIVITY_EXAMPLES: &str = "Examples:
  inforce sensitivity hanoi
  inforce sensitivity hanoi --moves moves.csv

A table of moves has the columns key, down and up; a move is a value (0.4), a factor (*0.8) or a
step (+0.1, -0.1). Its rows replace the moves of the same keys and add others.";

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
