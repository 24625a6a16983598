//! What the keys of a scenario are called in words, for tables and charts.

pub(super) use crate::treaty::{capital, plain_words as plain};
use crate::{
    parameters::{self, present_key},
    treaty::Model,
};

/// Groups that have a name of their own.
const GROUPS: [(&str, &str); 19] = [
    ("all", "all"),
    ("signatories", "signatories"),
    ("non-signatories", "non-signatories"),
    ("ldc", "least developed countries"),
    ("eu", "EU members"),
    ("oecd", "OECD members"),
    ("g20", "G20 members"),
    ("brics", "BRICS members"),
    ("asean", "ASEAN members"),
    ("cis", "CIS members"),
    ("five-eyes", "the Five Eyes"),
    ("council-of-europe", "Council of Europe members"),
    ("african-union", "African Union members"),
    ("budapest-party", "Budapest Convention parties"),
    ("african", "African States"),
    ("asia-pacific", "Asia-Pacific States"),
    ("latin-american-and-caribbean", "Latin American and Caribbean States"),
    ("eastern-european", "Eastern European States"),
    ("western-european-and-others", "Western European and other States"),
];

/// What a dotted key is called in words; the key itself where it has no name.
pub fn key_words(key: &str, model: &Model) -> String {
    let key = &*present_key(key);
    if let Some(words) = parameters::words(key) {
        return words.to_owned();
    }
    let parts: Vec<&str> = key.split('.').collect();
    match parts[..] {
        ["speed", who] => format!("Speed of {}", who_words(who, model)),
        ["instruments", day] => format!("Instruments on {day}"),
        ["signatures", day] => format!("Signatures on {day}"),
        ["status", code, "chance"] => format!("Deposit of {}", who_words(code, model)),
        ["lever", name, ref rest @ ..] => match model.labels.levers.get(name) {
            Some(label) => with_rest(label, rest),
            None => with_rest(&format!("What-if: {}", plain(name)), rest),
        },
        ["all", ref rest @ ..] => belief("all", rest),
        ["group" | "participant", who, ref rest @ ..] => belief(&who_words(who, model), rest),
        _ => key.to_owned(),
    }
}

/// A belief about some: `ratification of LDC`, and which of its numbers.
fn belief(who: &str, rest: &[&str]) -> String {
    let Some((step, rest)) = rest.split_first() else { return capital(who) };
    with_rest(&format!("{} of {who}", capital(&plain(step))), rest)
}

/// What is named, and which part of it.
fn with_rest(named: &str, rest: &[&str]) -> String {
    if rest.is_empty() {
        return named.to_owned();
    }
    let rest: Vec<String> = rest.iter().map(|part| plain(part)).collect();
    format!("{named}, {}", rest.join(" "))
}

pub(super) fn who_words(who: &str, model: &Model) -> String {
    let labelled = model.labels.groups.get(who).map(String::as_str);
    let group = || GROUPS.iter().find(|(known, _)| *known == who).map(|(_, name)| *name);
    let own = || Some(model.participants[model.find(who)?].name.as_str());
    labelled.or_else(group).or_else(own).map_or_else(|| plain(who), str::to_owned)
}

/// A part of a key as TOML wants it: in quotes where it has to be.
pub(super) fn bare_key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !name.is_empty() && name.bytes().all(bare) {
        name.to_owned()
    } else {
        toml::Value::from(name).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn keys_have_names_that_a_reader_knows() {
        let hanoi = Scenario::load(&["hanoi".to_owned()], &[]).unwrap().model;
        for (key, words) in [
            ("pace.multiplier", "Pace of the treaty from now on"),
            ("calibration.pace.memory", "How long a pace lasts"),
            ("calibration.pace.tau", "Spread of pace between treaties"),
            ("calibration.signing.per_year", "Speed of signing"),
            ("speed.ldc", "Speed of least developed countries"),
            ("speed.FRA", "Speed of France"),
            ("speed.western-european-and-others", "Speed of Western European and other States"),
            ("status.AZE.chance", "Deposit of Azerbaijan"),
            ("lever.treaty-event", "What-if: treaty event"),
            ("lever.treaty-event.event.chance", "What-if: treaty event, event chance"),
            ("participant.VNM.ratification", "Ratification of Viet Nam"),
            ("group.eu.factor", "Factor of EU members"),
            ("all.ratification.log-normal", "Ratification of all, log normal"),
            ("something.else", "something.else"),
        ] {
            assert_eq!(key_words(key, &hanoi), words);
        }
    }

    #[test]
    fn labels_come_before_names() {
        let sets = [
            "lever.treaty-event.label=\"Conference in Hanoi\"",
            "lever.treaty-event.who=[\"eu\"]",
            "lever.treaty-event.event={ on = 2027-09-20 }",
            "group.eu.label=\"the Union\"",
        ];
        let model = Scenario::load(&["hanoi".to_owned()], &sets.map(str::to_owned)).unwrap().model;
        for (key, words) in [
            ("lever.treaty-event", "Conference in Hanoi"),
            ("lever.treaty-event.event.chance", "Conference in Hanoi, event chance"),
            ("speed.eu", "Speed of the Union"),
            ("group.eu.factor", "Factor of the Union"),
        ] {
            assert_eq!(key_words(key, &model), words);
        }
        assert_eq!(model.labels.lever("treaty-event"), "Conference in Hanoi");
        assert_eq!(model.labels.lever("other-event"), "other event");
    }
}
