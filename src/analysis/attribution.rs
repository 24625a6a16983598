//! The way from one scenario to another: which keys differ, and the scenarios in between.

use std::{collections::BTreeSet, ops::Range};

use rayon::prelude::*;
use toml::{Table, Value};

use super::status_cells::{folded, is_part_of_rows, unfolded};
use crate::{
    engine::{Plan, simulate},
    parameters::{Holds, KeyRole, Section, role},
    quantity::Day,
    scenario::{Change, Faults, Scenario, key_words},
    tally::{self, Attribution, SideBySide},
    treaty::Model,
};

/// More steps than these are put together by section: nobody could read them.
const MOST_STEPS: usize = 12;
/// More differences than these inside one part of the calibration make it one key.
const MOST_INSIDE: usize = 3;
/// Values longer than this are cut, in characters.
const LONGEST: usize = 40;

/// The keys on the way, and the scenarios with some of them changed, numbered as
/// [`Attribution::pairs`] says.
#[derive(Debug)]
pub struct Decomposition {
    changes: Vec<tally::ChangedKeys>,
    scenarios: Vec<Scenario>,
}

impl Decomposition {
    /// The way from the first scenario to the second; nothing where no key differs.
    ///
    /// # Errors
    ///
    /// Only where a scenario written out cannot be read again, which would be a fault of ours.
    pub fn between(first: &Scenario, second: &Scenario) -> Result<Option<Decomposition>, Faults> {
        let [from, to] = [first, second].map(|one| unfolded(one.table()));
        let mut steps: Vec<Vec<String>> = together(differing(&from, &to));
        // Keys that make no sense without their neighbours are changed together with them.
        loop {
            let made = in_between(steps.len()).map(|some| &steps[some]);
            let made: Vec<Vec<Change>> = made.map(|steps| changes(&from, &to, steps)).collect();
            let read: Vec<Result<Scenario, Faults>> =
                made.par_iter().map(|changes| first.with(changes)).collect();
            let Some(bad) = read.iter().position(Result::is_err) else {
                let named = |keys: &Vec<String>| told(keys, &from, &to, &second.model);
                let changes = steps.iter().map(named).collect();
                let scenarios: Result<Vec<Scenario>, Faults> = read.into_iter().collect();
                let way = Decomposition { changes, scenarios: scenarios? };
                return Ok((!steps.is_empty()).then_some(way));
            };
            if steps.len() < 2 {
                read.into_iter().collect::<Result<Vec<Scenario>, Faults>>()?;
                return Ok(None);
            }
            let made = if bad <= steps.len() { bad } else { 2 * steps.len() - bad };
            let with = made.clamp(1, steps.len() - 1);
            let more = steps.remove(with);
            steps[with - 1].extend(more);
        }
    }

    /// How many scenarios have to be simulated.
    pub fn scenarios(&self) -> u64 {
        self.scenarios.len() as u64
    }

