//! A built-in scenario as a folder of its own.

use super::{Case, CaseError, refused};
use crate::scenario::{built_in_files, built_in_names, built_in_text};

/// What several built-in cases share, and a case of its own has inside.
const SHARED: [&str; 1] = ["calibration/"];

pub(super) fn case(from: &str, name: &str) -> Result<Case, CaseError> {
    let from = from.trim_end_matches('/');
    if !built_in_names().any(|known| known == from) {
        let names: Vec<String> = built_in_names().filter(|known| !known.contains('/')).collect();
        return refused(
            format!("nothing built in is called `{from}`"),
            format!("built in are {}; `inforce list` says what they are", names.join(", ")),
        );
    }
    let (folder, variant) = match from.split_once('/') {
        Some((folder, variant)) => (folder, Some(variant)),
        None => (from, None),
    };
    let mut files: Vec<(String, String)> = built_in_files()
        .filter_map(|(path, text)| {
            let inside = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((inside.to_owned(), own(inside, text, folder, name)))
        })
        .collect();
    for shared in SHARED {
        if files.iter().any(|(_, text)| text.contains(&format!("\"{shared}"))) {
            let inside = built_in_files().filter(|(path, _)| path.starts_with(shared));
            files.extend(inside.map(|(path, text)| (path.to_owned(), text.to_owned())));
        }
    }
    files.extend(schema());
    files.sort_by_key(|(path, _)| path != "baseline.toml");
    let layer = variant.map(|variant| format!("{variant}.toml"));
    Ok(Case { files, layer, remarks: Vec::new() })
}

/// The format as JSON Schema, which the first line of each file names to editors.
pub(super) fn schema() -> Option<(String, String)> {
    let name = "schema.json";
    built_in_text(name).map(|text| (name.to_owned(), text.to_owned()))
}

/// A file as it reads in a folder that has inside it what lay beside it.
fn own(path: &str, text: &str, folder: &str, name: &str) -> String {
    if !path.ends_with(".toml") {
        return text.to_owned();
    }
    let mut text = text.replace("#:schema ../", "#:schema ");
    for shared in SHARED {
        text = text.replace(&format!("\"../{shared}"), &format!("\"{shared}"));
    }
    text.replace(&format!("\nname = \"{folder}\"\n"), &format!("\nname = \"{name}\"\n"))
}
