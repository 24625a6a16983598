//! The chance of being in force by a day: one rising line a scenario, target and interval marked.

use plotters::style::RGBColor;

use serde::{Deserialize, Serialize};

use super::{
    Heading, Mark, Svg,
    canvas::{Canvas, HEIGHT, MARGIN, Point},
    date_axis,
    frame::{PlotFrame, percent_ticks, span, x_of},
    label::{Label, NAME, NOTE},
    marks::{Interval, bracket, shade, target_line},
    palette,
    placement::{Area, dodge},
    size::Size,
};
use crate::quantity::{Chance, Day};

/// What the chart of the cumulative chance shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cumulative {
    /// Title and the like.
    pub heading: Heading,
    /// First day of the axis.
    pub from: Day,
    /// Last day of the axis, as a rule the horizon.
    pub to: Day,
    /// The lines, one to eight; the first is the one the interval belongs to.
    pub series: Vec<Series>,
    /// The day hoped for.
    pub target: Option<Mark>,
    /// Where most of the first line's futures lie.
    pub interval: Option<Interval>,
}

/// One line: the chance by each day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Stands at the line's end, in its colour. May be empty.
    pub name: String,
    /// Stands below the name in grey, such as `median Aug 2029`. May be empty.
    pub note: String,
    /// The chance of being in force by the end of each day, as finely as it is to be drawn.
    pub points: Vec<(Day, Chance)>,
    /// The dot where the line crosses the target day.
    pub at_target: Option<AtTarget>,
    /// A dot at one half, with its words.
    pub median: Option<Mark>,
}

/// The chance at the target, as a height and in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AtTarget {
    /// The chance of being in force by the target.
    pub chance: Chance,
    /// With no more digits than are known, such as `6%`.
    pub label: String,
}

/// Height of a name alone and with its note below, in units.
const LINE: f64 = 14.0;
const LINES: f64 = 26.5;

/// With more names than these, the notes stand beside them.
const STACKED: usize = 4;

/// Draws the chance of being in force by each day.
pub(super) fn cumulative(input: &Cumulative, size: Size) -> Svg {
    let mut canvas = Canvas::new(&input.heading, size, HEIGHT);
    let (from, to) = span(input.from, input.to);
    let ends: Vec<CurveEnd> =
        input.series.iter().enumerate().filter_map(CurveEnd::from_series).collect();
    let stacked = ends.len() <= STACKED;
    let top = canvas.top
        + if input.target.is_some() { 17.0 } else { 0.0 }
        + if input.interval.is_some() { 24.0 } else { 8.0 };
    let area = Area {
        left: MARGIN + 30.0,
        top,
        right: canvas.right()
            - ends.iter().map(|end| end.width(stacked, canvas.width)).fold(8.0, f64::max),
        bottom: canvas.bottom - date_axis::DEPTH,
    };
    let frame = PlotFrame::of_days(area, (from, to), (0.0, 1.0));

    if let Some(interval) = &input.interval {
        shade(&mut canvas, &frame, interval);
    }
    frame.values(&mut canvas, &percent_ticks(1.0, 4.0));
    date_axis::draw(&mut canvas, &frame, from, to);
    if let Some(target) = &input.target {
        let row = canvas.top + 11.0;
        target_line(&mut canvas, &frame, target, row);
    }
    for (place, series) in input.series.iter().enumerate() {
        let (colour, dash) = palette::series(place);
        canvas.line(&trace(&frame, series), colour, 1.9, dash);
    }
    name_ends(&mut canvas, &frame, &ends, stacked);
    targets(&mut canvas, &frame, input);
    if let Some(interval) = &input.interval {
        let line = input.target.as_ref().filter(|target| frame.spans(target.day));
        bracket(&mut canvas, &frame, interval, line.map(|target| frame.on(target.day, 0.0).0));
    }
    medians(&mut canvas, &frame, &input.series);
    canvas.finish()
}

fn trace(frame: &PlotFrame, series: &Series) -> Vec<Point> {
    let points: Vec<(f64, f64)> =
        series.points.iter().map(|(day, chance)| (x_of(*day), chance.get())).collect();
    frame.trace(&points)
}

