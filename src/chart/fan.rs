//! The number of parties: what is on record, then the spread of the simulated futures.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Mark, Svg,
    canvas::{Canvas, HEIGHT, MARGIN, Point},
    date_axis,
    frame::{PlotFrame, STRIP, round_values, span, x_of},
    label::{Label, NAME, NOTE, Style, TICK},
    palette::{BLUE, INK, RED},
    placement::{Area, dodge},
    size::Size,
};
use crate::{quantity::Day, wording::words::CHART_WORDS};

/// What the fan of parties shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fan {
    /// Title and the like.
    pub heading: Heading,
    /// First day of the axis.
    pub from: Day,
    /// Last day of the axis.
    pub to: Day,
    /// The last day on record.
    pub as_of: Day,
    /// The days on which the number changed, and the number from then on; in order.
    pub recorded: Vec<(Day, u32)>,
    /// Stands at the last number on record, such as `3 deposited`.
    pub recorded_label: String,
    /// The spread afterwards, in order of days.
    pub quantiles: Vec<FanQuantiles>,
    /// The number that the rule asks for.
    pub threshold: Option<Threshold>,
    /// Where half of the futures have reached the threshold.
    pub median_crossing: Option<Crossing>,
    /// Where the first few have, such as `5% of futures by Mar 2028`.
    pub early_crossing: Option<Mark>,
}

/// The spread of the number of parties on a day; smooth, so not whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FanQuantiles {
    /// The day.
    pub day: Day,
    /// 5, 25, 50, 75 and 95 % of the futures have at most so many parties. A row with a number
    /// that is not finite is left out.
    pub at: [f64; 5],
}

/// A number of parties with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// How many.
    pub count: u32,
    /// Such as `Threshold: 40 instruments`.
    pub label: String,
}

/// A day on the threshold, from the futures' own days and not from the drawn line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Crossing {
    /// The day.
    pub day: Day,
    /// Such as `Aug 2029`.
    pub label: String,
    /// Stands below in a lighter weight. May be empty.
    pub note: String,
}

/// Higher numbers than this are not drawn: there are no so many States.
const MOST: f64 = 100_000.0;

/// Draws the number of parties over time.
pub(super) fn fan(input: &Fan, size: Size) -> Svg {
    let mut canvas = Canvas::new(&input.heading, size, HEIGHT);
    let (from, to) = span(input.from, input.to);
    let rows: Vec<FanQuantiles> = input.quantiles.iter().copied().filter_map(sound).collect();
    let area = Area {
        left: MARGIN + 26.0,
        top: canvas.top + STRIP,
        right: canvas.right() - if rows.is_empty() { 8.0 } else { 102.0 },
        bottom: canvas.bottom - date_axis::DEPTH,
    };
    let highest = highest(input, &rows);
    let frame = PlotFrame::of_days(area, (from, to), (0.0, highest * 1.04));

    let words = CHART_WORDS;
    frame.past(&mut canvas, input.as_of, (words.recorded, words.simulated));
    let values = round_values(highest * 1.04, 5.0).into_iter().filter(|value| value.fract() < 1e-9);
    let ticks: Vec<(f64, String)> = values.map(|value| (value, value.to_string())).collect();
    frame.values(&mut canvas, &ticks);
    let ends = spread(&mut canvas, &frame, input, rows);
    threshold_line(&mut canvas, &frame, input.threshold.as_ref());
    record(&mut canvas, &frame, input);
    date_axis::draw(&mut canvas, &frame, from, to);
    name_ends(&mut canvas, &frame, &ends);
    if let Some(threshold) = &input.threshold {
        crossings(&mut canvas, &frame, input, threshold.height());
        threshold_words(&mut canvas, &frame, threshold);
    }
    canvas.finish()
}

impl Threshold {
    fn height(&self) -> f64 {
        f64::from(self.count).min(MOST)
    }
}

fn sound(row: FanQuantiles) -> Option<FanQuantiles> {
    let finite = row.at.iter().all(|value| value.is_finite());
    finite.then(|| FanQuantiles { at: row.at.map(|value| value.clamp(0.0, MOST)), ..row })
}

fn highest(input: &Fan, rows: &[FanQuantiles]) -> f64 {
    let recorded = input.recorded.iter().map(|(_, count)| f64::from(*count));
    let simulated = rows.iter().map(|row| row.at[4]);
    let threshold = input.threshold.iter().map(|threshold| f64::from(threshold.count));
    recorded.chain(simulated).chain(threshold).fold(4.0, f64::max).min(MOST)
}

/// The number on record at the end of a day; none before the first change.
fn count_on(input: &Fan, day: Day) -> u32 {
    input.recorded.iter().rfind(|(changed, _)| *changed <= day).map_or(0, |(_, count)| *count)
}

