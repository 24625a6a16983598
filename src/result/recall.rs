//! The answer read back from `summary.json` and `participants.csv`.

use serde_json::Value;

use super::{
    numbers::{NumbersError, Row, Sheet, estimate},
    summary::{Beliefs, ByDay, Quantiles, Summary, Why, likeliest_next, progress},
};
use crate::{
    calibrate::history::Alike,
    engine::{Plan, Surprise},
    quantity::{Day, RunCount, Seed, When},
    tally::{Estimate, Quantile, Role},
    treaty::Model,
};

const FILE: &str = "summary.json";

/// The answer for this model, as its files hold it.
pub(crate) fn summary(
    model: &Model,
    json: &str,
    participants: &Sheet,
) -> Result<Summary, NumbersError> {
    let value: Value = serde_json::from_str(json)
        .map_err(|error| NumbersError::Unreadable { file: FILE, what: error.to_string() })?;
    let top = Part { value: &value, path: String::new() };
    let runs = RunCount::new(top.at("runs").whole()?)
        .map_err(|error| top.at("runs").wrong(error.expected))?;
    let plan = Plan { runs, seed: Seed(top.at("seed").whole()?) };
    let runs = runs.get();
    let roles = roles(model, participants, runs)?;
    Ok(Summary {
        plan,
        progress: progress(model),
        signatories: top.at("signatories").size()?,
        instruments: top.at("instruments").size()?,
        uncertain: top.at("instruments_uncertain").size()?,
        surprise: top.at("expected_by_now").maybe(|one| surprise(&one))?,
        earlier: top.at("earlier_treaties").maybe(|one| alike(&one))?,
        met_by_record: top.at("met_by_record").maybe(|one| one.day())?,
        target: top.at("target").maybe(|one| {
            let last = one.at("last_day_to_meet").maybe(|last| last.day())?;
            Ok((one.at("day").day()?, one.at("chance_in_force").estimate(runs)?, last))
        })?,
        by: by(model, &top.at("by"), runs)?,
        quantiles: top.at("quantiles").each(|one| {
            Ok(Quantiles {
                share: one.at("share").number()?,
                met: one.at("met").quantile()?,
                in_force: one.at("in_force").quantile()?,
            })
        })?,
        beliefs: top.at("beliefs").maybe(|one| {
            Ok(Beliefs {
                sets: one.at("sets").size()?,
                low: one.at("chance_low_10").number()?,
                high: one.at("chance_high_90").number()?,
                share_of_spread: one.at("share_of_spread").number()?,
            })
        })?,
        beyond: top.at("beyond_horizon").estimate(runs)?,
        next: likeliest_next(model, &roles),
        roles,
    })
}

/// Days asked for come first, as many as the model has; the rest are year ends.
fn by(model: &Model, list: &Part<'_>, runs: u64) -> Result<Vec<ByDay>, NumbersError> {
    let mut place = 0;
    list.each(|one| {
        place += 1;
        let why = if place <= model.by.len() { Why::Asked } else { Why::YearEnd };
        Ok(ByDay {
            day: one.at("day").day()?,
            why,
            chance: one.at("chance_in_force").estimate(runs)?,
        })
    })
}

fn surprise(one: &Part<'_>) -> Result<Surprise, NumbersError> {
    Ok(Surprise {
        seen: one.at("seen").size()?,
        expected_median: one.at("median").size()?,
        expected_low: one.at("low_10").size()?,
        expected_high: one.at("high_90").size()?,
        chance_so_few: one.at("chance_so_few").number()?,
        chance_so_few_error: one.at("chance_so_few_error").number()?,
    })
}

fn alike(one: &Part<'_>) -> Result<Alike, NumbersError> {
    Ok(Alike {
        signatures: (one.at("signatures_from").size()?, one.at("signatures_to").size()?),
        treaties: one
            .at("counted")
            .each(|one| Ok((one.at("treaty").text()?.to_owned(), one.at("instruments").size()?)))?,
    })
}