/// Dots on the target line and their chances, left of it where there is room.
fn targets(canvas: &mut Canvas, frame: &PlotFrame, input: &Cumulative) {
    let Some(target) = input.target.as_ref().filter(|target| frame.spans(target.day)) else {
        return;
    };
    let dots: Vec<(Point, RGBColor, &str)> = input
        .series
        .iter()
        .enumerate()
        .filter_map(|(place, series)| {
            let at = series.at_target.as_ref()?;
            let dot = frame.on(target.day, at.chance.get());
            Some((dot, palette::series(place).0, at.label.as_str()))
        })
        .collect();
    for (dot, colour, _) in &dots {
        canvas.dot(*dot, 3.4, *colour);
    }
    let style = NAME.halo();
    let widest = dots.iter().map(|(_, _, text)| style.width(text)).fold(0.0, f64::max);
    let left = dots.first().is_some_and(|((x, _), ..)| x - 22.0 - widest >= frame.area.left);
    let side = if left { -1.0 } else { 1.0 };
    // Above a rising line there is room on its left, unless it is at the top already.
    let above = |y: f64| left && y > frame.area.top + 12.0;
    let lifted = |y: f64| if above(y) { y - 6.0 } else { y + 13.0 };
    let wanted: Vec<f64> = dots.iter().map(|((_, y), ..)| lifted(*y)).collect();
    let places = dodge(&wanted, 12.5, frame.area.top + 4.0, frame.area.bottom - 3.5);
    // Labels pushed far from their dots stand off and are tied to them.
    let pushed = wanted.iter().zip(&places).any(|(wanted, place)| (wanted - place).abs() > 5.0);
    let reach = if pushed { 20.0 } else { 6.5 };
    for (((x, y), colour, text), baseline) in dots.iter().zip(places) {
        let style = style.colour(*colour);
        let text = style.fit(text, (canvas.right() - x).max(x - MARGIN) - reach - 2.0);
        let at = x + side * reach;
        let label =
            if left { style.end(&text, at, baseline) } else { style.start(&text, at, baseline) };
        if canvas.put_free(&[vec![label.within(MARGIN, canvas.right())]]) && pushed {
            let tie = [(at - side * 2.0, baseline - style.drop()), (x + side * 4.5, *y)];
            canvas.rule(&tie, *colour, 0.7, None);
        }
    }
}

/// What stands at the end of a line.
struct CurveEnd<'a> {
    series: &'a Series,
    colour: RGBColor,
}

