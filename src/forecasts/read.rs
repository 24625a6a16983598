//! A record's text becomes rows, or faults with their places; a row is added to its end.

use super::{COLUMNS, Issued};
use crate::{
    fault::{Fault, Faults},
    quantity::{Day, When},
    text::{Cell, Dialect, Table, Text, csv_row},
};

/// A record: its rows as they stand in the file.
#[derive(Clone, PartialEq, Debug)]
pub struct ForecastRecord {
    /// From the first row to the last.
    pub rows: Vec<Issued>,
    /// The columns in the file's order, further ones included.
    heading: Vec<String>,
    text: String,
}

/// Why a file is no record: its faults.
pub type BadRecord = Faults;

impl ForecastRecord {
    /// A record without a row.
    pub fn new() -> ForecastRecord {
        let heading = COLUMNS.map(str::to_owned).to_vec();
        let text = csv_row(COLUMNS);
        ForecastRecord { rows: Vec::new(), heading, text }
    }

    /// Reads a record; `name` is what faults call it. Columns may stand in any order, and there may
    /// be others.
    ///
    /// # Errors
    ///
    /// Where it is not a record, or one of its rows cannot be read.
    pub fn read(name: &str, bytes: &[u8]) -> Result<ForecastRecord, BadRecord> {
        let text = Text::read(name, bytes).map_err(|why| Faults::one(why.fault(name)))?;
        let table = Table::parse(text.content(), Dialect::Spreadsheet);
        let mut faults: Vec<Fault> = table.faults(&text).collect();
        let Some(first) = table.header.first() else {
            let message = format!("{name}: no record of forecasts: the file is empty");
            faults.push(Fault::error(None, message).help(ANOTHER));
            return Err(Faults::all(faults));
        };
        let missing: Vec<&str> =
            COLUMNS.into_iter().filter(|column| table.column(column).is_none()).collect();
        if !missing.is_empty() {
            let message = if missing.len() > COLUMNS.len() / 2 {
                "this is not a record of forecasts".to_owned()
            } else {
                format!("a record of forecasts without {}", missing.join(", "))
            };
            let place = Some(text.place(first.at.clone()));
            faults.push(Fault::error(place, message).help(ANOTHER));
            return Err(Faults::all(faults));
        }
        let columns = COLUMNS.map(|column| table.column(column).unwrap_or(0));
        let mut rows = Vec::new();
        for row in table.even_rows() {
            let cells = columns.map(|column| &row[column]);
            rows.extend(RecordRow { text: &text, cells, faults: &mut faults }.issued());
        }
        Faults::stop_on_errors(faults)?;
        let heading = table.header.iter().map(|cell| cell.text.to_string()).collect();
        // What is not written in UTF-8 has a row added in UTF-8 with all the others.
        let text = std::str::from_utf8(bytes).unwrap_or(text.content()).to_owned();
        Ok(ForecastRecord { rows, heading, text })
    }

    /// The text of the file with one more row; all else stays as it is, byte for byte.
    pub fn with(&self, row: &Issued) -> String {
        let cells = row.cells();
        let cell = |name: &String| {
            let place = COLUMNS.iter().position(|column| column == name);
            place.map_or_else(String::new, |place| cells[place].clone())
        };
        let cells: Vec<String> = self.heading.iter().map(cell).collect();
        let end = if self.text.ends_with('\n') { "" } else { "\n" };
        format!("{}{end}{}", self.text, csv_row(cells))
    }
}

impl Default for ForecastRecord {
    fn default() -> ForecastRecord {
        ForecastRecord::new()
    }
}

/// The way out of a file that is no record.
const ANOTHER: &str = "name a file that `inforce run --record` made, or one that is not there yet";

/// One row as it is read; cells in the order of [`COLUMNS`].
struct RecordRow<'a> {
    text: &'a Text,
    cells: [&'a Cell<'a>; COLUMNS.len()],
    faults: &'a mut Vec<Fault>,
}

