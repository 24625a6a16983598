//! What `compare` leaves behind: scenarios beside each other, and what makes the difference.

use serde_json::{Value, json};

use crate::verbs::rows::{Rows, chance, chance_json, day as day_cell, difference, difference_json};
use crate::{
    engine::Plan,
    quantity::Day,
    tally::{
        Attribution, AttributionStep, BAND_LEVELS, Difference, Effect, Milestone, Order, Pair,
        SideBySide,
    },
    treaty::Model,
    wording::{bound::at_least, long_day},
};

/// Scenarios run side by side, in finished numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compared<'a> {
    /// The name of each scenario, as tables have it; the first is what the others are held against.
    pub names: &'a [String],
    /// What people call them, as many.
    pub labels: &'a [String],
    /// Their models, as many.
    pub models: &'a [&'a Model],
    /// Where the status of the first is from, in a few words.
    pub status_source: &'a str,
    /// How many runs, by which seed.
    pub plan: Plan,
    /// The counts; its pairs are the first scenario with each of the others, in order.
    pub side: &'a SideBySide,
    /// The day hoped for.
    pub target: Option<Day>,
    /// The days whose chances are compared, the target among them, in order.
    pub days: &'a [Day],
    /// Which assumption makes the difference between the first two, where it was asked.
    pub attribution: Option<&'a Attribution>,
}

impl Compared<'_> {
    /// The CSV files: name and text.
    pub(super) fn tables(&self) -> Vec<(String, String)> {
        let mut tables = vec![
            ("comparison.csv".to_owned(), self.comparison()),
            ("differences.csv".to_owned(), self.differences()),
            ("curves.csv".to_owned(), self.curves()),
        ];
        if let Some(attribution) = self.attribution {
            tables.push(("attribution.csv".to_owned(), attribution_table(attribution)));
        }
        tables
    }

    fn comparison(&self) -> String {
        let heading = ["scenario", "measure", "share", "day", "chance", "standard_error"];
        let mut rows = Rows::new(&heading);
        for (name, dates) in self.names.iter().zip(&self.side.dates) {
            for day in self.days {
                let [value, error] = chance(Some(dates.chance_by(Milestone::InForce, *day)));
                rows.add([name, "chance_in_force_by", "", &day.to_string(), &value, &error]);
            }
            for share in BAND_LEVELS {
                let day = day_cell(dates.quantile(Milestone::InForce, share).day);
                rows.add([name, "quantile_in_force", &share.to_string(), &day, "", ""]);
            }
            let [value, error] = chance(Some(dates.beyond()));
            rows.add([name, "chance_beyond_horizon", "", "", &value, &error]);
        }
        rows.text()
    }

    fn differences(&self) -> String {
        let heading = ["scenario", "against", "measure", "day", "value", "standard_error"];
        let mut rows = Rows::new(&heading);
        for pair in &self.side.pairs {
            let (name, against) = (&self.names[pair.other], &self.names[pair.one]);
            let mut row = |measure: &str, day: &str, [value, error]: [String; 2]| {
                rows.add([name.as_str(), against, measure, day, &value, &error]);
            };
            for day in self.days {
                let cells = difference(pair.chance_gained(*day));
                row("chance_gained", &day.to_string(), cells);
            }
            row("median_days_gained", "", difference(self.side.median_gained(pair)));
            let until = self.side.until().to_string();
            row("mean_days_gained_capped", &until, difference(Some(pair.days_gained())));
            row("chance_earlier", &until, chance(Some(pair.chance_other_earlier())));
            row("chance_later", &until, chance(Some(pair.chance_one_earlier())));
            row("chance_neither", &until, chance(Some(pair.chance_neither())));
        }
        rows.text()
    }

    fn curves(&self) -> String {
        let mut rows = Rows::new(&["scenario", "day", "chance", "standard_error"]);
        for (name, dates) in self.names.iter().zip(&self.side.dates) {
            for day in self.drawn_days() {
                let [value, error] = chance(Some(dates.chance_by(Milestone::InForce, day)));
                rows.add([name.as_str(), &day.to_string(), &value, &error]);
            }
        }
        rows.text()
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let named = self.names.iter().zip(self.labels).zip(&self.side.dates);
        let scenarios = named.map(|((name, label), dates)| {
            json!({
                "scenario": name,
                "label": label,
                "chance_in_force_by": self.days.iter().map(|day| json!({
                    "day": day.to_string(),
                    "at_least": !self.bound(*day).is_empty(),
                    "chance": chance_json(dates.chance_by(Milestone::InForce, *day)),
                })).collect::<Vec<_>>(),
                "quantiles_in_force": BAND_LEVELS.map(|share| json!({
                    "share": share,
                    "day": dates.quantile(Milestone::InForce, share).day.day().map(|day| day.to_string()),
                })),
                "beyond_horizon": chance_json(dates.beyond()),
            })
        });
        let pairs = self.side.pairs.iter().map(|pair| {
            json!({
                "scenario": self.names[pair.other],
                "against": self.names[pair.one],
                "chance_gained": self.days.iter().map(|day| json!({
                    "day": day.to_string(),
                    "difference": difference_json(pair.chance_gained(*day)),
                })).collect::<Vec<_>>(),
                "median_days_gained": difference_json(self.side.median_gained(pair)),
                "mean_days_gained_capped": difference_json(Some(pair.days_gained())),
                "chance_earlier": chance_json(pair.chance_other_earlier()),
                "chance_later": chance_json(pair.chance_one_earlier()),
                "chance_neither": chance_json(pair.chance_neither()),
                "order": self.order(pair),
            })
        });
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "runs": self.plan.runs.get(),
            "seed": self.plan.seed.0,
            "target": self.target.map(|day| day.to_string()),
            "scenarios": scenarios.collect::<Vec<_>>(),
            "differences": pairs.collect::<Vec<_>>(),
            "attribution": self.attribution.map(attribution_json),
        })
    }

    /// Behind a day: whether the chance by it is a lower bound in any of the scenarios.
    pub(super) fn bound(&self, day: Day) -> &'static str {
        let each = self.models.iter().map(|model| at_least(model, day));
        each.max().unwrap_or_default()
    }

    /// Which of the two comes earlier, in a sentence without its full stop.
    pub(super) fn order(&self, pair: &Pair) -> String {
        let (one, other) = (&self.labels[pair.one], &self.labels[pair.other]);
        match self.side.order(pair) {
            Order::Same => format!("{other} and {one} give the same day in every run"),
            Order::OtherInEveryRun => format!("{other} is in no run later than {one}"),
            Order::OneInEveryRun => format!("{other} is in no run earlier than {one}"),
            Order::OtherByEveryDay => {
                format!("By every day {other} is at least as likely as {one}")
            }
            Order::OneByEveryDay => format!("By every day {other} is at most as likely as {one}"),
            Order::Alike => format!("{other} and {one} differ by no day more than the runs' error"),
            Order::Crossing { other_first, on } => {
                let (ahead, behind) = if other_first { (other, one) } else { (one, other) };
                format!(
                    "{ahead} is ahead at first, {behind} from {} on: the curves cross",
                    long_day(on)
                )
            }
        }
    }
}

