//! When entry into force falls: a bar a quarter, what comes by the target apart from the rest.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Mark, Svg,
    canvas::{Canvas, HEIGHT, MARGIN},
    date_axis,
    face::wrap,
    frame::{PlotFrame, percent_ticks, span},
    label::{NAME, NOTE, TICK},
    marks::target_line,
    palette::{BEYOND, BLUE, GREY, INK, PALE_BLUE, WHITE},
    placement::Area,
    size::Size,
};
use crate::quantity::{Chance, Day};

/// What the chart by quarter shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quarters {
    /// Title and the like.
    pub heading: Heading,
    /// First day of the axis.
    pub from: Day,
    /// Last day of the axis.
    pub to: Day,
    /// The bars, in order.
    pub bars: Vec<QuarterBar>,
    /// What falls beyond the last bar, drawn apart.
    pub beyond: Option<Beyond>,
    /// The day hoped for.
    pub target: Option<Mark>,
    /// Stands left of the target line, about the bars that meet it, such as `6% by then`.
    pub before: String,
    /// Stands right of the target line, about the others.
    pub after: String,
}

/// One bar: three months from its first day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuarterBar {
    /// First day of the quarter.
    pub start: Day,
    /// Share of the futures in which the treaty enters into force in it.
    pub share: Chance,
    /// The share in words; shown where there is room. May be empty.
    pub label: String,
    /// Whether it counts as by the target.
    pub by_target: bool,
}

/// The futures in which the treaty is not in force by the last day of the axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beyond {
    /// Their share.
    pub share: Chance,
    /// The share in words, such as `8%`.
    pub label: String,
    /// Stands below the bar, such as `beyond Oct 2037`.
    pub name: String,
}

/// Room to the right for the bar of what lies beyond, in units.
const ASIDE: f64 = 74.0;

/// A bar of what lies beyond that would dwarf the others this many times is broken off.
const BREAK: f64 = 1.6;

/// Draws the share of the futures by quarter.
pub(super) fn quarters(input: &Quarters, size: Size) -> Svg {
    let mut canvas = Canvas::new(&input.heading, size, HEIGHT);
    let (from, to) = span(input.from, input.to);
    let aside = if input.beyond.is_some() { ASIDE } else { 8.0 };
    let area = Area {
        left: MARGIN + 30.0,
        top: canvas.top + 36.0,
        right: canvas.right() - aside,
        bottom: canvas.bottom - date_axis::DEPTH,
    };
    let highest = highest(input);
    let frame = PlotFrame::of_days(area, (from, to), (0.0, highest * 1.04));
    frame.values(&mut canvas, &percent_ticks(highest, 4.0));
    bars(&mut canvas, &frame, &input.bars);
    if let Some(target) = &input.target {
        target_words(&mut canvas, &frame, target, input);
    }
    if let Some(beyond) = &input.beyond {
        aside_bar(&mut canvas, &frame, beyond);
    }
    date_axis::draw(&mut canvas, &frame, from, to);
    shares(&mut canvas, &frame, &input.bars);
    canvas.finish()
}

/// The share at the top of the axis: the highest bar, and what lies beyond unless it dwarfs them.
fn highest(input: &Quarters) -> f64 {
    let bars = input.bars.iter().map(|bar| bar.share.get()).fold(0.0, f64::max);
    let beyond = input.beyond.as_ref().map_or(0.0, |beyond| beyond.share.get());
    match (bars > 0.0, beyond > 0.0) {
        (true, _) if beyond > BREAK * bars => 1.2 * bars,
        (true, _) => bars.max(beyond),
        (false, true) => beyond,
        (false, false) => 1.0,
    }
}

/// Left, right and upper edge of a bar; nothing where none of it is on the axis.
fn edges(frame: &PlotFrame, bar: &QuarterBar) -> Option<(f64, f64, f64)> {
    let (left, top) = frame.on(bar.start, bar.share.get());
    let (right, _) = frame.on(bar.start.plus_months(3), 0.0);
    let gap = if right - left > 4.0 { 0.7 } else { 0.0 };
    (right - left > 0.5).then_some((left + gap, right - gap, top))
}

fn bars(canvas: &mut Canvas, frame: &PlotFrame, bars: &[QuarterBar]) {
    for bar in bars {
        if let Some((left, right, top)) = edges(frame, bar) {
            let colour = if bar.by_target { BLUE } else { PALE_BLUE };
            canvas.rect(Area { left, right, top, bottom: frame.area.bottom }, colour, 1.0);
        }
    }
}

