//! Arguments of `new`, and examples of its use.

use std::path::PathBuf;

use clap::Args;

use crate::{quantity::Day, verbs::args::Format};

pub(in crate::verbs) const NEW_EXAMPLES: &str = "Examples:
  inforce new my-case
  inforce new corruption --treaty XVIII-14 --as-of 2004-12-09";

/// Arguments of `new`.
#[derive(Args, Clone, Debug)]
pub struct NewArgs {
    /// Folder of the new case; the last part of its path is the scenario's name
    #[arg(value_name = "NAME")]
    pub folder: PathBuf,

    /// What is built in and serves as a start; see `inforce list`
    #[arg(long, value_name = "SCENARIO", default_value = "hanoi")]
    pub from: String,

    /// An earlier treaty as a start, by its number such as XVIII-14; see `inforce list --treaties`
    #[arg(long, value_name = "NUMBER", conflicts_with = "from")]
    pub treaty: Option<String>,

    /// The day from which that treaty is looked at [default: one year after opening; three months
    /// where it was in force by then]
    #[arg(long, value_name = "DAY", requires = "treaty")]
    pub as_of: Option<Day>,

    /// How to print what was written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}
