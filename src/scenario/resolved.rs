//! A scenario as one text with all its tables inside, which gives the same model again.

use std::collections::BTreeMap;

use toml::de::{DeArray, DeValue};

use super::{
    check::Sheets,
    laid::Laid,
    layer::{TomlTable, Tree, table_of},
    sheet::Records,
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

/// A value as TOML on one line, places left out.
pub(super) fn inline(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => basic(text),
        DeValue::Integer(whole) => whole.to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(items) => list(items),
        DeValue::Table(table) => {
            let entries: Vec<String> = table
                .iter()
                .filter(|(name, _)| !is_drawn(table, name.get_ref()))
                .map(|(name, value)| {
                    format!("{} = {}", key(name.get_ref()), inline(value.get_ref()))
                })
                .collect();
            if entries.is_empty() {
                "{}".to_owned()
            } else {
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }
}

fn list(items: &DeArray<'_>) -> String {
    let items: Vec<String> = items.iter().map(|item| inline(item.get_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// Whether this key names a file whose delays stand beside it.
fn is_drawn(table: &TomlTable<'_>, key: &str) -> bool {
    key == "table" && table.contains_key("days")
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

/// A key, in quotes where it has to be.
fn key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !name.is_empty() && name.bytes().all(bare) { name.to_owned() } else { basic(name) }
}

/// A text on one line, in quotes.
fn basic(text: &str) -> String {
    format!("\"{}\"", escaped(text, false))
}

/// A text of several lines, as it reads where that can be.
fn long(text: &str) -> String {
    let plain = |letter: char| letter == '\n' || letter == '\t' || !letter.is_control();
    if text.chars().all(plain) && !text.contains("'''") && !text.ends_with('\'') {
        format!("'''\n{text}'''")
    } else {
        format!("\"\"\"\n{}\"\"\"", escaped(text, true))
    }
}

fn escaped(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' if lines => out.push('\n'),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            control if control.is_control() => {
                out.push_str(&format!("\\u{:04X}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        for text in ["", "a \"b\" \\ c", "é\t\r\u{7f}", "one\ntwo '''\n", "x\ny", "\n\"\"\"\n'"] {
            for written in [basic(text), long(text)] {
                let read = DeValue::parse(&written).unwrap();
                assert_eq!(read.get_ref().as_str(), Some(text), "{written}");
            }
        }
    }

    #[test]
    fn values_are_written_as_they_read() {
        for value in ["[1, 0.10, inf]", "{ a = 2027-12-31, \"b c\" = true }", "{}", "0xff"] {
            assert_eq!(inline(DeValue::parse(value).unwrap().get_ref()), value);
        }
    }
}
