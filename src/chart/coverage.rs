//! Whether forecasts were as sure as they should be: where what happened lay in them, and how often
//! their intervals covered it.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, MARGIN},
    frame::{PlotFrame, percent_ticks},
    label::{NAME, NOTE, TICK},
    palette::{BLUE, INK, PALE_BLUE, RULE},
    placement::Area,
    size::Size,
};
use crate::wording::{share, words::CHART_WORDS};

/// What the chart shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// Title and the like.
    pub heading: Heading,
    /// Share of what happened in each of as many equal parts of the forecast, from its earliest days
    /// to its latest.
    pub parts: Vec<f64>,
    /// One standard error of such a share where the forecasts are right.
    pub part_error: f64,
    /// The central intervals, each with how often it covered what happened.
    pub intervals: Vec<CoveredInterval>,
}

/// A central interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoveredInterval {
    /// The share it should cover, 0 to 1.
    pub level: f64,
    /// One standard error of that share, by row.
    pub errors: Vec<f64>,
    /// What each row is, such as `1 month`.
    pub rows: Vec<String>,
    /// The share it covered, by row.
    pub covered: Vec<f64>,
}

/// Height of a row, in units.
const ROW: f64 = 17.0;
/// Room above the rows of an interval for its name.
const HEAD: f64 = 22.0;

/// Room left of the rows for their names, in units.
const NAMES: f64 = 74.0;

/// Narrower charts have one panel below the other, in units.
const STACKED: f64 = 560.0;

/// Draws the chart.
pub(super) fn coverage(input: &Coverage, size: Size) -> Svg {
    let rows: usize = input.intervals.iter().map(|one| one.covered.len()).sum();
    let plot = (HEAD * input.intervals.len() as f64 + ROW * rows as f64).max(150.0);
    let stacked = size.across() < STACKED;
    let needed = plot + 175.0 + if stacked { 200.0 } else { 0.0 };
    let mut canvas = Canvas::new(&input.heading, size, needed);
    let (top, bottom) = (canvas.top + 26.0, canvas.bottom - 30.0);
    let left = MARGIN + 34.0;
    let (first, second) = if stacked {
        let middle = top + 0.36 * (bottom - top);
        (
            Area { left, top, right: canvas.right(), bottom: middle - 10.0 },
            Area { left: MARGIN + NAMES, top: middle + 44.0, right: canvas.right() - 40.0, bottom },
        )
    } else {
        let middle = canvas.width * 0.5;
        (
            Area { left, top, right: middle - 40.0, bottom },
            Area { left: middle + NAMES, top, right: canvas.right() - 40.0, bottom },
        )
    };
    parts(&mut canvas, input, first);
    covered(&mut canvas, input, second);
    canvas.finish()
}

fn parts(canvas: &mut Canvas, input: &Coverage, area: Area) {
    let words = CHART_WORDS;
    canvas.put(&NAME.start(words.where_it_lay, area.left - 34.0, area.top - 14.0));
    let count = input.parts.len().max(1) as f64;
    let even = 1.0 / count;
    let highest =
        input.parts.iter().copied().filter(|part| part.is_finite()).fold(2.2 * even, f64::max);
    let frame = PlotFrame::new(area, (0.0, count), (0.0, highest * 1.05));
    let ticks = percent_ticks(highest, 4.0);
    frame.values(canvas, &ticks);
    let sure = 2.0 * input.part_error;
    let (left, upper) = frame.at(0.0, even + sure);
    let (right, lower) = frame.at(count, (even - sure).max(0.0));
    for (place, part) in input.parts.iter().enumerate() {
        let (from, top) = frame.at(place as f64 + 0.08, *part);
        let (to, bottom) = frame.at(place as f64 + 0.92, 0.0);
        canvas.rect(Area { left: from, top, right: to, bottom }, BLUE, 1.0);
    }
    canvas.rect(Area { left, top: upper, right, bottom: lower }, INK, 0.1);
    let (_, y) = frame.at(0.0, even);
    canvas.rule(&[(left, y), (right, y)], INK, 1.1, Some("3.2 2.4"));
    canvas.put(&TICK.colour(INK).halo().end(words.even, right - 2.0, upper - 5.0));
    canvas.rule(&[(left, area.bottom), (right, area.bottom)], INK, 0.9, None);
    for (x, words) in [0.0, count].into_iter().zip(words.earliest_latest) {
        let (at, _) = frame.at(x, 0.0);
        let label = if x > 0.0 {
            TICK.end(words, at, area.bottom + 15.0)
        } else {
            TICK.start(words, at, area.bottom + 15.0)
        };
        canvas.put(&label);
    }
    let middle = f64::midpoint(area.left, area.right);
    canvas.put(&TICK.middle(CHART_WORDS.tenths, middle, area.bottom + 15.0));
}

