//! How large a chart is, in units; letters are as large in every size.

/// The size of a chart.
///
/// A chart of rows that is given a height shows as many rows as have room in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    across: u16,
    down: Option<u16>,
}

/// What a chart can be drawn in, in units.
const LEAST: u16 = 320;
const MOST: u16 = 2400;

impl Size {
    /// For a page of text: 720 across, as tall as the chart needs.
    pub const STANDARD: Size = Size { across: 720, down: None };

    /// For one of two columns, or a telephone: as tall as the chart needs.
    pub const COLUMN: Size = Size { across: 400, down: None };

    /// So many units across and down, held from 320 to 2400; without units down, as tall as the
    /// chart needs.
    pub fn new(across: u16, down: Option<u16>) -> Size {
        let held = |units: u16| units.clamp(LEAST, MOST);
        Size { across: held(across), down: down.map(held) }
    }

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
