//! The status table of a resolved scenario, taken apart into what can change by itself: deposits,
//! signatures, and notes for readers.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::text::{self, Dialect, csv_row};

/// The parts and the columns that each takes.
const PARTS: [(&str, &[&str]); 3] = [
    ("deposits", &["deposited", "deposited_certainty", "withdrawn", "form", "chance"]),
    ("signatures", &["signed", "signed_certainty"]),
    ("notes", &["name", "source"]),
];

/// Whether a path leads to a part of the rows that were taken apart.
pub(super) fn is_part_of_rows(path: &[&str]) -> bool {
    matches!(path, ["status", part] if PARTS.iter().any(|(name, _)| name == part))
}

/// Cells by column and code.
type Cells = BTreeMap<String, BTreeMap<String, String>>;

/// The same scenario with `rows` of `[status]` taken apart.
pub(super) fn unfolded(mut tree: Table) -> Table {
    let Some(status) = tree.get_mut("status").and_then(Value::as_table_mut) else { return tree };
    let Some(Value::String(rows)) = status.remove("rows") else { return tree };
    let cells = cells(&rows);
    for (part, columns) in PARTS {
        let codes = columns.iter().filter_map(|column| cells.get(*column)).flatten();
        let codes: BTreeMap<&String, ()> = codes.map(|(code, _)| (code, ())).collect();
        if codes.is_empty() {
            continue;
        }
        let mut lines = vec![std::iter::once("iso3").chain(columns.iter().copied()).collect()];
        lines.extend(codes.keys().map(|code| {
            let cell = |column: &&str| cells.get(*column)?.get(*code).map(String::as_str);
            let cells = columns.iter().map(|column| cell(column).unwrap_or_default());
            std::iter::once(code.as_str()).chain(cells).collect::<Vec<&str>>()
        }));
        status.insert(part.to_owned(), Value::String(written(&lines)));
    }
    tree
}

/// The same scenario with its parts put together again.
pub(super) fn folded(mut tree: Table) -> Table {
    let Some(status) = tree.get_mut("status").and_then(Value::as_table_mut) else { return tree };
    let mut all = Cells::new();
    for (part, _) in PARTS {
        if let Some(Value::String(rows)) = status.remove(part) {
            all.extend(cells(&rows));
        }
    }
    let codes: BTreeMap<&String, ()> = all.values().flatten().map(|(code, _)| (code, ())).collect();
    if !codes.is_empty() {
        let columns: Vec<&String> = all.keys().collect();
        let mut lines: Vec<Vec<&str>> =
            vec![std::iter::once("iso3").chain(columns.iter().map(|one| one.as_str())).collect()];
        lines.extend(codes.keys().map(|code| {
            let cell = |column: &&String| all[*column].get(*code).map_or("", String::as_str);
            std::iter::once(code.as_str()).chain(columns.iter().map(cell)).collect()
        }));
        status.insert("rows".to_owned(), Value::String(written(&lines)));
    }
    tree
}

fn cells(rows: &str) -> Cells {
    let table = text::Table::parse(rows, Dialect::Plain);
    let code = table.column("iso3").unwrap_or(0);
    let mut cells = Cells::new();
    for row in table.even_rows() {
        for (column, cell) in table.header.iter().zip(row) {
            if column.text != "iso3" && !cell.text.is_empty() && cell.text != "-" {
                let (who, text) = (row[code].text.to_string(), cell.text.to_string());
                cells.entry(column.text.to_string()).or_default().insert(who, text);
            }
        }
    }
    cells
}

fn written(lines: &[Vec<&str>]) -> String {
    lines.iter().map(csv_row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_taken_apart_and_put_together_says_the_same() {
        let rows = "iso3,chance,deposited,signed,source\nAAA,0.5,2026-01-01,2025-10-25,\"x, y\"\n\
                    BBB,,,2025-10-25,\n";
        let mut status = Table::new();
        status.insert("rows".to_owned(), Value::String(rows.to_owned()));
        let mut tree = Table::new();
        tree.insert("status".to_owned(), Value::Table(status));
        let apart = unfolded(tree.clone());
        let part = |name: &str| apart["status"][name].as_str().unwrap().to_owned();
        assert_eq!(part("signatures").lines().count(), 3);
        assert!(part("deposits").ends_with("\nAAA,2026-01-01,,,,0.5\n"), "{}", part("deposits"));
        assert_eq!(folded(apart), tree);
        assert_eq!(folded(unfolded(Table::new())), Table::new());
    }
}
