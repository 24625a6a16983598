//! The charts of `sensitivity`: tornados of beliefs, and of participants.

use super::result::{BeliefEffect, PerturbationEffect, Sensitivity};
use crate::{
    chart::{Figure, Heading, Tornado, TornadoEnd, TornadoRow, Unit},
    engine::Plan,
    figures::credit::credit_each,
    quantity::Proportion,
    tally::Difference,
    wording::{fixed, long_day, percent, quantile, share, short_name},
};

/// Which belief matters most, where one does by more than the error of both.
fn most(beliefs: &[BeliefEffect<'_>], by_chance: bool, what: &str) -> String {
    let reach = |belief: &BeliefEffect<'_>| {
        let gained = |end: Option<&PerturbationEffect>| {
            let end = end?;
            if by_chance { end.chance_gained } else { end.days_gained }
        };
        let ends = [gained(belief.down), gained(belief.up)];
        let clear = ends.iter().flatten().any(|end| end.sign_beyond_two_se().is_ne());
        let value = |end: Option<Difference>| end.map_or(0.0, |end| end.value);
        let error = |end: Option<Difference>| end.map_or(0.0, |end| end.standard_error);
        let [low, high] = ends.map(value);
        let span = low.max(high).max(0.0) - low.min(high).min(0.0);
        (span, error(ends[0]).hypot(error(ends[1])), clear)
    };
    let Some(first) = beliefs.first() else { return "No belief is moved".to_owned() };
    let (span, error, clear) = reach(first);
    if !clear {
        return format!("No belief moved so far matters clearly {what}");
    }
    match beliefs.get(1).map(|second| (second, reach(second))) {
        Some((second, (other, more, _)))
            if !Difference::from_level(span, error.hypot(more), other).exceeds_by_two_se() =>
        {
            format!("{} and {} matter most {what}", first.name, second.name)
        }
        _ => format!("{} matters most {what}", first.name),
    }
}

/// Rows in the charts.
const BELIEFS: usize = 15;
const STATES: usize = 20;

impl Sensitivity<'_> {
    /// The charts: beliefs by chance and by days, participants by influence.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        if self.chance.is_some() {
            figures.push(Figure::new("tornado", self.by_points()));
            figures.push(Figure::new("influence", self.influential()));
        }
        figures.push(Figure::new("tornado-days", self.by_days()));
        figures
    }

    /// What is common to the charts; `plan` says over how many runs a chart's scenarios were followed.
    fn heading(&self, title: String, subtitle: String, plan: Plan) -> Heading {
        let footer = credit_each(self.model, self.status_source, plan);
        Heading { desc: format!("{title}. {subtitle}."), title, subtitle, footer }
    }

    fn of_moves(&self) -> Plan {
        Plan { runs: self.pairs, ..self.plan }
    }

    fn target_words(&self) -> String {
        self.model.target.map_or_else(String::new, long_day)
    }

    fn by_points(&self) -> Tornado {
        let as_is = self.chance.map_or(0.0, Proportion::value);
        let end = |end: Option<&PerturbationEffect>| {
            let end = end?;
            let (chance, gained) = (end.chance?, end.chance_gained?);
            let error = 2.0 * gained.standard_error;
            Some(TornadoEnd { value: chance.value, error, label: share(chance.value, true, true) })
        };
        let beliefs = self.beliefs(true);
        let rows = beliefs.iter().take(BELIEFS).map(|belief| TornadoRow {
            name: belief.name.to_owned(),
            note: belief.note(),
            down: end(belief.down),
            up: end(belief.up),
        });
        let title = most(&beliefs, true, &format!("for {}", self.target_words()));
        let subtitle = format!(
            "Chance of being in force by {} with each belief lower and higher; \
             whiskers are two standard errors of the difference",
            self.target_words()
        );
        Tornado {
            heading: self.heading(title, subtitle, self.of_moves()),
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
        let end = |end: Option<&PerturbationEffect>| {
            let gained = end?.days_gained?;
            let error = 2.0 * gained.standard_error;
            Some(TornadoEnd { value: gained.value, error, label: gained.in_days() })
        };
        let beliefs = self.beliefs(false);
        let rows = beliefs.iter().take(BELIEFS).map(|belief| TornadoRow {
            name: belief.name.to_owned(),
            note: belief.note(),
            down: end(belief.down),
            up: end(belief.up),
        });
        let title = most(&beliefs, false, "for the median");
        let subtitle = "Days by which the median day of entry into force comes earlier with each \
                        belief lower and higher"
            .to_owned();
        Tornado {
            heading: self.heading(title, subtitle, self.of_moves()),
            unit: Unit::Days,
            reference: 0.0,
            reference_label: format!("as it is: {}", quantile(self.median)),
            ends: Some(("belief lower".to_owned(), "belief higher".to_owned())),
            rows: rows.collect(),
        }
    }

    fn influential(&self) -> Tornado {
        let end = |chance: Option<Proportion>| {
            let chance = chance?;
            let value = chance.value();
            let decimals = chance.percent_decimals().min(2);
            Some(TornadoEnd { value, error: 0.0, label: fixed(100.0 * value, decimals) })
        };
        let order = self.by_influence();
        let rows = order.iter().take(STATES).map(|index| {
            let (one, found) = (&self.model.participants[*index], &self.influence[*index]);
            TornadoRow {
                name: short_name(&one.name).to_owned(),
                note: String::new(),
                down: end(found.role.target_if_never),
                up: end(found.role.target_if_now),
            }
        });
        let never = |index: &usize| self.influence[*index].role.target_if_never;
        let named = |index: &usize| short_name(&self.model.participants[*index].name);
        // Those that cannot be told apart from the first, whose names fit into a title.
        let title = match order.first().and_then(|first| Some((first, never(first)?))) {
            None => "No participant's deposit is open".to_owned(),
            Some((first, least)) => {
                let above = |one| Difference::of_chances(one, least).exceeds_by_two_se();
                let near = |index: &&usize| never(index).is_some_and(|one| !above(one));
                match order[1..].iter().filter(near).count() {
                    0 => format!("The target leans most on {}", named(first)),
                    1 => format!(
                        "The target leans most on {} and {}",
                        named(first),
                        named(&order[1])
                    ),
                    _ => "No single participant stands out among those the target leans on"
                        .to_owned(),
                }
            }
        };
        let subtitle = format!(
            "Chance of being in force by {}, %, if a participant never deposits and if it \
             deposits now, all else the same",
            self.target_words()
        );
        Tornado {
            heading: self.heading(title, subtitle, self.plan),
            unit: Unit::Chance,
            reference: self.chance.map_or(0.0, Proportion::value),
            reference_label: self
                .chance
                .map_or_else(String::new, |chance| format!("as it is: {}", percent(chance))),
            ends: Some(("if it never deposits".to_owned(), "if it deposits now".to_owned())),
            rows: rows.collect(),
        }
    }
}
