//! A result's numbers read back from its files: what the charts and the report are made from.

use csv::{Reader, StringRecord};

use super::{recall, summary::Summary, table::Quarter};
use crate::{
    engine::PaceMonth,
    quantity::Day,
    tally::{Estimate, Event, PartiesMonth},
    treaty::Model,
};

/// The finished numbers of a run, exactly as its files hold them.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// The answer, from `summary.json` and `participants.csv`.
    pub summary: Summary,
    /// The spread of both days, from `distribution.csv`.
    pub distribution: Distribution,
    /// Entry into force quarter by quarter, from `quarters.csv`.
    pub quarters: Vec<Quarter>,
    /// Parties month by month, from `trajectory.csv`.
    pub months: Vec<PartiesMonth>,
    /// The pace month by month, from `pace.csv`; empty where none is shared.
    pub pace: Vec<PaceMonth>,
}

/// Why numbers cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumbersError {
    /// A file of the result is not there.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A file of the result holds something else than it should.
    #[error("{file}: {what}")]
    Unreadable {
        /// Which file.
        file: &'static str,
        /// What is wrong with it, and where.
        what: String,
    },
}

impl Numbers {
    /// Reads the files of a result of this model; `file` gives the text of the file of a name.
    ///
    /// # Errors
    ///
    /// Where a file is missing or is not as a run of this version writes it.
    pub fn read(
        model: &Model,
        file: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Numbers, NumbersError> {
        let text = |name| file(name).ok_or(NumbersError::Missing(name));
        let json = text("summary.json")?;
        let participants = Sheet::read("participants.csv", &text("participants.csv")?)?;
        let summary = recall::summary(model, &json, &participants)?;
        let runs = summary.plan.runs.get();
        let distribution = Sheet::read("distribution.csv", &text("distribution.csv")?)?;
        let quarters = Sheet::read("quarters.csv", &text("quarters.csv")?)?;
        let trajectory = Sheet::read("trajectory.csv", &text("trajectory.csv")?)?;
        let pace = match file("pace.csv") {
            Some(text) => Sheet::read("pace.csv", &text)?.each(pace_month)?,
            None => Vec::new(),
        };
        Ok(Numbers {
            summary,
            distribution: Distribution::read(&distribution, runs)?,
            quarters: quarters.each(|row| quarter(row, runs))?,
            months: trajectory.each(parties_month)?,
            pace,
        })
    }
}

/// How the days on which the rule is met and the treaty in force are spread.
#[derive(Clone, PartialEq, Debug)]
pub struct Distribution {
    /// Row after row, each beginning the day after the one before it ends.
    pub rows: Vec<Spell>,
    runs: u64,
    met_before: u64,
    in_force_before: u64,
}

/// One row of the distribution: a day, or some days together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spell {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The chance that the rule is met by the end of it.
    pub met_by: Estimate,
    /// The chance that the treaty is in force by the end of it.
    pub in_force_by: Estimate,
}

impl Distribution {
    /// The chance that it has come about by the end of the last row that ends on this day or
    /// before; that is by this day itself where rows are days.
    pub fn by(&self, event: Event, day: Day) -> Estimate {
        match self.rows.partition_point(|row| row.to <= day) {
            0 => self.before(event),
            past => self.rows[past - 1].by(event),
        }
    }

    /// The chance that it had come about before the first row.
    pub fn before(&self, event: Event) -> Estimate {
        let count = match event {
            Event::Met => self.met_before,
            Event::InForce => self.in_force_before,
        };
        Estimate { count, runs: self.runs }
    }

    fn read(sheet: &Sheet, runs: u64) -> Result<Distribution, NumbersError> {
        // Counts are exact where chances are rounded to six decimals.
        let before = |runs_column, by_column| -> Result<u64, NumbersError> {
            let Some(first) = sheet.rows().next() else { return Ok(0) };
            let by = first.estimate(by_column, runs)?.count;
            Ok(by.saturating_sub(first.whole(runs_column)?))
        };
        let met_before = before("met_runs", "met_by_chance")?;
        let in_force_before = before("in_force_runs", "in_force_by_chance")?;
        let (mut met, mut in_force) = (met_before, in_force_before);
        let rows = sheet.each(|row| {
            met = (met + row.whole("met_runs")?).min(runs);
            in_force = (in_force + row.whole("in_force_runs")?).min(runs);
            Ok(Spell {
                from: row.day("from")?,
                to: row.day("to")?,
                met_by: Estimate { count: met, runs },
                in_force_by: Estimate { count: in_force, runs },
            })
        })?;
        Ok(Distribution { rows, runs, met_before, in_force_before })
    }
}

impl Spell {
    fn by(&self, event: Event) -> Estimate {
        match event {
            Event::Met => self.met_by,
            Event::InForce => self.in_force_by,
        }
    }
}

fn quarter(row: &Row<'_>, runs: u64) -> Result<Quarter, NumbersError> {
    let count = row.whole("in_force_runs")?.min(runs);
    Ok(Quarter { from: row.day("from")?, to: row.day("to")?, chance: Estimate { count, runs } })
}

