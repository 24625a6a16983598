//! The score board: for each forecaster, age and n, how good its forecasts would have been.

use std::{collections::BTreeMap, ops::RangeInclusive};

use super::{
    ForecastTask, LEVELS, Nth, Outcome, Predictive, ReferenceMethod, Score, WITHIN_MONTHS,
};

/// The shares of which each forecast's days are told.
pub const QUANTILE_LEVELS: [f64; 9] = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975];

/// Who made a forecast.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Forecaster {
    /// The method of this program.
    Pace,
    /// A simpler one.
    ReferenceMethod(ReferenceMethod),
}

impl Forecaster {
    /// All of them, the method of this program first.
    pub fn all() -> impl Iterator<Item = Forecaster> {
        let baselines = ReferenceMethod::ALL.into_iter().map(Forecaster::ReferenceMethod);
        std::iter::once(Forecaster::Pace).chain(baselines)
    }
}

/// What is kept of one forecast.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Forecast {
    /// Who made it.
    pub by: Forecaster,
    /// For each of [`QUANTILE_LEVELS`], the day of age by which the chance is as high; nothing where it is
    /// not within ten years.
    pub quantiles: [Option<u32>; 9],
    /// The chance that the day comes within each of [`WITHIN_MONTHS`] months of opening.
    pub within: [f64; 2],
    /// The chance that it does not come within ten years, or by the end of the record.
    pub beyond: f64,
    /// How good it was.
    pub score: Score,
}

/// A case with the forecasts of all forecasters, in their order.
#[derive(Clone, PartialEq, Debug)]
pub struct ScoredTask {
    /// The case.
    pub case: ForecastTask,
    /// One of each.
    pub forecasts: Vec<Forecast>,
}

/// A mean over treaties with its standard error; treaties count as independent of each other.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Its standard error; nought where there is but one.
    pub error: f64,
    /// Over how many.
    pub count: usize,
}

/// How good the forecasts of one forecaster were for one n at one age.
#[derive(Clone, PartialEq, Debug)]
pub struct ScoreRow {
    /// Who made them.
    pub by: Forecaster,
    /// For which n.
    pub nth: Nth,
    /// Months after opening.
    pub age_months: u16,
    /// Of days, see [`Score::crps_days`].
    pub crps_days: Mean,
    /// Of logarithms of days, see [`Score::crps_log`].
    pub crps_log: Mean,
    /// For each of [`LEVELS`]: how often the central interval covered what happened, with the
    /// binomial error of a forecast that is right.
    pub coverage: [Mean; 3],
    /// For each of [`WITHIN_MONTHS`]: mean squared miss; nothing where it was never asked.
    pub brier: [Option<Mean>; 2],
    /// Mean of where what happened lies; 0.5 where days come neither early nor late.
    pub pit: Mean,
    /// Mean chance of not coming within ten years or by the end of the record.
    pub beyond: f64,
    /// How often that was so.
    pub beyond_seen: f64,
    /// The share by which the score of days is below that of each baseline, with its paired error.
    pub skill: Vec<(ReferenceMethod, Mean)>,
}

impl Forecast {
    /// Keeps what is told of a forecast of a case.
    pub fn from_predictive(
        by: Forecaster,
        predictive: &Predictive,
        case: &ForecastTask,
    ) -> Forecast {
        Forecast {
            by,
            quantiles: QUANTILE_LEVELS.map(|level| predictive.quantile(level)),
            within: WITHIN_MONTHS.map(|months| predictive.chance_by(super::score::day_of(months))),
            beyond: 1.0 - predictive.chance_by(case.seen_to),
            score: Score::from_forecast(predictive, case.age(), case.outcome, case.seen_to),
        }
    }
}

impl Mean {
    /// The mean of these, if there are any.
    pub fn from_values(values: impl IntoIterator<Item = f64>) -> Option<Mean> {
        let values: Vec<f64> = values.into_iter().collect();
        let count = values.len();
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        let error = (squares / (count.max(2) - 1) as f64 / count as f64).sqrt();
        (count > 0).then_some(Mean { value: mean, error, count })
    }

