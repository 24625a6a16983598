//! When the treaty would bind one participant, and what its own deposit does: `run --for`.

use serde::{Deserialize, Serialize};

use super::{cell::Decimal, with_error::ChanceFile};
use crate::wording::{long_day, quantile, short_day};
use crate::{
    quantity::{Day, LEVELS, Proportion, Quantile},
    tally::{Binding, Difference, Role, Tally},
    treaty::{Model, ReportedDeposit},
};

/// What is told of one participant that is asked for.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its deposit on record.
    pub deposited: Option<ReportedDeposit>,
    /// The target, and the chance that the treaty binds it by then.
    pub target: Option<(Day, Proportion)>,
    /// The day it is bound, at each of [`LEVELS`].
    pub bound: Vec<(f64, Quantile)>,
    /// The chance that it is not bound by what is deposited up to the horizon.
    pub beyond: Proportion,
    /// What its own deposit does to the chance that the treaty is in force by the target.
    pub deposit: Option<OwnDeposit>,
}

/// The chance that the treaty is in force by the target, with and without one deposit.
#[derive(Clone, Copy, Debug)]
pub struct OwnDeposit {
    /// With the deposit made at once; for one on record, as it is.
    pub now: Proportion,
    /// Without it.
    pub never: Proportion,
    /// What it adds: the share of the runs in which it alone decides.
    pub adds: Difference,
}

impl Watched {
    /// One for each participant that the model watches, by what came of each of all.
    pub fn all(model: &Model, tally: &Tally, roles: &[Role]) -> Vec<Watched> {
        let told = |binding: &Binding| {
            let (one, role) = (&model.participants[binding.index], roles[binding.index]);
            let deposit = (|| {
                Some(OwnDeposit {
                    now: role.target_if_now?,
                    never: role.target_if_never?,
                    adds: role.influence()?,
                })
            })();
            Watched {
                code: one.code.clone(),
                name: one.name.clone(),
                deposited: one.status.deposited,
                target: model.target.map(|target| (target, binding.chance_by(target))),
                bound: LEVELS.iter().map(|level| (*level, binding.quantile(*level))).collect(),
                beyond: binding.beyond(),
                deposit: deposit.filter(|_| model.rule.counts(binding.index)),
            }
        };
        tally.bindings.each().iter().map(told).collect()
    }

    /// In a few sentences, lines broken where one ends.
    pub fn words(&self, horizon: Day) -> String {
        let at = |share: f64| {
            let (_, found) = self.bound.iter().find(|(known, _)| (known - share).abs() < 1e-9)?;
            Some(*found)
        };
        let named = |share: f64| at(share).map_or_else(String::new, quantile);
        let half = at(0.5).and_then(|half| Some((half.day.day()?, half.error_days())));
        let mut lines = vec![match half {
            Some((_, error)) => format!(
                "bound by {} in half of the futures{}; in a quarter by {}, in three quarters by {}",
                named(0.5),
                error.map_or_else(String::new, |days| format!(" (± {:.0} days)", days.max(1.0))),
                named(0.25),
                named(0.75)
            ),
            None => "bound within the horizon in fewer than half of the futures".to_owned(),
        }];
        let beyond = format!("not bound by deposits up to {}: {}", short_day(horizon), self.beyond);
        lines.push(match self.target {
            Some((target, by)) => format!("bound by {}: {by}; {beyond}", long_day(target)),
            None => beyond,
        });
        if let Some(own) = self.deposit {
            let (with, without) = match self.deposited {
                Some(_) => ("as its deposit stands", "without it"),
                None => ("if it deposits now", "if it never does"),
            };
            lines.push(format!(
                "chance of the target {with} {}, {without} {}: {} points",
                own.now,
                own.never,
                own.adds.in_points()
            ));
        }
        lines.join("\n")
    }
}

/// What `summary.json` has of one that is asked for; a day beyond the horizon is null.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WatchedFile {
    iso3: String,
    name: String,
    deposited: Option<Day>,
    bound_by_target: Option<ChanceFile>,
    bound: Vec<BoundDay>,
    not_bound_by_horizon: ChanceFile,
    own_deposit: Option<OwnDepositFile>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct BoundDay {
    share: f64,
    day: Option<Day>,
    early: Option<Day>,
    late: Option<Day>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct OwnDepositFile {
    target_chance_if_deposits_now: ChanceFile,
    target_chance_if_never: ChanceFile,
    adds: f64,
    adds_error: f64,
}

impl WatchedFile {
    pub(crate) fn new(one: &Watched) -> WatchedFile {
        let bound = one.bound.iter().map(|(share, at)| BoundDay {
            share: *share,
            day: at.day.day(),
            early: at.early.day(),
            late: at.late.day(),
        });
        WatchedFile {
            iso3: one.code.clone(),
            name: one.name.clone(),
            deposited: one.deposited.map(|report| report.on),
            bound_by_target: one.target.map(|(_, by)| by.into()),
            bound: bound.collect(),
            not_bound_by_horizon: one.beyond.into(),
            own_deposit: one.deposit.map(|own| OwnDepositFile {
                target_chance_if_deposits_now: own.now.into(),
                target_chance_if_never: own.never.into(),
                adds: own.adds.value,
                adds_error: own.adds.standard_error,
            }),
        }
    }
}

/// Of `for.csv`: one number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct WatchedRow {
    iso3: String,
    measure: String,
    share: Option<Decimal>,
    day: Option<Day>,
    day_early: Option<Day>,
    day_late: Option<Day>,
    chance: Option<Decimal>,
    standard_error: Option<Decimal>,
}

/// One row for each number.
pub(crate) fn watched_rows(watched: &[Watched]) -> Vec<WatchedRow> {
    watched.iter().flat_map(rows_of).collect()
}

fn rows_of(one: &Watched) -> Vec<WatchedRow> {
    let row = |measure: &str| WatchedRow {
        iso3: one.code.clone(),
        measure: measure.to_owned(),
        ..WatchedRow::default()
    };
    let chance = |measure, day, value: f64, error: f64| WatchedRow {
        day,
        chance: Some(value.into()),
        standard_error: Some(error.into()),
        ..row(measure)
    };
    let estimate =
        |measure, day, one: Proportion| chance(measure, day, one.value(), one.standard_error());
    let target = one.target.map(|(target, _)| target);
    let mut rows = Vec::new();
    rows.extend(one.target.map(|(target, by)| estimate("bound_by_target", Some(target), by)));
    rows.push(estimate("not_bound_by_horizon", None, one.beyond));
    if let Some(own) = one.deposit {
        rows.push(estimate("target_chance_if_deposits_now", target, own.now));
        rows.push(estimate("target_chance_if_never", target, own.never));
        let adds = own.adds;
        rows.push(chance("own_deposit_adds", target, adds.value, adds.standard_error));
    }
    rows.extend(one.bound.iter().map(|(share, at)| WatchedRow {
        share: Some((*share).into()),
        day: at.day.day(),
        day_early: at.early.day(),
        day_late: at.late.day(),
        ..row("bound")
    }));
    rows
}
