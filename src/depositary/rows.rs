//! The rows of a status table become participants with their days, or faults with their places.

use std::collections::BTreeMap;

use super::{
    Certainty, DocumentRow, Withdrawn,
    entry::{CellContent, MarkedDate},
    grid::{CellGrid, Grid, GridCell},
    heading::{Column, Columns, Telling},
    names::{Names, without_brackets, without_marks},
    opened::SAVE_AGAIN,
};
use crate::{fault::Fault, quantity::Day, text::Text, treaty::Form};

/// The status tables of a document, all of them with the same headings; nothing where there is
/// none. Tables with other headings are a fault: which of them counts is not guessed.
pub(super) fn status_tables<'g>(
    text: &Text,
    grid: &'g Grid,
    faults: &mut Vec<Fault>,
) -> Option<Vec<(&'g CellGrid, Columns)>> {
    let with_columns =
        |table: &'g CellGrid| Columns::find_in(table).map(|columns| (table, columns));
    let mut tables: Vec<(&CellGrid, Columns)> =
        grid.tables.iter().filter_map(with_columns).collect();
    let (first, columns) = tables.first().cloned()?;
    for (other, theirs) in &tables[1..] {
        if theirs.kinds != columns.kinds {
            let place = |table: &CellGrid| {
                let row = table.first().and_then(|row| row.first());
                row.map(|cell| text.place(cell.at.clone()))
            };
            let message = "a second table of participants, with other columns than the first";
            let help = "save a document of one treaty alone: one without its amendments";
            let fault = Fault::error(place(other), message).help(help);
            faults.push(fault.note(place(first), "the first table"));
        }
    }
    tables.retain(|(_, theirs)| theirs.kinds == columns.kinds);
    Some(tables)
}

/// Adds the rows of one table.
pub(super) fn read(
    text: &Text,
    table: &CellGrid,
    columns: &Columns,
    names: &Names,
    faults: &mut Vec<Fault>,
    rows: &mut Vec<DocumentRow>,
) {
    let before = rows.len();
    for cells in &table[columns.first_row..] {
        let empty = cells.iter().all(|cell| cell.text.is_empty());
        let heading = Columns::find_in(&vec![cells.clone()]).is_some();
        if !empty && !heading {
            rows.extend(Reading { text, cells, columns, names, faults }.row());
        }
    }
    if rows.len() == before && faults.is_empty() {
        let at = table.first().and_then(|row| row.first()).map(|cell| text.place(cell.at.clone()));
        let fault = Fault::error(at, "the table of participants has no rows");
        faults.push(fault.help(SAVE_AGAIN));
    }
}

/// Says who stands in the document more than once.
pub(super) fn no_one_twice(rows: &[DocumentRow], faults: &mut Vec<Fault>) {
    let mut seen: BTreeMap<&str, &DocumentRow> = BTreeMap::new();
    for row in rows {
        if let Some(first) = seen.get(row.code.as_str()) {
            let message = if first.name == row.name {
                format!("`{}` is listed twice", row.name)
            } else {
                format!("`{}` and `{}` are one participant, {}", first.name, row.name, row.code)
            };
            let fault = Fault::error(Some(row.place.clone()), message);
            let fault = fault.help("keep the row that is right");
            faults.push(fault.note(Some(first.place.clone()), "the first row"));
        } else {
            seen.insert(&row.code, row);
        }
    }
}

/// The way out of a name nothing is near to.
const UNKNOWN: &str = "add its name to the participants table of the case, or a column `iso3` with \
                       its code to a CSV";

/// Whose row it is.
struct Who {
    name: String,
    code: String,
    at: std::ops::Range<usize>,
    /// Whether its name stands in brackets, as that of who has withdrawn does.
    left: bool,
}

/// That a column tells of a withdrawal.
struct WithdrawalColumn {
    /// On which day; none where only that it did is told.
    on: Option<Day>,
    cell: GridCell,
}

/// One row as it is read.
struct Reading<'a> {
    text: &'a Text,
    cells: &'a [GridCell],
    columns: &'a Columns,
    names: &'a Names,
    faults: &'a mut Vec<Fault>,
}

