//! What `track` says on the terminal.

use super::rows::{ROWS, Tracked};
use crate::wording::{
    bound::{self},
    last_instrument, long_day, short_day,
};
use crate::{
    terminal::screen_table,
    text::paragraph,
    verbs::rows::{departing, runs_words},
};

impl Tracked<'_> {
    /// For people.
    pub(super) fn screen(&self) -> String {
        let mut text = paragraph(&format!("On course? {}", self.model.title));
        text.push('\n');
        text.push_str(&departing(self.model));
        text.push_str(&paragraph(&format!(
            "{} deposits that count by {}; {} chance of being in force by {}, for which it needs \
             the {} by {}.",
            self.recorded(),
            long_day(self.model.as_of),
            bound::chance_by(self.model, self.target, self.track.chance(), |one| one.to_string()),
            long_day(self.target),
            last_instrument(&self.model.rule),
            long_day(self.track.last_day())
        )));
        text.push('\n');
        text.push_str(&paragraph("Deposits that keep the chance of the target at:"));
        let rows = self.some_months(ROWS).into_iter().map(|month| {
            let needed = month.needed.map(|n| n.map_or_else(|| "–".to_owned(), |n| n.to_string()));
            let first = std::iter::once(short_day(month.end));
            first.chain(needed).chain([month.median.to_string()]).collect()
        });
        let heading = ["By", "10%", "50%", "90%", "Half of all futures have"];
        text.push_str(&screen_table(&heading, rows.collect()));
        text.push_str(&self.given());
        text.push('\n');
        text.push_str(&paragraph("– means that too few futures get there to tell."));
        text.push_str(&runs_words(self.plan));
        text
    }
}
