//! Forecasts of cases by the model: a fit that has not seen what it forecasts, then futures.

use rayon::prelude::*;

use crate::{
    calibrate::history::{History, PastTreaty},
    engine::{Detail, Plan, simulate},
    treaty::{
        Model,
        rule::{Members, Rule},
    },
};

use super::{
    Fits, ForecastTask, Predictive, UncertainFit,
    model::{age, count, model},
};

/// A forecast for each case, in their order. Cases in a row of one treaty and as-of day share their
/// futures. The same plan gives the same forecasts on any number of threads; `progress` hears of
/// how many more cases are done.
///
/// Nothing where there is no fit for the case, the history lacks its treaty, or the as-of day is ten
/// years past opening.
pub fn forecasts(
    history: &History,
    cases: &[ForecastTask],
    plan: Plan,
    fits: &Fits,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Option<Predictive>> {
    let same = |one: &ForecastTask, other: &ForecastTask| {
        one.treaty == other.treaty && one.as_of == other.as_of
    };
    let together: Vec<&[ForecastTask]> = cases.chunk_by(same).collect();
    let found: Vec<Vec<Option<Predictive>>> = together
        .into_par_iter()
        .map(|cases| {
            let found = futures(history, cases, plan, fits.get(&cases[0]));
            progress(cases.len());
            found
        })
        .collect();
    found.into_iter().flatten().collect()
}

fn futures(
    history: &History,
    cases: &[ForecastTask],
    plan: Plan,
    known: Option<&UncertainFit>,
) -> Vec<Option<Predictive>> {
    let treaty = history.treaty(&cases[0].treaty);
    let early = |case: &ForecastTask| (case.as_of - case.opened).0 < Predictive::LAST as i32;
    let (Some(treaty), Some(known)) = (treaty.filter(|_| early(&cases[0])), known) else {
        return vec![None; cases.len()];
    };
    let UncertainFit { fitted, doubt } = known;
    let model = Model {
        parameter_draws: fitted.beliefs(doubt, treaty.opened, treaty.technical()),
        ..model(history, treaty, cases[0].as_of, fitted)
    };
    let rules: Vec<Rule> = cases.iter().map(|case| rule(case, treaty, &model)).collect();
    let mut ages: Vec<Vec<Option<u32>>> = vec![Vec::new(); cases.len()];
    let mut scratch = Vec::new();
    simulate(&model, plan).each(Detail::Parties, |run| {
        for (rule, ages) in rules.iter().zip(&mut ages) {
            ages.push(age(model.opened, rule.met(run.deposits, &mut scratch)));
        }
    });
    ages.into_iter().map(|ages| Some(Predictive::of_runs(ages))).collect()
}

/// The case's number, of those whose instruments count: States off the record all do.
fn rule(case: &ForecastTask, treaty: &PastTreaty, model: &Model) -> Rule {
    let counts = |code: &str| {
        let place = treaty.records.binary_search_by(|record| record.participant.as_str().cmp(code));
        place.map_or(true, |place| case.counted.has(place))
    };
    let among = model.participants.iter().map(|one| counts(&one.code)).collect();
    count(case.instruments, Members::new(among))
}
