//! What a column holds, told by its heading in English or French, never by its place.

use super::{
    grid::{CellGrid, GridCell},
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
    /// The date of a notification: an instrument where the table has no other.
    Notification,
    /// The form of the instrument, where it has a column of its own.
    Form,
    /// The project's own: how sure the date of the signature is.
    SignedCertainty,
    /// The project's own: how sure the date of the instrument is.
    BoundCertainty,
    /// The day on which the act was withdrawn, or the treaty denounced.
    Withdrawal(Telling),
    /// The project's own: the chance that the deposit is real.
    Chance,
    /// Where it is from.
    Source,
    /// Something that has no bearing on entry into force.
    Other,
}

/// Which day of a withdrawal a column tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Telling {
    /// From which it has effect.
    Effect,
    /// One of the two.
    Either,
    /// On which notice was given.
    Notice,
}

impl Telling {
    /// The one that counts first.
    pub(super) const ALL: [Telling; 3] = [Telling::Effect, Telling::Either, Telling::Notice];
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

/// Words that make a heading one of withdrawals; folded.
const WITHDRAWAL: [&str; 6] = ["withdr", "denunc", "denonc", "denounc", "retrait", "terminat"];

/// Things that are withdrawn without any bearing on entry into force; folded.
const NO_INSTRUMENT: [&str; 4] = ["reserv", "declar", "objection", "communication"];

impl Columns {
    /// The columns of a status table; nothing for another table.
    pub(super) fn find_in(table: &CellGrid) -> Option<Columns> {
        table.iter().take(TOP).enumerate().find_map(|(index, row)| {
            let mut kinds: Vec<Column> = row.iter().map(kind).collect();
            let instrument = kinds.contains(&Column::Instrument);
            for kind in kinds.iter_mut().filter(|kind| **kind == Column::Notification) {
                *kind = if instrument { Column::Other } else { Column::Instrument };
            }
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

fn kind(cell: &GridCell) -> Column {
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
        "bound_certainty" | "deposited_certainty" => return Column::BoundCertainty,
        "chance" => return Column::Chance,
        "form" | "forme" => return Column::Form,
        "source" => return Column::Source,
        "signed" | "signe" => return Column::Signature,
        "deposited" => return Column::Instrument,
        "name" | "state" | "country" | "etat" | "pays" | "nom" => return Column::Name,
        _ => {}
    }
    let has = |word: &&str| text.contains(*word);
    if text.starts_with("participant") {
        Column::Name
    } else if let Some(column) = withdrawal(text) {
        column
    } else if INSTRUMENT.iter().any(has) {
        Column::Instrument
    } else if has(&"provisional") || has(&"provisoire") {
        Column::Other
    } else if has(&"signature") {
        Column::Signature
    } else if has(&"succession") || has(&"instrument") {
        Column::Instrument
    } else if has(&"notification") {
        Column::Notification
    } else {
        Column::Other
    }
}

/// What a heading says of withdrawals; nothing where that is not what it is about.
fn withdrawal(text: &str) -> Option<Column> {
    let first = |words: &[&str]| words.iter().filter_map(|word| text.find(word)).min();
    let has = |words: &[&str]| first(words).is_some();
    let at = first(&WITHDRAWAL)?;
    // `Ratification, Denunciation` is a column of instruments, `Withdrawal of acceptance` is not.
    if first(&INSTRUMENT).is_some_and(|instrument| instrument < at) {
        return None;
    }
    Some(if has(&NO_INSTRUMENT) {
        Column::Other
    } else if has(&["effect", "effet", "effic", "entry into force", "entree en vigueur"]) {
        Column::Withdrawal(Telling::Effect)
    } else if has(&["noti", "receipt", "received", "recu", "recep", "deposit", "depot"]) {
        Column::Withdrawal(Telling::Notice)
    } else {
        Column::Withdrawal(Telling::Either)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(headings: &[&str]) -> Option<Vec<Column>> {
        let cell = |text: &&str| GridCell { text: (*text).to_owned(), ..GridCell::default() };
        Columns::find_in(&vec![headings.iter().map(cell).collect()]).map(|columns| columns.kinds)
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
            (&["iso3", "deposited", "signed"], vec![Code, Instrument, Signature]),
            (
                &["Participant", "Signature", "Ratification", "Notification under article 25"],
                vec![Name, Signature, Instrument, Other],
            ),
            (&["Participant", "Notification"], vec![Name, Instrument]),
            (
                &["État", "Signature", "Confirmation formelle(c), Ratification"],
                vec![Name, Signature, Instrument],
            ),
        ] {
            assert_eq!(kinds(headings), Some(expected), "{headings:?}");
        }
    }

    #[test]
    fn withdrawals_are_told_by_their_headings() {
        use Column::{Instrument, Other, Withdrawal};
        use Telling::{Effect, Either, Notice};
        for (heading, expected) in [
            ("withdrawn", Withdrawal(Either)),
            ("Denunciation", Withdrawal(Either)),
            ("Denounced on", Withdrawal(Either)),
            ("Withdrawal", Withdrawal(Either)),
            ("Date of withdrawal", Withdrawal(Either)),
            ("Date of Denunciation 2", Withdrawal(Either)),
            ("Date of termination", Withdrawal(Either)),
            ("Dénonciation", Withdrawal(Either)),
            ("Date du retrait", Withdrawal(Either)),
            ("Withdrawal of acceptance", Withdrawal(Either)),
            ("Notification of withdrawal", Withdrawal(Notice)),
            ("Notice of denunciation", Withdrawal(Notice)),
            ("Withdrawal: date of receipt", Withdrawal(Notice)),
            ("Denunciation (effective date)", Withdrawal(Effect)),
            ("Date of effect of withdrawal", Withdrawal(Effect)),
            ("Prise d'effet du retrait", Withdrawal(Effect)),
            ("Withdrawal of reservations", Other),
            ("Retrait de déclaration", Other),
            ("Ratification, Accession(a), Denunciation", Instrument),
        ] {
            let kinds = kinds(&["Participant", "Signature", heading]);
            assert_eq!(kinds.map(|kinds| kinds[2]), Some(expected), "{heading}");
        }
    }

    #[test]
    fn other_tables_are_left_alone() {
        assert_eq!(kinds(&["Participant", "Date of receipt", "Territories"]), None);
        assert_eq!(kinds(&["Entry into force", ":", "29 September 2003"]), None);
        assert_eq!(kinds(&["Signature", "Ratification"]), None);
    }
}
