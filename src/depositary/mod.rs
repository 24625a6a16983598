//! The depositary's status documents: read, checked against a case, compared, turned into a layer.

mod about;
mod benchmark;
mod change;
mod entry;
mod fit;
mod grid;
mod heading;
mod layer;
mod markup;
mod missing;
mod names;
mod opened;
mod rows;
mod sheet;

use std::path::Path;

use crate::{
    fault::{Fault, Faults, Place, Severity},
    quantity::{Day, sha256},
    scenario::Files,
    text::Text,
    treaty::Form,
};
use about::DocumentHeader;
use grid::Grid;
use opened::{SAVE_AGAIN, text_of};

pub use benchmark::{Benchmark, benchmarks};
pub use change::{Changes, ParticipantStanding, StatusChange, StatusTable};
pub use fit::Older;
pub use layer::StatusLayer;
pub use missing::Missing;
pub use names::{Names, Unknown};

/// A status document: what it says of itself, its table, and what is wrong with it.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Document {
    /// The file as it was named.
    pub name: String,
    /// The treaty's title, where the document gives one.
    pub title: Option<String>,
    /// The day the document says its table is known for; none where it does not say.
    pub as_of: Option<Day>,
    /// Participants in the order of the document, those that could not be read left out.
    pub rows: Vec<DocumentRow>,
    /// What is wrong with it, errors and warnings, in the order of the document.
    pub faults: Vec<Fault>,
    /// SHA-256 of its bytes, hexadecimal; empty where it was not read from bytes.
    pub sha256: String,
}

/// What a status document says of one participant.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct DocumentRow {
    /// The name as the document writes it, without footnote marks.
    pub name: String,
    /// ISO 3166-1 alpha-3 code, or the project's own (EUU, COK, NIU).
    pub code: String,
    /// The day of a signature that holds.
    pub signed: Option<Day>,
    /// The day of an instrument that holds.
    pub bound: Option<Day>,
    /// The form of that instrument; none where there is none.
    pub form: Option<Form>,
    /// What stands in square brackets: it was done once and no longer holds.
    pub withdrawn: Withdrawn,
    /// How sure the days are, as the project's own tables tell it; `exact` for the depositary's.
    pub certainty: Certainty,
    /// Where the row is from, as the project's own tables tell it; else empty.
    pub source: String,
    /// Where the row stands.
    pub place: Place,
}

/// The days of acts that were withdrawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Withdrawn {
    /// The day of a signature that was withdrawn.
    pub signed: Option<Day>,
    /// The day of an instrument that was withdrawn, or of a treaty that was denounced.
    pub bound: Option<Day>,
    /// The form of that instrument; none where there is none.
    pub form: Option<Form>,
    /// The day on which it was withdrawn, where a column tells it.
    pub on: Option<Day>,
}

/// How sure the days of a row are.
#[derive(Clone, PartialEq, Debug)]
pub struct Certainty {
    /// In a word: `exact`, `inferred`, `latest-possible`, `reported`.
    pub signed: String,
    /// The same of the instrument.
    pub bound: String,
    /// The chance that the deposit is real, where it is not sure; from 0 to 1.
    pub chance: Option<f64>,
}

impl Document {
    /// Reads a file of at most 64 MB: the depositary's XML, a saved status page, or a CSV of the
    /// project's own. What is wrong is gathered in `faults`; nothing is guessed.
    pub fn open(files: &Files, path: &Path, names: &Names) -> Document {
        let name = path.display().to_string();
        match files.read(path) {
            Ok(bytes) => Document::read(&name, &bytes, names),
            Err(why) => {
                let help = "name a document saved from the depositary's site, or a CSV";
                let fault = Fault::error(None, format!("{name}: {why}")).help(help);
                Document { faults: vec![fault], ..Document::empty(&name) }
            }
        }
    }

    /// As [`Document::open`], from bytes; `name` is what faults call them.
    pub fn read(name: &str, bytes: &[u8], names: &Names) -> Document {
        let mut document = Document { sha256: sha256(bytes), ..Document::empty(name) };
        let mut faults = Vec::new();
        if let Some(text) = text_of(name, bytes, &mut faults) {
            let page = markup::is_page(text.content());
            let grid = if page {
                markup::page(&text, &mut faults)
            } else if text.content().trim_start().starts_with('<') {
                markup::xml(&text, &mut faults)
            } else {
                sheet::read(&text, &mut faults)
            };
            document.take(&text, &grid, names, &mut faults);
        }
        document.faults = faults;
        document.sort_faults();
        document
    }

    /// The document with its warnings where it has no error; else all its faults.
    ///
    /// # Errors
    ///
    /// Where at least one fault is an error.
    pub fn sound(self) -> Result<Document, Faults> {
        let faults = Faults::stop_on_errors(self.faults)?;
        Ok(Document { faults, ..self })
    }

    fn empty(name: &str) -> Document {
        Document {
            name: name.to_owned(),
            title: None,
            as_of: None,
            rows: Vec::new(),
            faults: Vec::new(),
            sha256: String::new(),
        }
    }

    fn take(&mut self, text: &Text, grid: &Grid, names: &Names, faults: &mut Vec<Fault>) {
        let about = DocumentHeader::from_lines(&grid.lines);
        self.title = about.title.clone();
        self.as_of = about.as_of;
        let broken = faults.iter().any(|fault| fault.severity == Severity::Error);
        match rows::status_tables(text, grid, faults) {
            Some(tables) => {
                for (table, columns) in tables {
                    rows::read(text, table, &columns, names, faults, &mut self.rows);
                }
                rows::no_one_twice(&self.rows, faults);
                self.count(&about, faults);
            }
            // What the reader said already explains why there is no table.
            None if broken => {}
            None => faults.push(no_table(text)),
        }
    }

    /// Says where the document counts other than its table does.
    fn count(&self, about: &DocumentHeader, faults: &mut Vec<Fault>) {
        let signed = self.rows.iter().filter(|row| row.signed.is_some()).count();
        let bound = self.rows.iter().filter(|row| row.bound.is_some()).count();
        let counts =
            [("signatories", about.signatories, signed), ("parties", about.parties, bound)];
        for (what, said, found) in counts {
            if let Some(said) = said.filter(|said| *said != found) {
                let message = format!(
                    "{}: the document counts {said} {what}, its table has {found}",
                    self.name
                );
                faults.push(Fault::warning(None, message));
            }
        }
    }

    /// In the order of the document, those without a place first; at most a screenful or two.
    fn sort_faults(&mut self) {
        let place = |fault: &Fault| fault.place.as_ref().map(|place| (place.line, place.column));
        self.faults.sort_by_key(place);
        let more = self.faults.len().saturating_sub(MOST_FAULTS);
        if more > 0 {
            self.faults.sort_by_key(|fault| (fault.severity, place(fault)));
            self.faults.truncate(MOST_FAULTS);
            let message = format!("{}: {more} more faults are not shown", self.name);
            self.faults.push(Fault::error(None, message));
        }
    }
}

/// More faults than this help nobody.
const MOST_FAULTS: usize = 60;

/// Why a document without a status table may have none.
fn no_table(text: &Text) -> Fault {
    let maintenance = text.content().to_ascii_lowercase().contains("urgent maintenance");
    if maintenance {
        let message =
            format!("{}: this is the page shown while the site is being maintained", text.name());
        return Fault::error(None, message)
            .help("wait until the depositary's site is back, then save the document again");
    }
    let message = format!(
        "{}: no table with a column of participants and one of signatures or instruments",
        text.name()
    );
    Fault::error(None, message).help(SAVE_AGAIN)
}
