//! Two earlier conventions at the same age, so that a state of play can be weighed.

use crate::{
    quantity::Day,
    text::{Dialect, Table},
};

/// Signatories and instruments of earlier treaties, day by day; its first lines say from where.
const TABLE: &str = include_str!("../../scenarios/benchmarks.csv");

/// Where an earlier treaty stood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Benchmark {
    /// What people call it.
    pub treaty: String,
    /// The day it was opened for signature.
    pub opened: Day,
    /// States that had signed.
    pub signatories: usize,
    /// States that had deposited an instrument.
    pub instruments: usize,
}

/// Where UNTOC and UNCAC stood so many days after they were opened; their record ends in July
/// 2014, ten years after, and does not change from then on.
pub fn benchmarks(age_days: i32) -> Vec<Benchmark> {
    let mut found: Vec<Benchmark> = Vec::new();
    for row in Table::parse(TABLE, Dialect::Spreadsheet).even_rows() {
        let day = |column: usize| row[column].text.parse::<Day>().ok();
        let count = |column: usize| row[column].text.parse().unwrap_or(0);
        let (treaty, Some(opened), Some(on)) = (&row[0].text, day(1), day(2)) else { continue };
        if found.last().is_none_or(|last| last.treaty != *treaty) {
            let treaty = treaty.to_string();
            found.push(Benchmark { treaty, opened, signatories: 0, instruments: 0 });
        }
        if let Some(last) = found.last_mut()
            && (on - opened).0 <= age_days
        {
            (last.signatories, last.instruments) = (count(3), count(4));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(age: i32) -> Vec<String> {
        let say =
            |one: Benchmark| format!("{} {} {}", one.treaty, one.signatories, one.instruments);
        benchmarks(age).into_iter().map(say).collect()
    }

    #[test]
    fn the_record_meets_the_official_entries_into_force() {
        // UNTOC's fortieth instrument came on 1 July 2003, UNCAC's thirtieth on 15 September 2005.
        let day = |text: &str| text.parse::<Day>().unwrap();
        let untoc = (day("2003-07-01") - day("2000-12-12")).0;
        assert!(
            benchmarks(untoc)[0].instruments >= 40 && benchmarks(untoc - 1)[0].instruments < 40
        );
        let uncac = (day("2005-09-15") - day("2003-12-09")).0;
        assert_eq!(benchmarks(uncac)[1].instruments, 30);
        assert!(benchmarks(uncac - 1)[1].instruments < 30);
    }

    #[test]
    fn before_the_first_day_nothing_had_happened() {
        assert_eq!(at(-1), ["UNTOC 0 0", "UNCAC 0 0"]);
        assert_eq!(at(0)[0], "UNTOC 43 0");
    }
}
