//! Keys that the method no longer has: one fault for a file, with what takes their place.

use super::{
    draft::Report,
    layer::{TomlTable, table_of},
    source::Span,
};

/// Keys that are gone, by section of a calibration, and what takes their place there.
const OF_CALIBRATION: [(&str, &str, &str); 14] = [
    ("pace", "start_sd", TREND),
    ("pace", "start_decay_years", TREND),
    ("pace", "tau_startup", TREND),
    ("pace", "startup_decay_years", TREND),
    ("pace", "persistence_per_year", MEMORY),
    ("pace", "rho_year", MEMORY),
    ("signing", "edges_months", "`edges_days`"),
    ("signing", "treaty_gamma_shape", SPREAD),
    ("draws", "tau_startup", TREND),
    ("draws", "startup_decay_years", TREND),
    ("draws", "persistence_per_year", MEMORY),
    ("draws", "rho_year", MEMORY),
    ("draws", "treaty_gamma_shape", SPREAD),
    ("draws", "start_sd", TREND),
];

const TREND: &str = "`trend_sd`, how treaties slow or quicken as they grow older";
const MEMORY: &str = "`memory`, how long a pace lasts in units of the logarithm of age";
const SPREAD: &str = "`treaty_log_sd`, how widely treaties differ in signing";

/// A key that is gone: as it stands, its place, and what takes its place.
type Gone = (String, Span, &'static str);

/// Refuses a layer, or a value of the command line, that has keys that are gone.
pub(super) fn refuse_in_layer(layer: &TomlTable<'_>) -> Option<Report> {
    let of_pace = ["start_sd", "start_decay_years"].map(|key| ("pace", key, TREND));
    let mut gone = find(layer, &of_pace, "");
    if let Some(calibration) = layer.get("calibration").and_then(table_of) {
        gone.extend(find(calibration, &OF_CALIBRATION, "calibration."));
    }
    let (_, at, _) = gone.first()?;
    let names: Vec<String> = gone.iter().map(|(key, ..)| format!("`{key}`")).collect();
    let mut instead: Vec<&str> = gone.iter().map(|(.., instead)| *instead).collect();
    instead.dedup();
    let are = if names.len() == 1 { "is" } else { "are" };
    let message = format!("{} {are} gone", names.join(", "));
    let help = format!("in the place of it stands {}", instead.join("; "));
    Some(Report::error(Some(at.clone()), message).help(help))
}

/// Refuses a calibration that has keys that are gone; `text` is all of its file.
pub(super) fn refuse_calibration(calibration: &TomlTable<'_>, text: &str) -> Option<Report> {
    let gone = find(calibration, &OF_CALIBRATION, "");
    let (key, at, _) = gone.first()?;
    let message = format!("this calibration was made by an earlier method: it has `{key}`");
    let lines = text.lines().filter_map(|line| line.strip_prefix('#'));
    let command = lines.map(str::trim).find(|line| line.starts_with("inforce "));
    let help = format!("make it anew: `{}`", command.unwrap_or("inforce fit"));
    Some(Report::error(Some(at.clone()), message).help(help))
}

fn find(table: &TomlTable<'_>, keys: &[(&str, &str, &'static str)], before: &str) -> Vec<Gone> {
    let mut gone = Vec::new();
    for (section, key, instead) in keys {
        let Some(inner) = table.get(*section).and_then(table_of) else { continue };
        if let Some((written, _)) = inner.get_key_value(*key) {
            gone.push((format!("{before}{section}.{key}"), written.span(), *instead));
        }
    }
    gone
}
