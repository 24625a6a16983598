//! What `record` says on the terminal.

use super::result::{Recorded, chance_words, points};
use crate::{
    quantity::When,
    terminal::screen_table,
    wording::{long_day, short_day, short_month},
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

    /// What changed in the chance from the last forecast but one to the last, news by news.
    fn changes(&self) -> String {
        let [.., before, newest] = self.rows else {
            return "There is one forecast; from the next one on it is said what changed.\n"
                .to_owned();
        };
        let (Some((_, was, _)), Some((target, is, _))) = (before.target, newest.target) else {
            return "Without a target there is no chance whose change could be explained.\n"
                .to_owned();
        };
        let mut text = format!(
            "What changed from {} to {} in the chance by {}, in points\n",
            short_day(before.issued_on),
            short_day(newest.issued_on),
            long_day(target)
        );
        let mut lines: Vec<Vec<String>> = self
            .shares
            .iter()
            .map(|one| vec![one.kind.words().to_owned(), one.what.clone(), points(one.change)])
            .collect();
        lines.push(vec!["in all".to_owned(), String::new(), format!("{:+.2}", 100.0 * (is - was))]);
        text.push_str(&screen_table(&["", "", "points"], lines));
        text
    }
}

fn median_words(when: When) -> String {
    when.day().map_or("beyond horizon".to_owned(), short_month)
}
