//! How the method has done on earlier treaties, for forecasts that rest on it: read from the table of
//! scores that `inforce backtest` left, and put into words for readers without statistics.

use std::{cmp::Ordering, collections::BTreeMap};

use crate::{
    quantity::MONTH_DAYS,
    result::number,
    tally::Difference,
    text::{Cell, Dialect, Table},
    treaty::{Model, rule::Condition},
    wording::{fixed, measured, months, ordinal, share},
};

/// Scores of forecasts that had not seen the treaty they were of.
const SCORES: &str = include_str!("../../scenarios/history/scores/leave-one-out.csv");

/// Weaknesses that the scores do not show, the gravest first. They are those of the README.
pub(super) const FOUND: [&str; 3] = [
    "Treaties that start slowly have caught up more often than the method allows.",
    "Ceremonies and conferences have brought more deposits on one day than its monthly shocks allow for.",
    "The last stretch before the threshold has been faster than it says.",
];

/// The simpler forecasts it was held against: column of the skill over each, and what it goes by.
const SIMPLER: [(&str, &str); 5] = [
    ("skill_constant_rate", "the rate of deposits so far"),
    ("skill_climatology", "how long earlier treaties took"),
    ("skill_nearest", "earlier treaties with as many instruments"),
    ("skill_nearest_signed", "earlier treaties with as many instruments and signatures"),
    ("skill_independent", "each State by itself"),
];

/// The columns of [`ForecastRecord::rows`], with their names in the table of scores.
pub(super) const COLUMNS: [(&str, &str); 6] = [
    ("Treaties", "treaties"),
    ("Days in the 80% range", "cover_80"),
    ("Missed by, days", "crps_days"),
    ("Knowing only earlier treaties", "crps_days"),
    ("Chance of not coming", "beyond_chance"),
    ("Did not come", "beyond_seen"),
];

/// What is known of earlier forecasts like this one.
#[derive(Clone, Debug)]
pub(super) struct TrackRecord {
    /// Sentences on the forecasts made at about this age.
    pub(super) told: Vec<String>,
    /// Forecasts by the age at which they were made.
    pub(super) rows: Vec<TrackRecordRow>,
    /// What was forecast, such as `the 40th instrument`.
    pub(super) what: String,
}

/// Forecasts made at one age.
#[derive(Clone, Debug)]
pub(super) struct TrackRecordRow {
    /// After opening.
    pub(super) age: String,
    /// In words and as the table of scores has it, for each of [`COLUMNS`].
    pub(super) cells: Vec<(String, String)>,
}

/// A row of the table of scores.
struct ScoreCells(BTreeMap<String, String>);

impl ScoreCells {
    fn text(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn at(&self, column: &str) -> Option<f64> {
        self.text(column).parse().ok()
    }

    fn age(&self) -> Option<u16> {
        self.text("age_months").parse().ok()
    }

    fn months(&self) -> String {
        self.age().map_or_else(String::new, months)
    }
}

impl TrackRecord {
    /// The record of forecasts like this: of as many instruments where that was tried, else of
    /// what each treaty needed. Nothing where the table has none.
    pub(super) fn from_model(model: &Model) -> Option<TrackRecord> {
        TrackRecord::read(SCORES, model)
    }

