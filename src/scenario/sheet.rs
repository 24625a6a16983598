//! CSV tables of participants: cells that know their places, overlaid cell by cell.

use std::{collections::BTreeMap, ops::Range};

use super::{draft::Report, source::Span};
use crate::fault::{did_you_mean, nearest};

/// One CSV text, split.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The names of the columns.
    pub(super) header: Vec<Cell>,
    /// The rows below, each with a cell for each column.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// What stands between two commas, without its quotes and the blanks around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) at: Span,
}

/// Tables laid over each other: for each participant, the cells that hold in the end.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// Columns in the order they were first named.
    pub(super) columns: Vec<String>,
    /// Rows by code.
    pub(super) rows: BTreeMap<String, Record>,
}

/// What the tables say of one participant.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Where its code was first written.
    pub(super) at: Span,
    cells: BTreeMap<String, Held>,
}

/// A cell that holds, and those it lies over.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Empty where an upper table cleared it.
    pub(super) text: String,
    pub(super) at: Span,
    /// The nearest first.
    pub(super) over: Vec<Span>,
}

/// In an upper table: clears the cell below.
const CLEAR: &str = "-";

/// The column that says whom a row is about.
const CODE: &str = "iso3";

impl Sheet {
    /// Splits a text by RFC 4180. `locate` turns bytes of the text into a place.
    pub(super) fn parse(
        text: &str,
        locate: &dyn Fn(Range<usize>) -> Span,
        reports: &mut Vec<Report>,
    ) -> Sheet {
        let mut sheet = Sheet::default();
        let mut scan = Scan { text, at: 0, locate };
        while let Some(row) = scan.row(reports) {
            if row.len() == 1 && row[0].text.is_empty() {
                continue;
            }
            if sheet.header.is_empty() {
                sheet.header = row;
            } else if row.len() == sheet.header.len() {
                sheet.rows.push(row);
            } else {
                let (found, expected) = (row.len(), sheet.header.len());
                let message = format!("expected {expected} cells as in the header, found {found}");
                let help = "put quotes around a cell that has a comma in it";
                reports.push(Report::error(Some(row[0].at.clone()), message).help(help));
            }
        }
        sheet
    }

    /// The cells of one column; nothing where there is no such column.
    pub(super) fn column(&self, name: &str) -> Option<impl Iterator<Item = &Cell>> {
        let column = self.header.iter().position(|cell| cell.text == name)?;
        Some(self.rows.iter().filter_map(move |row| row.get(column)))
    }
}

/// Reads a text cell by cell.
struct Scan<'t> {
    text: &'t str,
    at: usize,
    locate: &'t dyn Fn(Range<usize>) -> Span,
}

impl Scan<'_> {
    fn row(&mut self, reports: &mut Vec<Report>) -> Option<Vec<Cell>> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            row.push(self.cell(reports));
            let rest = &self.text[self.at..];
            if rest.starts_with(',') {
                self.at += 1;
            } else {
                self.at += if rest.starts_with("\r\n") { 2 } else { 1 };
                return Some(row);
            }
        }
    }

    fn cell(&mut self, reports: &mut Vec<Report>) -> Cell {
        let rest = &self.text[self.at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[blanks..].starts_with('"') {
            self.at += blanks;
            return self.quoted(reports);
        }
        let length = rest.find([',', '\n']).unwrap_or(rest.len());
        let written = rest[..length].strip_suffix('\r').unwrap_or(&rest[..length]);
        let start = self.at + written.len() - written.trim_start().len();
        let text = written.trim();
        self.at += written.len();
        Cell { text: text.to_owned(), at: (self.locate)(start..start + text.len()) }
    }

    /// A cell in quotes; a doubled quote stands for one.
    fn quoted(&mut self, reports: &mut Vec<Report>) -> Cell {
        let start = self.at;
        let mut text = String::new();
        let mut rest = &self.text[start + 1..];
        loop {
            let Some(quote) = rest.find('"') else {
                let at = (self.locate)(start..start + 1);
                reports.push(Report::error(Some(at), "a quote that is not closed"));
                self.at = self.text.len();
                return Cell { text, at: (self.locate)(start..self.text.len()) };
            };
            text.push_str(&rest[..quote]);
            rest = &rest[quote + 1..];
            let Some(after) = rest.strip_prefix('"') else { break };
            text.push('"');
            rest = after;
        }
        let end = self.text.len() - rest.len();
        let stray = rest.find([',', '\n']).unwrap_or(rest.len());
        if !rest[..stray].trim().is_empty() {
            let at = (self.locate)(end..end + stray);
            let help = "a quote inside quotes is written twice";
            reports.push(Report::error(Some(at), "text after a closing quote").help(help));
        }
        self.at = end + rest[..stray].strip_suffix('\r').map_or(stray, str::len);
        Cell { text: text.trim().to_owned(), at: (self.locate)(start..end) }
    }
}

