//! Layers: each parsed to a tree that knows its places, later ones laid over earlier ones.

use std::{borrow::Cow, collections::BTreeMap};

use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue},
};

use super::{
    draft::Report,
    source::{Span, Texts},
};
use crate::parameters::{
    KeyRole, Section, TableForm, TableSubject, renamed, renamed_words, role, tables,
};

/// A table of a scenario, each key and value with its place among all texts.
pub(super) type TomlTable<'t> = DeTable<'t>;

/// A value of a scenario with its place among all texts.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// A key with its place.
type PlacedKey<'t> = Spanned<Cow<'t, str>>;

/// All layers laid over each other.
#[derive(Debug, Default)]
pub(super) struct Tree<'t> {
    /// What holds in the end.
    pub(super) root: TomlTable<'t>,
    /// For each key, dotted, the values it lies over, the nearest first.
    beneath: BTreeMap<String, Vec<Span>>,
    /// Tables of participants, in the order they overlay each other.
    pub(super) sheets: Vec<SheetKey>,
    /// Where keys stood that have another name by now.
    pub(super) renamed: Vec<Report>,
}

/// A key that holds a table of participants, as a file or as text.
#[derive(Debug)]
pub(super) struct SheetKey {
    /// What it is about.
    pub(super) about: TableSubject,
    /// How it is given.
    pub(super) form: TableForm,
    /// The path or the table itself.
    pub(super) text: String,
    /// Where the value stands.
    pub(super) at: Span,
}

/// The tree of one text; its syntax errors, all of them, where it has any.
pub(super) fn parse(texts: &Texts, index: usize) -> Result<TomlTable<'_>, Vec<Report>> {
    let source = texts.source(index);
    parse_at(source.text.content(), source.base)
}

/// The tree of one `key=value` from the command line, which stands `base` bytes into all texts. A
/// value that is not TOML and looks like a word is a string.
pub(super) fn parse_set(set: &str, base: usize) -> Result<TomlTable<'_>, Vec<Report>> {
    let whole = || Some(base..base + set.len());
    let Some((key, value)) = set.split_once('=') else {
        let report = Report::error(whole(), format!("expected `key=value`, found `{set}`"));
        return Err(vec![report.help("for example --set rule.instruments=30")]);
    };
    let parsed = parse_at(set, base);
    let word = !value.trim_start().starts_with(['[', '{', '"', '\'']) && !value.contains('\n');
    if parsed.is_ok() || !word || value.trim().is_empty() {
        return parsed;
    }
    // The value gone, only the key is left to be wrong.
    let placeheld = format!("{key}=''");
    let mut table = owned_keys(parse_at(&placeheld, base)?);
    let start = base + key.len() + 1 + (value.len() - value.trim_start().len());
    give_leaf(&mut table, value.trim(), start..start + value.trim().len());
    Ok(table)
}

/// A value by itself, which stands `base` bytes into all texts.
pub(super) fn parse_value(text: &str, base: usize) -> Result<Value<'_>, Report> {
    let value = DeValue::parse(text).map_err(|error| {
        let message = format!("not TOML: {}", error.message());
        Report::error(Some(base..base + text.len()), message)
    })?;
    Ok(shifted_value(value, base))
}

impl<'t> Tree<'t> {
    /// Lays a layer over what is there, section by section and entry by entry; deeper tables are
    /// replaced whole, so that parts of two beliefs are never mixed.
    pub(super) fn overlay(&mut self, mut layer: TomlTable<'t>) {
        self.rename(layer.get_mut("calibration"));
        self.collect_sheets(&layer);
        for (key, value) in layer {
            let nested = Section::find_for(key.get_ref()).is_some_and(|section| section.is_nested);
            let depth = if nested { 2 } else { 1 };
            self.lay(key, value, depth);
        }
    }

    /// Lays one value of the command line over what is there, however deep it goes.
    pub(super) fn set(&mut self, mut layer: TomlTable<'t>) {
        self.rename(layer.get_mut("calibration"));
        self.collect_sheets(&layer);
        for (key, value) in layer {
            self.lay(key, value, usize::MAX);
        }
    }

