//! Several lines over one axis of numbers: a few with names and bands, the others as their ground.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, HEIGHT, MARGIN, Point},
    curve::bottom,
    frame::PlotFrame,
    label::{NAME, NOTE, TICK},
    palette::{BEYOND, INK, series},
    placement::{Area, dodge},
    size::Size,
};

/// What a chart of lines shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lines {
    /// Title and the like.
    pub heading: Heading,
    /// Stands under the axis.
    pub across: String,
    /// From the left edge to the right.
    pub range: (f64, f64),
    /// From the lower edge to the upper.
    pub up: (f64, f64),
    /// Values of the vertical axis and how they are written.
    pub ticks: Vec<(f64, String)>,
    /// A height all are measured against, with its words.
    pub reference: Option<(f64, String)>,
    /// Thin lines without names, drawn below the others.
    pub ground: Vec<Vec<(f64, f64)>>,
    /// The lines that are told apart, at most eight.
    pub lines: Vec<NamedLine>,
}

/// A line with its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NamedLine {
    /// Stands at its end.
    pub name: String,
    /// Stands under the name in grey. May be empty.
    pub note: String,
    /// Its points in order of x.
    pub points: Vec<(f64, f64)>,
    /// Where the line may lie, given its error: x, least, most. May be empty.
    pub band: Vec<(f64, f64, f64)>,
}

/// Draws the lines.
pub(super) fn lines(input: &Lines, size: Size) -> Svg {
    let mut canvas = Canvas::new(&input.heading, size, HEIGHT);
    let width = |text: &str, wide: f64| if text.is_empty() { 0.0 } else { wide };
    let ticks = input.ticks.iter().map(|(_, text)| TICK.width(text)).fold(0.0, f64::max);
    let names = input.lines.iter().map(|line| {
        width(&line.name, NAME.width(&line.name)).max(width(&line.note, NOTE.width(&line.note)))
    });
    let names = names.fold(0.0, f64::max).min(canvas.width / 3.2);
    let area = Area {
        left: MARGIN + ticks + 12.0,
        top: canvas.top + 8.0,
        right: canvas.right() - names - 14.0,
        bottom: canvas.bottom - 38.0,
    };
    let frame = PlotFrame::new(area, input.range, input.up);
    frame.values(&mut canvas, &input.ticks);
    bottom(&mut canvas, &frame, &input.across);
    for points in &input.ground {
        canvas.rule(&frame.trace(points), BEYOND, 0.7, None);
    }
    if let Some((height, _)) = input.reference {
        let (_, y) = frame.at(frame.across.0, height);
        canvas.line(&[(area.left, y), (area.right, y)], INK, 0.9, None);
    }
    for (place, line) in input.lines.iter().enumerate() {
        let (colour, _) = series(place);
        let edge = |of: fn(&(f64, f64, f64)) -> f64| -> Vec<Point> {
            frame.trace(&line.band.iter().map(|one| (one.0, of(one))).collect::<Vec<_>>())
        };
        let outline: Vec<Point> =
            edge(|one| one.1).into_iter().chain(edge(|one| one.2).into_iter().rev()).collect();
        if outline.len() > 2 {
            canvas.band(&outline, colour, 0.16);
        }
    }
    for (place, line) in input.lines.iter().enumerate() {
        let (colour, dash) = series(place);
        canvas.line(&frame.trace(&line.points), colour, 1.9, dash);
    }
    name(&mut canvas, &frame, &input.lines);
    if let Some((height, words)) = &input.reference {
        reference(&mut canvas, &frame, *height, words);
    }
    canvas.finish()
}

/// Names at the ends of the lines, pushed apart.
fn name(canvas: &mut Canvas, frame: &PlotFrame, lines: &[NamedLine]) {
    let ends = lines.iter().enumerate().filter_map(|(place, line)| {
        let end = frame.trace(&line.points).last().copied()?;
        (!line.name.is_empty()).then_some((place, line, end))
    });
    let ends: Vec<_> = ends.collect();
    let Area { right, top, bottom, .. } = frame.area;
    let noted = ends.iter().any(|(_, line, _)| !line.note.is_empty());
    let gap = if noted { 26.0 } else { 13.5 };
    let wanted: Vec<f64> = ends.iter().map(|(.., end)| end.1).collect();
    let room = canvas.width - 6.0 - right - 11.0;
    let places = dodge(&wanted, gap, top + 4.0, bottom - 4.0);
    for ((place, line, end), y) in ends.into_iter().zip(places) {
        let (colour, _) = series(place);
        let style = NAME.colour(colour);
        canvas.leader(end, (right + 8.0, y), colour);
        canvas.put(&style.start(&style.fit(&line.name, room), right + 11.0, y + style.drop()));
        canvas.put(&NOTE.start(&NOTE.fit(&line.note, room), right + 11.0, y + style.drop() + 11.5));
    }
}

fn reference(canvas: &mut Canvas, frame: &PlotFrame, height: f64, words: &str) {
    let Area { left, right, .. } = frame.area;
    let (_, y) = frame.at(frame.across.0, height);
    let style = NOTE.colour(INK).halo();
    let text = style.fit(words, right - left - 10.0);
    let places = [y - 4.5, y + 11.5].into_iter().flat_map(|y| {
        [style.end(&text, right - 5.0, y), style.start(&text, left + 5.0, y)]
            .map(|label| vec![label])
    });
    canvas.put_free(&places.collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual() -> Lines {
        let line = |name: &str, height: f64| NamedLine {
            name: name.to_owned(),
            note: String::new(),
            points: vec![(0.0, 0.0), (10.0, height)],
            band: vec![(0.0, 0.0, 0.1), (10.0, height - 0.1, height + 0.1)],
        };
        Lines {
            heading: Heading { title: "One is faster".to_owned(), ..Heading::default() },
            across: "Years".to_owned(),
            range: (0.0, 10.0),
            up: (0.0, 1.0),
            ticks: vec![(0.0, "0".to_owned()), (1.0, "1".to_owned())],
            reference: Some((0.5, "average".to_owned())),
            ground: vec![vec![(0.0, 0.2), (10.0, 0.3)]],
            lines: vec![line("Fast", 0.9), line("Slow", 0.2)],
        }
    }

    #[test]
    fn each_line_has_its_name_and_its_colour() {
        let svg = lines(&usual(), Size::default()).into_text();
        for words in [">Fast<", ">Slow<", ">average<", ">Years<"] {
            assert!(svg.contains(words), "{words}");
        }
        let (one, other) = (series(0).0, series(1).0);
        let drawn = |colour| svg.contains(&crate::chart::palette::code(colour));
        assert!(drawn(one) && drawn(other));
    }

    #[test]
    fn numbers_that_are_none_are_left_out() {
        let clean = lines(&usual(), Size::default());
        let mut odd = usual();
        odd.lines[0].points.push((f64::NAN, 0.3));
        odd.lines[0].points.push((4.0, f64::INFINITY));
        odd.ground.push(vec![(f64::NAN, f64::NAN)]);
        assert_eq!(lines(&odd, Size::default()).text().matches(">Fast<").count(), 1);
        assert_eq!(clean.text().matches("Z\" ").count(), 2, "a band for each");
        let none = Lines { lines: Vec::new(), ground: Vec::new(), ..usual() };
        assert!(lines(&none, Size::default()).text().contains(">average<"));
    }
}
