//! Arguments of `list`.

use clap::Args;

use crate::verbs::args::Format;

/// Arguments of `list`.
#[derive(Args, Clone, Debug)]
pub struct ListArgs {
    /// List the earlier treaties that a case can start from, instead
    #[arg(long, conflicts_with = "groups")]
    pub treaties: bool,

    /// List the groups of the Hanoi Convention's participants, instead
    #[arg(long)]
    pub groups: bool,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}
