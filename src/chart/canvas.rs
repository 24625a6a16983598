//! The drawing kit: a page with its heading, lines, bands, dots, and labels that keep apart.

use plotters::{
    coord::Shift,
    drawing::{DrawingArea, IntoDrawingArea},
    element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text},
    style::{
        Color, FontDesc, FontFamily, RGBColor, ShapeStyle, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use super::{
    Heading, Plot, Svg,
    backend::{GRAIN, Hints, Paper, SvgBackend, escape},
    face,
    label::{Anchor, FOOTER, Label, NOTE, SUBTITLE, Style, TITLE},
    palette::{BLUE, INK, WHITE},
    placement::Area,
    size::Size,
};
use crate::{quantity::Day, wording::words::CHART_WORDS};

/// Height of a chart, in units, where the chart does not need another.
pub(super) const HEIGHT: f64 = 420.0;
/// White at the left and the right, in units.
pub(super) const MARGIN: f64 = 18.0;

const HALO: f64 = 3.5;
/// The line that says how many rows are left out, in units.
const MORE: f64 = 16.0;

/// Rows of a chart that is a list, and how far apart they may be, in units.
pub(super) struct Rows {
    /// How many there are.
    pub(super) count: usize,
    /// How many are shown at most.
    pub(super) most: usize,
    /// How far apart where there is room.
    pub(super) usual: f64,
    /// How near they may come.
    pub(super) least: f64,
}

/// A point in units from the left and from the top.
pub(super) type Point = (f64, f64);

/// A page being drawn. What is drawn later lies on top.
pub(super) struct Canvas {
    area: DrawingArea<SvgBackend, Shift>,
    paper: Paper,
    title: String,
    desc: String,
    lines: usize,
    height: f64,
    /// Units across.
    pub(super) width: f64,
    /// First free y below the heading, in units.
    pub(super) top: f64,
    /// Last free y above the footer, in units.
    pub(super) bottom: f64,
    letters: Vec<Area>,
    strokes: Vec<Area>,
    plot: Option<Plot>,
}

impl Canvas {
    /// A page with accent rule, title, subtitle and footer, `usual` units high where the size
    /// leaves that open.
    pub(super) fn new(heading: &Heading, size: Size, usual: f64) -> Canvas {
        let paper = Paper::default();
        let (width, height) = (size.across(), size.down().unwrap_or(usual));
        let steps = (steps(width).unsigned_abs(), steps(height).unsigned_abs());
        let area = SvgBackend::new(paper.clone(), steps).into_drawing_area();
        let mut canvas = Canvas {
            area,
            paper,
            title: escape(&heading.title),
            desc: escape(&heading.desc),
            lines: size.lines(),
            height,
            width,
            top: 9.0,
            bottom: height,
            letters: Vec::new(),
            strokes: Vec::new(),
            plot: None,
        };
        canvas.rect(canvas.page(), WHITE, 1.0);
        canvas.rect(Area { bottom: 2.5, ..canvas.page() }, BLUE, 1.0);
        canvas.head(heading);
        canvas
    }

    /// A page for rows, one below the other, with how many of them are shown and how far apart:
    /// as tall as they need, or as many as the height that is asked for has room for. `around` is
    /// what the chart needs beside its rows, in units.
    pub(super) fn of_rows(
        heading: &Heading,
        size: Size,
        rows: &Rows,
        around: f64,
    ) -> (Canvas, usize, f64) {
        let blank = Canvas::new(heading, size, 1000.0);
        let around = around + blank.top + blank.height - blank.bottom;
        let most = rows.count.min(rows.most);
        let (shown, pitch) = match size.down() {
            None => (most, rows.usual),
            Some(height) if height - around >= most as f64 * rows.least => {
                (most, ((height - around) / most.max(1) as f64).min(1.5 * rows.usual))
            }
            Some(height) => {
                let fit = ((height - around - MORE) / rows.least).floor().max(1.0);
                ((fit as usize).min(most), rows.least)
            }
        };
        let more = if shown < rows.count { MORE } else { 0.0 };
        let canvas = Canvas::new(heading, size, around + pitch * shown.max(1) as f64 + more);
        (canvas, shown, pitch)
    }

    /// Says how many rows are left out, on the line below y.
    pub(super) fn left_out(&mut self, count: usize, y: f64) {
        if count > 0 {
            let words = CHART_WORDS.more.replace("{n}", &count.to_string());
            self.put(&NOTE.start(&words, MARGIN, y + 12.0));
        }
    }

    /// Right edge of what is drawn, in units.
    pub(super) fn right(&self) -> f64 {
        self.width - MARGIN
    }

    /// The page as it is now, finished.
    pub(super) fn finish(self) -> Svg {
        let body = self.paper.out.borrow();
        let (width, height) = (self.width, self.height);
        let text = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-family="Inter, 'Helvetica Neue', Arial, sans-serif">
<title>{}</title>
<desc>{}</desc>
{body}</svg>
"#,
            self.title, self.desc
        );
        Svg { text, plot: self.plot }
    }

    /// Notes the box in which days are plotted.
    pub(super) fn plots(&mut self, area: Area, from: Day, to: Day) {
        let Area { left, top, right, bottom } = area;
        self.plot = Some(Plot { left, top, right, bottom, from, to });
    }

    /// A label, come what may.
    pub(super) fn put(&mut self, label: &Label) {
        if label.text.trim().is_empty() {
            return;
        }
        self.letters.push(label.area());
        let Style { size, weight, colour, halo } = label.style;
        let horizontal = match label.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let font =
            FontDesc::new(FontFamily::Name(face::FAMILY), size * f64::from(GRAIN), weight.style());
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(horizontal, VPos::Bottom));
        self.hint(Hints { halo: if halo { HALO } else { 0.0 }, dash: None });
        self.draw(&Text::new(label.text.as_str(), place((label.x, label.y)), style));
    }

    /// The first of these groups of labels that touches no letters and leaves the page nowhere;
    /// among those, the one that lies on the fewest lines. Whether there was one.
    pub(super) fn put_free(&mut self, groups: &[Vec<Label>]) -> bool {
        let cost = |group: &Vec<Label>| {
            let areas: Vec<Area> = group.iter().map(Label::area).collect();
            let free = areas.iter().all(|area| self.is_free(area));
            let crossed = |stroke: &&Area| areas.iter().any(|area| area.meets(stroke));
            free.then(|| self.strokes.iter().filter(crossed).count())
        };
        let best = groups.iter().filter_map(|group| Some((cost(group)?, group)));
        match best.min_by_key(|(cost, _)| *cost) {
            Some((_, group)) => {
                group.iter().for_each(|label| self.put(label));
                true
            }
            None => false,
        }
    }

    /// Keeps labels with a choice off this box.
    pub(super) fn avoid(&mut self, area: Area) {
        self.strokes.push(area);
    }

    /// A line through these points; labels with a choice keep off it.
    pub(super) fn line(
        &mut self,
        points: &[Point],
        colour: RGBColor,
        width: f64,
        dash: Option<&'static str>,
    ) {
        for pair in points.windows(2) {
            if let [(a, b), (c, d)] = *pair {
                let (left, right) = (a.min(c) - 1.0, a.max(c) + 1.0);
                self.avoid(Area { left, top: b.min(d) - 1.0, right, bottom: b.max(d) + 1.0 });
            }
        }
        self.rule(points, colour, width, dash);
    }

    /// A line that labels may lie on: grid, axes, leaders.
    pub(super) fn rule(
        &mut self,
        points: &[Point],
        colour: RGBColor,
        width: f64,
        dash: Option<&'static str>,
    ) {
        self.hint(Hints { halo: 0.0, dash });
        let points: Vec<(i32, i32)> = points.iter().copied().map(place).collect();
        self.draw(&PathElement::new(points, ShapeStyle::from(&colour).stroke_width(thick(width))));
    }

    /// A thin line from the end of a series to its words; a long one is dotted, lest it be read as
    /// the series going on.
    pub(super) fn leader(&mut self, from: Point, to: Point, colour: RGBColor) {
        let dots = ((to.0 - from.0).abs() > 30.0).then_some("0.8 2.4");
        self.rule(&[(from.0 + 2.0, from.1), to], colour, 0.7, dots);
    }

    /// A filled shape, `opacity` 0 to 1.
    pub(super) fn band(&mut self, points: &[Point], colour: RGBColor, opacity: f64) {
        let points: Vec<(i32, i32)> = points.iter().copied().map(place).collect();
        self.draw(&Polygon::new(points, colour.mix(opacity)));
    }

    /// A filled box, `opacity` 0 to 1.
    pub(super) fn rect(&mut self, area: Area, colour: RGBColor, opacity: f64) {
        let corners = [place((area.left, area.top)), place((area.right, area.bottom))];
        self.draw(&Rectangle::new(corners, colour.mix(opacity).filled()));
    }

    /// A dot with a white rim; labels with a choice keep off it.
    pub(super) fn dot(&mut self, centre: Point, radius: f64, colour: RGBColor) {
        let (x, y) = centre;
        let reach = radius + 1.5;
        self.avoid(Area { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach });
        for (radius, colour) in [(radius + 1.1, WHITE), (radius, colour)] {
            self.draw(&Circle::new(place(centre), steps(radius), colour.filled()));
        }
    }

    fn page(&self) -> Area {
        Area { left: 0.0, top: 0.0, right: self.width, bottom: self.height }
    }

    fn is_free(&self, area: &Area) -> bool {
        self.page().holds(area) && !self.letters.iter().any(|other| area.meets(other))
    }

    fn head(&mut self, heading: &Heading) {
        let (room, most) = (self.width - 2.0 * MARGIN, self.lines);
        let lines =
            |text: &str, style: Style| face::wrap(text, style.size, style.weight, room, most);
        for line in lines(&heading.title, TITLE) {
            self.top += 18.5;
            self.put(&TITLE.start(&line, MARGIN, self.top - 1.0));
        }
        for line in lines(&heading.subtitle, SUBTITLE) {
            self.top += 15.5;
            self.put(&SUBTITLE.start(&line, MARGIN, self.top + 1.5));
        }
        self.top += 12.0;
        self.bottom -= 11.0;
        // Of several paragraphs the last says where numbers come from, and those above it what
        // must not be overlooked.
        for (place, paragraph) in heading.footer.split('\n').rev().enumerate() {
            let style = if place == 0 { FOOTER } else { FOOTER.colour(INK) };
            for line in lines(paragraph, style).iter().rev() {
                self.put(&style.start(line, MARGIN, self.bottom));
                self.bottom -= 11.5;
            }
        }
    }

    fn hint(&self, hints: Hints) {
        *self.paper.hints.borrow_mut() = hints;
    }

    fn draw<'e, E>(&self, element: &'e E)
    where
        &'e E: PointCollection<'e, (i32, i32)>,
        E: Drawable<SvgBackend>,
    {
        self.area.draw(element).expect("writing to a string in memory does not fail");
    }
}

