//! The forms in which a participant is bound, and their marks in status tables.

use std::fmt;

/// How a participant expressed its consent to be bound.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[non_exhaustive]
pub enum Form {
    /// Ratification: `r`; documents write no mark after the date.
    Ratification,
    /// Acceptance: `A`.
    Acceptance,
    /// Approval: `AA`.
    Approval,
    /// Accession: `a`.
    Accession,
    /// Succession: `d`. After the date of a signature: succession to the signature.
    Succession,
    /// Definitive signature: `s`.
    DefinitiveSignature,
    /// Formal confirmation: `c`.
    FormalConfirmation,
    /// Consent to be bound: `P`.
    Consent,
    /// Simplified procedure: `p`.
    SimplifiedProcedure,
}

/// Marks and the forms they stand for.
const MARKS: [(&str, Form, &str); 9] = [
    ("r", Form::Ratification, "ratification"),
    ("A", Form::Acceptance, "acceptance"),
    ("AA", Form::Approval, "approval"),
    ("a", Form::Accession, "accession"),
    ("d", Form::Succession, "succession"),
    ("s", Form::DefinitiveSignature, "definitive signature"),
    ("c", Form::FormalConfirmation, "formal confirmation"),
    ("P", Form::Consent, "consent to be bound"),
    ("p", Form::SimplifiedProcedure, "simplified procedure"),
];

impl Form {
    /// The mark in the project's tables: `r`, `A`, `AA`, `a`, `d`, `s`, `c`, `P`, `p`.
    pub fn mark(self) -> &'static str {
        MARKS.iter().find(|(_, form, _)| *form == self).map_or("r", |(mark, _, _)| mark)
    }

    /// The form a mark stands for; small and capital letters differ.
    pub fn from_mark(mark: &str) -> Option<Form> {
        MARKS.iter().find(|(known, _, _)| *known == mark).map(|(_, form, _)| *form)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = MARKS.iter().find(|(_, form, _)| form == self).map(|(_, _, words)| *words);
        f.write_str(words.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_read_back() {
        for (mark, form, _) in MARKS {
            assert_eq!((form.mark(), Form::from_mark(mark)), (mark, Some(form)));
        }
    }
}