impl Reading<'_> {
    fn row(mut self) -> Option<DocumentRow> {
        let stray = self.cells.iter().skip(self.columns.kinds.len());
        if let Some(cell) = stray.into_iter().find(|cell| !cell.text.is_empty()) {
            let (have, want) = (self.cells.len(), self.columns.kinds.len());
            let message = format!("this row has {have} cells, the headings have {want}");
            self.error(cell, message, "take out what does not belong to a column");
        }
        let who = self.who();
        let signature = self.entry(Column::Signature);
        let instrument = self.entry(Column::Instrument);
        let left = self.withdrawal();
        let Who { name, code, at, left: bracketed } = who?;
        let (mut signature, mut instrument) =
            (signature.unwrap_or_default(), instrument.unwrap_or_default());
        // A definitive signature is both a signature and consent to be bound.
        if instrument.holds.is_none() {
            instrument.holds = signature.holds.filter(|act| act.form == Form::DefinitiveSignature);
        }
        if left.is_some() || bracketed {
            self.withdraw(&mut signature, &mut instrument, left.as_ref());
        }
        let form = self.form(instrument.holds);
        let on = |act: Option<MarkedDate>| act.map(|act| act.on);
        Some(DocumentRow {
            name,
            code,
            signed: on(signature.holds),
            bound: on(instrument.holds),
            form,
            withdrawn: Withdrawn {
                signed: on(signature.withdrawn),
                bound: on(instrument.withdrawn),
                form: self.form(instrument.withdrawn),
                on: left.and_then(|left| left.on),
            },
            certainty: self.certainty(),
            source: self.words(Column::Source).unwrap_or_default(),
            place: self.text.place(at),
        })
    }

    /// Whose row it is.
    fn who(&mut self) -> Option<Who> {
        let cell_of = |kind| self.columns.first(kind).and_then(|place| self.cells.get(place));
        let name = cell_of(Column::Name).filter(|cell| !without_marks(&cell.text).is_empty());
        let code = cell_of(Column::Code).filter(|cell| !cell.text.is_empty());
        match (code, name) {
            (Some(code), name) => {
                if !is_code(&code.text) {
                    let message =
                        format!("expected a code of three capital letters, found `{}`", code.text);
                    let help = "write the ISO 3166-1 alpha-3 code, such as VNM";
                    self.error(code, message, help);
                    return None;
                }
                let (name, left) =
                    name.map_or((code.text.as_str(), false), |name| without_brackets(&name.text));
                if let Ok(other) = self.names.code(name).map(str::to_owned)
                    && other != code.text
                {
                    let message = format!("`{name}` is {other}, not {}", code.text);
                    self.error(code, message, "correct the code or the name");
                }
                let (name, at) = (name.to_owned(), code.at.clone());
                Some(Who { name, code: code.text.clone(), at, left })
            }
            (None, Some(cell)) => {
                let (name, left) = without_brackets(&cell.text);
                match self.names.code(name) {
                    Ok(code) => {
                        let (name, code) = (name.to_owned(), code.to_owned());
                        Some(Who { name, code, at: cell.at.clone(), left })
                    }
                    Err(unknown) => {
                        let near = unknown.nearest.map(|(name, code)| {
                            format!("did you mean `{name}` ({code})? Write it so in the document")
                        });
                        let message = format!("no participant is known by the name `{name}`");
                        self.error(cell, message, near.unwrap_or_else(|| UNKNOWN.to_owned()));
                        None
                    }
                }
            }
            (None, None) => {
                let cell = self.cells.iter().find(|cell| !cell.text.is_empty())?;
                let message = "a row without the name of a participant".to_owned();
                self.error(cell, message, "write whose row it is, or take it out");
                None
            }
        }
    }

    /// What the columns of a kind say together.
    fn entry(&mut self, kind: Column) -> Option<CellContent> {
        let mut found: Option<(CellContent, &GridCell)> = None;
        let places: Vec<usize> = self.columns.all(kind).collect();
        for cell in places.into_iter().filter_map(|place| self.cells.get(place)) {
            let entry = match CellContent::read(&cell.text) {
                Ok(entry) => entry,
                Err(why) => {
                    let help = "a date is written 25 Oct 2025 or 2025-10-25, with a mark such as \
                                `a` after it for the form, in brackets where withdrawn";
                    self.error(cell, why, help);
                    continue;
                }
            };
            if entry == CellContent::default() {
                continue;
            }
            if let Some((_, first)) = &found {
                let first = Some(self.text.place(first.at.clone()));
                let place = Some(self.text.place(cell.at.clone()));
                let message = "two columns give this participant a date; which of them counts is \
                               not known";
                let help = "leave the date that counts, or take out the other column";
                let fault = Fault::error(place, message).help(help);
                self.faults.push(fault.note(first, "the first of them"));
            } else {
                found = Some((entry, cell));
            }
        }
        found.map(|(entry, _)| entry)
    }

    /// What the columns of withdrawals say: the day of effect where they have it, else another.
    fn withdrawal(&mut self) -> Option<WithdrawalColumn> {
        let mut found: Option<WithdrawalColumn> = None;
        for telling in Telling::ALL {
            let kind = Column::Withdrawal(telling);
            let mut cells =
                self.columns.all(kind).filter_map(|place| self.cells.get(place)).cloned();
            let Some(cell) = cells.find(|cell| !cell.text.is_empty()) else { continue };
            // The project's own history says so where the day is not recorded.
            let on = if cell.text.eq_ignore_ascii_case("yes") {
                None
            } else {
                let entry = self.entry(kind).unwrap_or_default();
                let Some(act) = entry.holds.or(entry.withdrawn) else { continue };
                Some(act.on)
            };
            match &mut found {
                Some(found) => found.on = found.on.or(on),
                None => found = Some(WithdrawalColumn { on, cell }),
            }
        }
        found
    }

    /// Takes back what was withdrawn: the instrument, without one the signature. An act of a later
    /// day stands, where an earlier one in brackets is what was withdrawn.
    fn withdraw(
        &mut self,
        signature: &mut CellContent,
        instrument: &mut CellContent,
        left: Option<&WithdrawalColumn>,
    ) {
        let some = |entry: &CellContent| *entry != CellContent::default();
        let acts = if some(instrument) { instrument } else { signature };
        let (day, cell) = (left.and_then(|left| left.on), left.map(|left| &left.cell));
        match acts.holds {
            Some(act) if day.is_some_and(|day| day < act.on) && acts.withdrawn.is_none() => {
                if let (Some(day), Some(cell)) = (day, cell) {
                    let message = format!("withdrew on {day} what it did on {}", act.on);
                    self.error(cell, message, "correct one of the days");
                }
            }
            Some(act) if day.is_none_or(|day| day >= act.on) => {
                acts.withdrawn = acts.holds.take();
            }
            Some(_) => {}
            None if acts.withdrawn.is_some() => {}
            None => {
                if let Some(cell) = cell {
                    let message = "withdrew, but neither signed nor deposited".to_owned();
                    self.error(cell, message, "give the day of what was withdrawn");
                }
            }
        }
    }

    /// The form told by the mark, or by a column of its own.
    fn form(&mut self, act: Option<MarkedDate>) -> Option<Form> {
        let act = act?;
        let cell = self.columns.first(Column::Form).and_then(|place| self.cells.get(place));
        let Some(cell) = cell.filter(|cell| !cell.text.is_empty()) else { return Some(act.form) };
        let known = Form::from_mark(&cell.text);
        if known.is_none() {
            let help = "known are r, A, AA, a, d, s, c, P and p";
            self.error(cell, format!("unknown form `{}`", cell.text), help);
        }
        known
    }

    fn certainty(&mut self) -> Certainty {
        let exact = || "exact".to_owned();
        let cell = self.columns.first(Column::Chance).and_then(|place| self.cells.get(place));
        let chance = cell.filter(|cell| !cell.text.is_empty()).and_then(|cell| {
            let chance = cell.text.parse().ok().filter(|chance| (0.0..=1.0).contains(chance));
            if chance.is_none() {
                let message = format!("a chance lies between 0 and 1, found `{}`", cell.text);
                self.error(cell, message, "for 70 % write 0.7");
            }
            chance
        });
        Certainty {
            signed: self.words(Column::SignedCertainty).unwrap_or_else(exact),
            bound: self.words(Column::BoundCertainty).unwrap_or_else(exact),
            chance,
        }
    }

    /// What the first column of a kind says, if anything.
    fn words(&self, kind: Column) -> Option<String> {
        let cell = self.cells.get(self.columns.first(kind)?)?;
        (!cell.text.is_empty()).then(|| cell.text.clone())
    }

    fn error(&mut self, cell: &GridCell, message: String, help: impl Into<String>) {
        let fault = Fault::error(Some(self.text.place(cell.at.clone())), message);
        self.faults.push(fault.help(help));
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
