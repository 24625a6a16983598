//! What was forecast of each treaty against what happened: a bar for the forecast, a dot for the day.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, MARGIN, Rows},
    frame::PlotFrame,
    label::{NOTE, TICK},
    palette::{BLUE, INK, PALE_BLUE, RED, RULE},
    placement::Area,
    size::Size,
};
use crate::wording::{share, words::CHART_WORDS};

/// What the chart shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranges {
    /// Title and the like.
    pub heading: Heading,
    /// The age in years at which the forecasts were made.
    pub made: f64,
    /// The last age shown, in years.
    pub last: f64,
    /// The rows in the order to be shown.
    pub rows: Vec<RangeRow>,
}

/// One forecast and what came of it; ages in years.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RangeRow {
    /// Of what.
    pub name: String,
    /// Ages by which the chance is 10, 25, 50, 75 and 90 %; nothing where they lie past the last age.
    pub quantiles: [Option<f64>; 5],
    /// The age at which it happened; nothing where it had not.
    pub came: Option<f64>,
    /// The last age known.
    pub known: f64,
}

/// Height of a row, in units.
const ROW: f64 = 10.5;
/// More rows than these are left out.
const MOST_ROWS: usize = 200;
/// Room for names.
const NAMES: f64 = 150.0;

/// Draws the chart.
pub(super) fn ranges(input: &Ranges, size: Size) -> Svg {
    let rows = Rows { count: input.rows.len(), most: MOST_ROWS, usual: ROW, least: 8.0 };
    let (mut canvas, shown, pitch) = Canvas::of_rows(&input.heading, size, &rows, 71.0);
    let names = NAMES.min(canvas.width / 3.5);
    // A line for the key, one for the day of the forecast.
    let top = canvas.top + 35.0;
    let area = Area {
        left: MARGIN + names,
        top,
        right: canvas.right() - 12.0,
        bottom: top + pitch * shown.max(1) as f64,
    };
    let frame = PlotFrame::new(area, (0.0, input.last), (0.0, 1.0));
    for year in 0..=input.last.clamp(0.0, 50.0) as u32 {
        let (x, _) = frame.at(f64::from(year), 0.0);
        canvas.rule(&[(x, area.top), (x, area.bottom)], RULE, 0.8, None);
        canvas.put(&TICK.middle(&year.to_string(), x, area.bottom + 14.0));
    }
    let words = CHART_WORDS.years_after_opening;
    canvas.put(&TICK.middle(words, f64::midpoint(area.left, area.right), area.bottom + 28.0));
    let (x, _) = frame.at(input.made, 0.0);
    canvas.rule(&[(x, area.top - 6.0), (x, area.bottom)], INK, 0.9, Some("3.2 2.4"));
    let (made, style) = (CHART_WORDS.forecast_made, TICK.colour(INK));
    let left = (x - 3.0).min(canvas.right() - style.width(made)).max(MARGIN);
    canvas.put(&style.start(made, left, area.top - 9.0));
    if canvas.width >= 560.0 {
        key(&mut canvas, area);
    }
    for (place, one) in input.rows[..shown].iter().enumerate() {
        row(&mut canvas, &frame, one, area.top + pitch * (place as f64 + 0.5));
    }
    canvas.left_out(input.rows.len() - shown, area.bottom + 28.0);
    canvas.finish()
}

/// What the marks stand for, at the right above the rows.
fn key(canvas: &mut Canvas, area: Area) {
    let y = area.top - 25.0;
    let mut x = area.right;
    // Words from the right, each with so much room for its mark; where that room ends comes back.
    let mut word = |canvas: &mut Canvas, words: &str, room: f64| {
        x -= TICK.width(words);
        canvas.put(&TICK.start(words, x, y + TICK.drop()));
        x -= 7.0 + room;
        x + room
    };
    let said = CHART_WORDS;
    let at = word(canvas, said.not_yet, 18.0);
    open(canvas, (at, y));
    let at = word(canvas, said.happened, 18.0);
    canvas.dot((at, y), 2.4, RED);
    let at = word(canvas, said.median, 18.0);
    canvas.rule(&[(at, y - 4.0), (at, y + 4.0)], INK, 1.4, None);
    for (level, colour) in [(0.5, BLUE), (0.8, PALE_BLUE)] {
        let at = word(canvas, &share(level, false, false), 32.0);
        canvas.rect(
            Area { left: at - 20.0, top: y - 2.6, right: at, bottom: y + 2.6 },
            colour,
            1.0,
        );
    }
}

fn row(canvas: &mut Canvas, frame: &PlotFrame, one: &RangeRow, y: f64) {
    let last = frame.across.1;
    let left = frame.area.left;
    let name = NOTE.sized(8.0).fit(&one.name, left - MARGIN - 8.0);
    canvas.put(&NOTE.sized(8.0).end(&name, left - 7.0, y + NOTE.sized(8.0).drop()));
    let x = |age: Option<f64>| frame.at(age.unwrap_or(last), 0.0).0;
    let [p10, p25, p50, p75, p90] = one.quantiles;
    for ((from, to), colour) in [((p10, p90), PALE_BLUE), ((p25, p75), BLUE)] {
        if from.is_some() {
            let bar = Area { left: x(from), top: y - 2.6, right: x(to), bottom: y + 2.6 };
            canvas.rect(bar, colour, 1.0);
        }
    }
    if p10.is_none() {
        // All of the interval lies past the last age.
        canvas.rect(
            Area { left: x(None) - 5.0, top: y - 2.6, right: x(None), bottom: y + 2.6 },
            PALE_BLUE,
            1.0,
        );
    }
    if p50.is_some() {
        canvas.rule(&[(x(p50), y - 4.0), (x(p50), y + 4.0)], INK, 1.4, None);
    }
    match one.came.filter(|came| *came <= last) {
        Some(came) => canvas.dot((x(Some(came)), y), 2.4, RED),
        None => open(canvas, (x(Some(one.known.min(last))), y)),
    }
}

/// A triangle that points to the right: it has not happened yet.
fn open(canvas: &mut Canvas, (x, y): super::canvas::Point) {
    canvas.band(&[(x - 2.5, y - 3.2), (x + 3.2, y), (x - 2.5, y + 3.2)], RED, 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_a_dot_and_what_did_not_a_triangle() {
        let row = RangeRow {
            name: "Some treaty".into(),
            quantiles: [Some(1.5), Some(2.0), Some(3.0), Some(6.0), None],
            came: Some(2.5),
            known: 10.0,
        };
        let open = RangeRow { came: None, quantiles: [None; 5], ..row.clone() };
        let odd = RangeRow { came: Some(f64::NAN), known: f64::INFINITY, ..row.clone() };
        let input = |rows| Ranges { heading: Heading::default(), made: 1.08, last: 10.0, rows };
        let circles = |rows| ranges(&input(rows), Size::STANDARD).text().matches("<circle").count();
        let none = circles(Vec::new());
        assert_eq!(circles(vec![row]), none + 2);
        assert_eq!(circles(vec![open]), none);
        assert!(!ranges(&input(vec![odd]), Size::COLUMN).text().contains("NaN"));
    }
}
