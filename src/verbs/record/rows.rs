//! What `record show` leaves behind for programs: the rows of its tables, and its JSON.

use serde::{Deserialize, Serialize};

use super::result::{NewsShare, Recorded};
use crate::{
    forecasts::Issued,
    quantity::Day,
    result::cell::{Decimal, to_csv},
};

/// Of `record.csv`: one forecast.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct RecordedRow {
    issued_on: Day,
    as_of: Day,
    instruments: u64,
    target: Option<Day>,
    chance: Option<Decimal>,
    standard_error: Option<Decimal>,
    in_force_p50: Option<Day>,
}

impl From<&Issued> for RecordedRow {
    fn from(one: &Issued) -> RecordedRow {
        RecordedRow {
            issued_on: one.issued_on,
            as_of: one.as_of,
            instruments: one.instruments,
            target: one.target.map(|(day, ..)| day),
            chance: one.target.map(|(_, chance, _)| chance.into()),
            standard_error: one.target.map(|(.., error)| error.into()),
            in_force_p50: one.in_force[3].day(),
        }
    }
}

/// Of `changes.csv`: what one piece of news does to the chance.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct NewsRow {
    kind: String,
    what: String,
    chance_gained: Decimal,
    standard_error: Decimal,
}

impl From<&NewsShare> for NewsRow {
    fn from(one: &NewsShare) -> NewsRow {
        NewsRow {
            kind: one.kind.words().to_owned(),
            what: one.what.clone(),
            chance_gained: one.change.value.into(),
            standard_error: one.change.standard_error.into(),
        }
    }
}

impl Recorded<'_> {
    /// The CSV files: name and text.
    pub(super) fn tables(&self) -> Vec<(String, String)> {
        vec![
            ("record.csv".to_owned(), to_csv(self.rows.iter().map(RecordedRow::from))),
            ("changes.csv".to_owned(), to_csv(self.shares.iter().map(NewsRow::from))),
        ]
    }
}

/// The result for programs.
#[derive(Serialize)]
pub(super) struct RecordFile<'a> {
    treaty: &'a str,
    version: &'static str,
    forecasts: Vec<IssuedFile<'a>>,
    changes: Vec<NewsFile<'a>>,
}

#[derive(Serialize)]
struct IssuedFile<'a> {
    issued_on: Day,
    as_of: Day,
    instruments: u64,
    signatories: u64,
    target: Option<Day>,
    chance: Option<f64>,
    standard_error: Option<f64>,
    in_force_p50: Option<Day>,
    version: &'a str,
    manifest: &'a str,
}

#[derive(Serialize)]
struct NewsFile<'a> {
    kind: &'static str,
    what: &'a str,
    chance_gained: f64,
    standard_error: f64,
}

impl Recorded<'_> {
    /// For programs.
    pub(super) fn json(&self) -> RecordFile<'_> {
        RecordFile {
            treaty: &self.model.title,
            version: env!("CARGO_PKG_VERSION"),
            forecasts: self.rows.iter().map(IssuedFile::from).collect(),
            changes: self.shares.iter().map(NewsFile::from).collect(),
        }
    }
}

impl<'a> From<&'a Issued> for IssuedFile<'a> {
    fn from(one: &'a Issued) -> IssuedFile<'a> {
        IssuedFile {
            issued_on: one.issued_on,
            as_of: one.as_of,
            instruments: one.instruments,
            signatories: one.signatories,
            target: one.target.map(|(day, ..)| day),
            chance: one.target.map(|(_, chance, _)| chance),
            standard_error: one.target.map(|(.., error)| error),
            in_force_p50: one.in_force[3].day(),
            version: &one.version,
            manifest: &one.manifest,
        }
    }
}

impl<'a> From<&'a NewsShare> for NewsFile<'a> {
    fn from(one: &'a NewsShare) -> NewsFile<'a> {
        NewsFile {
            kind: one.kind.words(),
            what: &one.what,
            chance_gained: one.change.value,
            standard_error: one.change.standard_error,
        }
    }
}
