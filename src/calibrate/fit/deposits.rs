//! How fast participants deposit: baseline, factors and pace, each given the others.

use rayon::prelude::*;

use crate::quantity::MONTH_DAYS;

use super::{
    cholesky::Square,
    exposure::{BINS, EDGES, MONTHS, TrainingData, TreatyExposure, bin},
    gamma::{EventCounts, likeliest_shape},
    law::Law,
    months::{days_at_risk, hazard_by, profile, windows},
    pace::{Posterior, posterior, variances, window},
};

/// Rates before anything is learned: one deposit in 27 years.
const FIRST_PER_DAY: f64 = 1e-4;

/// Events that a bin without any is taken to have, at the overall rate of its state.
pub(super) const PRIOR_EVENTS: f64 = 2.0;

/// Rounds that find the level, before the law is first tuned.
const FIRST_ROUNDS: usize = 8;

/// Rounds after each tuning. Twice as many move no rate by more than 2 % and the evidence by 0.1.
const FURTHER_ROUNDS: usize = 12;

/// Rounds for a record that differs little from one fitted before.
const ROUNDS_AGAIN: usize = 3;

/// Evaluations that a search of the law, or of its mean alone, may take.
const LAW_EVALUATIONS: usize = 200;
const MEAN_EVALUATIONS: usize = 80;

/// What is believed of deposits.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Deposits {
    /// By state (others, signatories) and bin, per day at factor 1 and log pace nought.
    pub(super) per_day: [[f64; BINS]; 2],
    /// Deposits on record, by state and bin.
    pub(super) events: [[f64; BINS]; 2],
    /// By calendar month, mean 1.
    pub(super) profile: [f64; 12],
    /// By participant.
    pub(super) factors: Vec<f64>,
    /// By participant: deposits, and those expected at factor 1.
    pub(super) tallies: Vec<EventCounts>,
    /// Shape of the gamma law of the factors.
    pub(super) factor_shape: f64,
    /// How the pace moves.
    pub(super) law: Law,
    /// The weights of each treaty's pace, kept to save steps.
    pub(super) paces: Vec<Vec<f64>>,
}

/// The log chance of the deposits under a law.
type LogLikelihood<'a> = &'a mut dyn FnMut(&Law) -> f64;

/// What one treaty tells when all but its pace is given.
struct Share {
    weights: Vec<f64>,
    /// Time at risk by state and bin, in days at factor, season and pace.
    days: [[f64; BINS]; 2],
    /// Deposits expected of each participant at risk, at factor 1.
    expected: Vec<f64>,
}

impl Deposits {
    /// Rounds of expectation and maximisation, the law tuned between them.
    ///
    /// The rounds find the baseline's form and the factors. They do not find its level: the
    /// corrected approximation makes each round raise it a little, past the height that the evidence
    /// prefers, so after the first rounds it is held, and the mean of the law, tuned with the rest
    /// and once more at the end, sets it.
    pub(super) fn fit(seen: &TrainingData) -> Deposits {
        Deposits::found(seen, Law::START, |law, evidence| law.likeliest(LAW_EVALUATIONS, evidence))
    }

    /// As [`Deposits::fit`], with all of the law given but its means.
    pub(super) fn fit_given(seen: &TrainingData, law: Law) -> Deposits {
        Deposits::found(seen, law, |law, evidence| law.likeliest_means(MEAN_EVALUATIONS, evidence))
    }

