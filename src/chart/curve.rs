//! How a result depends on one value: a curve with its error, and what is looked for.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    bars::steps,
    canvas::{Canvas, HEIGHT, MARGIN, Point},
    date_axis,
    frame::PlotFrame,
    label::{NAME, TICK},
    palette::{BLUE, INK, RED},
    placement::Area,
    size::Size,
};
use crate::quantity::Day;

use crate::wording::plain;

/// What the chart of a curve shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Title and the like.
    pub heading: Heading,
    /// Stands under the axis: what is varied. Where it is empty the x are days since 1970, and the
    /// axis is one of days.
    pub across: String,
    /// The range of the vertical axis; must hold the points to be seen.
    pub up: (f64, f64),
    /// Values of the vertical axis and how they are written.
    pub ticks: Vec<(f64, String)>,
    /// The points in order of x.
    pub points: Vec<CurvePoint>,
    /// A height that is looked for, with its words.
    pub wanted: Option<(f64, String)>,
    /// A place on the curve to be pointed at: x, height, words.
    pub found: Option<(f64, f64, String)>,
    /// The x that holds without varying, with its words.
    pub now: Option<(f64, String)>,
}

/// One point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// The value varied.
    pub x: f64,
    /// The result.
    pub y: f64,
    /// Where the result may lie, given its error: least and most.
    pub interval: (f64, f64),
}

/// More points than these are joined without dots.
const MOST_DOTS: usize = 60;

/// Draws the curve.
pub(super) fn curve(input: &Curve, size: Size) -> Svg {
    let mut canvas = Canvas::new(&input.heading, size, HEIGHT);
    let mut points = input.points.clone();
    points.retain(|point| point.x.is_finite() && point.y.is_finite());
    points.sort_by(|a, b| a.x.total_cmp(&b.x));
    let widest = input.ticks.iter().map(|(_, text)| TICK.width(text)).fold(0.0, f64::max);
    let area = Area {
        left: MARGIN + widest + 12.0,
        top: canvas.top + if input.now.is_some() { 20.0 } else { 8.0 },
        right: canvas.right() - 12.0,
        bottom: canvas.bottom - date_axis::DEPTH,
    };
    let (low, high) = match (points.first(), points.last()) {
        (Some(first), Some(last)) => (first.x, last.x),
        _ => (0.0, 1.0),
    };
    let frame = PlotFrame::new(area, (low, high), input.up);
    frame.values(&mut canvas, &input.ticks);
    if input.across.is_empty() {
        let day = |x: f64| Day::from_number(x as i32);
        date_axis::draw(&mut canvas, &frame, day(low), day(high));
    } else {
        bottom(&mut canvas, &frame, &input.across);
    }
    if let Some((x, words)) = input.now.as_ref().filter(|(x, _)| *x >= low && *x <= high) {
        now(&mut canvas, &frame, *x, words);
    }
    trace(&mut canvas, &frame, &points);
    if let Some((y, words)) = &input.wanted {
        wanted(&mut canvas, &frame, *y, words);
    }
    if let Some((x, y, words)) = &input.found {
        let at = frame.at(*x, *y);
        canvas.dot(at, 4.0, RED);
        mark(&mut canvas, &frame, at, words);
    }
    canvas.finish()
}

/// The axis of the value varied.
pub(super) fn bottom(canvas: &mut Canvas, frame: &PlotFrame, words: &str) {
    let Area { left, right, bottom, .. } = frame.area;
    canvas.rule(&[(left, bottom), (right, bottom)], INK, 0.9, None);
    for value in steps(frame.across.0, frame.across.1, 8.0) {
        let (x, _) = frame.at(value, 0.0);
        canvas.rule(&[(x, bottom), (x, bottom + 4.5)], INK, 0.9, None);
        canvas.put_free(&[vec![TICK.middle(&plain(value), x, bottom + 16.5)]]);
    }
    let style = NAME;
    let text = style.fit(words, right - left);
    canvas.put(&style.middle(&text, f64::midpoint(left, right), bottom + 32.0));
}

fn trace(canvas: &mut Canvas, frame: &PlotFrame, points: &[CurvePoint]) {
    let at = |x: f64, y: f64| frame.at(x, y);
    let above = points.iter().map(|point| at(point.x, point.interval.1));
    let below = points.iter().rev().map(|point| at(point.x, point.interval.0));
    let outline: Vec<Point> = above.chain(below).collect();
    if outline.len() > 2 {
        canvas.band(&outline, BLUE, 0.16);
    }
    let line: Vec<Point> = points.iter().map(|point| at(point.x, point.y)).collect();
    canvas.line(&line, BLUE, 1.9, None);
    if line.len() <= MOST_DOTS {
        line.iter().for_each(|point| canvas.dot(*point, 2.6, BLUE));
    }
}

fn now(canvas: &mut Canvas, frame: &PlotFrame, x: f64, words: &str) {
    let Area { top, bottom, .. } = frame.area;
    let (x, _) = frame.at(x, 0.0);
    canvas.rule(&[(x, top - 6.0), (x, bottom)], INK, 0.9, Some("3.2 2.4"));
    let label = TICK.colour(INK).middle(words, x, top - 9.0);
    canvas.put_free(&[vec![label.within(MARGIN, canvas.right())]]);
}

fn wanted(canvas: &mut Canvas, frame: &PlotFrame, y: f64, words: &str) {
    let Area { left, right, .. } = frame.area;
    let (_, y) = frame.at(0.0, y);
    canvas.line(&[(left, y), (right, y)], RED, 1.2, Some("3.2 2.4"));
    let style = NAME.colour(RED).halo();
    let text = style.fit(words, right - left - 10.0);
    let choices = [
        style.start(&text, left + 5.0, y - 5.0),
        style.end(&text, right - 5.0, y - 5.0),
        style.end(&text, right - 5.0, y + 13.0),
    ];
    canvas.put_free(&choices.map(|label| vec![label]));
}

fn mark(canvas: &mut Canvas, frame: &PlotFrame, (x, y): Point, words: &str) {
    let style = NAME.colour(RED).halo();
    let text = style.fit(words, frame.area.right - frame.area.left);
    let places = [(10.0, 16.0), (10.0, 30.0), (10.0, -9.0), (10.0, -24.0)];
    let choices: Vec<_> = places
        .into_iter()
        .flat_map(|(dx, dy)| [style.start(&text, x + dx, y + dy), style.end(&text, x - dx, y + dy)])
        .filter(|label| {
            let area = label.area();
            area.left >= frame.area.left
                && area.right <= frame.area.right
                && area.bottom <= frame.area.bottom
        })
        .map(|label| vec![label])
        .collect();
    canvas.put_free(&choices);
}
