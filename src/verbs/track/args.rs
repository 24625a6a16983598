//! Arguments of `track`, and examples of its use.

use clap::Args;

use crate::quantity::Day;
use crate::verbs::args::{ResultArgs, ScenarioArgs};

pub(in crate::verbs) const TRACK_EXAMPLES: &str = "Examples:
  inforce track hanoi
  inforce track hanoi --by 2028-12-31 --runs 1000000";

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
