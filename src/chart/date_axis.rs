//! The axis of days: as fine as there is room for, the year below or in the middle of its time.

use super::{
    canvas::Canvas,
    frame::PlotFrame,
    label::{Label, TICK, YEAR},
    palette::{INK, RULE},
};
use crate::{
    quantity::{Day, Days},
    wording::{day_and_month, month_alone},
};

/// Room below the plot that the axis may take, in units.
pub(super) const DEPTH: f64 = 40.0;

/// How far apart labelled ticks have to be, in units.
const DAY_ROOM: f64 = 44.0;
const MONTH_ROOM: f64 = 31.0;
const YEAR_ROOM: f64 = 33.0;

/// How far from one tick to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TickStep {
    Days(i32),
    Months(u8),
    Years(i16),
}

/// Draws the axis line, ticks and labels along the lower edge of a frame of days.
pub(super) fn draw(canvas: &mut Canvas, frame: &PlotFrame, from: Day, to: Day) {
    canvas.plots(frame.area, from, to);
    let step = step(frame.area.right - frame.area.left, (to - from).0);
    let (left, right, y) = (frame.area.left, frame.area.right, frame.area.bottom);
    for tick in ticks(from, to, step) {
        let (x, _) = frame.on(tick, 0.0);
        canvas.rule(&[(x, y), (x, y + 4.5)], INK, 0.9, None);
        if let Some(text) = word(tick, step) {
            put(canvas, &TICK.middle(&text, x, y + 16.5).within(left - 12.0, right + 16.0));
        }
    }
    canvas.rule(&[(left, y), (right, y)], INK, 0.9, None);
    match step {
        TickStep::Years(1) => years(canvas, frame, (from, to), y + 16.5, false),
        TickStep::Years(_) => {}
        TickStep::Days(_) | TickStep::Months(_) => years(canvas, frame, (from, to), y + 31.5, true),
    }
}

/// The years, each in the middle of what is seen of it, left out where that is too little.
fn years(canvas: &mut Canvas, frame: &PlotFrame, (from, to): (Day, Day), y: f64, below: bool) {
    let style = if below { YEAR } else { TICK };
    for year in from.year()..=to.year() {
        let (Some(first), Some(last)) = (Day::new(year, 1, 1), Day::new(year, 12, 31)) else {
            continue;
        };
        let (start, _) = frame.on(first.max(from), 0.0);
        let (end, _) = frame.on((last + Days(1)).min(to), 0.0);
        if below && first > from {
            canvas.rule(&[(start, y - 9.0), (start, y + 3.0)], RULE, 0.9, None);
        }
        let text = year.to_string();
        if style.width(&text) + 6.0 <= end - start {
            canvas.put(&style.middle(&text, (start + end) / 2.0, y));
        }
    }
}

fn put(canvas: &mut Canvas, label: &Label) {
    // Held within the page, the first and the last could come near their neighbours.
    canvas.put_free(&[vec![label.clone()]]);
}

/// The finest step whose labels have room on an axis so wide (units) and long (days).
fn step(width: f64, days: i32) -> TickStep {
    let day = width / f64::from(days.max(1));
    let fits = |room: f64, length: f64| day * length >= room;
    for count in [1, 2, 7, 14] {
        if days < 62 && fits(DAY_ROOM, f64::from(count)) {
            return TickStep::Days(count);
        }
    }
    for count in [1, 3, 6_u8] {
        if fits(MONTH_ROOM, 30.4 * f64::from(count)) {
            return TickStep::Months(count);
        }
    }
    let years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000_i16];
    let roomy = years.into_iter().find(|count| fits(YEAR_ROOM, 365.25 * f64::from(*count)));
    TickStep::Years(roomy.unwrap_or(2000))
}

/// The days with a tick, from `from` to `to`.
fn ticks(from: Day, to: Day, step: TickStep) -> Vec<Day> {
    match step {
        TickStep::Days(count) => {
            (0..=(to - from).0 / count).map(|place| from + Days(place * count)).collect()
        }
        TickStep::Months(count) => (from.year()..=to.year())
            .flat_map(|year| (1..=12_u8).map(move |month| (year, month)))
            .filter(|(_, month)| (month - 1) % count == 0)
            .filter_map(|(year, month)| Day::new(year, month, 1))
            .filter(|day| (from..=to).contains(day))
            .collect(),
        TickStep::Years(count) => (from.year()..=to.year())
            .filter(|year| year % count == 0)
            .filter_map(|year| Day::new(year, 1, 1))
            .filter(|day| (from..=to).contains(day))
            .collect(),
    }
}

/// What stands under a tick; nothing where the year is written between two ticks.
fn word(day: Day, step: TickStep) -> Option<String> {
    match step {
        TickStep::Days(_) => Some(day_and_month(day)),
        TickStep::Months(_) => Some(month_alone(day).to_owned()),
        TickStep::Years(1) => None,
        TickStep::Years(_) => Some(day.year().to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn check(days: i32, expected: TickStep) {
        assert_eq!(step(600.0, days), expected, "{days} days");
    }

    #[test]
    fn the_step_grows_with_the_span() {
        check(0, TickStep::Days(1));
        check(20, TickStep::Days(2));
        check(60, TickStep::Days(7));
        check(365, TickStep::Months(1));
        check(900, TickStep::Months(3));
        check(4 * 365, TickStep::Months(3));
        check(8 * 365, TickStep::Months(6));
        check(11 * 365, TickStep::Years(1));
        check(40 * 365, TickStep::Years(5));
        check(3_600_000, TickStep::Years(1000));
    }

    #[test]
    fn ticks_stand_on_firsts_inside_the_axis() {
        let (from, to) = (day("2026-05-31"), day("2027-04-01"));
        let quarters = ["2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01"].map(day);
        assert_eq!(ticks(from, to, TickStep::Months(3)), quarters);
        assert_eq!(ticks(from, to, TickStep::Years(1)), [day("2027-01-01")]);
        assert_eq!(ticks(from, from + Days(3), TickStep::Days(2)), [from, from + Days(2)]);
    }

    #[test]
    fn the_ends_of_the_calendar_have_ticks_too() {
        assert_eq!(ticks(Day::FIRST, Day::LAST, TickStep::Years(2000)).len(), 4);
        assert_eq!(ticks(Day::LAST - Days(40), Day::LAST, TickStep::Months(1)).len(), 1);
        assert!(ticks(Day::LAST - Days(3), Day::LAST, TickStep::Years(1)).is_empty());
    }
}
