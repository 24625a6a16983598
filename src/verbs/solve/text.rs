//! What `solve` says on the terminal.

use super::result::Solved;
use crate::wording::bound::by_day;
use crate::{
    result::{number, sentences::common_draws},
    terminal::screen_table,
    text::paragraph,
    wording::assumed::departing,
};

impl Solved<'_> {
    /// For people.
    pub(super) fn screen(&self) -> String {
        let mut text = paragraph(&format!("What would it take? {}", self.model.title));
        text.push('\n');
        text.push_str(&departing(self.model));
        text.push_str(&paragraph(&format!("{}.", self.answer(self.name))));
        let now = self.now.0.map_or_else(
            || format!("{} as it is", self.key),
            |now| format!("{} is now {}", self.key, number(now)),
        );
        text.push_str(&paragraph(&format!("Without it ({now}) the chance is {}.", self.now.1)));
        text.push('\n');
        let rows = self.sorted().into_iter().map(|one| {
            let mark = if self.found.is_at(one.value) { "← answer" } else { "" };
            vec![number(one.value), one.chance.to_string(), mark.to_owned()]
        });
        let by = format!("In force by {}", by_day(self.model, self.day));
        text.push_str(&screen_table(&[self.name, &by, ""], rows.collect()));
        text.push('\n');
        text.push_str(&paragraph(&common_draws(self.plan)));
        text
    }
}
