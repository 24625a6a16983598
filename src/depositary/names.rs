//! Names of participants become codes: known spellings only, near misses suggested, never guessed.

use std::collections::BTreeMap;

use crate::{
    scenario::built_in_files,
    text::{Dialect, Table},
};

/// Former names, official names, French names and common variants, gathered by hand.
const VARIANTS: &str = include_str!("../../scenarios/names.csv");

/// The names by which participants are known.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By key: the code, and the name as it was first given.
    known: BTreeMap<String, (String, String)>,
}

/// A name that is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    /// The nearest known name and its code, where one is near enough to be a slip of the hand.
    pub nearest: Option<(String, String)>,
}

impl Names {
    /// The short names used by the United Nations, and the variants gathered by hand.
    pub fn built_in() -> Names {
        let mut names = Names::default();
        let short = built_in_files().find(|(path, _)| *path == "hanoi/participants.csv");
        for (text, name, code) in [(short.map_or("", |(_, text)| text), 1, 0), (VARIANTS, 0, 1)] {
            for row in Table::parse(text, Dialect::Plain).even_rows() {
                names.add(&row[name].text, &row[code].text);
            }
        }
        names
    }

    /// Makes another name known; what is known already stays as it is.
    pub fn add(&mut self, name: &str, code: &str) {
        let key = key(name);
        if !key.is_empty() && !code.is_empty() {
            self.known.entry(key).or_insert_with(|| (code.to_owned(), name.to_owned()));
        }
    }

    /// The code of the participant of this name. Capitals, accents, `the`, brackets and
    /// punctuation do not matter.
    ///
    /// # Errors
    ///
    /// Where the name is not known, however near it is to one that is.
    pub fn code(&self, name: &str) -> Result<&str, Unknown> {
        let key = key(name);
        if let Some((code, _)) = self.known.get(&key) {
            return Ok(code);
        }
        let length = key.chars().count();
        let most = slips(length);
        let near = self
            .known
            .iter()
            .filter(|(other, _)| other.chars().count().abs_diff(length) <= most)
            .filter_map(|(other, known)| Some((distance(&key, other)?, known)))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, _)| *distance <= most && length > 2 && length < 100);
        Err(Unknown { nearest: near.map(|(_, (code, name))| (name.clone(), code.clone())) })
    }

    /// Whether this is the code of a participant that is known.
    pub fn has_code(&self, code: &str) -> bool {
        self.known.values().any(|(known, _)| known == code)
    }

    /// How many spellings are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}

/// A name without the footnote marks that were left at its end: `China 2,3`.
pub(super) fn without_marks(name: &str) -> &str {
    let mark = |letter: char| {
        letter.is_ascii_digit() || letter.is_whitespace() || ",;*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰".contains(letter)
    };
    name.trim_end_matches(mark).trim_start()
}

/// A name without brackets around all of it, and whether it has them: the depositary puts them
/// around who has withdrawn.
pub(super) fn without_brackets(name: &str) -> (&str, bool) {
    let name = without_marks(name);
    match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => (without_marks(inner), true),
        None => (name, false),
    }
}

/// What two spellings of one name have in common.
fn key(name: &str) -> String {
    let folded = folded(name).replace('&', " and ");
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && *word != "the").map(|word| match word {
        "st" => "saint",
        "ste" => "sainte",
        other => other,
    });
    let mut key = String::new();
    let mut initials = false;
    for word in words {
        // Letters that stand alone are one word: `U.S.A.` is `USA`.
        let initial = word.chars().count() == 1;
        if !key.is_empty() && (!initials || !initial) {
            key.push(' ');
        }
        key.push_str(word);
        initials = initial;
    }
    key
}

/// So many letters may be wrong in a word of this many; of an abbreviation, none.
fn slips(length: usize) -> usize {
    if length < 3 { 0 } else { 1 + length / 6 }
}

/// How many letters two names differ in, where one can be a slip of the hand for the other: word by
/// word, so that no State is offered for another whose name has most words in common with its own.
fn distance(one: &str, other: &str) -> Option<usize> {
    let (words, others) = (one.split(' '), other.split(' '));
    if words.clone().count() != others.clone().count() {
        let joined = |name: &str| name.replace(' ', "");
        return (joined(one) == joined(other)).then_some(1);
    }
    let near = words.zip(others).map(|(word, other)| {
        let distance = strsim::damerau_levenshtein(word, other);
        (distance <= slips(word.chars().count())).then_some(distance)
    });
    near.sum()
}

