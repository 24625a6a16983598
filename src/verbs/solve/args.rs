//! Arguments of `solve`, and examples of its use.

use clap::Args;

use crate::quantity::Day;
use crate::verbs::args::{ResultArgs, ScenarioArgs};
use crate::verbs::range::Bracket;

pub(in crate::verbs) const SOLVE_EXAMPLES: &str = "Examples:
  inforce solve hanoi --chance 0.5 --by 2027-12-31 --vary pace.multiplier=1:10
  inforce solve hanoi --chance 0.5 --vary speed.signatories=1:20
  inforce solve hanoi --chance 0.5 --vary instruments.2027-09-20=0:60";

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
    pub vary: Bracket,

    /// Runs and results
    #[command(flatten)]
    pub results: ResultArgs,
}
