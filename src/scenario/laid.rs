//! The layers of a scenario as a reader meets them: what each says of itself, what it changes.

use super::{
    Explained,
    gather::Gathered,
    keys::key_words,
    layer::{self, TomlTable, table_of},
    source::STANDARD_INPUT,
    wire::ManifestSection,
};
use crate::{
    parameters::{KeyRole, role},
    treaty::{Model, capital, plain_words},
};

/// One layer of a scenario, or the values set on the command line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Laid {
    /// The file, as it was named.
    pub name: String,
    /// What people call it: its label, else its name in plain words; for values set on the command
    /// line, the values. Never empty.
    pub label: String,
    /// What it assumes and why, in prose, on one line; may be empty.
    pub about: String,
    /// The values it lays over or beside those below, such as `rule.instruments = 30, over 40
    /// (baseline.toml:22:15)`; none for the lowest layer.
    pub values: Vec<String>,
}

/// Longer labels are cut, in characters: they could not stand on a chart.
const LONGEST: usize = 60;

/// The layers, the lowest first: those that a manifest among them carries, then those read, then
/// the values set on the command line that assume something.
pub(super) fn laid(
    gathered: &Gathered,
    explained: &[Explained],
    manifest: &ManifestSection,
    model: &Model,
) -> Vec<Laid> {
    let carried = manifest.layers.get().into_iter().flatten().filter_map(|entry| {
        let layer = entry.get()?;
        let values = layer.values.get().into_iter().flatten();
        let name = layer.file.get()?.clone();
        Some(Laid {
            label: layer.label.get().cloned().unwrap_or_else(|| called(&name)),
            name,
            about: layer.about.get().cloned().unwrap_or_default(),
            values: values.filter_map(|value| value.get().cloned()).collect(),
        })
    });
    let mut all: Vec<Laid> = carried.collect();
    for index in gathered.shown() {
        let name = gathered.texts.source(index).text.name().to_owned();
        let own = own(explained, &name);
        if gathered.is_set(index) {
            if !own.is_empty() {
                let label = clipped(&set_words(&own, model));
                all.push(Laid { name, label, about: String::new(), values: values(&own) });
            }
            continue;
        }
        let Ok(parsed) = layer::parse(&gathered.texts, index) else { continue };
        if parsed.contains_key("manifest") {
            // It carries its own layers, and is none itself.
            continue;
        }
        let plain = match said(&parsed, "name") {
            Some(name) => capital(&plain_words(&name)),
            None => called(&name),
        };
        all.push(Laid {
            label: said(&parsed, "label").filter(|label| !label.is_empty()).unwrap_or(plain),
            name,
            about: said(&parsed, "about").unwrap_or_default(),
            values: if all.is_empty() { Vec::new() } else { values(&own) },
        });
    }
    all
}

/// What a layer without a label is called: its file's name in plain words.
fn called(file: &str) -> String {
    if file == STANDARD_INPUT {
        return "Standard input".to_owned();
    }
    let last = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = last.split_once('.').map_or(last, |(stem, _)| stem);
    match plain_words(stem).trim() {
        "" => clipped(file),
        words => clipped(&capital(words)),
    }
}

/// Values set on the command line in words, no lever named twice.
fn set_words(own: &[&Explained], model: &Model) -> String {
    let mut words: Vec<String> = Vec::new();
    for one in own {
        let parts: Vec<&str> = one.key.split('.').collect();
        let said = match parts[..] {
            ["lever", name, ..] => key_words(&format!("lever.{name}"), model),
            _ => format!("{}: {}", key_words(&one.key, model), one.value.trim_matches('"')),
        };
        if !words.contains(&said) {
            words.push(said);
        }
    }
    words.join(", ")
}

/// What a layer says of itself, on one line.
fn said(layer: &TomlTable<'_>, key: &str) -> Option<String> {
    let section = table_of(layer.get("scenario")?)?;
    let text = section.get(key)?.get_ref().as_str()?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(if key == "label" { clipped(&text) } else { text })
}

fn clipped(text: &str) -> String {
    match text.chars().count() > LONGEST {
        true => text.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

/// The assumptions that stand in a file.
fn own<'a>(explained: &'a [Explained], file: &str) -> Vec<&'a Explained> {
    let here = |one: &&Explained| one.place.as_ref().is_some_and(|place| place.file == file);
    let assumed =
        |one: &&Explained| !one.key.starts_with("scenario.") && role(&one.key) != KeyRole::Asked;
    explained.iter().filter(here).filter(assumed).collect()
}

/// The same in short, with where those stand that they lie over.
fn values(own: &[&Explained]) -> Vec<String> {
    let said = own.iter().map(|one| match (one.lies_over.first(), &one.instead_of) {
        (Some(below), Some(value)) => {
            format!("{} = {}, over {value} ({below})", one.key, one.value)
        }
        (Some(below), None) => format!("{} = {}, over {below}", one.key, one.value),
        (None, _) => format!("{} = {}", one.key, one.value),
    });
    said.collect()
}
