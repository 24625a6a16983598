//! Each State takes as long as it takes, whatever the others do: no pace, no treaty's own speed.
//!
//! Each State that has not deposited has a hazard of depositing: for signatories by the time since
//! they signed, for others by the time since opening, piecewise constant, times the State's own
//! factor. They are learned from the treaties that were waiting too at this age, from that age on. A
//! State that has not signed is taken not to sign: with signing to come the forecasts score worse.
//! The number of deposits by a day is then a sum of independent coins, one for each State.

use std::collections::BTreeSet;

use libm::exp;

use super::{super::Predictive, ForecastTask, Others, past::ActAges};
use crate::{
    calibrate::history::PastTreaty,
    quantity::{Day, MONTH_DAYS},
};

/// Edges of the hazard's pieces, in months.
const EDGES: [f64; 13] = [0.0, 1.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0, 36.0, 48.0, 60.0, 84.0, 120.0];
const BINS: usize = EDGES.len() - 1;

/// Shape of the gamma law of States' factors, mean 1.
const FACTOR_SHAPE: f64 = 3.0;

/// Rounds in which hazards and factors are fitted to each other.
const ROUNDS: usize = 6;

/// Days between the days for which the sum is made; it is even in between.
const STEP: u32 = 10;

/// A State at risk in one status; days by the clock of that status.
#[derive(Clone, Copy, Debug)]
struct TimeAtRisk {
    who: usize,
    signed: usize,
    from: f64,
    to: f64,
    came: bool,
}

/// Hazards a day of those that have not signed and those that have.
type Hazards = [[f64; BINS]; 2];

impl Others<'_> {
    /// Each State by itself. Nothing where no other treaty is known past this age.
    pub(super) fn independent(
        &self,
        case: &ForecastTask,
        treaty: &PastTreaty,
    ) -> Option<Predictive> {
        let age = case.age();
        let codes: BTreeSet<&str> =
            self.past.iter().flat_map(|past| past.states.keys().map(String::as_str)).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        let risks = self.risks(&codes, case);
        if risks.is_empty() {
            return None;
        }
        let (hazards, factors) = fit(&risks, codes.len());
        let own = super::Past::from_treaty(treaty, case.as_of)?.states;
        let waiting: Vec<(f64, usize, f64, f64)> = codes
            .iter()
            .zip(&factors)
            .filter_map(|(code, factor)| {
                let acts = own.get(*code).copied().unwrap_or_default();
                let from = self.can_act(code, case.opened, acts).max(age);
                let start = acts.signed.unwrap_or(0);
                acts.deposited.is_none().then(|| {
                    let signed = usize::from(acts.signed.is_some());
                    (*factor, signed, f64::from(start), f64::from(from))
                })
            })
            .collect();
        let more = usize::from(case.instruments).saturating_sub(case.deposits);
        let at = |day: u32| {
            let chances = waiting.iter().map(|(factor, signed, start, from)| {
                let until = f64::from(day).max(*from) - start;
                let hazard = cumulative(&hazards[*signed], from - start, until);
                1.0 - exp(-factor * hazard)
            });
            at_least(more, chances)
        };
        let points: Vec<f64> =
            (0..=Predictive::LAST / STEP + 1).map(|point| at(point * STEP)).collect();
        Some(Predictive::from_chances(|day| {
            let (point, rest) = ((day / STEP) as usize, f64::from(day % STEP) / f64::from(STEP));
            points[point] + rest * (points[point + 1] - points[point])
        }))
    }

    fn can_act(&self, code: &str, opened: Day, acts: ActAges) -> u32 {
        let statehood = self.history.can_act_from.get(code);
        let from = statehood.map_or(0, |day| (*day - opened).0.max(0).unsigned_abs());
        let first_act = acts.signed.into_iter().chain(acts.deposited).min();
        from.min(first_act.unwrap_or(u32::MAX))
    }

    /// From the age of the forecast on, under the treaties that were waiting as this one is.
    fn risks(&self, codes: &[&str], case: &ForecastTask) -> Vec<TimeAtRisk> {
        let age = case.age();
        let mut risks = Vec::new();
        let waiting = self.past.iter().filter(|past| past.wait(case.instruments, age).is_some());
        for past in waiting {
            for (who, code) in codes.iter().enumerate() {
                let acts = past.states.get(*code).copied().unwrap_or_default();
                let end = acts.deposited.unwrap_or(past.known_to);
                let from = self.can_act(code, past.opened, acts).max(age);
                let turn = acts.signed.unwrap_or(end).min(end);
                let came = acts.deposited.is_some();
                let mut risk = |signed: usize, start: u32, from: u32, to: u32, came: bool| {
                    if to > from {
                        let clock = |age: u32| f64::from(age.saturating_sub(start));
                        risks.push(TimeAtRisk {
                            who,
                            signed,
                            from: clock(from),
                            to: clock(to),
                            came,
                        });
                    }
                };
                risk(0, 0, from, turn, came && acts.signed.is_none());
                if let Some(signed) = acts.signed {
                    risk(1, signed, signed.max(from), end, came);
                }
            }
        }
        risks
    }
}

