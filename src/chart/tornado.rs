//! What matters most: for each belief the span between the results of moving it down and up.

use plotters::style::RGBColor;
use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    bars::{self, Around, Bar, BarRow, Unit},
    palette::{BLUE, series},
    size::Size,
};

/// What a tornado shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tornado {
    /// Title and the like.
    pub heading: Heading,
    /// The unit of all values.
    pub unit: Unit,
    /// The value as things are: the line all bars start from.
    pub reference: f64,
    /// Stands over that line.
    pub reference_label: String,
    /// What the lower and the upper end of each row are called, where there are two.
    pub ends: Option<(String, String)>,
    /// The rows in the order to be shown.
    pub rows: Vec<TornadoRow>,
}

/// One belief.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TornadoRow {
    /// What is moved.
    pub name: String,
    /// How far, such as `0.8 to 1.25`. May be empty.
    pub note: String,
    /// The result of moving it down.
    pub down: Option<TornadoEnd>,
    /// The result of moving it up.
    pub up: Option<TornadoEnd>,
}

/// The result of a move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TornadoEnd {
    /// In the chart's unit.
    pub value: f64,
    /// Half the width of its error bar; 0 for none.
    pub error: f64,
    /// The value in words.
    pub label: String,
}

/// Draws the tornado.
pub(super) fn tornado(input: &Tornado, size: Size) -> Svg {
    let bar = |end: &'_ Option<TornadoEnd>, colour| {
        let end = end.as_ref().filter(|end| end.value.is_finite())?.clone();
        Some((end, colour))
    };
    let (up, down) = (BLUE, series(2).0);
    let ends: Vec<Vec<(TornadoEnd, _)>> = input
        .rows
        .iter()
        .map(|row| [bar(&row.down, down), bar(&row.up, up)].into_iter().flatten().collect())
        .collect();
    let rows: Vec<BarRow<'_>> = input
        .rows
        .iter()
        .zip(&ends)
        .map(|(row, ends)| BarRow {
            name: &row.name,
            note: &row.note,
            heavy: false,
            bars: ends
                .iter()
                .map(|(end, colour)| Bar {
                    from: input.reference,
                    to: end.value,
                    error: end.error,
                    colour: *colour,
                    label: &end.label,
                })
                .collect(),
        })
        .collect();
    let key: Vec<(RGBColor, &str)> = input
        .ends
        .iter()
        .flat_map(|(lower, upper)| [(down, lower.as_str()), (up, upper.as_str())])
        .collect();
    let around = Around { at: &[(input.reference, &input.reference_label)], key: &key };
    bars::draw(&input.heading, &rows, input.unit, &around, size)
}
