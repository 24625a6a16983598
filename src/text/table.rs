//! Tables written as CSV: the one reader, whose cells know where they stand.

use std::{borrow::Cow, ops::Range};

use super::Text;
use crate::fault::{Fault, nearest};

/// How a table may be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// By RFC 4180: commas between cells, each line a row; empty lines are left out.
    Plain,
    /// As spreadsheets save it: commas, semicolons or tabs between cells, whichever the first row
    /// has most of. Rows of empty cells and lines that begin with `#` are left out.
    Spreadsheet,
}

/// A table taken apart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table<'t> {
    /// The first row, which names the columns; empty where there is no row at all.
    pub header: Vec<Cell<'t>>,
    /// The rows below, those with more or fewer cells than the header too.
    pub rows: Vec<Vec<Cell<'t>>>,
    /// What is wrong with it, in the order of the text.
    pub flaws: Vec<Flaw>,
}

/// What stands between two separators.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cell<'t> {
    /// Without the quotes and the blanks around it.
    pub text: Cow<'t, str>,
    /// Bytes of the text, with the quotes and without the blanks.
    pub at: Range<usize>,
}

/// Where a text is no sound table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flaw {
    /// Bytes of the text.
    pub at: Range<usize>,
    /// What was expected and what was found.
    pub message: String,
    /// The way out, where one is known.
    pub help: Option<&'static str>,
}

/// A column against those that are wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ColumnMatch<'a> {
    /// Its name as it is written.
    pub cell: &'a Cell<'a>,
    /// Whether it is one of those that are wanted.
    pub known: bool,
    /// Whether a column before it has the same name.
    pub twice: bool,
    /// Of one that is not wanted, the one that is perhaps meant.
    pub near: Option<&'a str>,
}

impl<'t> Table<'t> {
    /// Takes a text apart, whatever is wrong with it. Quotes may stand around a cell; inside them, a
    /// quote is written twice. A line ends with a line feed, a carriage return or both.
    pub fn parse(text: &'t str, dialect: Dialect) -> Table<'t> {
        let mut table = Table::default();
        let mut scan = Scan { text, at: 0, separator: b',', comments: false, flaws: Vec::new() };
        if dialect == Dialect::Spreadsheet {
            (scan.separator, scan.comments) = (separator(text), true);
        }
        let first = if dialect == Dialect::Plain { "the header" } else { "the first row" };
        while let Some(row) = scan.row() {
            let blank = row.iter().all(|cell| cell.text.is_empty());
            if blank && (row.len() == 1 || dialect == Dialect::Spreadsheet) {
                continue;
            }
            if table.header.is_empty() {
                table.header = row;
                continue;
            }
            let (found, expected) = (row.len(), table.header.len());
            if found != expected {
                let message = format!("expected {expected} cells as in {first}, found {found}");
                let help = "put quotes around a cell that has a comma in it";
                scan.flaw(row[0].at.clone(), message, Some(help));
            }
            table.rows.push(row);
        }
        table.flaws = scan.flaws;
        table
    }

    /// The rows with as many cells as the header.
    pub fn even_rows(&self) -> impl Iterator<Item = &[Cell<'t>]> {
        let width = self.header.len();
        self.rows.iter().map(Vec::as_slice).filter(move |row| row.len() == width)
    }

    /// The place in a row of the column of this name, the first of several; none where there is no
    /// such column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell.text == name)
    }

    /// Gives columns that are known by an older name the one of now, where no column has it: the
    /// headings that were changed, from left to right, each with its older name.
    pub fn rename_columns(
        &mut self,
        name_now: impl Fn(&str) -> Option<&'static str>,
    ) -> Vec<(Cell<'t>, &'static str)> {
        let mut renamed = Vec::new();
        for place in 0..self.header.len() {
            let old = self.header[place].clone();
            let Some(now) = name_now(&old.text) else { continue };
            if self.column(now).is_none() {
                self.header[place].text = Cow::Borrowed(now);
                renamed.push((old, now));
            }
        }
        renamed
    }