/// Hazards and factors that fit each other; factors shrink towards 1 where little is known.
fn fit(risks: &[TimeAtRisk], states: usize) -> (Hazards, Vec<f64>) {
    let mut factors = vec![1.0; states];
    let mut hazards = [[0.0; BINS]; 2];
    for _ in 0..ROUNDS {
        let mut events = [[0.0; BINS]; 2];
        let mut days = [[0.0; BINS]; 2];
        for risk in risks {
            let (days, events) = (&mut days[risk.signed], &mut events[risk.signed]);
            for (bin, days) in days.iter_mut().enumerate() {
                *days += factors[risk.who] * overlap(bin, risk.from, risk.to);
            }
            if risk.came
                && let Some(bin) = (0..BINS).find(|bin| risk.to <= edge(bin + 1))
            {
                events[bin] += 1.0;
            }
        }
        for signed in 0..2 {
            let rate = |events: f64, days: f64| if days > 0.0 { events / days } else { 0.0 };
            let all = rate(events[signed].iter().sum(), days[signed].iter().sum());
            for bin in 0..BINS {
                // One event at the rate of all pieces keeps a piece without any above nought.
                let prior = if all > 0.0 { 1.0 / all } else { 1.0 };
                hazards[signed][bin] = rate(
                    events[signed][bin] + f64::from(u8::from(all > 0.0)),
                    days[signed][bin] + prior,
                );
            }
        }
        let mut tallies = vec![(FACTOR_SHAPE, FACTOR_SHAPE); states];
        for risk in risks {
            let (events, expected) = &mut tallies[risk.who];
            *expected += cumulative(&hazards[risk.signed], risk.from, risk.to);
            *events += f64::from(u8::from(risk.came && risk.to <= edge(BINS)));
        }
        factors = tallies.iter().map(|(events, expected)| events / expected).collect();
    }
    (hazards, factors)
}

fn edge(bin: usize) -> f64 {
    EDGES[bin] * MONTH_DAYS
}

/// Days of a piece that lie between two.
fn overlap(bin: usize, from: f64, to: f64) -> f64 {
    (to.min(edge(bin + 1)) - from.max(edge(bin))).max(0.0)
}

fn cumulative(hazards: &[f64; BINS], from: f64, to: f64) -> f64 {
    hazards.iter().enumerate().map(|(bin, hazard)| hazard * overlap(bin, from, to)).sum()
}

/// The chance that at least so many of these come about, independently of each other.
fn at_least(many: usize, chances: impl Iterator<Item = f64>) -> f64 {
    if many == 0 {
        return 1.0;
    }
    // The chance of each number below; what goes past them is the answer.
    let mut fewer = vec![0.0; many];
    fewer[0] = 1.0;
    let mut reached = 0.0;
    for chance in chances {
        reached += chance * fewer[many - 1];
        for count in (1..many).rev() {
            fewer[count] += chance * (fewer[count - 1] - fewer[count]);
        }
        fewer[0] *= 1.0 - chance;
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_of_coins_is_binomial() {
        let chance = |many| at_least(many, std::iter::repeat_n(0.3, 5));
        let expected = [1.0, 0.83193, 0.47178, 0.16308, 0.03078, 0.00243, 0.0];
        for (many, expected) in expected.into_iter().enumerate() {
            assert!((chance(many) - expected).abs() < 1e-12, "{many}");
        }
        assert!((at_least(2, [1.0, 0.25, 0.5].into_iter()) - 0.625).abs() < 1e-12);
    }

    #[test]
    fn hazards_and_factors_that_made_the_events_are_found() {
        // Ten States of which the first is four times as fast: it comes after 100 days under each of
        // 200 treaties, the others under every fourth.
        let mut risks = Vec::new();
        for treaty in 0..200 {
            for who in 0..10 {
                let came = who == 0 || (treaty + who) % 4 == 0;
                let to = if came { 100.0 } else { 200.0 };
                risks.push(TimeAtRisk { who, signed: 0, from: 0.0, to, came });
            }
        }
        let (hazards, factors) = fit(&risks, 10);
        let expected =
            |risk: &TimeAtRisk| factors[risk.who] * cumulative(&hazards[0], risk.from, risk.to);
        let expected: f64 = risks.iter().map(expected).sum();
        let events = risks.iter().filter(|risk| risk.came).count() as f64;
        assert!((expected / events - 1.0).abs() < 0.05, "{expected} {events}");
        assert!(factors[0] > 3.0 * factors[1], "{factors:?}");
        assert!(factors[1..].iter().all(|factor| (factor / factors[1] - 1.0).abs() < 0.05));
    }
}
