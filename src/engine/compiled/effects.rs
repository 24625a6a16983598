//! What changes speeds while a run goes on: shocks on random days, bandwagons, a pace that is given.

use super::random_day::RandomDay;
use crate::{
    engine::{
        sampler::MathTables,
        stream::{Purpose, RunKey, Subject},
    },
    quantity::When,
    treaty::{Bandwagon, GivenPace, Levers, Model, Shock},
};

/// All of it, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct TimeVaryingEffects {
    shocks: Vec<(Shock, ShockDraw)>,
    bandwagons: Vec<Bandwagon>,
    paces: Vec<GivenPace>,
    /// What acts together on some; the first acts on nothing.
    patterns: Vec<Pattern>,
}

/// What of it acts on a participant, by index.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Pattern {
    shocks: Vec<usize>,
    bandwagons: Vec<usize>,
    pace: Option<usize>,
}

/// Whether and when a shock happens.
#[derive(Clone, Debug)]
struct ShockDraw {
    day: RandomDay,
    happens: Subject,
}

impl ShockDraw {
    fn new(model: &Model, shock: &Shock) -> ShockDraw {
        let subject = Subject::shared(Purpose::ShockDay, &shock.name);
        ShockDraw {
            day: RandomDay::new(model, &shock.day, subject, 0.0),
            happens: Subject::shared(Purpose::ShockHappens, &shock.name),
        }
    }
}

impl TimeVaryingEffects {
    /// The index of the pattern of a participant's levers, which is added where it is new.
    pub(crate) fn add_pattern(&mut self, model: &Model, levers: &Levers) -> usize {
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
        let bandwagons = levers.bandwagons.iter().map(|one| index_of(&mut self.bandwagons, one));
        let bandwagons: Vec<usize> = bandwagons.collect();
        let paced = levers.pace.as_ref().filter(|_| model.pace.is_some());
        let pace = paced.map(|pace| index_of(&mut self.paces, pace));
        index_of(&mut self.patterns, &Pattern { shocks, bandwagons, pace })
    }

    /// Whether nothing changes while a run goes on.
    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.len() <= 1
    }

    /// The pace of a month of age that is given to those of a pattern, beside the average treaty's.
    pub(crate) fn given_pace(&self, pattern: usize, month: usize) -> Option<f64> {
        let by_month = &self.paces[self.patterns[pattern].pace?].by_month;
        Some(by_month.get(month).or(by_month.last()).copied().unwrap_or(1.0))
    }

    /// The times of the shocks of this run, infinite for those that do not happen.
    pub(crate) fn draw_shocks(&self, key: RunKey, tables: MathTables, times: &mut Vec<f64>) {
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
    pub(crate) fn bandwagon_factors(
        &self,
        deposits: &[When],
        before: When,
        factors: &mut Vec<f64>,
    ) {
        factors.clear();
        factors.extend(self.bandwagons.iter().map(|one| {
            let made = deposits.iter().enumerate().filter(|(_, when)| **when < before);
            let count = made.filter(|(index, _)| one.among.has(*index)).count();
            1.0 + one.strength * count as f64 / one.full
        }));
    }

    /// What each pattern multiplies by at a time.
    pub(crate) fn pattern_factors(
        &self,
        time: f64,
        shocks: &[f64],
        bandwagons: &[f64],
        factors: &mut Vec<f64>,
    ) {
        factors.clear();
        factors.extend(self.patterns.iter().map(|pattern| {
            let happened = pattern.shocks.iter().filter(|shock| shocks[**shock] <= time);
            let shocks: f64 = happened.map(|shock| self.shocks[*shock].0.factor).product();
            let bandwagons: f64 = pattern.bandwagons.iter().map(|one| bandwagons[*one]).product();
            // Finite, so that no overflow times 0 makes what is no number.
            (shocks * bandwagons).min(f64::MAX)
        }));
    }
}

/// Where this one is in a list, to whose end it is added where it is not yet in it.
fn index_of<T: Clone + PartialEq>(list: &mut Vec<T>, one: &T) -> usize {
    list.iter().position(|known| known == one).unwrap_or_else(|| {
        list.push(one.clone());
        list.len() - 1
    })
}
