//! The charts of `compare`: curves, differences, and the way from one scenario to another.

use super::result::{Compared, days_words, from_to};
use crate::{
    chart::{
        AtTarget, Cumulative, Figure, Heading, Mark, ScenarioRow, Scenarios, Series, Tornado,
        TornadoEnd, TornadoRow, Unit, Waterfall, WaterfallStep,
    },
    figures::credit::{credit_each, settled},
    quantity::{Chance, Day, Proportion},
    tally::{AttributionStep, BAND_LEVELS, Milestone, Pair},
    treaty::Model,
    wording::{long_day, percent_where, short_day, short_month},
};

/// Curves in one chart: more could not be told apart.
const MOST_CURVES: usize = 8;

impl Compared<'_> {
    /// The charts.
    pub(super) fn figures(&self) -> Vec<Figure> {
        // More curves than these could not be told apart; the rows below each other can.
        let mut figures = Vec::new();
        if self.names.len() <= MOST_CURVES {
            figures.push(Figure::new("comparison", self.curve()));
        }
        figures.push(Figure::new("scenarios", self.rows()));
        figures.extend(self.gains().map(|chart| Figure::new("differences", chart)));
        figures.extend(self.waterfall().map(|chart| Figure::new("attribution", chart)));
        figures
    }

    fn heading(&self, title: String, subtitle: String, desc: String) -> Heading {
        let credit = |model: &&Model| credit_each(model, self.status_source, self.plan);
        let footer = self.models.first().map_or_else(String::new, credit);
        Heading { title, subtitle, footer, desc }
    }

    /// The chance of a scenario's being in force by a day, `0%` or `100%` only where that is settled.
    fn percent_by(&self, index: usize, day: Day) -> String {
        let dates = &self.side.dates[index];
        let settled =
            self.models.get(index).is_some_and(|model| settled(model, dates.met_by_record(), day));
        percent_where(settled, dates.chance_by(Milestone::InForce, day))
    }

    fn curve(&self) -> Cumulative {
        let days = self.drawn_days();
        let (from, to) = self.span();
        let series = self.side.dates.iter().enumerate().map(|(index, dates)| {
            let height = |day: Day| {
                let chance = dates.chance_by(Milestone::InForce, day);
                Chance::new(chance.value()).unwrap_or(Chance::NONE)
            };
            let median = dates.quantile(Milestone::InForce, 0.5).day.day();
            Series {
                name: self.labels[index].clone(),
                note: median.map_or_else(String::new, |day| format!("median {}", short_month(day))),
                points: days.iter().map(|day| (*day, height(*day))).collect(),
                at_target: self.target.map(|target| AtTarget {
                    chance: height(target),
                    label: self.percent_by(index, target),
                }),
                median: None,
            }
        });
        let title = self.finding();
        let subtitle =
            "Chance that the treaty is in force by each day, % of simulated futures".to_owned();
        Cumulative {
            heading: self.heading(title.clone(), subtitle, title),
            from,
            to,
            series: series.collect(),
            target: self
                .target
                .map(|day| Mark { day, label: format!("Target: {}", short_day(day)) }),
            interval: None,
        }
    }

    /// All scenarios below each other, the likeliest to be in time first.
    fn rows(&self) -> Scenarios {
        let row = |index: usize| {
            let dates = &self.side.dates[index];
            let chance = self.target.map(|day| dates.chance_by(Milestone::InForce, day));
            let median = dates.quantile(Milestone::InForce, 0.5).day.day();
            ScenarioRow {
                name: self.labels[index].clone(),
                base: index == 0,
                chance: chance.map_or(0.0, Proportion::value),
                error: chance.map_or(0.0, |chance| 2.0 * chance.standard_error()),
                label: self.target.map_or_else(String::new, |day| self.percent_by(index, day)),
                days: BAND_LEVELS.map(|level| dates.quantile(Milestone::InForce, level).day.day()),
                median: median.map_or_else(|| "beyond".to_owned(), short_month),
            }
        };
        let (from, to) = self.span();
        let title = self.finding();
        let words = match self.target {
            Some(target) => format!("Chance of being in force by {}, and the", long_day(target)),
            None => "The".to_owned(),
        };
        let subtitle = format!("{words} day of entry into force, {} scenarios", self.names.len());
        Scenarios {
            heading: self.heading(title.clone(), subtitle, title),
            from,
            to,
            target: self
                .target
                .map(|day| Mark { day, label: format!("Target: {}", short_day(day)) }),
            rows: self.in_order().into_iter().map(row).collect(),
        }
    }

    /// The finding: which scenario differs most at the target, else at the median.
    fn finding(&self) -> String {
        let first = &self.labels[0];
        let Some(target) = self.target else {
            return format!("{} scenarios beside {first}", self.side.pairs.len());
        };
        let gain = |pair: &&Pair| pair.chance_gained(target).map_or(0.0, |gain| gain.value.abs());
        let most = self.side.pairs.iter().max_by(|a, b| gain(a).total_cmp(&gain(b)));
        let at = |index: usize| self.percent_by(index, target);
        match most {
            Some(pair)
                if pair
                    .chance_gained(target)
                    .is_some_and(|gained| gained.sign_beyond_two_se().is_ne()) =>
            {
                let value = pair.chance_gained(target).map_or(0.0, |gain| gain.value);
                let verb = if value > 0.0 { "raises" } else { "lowers" };
                format!(
                    "{} {verb} the chance by {} from {} to {}",
                    self.labels[pair.other],
                    short_day(target),
                    at(pair.one),
                    at(pair.other)
                )
            }
            _ => format!("No scenario changes the chance by {} clearly", short_day(target)),
        }
    }

    /// Differences from the first scenario at the target.
    fn gains(&self) -> Option<Tornado> {
        let target = self.target?;
        // The likeliest to be in time first.
        let order = self.in_order();
        let place = |pair: &&Pair| order.iter().position(|index| *index == pair.other);
        let mut pairs: Vec<&Pair> = self.side.pairs.iter().collect();
        pairs.sort_by_key(place);
        let rows = pairs.into_iter().map(|pair| {
            let gain = pair.chance_gained(target);
            let end = gain.map(|gain| TornadoEnd {
                value: gain.value,
                error: 2.0 * gain.standard_error,
                label: gain.in_points(),
            });
            let median = days_words(self.side.median_gained(pair));
            let (down, up) = match end {
                Some(end) if end.value < 0.0 => (Some(end), None),
                end => (None, end),
            };
            let note = format!("median, days gained: {median}");
            TornadoRow { name: self.labels[pair.other].clone(), note, down, up }
        });
        let first = self.labels[0].clone();
        let at = self.percent_by(0, target);
        let subtitle = format!(
            "Percentage points gained on {first} ({at}) by {}, paired runs; whiskers are two \
             standard errors",
            long_day(target)
        );
        let title = self.finding();
        Some(Tornado {
            heading: self.heading(title.clone(), subtitle, title),
            unit: Unit::Chance,
            reference: 0.0,
            reference_label: first,
            ends: None,
            rows: rows.collect(),
        })
    }

    fn waterfall(&self) -> Option<Waterfall> {
        let (target, attribution) = (self.target?, self.attribution?);
        let whole = |index: usize| {
            let chance = self.side.dates[index].chance_by(Milestone::InForce, target);
            (self.labels[index].clone(), chance.value(), chance.to_string())
        };
        let step = |step: &AttributionStep| {
            let effect = step.mean().chance?;
            Some(WaterfallStep {
                name: step.change.name.clone(),
                note: match (step.change.from.as_str(), step.change.to.as_str()) {
                    ("–", _) => "added".to_owned(),
                    (_, "–") => "left out".to_owned(),
                    _ => from_to(step),
                },
                change: effect.value,
                error: 2.0 * effect.standard_error,
                label: effect.in_points(),
            })
        };
        let steps: Vec<WaterfallStep> = attribution.steps.iter().filter_map(step).collect();
        let most = steps.iter().max_by(|a, b| a.change.abs().total_cmp(&b.change.abs()))?;
        let title = if most.change.abs() > most.error {
            format!("{} makes most of the difference: {} points", most.name, most.label)
        } else {
            "No single assumption clearly makes the difference".to_owned()
        };
        let subtitle = format!(
            "Chance of being in force by {}, from {} to {} one assumption at a time (mean of both \
             orders)",
            long_day(target),
            self.labels[0],
            self.labels[1]
        );
        Some(Waterfall {
            heading: self.heading(title.clone(), subtitle, title),
            unit: Unit::Chance,
            start: whole(0),
            end: whole(1),
            steps,
        })
    }

    /// The scenarios, the likeliest to be in time first, then the one with the earlier median.
    fn in_order(&self) -> Vec<usize> {
        let key = |index: &usize| {
            let dates = &self.side.dates[*index];
            let count = self.target.map_or(0, |day| dates.chance_by(Milestone::InForce, day).count);
            (std::cmp::Reverse(count), dates.quantile(Milestone::InForce, 0.5).day)
        };
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by_key(key);
        order
    }
}
