//! What `sweep` says on the terminal.

use super::result::{SweepAxis, Swept};
use crate::wording::{bound::by_day, percent, quantile};
use crate::{
    result::{number, sentences::common_draws},
    terminal::screen_table,
    text::paragraph,
    wording::assumed::departing,
};

/// Columns of a grid shown on the terminal.
const MOST_COLUMNS: usize = 9;

impl Swept<'_> {
    /// For people.
    pub(super) fn screen(&self) -> String {
        let by = by_day(self.model, self.day);
        let mut text =
            paragraph(&format!("How it depends on {}: {}", self.keys(), self.model.title));
        text.push('\n');
        text.push_str(&departing(self.model));
        match self.axes {
            [axis] => {
                let rows = self.points.iter().map(|point| {
                    let value =
                        point.values.first().map_or_else(String::new, |value| number(*value));
                    vec![value, point.chance.to_string(), quantile(point.median)]
                });
                let heading = [axis.name.as_str(), &format!("In force by {by}"), "Median in force"];
                text.push_str(&screen_table(&heading, rows.collect()));
            }
            [across, up] => text.push_str(&self.grid(across, up)),
            _ => {}
        }
        text.push('\n');
        text.push_str(&paragraph(&common_draws(self.plan)));
        text
    }

    /// The chances of a grid, a row for each value of the second axis.
    fn grid(&self, across: &SweepAxis, up: &SweepAxis) -> String {
        let mut text = paragraph(&format!(
            "Chance of being in force by {}; down: {}, across: {}.",
            by_day(self.model, self.day),
            up.name,
            across.name
        ));
        let shown = across.values.len().min(MOST_COLUMNS);
        let mut heading = vec![String::new()];
        heading.extend(across.values[..shown].iter().map(|value| number(*value)));
        let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
        let rows =
            self.points.chunks(across.values.len()).zip(&up.values).map(|(points, value)| {
                let chances = points[..shown].iter().map(|point| percent(point.chance));
                std::iter::once(number(*value)).chain(chances).collect()
            });
        text.push_str(&screen_table(&heading, rows.collect()));
        let worst = self.points.iter().map(|point| point.chance.standard_error());
        let worst = 100.0 * worst.fold(0.0, f64::max);
        text.push_str(&format!("Each ± {worst:.1} points at most."));
        if shown < across.values.len() {
            text.push_str(&format!(" {} more columns in sweep.csv.", across.values.len() - shown));
        }
        text + "\n"
    }
}