    fn found(
        seen: &TrainingData,
        law: Law,
        search: impl Fn(Law, LogLikelihood<'_>) -> Law,
    ) -> Deposits {
        let mut deposits = Deposits::start(seen, law);
        for _ in 0..FIRST_ROUNDS {
            deposits.round(seen);
        }
        for _ in 0..2 {
            deposits.tune(seen, &search);
            deposits.rounds_on_the_level(seen, FURTHER_ROUNDS);
        }
        deposits.finish(seen);
        deposits
    }

    /// A fit of a record that differs little from the one this was found from: a few rounds bring it
    /// there. `paces` and `people` say where each treaty and participant stood, if it was seen.
    pub(super) fn refit(
        &self,
        seen: &TrainingData,
        paces: &[Option<usize>],
        people: &[Option<usize>],
        search_law: bool,
    ) -> Deposits {
        let factor = |place: &Option<usize>| place.map_or(1.0, |place| self.factors[place]);
        let pace = |place: &Option<usize>| place.map_or(Vec::new(), |at| self.paces[at].clone());
        let mut deposits = Deposits {
            per_day: self.per_day,
            factors: people.iter().map(factor).collect(),
            factor_shape: self.factor_shape,
            paces: paces.iter().map(pace).collect(),
            ..Deposits::start(seen, self.law)
        };
        deposits.rounds_on_the_level(seen, ROUNDS_AGAIN);
        if search_law {
            deposits.tune(seen, |law, evidence| law.likeliest(LAW_EVALUATIONS, evidence));
            deposits.rounds_on_the_level(seen, ROUNDS_AGAIN);
        }
        deposits.finish(seen);
        deposits
    }

    /// Rounds that leave the level where it is.
    fn rounds_on_the_level(&mut self, seen: &TrainingData, rounds: usize) {
        for _ in 0..rounds {
            let level = self.level();
            self.round(seen);
            self.scale(libm::exp(level - self.level()));
        }
    }

    /// Sets the level, and that of the start, by the evidence and takes up the factors that go with it.
    fn finish(&mut self, seen: &TrainingData) {
        self.tune(seen, |law, evidence| law.likeliest_means(2 * MEAN_EVALUATIONS, evidence));
        if !seen.treaties.iter().any(|treaty| treaty.technical) {
            self.law.technical_mean = 0.0;
        }
        // The means say nothing that the baseline cannot say.
        let (mean, start_mean) = (self.law.pace.mean, self.law.start_mean);
        let times = |month: usize| libm::exp(mean + start_mean * Law::start_left(month));
        for (bin, edges) in EDGES.windows(2).enumerate() {
            let mean = (edges[0]..edges[1]).map(times).sum::<f64>() / (edges[1] - edges[0]) as f64;
            self.per_day.iter_mut().for_each(|rates| rates[bin] *= mean);
        }
        (self.law.pace.mean, self.law.start_mean) = (0.0, 0.0);
        self.look(seen);
        self.take_factors();
    }

    /// The mean pace of each treaty in each month of its record, its signatures' effect included.
    pub(super) fn by_month(&self, seen: &TrainingData) -> Vec<Vec<f64>> {
        let covariance = self.law.covariance();
        let treaties = seen.treaties.iter().zip(self.bases(seen)).zip(&self.paces);
        treaties
            .map(|((treaty, base), before)| self.pace(treaty, &base, &covariance, before).1)
            .collect()
    }

    /// Log chance of all deposits, by Laplace's approximation, but for a constant of the record.
    pub(super) fn evidence(&self, seen: &TrainingData) -> f64 {
        evidence(&self.law, seen, &self.bases(seen), &mut self.paces.clone(), |_| true)
    }

    fn start(seen: &TrainingData, law: Law) -> Deposits {
        let mut deposits = Deposits {
            per_day: [[FIRST_PER_DAY; BINS]; 2],
            events: [[0.0; BINS]; 2],
            profile: profile(seen),
            factors: vec![1.0; seen.participants.len()],
            tallies: vec![EventCounts::default(); seen.participants.len()],
            factor_shape: 1.0,
            law,
            paces: vec![Vec::new(); seen.treaties.len()],
        };
        for treaty in &seen.treaties {
            for risk in &treaty.risks {
                if let Some((month, state)) = treaty.deposit(risk) {
                    deposits.events[state][bin(month)] += 1.0;
                    deposits.tallies[risk.who].events += 1.0;
                }
            }
        }
        deposits
    }

    /// One round: paces, then baseline and factors, whose mean goes into the baseline. At the
    /// likeliest baseline it is 1; rounds alone would be long in bringing it there.
    fn round(&mut self, seen: &TrainingData) {
        let days = self.look(seen);
        self.take_baseline(&days);
        self.take_factors();
        let mean = self.factors.iter().sum::<f64>() / self.factors.len().max(1) as f64;
        if mean > 0.0 {
            self.factors.iter_mut().for_each(|factor| *factor /= mean);
            self.scale(mean);
        }
    }

    /// Finds all paces; returns days at risk and counts the deposits expected.
    fn look(&mut self, seen: &TrainingData) -> [[f64; BINS]; 2] {
        let covariance = self.law.covariance();
        let treaties = seen.treaties.par_iter().zip(&self.paces);
        let shares: Vec<Share> =
            treaties.map(|(treaty, before)| self.share(treaty, &covariance, before)).collect();
        let mut days = [[0.0; BINS]; 2];
        self.paces.clear();
        self.tallies.iter_mut().for_each(|tally| tally.expected = 0.0);
        for (treaty, share) in seen.treaties.iter().zip(shares) {
            for (sum, added) in days.iter_mut().flatten().zip(share.days.iter().flatten()) {
                *sum += added;
            }
            for (risk, expected) in treaty.risks.iter().zip(share.expected) {
                self.tallies[risk.who].expected += expected;
            }
            self.paces.push(share.weights);
        }
        days
    }

    fn share(&self, treaty: &TreatyExposure, covariance: &Square, before: &[f64]) -> Share {
        let season = treaty.season(&self.profile);
        let at_risk = days_at_risk(treaty, &self.factors);
        let base = self.expected(&at_risk, &season);
        let (weights, pace) = self.pace(treaty, &base, covariance, before);
        let mut days = [[0.0; BINS]; 2];
        let mut hazard = [[0.0; MONTHS + 1]; 2];
        for (month, (season, pace)) in season.iter().zip(pace).enumerate() {
            for state in 0..2 {
                days[state][bin(month)] += at_risk[state][month] * season * pace;
                let per_month = self.per_day[state][bin(month)] * MONTH_DAYS;
                hazard[state][month + 1] = hazard[state][month] + per_month * season * pace;
            }
        }
        let expected = treaty.risks.iter().map(|risk| {
            let risk_intervals = treaty.risk_intervals(risk);
            let hazard = risk_intervals.map(|stretch| {
                let hazard = &hazard[stretch.state];
                hazard_by(hazard, stretch.to) - hazard_by(hazard, stretch.from)
            });
            hazard.sum()
        });
        Share { weights, days, expected: expected.collect() }
    }

    /// The weights of a treaty's pace, and its mean in each month, level included.
    ///
    /// From the mode alone, months without deposits would come out too fast on average. So the
    /// approximation is made anew, twice, about the deposits expected at the mean pace: the
    /// variational correction of Opper and Archambeau 2009, *The variational Gaussian approximation
    /// revisited*, Neural Computation 21.
    fn pace(
        &self,
        treaty: &TreatyExposure,
        base: &[f64],
        covariance: &Square,
        before: &[f64],
    ) -> (Vec<f64>, Vec<f64>) {
        let shape = self.law.pace.month_shape;
        let plain = windows(treaty, base, &self.law);
        let first = posterior(&plain, covariance, shape, before);
        let mut spread = variances(&plain, covariance, shape, &first);
        let mut mode = first.clone();
        for _ in 0..2 {
            let mut raised = plain.clone();
            for (window, spread) in raised.iter_mut().zip(&spread) {
                window.expected *= libm::exp(spread / 2.0);
            }
            mode = posterior(&raised, covariance, shape, &mode.weights);
            spread = variances(&raised, covariance, shape, &mode);
        }
        let pace = (0..base.len()).map(|month| {
            let level = self.law.level(treaty, month);
            libm::exp(level + mode.mode[window(month)] + spread[window(month)] / 2.0)
        });
        (first.weights, pace.collect())
    }

    fn take_baseline(&mut self, days: &[[f64; BINS]; 2]) {
        for ((rates, events), days) in self.per_day.iter_mut().zip(&self.events).zip(days) {
            let (all_events, all_days) = (events.iter().sum::<f64>(), days.iter().sum::<f64>());
            let seen = all_events > 0.0 && all_days > 0.0;
            let overall = if seen { all_events / all_days } else { FIRST_PER_DAY };
            for ((rate, events), days) in rates.iter_mut().zip(events).zip(days) {
                *rate = (events + PRIOR_EVENTS) / (days + PRIOR_EVENTS / overall);
            }
        }
    }

    fn take_factors(&mut self) {
        let shape = likeliest_shape(&self.tallies);
        self.factors = self.tallies.iter().map(|tally| tally.factor(shape)).collect();
        self.factor_shape = shape;
    }

    /// The mean log hazard, but for season and pace, of those that deposited when they did.
    fn level(&self) -> f64 {
        let rates = self.per_day.iter().flatten().zip(self.events.iter().flatten());
        let rates: f64 = rates.map(|(rate, events)| events * libm::log(*rate)).sum();
        let factors = self.factors.iter().zip(&self.tallies);
        let factors: f64 = factors.map(|(factor, tally)| tally.events * libm::log(*factor)).sum();
        (rates + factors) / self.events.iter().flatten().sum::<f64>().max(1.0)
    }

    fn scale(&mut self, times: f64) {
        self.per_day.iter_mut().flatten().for_each(|rate| *rate *= times);
    }

    /// Deposits expected in each month, without pace.
    pub(super) fn expected(&self, at_risk: &[Vec<f64>; 2], season: &[f64]) -> Vec<f64> {
        let state = |state: usize, month| self.per_day[state][bin(month)] * at_risk[state][month];
        let months = season.iter().enumerate();
        months.map(|(month, season)| (state(0, month) + state(1, month)) * season).collect()
    }

    /// Deposits expected in each month of each treaty, without pace.
    pub(super) fn bases(&self, seen: &TrainingData) -> Vec<Vec<f64>> {
        let base = |treaty: &TreatyExposure| {
            let at_risk = days_at_risk(treaty, &self.factors);
            self.expected(&at_risk, &treaty.season(&self.profile))
        };
        seen.treaties.iter().map(base).collect()
    }

    /// Takes up the law that the search finds, baseline and factors held.
    fn tune(&mut self, seen: &TrainingData, search: impl Fn(Law, LogLikelihood<'_>) -> Law) {
        let (bases, paces) = (self.bases(seen), &mut self.paces);
        self.law = search(self.law, &mut |law| evidence(law, seen, &bases, paces, |_| true));
    }
}

/// The log chance of the deposits of those treaties that count.
pub(super) fn evidence(
    law: &Law,
    seen: &TrainingData,
    bases: &[Vec<f64>],
    paces: &mut [Vec<f64>],
    counts: impl Fn(&TreatyExposure) -> bool + Sync,
) -> f64 {
    let covariance = law.covariance();
    let parts: Vec<f64> = (&seen.treaties, bases, paces)
        .into_par_iter()
        .filter(|(treaty, ..)| counts(treaty))
        .map(|(treaty, base, before)| {
            let windows = windows(treaty, base, law);
            let found = posterior(&windows, &covariance, law.pace.month_shape, before);
            let Posterior { weights, evidence, .. } = found;
            *before = weights;
            evidence
        })
        .collect();
    // In order, so that the sum does not depend on the threads.
    parts.iter().sum()
}
