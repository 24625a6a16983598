//! What a column holds, told by its heading in English or French, never by its place.

use super::{
    grid::{Cell, Table},
    names::folded,
};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Column {
    /// The name of a participant.
    Name,
    /// Its code.
    Code,
    /// The date of its signature.
    Signature,
    /// The date of its instrument.
    Instrument,
    /// The form of the instrument, where it has a column of its own.
    Form,
    /// The project's own: how sure the date of the signature is.
    SignedCertainty,
    /// The project's own: how sure the date of the instrument is.
    BoundCertainty,
    /// The project's own: the day on which the act was withdrawn.
    Withdrawn,
    /// The project's own: the chance that the deposit is real.
    Chance,
    /// Where it is from.
    Source,
    /// Something that has no bearing on entry into force.
    Other,
}

/// The columns of a table and the row its participants begin with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Columns {
    pub(super) kinds: Vec<Column>,
    pub(super) first_row: usize,
}

/// Headings are looked for in so many rows.
const TOP: usize = 6;

/// Words that make a heading one of instruments; folded.
const INSTRUMENT: [&str; 11] = [
    "ratif",
    "accept",
    "approv",
    "access",
    "adhes",
    "approb",
    "consent",
    "confirm",
    "bound",
    "definitive signature",
    "signature definitive",
];

impl Columns {
    /// The columns of a status table; nothing for another table.
    pub(super) fn of(table: &Table) -> Option<Columns> {
        table.iter().take(TOP).enumerate().find_map(|(index, row)| {
            let kinds: Vec<Column> = row.iter().map(kind).collect();
            let has = |kind: Column| kinds.contains(&kind);
            let who = has(Column::Name) || has(Column::Code);
            let what = has(Column::Signature) || has(Column::Instrument);
            (who && what).then_some(Columns { kinds, first_row: index + 1 })
        })
    }

    /// The places of all columns of one kind.
    pub(super) fn all(&self, wanted: Column) -> impl Iterator<Item = usize> {
        let kinds = self.kinds.iter().enumerate();
        kinds.filter_map(move |(place, kind)| (*kind == wanted).then_some(place))
    }

    /// The place of the first column of one kind.
    pub(super) fn first(&self, wanted: Column) -> Option<usize> {
        self.all(wanted).next()
    }
}

fn kind(cell: &Cell) -> Column {
    // A heading is a few words; a longer text is prose that happens to use them.
    if cell.text.chars().count() > 200 {
        return Column::Other;
    }
    let text = folded(&cell.text);
    let text =
        text.trim().trim_end_matches(|letter: char| !letter.is_alphabetic() && letter != ')');
    match text {
        "iso" | "code" => return Column::Code,
        "signed_certainty" => return Column::SignedCertainty,
        "bound_certainty" => return Column::BoundCertainty,
        "withdrawn" => return Column::Withdrawn,
        "chance" => return Column::Chance,
        "form" | "forme" => return Column::Form,
        "source" => return Column::Source,
        "signed" | "signe" => return Column::Signature,
        "name" | "state" | "country" | "etat" | "pays" | "nom" => return Column::Name,
        _ => {}
    }
    let has = |word: &&str| text.contains(*word);
    if text.starts_with("participant") {
        Column::Name
    } else if INSTRUMENT.iter().any(has) {
        Column::Instrument
    } else if has(&"provisional") || has(&"provisoire") || has(&"denunci") || has(&"denonci") {
        Column::Other
    } else if has(&"signature") {
        Column::Signature
    } else if has(&"succession") || has(&"notification") || has(&"instrument") {
        Column::Instrument
    } else {
        Column::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(headings: &[&str]) -> Option<Vec<Column>> {
        let cell = |text: &&str| Cell { text: (*text).to_owned(), ..Cell::default() };
        Columns::of(&vec![headings.iter().map(cell).collect()]).map(|columns| columns.kinds)
    }

    #[test]
    fn columns_are_told_by_their_headings_wherever_they_stand() {
        use Column::{Code, Instrument, Name, Other, Signature};
        for (headings, expected) in [
            (
                &[
                    "Participant",
                    "Signature",
                    "Acceptance(A), Ratification, Approval(AA), Accession(a)",
                ][..],
                vec![Name, Signature, Instrument],
            ),
            (
                &["Ratification, Acceptance(A), Succession(d)", "Participant", "Signature"],
                vec![Instrument, Name, Signature],
            ),
            (
                &["Participant", "Signature, Succession to signature(d)", "Ratification"],
                vec![Name, Signature, Instrument],
            ),
            (
                &[
                    "Participant",
                    "Signature",
                    "Provisional application under Article V",
                    "Consent to be bound(P)",
                ],
                vec![Name, Signature, Other, Instrument],
            ),
            (&["Participant", "Acceptance(A)"], vec![Name, Instrument]),
            (&["Participant 1", "Definitive signature(s)"], vec![Name, Instrument]),
            (
                &[
                    "Participant",
                    "Signature",
                    "Adhésion(a), Ratification, Acceptation(A), Approbation(AA)",
                ],
                vec![Name, Signature, Instrument],
            ),
            (&["iso3", "bound", "signed"], vec![Code, Instrument, Signature]),
            (
                &["État", "Signature", "Confirmation formelle(c), Ratification"],
                vec![Name, Signature, Instrument],
            ),
        ] {
            assert_eq!(kinds(headings), Some(expected), "{headings:?}");
        }
    }

    #[test]
    fn other_tables_are_left_alone() {
        assert_eq!(kinds(&["Participant", "Date of receipt", "Territories"]), None);
        assert_eq!(kinds(&["Entry into force", ":", "29 September 2003"]), None);
        assert_eq!(kinds(&["Signature", "Ratification"]), None);
    }
}