impl RecordRow<'_> {
    /// The row; nothing where a cell cannot be read, which is then said.
    fn issued(mut self) -> Option<Issued> {
        let known = self.faults.len();
        let issued_on = self.day(0);
        let as_of = self.day(1);
        let target = match self.cell(5) {
            "" => None,
            _ => Some((self.day(5), self.chance(6), self.number(7))),
        };
        let met = [8, 9, 10, 11, 12, 13, 14].map(|place| self.when(place));
        let in_force = [15, 16, 17, 18, 19, 20, 21].map(|place| self.when(place));
        let counts = [3, 4, 24, 25].map(|place| self.whole(place));
        let beyond = self.chance(22);
        let horizon = self.day(23);
        let manifest = self.cell(27).to_owned();
        if manifest.len() != 64 || !manifest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            self.wrong(27, "the SHA-256 of a manifest");
        }
        let sound = self.faults.len() == known;
        let (scenario, version) = (self.cell(2).to_owned(), self.cell(26).to_owned());
        let target = match target {
            Some((day, chance, error)) => Some((day?, chance?, error?)),
            None => None,
        };
        let [instruments, signatories, runs, seed] = counts;
        let issued = Issued {
            issued_on: issued_on?,
            as_of: as_of?,
            scenario,
            instruments: instruments?,
            signatories: signatories?,
            target,
            met,
            in_force,
            beyond: beyond?,
            horizon: horizon?,
            runs: runs?,
            seed: seed?,
            version,
            manifest,
        };
        sound.then_some(issued)
    }

    fn cell(&self, place: usize) -> &str {
        &self.cells[place].text
    }

    fn day(&mut self, place: usize) -> Option<Day> {
        let day = self.cell(place).parse().ok();
        if day.is_none() {
            self.wrong(place, "a day such as 2027-12-31");
        }
        day
    }

    fn when(&mut self, place: usize) -> When {
        if self.cell(place).is_empty() { When::NEVER } else { When::from(self.day(place)) }
    }

    fn whole(&mut self, place: usize) -> Option<u64> {
        let number = self.cell(place).parse().ok();
        if number.is_none() {
            self.wrong(place, "a whole number");
        }
        number
    }

    fn number(&mut self, place: usize) -> Option<f64> {
        let number = self.cell(place).parse().ok().filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.wrong(place, "a number");
        }
        number
    }

    fn chance(&mut self, place: usize) -> Option<f64> {
        let chance = self.cell(place).parse().ok().filter(|chance| (0.0..=1.0).contains(chance));
        if chance.is_none() {
            self.wrong(place, "a chance from 0 to 1");
        }
        chance
    }

    fn wrong(&mut self, place: usize, expected: &str) {
        let cell = self.cells[place];
        let message = format!("`{}`: expected {expected}, found `{}`", COLUMNS[place], cell.text);
        let help = "put back what was there: rows of a record are not changed";
        self.faults.push(Fault::error(Some(self.text.place(cell.at.clone())), message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued(on: &str) -> Issued {
        let when = |day: &str| When::on(day.parse().unwrap());
        let mut met = [when("2028-01-01"); 7];
        met[6] = When::NEVER;
        Issued {
            issued_on: on.parse().unwrap(),
            as_of: "2026-05-31".parse().unwrap(),
            scenario: "hanoi".to_owned(),
            instruments: 3,
            signatories: 73,
            target: Some(("2027-12-31".parse().unwrap(), 0.0597, 0.0007)),
            met,
            in_force: met,
            beyond: 0.03,
            horizon: "2037-10-24".parse().unwrap(),
            runs: 1000,
            seed: 1,
            version: "0.1.0".to_owned(),
            manifest: "ab".repeat(32),
        }
    }

    #[test]
    fn rows_come_back_as_they_were_written() {
        let (one, other) = (issued("2026-06-01"), Issued { target: None, ..issued("2026-07-01") });
        let text = ForecastRecord::new().with(&one);
        let record = ForecastRecord::read("r", text.as_bytes()).unwrap();
        let text = record.with(&other);
        assert_eq!(ForecastRecord::read("r", text.as_bytes()).unwrap().rows, [one, other]);
    }

    #[test]
    fn further_columns_and_another_order_are_kept() {
        let text = ForecastRecord::new().with(&issued("2026-06-01"));
        let turned: String = text
            .lines()
            .enumerate()
            .map(|(index, line)| {
                let mut cells: Vec<&str> = line.split(',').collect();
                cells.rotate_left(2);
                cells.push(if index == 0 { "note" } else { "\"first, of all\"" });
                cells.join(",") + "\n"
            })
            .collect();
        let record = ForecastRecord::read("r", turned.trim_end().as_bytes()).unwrap();
        let more = record.with(&issued("2026-08-01"));
        assert!(more.starts_with(turned.trim_end()) && more.ends_with(",2026-08-01,2026-05-31,\n"));
        assert_eq!(ForecastRecord::read("r", more.as_bytes()).unwrap().rows.len(), 2);
    }

    #[test]
    fn what_is_no_record_is_said_with_its_place() {
        let faults = |text: &str| {
            ForecastRecord::read("r", text.as_bytes())
                .map_or_else(|faults| faults.short(), |_| String::new())
        };
        assert_eq!(
            faults("iso3,name\nFRA,France\n"),
            "r:1:1: error: this is not a record of forecasts\n"
        );
        assert!(faults("").starts_with("error: r: the file is empty"), "{}", faults(""));
        let text = ForecastRecord::new().with(&issued("2026-06-01"));
        let said = faults(&text.replace("manifest", "manifests"));
        assert_eq!(said, "r:1:1: error: a record of forecasts without manifest\n");
        let said = faults(&text.replace("0.0597", "5.97").replace("2026-05-31", "31 May"));
        assert_eq!(
            said.lines().collect::<Vec<_>>(),
            [
                "r:2:12: error: `as_of`: expected a day such as 2027-12-31, found `31 May`",
                "r:2:41: error: `chance`: expected a chance from 0 to 1, found `5.97`",
            ]
        );
    }
}
