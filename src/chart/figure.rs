//! A chart with its name, and the file in which a result folder keeps all of its charts.

use serde::{Deserialize, Serialize};

use super::{Chart, Size, Svg};

/// The file that holds the charts of a result as data.
pub const CHARTS: &str = "charts.json";

/// A chart with the name of its files, without an ending.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Such as `chance`: files `chance.svg`, `chance.png`.
    pub name: String,
    /// What is drawn.
    pub chart: Chart,
}

/// Why charts cannot be read back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChartsError {
    /// The file is not as this version writes it.
    #[error("{CHARTS}: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// A name that could lead out of the folder.
    #[error("{CHARTS}: `{0}` is no name of a chart")]
    Name(String),
}

impl Figure {
    /// A chart of any kind under a name.
    pub fn new(name: &str, chart: impl Into<Chart>) -> Figure {
        Figure { name: name.to_owned(), chart: chart.into() }
    }

    /// The picture, in the usual colours.
    pub fn draw(&self, size: Size) -> Svg {
        self.chart.draw(size)
    }

    /// Charts as the text of their file.
    pub fn write(figures: &[Figure]) -> String {
        // Inputs of charts are plain data; what is not a number is written as null.
        serde_json::to_string(figures).unwrap_or_default() + "\n"
    }

    /// Charts from the text of their file.
    ///
    /// # Errors
    ///
    /// Where the text is not as this version writes it.
    pub fn read(text: &str) -> Result<Vec<Figure>, ChartsError> {
        let figures: Vec<Figure> = serde_json::from_str(text)?;
        let plain = |name: &str| {
            !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '-')
        };
        match figures.iter().find(|figure| !plain(&figure.name)) {
            Some(figure) => Err(ChartsError::Name(figure.name.clone())),
            None => Ok(figures),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::samples;

    #[test]
    fn every_chart_comes_back_as_it_was_written() {
        let figures: Vec<Figure> =
            samples::one_of_each().into_iter().map(|chart| Figure::new("a-name", chart)).collect();
        assert_eq!(Figure::read(&Figure::write(&figures)).unwrap(), figures);
    }

    #[test]
    fn a_file_that_is_not_ours_is_refused() {
        for text in ["", "{}", "[{\"name\":\"chance\",\"chart\":{\"pie\":{}}}]"] {
            assert!(matches!(Figure::read(text), Err(ChartsError::Unreadable(_))), "{text}");
        }
        let figure = Figure::new("../../etc/passwd", samples::usual_next());
        assert!(matches!(Figure::read(&Figure::write(&[figure])), Err(ChartsError::Name(_))));
    }
}
