//! What a document says of itself around its table: which treaty, as of when, how many.

use super::{grid::GridCell, names::folded};
use crate::quantity::Day;

/// What a document says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct DocumentHeader {
    pub(super) title: Option<String>,
    pub(super) as_of: Option<Day>,
    /// Signatories and parties it counts.
    pub(super) signatories: Option<usize>,
    pub(super) parties: Option<usize>,
}

/// Words by which a treaty calls itself, in English and French; folded. Those of one row mean the
/// same kind.
const KINDS: [&[&str]; 8] = [
    &["convention"],
    &["protocol", "protocole"],
    &["agreement", "accord"],
    &["treaty", "traite"],
    &["amendment", "amendments", "amendement", "amendements"],
    &["statute", "statut"],
    &["covenant", "pacte"],
    &["charter", "charte", "constitution"],
];

/// Words that many titles share; folded.
const COMMON: [&str; 42] = [
    "convention",
    "protocol",
    "protocole",
    "agreement",
    "accord",
    "treaty",
    "traite",
    "amendment",
    "amendement",
    "statute",
    "statut",
    "covenant",
    "pacte",
    "united",
    "nations",
    "unies",
    "international",
    "internationale",
    "against",
    "contre",
    "prevention",
    "suppression",
    "repression",
    "additional",
    "supplementing",
    "concerning",
    "relating",
    "their",
    "under",
    "between",
    "certain",
    "other",
    "dans",
    "pour",
    "relative",
    "relatif",
    "sur",
    "with",
    "from",
    "des",
    "les",
    "avec",
];

impl DocumentHeader {
    pub(super) fn from_lines(lines: &[GridCell]) -> DocumentHeader {
        let mut about = DocumentHeader::default();
        for line in lines {
            about.as_of = about.as_of.or_else(|| as_of(&line.text));
            about.signatories = about
                .signatories
                .or_else(|| number_after(&line.text, &["signatories", "signataires"]));
            about.parties = about.parties.or_else(|| number_after(&line.text, &["parties"]));
        }
        about.title = lines.iter().find_map(title);
        about
    }
}

/// Whether a document of this title can be of the treaty a case calls `case`: the same kind of
/// treaty, and at least half of the words that tell the case's title from others, endings apart.
pub(super) fn may_be(title: &str, case: &str) -> bool {
    // A case's title may give a short name in brackets, or the other language's title.
    let plain = |text: &str| folded(text).replace(['(', ')', '[', ']'], " ");
    let (title, case) = (plain(title), plain(case));
    if let (Some(one), Some(other)) = (kind(&title), kind(&case))
        && one != other
    {
        return false;
    }
    let (wanted, found) = (telling(&case), telling(&title));
    let among = |word: &str, others: &[&str]| others.iter().any(|other| alike(word, other));
    let hits = wanted.iter().filter(|word| among(word, &found)).count();
    // A document may well give a shorter title than the case does.
    2 * hits >= wanted.len() || found.iter().all(|word| among(word, &wanted))
}

/// The first word of a title that says what kind of treaty it is, as a number.
fn kind(title: &str) -> Option<usize> {
    let mut words = title.split(|letter: char| !letter.is_alphanumeric());
    words.find_map(|word| KINDS.iter().position(|names| names.contains(&word)))
}

fn telling(title: &str) -> Vec<&str> {
    let words = title.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.len() > 3 && !COMMON.contains(word)).collect()
}

/// Whether two words are one but for their endings: `corruption`, `corrompre`; `transnational`,
/// `transnationale`.
fn alike(one: &str, other: &str) -> bool {
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    common >= 5 || one == other
}

fn title(line: &GridCell) -> Option<String> {
    let text = line.text.trim();
    let (number, rest) = after_number(text);
    let named =
        ["title", "titre", "treatyname", "head"].iter().any(|name| line.element.contains(name));
    let length = rest.chars().count();
    let one = kind(&folded(rest)).is_some() && (8..=600).contains(&length);
    (one && (number || named)).then(|| rest.to_owned())
}

/// A title without the number the depositary gives it: `9.`, `12. a)`, `2. b.`
fn after_number(text: &str) -> (bool, &str) {
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    if !(1..=3).contains(&digits) || !text[digits..].trim_start().starts_with('.') {
        return (false, text);
    }
    let rest = text[digits..].trim_start().trim_start_matches('.').trim_start();
    let mut letters = rest.char_indices();
    match (letters.next(), letters.next()) {
        (Some((_, letter)), Some((at, '.' | ')'))) if letter.is_alphabetic() => {
            (true, rest[at + 1..].trim_start())
        }
        // The depositary's pages have `11. b Optional Protocol`; `2. A treaty` begins with a word.
        (Some((_, letter)), Some((at, blank)))
            if letter.is_lowercase()
                && blank.is_whitespace()
                && rest[at..].trim_start().starts_with(char::is_uppercase) =>
        {
            (true, rest[at..].trim_start())
        }
        _ => (true, rest),
    }
}

