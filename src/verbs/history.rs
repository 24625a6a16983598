//! The history a verb learns from: the one inside the program, or a folder's.

use std::path::Path;

use super::stop::Stop;
use crate::{
    calibrate::history::{FILES, History, Tables},
    fault::{Fault, Faults},
    scenario::bytes_of,
    text::Text,
};

/// The history of a folder, else the one inside the program.
pub(super) fn history(folder: Option<&Path>) -> Result<History, Stop> {
    let Some(folder) = folder else { return Ok(History::built_in()?) };
    let mut faults = Vec::new();
    let [treaties, participation, pool, statehood] = FILES.map(|name| {
        let path = folder.join(name).display().to_string();
        let read = bytes_of(&folder.join(name))
            .and_then(|bytes| Text::read(&path, &bytes).map_err(|why| why.to_string()));
        read.unwrap_or_else(|why| {
            let help = format!(
                "a history is a folder with {}; scenarios/history/README.md describes them",
                FILES.join(", ")
            );
            faults.push(Fault::error(None, format!("{path}: {why}")).help(help));
            Text::new(path, "")
        })
    });
    Faults::of(faults)?;
    Ok(History::read(&Tables { treaties, participation, pool, statehood })?)
}