fn parties_month(row: &Row<'_>) -> Result<PartiesMonth, NumbersError> {
    let whole = |column: &str| Ok(usize::try_from(row.whole(column)?).unwrap_or(usize::MAX));
    let [p5, p25, p50, p75, p95] =
        ["parties_p5", "parties_p25", "parties_p50", "parties_p75", "parties_p95"].map(whole);
    let [s5, s25, s50, s75, s95] =
        ["smooth_p5", "smooth_p25", "smooth_p50", "smooth_p75", "smooth_p95"]
            .map(|column| row.number(column));
    Ok(PartiesMonth {
        end: row.day("month_end")?,
        quantiles: [p5?, p25?, p50?, p75?, p95?],
        smooth: [s5?, s25?, s50?, s75?, s95?],
        mean: row.number("mean")?,
        mean_error: row.number("mean_error")?,
    })
}

fn pace_month(row: &Row<'_>) -> Result<PaceMonth, NumbersError> {
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let seen = (!row.cell("deposits_seen")?.is_empty()).then(|| row.whole("deposits_seen"));
    Ok(PaceMonth {
        from: row.day("month_from")?,
        age_months: place(row.whole("age_months")?),
        recorded: row.cell("recorded")? == "true",
        deposits: seen.transpose()?.map(place),
        expected: row.maybe_number("deposits_expected")?,
        median: row.number("pace_p50")?,
        low: row.number("pace_p10")?,
        high: row.number("pace_p90")?,
    })
}

/// A CSV file with a heading, its cells found by the names of their columns.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    file: &'static str,
    heading: StringRecord,
    rows: Vec<StringRecord>,
}

/// One row of a sheet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    sheet: &'a Sheet,
    line: usize,
    cells: &'a StringRecord,
}

impl Sheet {
    pub(crate) fn read(file: &'static str, text: &str) -> Result<Sheet, NumbersError> {
        let broken = |error: csv::Error| NumbersError::Unreadable { file, what: error.to_string() };
        let mut reader = Reader::from_reader(text.as_bytes());
        let heading = reader.headers().map_err(broken)?.clone();
        let rows = reader.records().collect::<csv::Result<Vec<_>>>().map_err(broken)?;
        Ok(Sheet { file, heading, rows })
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let numbered = self.rows.iter().enumerate();
        numbered.map(|(index, cells)| Row { sheet: self, line: index + 2, cells })
    }

    fn each<T>(
        &self,
        mut read: impl FnMut(&Row<'_>) -> Result<T, NumbersError>,
    ) -> Result<Vec<T>, NumbersError> {
        self.rows().map(|row| read(&row)).collect()
    }
}

impl<'a> Row<'a> {
    /// The cell of a column.
    pub(crate) fn cell(&self, column: &str) -> Result<&'a str, NumbersError> {
        let found = self.sheet.heading.iter().position(|name| name == column);
        found.and_then(|place| self.cells.get(place)).ok_or_else(|| NumbersError::Unreadable {
            file: self.sheet.file,
            what: format!("has no column `{column}`"),
        })
    }

    pub(crate) fn day(&self, column: &str) -> Result<Day, NumbersError> {
        self.parsed(column, "a day such as 2027-12-31")
    }

    /// The day, or nothing where the cell is empty.
    pub(crate) fn maybe_day(&self, column: &str) -> Result<Option<Day>, NumbersError> {
        if self.cell(column)?.is_empty() { Ok(None) } else { self.day(column).map(Some) }
    }

    fn whole(&self, column: &str) -> Result<u64, NumbersError> {
        self.parsed(column, "a whole number")
    }

    fn number(&self, column: &str) -> Result<f64, NumbersError> {
        let number: f64 = self.parsed(column, "a number")?;
        if number.is_finite() { Ok(number) } else { Err(self.wrong(column, "a number")) }
    }

    fn maybe_number(&self, column: &str) -> Result<Option<f64>, NumbersError> {
        if self.cell(column)?.is_empty() { Ok(None) } else { self.number(column).map(Some) }
    }

    /// A chance as the count it was made from; exact up to a million runs.
    pub(crate) fn estimate(&self, column: &str, runs: u64) -> Result<Estimate, NumbersError> {
        estimate(self.number(column)?, runs).ok_or_else(|| self.wrong(column, "a chance"))
    }

    /// The same, or nothing where the cell is empty.
    pub(crate) fn maybe_estimate(
        &self,
        column: &str,
        runs: u64,
    ) -> Result<Option<Estimate>, NumbersError> {
        if self.cell(column)?.is_empty() { Ok(None) } else { self.estimate(column, runs).map(Some) }
    }

    fn parsed<T: std::str::FromStr>(
        &self,
        column: &str,
        expected: &str,
    ) -> Result<T, NumbersError> {
        self.cell(column)?.parse().map_err(|_| self.wrong(column, expected))
    }

    fn wrong(&self, column: &str, expected: &str) -> NumbersError {
        let found = self.cell(column).unwrap_or_default();
        NumbersError::Unreadable {
            file: self.sheet.file,
            what: format!(
                "line {}, column {column}: expected {expected}, found `{found}`",
                self.line
            ),
        }
    }
}

/// A chance of so many runs as a count; nothing where it is none.
pub(crate) fn estimate(chance: f64, runs: u64) -> Option<Estimate> {
    let count = (chance * runs as f64).round();
    (0.0..=1.0).contains(&chance).then_some(Estimate { count: count as u64, runs })
}
