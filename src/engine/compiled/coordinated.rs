//! Deposits that several make together: treaty events, and blocs around a random day.

use super::{pending::PendingParticipant, random_day::RandomDay, signatures::Signature};
use crate::{
    engine::{
        clock::{DepositCalendar, future_start, time_of},
        sampler::{MathTables, QuantileTable},
        stream::{Purpose, RunKey, Subject},
    },
    quantity::When,
    treaty::{Kind, Model, Participant},
};

/// All that may be joined, and by whom.
#[derive(Clone, Debug)]
pub(crate) struct CoordinatedDeposits {
    blocs: Vec<(String, RandomDay)>,
    joining: Vec<Joining>,
    normal: &'static QuantileTable,
    /// When the future begins.
    start: f64,
}

/// A participant that may deposit together with others.
#[derive(Clone, Debug)]
struct Joining {
    /// Index among the pending, and into the model's participants.
    pending: usize,
    participant: usize,
    /// Whether it joins.
    subject: Subject,
    chance: f64,
    day: JoiningDay,
    /// Whether the deposit stands for a signature, and whether that speeds the treaty up.
    signs: bool,
    counted: bool,
}

/// When a participant deposits that joins others.
#[derive(Clone, Debug)]
enum JoiningDay {
    /// On the day that starts at this time.
    Event(f64),
    /// Around the day of this bloc, by so many standard deviations of so many days.
    Bloc { bloc: usize, spread: f64, subject: Subject, gates: Vec<(f64, f64)> },
}

/// Standard deviations by which a member may come before its bloc's day.
const REACH: f64 = 6.0;

impl CoordinatedDeposits {
    /// None where nobody joins with others.
    pub(crate) fn new(model: &Model, each: &[PendingParticipant]) -> Option<CoordinatedDeposits> {
        let mut all = CoordinatedDeposits {
            blocs: Vec::new(),
            joining: Vec::new(),
            normal: QuantileTable::normal(),
            start: future_start(model),
        };
        for (pending, one) in each.iter().enumerate() {
            let participant = &model.participants[one.participant];
            if participant.levers.fate.is_none() {
                let joining = |subject, chance: f64, day| Joining {
                    pending,
                    participant: one.participant,
                    subject,
                    chance,
                    day,
                    signs: participant.status.signed.is_none(),
                    counted: participant.kind != Kind::Organisation,
                };
                all.add_events(model, participant, joining);
                all.add_blocs(model, participant, joining);
            }
        }
        (!all.joining.is_empty()).then_some(all)
    }

    fn add_events(
        &mut self,
        model: &Model,
        one: &Participant,
        joining: impl Fn(Subject, f64, JoiningDay) -> Joining,
    ) {
        for event in &one.levers.events {
            let on = time_of(model, event.on);
            let closed = |(from, to): &(f64, f64)| (*from..*to).contains(&on);
            if gates(model, one).iter().any(closed) || event.on > model.horizon {
                continue;
            }
            let subject = Subject::member(Purpose::Event, &event.name, &one.code);
            self.joining.push(joining(subject, event.chance.get(), JoiningDay::Event(on)));
        }
    }

    fn add_blocs(
        &mut self,
        model: &Model,
        one: &Participant,
        joining: impl Fn(Subject, f64, JoiningDay) -> Joining,
    ) {
        for bloc in &one.levers.blocs {
            let known = self.blocs.iter().position(|(name, _)| *name == bloc.name);
            let index = known.unwrap_or_else(|| {
                let subject = Subject::shared(Purpose::BlocDay, &bloc.name);
                let day = RandomDay::new(model, &bloc.day, subject, REACH * bloc.spread);
                self.blocs.push((bloc.name.clone(), day));
                self.blocs.len() - 1
            });
            let day = JoiningDay::Bloc {
                bloc: index,
                spread: bloc.spread,
                subject: Subject::member(Purpose::BlocSpread, &bloc.name, &one.code),
                gates: gates(model, one),
            };
            let subject = Subject::member(Purpose::BlocMember, &bloc.name, &one.code);
            self.joining.push(joining(subject, bloc.chance.get(), day));
        }
    }

    /// Makes the deposits that come of events and blocs in this run, and the signatures they stand for;
    /// what is drawn along the curves may come before them.
    pub(crate) fn draw(
        &self,
        key: RunKey,
        tables: MathTables,
        calendar: DepositCalendar,
        deposits: &mut [When],
        signatures: &mut Vec<Signature>,
    ) {
        let days: Vec<f64> = self.blocs.iter().map(|(_, day)| day.draw(key, tables)).collect();
        for one in &self.joining {
            if key.draw(one.subject).open() >= one.chance {
                continue;
            }
            let time = match &one.day {
                JoiningDay::Event(time) => *time,
                JoiningDay::Bloc { bloc, spread, subject, gates } => {
                    let beside = spread * self.normal.quantile(key.draw(*subject));
                    first_open(gates, (days[*bloc] + beside).max(self.start))
                }
            };
            let deposit = &mut deposits[one.participant];
            let made = time < f64::INFINITY && calendar.record(time, 0, deposit);
            if made && one.signs {
                sign_by(time, one, signatures);
            }
        }
    }
}

/// Notes that a participant has signed by a time.
fn sign_by(time: f64, one: &Joining, signatures: &mut Vec<Signature>) {
    let pending = one.pending as u32;
    match signatures.iter_mut().find(|known| known.pending == pending) {
        Some(known) => known.time = known.time.min(time),
        None => signatures.push(Signature { time, pending, counted: one.counted }),
    }
}

/// When a participant cannot deposit at all: from one time to another, in order.
fn gates(model: &Model, one: &Participant) -> Vec<(f64, f64)> {
    let closed = one.levers.speed.iter().filter(|window| window.factor <= 0.0);
    let mut gates: Vec<(f64, f64)> = closed
        .map(|window| (time_of(model, window.from), time_of(model, window.to) + 1.0))
        .chain(one.can_act_from.map(|day| (f64::NEG_INFINITY, time_of(model, day))))
        .collect();
    gates.sort_by(|a, b| a.0.total_cmp(&b.0));
    gates
}

/// The first time from this one on at which no gate is closed.
fn first_open(gates: &[(f64, f64)], time: f64) -> f64 {
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
            assert!((first_open(&gates, time) - expected).abs() < 1e-12, "{time}");
        }
    }
}