pub(super) fn from_to(step: &AttributionStep) -> String {
    let change = &step.change;
    if change.from.is_empty() && change.to.is_empty() {
        String::new()
    } else {
        format!("{} → {}", change.from, change.to)
    }
}

pub(super) fn days_words(difference: Option<Difference>) -> String {
    difference.map_or_else(|| "beyond horizon".to_owned(), |days| days.in_days())
}

fn attribution_table(attribution: &Attribution) -> String {
    let mut rows = Rows::new(&[
        "step",
        "keys",
        "name",
        "from",
        "to",
        "order",
        "chance_gained",
        "chance_error",
        "median_days_gained",
        "median_days_error",
    ]);
    for (place, step) in attribution.steps.iter().enumerate() {
        let orders: [(&str, Effect); 3] =
            [("forward", step.forward), ("backward", step.backward), ("mean", step.mean())];
        for (order, effect) in orders {
            let ([chance, chance_error], [days, days_error]) =
                (difference(effect.chance), difference(effect.days));
            rows.add([
                (place + 1).to_string(),
                step.change.keys.join(" "),
                step.change.name.clone(),
                step.change.from.clone(),
                step.change.to.clone(),
                order.to_owned(),
                chance,
                chance_error,
                days,
                days_error,
            ]);
        }
    }
    rows.text()
}

fn attribution_json(attribution: &Attribution) -> Value {
    let effect = |effect: Effect| {
        json!({
            "chance_gained": difference_json(effect.chance),
            "median_days_gained": difference_json(effect.days),
        })
    };
    let steps = attribution.steps.iter().map(|step| {
        json!({
            "keys": step.change.keys,
            "name": step.change.name,
            "from": step.change.from,
            "to": step.change.to,
            "forward": effect(step.forward),
            "backward": effect(step.backward),
            "mean": effect(step.mean()),
        })
    });
    Value::Array(steps.collect())
}
