//! What a baseline sees of one treaty: who had signed and deposited at which age.

use std::collections::BTreeMap;

use crate::{
    calibrate::history::{PastKind, PastTreaty},
    quantity::Day,
};

/// A treaty as known on a day; ages in whole days since opening.
#[derive(Clone, Debug)]
pub(in crate::backtest) struct Past {
    /// The day of opening.
    pub(in crate::backtest) opened: Day,
    /// Deposits of States, in order.
    pub(in crate::backtest) deposits: Vec<u32>,
    /// Their signatures, or deposits without one, in order.
    pub(in crate::backtest) signatures: Vec<u32>,
    /// The last day of age that is known.
    pub(in crate::backtest) known_to: u32,
    /// What each State on record did, by code.
    pub(in crate::backtest) states: BTreeMap<String, ActAges>,
}

/// What a State did under one treaty, by age.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::backtest) struct ActAges {
    /// The age at which it signed.
    pub(in crate::backtest) signed: Option<u32>,
    /// The age at which it deposited.
    pub(in crate::backtest) deposited: Option<u32>,
}

impl Past {
    /// Nothing where the treaty was not open by that day.
    pub(in crate::backtest) fn from_treaty(treaty: &PastTreaty, known_by: Day) -> Option<Past> {
        let known_to = treaty.whole_to().min(known_by);
        if known_to < treaty.opened {
            return None;
        }
        let age = |day: Day| (day - treaty.opened).0.max(0).unsigned_abs();
        let known = |day: &Day| *day <= known_to;
        let (mut deposits, mut signatures) = (Vec::new(), Vec::new());
        let mut states = BTreeMap::new();
        for (index, deposited) in treaty.likely_deposits().into_iter().enumerate() {
            let record = &treaty.records[index];
            let deposited = deposited.filter(known).map(age);
            let signed = record.signed.filter(known).map(age);
            if matches!(record.kind, PastKind::State | PastKind::ExtinctState) {
                deposits.extend(deposited);
                signatures.extend(signed.into_iter().chain(deposited).min());
            }
            if record.kind == PastKind::State {
                let acts = ActAges { signed, deposited };
                states.insert(record.participant.clone(), acts);
            }
        }
        deposits.sort_unstable();
        signatures.sort_unstable();
        Some(Past { opened: treaty.opened, deposits, signatures, known_to: age(known_to), states })
    }

    /// How many instruments had been deposited by the end of this day of age.
    pub(in crate::backtest) fn deposits_by(&self, age: u32) -> usize {
        self.deposits.partition_point(|day| *day <= age)
    }

    /// How many had signed or deposited by the end of this day of age.
    pub(in crate::backtest) fn signatures_by(&self, age: u32) -> usize {
        self.signatures.partition_point(|day| *day <= age)
    }

    /// When the n-th instrument came after this age, or until when it had not; nothing where it had
    /// come before, or that age is not known.
    pub(in crate::backtest) fn wait(&self, instruments: u16, age: u32) -> Option<ObservedWait> {
        let came = self.deposits.get(usize::from(instruments).checked_sub(1)?).copied();
        let open = self.known_to > age && came.is_none_or(|day| day > age);
        open.then(|| ObservedWait { until: came.unwrap_or(self.known_to), came: came.is_some() })
    }
}

/// How long it took, or had taken when it was last looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::backtest) struct ObservedWait {
    /// A day of age.
    pub(in crate::backtest) until: u32,
    /// Whether it came on that day; otherwise it had not come by the end of it.
    pub(in crate::backtest) came: bool,
}
