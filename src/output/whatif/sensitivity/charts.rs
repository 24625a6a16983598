//! The charts of `sensitivity`: tornados of beliefs, and of participants.

use super::{Moved, Sensitivity};
use crate::{
    engine::Plan,
    output::{
        chart::{End, Heading, Tornado, TornadoRow, Unit},
        figure::Figure,
        whatif::rows::footer,
        words::{long_day, percent, quantile},
    },
    quantity::RunCount,
    tally::Estimate,
};

/// Rows in the charts.
const BELIEFS: usize = 15;
const STATES: usize = 20;

impl Sensitivity<'_> {
    /// The charts: beliefs by chance and by days, participants by influence.
    pub fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        if self.chance.is_some() {
            figures.push(Figure::new("tornado", self.by_points()));
            figures.push(Figure::new("influence", self.influential()));
        }
        figures.push(Figure::new("tornado-days", self.by_days()));
        figures
    }

    fn heading(&self, title: String, subtitle: String) -> Heading {
        let footer = footer(self.model, self.plan);
        Heading { desc: format!("{title}. {subtitle}."), title, subtitle, footer }
    }

    fn target_words(&self) -> String {
        self.model.target.map_or_else(String::new, long_day)
    }

    fn by_points(&self) -> Tornado {
        let as_is = self.chance.map_or(0.0, Estimate::value);
        let end = |end: Option<&Moved>| {
            let end = end?;
            let (chance, gained) = (end.chance?, end.chance_gained?);
            let error = 2.0 * gained.standard_error;
            Some(End { value: chance.value(), error, label: percent(chance) })
        };
        let beliefs = self.beliefs(true);
        let rows = beliefs.iter().take(BELIEFS).map(|belief| TornadoRow {
            name: belief.key.to_owned(),
            note: belief.note(),
            down: end(belief.down),
            up: end(belief.up),
        });
        let title = beliefs.first().map_or_else(String::new, |first| {
            format!("{} matters most for {}", first.key, self.target_words())
        });
        let subtitle = format!(
            "Chance of being in force by {} with each belief lower and higher; \
             whiskers are two standard errors of the difference",
            self.target_words()
        );
        Tornado {
            heading: self.heading(title, subtitle),
            unit: Unit::Chance,
            reference: as_is,
            reference_label: self
                .chance
                .map_or_else(String::new, |chance| format!("as it is: {}", percent(chance))),
            ends: Some(("belief lower".to_owned(), "belief higher".to_owned())),
            rows: rows.collect(),
        }
    }

    fn by_days(&self) -> Tornado {
        let end = |end: Option<&Moved>| {
            let gained = end?.days_gained?;
            let error = 2.0 * gained.standard_error;
            Some(End { value: gained.value, error, label: gained.whole() })
        };
        let beliefs = self.beliefs(false);
        let rows = beliefs.iter().take(BELIEFS).map(|belief| TornadoRow {
            name: belief.key.to_owned(),
            note: belief.note(),
            down: end(belief.down),
            up: end(belief.up),
        });
        let title = beliefs
            .first()
            .map_or_else(String::new, |first| format!("{} moves the median most", first.key));
        let subtitle = "Days by which the median day of entry into force comes earlier with each \
                        belief lower and higher"
            .to_owned();
        Tornado {
            heading: self.heading(title, subtitle),
            unit: Unit::Days,
            reference: 0.0,
            reference_label: format!("as it is: {}", quantile(self.median)),
            ends: Some(("belief lower".to_owned(), "belief higher".to_owned())),
            rows: rows.collect(),
        }
    }

    fn influential(&self) -> Tornado {
        let end = |chance: Option<Estimate>| {
            let chance = chance?;
            let value = chance.value();
            Some(End { value, error: 0.0, label: format!("{:.2}", 100.0 * value) })
        };
        let order = self.by_influence();
        let rows = order.iter().take(STATES).map(|index| {
            let (one, found) = (&self.model.participants[*index], &self.influence[*index]);
            TornadoRow {
                name: one.name.clone(),
                note: String::new(),
                down: end(found.role.target_if_never),
                up: end(found.role.target_if_now),
            }
        });
        let title = order.first().map_or_else(String::new, |index| {
            format!("The target leans most on {}", self.model.participants[*index].name)
        });
        let subtitle = format!(
            "Chance of being in force by {}, %, if a participant never deposits and if it \
             deposits now, all else the same",
            self.target_words()
        );
        Tornado {
            heading: Heading { footer: self.influence_footer(), ..self.heading(title, subtitle) },
            unit: Unit::Chance,
            reference: self.influence_chance.map_or(0.0, Estimate::value),
            reference_label: self
                .influence_chance
                .map_or_else(String::new, |chance| format!("as it is: {}", percent(chance))),
            ends: Some(("if it never deposits".to_owned(), "if it deposits now".to_owned())),
            rows: rows.collect(),
        }
    }

    /// Participants are counted over runs of their own number.
    fn influence_footer(&self) -> String {
        let runs = self.influence_chance.and_then(|chance| RunCount::new(chance.runs).ok());
        footer(self.model, Plan { runs: runs.unwrap_or(self.plan.runs), ..self.plan })
    }
}
