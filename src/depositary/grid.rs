//! Tables and loose text out of tags, the same for XML and for HTML however untidy.

use std::ops::Range;

use super::opened::SAVE_AGAIN;
use crate::{fault::Fault, text::Text};

/// What a document holds.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// Tables, in the order they end.
    pub(super) tables: Vec<CellGrid>,
    /// Text by the block it stands in, table cells too.
    pub(super) lines: Vec<GridCell>,
}

/// Rows of cells.
pub(super) type CellGrid = Vec<Vec<GridCell>>;

/// Some text and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GridCell {
    /// White space between words is one blank, none at the ends; footnote marks that the document
    /// sets apart are left out.
    pub(super) text: String,
    /// Bytes of the document.
    pub(super) at: Range<usize>,
    /// The element it stands in, in small letters; empty in a CSV.
    pub(super) element: String,
}

/// Puts a grid together from tags and text as they come.
#[derive(Debug, Default)]
pub(super) struct Builder {
    grid: Grid,
    open: Vec<Frame>,
    line: GridCell,
    /// How many elements are open whose text is not the document's: footnote marks, scripts.
    mute: usize,
}

/// A table whose end has not come.
#[derive(Debug, Default)]
struct Frame {
    rows: CellGrid,
    row: Option<Vec<GridCell>>,
    cell: Option<GridCell>,
}

/// More loose text than this says nothing about a treaty.
const MOST_LINES: usize = 5_000;
/// Longer loose text is cut.
const LONGEST_LINE: usize = 2_000;
/// No cell of a status table is longer, in bytes.
const LONGEST_CELL: usize = 10_000;
/// No status table has more rows: there are fewer than 200 States.
const MOST_ROWS: usize = 2_000;
/// Tables within tables within tables, and no further.
const DEEPEST: usize = 200;

/// Elements that stand within a line.
const INLINE: [&str; 19] = [
    "a", "abbr", "b", "big", "em", "font", "i", "ins", "label", "mark", "nobr", "s", "small",
    "span", "strong", "sub", "text", "tt", "u",
];

/// Elements whose text is no part of the table.
const MUTE: [&str; 4] = ["superscript", "sup", "script", "style"];

impl Builder {
    /// An element begins, named in small letters and without a prefix.
    pub(super) fn start(&mut self, name: &str, at: Range<usize>) {
        if MUTE.contains(&name) {
            self.mute += 1;
            return;
        }
        match name {
            "table" | "tgroup" if self.open.len() < DEEPEST => self.open.push(Frame::default()),
            "row" | "tr" => {
                if let Some(frame) = self.open.last_mut() {
                    frame.end_row();
                    frame.row = Some(Vec::new());
                }
            }
            "entry" | "td" | "th" => {
                if let Some(frame) = self.open.last_mut() {
                    frame.end_cell();
                    frame.cell = Some(GridCell { at: at.end..at.end, ..GridCell::default() });
                }
            }
            _ => {}
        }
        if name == "br" {
            self.text(" ", at.end..at.end);
        }
        if !INLINE.contains(&name) {
            self.end_line();
            name.clone_into(&mut self.line.element);
            // A footnote mark ends with its block, closed or not.
            self.mute = 0;
        }
    }

    /// An element ends.
    pub(super) fn end(&mut self, name: &str) {
        if MUTE.contains(&name) {
            self.mute = self.mute.saturating_sub(1);
            return;
        }
        match name {
            "table" | "tgroup" => self.end_table(),
            "row" | "tr" => {
                if let Some(frame) = self.open.last_mut() {
                    frame.end_row();
                }
            }
            "entry" | "td" | "th" => {
                if let Some(frame) = self.open.last_mut() {
                    frame.end_cell();
                }
            }
            _ => {}
        }
        if !INLINE.contains(&name) {
            self.end_line();
            self.mute = 0;
        }
    }

    /// Text, its entities resolved.
    pub(super) fn text(&mut self, text: &str, at: Range<usize>) {
        if self.mute > 0 {
            return;
        }
        append(&mut self.line, text, &at, LONGEST_LINE);
        // A table within a cell is a part of that cell too.
        for frame in &mut self.open {
            if let Some(cell) = &mut frame.cell {
                append(cell, text, &at, LONGEST_CELL);
            }
        }
    }

    /// Drops the rows whose ends have not come: a document that breaks off tells only half of them.
    pub(super) fn forget_open(&mut self) {
        for frame in &mut self.open {
            (frame.row, frame.cell) = (None, None);
        }
    }

    /// The whole, once the document has ended; says so where a table cannot be a status table.
    pub(super) fn finish(mut self, text: &Text, faults: &mut Vec<Fault>) -> Grid {
        self.end_line();
        while !self.open.is_empty() {
            self.end_table();
        }
        for table in &mut self.grid.tables {
            for cell in table.iter_mut().flatten() {
                tidy(cell);
            }
            if let Some(first) = table.get(MOST_ROWS).and_then(|row| row.first()) {
                let place = text.place(first.at.clone());
                let message = format!("a table of more than {MOST_ROWS} rows is no status table");
                faults.push(Fault::error(Some(place), message).help(SAVE_AGAIN));
                table.clear();
            }
        }
        self.grid
    }

    fn end_table(&mut self) {
        if let Some(mut frame) = self.open.pop() {
            frame.end_row();
            if !frame.rows.is_empty() {
                self.grid.tables.push(frame.rows);
            }
        }
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        tidy(&mut line);
        if !line.text.is_empty() && self.grid.lines.len() < MOST_LINES {
            self.grid.lines.push(line);
        }
    }
}

impl Frame {
    fn end_cell(&mut self) {
        if let Some(cell) = self.cell.take() {
            self.row.get_or_insert_default().push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        // One row more than is looked at tells that there are too many.
        if let Some(row) = self.row.take()
            && !row.is_empty()
            && self.rows.len() <= MOST_ROWS
        {
            self.rows.push(row);
        }
    }
}

fn append(cell: &mut GridCell, text: &str, at: &Range<usize>, longest: usize) {
    if text.trim().is_empty() {
        cell.text.push_str(if cell.text.ends_with(' ') { "" } else { " " });
        return;
    }
    if cell.text.trim().is_empty() {
        let blanks = text.len() - text.trim_start().len();
        cell.at = (at.start + blanks).min(at.end)..at.end;
    } else {
        cell.at.end = cell.at.end.max(at.end);
    }
    let room = longest.saturating_sub(cell.text.len());
    cell.text.extend(text.char_indices().take_while(|(byte, _)| *byte < room).map(|(_, c)| c));
}

/// Takes out escaped marks such as `<superscript>2</superscript>`, and joins white space.
fn tidy(cell: &mut GridCell) {
    let mut text = std::mem::take(&mut cell.text);
    for (open, close) in [("<superscript>", "</superscript>"), ("<sup>", "</sup>")] {
        while let Some((before, after)) = split_ignoring_case(&text, open) {
            let rest = split_ignoring_case(after, close).map_or("", |(_, rest)| rest);
            text = format!("{before} {rest}");
        }
    }
    cell.text = text.split_whitespace().collect::<Vec<_>>().join(" ");
}

fn split_ignoring_case<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let at = text.to_ascii_lowercase().find(mark)?;
    Some((&text[..at], &text[at + mark.len()..]))
}
