//! The colours of every chart, in one place.
//!
//! The four main colours stay apart for people with any of the common colour deficiencies; where
//! two of them are equally dark, a label on the line or a dash tells them apart in print.

use plotters::style::RGBColor;

/// The first series, the accent rule, bands.
pub(super) const BLUE: RGBColor = RGBColor(0x00, 0x5F, 0x99);
/// What comes after the target, beside [`BLUE`]: clearly lighter in grey print too.
pub(super) const PALE_BLUE: RGBColor = RGBColor(0x9C, 0xC3, 0xDC);
/// Thresholds and targets, and nothing else.
pub(super) const RED: RGBColor = RGBColor(0xC0, 0x2B, 0x1D);
/// Text that is read first, and what is on record.
pub(super) const INK: RGBColor = RGBColor(0x11, 0x18, 0x1F);
/// Text that is read second.
pub(super) const GREY: RGBColor = RGBColor(0x5A, 0x65, 0x70);
/// The lines of the grid.
pub(super) const RULE: RGBColor = RGBColor(0xD9, 0xDE, 0xE2);
/// Ground under the past.
pub(super) const PAST: RGBColor = RGBColor(0xEF, 0xF3, 0xF5);
/// What lies beyond the horizon.
pub(super) const BEYOND: RGBColor = RGBColor(0xC9, 0xCF, 0xD4);
/// Paper, and the halo around letters.
pub(super) const WHITE: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

/// How the halo is written.
pub(super) const HALO: &str = "#fff";

/// The second to fourth series.
const TEAL: RGBColor = RGBColor(0x1F, 0x8A, 0x7A);
const OCHRE: RGBColor = RGBColor(0xB8, 0x71, 0x00);
const PLUM: RGBColor = RGBColor(0x8E, 0x44, 0x7A);

const SERIES: [RGBColor; 4] = [BLUE, TEAL, OCHRE, PLUM];

/// For what a chart is made: a screen or paper, and which.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// Dark on white, in colour.
    #[default]
    Light,
    /// Light on a dark ground, in colour.
    Dark,
    /// Dark on white, in greys that stay apart on any printer.
    Print,
}

/// Each colour as it is drawn, on a dark ground, and in grey print.
const THEMES: [(RGBColor, [u8; 3], u8); 12] = [
    (BLUE, [0x5F, 0xB3, 0xE6], 0x30),
    (PALE_BLUE, [0x2E, 0x5E, 0x7D], 0xB4),
    (RED, [0xFF, 0x7A, 0x6B], 0x00),
    (INK, [0xF1, 0xF4, 0xF6], 0x00),
    (GREY, [0xA9, 0xB4, 0xBD], 0x48),
    (RULE, [0x33, 0x3C, 0x44], 0xD8),
    (PAST, [0x20, 0x27, 0x2D], 0xF2),
    (BEYOND, [0x4A, 0x54, 0x5D], 0xCC),
    (WHITE, [0x16, 0x1B, 0x20], 0xFF),
    (TEAL, [0x4F, 0xC7, 0xB3], 0x70),
    (OCHRE, [0xE8, 0xA9, 0x45], 0x94),
    (PLUM, [0xD3, 0x92, 0xC3], 0x58),
];

impl Theme {
    /// Each colour that charts are drawn in with the colour that stands for it here, both as
    /// `#RRGGBB`; nothing where they are drawn as they are.
    pub fn colours(self) -> Vec<(String, String)> {
        let other = |(colour, dark, grey): &(RGBColor, [u8; 3], u8)| {
            let there = match self {
                Theme::Light => return None,
                Theme::Dark => RGBColor(dark[0], dark[1], dark[2]),
                Theme::Print => RGBColor(*grey, *grey, *grey),
            };
            Some((code(*colour), code(there)))
        };
        let mut colours: Vec<(String, String)> = THEMES.iter().filter_map(other).collect();
        let halo = colours.iter().find(|(drawn, _)| *drawn == code(WHITE));
        let halo = halo.map(|(_, there)| (HALO.to_owned(), there.clone()));
        colours.extend(halo);
        colours
    }
}

/// As SVG writes it.
pub(super) fn code(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// The colour of a series by its place and its dash, which tells it apart where all is grey. Up to
/// sixteen differ in one or the other.
pub(super) fn series(place: usize) -> (RGBColor, Option<&'static str>) {
    let dashes = [None, Some("7 2.5"), Some("2.4 2.2"), Some("9 2.5 2.4 2.5")];
    let round = place / SERIES.len();
    (SERIES[place % SERIES.len()], dashes[(place + round) % dashes.len()])
}
