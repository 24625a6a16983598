//! Who is likely to deposit next: a dot and its error for each participant.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, MARGIN, Rows},
    frame::{PlotFrame, percent_ticks},
    label::{NAME, NOTE, TICK},
    palette::{BLUE, INK, RULE},
    placement::Area,
    size::Size,
};
use crate::quantity::Chance;

/// What the chart of likely deposits shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Next {
    /// Title and the like; the subtitle says by when.
    pub heading: Heading,
    /// The participants in the order to be shown, at most [`MOST_ROWS`] of them.
    pub rows: Vec<Likely>,
}

/// One participant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Likely {
    /// Its name.
    pub name: String,
    /// Stands beside the name in grey: a group, a status. May be empty.
    pub note: String,
    /// The chance that it deposits in the time spoken of.
    pub chance: Chance,
    /// Where the chance may lie, given its error: least and most.
    pub interval: (Chance, Chance),
    /// The chance in words, such as `34%`.
    pub label: String,
}

/// More rows than these are not drawn; a line says how many are left out.
pub const MOST_ROWS: usize = 60;

/// Height of a row, in units: the most that looks right and the least that can be read.
const ROOMY: f64 = 24.0;
const TIGHT: f64 = 16.5;
/// What a list of few rows may spread over, in units.
const SPREAD: f64 = 310.0;

/// Draws the chances of the participants, one below the other.
pub(super) fn next(input: &Next, size: Size) -> Svg {
    let count = input.rows.len();
    let usual = (SPREAD / count.clamp(1, MOST_ROWS) as f64).clamp(TIGHT, ROOMY);
    let rows = Rows { count, most: MOST_ROWS, usual, least: TIGHT };
    let around = 26.0 + if count < 2 { usual } else { 0.0 };
    let (mut canvas, shown, pitch) = Canvas::of_rows(&input.heading, size, &rows, around);
    let rows = &input.rows[..shown];
    let columns = NextColumns::from_rows(rows, &canvas);
    let top = canvas.top + 14.0;
    let area = Area {
        left: columns.plot,
        top,
        right: columns.value,
        bottom: top + pitch * rows.len() as f64,
    };
    let most = rows.iter().flat_map(|row| [row.chance.get(), row.interval.1.get()]);
    let most = most.fold(0.0, f64::max);
    let most = if most > 0.0 { most } else { 1.0 };
    let frame = PlotFrame::new(area, (0.0, most), (0.0, 1.0));
    grid(&mut canvas, &frame, most);
    for (place, row) in rows.iter().enumerate() {
        draw_row(&mut canvas, &frame, &columns, row, top + pitch * (place as f64 + 0.5));
    }
    canvas.left_out(count - shown, area.bottom + 1.0);
    canvas.finish()
}

/// Where the columns begin (and the values, set flush right, end), in units.
struct NextColumns {
    note: f64,
    plot: f64,
    value: f64,
}

impl NextColumns {
    fn from_rows(rows: &[Likely], canvas: &Canvas) -> NextColumns {
        let widest = |widths: Vec<f64>, most: f64| widths.into_iter().fold(0.0, f64::max).min(most);
        let names = rows.iter().map(|row| TICK.width(&row.name)).collect();
        let notes = rows.iter().map(|row| NOTE.width(&row.note)).collect();
        let values = rows.iter().map(|row| NAME.width(&row.label)).collect();
        // On a narrow page names and notes leave the dots their part.
        let part = (canvas.width / 720.0).min(1.0);
        let note = MARGIN + widest(names, 190.0 * part.max(0.6)) + 10.0;
        let plot = note + widest(notes, 150.0 * part) + 16.0;
        NextColumns { note, plot, value: canvas.right() - widest(values, 90.0) - 12.0 }
    }
}

fn grid(canvas: &mut Canvas, frame: &PlotFrame, most: f64) {
    let Area { top, bottom, .. } = frame.area;
    for (value, text) in percent_ticks(most, 5.0) {
        let (x, _) = frame.at(value, 0.0);
        canvas.rule(&[(x, top), (x, bottom)], RULE, 0.8, None);
        canvas.put_free(&[vec![TICK.middle(&text, x, top - 6.0)]]);
    }
}

fn draw_row(canvas: &mut Canvas, frame: &PlotFrame, columns: &NextColumns, row: &Likely, y: f64) {
    let name = TICK.colour(INK);
    let baseline = y + name.drop();
    let text = name.fit(&row.name, columns.note - 8.0 - MARGIN);
    canvas.put(&name.start(&text, MARGIN, baseline));
    let text = NOTE.fit(&row.note, columns.plot - 14.0 - columns.note);
    canvas.put(&NOTE.start(&text, columns.note, baseline));

    let (low, high) = row.interval;
    let x = |chance: Chance| frame.at(chance.get(), 0.0).0;
    canvas.rule(&[(x(low), y), (x(high), y)], BLUE, 1.3, None);
    for end in [x(low), x(high)] {
        canvas.rule(&[(end, y - 2.6), (end, y + 2.6)], BLUE, 1.3, None);
    }
    canvas.dot((x(row.chance), y), 3.3, BLUE);
    let value = NAME.colour(BLUE);
    let room = canvas.right() - columns.value - 4.0;
    canvas.put(&value.end(&value.fit(&row.label, room), canvas.right(), baseline));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::samples::{chance, usual_next};

    fn drawn(change: impl Fn(&mut Next)) -> String {
        let mut input = usual_next();
        change(&mut input);
        next(&input, Size::default()).into_text()
    }

    fn dots(svg: &str) -> Vec<f64> {
        let place = |line: &str| line.split_once("cx=\"")?.1.split('"').next()?.parse().ok();
        svg.lines().filter(|line| line.contains("r=\"3.3\"")).filter_map(place).collect()
    }

    #[test]
    fn rows_keep_their_order_and_dots_their_chances() {
        let svg = drawn(|_| {});
        let place = |name: &str| svg.find(&format!(">{name}<")).unwrap();
        assert!(place("Viet Nam") < place("Qatar") && place("Qatar") < place("Peru"));
        let dots = dots(&svg);
        assert!(dots.len() == 20 && dots.is_sorted_by(|a, b| a > b), "{dots:?}");
    }

    #[test]
    fn one_participant_is_a_chart_too() {
        let svg = drawn(|input| input.rows.truncate(1));
        assert!(dots(&svg).len() == 1 && svg.contains(">Viet Nam<") && svg.contains(">41%<"));
    }

    #[test]
    fn too_many_rows_are_counted() {
        let svg = drawn(|input| input.rows = vec![input.rows[0].clone(); 300]);
        assert!(dots(&svg).len() == MOST_ROWS && svg.contains(">and 240 more<"));
    }

    #[test]
    fn a_long_name_ends_in_an_ellipsis() {
        let svg = drawn(|input| {
            input.rows[0].name = "Republic of ".repeat(50);
            input.rows[0].chance = chance(1.0);
        });
        assert!(svg.contains("…</text>"));
    }
}
