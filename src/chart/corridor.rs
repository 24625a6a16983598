//! On course or not: how many deposits by which day keep the target within reach.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Mark, Svg,
    bars::steps,
    canvas::{Canvas, HEIGHT, MARGIN, Point},
    date_axis,
    frame::{PlotFrame, STRIP, span, x_of},
    label::{NAME, NOTE, TICK},
    marks::target_line,
    palette::{BLUE, GREY, INK, RED, series},
    placement::{Area, dodge},
    size::Size,
};
use crate::{
    quantity::Day,
    wording::{plain, words::CHART_WORDS},
};

/// What the chart of the corridor shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Corridor {
    /// Title and the like.
    pub heading: Heading,
    /// First day of the axis.
    pub from: Day,
    /// Last day of the axis.
    pub to: Day,
    /// The as-of day: what is left of it is recorded.
    pub as_of: Day,
    /// Days on which the number recorded changes, and the number from that day on.
    pub recorded: Vec<(Day, u32)>,
    /// The lines of the corridor, the least chance first.
    pub lines: Vec<CorridorLine>,
    /// The median of all futures.
    pub expected: Option<CorridorLine>,
    /// The number needed in the end, with its words.
    pub threshold: Option<(u32, String)>,
    /// The last day on which that number makes the target.
    pub last_day: Option<Mark>,
}

/// Numbers of deposits over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorridorLine {
    /// Stands at its end.
    pub name: String,
    /// Stands below the name in grey. May be empty.
    pub note: String,
    /// The number by the end of each day.
    pub points: Vec<(Day, f64)>,
}

/// Draws the corridor.
pub(super) fn corridor(input: &Corridor, size: Size) -> Svg {
    let mut canvas = Canvas::new(&input.heading, size, HEIGHT);
    let (from, to) = span(input.from, input.to);
    let all = input.lines.iter().chain(&input.expected);
    let widest = all
        .clone()
        .map(|line| NAME.width(&line.name).max(NOTE.width(&line.note)))
        .fold(8.0, f64::max);
    let area = Area {
        left: MARGIN + 26.0,
        top: canvas.top + STRIP + if input.last_day.is_some() { 14.0 } else { 0.0 },
        right: canvas.right() - widest.min(150.0) - 10.0,
        bottom: canvas.bottom - date_axis::DEPTH,
    };
    let frame = PlotFrame::of_days(area, (from, to), (0.0, highest(input) * 1.08));
    let words = CHART_WORDS;
    frame.past(&mut canvas, input.as_of, (words.recorded, words.needed));
    let values = steps(0.0, frame.up.1, 5.0).into_iter().filter(|value| value.fract() < 1e-9);
    let ticks: Vec<(f64, String)> = values.map(|value| (value, plain(value))).collect();
    frame.values(&mut canvas, &ticks);
    date_axis::draw(&mut canvas, &frame, from, to);
    if let Some(mark) = &input.last_day {
        let y = canvas.top + 9.0;
        target_line(&mut canvas, &frame, mark, y);
    }
    lines(&mut canvas, &frame, input);
    threshold(&mut canvas, &frame, input);
    record(&mut canvas, &frame, input);
    canvas.finish()
}

fn highest(input: &Corridor) -> f64 {
    let lines = input.lines.iter().chain(&input.expected).flat_map(|line| &line.points);
    let values = lines.map(|(_, value)| *value).filter(|value| value.is_finite());
    let threshold = input.threshold.iter().map(|(count, _)| f64::from(*count));
    let recorded = input.recorded.iter().map(|(_, count)| f64::from(*count));
    values.chain(threshold).chain(recorded).fold(4.0, f64::max).min(100_000.0)
}

