//! The history a verb learns from: the one inside the program, or a folder's.

use std::path::Path;

use super::stop::Stop;
use crate::{
    calibrate::history::{FILES, History, Table, Tables},
    fault::{Fault, Faults},
    scenario::bytes_of,
};

/// The history of a folder, else the one inside the program.
pub(super) fn history(folder: Option<&Path>) -> Result<History, Stop> {
    let Some(folder) = folder else { return Ok(History::built_in()?) };
    let mut faults = Vec::new();
    let texts = FILES.map(|name| {
        let path = folder.join(name).display().to_string();
        let text = text(&folder.join(name)).unwrap_or_else(|why| {
            let help = format!(
                "a history is a folder with {}; scenarios/history/README.md describes them",
                FILES.join(", ")
            );
            faults.push(Fault::error(None, format!("{path}: {why}")).help(help));
            String::new()
        });
        (path, text)
    });
    Faults::of(faults)?;
    let [treaties, participation, pool, statehood] =
        texts.each_ref().map(|(path, text)| Table { path, text });
    Ok(History::read(&Tables { treaties, participation, pool, statehood })?)
}

fn text(path: &Path) -> Result<String, String> {
    let bytes = bytes_of(path)?;
    String::from_utf8(bytes).map_err(|error| {
        let from = error.utf8_error().valid_up_to();
        format!("the text is not UTF-8, from byte {} on", from + 1)
    })
}
