//! What participants share in a future of the plain engine (`oracle`): days drawn once for all.

use std::collections::BTreeMap;

use inforce::{
    quantity::{Day, Days, When},
    treaty::{Model, Participant, Someday},
};
use rand::{RngExt, rngs::ChaCha8Rng};
use rand_distr::{Distribution, StandardNormal};

/// What is drawn once for several participants.
pub(crate) struct Together {
    /// When each shock happens.
    shocks: BTreeMap<String, f64>,
    /// When each participant deposits with others, if it does.
    pub(crate) deposits: Vec<Option<f64>>,
    /// What each of a participant's bandwagons multiplies by, by participant.
    follow: Vec<f64>,
}

impl Together {
    pub(crate) fn draw(model: &Model, now: f64, rng: &mut ChaCha8Rng) -> Together {
        let mut days = BTreeMap::new();
        let mut shocks = BTreeMap::new();
        let mut deposits = vec![None; model.participants.len()];
        for one in &model.participants {
            for bloc in &one.levers.blocs {
                let day = || someday(&bloc.day, now, rng);
                days.entry(bloc.name.clone()).or_insert_with(day);
            }
            for shock in &one.levers.shocks {
                let happens = |rng: &mut ChaCha8Rng| rng.random::<f64>() < shock.chance.get();
                shocks.entry(shock.name.clone()).or_insert_with(|| {
                    if happens(rng) { someday(&shock.day, now, rng) } else { f64::INFINITY }
                });
            }
        }
        for (who, one) in model.participants.iter().enumerate() {
            let mut times = Vec::new();
            for event in &one.levers.events {
                let on = f64::from((event.on - model.opened).0);
                if rng.random::<f64>() < event.chance.get() && !closed(model, one, on) {
                    times.push(on);
                }
            }
            for bloc in &one.levers.blocs {
                let beside: f64 = StandardNormal.sample(rng);
                let mut time = (days[&bloc.name] + bloc.spread * beside).max(now);
                while time.is_finite() && closed(model, one, time) {
                    time = time.floor() + 1.0;
                }
                if rng.random::<f64>() < bloc.chance.get() {
                    times.push(time);
                }
            }
            deposits[who] = times.into_iter().min_by(f64::total_cmp).filter(|time| *time < 1e6);
        }
        Together { shocks, deposits, follow: vec![1.0; model.participants.len()] }
    }

    /// Counts the deposits made on the days before this one, as a month begins.
    pub(crate) fn look(&mut self, model: &Model, deposits: &[When], today: Day) {
        for (one, follow) in model.participants.iter().zip(&mut self.follow) {
            let each = one.levers.bandwagons.iter().map(|bandwagon| {
                let made =
                    bandwagon.among.indices().filter(|who| deposits[*who].by(today - Days(1)));
                1.0 + bandwagon.strength * made.count() as f64 / bandwagon.full
            });
            *follow = each.product();
        }
    }

    /// What a participant's hazard is multiplied by, on average over a piece of time.
    pub(crate) fn factor(&self, who: usize, one: &Participant, from: f64, to: f64) -> f64 {
        let shocks = one.levers.shocks.iter().map(|shock| {
            let after = (to - self.shocks[&shock.name].clamp(from, to)) / (to - from);
            1.0 - after + after * shock.factor
        });
        shocks.product::<f64>() * self.follow[who]
    }
}

/// Whether a participant can deposit at no price on the day of this time.
fn closed(model: &Model, one: &Participant, time: f64) -> bool {
    let day = model.opened + Days(time as i32);
    one.can_act_from.is_some_and(|from| day < from)
        || one
            .levers
            .speed
            .iter()
            .any(|window| window.factor <= 0.0 && window.from <= day && day <= window.to)
}

/// A day after the as-of day, looked for one by one.
fn someday(day: &Someday, now: f64, rng: &mut ChaCha8Rng) -> f64 {
    let survival = |time: f64| {
        if day.from_as_of { day.delay.survival_past(time - now) } else { day.delay.survival(time) }
    };
    let left = rng.random::<f64>() * survival(now);
    let days = (0..3_000).map(|days| now + f64::from(days));
    days.into_iter()
        .find(|time| survival(time + 1.0) < left)
        .map_or(f64::INFINITY, |time| time + rng.random::<f64>())
}