fn lines(canvas: &mut Canvas, frame: &PlotFrame, input: &Corridor) {
    let trace = |line: &CorridorLine| -> Vec<Point> {
        let points = line.points.iter().filter(|(_, value)| value.is_finite());
        let points: Vec<(f64, f64)> = points.map(|(day, value)| (x_of(*day), *value)).collect();
        frame.trace(&points)
    };
    let traces: Vec<Vec<Point>> = input.lines.iter().map(trace).collect();
    if let [first, .., last] = traces.as_slice() {
        // Where only one of the two is known there is nothing between them.
        let start = |trace: &[Point]| trace.first().map_or(f64::INFINITY, |(x, _)| *x);
        let from = start(first).max(start(last));
        let known = |(x, _): &&Point| *x >= from;
        let below = first.iter().filter(known);
        let outline: Vec<Point> = below.chain(last.iter().rev().filter(known)).copied().collect();
        if outline.len() > 2 {
            canvas.band(&outline, BLUE, 0.13);
        }
    }
    let middle = input.lines.len() / 2;
    let mut ends = Vec::new();
    for (place, (line, trace)) in input.lines.iter().zip(&traces).enumerate() {
        let (width, dash) = if place == middle { (2.0, None) } else { (1.2, Some("6 3")) };
        canvas.line(trace, BLUE, width, dash);
        ends.extend(trace.last().map(|at| (*at, line, BLUE)));
    }
    if let Some(line) = &input.expected {
        let trace = trace(line);
        let colour = series(2).0;
        canvas.line(&trace, colour, 1.6, None);
        ends.extend(trace.last().map(|at| (*at, line, colour)));
    }
    let Area { right, top, bottom, .. } = frame.area;
    let wanted: Vec<f64> = ends.iter().map(|((_, y), ..)| *y).collect();
    for (((x, y), line, colour), place) in ends.iter().zip(dodge(&wanted, 26.5, top, bottom - 13.0))
    {
        let style = NAME.colour(*colour);
        canvas.rule(&[(x + 2.0, *y), (right + 7.0, place)], *colour, 0.7, None);
        let room = canvas.width - 6.0 - right - 10.0;
        let baseline = place + style.drop();
        let name = style.start(&style.fit(&line.name, room), right + 10.0, baseline);
        canvas.put_free(&[vec![name]]);
        let note = NOTE.colour(GREY);
        let note = note.start(&note.fit(&line.note, room), right + 10.0, baseline + 12.0);
        canvas.put_free(&[vec![note]]);
    }
}

fn threshold(canvas: &mut Canvas, frame: &PlotFrame, input: &Corridor) {
    let Some((count, words)) = &input.threshold else { return };
    let Area { left, right, .. } = frame.area;
    let (_, y) = frame.at(0.0, f64::from(*count));
    canvas.line(&[(left, y), (right, y)], RED, 1.2, None);
    let style = NAME.colour(RED).halo();
    let text = style.fit(words, right - left - 10.0);
    let choices = [
        style.start(&text, left + 5.0, y - 5.0),
        style.start(&text, left + 5.0, y + 13.5),
        style.end(&text, right - 5.0, y + 13.5),
    ];
    canvas.put_free(&choices.map(|label| vec![label]));
}

/// The stairs of what is on record, and where they stand now.
fn record(canvas: &mut Canvas, frame: &PlotFrame, input: &Corridor) {
    let start = frame.across.0;
    let mut stairs = vec![frame.at(start, 0.0)];
    let mut height = 0;
    for (day, count) in input.recorded.iter().filter(|(day, _)| *day <= input.as_of) {
        if x_of(*day) >= start {
            stairs.push(frame.on(*day, f64::from(height)));
            stairs.push(frame.on(*day, f64::from(*count)));
        } else {
            stairs = vec![frame.at(start, f64::from(*count))];
        }
        height = *count;
    }
    let last = frame.on(input.as_of, f64::from(height));
    stairs.push(last);
    canvas.line(&stairs, INK, 1.7, None);
    canvas.dot(last, 3.4, INK);
    let style = TICK.colour(INK).halo();
    let (x, y) = last;
    let text = CHART_WORDS.now.replace("{n}", &height.to_string());
    let choices = [style.end(&text, x - 6.0, y - 6.0), style.start(&text, x + 7.0, y + 12.0)];
    canvas.put_free(&choices.map(|label| vec![label]));
}
