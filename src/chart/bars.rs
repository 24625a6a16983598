//! Rows of horizontal bars from one value to another: what tornado and waterfall are drawn with.

use plotters::style::RGBColor;

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, MARGIN, Point, Rows},
    frame::PlotFrame,
    label::{Label, NAME, NOTE, TICK},
    palette::{GREY, INK, RULE},
    placement::Area,
    size::Size,
};
use crate::{
    quantity::Day,
    wording::{plain, short_month},
};

/// The scale of a chart of bars: the unit decides how ticks are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Unit {
    /// Chances from 0 to 1, or differences of them, written as hundredths.
    Chance,
    /// Days.
    Days,
}

/// One row.
pub(super) struct BarRow<'a> {
    /// Its name, set flush left.
    pub(super) name: &'a str,
    /// Stands below the name in grey. May be empty.
    pub(super) note: &'a str,
    /// Its bars.
    pub(super) bars: Vec<Bar<'a>>,
    /// Whether its name is read first.
    pub(super) heavy: bool,
}

/// One bar, and the words at its far end.
pub(super) struct Bar<'a> {
    pub(super) from: f64,
    pub(super) to: f64,
    /// Half the width of the error bar at `to`; 0 for none.
    pub(super) error: f64,
    pub(super) colour: RGBColor,
    pub(super) label: &'a str,
}

/// Height of a row with and without notes, in units.
const WITH_NOTES: f64 = 30.0;
const PLAIN: f64 = 21.0;
/// More rows than these are not drawn; a line says how many are left out.
pub(super) const MOST_ROWS: usize = 40;
/// The most a name may take, in units.
const NAMES: f64 = 250.0;
/// The most the words at a bar's end may take, in units.
const LABELS: f64 = 110.0;

/// What stands over the rows.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// Values with a line through all rows, and the words over it.
    pub(super) at: &'a [(f64, &'a str)],
    /// What bars of a colour are called.
    pub(super) key: &'a [(RGBColor, &'a str)],
}

