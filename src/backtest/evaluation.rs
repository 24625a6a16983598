//! The trial: every case forecast by every forecaster from what it may know, and scored.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{
    Fits, Forecast, ForecastTask, ForecastTasks, Forecaster, Others, PastMonth, Predictive,
    ReferenceMethod, Scheme, ScoredTask, SkipReason, SkippedTask, forecasts, past_months,
};
use crate::{
    calibrate::{fit::Selection, history::History},
    engine::Plan,
    quantity::Day,
};

/// What forecasts of the past are made from.
#[derive(Clone, Copy, Debug)]
pub struct Evaluation<'a> {
    /// Whose treaties are forecast.
    pub history: &'a History,
    /// Whose pool is learned from; a treaty of the id of the one forecast is left out.
    pub train: &'a History,
    /// Which of its records may be seen.
    pub scheme: Scheme,
    /// How many futures a forecast of this program's method, and by which seed.
    pub plan: Plan,
}

/// What came of it.
#[derive(Clone, PartialEq, Debug)]
pub struct EvaluationResult {
    /// Each case that all forecasters had something to learn for, in the order of the cases.
    pub scored: Vec<ScoredTask>,
    /// What was left out and why.
    pub left: Vec<SkippedTask>,
    /// Each month of the treaties' records, forecast from the months before it.
    pub months: Vec<PastMonth>,
}

impl Evaluation<'_> {
    /// How many steps [`Evaluation::run`] tells of, at most.
    pub fn steps(&self, cases: &ForecastTasks) -> u64 {
        let cases = &cases.cases;
        let fits: BTreeSet<(&str, i16)> = match self.scheme {
            Scheme::LeaveOneOut => cases.iter().map(|case| (case.treaty.as_str(), 0)).collect(),
            Scheme::Rolling => cases.iter().map(|case| ("", case.as_of.year())).collect(),
        };
        let mut treaties: Vec<&str> = cases.iter().map(|case| case.treaty.as_str()).collect();
        treaties.dedup();
        (2 * cases.len() + treaties.len() + fits.len() + 1) as u64
    }

    /// Fits, forecasts and scores; `step` hears of how many more fits, forecasts of ours, cases of
    /// the simpler ones, and treaties gone through month by month are done.
    pub fn run(&self, cases: ForecastTasks, step: &(dyn Fn(usize) + Sync)) -> EvaluationResult {
        let ForecastTasks { cases, mut left } = cases;
        let fits = Fits::of(self.train, &Selection::pool(self.train), &cases, self.scheme, step);
        let ours = forecasts(self.history, &cases, self.plan, &fits, step);
        let theirs: Vec<Option<Vec<Predictive>>> = cases
            .par_iter()
            .map(|case| {
                let forecasts = self.baselines(case);
                step(1);
                forecasts
            })
            .collect();
        let months = past_months(self.history, &cases, &fits, step);
        let mut scored = Vec::new();
        for ((case, ours), theirs) in cases.into_iter().zip(ours).zip(theirs) {
            let why =
                if ours.is_none() { SkipReason::TooFewTreaties } else { SkipReason::NothingAlike };
            match ours.zip(theirs) {
                Some((ours, theirs)) => {
                    let all = Forecaster::all().zip(std::iter::once(ours).chain(theirs));
                    let forecasts =
                        all.map(|(by, one)| Forecast::from_predictive(by, &one, &case)).collect();
                    scored.push(ScoredTask { case, forecasts });
                }
                None => left.push(SkippedTask {
                    treaty: case.treaty,
                    age_months: case.age_months,
                    nth: case.nth,
                    why,
                }),
            }
        }
        EvaluationResult { scored, left, months }
    }

    /// The forecasts of all baselines; nothing where one has nothing to learn from.
    fn baselines(&self, case: &ForecastTask) -> Option<Vec<Predictive>> {
        let treaty = self.history.treaty(&case.treaty)?;
        let ids = self.train.pool.iter().map(|pooled| pooled.treaty.as_str());
        let known_by = match self.scheme {
            Scheme::LeaveOneOut => Day::LAST,
            Scheme::Rolling => case.as_of,
        };
        let others = Others::of(self.train, ids, treaty, known_by);
        let forecasts = ReferenceMethod::ALL.into_iter();
        forecasts.map(|baseline| baseline.forecast(case, treaty, &others)).collect()
    }
}