/// Small letters without accents.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ě' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => folded.push('i'),
            'ñ' | 'ń' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' | 'ū' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'š' | 'ś' | 'ş' => folded.push('s'),
            'ž' | 'ź' | 'ż' => folded.push('z'),
            'ğ' => folded.push('g'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            // Accents that stand beside their letter.
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str) -> String {
        Names::built_in().code(name).map_or_else(|no| format!("{:?}", no.nearest), str::to_owned)
    }

    #[test]
    fn every_name_of_the_list_leads_to_one_code() {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let table = Table::parse(VARIANTS, Dialect::Plain);
        assert_eq!(table.flaws, []);
        for row in &table.rows {
            let [name, code] = [0, 1].map(|column| row[column].text.to_string());
            assert_eq!(Names::built_in().code(&name).unwrap(), code, "{name}");
            assert_eq!(seen.insert(key(&name), code), None, "{name} is listed twice");
            let kinds = ["official", "former", "french", "variant", "extinct"];
            assert!(kinds.contains(&&*row[2].text), "{name}");
        }
    }

    #[test]
    fn short_official_former_and_french_names_are_known() {
        for (name, expected) in [
            ("Viet Nam", "VNM"),
            ("VIETNAM", "VNM"),
            ("Türkiye", "TUR"),
            ("Turkey", "TUR"),
            ("Turquie", "TUR"),
            ("Czech Republic", "CZE"),
            ("Swaziland", "SWZ"),
            ("Burma", "MMR"),
            ("Cape Verde", "CPV"),
            ("The former Yugoslav Republic of Macedonia", "MKD"),
            ("Ivory Coast", "CIV"),
            ("Côte d’Ivoire", "CIV"),
            ("Iran (Islamic Republic of)", "IRN"),
            ("Iran, Islamic Republic of", "IRN"),
            ("Bahamas (The)", "BHS"),
            ("The Gambia", "GMB"),
            ("Netherlands (Kingdom of the)", "NLD"),
            ("St. Lucia", "LCA"),
            ("États-Unis d'Amérique", "USA"),
            ("Congo", "COG"),
            ("Zaire", "COD"),
            ("Saint-Siège", "VAT"),
            ("Union européenne", "EUU"),
            ("Niger", "NER"),
            ("Nigeria", "NGA"),
            ("U.S.A.", "USA"),
            ("U S A", "USA"),
            ("U.K.", "GBR"),
            ("Vatican City", "VAT"),
            ("Holy See (Vatican City State)", "VAT"),
            ("S. Sudan", "SSD"),
            ("Dem. Rep. Congo", "COD"),
            ("Eq. Guinea", "GNQ"),
            ("Solomon Is.", "SLB"),
            ("Marshall Is.", "MHL"),
            ("Bosnia and Herz.", "BIH"),
            ("Korea, South", "KOR"),
            ("Korea, North", "PRK"),
        ] {
            assert_eq!(code(name), expected, "{name}");
        }
    }

    #[test]
    fn a_near_miss_is_suggested_and_a_far_one_is_not() {
        assert_eq!(code("Viet Nahm"), "Some((\"Viet Nam\", \"VNM\"))");
        assert_eq!(code("Azerbijan"), "Some((\"Azerbaijan\", \"AZE\"))");
        // A neighbour is no slip of the hand.
        for name in ["N. Sudan", "Republic of China", "Republic of Chima", "New Guinea"] {
            assert_eq!(code(name), "None", "{name}");
        }
        for name in ["Atlantis", "Korea", "Guin", "", "X"] {
            assert_eq!(code(name), "None", "{name}");
        }
    }

    #[test]
    fn brackets_around_a_name_are_told_from_those_within() {
        for (name, expected) in [
            ("[Burundi]", ("Burundi", true)),
            ("[Burundi 2] 3", ("Burundi", true)),
            ("Burundi", ("Burundi", false)),
            ("Iran (Islamic Republic of)", ("Iran (Islamic Republic of)", false)),
            ("[Burundi", ("[Burundi", false)),
        ] {
            assert_eq!(without_brackets(name), expected, "{name}");
        }
    }

    #[test]
    fn footnote_marks_at_the_end_of_a_name_are_no_part_of_it() {
        for name in ["China 2,3", "China2", "China *", "China ¹", " China 2, 3 "] {
            assert_eq!(without_marks(name), "China");
        }
        assert_eq!(
            without_marks("Lao People's Democratic Republic"),
            "Lao People's Democratic Republic"
        );
    }
}
