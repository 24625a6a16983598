//! Keys and values of a scenario written as TOML: on one line, or as a text of several lines.

use toml::de::{DeArray, DeValue};

use super::layer::TomlTable;

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

/// A key, in quotes where it has to be.
pub(super) fn key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !name.is_empty() && name.bytes().all(bare) { name.to_owned() } else { basic(name) }
}

/// A text on one line, in quotes.
pub(super) fn basic(text: &str) -> String {
    format!("\"{}\"", escaped(text, false))
}

/// A text of several lines, as it reads where that can be.
pub(super) fn long(text: &str) -> String {
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
