//! `inforce record`, and the row that `run --record` adds: forecasts kept, explained, scored.

mod add;
pub(in crate::verbs) mod args;
mod figures;
mod rows;
mod score;
mod show;
mod text;

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::stop::Stop;
use crate::terminal::Screen;
use crate::{
    forecasts::{Issued, Record},
    quantity::{Day, sha256},
    scenario::{Scenario, bytes_of},
};
use args::{RecordAction, RecordArgs};

pub(super) use add::{Adding, age_words, is_old, today};

pub(super) fn record(args: &RecordArgs, screen: &Screen) -> Result<(), Stop> {
    match &args.action {
        RecordAction::Show(args) => show::show(args, screen),
        RecordAction::Score(args) => score::score(args, screen),
    }
}

/// The folder that keeps the manifests of a record: `forecasts.csv.manifests`.
fn manifests(record: &Path) -> PathBuf {
    let mut name = record.as_os_str().to_owned();
    name.push(".manifests");
    PathBuf::from(name)
}

/// Reads a record that has to be there.
fn read(path: &Path) -> Result<Record, Stop> {
    let name = path.display().to_string();
    let bytes = bytes_of(path).map_err(|why| {
        let help = "`inforce run hanoi --record forecasts.csv` begins a record";
        Stop::Problem(format!("{name}: {why}"), help.to_owned())
    })?;
    Ok(Record::read(&name, &bytes)?)
}

/// The scenario of a forecast, from its manifest.
fn scenario_of(record: &Path, issued: &Issued) -> Result<Scenario, Stop> {
    let path = manifests(record).join(format!("{}.toml", issued.manifest));
    let help = "put back the folder of manifests that the record was kept with";
    let bytes = fs::read(&path).map_err(|why| {
        let message = format!(
            "{}: the manifest of the forecast of {} cannot be read: {why}",
            path.display(),
            issued.issued_on
        );
        Stop::Problem(message, help.to_owned())
    })?;
    if sha256(&bytes) != issued.manifest {
        let message = format!("{}: was changed since the forecast was issued", path.display());
        return Err(Stop::Problem(message, help.to_owned()));
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Scenario::from_text(&path.display().to_string(), &text)?)
}

/// The last forecast of a record.
fn last<'a>(record: &'a Record, path: &Path) -> Result<&'a Issued, Stop> {
    record.rows.last().ok_or_else(|| {
        let message = format!("{}: no forecast is recorded yet", path.display());
        let help = format!("add one: inforce run hanoi --record {}", path.display());
        Stop::Problem(message, help)
    })
}

/// Days from one day to a later one; 0 where it is not later.
fn days_between(from: Day, to: Day) -> i32 {
    (to - from).0.max(0)
}
