//! The engine once more, written to be plain rather than fast: what the real one must agree with.
//!
//! Time goes in pieces so short that every hazard is constant in them; in each piece each
//! participant draws afresh whether it acts. The pace at the as-of day comes from a bootstrap
//! particle filter. Nothing of the engine is used but the model it is given.

use inforce::{
    parameters::Pace,
    quantity::{Day, Days, When},
    treaty::{
        Calibration, Clock, Fate, Kind, Model, Participant, Prospect, SpeedWindow, Stated,
        rule::Condition,
    },
};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};
use rand_distr::{Distribution, Exp1, Gamma, StandardNormal};

use crate::{
    particles::{LearnedReading, Particle},
    together::Together,
};

pub(crate) const MONTH: f64 = 30.4375;

/// Futures of a model, one after the other from one generator.
pub(crate) fn oracle(model: &Model, runs: usize, seed: u64) -> Vec<(Vec<When>, When)> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let oracle = Oracle::new(model, &mut rng);
    (0..runs).map(|_| oracle.future(&mut rng)).collect()
}

pub(crate) struct Oracle<'a> {
    pub(crate) model: &'a Model,
    pub(crate) now: f64,
    /// Edges of pieces of time, from now to the horizon's end.
    edges: Vec<f64>,
    /// The calendar's profile by month of age.
    profile: Vec<f64>,
    /// States of the pace at the as-of day, by which reports are taken as made.
    pub(crate) particles: Vec<LearnedReading>,
    /// Chances of still waiting after so many whole days, by participant and step.
    waiting: Vec<[Waiting; 3]>,
}

/// Chances that a step which is taken takes at least, and more than, so many whole days.
struct Waiting {
    at_least: Vec<f64>,
    more: Vec<f64>,
}

/// One participant as a future goes on.
#[derive(Clone, Copy)]
struct Actor {
    signed: Option<f64>,
    /// When it took the step to party, before any lever's delay.
    joined: Option<f64>,
    /// Whether it never signs, accedes, ratifies, however fast others do.
    never: [bool; 3],
}

