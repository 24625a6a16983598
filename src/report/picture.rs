//! Charts drawn for the report, for a usual page and for a narrow one.

use crate::{
    chart::{Figure, Size, Svg},
    figures::{FigureSource, figures},
};

/// A chart drawn for the report.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What it is called.
    pub name: String,
    /// What is seen.
    pub svg: Svg,
    /// The same for a narrow page.
    pub slim: Svg,
}

impl Picture {
    pub(super) fn from_figure(figure: &Figure) -> Picture {
        let [svg, slim] = [Size::STANDARD, Size::COLUMN].map(|size| figure.draw(size));
        Picture { name: figure.name.clone(), svg, slim }
    }
}

/// The charts of a result, worded anew from its tables.
pub(super) fn draw_pictures(source: &FigureSource<'_>) -> Vec<Picture> {
    figures(source).iter().map(Picture::from_figure).collect()
}
