//! How fast the treaty is against the average one: as it was, and as it may be.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, MARGIN, Point},
    date_axis,
    frame::{PlotFrame, STRIP, span, x_of},
    label::{NAME, NOTE},
    palette::{BLUE, INK},
    placement::{Area, dodge},
    size::Size,
};
use crate::{quantity::Day, wording::words::CHART_WORDS};

/// What the chart of the pace shows. All heights are ratios: 1 is the pace of the average treaty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// Title and the like.
    pub heading: Heading,
    /// First day of the axis.
    pub from: Day,
    /// Last day of the axis.
    pub to: Day,
    /// The last day on record: the pace is inferred up to it and forecast after it.
    pub as_of: Day,
    /// The pace over time, in order of days.
    pub points: Vec<PacePoint>,
    /// Stands at the end of the line, such as `Median 0.7×`.
    pub median_label: String,
    /// Stands at the end of the band, such as `80% of futures`.
    pub band_label: String,
    /// Stands at the line of 1, such as `average treaty`.
    pub reference_label: String,
}

/// The pace on a day: ratios above 0. A point with another number is left out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PacePoint {
    /// The day.
    pub day: Day,
    /// Lower end of the band.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// Upper end of the band.
    pub high: f64,
}

/// Height of this small chart, in units.
const HEIGHT: f64 = 300.0;

/// Powers of two shown at most, up and down from 1.
const REACH: f64 = 6.0;

/// Days and powers of two.
type PaceLine = Vec<(f64, f64)>;

/// Draws the pace over time, on a scale of powers of two.
pub(super) fn pace(input: &Pace, size: Size) -> Svg {
    let mut canvas = Canvas::new(&input.heading, size, HEIGHT);
    let (from, to) = span(input.from, input.to);
    let points: Vec<PacePoint> = input.points.iter().copied().filter(is_sound).collect();
    let words = NAME.width(&input.median_label).max(NOTE.width(&input.band_label));
    let area = Area {
        left: MARGIN + 34.0,
        top: canvas.top + STRIP,
        right: canvas.right() - words.min(canvas.width / 3.2) - 13.0,
        bottom: canvas.bottom - date_axis::DEPTH,
    };
    let (low, high) = range(&points);
    let frame = PlotFrame::of_days(area, (from, to), (low - 0.15, high + 0.15));

    let words = CHART_WORDS;
    frame.past(&mut canvas, input.as_of, (words.inferred, words.forecast));
    frame.values(&mut canvas, &ticks(low, high));
    let as_of = x_of(input.as_of);
    let low_end = band(&mut canvas, &frame, &points, as_of);
    reference(&mut canvas, &frame);
    let median = series(&points, |point| point.median);
    let (before, after) = parted(&median, as_of);
    canvas.line(&frame.trace(&before), BLUE, 2.0, None);
    canvas.line(&frame.trace(&after), BLUE, 2.0, Some("5 2.5"));
    date_axis::draw(&mut canvas, &frame, from, to);
    name_ends(&mut canvas, &frame, input, frame.trace(&median).last().copied(), low_end);
    name_reference(&mut canvas, &frame, &input.reference_label);
    canvas.finish()
}

fn is_sound(point: &PacePoint) -> bool {
    [point.low, point.median, point.high].iter().all(|value| value.is_finite() && *value > 0.0)
}

/// The powers of two from below the band to above it, at least from a half to 2.
fn range(points: &[PacePoint]) -> (f64, f64) {
    let low = points.iter().map(|point| libm::log2(point.low)).fold(-1.0, f64::min);
    let high = points.iter().map(|point| libm::log2(point.high)).fold(1.0, f64::max);
    (low.max(-REACH), high.min(REACH))
}

fn ticks(low: f64, high: f64) -> Vec<(f64, String)> {
    let step = if high - low > 6.0 { 2 } else { 1 };
    let powers = libm::ceil(low - 0.15) as i32..=libm::floor(high + 0.15) as i32;
    let word = |power: i32| match power {
        ..-3 => format!("1/{}×", libm::exp2(f64::from(-power))),
        _ => format!("{}×", libm::exp2(f64::from(power))),
    };
    let whole = powers.filter(|power| power % step == 0);
    whole.map(|power| (f64::from(power), word(power))).collect()
}

fn series(points: &[PacePoint], of: impl Fn(&PacePoint) -> f64) -> PaceLine {
    points.iter().map(|point| (x_of(point.day), libm::log2(of(point)))).collect()
}

/// A series before and after a day, joined at the last point before it.
fn parted(series: &[(f64, f64)], at: f64) -> (PaceLine, PaceLine) {
    let first_after = series.iter().position(|(x, _)| *x > at).unwrap_or(series.len());
    (series[..first_after].to_vec(), series[first_after.saturating_sub(1)..].to_vec())
}

