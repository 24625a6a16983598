//! How the days of a result are spread: day by day or month by month, and by quarter.

use crate::{
    quantity::{Day, Days, Proportion},
    tally::{Dates, Milestone},
    treaty::Model,
};

/// How fine the distribution is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grain {
    /// A row for each day.
    Day,
    /// A row for each calendar month.
    Month,
}

/// How the days on which the rule is met and the treaty in force are spread.
#[derive(Clone, PartialEq, Debug)]
pub struct Distribution {
    /// Row after row, each beginning the day after the one before it ends.
    pub rows: Vec<Spell>,
    pub(super) runs: u64,
    pub(super) met_before: u64,
    pub(super) in_force_before: u64,
}

/// One row of the distribution: a day, or some days together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spell {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The chance that the rule is met by the end of it.
    pub met_by: Proportion,
    /// The chance that the treaty is in force by the end of it.
    pub in_force_by: Proportion,
}

impl Distribution {
    /// From the day after the as-of day to the last that a deposit up to the horizon can bring about.
    pub(super) fn new(model: &Model, dates: &Dates, grain: Grain) -> Distribution {
        let last = model.rule.in_force(model.horizon).max(model.horizon);
        let before = |event| dates.chance_by(event, model.as_of).count;
        let mut from = model.first_future_day();
        let mut rows = Vec::new();
        while from <= last {
            let to = match grain {
                Grain::Day => from,
                Grain::Month => (from.first_of_next_month() - Days(1)).min(last),
            };
            let [met_by, in_force_by] =
                [Milestone::Met, Milestone::InForce].map(|event| dates.chance_by(event, to));
            rows.push(Spell { from, to, met_by, in_force_by });
            from = to + Days(1);
        }
        Distribution {
            rows,
            runs: dates.runs(),
            met_before: before(Milestone::Met),
            in_force_before: before(Milestone::InForce),
        }
    }

    /// The chance that it has come about by the end of the last row that ends on this day or
    /// before; that is by this day itself where rows are days.
    pub fn by(&self, event: Milestone, day: Day) -> Proportion {
        match self.rows.partition_point(|row| row.to <= day) {
            0 => self.before(event),
            past => self.rows[past - 1].by(event),
        }
    }

    /// The chance that it had come about before the first row.
    pub fn before(&self, event: Milestone) -> Proportion {
        let count = match event {
            Milestone::Met => self.met_before,
            Milestone::InForce => self.in_force_before,
        };
        Proportion { count, runs: self.runs }
    }
}

impl Spell {
    fn by(&self, event: Milestone) -> Proportion {
        match event {
            Milestone::Met => self.met_by,
            Milestone::InForce => self.in_force_by,
        }
    }
}

/// The chance that the treaty enters into force in one quarter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct QuarterChance {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The chance.
    pub chance: Proportion,
}

impl QuarterChance {
    /// All quarters from the one after the as-of day to the last that a deposit up to the
    /// horizon can bring about.
    pub(super) fn all(model: &Model, dates: &Dates) -> Vec<QuarterChance> {
        let last = model.rule.in_force(model.horizon).max(model.horizon);
        let day = model.first_future_day();
        let into = (day.month() - 1) % 3;
        let mut from = day.first_of_month();
        for _ in 0..into {
            from = (from - Days(1)).first_of_month();
        }
        let mut before = dates.chance_by(Milestone::InForce, model.as_of).count;
        let mut quarters = Vec::new();
        while from <= last {
            let to = from.plus_months(3) - Days(1);
            let by = dates.chance_by(Milestone::InForce, to);
            let chance = Proportion { count: by.count - before, ..by };
            quarters.push(QuarterChance { from, to, chance });
            before = by.count;
            from = to + Days(1);
        }
        quarters
    }
}
