//! `summary.json`: the answer for programs, a struct that serde writes and reads.

use serde::{Deserialize, Serialize};

use super::{
    like_treaties::{LikeTreaties, LikeTreatiesFile},
    summary::{
        ByDay, DayReason, ParameterUncertainty, QuantileDays, Summary, likeliest_next, progress,
    },
    watched::{Watched, WatchedFile},
    with_error::ChanceFile,
};
use crate::{
    calibrate::history::SimilarTreaties,
    engine::{Plan, Surprise},
    quantity::{Day, Quantile, RunCount, Seed, When},
    tally::Role,
    treaty::Model,
    wording::assumed::assumed,
};

/// The file. Days are `2027-12-31`; a day beyond the horizon is null.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SummaryFile {
    scenario: String,
    departs_from_baseline: Vec<String>,
    treaty: String,
    version: String,
    pub(crate) runs: RunCount,
    seed: u64,
    as_of: Day,
    horizon: Day,
    instruments: usize,
    instruments_uncertain: usize,
    signatories: usize,
    met_by_record: Option<Day>,
    expected_by_now: Option<Expected>,
    earlier_treaties: Option<Earlier>,
    /// Left out where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) like_treaties: Option<LikeTreatiesFile>,
    target: Option<Target>,
    by: Vec<ByDayChance>,
    quantiles: Vec<DaysAtShare>,
    beliefs: Option<Range>,
    beyond_horizon: ChanceFile,
    next: Vec<NextState>,
    /// Those that are asked for; left out where nobody is.
    #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
    watched: Vec<WatchedFile>,
}

