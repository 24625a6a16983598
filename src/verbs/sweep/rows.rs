//! What `sweep` leaves behind: the chance and the median over a range, or over a grid.

use serde_json::{Value, json};

use crate::verbs::rows::{Rows, chance, chance_json, day as day_cell, number};
use crate::{
    chart::Heading,
    engine::Plan,
    figures::credit::credit_each,
    quantity::{Day, Proportion, Quantile},
    treaty::Model,
};

/// A value that was varied.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Axis {
    /// Its key.
    pub key: String,
    /// The same in words.
    pub name: String,
    /// The values it took, in order.
    pub values: Vec<f64>,
    /// What holds without varying it, where that is one number.
    pub now: Option<f64>,
}

/// What came of one value, or pair of values.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Point {
    /// One for each axis.
    pub values: Vec<f64>,
    /// The chance of being in force by the day wanted.
    pub chance: Proportion,
    /// The median day in force.
    pub median: Quantile,
    /// The chance that the rule is not met by the horizon.
    pub beyond: Proportion,
}

/// A sweep over one axis or two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Swept<'a> {
    /// The scenario without varying anything.
    pub model: &'a Model,
    /// Where its status is from, in a few words.
    pub status_source: &'a str,
    /// How many runs a point, by which seed.
    pub plan: Plan,
    /// The day whose chance is wanted.
    pub day: Day,
    /// The axes, one or two.
    pub axes: &'a [Axis],
    /// The points, the first axis running fastest.
    pub points: &'a [Point],
}

impl Swept<'_> {
    /// `sweep.csv`: a row for each point.
    pub(super) fn table(&self) -> String {
        let fixed = ["chance", "standard_error", "median", "median_early", "median_late"];
        let mut heading: Vec<&str> = self.axes.iter().map(|axis| axis.key.as_str()).collect();
        heading.extend(fixed);
        heading.push("beyond_horizon");
        let mut rows = Rows::new(&heading);
        for point in self.points {
            let mut cells: Vec<String> =
                point.values.iter().map(|value| value.to_string()).collect();
            cells.extend(chance(Some(point.chance)));
            cells.extend([point.median.day, point.median.early, point.median.late].map(day_cell));
            cells.push(number(point.beyond.value()));
            rows.add(cells);
        }
        rows.text()
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let points = self.points.iter().map(|point| {
            json!({
                "values": point.values,
                "chance": chance_json(point.chance),
                "median_in_force": point.median.day.day().map(|day| day.to_string()),
                "beyond_horizon": chance_json(point.beyond),
            })
        });
        json!({
            "scenario": self.model.name,
            "version": env!("CARGO_PKG_VERSION"),
            "runs": self.plan.runs.get(),
            "seed": self.plan.seed.0,
            "day": self.day.to_string(),
            "at_least": self.day > self.model.told_until(),
            "keys": self.axes.iter().map(|axis| &axis.key).collect::<Vec<_>>(),
            "points": points.collect::<Vec<_>>(),
        })
    }

    pub(super) fn keys(&self) -> String {
        let named = self.axes.iter().map(|axis| format!("{} ({})", axis.name, axis.key));
        named.collect::<Vec<_>>().join(" and ")
    }

    pub(super) fn heading(&self, title: String, subtitle: String) -> Heading {
        let footer = credit_each(self.model, self.status_source, self.plan);
        Heading { desc: format!("{title}. {subtitle}."), title, subtitle, footer }
    }
}

/// A number without trailing noughts.
pub(super) fn plain(value: f64) -> String {
    number(value)
}
