//! CSV tables of participants: cells that know their places, overlaid cell by cell.

use std::{collections::BTreeMap, ops::Range};

use super::{draft::Report, source::Span};
use crate::{
    fault::did_you_mean,
    parameters::{TableSubject, column_now, renamed_words},
    text::{Cell, Dialect, Table, csv_row},
};

/// The columns of a participants table that are no weights.
const PARTICIPANT_COLUMNS: [&str; 6] =
    ["iso3", "name", "kind", "un_group", "memberships", "can_act_from"];

/// The columns of a status table.
const STATUS_COLUMNS: [&str; 10] = [
    "iso3",
    "name",
    "signed",
    "signed_certainty",
    "deposited",
    "deposited_certainty",
    "withdrawn",
    "form",
    "source",
    "chance",
];

/// The columns of a table of factors.
const FACTOR_COLUMNS: [&str; 6] =
    ["iso3", "factor", "deposits", "expected_deposits", "signing_factor", "can_act_from"];

/// The tables of participants, overlaid.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    pub(super) participants: Records,
    pub(super) status: Records,
    pub(super) factors: Records,
}

/// The columns with a meaning in a table of participants.
pub(super) fn columns_of(about: TableSubject) -> &'static [&'static str] {
    match about {
        TableSubject::Participants => &PARTICIPANT_COLUMNS,
        TableSubject::Status => &STATUS_COLUMNS,
        TableSubject::Factors => &FACTOR_COLUMNS,
    }
}

/// Tables laid over each other: for each participant, the cells that hold in the end.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// Columns in the order they were first named.
    pub(super) columns: Vec<String>,
    /// Rows by code.
    pub(super) rows: BTreeMap<String, TableRow>,
}

/// What the tables say of one participant.
#[derive(Debug, Default)]
pub(super) struct TableRow {
    /// Where its code was first written.
    pub(super) at: Span,
    cells: BTreeMap<String, EffectiveCell>,
}

/// A cell that holds, and those it lies over.
#[derive(Debug, Default)]
pub(super) struct EffectiveCell {
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

/// Takes a table apart whose cells stand where `locate` says. Rows of another length than the header
/// are left out, with a report.
pub(super) fn table<'t>(
    text: &'t str,
    locate: &dyn Fn(Range<usize>) -> Span,
    reports: &mut Vec<Report>,
) -> Table<'t> {
    let mut table = Table::parse(text, Dialect::Plain);
    for cell in table.header.iter_mut().chain(table.rows.iter_mut().flatten()) {
        cell.at = locate(cell.at.clone());
    }
    for (old, now) in table.rename_columns(column_now) {
        let (message, help) = renamed_words(&old.text, now);
        reports.push(Report::warning(Some(old.at), message).help(help));
    }
    for flaw in &table.flaws {
        let report = Report::error(Some(locate(flaw.at.clone())), flaw.message.as_str());
        reports.push(Report { help: flaw.help.map(str::to_owned), ..report });
    }
    table.rows.retain(|row| row.len() == table.header.len());
    table
}

impl Records {
    /// Lays a table over what is there. An empty cell changes nothing, `-` clears. `known` are the
    /// columns with a meaning; others are faults unless `open`.
    pub(super) fn overlay(
        &mut self,
        table: &Table<'_>,
        known: &[&str],
        open: bool,
        reports: &mut Vec<Report>,
    ) {
        let Some(code) = self.columns_of(table, known, open, reports) else { return };
        let mut seen: BTreeMap<&str, &Span> = BTreeMap::new();
        for row in &table.rows {
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
            let record = self.rows.entry(who.text.clone().into_owned()).or_default();
            if record.cells.is_empty() {
                record.at = who.at.clone();
            }
            for (name, cell) in table.header.iter().zip(row) {
                record.lay(&name.text, cell);
            }
        }
    }

    /// The cell of this participant and column, if it says something.
    pub(super) fn cell(&self, code: &str, column: &str) -> Option<&EffectiveCell> {
        self.rows.get(code)?.cell(column)
    }

    /// The tables as one CSV text: rows by code, a header first, quotes where needed.
    pub(super) fn to_csv(&self) -> String {
        let mut csv = csv_row(&self.columns);
        for record in self.rows.values() {
            let text = |column: &String| record.cell(column).map_or("", |held| held.text.as_str());
            csv.push_str(&csv_row(self.columns.iter().map(text)));
        }
        csv
    }

    /// Notes the columns of a table; the index of the code's, where there is one.
    fn columns_of(
        &mut self,
        table: &Table<'_>,
        known: &[&str],
        open: bool,
        reports: &mut Vec<Report>,
    ) -> Option<usize> {
        for heading in table.headings(known) {
            let (cell, name) = (heading.cell, &*heading.cell.text);
            if heading.twice {
                let message = format!("two columns are called `{name}`");
                reports.push(Report::error(Some(cell.at.clone()), message));
            }
            if !heading.known && (heading.near.is_some() || !open) {
                let message = format!("unknown column `{name}`{}", did_you_mean(heading.near));
                let mut report = Report::error(Some(cell.at.clone()), message);
                if heading.near.is_none() {
                    report = report.help(format!("columns here are {}", known.join(", ")));
                }
                reports.push(report);
            }
            if !self.columns.iter().any(|other| other == name) {
                self.columns.push(name.to_owned());
            }
        }
        let code = table.column(CODE);
        if code.is_none() {
            let at = table.header.first().map(|cell| cell.at.clone());
            let report = Report::error(at, format!("this table has no column `{CODE}`"));
            reports.push(report.help("the first line of a table names its columns, with commas"));
        }
        code
    }
}

impl TableRow {
    fn cell(&self, column: &str) -> Option<&EffectiveCell> {
        self.cells.get(column).filter(|held| !held.text.is_empty())
    }

    /// All cells of this participant, cleared ones too, by column.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, &EffectiveCell)> {
        self.cells.iter().map(|(column, held)| (column.as_str(), held))
    }

    fn lay(&mut self, column: &str, cell: &Cell<'_>) {
        if column == CODE {
            let text = cell.text.clone().into_owned();
            let held = EffectiveCell { text, at: cell.at.clone(), over: Vec::new() };
            self.cells.entry(CODE.to_owned()).or_insert(held);
        } else if !cell.text.is_empty() {
            let held = self.cells.entry(column.to_owned()).or_default();
            if !held.at.is_empty() {
                held.over.insert(0, held.at.clone());
            }
            held.at = cell.at.clone();
            held.text = if cell.text == CLEAR { String::new() } else { cell.text.to_string() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlaid(texts: &[&str]) -> (Records, Vec<String>) {
        let (mut records, mut reports) = (Records::default(), Vec::new());
        for text in texts {
            let table = table(text, &|at| at, &mut reports);
            records.overlay(&table, &["iso3", "signed", "deposited"], false, &mut reports);
        }
        (records, reports.into_iter().map(|report| report.message).collect())
    }

    #[test]
    fn an_upper_table_changes_only_what_it_says() {
        let (records, faults) =
            overlaid(&["iso3,signed,deposited\nA,1,2\nB,3,4\n", "iso3,deposited\nA,9\nB,-\n"]);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(records.to_csv(), "iso3,signed,deposited\nA,1,9\nB,3,\n");
        assert_eq!(records.cell("A", "deposited").unwrap().over.len(), 1);
        assert!(records.cell("B", "deposited").is_none());
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
