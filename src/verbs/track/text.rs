//! What `track` says on the terminal.

use super::result::Tracked;
use crate::{
    result::sentences::common_draws,
    tally::TrackMonth,
    terminal::screen_table,
    text::paragraph,
    wording::{assumed::departing, bound, last_instrument, long_day, percent, short_day},
};

/// Rows and columns of the tables.
const ROWS: usize = 12;
const COLUMNS: usize = 6;
/// A chance on fewer runs than these is not shown.
const FEWEST_RUNS: u64 = 30;

impl Tracked<'_> {
    /// For people.
    pub(super) fn screen(&self) -> String {
        let mut text = paragraph(&format!("On course? {}", self.model.title));
        text.push('\n');
        text.push_str(&departing(self.model));
        text.push_str(&paragraph(&format!(
            "{} deposits that count by {}; {} chance of being in force by {}, for which it needs \
             the {} by {}.",
            self.recorded(),
            long_day(self.model.as_of),
            bound::chance_by(self.model, self.target, self.track.chance(), |one| one.to_string()),
            long_day(self.target),
            last_instrument(&self.model.rule),
            long_day(self.track.last_day())
        )));
        text.push('\n');
        text.push_str(&paragraph("Deposits that keep the chance of the target at:"));
        let rows = self.some_months(ROWS).into_iter().map(|month| {
            let needed = month.needed.map(|n| n.map_or_else(|| "–".to_owned(), |n| n.to_string()));
            let first = std::iter::once(short_day(month.end));
            first.chain(needed).chain([month.median.to_string()]).collect()
        });
        let heading = ["By", "10%", "50%", "90%", "Half of all futures have"];
        text.push_str(&screen_table(&heading, rows.collect()));
        text.push_str(&self.given());
        text.push('\n');
        text.push_str(&paragraph("– means that too few futures get there to tell."));
        text.push_str(&paragraph(&common_draws(self.plan)));
        text
    }

    /// The chance given so many deposits by a day.
    fn given(&self) -> String {
        let months = self.some_months(COLUMNS);
        let shown = |month: &TrackMonth, deposits: usize| {
            let by = month.by_count.iter().find(|(number, _)| *number == deposits);
            by.map(|(_, by)| *by).filter(|by| by.runs >= FEWEST_RUNS)
        };
        let most = months.iter().flat_map(|month| &month.by_count);
        let most =
            most.filter(|(_, by)| by.runs >= FEWEST_RUNS).map(|(n, _)| *n).max().unwrap_or(0);
        let step = most.div_ceil(ROWS).max(1);
        let mut heading = vec!["Deposits".to_owned()];
        heading.extend(months.iter().map(|month| short_day(month.end)));
        let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
        let rows = (0..=most).step_by(step).filter_map(|deposits| {
            let given: Vec<_> = months.iter().map(|month| shown(month, deposits)).collect();
            let any = given.iter().any(Option::is_some);
            let words = given.into_iter().map(|by| by.map_or_else(|| "–".to_owned(), percent));
            any.then(|| std::iter::once(deposits.to_string()).chain(words).collect())
        });
        let errors = months.iter().flat_map(|month| &month.by_count).map(|(_, by)| by);
        let errors = errors.filter(|by| by.runs >= FEWEST_RUNS).map(|by| by.standard_error());
        let worst = 100.0 * errors.fold(0.0, f64::max);
        let words = paragraph(&format!(
            "Chance of the target given so many deposits by a day, each ± {worst:.0} points at most:"
        ));
        format!("\n{words}{}", screen_table(&heading, rows.collect()))
    }

    /// Months evenly apart, the last among them.
    fn some_months(&self, most: usize) -> Vec<&TrackMonth> {
        let step = self.months.len().div_ceil(most).max(1);
        let mut months: Vec<&TrackMonth> = self.months.iter().rev().step_by(step).collect();
        months.reverse();
        months
    }
}