    /// Lays a table under a section: only what the section leaves out is taken from it.
    pub(super) fn underlay(&mut self, section: &str, below: TomlTable<'t>) {
        let Some(above) = self.root.remove(section) else { return };
        let key = Spanned::new(above.span(), Cow::Owned(section.to_owned()));
        let mut below = Spanned::new(above.span(), DeValue::Table(below));
        self.rename(Some(&mut below));
        self.root.insert(key.clone(), below);
        self.lay(key, above, 2);
    }

    /// Puts a value in the place of what is there, or takes that out; tables left empty go too. A
    /// table of participants takes the place of all of its kind.
    pub(super) fn replace(&mut self, key: &[String], value: Option<Value<'t>>) {
        if let KeyRole::Table(about, form) = role(&key.join(".")) {
            self.sheets.retain(|sheet| sheet.about != about);
            for (section, other, ..) in tables().filter(|(.., one, _)| *one == about) {
                put(&mut self.root, &[section.to_owned(), other.to_owned()], None);
            }
            if let Some(text) = value.as_ref().and_then(|value| value.get_ref().as_str()) {
                let at = value.as_ref().map_or(0..0, Value::span);
                self.sheets.push(SheetKey { about, form, text: text.to_owned(), at });
            }
        }
        put(&mut self.root, key, value);
    }

    /// The values that the value of this dotted key lies over, the nearest first.
    pub(super) fn beneath(&self, path: &str) -> &[Span] {
        self.beneath.get(path).map_or(&[], Vec::as_slice)
    }

    /// The value of a section's entry.
    pub(super) fn entry(&self, section: &str, entry: &str) -> Option<&Value<'t>> {
        table_of(self.root.get(section)?)?.get(entry)
    }

    /// Gives the keys of a calibration the names they have now, and notes where each stands.
    fn rename(&mut self, calibration: Option<&mut Value<'t>>) {
        let Some(DeValue::Table(calibration)) = calibration.map(Value::get_mut) else { return };
        for part in ["pace", "draws"] {
            let Some(DeValue::Table(table)) = calibration.get_mut(part).map(Value::get_mut) else {
                continue;
            };
            let new = |key: &PlacedKey<'t>| Some((key.get_ref().clone(), renamed(key.get_ref())?));
            let names: Vec<(Cow<'t, str>, &str)> = table.keys().filter_map(new).collect();
            for (old, now) in names {
                let Some((key, value)) = table.remove_entry(old.as_ref()) else { continue };
                let (message, help) = renamed_words(&old, now);
                if table.contains_key(now) {
                    let report =
                        Report::error(Some(key.span()), message + ", which stands here too");
                    self.renamed.push(report.help(format!("leave `{old}` out")));
                    continue;
                }
                self.renamed.push(Report::warning(Some(key.span()), message).help(help));
                table.insert(Spanned::new(key.span(), Cow::Borrowed(now)), value);
            }
        }
    }

    fn lay(&mut self, key: PlacedKey<'t>, value: Value<'t>, depth: usize) {
        let path = key.get_ref().to_string();
        lay(&mut self.root, &mut self.beneath, path, key, value, depth);
    }

    fn collect_sheets(&mut self, layer: &TomlTable<'t>) {
        for (section, key, about, form) in tables() {
            let value = layer.get(section).and_then(table_of).and_then(|table| table.get(key));
            if let Some(value) = value
                && let DeValue::String(text) = value.get_ref()
            {
                let (text, at) = (text.to_string(), value.span());
                self.sheets.push(SheetKey { about, form, text, at });
            }
        }
    }
}

/// The table a value is, if it is one.
pub(super) fn table_of<'a, 't>(value: &'a Value<'t>) -> Option<&'a TomlTable<'t>> {
    match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn lay<'t>(
    below: &mut TomlTable<'t>,
    beneath: &mut BTreeMap<String, Vec<Span>>,
    path: String,
    key: PlacedKey<'t>,
    value: Value<'t>,
    depth: usize,
) {
    let old = below.remove(key.get_ref().as_ref());
    let value = match (old, value) {
        (Some(mut old), value) if depth > 0 && is_table(&old) && is_table(&value) => {
            let (span, DeValue::Table(entries)) = (value.span(), value.into_inner()) else {
                return;
            };
            if let DeValue::Table(table) = old.get_mut() {
                for (key, value) in entries {
                    let path = format!("{path}.{}", key.get_ref());
                    lay(table, beneath, path, key, value, depth - 1);
                }
            }
            Spanned::new(span, old.into_inner())
        }
        (Some(old), value) => {
            beneath.entry(path).or_default().insert(0, old.span());
            value
        }
        (None, value) => value,
    };
    below.insert(key, value);
}

