//! Tables on the terminal.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use crate::text::WIDTH;

/// A table for the terminal: all columns but the first are numbers, set right.
pub(crate) fn screen_table(heading: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    table.set_header(heading.iter().map(|one| (*one).to_owned()));
    for row in rows {
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string().lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let long = vec![vec!["x ".repeat(80), "1".to_owned()]];
        let table = screen_table(&["name", "number"], long);
        assert!(table.lines().all(|line| line.chars().count() <= usize::from(WIDTH)), "{table}");
    }
}
