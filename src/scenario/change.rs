//! Changes of a scenario that was read: layers and values laid over it.

use toml::Value;

use super::keys::bare_key;
use crate::quantity::{RunCount, Seed};

/// A layer that is made rather than read from a file, such as a status told by a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layer {
    /// What faults call it; the path of the file it is made from, where there is one.
    pub name: String,
    /// What it adds to the scenario's name, as a file's stem does; may be empty.
    pub stem: String,
    /// TOML. Paths in it start at the current folder.
    pub text: String,
    /// SHA-256 of the file it is made from, hexadecimal.
    pub sha256: Option<String>,
}

/// A change of a scenario, by which [`Scenario::with`](super::Scenario::with) makes another.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// A layer over all others, under the values set.
    Layer(Layer),
    /// A value over all files, as it is typed after `--set`: `rule.instruments=30`.
    Typed(String),
    /// The same, by the parts of its key: a table is laid over what is there, however deep it goes.
    Set(Vec<String>, Value),
    /// What is there is replaced by a value, or taken out where there is none; rows of participants
    /// with all that lies below them. Parts of a mixture stay as they are.
    Replace(Vec<String>, Option<Value>),
}

impl Change {
    /// Sets a value by the parts of its key.
    pub fn set(key: &[&str], value: impl Into<Value>) -> Change {
        Change::Set(key.iter().map(|&part| part.to_owned()).collect(), value.into())
    }

    /// So many futures.
    pub fn runs(runs: RunCount) -> Change {
        Change::set(&["forecast", "runs"], i64::try_from(runs.get()).unwrap_or(i64::MAX))
    }

    /// Another seed.
    pub fn seed(seed: Seed) -> Change {
        // What is beyond the numbers of TOML is refused where it is read, with its place.
        match i64::try_from(seed.0) {
            Ok(seed) => Change::set(&["forecast", "seed"], seed),
            Err(_) => Change::Typed(format!("forecast.seed={}", seed.0)),
        }
    }
}

/// `key = value`, as it would stand in a file.
pub(super) fn written(key: &[String], value: &Value) -> String {
    let key: Vec<String> = key.iter().map(|part| bare_key(part)).collect();
    format!("{}={value}", key.join("."))
}
