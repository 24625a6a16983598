//! The file format as JSON Schema, made from the wire types; editors and the shape check read it.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::wire::ScenarioFile;

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
    value
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
    use super::*;
    use crate::parameters::{PaceParameter, Registered};

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
    fn the_format_page_says_what_the_register_says() {
        let page = include_str!("../../scenarios/README.md");
        for one in PaceParameter::ALL {
            let row = one.row();
            let [learned, without] = [true, false].map(|calibrated| row.left_out.value(calibrated));
            let learned = learned.map_or(String::new(), |value| format!(", else `{value}`"));
            let without = without.map_or("required".to_owned(), |value| format!("`{value}`"));
            let meaning = format!("{}, {}", row.doc, row.domain.range());
            let line = format!("| `{}` | as learned{learned} | {without} | {meaning} |", row.key);
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
