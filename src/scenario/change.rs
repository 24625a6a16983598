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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn load(args: &[&str], sets: &[&str]) -> Scenario {
        let owned = |all: &[&str]| all.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        Scenario::load(&owned(args), &owned(sets)).unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn changed(scenario: &Scenario, changes: &[Change]) -> Scenario {
        scenario.with(changes).unwrap_or_else(|faults| panic!("{faults}"))
    }

    /// A layer that states a multiplier and a status of somebody.
    fn layer() -> Layer {
        Layer {
            name: "document".to_owned(),
            stem: "news".to_owned(),
            text:
                "[pace]\nmultiplier = 2\n[status]\nrows = \"iso3,deposited\\nBRA,2026-05-30\\n\"\n"
                    .to_owned(),
            sha256: Some("0".repeat(64)),
        }
    }

    #[test]
    fn a_changed_scenario_is_the_one_that_is_loaded_so() {
        let hanoi = load(&["hanoi"], &[]);
        let ours = changed(
            &hanoi,
            &[
                Change::set(&["rule", "instruments"], 30),
                Change::set(&["lever", "a b.c", "who"], vec!["FRA"]),
                Change::set(&["lever", "a b.c", "speed"], 1.5),
                Change::runs(RunCount::new(70).unwrap()),
                Change::seed(Seed(3)),
            ],
        );
        let sets = [
            "rule.instruments=30",
            "lever.\"a b.c\".who=[\"FRA\"]",
            "lever.\"a b.c\".speed=1.5",
            "forecast.runs=70",
            "forecast.seed=3",
        ];
        let theirs = load(&["hanoi"], &sets);
        assert_eq!(ours.resolved(), theirs.resolved());
        assert_eq!(format!("{:?}", ours.model), format!("{:?}", theirs.model));
        assert_eq!((ours.runs, ours.seed), (theirs.runs, theirs.seed));
    }

    #[test]
    fn values_set_stay_above_layers_that_come_later() {
        let set = load(&["hanoi"], &["pace.multiplier=3"]);
        let over = changed(&set, &[Change::Layer(layer())]);
        assert!((over.model.pace.unwrap().multiplier - 3.0).abs() < 1e-12);
        assert!(over.model.name.starts_with("hanoi+news+multiplier="), "{}", over.model.name);
        let brazil = over.model.find("BRA").unwrap();
        assert!(over.model.participants[brazil].status.deposited.is_some());
        let document = over.inputs().iter().filter(|(path, _)| path == "document").count();
        assert_eq!(document, 1);
    }

    #[test]
    fn a_replacement_takes_the_place_of_whatever_was_there() {
        let hanoi = load(&["hanoi"], &["all.factor=2", "lever.a.who=[\"FRA\"]", "lever.a.speed=2"]);
        let key = |key: &[&str]| key.iter().map(|&part| part.to_owned()).collect::<Vec<_>>();
        let rows = "iso3,signed\nFRA,2025-10-25\n";
        let other = changed(
            &hanoi,
            &[
                Change::Replace(key(&["status", "rows"]), Some(rows.into())),
                Change::Replace(key(&["all", "factor"]), None),
                Change::Replace(key(&["lever", "a"]), None),
                Change::Replace(key(&["calibration", "pace", "mean"]), Some(0.25.into())),
            ],
        );
        let signed = other.model.participants.iter().filter(|one| one.status.signed.is_some());
        assert_eq!(signed.map(|one| one.code.as_str()).collect::<Vec<_>>(), ["FRA"]);
        assert!(other.model.participants.iter().all(|one| one.status.deposited.is_none()));
        assert!(other.model.participants.iter().all(|one| one.levers.speed.is_empty()));
        let table = other.table();
        assert!(!table.contains_key("all") && !table.contains_key("lever"));
        let mean = table["calibration"]["pace"]["mean"].as_float();
        assert!((mean.unwrap() - 0.25).abs() < 1e-12);
    }

    #[test]
    fn a_wrong_change_is_refused_at_its_place() {
        let hanoi = load(&["hanoi"], &[]);
        let short = |changes: &[Change]| hanoi.with(changes).map(|_| ()).unwrap_err().short();
        let wrong = short(&[Change::set(&["pace", "multiplier"], -1)]);
        assert!(wrong.starts_with("<command line>:1:17: error:"), "{wrong}");
        let typed = short(&[Change::Typed("rule.instruments=x y".to_owned())]);
        assert!(typed.contains("<command line>:1:18"), "{typed}");
    }
}
