//! Plotters' drawing calls written as SVG, to a twentieth of a unit.

use std::{cell::RefCell, convert::Infallible, fmt::Write, rc::Rc};

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
    text_anchor::{HPos, VPos},
};

use plotters::style::RGBColor;

use super::{face::CAP_HEIGHT, palette};

/// Steps in a unit: plotters counts in whole numbers, so it is told of a canvas this much larger.
pub(super) const GRAIN: i32 = 20;

/// What plotters' styles have no room for; holds for what is drawn next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hints {
    /// Width of the white outline under letters, in units; none at 0.
    pub(super) halo: f64,
    /// SVG dash array of lines.
    pub(super) dash: Option<&'static str>,
}

/// The paper both the drawing area (which swallows the backend) and the canvas can reach.
#[derive(Clone, Debug, Default)]
pub(super) struct Paper {
    /// The elements written so far.
    pub(super) out: Rc<RefCell<String>>,
    /// For what is drawn next.
    pub(super) hints: Rc<RefCell<Hints>>,
}

/// Writes SVG elements onto a [`Paper`]; cannot fail.
#[derive(Debug)]
pub(super) struct SvgBackend {
    paper: Paper,
    size: (u32, u32),
}

type DrawResult = Result<(), DrawingErrorKind<Infallible>>;

impl SvgBackend {
    /// A backend for a canvas of so many steps across and down.
    pub(super) fn new(paper: Paper, size: (u32, u32)) -> SvgBackend {
        SvgBackend { paper, size }
    }

    fn put(&self, element: &str) {
        let mut out = self.paper.out.borrow_mut();
        out.push_str(element);
        out.push('\n');
    }

    fn stroke<S: BackendStyle>(&self, style: &S) -> String {
        let width = i32::try_from(style.stroke_width()).unwrap_or(GRAIN);
        let mut text = format!(
            r#"fill="none" stroke="{}" stroke-width="{}""#,
            colour(style.color()),
            units(width)
        );
        text.push_str(&opacity("stroke", style.color()));
        match self.paper.hints.borrow().dash {
            Some(dash) => text.push_str(&format!(r#" stroke-dasharray="{dash}""#)),
            None => text.push_str(r#" stroke-linejoin="round""#),
        }
        text
    }
}

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> DrawResult {
        Ok(())
    }

    fn present(&mut self) -> DrawResult {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> DrawResult {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> DrawResult {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> DrawResult {
        let (x, y) = upper_left;
        let look = if fill { filled(style.color()) } else { self.stroke(style) };
        self.put(&format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" {look}/>"#,
            units(x),
            units(y),
            units(bottom_right.0.saturating_sub(x)),
            units(bottom_right.1.saturating_sub(y)),
        ));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> DrawResult {
        let points = corners(path);
        if points.len() > 1 {
            self.put(&format!(r#"<path d="{}" {}/>"#, track(&points), self.stroke(style)));
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> DrawResult {
        let look = if fill { filled(style.color()) } else { self.stroke(style) };
        self.put(&format!(
            r#"<circle cx="{}" cy="{}" r="{}" {look}/>"#,
            units(center.0),
            units(center.1),
            units(i32::try_from(radius).unwrap_or(0)),
        ));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> DrawResult {
        let points = corners(vert);
        if points.len() > 2 {
            self.put(&format!(r#"<path d="{}Z" {}/>"#, track(&points), filled(style.color())));
        }
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        pos: BackendCoord,
    ) -> DrawResult {
        let size = style.size() / f64::from(GRAIN);
        // Viewers disagree on what the middle of a line is; a baseline they all know.
        let drop = match style.anchor().v_pos {
            VPos::Top => CAP_HEIGHT,
            VPos::Center => CAP_HEIGHT / 2.0,
            VPos::Bottom => 0.0,
        };
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => r#" text-anchor="middle""#,
            HPos::Right => r#" text-anchor="end""#,
        };
        let weight = match style.style() {
            FontStyle::Bold => r#" font-weight="600""#,
            _ => "",
        };
        let halo = match self.paper.hints.borrow().halo {
            width if width > 0.0 => format!(
                r#" stroke="{}" stroke-width="{width}" stroke-linejoin="round" paint-order="stroke""#,
                palette::HALO
            ),
            _ => String::new(),
        };
        self.put(&format!(
            r#"<text x="{}" y="{}" font-size="{size}"{weight}{anchor}{halo} {}>{}</text>"#,
            units(pos.0),
            units(pos.1.saturating_add((drop * style.size()).round() as i32)),
            filled(style.color()),
            escape(text),
        ));
        Ok(())
    }
}

/// Text as XML: marks escaped, what XML 1.0 does not allow turned into spaces.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// Steps as units, in the shortest decimal form.
fn units(steps: i32) -> String {
    let hundredths = i64::from(steps) * 100 / i64::from(GRAIN);
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let sign = if hundredths < 0 { "-" } else { "" };
    match rest {
        0 => format!("{sign}{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
    }
}

/// Points without repeats and without those on a straight way between their neighbours.
fn corners(path: impl IntoIterator<Item = BackendCoord>) -> Vec<BackendCoord> {
    let mut kept: Vec<BackendCoord> = Vec::new();
    for point in path {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., before, last] = kept[..]
            && straight(before, last, point)
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

fn straight(a: BackendCoord, b: BackendCoord, c: BackendCoord) -> bool {
    let step = |from: BackendCoord, to: BackendCoord| {
        (i128::from(to.0) - i128::from(from.0), i128::from(to.1) - i128::from(from.1))
    };
    let ((px, py), (qx, qy)) = (step(a, b), step(b, c));
    px * qy == py * qx && px * qx + py * qy > 0
}

fn track(points: &[BackendCoord]) -> String {
    let mut text = String::new();
    for (place, (x, y)) in points.iter().enumerate() {
        let verb = if place == 0 { "M" } else { "L" };
        // Writing to a string cannot fail.
        let _ = write!(text, "{verb}{} {}", units(*x), units(*y));
    }
    text
}

fn filled(color: BackendColor) -> String {
    format!(r#"fill="{}"{}"#, colour(color), opacity("fill", color))
}

fn colour(color: BackendColor) -> String {
    let (red, green, blue) = color.rgb;
    palette::code(RGBColor(red, green, blue))
}

fn opacity(what: &str, color: BackendColor) -> String {
    if color.alpha >= 1.0 {
        String::new()
    } else {
        format!(r#" {what}-opacity="{:.2}""#, color.alpha.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_written_as_short_decimals() {
        for (steps, text) in [
            (0, "0"),
            (20, "1"),
            (1, "0.05"),
            (30, "1.5"),
            (-1, "-0.05"),
            (-50, "-2.5"),
            (33, "1.65"),
        ] {
            assert_eq!(units(steps), text);
        }
    }

    #[test]
    fn only_corners_are_kept() {
        assert_eq!(corners([(0, 0), (0, 0), (1, 1), (2, 2), (3, 2)]), [(0, 0), (2, 2), (3, 2)]);
        // Back along the same line is a corner.
        assert_eq!(corners([(0, 0), (5, 0), (2, 0)]), [(0, 0), (5, 0), (2, 0)]);
    }

    #[test]
    fn text_cannot_break_the_picture() {
        assert_eq!(escape("a<b>&\"c\u{0}\u{7f}\n"), "a&lt;b&gt;&amp;&quot;c   ");
        assert_eq!(escape("Côte d’Ivoire"), "Côte d’Ivoire");
    }
}
