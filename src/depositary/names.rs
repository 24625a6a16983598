//! Names of participants become codes: known spellings only, near misses suggested, never guessed.

use std::collections::BTreeMap;

use crate::scenario::built_in_files;

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
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
            for row in reader.records().flatten() {
                names.add(row.get(name).unwrap_or_default(), row.get(code).unwrap_or_default());
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
        let most = 1 + length / 6;
        let near = self
            .known
            .iter()
            .filter(|(other, _)| other.chars().count().abs_diff(length) <= most)
            .map(|(other, known)| (strsim::damerau_levenshtein(&key, other), known))
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

/// What two spellings of one name have in common.
fn key(name: &str) -> String {
    let folded = folded(name).replace('&', " and ");
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && *word != "the").map(|word| match word {
        "st" => "saint",
        "ste" => "sainte",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ")
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
        let mut reader = csv::Reader::from_reader(VARIANTS.as_bytes());
        for row in reader.records().map(Result::unwrap) {
            let (name, code) = (row[0].to_owned(), row[1].to_owned());
            assert_eq!(Names::built_in().code(&name).unwrap(), code, "{name}");
            assert_eq!(seen.insert(key(&name), code), None, "{name} is listed twice");
            let kinds = ["official", "former", "french", "variant", "extinct"];
            assert!(kinds.contains(&&row[2]), "{name}");
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
        ] {
            assert_eq!(code(name), expected, "{name}");
        }
    }

    #[test]
    fn a_near_miss_is_suggested_and_a_far_one_is_not() {
        assert_eq!(code("Viet Nahm"), "Some((\"Viet Nam\", \"VNM\"))");
        assert_eq!(code("Azerbijan"), "Some((\"Azerbaijan\", \"AZE\"))");
        for name in ["Atlantis", "Korea", "Guin", "", "X"] {
            assert_eq!(code(name), "None", "{name}");
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
