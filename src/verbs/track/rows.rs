//! What `track` leaves behind for programs: the rows of its tables, and its JSON.

use serde::{Deserialize, Serialize};

use super::result::Tracked;
use crate::{
    quantity::{Day, Proportion, RunCount},
    result::{
        cell::{ChanceCell, Decimal, to_csv},
        with_error::{ChanceFile, chance_cells},
    },
    tally::{COURSES, TrackMonth},
};

/// Of `corridor.csv`: the deposits that keep the chance of the target at 10, 50 and 90 % by the end of
/// a month, whole and between whole numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct CorridorRow {
    by: Day,
    needed_p10: Option<usize>,
    needed_p50: Option<usize>,
    needed_p90: Option<usize>,
    smooth_p10: Option<Decimal>,
    smooth_p50: Option<Decimal>,
    smooth_p90: Option<Decimal>,
    median_deposits: usize,
}

impl From<&TrackMonth> for CorridorRow {
    fn from(month: &TrackMonth) -> CorridorRow {
        let [needed_p10, needed_p50, needed_p90] = month.needed;
        let [smooth_p10, smooth_p50, smooth_p90] =
            month.needed_smooth.map(|needed| needed.map(Decimal::new));
        CorridorRow {
            by: month.end,
            needed_p10,
            needed_p50,
            needed_p90,
            smooth_p10,
            smooth_p50,
            smooth_p90,
            median_deposits: month.median,
        }
    }
}

/// Of `track.csv`: the chance of the target in the runs that had so many deposits by the end of a month.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct TrackRow {
    by: Day,
    deposits: usize,
    runs: u64,
    on_target: u64,
    chance: ChanceCell,
    standard_error: Decimal,
}

impl Tracked<'_> {
    /// The CSV files: name and text.
    pub(super) fn tables(&self) -> Vec<(String, String)> {
        let row = |month: &TrackMonth, (deposits, given): (usize, Proportion)| {
            let (chance, standard_error) = chance_cells(given);
            let (runs, on_target) = (given.runs, given.count);
            TrackRow { by: month.end, deposits, runs, on_target, chance, standard_error }
        };
        let given = self
            .months
            .iter()
            .flat_map(|month| month.by_count.iter().map(move |one| row(month, *one)));
        vec![
            ("corridor.csv".to_owned(), to_csv(self.months.iter().map(CorridorRow::from))),
            ("track.csv".to_owned(), to_csv(given)),
        ]
    }
}

/// The result for programs.
#[derive(Serialize)]
pub(super) struct TrackFile<'a> {
    scenario: &'a str,
    version: &'static str,
    runs: RunCount,
    seed: u64,
    as_of: Day,
    deposits: usize,
    target: Day,
    at_least: bool,
    last_day_to_meet: Day,
    chance: ChanceFile,
    months: Vec<TrackMonthFile>,
}

#[derive(Serialize)]
struct TrackMonthFile {
    by: Day,
    needed: Vec<NeededFile>,
    median_deposits: usize,
    chance_given: Vec<GivenFile>,
}

#[derive(Serialize)]
struct NeededFile {
    chance: f64,
    deposits: Option<usize>,
}

#[derive(Serialize)]
struct GivenFile {
    deposits: usize,
    runs: u64,
    chance: ChanceFile,
}

impl Tracked<'_> {
    /// For programs.
    pub(super) fn json(&self) -> TrackFile<'_> {
        TrackFile {
            scenario: &self.model.name,
            version: env!("CARGO_PKG_VERSION"),
            runs: self.plan.runs,
            seed: self.plan.seed.0,
            as_of: self.model.as_of,
            deposits: self.recorded(),
            target: self.target,
            at_least: self.target > self.model.settled_until(),
            last_day_to_meet: self.track.last_day(),
            chance: self.track.chance().into(),
            months: self.months.iter().map(TrackMonthFile::from).collect(),
        }
    }
}

impl From<&TrackMonth> for TrackMonthFile {
    fn from(month: &TrackMonth) -> TrackMonthFile {
        let needed = COURSES.into_iter().zip(month.needed);
        let given = month.by_count.iter().map(|(deposits, by)| GivenFile {
            deposits: *deposits,
            runs: by.runs,
            chance: (*by).into(),
        });
        TrackMonthFile {
            by: month.end,
            needed: needed.map(|(chance, deposits)| NeededFile { chance, deposits }).collect(),
            median_deposits: month.median,
            chance_given: given.collect(),
        }
    }
}
