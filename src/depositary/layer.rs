//! A document as a layer over its case: a status table that says everything, and its as-of day.

use super::Document;
use crate::{quantity::Day, scenario::Layer, text::csv_row, treaty::Model};

/// A checked document as a layer over a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusLayer {
    /// The layer's stem: `status-2026-11-30`.
    pub stem: String,
    /// The status table as CSV: a row for each participant of the case, in order of code. What the
    /// document does not say is cleared, so that nothing shines through from below.
    pub table: String,
    document: String,
    sha256: String,
    as_of: Day,
    /// Whether the case has signatories of which only the number is known.
    replaces_unnamed: bool,
}

/// Clears the cell below.
const CLEAR: &str = "-";

impl StatusLayer {
    /// What a document says of the participants of a case by the as-of day.
    pub fn new(document: &Document, case: &Model, as_of: Day) -> StatusLayer {
        let header = [
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
        let from = format!("{} as of {as_of}", file_name(&document.name));
        let mut table = csv_row(header);
        for one in &case.participants {
            let row = document.rows.iter().find(|row| row.code == one.code);
            let cell = |text: Option<String>| text.unwrap_or_else(|| CLEAR.to_owned());
            let holds = row.filter(|row| row.withdrew_all().is_none());
            let bound = row.and_then(|row| row.bound.or(row.withdrawn.bound));
            let signed = row.and_then(|row| row.signed);
            // A signature that was withdrawn is kept where there is nothing later.
            let signed =
                signed.or(row.filter(|_| bound.is_none()).and_then(|row| row.withdrawn.signed));
            let form = row.and_then(|row| row.form.or(row.withdrawn.form));
            let withdrawn = match (row, holds) {
                (Some(row), None) => {
                    Some(row.withdrawn.on.or(one.status.withdrew).unwrap_or(as_of))
                }
                _ => None,
            };
            let certain = |day: Option<Day>, word: Option<&String>| day.and(word.cloned());
            table.push_str(&csv_row([
                one.code.clone(),
                one.name.clone(),
                cell(signed.map(|day| day.to_string())),
                cell(certain(signed, row.map(|row| &row.certainty.signed))),
                cell(bound.map(|day| day.to_string())),
                cell(certain(bound, row.map(|row| &row.certainty.bound))),
                cell(withdrawn.map(|day| day.to_string())),
                cell(form.map(|form| form.mark().to_owned())),
                cell(row.and_then(|row| source(row, &from))),
                cell(
                    row.and_then(|row| row.certainty.chance)
                        .and_then(|chance| bound.map(|_| chance.to_string())),
                ),
            ]));
        }
        StatusLayer {
            stem: format!("status-{as_of}"),
            table,
            document: document.name.clone(),
            sha256: document.sha256.clone(),
            as_of,
            replaces_unnamed: case.unnamed_signatories.is_some(),
        }
    }

    /// The layer with its table inside, to run from a document without writing anything.
    pub fn inline(&self) -> Layer {
        let rows = format!("rows = \"\"\"\n{}\"\"\"\n", escaped(&self.table));
        Layer {
            name: self.document.clone(),
            stem: self.stem.clone(),
            text: self.section(&rows),
            sha256: Some(self.sha256.clone()),
        }
    }

    /// The layer as a file beside its table, `stem`.toml and `stem`.csv.
    pub fn text(&self) -> String {
        let about = format!(
            "# The status as of {}, read by inforce from {}.\n# It lies over its case: a row of the \
             table says all that is known of a participant, and `-`\n# that the document shows \
             nothing there. SHA-256 of the document:\n# {}\n",
            self.as_of,
            file_name(&self.document),
            self.sha256
        );
        about + "\n" + &self.section(&format!("table = \"{}.csv\"\n", self.stem))
    }

    fn section(&self, table: &str) -> String {
        let source = format!(
            "{}, the depositary's document as of {}",
            file_name(&self.document),
            self.as_of
        );
        // The document names all that have signed.
        let unnamed = if self.replaces_unnamed { "signatories_unnamed.count = 0\n" } else { "" };
        format!(
            "[scenario]\nlabel = \"Status of {}\"\n\n[status]\nas_of = {}\n{table}{unnamed}source = \"{}\"\n",
            self.as_of,
            self.as_of,
            escaped(&source)
        )
    }
}

impl super::DocumentRow {
    /// The day of the act that was withdrawn, where nothing after it holds: of the instrument,
    /// else of the signature.
    pub(super) fn withdrew_all(&self) -> Option<Day> {
        match (self.bound, self.withdrawn.bound) {
            (Some(_), _) => None,
            (None, Some(bound)) => Some(bound),
            (None, None) => self.withdrawn.signed.filter(|_| self.signed.is_none()),
        }
    }
}

/// Where a row is from, and what of it was withdrawn; nothing for a participant that did nothing.
fn source(row: &super::DocumentRow, from: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    if row.signed.is_some() || row.bound.is_some() {
        words.push(if row.source.is_empty() { from.to_owned() } else { row.source.clone() });
    }
    if let Some(day) = row.withdrawn.signed {
        words.push(format!("withdrew its signature of {day} ({from})"));
    }
    if let Some(day) = row.withdrawn.bound {
        words.push(format!("withdrew its instrument of {day} ({from})"));
    }
    (!words.is_empty()).then(|| words.join("; "))
}

/// The last part of a path, on any system, as one line.
fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).replace(char::is_control, " ")
}

/// A text within the quotes of a TOML string.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '\\' => escaped.extend(['\\', letter]),
            '\n' => escaped.push('\n'),
            other if other.is_control() => {
                escaped.push_str(&format!("\\u{:04X}", u32::from(other)));
            }
            other => escaped.push(other),
        }
    }
    escaped
}
