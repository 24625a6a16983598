//! A scenario as one text with all its tables inside, which gives the same model again.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::{
    laid::Laid,
    layer::{TomlTable, Tree, table_of},
    sheet::{Records, Sheets},
    toml_text::{basic, inline, key, long},
    wire::ManifestSection,
};
use crate::parameters::{KeyRole, SECTIONS, role};

/// A resolved scenario, and where it came from.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    body: String,
    inputs: Vec<(String, String)>,
    layers: Vec<Laid>,
    version: Option<String>,
    command: Option<String>,
}

/// Whether a key of a section names a file or holds a table, which the tables written out replace.
fn is_drawn_in(section: &str, key: &str) -> bool {
    matches!(role(&format!("{section}.{key}")), KeyRole::File | KeyRole::Table(..))
}

impl Resolved {
    /// Writes out a tree and its tables, and the texts of the parts of a mixture. `inputs` are paths and hashes of the files read, after
    /// those that a manifest among them carries.
    pub(super) fn new(
        tree: &Tree<'_>,
        name: &str,
        sheets: &Sheets,
        manifest: &ManifestSection,
        inputs: Vec<(String, String)>,
        layers: Vec<Laid>,
        parts: &BTreeMap<String, String>,
    ) -> Resolved {
        let mut body = String::new();
        // The manifest is written by itself, last.
        let sections = SECTIONS.iter().map(|section| section.name);
        for section in sections.filter(|section| *section != "manifest") {
            let Some(table) = tree.root.get(section).and_then(table_of) else { continue };
            match section {
                "group" | "participant" | "lever" => {
                    for (name, entry) in table {
                        let Some(entry) = table_of(entry) else { continue };
                        let header = format!("{section}.{}", key(name.get_ref()));
                        open(&mut body, &header);
                        entries(&mut body, entry, &|_| true);
                    }
                }
                "mix" => {
                    for (name, entry) in table {
                        let Some(entry) = table_of(entry) else { continue };
                        open(&mut body, &format!("mix.{}", key(name.get_ref())));
                        entries(&mut body, entry, &|key| key != "layers" && key != "text");
                        if let Some(text) = parts.get(name.get_ref().as_ref()) {
                            line(&mut body, "text", &long(text));
                        }
                    }
                }
                "calibration" => calibration(&mut body, table, &sheets.factors),
                _ => {
                    open(&mut body, section);
                    if section == "scenario" {
                        line(&mut body, "name", &basic(name));
                    }
                    let written = |key: &str| {
                        !is_drawn_in(section, key) && (section, key) != ("scenario", "name")
                    };
                    entries(&mut body, table, &written);
                    match section {
                        "participants" => rows(&mut body, "rows", &sheets.participants),
                        "status" => rows(&mut body, "rows", &sheets.status),
                        _ => {}
                    }
                }
            }
        }
        let carried = manifest.inputs.get().into_iter().flatten().filter_map(|entry| {
            let input = entry.get()?;
            Some((input.path.get()?.clone(), input.sha256.get()?.clone()))
        });
        Resolved {
            body,
            inputs: carried.chain(inputs).collect(),
            layers,
            version: manifest.version.get().cloned(),
            command: manifest.command.get().cloned(),
        }
    }

    /// The text; version and command only where a manifest among the layers had them.
    pub(super) fn text(&self) -> String {
        self.with(self.version.as_deref(), self.command.as_deref())
    }

    /// The command of the manifest among the layers, if there is one.
    pub(super) fn command(&self) -> Option<&str> {
        self.command.as_deref()
    }

    /// The layers, the lowest first.
    pub(super) fn layers(&self) -> &[Laid] {
        &self.layers
    }

    /// Paths and hashes of the files read.
    pub(super) fn inputs(&self) -> &[(String, String)] {
        &self.inputs
    }

    /// The text with this version and this command.
    pub(super) fn manifest(&self, version: &str, command: &str) -> String {
        self.with(Some(version), Some(command))
    }

    fn with(&self, version: Option<&str>, command: Option<&str>) -> String {
        let mut text = self.body.clone();
        open(&mut text, "manifest");
        for (key, value) in [("version", version), ("command", command)] {
            if let Some(value) = value {
                line(&mut text, key, &basic(value));
            }
        }
        let inputs = self.inputs.iter().map(|(path, sha256)| {
            format!("    {{ path = {}, sha256 = {} }},\n", basic(path), basic(sha256))
        });
        let inputs: String = inputs.collect();
        let list = if inputs.is_empty() { "[]".to_owned() } else { format!("[\n{inputs}]") };
        line(&mut text, "inputs", &list);
        let layers = self.layers.iter().map(|layer| {
            let values: Vec<String> = layer.values.iter().map(|value| basic(value)).collect();
            format!(
                "    {{ file = {}, label = {}, about = {}, values = [{}] }},\n",
                basic(&layer.name),
                basic(&layer.label),
                basic(&layer.about),
                values.join(", ")
            )
        });
        let layers: String = layers.collect();
        let list = if layers.is_empty() { "[]".to_owned() } else { format!("[\n{layers}]") };
        line(&mut text, "layers", &list);
        text.trim_start().to_owned()
    }
}

fn calibration(body: &mut String, table: &TomlTable<'_>, factors: &Records) {
    open(body, "calibration");
    let own = |key: &str| {
        !is_drawn_in("calibration", key)
            && table.get(key).is_none_or(|value| table_of(value).is_none())
    };
    entries(body, table, &own);
    rows(body, "factor_rows", factors);
    for (name, value) in table {
        if let Some(inner) = table_of(value) {
            open(body, &format!("calibration.{}", key(name.get_ref())));
            entries(body, inner, &|_| true);
        }
    }
}

fn open(body: &mut String, header: &str) {
    body.push_str(&format!("\n[{header}]\n"));
}

fn entries(body: &mut String, table: &TomlTable<'_>, written: &dyn Fn(&str) -> bool) {
    for (name, value) in table {
        if written(name.get_ref()) {
            let value = match value.get_ref() {
                DeValue::String(text) if text.contains('\n') => long(text),
                other => inline(other),
            };
            line(body, name.get_ref(), &value);
        }
    }
}

fn rows(body: &mut String, key: &str, records: &Records) {
    if !records.columns.is_empty() {
        line(body, key, &long(&records.to_csv()));
    }
}

fn line(body: &mut String, name: &str, value: &str) {
    body.push_str(&format!("{} = {value}\n", key(name)));
}
