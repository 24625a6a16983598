//! What can be varied: numbers of the scenario by their keys, the speed of some, instruments or
//! signatures on a day; and the scenario with a value laid over it.

use serde_json::Value as Json;
use toml::{Table, Value};

use super::Unusable;
use crate::{
    engine::{Detail, Plan, Runs, simulate},
    parameters::{Holds, Section, present_key},
    quantity::Day,
    scenario::{Change, Scenario, json_schema, key_words},
    tally::Dates,
    wording::long_day,
};

/// A value that can be varied.
#[derive(Clone, Debug)]
pub struct VariedParameter {
    /// As it was asked for.
    pub key: String,
    /// The same in words.
    pub name: String,
    /// Whether it takes whole numbers only.
    pub whole: bool,
    /// What holds without varying it, where that is one number.
    pub now: Option<f64>,
    handle: Handle,
}

#[derive(Clone, Debug)]
enum Handle {
    /// A key of the scenario.
    Key,
    /// The speed of these.
    Speed(String),
    /// So many more do this on a day, whoever they are.
    Acts(DailyAct, Day),
}

/// What so many may do on one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum DailyAct {
    Deposit,
    Sign,
}

/// Before the name of a group or participant: how many times as fast it deposits.
const SPEED: &str = "speed.";

impl VariedParameter {
    /// The knob of this name, for this scenario.
    ///
    /// # Errors
    ///
    /// Where nothing of this name can be varied; the nearest and all that can are named.
    pub fn find(key: &str, scenario: &Scenario) -> Result<VariedParameter, Unusable> {
        let key = &*present_key(key);
        let knob = |whole, now, handle| VariedParameter {
            key: key.to_owned(),
            name: key_words(key, &scenario.model),
            whole,
            now,
            handle,
        };
        if let Some(who) = key.strip_prefix(SPEED) {
            return Ok(knob(false, Some(1.0), Handle::Speed(who.to_owned())));
        }
        if let Some((act, day)) = DailyAct::of(key) {
            let day = act.day(key, day, scenario)?;
            let name = format!("{} on {}", act.words(), long_day(day));
            return Ok(VariedParameter { name, ..knob(true, None, Handle::Acts(act, day)) });
        }
        let tree = scenario.table();
        let schema: Json = serde_json::from_str(&json_schema()).unwrap_or_default();
        match numeric(&schema, key).filter(|_| bears_on_futures(key)) {
            Some(whole) => {
                let explained = scenario.explain();
                let said = explained.iter().find(|told| told.key == key);
                let now = said.and_then(|told| told.value.parse().ok());
                Ok(knob(whole, now, Handle::Key))
            }
            None => Err(unknown(key, &names(&tree, &schema))),
        }
    }

    /// What makes a scenario take this value.
    pub fn changes(&self, value: f64) -> Vec<Change> {
        let lever = |key: &str, value: Value| Change::set(&["lever", &self.key, key], value);
        match &self.handle {
            Handle::Key => {
                let key: Vec<&str> = self.key.split('.').collect();
                vec![Change::set(&key, number(value))]
            }
            Handle::Speed(who) => {
                vec![lever("who", vec![who.as_str()].into()), lever("speed", number(value))]
            }
            Handle::Acts(..) if value < 0.5 => Vec::new(),
            Handle::Acts(act, day) => {
                let (who, does) = match act {
                    DailyAct::Deposit => ("all", lever("event", table(&[("on", date(*day))]))),
                    DailyAct::Sign => ("non-signatories", lever("signs_on", date(*day))),
                };
                vec![lever("who", vec![who].into()), lever("most_likely", number(value)), does]
            }
        }
    }

    /// Refuses values that the scenario cannot take, in words of the command line.
    pub fn check(&self, values: &[f64]) -> Result<(), Unusable> {
        let refuse = |message: String, help: &str| Err(Unusable::new(message, help));
        for value in values {
            if self.whole && value.fract() != 0.0 {
                let message = format!("--vary: `{}` takes whole numbers, found {value}", self.key);
                return refuse(message, "choose whole bounds and a whole step");
            }
            if matches!(self.handle, Handle::Acts(..)) && *value < 0.0 {
                let message = format!("--vary: expected `{}` from 0, found {value}", self.key);
                return refuse(message, "what has been done cannot be undone");
            }
        }
        Ok(())
    }
}

