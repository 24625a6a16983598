//! One row more for a record, its manifest beside it; all or nothing.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use super::kept::manifests_beside;
use crate::{
    forecasts::{ForecastRecord, Issued},
    publish::{FolderError, write_whole},
    quantity::{Day, LEVELS, When, sha256},
    result::Summary,
    scenario::{Scenario, bytes_of},
    terminal::Screen,
    verbs::stop::Stop,
};

/// A record to which a forecast is to be added, looked at before the work.
pub(in crate::verbs) struct Adding {
    path: PathBuf,
    issued_on: Day,
}

impl Adding {
    /// A record that is there and sound, or not there yet.
    pub(in crate::verbs) fn open(path: &Path, issued_on: Day) -> Result<Adding, Stop> {
        current(path)?;
        Ok(Adding { path: path.to_owned(), issued_on })
    }

    /// Adds the forecast, after keeping its manifest; a forecast that is there already is not
    /// added again.
    pub(in crate::verbs) fn add(
        &self,
        scenario: &Scenario,
        summary: &Summary,
        manifest: &str,
        screen: &Screen,
    ) -> Result<(), Stop> {
        let issued = self.issued(scenario, summary, sha256(manifest.as_bytes()));
        let unwritable =
            |path: &Path, reason| FolderError::Unwritable { path: path.to_owned(), reason };
        let kept = manifests_beside(&self.path);
        fs::create_dir_all(&kept).map_err(|reason| unwritable(&kept, reason))?;
        // Two runs that end at once add one after the other.
        let lock = kept.join("lock");
        let file = File::create(&lock).map_err(|reason| unwritable(&lock, reason))?;
        file.lock().map_err(|reason| unwritable(&lock, reason))?;
        let record = current(&self.path)?;
        let name = self.path.display();
        if record.rows.contains(&issued) {
            screen.remark(&format!("{name}: this forecast of {} is there", issued.issued_on));
            return Ok(());
        }
        let toml = format!("{}.toml", issued.manifest);
        if !kept.join(&toml).exists() {
            write_whole(&kept, &[(&toml, manifest)])?;
        }
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = self.path.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
            let reason = io::Error::other("not a name that can be written");
            unwritable(&self.path, reason)
        })?;
        write_whole(folder.unwrap_or(Path::new(".")), &[(file, &record.with(&issued))])?;
        Ok(())
    }

    fn issued(&self, scenario: &Scenario, summary: &Summary, manifest: String) -> Issued {
        let model = &scenario.model;
        let at = |share: f64| summary.at(share);
        Issued {
            issued_on: self.issued_on,
            as_of: model.as_of,
            scenario: model.name.clone(),
            instruments: summary.instruments as u64,
            signatories: summary.signatories as u64,
            target: summary
                .target
                .map(|(day, chance, _)| (day, chance.value(), chance.standard_error())),
            met: LEVELS.map(|level| at(level).map_or(When::NEVER, |one| one.met.day)),
            in_force: LEVELS.map(|level| at(level).map_or(When::NEVER, |one| one.in_force.day)),
            beyond: summary.beyond.value(),
            horizon: model.horizon,
            runs: summary.plan.runs.get(),
            seed: summary.plan.seed.0,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            manifest,
        }
    }
}

/// The record as it is; a new one where there is none.
fn current(path: &Path) -> Result<ForecastRecord, Stop> {
    if path.symlink_metadata().is_err() {
        return Ok(ForecastRecord::new());
    }
    let name = path.display().to_string();
    let bytes = bytes_of(path).map_err(|why| {
        let help = "name a file that can be read, or one that is not there yet";
        Stop::problem(format!("{name}: {why}"), help)
    })?;
    Ok(ForecastRecord::read(&name, &bytes)?)
}