fn put<'t>(table: &mut TomlTable<'t>, key: &[String], value: Option<Value<'t>>) {
    let Some((first, rest)) = key.split_first() else { return };
    let old = table.remove(first.as_str());
    let value = match (rest.is_empty(), value) {
        (true, value) => value,
        (false, value) => {
            let at = old.as_ref().or(value.as_ref()).map_or(0..0, Value::span);
            let mut inner = match old.map(Value::into_inner) {
                Some(DeValue::Table(inner)) => inner,
                _ => TomlTable::new(),
            };
            put(&mut inner, rest, value);
            (!inner.is_empty()).then(|| Spanned::new(at, DeValue::Table(inner)))
        }
    };
    if let Some(value) = value {
        table.insert(Spanned::new(value.span(), Cow::Owned(first.clone())), value);
    }
}

fn is_table(value: &Value<'_>) -> bool {
    matches!(value.get_ref(), DeValue::Table(_))
}

fn parse_at(content: &str, base: usize) -> Result<TomlTable<'_>, Vec<Report>> {
    let (table, errors) = DeTable::parse_recoverable(content);
    if errors.is_empty() {
        return Ok(shifted(table.into_inner(), base));
    }
    let report = |error: &toml::de::Error| {
        let at = error.span().unwrap_or(content.len()..content.len());
        let at = base + at.start..base + at.end;
        let message = error.message().lines().next().unwrap_or("not understood");
        Report::error(Some(at), format!("not TOML: {message}"))
    };
    Err(errors.iter().map(report).collect())
}

/// The same table, each place so many bytes further on.
fn shifted(table: DeTable<'_>, base: usize) -> DeTable<'_> {
    let entries = table.into_iter().map(|(key, value)| {
        let at = key.span().start + base..key.span().end + base;
        (Spanned::new(at, key.into_inner()), shifted_value(value, base))
    });
    entries.collect()
}

/// The same value, each place so many bytes further on.
pub(super) fn shifted_value(value: Value<'_>, base: usize) -> Value<'_> {
    let at = value.span().start + base..value.span().end + base;
    let value = match value.into_inner() {
        DeValue::Table(table) => DeValue::Table(shifted(table, base)),
        DeValue::Array(items) => {
            let mut moved = DeArray::new();
            items.into_iter().for_each(|item| moved.push(shifted_value(item, base)));
            DeValue::Array(moved)
        }
        other => other,
    };
    Spanned::new(at, value)
}

/// Puts a word where the placeholder of the only key of this table stands.
fn give_leaf<'t>(table: &mut TomlTable<'t>, word: &'t str, at: Span) {
    let Some((_, value)) = table.iter_mut().next() else { return };
    if let DeValue::Table(deeper) = value.get_mut() {
        give_leaf(deeper, word, at);
    } else {
        *value = Spanned::new(at, DeValue::String(Cow::Borrowed(word)));
    }
}

/// A table of one key, dotted perhaps, that no longer borrows the text it was parsed from; the
/// value is left out for an empty word.
fn owned_keys<'t>(table: TomlTable<'_>) -> TomlTable<'t> {
    let owned = |(key, value): (PlacedKey<'_>, Value<'_>)| {
        let at = value.span();
        let value = match value.into_inner() {
            DeValue::Table(table) => DeValue::Table(owned_keys(table)),
            _ => DeValue::String(Cow::Borrowed("")),
        };
        let key = Spanned::new(key.span(), Cow::Owned(key.into_inner().into_owned()));
        (key, Spanned::new(at, value))
    };
    table.into_iter().map(owned).collect()
}
