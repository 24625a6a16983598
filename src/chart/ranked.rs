//! Values in order, each with its interval: a dot and its error, the highest first.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, MARGIN, Rows},
    frame::PlotFrame,
    label::{NAME, NOTE, TICK},
    palette::{BLUE, INK, RULE},
    placement::Area,
    size::Size,
};

/// What a chart of ranked values shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// Title and the like.
    pub heading: Heading,
    /// The range of the axis.
    pub range: (f64, f64),
    /// Values of the axis and how they are written.
    pub ticks: Vec<(f64, String)>,
    /// A value all are measured against.
    pub reference: Option<f64>,
    /// The rows in the order to be shown, at most sixty of them; none is a gap.
    pub rows: Vec<Option<RankedRow>>,
    /// The words in the gap.
    pub gap: String,
}

/// One row; its numbers are places on the axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankedRow {
    /// Whose value it is.
    pub name: String,
    /// Stands beside the name in grey. May be empty.
    pub note: String,
    /// The value.
    pub value: f64,
    /// Where the value may lie: least and most.
    pub interval: (f64, f64),
    /// The value in words.
    pub label: String,
}

/// Height of a row, in units: the usual and the least that can be read.
const PITCH: f64 = 16.0;
const TIGHT: f64 = 13.0;
/// More rows than these are not drawn.
const MOST_ROWS: usize = 60;

/// Draws the rows, one below the other.
pub(super) fn ranked(input: &Ranked, size: Size) -> Svg {
    let count = input.rows.len();
    let rows = Rows { count, most: MOST_ROWS, usual: PITCH, least: TIGHT };
    let (mut canvas, shown, pitch) = Canvas::of_rows(&input.heading, size, &rows, 26.0);
    let rows = &input.rows[..shown];
    let drawn = || rows.iter().flatten();
    let widest = |width: &dyn Fn(&RankedRow) -> f64| drawn().map(width).fold(0.0, f64::max);
    // On a narrow page names and notes leave the dots their part.
    let part = (canvas.width / 720.0).min(1.0);
    let names = widest(&|row| TICK.width(&row.name)).min(190.0 * part.max(0.6));
    let notes = MARGIN + names + 10.0;
    let left = notes + widest(&|row| NOTE.width(&row.note)).min(150.0 * part) + 16.0;
    let right = canvas.right() - widest(&|row| NAME.width(&row.label)).min(90.0) - 12.0;
    let top = canvas.top + 14.0;
    let area = Area { left, top, right, bottom: top + pitch * rows.len() as f64 };
    let frame = PlotFrame::new(area, input.range, (0.0, 1.0));
    for (value, text) in &input.ticks {
        let (x, _) = frame.at(*value, 0.0);
        canvas.rule(&[(x, top), (x, area.bottom)], RULE, 0.8, None);
        canvas.put_free(&[vec![TICK.middle(text, x, top - 6.0)]]);
    }
    if let Some(value) = input.reference {
        let (x, _) = frame.at(value, 0.0);
        canvas.rule(&[(x, top), (x, area.bottom)], INK, 0.9, None);
    }
    for (place, row) in rows.iter().enumerate() {
        let y = top + pitch * (place as f64 + 0.5);
        match row {
            Some(row) => draw(&mut canvas, &frame, row, notes, y),
            None => {
                let gap = NOTE.fit(&input.gap, canvas.right() - MARGIN);
                canvas.put(&NOTE.start(&gap, MARGIN, y + NOTE.drop()));
            }
        }
    }
    canvas.left_out(count - shown, area.bottom + 1.0);
    canvas.finish()
}

fn draw(canvas: &mut Canvas, frame: &PlotFrame, row: &RankedRow, notes: f64, y: f64) {
    let name = TICK.colour(INK);
    let baseline = y + name.drop();
    canvas.put(&name.start(&name.fit(&row.name, notes - 8.0 - MARGIN), MARGIN, baseline));
    let room = frame.area.left - 14.0 - notes;
    canvas.put(&NOTE.start(&NOTE.fit(&row.note, room), notes, baseline));
    if !row.value.is_finite() {
        return;
    }
    let x = |value: f64| frame.at(value, 0.0).0;
    let (low, high) = (x(row.interval.0), x(row.interval.1));
    canvas.rule(&[(low, y), (high, y)], BLUE, 1.3, None);
    for end in [low, high] {
        canvas.rule(&[(end, y - 2.6), (end, y + 2.6)], BLUE, 1.3, None);
    }
    canvas.dot((x(row.value), y), 3.0, BLUE);
    let value = NAME.colour(BLUE);
    let room = canvas.right() - frame.area.right - 4.0;
    canvas.put(&value.end(&value.fit(&row.label, room), canvas.right(), baseline));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, value: f64) -> Option<RankedRow> {
        let interval = (value - 0.3, value + 0.3);
        let label = format!("{value:.1}");
        Some(RankedRow { name: name.to_owned(), note: String::new(), value, interval, label })
    }

    fn drawn(rows: Vec<Option<RankedRow>>) -> String {
        let heading = Heading::default();
        let ticks = vec![(0.0, "1×".to_owned())];
        let gap = "and 3 between".to_owned();
        let range = (-2.0, 2.0);
        let input = Ranked { heading, range, ticks, reference: Some(0.0), rows, gap };
        ranked(&input, Size::default()).into_text()
    }

    #[test]
    fn rows_stand_in_order_with_the_gap_between() {
        let svg = drawn(vec![row("Mexico", 1.0), None, row("Nauru", -1.0)]);
        let place = |words: &str| svg.find(words).unwrap_or_else(|| panic!("{words}"));
        assert!(place(">Mexico<") < place(">and 3 between<"));
        assert!(place(">and 3 between<") < place(">Nauru<"));
    }

    #[test]
    fn a_value_that_is_none_has_no_dot_and_nothing_fails() {
        let dots = |svg: &str| svg.matches("r=\"3\"").count();
        assert_eq!(dots(&drawn(vec![row("Mexico", 1.0), row("Nowhere", f64::NAN)])), 1);
        assert_eq!(dots(&drawn(Vec::new())), 0);
        assert_eq!(dots(&drawn(vec![row("Mexico", 1.0); 200])), MOST_ROWS);
    }
}
