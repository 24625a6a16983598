//! How fast States sign once the opening is over: rates by age, the rush before the end, the season,
//! treaties' and States' factors, months' shocks.
//!
//! Found by rounds of expectation and maximisation, each treaty's factor and each month's shock averaged
//! over; how treaties and months differ is searched every few rounds ([`process::signing`](crate::process),
//! scenarios/METHOD.md, section 4).

use std::collections::BTreeMap;

use libm::{exp, log};
use rayon::prelude::*;

use super::{
    cholesky::Square,
    differences::negative_second_differences,
    exposure::{TrainingData, TreatyExposure},
    gamma::{EventCounts, likeliest_shape, shape_information},
    nelder_mead::nelder_mead,
    signing_windows::{TreatyWindows, WindowRecord},
};
use crate::{
    parameters::Signing,
    process::{
        age::month_start,
        exposure::SURGE_DAYS,
        signing::{
            FIRST_SIGNING_DAY, OPENING_DAYS, TreatySigningFactor, WindowCount, log_opening,
            prior_mean,
        },
    },
    quantity::YEAR_DAYS,
};

/// How many bins of age have a rate of their own.
pub(super) const BINS: usize = 7;

/// Windows shorter than this, in months, tell of the season.
const SHORT_MONTHS: f64 = 1.6;

/// Rounds of a first fit, and of a record that differs little from one fitted before.
const ROUNDS: usize = 12;
const ROUNDS_AGAIN: usize = 3;

/// After these rounds, and the last, it is searched how treaties and months differ.
const SEARCHES: [usize; 3] = [3, 6, 10];
const SEARCH_EVALUATIONS: usize = 60;
const SEARCH_STEP: f64 = 0.25;

/// Events that a rate is taken to have had, and at which rate a day of a treaty of factor 1.
const PRIOR_EVENTS: f64 = 0.5;
const PRIOR_PER_DAY: f64 = 3e-4;

/// Events of a rush, and of a calendar month, that are taken to be as many as expected.
const PRIOR_SURGE: f64 = 1.0;
const PRIOR_SEASON: f64 = 5.0;

/// The weight of a weak belief in how treaties and months differ.
const WEAK_BELIEF: f64 = 0.25;

/// Numbers that move the level of signing: rates, rushes, from [`EFFECTS`] on the effects on a treaty's
/// factor.
const EFFECTS: usize = BINS + SURGE_DAYS.len();
const LEVELS: usize = EFFECTS + 2;

/// What is believed of signing.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Signatures {
    /// Rates, rush, season, and how treaties and months differ.
    pub(super) signing: Signing,
    /// Signatures that are data, by bin.
    pub(super) events: [f64; BINS],
    /// Shape of the gamma law of States' factors.
    pub(super) factor_shape: f64,
    /// By participant.
    pub(super) factors: Vec<f64>,
}

/// What one treaty tells of rates, rush, season and States.
#[derive(Clone, Debug, Default)]
struct TreatyShare {
    /// By bin: days at risk, at factor, rush, season and what is known of the treaty.
    days: [f64; BINS],
    surges: [EventCounts; 2],
    season: [EventCounts; 12],
    /// Signatures expected of each State at factor 1.
    states: BTreeMap<usize, f64>,
    /// The mean of the log of its factor, beyond its prior mean.
    departure: f64,
}

/// The edges of the bins in days: two by days, the others months of age.
fn edges_days() -> Vec<f64> {
    let months = [3, 6, 12, 24, 48, 144].map(month_start);
    [FIRST_SIGNING_DAY, OPENING_DAYS].into_iter().chain(months).collect()
}

/// Where the fit begins, though it does not matter.
fn start() -> Signing {
    Signing {
        edges_days: edges_days(),
        per_year: vec![4e-4 * YEAR_DAYS; BINS],
        surge_90_to_30_days_before_closing: 1.5,
        surge_last_30_days: 9.0,
        month_shape: 1.0,
        treaty_log_sd: 1.118,
        ..Signing::default()
    }
}

/// How treaties and months differ, as numbers without bounds: log precision, log shape, the two effects.
fn to_point(signing: &Signing) -> [f64; 4] {
    let precision = -2.0 * log(signing.treaty_log_sd);
    let effects = [signing.treaty_log_signatures, signing.treaty_technical];
    [precision, log(signing.month_shape), effects[0], effects[1]]
}

