//! Rows of CSV files and of tables on the terminal.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Value, json};

use crate::{
    engine::Plan,
    output::words::thousands,
    tally::{Difference, Estimate},
};

pub(super) use crate::output::{
    assumed::departing,
    table::{Rows, day, number},
};

/// Widest line on the terminal.
pub(super) const WIDTH: u16 = 100;

/// Chance and standard error; empty where there is none.
pub(super) fn chance(chance: Option<Estimate>) -> [String; 2] {
    chance.map_or_else(Default::default, |one| [number(one.value()), number(one.standard_error())])
}

/// Difference and standard error; empty where there is none.
pub(super) fn difference(difference: Option<Difference>) -> [String; 2] {
    difference.map_or_else(Default::default, |one| [number(one.value), number(one.standard_error)])
}

/// A chance as JSON.
pub(super) fn chance_json(chance: Estimate) -> Value {
    json!({ "chance": chance.value(), "standard_error": chance.standard_error() })
}

/// A difference as JSON; null where there is none.
pub(super) fn difference_json(difference: Option<Difference>) -> Value {
    difference.map_or(
        Value::Null,
        |one| json!({ "value": one.value, "standard_error": one.standard_error }),
    )
}

/// A table for the terminal: all columns but the first are numbers, set right.
pub fn screen_table(heading: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    table.set_header(heading.iter().map(|one| (*one).to_owned()));
    for row in rows {
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string().lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Words broken into lines of the terminal's width.
pub(in crate::output) fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let room = usize::from(WIDTH);
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// What is said of the runs under every table.
pub(super) fn runs_words(plan: Plan) -> String {
    wrapped(&format!(
        "{} simulated futures a scenario, seed {}, the same draws for all; ± is one standard error \
         of the simulation, and does not say how wrong the beliefs may be.",
        thousands(plan.runs.get()),
        plan.seed.0
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let text = wrapped(&"a word after another ".repeat(30));
        assert!(text.lines().count() > 3);
        assert!(text.lines().all(|line| line.len() <= usize::from(WIDTH)));
        let long = vec![vec!["x ".repeat(80), "1".to_owned()]];
        let table = screen_table(&["name", "number"], long);
        assert!(table.lines().all(|line| line.chars().count() <= usize::from(WIDTH)), "{table}");
    }
}
