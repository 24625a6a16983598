//! Several experts' answers as one belief for each participant: a linear opinion pool.

use std::collections::BTreeMap;

use super::Answer;
use crate::{
    quantity::{MONTH_DAYS, YEAR_DAYS},
    treaty::delay::{BadDelay, Delay, ThreePoint},
};

/// One expert's answer with its weight.
#[derive(Clone, PartialEq, Debug)]
pub struct Opinion {
    /// Whose it is.
    pub expert: String,
    /// Its share of the pool; those of one participant add up to 1.
    pub weight: f64,
    /// Months to the deposit; none where it surely never comes.
    pub months: Option<ThreePoint>,
    /// The chance that it never comes.
    pub never: f64,
    delay: Option<Delay>,
}

/// What the experts together believe of one participant.
#[derive(Clone, PartialEq, Debug)]
pub struct PooledEstimate {
    /// Of whom, by code.
    pub code: String,
    /// Each expert's, in the order of names.
    pub opinions: Vec<Opinion>,
}

/// Into so many pieces the days of all experts together are cut, about.
const PIECES: usize = 96;
/// So little is left to the days after the last.
const LEFT: f64 = 1e-6;

/// The answers of each participant together, in order of code: the mean of the experts' chances
/// (Stone 1961), weighted; an expert without a weight has 1. Each expert's delay is a PERT law.
///
/// # Errors
///
/// Where an answer makes no delay; answers that were read make one.
pub fn pool(
    answers: &[Answer],
    weights: &BTreeMap<String, f64>,
) -> Result<Vec<PooledEstimate>, BadDelay> {
    let mut by: BTreeMap<&str, Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        by.entry(&answer.code).or_default().push(answer);
    }
    let weight = |answer: &Answer| weights.get(&answer.expert).copied().unwrap_or(1.0);
    let mut all = Vec::new();
    for (code, mut answers) in by {
        answers.sort_by(|one, other| one.expert.cmp(&other.expert));
        let whole: f64 = answers.iter().map(|answer| weight(answer)).sum();
        let mut opinions = Vec::new();
        for answer in answers {
            let delay = match answer.months {
                Some(months) => Some(Delay::pert(ThreePoint {
                    least: months.least * MONTH_DAYS,
                    likely: months.likely * MONTH_DAYS,
                    most: months.most * MONTH_DAYS,
                })?),
                None => None,
            };
            opinions.push(Opinion {
                expert: answer.expert.clone(),
                weight: weight(answer) / whole,
                months: answer.months,
                never: answer.never,
                delay,
            });
        }
        all.push(PooledEstimate { code: code.to_owned(), opinions });
    }
    Ok(all)
}

impl Opinion {
    /// The chance of a deposit within so many days.
    pub fn chance_within(&self, days: f64) -> f64 {
        let late = self.delay.as_ref().map_or(1.0, |delay| delay.survival(days));
        (1.0 - self.never) * (1.0 - late)
    }
}

impl PooledEstimate {
    /// The chance that it never deposits.
    pub fn never(&self) -> f64 {
        let never: f64 = self.opinions.iter().map(|one| one.weight * one.never).sum();
        never.clamp(0.0, 1.0)
    }

    /// The chance of a deposit within so many days.
    pub fn chance_within(&self, days: f64) -> f64 {
        self.opinions.iter().map(|one| one.weight * one.chance_within(days)).sum()
    }

    /// The most and the least that an expert gives to a deposit within so many days.
    pub fn extremes(&self, days: f64) -> Option<(&Opinion, &Opinion)> {
        let by =
            |a: &&Opinion, b: &&Opinion| a.chance_within(days).total_cmp(&b.chance_within(days));
        Some((self.opinions.iter().min_by(by)?, self.opinions.iter().max_by(by)?))
    }

    /// The pool as a piecewise delay of those that ever deposit, exact at every edge: edges in
    /// days from 0, and a rate per year from each on. Nothing where it surely never deposits.
    pub fn pieces(&self) -> Option<(Vec<f64>, Vec<f64>)> {
        let ever = 1.0 - self.never();
        let months: Vec<ThreePoint> = self.opinions.iter().filter_map(|one| one.months).collect();
        if ever <= 1e-9 || months.is_empty() {
            return None;
        }
        // Each expert's days are cut by themselves: a short delay beside a long one stays exact.
        let pieces = (PIECES / months.len()).clamp(8, PIECES / 2);
        let mut edges = vec![0.0];
        for ThreePoint { least, most, .. } in months {
            let step = (most - least) / pieces as f64;
            // Whole days read better and are all that a deposit needs.
            let own = (0..=pieces).map(|piece| least + step * piece as f64);
            edges.extend(own.map(|edge| (edge * MONTH_DAYS).round()));
        }
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        let left = |days: f64| (1.0 - self.chance_within(days) / ever).max(LEFT);
        let mut rates: Vec<f64> = edges
            .windows(2)
            .map(|pair| {
                let hazard = (left(pair[0]).ln() - left(pair[1]).ln()).max(0.0);
                hazard / (pair[1] - pair[0]) * YEAR_DAYS
            })
            .collect();
        // What rounding leaves over comes at once.
        rates.push(1e4);
        Some((edges, rates))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Place;

    fn answer(expert: &str, months: Option<(f64, f64, f64)>, never: f64) -> Answer {
        Answer {
            expert: expert.to_owned(),
            code: "FRA".to_owned(),
            months: months.map(|(least, likely, most)| ThreePoint { least, likely, most }),
            never,
            place: Place::new("a", 1, 1, None),
        }
    }

    #[test]
    fn the_pool_is_the_weighted_mean_of_the_chances() {
        let answers = [
            answer("Ana", Some((6.0, 12.0, 36.0)), 0.1),
            answer("Ben", Some((0.0, 2.0, 4.0)), 0.4),
            answer("Cleo", None, 1.0),
        ];
        let weights = BTreeMap::from([("Ana".to_owned(), 2.0)]);
        let pooled = pool(&answers, &weights).unwrap();
        let one = &pooled[0];
        assert!((one.never() - (0.5 * 0.1 + 0.25 * 0.4 + 0.25)).abs() < 1e-12);
        // Ben has 60 % within four months, Ana none before six.
        assert!((one.chance_within(5.0 * MONTH_DAYS) - 0.25 * 0.6).abs() < 1e-12);
        assert!((one.chance_within(40.0 * MONTH_DAYS) - (1.0 - one.never())).abs() < 1e-12);
        let (low, high) = one.extremes(5.0 * MONTH_DAYS).unwrap();
        assert_eq!((low.expert.as_str(), high.expert.as_str()), ("Ana", "Ben"));
    }

    #[test]
    fn the_pieces_keep_the_pool_to_a_thousandth() {
        let answers = [
            answer("Ana", Some((6.0, 12.0, 36.0)), 0.1),
            answer("Ben", Some((0.0, 2.0, 4.0)), 0.4),
        ];
        let pooled = pool(&answers, &BTreeMap::new()).unwrap();
        let (edges, rates) = pooled[0].pieces().unwrap();
        let delay = Delay::piecewise(edges, rates).unwrap();
        let ever = 1.0 - pooled[0].never();
        for day in 0..1200 {
            let days = f64::from(day);
            let found = ever * (1.0 - delay.survival(days));
            let expected = pooled[0].chance_within(days);
            assert!((found - expected).abs() < 4e-3, "{day}: {found} {expected}");
        }
        assert!(pool(&[answer("Ana", None, 1.0)], &BTreeMap::new()).unwrap()[0].pieces().is_none());
    }
}
