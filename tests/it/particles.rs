//! What the record teaches the plain engine (`oracle`): a bootstrap particle filter for the
//! pace, and weighted draws of the treaty's factor in signing.

use inforce::{
    parameters::Pace,
    quantity::Days,
    treaty::{Clock, Kind, Participant, Prospect, Stated},
};
use rand::{RngExt, rngs::ChaCha8Rng};
use rand_distr::{Distribution, StandardNormal};

use crate::oracle::{MONTH, Oracle, kept, level, trend, until};

const PARTICLES: usize = 60_000;
/// Month starts fall on whole sixteenths of a day.
const SIXTEENTH: f64 = 1.0 / 16.0;

/// States of the pace at the as-of day, where these deposits on record were made.
pub(crate) struct LearnedReading {
    pub(crate) made: Vec<bool>,
    /// Each as likely as another.
    pub(crate) states: Vec<Particle>,
}

/// A state of the pace at the as-of day, with what the treaty's signing is beside others.
#[derive(Clone, Copy)]
pub(crate) struct Particle {
    pub(crate) wander: f64,
    pub(crate) trend: f64,
    /// Log of the treaty's signing factor, and the same beyond its prior mean.
    pub(crate) signing: (f64, f64),
}

impl Particle {
    const STILL: Particle = Particle { wander: 0.0, trend: 0.0, signing: (0.0, 0.0) };

