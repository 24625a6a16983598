//! A second view beside the model's: what became of the earlier treaties that were most like this one at
//! its age. A reference class in the sense of Kahneman and Tversky 1979, *Intuitive prediction: biases and
//! corrective procedures*, TIMS Studies in Management Science 12; it takes no part in the model's answer.

use std::collections::BTreeSet;

use super::{
    Predictive,
    baseline::{ObservedWait, Past, kaplan_meier, likeness},
};
use crate::{
    calibrate::history::{History, PastTreaty},
    quantity::{Day, Proportion},
    treaty::{Kind, Model, Participant, rule::Condition},
};

/// How many of the nearest treaties make the class.
const MEMBERS: usize = 24;

/// The earlier treaties that were most like one at the same age, and what became of them.
#[derive(Clone, PartialEq, Debug)]
pub struct ReferenceClass {
    /// The number of instruments that is waited for.
    pub instruments: u16,
    /// The day of age, counted from 0, at the end of which treaties are compared.
    pub age: u32,
    /// The nearest first; at least one, at most 24.
    pub members: Vec<LikeTreaty>,
    /// What all earlier treaties that were still waiting at that age say together, the nearer the more:
    /// the chance by day of age, given that the number had not come by then.
    pub weighted: Predictive,
    /// How many treaties of equal weight would say as much: (Σw)² / Σw² (Kish 1965, *Survey
    /// sampling*).
    pub effective: f64,
}

/// One of them.
#[derive(Clone, PartialEq, Debug)]
pub struct LikeTreaty {
    /// Its id in the history.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The day of opening.
    pub opened: Day,
    /// States that had deposited by that age.
    pub deposits: usize,
    /// States that had signed, or deposited without signing, by that age.
    pub signatories: usize,
    /// How much it counts in what all say together: 1 for one exactly alike.
    pub weight: f64,
    /// The day of age on which its instrument of that number came; none where it had not by the end of
    /// `known_to`.
    pub reached: Option<u32>,
    /// The last day of age that is known.
    pub known_to: u32,
    /// The days of age on which its States deposited, in order.
    pub deposited: Vec<u32>,
}

impl ReferenceClass {
    /// The class for a model, from the pool of a history as it was known on the as-of day: never the
    /// treaty itself, nor one opened on the same day. Nothing where its rule is no number of instruments,
    /// where these are there already, or where no earlier treaty was still waiting at its age.
    pub fn find(history: &History, model: &Model) -> Option<ReferenceClass> {
        let Condition::Count { instruments, .. } = model.rule.when else { return None };
        let age = u32::try_from((model.as_of - model.opened).0).ok()?;
        let states = model.participants.iter().filter(|one| one.kind != Kind::Organisation);
        let signatories = states.clone().filter(|one| has_signed(one)).count();
        let deposits = states.filter(|one| has_deposited(one)).count();
        if deposits >= usize::from(instruments) {
            return None;
        }
        let ids: BTreeSet<&str> = history.pool.iter().map(|one| one.treaty.as_str()).collect();
        let others = history.treaties.iter().filter(|one| ids.contains(one.id.as_str()));
        let others =
            others.filter(|one| one.opened != model.opened && !one.is_called(&model.title));
        let mut members: Vec<LikeTreaty> = others
            .filter_map(|treaty| {
                let past = Past::from_treaty(treaty, model.as_of)?;
                LikeTreaty::new(treaty, &past, instruments, age, (deposits, signatories))
            })
            .collect();
        // Ties by id, so that the class never depends on the order of a table.
        members.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.id.cmp(&b.id)));
        let weights = members.iter().map(|one| one.weight);
        let (sum, squares) = (weights.clone().sum::<f64>(), weights.map(|w| w * w).sum::<f64>());
        let waits = members.iter().map(|one| (one.weight, one.wait())).collect();
        let weighted = kaplan_meier(waits)?;
        members.truncate(MEMBERS);
        Some(ReferenceClass { instruments, age, members, weighted, effective: sum * sum / squares })
    }

    /// How many had their number by the end of a day of age, of those whose record tells; its error is that
    /// of so many cases.
    pub fn reached_by(&self, age: u32) -> Proportion {
        let had = |one: &&LikeTreaty| one.reached.is_some_and(|day| day <= age);
        let told = self.members.iter().filter(|one| one.reached.is_some() || one.known_to >= age);
        let count = self.members.iter().filter(had).count() as u64;
        Proportion { count, runs: told.count().max(1) as u64 }
    }

    /// The fewest and the most instruments, and the fewest and the most signatures, at that age.
    pub fn ranges(&self) -> [(usize, usize); 2] {
        let range = |of: &dyn Fn(&LikeTreaty) -> usize| {
            let values = self.members.iter().map(of);
            (values.clone().min().unwrap_or(0), values.max().unwrap_or(0))
        };
        [range(&|one| one.deposits), range(&|one| one.signatories)]
    }
}

