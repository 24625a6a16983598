//! A status table saved as CSV.

use super::grid::{Grid, GridCell};
use crate::{
    fault::Fault,
    text::{self, Dialect, Table, Text},
};

/// More rows than this, the heading among them, are no status table.
const MOST_ROWS: usize = 2_001;

/// Reads a CSV into one table. A row with another number of cells than the first is a fault.
pub(super) fn read(text: &Text, faults: &mut Vec<Fault>) -> Grid {
    let table = Table::parse(text.content(), Dialect::Spreadsheet);
    faults.extend(table.faults(text));
    let width = table.header.len();
    let rows = std::iter::once(table.header).chain(table.rows).take(MOST_ROWS);
    let cells = |row: Vec<text::Cell<'_>>| row.into_iter().take(width).map(words).collect();
    Grid { tables: vec![rows.map(cells).collect()], lines: Vec::new() }
}

/// A cell with one blank between its words.
fn words(cell: text::Cell<'_>) -> GridCell {
    let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
    GridCell { text, at: cell.at, element: String::new() }
}
