//! What is marked along the days: a target line, and an interval shaded and bracketed.

use serde::{Deserialize, Serialize};

use super::{
    Mark,
    canvas::{Canvas, MARGIN},
    frame::{PlotFrame, x_of},
    label::NAME,
    palette::{BLUE, RED},
    placement::Area,
};
use crate::quantity::Day;

/// An interval of days on the axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// First day; none where even that lies beyond the horizon.
    pub from: Option<Day>,
    /// Last day; none where it lies beyond the horizon.
    pub to: Option<Day>,
    /// What it is, such as `80% of futures: Jun 2028 to Aug 2033`.
    pub label: String,
}

/// The dashed line of a target and its words above; an arrow where it lies off the axis.
pub(super) fn target_line(canvas: &mut Canvas, frame: &PlotFrame, target: &Mark, y: f64) {
    let Area { left, right, bottom, .. } = frame.area;
    let style = NAME.colour(RED);
    let (x, _) = frame.on(target.day, 0.0);
    let room = right - left;
    if x_of(target.day) < frame.across.0 {
        let text = style.fit(&format!("← {}", target.label), room);
        canvas.put(&style.start(&text, left, y));
        return;
    }
    if x_of(target.day) > frame.across.1 {
        let text = style.fit(&format!("{} →", target.label), room);
        canvas.put(&style.end(&text, right, y));
        return;
    }
    canvas.rule(&[(x, y - 9.0), (x, bottom)], RED, 1.2, Some("3.2 2.4"));
    let text = style.fit(&target.label, canvas.right() - MARGIN);
    let before = style.end(&text, x - 5.0, y);
    if before.area().left >= MARGIN {
        canvas.put(&before);
    } else {
        canvas.put(&style.start(&text, x + 5.0, y).within(MARGIN, canvas.right()));
    }
}

/// From where to where the interval is seen, and whether its ends are.
fn seen(frame: &PlotFrame, interval: &Interval) -> Option<[(f64, bool); 2]> {
    let (from, to) = (interval.from?, interval.to.unwrap_or(Day::LAST));
    let starts = x_of(from) >= frame.across.0;
    let ends = x_of(to) <= frame.across.1;
    let overlaps = x_of(from) < frame.across.1 && x_of(to) > frame.across.0;
    let x = |day: Day| frame.on(day, 0.0).0;
    overlaps.then(|| [(x(from), starts), (x(to), ends)])
}

/// The ground under the interval, down to the axis.
pub(super) fn shade(canvas: &mut Canvas, frame: &PlotFrame, interval: &Interval) {
    if let Some([(left, _), (right, _)]) = seen(frame, interval) {
        let top = frame.area.top - 12.0;
        canvas.rect(Area { left, right, top, bottom: frame.area.bottom }, BLUE, 0.09);
    }
}

/// The interval's span above the plot, an arrow where it goes on, and its words over it, beside
/// the target line at `target` (units) if they would cross it.
pub(super) fn bracket(
    canvas: &mut Canvas,
    frame: &PlotFrame,
    interval: &Interval,
    target: Option<f64>,
) {
    let style = NAME.colour(BLUE).halo();
    let Area { left, right, top, .. } = frame.area;
    let y = top - 12.0;
    let text = style.fit(&interval.label, right - left);
    let Some([(start, starts), (end, ends)]) = seen(frame, interval) else {
        let gone = interval.to.is_some_and(|to| x_of(to) <= frame.across.0);
        let words = if gone {
            format!("← {}", interval.label)
        } else {
            format!("{} →", interval.label)
        };
        let text = style.fit(&words, right - left);
        let label =
            if gone { style.start(&text, left, y - 6.0) } else { style.end(&text, right, y - 6.0) };
        canvas.put_free(&[vec![label]]);
        return;
    };
    canvas.rule(&[(start, y), (end, y)], BLUE, 1.4, None);
    for (x, closed, inward) in [(start, starts, 1.0), (end, ends, -1.0)] {
        if closed {
            canvas.rule(&[(x, y - 3.2), (x, y + 3.2)], BLUE, 1.4, None);
        } else {
            let head = [(x + 4.5 * inward, y - 3.2), (x, y), (x + 4.5 * inward, y + 3.2)];
            canvas.rule(&head, BLUE, 1.4, None);
        }
    }
    if let Some(x) = target {
        canvas.avoid(Area { left: x - 2.0, top: canvas.top, right: x + 2.0, bottom: y });
    }
    let middle = f64::midpoint(start, end);
    let beside = target.unwrap_or(start) + 6.0;
    let row = y - 6.0;
    let choices = [
        style.middle(&text, middle, row),
        style.start(&text, beside, row),
        style.end(&text, beside - 12.0, row),
    ];
    let choices = choices.map(|label| vec![label.within(MARGIN, canvas.right())]);
    canvas.put_free(&choices);
}
