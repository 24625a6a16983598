//! How far each belief is moved down and up: sensible moves for each kind, or a table's.

use toml::{Table, Value};

use super::{
    Unusable,
    varied_parameter::{VariedParameter, number as toml_number},
};
use crate::{
    parameters::{
        Holds, MEAN_TECHNICAL, PaceParameter, Registered, SECTIONS, WhatIfStep, defaults, step,
    },
    quantity::tidy,
    scenario::{Change, Scenario},
    text::{self, Dialect, Text},
    treaty::Model,
};

/// A belief and the values laid over the scenario to move it down and up.
#[derive(Clone, Debug)]
pub struct Perturbation {
    /// What is moved.
    pub key: String,
    /// What is said of it: how far.
    pub ends: [Option<PerturbationEnd>; 2],
    /// Whether it was asked for: then it has to work.
    pub asked: bool,
}

/// One end of a move.
#[derive(Clone, Debug)]
pub struct PerturbationEnd {
    /// The value, or what is done to it, in short.
    pub said: String,
    /// What makes the scenario take it.
    pub changes: Vec<Change>,
}

/// What is done to a number.
#[derive(Clone, Copy)]
enum NumberChange {
    Times(f64),
    Plus(f64),
    To(f64),
}

/// The moves for all beliefs of a scenario.
pub fn usual_perturbations(scenario: &Scenario) -> Vec<Perturbation> {
    let tree = scenario.table();
    let mut moves = Vec::new();
    for section in SECTIONS.iter().filter(|section| section.holds == Holds::Beliefs) {
        if let Some(Value::Table(table)) = tree.get(section.name) {
            written(&[section.name], table, &mut moves);
        }
    }
    // Only the level of the treaty's own kind bears on it.
    let technical = tree.get("treaty").and_then(|treaty| treaty.get("technical"));
    let [level, of_technical] = [PaceParameter::Mean.learned_key(), MEAN_TECHNICAL]
        .map(|key| format!("calibration.pace.{key}"));
    let technical = technical.and_then(Value::as_bool).unwrap_or(defaults::TECHNICAL)
        && moves.iter().any(|one| one.key == of_technical);
    let idle = if technical { level } else { of_technical };
    moves.retain(|one| one.key != idle);
    let said = |key: &str| moves.iter().any(|one| one.key == key);
    if scenario.model.pace.is_some() && !said("pace.multiplier") {
        moves.extend(shifted(&["pace", "multiplier"], defaults::MULTIPLIER, WhatIfStep::Factor));
    }
    moves.extend(switches(&scenario.model));
    moves.extend(reports(&scenario.model));
    moves.extend(groups(&scenario.model));
    moves
}

/// The perturbations with those of a table put in the place of the same keys, others behind. `name` is
/// what faults call the table, `bytes` what it holds: CSV with the columns key, down, up.
///
/// # Errors
///
/// Where a row makes no sense; with file and line.
pub fn with_table(
    mut moves: Vec<Perturbation>,
    (name, bytes): (&str, &[u8]),
    scenario: &Scenario,
) -> Result<Vec<Perturbation>, Unusable> {
    let help = "expected columns key,down,up; for example pace.multiplier,*0.5,*2";
    let problem = |message: String| Unusable::new(message, help);
    let text = Text::read(name, bytes).map_err(|why| problem(format!("{name}: {why}")))?;
    let table = text::Table::parse(text.content(), Dialect::Spreadsheet);
    let [Some(key), Some(down), Some(up)] = ["key", "down", "up"].map(|name| table.column(name))
    else {
        return Err(problem(format!("{name}:1:1: the columns are not key, down and up")));
    };
    if let Some(flaw) = table.flaws.first() {
        let line = text.line(flaw.at.start);
        return Err(problem(format!("{name}:{line}: {}", flaw.message)));
    }
    for row in table.even_rows() {
        let line = text.line(row[0].at.start);
        let at = |message: String| problem(format!("{name}:{line}: {message}"));
        let cell = |column: usize| &*row[column].text;
        let knob = VariedParameter::find(cell(key), scenario).map_err(|wrong| Unusable {
            message: format!("{name}:{line}: {}", wrong.message),
            ..wrong
        })?;
        let mut ends = [None, None];
        for (end, column) in ends.iter_mut().zip([down, up]) {
            if !cell(column).is_empty() {
                let value = value(cell(column), knob.now).map_err(at)?;
                knob.check(&[value])?;
                *end =
                    Some(PerturbationEnd { said: value.to_string(), changes: knob.changes(value) });
            }
        }
        moves.retain(|one| one.key != knob.key);
        moves.push(Perturbation { key: knob.key, ends, asked: true });
    }
    Ok(moves)
}

