//! Every key known and every value of its kind: the merged tree is walked along the schema.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use toml::de::DeValue;

use super::{
    draft::Report,
    layer::{TomlTable, Value},
    source::Texts,
};
use crate::fault::{did_you_mean, nearest};

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub(super) reports: Vec<Report>,
    /// Dotted keys that were written, but not so that they can be read.
    pub(super) broken: BTreeSet<String>,
}

/// Walks a tree along the schema.
pub(super) fn walk(root: &TomlTable<'_>, texts: &Texts) -> Shape {
    let schema = super::schema::value();
    let mut walk = Walk { schema: &schema, texts, shape: Shape::default() };
    walk.table("", &schema, None, root);
    walk.shape
}

struct Walk<'a> {
    schema: &'a Json,
    texts: &'a Texts,
    shape: Shape,
}

impl<'a> Walk<'a> {
    fn table(
        &mut self,
        path: &str,
        schema: &'a Json,
        outer: Option<&'a Json>,
        table: &TomlTable<'_>,
    ) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let any = schema.get("additionalProperties").filter(|any| any.is_object());
            match schema.get("properties").and_then(|known| known.get(name)).or(any) {
                Some(entry) => self.value(&inner, entry, schema, value),
                None => self.unknown(path, name, schema, outer, key.span()),
            }
        }
    }

    fn unknown(
        &mut self,
        path: &str,
        name: &str,
        schema: &'a Json,
        outer: Option<&'a Json>,
        at: super::source::Span,
    ) {
        let what = if path.is_empty() { "section" } else { "key" };
        let near = nearest(name, names(schema));
        let report =
            Report::error(Some(at), format!("unknown {what} `{name}`{}", did_you_mean(near)));
        if let Some(near) = near {
            let meant = if path.is_empty() { near.to_owned() } else { format!("{path}.{near}") };
            self.shape.broken.insert(meant);
            self.shape.reports.push(report);
        } else if outer.is_some_and(|outer| names(outer).any(|known| known == name)) {
            let table = path.rsplit('.').next().unwrap_or_default();
            let help = format!("write `{name}` beside `{table}`, not inside it");
            self.shape.reports.push(report.help(help));
        } else {
            let known: Vec<&str> = names(schema).collect();
            self.shape.reports.push(report.help(format!("known here: {}", known.join(", "))));
        }
    }

    fn value(&mut self, path: &str, schema: &'a Json, outer: &'a Json, value: &Value<'_>) {
        let schema = self.resolved(schema);
        if let Some(branches) = schema.get("anyOf").and_then(Json::as_array) {
            let is_table = matches!(value.get_ref(), DeValue::Table(_));
            let branches: Vec<&Json> = branches.iter().map(|one| self.resolved(one)).collect();
            let fits = |one: &&&Json| (kind(one) == "object") == is_table;
            match branches.iter().find(fits) {
                Some(branch) => self.leaf(path, branch, " or a table", outer, value),
                None => self.misfit(path, "a word in quotes or a table", value),
            }
        } else {
            self.leaf(path, schema, "", outer, value);
        }
    }

    fn leaf(&mut self, path: &str, schema: &'a Json, or: &str, outer: &'a Json, value: &Value<'_>) {
        match (kind(schema), value.get_ref()) {
            ("object", DeValue::Table(table)) => self.table(path, schema, Some(outer), table),
            ("array", DeValue::Array(items)) => {
                let Some(inner) = schema.get("items") else { return };
                for item in items.iter() {
                    self.value(path, inner, schema, item);
                }
            }
            ("string", found) => self.text(path, schema, or, found, value),
            ("boolean", DeValue::Boolean(_))
            | ("number", DeValue::Float(_) | DeValue::Integer(_)) => {}
            ("integer", DeValue::Integer(whole)) => {
                let whole = i128::from_str_radix(whole.as_str(), whole.radix());
                let bound = |name| schema.get(name).and_then(Json::as_i64).map(i128::from);
                let least = bound("minimum").unwrap_or(0);
                let most = bound("maximum").unwrap_or(i128::from(i64::MAX));
                if !whole.is_ok_and(|whole| (least..=most).contains(&whole)) {
                    self.misfit(path, &format!("a whole number from {least} to {most}"), value);
                }
            }
            ("object", _) => self.misfit(path, "a table", value),
            ("array", _) => self.misfit(path, "a list in brackets", value),
            ("boolean", _) => self.misfit(path, "true or false", value),
            ("number", _) => self.misfit(path, "a number", value),
            ("integer", _) => self.misfit(path, "a whole number", value),
            _ => {}
        }
    }

    fn text(
        &mut self,
        path: &str,
        schema: &'a Json,
        or: &str,
        found: &DeValue<'_>,
        value: &Value<'_>,
    ) {
        let words = words(schema);
        let is_date = schema.get("format").is_some_and(|format| format == "date");
        match found {
            DeValue::Datetime(day)
                if is_date && day.time.is_none() && day.date.is_some_and(|date| date.year > 0) => {}
            _ if is_date => self.misfit(path, "a date such as 2027-12-31", value),
            DeValue::String(_) if words.is_empty() => {}
            DeValue::String(word) if words.contains(&word.as_ref()) => {}
            DeValue::String(word) => {
                let near = nearest(word, words.iter().copied());
                let expected = format!("{}{or}", listed(&words));
                let found = format!("expected {expected}, found \"{}\"", cut(word));
                let report = Report::error(Some(value.span()), found + &did_you_mean(near));
                self.shape.reports.push(report);
                self.shape.broken.insert(path.to_owned());
            }
            _ if words.is_empty() => self.misfit(path, "a text in quotes", value),
            _ => self.misfit(path, &format!("{}{or}", listed(&words)), value),
        }
    }

    fn misfit(&mut self, path: &str, expected: &str, value: &Value<'_>) {
        let found = match value.get_ref() {
            DeValue::Table(_) => "a table".to_owned(),
            _ => format!("`{}`", cut(self.texts.slice(&value.span()))),
        };
        let message = format!("expected {expected}, found {found}");
        let mut report = Report::error(Some(value.span()), message);
        if let DeValue::String(text) = value.get_ref()
            && text.parse::<f64>().is_ok() | text.parse::<crate::quantity::Day>().is_ok()
        {
            report = report.help("write it without quotes");
        }
        self.shape.reports.push(report);
        self.shape.broken.insert(path.to_owned());
    }

    fn resolved(&self, schema: &'a Json) -> &'a Json {
        let name = schema.get("$ref").and_then(Json::as_str);
        let named = name.and_then(|name| self.schema.pointer(name.trim_start_matches('#')));
        named.unwrap_or(schema)
    }
}

fn kind(schema: &Json) -> &str {
    match schema.get("type") {
        Some(Json::String(kind)) => kind,
        // Words with a meaning each come as alternatives without a kind of their own.
        _ => "string",
    }
}

fn names(schema: &Json) -> impl Iterator<Item = &str> {
    schema
        .get("properties")
        .and_then(Json::as_object)
        .into_iter()
        .flatten()
        .map(|(name, _)| &**name)
}

/// The words a string may be; none where it may be any.
fn words(schema: &Json) -> Vec<&str> {
    let of = |name: &str| schema.get(name).and_then(Json::as_array).into_iter().flatten();
    let alternatives = of("oneOf").filter_map(|one| one.get("const"));
    of("enum").chain(alternatives).filter_map(Json::as_str).collect()
}

fn listed(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    words.join(" or ")
}

/// The first line of what was found, not too long to read.
fn cut(text: &str) -> String {
    let line = text.trim_start_matches('\n').lines().next().unwrap_or_default();
    if line.chars().count() > 40 || text.lines().count() > 1 {
        line.chars().take(40).chain(['…']).collect()
    } else {
        line.to_owned()
    }
}