impl<'a> Oracle<'a> {
    fn new(model: &'a Model, rng: &mut ChaCha8Rng) -> Oracle<'a> {
        let now = f64::from((model.as_of - model.opened).0 + 1);
        let end = f64::from((model.horizon - model.opened).0 + 1);
        let edges = edges(model, now, end);
        let months = (end / MONTH) as usize + 1;
        let mut oracle = Oracle {
            model,
            now,
            edges,
            profile: model
                .calibration
                .as_ref()
                .map_or(Vec::new(), |known| profile(model, known, months)),
            particles: Vec::new(),
            waiting: Vec::new(),
        };
        oracle.waiting = model.participants.iter().map(|one| waiting(one, end)).collect();
        oracle.learn(rng);
        oracle
    }

    /// Signatures a day of an average State on a day of age.
    pub(crate) fn signing_rate_on(&self, known: &Calibration, age: i32) -> f64 {
        let (day, signing) = (self.model.opened + Days(age), &known.signing);
        let surge = match self.model.closes.map(|closes| (closes - day).0) {
            Some(..0) => 0.0,
            Some(0..30) => signing.surge_last_30_days,
            Some(30..90) => signing.surge_90_to_30_days_before_closing,
            _ => 1.0,
        };
        let bins = signing.per_year.len();
        let holds = |bin: &usize| signing.edges_days[*bin] <= f64::from(age) + 0.5;
        let rate = signing.per_year[(0..bins).rev().find(holds).unwrap_or(0)];
        rate / 365.25 * surge * signing.month_profile[usize::from(day.month()) - 1]
    }

    /// Signatures a day of an average State at an age, season apart; `closes` is the end of signature.
    pub(crate) fn signing_rate_at(&self, known: &Calibration, age: f64, closes: f64) -> f64 {
        let signing = &known.signing;
        let bins = signing.per_year.len();
        let bin = (0..bins).rev().find(|bin| signing.edges_days[*bin] <= age).unwrap_or(0);
        let surge = match closes - age {
            ..=30.0 => signing.surge_last_30_days,
            ..=90.0 => signing.surge_90_to_30_days_before_closing,
            _ => 1.0,
        };
        signing.per_year[bin] / 365.25 * surge
    }

    fn future(&self, rng: &mut ChaCha8Rng) -> (Vec<When>, When) {
        let people = &self.model.participants;
        let made: Vec<bool> = people
            .iter()
            .map(|one| {
                let chance = one.status.deposited.map_or(0.0, |report| report.chance.get());
                rng.random::<f64>() < chance
            })
            .collect();
        let mut actors: Vec<Actor> = people
            .iter()
            .zip(&made)
            .map(|(one, made)| Actor {
                signed: one.status.signed.map(|day| self.age(day)),
                joined: one.status.deposited.filter(|_| *made).map(|report| self.age(report.on)),
                never: [&one.signing, &one.accession, &one.ratification]
                    .map(|prospect| rng.random::<f64>() < self.never(one, prospect)),
            })
            .collect();
        let mut together = Together::draw(self.model, self.now, rng);
        let ways = self.particles.iter().find(|ways| ways.made == made);
        let particles = &ways.expect("every way is filtered").states;
        let particle = particles[rng.random_range(0..particles.len())];
        self.sign(particle, &mut actors, rng);
        // A deposit without a signature stands for one.
        for (who, actor) in actors.iter_mut().enumerate() {
            let early = together.deposits[who].filter(|_| {
                people[who].status.signed.is_none()
                    && !made[who]
                    && people[who].levers.fate.is_none()
            });
            actor.signed = match (actor.signed, early) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        self.deposit((&made, particle), &mut actors, &mut together, rng);
        self.outcome(&made, &actors, &together)
    }

    /// Signatures do not wait for anything but the days, so they come first.
    fn sign(&self, particle: Particle, actors: &mut [Actor], rng: &mut ChaCha8Rng) {
        let treaty = particle.signing.0.exp();
        let last = self.model.closes.unwrap_or(self.model.horizon).min(self.model.horizon);
        let speeds = self.signing_speeds(treaty, self.age(last) + 1.0, rng);
        for (who, (one, actor)) in self.model.participants.iter().zip(actors).enumerate() {
            if actor.signed.is_some() || actor.joined.is_some() {
                continue;
            }
            if let Some(Fate::DepositsOn(day)) = one.levers.fate {
                actor.signed = Some(self.age(day));
            }
            if let Some(day) = one.levers.signs_on {
                actor.signed = Some(actor.signed.map_or(self.age(day), |on| on.min(self.age(day))));
                continue;
            }
            for age in self.now as i32..=self.age(last) as i32 {
                let day = self.model.opened + Days(age);
                let lever = self.lever(one, &one.levers.signing_speed, day);
                let hazard = match (&one.signing, &self.model.calibration) {
                    (Prospect::Calibrated, Some(known)) => {
                        let rate = one.signing_factor * self.signing_rate_on(known, age);
                        // A day on which a month ends has the shocks of both, each for its part.
                        let turn = ((f64::from(age) / MONTH).floor() + 1.0) * MONTH;
                        let part = (turn - f64::from(age)).min(1.0);
                        let speed = |time: f64| speeds[(time / MONTH) as usize];
                        let [from, to] = [0.0, 1.0 - 1e-9].map(|time| speed(f64::from(age) + time));
                        rate * (part * from + (1.0 - part) * to)
                    }
                    (Prospect::Stated(_), _) if actor.never[0] => 0.0,
                    (Prospect::Stated(stated), _) => {
                        let clock = self.clock(stated, None).unwrap_or(self.now);
                        let waiting = &self.waiting[who][0];
                        self.law_hazard(stated, waiting, clock, f64::from(age), 1.0)
                    }
                    _ => 0.0,
                };
                let wait: f64 = Exp1.sample(rng);
                if lever > 0.0 && wait < lever * hazard {
                    let time = f64::from(age) + wait / (lever * hazard);
                    actor.signed = Some(actor.signed.map_or(time, |on| on.min(time)));
                    break;
                }
            }
        }
    }

    /// The treaty's factor times the shock of each month of age, from now on.
    fn signing_speeds(&self, treaty: f64, end: f64, rng: &mut ChaCha8Rng) -> Vec<f64> {
        let known = self.model.calibration.as_ref();
        let shape = known.map_or(f64::INFINITY, |known| known.signing.month_shape);
        let months = 0..(end / MONTH).ceil() as usize;
        let speed = |month: usize| {
            let (from, to) = (month as f64 * MONTH, (month + 1) as f64 * MONTH);
            let shape = shape * (to.min(end) - from.max(self.now)) / MONTH;
            if shape > 0.0 && shape.is_finite() {
                treaty * Gamma::new(shape, 1.0 / shape).expect("a gamma law").sample(rng)
            } else {
                treaty
            }
        };
        months.map(speed).collect()
    }

    fn deposit(
        &self,
        (made, mut particle): (&[bool], Particle),
        actors: &mut [Actor],
        together: &mut Together,
        rng: &mut ChaCha8Rng,
    ) {
        let mut month = usize::MAX;
        let (mut calibrated, mut beside, mut clump) = (1.0, 1.0, 1.0);
        for piece in self.edges.windows(2) {
            let entered = (0.5 * (piece[0] + piece[1]) / MONTH) as usize;
            if let Some(pace) = self.model.pace.as_ref().filter(|_| entered != month) {
                // No move inside the month the record has begun.
                if month != usize::MAX || entered >= (self.now / MONTH).ceil() as usize {
                    let kept = kept(pace, entered);
                    let normal: f64 = StandardNormal.sample(rng);
                    let spread = pace.sd * (1.0 - kept * kept).sqrt();
                    particle.wander = kept * particle.wander + spread * normal;
                }
                let shock: f64 = if pace.month_shape.is_finite() {
                    let law = Gamma::new(pace.month_shape, 1.0 / pace.month_shape);
                    law.expect("a gamma law").sample(rng)
                } else {
                    1.0
                };
                clump = pace.multiplier * shock;
                beside = pace.multiplier * shock * particle.departure(pace, entered).exp();
                calibrated = beside * level(pace, self.signed(actors, entered), entered).exp();
            }
            if month != entered {
                let (deposits, _) = self.outcome(made, actors, together);
                together.look(self.model, &deposits, self.model.opened + Days(piece[0] as i32));
            }
            month = entered;
            for (who, actor) in actors.iter_mut().enumerate() {
                let free = self.model.participants[who].levers.fate.is_none();
                if actor.joined.is_none() && free {
                    let paces = match (&self.model.participants[who].levers.pace, &self.model.pace)
                    {
                        (Some(given), Some(pace)) => {
                            let last = given.by_month.len() - 1;
                            let given = clump * given.by_month[entered.min(last)];
                            (given * pace.mean.exp(), given)
                        }
                        _ => (calibrated, beside),
                    };
                    let one = &self.model.participants[who];
                    let factor = together.factor(who, one, piece[0], piece[1]);
                    self.act(who, actor, piece, (paces, factor), rng);
                }
            }
        }
    }

    /// Whether one participant deposits in a piece of time, before or after a signature in it.
    fn act(
        &self,
        who: usize,
        actor: &mut Actor,
        piece: &[f64],
        (paces, factor): ((f64, f64), f64),
        rng: &mut ChaCha8Rng,
    ) {
        let signs = actor.signed.filter(|time| *time > piece[0] && *time < piece[1]);
        let parts = match signs {
            Some(time) => vec![(piece[0], time, None), (time, piece[1], actor.signed)],
            None => vec![(piece[0], piece[1], actor.signed.filter(|time| *time <= piece[0]))],
        };
        for (from, to, signed) in parts {
            let hazard = if factor > 0.0 {
                factor * self.hazard(who, (signed, actor.never), from, to, paces)
            } else {
                0.0
            };
            let wait: f64 = Exp1.sample(rng);
            if wait < hazard {
                actor.joined = Some(from + (to - from) * wait / hazard);
                return;
            }
        }
    }

    /// Hazard of the next deposit over a piece of time, levers and pace included.
    fn hazard(
        &self,
        who: usize,
        (signed, never): (Option<f64>, [bool; 3]),
        from: f64,
        to: f64,
        (calibrated, beside): (f64, f64),
    ) -> f64 {
        let one = &self.model.participants[who];
        let middle = 0.5 * (from + to);
        let lever = self.lever(one, &one.levers.speed, self.model.opened + Days(middle as i32));
        if lever <= 0.0 {
            return 0.0;
        }
        let step = if signed.is_some() { 2 } else { 1 };
        let prospect = if signed.is_some() { &one.ratification } else { &one.accession };
        match prospect {
            Prospect::Never => 0.0,
            Prospect::Calibrated => {
                let rate = self.baseline(signed.is_some(), (middle / MONTH) as usize);
                lever * calibrated * one.factor.mean * rate * (to - from)
            }
            Prospect::Stated(stated) => {
                let Some(clock) = self.clock(stated, signed).filter(|_| !never[step]) else {
                    return 0.0;
                };
                let pace = if stated.paced { beside } else { 1.0 };
                lever
                    * pace
                    * self.law_hazard(stated, &self.waiting[who][step], clock, from, to - from)
            }
        }
    }

    fn outcome(&self, made: &[bool], actors: &[Actor], together: &Together) -> (Vec<When>, When) {
        let mut deposits = Vec::new();
        for (who, one) in self.model.participants.iter().enumerate() {
            let drawn = actors[who].joined.map(|time| self.model.opened + Days(time as i32));
            let day = match (one.status.deposited, one.levers.fate) {
                (Some(report), _) if made[who] => Some(report.on),
                (_, Some(Fate::Out)) => None,
                (_, Some(Fate::DepositsOn(day))) => Some(day + one.levers.delay),
                _ => {
                    let day = |time: f64| self.model.opened + Days(time as i32);
                    let joint = together.deposits[who].map(day);
                    let own = drawn.map(|day| day + one.levers.delay);
                    own.into_iter().chain(joint).min()
                }
            };
            deposits.push(When::from(day.filter(|day| *day <= self.model.horizon)));
        }
        let Condition::Count { instruments, among } = &self.model.rule.when else {
            panic!("the oracle counts, no more");
        };
        let mut counted: Vec<When> = among.indices().map(|who| deposits[who]).collect();
        counted.sort();
        let met = counted.get(usize::from(*instruments) - 1).copied();
        (deposits, met.unwrap_or(When::NEVER))
    }

    /// States that have signed, or joined without, by a month's start.
    fn signed(&self, actors: &[Actor], month: usize) -> usize {
        let people = self.model.participants.iter().zip(actors);
        let early = |time: Option<f64>| time.is_some_and(|time| time < until(month));
        people
            .filter(|(one, actor)| {
                one.kind != Kind::Organisation && (early(actor.signed) || early(actor.joined))
            })
            .count()
            + self.unnamed_by(until(month))
    }

    pub(crate) fn baseline(&self, signatory: bool, month: usize) -> f64 {
        let Some(known) = &self.model.calibration else { return 0.0 };
        let rates =
            if signatory { &known.signatory_per_year } else { &known.nonsignatory_per_year };
        let edges = &known.edges_months;
        let bin = (0..rates.len()).rev().find(|bin| edges[*bin] <= month as f64).unwrap_or(0);
        rates[bin] / 365.25 * self.profile[month]
    }

    fn lever(&self, one: &Participant, windows: &[SpeedWindow], day: Day) -> f64 {
        if one.can_act_from.is_some_and(|from| day < from) {
            return 0.0;
        }
        let open = windows.iter().filter(|window| window.from <= day && day <= window.to);
        open.map(|window| window.factor).product()
    }

    pub(crate) fn age(&self, day: Day) -> f64 {
        f64::from((day - self.model.opened).0)
    }
}

impl Oracle<'_> {
    /// When a stated delay's clock starts; none where it does not run.
    fn clock(&self, stated: &Stated, signed: Option<f64>) -> Option<f64> {
        match stated.clock {
            Clock::Opening => Some(0.0),
            Clock::Signature => signed,
            Clock::AsOf => Some(signed.unwrap_or(0.0).max(self.now)),
        }
    }

    /// The chance that a stated step is never taken, given that it was not in the days in which it
    /// could have been: none where the law is calibrated.
    fn never(&self, one: &Participant, prospect: &Prospect) -> f64 {
        let Prospect::Stated(stated) = prospect else { return 0.0 };
        let never = stated.delay.never().get();
        let ratifies = std::ptr::eq(prospect, &one.ratification);
        let signed = one.status.signed.filter(|_| ratifies).map(|day| self.age(day));
        let Some(clock) = self.clock(stated, signed) else { return never };
        let could = one.can_act_from.map_or(0.0, |day| self.age(day)).max(signed.unwrap_or(0.0));
        if never <= 0.0 || could >= self.now || ratifies && signed.is_none() {
            return never;
        }
        let taken = |time: f64| stated.delay.if_taken().survival(time - clock);
        never / (never + (1.0 - never) * taken(self.now) / taken(could))
    }

    /// What the hazard of a stated step that is taken adds up to over a stretch of time.
    fn law_hazard(
        &self,
        stated: &Stated,
        waiting: &Waiting,
        clock: f64,
        from: f64,
        length: f64,
    ) -> f64 {
        let after_as_of = stated.clock == Clock::AsOf && clock <= self.now;
        let known = if after_as_of { &waiting.more } else { &waiting.at_least };
        let survival = |days: f64| {
            let whole = (days.fract() == 0.0 && days >= 0.0).then_some(days as usize);
            let known = whole.and_then(|days| known.get(days));
            known.copied().unwrap_or_else(|| {
                let taken = stated.delay.if_taken();
                if after_as_of { taken.survival_past(days) } else { taken.survival(days) }
            })
        };
        let before = survival((from - clock).max(0.0));
        if before <= 0.0 { f64::INFINITY } else { -(survival(from + length - clock) / before).ln() }
    }
}

fn waiting(one: &Participant, end: f64) -> [Waiting; 3] {
    [&one.signing, &one.accession, &one.ratification].map(|prospect| {
        let Prospect::Stated(stated) = prospect else {
            return Waiting { at_least: Vec::new(), more: Vec::new() };
        };
        let taken = stated.delay.if_taken();
        let days = || (0..end as usize + 2).map(|days| days as f64);
        Waiting {
            at_least: days().map(|days| taken.survival(days)).collect(),
            more: days().map(|days| taken.survival_past(days)).collect(),
        }
    })
}

/// Months, and days where stated delays change from day to day or levers begin and end.
fn edges(model: &Model, now: f64, end: f64) -> Vec<f64> {
    let mut edges: Vec<f64> =
        (0..).map(|m| f64::from(m) * MONTH).take_while(|time| *time < end).collect();
    let by_day = |one: &Participant| {
        let stated = |prospect: &Prospect| matches!(prospect, Prospect::Stated(_));
        let levers = one.can_act_from.is_some()
            || !one.levers.speed.is_empty()
            || !one.levers.shocks.is_empty();
        levers || stated(&one.accession) || stated(&one.ratification)
    };
    if model.participants.iter().any(by_day) {
        edges.extend((now as i32..end as i32).map(f64::from));
    }
    edges.extend([now, end]);
    edges.retain(|edge| (now..=end).contains(edge));
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    edges
}

fn profile(model: &Model, known: &Calibration, months: usize) -> Vec<f64> {
    let of_step = |step: usize| {
        let day = model.opened + Days((step / 16) as i32);
        known.month_profile[usize::from(day.month()) - 1]
    };
    (0..months).map(|m| (m * 487..(m + 1) * 487).map(of_step).sum::<f64>() / 487.0).collect()
}

pub(crate) fn until(month: usize) -> f64 {
    (month as f64 * MONTH).clamp(31.0, 365.0)
}

/// What a month keeps of the one before.
pub(crate) fn kept(pace: &Pace, month: usize) -> f64 {
    if pace.memory > 0.0 {
        let age = |month: f64| (month + 0.5) / 12.0 + pace.age_offset_years;
        (age(month as f64 - 1.0) / age(month as f64)).powf(1.0 / pace.memory)
    } else {
        pace.persistence_per_year.powf(1.0 / 12.0)
    }
}

/// What a unit of the trend adds in a month of age.
pub(crate) fn trend(pace: &Pace, month: usize) -> f64 {
    let age = (month as f64 + 0.5) / 12.0;
    ((age + pace.age_offset_years) / (2.0 + pace.age_offset_years)).ln()
}

pub(crate) fn level(pace: &Pace, signed: usize, month: usize) -> f64 {
    let risen = if pace.signature_rise_years > 0.0 {
        1.0 - (-(month as f64 + 0.5) / (12.0 * pace.signature_rise_years)).exp()
    } else {
        1.0
    };
    let logs = (pace.signature_offset + signed as f64).ln();
    pace.mean + pace.signature_effect * (logs - pace.signature_centre) * risen
}