/// Shares over their bars, the highest first, each where it finds room beside other bars and
/// shares.
fn shares(canvas: &mut Canvas, frame: &PlotFrame, bars: &[QuarterBar]) {
    let mut order: Vec<&QuarterBar> = bars.iter().filter(|bar| bar.share > Chance::NONE).collect();
    order.sort_by(|a, b| b.share.get().total_cmp(&a.share.get()).then(a.start.cmp(&b.start)));
    let mut written: Vec<Area> = Vec::new();
    let drawn: Vec<(f64, f64, f64)> = bars.iter().filter_map(|bar| edges(frame, bar)).collect();
    let style = NOTE.colour(INK).sized(8.25);
    for bar in order {
        let Some((left, right, top)) = edges(frame, bar) else { continue };
        let label = style.middle(&bar.label, f64::midpoint(left, right), top - 3.0);
        let area = label.area();
        let clear = |other: &(f64, f64, f64)| {
            area.right <= other.0 || area.left >= other.1 || area.bottom <= other.2
        };
        let spaced = Area { left: area.left - 2.0, right: area.right + 2.0, ..area };
        let apart = !written.iter().any(|other| spaced.meets(other));
        let inside = area.left >= frame.area.left && area.right <= frame.area.right;
        if apart && inside && drawn.iter().all(clear) && canvas.put_free(&[vec![label]]) {
            written.push(area);
        }
    }
}

fn target_words(canvas: &mut Canvas, frame: &PlotFrame, target: &Mark, input: &Quarters) {
    let y = canvas.top + 11.0;
    target_line(canvas, frame, target, y);
    if !frame.spans(target.day) {
        return;
    }
    let (x, _) = frame.on(target.day, 0.0);
    let (left, right) = (MARGIN, canvas.right());
    let style = NAME.halo();
    let before = style.colour(BLUE);
    let after = style.colour(GREY);
    let before = before.end(&before.fit(&input.before, x - 5.0 - left), x - 5.0, y + 14.0);
    let after = after.start(&after.fit(&input.after, right - x - 5.0), x + 5.0, y + 14.0);
    if before.text == input.before {
        canvas.put_free(&[vec![before]]);
    }
    canvas.put_free(&[vec![after]]);
}

fn aside_bar(canvas: &mut Canvas, frame: &PlotFrame, beyond: &Beyond) {
    let bottom = frame.area.bottom;
    let centre = frame.area.right + ASIDE / 2.0 + 4.0;
    let (left, right) = (centre - 15.0, centre + 15.0);
    let share = beyond.share.get();
    let (_, top) = frame.at(0.0, share);
    canvas.rect(Area { left, right, top, bottom }, BEYOND, 1.0);
    if share > frame.up.1 {
        let y = top + (bottom - top) * 0.2;
        for y in [y, y + 7.0] {
            canvas.rule(&[(left - 3.0, y + 4.0), (right + 3.0, y - 4.0)], WHITE, 2.6, None);
        }
    }
    canvas.rule(&[(left - 6.0, bottom), (right + 6.0, bottom)], INK, 0.9, None);
    let room = ASIDE + 4.0;
    let label = NAME.middle(&NAME.fit(&beyond.label, room), centre, top - 4.0);
    canvas.put_free(&[vec![label.within(frame.area.right, canvas.width - 4.0)]]);
    for (line, text) in wrap(&beyond.name, TICK.size, TICK.weight, room, 2).iter().enumerate() {
        let y = bottom + 16.5 + 12.5 * line as f64;
        canvas.put(&TICK.middle(text, centre, y).within(frame.area.right, canvas.width - 4.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::samples::{chance, usual_quarters};

    fn drawn(change: impl Fn(&mut Quarters)) -> String {
        let mut input = usual_quarters();
        change(&mut input);
        quarters(&input, Size::default()).into_text()
    }

    /// Heights of the boxes filled with a colour.
    fn heights(svg: &str, colour: &str) -> Vec<f64> {
        let height = |line: &str| {
            let (_, rest) = line.split_once("height=\"")?;
            rest.split('"').next()?.parse().ok()
        };
        let boxes = svg.lines().filter(|line| line.contains("<rect") && line.contains(colour));
        boxes.filter_map(height).filter(|height| *height > 3.0).collect()
    }

    #[test]
    fn bars_by_the_target_are_dark_and_the_others_pale() {
        let svg = drawn(|_| {});
        assert_eq!(heights(&svg, "#005F99").len(), 3);
        assert_eq!(heights(&svg, "#9CC3DC").len(), 39);
    }

    #[test]
    fn a_bar_is_as_high_as_its_share() {
        let svg = drawn(|_| {});
        let dark = heights(&svg, "#005F99");
        assert!((dark[1] / dark[0] - 12.0 / 5.0).abs() < 0.02, "{dark:?}");
        let beyond = heights(&svg, "#C9CFD4");
        assert!((beyond[0] / dark[0] - 35.0 / 5.0).abs() < 0.03, "{beyond:?}");
    }

    #[test]
    fn a_bar_that_would_dwarf_the_others_is_broken() {
        let breaks = |share: f64| {
            let svg = drawn(|input| {
                input.beyond.as_mut().unwrap().share = chance(share);
            });
            svg.matches("stroke=\"#FFFFFF\"").count()
        };
        assert_eq!((breaks(0.05), breaks(0.9)), (0, 2));
    }

    #[test]
    fn shares_are_written_where_there_is_room() {
        let svg = drawn(|input| {
            for bar in &mut input.bars {
                bar.label = "about 3.14%".into();
            }
        });
        let written = svg.matches(">about 3.14%<").count();
        assert!((1..20).contains(&written), "{written}");
        assert!(drawn(|_| {}).contains(">6.0<"));
    }
}
