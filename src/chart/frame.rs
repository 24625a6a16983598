//! The box a chart plots in: its scale from plotters, value ticks, and series cut at its edges.

use plotters::coord::{CoordTranslate, cartesian::Cartesian2d, types::RangedCoordf64};

use super::{
    backend::GRAIN,
    canvas::{Canvas, Point, steps},
    label::{PART, TICK},
    palette::{PAST, RULE},
    placement::Area,
};
use crate::{
    quantity::{Day, Days},
    wording::plain,
};

/// Room above a frame for the words over its parts, in units.
pub(super) const STRIP: f64 = 16.0;

/// A box on the page and the ranges it shows.
pub(super) struct PlotFrame {
    /// Where it lies, in units.
    pub(super) area: Area,
    /// From the left edge to the right, never of no length.
    pub(super) across: (f64, f64),
    /// From the lower edge to the upper, never of no length.
    pub(super) up: (f64, f64),
    scale: Cartesian2d<RangedCoordf64, RangedCoordf64>,
}

impl PlotFrame {
    /// A frame over an area; a range of no length, or that is none, is made one long.
    pub(super) fn new(area: Area, across: (f64, f64), up: (f64, f64)) -> PlotFrame {
        let (across, up) = (sound(across), sound(up));
        let scale = Cartesian2d::new(
            across.0..across.1,
            up.0..up.1,
            (steps(area.left)..steps(area.right), steps(area.bottom)..steps(area.top)),
        );
        PlotFrame { area, across, up, scale }
    }

    /// A frame with days across.
    pub(super) fn of_days(area: Area, days: (Day, Day), up: (f64, f64)) -> PlotFrame {
        PlotFrame::new(area, (x_of(days.0), x_of(days.1)), up)
    }

    /// The point of the page for these values, held within the frame.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        let hold = |value: f64, (low, high): (f64, f64)| {
            if value.is_nan() { low } else { value.clamp(low, high) }
        };
        let (x, y) = self.scale.translate(&(hold(x, self.across), hold(y, self.up)));
        (f64::from(x) / f64::from(GRAIN), f64::from(y) / f64::from(GRAIN))
    }

    /// The point for a day and a value, held within the frame.
    pub(super) fn on(&self, day: Day, y: f64) -> Point {
        self.at(x_of(day), y)
    }

    /// Whether the day lies on the axis.
    pub(super) fn spans(&self, day: Day) -> bool {
        (self.across.0..=self.across.1).contains(&x_of(day))
    }

    /// The value of a series at its end, or where it leaves the frame on the right.
    pub(super) fn last(&self, series: &[(f64, f64)]) -> Option<f64> {
        cut(series, self.across).last().map(|(_, y)| *y)
    }

    /// Points of the page for a series, cut where it crosses the left and right edges.
    pub(super) fn trace(&self, series: &[(f64, f64)]) -> Vec<Point> {
        cut(series, self.across).into_iter().map(|(x, y)| self.at(x, y)).collect()
    }

    /// Ground under what is on record, and words on either side of the as-of day in a strip above
    /// the frame, [`STRIP`] high.
    pub(super) fn past(&self, canvas: &mut Canvas, as_of: Day, (before, after): (&str, &str)) {
        let Area { left, right, bottom, .. } = self.area;
        let (x, _) = self.on(as_of, self.up.0);
        let top = self.area.top - STRIP;
        let y = self.area.top - 5.0;
        if x > left {
            canvas.rect(Area { right: x, top, ..self.area }, PAST, 1.0);
            canvas.rule(&[(x, top), (x, bottom)], RULE, 0.8, None);
            canvas.put_free(&[vec![PART.end(before, x - 4.5, y)]]);
        }
        if x + 4.5 + PART.width(after) < right {
            canvas.put_free(&[vec![PART.start(after, x + 4.5, y)]]);
        }
    }

    /// Grid lines and numbers on the left for these values.
    pub(super) fn values(&self, canvas: &mut Canvas, ticks: &[(f64, String)]) {
        let Area { left, right, .. } = self.area;
        for (value, text) in ticks {
            let (_, y) = self.at(self.across.0, *value);
            canvas.rule(&[(left, y), (right, y)], RULE, 0.8, None);
            canvas.put_free(&[vec![TICK.end(text, left - 8.0, y + TICK.drop())]]);
        }
    }
}

/// Two days that differ: a span of no length becomes a month long.
pub(super) fn span(from: Day, to: Day) -> (Day, Day) {
    let (from, to) = (from.min(to), from.max(to));
    if from == to { (from - Days(30), from + Days(30)) } else { (from, to) }
}