/// A day with its error: one standard error of the share earlier and later.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct DayFile {
    day: Option<Day>,
    early: Option<Day>,
    late: Option<Day>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Expected {
    seen: usize,
    median: usize,
    low_10: usize,
    high_90: usize,
    chance_so_few: f64,
    chance_so_few_error: f64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Earlier {
    signatures_from: usize,
    signatures_to: usize,
    treaties: usize,
    lowest: usize,
    median: f64,
    highest: usize,
    counted: Vec<EarlierTreaty>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct EarlierTreaty {
    treaty: String,
    instruments: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Target {
    day: Day,
    /// Whether the chance is a lower bound, since deposits past the horizon may count.
    at_least: bool,
    chance_in_force: ChanceFile,
    last_day_to_meet: Option<Day>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ByDayChance {
    day: Day,
    at_least: bool,
    chance_in_force: ChanceFile,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct DaysAtShare {
    share: f64,
    met: DayFile,
    in_force: DayFile,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Range {
    sets: usize,
    chance_low_10: f64,
    chance_high_90: f64,
    share_of_spread: f64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct NextState {
    iso3: String,
    name: String,
    chance_within_a_year: ChanceFile,
}

/// States named in `next` at most.
const MOST_NEXT: usize = 20;

impl SummaryFile {
    pub(crate) fn new(
        model: &Model,
        summary: &Summary,
        like: Option<&LikeTreaties>,
        watched: &[Watched],
    ) -> SummaryFile {
        let at_least = |day: Day| day > model.settled_until();
        SummaryFile {
            scenario: model.name.clone(),
            departs_from_baseline: assumed(model),
            treaty: model.title.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            runs: summary.plan.runs,
            seed: summary.plan.seed.0,
            as_of: model.as_of,
            horizon: model.horizon,
            instruments: summary.instruments,
            instruments_uncertain: summary.uncertain,
            signatories: summary.signatories,
            met_by_record: summary.met_by_record,
            expected_by_now: summary.surprise.map(Expected::from),
            earlier_treaties: summary.earlier.as_ref().map(Earlier::from),
            like_treaties: like.map(LikeTreaties::file),
            target: summary.target.map(|(day, chance, last_day_to_meet)| Target {
                day,
                at_least: at_least(day),
                chance_in_force: chance.into(),
                last_day_to_meet,
            }),
            by: summary
                .by
                .iter()
                .map(|one| ByDayChance {
                    day: one.day,
                    at_least: at_least(one.day),
                    chance_in_force: one.chance.into(),
                })
                .collect(),
            quantiles: summary
                .quantiles
                .iter()
                .map(|one| DaysAtShare {
                    share: one.share,
                    met: one.met.into(),
                    in_force: one.in_force.into(),
                })
                .collect(),
            beliefs: summary.beliefs.map(|one| Range {
                sets: one.sets,
                chance_low_10: one.low,
                chance_high_90: one.high,
                share_of_spread: one.share_of_spread,
            }),
            beyond_horizon: summary.beyond.into(),
            next: summary
                .next
                .iter()
                .take(MOST_NEXT)
                .map(|index| NextState {
                    iso3: model.participants[*index].code.clone(),
                    name: model.participants[*index].name.clone(),
                    chance_within_a_year: summary.roles[*index].within_a_year.into(),
                })
                .collect(),
            watched: watched.iter().map(WatchedFile::new).collect(),
        }
    }

    /// The answer for this model, with what came of each participant. Days asked for come first, as
    /// many as the model has; the rest are year ends.
    pub(crate) fn summary(self, model: &Model, roles: Vec<Role>) -> Summary {
        let runs = self.runs.get();
        let by = self.by.iter().enumerate().map(|(place, one)| ByDay {
            day: one.day,
            why: if place < model.by.len() { DayReason::Asked } else { DayReason::YearEnd },
            chance: one.chance_in_force.count_of(runs),
        });
        let quantiles = self.quantiles.iter().map(|one| QuantileDays {
            share: one.share,
            met: one.met.into(),
            in_force: one.in_force.into(),
        });
        Summary {
            plan: Plan { runs: self.runs, seed: Seed(self.seed) },
            progress: progress(model),
            signatories: self.signatories,
            instruments: self.instruments,
            uncertain: self.instruments_uncertain,
            surprise: self.expected_by_now.map(Surprise::from),
            earlier: self.earlier_treaties.map(SimilarTreaties::from),
            met_by_record: self.met_by_record,
            target: self
                .target
                .map(|one| (one.day, one.chance_in_force.count_of(runs), one.last_day_to_meet)),
            by: by.collect(),
            quantiles: quantiles.collect(),
            beliefs: self.beliefs.map(|one| ParameterUncertainty {
                sets: one.sets,
                low: one.chance_low_10,
                high: one.chance_high_90,
                share_of_spread: one.share_of_spread,
            }),
            beyond: self.beyond_horizon.count_of(runs),
            next: likeliest_next(model, &roles),
            roles,
        }
    }
}

impl From<Quantile> for DayFile {
    fn from(one: Quantile) -> DayFile {
        DayFile { day: one.day.day(), early: one.early.day(), late: one.late.day() }
    }
}

impl From<DayFile> for Quantile {
    fn from(one: DayFile) -> Quantile {
        let [day, early, late] = [one.day, one.early, one.late].map(When::from);
        Quantile { day, early, late }
    }
}

impl From<Surprise> for Expected {
    fn from(one: Surprise) -> Expected {
        Expected {
            seen: one.seen,
            median: one.expected_median,
            low_10: one.expected_low,
            high_90: one.expected_high,
            chance_so_few: one.chance_so_few,
            chance_so_few_error: one.chance_so_few_error,
        }
    }
}

impl From<Expected> for Surprise {
    fn from(one: Expected) -> Surprise {
        Surprise {
            seen: one.seen,
            expected_median: one.median,
            expected_low: one.low_10,
            expected_high: one.high_90,
            chance_so_few: one.chance_so_few,
            chance_so_few_error: one.chance_so_few_error,
        }
    }
}

impl From<&SimilarTreaties> for Earlier {
    fn from(one: &SimilarTreaties) -> Earlier {
        let counted = one.treaties.iter().map(|(treaty, instruments)| EarlierTreaty {
            treaty: treaty.clone(),
            instruments: *instruments,
        });
        Earlier {
            signatures_from: one.signatures.0,
            signatures_to: one.signatures.1,
            treaties: one.treaties.len(),
            lowest: one.range().0,
            median: one.median(),
            highest: one.range().1,
            counted: counted.collect(),
        }
    }
}

impl From<Earlier> for SimilarTreaties {
    fn from(one: Earlier) -> SimilarTreaties {
        let treaties = one.counted.into_iter().map(|one| (one.treaty, one.instruments));
        SimilarTreaties {
            signatures: (one.signatures_from, one.signatures_to),
            treaties: treaties.collect(),
        }
    }
}