/// Draws the rows, one below the other.
pub(super) fn draw(
    heading: &Heading,
    rows: &[BarRow<'_>],
    unit: Unit,
    Around { at, key }: &Around<'_>,
    size: Size,
) -> Svg {
    let notes = rows.iter().any(|row| !row.note.is_empty());
    let (usual, least) = if notes { (WITH_NOTES, WITH_NOTES - 3.0) } else { (PLAIN, PLAIN - 5.0) };
    let wanted = Rows { count: rows.len(), most: MOST_ROWS, usual, least };
    let named = if key.is_empty() { 0.0 } else { 17.0 };
    let lines = named + if at.is_empty() { 0.0 } else { 15.0 };
    let (mut canvas, shown, pitch) = Canvas::of_rows(heading, size, &wanted, lines + 30.0);
    let (shown, left_out) = (&rows[..shown], rows.len() - shown);
    let depth = pitch * shown.len().max(1) as f64;
    let top = canvas.top + lines + 2.0;
    let (names, before, after) = room(shown, canvas.width);
    let area = Area {
        left: MARGIN + names + 14.0 + before,
        top,
        right: canvas.right() - after,
        bottom: top + depth,
    };
    let frame = PlotFrame::new(area, range(shown, at), (0.0, 1.0));
    name_colours(&mut canvas, key);
    grid(&mut canvas, &frame, unit);
    for (value, words) in *at {
        line(&mut canvas, &frame, *value, words);
    }
    for (place, row) in shown.iter().enumerate() {
        let y = top + pitch * (place as f64 + 0.5);
        name(&mut canvas, row, names, y);
        for bar in &row.bars {
            draw_bar(&mut canvas, &frame, bar, y);
        }
    }
    for (place, row) in shown.iter().enumerate() {
        labels(&mut canvas, &frame, row, top + pitch * (place as f64 + 0.5));
    }
    canvas.left_out(left_out, area.bottom + 20.0);
    canvas.finish()
}

/// Room for names, and for the words left and right of the bars.
fn room(rows: &[BarRow<'_>], page: f64) -> (f64, f64, f64) {
    let part = (page / 720.0).min(1.0);
    let width = |row: &BarRow<'_>| NAME.width(row.name).max(NOTE.width(row.note));
    let names = rows.iter().map(width).fold(0.0, f64::max).min(NAMES * part);
    let words = |forward: bool| {
        let bars = rows.iter().flat_map(|row| &row.bars);
        let bars = bars.filter(|bar| (bar.to >= bar.from) == forward);
        bars.map(|bar| NAME.width(bar.label)).fold(0.0, f64::max).min(LABELS * part)
    };
    (names, words(false) + 8.0, words(true) + 12.0)
}

/// The range that holds all bars, with a little to either side.
fn range(rows: &[BarRow<'_>], at: &[(f64, &str)]) -> (f64, f64) {
    let bars = rows.iter().flat_map(|row| &row.bars);
    let ends = bars.flat_map(|bar| [bar.from, bar.to - bar.error, bar.to + bar.error]);
    let values = ends.chain(at.iter().map(|(value, _)| *value)).filter(|value| value.is_finite());
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if low > high {
        return (0.0, 1.0);
    }
    let more = 0.02 * (high - low).max(1e-9);
    // A scale that begins at nought says so at its edge.
    (if low == 0.0 { 0.0 } else { low - more }, high + more)
}

/// A sample of each colour with its name right beside it.
fn name_colours(canvas: &mut Canvas, key: &[(RGBColor, &str)]) {
    let y = canvas.top + 8.0;
    let mut x = MARGIN;
    for (colour, words) in key {
        let room = canvas.right() - x - 16.0;
        let style = NAME.colour(*colour);
        let text = style.fit(words, room);
        if text.is_empty() {
            return;
        }
        let sample = Area { left: x, top: y - 8.5, right: x + 11.0, bottom: y + 0.5 };
        canvas.rect(sample, *colour, 1.0);
        canvas.put(&style.start(&text, x + 16.0, y));
        x += 16.0 + style.width(&text) + 18.0;
    }
}

fn grid(canvas: &mut Canvas, frame: &PlotFrame, unit: Unit) {
    let Area { top, bottom, .. } = frame.area;
    for (value, text) in ticks(frame.across, unit) {
        let (x, _) = frame.at(value, 0.0);
        canvas.rule(&[(x, top), (x, bottom + 3.0)], RULE, 0.8, None);
        canvas.put_free(&[vec![TICK.middle(&text, x, bottom + 14.5)]]);
    }
}

fn line(canvas: &mut Canvas, frame: &PlotFrame, value: f64, words: &str) {
    let (x, _) = frame.at(value, 0.0);
    let Area { top, bottom, .. } = frame.area;
    canvas.rule(&[(x, top - 4.0), (x, bottom)], INK, 0.9, None);
    let style = TICK.colour(INK);
    let label = style.middle(words, x, top - 7.0).within(MARGIN, canvas.right());
    canvas.put_free(&[vec![label]]);
}

fn name(canvas: &mut Canvas, row: &BarRow<'_>, room: f64, y: f64) {
    let style = if row.heavy { NAME } else { TICK.colour(INK) };
    let baseline = if row.note.is_empty() { y + style.drop() } else { y - 1.5 };
    canvas.put(&style.start(&style.fit(row.name, room), MARGIN, baseline));
    canvas.put(&NOTE.start(&NOTE.fit(row.note, room), MARGIN, baseline + 11.5));
}

fn draw_bar(canvas: &mut Canvas, frame: &PlotFrame, bar: &Bar<'_>, y: f64) {
    let x = |value: f64| frame.at(value, 0.0).0;
    let (from, to) = (x(bar.from), x(bar.to));
    let (left, right) = (from.min(to), from.max(to).max(from.min(to) + 0.8));
    canvas.rect(Area { left, right, top: y - 6.5, bottom: y + 6.5 }, bar.colour, 1.0);
    if bar.error > 0.0 && x(bar.to + bar.error) - x(bar.to - bar.error) > 2.0 {
        let ends = [x(bar.to - bar.error), x(bar.to + bar.error)];
        canvas.rule(&[(ends[0], y), (ends[1], y)], GREY, 1.0, None);
        for end in ends {
            canvas.rule(&[(end, y - 2.5), (end, y + 2.5)], GREY, 1.0, None);
        }
    }
}

/// Words at the far ends of the bars; where two lie on one side, at the farther one only.
fn labels(canvas: &mut Canvas, frame: &PlotFrame, row: &BarRow<'_>, y: f64) {
    let mut placed: Vec<Vec<Label>> = Vec::new();
    for bar in &row.bars {
        let style = NAME.colour(bar.colour).halo();
        let forward = bar.to >= bar.from;
        let reach = if forward { bar.to + bar.error } else { bar.to - bar.error };
        let (x, _): Point = frame.at(reach, 0.0);
        let baseline = y + style.drop();
        let text = style.fit(bar.label, LABELS * (canvas.width / 720.0).min(1.0));
        let label = if forward {
            style.start(&text, x + 5.0, baseline)
        } else {
            style.end(&text, x - 5.0, baseline)
        };
        placed.push(vec![label]);
    }
    // The farther first: it has the free side.
    let far = |bar: &Bar<'_>| (bar.to - bar.from).abs();
    let mut order: Vec<usize> = (0..placed.len()).collect();
    order.sort_by(|a, b| far(&row.bars[*b]).total_cmp(&far(&row.bars[*a])));
    for index in order {
        canvas.put_free(&placed[index..=index]);
    }
}

/// Round values within a range, about six of them, as they are written.
pub(super) fn ticks((low, high): (f64, f64), unit: Unit) -> Vec<(f64, String)> {
    let scale = if unit == Unit::Chance { 100.0 } else { 1.0 };
    let (low, high) = (low * scale, high * scale);
    let values = steps(low, high, 6.0);
    let last = values.len().saturating_sub(1);
    let word = |(place, value): (usize, f64)| {
        let percent = unit == Unit::Chance && place == last;
        let sign = if percent { "%" } else { "" };
        (value / scale, format!("{}{sign}", plain(value)))
    };
    values.into_iter().enumerate().map(word).collect()
}

/// Ticks of a vertical axis of chances from 0 to 1.
pub fn chance_ticks(range: (f64, f64)) -> Vec<(f64, String)> {
    ticks(range, Unit::Chance)
}

/// Ticks of a vertical axis of days, as days since 1970-01-01: the first day of years.
pub fn day_ticks((low, high): (f64, f64)) -> Vec<(f64, String)> {
    let day = |number: f64| Day::from_number(number.clamp(-1e6, 4e6) as i32);
    let (first, last) = (day(low.min(high)).year(), day(high.max(low)).year());
    let step = ((last - first) / 8 + 1).max(1) as usize;
    let years = (first..=last).step_by(step);
    let tick = |year| {
        let first = Day::new(year, 1, 1)?;
        let at = f64::from(first.number());
        (at >= low && at <= high).then(|| (at, short_month(first)))
    };
    years.filter_map(tick).collect()
}

/// Round numbers from `low` to `high`, about `count` of them.
pub(super) fn steps(low: f64, high: f64, count: f64) -> Vec<f64> {
    if !(low.is_finite() && high.is_finite() && high > low) {
        return Vec::new();
    }
    let raw = (high - low) / count;
    let power = libm::exp10(libm::floor(libm::log10(raw)));
    let sizes = [1.0, 2.0, 5.0, 10.0].map(|size| size * power);
    let step = sizes.into_iter().find(|size| *size >= raw * 0.999).unwrap_or(10.0 * power);
    let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
    // A step far below the numbers themselves would never end.
    (first..=last.min(first.saturating_add(60))).map(|place| place as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_on_both_sides_of_nought() {
        let texts = |range, unit| -> Vec<String> {
            ticks(range, unit).into_iter().map(|(_, text)| text).collect()
        };
        assert_eq!(texts((-0.021, 0.041), Unit::Chance), ["−2", "0", "2", "4%"]);
        assert_eq!(texts((-700.0, 1500.0), Unit::Days), ["−500", "0", "500", "1,000", "1,500"]);
        assert!(ticks((f64::NAN, 1.0), Unit::Days).is_empty());
    }

    #[test]
    fn numbers_are_written_plainly() {
        for (value, text) in
            [(0.0, "0"), (-0.5, "−0.5"), (1234.5, "1,234.5"), (-0.0, "0"), (100.0, "100")]
        {
            assert_eq!(plain(value), text);
        }
    }
}
