//! Sheets that experts filled in become answers, or all that is wrong with them.

use std::collections::BTreeMap;

use super::Answer;
use crate::{
    depositary::Names,
    fault::{Fault, Faults, did_you_mean},
    text::{Cell, Dialect, Table, Text},
    treaty::delay::ThreePoint,
};

/// The columns a sheet has to have, in any order.
pub(super) const COLUMNS: [&str; 6] = ["participant", "least", "likely", "most", "never", "expert"];

/// Those and the ones that may stand beside them.
const KNOWN: [&str; 8] =
    ["participant", "name", "least", "likely", "most", "never", "expert", "note"];

/// Reads sheets, each with the name faults call it. Where no expert is named in a row, the file's
/// name without its ending stands for one. A row without numbers is no answer.
///
/// # Errors
///
/// All faults of all sheets, in their order.
pub fn read(sheets: &[(String, Vec<u8>)], names: &Names) -> Result<Vec<Answer>, Faults> {
    let (mut answers, mut faults) = (Vec::new(), Vec::new());
    for (name, bytes) in sheets {
        match Text::read(name.as_str(), bytes) {
            Ok(text) => answers.extend(answers_of(&text, names, &mut faults)),
            Err(why) => faults.push(why.fault(name)),
        }
    }
    no_one_twice(&answers, &mut faults);
    if faults.is_empty() && answers.is_empty() {
        let message = "no expert has answered: every row is without numbers";
        faults.push(Fault::error(None, message).help("fill in least, likely, most and never"));
    }
    faults.sort_by_key(|fault| {
        let place = fault.place.as_ref();
        let sheet = |file: &str| sheets.iter().position(|(name, _)| name == file);
        place.map(|place| (sheet(&place.file), place.line, place.column))
    });
    Faults::stop_on_errors(faults)?;
    Ok(answers)
}

/// The way out of a sheet that is none.
const BEGIN: &str = "`inforce experts template SCENARIO` makes a sheet to fill in";

/// The answers of one sheet.
fn answers_of(text: &Text, names: &Names, faults: &mut Vec<Fault>) -> Vec<Answer> {
    let name = text.name();
    let table = Table::parse(text.content(), Dialect::Spreadsheet);
    faults.extend(table.faults(text));
    if table.header.is_empty() {
        faults.push(Fault::error(None, format!("{name}: the sheet is empty")).help(BEGIN));
        return Vec::new();
    }
    let Some(columns) = columns(text, &table, faults) else { return Vec::new() };
    let stem = std::path::Path::new(name).file_stem().and_then(|stem| stem.to_str());
    let answer = |row: &[Cell<'_>]| {
        let cells = columns.map(|column| &row[column]);
        SheetRow { text, cells, names, faults: &mut *faults }.answer(stem.unwrap_or(name))
    };
    table.even_rows().filter_map(answer).collect()
}

/// The place in a row of each of [`COLUMNS`], whose names may have capitals.
fn columns(text: &Text, table: &Table<'_>, faults: &mut Vec<Fault>) -> Option<[usize; 6]> {
    let header = table.header.iter();
    let small = |cell: &Cell<'_>| Cell { text: cell.text.to_lowercase().into(), ..cell.clone() };
    let table = Table { header: header.map(small).collect(), ..Table::default() };
    let place = |cell: &Cell<'_>| Some(text.place(cell.at.clone()));
    let missing: Vec<&str> =
        COLUMNS.into_iter().filter(|column| table.column(column).is_none()).collect();
    let before = faults.len();
    for heading in table.headings(&KNOWN).filter(|heading| !heading.cell.text.is_empty()) {
        let name = &heading.cell.text;
        if !heading.known {
            let near = did_you_mean(heading.near.filter(|near| missing.contains(near)));
            let fault = Fault::error(place(heading.cell), format!("unknown column `{name}`{near}"));
            faults.push(fault.help(format!("keep {}", KNOWN.join(", "))));
        } else if heading.twice {
            let fault = Fault::error(place(heading.cell), format!("two columns `{name}`"));
            faults.push(fault.help("take one of them out"));
        }
    }
    if !missing.is_empty() {
        let message = format!("{}: without the column {}", text.name(), missing.join(", "));
        faults.push(Fault::error(table.header.first().and_then(place), message).help(BEGIN));
    }
    (faults.len() == before).then(|| COLUMNS.map(|column| table.column(column).unwrap_or(0)))
}