impl Records {
    /// Lays a table over what is there. An empty cell changes nothing, `-` clears. `known` are the
    /// columns with a meaning; others are faults unless `open`.
    pub(super) fn overlay(
        &mut self,
        sheet: &Sheet,
        known: &[&str],
        open: bool,
        reports: &mut Vec<Report>,
    ) {
        let Some(code) = self.columns_of(sheet, known, open, reports) else { return };
        let mut seen: BTreeMap<&str, &Span> = BTreeMap::new();
        for row in &sheet.rows {
            let who = &row[code];
            if who.text.is_empty() {
                let message = format!("expected a code in column `{CODE}`, found an empty cell");
                reports.push(Report::error(Some(who.at.clone()), message));
                continue;
            }
            if let Some(first) = seen.insert(&who.text, &who.at) {
                let message = format!("`{}` has two rows in one table", who.text);
                let report = Report::error(Some(who.at.clone()), message);
                reports.push(report.note(Some(first.clone()), "the first row"));
            }
            let record = self.rows.entry(who.text.clone()).or_default();
            if record.cells.is_empty() {
                record.at = who.at.clone();
            }
            for (name, cell) in sheet.header.iter().zip(row) {
                record.lay(&name.text, cell);
            }
        }
    }

    /// The cell of this participant and column, if it says something.
    pub(super) fn cell(&self, code: &str, column: &str) -> Option<&Held> {
        self.rows.get(code)?.cell(column)
    }

    /// The tables as one CSV text: rows by code, a header first, quotes where needed.
    pub(super) fn to_csv(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let cells: Vec<String> = cells.map(quoted).collect();
            cells.join(",") + "\n"
        };
        let mut csv = line(&mut self.columns.iter().map(String::as_str));
        for record in self.rows.values() {
            let text = |column: &String| record.cell(column).map_or("", |held| held.text.as_str());
            csv.push_str(&line(&mut self.columns.iter().map(text)));
        }
        csv
    }

    /// Notes the columns of a table; the index of the code's, where there is one.
    fn columns_of(
        &mut self,
        sheet: &Sheet,
        known: &[&str],
        open: bool,
        reports: &mut Vec<Report>,
    ) -> Option<usize> {
        for (index, cell) in sheet.header.iter().enumerate() {
            let name = cell.text.as_str();
            if sheet.header[..index].iter().any(|other| other.text == name) {
                let message = format!("two columns are called `{name}`");
                reports.push(Report::error(Some(cell.at.clone()), message));
            }
            if known.contains(&name) {
                // Known columns need no word.
            } else if let Some(near) = nearest(name, known.iter().copied()) {
                let message = format!("unknown column `{name}`{}", did_you_mean(Some(near)));
                reports.push(Report::error(Some(cell.at.clone()), message));
            } else if !open {
                let message = format!("unknown column `{name}`");
                let help = format!("columns here are {}", known.join(", "));
                reports.push(Report::error(Some(cell.at.clone()), message).help(help));
            }
            if !self.columns.iter().any(|other| other == name) {
                self.columns.push(name.to_owned());
            }
        }
        let code = sheet.header.iter().position(|cell| cell.text == CODE);
        if code.is_none() {
            let at = sheet.header.first().map(|cell| cell.at.clone());
            let report = Report::error(at, format!("this table has no column `{CODE}`"));
            reports.push(report.help("the first line of a table names its columns, with commas"));
        }
        code
    }
}

