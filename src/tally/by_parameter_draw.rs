//! What the runs say by each draw of the parameters: how far the answer hangs on figures that are uncertain.

use crate::{
    engine::{Gather, Run},
    quantity::{Day, Proportion},
    treaty::Model,
};

/// Logs are counted in whole parts of this size, so that shards add up exactly.
const PARTS: f64 = 1e4;

/// Counts by parameter draw. Whole numbers: shards add up exactly.
#[derive(Clone, PartialEq, Debug)]
pub struct ByParameterDraw {
    as_of: Day,
    /// The last day of meeting the rule that is early enough for the target.
    last: Option<Day>,
    /// By days after the as-of day, the log of so many; the last for what is not met.
    logs: Vec<u64>,
    counts: Vec<DrawCounts>,
}

#[derive(Clone, Copy, PartialEq, Debug, Default)]
struct DrawCounts {
    runs: u64,
    by_target: u64,
    sum: u64,
    squares: u64,
}

impl ByParameterDraw {
    /// No run yet. Nothing is counted where the model has no parameter draws.
    pub fn new(model: &Model) -> ByParameterDraw {
        let days = (model.horizon - model.as_of).0.max(0) + 1;
        let log = |day: i32| (PARTS * libm::log(f64::from(day.max(1)))).round() as u64;
        let several = model.parts.is_empty();
        ByParameterDraw {
            as_of: model.as_of,
            last: model.target.and_then(|target| model.rule.last_day_to_meet(target)),
            logs: (0..=days).map(log).collect(),
            counts: vec![
                DrawCounts::default();
                if several { model.parameter_draws.len() } else { 0 }
            ],
        }
    }

    /// The chance of being in force by the target, by each parameter draw; empty where there are none.
    pub fn chances(&self) -> Vec<Proportion> {
        let chance = |one: &DrawCounts| Proportion { count: one.by_target, runs: one.runs.max(1) };
        self.counts.iter().map(chance).collect()
    }

    /// The share, 0 to 1, of the variance of the log of the days from the as-of day to meeting the
    /// rule that is between parameter draws; what is not met by the horizon counts as met the day after it.
    /// Nothing where there are no two of them with runs to tell.
    ///
    /// Analysis of variance with one factor, in the mean over as many runs each (Searle, Casella and
    /// McCulloch 1992, *Variance components*, chapter 3): the runs' own scatter is not taken for a
    /// difference between draws.
    pub fn share_of_spread(&self) -> Option<f64> {
        let draws = self.counts.len() as f64;
        let runs = self.counts.iter().map(|one| one.runs).min()? as f64;
        if draws < 2.0 || runs < 2.0 {
            return None;
        }
        let mean = |one: &DrawCounts| one.sum as f64 / one.runs as f64;
        let overall = self.counts.iter().map(mean).sum::<f64>() / draws;
        let square = |value: f64| value * value;
        let within = |one: &DrawCounts| one.squares as f64 / one.runs as f64 - square(mean(one));
        let within = self.counts.iter().map(within).sum::<f64>() / draws;
        let among = self.counts.iter().map(|one| square(mean(one) - overall)).sum::<f64>();
        let between = (among / (draws - 1.0) - within / runs).max(0.0);
        Some(between / (between + within)).filter(|share| share.is_finite())
    }
}

impl Gather for ByParameterDraw {
    fn observe_run(&mut self, run: &Run<'_>) {
        let Some(counts) = self.counts.get_mut(run.parameter_draw) else { return };
        let days = |met: Day| (met - self.as_of).0.max(0) as usize;
        let met = run.met.day();
        let most = self.logs.len() - 1;
        let log = self.logs[met.map_or(most, days).min(most)];
        counts.runs += 1;
        counts.by_target += u64::from(met.is_some_and(|met| Some(met) <= self.last));
        counts.sum += log;
        counts.squares += log * log;
    }

    fn merge_counts(&mut self, other: ByParameterDraw) {
        for (one, more) in self.counts.iter_mut().zip(other.counts) {
            one.runs += more.runs;
            one.by_target += more.by_target;
            one.sum += more.sum;
            one.squares += more.squares;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Days, When};
    use crate::treaty::{
        Calibration, ParameterDraw,
        rule::{Members, Rule},
    };

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// Two draws: one meets the rule after so many days, the other after so many.
    fn counted(days: &dyn Fn(usize, u64) -> Option<i32>) -> ByParameterDraw {
        let rule = Rule::count(1, Members::new(Vec::new()), 90);
        let model = Model::new("T", day("2020-01-01"), day("2030-01-01"), rule, Vec::new());
        let draw = ParameterDraw { calibration: Calibration::default(), pace: None };
        let target = Some(day("2020-12-31"));
        let model = Model { parameter_draws: vec![draw.clone(), draw], target, ..model };
        let mut counted = ByParameterDraw::new(&model);
        for index in 0..2000 {
            let parameter_draw = (index % 2) as usize;
            let met = days(parameter_draw, index).map(|days| model.as_of + Days(days));
            counted.observe_run(&Run {
                index,
                parameter_draw,
                deposits: &[],
                met: When::from(met),
            });
        }
        counted
    }

    #[test]
    fn all_of_the_spread_is_between_draws_that_are_sure() {
        let counted = counted(&|draw, _| Some(if draw == 0 { 100 } else { 1000 }));
        assert!((counted.share_of_spread().expect("a share") - 1.0).abs() < 1e-9);
        let chances: Vec<f64> = counted.chances().iter().map(|one| one.value()).collect();
        assert_eq!(chances, [1.0, 0.0]);
    }

    #[test]
    fn scatter_of_the_runs_is_no_difference() {
        let scattered = |index: u64| (index.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55) as i32 + 1;
        let counted = counted(&|_, index| Some(scattered(index)));
        assert!(counted.share_of_spread().expect("a share") < 0.003);
    }

    #[test]
    fn what_is_never_met_counts_to_the_horizon() {
        let counted = counted(&|draw, _| (draw == 0).then_some(3653));
        // A day apart, and no draw scatters: all of what little spread there is lies between them.
        assert!((counted.share_of_spread().expect("a share") - 1.0).abs() < 1e-3);
        assert!(counted.chances().iter().all(|one| one.count == 0));
    }
}