fn at_point(signing: &Signing, point: &[f64]) -> Signing {
    Signing {
        treaty_log_sd: exp(-0.5 * point[0]),
        month_shape: exp(point[1]),
        treaty_log_signatures: point[2],
        treaty_technical: point[3],
        ..signing.clone()
    }
}

impl Signatures {
    pub(super) fn fit(seen: &TrainingData) -> Signatures {
        let mut signatures = Signatures {
            signing: start(),
            events: [0.0; BINS],
            factor_shape: 1.0,
            factors: vec![1.0; seen.participants.len()],
        };
        signatures.go_through_rounds(seen, ROUNDS, &SEARCHES);
        signatures
    }

    /// A fit of a record that differs little from the one this was found from; `people` says where each
    /// participant stood, if it was seen.
    pub(super) fn refit(&self, seen: &TrainingData, people: &[Option<usize>]) -> Signatures {
        let factor = |place: &Option<usize>| place.map_or(1.0, |place| self.factors[place]);
        let factors = people.iter().map(factor).collect();
        let mut signatures = Signatures { factors, ..self.clone() };
        signatures.go_through_rounds(seen, ROUNDS_AGAIN, &[]);
        signatures
    }

    /// The mean of the log of each treaty's factor given its record, beyond its prior mean; 0 where
    /// nothing of it is data.
    pub(super) fn departures(&self, seen: &TrainingData) -> Vec<f64> {
        let departure = |treaty: &TreatyExposure| {
            let treaty = TreatyWindows::from_treaty(treaty, &self.signing.edges_days);
            treaty.map_or(0.0, |treaty| self.posterior(&treaty).0.mean_departure())
        };
        seen.treaties.iter().map(departure).collect()
    }

    fn windows(&self, seen: &TrainingData) -> Vec<TreatyWindows> {
        let edges = &self.signing.edges_days;
        seen.treaties.iter().filter_map(|one| TreatyWindows::from_treaty(one, edges)).collect()
    }

    fn go_through_rounds(&mut self, seen: &TrainingData, rounds: usize, searches: &[usize]) {
        let treaties = self.windows(seen);
        self.events = [0.0; BINS];
        for one in treaties.iter().flat_map(|treaty| &treaty.windows) {
            self.events[one.window.bin] += one.signed;
        }
        for round in 1..=rounds {
            self.update(&treaties);
            if round == rounds || searches.contains(&round) {
                self.search(&treaties);
            }
        }
        self.move_mean_of_factors();
    }

    /// Moves the mean of States' factors into the rates, which are then those of the average State.
    fn move_mean_of_factors(&mut self) {
        let mean = self.factors.iter().sum::<f64>() / self.factors.len().max(1) as f64;
        if mean > 0.0 {
            self.factors.iter_mut().for_each(|factor| *factor /= mean);
            self.signing.per_year.iter_mut().for_each(|rate| *rate *= mean);
        }
    }

    /// One round: all numbers anew, each given the others of the round before.
    fn update(&mut self, treaties: &[TreatyWindows]) {
        let shares: Vec<TreatyShare> = treaties.par_iter().map(|one| self.share(one)).collect();
        let mut days = [0.0; BINS];
        let mut surges = [EventCounts::default(); 2];
        let mut season = [EventCounts::default(); 12];
        let mut states = vec![EventCounts::default(); self.factors.len()];
        let departure = shares.iter().map(|one| one.departure).sum::<f64>();
        let departure = departure / shares.len().max(1) as f64;
        for (treaty, share) in treaties.iter().zip(&shares) {
            days.iter_mut().zip(share.days).for_each(|(sum, more)| *sum += more);
            surges.iter_mut().zip(share.surges).for_each(|(sum, more)| sum.add(more));
            season.iter_mut().zip(share.season).for_each(|(sum, more)| sum.add(more));
            share.states.iter().for_each(|(who, expected)| states[*who].expected += expected);
            treaty.signers.iter().for_each(|who| states[*who].events += 1.0);
        }
        let rates = self.signing.per_year.iter_mut().zip(self.events).zip(days);
        for ((rate, events), days) in rates {
            *rate = (events + PRIOR_EVENTS) / (days + PRIOR_EVENTS / PRIOR_PER_DAY) * YEAR_DAYS;
            // What all treaties' factors have in common is the rates', and would go over to them only
            // slowly by itself (parameter expansion: Liu, Rubin and Wu 1998, Biometrika 85).
            *rate *= exp(departure);
        }
        let [early, late] = surges.map(|one| one.factor(PRIOR_SURGE));
        self.signing.surge_90_to_30_days_before_closing = early;
        self.signing.surge_last_30_days = late;
        let season = season.map(|one| one.factor(PRIOR_SEASON));
        let mean = season.iter().sum::<f64>() / 12.0;
        self.signing.month_profile = season.map(|factor| factor / mean);
        self.factor_shape = likeliest_shape(&states);
        self.factors = states.iter().map(|one| one.factor(self.factor_shape)).collect();
    }