/// A number as a scenario has it: whole ones without a point.
pub(super) fn number(value: f64) -> Value {
    let whole = value.fract() == 0.0 && value.abs() < 1e15;
    if whole { Value::Integer(value as i64) } else { Value::Float(value) }
}

/// A day as a scenario has it.
pub fn date(day: Day) -> Value {
    let text = day.to_string();
    text.parse().map_or(Value::String(text), Value::Datetime)
}

fn table(entries: &[(&str, Value)]) -> Value {
    let entries = entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    Value::Table(entries.collect())
}

/// When the rule is met over the runs of a scenario.
pub fn dates(scenario: &Scenario, plan: Plan) -> Dates {
    let runs: Runs<'_> = simulate(&scenario.model, plan);
    runs.gather(Detail::Date, || Dates::new(runs.model), &|_| {})
}

impl DailyAct {
    const ALL: [DailyAct; 2] = [DailyAct::Deposit, DailyAct::Sign];

    /// What a key asks for, and the day it names.
    fn of(key: &str) -> Option<(DailyAct, &str)> {
        DailyAct::ALL.iter().find_map(|act| Some((*act, key.strip_prefix(act.prefix())?)))
    }

    /// Before the day in a key.
    fn prefix(self) -> &'static str {
        match self {
            DailyAct::Deposit => "instruments.",
            DailyAct::Sign => "signatures.",
        }
    }

    fn words(self) -> &'static str {
        match self {
            DailyAct::Deposit => "Instruments deposited",
            DailyAct::Sign => "Signatures",
        }
    }

    /// The day that a key names, where it can still be done on it.
    fn day(self, key: &str, day: &str, scenario: &Scenario) -> Result<Day, Unusable> {
        let model = &scenario.model;
        let last = match (self, model.closes) {
            (DailyAct::Sign, Some(closes)) => closes.min(model.horizon),
            _ => model.horizon,
        };
        let wrong =
            |why: String, help: String| Err(Unusable::new(format!("--vary: `{key}`: {why}"), help));
        if last <= model.as_of {
            let why = format!("it could be signed until {last}");
            return wrong(why, "vary what can still be done".to_owned());
        }
        let help = format!("for example {}{last}=0:30:5", self.prefix());
        match day.parse::<Day>() {
            Err(error) => wrong(error.to_string(), help),
            Ok(day) if day > model.as_of && day <= last => Ok(day),
            Ok(_) => {
                let as_of = model.as_of;
                wrong(format!("expected a day after the as-of day {as_of} and by {last}"), help)
            }
        }
    }
}

/// Whether the numbers of a key's section bear on the futures, rather than on what is asked of them.
fn bears_on_futures(key: &str) -> bool {
    let section = Section::find_for(key).map(|section| section.holds);
    !matches!(section, Some(Holds::Itself | Holds::Question))
}

/// Whether a key takes whole numbers, where it takes a number.
fn numeric(schema: &Json, key: &str) -> Option<bool> {
    let mut part = schema;
    for name in key.split('.') {
        let inner = options(schema, part).into_iter().find_map(|one| {
            let any = one.get("additionalProperties").filter(|any| any.is_object());
            one.get("properties").and_then(|known| known.get(name)).or(any)
        });
        part = inner?;
    }
    let kinds = options(schema, part);
    let is = |kind: &str| kinds.iter().any(|one| one.get("type").is_some_and(|own| own == kind));
    if is("integer") { Some(true) } else { is("number").then_some(false) }
}

/// What a part of the schema may be: itself, or each of its alternatives.
fn options<'a>(schema: &'a Json, part: &'a Json) -> Vec<&'a Json> {
    let resolved = |part: &'a Json| {
        let name = part.get("$ref").and_then(Json::as_str);
        let named = name.and_then(|name| schema.pointer(name.trim_start_matches('#')));
        named.unwrap_or(part)
    };
    let part = resolved(part);
    match part.get("anyOf").and_then(Json::as_array) {
        Some(all) => all.iter().map(resolved).collect(),
        None => vec![part],
    }
}

/// All numbers that can be varied: those written, and those that could be.
fn names(tree: &Table, schema: &Json) -> Vec<String> {
    let mut names = Vec::new();
    written("", tree, &mut names);
    could_be("", schema, schema, &mut names);
    names.retain(|name| bears_on_futures(name));
    names.sort();
    names.dedup();
    names.push(format!("{SPEED}WHO"));
    names.extend(DailyAct::ALL.iter().map(|act| format!("{}DAY", act.prefix())));
    names
}