    /// The columns from left to right against those that are wanted.
    pub fn headings<'a>(&'a self, wanted: &'a [&'a str]) -> impl Iterator<Item = ColumnMatch<'a>> {
        self.header.iter().enumerate().map(move |(index, cell)| {
            let known = wanted.contains(&&*cell.text);
            let twice = self.header[..index].iter().any(|other| other.text == cell.text);
            let near = if known { None } else { nearest(&cell.text, wanted.iter().copied()) };
            ColumnMatch { cell, known, twice, near }
        })
    }

    /// The flaws as faults.
    pub fn faults(&self, text: &Text) -> impl Iterator<Item = Fault> {
        self.flaws.iter().map(|flaw| {
            let fault = Fault::error(Some(text.place(flaw.at.clone())), flaw.message.as_str());
            Fault { help: flaw.help.map(str::to_owned), ..fault }
        })
    }
}

/// A line of a table with these cells, quotes where they are needed, and its end.
pub fn csv_row(cells: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut line = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        let cell = cell.as_ref();
        line.push_str(if index > 0 { "," } else { "" });
        if cell.contains([',', '"', '\n', '\r']) {
            line.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
        } else {
            line.push_str(cell);
        }
    }
    line + "\n"
}

/// What stands between the cells of the first row that is neither empty nor a comment.
fn separator(text: &str) -> u8 {
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let count = |letter: u8| first.bytes().filter(|byte| *byte == letter).count();
    [b';', b'\t'].into_iter().find(|one| count(*one) > count(b',')).unwrap_or(b',')
}

/// Reads a text cell by cell.
struct Scan<'t> {
    text: &'t str,
    at: usize,
    separator: u8,
    /// Whether lines that begin with `#` are none of the table's.
    comments: bool,
    flaws: Vec<Flaw>,
}