    fn read(table: &str, model: &Model) -> Option<TrackRecord> {
        let table = Table::parse(table, Dialect::Plain);
        let cells = |row: &[Cell<'_>]| {
            let named = table.header.iter().zip(row);
            named.map(|(name, cell)| (name.text.to_string(), cell.text.to_string())).collect()
        };
        let all: Vec<ScoreCells> = table.even_rows().map(|row| ScoreCells(cells(row))).collect();
        let needed = match &model.rule.when {
            Condition::Count { instruments, .. } => instruments.to_string(),
            _ => String::new(),
        };
        let tried = all.iter().any(|one| one.text("n") == needed);
        let n = if tried { needed.as_str() } else { "own" };
        let by = |model: &str| {
            let model = model.to_owned();
            all.iter().filter(move |one| one.text("model") == model && one.text("n") == n)
        };
        let months = f64::from((model.as_of - model.opened).0) / MONTH_DAYS;
        let near =
            |one: &&ScoreCells| one.age().map_or(u16::MAX, |age| age.abs_diff(months as u16));
        let nearest = by("pace").min_by_key(near)?;
        let what = match needed.parse() {
            Ok(count) if tried => format!("the {} instrument", ordinal(count)),
            _ => "the last instrument each needed".to_owned(),
        };
        let past = |age: &str| by("climatology").find(|one| one.text("age_months") == age);
        let rows = by("pace").filter_map(|one| row(one, past(one.text("age_months"))?));
        Some(TrackRecord {
            told: told(nearest, past(nearest.text("age_months"))?, &what)?,
            rows: rows.collect(),
            what,
        })
    }
}

fn row(one: &ScoreCells, past: &ScoreCells) -> Option<TrackRecordRow> {
    let percent = |column: &str| Some(share(one.at(column)?, false, false));
    let error = 100.0 * one.at("cover_80_error")?;
    let days = |one: &ScoreCells| Some(measured(one.at("crps_days")?, one.at("crps_days_error")?));
    let words = [
        one.text("treaties").to_owned(),
        format!("{} ± {}", percent("cover_80")?, fixed(error.max(1.0), 0)),
        days(one)?,
        days(past)?,
        percent("beyond_chance")?,
        percent("beyond_seen")?,
    ];
    let cells = words.into_iter().zip(COLUMNS).enumerate().map(|(place, (words, (_, column)))| {
        // As the charts' and tables' other numbers are written, whatever the table's own digits.
        let from = if place == 3 { past } else { one };
        (words, from.at(column).map_or_else(String::new, number))
    });
    Some(TrackRecordRow { age: one.months(), cells: cells.collect() })
}

/// Forecasts made at one age, in sentences.
fn told(one: &ScoreCells, past: &ScoreCells, what: &str) -> Option<Vec<String>> {
    let treaties = one.text("treaties");
    let mut told = vec![format!(
        "The method was tried on {treaties} earlier treaties: from what was known {} after each had \
         opened, and without having learned from that treaty, it forecast the day of {what}.",
        one.months()
    )];
    told.push(held(one.at("cover_80")?, one.at("cover_80_error")?));
    let days = |one: &ScoreCells| Some(measured(one.at("crps_days")?, one.at("crps_days_error")?));
    told.push(format!(
        "On average it missed by {} days: so far did the days that it thought possible, each by its \
         chance, lie from the day that came (the CRPS; a forecast that knew the day would have \
         none). Knowing only how long earlier treaties took, one would have missed by {}.",
        days(one)?,
        days(past)?
    ));
    told.extend(hardest(one));
    told.push(came(one)?);
    told.push(early(one.at("pit_mean")?, one.at("pit_mean_error")?));
    Some(told)
}

/// Whether ranges held what happened as often as they should have.
fn held(covered: f64, error: f64) -> String {
    let whole = |value: f64| share(value.clamp(0.0, 1.0), false, false);
    let (low, high) = (whole(0.8 - 2.0 * error), whole(0.8 + 2.0 * error));
    let verdict = match Difference::from_level(covered, error, 0.8).sign_beyond_two_se() {
        Ordering::Less => {
            "That is too seldom: its ranges are too narrow, and so may be the one above"
        }
        Ordering::Greater => {
            "That is more often than it should be: its ranges are wider than need be"
        }
        Ordering::Equal => "That is as it should be",
    };
    format!(
        "The range in which it saw eight futures in ten held {} of the days that came. {verdict}: with so \
         few treaties, anything from {low} to {high} can be chance.",
        whole(covered)
    )
}

/// How much better it was than the simpler forecast that is the hardest to beat.
fn hardest(one: &ScoreCells) -> Option<String> {
    let skills = SIMPLER.iter().filter_map(|(column, words)| {
        Some((one.at(column)?, one.at(&format!("{column}_error"))?, *words))
    });
    let (skill, error, words) = skills.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let by = format!("{} ± {}%", fixed(100.0 * skill.abs(), 0), fixed((100.0 * error).max(1.0), 0));
    let verdict = match Difference::from_level(skill, error, 0.0).sign_beyond_two_se() {
        Ordering::Greater => format!("it missed by clearly less, {by}"),
        Ordering::Less => format!("it missed by clearly more, {by}"),
        Ordering::Equal => {
            format!("it was not clearly better or worse: it missed by {by} {}", more(skill))
        }
    };
    Some(format!(
        "Of {} simpler forecasts the hardest to beat goes by {words}; beside that one {verdict}.",
        SIMPLER.len()
    ))
}

fn more(skill: f64) -> &'static str {
    if skill < 0.0 { "more" } else { "less" }
}

/// The chance it gave of not coming, beside how often it did not come.
fn came(one: &ScoreCells) -> Option<String> {
    let (chance, seen) = (one.at("beyond_chance")?, one.at("beyond_seen")?);
    let count = one.at("treaties")?.max(1.0);
    let error = (chance * (1.0 - chance) / count).sqrt();
    let verdict = match Difference::from_level(seen, error, chance).sign_beyond_two_se() {
        Ordering::Equal => "no further apart than chance allows",
        Ordering::Less => "so it was too pessimistic",
        Ordering::Greater => "so it was too optimistic",
    };
    let whole = |value| share(value, false, false);
    Some(format!(
        "It gave a chance of {}, on average, that the day would not come within ten years or by the end \
         of the record; in {} of cases it did not: {verdict}.",
        whole(chance),
        whole(seen)
    ))
}

