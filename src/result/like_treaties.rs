//! What became of the earlier treaties that were most like this one at its age: a second view beside the
//! model's answer, in finished numbers.

use serde::{Deserialize, Serialize};

use super::{cell::Decimal, with_error::ChanceFile};
use crate::{
    backtest::{LikeTreaty, Predictive, ReferenceClass},
    quantity::{Day, Days, MONTH_DAYS, Proportion},
    treaty::Model,
};

/// The second view, as `summary.json`, `like_treaties.csv` and `like_counts.csv` hold it.
#[derive(Clone, PartialEq, Debug)]
pub struct LikeTreaties {
    /// The number of instruments that is waited for.
    pub instruments: u16,
    /// The fewest and the most instruments that they had at this age.
    pub deposits: (usize, usize),
    /// The fewest and the most States that had signed, or deposited without signing.
    pub signatures: (usize, usize),
    /// How many treaties of equal weight would say as much as all that were waiting.
    pub effective: f64,
    /// What is told by some days: the last that does for the target and a year later, or one and two years
    /// from the as-of day.
    pub by: Vec<LikeByDay>,
    /// The day by which the weighted chance is one half; none where it is not reached.
    pub median: Option<Day>,
    /// The nearest first.
    pub treaties: Vec<LikeTreatyRow>,
    /// Their instruments by month of age, treaty after treaty.
    pub counts: Vec<LikeCountRow>,
}

/// How many of the like treaties had their number by a day, and what all say together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LikeByDay {
    /// The day, at this treaty's age.
    pub day: Day,
    /// How many had it, of those whose record tells.
    pub reached: Proportion,
    /// The chance that all earlier treaties give it, each weighted by its likeness, 0 to 1.
    pub weighted: f64,
}

/// A row of `like_treaties.csv`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LikeTreatyRow {
    pub(crate) treaty: String,
    pub(crate) name: String,
    opened: Day,
    deposits: usize,
    signatures: usize,
    /// 1 for a treaty exactly alike.
    weight: Decimal,
    /// Months of age at which it had the number waited for; empty where it had not.
    pub(crate) reached_months: Option<Decimal>,
    /// Months of age up to which its record goes.
    known_months: Decimal,
}

/// A row of `like_counts.csv`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LikeCountRow {
    pub(crate) treaty: String,
    pub(crate) age_months: u32,
    pub(crate) deposits: usize,
}

/// What `summary.json` says of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct LikeTreatiesFile {
    instruments: u16,
    treaties: usize,
    deposits_from: usize,
    deposits_to: usize,
    signatures_from: usize,
    signatures_to: usize,
    effective_treaties: f64,
    by: Vec<LikeByDayFile>,
    median_met: Option<Day>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct LikeByDayFile {
    day: Day,
    reached: u64,
    of: u64,
    share: ChanceFile,
    weighted_chance: f64,
}

/// Months of age that are told of, at most: nine years.
const MONTHS: u32 = 108;

impl LikeTreaties {
    /// From the class found for a model.
    pub fn new(class: &ReferenceClass, model: &Model) -> LikeTreaties {
        let age = |day: Day| (day - model.opened).0.max(0).unsigned_abs();
        let at = |day: Day| LikeByDay {
            day,
            reached: class.reached_by(age(day)),
            weighted: class.weighted.chance_by(age(day)),
        };
        let last = model.target.and_then(|target| model.rule.last_day_to_meet(target));
        let days = match last.filter(|last| *last > model.as_of) {
            Some(last) => [last, last + Days(365)],
            None => [model.as_of + Days(365), model.as_of + Days(730)],
        };
        let day_of = |age: u32| i32::try_from(age).ok().map(|age| model.opened + Days(age));
        let [deposits, signatures] = class.ranges();
        LikeTreaties {
            instruments: class.instruments,
            deposits,
            signatures,
            effective: class.effective,
            by: days.map(at).to_vec(),
            median: class
                .weighted
                .quantile(0.5)
                .filter(|age| *age <= Predictive::LAST)
                .and_then(day_of),
            treaties: class.members.iter().map(LikeTreatyRow::from).collect(),
            counts: class.members.iter().flat_map(counts).collect(),
        }
    }

    pub(super) fn file(&self) -> LikeTreatiesFile {
        LikeTreatiesFile {
            instruments: self.instruments,
            treaties: self.treaties.len(),
            deposits_from: self.deposits.0,
            deposits_to: self.deposits.1,
            signatures_from: self.signatures.0,
            signatures_to: self.signatures.1,
            effective_treaties: self.effective,
            by: self.by.iter().map(LikeByDayFile::from).collect(),
            median_met: self.median,
        }
    }

    pub(super) fn read(
        file: LikeTreatiesFile,
        treaties: Vec<LikeTreatyRow>,
        counts: Vec<LikeCountRow>,
    ) -> LikeTreaties {
        let by = file.by.into_iter().map(|one| LikeByDay {
            day: one.day,
            reached: Proportion { count: one.reached, runs: one.of },
            weighted: one.weighted_chance,
        });
        LikeTreaties {
            instruments: file.instruments,
            deposits: (file.deposits_from, file.deposits_to),
            signatures: (file.signatures_from, file.signatures_to),
            effective: file.effective_treaties,
            by: by.collect(),
            median: file.median_met,
            treaties,
            counts,
        }
    }
}

impl From<&LikeByDay> for LikeByDayFile {
    fn from(one: &LikeByDay) -> LikeByDayFile {
        LikeByDayFile {
            day: one.day,
            reached: one.reached.count,
            of: one.reached.runs,
            share: one.reached.into(),
            weighted_chance: one.weighted,
        }
    }
}

impl From<&LikeTreaty> for LikeTreatyRow {
    fn from(one: &LikeTreaty) -> LikeTreatyRow {
        let months = |age: u32| Decimal::new(f64::from(age) / MONTH_DAYS);
        LikeTreatyRow {
            treaty: one.id.clone(),
            name: one.name.clone(),
            opened: one.opened,
            deposits: one.deposits,
            signatures: one.signatories,
            weight: Decimal::new(one.weight),
            reached_months: one.reached.map(months),
            known_months: months(one.known_to),
        }
    }
}

/// Its instruments at the start of each month of age that its record reaches.
fn counts(one: &LikeTreaty) -> impl Iterator<Item = LikeCountRow> {
    let start = |month: u32| (f64::from(month) * MONTH_DAYS).floor() as u32;
    let months = (0..=MONTHS).take_while(move |month| start(*month) <= one.known_to);
    months.map(move |age_months| LikeCountRow {
        treaty: one.id.clone(),
        age_months,
        deposits: one.deposits_by(start(age_months)),
    })
}