impl<'t> Scan<'t> {
    fn flaw(&mut self, at: Range<usize>, message: impl Into<String>, help: Option<&'static str>) {
        self.flaws.push(Flaw { at, message: message.into(), help });
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn row(&mut self) -> Option<Vec<Cell<'t>>> {
        while self.comments && self.rest().starts_with('#') {
            self.at += self.rest().find(['\n', '\r']).map_or(self.rest().len(), |end| end + 1);
        }
        if self.rest().is_empty() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            row.push(self.cell());
            let ends = self.rest().as_bytes().first() != Some(&self.separator);
            self.at += if self.rest().starts_with("\r\n") { 2 } else { 1 };
            self.at = self.at.min(self.text.len());
            if ends {
                return Some(row);
            }
        }
    }

    /// How far a text without quotes goes on.
    fn length(&self, text: &str) -> usize {
        let ends = |byte: u8| byte == self.separator || byte == b'\n' || byte == b'\r';
        text.bytes().position(ends).unwrap_or(text.len())
    }

    fn cell(&mut self) -> Cell<'t> {
        let rest = self.rest();
        let written = &rest[..self.length(rest)];
        let blanks = written.len() - written.trim_start_matches([' ', '\t']).len();
        if rest[blanks..].starts_with('"') {
            self.at += blanks;
            return self.quoted();
        }
        let start = self.at + written.len() - written.trim_start().len();
        let text = written.trim();
        self.at += written.len();
        Cell { text: text.into(), at: start..start + text.len() }
    }

    /// A cell in quotes; a doubled quote stands for one.
    fn quoted(&mut self) -> Cell<'t> {
        let start = self.at;
        let mut end = start + 1;
        let mut doubled = false;
        let closed = loop {
            let Some(quote) = self.text[end..].find('"') else { break None };
            end += quote + 1;
            if !self.text[end..].starts_with('"') {
                break Some(end - 1);
            }
            end += 1;
            doubled = true;
        };
        if closed.is_none() {
            self.flaw(start..start + 1, "a quote that is not closed", None);
            end = self.text.len();
        }
        let inside = self.text[start + 1..closed.unwrap_or(end)].trim();
        let text = if doubled { inside.replace("\"\"", "\"").into() } else { inside.into() };
        let stray = self.length(&self.text[end..]);
        if !self.text[end..end + stray].trim().is_empty() {
            let help = "a quote inside quotes is written twice";
            self.flaw(end..end + stray, "text after a closing quote", Some(help));
        }
        self.at = end + stray;
        Cell { text, at: start..end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of cells, each with its place, the header first; and the flaws.
    fn read(content: &str, dialect: Dialect) -> (Vec<Vec<String>>, Vec<String>) {
        let text = Text::new("f", content);
        let table = Table::parse(text.content(), dialect);
        let shown = |cell: &Cell<'_>| format!("{}@{}", cell.text, text.place(cell.at.clone()));
        let rows = std::iter::once(&table.header).chain(&table.rows);
        let rows = rows.map(|row| row.iter().map(shown).collect()).collect();
        (rows, table.faults(&text).map(|fault| fault.to_string()).collect())
    }

    #[test]
    fn cells_lose_their_quotes_and_keep_their_places() {
        let content = "iso3,name\r\nAAA, \"a \"\"b\"\", c\" \r\n\r\nBBB,x\n";
        for dialect in [Dialect::Plain, Dialect::Spreadsheet] {
            let (rows, flaws) = read(content, dialect);
            assert_eq!(flaws, Vec::<String>::new());
            let expected = [
                ["iso3@f:1:1", "name@f:1:6"],
                ["AAA@f:2:1", "a \"b\", c@f:2:6"],
                ["BBB@f:4:1", "x@f:4:5"],
            ];
            assert_eq!(rows, expected);
        }
        assert_eq!(read("a,b\n1,", Dialect::Plain).0[1], ["1@f:2:1", "@f:2:3"]);
        assert_eq!(read("a\n\"1\n2\"", Dialect::Plain).0[1], ["1\n2@f:2:1"]);
    }

    #[test]
    fn spreadsheets_have_separators_line_ends_and_comments_of_their_own() {
        let expected = [["iso3@f:1:1", "signed@f:1:6"], ["FJI@f:2:1", "2027-03-03@f:2:5"]];
        for content in [
            "iso3,signed\nFJI,2027-03-03\n",
            "iso3;signed\n\nFJI;2027-03-03",
            "iso3\tsigned\r\nFJI\t2027-03-03\r\n\t\r\n",
        ] {
            let (mut rows, flaws) = read(content, Dialect::Spreadsheet);
            rows[1] = rows[1].iter().map(|cell| cell.replace("f:3", "f:2")).collect();
            assert_eq!(
                (rows, flaws.len()),
                (expected.map(|row| row.map(str::to_owned).to_vec()).to_vec(), 0)
            );
        }
        let (rows, _) =
            read("# about\n\na,b\n# more\n\"1\",\"2, \"\"3\"\"\"\n", Dialect::Spreadsheet);
        assert_eq!(rows[1], ["1@f:5:1", "2, \"3\"@f:5:5"]);
        let (rows, _) = read("a,b\r1,2\r", Dialect::Spreadsheet);
        assert_eq!((rows.len(), rows[1].len()), (2, 2));
    }

    #[test]
    fn ragged_rows_and_loose_quotes_are_flaws() {
        let flaws = |text: &str, dialect| read(text, dialect).1;
        let ragged = "f:2:1: error: expected 2 cells as in the";
        assert_eq!(flaws("a,b\n1", Dialect::Plain), [format!("{ragged} header, found 1")]);
        let of_three = flaws("a,b\n1,2,3", Dialect::Spreadsheet);
        assert_eq!(of_three, [format!("{ragged} first row, found 3")]);
        let plain = |text: &str| flaws(text, Dialect::Plain);
        assert_eq!(plain("a\n\"1"), ["f:2:1: error: a quote that is not closed"]);
        assert_eq!(plain("a\n\"1\"2"), ["f:2:4: error: text after a closing quote"]);
        assert_eq!(plain("a\n\""), ["f:2:1: error: a quote that is not closed"]);
    }

    #[test]
    fn columns_are_held_against_those_that_are_wanted() {
        let table = Table::parse("iso3,singed,iso3,note\n", Dialect::Plain);
        let wanted = ["iso3", "signed"];
        let told: Vec<_> =
            table.headings(&wanted).map(|one| (one.known, one.twice, one.near)).collect();
        let unknown = |near| (false, false, near);
        let expected =
            [(true, false, None), unknown(Some("signed")), (true, true, None), unknown(None)];
        assert_eq!(told, expected);
        assert_eq!((table.column("singed"), table.column("signed")), (Some(1), None));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let cells = ["a", "b, c", "\"d\"", "e\nf", ""];
        let text = csv_row(["1", "2", "3", "4", "5"]) + &csv_row(cells);
        let table = Table::parse(&text, Dialect::Plain);
        let read: Vec<&str> = table.rows[0].iter().map(|cell| &*cell.text).collect();
        assert_eq!((read, table.flaws.len()), (cells.to_vec(), 0));
    }
}
