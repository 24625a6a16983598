//! What stands in a cell of dates: a day, the form of the instrument, brackets where withdrawn.

use super::names::folded;
use crate::{quantity::Day, treaty::Form};

/// A date with its mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct MarkedDate {
    pub(super) on: Day,
    /// Ratification where there is no mark.
    pub(super) form: Form,
}

/// What a cell says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct CellContent {
    /// The act that holds.
    pub(super) holds: Option<MarkedDate>,
    /// The act in square brackets, which no longer does.
    pub(super) withdrawn: Option<MarkedDate>,
}

/// Months as English and French documents write them, whole or cut short; folded.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "janv"],
    &["february", "feb", "fevrier", "fevr", "fev"],
    &["march", "mar", "mars"],
    &["april", "apr", "avril", "avr"],
    &["may", "mai"],
    &["june", "jun", "juin"],
    &["july", "jul", "juillet", "juil"],
    &["august", "aug", "aout"],
    &["september", "sep", "sept", "septembre"],
    &["october", "oct", "octobre"],
    &["november", "nov", "novembre"],
    &["december", "dec", "decembre"],
];

impl CellContent {
    /// What a cell says; in words why it cannot be read. Nothing for an empty cell or a dash.
    pub(super) fn read(cell: &str) -> Result<CellContent, String> {
        let mut entry = CellContent::default();
        let mut outside = String::new();
        let mut rest = cell;
        while let Some((before, after)) = rest.split_once('[') {
            outside.push_str(before);
            outside.push(' ');
            let Some((inside, beyond)) = after.split_once(']') else {
                return Err(format!("a bracket that is not closed in `{cell}`"));
            };
            // Where a participant withdrew twice, the later act is the one of interest.
            let act = MarkedDate::read(inside)?;
            entry.withdrawn = entry.withdrawn.into_iter().chain(act).max_by_key(|act| act.on);
            rest = beyond;
        }
        outside.push_str(rest);
        if outside.contains(']') {
            return Err(format!("a bracket that is not opened in `{cell}`"));
        }
        entry.holds = MarkedDate::read(&outside)?;
        Ok(entry)
    }
}

impl MarkedDate {
    fn read(text: &str) -> Result<Option<MarkedDate>, String> {
        let words: Vec<&str> = text.split_whitespace().filter(|word| !is_footnote(word)).collect();
        let words = words.as_slice();
        if words.is_empty() || matches!(words, ["-" | "–" | "—"]) {
            return Ok(None);
        }
        let unreadable = || format!("expected a date such as 25 Oct 2025, found `{}`", text.trim());
        let (on, marks) = match words {
            [iso, marks @ ..] if iso.contains('-') => {
                (iso.parse::<Day>().map_err(|_| unreadable())?, marks)
            }
            [day, month, year, marks @ ..] => {
                (written(day, month, year).ok_or_else(unreadable)?, marks)
            }
            _ => return Err(unreadable()),
        };
        let digits = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_digit());
        let marks: Vec<&str> = marks.iter().filter(|word| !digits(word)).copied().collect();
        let form = match marks.as_slice() {
            [] => Form::Ratification,
            [mark] => {
                let inner = mark.trim_matches(['(', ')']);
                let known = Form::from_mark(inner).filter(|_| inner != "r");
                known.ok_or_else(|| {
                    format!("unknown mark `{mark}` after the date in `{}`", text.trim())
                })?
            }
            _ => return Err(unreadable()),
        };
        Ok(Some(MarkedDate { on, form }))
    }
}

/// A date in words, such as `1er mars 2027` or `3 Mar 2027`.
fn written(day: &str, month: &str, year: &str) -> Option<Day> {
    let digits = |text: &str, most: usize| {
        let sound = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| text.parse::<i16>().ok()).flatten()
    };
    let day = digits(day.strip_suffix("er").unwrap_or(day), 2)?;
    let month = folded(month.trim_end_matches('.'));
    let month = MONTHS.iter().position(|names| names.contains(&month.as_str()))? + 1;
    let year = if year.len() == 4 { digits(year, 4)? } else { return None };
    Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// A mark such as `2,3` or `*` that stands alone. Digits alone may be a day or a year.