/// `0.4`, `=0.4`, `*0.8`, `+0.1`, `-0.1`.
fn value(text: &str, now: Option<f64>) -> Result<f64, String> {
    let number = |text: &str| {
        let parsed = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        parsed.ok_or_else(|| {
            format!("expected a number, `*` and a factor, or a step, found `{text}`")
        })
    };
    let shift = match text.chars().next() {
        Some('*') => NumberChange::Times(number(&text[1..])?),
        Some('+' | '-') => NumberChange::Plus(number(text)?),
        Some('=') => NumberChange::To(number(&text[1..])?),
        _ => NumberChange::To(number(text)?),
    };
    match (shift, now) {
        (NumberChange::To(value), _) => Ok(value),
        (_, None) => Err(format!("`{text}` moves a value that nothing is said of; write it out")),
        (shift, Some(now)) => Ok(shift.of(now)),
    }
}

impl NumberChange {
    fn of(self, value: f64) -> f64 {
        tidy(match self {
            NumberChange::Times(factor) => value * factor,
            NumberChange::Plus(step) => value + step,
            NumberChange::To(value) => value,
        })
    }
}

/// Moves of the numbers that a table holds, as the register says of each key.
fn written(path: &[&str], table: &Table, moves: &mut Vec<Perturbation>) {
    let step = |name: &str| step(&[path, &[name]].concat().join("."));
    let of_delay = table.iter().filter(|(name, _)| step(name) == Some(WhatIfStep::Delay));
    let delay: Vec<(&String, f64)> =
        of_delay.filter_map(|(name, value)| Some((name, number(value)?))).collect();
    if !delay.is_empty() {
        moves.push(together(path, &delay));
    }
    for (name, value) in table {
        let key = [path, &[name.as_str()]].concat();
        match (value, step(name)) {
            (Value::Table(inner), _) => written(&key, inner, moves),
            (Value::Array(items), Some(WhatIfStep::Rates)) => {
                let rates: Vec<f64> = items.iter().filter_map(number).collect();
                moves.push(scaled(&key, &rates));
            }
            (_, None | Some(WhatIfStep::Delay | WhatIfStep::Rates)) => {}
            (value, Some(step)) => {
                moves.extend(number(value).and_then(|now| shifted(&key, now, step)));
            }
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(whole) => Some(*whole as f64),
        Value::Float(number) => Some(*number).filter(|number| number.is_finite()),
        _ => None,
    }
}

fn shifted(key: &[&str], now: f64, step: WhatIfStep) -> Option<Perturbation> {
    let end = |value: f64| {
        let changed = value.to_bits() != now.to_bits();
        let changes = vec![Change::set(key, toml_number(value))];
        changed.then(|| PerturbationEnd { said: said(value), changes })
    };
    let ends = step.ends(now).map(end);
    ends.iter().any(Option::is_some).then(|| Perturbation {
        key: key.join("."),
        ends,
        asked: false,
    })
}

/// A value with no more digits than anyone reads.
fn said(value: f64) -> String {
    // Three digits that count, and whole numbers whole.
    let magnitude = libm::floor(libm::log10(value.abs().max(1e-9))) as i32;
    let decimals = (2 - magnitude).clamp(0, 6) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A stated delay, all of its numbers moved together.
fn together(path: &[&str], numbers: &[(&String, f64)]) -> Perturbation {
    let ends = WhatIfStep::FACTORS.map(|factor| {
        let change = |(name, now): &(&String, f64)| {
            Change::set(&[path, &[name.as_str()]].concat(), toml_number(tidy(now * factor)))
        };
        Some(PerturbationEnd { said: times(factor), changes: numbers.iter().map(change).collect() })
    });
    Perturbation { key: path.join("."), ends, asked: false }
}

/// Rates by age, all of them moved together.
fn scaled(key: &[&str], rates: &[f64]) -> Perturbation {
    let ends = WhatIfStep::FACTORS.map(|factor| {
        let list: Vec<Value> = rates.iter().map(|rate| toml_number(tidy(rate * factor))).collect();
        Some(PerturbationEnd { said: times(factor), changes: vec![Change::set(key, list)] })
    });
    Perturbation { key: key.join("."), ends, asked: false }
}

fn times(factor: f64) -> String {
    format!("×{}", said(factor))
}

/// What is either so or not: moved to not.
fn switches(model: &Model) -> Vec<Perturbation> {
    let learns = model.pace.is_some_and(|pace| pace.learn);
    let uncertain = model.participants.iter().any(|one| one.factor.evidence.is_some());
    let known = [
        (["pace", "learn"], learns),
        (["calibration", "uncertain_factors"], uncertain),
        (["calibration", "uncertain_figures"], !model.parameter_draws.is_empty()),
    ];
    let off = |key: [&str; 2]| Perturbation {
        key: key.join("."),
        ends: [
            Some(PerturbationEnd {
                said: "off".to_owned(),
                changes: vec![Change::set(&key, false)],
            }),
            None,
        ],
        asked: false,
    };
    known.into_iter().filter(|(_, on)| *on).map(|(key, _)| off(key)).collect()
}

/// Deposits that are only reported: not made, and made.
fn reports(model: &Model) -> Vec<Perturbation> {
    let reported = model.participants.iter().filter(|one| {
        one.status.deposited.is_some_and(|report| (0.0..1.0).contains(&report.chance.get()))
    });
    let end = |code: &str, made: u8| {
        let rows = format!("iso3,chance\n{code},{made}\n");
        let said = if made == 1 { "made" } else { "not made" }.to_owned();
        Some(PerturbationEnd { said, changes: vec![Change::set(&["status", "rows"], rows)] })
    };
    let of = |code: &str| Perturbation {
        key: format!("status.{code}.chance"),
        ends: [end(code, 0), end(code, 1)],
        asked: false,
    };
    reported.map(|one| of(&one.code)).collect()
}

/// The speed of each group as one factor.
fn groups(model: &Model) -> Vec<Perturbation> {
    let open = model.participants.iter().filter(|one| one.status.deposited.is_none());
    let mut names: Vec<&String> = open.flat_map(|one| &one.groups).collect();
    names.sort();
    names.dedup();
    let of = |name: &String| {
        let key = format!("speed.{name}");
        let lever = |part: &str, value: Value| Change::set(&["lever", &key, part], value);
        let end = |factor: f64| {
            let who = lever("who", vec![name.as_str()].into());
            let changes = vec![who, lever("speed", toml_number(factor))];
            Some(PerturbationEnd { said: times(factor), changes })
        };
        Perturbation { ends: WhatIfStep::FACTORS.map(end), key, asked: false }
    };
    names.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_are_read_as_values_factors_and_steps() {
        assert_eq!(value("0.4", None), Ok(0.4));
        assert_eq!(value("=-0.4", Some(9.0)), Ok(-0.4));
        assert_eq!(value("*0.8", Some(2.0)), Ok(1.6));
        assert_eq!(value("+0.1", Some(0.2)), Ok(0.3));
        assert_eq!(value("-0.1", Some(0.2)), Ok(0.1));
        for (wrong, now) in [("*0.8", None), ("x", Some(1.0)), ("*", Some(1.0)), ("inf", None)] {
            assert!(value(wrong, now).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_usual_move_of_the_baseline_and_of_what_ifs_gives_a_scenario() {
        each_gives_a_scenario(&["hanoi"]);
        each_gives_a_scenario(&[
            "hanoi",
            "hanoi/what-ifs/eu-bloc",
            "hanoi/what-ifs/treaty-event-2027",
            "hanoi/what-ifs/backlash",
            "hanoi/what-ifs/bandwagon",
            "hanoi/what-ifs/pace-of-uncac",
        ]);
    }

    fn each_gives_a_scenario(args: &[&str]) {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let hanoi = Scenario::load(&args, &[]).unwrap();
        let moves = usual_perturbations(&hanoi);
        let levers = [
            "lever.treaty-event.event.chance",
            "lever.council-decision.bloc.day.pert",
            "lever.council-decision.bloc.chance",
            "lever.backlash.shock.factor",
            "lever.bandwagon.bandwagon.strength",
            "lever.pace.pace_by_month",
        ];
        let usual = ["pace.multiplier", "calibration.pace.mean", "speed.ldc", "pace.learn"];
        let levers = levers.iter().filter(|_| args.len() > 1);
        for key in usual.iter().chain(levers) {
            assert!(moves.iter().any(|one| one.key == *key), "{key}");
        }
        for end in moves.iter().flat_map(|one| one.ends.iter().flatten()) {
            let moved = hanoi.with(&end.changes).unwrap_or_else(|faults| panic!("{faults}"));
            let [was, is] = [&hanoi, &moved].map(|one| format!("{:?}", one.model));
            assert!(was != is, "{end:?} changes nothing");
        }
    }
}
