//! A table saved as CSV, with commas, semicolons or tabs between its cells.

use super::{
    grid::{Cell, Grid, Table},
    text::{SAVE_AGAIN, Text},
};
use crate::fault::{Fault, Place};

/// More records than this are no status table.
const MOST_RECORDS: usize = 2_001;
/// More than this no person keeps in a table.
const MOST_ROWS: usize = 100_000;

/// A table as a spreadsheet saves it: commas, semicolons or tabs between its cells, with or without
/// a byte order mark, comments after `#`.
#[derive(Clone, PartialEq, Debug)]
pub struct Spreadsheet {
    /// Rows that are not empty, the heading first; at most 100,000.
    pub rows: Vec<Vec<TableCell>>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// A cell and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct TableCell {
    /// What it says, without spaces around it.
    pub text: String,
    /// Where that stands.
    pub place: Place,
}

impl Spreadsheet {
    /// Reads a table; `name` is what faults call it.
    pub fn read(name: &str, bytes: &[u8]) -> Spreadsheet {
        let mut faults = Vec::new();
        let table = Text::new(name, bytes, &mut faults).map(|text| {
            let cell = |cell: Cell| TableCell { text: cell.text, place: text.place(cell.at) };
            let rows = table(&text, MOST_ROWS, &mut faults).into_iter();
            rows.map(|row| row.into_iter().map(cell).collect()).collect()
        });
        for fault in &mut faults {
            if fault.help.as_deref() == Some(SAVE_AGAIN) {
                fault.help = Some("save the sheet as CSV UTF-8".to_owned());
            }
        }
        Spreadsheet { rows: table.unwrap_or_default(), faults }
    }
}

/// Reads a CSV into one table. A row with another number of cells than the first is a fault.
pub(super) fn read(text: &Text, faults: &mut Vec<Fault>) -> Grid {
    Grid { tables: vec![table(text, MOST_RECORDS, faults)], lines: Vec::new() }
}

fn table(text: &Text, most: usize, faults: &mut Vec<Fault>) -> Table {
    let mut table = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(delimiter(&text.content))
        .from_reader(text.content.as_bytes());
    let mut width = None;
    for record in reader.records().take(most).flatten() {
        let start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let mut from = start + blank_lines(&text.content, start);
        let mut row: Vec<Cell> = record.iter().map(|cell| located(text, cell, &mut from)).collect();
        if row.iter().all(|cell| cell.text.is_empty()) {
            continue;
        }
        let expected = *width.get_or_insert(row.len());
        if row.len() != expected {
            let message =
                format!("expected {expected} cells as in the first row, found {}", row.len());
            let help = "put quotes around a cell that has a comma in it";
            faults.push(Fault::error(Some(text.place(row[0].at.clone())), message).help(help));
        }
        row.truncate(expected);
        table.push(row);
    }
    table
}

/// A cell with its bytes, which are looked for from those of the cell before on.
fn located(text: &Text, cell: &str, from: &mut usize) -> Cell {
    let words = cell.trim();
    // Doubled quotes make a cell differ from what is written; its first line finds it still.
    let shown = words.split(['"', '\n']).next().unwrap_or_default();
    let rest = text.content.get(*from..).unwrap_or_default();
    let start = *from + rest.find(shown).unwrap_or(0);
    let end = start + shown.len();
    *from = end;
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Cell { text: joined, at: start..end, element: String::new() }
}

/// Bytes of the comments and empty lines that a record's position still counts as its own.
fn blank_lines(content: &str, start: usize) -> usize {
    let mut skipped = 0;
    for line in content.get(start..).unwrap_or_default().split_inclusive('\n') {
        if !line.trim().is_empty() && !line.starts_with('#') {
            break;
        }
        skipped += line.len();
    }
    skipped
}

/// What stands between the cells of the first row that is no comment.
fn delimiter(content: &str) -> u8 {
    let mut lines =
        content.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let count = |letter: char| first.matches(letter).count();
    [(';', b';'), ('\t', b'\t')]
        .into_iter()
        .find(|(letter, _)| count(*letter) > count(','))
        .map_or(b',', |(_, byte)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(content: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let mut faults = Vec::new();
        let text = Text::new("f", content.as_bytes(), &mut faults).unwrap();
        let grid = read(&text, &mut faults);
        let shown = |cell: &Cell| format!("{}@{}", cell.text, text.place(cell.at.clone()));
        let rows = grid.tables[0].iter().map(|row| row.iter().map(shown).collect()).collect();
        (rows, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn cells_keep_their_places_whatever_stands_between_them() {
        let expected = [["iso3@f:1:1", "signed@f:1:6"], ["FJI@f:2:1", "2027-03-03@f:2:5"]];
        for content in [
            "iso3,signed\nFJI,2027-03-03\n",
            "iso3;signed\nFJI;2027-03-03",
            "iso3\tsigned\r\nFJI\t2027-03-03\r\n",
        ] {
            let (rows, faults) = cells(content);
            assert_eq!((rows.len(), faults.len()), (2, 0));
            assert_eq!(rows, expected, "{content}");
        }
        let (rows, _) = cells("# about\n\niso3,name\nCIV,\"Côte, \"\"d'Ivoire\"\"\"\n");
        assert_eq!(rows[1], ["CIV@f:4:1", "Côte, \"d'Ivoire\"@f:4:6"]);
    }

    #[test]
    fn a_ragged_row_is_a_fault() {
        let (_, faults) = cells("iso3,signed\nFJI,2027-03-03,x\n");
        assert_eq!(faults, ["f:2:1: error: expected 2 cells as in the first row, found 3"]);
    }
}