fn covered(canvas: &mut Canvas, input: &Coverage, area: Area) {
    let said = CHART_WORDS;
    canvas.put(&NAME.start(said.how_often_held, area.left - 70.0, area.top - 14.0));
    let frame = PlotFrame::new(area, (0.0, 1.0), (0.0, 1.0));
    for (tick, words) in percent_ticks(1.0, 4.0) {
        let (x, _) = frame.at(tick, 0.0);
        canvas.rule(&[(x, area.top), (x, area.bottom)], RULE, 0.8, None);
        canvas.put(&TICK.middle(&words, x, area.bottom + 15.0));
    }
    let rows: usize = input.intervals.iter().map(|one| one.covered.len()).sum();
    let room = area.bottom - area.top - HEAD * input.intervals.len() as f64;
    let pitch = (room / rows.max(1) as f64).clamp(6.0, ROW);
    let mut y = area.top;
    for interval in &input.intervals {
        y += HEAD;
        let words = said.interval.replace("{n}", &share(interval.level, false, false));
        canvas.put(&NOTE.colour(INK).start(&words, area.left - 70.0, y - 6.0));
        let from = y;
        for ((name, covered), error) in
            interval.rows.iter().zip(&interval.covered).zip(&interval.errors)
        {
            let middle = y + pitch / 2.0;
            let (left, _) = frame.at(interval.level - error, 0.0);
            let (right, _) = frame.at(interval.level + error, 0.0);
            let band = Area { left, top: y + 2.0, right, bottom: y + pitch - 2.0 };
            canvas.rect(band, PALE_BLUE, 0.6);
            let (x, _) = frame.at(*covered, 0.0);
            canvas.dot((x, middle), 3.4, BLUE);
            let name = TICK.fit(name, NAMES - 8.0);
            canvas.put(&TICK.end(&name, area.left - 8.0, middle + TICK.drop()));
            let share = share(*covered, false, false);
            canvas.put(&TICK.colour(INK).start(&share, area.right + 8.0, middle + TICK.drop()));
            y += pitch;
        }
        let (x, _) = frame.at(interval.level, 0.0);
        canvas.rule(&[(x, from), (x, y)], INK, 1.1, Some("3.2 2.4"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_says_its_share() {
        let input = Coverage {
            heading: Heading::default(),
            parts: vec![0.1; 10],
            part_error: 0.03,
            intervals: vec![CoveredInterval {
                level: 0.8,
                errors: vec![0.05, 0.06],
                rows: vec!["1 month".into(), "6 months".into()],
                covered: vec![0.83, 0.61],
            }],
        };
        let svg = coverage(&input, Size::STANDARD).into_text();
        for words in [">83%<", ">61%<", ">6 months<", ">80% interval<"] {
            assert!(svg.contains(words), "{words}");
        }
        assert_eq!(svg.matches("<circle").count(), 4, "each dot with its rim");
        let odd = Coverage { parts: vec![f64::NAN], intervals: Vec::new(), ..input };
        assert!(!coverage(&odd, Size::COLUMN).text().contains("NaN"));
    }
}