/// The bands and the median; returns the last place and value of each quantile,
/// the highest first.
fn spread(
    canvas: &mut Canvas,
    frame: &PlotFrame,
    input: &Fan,
    mut rows: Vec<FanQuantiles>,
) -> Vec<(Point, f64)> {
    if rows.first().is_some_and(|first| first.day > input.as_of) {
        let known = f64::from(count_on(input, input.as_of)).min(MOST);
        rows.insert(0, FanQuantiles { day: input.as_of, at: [known; 5] });
    }
    let series = |which: usize| -> Vec<(f64, f64)> {
        rows.iter().map(|row| (x_of(row.day), row.at[which])).collect()
    };
    let traces: [Vec<Point>; 5] = std::array::from_fn(|which| frame.trace(&series(which)));
    let [low, lower, middle, upper, high] = &traces;
    for (below, above, opacity) in [(low, high, 0.16), (lower, upper, 0.27)] {
        let outline: Vec<Point> = below.iter().chain(above.iter().rev()).copied().collect();
        canvas.band(&outline, BLUE, opacity);
    }
    canvas.line(middle, BLUE, 2.0, None);
    let end = |which: usize| Some((*traces[which].last()?, frame.last(&series(which))?));
    // From above, so that ends that coincide are named in that order.
    (0..5).rev().filter_map(end).collect()
}

fn name_ends(canvas: &mut Canvas, frame: &PlotFrame, ends: &[(Point, f64)]) {
    let Area { right, top, bottom, .. } = frame.area;
    let wanted: Vec<f64> = ends.iter().map(|((_, y), _)| *y).collect();
    // A line has reached a number or has not: between two it is the lower.
    let numbers: Vec<String> =
        ends.iter().map(|(_, value)| format!("{:.0}", (value + 1e-9).floor())).collect();
    let widest = numbers.iter().map(|text| NAME.width(text)).fold(0.0, f64::max);
    let names = CHART_WORDS.percentiles;
    let places = dodge(&wanted, 13.0, top + 4.0, bottom - 4.0);
    for (which, (((anchor, _), text), y)) in ends.iter().zip(&numbers).zip(places).enumerate() {
        canvas.leader(*anchor, (right + 6.5, y), BLUE);
        let number = NAME.colour(BLUE);
        let words = if which == 2 { number.sized(9.5) } else { NOTE };
        canvas.put(&number.end(text, right + 9.5 + widest, y + number.drop()));
        let x = right + 14.0 + widest;
        canvas.put(&words.start(
            &words.fit(names[which], canvas.width - 4.0 - x),
            x,
            y + number.drop(),
        ));
    }
}

/// The stairs of what is on record, and the last number named.
fn record(canvas: &mut Canvas, frame: &PlotFrame, input: &Fan) {
    let first = frame.across.0;
    let end = x_of(input.as_of).min(frame.across.1);
    if end < first {
        return;
    }
    let mut stairs: Vec<Point> = Vec::new();
    let mut height = 0;
    let mut begun = false;
    for (day, count) in input.recorded.iter().filter(|(day, _)| x_of(*day) <= end) {
        let x = x_of(*day);
        if x >= first {
            if !begun {
                stairs.push(frame.at(first, f64::from(height)));
            }
            stairs.push(frame.at(x, f64::from(height)));
            stairs.push(frame.at(x, f64::from(*count)));
            begun = true;
        }
        height = *count;
    }
    if !begun {
        stairs.push(frame.at(first, f64::from(height)));
    }
    let last = frame.at(end, f64::from(height));
    stairs.push(last);
    canvas.line(&stairs, INK, 1.7, None);
    canvas.dot(last, 3.4, INK);
    let style = NAME.halo();
    let text = style.fit(&input.recorded_label, frame.area.right - frame.area.left);
    let (x, y) = last;
    let choices = [
        style.end(&text, x - 6.0, y - 6.0),
        style.middle(&text, x, y - 10.0).within(frame.area.left + 2.0, frame.area.right),
        style.start(&text, x + 8.0, y + 13.0),
        style.start(&text, x + 8.0, y - 6.0),
        style.start(&text, x + 8.0, y - 24.0),
    ];
    canvas.put_free(&inside(frame, choices));
}

fn threshold_line(canvas: &mut Canvas, frame: &PlotFrame, threshold: Option<&Threshold>) {
    if let Some(threshold) = threshold {
        let (_, y) = frame.at(0.0, threshold.height());
        canvas.line(&[(frame.area.left, y), (frame.area.right, y)], RED, 1.3, None);
    }
}

fn threshold_words(canvas: &mut Canvas, frame: &PlotFrame, threshold: &Threshold) {
    let Area { left, right, .. } = frame.area;
    let (_, y) = frame.at(0.0, threshold.height());
    let style = NAME.colour(RED).halo();
    let text = style.fit(&threshold.label, right - left - 10.0);
    let places = |y: f64| {
        [
            style.start(&text, left + 5.0, y),
            style.end(&text, right - 5.0, y),
            style.middle(&text, f64::midpoint(left, right), y),
        ]
    };
    canvas.put_free(&inside(frame, places(y - 5.0).into_iter().chain(places(y + 13.5))));
}