impl Record {
    fn cell(&self, column: &str) -> Option<&Held> {
        self.cells.get(column).filter(|held| !held.text.is_empty())
    }

    /// All cells of this participant, cleared ones too, by column.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, &Held)> {
        self.cells.iter().map(|(column, held)| (column.as_str(), held))
    }

    fn lay(&mut self, column: &str, cell: &Cell) {
        if column == CODE {
            let held = Held { text: cell.text.clone(), at: cell.at.clone(), over: Vec::new() };
            self.cells.entry(CODE.to_owned()).or_insert(held);
        } else if !cell.text.is_empty() {
            let held = self.cells.entry(column.to_owned()).or_default();
            if !held.at.is_empty() {
                held.over.insert(0, held.at.clone());
            }
            held.at = cell.at.clone();
            held.text = if cell.text == CLEAR { String::new() } else { cell.text.clone() };
        }
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) || cell == CLEAR {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> (Sheet, Vec<String>) {
        let mut reports = Vec::new();
        let sheet = Sheet::parse(text, &|at| at, &mut reports);
        (sheet, reports.into_iter().map(|report| report.message).collect())
    }

    fn overlaid(texts: &[&str]) -> (Records, Vec<String>) {
        let (mut records, mut reports) = (Records::default(), Vec::new());
        for text in texts {
            let sheet = Sheet::parse(text, &|at| at, &mut reports);
            records.overlay(&sheet, &["iso3", "signed", "bound"], false, &mut reports);
        }
        (records, reports.into_iter().map(|report| report.message).collect())
    }

    #[test]
    fn cells_lose_their_quotes_and_keep_their_places() {
        let (sheet, faults) = sheet("iso3,name\r\nAAA, \"a \"\"b\"\", c\" \r\n\r\nBBB,x");
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(sheet.rows.len(), 2);
        assert_eq!(sheet.rows[0][1].text, "a \"b\", c");
        assert_eq!(sheet.rows[1][0].at, 33..36);
        assert_eq!(sheet.rows[1][1].text, "x");
    }

    #[test]
    fn ragged_rows_and_loose_quotes_are_faults() {
        let faults = |text: &str| sheet(text).1;
        assert_eq!(faults("a,b\n1"), ["expected 2 cells as in the header, found 1"]);
        assert_eq!(faults("a\n\"1"), ["a quote that is not closed"]);
        assert_eq!(faults("a\n\"1\"2"), ["text after a closing quote"]);
    }

    #[test]
    fn an_upper_table_changes_only_what_it_says() {
        let (records, faults) =
            overlaid(&["iso3,signed,bound\nA,1,2\nB,3,4\n", "iso3,bound\nA,9\nB,-\n"]);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(records.to_csv(), "iso3,signed,bound\nA,1,9\nB,3,\n");
        assert_eq!(records.cell("A", "bound").unwrap().over.len(), 1);
        assert!(records.cell("B", "bound").is_none());
    }

    #[test]
    fn one_table_says_each_thing_once() {
        let faults = |text: &str| overlaid(&[text]).1;
        assert_eq!(faults("iso3,signed\nA,1\nA,2\n"), ["`A` has two rows in one table"]);
        assert_eq!(faults("iso3,signed,signed\nA,1,1\n"), ["two columns are called `signed`"]);
        let unknown = ["unknown column `singed`; did you mean `signed`?"];
        assert_eq!(faults("iso3,singed\n"), unknown);
        assert_eq!(faults("signed\n1\n"), ["this table has no column `iso3`"]);
    }
}
