//! Charts as SVG and PNG: finished numbers in, pictures out, no statistics here.
//!
//! Each chart has an input of its own and one function that draws it, and a place in the register
//! of charts ([`Chart`]). Drawing cannot fail:
//! what cannot be drawn (a day outside the axis, a number that is not finite) is left out. The
//! same input gives the same bytes.
//!
//! ```
//! use inforce::chart::{Chart, Cumulative, Heading, Series, Size};
//! use inforce::quantity::{Chance, Day};
//!
//! let day = |year| Day::new(year, 1, 1).expect("a day of the calendar");
//! let rising = Series { points: vec![(day(2027), Chance::NONE), (day(2030), Chance::SURE)], ..Series::default() };
//! let chart = Chart::from(Cumulative {
//!     heading: Heading { title: "Certain by 2030".into(), ..Heading::default() },
//!     from: day(2027),
//!     to: day(2031),
//!     series: vec![rising],
//!     target: None,
//!     interval: None,
//! });
//! let svg = chart.draw(Size::new(400, None));
//! assert!(svg.text().contains("Certain by 2030"));
//! ```

mod backend;
mod bars;
mod canvas;
mod corridor;
mod coverage;
mod cumulative;
mod curve;
mod date_axis;
mod face;
mod fan;
mod figure;
mod frame;
mod heat;
mod kind;
mod label;
mod lines;
mod marks;
mod next;
mod pace;
mod palette;
mod placement;
#[cfg(feature = "png")]
mod png;
mod quarters;
mod ranges;
mod ranked;
mod scenarios;
mod size;
mod skill;
mod tornado;
mod waterfall;
mod world;

pub use bars::{Unit, chance_ticks, day_ticks};
pub use corridor::{Corridor, CorridorLine};
pub use coverage::{Coverage, CoveredInterval};
pub use cumulative::{AtTarget, Cumulative, Series};
pub use curve::{Curve, CurvePoint};
pub use fan::{Crossing, Fan, FanQuantiles, Threshold};
pub use figure::{CHARTS, ChartsError, Figure};
pub use heat::{Heat, HeatCell};
pub use kind::Chart;
pub use lines::{Lines, NamedLine};
pub use marks::Interval;
pub use next::{Likely, MOST_ROWS, Next};
pub use pace::{Pace, PacePoint};
pub use palette::Theme;
#[cfg(feature = "png")]
pub use png::ChartError;
pub use quarters::{Beyond, QuarterBar, Quarters};
pub use ranges::{RangeRow, Ranges};
pub use ranked::{Ranked, RankedRow};
pub use scenarios::{ScenarioRow, Scenarios};
pub use size::Size;
pub use skill::{Skill, SkillLine};
pub use tornado::{Tornado, TornadoEnd, TornadoRow};
pub use waterfall::{Waterfall, WaterfallStep};
pub use world::{Tile, World};

use serde::{Deserialize, Serialize};

use crate::quantity::Day;

/// The font of the charts: weight as CSS has it, and the bytes of the OpenType file.
pub const FONTS: [(u16, &[u8]); 2] = [(400, face::REGULAR), (600, face::SEMI_BOLD)];

/// What stands around every chart, already worded.
///
/// Title, subtitle and each paragraph of the footer break into two lines at most and end in an
/// ellipsis after that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// The finding, as a sentence: what a reader should remember.
    pub title: String,
    /// What is measured, and in which unit.
    pub subtitle: String,
    /// Where the numbers come from; small, at the bottom. Empty for none.
    pub footer: String,
    /// What the picture shows, for those who cannot see it.
    pub desc: String,
}

/// A day to be pointed at, and what to call it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Where it stands. Outside the axis, the chart says so with an arrow or leaves it out.
    pub day: Day,
    /// The words beside it, such as `Target: 31 Dec 2027`.
    pub label: String,
}

/// A finished picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Svg {
    text: String,
    plot: Option<Plot>,
}

/// The box a chart with days across plots in, so that a pointer can be read as a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plot {
    /// Left edge, in units.
    pub left: f64,
    /// Upper edge, in units from the top.
    pub top: f64,
    /// Right edge, in units.
    pub right: f64,
    /// Lower edge, in units from the top.
    pub bottom: f64,
    /// The day at the left edge.
    pub from: Day,
    /// The day at the right edge.
    pub to: Day,
}

impl Svg {
    /// The picture as SVG: text stays text, in the font Inter where the reader has it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The picture as SVG, handed over.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Where it plots days, for charts that do.
    pub fn plot(&self) -> Option<Plot> {
        self.plot
    }

    /// The same picture in the colours of a theme, from one in the usual colours.
    pub fn in_theme(mut self, theme: Theme) -> Svg {
        // All at once: a colour that stands for another may itself be drawn in elsewhere.
        let colours = theme.colours();
        let mut parts = self.text.split("=\"#");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            // Only attributes hold a quotation mark, so no words are taken for a colour.
            let (code, rest) = part.split_at(part.find('"').unwrap_or(part.len()));
            let code = format!("#{code}");
            let found = colours.iter().find(|(drawn, _)| *drawn == code);
            let there = found.map_or(code.as_str(), |(_, there)| there);
            text.push_str(&format!("=\"{there}{rest}"));
        }
        self.text = text;
        self
    }

    /// Letters of the picture that the font shipped with this program does not have, each once.
    pub fn strange_letters(&self) -> String {
        let mut strange = String::new();
        for part in self.text.split("<text ").skip(1) {
            let words = part.split_once('>').map_or("", |(_, words)| words);
            let words = words.split('<').next().unwrap_or_default();
            strange.extend(words.chars().filter(|letter| !face::has(*letter)));
        }
        let mut letters: Vec<char> = strange.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        letters.into_iter().collect()
    }

    /// The picture as PNG bytes, `scale` pixels to a unit (2 gives 1440 pixels across).
    ///
    /// # Errors
    ///
    /// A scale that is not from 0.1 to 16; otherwise only what would be a fault of ours.
    #[cfg(feature = "png")]
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, ChartError> {
        png::from_svg(&self.text, !self.strange_letters().is_empty(), scale)
    }
}

#[cfg(test)]
mod tests;