fn crossings(canvas: &mut Canvas, frame: &PlotFrame, input: &Fan, count: f64) {
    if let Some(median) = input.median_crossing.as_ref().filter(|at| frame.spans(at.day)) {
        let (x, y) = frame.on(median.day, count);
        canvas.dot((x, y), 3.6, BLUE);
        name_median(canvas, frame, median, (x, y));
    }
    if let Some(early) = input.early_crossing.as_ref().filter(|at| frame.spans(at.day)) {
        let (x, y) = frame.on(early.day, count);
        canvas.rule(&[(x, y - 3.5), (x, y + 3.5)], RED, 1.3, None);
        name_early(canvas, frame, &early.label, (x, y));
    }
}

fn name_median(canvas: &mut Canvas, frame: &PlotFrame, median: &Crossing, (x, y): Point) {
    let (name, note) = (NAME.colour(BLUE).halo(), TICK.colour(INK).halo());
    let room = frame.area.right - frame.area.left;
    let (label, words) = (name.fit(&median.label, room), note.fit(&median.note, room));
    let pair = |set: fn(Style, &str, f64, f64) -> Label, x: f64, y: f64| {
        vec![set(name, &label, x, y), set(note, &words, x, y + 12.5)]
    };
    let places = [(x + 7.0, x - 7.0, y + 14.5), (x + 12.0, x - 12.0, y - 22.0)];
    let groups = places
        .into_iter()
        .flat_map(|(right, left, y)| [pair(Style::start, right, y), pair(Style::end, left, y)]);
    let fits = |group: &Vec<Label>| group.iter().all(|label| holds(frame, label));
    let groups: Vec<Vec<Label>> = groups.filter(fits).collect();
    canvas.put_free(&groups);
}

/// The words stand clear of the bands, a leader goes down to the line.
fn name_early(canvas: &mut Canvas, frame: &PlotFrame, text: &str, (x, y): Point) {
    let style = TICK.colour(INK).halo();
    let text = style.fit(text, frame.area.right - frame.area.left);
    for lift in [44.0, 30.0, 58.0, 72.0] {
        let row = y - lift;
        let choices = [style.end(&text, x + 1.0, row), style.start(&text, x - 1.0, row)];
        if row - 12.0 > frame.area.top && canvas.put_free(&inside(frame, choices)) {
            canvas.rule(&[(x, row + 4.0), (x, y - 4.0)], INK, 0.6, None);
            return;
        }
    }
}

fn inside(frame: &PlotFrame, labels: impl IntoIterator<Item = Label>) -> Vec<Vec<Label>> {
    labels.into_iter().filter(|label| holds(frame, label)).map(|label| vec![label]).collect()
}

fn holds(frame: &PlotFrame, label: &Label) -> bool {
    let area = label.area();
    area.left >= frame.area.left
        && area.right <= frame.area.right + 1e-6
        && area.top >= frame.area.top
        && area.bottom <= frame.area.bottom
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::samples::{day, usual_fan};

    fn drawn(change: impl Fn(&mut Fan)) -> String {
        let mut input = usual_fan();
        change(&mut input);
        fan(&input, Size::default()).into_text()
    }

    fn straight(from: f64, to: f64) -> Vec<FanQuantiles> {
        [("2027-01-01", from), ("2029-01-01", to)]
            .map(|(at, height)| FanQuantiles { day: day(at), at: [height; 5] })
            .to_vec()
    }

    #[test]
    fn the_numbers_at_the_end_are_those_of_the_last_day_shown() {
        // From 11 to 32 over 731 days: 21.5 a year on, at the end of the axis.
        let svg = drawn(|input| {
            input.quantiles = straight(11.0, 32.0);
            input.to = day("2028-01-01");
        });
        assert_eq!(svg.matches(">21</text>").count(), 5);
        assert!(!svg.contains(">32</text>"));
    }

    #[test]
    fn quantiles_that_are_no_numbers_are_left_out() {
        let svg = drawn(|input| {
            input.quantiles = straight(f64::NAN, f64::INFINITY);
        });
        assert!(!svg.contains("percentile") && !svg.contains("fill-opacity"));
    }

    #[test]
    fn what_is_on_record_ends_at_the_as_of_day() {
        assert_eq!(count_on(&usual_fan(), day("2026-02-09")), 0);
        assert_eq!(count_on(&usual_fan(), day("2026-02-10")), 1);
        assert_eq!(count_on(&usual_fan(), day("2099-01-01")), 3);
        let svg = drawn(|input| input.recorded.push((day("2026-06-15"), 17)));
        assert_eq!(svg, drawn(|_| {}), "a deposit after the as-of day is not on record");
    }

    #[test]
    fn threshold_and_crossings_are_named() {
        let svg = drawn(|_| {});
        for words in
            ["Threshold: 40 instruments", "Jul 2030", "5% of futures by Aug 2028", ">Median<"]
        {
            assert!(svg.contains(words), "{words}");
        }
        let svg = drawn(|input| input.threshold = None);
        assert!(!svg.contains("Jul 2030<") && !svg.contains("#C02B1D"));
    }

    #[test]
    fn the_past_is_tinted_only_where_there_is_one() {
        let tinted = |from: &str| drawn(|input| input.from = day(from)).contains("#EFF3F5");
        assert!(tinted("2025-10-25") && !tinted("2026-05-31") && !tinted("2027-01-01"));
    }
}
