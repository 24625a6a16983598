//! What `record` says on the terminal.

use super::rows::{Recorded, chance_words};
use crate::quantity::When;
use crate::{
    terminal::screen_table,
    wording::{short_day, short_month},
};

/// Rows named on the terminal.
const LATEST: usize = 12;

impl Recorded<'_> {
    /// For people.
    pub(super) fn screen(&self) -> String {
        let mut text = format!("The record of forecasts: {}\n\n", self.model.title);
        let heading = ["Issued", "As of", "Instruments", "Target", "Chance", "Median in force"];
        let first = self.rows.len().saturating_sub(LATEST);
        let lines = self.rows[first..].iter().map(|one| {
            vec![
                short_day(one.issued_on),
                short_day(one.as_of),
                one.instruments.to_string(),
                one.target.map_or("–".to_owned(), |(day, ..)| short_day(day)),
                one.target
                    .map_or("–".to_owned(), |(_, chance, error)| chance_words(chance, error)),
                median_words(one.in_force[3]),
            ]
        });
        text.push_str(&screen_table(&heading, lines.collect()));
        if first > 0 {
            text.push_str(&format!(" and {first} earlier ones\n"));
        }
        text.push('\n');
        text.push_str(&self.changes());
        text
    }
}

fn median_words(when: When) -> String {
    when.day().map_or("beyond horizon".to_owned(), short_month)
}
