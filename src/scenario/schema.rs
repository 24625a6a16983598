//! The file format as JSON Schema, made from the wire types; editors and the shape check read it.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::wire::ScenarioFile;
use crate::parameters::KEYS;

/// The JSON Schema of a scenario file, indented; the text of `scenarios/schema.json`.
pub fn json_schema() -> String {
    let mut text = serde_json::to_string_pretty(&value()).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema as a tree.
pub(super) fn value() -> Value {
    let schema =
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<ScenarioFile>();
    let mut value = schema.to_value();
    tidy(&mut value);
    for key in KEYS {
        if let (Some(default), Some(place)) = (key.default, property(&value, key.path)) {
            say(&mut value, &place, &format!("Default {default}."));
        }
    }
    value
}

/// Where in the schema the property stands that a key of the register is, as a JSON pointer; of a key
/// by its last part, the first that is called so.
fn property(schema: &Value, path: &str) -> Option<String> {
    if let Some(last) = path.strip_prefix("**.") {
        let parts = schema.get("$defs")?.as_object()?.keys();
        let mut places = parts.map(|part| format!("/$defs/{part}/properties/{last}"));
        return places.find(|place| schema.pointer(place).is_some());
    }
    let mut place = String::new();
    for name in path.split('.') {
        let part = schema.pointer(&place)?;
        let reference = part.get("$ref").and_then(Value::as_str);
        let inside = reference.map_or(place.clone(), |to| to.trim_start_matches('#').to_owned());
        place = match name {
            "*" => format!("{inside}/additionalProperties"),
            name => format!("{inside}/properties/{name}"),
        };
    }
    schema.pointer(&place).is_some().then_some(place)
}

/// Adds what holds by default to the description of a property, before its example.
fn say(schema: &mut Value, place: &str, default: &str) {
    let Some(Value::String(said)) = schema.pointer_mut(&format!("{place}/description")) else {
        return;
    };
    *said = match said.split_once(" Example: ") {
        Some((meaning, example)) => format!("{meaning} {default} Example: {example}"),
        None => format!("{said} {default}"),
    };
}

/// Closes tables against unknown keys and drops what only programs would read: number formats and
/// empty defaults.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.contains_key("properties") {
                object.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            if object.get("type").is_some_and(|kind| kind != "string") {
                object.remove("format");
            }
            if object.get("default").is_some_and(Value::is_null) {
                object.remove("default");
            }
            object.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, de::value::StrDeserializer};

    use super::*;
    use crate::{
        parameters::{ByDefault, Key, PaceParameter, Registered, SECTIONS},
        scenario::wire::{Combine, LaterRecords},
    };

    #[test]
    fn the_schema_beside_the_scenarios_is_current() {
        expect_test::expect_file!["../../scenarios/schema.json"].assert_eq(&json_schema());
    }

    #[test]
    fn the_format_page_has_every_key() {
        let page = include_str!("../../scenarios/README.md");
        let schema = value();
        let parts = schema["$defs"].as_object().unwrap().values().chain([&schema]);
        let keys = parts.filter_map(|part| part.get("properties")?.as_object());
        let missing: Vec<&String> = keys
            .flat_map(|keys| keys.keys())
            .filter(|key| !page.contains(&format!("`{key}`")) && !page.contains(&format!("[{key}")))
            .collect();
        assert_eq!(missing, Vec::<&String>::new());
    }

    #[test]
    fn the_register_is_about_keys_of_the_format() {
        let schema = value();
        let sections: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
        assert_eq!(sections, SECTIONS.map(|section| section.name));
        for key in KEYS {
            assert!(property(&schema, key.path).is_some(), "{}", key.path);
        }
        let word = |path: &str| match Key::find(path).and_then(|key| key.default) {
            Some(ByDefault::Word(word)) => StrDeserializer::<serde::de::value::Error>::new(word),
            other => panic!("{path}: {other:?}"),
        };
        assert_eq!(Combine::deserialize(word("rule.combine")), Ok(Combine::default()));
        let later = LaterRecords::deserialize(word("status.later_records"));
        assert_eq!(later, Ok(LaterRecords::default()));
    }

    #[test]
    fn the_format_page_says_what_the_register_says() {
        let page = include_str!("../../scenarios/README.md");
        for key in KEYS {
            let Some(default) = key.default else { continue };
            let last = key.path.rsplit('.').next().unwrap();
            let row = format!("| `{last}` | `{default}` |");
            let told = page.contains(&row) || page.contains(&format!("`{last}` {default} unless"));
            assert!(told, "{row}");
        }
        for one in PaceParameter::ALL {
            let row = one.row();
            let holds = |calibrated: bool| {
                let value = row.left_out.value(calibrated);
                match (row.left_out.is_taken(calibrated), calibrated) {
                    (false, _) => "not taken".to_owned(),
                    (true, true) => {
                        let else_this = |value| format!("as learned, else `{value}`");
                        value.map_or("as learned".to_owned(), else_this)
                    }
                    (true, false) => {
                        value.map_or("required".to_owned(), |value| format!("`{value}`"))
                    }
                }
            };
            let meaning = format!("{}, {}", row.doc, row.domain.range());
            let line =
                format!("| `{}` | {} | {} | {meaning} |", row.key, holds(true), holds(false));
            assert!(page.contains(&line), "{line}");
        }
    }

    #[test]
    fn every_key_says_what_it_is() {
        fn undocumented(path: &str, schema: &Value, found: &mut Vec<String>) {
            for (name, entry) in
                schema.get("properties").and_then(Value::as_object).into_iter().flatten()
            {
                if entry.get("description").is_none() && entry.get("$ref").is_none() {
                    found.push(format!("{path}.{name}"));
                }
            }
        }
        let schema = value();
        let mut found = Vec::new();
        undocumented("", &schema, &mut found);
        for (name, part) in schema["$defs"].as_object().unwrap() {
            undocumented(name, part, &mut found);
        }
        assert_eq!(found, Vec::<String>::new());
    }
}