/// Units in the backend's steps; what is no number, or far off the page, stays near it.
pub(super) fn steps(units: f64) -> i32 {
    let reach = 7200.0;
    let held = if units.is_nan() { 0.0 } else { units.clamp(-reach, reach) };
    (held * f64::from(GRAIN)).round() as i32
}

fn place((x, y): Point) -> (i32, i32) {
    (steps(x), steps(y))
}

fn thick(units: f64) -> u32 {
    steps(units).unsigned_abs().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::label::NAME;

    fn page() -> Canvas {
        Canvas::new(&Heading::default(), Size::default(), HEIGHT)
    }

    #[test]
    fn the_second_place_is_taken_when_the_first_is_not_free() {
        let mut canvas = page();
        let choices = [100.0, 200.0].map(|y| vec![NAME.start("Median", 50.0, y)]);
        assert!(canvas.put_free(&choices) && canvas.put_free(&choices));
        assert!(!canvas.put_free(&choices), "both are taken now");
        let svg = canvas.finish();
        assert!(svg.text().contains(r#"y="100""#) && svg.text().contains(r#"y="200""#));
    }

    #[test]
    fn a_place_off_the_lines_is_preferred() {
        let mut canvas = page();
        canvas.line(&[(0.0, 98.0), (300.0, 98.0)], BLUE, 1.0, None);
        canvas.put_free(&[100.0, 200.0].map(|y| vec![NAME.start("Median", 50.0, y)]));
        assert!(canvas.finish().text().contains(r#"y="200""#));
    }

    #[test]
    fn no_label_leaves_the_page() {
        let mut canvas = page();
        assert!(!canvas.put_free(&[vec![NAME.start("Median", 715.0, 100.0)]]));
        assert!(!canvas.put_free(&[vec![NAME.start("Median", 5.0, HEIGHT + 1.0)]]));
    }

    #[test]
    fn a_number_that_is_none_is_drawn_nowhere_odd() {
        assert_eq!(steps(f64::NAN), 0);
        assert_eq!(steps(f64::INFINITY), 144_000);
        assert_eq!(steps(1.26), 25);
    }
}
