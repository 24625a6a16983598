//! A record of forecasts as it is kept: a CSV, and the folder of its manifests beside it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    forecasts::{ForecastRecord, Issued},
    quantity::sha256,
    scenario::{Scenario, bytes_of},
    verbs::stop::Stop,
};

/// The folder that keeps the manifests of a record: `forecasts.csv.manifests`.
pub(super) fn manifests_beside(record: &Path) -> PathBuf {
    let mut name = record.as_os_str().to_owned();
    name.push(".manifests");
    PathBuf::from(name)
}

/// Reads a record that has to be there.
pub(super) fn read_record(path: &Path) -> Result<ForecastRecord, Stop> {
    let name = path.display().to_string();
    let bytes = bytes_of(path).map_err(|why| {
        let help = "`inforce run hanoi --record forecasts.csv` begins a record";
        Stop::problem(format!("{name}: {why}"), help)
    })?;
    Ok(ForecastRecord::read(&name, &bytes)?)
}

/// The scenario of a forecast, from its manifest.
pub(super) fn scenario_of(record: &Path, issued: &Issued) -> Result<Scenario, Stop> {
    let path = manifests_beside(record).join(format!("{}.toml", issued.manifest));
    let help = "put back the folder of manifests that the record was kept with";
    let bytes = fs::read(&path).map_err(|why| {
        let message = format!(
            "{}: the manifest of the forecast of {} cannot be read: {why}",
            path.display(),
            issued.issued_on
        );
        Stop::problem(message, help)
    })?;
    if sha256(&bytes) != issued.manifest {
        let message = format!("{}: was changed since the forecast was issued", path.display());
        return Err(Stop::problem(message, help));
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Scenario::from_text(&path.display().to_string(), &text)?)
}

/// The last forecast of a record.
pub(super) fn newest<'a>(record: &'a ForecastRecord, path: &Path) -> Result<&'a Issued, Stop> {
    record.rows.last().ok_or_else(|| {
        let message = format!("{}: no forecast is recorded yet", path.display());
        let help = format!("add one: inforce run hanoi --record {}", path.display());
        Stop::problem(message, help)
    })
}
