//! How a result depends on two values: a cell for each pair, darker where it is greater.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, HEIGHT, MARGIN},
    label::{NAME, Style, TICK},
    palette::{BEYOND, BLUE},
    placement::Area,
    size::Size,
};

use crate::wording::plain;

/// What a heat map shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heat {
    /// Title and the like.
    pub heading: Heading,
    /// What varies from left to right, and its values in order.
    pub across: (String, Vec<f64>),
    /// What varies from bottom to top, and its values in order.
    pub up: (String, Vec<f64>),
    /// The cells, row by row from the bottom, each row from the left; none where there is no
    /// result.
    pub cells: Vec<Option<HeatCell>>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatCell {
    /// How dark, 0 to 1.
    pub shade: f64,
    /// The result in words; shown where there is room.
    pub label: String,
}

/// How dark the least and the greatest are: letters can be read on both in each theme.
const PALEST: f64 = 0.05;
const DARKEST: f64 = 0.6;

/// Draws the heat map.
pub(super) fn heat(input: &Heat, size: Size) -> Svg {
    let mut canvas = Canvas::new(&input.heading, size, HEIGHT);
    let (columns, rows) = (input.across.1.len().max(1), input.up.1.len().max(1));
    let texts: Vec<String> = input.up.1.iter().map(|value| plain(*value)).collect();
    let widest = texts.iter().map(|text| TICK.width(text)).fold(0.0, f64::max);
    let area = Area {
        left: MARGIN + widest + 12.0,
        top: canvas.top + 18.0,
        right: canvas.right(),
        bottom: canvas.bottom - 38.0,
    };
    let width = (area.right - area.left) / columns as f64;
    let height = (area.bottom - area.top) / rows as f64;
    let cells = input.cells.iter().take(columns * rows);
    for (index, cell) in cells.enumerate() {
        let (column, row) = ((index % columns) as f64, (index / columns) as f64);
        let left = area.left + column * width;
        let bottom = area.bottom - row * height;
        let area = Area { left, top: bottom - height, right: left + width, bottom };
        draw_cell(&mut canvas, area, cell.as_ref());
    }
    words(&mut canvas, input, area, (width, height), &texts);
    canvas.finish()
}

fn draw_cell(canvas: &mut Canvas, area: Area, cell: Option<&HeatCell>) {
    let gap = if area.right - area.left > 6.0 { 0.6 } else { 0.0 };
    let inner = Area { left: area.left + gap, right: area.right - gap, ..area };
    let inner = Area { top: inner.top + gap, bottom: inner.bottom - gap, ..inner };
    let Some(cell) = cell else {
        canvas.rect(inner, BEYOND, 0.5);
        return;
    };
    let shade = if cell.shade.is_finite() { cell.shade.clamp(0.0, 1.0) } else { 0.0 };
    canvas.rect(inner, BLUE, PALEST + (DARKEST - PALEST) * shade);
    let style = Style { size: 9.5, ..NAME };
    let (across, up) = (area.right - area.left, area.bottom - area.top);
    if style.width(&cell.label) + 4.0 <= across && up >= 12.0 {
        let middle = f64::midpoint(area.top, area.bottom) + style.drop();
        canvas.put(&style.middle(&cell.label, f64::midpoint(area.left, area.right), middle));
    }
}

fn words(
    canvas: &mut Canvas,
    input: &Heat,
    area: Area,
    (width, height): (f64, f64),
    up: &[String],
) {
    for (column, value) in input.across.1.iter().enumerate() {
        let x = area.left + (column as f64 + 0.5) * width;
        canvas.put_free(&[vec![TICK.middle(&plain(*value), x, area.bottom + 14.5)]]);
    }
    for (row, text) in up.iter().enumerate() {
        let y = area.bottom - (row as f64 + 0.5) * height;
        canvas.put_free(&[vec![TICK.end(text, area.left - 8.0, y + TICK.drop())]]);
    }
    let room = area.right - area.left;
    let middle = f64::midpoint(area.left, area.right);
    canvas.put(&NAME.middle(&NAME.fit(&input.across.0, room), middle, area.bottom + 31.0));
    let text = NAME.fit(&format!("↑ {}", input.up.0), canvas.width - 2.0 * MARGIN);
    canvas.put(&NAME.start(&text, MARGIN, area.top - 7.0));
}