fn roles(model: &Model, sheet: &Sheet, runs: u64) -> Result<Vec<Role>, NumbersError> {
    let rows: Vec<Row<'_>> = sheet.rows().collect();
    let codes = rows.iter().map(|row| row.cell("iso3")).collect::<Result<Vec<_>, _>>()?;
    if !codes.iter().eq(model.participants.iter().map(|one| &one.code)) {
        return Err(NumbersError::Unreadable {
            file: "participants.csv",
            what: "its participants are not those of manifest.toml".to_owned(),
        });
    }
    rows.iter().map(|row| role(row, runs)).collect()
}

fn role(row: &Row<'_>, runs: u64) -> Result<Role, NumbersError> {
    Ok(Role {
        by_target: row.maybe_estimate("by_target_chance", runs)?,
        by_entry: row.estimate("by_entry_chance", runs)?,
        within_a_year: row.estimate("within_a_year_chance", runs)?,
        by_horizon: row.estimate("by_horizon_chance", runs)?,
        decisive: row.estimate("decisive_chance", runs)?,
        median: When::from(row.maybe_day("median_day")?),
        target_if_now: row.maybe_estimate("target_chance_if_deposits_now", runs)?,
        target_if_never: row.maybe_estimate("target_chance_if_never", runs)?,
    })
}

/// A part of the JSON, which knows its place for faults.
struct Part<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Part<'a> {
    fn at(&self, key: &str) -> Part<'a> {
        let dot = if self.path.is_empty() { "" } else { "." };
        Part {
            value: self.value.get(key).unwrap_or(&Value::Null),
            path: format!("{}{dot}{key}", self.path),
        }
    }

    fn wrong(&self, expected: &str) -> NumbersError {
        NumbersError::Unreadable {
            file: FILE,
            what: format!("{}: expected {expected}, found {}", self.path, self.value),
        }
    }

    /// What is read of it, or nothing where it is null.
    fn maybe<T>(
        self,
        read: impl FnOnce(Part<'a>) -> Result<T, NumbersError>,
    ) -> Result<Option<T>, NumbersError> {
        if self.value.is_null() { Ok(None) } else { read(self).map(Some) }
    }

    fn each<T>(
        &self,
        mut read: impl FnMut(Part<'a>) -> Result<T, NumbersError>,
    ) -> Result<Vec<T>, NumbersError> {
        let list = self.value.as_array().ok_or_else(|| self.wrong("a list"))?;
        let numbered = list.iter().enumerate();
        let part = |(place, value)| Part { value, path: format!("{}[{place}]", self.path) };
        numbered.map(|one| read(part(one))).collect()
    }

    fn whole(&self) -> Result<u64, NumbersError> {
        self.value.as_u64().ok_or_else(|| self.wrong("a whole number"))
    }

    fn size(&self) -> Result<usize, NumbersError> {
        usize::try_from(self.whole()?).map_err(|_| self.wrong("a smaller number"))
    }

    fn number(&self) -> Result<f64, NumbersError> {
        self.value.as_f64().ok_or_else(|| self.wrong("a number"))
    }

    fn text(&self) -> Result<&'a str, NumbersError> {
        self.value.as_str().ok_or_else(|| self.wrong("a text"))
    }

    fn day(&self) -> Result<Day, NumbersError> {
        let day = self.value.as_str().and_then(|text| text.parse().ok());
        day.ok_or_else(|| self.wrong("a day such as 2027-12-31"))
    }

    fn estimate(&self, runs: u64) -> Result<Estimate, NumbersError> {
        let chance = self.at("chance");
        estimate(chance.number()?, runs).ok_or_else(|| chance.wrong("a chance from 0 to 1"))
    }

    fn quantile(&self) -> Result<Quantile, NumbersError> {
        let when = |key| Ok(When::from(self.at(key).maybe(|one| one.day())?));
        Ok(Quantile { day: when("day")?, early: when("early")?, late: when("late")? })
    }
}
