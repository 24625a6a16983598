//! Arguments of `chart`.

use std::path::PathBuf;

use clap::Args;

use crate::verbs::args::{Format, LookArgs};

/// Arguments of `chart`.
#[derive(Args, Clone, Debug)]
pub struct ChartArgs {
    /// Result folder of any verb that draws
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,

    /// Folder for the charts [default: FOLDER-charts]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,

    /// Only these charts, such as chance (may be given often)
    #[arg(long, value_name = "CHART")]
    pub only: Vec<String>,

    /// How they look
    #[command(flatten)]
    pub look: LookArgs,

    /// How to print what was written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}
