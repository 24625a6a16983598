//! The depositary's document that a command names: read, and held against the case it lies over.

use std::path::Path;

use super::{args::MissingArg, stop::Stop};
use crate::{
    depositary::{Document, Missing, Names, Older},
    quantity::Day,
    scenario::Files,
    treaty::Model,
};

/// The document once nothing stands between it and the case, and the day it is known for; what it has
/// left of faults are warnings.
///
/// # Errors
///
/// All its faults, and those that it has beside the case; that no day is known.
pub(super) fn open_over_case(
    files: &Files,
    file: &Path,
    case: &Model,
    as_of: Option<Day>,
    (older, missing): (Older, Missing),
) -> Result<(Document, Day), Stop> {
    let mut document = Document::open(files, file, &names(Some(case)));
    let day = as_of.or(document.as_of);
    match day {
        Some(day) => document.check(case, day, older, missing),
        // A document that cannot be read has worse to answer for.
        None if document.rows.is_empty() => {}
        None => {
            document.clone().sound()?;
            return Err(Stop::problem(
                format!("{}: the document does not say as of when it is", document.name),
                "give the day on which it was saved, such as --as-of 2026-11-30",
            ));
        }
    }
    Ok((document.sound()?, day.unwrap_or(case.as_of)))
}

/// A document by itself; what it has left of faults are warnings.
///
/// # Errors
///
/// All its faults.
pub(super) fn open_alone(files: &Files, file: &Path) -> Result<Document, Stop> {
    Ok(Document::open(files, file, &names(None)).sound()?)
}

/// What becomes of what a document lacks.
pub(super) fn missing(wanted: Option<MissingArg>) -> Missing {
    match wanted {
        None => Missing::Refused,
        Some(MissingArg::Drop) => Missing::LeftOut,
        Some(MissingArg::Keep(chance)) => Missing::Kept(chance),
    }
}

/// Whether an argument names a document rather than a scenario.
pub(super) fn is_document(argument: &str) -> bool {
    let path = Path::new(argument);
    path.is_file() && path.extension().is_none_or(|ending| ending != "toml")
}

/// The names of participants known everywhere, and those of a case.
fn names(case: Option<&Model>) -> Names {
    let mut names = Names::built_in();
    for one in case.into_iter().flat_map(|case| &case.participants) {
        names.add(&one.name, &one.code);
    }
    names
}
