//! Arguments of `compare`, and examples of its use.

use clap::Args;

use crate::quantity::Day;
use crate::verbs::args::{OverArgs, ResultArgs};

pub(in crate::verbs) const COMPARE_EXAMPLES: &str = "Examples:
  inforce compare hanoi hanoi+fast.toml
  inforce compare hanoi hanoi+fast.toml+late.toml other.toml --by 2028-12-31
  inforce compare hanoi hanoi/what-ifs
  inforce compare hanoi hanoi+my-what-ifs

The + joins layers; a path that exists with a + in it is taken as it is. A set inside the program, or
a folder of layers that is no scenario itself, stands for each of its scenarios. Differences are those of
each scenario from the first; the assumptions between the first two are told apart one by one.";

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