    /// Simulates them side by side and tells what each step does.
    ///
    /// `progress` hears of each stretch of runs done.
    pub fn attribute(
        &self,
        plan: Plan,
        day: Option<Day>,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Attribution {
        let runs = self.scenarios.iter().map(|one| simulate(&one.model, plan));
        let runs: Vec<_> = runs.collect();
        let days: Vec<Day> = day.into_iter().collect();
        let pairs = Attribution::pairs(self.changes.len());
        let side = SideBySide::from_runs(&runs, &pairs, &days, progress);
        Attribution::from_side_by_side(self.changes.clone(), &side, day)
    }
}

/// Which steps are made in each of the scenarios: more and more, from the first step on, then from
/// the last on.
fn in_between(steps: usize) -> impl Iterator<Item = Range<usize>> {
    let forward = (0..=steps).map(|count| 0..count);
    forward.chain((1..steps).map(move |count| steps - count..steps))
}

/// What makes some steps of the way: the values of the one scenario replaced by those of the other.
fn changes(from: &Table, to: &Table, steps: &[Vec<String>]) -> Vec<Change> {
    let mut made = from.clone();
    let mut changes = Vec::new();
    let mut of_status = false;
    for key in steps.iter().flatten() {
        let path: Vec<&str> = key.split(SEPARATOR).collect();
        let value = at(to, &path).cloned();
        put(&mut made, &path, value.clone());
        if is_part_of_rows(&path) {
            of_status = true;
        } else {
            let path = path.into_iter().map(str::to_owned).collect();
            changes.push(Change::Replace(path, value));
        }
    }
    if of_status {
        let rows = at(&folded(made), &["status", "rows"]).cloned();
        changes.push(Change::Replace(vec!["status".to_owned(), "rows".to_owned()], rows));
    }
    changes
}

/// Names in scenarios may hold dots; this they cannot hold.
const SEPARATOR: char = '\u{1f}';

/// The keys in which the two differ, in order, each as fine as it makes sense alone.
fn differing(from: &Table, to: &Table) -> Vec<String> {
    let mut keys = Vec::new();
    for name in names(from, to) {
        if Section::find_for(name).is_none_or(|section| section.holds != Holds::Itself) {
            let [one, other] = [from, to].map(|tree| tree.get(name));
            part(name, one, other, &mut keys);
        }
    }
    // The others bear on no future.
    keys.retain(|key| {
        matches!(role(&dotted(key)), KeyRole::Assumption | KeyRole::Table(..) | KeyRole::File)
    });
    keys
}

/// The differences of one part of the trees.
fn part(path: &str, one: Option<&Value>, other: Option<&Value>, keys: &mut Vec<String>) {
    if one == other {
        return;
    }
    let depth = path.split(SEPARATOR).count();
    let first = path.split(SEPARATOR).next().unwrap_or_default();
    // A part of a mixture is one text, which changes as a whole.
    let nested = |section: &Section| section.is_nested && section.holds != Holds::Parts;
    let deepest = if Section::find_for(first).is_some_and(nested) { 3 } else { 2 };
    match (one, other) {
        (Some(Value::Table(one)), Some(Value::Table(other))) if depth < deepest => {
            let mut inside = Vec::new();
            for name in names(one, other) {
                let path = format!("{path}{SEPARATOR}{name}");
                part(&path, one.get(name), other.get(name), &mut inside);
            }
            if first == "calibration" && depth == 2 && inside.len() > MOST_INSIDE {
                inside = vec![path.to_owned()];
            }
            keys.extend(inside);
        }
        // A section that only one of the two has: each of its keys, but a lever as a whole.
        (Some(Value::Table(only)), None) | (None, Some(Value::Table(only)))
            if depth < deepest && !(first == "lever" && depth == 2) =>
        {
            for name in only.keys() {
                let path = format!("{path}{SEPARATOR}{name}");
                let inside = |tree: Option<&Value>| tree.and_then(|tree| tree.get(name)).cloned();
                part(&path, inside(one).as_ref(), inside(other).as_ref(), keys);
            }
        }
        _ => keys.push(path.to_owned()),
    }
}

/// One step for each key, or for each section where there would be too many.
fn together(keys: Vec<String>) -> Vec<Vec<String>> {
    for depth in [usize::MAX, 2, 1] {
        let head = |key: &str| key.split(SEPARATOR).take(depth).collect::<Vec<_>>().join(".");
        let mut steps: Vec<Vec<String>> = Vec::new();
        for key in &keys {
            match steps.last_mut() {
                Some(step) if step.first().is_some_and(|first| head(first) == head(key)) => {
                    step.push(key.clone());
                }
                _ => steps.push(vec![key.clone()]),
            }
        }
        if steps.len() <= MOST_STEPS {
            return steps;
        }
    }
    vec![keys]
}

fn names<'a>(one: &'a Table, other: &'a Table) -> BTreeSet<&'a String> {
    one.keys().chain(other.keys()).collect()
}

fn dotted(key: &str) -> String {
    key.replace(SEPARATOR, ".")
}

fn at<'a>(tree: &'a Table, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    let value = tree.get(*first)?;
    if rest.is_empty() { Some(value) } else { at(value.as_table()?, rest) }
}