    /// Log pace in a month of age beside the average treaty's.
    pub(crate) fn departure(&self, pace: &Pace, month: usize) -> f64 {
        self.wander + self.trend * trend(pace, month) + pace.signing_link * self.signing.1
    }
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
            let signing = self.learn_signing(&made, rng);
            let states = match &self.model.pace {
                Some(pace) => self.filter(pace, &made, &signing, rng),
                None => signing
                    .iter()
                    .map(|one| Particle { signing: *one, ..Particle::STILL })
                    .collect(),
            };
            self.particles.push(LearnedReading { made, states });
        }
    }

    /// A bootstrap particle filter over the months of the record.
    fn filter(
        &self,
        pace: &Pace,
        made: &[bool],
        signing: &[(f64, f64)],
        rng: &mut ChaCha8Rng,
    ) -> Vec<Particle> {
        let normal = |rng: &mut ChaCha8Rng| -> f64 { StandardNormal.sample(rng) };
        // Each with a signing factor of the treaty: deposits speak of it too.
        let mut particles: Vec<Particle> = (0..PARTICLES)
            .map(|_| Particle {
                wander: pace.sd * normal(rng),
                trend: pace.trend_sd * normal(rng),
                signing: signing[rng.random_range(0..signing.len())],
            })
            .collect();
        for month in 0..(self.now / MONTH).ceil() as usize {
            if month > 0 {
                let kept = kept(pace, month);
                let spread = pace.sd * (1.0 - kept * kept).sqrt();
                particles
                    .iter_mut()
                    .for_each(|one| one.wander = kept * one.wander + spread * normal(rng));
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
                .map(|one| {
                    let mean = expected * (level + one.departure(pace, month)).exp();
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
            + self.unnamed_by(until)
    }

    /// What the signatures on record say of the log of the treaty's factor, where these deposits were made:
    /// draws from the prior, kept in proportion to the chance of the counts of all windows; each with the same
    /// beyond the prior mean.
    fn learn_signing(&self, made: &[bool], rng: &mut ChaCha8Rng) -> Vec<(f64, f64)> {
        let Some(known) = &self.model.calibration else { return vec![(0.0, 0.0)] };
        let signing = &known.signing;
        let opening = 10.0 + self.signed_on_record(0, made) as f64;
        let technical = if self.model.technical { signing.treaty_technical } else { 0.0 };
        let mean = signing.treaty_log_signatures * (opening.ln() - 3.4) + technical;
        let closes = self.model.closes.map_or(f64::INFINITY, |day| self.age(day) + 1.0);
        let counts = self.windows_of_record(made, closes);
        let draws: Vec<(f64, f64)> = (0..PARTICLES)
            .map(|_| {
                let normal: f64 = StandardNormal.sample(rng);
                let beyond = signing.treaty_log_sd * normal;
                (mean + beyond, beyond)
            })
            .collect();
        let weights: Vec<f64> = draws
            .iter()
            .map(|(log, _)| {
                let chance = |(seen, expected, months): &(f64, f64, f64)| {
                    count_chance(*seen, log.exp() * expected, signing.month_shape * months)
                };
                counts.iter().map(chance).product()
            })
            .collect();
        let nobody_signs = self
            .model
            .participants
            .iter()
            .all(|one| one.status.signed.is_none() && one.signing != Prospect::Calibrated);
        let kept = resample(&draws, &weights, rng);
        // Where nobody can have signed, signing says nothing of the pace.
        if nobody_signs || closes <= 15.0 {
            return kept.into_iter().map(|(log, _)| (log, 0.0)).collect();
        }
        kept
    }

    /// Signatures seen and expected at a treaty's factor of 1, and the length in months, of the windows
    /// from the sixteenth day on: months to two years, quarters to four, then years, cut where the rush
    /// before the end begins and grows. A window has the rate of its middle.
    fn windows_of_record(&self, made: &[bool], closes: f64) -> Vec<(f64, f64, f64)> {
        let Some(known) = &self.model.calibration else { return Vec::new() };
        let end = self.now.min(closes).min(144.0 * MONTH);
        let mut cuts: Vec<f64> = (0..=144)
            .filter(|month| match *month {
                0 | 1 => false,
                2..=24 => true,
                25..=48 => month % 3 == 0,
                _ => month % 12 == 0,
            })
            .map(|month| f64::from(month) * MONTH)
            .chain([31.0])
            .chain([closes - 90.0, closes - 30.0].into_iter().filter(|cut| *cut > 31.0))
            .filter(|cut| *cut < end)
            .collect();
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let mut windows: Vec<(f64, f64, f64)> = Vec::new();
        let (mut before, mut from) = (0.0, 15.0);
        for to in cuts.into_iter().chain([end]).filter(|_| end > 15.0) {
            let days = from as i32..to.ceil() as i32;
            let season = |age: i32| {
                known.signing.month_profile
                    [usize::from((self.model.opened + Days(age)).month()) - 1]
            };
            // By the rate of the window's middle day, with the season of all its days.
            let middle = (from + to) / 2.0;
            let rate = self.signing_rate_at(known, middle, closes);
            let rate = rate * days.clone().map(season).sum::<f64>() / f64::from(days.len() as u32);
            let (mut seen, mut expected) = (0.0, 0.0);
            for (one, made) in self.model.participants.iter().zip(made) {
                let read = one.learned.filter(|_| one.kind != Kind::Organisation);
                let Some(factors) = read else { continue };
                let middle = |day| self.age(day) + 0.5;
                let signed = one.status.signed.map(middle);
                let joined = one.status.deposited.filter(|_| *made).map(|one| middle(one.on));
                let until = signed.unwrap_or(to).min(joined.unwrap_or(to)).min(to);
                let since = one.can_act_from.map_or(from, |day| self.age(day).max(from));
                expected += factors.signing * rate * (until - since).max(0.0);
                let counts = signed.is_some_and(|at| {
                    (from..to).contains(&at) && joined.is_none_or(|joined| at <= joined)
                });
                seen += f64::from(u8::from(counts));
            }
            let months = (to - from) / MONTH;
            // Windows in which unnamed States may have signed are one.
            let touched = self.model.unnamed_signatories.map(|unnamed| {
                let touches = |edges: [f64; 2]| {
                    edges[1] > self.age(unnamed.from) && edges[0] < self.age(unnamed.to) + 1.0
                };
                (
                    touches([from, to]),
                    windows.last().is_some_and(|_| touches([before, from])),
                    unnamed,
                )
            });
            match (touched, windows.last_mut()) {
                (Some((true, true, _)), Some((all_seen, all_expected, all_months))) => {
                    *all_seen += seen;
                    *all_expected += expected;
                    *all_months += months;
                }
                (Some((true, false, unnamed)), _) => {
                    windows.push((seen + f64::from(unnamed.count), expected, months));
                }
                _ => windows.push((seen, expected, months)),
            }
            (before, from) = (from, to);
        }
        windows
    }

    /// Unnamed signatories that count before an age: from the middle of the days they may have signed.
    pub(crate) fn unnamed_by(&self, until: f64) -> usize {
        self.model.unnamed_signatories.map_or(0, |unnamed| {
            let middle = (self.age(unnamed.from) + self.age(unnamed.to) + 1.0) / 2.0;
            if middle < until { usize::from(unnamed.count) } else { 0 }
        })
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

fn resample<T: Copy>(particles: &[T], weights: &[f64], rng: &mut ChaCha8Rng) -> Vec<T> {
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
