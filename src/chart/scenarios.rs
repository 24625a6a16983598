//! Many scenarios below each other: the chance by the target, and when each is in force.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Mark, Svg, Unit,
    bars::ticks,
    canvas::{Canvas, MARGIN, Rows},
    date_axis,
    frame::{PlotFrame, span},
    label::{NAME, PART, TICK},
    marks::target_line,
    palette::{BLUE, GREY, INK, PALE_BLUE, RULE},
    placement::Area,
    size::Size,
};
use crate::{quantity::Day, wording::words::CHART_WORDS};

/// What rows of scenarios show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenarios {
    /// Title and the like.
    pub heading: Heading,
    /// First day of the axis.
    pub from: Day,
    /// Last day of the axis; what comes later runs to its edge.
    pub to: Day,
    /// The day whose chance is shown, and what it is; without one there are no chances.
    pub target: Option<Mark>,
    /// The rows in the order to be shown.
    pub rows: Vec<ScenarioRow>,
}

/// One scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioRow {
    /// Its name.
    pub name: String,
    /// Whether the others are held against it: a line goes down from it.
    pub base: bool,
    /// The chance by the target, 0 to 1.
    pub chance: f64,
    /// Half the width of its error bar; 0 for none.
    pub error: f64,
    /// The chance in words.
    pub label: String,
    /// The days by which 5, 25, 50, 75 and 95 % of futures are in force; none beyond the horizon.
    pub days: [Option<Day>; 5],
    /// The median in words.
    pub median: String,
}

/// Height of a row, in units: usual, and the least.
const PITCH: (f64, f64) = (21.0, 15.0);
/// More rows than these are not drawn; a line says how many are left out.
const MOST_ROWS: usize = 40;
/// Parts of the page's width: the most a name may take, and the column of chances.
const NAMES: f64 = 0.24;
const CHANCES: f64 = 0.26;
/// Room for words right of a dot, in units.
const WORDS: f64 = 52.0;
/// Room for words over the columns, in units; the target's stand below those that name the columns.
const HEAD: f64 = 34.0;
const NAMED: f64 = 21.0;
/// How far apart chances along the axis have to be, in units.
const TICK_ROOM: f64 = 26.0;

/// Draws the rows.
pub(super) fn scenarios(input: &Scenarios, size: Size) -> Svg {
    let wanted = Rows { count: input.rows.len(), most: MOST_ROWS, usual: PITCH.0, least: PITCH.1 };
    let around = HEAD + date_axis::DEPTH + 4.0;
    let (mut canvas, shown, pitch) = Canvas::of_rows(&input.heading, size, &wanted, around);
    let (rows, left_out) = (&input.rows[..shown], input.rows.len() - shown);
    let top = canvas.top + HEAD;
    let bottom = top + pitch * shown.max(1) as f64;
    let most = NAMES * canvas.width;
    let widest = rows.iter().map(|row| NAME.width(&row.name)).fold(0.0, f64::max).min(most);
    let left = MARGIN + widest + 14.0;
    let chances = CHANCES * canvas.width;
    let from = if input.target.is_some() { left + chances + 12.0 } else { left };
    if input.target.is_some() {
        let area = Area { left, top, right: left + chances - WORDS, bottom };
        column_of_chances(&mut canvas, area, rows, pitch);
    }
    let area = Area { left: from, top, right: canvas.right() - WORDS, bottom };
    column_of_days(&mut canvas, area, input, rows, pitch);
    for (place, row) in rows.iter().enumerate() {
        let y = top + pitch * (place as f64 + 0.5);
        let style = if row.base { NAME } else { TICK.colour(INK) };
        let name = style.fit(&row.name, widest);
        canvas.put(&style.start(&name, MARGIN, y + style.drop()));
    }
    canvas.left_out(left_out, bottom + date_axis::DEPTH - 8.0);
    canvas.finish()
}

