//! Arguments of the verbs that start from result folders.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