    /// What one treaty tells of all but its own factor.
    fn share(&self, treaty: &TreatyWindows) -> TreatyShare {
        let (signing, factor) = (&self.signing, self.posterior(treaty).0);
        let mut share =
            TreatyShare { departure: factor.mean_departure(), ..TreatyShare::default() };
        for one in &treaty.windows {
            let window = &one.window;
            let speed = self.mean_speed(&factor, one);
            let (rate, surge) = (signing.rate(window.bin), signing.surge(window.surge));
            let season = window.season(&signing.month_profile);
            let days: f64 = self.days_at_factors(one);
            share.days[window.bin] += speed * days * surge * season;
            if let Some(which) = window.surge {
                let expected = speed * days * rate * season;
                share.surges[which].add(EventCounts { events: one.signed, expected });
            }
            if window.months() < SHORT_MONTHS {
                for (month, part) in window.calendar() {
                    // Signatures lie where days and season put them, days at risk where days do.
                    let events = one.signed * part * signing.month_profile[month] / season;
                    let expected = speed * days * rate * surge * part;
                    share.season[month].add(EventCounts { events, expected });
                }
            }
            for (who, days) in &one.at_risk {
                *share.states.entry(*who).or_default() += speed * rate * surge * season * days;
            }
        }
        share
    }

    /// The mean of a treaty's factor times a window's shock, given both.
    fn mean_speed(&self, factor: &TreatySigningFactor, one: &WindowRecord) -> f64 {
        let shape = self.signing.month_shape * one.window.months();
        let expected = self.expected(one);
        let speed = |factor: f64| factor * (shape + one.signed) / (shape + factor * expected);
        factor.each().map(|(factor, chance)| chance * speed(factor)).sum()
    }

    fn days_at_factors(&self, one: &WindowRecord) -> f64 {
        one.at_risk.iter().map(|(who, days)| self.factors[*who] * days).sum()
    }

    /// Signatures expected in a window of a treaty of factor 1.
    fn expected(&self, one: &WindowRecord) -> f64 {
        one.window.per_day(&self.signing) * self.days_at_factors(one)
    }

    fn counts(&self, treaty: &TreatyWindows) -> Vec<WindowCount> {
        let count = |one: &WindowRecord| WindowCount {
            signed: one.signed,
            expected: self.expected(one),
            months: one.window.months(),
        };
        treaty.windows.iter().map(count).collect()
    }

    /// What is known of a treaty's factor given its signatures, and the log chance of these.
    fn posterior(&self, treaty: &TreatyWindows) -> (TreatySigningFactor, f64) {
        posterior(&self.signing, treaty, &self.counts(treaty))
    }

    /// The log chance of all signatures by how treaties and months differ, all else held.
    fn log_chance_by_law(&self, treaties: &[TreatyWindows]) -> impl Fn(&[f64]) -> f64 {
        let counts: Vec<Vec<WindowCount>> = treaties.iter().map(|one| self.counts(one)).collect();
        move |point: &[f64]| {
            let signing = at_point(&self.signing, point);
            let parts: Vec<f64> = treaties
                .par_iter()
                .zip(&counts)
                .map(|(treaty, counts)| posterior(&signing, treaty, counts).1)
                .collect();
            // In order, so that the sum does not depend on the threads.
            parts.iter().sum()
        }
    }

    fn search(&mut self, treaties: &[TreatyWindows]) {
        let start = to_point(&self.signing);
        let value = self.log_chance_by_law(treaties);
        let best = nelder_mead(&start, &[SEARCH_STEP; 4], 1e-6, SEARCH_EVALUATIONS, value);
        self.signing = at_point(&self.signing, &best.point);
    }