/// The day of `STATUS AS AT : 03-02-2026 10:16:18 EDT` or its like in French; day before month.
fn as_of(text: &str) -> Option<Day> {
    let folded = folded(text);
    let marks = [
        "status as at",
        "status as of",
        "etat au",
        "situation au",
        "statut au",
        "etat a la date du",
    ];
    let rest = marks.iter().find_map(|mark| folded.split_once(mark)).map(|(_, rest)| rest)?;
    let rest = rest.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let parts: Vec<&str> = rest[..end].split(['-', '/', '.']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    if day.len() == 4 {
        return Day::new(day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    }
    Day::new(year.parse().ok().filter(|_| year.len() == 4)?, month.parse().ok()?, day.parse().ok()?)
}

/// The whole number after one of these words, as in `Signatories : 95. Parties : 74`.
fn number_after(text: &str, words: &[&str]) -> Option<usize> {
    let folded = folded(text);
    let (_, rest) = words.iter().find_map(|word| folded.split_once(word))?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(lines: &[&str]) -> DocumentHeader {
        let cell = |text: &&str| GridCell { text: (*text).to_owned(), ..GridCell::default() };
        DocumentHeader::from_lines(&lines.iter().map(cell).collect::<Vec<_>>())
    }

    #[test]
    fn a_page_says_which_treaty_as_of_when_and_how_many() {
        let found = about(&[
            "United Nations Treaty Collection",
            "STATUS AS AT : 03-02-2026 10:16:18 EDT",
            "CHAPTER XVIII",
            "16. United Nations Convention against Cybercrime",
            "Signatories : 95. Parties : 74",
        ]);
        assert_eq!(found.title.as_deref(), Some("United Nations Convention against Cybercrime"));
        assert_eq!(found.as_of, Day::new(2026, 2, 3));
        assert_eq!((found.signatories, found.parties), (Some(95), Some(74)));
        let french = about(&[
            "ETAT AU : 21-11-2026",
            "12. a) Protocole additionnel",
            "Signataires : 3. Parties : 0",
        ]);
        assert_eq!(french.as_of, Day::new(2026, 11, 21));
        assert_eq!(french.title.as_deref(), Some("Protocole additionnel"));
        assert_eq!((french.signatories, french.parties), (Some(3), Some(0)));
        for (line, title) in [
            ("11 . b Optional Protocol to a Convention", "Optional Protocol to a Convention"),
            ("11. b. Optional Protocol", "Optional Protocol"),
            ("9. A Convention of Its Own", "A Convention of Its Own"),
            ("9. a convention of its own", "a convention of its own"),
        ] {
            assert_eq!(about(&[line]).title.as_deref(), Some(title), "{line}");
        }
        assert_eq!(
            about(&["Participants", "about 25 parties", "2025. 3"]),
            DocumentHeader::default()
        );
    }

    #[test]
    fn one_treaty_is_told_from_another_by_kind_and_by_its_own_words() {
        let hanoi = "United Nations Convention against Cybercrime (Hanoi Convention)";
        let untoc = "United Nations Convention against Transnational Organized Crime";
        for (title, case) in [
            (
                "United Nations Convention against Cybercrime; Strengthening International Cooperation for Combating Certain Crimes",
                hanoi,
            ),
            ("Convention des Nations Unies contre la cybercriminalité", hanoi),
            (untoc, untoc),
            ("Convention des Nations Unies contre la criminalité transnationale organisée", untoc),
            ("Paris Agreement", "Paris Agreement"),
            ("Accord de Paris", "Paris Agreement"),
        ] {
            assert!(may_be(title, case), "{title} / {case}");
        }
        for (title, case) in [
            ("United Nations Convention against Corruption", hanoi),
            (hanoi, "United Nations Convention against Corruption"),
            (
                "Protocol against the Smuggling of Migrants, supplementing the United Nations Convention against Transnational Organized Crime",
                untoc,
            ),
            ("Paris Agreement", hanoi),
            (
                "Treaty on the Prohibition of Nuclear Weapons",
                "Comprehensive Nuclear-Test-Ban Treaty",
            ),
        ] {
            assert!(!may_be(title, case), "{title} / {case}");
        }
    }
}
