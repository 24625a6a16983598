//! What people call a scenario and the things in it that have names of their own.

use std::collections::BTreeMap;

/// What people call a scenario, its levers and its groups: their labels, or their names in plain
/// words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Labels {
    /// What the scenario is made of, the baseline first, then each layer that lies over it.
    pub layers: Vec<String>,
    /// Of levers that have a label, by name.
    pub levers: BTreeMap<String, String>,
    /// Of groups that have a label, by name.
    pub groups: BTreeMap<String, String>,
}

impl Labels {
    /// What a scenario is called: its baseline and all that lies over it.
    pub fn scenario(&self) -> String {
        self.layers.join(" + ")
    }

    /// What a lever is called.
    pub fn lever(&self, name: &str) -> String {
        self.levers.get(name).cloned().unwrap_or_else(|| plain_words(name))
    }

    /// What each of several scenarios is called beside the others: what all are made of is left
    /// out, unless nothing would be left.
    pub fn apart(all: &[&Labels]) -> Vec<String> {
        let shared = |label: &String| all.iter().all(|one| one.layers.contains(label));
        let called = |one: &&Labels| {
            let own: Vec<&str> =
                one.layers.iter().filter(|label| !shared(label)).map(String::as_str).collect();
            if own.is_empty() { one.scenario() } else { own.join(" + ") }
        };
        all.iter().map(called).collect()
    }
}

/// Parts of names that are not written as common words are.
const PROPER: [(&str, &str); 8] = [
    ("canada", "Canada"),
    ("eu", "EU"),
    ("hanoi", "Hanoi"),
    ("ldc", "LDC"),
    ("paris", "Paris"),
    ("un", "UN"),
    ("uncac", "UNCAC"),
    ("untoc", "UNTOC"),
];

/// A name as people read it: without the marks between its words, but for those of numbers and days.
pub fn plain_words(name: &str) -> String {
    let word = |part: &str| {
        let known = PROPER.iter().find(|(plain, _)| *plain == part);
        known.map_or_else(|| part.to_owned(), |(_, proper)| (*proper).to_owned())
    };
    let letters: Vec<char> = name.chars().collect();
    let between_numbers = |place: usize| {
        let digit = |place: Option<usize>| {
            place.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit)
        };
        digit(place.checked_sub(1)) && digit(Some(place + 1))
    };
    let (mut words, mut part) = (String::new(), String::new());
    for (place, letter) in letters.iter().enumerate() {
        match letter {
            '-' | '_' | '+' if !between_numbers(place) => {
                words.push_str(&word(&part));
                words.push_str(if *letter == '+' { " + " } else { " " });
                part.clear();
            }
            letter => part.push(*letter),
        }
    }
    words + &word(&part)
}

/// A text with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        for (name, words) in [
            ("eu-bloc", "EU bloc"),
            ("pace-of-paris+canada", "pace of Paris + Canada"),
            ("as-of-2026-11-30", "as of 2026-11-30"),
            ("", ""),
            ("-", " "),
            ("中文-名", "中文 名"),
        ] {
            assert_eq!(plain_words(name), words);
        }
        assert_eq!([capital("eu bloc"), capital("éa"), capital("")], ["Eu bloc", "Éa", ""]);
    }

    #[test]
    fn scenarios_are_called_by_what_they_do_not_share() {
        let of = |layers: &[&str]| Labels {
            layers: layers.iter().map(|&label| label.to_owned()).collect(),
            ..Labels::default()
        };
        let apart = |all: &[&[&str]]| {
            let all: Vec<Labels> = all.iter().map(|layers| of(layers)).collect();
            Labels::apart(&all.iter().collect::<Vec<_>>())
        };
        assert_eq!(apart(&[&["Hanoi"], &["Hanoi", "A"]]), ["Hanoi", "A"]);
        assert_eq!(apart(&[&["Hanoi", "A"], &["Hanoi", "A", "B"]]), ["Hanoi + A", "B"]);
        assert_eq!(apart(&[&["Hanoi", "C", "30"], &["Hanoi", "30"]]), ["C", "Hanoi + 30"]);
        assert_eq!(apart(&[&["Hanoi", "A"], &["Paris"]]), ["Hanoi + A", "Paris"]);
    }
}
