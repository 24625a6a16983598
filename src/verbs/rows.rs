//! Rows of CSV files and of tables on the terminal.

use serde_json::{Value, json};

use crate::{
    engine::Plan, quantity::Proportion, tally::Difference, text::paragraph, wording::thousands,
};

pub(crate) use crate::{
    result::{
        number,
        table::{Rows, day},
    },
    wording::assumed::departing,
};

/// Chance and standard error; empty where there is none.
pub(crate) fn chance(chance: Option<Proportion>) -> [String; 2] {
    chance.map_or_else(Default::default, |one| [number(one.value()), number(one.standard_error())])
}

/// Difference and standard error; empty where there is none.
pub(crate) fn difference(difference: Option<Difference>) -> [String; 2] {
    difference.map_or_else(Default::default, |one| [number(one.value), number(one.standard_error)])
}

/// A chance as JSON.
pub(crate) fn chance_json(chance: Proportion) -> Value {
    json!({ "chance": chance.value(), "standard_error": chance.standard_error() })
}

/// A difference as JSON; null where there is none.
pub(crate) fn difference_json(difference: Option<Difference>) -> Value {
    difference.map_or(
        Value::Null,
        |one| json!({ "value": one.value, "standard_error": one.standard_error }),
    )
}

/// What is said of the runs under every table.
pub(crate) fn runs_words(plan: Plan) -> String {
    paragraph(&format!(
        "{} simulated futures a scenario, seed {}, the same draws for all; ± is one standard error \
         of the simulation, and does not say how wrong the beliefs may be.",
        thousands(plan.runs.get()),
        plan.seed.0
    ))
}
