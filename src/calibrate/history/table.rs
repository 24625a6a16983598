//! A table of history: rows of just the columns asked for, each cell with its place.

use crate::{
    fault::{Fault, Place},
    parameters::{column_now, renamed_words},
    quantity::Day,
    text::{Cell as Written, Dialect, Table, Text},
};

/// The rows of a table that has just the columns asked for.
pub(super) struct Sheet<'a> {
    text: &'a Text,
    columns: &'a [&'a str],
    /// Where each of `columns` stands in a row.
    order: Vec<usize>,
    pub(super) rows: Vec<RowCells<'a>>,
}

/// A row with a cell for each column.
pub(super) type RowCells<'a> = Vec<Written<'a>>;

/// One cell of a row.
#[derive(Clone, Copy)]
pub(super) struct RowCell<'a> {
    text: &'a Text,
    written: &'a Written<'a>,
    /// The value, without the spaces around it.
    pub(super) value: &'a str,
}

impl<'a> Sheet<'a> {
    /// Reads a table that has exactly these columns, in any order; nothing where the header is
    /// wrong. Rows of another length are left out, with a fault.
    pub(super) fn read(
        text: &'a Text,
        columns: &'a [&'a str],
        faults: &mut Vec<Fault>,
    ) -> Option<Sheet<'a>> {
        let mut table = Table::parse(text.content(), Dialect::Plain);
        if table.header.is_empty() {
            let message = format!("expected the columns {}, found nothing", columns.join(", "));
            let fault = Fault::error(Some(text.place(0..0)), message);
            faults.push(fault.help("write them as the first line"));
            return None;
        }
        for (old, now) in table.rename_columns(column_now) {
            let (message, help) = renamed_words(&old.text, now);
            faults.push(Fault::warning(Some(text.place(old.at)), message).help(help));
        }
        let order = order_of(text, &table, columns, faults)?;
        faults.extend(table.faults(text));
        table.rows.retain(|row| row.len() == table.header.len());
        Some(Sheet { text, columns, order, rows: table.rows })
    }

    /// The cell of a row in one of the columns asked for.
    pub(super) fn cell(&self, row: &'a RowCells<'a>, column: &str) -> RowCell<'a> {
        let asked = self.columns.iter().position(|name| *name == column);
        let written = &row[asked.map_or(0, |asked| self.order[asked])];
        RowCell { text: self.text, written, value: &written.text }
    }

    /// The line on which a row begins, from 1.
    pub(super) fn line(&self, row: &RowCells<'_>) -> usize {
        self.text.line(row[0].at.start)
    }
}

/// The place in a row of each of the columns asked for; nothing where the header has not just them.
fn order_of(
    text: &Text,
    table: &Table<'_>,
    columns: &[&str],
    faults: &mut Vec<Fault>,
) -> Option<Vec<usize>> {
    let before = faults.len();
    let mut wrong = |place: Place, message: String, help: &str| {
        faults.push(Fault::error(Some(place), message).help(help));
    };
    for heading in table.headings(columns) {
        if !heading.known || heading.twice {
            let what = if heading.known { "a column twice" } else { "an unknown column" };
            let (expected, name) = (columns.join(", "), &heading.cell.text);
            let message = format!("expected the columns {expected}, found {what}: `{name}`");
            wrong(text.place(heading.cell.at.clone()), message, "take it out");
        }
    }
    let whole = match (table.header.first(), table.header.last()) {
        (Some(first), Some(last)) => first.at.start..last.at.end,
        _ => 0..0,
    };
    let order = columns.iter().filter_map(|name| {
        let place = table.column(name);
        if place.is_none() {
            let message = format!("expected a column `{name}`, found none");
            let help = format!("add `{name}` to the header and a cell to each row");
            wrong(text.place(whole.clone()), message, &help);
        }
        place
    });
    let order = order.collect();
    (faults.len() == before).then_some(order)
}

impl RowCell<'_> {
    /// A fault of this cell, with its place and the value found.
    pub(super) fn fault(&self, expected: &str, help: &str) -> Fault {
        let found =
            if self.value.is_empty() { "nothing".to_owned() } else { format!("`{}`", self.value) };
        let message = format!("expected {expected}, found {found}");
        Fault::error(Some(self.text.place(self.written.at.clone())), message).help(help)
    }
}

/// The day in a cell; nothing where it is empty, or where it holds something else, with a fault.
pub(super) fn day(cell: RowCell<'_>, faults: &mut Vec<Fault>) -> Option<Day> {
    if cell.value.is_empty() { None } else { required_day(cell, faults) }
}

/// The day in a cell; nothing where there is none, with a fault.
pub(super) fn required_day(cell: RowCell<'_>, faults: &mut Vec<Fault>) -> Option<Day> {
    let day = cell.value.parse().ok();
    if day.is_none() {
        faults.push(cell.fault("a day such as 2003-07-01", "write year-month-day"));
    }
    day
}

/// The whole number in a cell, 0 to 65535; nothing where there is none, with a fault.
pub(super) fn count(cell: RowCell<'_>, faults: &mut Vec<Fault>) -> Option<u16> {
    let count = cell.value.parse().ok();
    if count.is_none() {
        faults.push(cell.fault("a whole number", "write digits alone"));
    }
    count
}
