//! `inforce report`: result folders in, one page out.

use std::path::{Path, PathBuf};

use super::{Screen, Stop};
use crate::{
    cli::{PageFormat, ReportArgs},
    output::write_page,
    report::{Document, Results, ResultsError},
};

pub(super) fn report(args: &ReportArgs, screen: &Screen) -> Result<(), Stop> {
    let results = args.folders.iter().map(|folder| read(folder)).collect::<Result<Vec<_>, _>>()?;
    let document = Document::new(&results);
    let out = args.out.clone().unwrap_or_else(|| default_out(args));
    let (page, charts) = match args.format {
        PageFormat::Html => (document.html(), Vec::new()),
        PageFormat::Md => {
            let stem =
                out.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into());
            let figures = document.figures(&stem);
            let charts = figures
                .into_iter()
                .map(|(name, figure)| (format!("{name}.svg"), figure.svg.text().to_owned()));
            (document.markdown(&stem), charts.collect())
        }
    };
    write_page(&out, &page, &charts)
        .map_err(|error| Stop::Problem(error.to_string(), error.help().to_owned()))?;
    screen.say(&out.display().to_string())?;
    Ok(())
}

/// Reads a result folder, its faults as the verbs say them.
pub(super) fn read(folder: &Path) -> Result<Results, Stop> {
    Results::read(folder).map_err(|error| match error {
        ResultsError::Scenario(faults) => Stop::Faults(faults),
        other => Stop::Problem(other.to_string(), other.help()),
    })
}

fn default_out(args: &ReportArgs) -> PathBuf {
    let ending = match args.format {
        PageFormat::Html => "html",
        PageFormat::Md => "md",
    };
    let first = args.folders.first().map_or(Path::new(""), PathBuf::as_path);
    match args.folders.as_slice() {
        [folder] => beside(folder, &format!("-report.{ending}")),
        _ => first.with_file_name(format!("report.{ending}")),
    }
}

/// The folder's path with more at its end; inside it where it has no name of its own.
pub(super) fn beside(folder: &Path, more: &str) -> PathBuf {
    match folder.file_name() {
        Some(name) => folder.with_file_name(format!("{}{more}", name.to_string_lossy())),
        None => folder.join(more.trim_start_matches('-')),
    }
}
