//! The folder of a run, read back.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    figures::FigureSource,
    publish::{MANIFEST, MANIFEST_MARK},
    result::{RunResult, RunResultError},
    scenario::{Faults, Scenario},
    tally::Difference,
};

/// The folder of a run, read back.
#[derive(Clone, Debug)]
pub struct ResultFolder {
    /// Where it lies.
    pub folder: PathBuf,
    /// What was simulated.
    pub scenario: Scenario,
    /// What came of it.
    pub numbers: RunResult,
    /// `manifest.toml`, as it is.
    pub manifest: String,
    /// The chance by the target that it gains on the first result of a report, future by future;
    /// where both were simulated by the same draws.
    pub gained: Option<Difference>,
}

/// Why a folder cannot be reported on.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResultFolderError {
    /// It is no folder, or one of something else.
    #[error("{}: is not an inforce result", .0.display())]
    NotAResult(PathBuf),
    /// It is the result of another verb.
    #[error("{}: is {made}, and a report takes results of `inforce run`", .folder.display())]
    NotARun {
        /// Which folder.
        folder: PathBuf,
        /// What it is.
        made: String,
        /// The scenarios it holds, by their files; none where it holds none.
        scenarios: Vec<PathBuf>,
    },
    /// Its scenario has faults.
    #[error("{0}")]
    Scenario(Faults),
    /// Its numbers cannot be read.
    #[error("{}: {error}", .folder.display())]
    Numbers {
        /// Which folder.
        folder: PathBuf,
        /// What is wrong with them.
        error: RunResultError,
    },
}

impl ResultFolderError {
    /// What the user can do about it; empty where the fault says so itself. Nothing that is there is
    /// lost by doing it.
    pub fn help(&self) -> String {
        let another = "name the folder of a run, such as out/hanoi after `inforce run hanoi`";
        match self {
            ResultFolderError::NotAResult(_) => another.to_owned(),
            ResultFolderError::NotARun { scenarios, .. } if scenarios.is_empty() => {
                another.to_owned()
            }
            ResultFolderError::NotARun { folder, scenarios, .. } => {
                let runs = scenarios.iter().enumerate();
                let runs: Vec<String> =
                    runs.map(|(place, file)| run_beside(folder, file, place)).collect();
                format!("simulate what it is about, and report on that: {}", runs.join("; "))
            }
            ResultFolderError::Scenario(_) => String::new(),
            ResultFolderError::Numbers { folder, .. } => {
                format!("make the result again: {}", run_beside(folder, &folder.join(MANIFEST), 0))
            }
        }
    }
}

/// A command that runs a scenario into a folder that is not there yet.
fn run_beside(folder: &Path, scenario: &Path, place: usize) -> String {
    let numbered = (place + 1..).map(|number| match number {
        1 => format!("{}-run", folder.display()),
        _ => format!("{}-run-{number}", folder.display()),
    });
    let free = numbered.into_iter().find(|path| !Path::new(path).exists());
    format!("inforce run {} --out {}", scenario.display(), free.unwrap_or_default())
}

impl ResultFolder {
    /// Reads a result folder.
    ///
    /// # Errors
    ///
    /// Where there is none, or its files are not as this version writes them.
    pub fn read(folder: &Path) -> Result<ResultFolder, ResultFolderError> {
        let path = folder.join(MANIFEST);
        let manifest =
            fs::read_to_string(&path).ok().filter(|text| text.starts_with(MANIFEST_MARK));
        let manifest = manifest.ok_or_else(|| ResultFolderError::NotAResult(folder.to_owned()))?;
        if let Some((made, scenarios)) = of_another_verb(folder, &manifest) {
            return Err(ResultFolderError::NotARun { folder: folder.to_owned(), made, scenarios });
        }
        let scenario = Scenario::load(&[path.to_string_lossy().into_owned()], &[])
            .map_err(ResultFolderError::Scenario)?;
        let file = |name: &str| fs::read_to_string(folder.join(name)).ok();
        let numbers = RunResult::read(&scenario.model, &file)
            .map_err(|error| ResultFolderError::Numbers { folder: folder.to_owned(), error })?;
        Ok(ResultFolder { folder: folder.to_owned(), scenario, numbers, manifest, gained: None })
    }

    /// What its charts are drawn from.
    pub fn source(&self) -> FigureSource<'_> {
        FigureSource {
            model: &self.scenario.model,
            numbers: &self.numbers,
            status_source: &self.scenario.status_source,
        }
    }
}

/// What a folder is where it is no run's, and the files of the scenarios in it; by the first line of
/// its manifest, which each verb writes in its own way.
fn of_another_verb(folder: &Path, manifest: &str) -> Option<(String, Vec<PathBuf>)> {
    let first = manifest.lines().next()?.strip_prefix(MANIFEST_MARK)?;
    let itself = || vec![folder.join(MANIFEST)];
    let Some((_, rest)) = first.split_once("`inforce ") else {
        let what = first.trim_start_matches(':').split(';').next().unwrap_or_default();
        return (!what.is_empty()).then(|| (what.trim().to_owned(), Vec::new()));
    };
    match rest.split('`').next()? {
        "run" if holds_tables(folder) => None,
        // Charts drawn anew have the manifest of their run.
        "run" => Some(("charts alone".to_owned(), itself())),
        "compare" => {
            let lines = manifest.lines().map(|line| line.trim().trim_matches([',', '"']));
            let files = lines.filter(|line| line.ends_with(".toml") && !line.contains(['=', '#']));
            let files = files.map(|file| folder.join(file)).collect();
            Some(("a result of `inforce compare`".to_owned(), files))
        }
        verb => Some((format!("a result of `inforce {verb}`"), itself())),
    }
}

/// Whether a folder holds tables, as results do and charts drawn anew do not.
pub(crate) fn holds_tables(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.path().extension().is_some_and(|end| end == "csv"))
}
