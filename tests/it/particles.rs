//! What the record teaches the plain engine (`oracle`): a bootstrap particle filter for the
//! pace, and a count of signatures.

use inforce::treaty::{Kind, Pace, Prospect};
use rand::{RngExt, rngs::ChaCha8Rng};
use rand_distr::{Distribution, StandardNormal};

use crate::oracle::{MONTH, Oracle, left, level, until};

const PARTICLES: usize = 60_000;
/// Month starts fall on whole sixteenths of a day.
const SIXTEENTH: f64 = 1.0 / 16.0;

/// States of the pace at the as-of day, where these deposits on record were made.
pub(crate) struct Learned {
    pub(crate) made: Vec<bool>,
    pub(crate) states: Vec<(f64, f64)>,
}

impl Oracle<'_> {
    /// One filter for each way the doubtful reports may be true.
    pub(crate) fn learn_pace(&mut self, rng: &mut ChaCha8Rng) {
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
            self.particles.push(Learned { made, states });
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
            let weights: Vec<f64> = particles
                .iter()
                .map(|(x, g)| {
                    let mean =
                        expected * (level(pace, signed, month) + x + g * left(pace, month)).exp();
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
                let prospect = if signatory { &one.ratification } else { &one.accession };
                if *prospect == Prospect::Calibrated {
                    expected += SIXTEENTH * one.factor.mean * self.baseline(signatory, month);
                }
            }
            // A step by a stated delay says nothing of the pace.
            let took = |day: f64| match signed.filter(|signed| *signed <= day) {
                Some(_) => one.ratification == Prospect::Calibrated,
                None => one.accession == Prospect::Calibrated,
            };
            let counts = |day: f64| (day / MONTH) as usize == month && took(day);
            seen += f64::from(u8::from(joined.is_some_and(counts)));
        }
        (expected, seen)
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

    pub(crate) fn learn_signing(&mut self) {
        let Some(known) = &self.model.calibration else { return };
        let (mut seen, mut expected) = (0.0, 0.0);
        for one in self.model.participants.iter().filter(|one| one.signing == Prospect::Calibrated)
        {
            let first = one.status.signed.or(one.status.deposited.map(|report| report.on));
            let until = first.map_or(self.now, |day| self.age(day).min(self.now));
            for age in 31..until.max(31.0) as i32 {
                expected += one.signing_factor * self.signing_rate_on(known, age);
            }
            seen += f64::from(u8::from(one.status.signed.is_some_and(|day| self.age(day) >= 31.0)));
        }
        self.signing_shape = known.signing.treaty_shape + seen;
        self.signing_rate = known.signing.treaty_shape + expected;
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
