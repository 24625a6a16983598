//! Arguments of the verbs that start from result folders.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Format, LookArgs};

/// Arguments of `report`.
#[derive(Args, Clone, Debug)]
pub struct ReportArgs {
    /// Result folders; several are compared with the first
    #[arg(required = true, value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,

    /// File to write [default: FOLDER-report.html; report.html beside the first of several]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// What to write
    #[arg(long, value_enum, default_value_t = PageFormat::Html)]
    pub format: PageFormat,
}

/// What a report is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum PageFormat {
    /// One page with everything inside, also for print
    Html,
    /// Markdown, with the charts as SVG files beside it
    Md,
}

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
