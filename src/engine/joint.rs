//! Deposits that several make together: occasions, and blocs around a random day.

use super::{
    compile::{Engine, Slot},
    exposure::{self, time_of},
    line::{Counting, Law},
    run::Scratch,
    sampler::{QuantileTable, Tables},
    stream::{Purpose, RunKey, Subject},
};
use crate::{
    quantity::{Day, Days, When},
    treaty::{Kind, Model, Participant, Someday},
};

/// A random day, made ready for many runs.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    subject: Subject,
    law: Law,
    since: f64,
    now: f64,
    end: f64,
}

/// All that may be joined, and by whom.
#[derive(Clone, Debug)]
pub(super) struct Joint {
    blocs: Vec<(String, Calendar)>,
    joining: Vec<Joining>,
    normal: &'static QuantileTable,
}

/// A participant that may deposit together with others.
#[derive(Clone, Debug)]
struct Joining {
    slot: usize,
    participant: usize,
    subject: Subject,
    chance: f64,
    way: Way,
    /// Whether the deposit stands for a signature, and whether that speeds the treaty up.
    signs: bool,
    counted: bool,
}

#[derive(Clone, Debug)]
enum Way {
    /// On the start of this day.
    On(f64),
    /// Around the day of this bloc, by so many standard deviations of so many days.
    Around { bloc: usize, spread: f64, subject: Subject, gates: Vec<(f64, f64)> },
}

impl Calendar {
    /// A day drawn anew in each run; followed for so many days past the horizon.
    pub(super) fn new(model: &Model, day: &Someday, subject: Subject, beyond: f64) -> Calendar {
        let (now, end) = (exposure::now(model), exposure::end(model) + beyond.min(MOST_BEYOND));
        let (since, counting) =
            if day.from_as_of { (now, Counting::FromDayOne) } else { (0.0, Counting::FromDayZero) };
        let days = (end - since).ceil().max(0.0) as usize + 2;
        Calendar { subject, law: Law::new(&day.delay, counting, days), since, now, end }
    }

    /// The time drawn in this run, not before now; infinite where the day does not come.
    pub(super) fn draw(&self, key: RunKey, tables: Tables) -> f64 {
        let exponential = -tables.ln(key.draw(self.subject).open());
        let (from, to) = (self.now - self.since, self.end - self.since);
        (self.since + self.law.reach(from, to, exponential.max(0.0))).max(self.now)
    }
}

/// A century: past it no bloc has a member within any horizon.
const MOST_BEYOND: f64 = 36_525.0;
/// Standard deviations by which a member may come before its bloc's day.
const REACH: f64 = 6.0;

impl Joint {
    /// Nothing where nobody joins with others.
    pub(super) fn new(model: &Model, slots: &[Slot]) -> Option<Joint> {
        let mut joint =
            Joint { blocs: Vec::new(), joining: Vec::new(), normal: QuantileTable::normal() };
        for (index, slot) in slots.iter().enumerate() {
            let participant = &model.participants[slot.participant];
            if participant.levers.fate.is_none() {
                joint.occasions(model, (index, slot), participant);
                joint.blocs(model, (index, slot), participant);
            }
        }
        (!joint.joining.is_empty()).then_some(joint)
    }

    fn occasions(&mut self, model: &Model, (index, slot): (usize, &Slot), one: &Participant) {
        for occasion in &one.levers.occasions {
            let on = time_of(model, occasion.on);
            let closed = |(from, to): &(f64, f64)| (*from..*to).contains(&on);
            if gates(model, one).iter().any(closed) || occasion.on > model.horizon {
                continue;
            }
            let subject = Subject::member(Purpose::Occasion, &occasion.name, &one.code);
            let chance = occasion.chance.get();
            self.add((index, slot), one, (subject, chance), Way::On(on));
        }
    }

