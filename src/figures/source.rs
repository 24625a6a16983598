//! What the charts of a run are drawn from.

use super::credit::{credit, settled};
use crate::{
    chart::Heading,
    quantity::{Chance, Day, Days, Proportion},
    result::{Distribution, RunResult},
    tally::Milestone,
    treaty::Model,
    wording::percent_where,
};

/// Days between two points of a cumulative curve: finer would show the runs' noise.
const STEP_DAYS: i32 = 5;

/// The finished numbers that charts are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct FigureSource<'a> {
    /// Whose numbers they are.
    pub model: &'a Model,
    /// The numbers, as the files of the result hold them.
    pub numbers: &'a RunResult,
    /// Where the status comes from, in a few words.
    pub status_source: &'a str,
}

impl FigureSource<'_> {
    pub(crate) fn heading(&self, title: String, subtitle: String, desc: String) -> Heading {
        Heading { title, subtitle, footer: self.footer(), desc }
    }

    fn footer(&self) -> String {
        let plan = self.numbers.summary.plan;
        credit(self.model, self.status_source, plan, "simulated futures")
    }

    /// The chance of being in force by a day in words, `0%` or `100%` only where that is settled.
    pub fn percent_by(&self, day: Day, chance: Proportion) -> String {
        let met = self.numbers.summary.met_by_record;
        percent_where(settled(self.model, met, day), chance)
    }

    /// Where the axis of the dates ends: past nearly all futures, and past the target.
    pub(crate) fn last_day(&self) -> Day {
        let model = self.model;
        let end = model.rule.in_force(model.horizon).max(model.horizon);
        let late =
            self.numbers.summary.at(0.95).and_then(|one| one.in_force.day.day()).unwrap_or(end);
        let late = late.max(model.target.map_or(late, |target| target + Days(180)));
        late.max(model.as_of + Days(365)).min(end).last_of_year().min(end)
    }
}

/// A chance as charts take it.
pub(crate) fn chance(estimate: Proportion) -> Chance {
    Chance::new(estimate.value()).unwrap_or(Chance::NONE)
}

/// The chance of being in force by days up to `to`, as finely as a curve needs it: on the days of
/// its dots, and the days before them, the curve is where they are.
pub(crate) fn curve(distribution: &Distribution, to: Day, dots: &[Day]) -> Vec<(Day, Chance)> {
    let mut points: Vec<(Day, Chance)> = Vec::new();
    for row in distribution.rows.iter().take_while(|row| row.to <= to) {
        if row.from < row.to && points.is_empty() {
            let before = distribution.before(Milestone::InForce);
            points.push((row.from - Days(1), chance(before)));
        }
        let far = points.last().is_none_or(|(last, _)| (row.to - *last).0 >= STEP_DAYS);
        let near_dot = dots.iter().any(|dot| row.to == *dot || row.to + Days(1) == *dot);
        if far || near_dot || row.to == to {
            points.push((row.to, chance(row.in_force_by)));
        }
    }
    points
}