/// Says where one expert answers twice for one participant.
fn no_one_twice(answers: &[Answer], faults: &mut Vec<Fault>) {
    let mut seen: BTreeMap<(&str, &str), &Answer> = BTreeMap::new();
    for answer in answers {
        let key = (answer.expert.as_str(), answer.code.as_str());
        if let Some(first) = seen.get(&key) {
            let message = format!("{} answers twice for {}", answer.expert, answer.code);
            let fault = Fault::error(Some(answer.place.clone()), message);
            let help = "keep the answer that is meant, or name two experts";
            faults.push(fault.help(help).note(Some(first.place.clone()), "the first answer"));
        } else {
            seen.insert(key, answer);
        }
    }
}

/// One row as it is read; cells in the order of [`COLUMNS`].
struct SheetRow<'a> {
    text: &'a Text,
    cells: [&'a Cell<'a>; 6],
    names: &'a Names,
    faults: &'a mut Vec<Fault>,
}

impl SheetRow<'_> {
    fn answer(mut self, stem: &str) -> Option<Answer> {
        let [who, least, likely, most, never, expert] = self.cells;
        if [least, likely, most, never].iter().all(|cell| cell.text.is_empty()) {
            return None;
        }
        let code = self.code(who);
        let never = if never.text.is_empty() { Some(0.0) } else { self.never(never) };
        // Who never deposits has no delay.
        let surely_never = never.is_some_and(|never| never >= 1.0);
        let blank = [least, likely, most].iter().all(|cell| cell.text.is_empty());
        let months = if surely_never && blank {
            Some(None)
        } else {
            let months = [least, likely, most].map(|cell| self.months(cell));
            let [Some(a), Some(b), Some(c)] = months else { return None };
            self.ordered(ThreePoint { least: a, likely: b, most: c }).map(Some)
        };
        let expert = if expert.text.is_empty() { stem } else { &*expert.text };
        Some(Answer {
            expert: expert.to_owned(),
            code: code?,
            months: months?,
            never: never?,
            place: self.text.place(who.at.clone()),
        })
    }

    fn code(&mut self, who: &Cell<'_>) -> Option<String> {
        let text = &*who.text;
        if text.is_empty() {
            self.error(who, "a row without a participant".to_owned(), "write its name or code");
            return None;
        }
        if text.len() == 3 && self.names.has_code(text) {
            return Some(text.to_owned());
        }
        match self.names.code(text) {
            Ok(code) => Some(code.to_owned()),
            Err(unknown) => {
                let near =
                    unknown.nearest.map(|(name, code)| format!("did you mean `{name}` ({code})?"));
                let message = format!("no participant is known as `{text}`");
                let help = near.unwrap_or_else(|| "write its short name or its code".to_owned());
                self.error(who, message, &help);
                None
            }
        }
    }

    fn months(&mut self, cell: &Cell<'_>) -> Option<f64> {
        let months = self.number(cell, "a number of months from 0")?;
        if (0.0..=1200.0).contains(&months) {
            return Some(months);
        }
        let message = format!("expected months from 0 to 1200, found {months}");
        self.error(cell, message, "months are counted from the as-of day on");
        None
    }

    fn never(&mut self, cell: &Cell<'_>) -> Option<f64> {
        let percent = cell.text.strip_suffix('%').map(str::trim_end);
        let number = match percent.and_then(|text| text.parse::<f64>().ok()) {
            Some(number) => number.max(1.000_001),
            None => self.number(cell, "a chance from 0 to 1")?,
        };
        if (0.0..=1.0).contains(&number) {
            return Some(number);
        }
        let message = format!("a chance lies between 0 and 1, found `{}`", cell.text);
        let percent = percent.unwrap_or(&cell.text).parse::<f64>().unwrap_or(number);
        let help = if (0.0..=100.0).contains(&percent) {
            format!("for {percent} % write {}", percent / 100.0)
        } else {
            "0 is surely some day, 1 is surely never".to_owned()
        };
        self.error(cell, message, &help);
        None
    }

    fn number(&mut self, cell: &Cell<'_>, expected: &str) -> Option<f64> {
        let text = &*cell.text;
        if let Some(number) = text.parse::<f64>().ok().filter(|number| number.is_finite()) {
            return Some(number);
        }
        let pointed = text.replacen(',', ".", 1);
        let help = if text.is_empty() {
            "fill in the rest of the row, or leave all of it empty".to_owned()
        } else if text.contains(',') && pointed.parse::<f64>().is_ok() {
            format!("decimals stand after a point: write {pointed}")
        } else {
            "write digits alone, such as 12 or 4.5".to_owned()
        };
        self.error(cell, format!("expected {expected}, found `{text}`"), &help);
        None
    }

    /// The three in their order; says which is out of it.
    fn ordered(&mut self, months: ThreePoint) -> Option<ThreePoint> {
        let ThreePoint { least, likely, most } = months;
        let (cell, message) = if likely > most {
            (2, format!("likely ({likely}) is above most ({most})"))
        } else if likely < least {
            (2, format!("likely ({likely}) is below least ({least})"))
        } else if most <= least {
            (3, format!("most ({most}) is not above least ({least})"))
        } else {
            return Some(months);
        };
        self.error(self.cells[cell], message, "least, likely and most rise from left to right");
        None
    }

    fn error(&mut self, cell: &Cell<'_>, message: String, help: &str) {
        self.faults.push(Fault::error(Some(self.text.place(cell.at.clone())), message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        match read(&[("a.csv".to_owned(), text.as_bytes().to_vec())], &Names::built_in()) {
            Ok(answers) => answers
                .iter()
                .map(|one| {
                    let months = one
                        .months
                        .map_or("-".to_owned(), |m| format!("{} {} {}", m.least, m.likely, m.most));
                    format!("{} {} {months} {}", one.expert, one.code, one.never)
                })
                .collect(),
            Err(faults) => faults
                .iter()
                .map(|fault| format!("{fault} [{}]", fault.help.as_deref().unwrap_or("")))
                .collect(),
        }
    }

    const HEAD: &str = "participant,least,likely,most,never,expert\n";

    #[test]
    fn answers_are_read_from_any_spreadsheet() {
        let expected = ["Ana FRA 6 12 36 0.1", "Ana VNM 1 2 3 0", "a DEU - 1"];
        let rows = "France,6,12,36,0.1,Ana\nVNM,1,2,3,,Ana\nGermany,,,,1,\nMali,,,,,Ana\n";
        let plain = format!("{HEAD}{rows}");
        assert_eq!(told(&plain), expected);
        assert_eq!(told(&format!("\u{feff}{}", plain.replace(',', ";"))), expected);
        assert_eq!(told(&plain.replace(',', "\t").replace('\n', "\r\n")), expected);
    }

    #[test]
    fn what_experts_get_wrong_is_said_all_at_once_with_the_way_out() {
        let rows = "France;6;48;36;0.1;Ana\nFrance;6;12;36;30;Ana\nViet Nan;6;12;36;0;Ana\n\
                    Mali;3,5;12;36;20 %;Ana\nPeru;6;;36;0;Ana\nPER;9;9;9;0;Ana\n\
                    Chad;1;2;3;0;Ana\nTCD;1;2;3;0;Ana\nTogo;1;2;3;2000;\nNobody;1;2;3;0;Ana\n";
        assert_eq!(
            told(&format!("{}{rows}", HEAD.replace(',', ";"))),
            [
                "a.csv:2:10: error: likely (48) is above most (36) [least, likely and most rise from left to right]",
                "a.csv:3:16: error: a chance lies between 0 and 1, found `30` [for 30 % write 0.3]",
                "a.csv:4:1: error: no participant is known as `Viet Nan` [did you mean `Viet Nam` (VNM)?]",
                "a.csv:5:6: error: expected a number of months from 0, found `3,5` [decimals stand after a point: write 3.5]",
                "a.csv:5:16: error: a chance lies between 0 and 1, found `20 %` [for 20 % write 0.2]",
                "a.csv:6:8: error: expected a number of months from 0, found `` [fill in the rest of the row, or leave all of it empty]",
                "a.csv:7:9: error: most (9) is not above least (9) [least, likely and most rise from left to right]",
                "a.csv:9:1: error: Ana answers twice for TCD [keep the answer that is meant, or name two experts]",
                "a.csv:10:12: error: a chance lies between 0 and 1, found `2000` [0 is surely some day, 1 is surely never]",
                "a.csv:11:1: error: no participant is known as `Nobody` [write its short name or its code]",
            ]
        );
    }

    #[test]
    fn a_sheet_without_its_columns_is_refused() {
        let said = told("participant,least,likly,most,expert\nFrance,1,2,3,Ana\n");
        assert!(said[0].starts_with("a.csv:1:1: error: a.csv: without the column likely, never ["));
        assert!(said[1].contains("unknown column `likly`; did you mean `likely`?"), "{said:?}");
        assert!(told("")[0].contains("the file is empty"));
        assert!(told(HEAD)[0].contains("no expert has answered"));
        assert!(told(&format!("{HEAD}France,3,5,12,36,0.1,Ana\n"))[0].contains("expected 6 cells"));
    }
}
