//! Arguments of `explain`.

use clap::Args;

use crate::verbs::args::{Format, ScenarioArgs};

/// Arguments of `explain`.
#[derive(Args, Clone, Debug)]
pub struct ExplainArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// Only values whose key begins so, such as pace
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}
