//! A CSV text as rows of wanted columns, each cell with its line and column.

use std::ops::Range;

use super::Table;
use crate::{
    fault::{Fault, Place},
    quantity::Day,
};

/// The rows of a table that has just the columns asked for.
pub(super) struct Sheet<'a> {
    path: &'a str,
    /// Where each wanted column stands in the file.
    order: Vec<usize>,
    columns: &'a [&'a str],
    pub(super) rows: Vec<Row<'a>>,
}

/// One row: its cells and its place.
pub(super) struct Row<'a> {
    /// Line from 1.
    pub(super) line: usize,
    raw: &'a str,
    cells: csv::StringRecord,
}

/// One cell of a row.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    sheet: &'a Sheet<'a>,
    row: &'a Row<'a>,
    column: usize,
    /// The value, without the spaces around it.
    pub(super) value: &'a str,
}

impl<'a> Sheet<'a> {
    /// Reads a table that has exactly these columns, in any order; nothing where the header is
    /// wrong. Rows of another length are left out, with a fault.
    pub(super) fn read(
        table: Table<'a>,
        columns: &'a [&'a str],
        faults: &mut Vec<Fault>,
    ) -> Option<Sheet<'a>> {
        let text = table.text.trim_start_matches('\u{feff}');
        let mut sheet = Sheet { path: table.path, order: Vec::new(), columns, rows: Vec::new() };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut header: Option<Row<'a>> = None;
        for record in reader.records() {
            let row = match record {
                Ok(cells) => Row::new(text, cells),
                Err(error) => {
                    let line = error.position().map_or(1, |place| place.line() as usize);
                    let message = "expected a line of comma-separated values";
                    let help = "write the file as UTF-8 text";
                    let place = Place::new(table.path, line, 1, None);
                    faults.push(Fault::error(Some(place), message).help(help));
                    return None;
                }
            };
            let Some(header) = &header else {
                sheet.take_header(&row, faults)?;
                header = Some(row);
                continue;
            };
            if row.cells.len() == header.cells.len() {
                sheet.rows.push(row);
            } else {
                let (need, have) = (header.cells.len(), row.cells.len());
                let message = format!("expected {need} cells, as in the header, found {have}");
                let help = "count the commas; quote a value that holds one";
                faults.push(sheet.fault(&row, 0..row.shown().len(), message, help));
            }
        }
        if header.is_none() {
            let message = format!("expected the columns {}, found nothing", columns.join(", "));
            let place = Place::new(table.path, 1, 1, None);
            let fault = Fault::error(Some(place), message);
            faults.push(fault.help("write them as the first line"));
            return None;
        }
        Some(sheet)
    }

    /// The cell of a row in one of the columns asked for.
    pub(super) fn cell(&'a self, row: &'a Row<'a>, column: &str) -> Cell<'a> {
        let asked = self.columns.iter().position(|name| *name == column);
        let column = asked.and_then(|asked| self.order.get(asked).copied());
        let value = column.and_then(|column| row.cells.get(column)).unwrap_or("").trim();
        Cell { sheet: self, row, column: column.unwrap_or(0), value }
    }

    fn take_header(&mut self, row: &Row<'a>, faults: &mut Vec<Fault>) -> Option<()> {
        let before = faults.len();
        for (place, name) in row.cells.iter().enumerate() {
            let known = self.columns.contains(&name.trim());
            let first = row.cells.iter().position(|other| other.trim() == name.trim());
            if !known || first != Some(place) {
                let expected = self.columns.join(", ");
                let what = if known { "a column twice" } else { "an unknown column" };
                let message = format!("expected the columns {expected}, found {what}: `{name}`");
                faults.push(self.fault(row, row.bytes_of(place), message, "take it out"));
            }
        }
        for name in self.columns {
            match row.cells.iter().position(|other| other.trim() == *name) {
                Some(place) => self.order.push(place),
                None => {
                    let message = format!("expected a column `{name}`, found none");
                    let help = format!("add `{name}` to the header and a cell to each row");
                    faults.push(self.fault(row, 0..row.shown().len(), message, &help));
                }
            }
        }
        (faults.len() == before).then_some(())
    }

    /// A fault about some bytes of a row's first line.
    fn fault(&self, row: &Row<'_>, at: Range<usize>, message: String, help: &str) -> Fault {
        let line = row.shown();
        let column = line.get(..at.start).map_or(1, |before| before.chars().count() + 1);
        let place = Place::new(self.path, row.line, column, Some((line.to_owned(), at)));
        Fault::error(Some(place), message).help(help)
    }
}

impl<'a> Row<'a> {
    fn new(text: &'a str, cells: csv::StringRecord) -> Row<'a> {
        let (start, line) =
            cells.position().map_or((0, 1), |place| (place.byte() as usize, place.line() as usize));
        let rest = text.get(start..).unwrap_or("");
        let raw = rest.trim_start_matches(['\r', '\n']);
        // Empty lines before a record belong to its start.
        let skipped = rest[..rest.len() - raw.len()].matches('\n').count();
        Row { line: line + skipped, raw, cells }
    }

    /// The line on which the row begins.
    fn shown(&self) -> &'a str {
        self.raw.lines().next().unwrap_or("")
    }

    /// The bytes of a cell in the line: cells end at commas outside quotes.
    fn bytes_of(&self, cell: usize) -> Range<usize> {
        let (mut start, mut commas, mut quoted) = (0, 0, false);
        let line = self.shown();
        for (at, letter) in line.char_indices() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted && commas == cell => return start..at,
                ',' if !quoted => {
                    commas += 1;
                    start = at + 1;
                }
                _ => {}
            }
        }
        start..line.len()
    }
}

impl Cell<'_> {
    /// A fault of this cell, with its place and the value found.
    pub(super) fn fault(&self, expected: &str, help: &str) -> Fault {
        let found =
            if self.value.is_empty() { "nothing".to_owned() } else { format!("`{}`", self.value) };
        let message = format!("expected {expected}, found {found}");
        self.sheet.fault(self.row, self.row.bytes_of(self.column), message, help)
    }
}

/// The day in a cell; nothing where it is empty, or where it holds something else, with a fault.
pub(super) fn day(cell: Cell<'_>, faults: &mut Vec<Fault>) -> Option<Day> {
    if cell.value.is_empty() { None } else { required_day(cell, faults) }
}

/// The day in a cell; nothing where there is none, with a fault.
pub(super) fn required_day(cell: Cell<'_>, faults: &mut Vec<Fault>) -> Option<Day> {
    let day = cell.value.parse().ok();
    if day.is_none() {
        faults.push(cell.fault("a day such as 2003-07-01", "write year-month-day"));
    }
    day
}

/// The whole number in a cell, 0 to 65535; nothing where there is none, with a fault.
pub(super) fn count(cell: Cell<'_>, faults: &mut Vec<Fault>) -> Option<u16> {
    let count = cell.value.parse().ok();
    if count.is_none() {
        faults.push(cell.fault("a whole number", "write digits alone"));
    }
    count
}