    /// What the signatures tell of the logs of the rates and of the two rushes, and of the effects of the
    /// opening and of a technical matter, treaties' factors and months' shocks averaged over: for each
    /// treaty the mean of the curvature over what is known of its factor, less the variance of the slope
    /// (Louis 1982, *Finding the observed information matrix when using the EM algorithm*, Journal of the
    /// Royal Statistical Society B 44). All of them move the level together.
    pub(super) fn information(&self, seen: &TrainingData) -> Square {
        let treaties = self.windows(seen);
        let parts: Vec<Square> = treaties.par_iter().map(|one| self.information_of(one)).collect();
        let own = |one: usize, other: usize| match one {
            _ if one != other => 0.0,
            _ if one < BINS => PRIOR_EVENTS,
            _ if one < EFFECTS => PRIOR_SURGE,
            _ => WEAK_BELIEF,
        };
        let mut all = Square::symmetric(LEVELS, own);
        // In order, so that the sum does not depend on the threads.
        parts.iter().for_each(|part| all.add(part));
        all
    }

    fn information_of(&self, treaty: &TreatyWindows) -> Square {
        let factors = self.posterior(treaty).0;
        let precision = 1.0 / (self.signing.treaty_log_sd * self.signing.treaty_log_sd);
        let effects = [log_opening(treaty.opening), f64::from(u8::from(treaty.technical))];
        let mut curvature = [[0.0; LEVELS]; LEVELS];
        let (mut mean, mut products) = ([0.0; LEVELS], [[0.0; LEVELS]; LEVELS]);
        for (factor, chance) in factors.each() {
            let mut slopes = [0.0; LEVELS];
            for one in &treaty.windows {
                let shape = self.signing.month_shape * one.window.months();
                let expected = factor * self.expected(one);
                let slope = shape * (one.signed - expected) / (shape + expected);
                let curve = shape * expected * (one.signed + shape)
                    / ((shape + expected) * (shape + expected));
                let surge = one.window.surge.map(|which| BINS + which);
                let places = std::iter::once(one.window.bin).chain(surge);
                for place in places.clone() {
                    slopes[place] += slope;
                    places.clone().for_each(|other| curvature[place][other] += chance * curve);
                }
            }
            for (one, effect) in effects.iter().enumerate() {
                slopes[EFFECTS + one] = precision * effect * (log(factor) - factors.prior_mean);
                for (other, across) in effects.iter().enumerate() {
                    curvature[EFFECTS + one][EFFECTS + other] +=
                        chance * precision * effect * across;
                }
            }
            for place in 0..LEVELS {
                mean[place] += chance * slopes[place];
                for other in 0..LEVELS {
                    products[place][other] += chance * slopes[place] * slopes[other];
                }
            }
        }
        Square::symmetric(LEVELS, |one, other| {
            curvature[one][other] - (products[one][other] - mean[one] * mean[other])
        })
    }

    /// What the signatures tell of the logs of the spread of treaties' factors and of the shape of months'
    /// shocks.
    pub(super) fn law_information(&self, seen: &TrainingData) -> Square {
        let treaties = self.windows(seen);
        let value = self.log_chance_by_law(&treaties);
        let [precision, shape, opening, technical] = to_point(&self.signing);
        // The log of the standard deviation is minus half of that of the precision.
        let at = |point: &[f64]| value(&[-2.0 * point[0], point[1], opening, technical]);
        negative_second_differences(&[-0.5 * precision, shape], &[0.05, 0.05], WEAK_BELIEF, at)
    }

    /// What the signatures tell of the log of the shape of States' factors.
    pub(super) fn shape_information(&self, seen: &TrainingData) -> f64 {
        let mut states = vec![EventCounts::default(); self.factors.len()];
        for treaty in &self.windows(seen) {
            let share = self.share(treaty);
            share.states.iter().for_each(|(who, expected)| states[*who].expected += expected);
            treaty.signers.iter().for_each(|who| states[*who].events += 1.0);
        }
        shape_information(&states, self.factor_shape)
    }
}

fn posterior(
    signing: &Signing,
    treaty: &TreatyWindows,
    counts: &[WindowCount],
) -> (TreatySigningFactor, f64) {
    let mean = prior_mean(signing, treaty.opening, treaty.technical);
    TreatySigningFactor::prior(mean, signing.treaty_log_sd).posterior(signing.month_shape, counts)
}
