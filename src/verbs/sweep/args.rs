//! Arguments of `sweep`, and examples of its use.

use clap::Args;

use crate::quantity::Day;
use crate::verbs::args::{ResultArgs, ScenarioArgs};
use crate::verbs::range::SweepRange;

pub(in crate::verbs) const SWEEP_EXAMPLES: &str = "Examples:
  inforce sweep hanoi --vary pace.multiplier=0.5:3:0.25
  inforce sweep hanoi --vary speed.signatories=1:5:1 --vary rule.instruments=20:60:10
  inforce sweep hanoi --vary instruments.2027-09-20=0:30:5
  inforce sweep hanoi --vary signatures.2026-12-31=0:30:5

Beside the scenario's own keys, speed.WHO multiplies the deposits of a group, a participant,
signatories or all from the as-of day on; instruments.DAY lets so many more deposit on one day, and
signatures.DAY so many more sign, whoever they are: the most likely first.";

/// Arguments of `sweep`.
#[derive(Args, Clone, Debug)]
pub struct SweepArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// The value to vary, from where to where and by which step; twice for a grid
    #[arg(long, required = true, value_name = "KEY=FROM:TO:STEP")]
    pub vary: Vec<SweepRange>,

    /// The day whose chance is wanted [default: the target]
    #[arg(long, value_name = "DAY")]
    pub by: Option<Day>,

    /// Runs and results
    #[command(flatten)]
    pub results: ResultArgs,
}
