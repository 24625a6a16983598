//! What changes speeds while a run goes on: shocks on random days, bandwagons, a pace that is given.

use super::{
    joint::Calendar,
    sampler::Tables,
    stream::{Purpose, RunKey, Subject},
};
use crate::{
    quantity::When,
    treaty::{Bandwagon, GivenPace, Levers, Model, Shock},
};

/// All of it, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Moving {
    pub(super) shocks: Vec<(Shock, ShockDraw)>,
    pub(super) bandwagons: Vec<Bandwagon>,
    pub(super) paces: Vec<GivenPace>,
    /// What acts together on some; the first acts on nothing.
    pub(super) patterns: Vec<Pattern>,
}

/// What of it acts on a participant, by index.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Pattern {
    shocks: Vec<usize>,
    bandwagons: Vec<usize>,
    pub(super) pace: Option<usize>,
}

/// Whether and when a shock happens.
#[derive(Clone, Debug)]
pub(super) struct ShockDraw {
    day: Calendar,
    happens: Subject,
}

impl ShockDraw {
    fn new(model: &Model, shock: &Shock) -> ShockDraw {
        let subject = Subject::shared(Purpose::ShockDay, &shock.name);
        ShockDraw {
            day: Calendar::new(model, &shock.day, subject, 0.0),
            happens: Subject::shared(Purpose::ShockHappens, &shock.name),
        }
    }
}

impl Moving {
    /// The pattern of a participant's levers.
    pub(super) fn pattern(&mut self, model: &Model, levers: &Levers) -> usize {
        if self.patterns.is_empty() {
            self.patterns.push(Pattern::default());
        }
        let shocks = levers.shocks.iter().map(|shock| {
            let known = self.shocks.iter().position(|(one, _)| one.name == shock.name);
            known.unwrap_or_else(|| {
                self.shocks.push((shock.clone(), ShockDraw::new(model, shock)));
                self.shocks.len() - 1
            })
        });
        let shocks: Vec<usize> = shocks.collect();
        let bandwagons = levers.bandwagons.iter().map(|one| place(&mut self.bandwagons, one));
        let bandwagons: Vec<usize> = bandwagons.collect();
        let paced = levers.pace.as_ref().filter(|_| model.pace.is_some());
        let pace = paced.map(|pace| place(&mut self.paces, pace));
        place(&mut self.patterns, &Pattern { shocks, bandwagons, pace })
    }

    /// Whether anything changes while a run goes on.
    pub(super) fn any(&self) -> bool {
        self.patterns.len() > 1
    }

    /// The times of the shocks of this run, infinite for those that do not happen.
    pub(super) fn draw(&self, key: RunKey, tables: Tables, times: &mut Vec<f64>) {
        times.clear();
        times.extend(self.shocks.iter().map(|(shock, draw)| {
            if key.draw(draw.happens).open() < shock.chance.get() {
                draw.day.draw(key, tables)
            } else {
                f64::INFINITY
            }
        }));
    }

    /// What each bandwagon multiplies by, from the deposits on days before this one.
    pub(super) fn follow(&self, deposits: &[When], before: When, factors: &mut Vec<f64>) {
        factors.clear();
        factors.extend(self.bandwagons.iter().map(|one| {
            let made = deposits.iter().enumerate().filter(|(_, when)| **when < before);
            let count = made.filter(|(index, _)| one.of.has(*index)).count();
            1.0 + one.strength * count as f64 / one.full
        }));
    }

    /// What each pattern multiplies by at a time.
    pub(super) fn factors(&self, time: f64, shocks: &[f64], follow: &[f64], out: &mut Vec<f64>) {
        out.clear();
        out.extend(self.patterns.iter().map(|pattern| {
            let happened = pattern.shocks.iter().filter(|shock| shocks[**shock] <= time);
            let shocks: f64 = happened.map(|shock| self.shocks[*shock].0.factor).product();
            let bandwagons: f64 = pattern.bandwagons.iter().map(|one| follow[*one]).product();
            // Held where no overflow makes a number of nothing.
            (shocks * bandwagons).min(f64::MAX)
        }));
    }
}

impl GivenPace {
    /// The pace of a month of age, beside the average treaty's.
    pub(super) fn at(&self, month: usize) -> f64 {
        self.by_month.get(month).or(self.by_month.last()).copied().unwrap_or(1.0)
    }
}

fn place<T: Clone + PartialEq>(list: &mut Vec<T>, one: &T) -> usize {
    list.iter().position(|known| known == one).unwrap_or_else(|| {
        list.push(one.clone());
        list.len() - 1
    })
}