fn column_of_chances(canvas: &mut Canvas, area: Area, rows: &[ScenarioRow], pitch: f64) {
    let finite = rows.iter().map(|row| row.chance + row.error).filter(|value| value.is_finite());
    let most = finite.fold(0.01, f64::max).min(1.0);
    let frame = PlotFrame::new(area, (0.0, most), (0.0, 1.0));
    let ticks = ticks(frame.across, Unit::Chance);
    // On a narrow page every so many of them, the first and the last among them.
    let last = ticks.len().saturating_sub(1).max(1);
    let room = (area.right - area.left) / last as f64;
    let least = (TICK_ROOM / room.max(1.0)).ceil().max(1.0) as usize;
    let every = (least..last).find(|every| last.is_multiple_of(*every)).unwrap_or(last);
    for (value, text) in ticks.into_iter().rev().step_by(every) {
        let (x, _) = frame.at(value, 0.0);
        canvas.rule(&[(x, area.top), (x, area.bottom + 3.0)], RULE, 0.8, None);
        canvas.put_free(&[vec![TICK.middle(&text, x, area.bottom + 14.5)]]);
    }
    canvas.put_free(&[vec![PART.start(CHART_WORDS.chance_by_target, area.left, area.top - NAMED)]]);
    for row in rows.iter().filter(|row| row.base) {
        let (x, _) = frame.at(row.chance, 0.0);
        canvas.rule(&[(x, area.top), (x, area.bottom)], INK, 0.9, Some("2 2"));
    }
    for (place, row) in rows.iter().enumerate() {
        let y = area.top + pitch * (place as f64 + 0.5);
        let colour = if row.base { INK } else { BLUE };
        let at = |value: f64| (frame.at(value, 0.0).0, y);
        let (low, high) = (at(row.chance - row.error), at(row.chance + row.error));
        canvas.rule(&[low, high], GREY, 1.0, None);
        canvas.dot(at(row.chance), 3.2, colour);
        let style = NAME.colour(colour).halo();
        let x = high.0.max(at(row.chance).0 + 3.2) + 5.0;
        canvas.put_free(&[vec![style.start(&style.fit(&row.label, WORDS), x, y + style.drop())]]);
    }
}

fn column_of_days(
    canvas: &mut Canvas,
    area: Area,
    input: &Scenarios,
    rows: &[ScenarioRow],
    pitch: f64,
) {
    let (from, to) = span(input.from, input.to);
    let frame = PlotFrame::of_days(area, (from, to), (0.0, 1.0));
    if let Some(target) = &input.target {
        target_line(canvas, &frame, target, area.top - 6.0);
    }
    let words = [CHART_WORDS.in_force, CHART_WORDS.in_force_alone];
    canvas.put_free(&words.map(|words| vec![PART.start(words, area.left, area.top - NAMED)]));
    date_axis::draw(canvas, &frame, from, to);
    for (place, row) in rows.iter().enumerate() {
        let y = area.top + pitch * (place as f64 + 0.5);
        let colour = if row.base { INK } else { BLUE };
        let at = |day: Option<Day>| frame.on(day.unwrap_or(Day::LAST), 0.0).0;
        let [p05, p25, p50, p75, p95] = row.days;
        canvas.rule(&[(at(p05), y), (at(p95), y)], GREY, 1.0, None);
        let half = Area { left: at(p25), right: at(p75), top: y - 3.2, bottom: y + 3.2 };
        canvas.rect(half, PALE_BLUE, 1.0);
        // What runs on past the edge says so.
        if row.days[4].is_none_or(|day| !frame.spans(day)) {
            let edge = area.right + 4.0;
            canvas.rule(&[(area.right, y), (edge, y)], GREY, 1.0, None);
            canvas.rule(
                &[(edge - 3.0, y - 2.5), (edge, y), (edge - 3.0, y + 2.5)],
                GREY,
                1.0,
                None,
            );
        }
        if p50.is_some_and(|day| frame.spans(day)) {
            canvas.dot((at(p50), y), 3.2, colour);
        }
        let style = TICK.colour(INK);
        let text = style.fit(&row.median, WORDS);
        canvas.put(&style.end(&text, canvas.right() + 4.0, y + style.drop()));
    }
}
