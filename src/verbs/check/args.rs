//! Arguments of `check`.

use clap::Args;

use crate::verbs::args::{Format, ScenarioArgs};

/// Arguments of `check`.
#[derive(Args, Clone, Debug)]
pub struct CheckArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// How to print; as JSON faults are a result too
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}