impl<'a> CurveEnd<'a> {
    fn from_series((place, series): (usize, &'a Series)) -> Option<CurveEnd<'a>> {
        let named = !(series.name.is_empty() && series.note.is_empty());
        named.then(|| CurveEnd { series, colour: palette::series(place).0 })
    }

    /// Room for the words and the leader, never more than a third of the page.
    fn width(&self, stacked: bool, page: f64) -> f64 {
        let (name, note) = (NAME.width(&self.series.name), NOTE.width(&self.series.note));
        let words = if stacked { name.max(note) } else { name + 6.0 + note };
        words.min(page / 3.2) + 13.0
    }

    /// The name and the note from x on, the name's middle at height y.
    fn write(&self, canvas: &mut Canvas, (x, y): Point, stacked: bool) {
        let style = NAME.colour(self.colour);
        let room = canvas.width - 6.0 - x;
        let name = style.fit(&self.series.name, room);
        canvas.put(&style.start(&name, x, y + style.drop()));
        let (aside, down) = match (name.is_empty(), stacked) {
            (true, _) => (0.0, 0.0),
            (false, true) => (0.0, 12.0),
            (false, false) => (style.width(&name) + 6.0, 0.0),
        };
        let note = NOTE.fit(&self.series.note, room - aside);
        canvas.put(&NOTE.start(&note, x + aside, y + style.drop() + down));
    }
}

fn name_ends(canvas: &mut Canvas, frame: &PlotFrame, ends: &[CurveEnd], stacked: bool) {
    let Area { right, top, bottom, .. } = frame.area;
    let gap = if stacked { LINES } else { LINE };
    let last = |end: &CurveEnd| trace(frame, end.series).last().copied();
    let anchors: Vec<Point> = ends.iter().map(|end| last(end).unwrap_or((right, bottom))).collect();
    let wanted: Vec<f64> = anchors.iter().map(|(_, y)| *y).collect();
    let places = dodge(&wanted, gap, top - 6.0, bottom - if stacked { LINE } else { 0.0 });
    for ((end, anchor), y) in ends.iter().zip(anchors).zip(places) {
        canvas.leader(anchor, (right + 8.0, y), end.colour);
        end.write(canvas, (right + 11.0, y), stacked);
    }
}

fn medians(canvas: &mut Canvas, frame: &PlotFrame, all: &[Series]) {
    for (place, series) in all.iter().enumerate() {
        let Some(median) = series.median.as_ref().filter(|median| frame.spans(median.day)) else {
            continue;
        };
        let colour = palette::series(place).0;
        let (x, y) = frame.on(median.day, 0.5);
        canvas.dot((x, y), 3.4, colour);
        let style = NAME.colour(colour).halo();
        let text = style.fit(&median.label, frame.area.right - frame.area.left);
        let choices: Vec<Vec<Label>> = [(14.0, 10.0), (-5.0, 9.0), (26.0, 14.0), (-18.0, 14.0)]
            .into_iter()
            .flat_map(|(dy, dx)| {
                [style.start(&text, x + dx, y + dy), style.end(&text, x - dx, y + dy)]
            })
            .filter(|label| {
                let area = label.area();
                area.left >= frame.area.left && area.right <= frame.area.right
            })
            .map(|label| vec![label])
            .collect();
        canvas.put_free(&choices);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::samples::{day, eight_lines, mark, usual_cumulative};

    fn drawn(change: impl Fn(&mut Cumulative)) -> String {
        let mut input = usual_cumulative();
        change(&mut input);
        cumulative(&input, Size::default()).into_text()
    }

    /// The numbers of an attribute in all elements that hold `mark`.
    fn numbers(svg: &str, mark: &str, attribute: &str) -> Vec<f64> {
        let after = |line: &str| {
            let (_, rest) = line.split_once(&format!(" {attribute}=\""))?;
            rest.split('"').next()?.parse().ok()
        };
        svg.lines().filter(|line| line.contains(mark)).filter_map(after).collect()
    }

    #[test]
    fn the_dot_lies_on_the_target_line_at_its_chance() {
        let svg = drawn(|_| {});
        let line = svg.lines().find(|line| line.contains("#C02B1D") && line.contains("M")).unwrap();
        let (_, x) = line.split_once("d=\"M").unwrap();
        let x: f64 = x.split(' ').next().unwrap().parse().unwrap();
        let dots = numbers(&svg, "<circle", "cx");
        assert!(dots.iter().any(|dot| (dot - x).abs() < 1e-9), "{x} {dots:?}");
        let heights = numbers(&svg, "<circle", "cy");
        let grid: Vec<f64> = [">100%<", ">0<"]
            .iter()
            .map(|tick| numbers(&svg, tick, "y")[0] - numbers(&svg, ">50<", "y")[0])
            .collect();
        let (target, median) = (heights[0], heights[2]);
        assert!(((target - median) / grid[1] - 0.88).abs() < 0.01, "{target} {median} {grid:?}");
    }

    #[test]
    fn a_target_off_the_axis_is_pointed_at_and_not_drawn() {
        for (target, words) in
            [("2020-01-01", "← Target"), ("2027-12-31", ">Target<"), ("2050-01-01", "Target →")]
        {
            let svg = drawn(|input| input.target = Some(mark(target, "Target")));
            assert!(svg.contains(words), "{target}");
            assert_eq!(svg.contains("stroke-dasharray"), target == "2027-12-31", "{target}");
            assert_eq!(svg.contains(">6%<"), target == "2027-12-31", "{target}");
        }
    }

    #[test]
    fn an_end_of_the_interval_beyond_the_axis_is_open() {
        let bands = |from: Option<Day>, to: Option<Day>| {
            let svg = drawn(|input| {
                input.interval = Some(Interval { from, to, label: "most".into() });
            });
            (svg.matches("fill-opacity=\"0.09\"").count(), svg.contains("most →"))
        };
        assert_eq!(bands(Some(day("2028-01-01")), Some(day("2030-01-01"))), (1, false));
        assert_eq!(bands(Some(day("2028-01-01")), None), (1, false));
        assert_eq!(bands(None, None), (0, true));
    }

    #[test]
    fn each_line_is_named_and_told_apart() {
        let svg = cumulative(&eight_lines(), Size::default()).into_text();
        for name in ["Baseline", "Campaign in 2027", "Shock", "Half the pace", "The Former Very"] {
            assert!(svg.contains(&format!(">{name}")), "{name}");
        }
        let lines: Vec<&str> = svg.lines().filter(|line| line.contains("width=\"1.9\"")).collect();
        let mut looks: Vec<&str> =
            lines.iter().filter_map(|line| Some(line.split_once("fill=\"none\"")?.1)).collect();
        looks.sort_unstable();
        looks.dedup();
        assert_eq!((lines.len(), looks.len()), (8, 8));
    }
}