/// A day as a place on the axis.
pub(super) fn x_of(day: Day) -> f64 {
    f64::from(day.number())
}

/// Round values from 0 up to `high`, about `count` of them; the last is at or below `high`.
pub(super) fn round_values(high: f64, count: f64) -> Vec<f64> {
    if !(high.is_finite() && high > 0.0) {
        return vec![0.0];
    }
    let raw = high / count;
    let power = libm::exp10(libm::floor(libm::log10(raw)));
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .map(|factor| factor * power)
        .into_iter()
        .find(|step| *step >= raw * 0.999)
        .unwrap_or(10.0 * power);
    let last = libm::floor(high / step + 1e-9) as u32;
    (0..=last).map(|place| f64::from(place) * step).collect()
}

/// Ticks of chances: hundredths as text, the sign on the last alone.
pub(super) fn percent_ticks(high: f64, count: f64) -> Vec<(f64, String)> {
    let values = round_values(high, count);
    let last = values.len().saturating_sub(1);
    let sign = |place: usize| if place == last && last > 0 { "%" } else { "" };
    let word = |(place, value)| (value, format!("{}{}", plain(value * 100.0), sign(place)));
    values.into_iter().enumerate().map(word).collect()
}

fn sound((low, high): (f64, f64)) -> (f64, f64) {
    if low.is_finite() && high.is_finite() && low < high {
        (low, high)
    } else {
        let low = if low.is_finite() { low } else { 0.0 };
        (low, low + 1.0)
    }
}

/// The part of a series between two x, in order of x, its ends put where it crosses them.
/// Points that are not numbers are left out.
fn cut(series: &[(f64, f64)], (low, high): (f64, f64)) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> =
        series.iter().copied().filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let inside = |x: f64| (low..=high).contains(&x);
    let mut kept = Vec::new();
    for (place, &(x, y)) in points.iter().enumerate() {
        if let Some(&(px, py)) = place.checked_sub(1).and_then(|before| points.get(before)) {
            for edge in [low, high] {
                if px < edge && edge < x {
                    kept.push((edge, py + (y - py) * (edge - px) / (x - px)));
                }
            }
        }
        if inside(x) {
            kept.push((x, y));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { left: 50.0, top: 100.0, right: 250.0, bottom: 200.0 };

    #[test]
    fn values_map_to_the_edges_and_are_held_there() {
        let frame = PlotFrame::new(AREA, (0.0, 10.0), (0.0, 1.0));
        for (x, y, expected) in [
            (0.0, 0.0, (50.0, 200.0)),
            (10.0, 1.0, (250.0, 100.0)),
            (5.0, 0.5, (150.0, 150.0)),
            (-3.0, 9.0, (50.0, 100.0)),
            (f64::NAN, f64::INFINITY, (50.0, 100.0)),
        ] {
            let (a, b) = frame.at(x, y);
            assert!((a - expected.0).abs() < 0.06 && (b - expected.1).abs() < 0.06, "{x} {y}");
        }
    }

    #[test]
    fn a_range_of_no_length_is_given_one() {
        for range in [(3.0, 3.0), (f64::NAN, 1.0), (5.0, f64::INFINITY), (2.0, 1.0)] {
            let frame = PlotFrame::new(AREA, range, range);
            assert!(frame.across.0 < frame.across.1 && frame.up.0 < frame.up.1);
        }
        let day = Day::LAST;
        assert!(span(day, day).0 < span(day, day).1);
    }

    #[test]
    fn a_series_is_cut_where_it_crosses_the_edges() {
        let rising = [(-10.0, 0.0), (10.0, 1.0), (30.0, 2.0)];
        assert_eq!(cut(&rising, (0.0, 20.0)), [(0.0, 0.5), (10.0, 1.0), (20.0, 1.5)]);
        assert_eq!(cut(&[(-10.0, 0.0), (30.0, 4.0)], (0.0, 20.0)), [(0.0, 1.0), (20.0, 3.0)]);
        assert!(cut(&rising, (40.0, 50.0)).is_empty());
        assert_eq!(cut(&[(5.0, f64::NAN), (7.0, 1.0)], (0.0, 20.0)), [(7.0, 1.0)]);
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(round_values(65.0, 4.0), [0.0, 20.0, 40.0, 60.0]);
        assert_eq!(round_values(f64::NAN, 4.0), [0.0]);
        let texts =
            |high| percent_ticks(high, 4.0).into_iter().map(|tick| tick.1).collect::<Vec<_>>();
        assert_eq!(texts(0.062), ["0", "2", "4", "6%"]);
        assert_eq!(texts(0.0021), ["0", "0.1", "0.2%"]);
        assert_eq!(texts(0.0), ["0"]);
    }
}
