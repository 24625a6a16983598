//! What `track` leaves behind: the corridor of deposits that keeps the target within reach.

use serde_json::{Value, json};

use crate::{
    engine::Plan,
    quantity::Day,
    tally::{COURSES, Track, TrackMonth},
    treaty::Model,
    wording::{percent, short_day},
};
use crate::{
    terminal::screen_table,
    text::paragraph,
    verbs::rows::{Rows, chance, chance_json, number},
};

/// The corridor of a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tracked<'a> {
    /// The scenario.
    pub model: &'a Model,
    /// Where its status is from, in a few words.
    pub status_source: &'a str,
    /// How many runs, by which seed.
    pub plan: Plan,
    /// The day hoped for.
    pub target: Day,
    /// The counts.
    pub track: &'a Track,
    /// What they say, month by month.
    pub months: &'a [TrackMonth],
}

/// Rows and columns of the tables on the terminal.
pub(super) const ROWS: usize = 12;
const COLUMNS: usize = 6;
/// A chance on fewer runs than these is not shown on the terminal.
const FEWEST_RUNS: u64 = 30;

impl Tracked<'_> {
    /// `corridor.csv`: a row for each month end.
    pub(super) fn corridor_table(&self) -> String {
        let mut rows = Rows::new(&[
            "by",
            "needed_p10",
            "needed_p50",
            "needed_p90",
            "smooth_p10",
            "smooth_p50",
            "smooth_p90",
            "median_deposits",
        ]);
        for month in self.months {
            let whole =
                month.needed.map(|needed| needed.map_or_else(String::new, |n| n.to_string()));
            let smooth = month.needed_smooth.map(|needed| needed.map_or_else(String::new, number));
            let cells = std::iter::once(month.end.to_string()).chain(whole).chain(smooth);
            rows.add(cells.chain([month.median.to_string()]));
        }
        rows.text()
    }

    /// `track.csv`: a row for each month end and number of deposits that some run had.
    pub(super) fn track_table(&self) -> String {
        let heading = ["by", "deposits", "runs", "on_target", "chance", "standard_error"];
        let mut rows = Rows::new(&heading);
        for month in self.months {
            for (deposits, by) in &month.by_count {
                let [value, error] = chance(Some(*by));
                rows.add([
                    month.end.to_string(),
                    deposits.to_string(),
                    by.runs.to_string(),
                    by.count.to_string(),
                    value,
                    error,
                ]);
            }
        }
        rows.text()
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let months = self.months.iter().map(|month| {
            json!({
                "by": month.end.to_string(),
                "needed": COURSES.iter().zip(month.needed).map(|(course, needed)| json!({
                    "chance": course, "deposits": needed,
                })).collect::<Vec<_>>(),
                "median_deposits": month.median,
                "chance_given": month.by_count.iter().map(|(deposits, by)| json!({
                    "deposits": deposits, "runs": by.runs, "chance": chance_json(*by),
                })).collect::<Vec<_>>(),
            })
        });
        json!({
            "scenario": self.model.name,
            "version": env!("CARGO_PKG_VERSION"),
            "runs": self.plan.runs.get(),
            "seed": self.plan.seed.0,
            "as_of": self.model.as_of.to_string(),
            "deposits": self.recorded(),
            "target": self.target.to_string(),
            "at_least": self.target > self.model.settled_until(),
            "last_day_to_meet": self.track.last_day().to_string(),
            "chance": chance_json(self.track.chance()),
            "months": months.collect::<Vec<_>>(),
        })
    }

    /// The chance given so many deposits by a day.
    pub(super) fn given(&self) -> String {
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
    pub(super) fn some_months(&self, most: usize) -> Vec<&TrackMonth> {
        let step = self.months.len().div_ceil(most).max(1);
        let mut months: Vec<&TrackMonth> = self.months.iter().rev().step_by(step).collect();
        months.reverse();
        months
    }

    pub(super) fn recorded(&self) -> usize {
        self.record().len()
    }

    /// Days of the deposits on record that count, in order.
    pub(super) fn record(&self) -> Vec<Day> {
        let participants = self.model.participants.iter().enumerate();
        let counting = participants.filter(|(index, _)| self.model.rule.counts(*index));
        let mut days: Vec<Day> =
            counting.filter_map(|(_, one)| one.status.deposited.map(|report| report.on)).collect();
        days.sort_unstable();
        days
    }
}
