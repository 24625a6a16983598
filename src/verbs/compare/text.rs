//! What `compare` says on the terminal.

use super::result::{Compared, days_words, from_to};
use crate::{
    result::sentences::common_draws, terminal::screen_table, text::paragraph,
    wording::assumed::departing,
};
use crate::{
    tally::{Attribution, AttributionStep, Difference, Milestone},
    wording::{percent, quantile, short_day},
};

impl Compared<'_> {
    /// For people: lines of at most 100 columns.
    pub(super) fn screen(&self) -> String {
        let mut text = String::new();
        if let Some(model) = self.models.first() {
            text = format!("What would change it? {}\n\n", model.title);
            text.push_str(&departing(model));
        }
        let by: Vec<String> = self
            .days
            .iter()
            .map(|day| format!("By {}{}", short_day(*day), self.bound(*day)))
            .collect();
        let mut heading = vec!["Scenario"];
        heading.extend(by.iter().map(String::as_str));
        heading.extend(["5%", "Median in force", "95%"]);
        let rows = self.labels.iter().zip(&self.side.dates).map(|(name, dates)| {
            let at = |share| quantile(dates.quantile(Milestone::InForce, share));
            let mut cells = vec![name.clone()];
            let days = self.days.iter();
            cells.extend(days.map(|day| dates.chance_by(Milestone::InForce, *day).to_string()));
            cells.extend([at(0.05), at(0.5), at(0.95)]);
            cells
        });
        text.push_str(&screen_table(&heading, rows.collect()));
        text.push_str(&self.difference_rows());
        text.push('\n');
        for pair in &self.side.pairs {
            text.push_str(&paragraph(&format!("{}.", self.order(pair))));
        }
        if let Some(attribution) = self.attribution {
            text.push_str(&self.attribution_rows(attribution));
        }
        text.push('\n');
        text.push_str(&paragraph(&common_draws(self.plan)));
        text
    }

    fn difference_rows(&self) -> String {
        let title = format!("Against {}", self.labels[0]);
        let day = self.days.first().filter(|_| self.target.is_none()).copied().or(self.target);
        let points = day.map(|day| format!("Points by {}", short_day(day)));
        let mut heading = vec![title.as_str()];
        heading.extend(points.as_deref());
        heading.extend(["Median, days gained", "Earlier", "Later"]);
        let rows = self.side.pairs.iter().map(|pair| {
            let mut cells = vec![self.labels[pair.other].clone()];
            cells.extend(day.map(|day| points_words(pair.chance_gained(day))));
            cells.push(days_words(self.side.median_gained(pair)));
            cells.push(percent(pair.chance_other_earlier()));
            cells.push(percent(pair.chance_one_earlier()));
            cells
        });
        format!("\n{}", screen_table(&heading, rows.collect()))
    }

    fn attribution_rows(&self, attribution: &Attribution) -> String {
        let title = format!("From {} to {}", self.labels[0], self.labels[1]);
        let mut heading = vec![title.as_str()];
        if self.target.is_some() {
            heading.extend(["Points, forward", "Backward", "Mean"]);
        }
        heading.push("Median, days gained");
        let rows = attribution.steps.iter().map(|step| {
            let mut cells = vec![step_words(step)];
            if self.target.is_some() {
                let effects = [step.forward, step.backward, step.mean()];
                cells.extend(effects.map(|effect| points_words(effect.chance)));
            }
            cells.push(days_words(step.mean().days));
            cells
        });
        format!("\n{}", screen_table(&heading, rows.collect()))
    }
}

fn step_words(step: &AttributionStep) -> String {
    let words = from_to(step);
    let name = &step.change.name;
    if words.is_empty() { name.clone() } else { format!("{name}: {words}") }
}

fn points_words(difference: Option<Difference>) -> String {
    difference.map_or_else(|| "–".to_owned(), Difference::in_points)
}
