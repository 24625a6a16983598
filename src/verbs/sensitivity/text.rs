//! What `sensitivity` says on the terminal.

use super::result::{PerturbationEffect, Sensitivity};
use crate::{
    tally::Difference,
    wording::{long_day, percent, quantile, thousands},
};
use crate::{terminal::screen_table, text::paragraph, wording::assumed::departing};

/// Rows on the terminal.
const BELIEFS: usize = 12;
const STATES: usize = 10;

impl Sensitivity<'_> {
    /// For people.
    pub(super) fn screen(&self) -> String {
        let mut text = paragraph(&format!("What matters most? {}", self.model.title));
        text.push('\n');
        text.push_str(&departing(self.model));
        let median = format!("the median is {}", quantile(self.median));
        let as_is = match (self.model.target, self.chance) {
            (Some(target), Some(chance)) => {
                format!("As it is: {chance} chance of {}; {median}.", long_day(target))
            }
            _ => format!("As it is: {median}."),
        };
        text.push_str(&paragraph(&as_is));
        text.push('\n');
        let beliefs = self.beliefs(self.chance.is_some());
        let rows = beliefs.iter().take(BELIEFS).map(|belief| {
            let points = |end: Option<&PerturbationEffect>| {
                let words = end.and_then(|end| end.chance_gained).map(Difference::in_points);
                words.unwrap_or_else(|| "–".to_owned())
            };
            let days = |end: Option<&PerturbationEffect>| {
                let words = end.and_then(|end| end.days_gained).map(Difference::in_days);
                words.unwrap_or_else(|| "–".to_owned())
            };
            let (down, up) = (belief.down, belief.up);
            let mut cells = vec![belief.name.to_owned(), belief.note()];
            if self.chance.is_some() {
                cells.extend([points(down), points(up)]);
            }
            cells.extend([days(down), days(up)]);
            cells
        });
        let mut heading = vec!["Belief", "Moved to"];
        if self.chance.is_some() {
            heading.extend(["Points: down", "up"]);
        }
        heading.extend(["Days: down", "up"]);
        text.push_str(&screen_table(&heading, rows.collect()));
        text.push_str("Days are those by which the median comes earlier.\n");
        text.push_str(&self.states());
        text.push('\n');
        text.push_str(&paragraph(&format!(
            "{} simulations of the scenario as it is and of its participants, {} of each change; the \
             same draws for all, seed {}; ± is one standard error of the simulation, and does not say \
             how wrong the assumptions may be.",
            thousands(self.plan.runs.get()),
            thousands(self.pairs.get()),
            self.plan.seed.0
        )));
        text
    }

    fn states(&self) -> String {
        if self.chance.is_none() {
            return String::new();
        }
        let rows = self.by_influence().into_iter().take(STATES).filter_map(|index| {
            let found = &self.influence[index];
            let (now, never) = found.role.target_if_now.zip(found.role.target_if_never)?;
            Some(vec![
                self.model.participants[index].name.clone(),
                now.to_string(),
                never.to_string(),
                found.influence()?.in_points(),
                percent(found.among),
                percent(found.role.decisive),
            ])
        });
        let heading = [
            "Participant",
            "If it deposits now",
            "If never",
            "Points",
            "Among the first",
            "Decisive",
        ];
        let words = "Participants without which the target is least likely:\n";
        format!("\n{words}{}", screen_table(&heading, rows.collect()))
    }
}