/// Puts a value at a path, or takes out what is there; tables left empty go too.
fn put(tree: &mut Table, path: &[&str], value: Option<Value>) {
    match (path, value) {
        ([], _) => {}
        ([last], Some(value)) => {
            tree.insert((*last).to_owned(), value);
        }
        ([last], None) => {
            tree.remove(*last);
        }
        ([first, rest @ ..], value) => {
            let inner = tree.entry(*first).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
                if inner.is_empty() {
                    tree.remove(*first);
                }
            }
        }
    }
}

fn told(keys: &[String], from: &Table, to: &Table, model: &Model) -> tally::ChangedKeys {
    let said = |tree: &Table, other: &Table| match keys {
        [key] => {
            let path: Vec<&str> = key.split(SEPARATOR).collect();
            short(at(tree, &path), at(other, &path))
        }
        _ => String::new(),
    };
    let names: Vec<String> = keys.iter().map(|key| key_words(&dotted(key), model)).collect();
    tally::ChangedKeys {
        name: names.join(", "),
        keys: keys.iter().map(|key| dotted(key)).collect(),
        from: said(from, to),
        to: said(to, from),
    }
}

/// A value in a few words.
fn short(value: Option<&Value>, other: Option<&Value>) -> String {
    let text = match value {
        None => return "–".to_owned(),
        Some(Value::String(text)) if text.contains('\n') => {
            let known: BTreeSet<&str> = match other {
                Some(Value::String(other)) => other.lines().collect(),
                _ => BTreeSet::new(),
            };
            let own = text.lines().filter(|line| !known.contains(line)).count();
            return match own {
                1 => "1 row of its own".to_owned(),
                _ => format!("{own} rows of its own"),
            };
        }
        Some(Value::Table(table)) => {
            let parts: Vec<String> = table
                .iter()
                .filter(|(name, _)| *name != "source")
                .map(|(name, value)| format!("{name} {}", short(Some(value), None)))
                .collect();
            parts.join(", ")
        }
        Some(value) => value.to_string(),
    };
    if text.chars().count() > LONGEST {
        text.chars().take(LONGEST).chain(['…']).collect()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(from: &str, to: &str) -> Vec<String> {
        let [from, to] = [from, to].map(|text| text.parse::<Table>().unwrap());
        let keys = differing(&from, &to);
        let mut made = from.clone();
        for change in changes(&from, &to, &together(keys.clone())) {
            let Change::Replace(key, value) = change else { panic!("{change:?}") };
            put(&mut made, &key.iter().map(String::as_str).collect::<Vec<_>>(), value);
        }
        assert_eq!(differing(&made, &to), [""; 0], "all steps made");
        keys.iter().map(|key| dotted(key)).collect()
    }

    #[test]
    fn keys_are_as_fine_as_they_make_sense_alone() {
        assert_eq!(
            keys("[rule]\ninstruments = 40", "[rule]\ninstruments = 30"),
            ["rule.instruments"]
        );
        assert_eq!(keys("", "[lever.a]\nwho = ['x']\nspeed = 2"), ["lever.a"]);
        assert_eq!(
            keys("[lever.a]\nwho = ['x']\nspeed = 2", "[lever.a]\nwho = ['x']\nspeed = 3"),
            ["lever.a.speed"]
        );
        assert_eq!(
            keys("[group.eu]\nfactor = 1", "[group.eu.ratification]\nfixed = { days = 9 }"),
            ["group.eu.factor", "group.eu.ratification"]
        );
        assert_eq!(keys("[scenario]\nname = 'a'", "[forecast]\nruns = 7"), [""; 0]);
    }

    #[test]
    fn many_keys_are_changed_section_by_section() {
        let section = |name: &str| {
            let keys: String = (0..9).map(|key| format!("k{key} = 1\n")).collect();
            format!("[{name}]\n{keys}")
        };
        let to = section("rule") + &section("pace");
        let keys = differing(&Table::new(), &to.parse().unwrap());
        assert_eq!((keys.len(), together(keys).len()), (18, 2));
    }
}
