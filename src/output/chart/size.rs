//! How large a chart is: a name for a usual place, or units across and down.

use std::str::FromStr;

/// The size of a chart, in units; letters are as large in every one.
///
/// A chart of rows that is given a height shows as many rows as have room in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    across: u16,
    /// None where a chart is as tall as it needs to be.
    down: Option<u16>,
}

/// A text that names no size; says what would.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected standard, wide, square, column or units across and down from 320x320 to 2400x2400, such as 960x540"
)]
pub struct BadSize;

impl Size {
    /// For a page of text: 720 across, as tall as the chart needs.
    pub const STANDARD: Size = Size { across: 720, down: None };
    /// For a slide.
    pub const WIDE: Size = Size { across: 960, down: Some(540) };
    /// For a post.
    pub const SQUARE: Size = Size { across: 640, down: Some(640) };
    /// For one of two columns, or a telephone: as tall as the chart needs.
    pub const COLUMN: Size = Size { across: 400, down: None };

    /// Units across.
    pub fn across(self) -> f64 {
        f64::from(self.across)
    }

    /// Units down, where they are given.
    pub fn down(self) -> Option<f64> {
        self.down.map(f64::from)
    }

    /// How many lines each part of the heading may take: more where they are short.
    pub(super) fn lines(self) -> usize {
        match (self.across, self.down) {
            (600.., _) => 2,
            (_, Some(..400)) => 3,
            _ => 4,
        }
    }
}

impl Default for Size {
    fn default() -> Size {
        Size::STANDARD
    }
}

impl FromStr for Size {
    type Err = BadSize;

    fn from_str(text: &str) -> Result<Size, BadSize> {
        let length = |text: &str| {
            let units: u16 = text.parse().map_err(|_| BadSize)?;
            if (320..=2400).contains(&units) { Ok(units) } else { Err(BadSize) }
        };
        match text {
            "standard" => Ok(Size::STANDARD),
            "wide" => Ok(Size::WIDE),
            "square" => Ok(Size::SQUARE),
            "column" => Ok(Size::COLUMN),
            other => {
                let (across, down) = other.split_once('x').ok_or(BadSize)?;
                Ok(Size { across: length(across)?, down: Some(length(down)?) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_named_or_counted_within_limits() {
        assert_eq!("wide".parse(), Ok(Size::WIDE));
        assert_eq!("960x540".parse(), Ok(Size::WIDE));
        for wrong in
            ["", "tall", "960", "960x", "x540", "319x540", "960x2401", "-960x540", "1e3x540"]
        {
            assert_eq!(wrong.parse::<Size>(), Err(BadSize), "{wrong}");
        }
    }
}