/// The band, lighter where it is forecast; returns its last point from below and above.
fn band(
    canvas: &mut Canvas,
    frame: &PlotFrame,
    points: &[PacePoint],
    as_of: f64,
) -> Option<[Point; 2]> {
    let low = series(points, |point| point.low);
    let high = series(points, |point| point.high);
    let (low_before, low_after) = parted(&low, as_of);
    let (high_before, high_after) = parted(&high, as_of);
    for (below, above, opacity) in [(low_before, high_before, 0.28), (low_after, high_after, 0.15)]
    {
        let (below, above) = (frame.trace(&below), frame.trace(&above));
        let outline: Vec<Point> = below.into_iter().chain(above.into_iter().rev()).collect();
        canvas.band(&outline, BLUE, opacity);
    }
    Some([*frame.trace(&low).last()?, *frame.trace(&high).last()?])
}

fn reference(canvas: &mut Canvas, frame: &PlotFrame) {
    let (_, y) = frame.at(frame.across.0, 0.0);
    canvas.line(&[(frame.area.left, y), (frame.area.right, y)], INK, 0.9, None);
}

fn name_reference(canvas: &mut Canvas, frame: &PlotFrame, text: &str) {
    let Area { left, right, .. } = frame.area;
    let (_, y) = frame.at(frame.across.0, 0.0);
    let style = NOTE.colour(INK).halo();
    let text = style.fit(text, right - left - 10.0);
    let places = |y: f64| {
        [style.start(&text, left + 5.0, y), style.end(&text, right - 5.0, y)]
            .map(|label| vec![label])
    };
    let choices: Vec<_> = places(y - 4.5).into_iter().chain(places(y + 11.5)).collect();
    canvas.put_free(&choices);
}

fn name_ends(
    canvas: &mut Canvas,
    frame: &PlotFrame,
    input: &Pace,
    median: Option<Point>,
    band: Option<[Point; 2]>,
) {
    let (Some(median), Some([low, high])) = (median, band) else { return };
    let Area { right, top, bottom, .. } = frame.area;
    let name = NAME.colour(BLUE);
    // The band is named at whichever end leaves the median more room.
    let end = if median.1 - high.1 >= low.1 - median.1 { high } else { low };
    let places = dodge(&[median.1, end.1], 13.0, top + 4.0, bottom - 4.0);
    let room = canvas.width - 6.0 - right - 11.0;
    for ((style, text, anchor), y) in
        [(name, &input.median_label, median), (NOTE, &input.band_label, end)]
            .into_iter()
            .zip(places)
    {
        if !text.is_empty() {
            canvas.leader(anchor, (right + 8.0, y), BLUE);
            canvas.put(&style.start(&style.fit(text, room), right + 11.0, y + style.drop()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::samples::{day, usual_pace};

    fn drawn(change: impl Fn(&mut Pace)) -> String {
        let mut input = usual_pace();
        change(&mut input);
        pace(&input, Size::default()).into_text()
    }

    fn texts(low: f64, high: f64) -> Vec<String> {
        ticks(low, high).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn the_axis_has_powers_of_two() {
        assert_eq!(texts(-1.0, 2.0), ["0.5×", "1×", "2×", "4×"]);
        assert_eq!(texts(-6.0, 6.0), ["1/64×", "1/16×", "0.25×", "1×", "4×", "16×", "64×"]);
    }

    #[test]
    fn a_ratio_that_is_none_is_left_out() {
        let clean = drawn(|_| {});
        for odd in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let svg = drawn(|input| {
                let wrong = PacePoint { day: day("2028-01-01"), low: odd, median: odd, high: odd };
                input.points.push(wrong);
            });
            assert_eq!(svg, clean, "{odd}");
        }
    }

    #[test]
    fn what_is_forecast_is_dashed() {
        let dashed = |as_of: &str| drawn(|input| input.as_of = day(as_of)).contains("5 2.5");
        assert!(dashed("2026-05-31") && dashed("2020-01-01") && !dashed("2040-01-01"));
    }

    #[test]
    fn both_parts_share_the_last_known_point() {
        let line = [(0.0, 1.0), (1.0, 2.0), (2.0, 3.0)];
        let (before, after) = parted(&line, 1.0);
        assert_eq!((before.len(), after.len()), (2, 2));
        assert_eq!(before[1], after[0]);
        assert_eq!(parted(&line, -1.0).1.len(), 3);
        assert_eq!(parted(&line, 9.0).0.len(), 3);
    }
}