    fn blocs(&mut self, model: &Model, (index, slot): (usize, &Slot), one: &Participant) {
        for bloc in &one.levers.blocs {
            let known = self.blocs.iter().position(|(name, _)| *name == bloc.name);
            let place = known.unwrap_or_else(|| {
                let subject = Subject::shared(Purpose::BlocDay, &bloc.name);
                let calendar = Calendar::new(model, &bloc.day, subject, REACH * bloc.spread);
                self.blocs.push((bloc.name.clone(), calendar));
                self.blocs.len() - 1
            });
            let way = Way::Around {
                bloc: place,
                spread: bloc.spread,
                subject: Subject::member(Purpose::BlocSpread, &bloc.name, &one.code),
                gates: gates(model, one),
            };
            let subject = Subject::member(Purpose::BlocMember, &bloc.name, &one.code);
            self.add((index, slot), one, (subject, bloc.chance.get()), way);
        }
    }

    fn add(
        &mut self,
        (index, slot): (usize, &Slot),
        one: &Participant,
        (subject, chance): (Subject, f64),
        way: Way,
    ) {
        self.joining.push(Joining {
            slot: index,
            participant: slot.participant,
            subject,
            chance,
            way,
            signs: one.status.signed.is_none(),
            counted: one.kind != Kind::Organisation,
        });
    }

    /// Makes the deposits that come of occasions and blocs in this run; what is drawn along the
    /// lines may come before them.
    pub(super) fn join(&self, engine: &Engine, key: RunKey, scratch: &mut Scratch) {
        let days: Vec<f64> =
            self.blocs.iter().map(|(_, day)| day.draw(key, scratch.tables)).collect();
        for one in &self.joining {
            if key.draw(one.subject).open() >= one.chance {
                continue;
            }
            let time = match &one.way {
                Way::On(time) => *time,
                Way::Around { bloc, spread, subject, gates } => {
                    let beside = spread * self.normal.at(key.draw(*subject));
                    opened(gates, (days[*bloc] + beside).max(engine.now))
                }
            };
            if time < f64::INFINITY {
                self.deposit(engine, one, time, scratch);
            }
        }
    }

    fn deposit(&self, engine: &Engine, one: &Joining, time: f64, scratch: &mut Scratch) {
        let day = engine.opened + Days(time.min(1e8) as i32);
        let deposit = &mut scratch.deposits[one.participant];
        if day > engine.horizon || *deposit <= When::on(day) {
            return;
        }
        *deposit = When::on(day);
        if one.signs {
            let slot = one.slot as u32;
            match scratch.signatures.iter_mut().find(|(_, known, _)| *known == slot) {
                Some((known, ..)) => *known = known.min(time),
                None => scratch.signatures.push((time, slot, one.counted)),
            }
        }
    }
}

/// When a participant cannot deposit at all: from one time to another, in order.
fn gates(model: &Model, one: &Participant) -> Vec<(f64, f64)> {
    let closed = one.levers.speed.iter().filter(|window| window.factor <= 0.0);
    let mut gates: Vec<(f64, f64)> = closed
        .map(|window| (time_of(model, window.from), time_of(model, window.to) + 1.0))
        .chain(one.can_act_from.map(|day: Day| (f64::NEG_INFINITY, time_of(model, day))))
        .collect();
    gates.sort_by(|a, b| a.0.total_cmp(&b.0));
    gates
}

/// The first time from this one on at which no gate is closed.
fn opened(gates: &[(f64, f64)], time: f64) -> f64 {
    let within = |time: f64, (from, to): &(f64, f64)| {
        if (*from..*to).contains(&time) { *to } else { time }
    };
    gates.iter().fold(time, within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_behind_a_gate_is_waited_for_too() {
        let gates = [(10.0, 20.0), (15.0, 30.0), (40.0, 50.0)];
        for (time, expected) in [(5.0, 5.0), (12.0, 30.0), (29.5, 30.0), (30.0, 30.0), (45.0, 50.0)]
        {
            assert!((opened(&gates, time) - expected).abs() < 1e-12, "{time}");
        }
    }
}
