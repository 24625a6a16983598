//! A text with its place and look, which knows the box it fills.

use plotters::style::RGBColor;

use super::{
    face::{self, CAP_HEIGHT, DESCENT, FontWeight},
    palette::{GREY, INK},
    placement::Area,
};

/// Which point of a text its x names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Size of an em, in units.
    pub(super) size: f64,
    /// How heavy.
    pub(super) weight: FontWeight,
    /// Of the letters.
    pub(super) colour: RGBColor,
    /// White outline over what is drawn below.
    pub(super) halo: bool,
}

/// The finding.
pub(super) const TITLE: Style = heavy(15.5, INK);
/// What is measured.
pub(super) const SUBTITLE: Style = light(10.75, GREY);
/// Where the numbers come from.
pub(super) const FOOTER: Style = light(8.5, GREY);
/// Names and values in the picture.
pub(super) const NAME: Style = heavy(10.25, INK);
/// Second lines.
pub(super) const NOTE: Style = light(9.25, GREY);
/// Numbers and months along the axes.
pub(super) const TICK: Style = light(9.75, GREY);
/// Years under months.
pub(super) const YEAR: Style = heavy(9.75, INK);
/// Words over a part of the picture.
pub(super) const PART: Style = heavy(8.25, GREY);

const fn heavy(size: f64, colour: RGBColor) -> Style {
    Style { size, weight: FontWeight::SemiBold, colour, halo: false }
}

const fn light(size: f64, colour: RGBColor) -> Style {
    Style { size, weight: FontWeight::Regular, colour, halo: false }
}

impl Style {
    /// The same in another colour.
    pub(super) const fn colour(self, colour: RGBColor) -> Style {
        Style { colour, ..self }
    }

    /// The same in another size, in units.
    pub(super) const fn sized(self, size: f64) -> Style {
        Style { size, ..self }
    }

    /// The same with a white outline, to stand on lines.
    pub(super) const fn halo(self) -> Style {
        Style { halo: true, ..self }
    }

    /// How wide the text is in this style, in units.
    pub(super) fn width(self, text: &str) -> f64 {
        face::width(text, self.size, self.weight)
    }

    /// As much of the text as fits.
    pub(super) fn fit(self, text: &str, room: f64) -> String {
        face::fit(text, self.size, self.weight, room)
    }

    /// The text starting at x, on the baseline y.
    pub(super) fn start(self, text: &str, x: f64, y: f64) -> Label {
        Label { text: text.to_owned(), style: self, anchor: Anchor::Start, x, y }
    }

    /// The text around x, on the baseline y.
    pub(super) fn middle(self, text: &str, x: f64, y: f64) -> Label {
        Label { anchor: Anchor::Middle, ..self.start(text, x, y) }
    }

    /// The text ending at x, on the baseline y.
    pub(super) fn end(self, text: &str, x: f64, y: f64) -> Label {
        Label { anchor: Anchor::End, ..self.start(text, x, y) }
    }

    /// How far below the middle of its capitals the baseline is, in units.
    pub(super) const fn drop(self) -> f64 {
        self.size * CAP_HEIGHT / 2.0
    }
}

/// A text with its place and look.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// The words.
    pub(super) text: String,
    /// Their look.
    pub(super) style: Style,
    /// What x means.
    pub(super) anchor: Anchor,
    /// In units from the left.
    pub(super) x: f64,
    /// Of the baseline, in units from the top.
    pub(super) y: f64,
}

impl Label {
    /// The box it fills, from the top of the capitals to the foot of a p.
    pub(super) fn area(&self) -> Area {
        let width = self.style.width(&self.text);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Area {
            left,
            top: self.y - self.style.size * CAP_HEIGHT,
            right: left + width,
            bottom: self.y + self.style.size * DESCENT,
        }
    }

    /// Moved sideways as little as needed to lie between the two.
    pub(super) fn within(mut self, left: f64, right: f64) -> Label {
        self.text = self.style.fit(&self.text, right - left);
        let area = self.area();
        self.x += (left - area.left).max(0.0);
        self.x -= (area.right - right).max(0.0);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_lies_where_the_anchor_says() {
        let width = NAME.width("Median");
        for (label, left) in [
            (NAME.start("Median", 100.0, 50.0), 100.0),
            (NAME.middle("Median", 100.0, 50.0), 100.0 - width / 2.0),
            (NAME.end("Median", 100.0, 50.0), 100.0 - width),
        ] {
            let area = label.area();
            assert!((area.left - left).abs() < 1e-9 && (area.right - left - width).abs() < 1e-9);
            assert!(area.top < 50.0 && area.bottom > 50.0);
        }
    }

    #[test]
    fn a_label_held_within_moves_or_is_cut() {
        for label in [NAME.middle("Median", 0.0, 0.0), NAME.middle("Median", 90.0, 0.0)] {
            let area = label.within(0.0, 60.0).area();
            assert!(area.left >= 0.0 && area.right <= 60.0 + 1e-9, "{area:?}");
        }
        assert!(NAME.start("Median of all runs", 5.0, 0.0).within(0.0, 30.0).text.ends_with('…'));
    }
}
