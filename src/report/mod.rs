//! Reports: result folders read back, worded, and set as one HTML page or as Markdown.
//!
//! Numbers come from the files of the results; nothing is simulated here, nothing recomputed.

mod answer;
mod comparison;
mod document;
mod markdown;
mod page;
mod people;
mod readings;
mod record;
mod section;

#[cfg(test)]
mod tests;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    output::{
        Figure, MANIFEST, MANIFEST_MARK, Numbers, NumbersError, Source,
        chart::{Size, Svg},
        figures,
    },
    scenario::{Faults, Scenario},
};

pub use answer::{LADDER, Rung, answer, likelihood};
pub use document::Document;

/// A chart drawn for the report.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What it is called.
    pub name: String,
    /// What is seen.
    pub svg: Svg,
    /// The same for a narrow page.
    pub slim: Svg,
}

impl Picture {
    fn of(figure: &Figure) -> Picture {
        let [svg, slim] = [Size::STANDARD, Size::COLUMN].map(|size| figure.draw(size));
        Picture { name: figure.name.clone(), svg, slim }
    }
}

/// The folder of a run, read back.
#[derive(Clone, Debug)]
pub struct Results {
    /// Where it lies.
    pub folder: PathBuf,
    /// What was simulated.
    pub scenario: Scenario,
    /// What came of it.
    pub numbers: Numbers,
    /// `manifest.toml`, as it is.
    pub manifest: String,
}

/// Why a folder cannot be reported on.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResultsError {
    /// It is no folder, or one of something else.
    #[error("{}: is not an inforce result", .0.display())]
    NotAResult(PathBuf),
    /// Its scenario has faults.
    #[error("{0}")]
    Scenario(Faults),
    /// Its numbers cannot be read.
    #[error("{}: {error}", .folder.display())]
    Numbers {
        /// Which folder.
        folder: PathBuf,
        /// What is wrong with them.
        error: NumbersError,
    },
}

impl ResultsError {
    /// What the user can do about it; empty where the fault says so itself.
    pub fn help(&self) -> String {
        match self {
            ResultsError::NotAResult(folder) => format!(
                "name the folder of a run; `inforce run hanoi --out {}` makes one",
                folder.display()
            ),
            ResultsError::Scenario(_) => String::new(),
            ResultsError::Numbers { folder, .. } => format!(
                "make the result again: inforce run {} --out {}",
                folder.join(MANIFEST).display(),
                folder.display()
            ),
        }
    }
}

impl Results {
    /// Reads a result folder.
    ///
    /// # Errors
    ///
    /// Where there is none, or its files are not as this version writes them.
    pub fn read(folder: &Path) -> Result<Results, ResultsError> {
        let path = folder.join(MANIFEST);
        let manifest =
            fs::read_to_string(&path).ok().filter(|text| text.starts_with(MANIFEST_MARK));
        let manifest = manifest.ok_or_else(|| ResultsError::NotAResult(folder.to_owned()))?;
        let scenario = Scenario::load(&[path.to_string_lossy().into_owned()], &[])
            .map_err(ResultsError::Scenario)?;
        let file = |name: &str| fs::read_to_string(folder.join(name)).ok();
        let numbers = Numbers::read(&scenario.model, &file)
            .map_err(|error| ResultsError::Numbers { folder: folder.to_owned(), error })?;
        Ok(Results { folder: folder.to_owned(), scenario, numbers, manifest })
    }

    /// What its charts are drawn from.
    pub fn source(&self) -> Source<'_> {
        Source {
            model: &self.scenario.model,
            numbers: &self.numbers,
            status_source: &self.scenario.status_source,
        }
    }

    /// Its charts, worded anew from its tables and drawn.
    pub(crate) fn pictures(&self) -> Vec<Picture> {
        figures(&self.source()).iter().map(Picture::of).collect()
    }
}
