//! The chance and the median over a range, or over a grid, in finished numbers.

use crate::{
    chart::Heading,
    engine::Plan,
    figures::credit::credit_each,
    quantity::{Day, Proportion, Quantile},
    treaty::Model,
};

/// A value that was varied.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct SweepAxis {
    /// Its key.
    pub(super) key: String,
    /// The same in words.
    pub(super) name: String,
    /// The values it took, in order.
    pub(super) values: Vec<f64>,
    /// What holds without varying it, where that is one number.
    pub(super) now: Option<f64>,
}

/// What came of one value, or pair of values.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct SweepPoint {
    /// One for each axis.
    pub(super) values: Vec<f64>,
    /// The chance of being in force by the day wanted.
    pub(super) chance: Proportion,
    /// The median day in force.
    pub(super) median: Quantile,
    /// The chance that the rule is not met by the horizon.
    pub(super) beyond: Proportion,
}

/// A sweep over one axis or two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Swept<'a> {
    /// The scenario without varying anything.
    pub(super) model: &'a Model,
    /// Where its status is from, in a few words.
    pub(super) status_source: &'a str,
    /// How many runs a point, by which seed.
    pub(super) plan: Plan,
    /// The day whose chance is wanted.
    pub(super) day: Day,
    /// The axes, one or two.
    pub(super) axes: &'a [SweepAxis],
    /// The points, the first axis running fastest.
    pub(super) points: &'a [SweepPoint],
}

impl Swept<'_> {
    /// What is varied: the names with their keys.
    pub(super) fn keys(&self) -> String {
        let named = self.axes.iter().map(|axis| format!("{} ({})", axis.name, axis.key));
        named.collect::<Vec<_>>().join(" and ")
    }

    /// What is common to the charts.
    pub(super) fn heading(&self, title: String, subtitle: String) -> Heading {
        let footer = credit_each(self.model, self.status_source, self.plan);
        Heading { desc: format!("{title}. {subtitle}."), title, subtitle, footer }
    }
}
