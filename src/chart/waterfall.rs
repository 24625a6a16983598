//! Which assumption makes the difference: from one result to another, step by step.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    bars::{self, Around, Bar, BarRow, Unit},
    palette::{BLUE, GREY, series},
    size::Size,
};

/// What a waterfall shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waterfall {
    /// Title and the like.
    pub heading: Heading,
    /// The unit of all values.
    pub unit: Unit,
    /// Where it starts: name, value, the value in words.
    pub start: (String, f64, String),
    /// The steps in order.
    pub steps: Vec<WaterfallStep>,
    /// Where it ends: name, value, the value in words.
    pub end: (String, f64, String),
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaterfallStep {
    /// What is changed.
    pub name: String,
    /// From what to what. May be empty.
    pub note: String,
    /// By how much it moves the value.
    pub change: f64,
    /// Half the width of its error bar; 0 for none.
    pub error: f64,
    /// The change in words, such as `+3.1 ± 0.1`.
    pub label: String,
}

/// Draws the waterfall: bars from nought for start and end, a step from where the last one ended.
pub(super) fn waterfall(input: &Waterfall, size: Size) -> Svg {
    let mut rows = vec![whole(&input.start)];
    let mut at = input.start.1;
    for step in &input.steps {
        let change = if step.change.is_finite() { step.change } else { 0.0 };
        let colour = if change < 0.0 { series(2).0 } else { BLUE };
        let bar = Bar { from: at, to: at + change, error: step.error, colour, label: &step.label };
        rows.push(BarRow { name: &step.name, note: &step.note, heavy: false, bars: vec![bar] });
        at += change;
    }
    rows.push(whole(&input.end));
    bars::draw(&input.heading, &rows, input.unit, &Around::default(), size)
}

fn whole((name, value, label): &(String, f64, String)) -> BarRow<'_> {
    let bar = Bar { from: 0.0, to: *value, error: 0.0, colour: GREY, label };
    BarRow { name, note: "", heavy: true, bars: vec![bar] }
}