    /// The share by which the mean of the first of each pair is below that of the second; nothing
    /// where that is nought. The error allows for how the two go together.
    pub fn skill(pairs: &[(f64, f64)]) -> Option<Mean> {
        let sum = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
        let (ours, theirs) = (sum(|pair| pair.0), sum(|pair| pair.1));
        if pairs.is_empty() || theirs.is_nan() || theirs <= 0.0 {
            return None;
        }
        let (ratio, mean) = (ours / theirs, theirs / pairs.len() as f64);
        let moved =
            Mean::from_values(pairs.iter().map(|(ours, theirs)| (ours - ratio * theirs) / mean))?;
        Some(Mean { value: 1.0 - ratio, ..moved })
    }

    /// A share with the binomial error it has where `expected` is right.
    fn share(value: f64, expected: f64, count: usize) -> Mean {
        Mean { value, error: (expected * (1.0 - expected) / count.max(1) as f64).sqrt(), count }
    }
}

/// The board: by n, age and forecaster.
pub fn board(scored: &[ScoredTask]) -> Vec<ScoreRow> {
    let mut groups: BTreeMap<(Nth, u16), Vec<&ScoredTask>> = BTreeMap::new();
    for one in scored {
        groups.entry((one.case.nth, one.case.age_months)).or_default().push(one);
    }
    let lines = groups.iter().flat_map(|((nth, age_months), group)| {
        let places = 0..group.first().map_or(0, |one| one.forecasts.len());
        places.filter_map(|place| line(*nth, *age_months, group, place))
    });
    lines.collect()
}

fn line(nth: Nth, age_months: u16, group: &[&ScoredTask], place: usize) -> Option<ScoreRow> {
    let of = |place: usize| group.iter().map(move |one| &one.forecasts[place]);
    let score =
        |of_one: fn(&Score) -> f64| Mean::from_values(of(place).map(|one| of_one(&one.score)));
    let coverage = |level: f64| {
        let covered = Mean::from_values(of(place).map(|one| one.score.pit.covered(level)));
        covered.map_or(0.0, |covered| covered.value)
    };
    let first = group.first()?;
    let skill = first.forecasts.iter().enumerate().filter_map(|(other, forecast)| {
        let Forecaster::ReferenceMethod(baseline) = forecast.by else { return None };
        let pair =
            |(ours, theirs): (&Forecast, &Forecast)| (ours.score.crps_days, theirs.score.crps_days);
        let pairs: Vec<(f64, f64)> = of(place).zip(of(other)).map(pair).collect();
        Some((baseline, Mean::skill(&pairs)?)).filter(|_| other != place)
    });
    let not_by = |one: &&&ScoredTask| matches!(one.case.outcome, Outcome::NotBy(_));
    Some(ScoreRow {
        by: first.forecasts[place].by,
        nth,
        age_months,
        crps_days: score(|score| score.crps_days)?,
        crps_log: score(|score| score.crps_log)?,
        coverage: LEVELS.map(|level| Mean::share(coverage(level), level, group.len())),
        brier: [0, 1]
            .map(|which| Mean::from_values(of(place).filter_map(|one| one.score.brier[which]))),
        pit: score(|score| score.pit.middle())?,
        beyond: Mean::from_values(of(place).map(|one| one.beyond))?.value,
        beyond_seen: group.iter().filter(not_by).count() as f64 / group.len() as f64,
        skill: skill.collect(),
    })
}

