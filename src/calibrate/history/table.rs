//! A CSV text as rows of wanted columns, each cell with its line and column.

use super::{HistoryFault, Table};
use crate::quantity::Day;

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
        faults: &mut Vec<HistoryFault>,
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
                    let message = "expected a line of comma-separated values".to_owned();
                    let help = "write the file as UTF-8 text".to_owned();
                    faults.push(sheet.fault(line, 1, message, help));
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
                let help = "count the commas; quote a value that holds one".to_owned();
                faults.push(sheet.fault(row.line, 1, message, help));
            }
        }
        if header.is_none() {
            let message = format!("expected the columns {}, found nothing", columns.join(", "));
            faults.push(sheet.fault(1, 1, message, "write them as the first line".to_owned()));
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

    fn take_header(&mut self, row: &Row<'a>, faults: &mut Vec<HistoryFault>) -> Option<()> {
        let before = faults.len();
        for (place, name) in row.cells.iter().enumerate() {
            let known = self.columns.contains(&name.trim());
            let first = row.cells.iter().position(|other| other.trim() == name.trim());
            if !known || first != Some(place) {
                let expected = self.columns.join(", ");
                let what = if known { "a column twice" } else { "an unknown column" };
                let message = format!("expected the columns {expected}, found {what}: `{name}`");
                let column = row.column_of(place);
                faults.push(self.fault(row.line, column, message, "take it out".to_owned()));
            }
        }
        for name in self.columns {
            match row.cells.iter().position(|other| other.trim() == *name) {
                Some(place) => self.order.push(place),
                None => {
                    let message = format!("expected a column `{name}`, found none");
                    let help = format!("add `{name}` to the header and a cell to each row");
                    faults.push(self.fault(row.line, 1, message, help));
                }
            }
        }
        (faults.len() == before).then_some(())
    }

    fn fault(&self, line: usize, column: usize, message: String, help: String) -> HistoryFault {
        HistoryFault { path: self.path.to_owned(), line, column, message, help }
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

    /// The character from 1 at which a cell begins: cells end at commas outside quotes.
    fn column_of(&self, cell: usize) -> usize {
        let (mut column, mut commas, mut quoted) = (1, 0, false);
        for letter in self.raw.chars() {
            if commas == cell {
                break;
            }
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => commas += 1,
                _ => {}
            }
            column += 1;
        }
        column
    }
}

impl Cell<'_> {
    /// A fault of this cell, with its place and the value found.
    pub(super) fn fault(&self, expected: &str, help: &str) -> HistoryFault {
        let found = if self.value.is_empty() { "nothing" } else { self.value };
        let message = format!("expected {expected}, found `{found}`");
        self.sheet.fault(self.row.line, self.row.column_of(self.column), message, help.to_owned())
    }
}

/// The day in a cell; nothing where it is empty, or where it holds something else, with a fault.
pub(super) fn day(cell: Cell<'_>, faults: &mut Vec<HistoryFault>) -> Option<Day> {
    if cell.value.is_empty() { None } else { required_day(cell, faults) }
}

/// The day in a cell; nothing where there is none, with a fault.
pub(super) fn required_day(cell: Cell<'_>, faults: &mut Vec<HistoryFault>) -> Option<Day> {
    let day = cell.value.parse().ok();
    if day.is_none() {
        faults.push(cell.fault("a day such as 2003-07-01", "write year-month-day"));
    }
    day
}

/// The whole number in a cell, 0 to 65535; nothing where there is none, with a fault.
pub(super) fn count(cell: Cell<'_>, faults: &mut Vec<HistoryFault>) -> Option<u16> {
    let count = cell.value.parse().ok();
    if count.is_none() {
        faults.push(cell.fault("a whole number", "write digits alone"));
    }
    count
}
