//! What the record teaches the plain engine (`oracle`): a bootstrap particle filter for the
//! pace, and a count of signatures.

use inforce::{
    parameters::Pace,
    treaty::{Clock, Kind, Participant, Prospect, Stated},
};
use rand::{RngExt, rngs::ChaCha8Rng};
use rand_distr::{Distribution, StandardNormal};

use crate::oracle::{MONTH, Oracle, left, level, until};

const PARTICLES: usize = 60_000;
/// Month starts fall on whole sixteenths of a day.
const SIXTEENTH: f64 = 1.0 / 16.0;

/// States of the pace at the as-of day, where these deposits on record were made.
pub(crate) struct LeaveOneOutFit {
    pub(crate) made: Vec<bool>,
    pub(crate) states: Vec<(f64, f64)>,
    /// Signatures expected, with those that treaties are alike by.
    pub(crate) signing_rate: f64,
}

impl Oracle<'_> {
    /// One filter for each way the doubtful reports may be true.
    pub(crate) fn learn(&mut self, rng: &mut ChaCha8Rng) {
        let doubtful: Vec<usize> = (0..self.model.participants.len())
            .filter(|who| {
                let report = self.model.participants[*who].status.deposited;
                report.is_some_and(|report| report.chance.get() < 1.0)
            })
            .collect();
        for ways in 0..1usize << doubtful.len() {
            let made: Vec<bool> = (0..self.model.participants.len())
                .map(|who| match doubtful.iter().position(|one| *one == who) {
                    Some(place) => ways >> place & 1 == 1,
                    None => self.model.participants[who].status.deposited.is_some(),
                })
                .collect();
            let states =
                self.model.pace.as_ref().map_or(Vec::new(), |pace| self.filter(pace, &made, rng));
            let signing_rate = self.learn_signing(&made);
            self.particles.push(LeaveOneOutFit { made, states, signing_rate });
        }
    }

    /// A bootstrap particle filter over the months of the record.
    fn filter(&self, pace: &Pace, made: &[bool], rng: &mut ChaCha8Rng) -> Vec<(f64, f64)> {
        let normal = |rng: &mut ChaCha8Rng| -> f64 { StandardNormal.sample(rng) };
        let mut particles: Vec<(f64, f64)> =
            (0..PARTICLES).map(|_| (pace.sd * normal(rng), pace.start_sd * normal(rng))).collect();
        let kept = pace.persistence_per_year.powf(1.0 / 12.0);
        let spread = pace.sd * (1.0 - kept * kept).sqrt();
        for month in 0..(self.now / MONTH).ceil() as usize {
            if month > 0 {
                particles.iter_mut().for_each(|(x, _)| *x = kept * *x + spread * normal(rng));
            }
            let (expected, seen) = self.month_of_record(month, made);
            if !pace.learn || expected == 0.0 {
                continue;
            }
            let signed = self.signed_on_record(month, made);
            // Neither the mean nor signatures act on stated delays.
            let level = match self.model.calibration {
                Some(_) => level(pace, signed, month),
                None => 0.0,
            };
            let weights: Vec<f64> = particles
                .iter()
                .map(|(x, g)| {
                    let mean = expected * (level + x + g * left(pace, month)).exp();
                    count_chance(seen, mean, pace.month_shape)
                })
                .collect();
            particles = resample(&particles, &weights, rng);
        }
        particles
    }

    /// Deposits expected and seen in a month of the record, sixteenth of a day by sixteenth.
    fn month_of_record(&self, month: usize, made: &[bool]) -> (f64, f64) {
        let (mut expected, mut seen) = (0.0, 0.0);
        for (who, one) in self.model.participants.iter().enumerate() {
            if one.kind == Kind::Organisation {
                continue;
            }
            let signed = one.status.signed.map(|day| self.age(day));
            let joined =
                one.status.deposited.filter(|_| made[who]).map(|report| self.age(report.on));
            for step in month * 487..(month + 1) * 487 {
                let time = (step as f64 + 0.5) * SIXTEENTH;
                let early = one.can_act_from.is_some_and(|day| time < self.age(day));
                if time > self.now || joined.is_some_and(|day| time > day + 1.0) || early {
                    continue;
                }
                let signatory = signed.is_some_and(|day| time > day);
                expected += self.past_hazard(one, signatory, month, time);
            }
            let counts = |day: f64| {
                let signatory = signed.is_some_and(|signed| signed <= day);
                (day / MONTH) as usize == month
                    && self.past_hazard(one, signatory, month, day + 0.5) > 0.0
            };
            seen += f64::from(u8::from(joined.is_some_and(counts)));
        }
        (expected, seen)
    }

    /// What a sixteenth of a day around a time of the past was to bring of a State's deposit, whatever
    /// is assumed of its future.
    fn past_hazard(&self, one: &Participant, signatory: bool, month: usize, time: f64) -> f64 {
        let Some(factors) = one.learned else { return 0.0 };
        if self.model.calibration.is_some() {
            return SIXTEENTH * factors.deposit * self.baseline(signatory, month);
        }
        let prospect = if signatory { &one.ratification } else { &one.accession };
        let Prospect::Stated(Stated { delay, clock, paced: true }) = prospect else { return 0.0 };
        let signed = one.status.signed.filter(|_| signatory).map(|day| self.age(day));
        let start = match clock {
            Clock::Opening => 0.0,
            Clock::Signature if signatory => signed.expect("it has signed"),
            Clock::Signature | Clock::AsOf => return 0.0,
        };
        let could = one.can_act_from.map_or(0.0, |day| self.age(day)).max(signed.unwrap_or(0.0));
        let (never, taken) = (delay.never().get(), delay.if_taken());
        let left = |time: f64| {
            let taken = taken.survival(time - start) / taken.survival(could - start);
            never + (1.0 - never) * taken
        };
        (left(time - 0.5 * SIXTEENTH) / left(time + 0.5 * SIXTEENTH)).ln()
    }

    fn signed_on_record(&self, month: usize, made: &[bool]) -> usize {
        let until = until(month);
        let people = self.model.participants.iter().zip(made);
        people
            .filter(|(one, made)| {
                let joined = one.status.deposited.filter(|_| **made).map(|report| report.on);
                let first = [one.status.signed, joined].into_iter().flatten().min();
                one.kind != Kind::Organisation && first.is_some_and(|day| self.age(day) < until)
            })
            .count()
    }

    /// Signatures expected on record of all States, where these deposits were made.
    fn learn_signing(&mut self, made: &[bool]) -> f64 {
        let Some(known) = &self.model.calibration else { return 1.0 };
        let (mut seen, mut expected) = (0.0, 0.0);
        for (one, made) in self.model.participants.iter().zip(made) {
            let Some(factors) = one.learned.filter(|_| one.kind != Kind::Organisation) else {
                continue;
            };
            let joined = one.status.deposited.filter(|_| *made).map(|report| report.on);
            let first = one.status.signed.or(joined);
            let until = first.map_or(self.now, |day| self.age(day).min(self.now));
            let from = one.can_act_from.map_or(31.0, |day| self.age(day).max(31.0));
            for age in from as i32..until.max(from) as i32 {
                expected += factors.signing * self.signing_rate_on(known, age);
            }
            seen += f64::from(u8::from(one.status.signed.is_some_and(|day| self.age(day) >= 31.0)));
        }
        let shape = known.signing.treaty_gamma_shape;
        let rate = shape + expected;
        self.signing_shape = shape + seen;
        rate
    }
}

/// Chance of a count, but for a constant, by the definition: a Poisson count whose mean has a
/// gamma factor.
fn count_chance(seen: f64, mean: f64, shape: f64) -> f64 {
    if shape.is_infinite() {
        return mean.powf(seen) * (-mean).exp();
    }
    (mean / (shape + mean)).powf(seen) * (shape / (shape + mean)).powf(shape)
}

fn resample(particles: &[(f64, f64)], weights: &[f64], rng: &mut ChaCha8Rng) -> Vec<(f64, f64)> {
    let step = weights.iter().sum::<f64>() / particles.len() as f64;
    let mut next = step * rng.random::<f64>();
    let (mut sum, mut chosen) = (0.0, Vec::with_capacity(particles.len()));
    for (particle, weight) in particles.iter().zip(weights) {
        sum += weight;
        while next < sum && chosen.len() < particles.len() {
            chosen.push(*particle);
            next += step;
        }
    }
    chosen
}
