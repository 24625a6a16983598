//! Names of scenarios: the base's, with what each layer and each value set adds.

use std::collections::BTreeMap;

use super::{
    layer::{TomlTable, table_of},
    toml_text::inline,
};
use crate::{
    parameters::{KeyRole, role},
    quantity::sha256,
};

/// Names are folders' names: longer ones, in characters, would not fit.
pub(super) const LONGEST_NAME: usize = 100;
/// Longer additions, in characters, are told by a few digits of their hash.
const LONGEST: usize = 60;
/// Digits of that hash.
const DIGITS: usize = 8;

/// A name in the making: the base's, and what lies over it.
#[derive(Clone, Debug, Default)]
pub(super) struct Naming {
    base: String,
    over: Vec<String>,
}

impl Naming {
    /// Adds a layer: one that has a name gives it to the whole, another adds its file's.
    pub(super) fn layer(&mut self, layer: &TomlTable<'_>, stem: &str) {
        match name_of(layer) {
            Some(base) => *self = Naming { base, over: Vec::new() },
            None if stem.is_empty() => {}
            None => self.over.push(stem.to_owned()),
        }
    }

    /// The name, with the values set; one of them may give it whole.
    pub(super) fn with_sets<'a, 't: 'a>(
        self,
        sets: impl Iterator<Item = &'a TomlTable<'t>> + Clone,
    ) -> String {
        if let Some(given) = sets.clone().filter_map(name_of).last() {
            return given;
        }
        let mut values = BTreeMap::new();
        sets.for_each(|set| leaves("", set, &mut values));
        let short = values.iter().map(|(key, value)| format!("{}={}", short(key), plain(value)));
        let over: Vec<String> = self.over.iter().cloned().chain(short).collect();
        added(&self.base, &over, &format!("{:?} {values:?}", self.over))
    }
}

/// A base's name and what is added to it; long additions by a few digits of their hash.
pub fn named(base: &str, over: &[String]) -> String {
    let over: Vec<String> = over.iter().map(|one| plain(one)).collect();
    added(base, &over, &over.join("+"))
}

/// `exactly` is all that makes the additions what they are.
fn added(base: &str, over: &[String], exactly: &str) -> String {
    let over = over.join("+");
    let (length, more) = (base.chars().count(), over.chars().count());
    if more == 0 {
        return base.to_owned();
    }
    if more <= LONGEST && length + 1 + more <= LONGEST_NAME {
        return format!("{base}+{over}");
    }
    let digits = &sha256(exactly.as_bytes())[..DIGITS];
    // A base that is too long by itself is refused, so it stays as it is.
    let room = if length <= LONGEST_NAME { LONGEST_NAME - 1 - DIGITS } else { length };
    format!("{}+{digits}", base.chars().take(room).collect::<String>())
}

/// The values of a table by their dotted keys, those that assume something.
fn leaves(path: &str, table: &TomlTable<'_>, values: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = match path {
            "" => name.get_ref().to_string(),
            path => format!("{path}.{}", name.get_ref()),
        };
        match table_of(value) {
            Some(inner) => leaves(&key, inner, values),
            // What is asked and by which draws assumes nothing of any future, so it names nothing.
            None if role(&key) == KeyRole::Asked || key.starts_with("scenario.") => {}
            None => {
                values.insert(key, inline(value.get_ref()));
            }
        }
    }
}

/// A key without its section.
fn short(key: &str) -> String {
    plain(key.split_once('.').map_or(key, |(_, rest)| rest))
}

/// A value without what names cannot have.
fn plain(value: &str) -> String {
    let kept = |letter: char| letter.is_alphanumeric() || "-_.=".contains(letter);
    let words = value.split(|letter: char| !kept(letter)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

fn name_of(layer: &TomlTable<'_>) -> Option<String> {
    let name = table_of(layer.get("scenario")?)?.get("name")?;
    name.get_ref().as_str().map(str::to_owned)
}

/// A text as part of a scenario's name: what names cannot have becomes `-`.
pub fn folder_name(stem: &str) -> String {
    let kept = |letter: char| {
        if letter.is_alphanumeric() || "-_.+".contains(letter) { letter } else { '-' }
    };
    stem.chars().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn name(args: &[&str], sets: &[&str]) -> String {
        let owned = |all: &[&str]| all.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        Scenario::load(&owned(args), &owned(sets)).unwrap().model.name
    }

    #[test]
    fn what_is_assumed_is_in_the_name() {
        for (sets, expected) in [
            (&[][..], "hanoi"),
            (&["rule.instruments=30"], "hanoi+instruments=30"),
            (&["forecast.runs=7", "forecast.seed=2", "forecast.by=[2028-01-01]"], "hanoi"),
            (&["group.eu.factor=2", "forecast.runs=7"], "hanoi+eu.factor=2"),
            (&["participant.VNM.ratification=never"], "hanoi+VNM.ratification=never"),
            (&["rule.wait={ days = 30 }"], "hanoi+wait.days=30"),
            (&["rule.instruments=30", "pace.multiplier=2"], "hanoi+multiplier=2+instruments=30"),
            (&["pace.multiplier=2", "rule.instruments=30"], "hanoi+multiplier=2+instruments=30"),
            (&["rule.instruments=20", "rule.instruments=30"], "hanoi+instruments=30"),
            (&["rule.instruments=30", "scenario.name=mine"], "mine"),
        ] {
            assert_eq!(name(&["hanoi"], sets), expected);
        }
        let both = name(&["hanoi", "hanoi/canada"], &["rule.instruments=30"]);
        assert_eq!(both, "hanoi+canada+instruments=30");
    }

    #[test]
    fn long_names_are_digests_and_differ() {
        let sets = |last: &str| {
            let sets = ["all.factor=1.25", "rule.instruments=30", "pace.multiplier=1.5", last];
            name(&["hanoi", "hanoi/canada"], &sets)
        };
        let (one, other) = (sets("participant.VNM.factor=2"), sets("participant.VNM.factor=3"));
        assert!(
            one.starts_with("hanoi+") && one.chars().count() == "hanoi+".len() + DIGITS,
            "{one}"
        );
        assert_ne!(one, other);
        assert_eq!(one, sets("participant.VNM.factor=2"));
        let given = "x".repeat(LONGEST_NAME);
        let long = Naming { base: given.clone(), over: vec!["y".to_owned()] };
        assert_eq!(long.with_sets([].iter()).chars().count(), LONGEST_NAME);
        assert_eq!(Naming { base: given.clone(), over: Vec::new() }.with_sets([].iter()), given);
    }
}
