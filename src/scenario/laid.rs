//! The layers of a scenario as a reader meets them: what each says of itself, what it changes.

use super::{
    Explained,
    gather::Gathered,
    layer::{self, table_of},
    wire::ManifestSection,
};

/// One layer of a scenario, or the values set on the command line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Laid {
    /// The file, as it was named.
    pub name: String,
    /// What it assumes and why, in prose, on one line; may be empty.
    pub about: String,
    /// The values it lays over or beside those below, such as `rule.instruments = 30, over 40
    /// (baseline.toml:22:15)`; none for the lowest layer.
    pub values: Vec<String>,
}

/// The layers, the lowest first: those that a manifest among them carries, then those read.
pub(super) fn laid(
    gathered: &Gathered,
    explained: &[Explained],
    manifest: &ManifestSection,
) -> Vec<Laid> {
    let carried = manifest.layers.get().into_iter().flatten().filter_map(|entry| {
        let layer = entry.get()?;
        let values = layer.values.get().into_iter().flatten();
        Some(Laid {
            name: layer.file.get()?.clone(),
            about: layer.about.get().cloned().unwrap_or_default(),
            values: values.filter_map(|value| value.get().cloned()).collect(),
        })
    });
    let mut all: Vec<Laid> = carried.collect();
    for index in gathered.shown() {
        let name = gathered.texts.text(index).name.clone();
        let about = layer::parse(&gathered.texts, index).ok().and_then(|parsed| {
            if parsed.contains_key("manifest") {
                // It carries its own layers, and is none itself.
                return None;
            }
            let section = parsed.get("scenario").and_then(table_of);
            let about = section.and_then(|section| section.get("about")?.get_ref().as_str());
            Some(about.map_or_else(String::new, one_line))
        });
        let from_manifest = about.is_none() && !gathered.is_set(index);
        if from_manifest {
            continue;
        }
        let values = if all.is_empty() { Vec::new() } else { values(explained, &name) };
        all.push(Laid { name, about: about.unwrap_or_default(), values });
    }
    all
}

/// The values that stand in a file, and where those stand that they lie over.
fn values(explained: &[Explained], file: &str) -> Vec<String> {
    let own = explained.iter().filter(|one| {
        let here = one.place.as_ref().is_some_and(|place| place.file == file);
        here && !one.key.starts_with("scenario.")
    });
    let said = own.map(|one| match (one.lies_over.first(), &one.instead_of) {
        (Some(below), Some(value)) => {
            format!("{} = {}, over {value} ({below})", one.key, one.value)
        }
        (Some(below), None) => format!("{} = {}, over {below}", one.key, one.value),
        (None, _) => format!("{} = {}", one.key, one.value),
    });
    said.collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