fn written(path: &str, table: &Table, names: &mut Vec<String>) {
    for (name, value) in table {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match value {
            Value::Table(inner) => written(&path, inner, names),
            Value::Integer(_) | Value::Float(_) => names.push(path),
            _ => {}
        }
    }
}

/// Numbers of sections whose keys are known beforehand.
fn could_be(path: &str, schema: &Json, part: &Json, names: &mut Vec<String>) {
    let known = part.get("properties").and_then(Json::as_object);
    for (name, part) in known.into_iter().flatten() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        if let [only] = options(schema, part)[..] {
            if numeric(schema, &path).is_some() {
                names.push(path);
            } else {
                could_be(&path, schema, only, names);
            }
        }
    }
}

fn unknown(key: &str, names: &[String]) -> Unusable {
    let distance = |name: &&String| strsim::damerau_levenshtein(key, name);
    let near = names.iter().min_by_key(distance).filter(|near| distance(near) <= 2 + key.len() / 4);
    let meant = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Unusable::new(
        format!("--vary: no number of this scenario is called `{key}`{meant}"),
        format!("what can be varied: {}", names.join(", ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hanoi() -> Scenario {
        Scenario::load(&["hanoi".to_owned()], &[]).unwrap()
    }

    fn problem(key: &str) -> String {
        match VariedParameter::find(key, &hanoi()) {
            Err(Unusable { message, help }) => format!("{message}\n{help}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbers_are_found_with_what_holds_now() {
        let knob = |key: &str| {
            let knob = VariedParameter::find(key, &hanoi()).unwrap();
            (knob.whole, knob.now)
        };
        assert_eq!(knob("rule.instruments"), (true, Some(40.0)));
        assert_eq!(knob("pace.multiplier"), (false, Some(1.0)));
        assert_eq!(knob("participant.VNM.factor"), (false, None));
        assert_eq!(knob("all.ratification.log-normal.median"), (false, None));
        assert_eq!(knob("speed.ldc"), (false, Some(1.0)));
        let old = VariedParameter::find("calibration.pace.tau", &hanoi()).unwrap();
        assert_eq!((old.key.as_str(), old.now), ("calibration.pace.sd", Some(0.73639)));
    }

    #[test]
    fn what_cannot_be_varied_is_refused_with_the_nearest_that_can() {
        assert!(problem("pace.multiplyer").contains("did you mean `pace.multiplier`?"));
        assert!(problem("nonsense").contains("rule.instruments"));
        for key in ["treaty.opened", "forecast.runs", "rule", "rule.wait", "", "a.b.c"] {
            assert!(problem(key).contains("no number"), "{key}");
        }
        assert!(problem("instruments.2020-01-01").contains("after the as-of day"));
        assert!(problem("instruments.x").contains("expected a day"));
        assert!(problem("signatures.2027-01-01").contains("by 2026-12-31"));
    }

    #[test]
    fn values_are_laid_over_as_set_would() {
        let hanoi = hanoi();
        let changes =
            |key: &str, value: f64| VariedParameter::find(key, &hanoi).unwrap().changes(value);
        let model = |changes: &[Change]| format!("{:?}", hanoi.with(changes).unwrap().model);
        for (key, value, sets) in [
            ("rule.instruments", 30.0, &["rule.instruments=30"][..]),
            ("pace.multiplier", 1.5, &["pace.multiplier=1.5"]),
            ("speed.ldc", 2.0, &[r#"lever."speed.ldc"={ who = ["ldc"], speed = 2 }"#]),
            ("instruments.2027-09-20", 0.0, &[]),
            (
                "instruments.2027-09-20",
                2.0,
                &[
                    r#"lever."instruments.2027-09-20"={ who = ["all"], most_likely = 2, event = { on = 2027-09-20 } }"#,
                ],
            ),
            (
                "signatures.2026-12-31",
                10.0,
                &[
                    r#"lever."signatures.2026-12-31"={ who = ["non-signatories"], most_likely = 10, signs_on = 2026-12-31 }"#,
                ],
            ),
        ] {
            let sets: Vec<Change> = sets.iter().map(|&set| Change::Typed(set.to_owned())).collect();
            assert_eq!(model(&changes(key, value)), model(&sets), "{key}");
        }
        let two = hanoi.with(&changes("instruments.2027-09-20", 2.0)).unwrap().model;
        let together = two.participants.iter().filter(|one| !one.levers.events.is_empty());
        assert_eq!(together.count(), 2);
    }
}