/// Whether days came early or late in its forecasts.
fn early(place: f64, error: f64) -> String {
    let said = match Difference::from_level(place, error, 0.5).sign_beyond_two_se() {
        Ordering::Less => "The days came earlier than it said, more often than later.",
        Ordering::Greater => "The days came later than it said, more often than earlier.",
        Ordering::Equal => "The days came neither clearly earlier nor clearly later than it said.",
    };
    said.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn hanoi(sets: &str) -> Model {
        let sets: Vec<String> = sets.split(' ').map(str::to_owned).collect();
        Scenario::load(&["hanoi".to_owned()], &sets).unwrap().model
    }

    fn words(change: impl Fn(&str) -> String) -> String {
        let table: String = SCORES.lines().map(|line| change(line) + "\n").collect();
        TrackRecord::read(&table, &hanoi("rule.instruments=40")).unwrap().told.join(" ")
    }

    /// A row as it is, but for one column of ours at six months and forty instruments.
    fn with(column: &str, value: &str) -> String {
        let place =
            SCORES.lines().next().unwrap().split(',').position(|one| one == column).unwrap();
        words(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if line.starts_with("pace,40,6,") {
                cells[place] = value;
            }
            cells.join(",")
        })
    }

    #[test]
    fn every_number_is_the_tables() {
        let record = TrackRecord::from_model(&hanoi("rule.instruments=40")).unwrap();
        assert_eq!(record.what, "the 40th instrument");
        let mut rows = csv::Reader::from_reader(SCORES.as_bytes());
        let heading = rows.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        let find = |model: &str, age: &str| {
            rows.iter().find(|row| &row[0] == model && &row[1] == "40" && &row[2] == age).unwrap()
        };
        let mut seen = 0;
        for row in &record.rows {
            let age = row.age.split(' ').next().unwrap();
            for (place, ((words, value), (_, column))) in row.cells.iter().zip(COLUMNS).enumerate()
            {
                let model = if place == 3 { "climatology" } else { "pace" };
                let at = heading.iter().position(|name| name == column).unwrap();
                let written: f64 = find(model, age)[at].parse().unwrap();
                assert!(
                    (value.parse::<f64>().unwrap() - written).abs() < 1e-6,
                    "{words} {written}"
                );
                let scale = if words.contains('%') { 100.0 } else { 1.0 };
                let said = words.split([' ', '%']).next().unwrap().replace(',', "");
                let (said, written) = (said.parse::<f64>().unwrap(), scale * written);
                // Days are rounded as their error asks; shares to hundredths.
                let off = if column == "crps_days" { 6.0 } else { 0.501 };
                assert!((said - written).abs() < off, "{words} {written}");
                seen += 1;
            }
        }
        assert_eq!(seen, 4 * COLUMNS.len());
    }

    #[test]
    fn what_is_said_follows_the_numbers() {
        assert!(with("treaties", "12").contains("tried on 12 earlier treaties"));
        for (column, value, expected) in [
            ("cover_80", "0.5", "ranges are too narrow"),
            ("cover_80", "0.99", "wider than need be"),
            ("cover_80", "0.8", "as it should be"),
            ("skill_nearest_signed", "-0.9", "clearly more, 90"),
            ("skill_nearest_signed", "0.01", "not clearly better or worse"),
            ("skill_nearest_signed", "0.9", "clearly less"),
            ("beyond_seen", "0.9", "too optimistic"),
            ("beyond_seen", "0.01", "too pessimistic"),
            ("beyond_seen", "0.36", "no further apart than chance"),
            ("pit_mean", "0.2", "earlier than it said"),
            ("pit_mean", "0.8", "later than it said"),
            ("crps_days", "123", "missed by 120 "),
        ] {
            assert!(with(column, value).contains(expected), "{column} {value}");
        }
    }

    #[test]
    fn other_thresholds_go_by_what_each_treaty_needed_and_by_the_nearest_age() {
        let record = TrackRecord::from_model(&hanoi("rule.instruments=37")).unwrap();
        assert_eq!(record.what, "the last instrument each needed");
        let late =
            TrackRecord::from_model(&hanoi("treaty.opened=2024-05-31 forecast.horizon=2036-05-31"))
                .unwrap();
        assert!(late.told[0].contains("24 months after"), "{}", late.told[0]);
        assert!(TrackRecord::read("model,n\n", &hanoi("rule.instruments=40")).is_none());
    }
}
