//! The files that values of a scenario name.

use toml::de::DeValue;

use super::{
    layer::{TomlTable, Tree, Value},
    source::Span,
};
use crate::parameters::TableForm;

/// The files that a tree names, each with the place of its path.
pub(super) fn wanted(tree: &Tree<'_>) -> Vec<(Span, String)> {
    let sheets = tree.sheets.iter().filter(|key| key.form == TableForm::File);
    let mut wanted: Vec<_> = sheets.map(|key| (key.at.clone(), key.text.clone())).collect();
    wanted.extend(tree.entry("calibration", "file").and_then(text_of));
    let mut root = tree.root.clone();
    each_observed(&mut root, &mut |observed| {
        wanted.extend(observed.get("table").and_then(text_of));
    });
    wanted
}

/// Visits each table of observed delays.
pub(super) fn each_observed<'t>(
    root: &mut TomlTable<'t>,
    visit: &mut dyn FnMut(&mut TomlTable<'t>),
) {
    let mut beliefs = |section: &mut Value<'t>| {
        let DeValue::Table(section) = section.get_mut() else { return };
        for (_, belief) in section.iter_mut() {
            let DeValue::Table(belief) = belief.get_mut() else { continue };
            if let Some(observed) = belief.get_mut("observed")
                && let DeValue::Table(observed) = observed.get_mut()
            {
                visit(observed);
            }
        }
    };
    for (name, section) in root.iter_mut() {
        match name.get_ref().as_ref() {
            "all" => beliefs(section),
            "group" | "participant" => inner(section, &mut beliefs),
            // The random days of blocs and shocks.
            "lever" => inner(section, &mut |lever| inner(lever, &mut beliefs)),
            _ => {}
        }
    }
}

/// Visits what a table holds.
fn inner<'t>(table: &mut Value<'t>, visit: &mut dyn FnMut(&mut Value<'t>)) {
    if let DeValue::Table(table) = table.get_mut() {
        table.iter_mut().for_each(|(_, value)| visit(value));
    }
}

pub(super) fn text_of(value: &Value<'_>) -> Option<(Span, String)> {
    match value.get_ref() {
        DeValue::String(text) => Some((value.span(), text.to_string())),
        _ => None,
    }
}
