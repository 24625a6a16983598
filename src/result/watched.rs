//! When the treaty would bind one participant, and what its own deposit does: `run --for`.

use serde_json::{Value, json};

use super::{
    summary::SHARES,
    table::{Rows, day, estimate},
};
use crate::wording::{long_day, quantile, short_day};
use crate::{
    quantity::{Day, When},
    tally::{Binding, Difference, Estimate, Quantile, Role, Tally},
    treaty::{Model, Report},
};

/// What is told of one participant that is asked for.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its deposit on record.
    pub deposited: Option<Report>,
    /// The target, and the chance that the treaty binds it by then.
    pub target: Option<(Day, Estimate)>,
    /// The day it is bound, at each of [`SHARES`].
    pub bound: Vec<(f64, Quantile)>,
    /// The chance that it is not bound by what is deposited up to the horizon.
    pub beyond: Estimate,
    /// What its own deposit does to the chance that the treaty is in force by the target.
    pub deposit: Option<OwnDeposit>,
}

/// The chance that the treaty is in force by the target, with and without one deposit.
#[derive(Clone, Copy, Debug)]
pub struct OwnDeposit {
    /// With the deposit made at once; for one on record, as it is.
    pub now: Estimate,
    /// Without it.
    pub never: Estimate,
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
                bound: SHARES.iter().map(|share| (*share, binding.quantile(*share))).collect(),
                beyond: binding.beyond(),
                deposit: deposit.filter(|_| model.rule.counts(binding.index)),
            }
        };
        tally.bindings.each().iter().map(told).collect()
    }

    /// As JSON, for programs; a day beyond the horizon is null.
    pub fn json(&self) -> Value {
        let chance = |one: Estimate| json!({ "chance": one.value(), "standard_error": one.standard_error() });
        let when = |when: When| when.day().map(|day| day.to_string());
        json!({
            "iso3": self.code,
            "name": self.name,
            "deposited": self.deposited.map(|report| report.on.to_string()),
            "bound_by_target": self.target.map(|(_, by)| chance(by)),
            "bound": self.bound.iter().map(|(share, at)| json!({
                "share": share,
                "day": when(at.day),
                "early": when(at.early),
                "late": when(at.late),
            })).collect::<Vec<_>>(),
            "not_bound_by_horizon": chance(self.beyond),
            "own_deposit": self.deposit.map(|own| json!({
                "target_chance_if_deposits_now": chance(own.now),
                "target_chance_if_never": chance(own.never),
                "adds": own.adds.value,
                "adds_error": own.adds.standard_error,
            })),
        })
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
                own.adds.points()
            ));
        }
        lines.join("\n")
    }
}

/// `for.csv`: one row for each number.
pub fn table(watched: &[Watched]) -> String {
    let mut table = Rows::new(&[
        "iso3",
        "measure",
        "share",
        "day",
        "day_early",
        "day_late",
        "chance",
        "standard_error",
    ]);
    for one in watched {
        let code = one.code.as_str();
        let mut chance = |measure: &str, on: Option<Day>, chance: Estimate| {
            let [value, error] = estimate(chance);
            let on = day(When::from(on));
            table.add([code, measure, "", &on, "", "", &value, &error]);
        };
        let target = one.target.map(|(target, _)| target);
        if let Some((target, by)) = one.target {
            chance("bound_by_target", Some(target), by);
        }
        chance("not_bound_by_horizon", None, one.beyond);
        if let Some(own) = one.deposit {
            chance("target_chance_if_deposits_now", target, own.now);
            chance("target_chance_if_never", target, own.never);
            let [value, error] =
                [own.adds.value, own.adds.standard_error].map(super::table::number);
            let on = day(When::from(target));
            table.add([code, "own_deposit_adds", "", &on, "", "", &value, &error]);
        }
        for (share, at) in &one.bound {
            let [on, early, late] = [at.day, at.early, at.late].map(day);
            table.add([code, "bound", &share.to_string(), &on, &early, &late, "", ""]);
        }
    }
    table.text()
}