/// Treaties that stood where one stands whose forecast is wanted: what was said of them, and seen.
#[derive(Clone, PartialEq, Debug)]
pub struct SimilarForecasts {
    /// Who forecast.
    pub by: Forecaster,
    /// Months after opening at which they stood there.
    pub age_months: u16,
    /// Within how many months of opening the n-th instrument was wanted.
    pub within_months: u32,
    /// The mean of the chances forecast, with the binomial error of how often it happens if they
    /// are right; over how many treaties.
    pub chance: Mean,
    /// How often it happened.
    pub seen: f64,
    /// How often the central 80 % interval covered the day.
    pub covered_80: f64,
}

/// Of the cases of this n with so many instruments: the chance forecast of the n-th within each of
/// [`WITHIN_MONTHS`], and how often it came.
pub fn alike(
    scored: &[ScoredTask],
    nth: Nth,
    deposits: RangeInclusive<usize>,
) -> Vec<SimilarForecasts> {
    let mut groups: BTreeMap<u16, Vec<&ScoredTask>> = BTreeMap::new();
    for one in scored.iter().filter(|one| one.case.nth == nth) {
        if deposits.contains(&one.case.deposits) {
            groups.entry(one.case.age_months).or_default().push(one);
        }
    }
    let mut rows = Vec::new();
    for (age_months, group) in groups {
        for (which, within_months) in WITHIN_MONTHS.into_iter().enumerate() {
            for place in 0..group.first().map_or(0, |one| one.forecasts.len()) {
                let all = group.iter().map(|one| (&one.forecasts[place], one.case.outcome));
                let asked = all.filter(|(one, _)| one.score.brier[which].is_some());
                let asked: Vec<(&Forecast, Outcome)> = asked.collect();
                let chances = asked.iter().map(|(one, _)| one.within[which]);
                let Some(mean) = Mean::from_values(chances.clone()) else { continue };
                let spread: f64 = chances.map(|chance| chance * (1.0 - chance)).sum();
                let last = super::score::day_of(within_months);
                let came = |outcome| matches!(outcome, Outcome::On(day) if day <= last);
                let share = |count: f64| count / asked.len() as f64;
                rows.push(SimilarForecasts {
                    by: asked[0].0.by,
                    age_months,
                    within_months,
                    chance: Mean { error: share(spread.sqrt()), ..mean },
                    seen: share(asked.iter().filter(|(_, outcome)| came(*outcome)).count() as f64),
                    covered_80: share(
                        asked.iter().map(|(one, _)| one.score.pit.covered(0.8)).sum(),
                    ),
                });
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_the_error_of_a_mean() {
        let mean = Mean::from_values([1.0, 2.0, 3.0, 4.0]).expect("a mean");
        assert!(
            (mean.value - 2.5).abs() < 1e-12 && (mean.error - (5.0f64 / 12.0).sqrt()).abs() < 1e-12
        );
        assert_eq!(Mean::from_values([7.0]).map(|mean| mean.error), Some(0.0));
        assert_eq!(Mean::from_values([]), None);
    }

    #[test]
    fn skill_is_certain_where_the_two_always_stand_in_one_ratio() {
        let pairs: Vec<(f64, f64)> = (1..20).map(|x| (f64::from(x), f64::from(2 * x))).collect();
        let skill = Mean::skill(&pairs).expect("a skill");
        assert!((skill.value - 0.5).abs() < 1e-12 && skill.error < 1e-12);
        // Of scores that have nothing to do with each other, the error is that of both.
        let pairs = [(1.0, 4.0), (3.0, 4.0), (1.0, 2.0), (3.0, 2.0)];
        let skill = Mean::skill(&pairs).expect("a skill");
        assert!((skill.value - 1.0 / 3.0).abs() < 1e-12);
        let residuals = [1.0 - 8.0 / 3.0, 3.0 - 8.0 / 3.0, 1.0 - 4.0 / 3.0, 3.0 - 4.0 / 3.0];
        let squares: f64 = residuals.iter().map(|one: &f64| one * one / 9.0).sum();
        assert!((skill.error - (squares / 12.0).sqrt()).abs() < 1e-12);
        assert_eq!(Mean::skill(&[(1.0, 0.0)]), None);
    }
}