impl LikeTreaty {
    fn new(
        treaty: &PastTreaty,
        past: &Past,
        instruments: u16,
        age: u32,
        own: (usize, usize),
    ) -> Option<LikeTreaty> {
        let wait = past.wait(instruments, age)?;
        let (deposits, signatories) = (past.deposits_by(age), past.signatures_by(age));
        Some(LikeTreaty {
            id: treaty.id.clone(),
            name: treaty.name().to_owned(),
            opened: treaty.opened,
            deposits,
            signatories,
            weight: likeness((deposits, signatories), own),
            reached: wait.came.then_some(wait.until),
            known_to: past.known_to,
            deposited: past.deposits.clone(),
        })
    }

    fn wait(&self) -> ObservedWait {
        ObservedWait { until: self.reached.unwrap_or(self.known_to), came: self.reached.is_some() }
    }

    /// States that had deposited by the end of a day of age.
    pub fn deposits_by(&self, age: u32) -> usize {
        self.deposited.partition_point(|day| *day <= age)
    }
}

fn has_signed(one: &Participant) -> bool {
    one.status.signed.is_some() || has_deposited(one)
}

fn has_deposited(one: &Participant) -> bool {
    one.status.withdrew.is_none()
        && one.status.deposited.is_some_and(|report| report.chance.get() >= 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn hanoi(sets: &[&str]) -> Model {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        Scenario::load(&["hanoi".to_owned()], &sets).unwrap().model
    }

    #[test]
    fn the_class_of_hanoi_is_counted_from_the_history() {
        let (history, model) = (History::built_in().unwrap(), hanoi(&[]));
        let class = ReferenceClass::find(&history, &model).unwrap();
        assert_eq!((class.instruments, class.age, class.members.len()), (40, 218, 24));
        for one in &class.members {
            let treaty = history.treaty(&one.id).unwrap();
            let own = Past::from_treaty(treaty, model.as_of).unwrap();
            assert_eq!(one.deposits, own.deposits.iter().filter(|day| **day <= 218).count());
            let fortieth = own.deposits.get(39).copied();
            assert_eq!(one.reached, fortieth, "{}", one.id);
            assert!(fortieth.is_none_or(|day| day > 218), "{} was waiting", one.id);
        }
        let weights: Vec<f64> = class.members.iter().map(|one| one.weight).collect();
        assert!(weights.is_sorted_by(|one, next| one >= next), "the nearest first");
        let by = |age: u32| class.reached_by(age);
        assert_eq!((by(707).count, by(707).runs), (2, 24));
        assert_eq!(by(707 + 366).count, 16);
        assert!(class.effective > 10.0 && class.effective < 60.0, "{}", class.effective);
    }

    #[test]
    fn neither_the_treaty_itself_nor_what_came_later_is_in_the_class() {
        let history = History::built_in().unwrap();
        let uncac = Scenario::load(&["uncac".to_owned()], &[]).unwrap().model;
        let class = ReferenceClass::find(&history, &uncac).unwrap();
        let known = (uncac.as_of - uncac.opened).0 as u32;
        for one in &class.members {
            assert!(one.opened != uncac.opened && one.id != "XVIII-14", "{}", one.id);
            // Waited longer than this one by then, and nothing of it after the as-of day.
            let last = (uncac.as_of - one.opened).0 as u32;
            assert!(last > known && one.known_to <= last, "{}", one.id);
            assert!(one.reached.is_none_or(|day| day <= last), "{}", one.id);
        }
    }

    #[test]
    fn a_rule_that_is_no_number_has_no_class() {
        let history = History::built_in().unwrap();
        let paris = Scenario::load(&["paris".to_owned()], &[]).unwrap().model;
        assert_eq!(ReferenceClass::find(&history, &paris), None);
        let few = hanoi(&["rule.instruments=1"]);
        assert_eq!(ReferenceClass::find(&history, &few), None, "none waits for its first any more");
    }
}