fn is_footnote(word: &str) -> bool {
    let mark = |letter: char| letter.is_ascii_digit() || ",*†‡§".contains(letter);
    let only_digits = word.bytes().all(|byte| byte.is_ascii_digit());
    word.chars().all(mark) && !only_digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> String {
        let say = |act: Option<MarkedDate>| {
            act.map_or("-".to_owned(), |act| format!("{} {}", act.on, act.form.mark()))
        };
        match CellContent::read(cell) {
            Ok(entry) => format!("{} | {}", say(entry.holds), say(entry.withdrawn)),
            Err(why) => why,
        }
    }

    #[test]
    fn dates_are_read_in_english_and_french() {
        for cell in [
            "25 Oct 2025",
            "25 Oct\t 2025 ",
            "25 October 2025",
            "25 oct. 2025",
            "25 octobre 2025",
            "2025-10-25",
            "25 Oct\u{a0}2025",
            "25 OCT 2025",
            "25 Oct 2025 2,3",
            "25 Oct 2025 *",
        ] {
            assert_eq!(read(cell), "2025-10-25 r | -", "{cell}");
        }
        for (cell, day) in [
            ("1er mars 2027", "2027-03-01"),
            ("3 févr. 2026", "2026-02-03"),
            ("15 août 2026", "2026-08-15"),
            ("9 déc 2003", "2003-12-09"),
            ("12 Sept 2026", "2026-09-12"),
            ("7 juil. 2026", "2026-07-07"),
            ("7 juin 2026", "2026-06-07"),
            ("29 Feb 2028", "2028-02-29"),
        ] {
            assert_eq!(read(cell), format!("{day} r | -"), "{cell}");
        }
    }

    #[test]
    fn marks_tell_the_form_and_their_case_matters() {
        for (cell, mark) in [
            ("3 Mar 2027 a", "a"),
            ("3 Mar 2027 A", "A"),
            ("3 Mar 2027 AA", "AA"),
            ("3 Mar 2027 d", "d"),
            ("3 Mar 2027 c", "c"),
            ("3 Mar 2027 s", "s"),
            ("3 Mar 2027 P", "P"),
            ("3 Mar 2027 (a)", "a"),
            ("3 Mar 2027 a 2", "a"),
        ] {
            assert_eq!(read(cell), format!("2027-03-03 {mark} | -"), "{cell}");
        }
        assert_eq!(read("3 Mar 2027 aa"), "unknown mark `aa` after the date in `3 Mar 2027 aa`");
        assert_eq!(read("3 Mar 2027 x"), "unknown mark `x` after the date in `3 Mar 2027 x`");
    }

    #[test]
    fn brackets_are_withdrawals_and_one_may_come_back() {
        assert_eq!(read("[20 Jan 2021 A]"), "- | 2021-01-20 A");
        assert_eq!(read("[20 Jan 2021 A] 5 May 2023 a"), "2023-05-05 a | 2021-01-20 A");
        assert_eq!(read("[ ]"), "- | -");
        assert_eq!(read("[20 Jan 2021"), "a bracket that is not closed in `[20 Jan 2021`");
        assert_eq!(read("20 Jan 2021]"), "a bracket that is not opened in `20 Jan 2021]`");
    }

    #[test]
    fn what_is_no_date_is_said_and_an_empty_cell_is_none() {
        for cell in ["", " ", "-", "—", "\u{a0}"] {
            assert_eq!(read(cell), "- | -", "{cell}");
        }
        for cell in [
            "30 Feb 2026",
            "25 Okt 2025",
            "25/10/2025",
            "Oct 2025",
            "25 Oct 20253",
            "25 Oct 25",
            "yes",
            "2025",
            "0 Oct 2025",
            "2025-13-01",
        ] {
            assert!(read(cell).starts_with("expected a date such as"), "{cell}: {}", read(cell));
        }
    }
}
