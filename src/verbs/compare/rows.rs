//! What `compare` leaves behind for programs: the rows of its tables, and its JSON.

use serde::{Deserialize, Serialize};

use super::result::Compared;
use crate::{
    quantity::{Day, Proportion, RunCount},
    result::{
        cell::{ChanceCell, Decimal, to_csv},
        with_error::{ChanceFile, DifferenceFile, chance_cells, difference_cells},
    },
    tally::{Attribution, AttributionStep, BAND_LEVELS, Difference, Effect, Milestone, Pair},
};

/// Of `comparison.csv`: one number of one scenario.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::verbs) struct ComparisonRow {
    scenario: String,
    measure: String,
    share: Option<Decimal>,
    day: Option<Day>,
    chance: Option<ChanceCell>,
    standard_error: Option<Decimal>,
}

/// Of `differences.csv`: one number of a scenario beside the first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct DifferenceRow {
    scenario: String,
    against: String,
    measure: String,
    day: Option<Day>,
    value: Option<Decimal>,
    standard_error: Option<Decimal>,
}

/// Of `curves.csv`: the chance of being in force by a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct CurveRow {
    scenario: String,
    day: Day,
    chance: ChanceCell,
    standard_error: Decimal,
}

/// Of `attribution.csv`: what one step does, made in one order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct AttributionRow {
    step: usize,
    keys: String,
    name: String,
    from: String,
    to: String,
    order: String,
    chance_gained: Option<Decimal>,
    chance_error: Option<Decimal>,
    median_days_gained: Option<Decimal>,
    median_days_error: Option<Decimal>,
}

impl Compared<'_> {
    /// The CSV files: name and text.
    pub(super) fn tables(&self) -> Vec<(String, String)> {
        let mut tables = vec![
            ("comparison.csv".to_owned(), to_csv(self.comparison())),
            ("differences.csv".to_owned(), to_csv(self.differences())),
            ("curves.csv".to_owned(), to_csv(self.curves())),
        ];
        if let Some(attribution) = self.attribution {
            tables.push(("attribution.csv".to_owned(), to_csv(steps(attribution))));
        }
        tables
    }

    fn comparison(&self) -> Vec<ComparisonRow> {
        let mut rows = Vec::new();
        for (name, dates) in self.names.iter().zip(&self.side.dates) {
            let row = |measure: &str| ComparisonRow {
                scenario: name.clone(),
                measure: measure.to_owned(),
                ..ComparisonRow::default()
            };
            let chance = |measure, day, one| {
                let (chance, standard_error) = chance_cells(one);
                let (chance, standard_error) = (Some(chance), Some(standard_error));
                ComparisonRow { day, chance, standard_error, ..row(measure) }
            };
            rows.extend(self.days.iter().map(|day| {
                chance("chance_in_force_by", Some(*day), dates.chance_by(Milestone::InForce, *day))
            }));
            rows.extend(BAND_LEVELS.map(|share| ComparisonRow {
                share: Some(share.into()),
                day: dates.quantile(Milestone::InForce, share).day.day(),
                ..row("quantile_in_force")
            }));
            rows.push(chance("chance_beyond_horizon", None, dates.beyond()));
        }
        rows
    }

    fn differences(&self) -> Vec<DifferenceRow> {
        self.side.pairs.iter().flat_map(|pair| self.differences_of(pair)).collect()
    }

    fn differences_of(&self, pair: &Pair) -> Vec<DifferenceRow> {
        let row = |measure: &str, day: Option<Day>, (value, standard_error)| DifferenceRow {
            scenario: self.names[pair.other].clone(),
            against: self.names[pair.one].clone(),
            measure: measure.to_owned(),
            day,
            value,
            standard_error,
        };
        let difference =
            |measure, day, one: Option<Difference>| row(measure, day, difference_cells(one));
        let until = Some(self.side.until());
        let chance = |measure, one: Proportion| {
            let cells = (Some(one.value().into()), Some(one.standard_error().into()));
            row(measure, until, cells)
        };
        let gained =
            self.days.iter().map(|day| ("chance_gained", Some(*day), pair.chance_gained(*day)));
        let gained = gained.map(|(measure, day, one)| difference(measure, day, one));
        gained
            .chain([
                difference("median_days_gained", None, self.side.median_gained(pair)),
                difference("mean_days_gained_capped", until, Some(pair.days_gained())),
                chance("chance_earlier", pair.chance_other_earlier()),
                chance("chance_later", pair.chance_one_earlier()),
                chance("chance_neither", pair.chance_neither()),
            ])
            .collect()
    }

    fn curves(&self) -> Vec<CurveRow> {
        let days = self.drawn_days();
        let named = self.names.iter().zip(&self.side.dates);
        let rows = named.flat_map(|(name, dates)| {
            days.iter().map(move |day| {
                let (chance, standard_error) =
                    chance_cells(dates.chance_by(Milestone::InForce, *day));
                CurveRow { scenario: name.clone(), day: *day, chance, standard_error }
            })
        });
        rows.collect()
    }
}

fn steps(attribution: &Attribution) -> Vec<AttributionRow> {
    let numbered = attribution.steps.iter().zip(1..);
    let rows = numbered.flat_map(|(step, number)| {
        let orders =
            [("forward", step.forward), ("backward", step.backward), ("mean", step.mean())];
        orders.map(|(order, effect)| {
            let (chance_gained, chance_error) = difference_cells(effect.chance);
            let (median_days_gained, median_days_error) = difference_cells(effect.days);
            AttributionRow {
                step: number,
                keys: step.change.keys.join(" "),
                name: step.change.name.clone(),
                from: step.change.from.clone(),
                to: step.change.to.clone(),
                order: order.to_owned(),
                chance_gained,
                chance_error,
                median_days_gained,
                median_days_error,
            }
        })
    });
    rows.collect()
}

/// The result for programs.
#[derive(Serialize)]
pub(super) struct ComparisonFile<'a> {
    version: &'static str,
    runs: RunCount,
    seed: u64,
    target: Option<Day>,
    scenarios: Vec<ComparedFile<'a>>,
    differences: Vec<PairFile<'a>>,
    attribution: Option<Vec<StepFile<'a>>>,
}

#[derive(Serialize)]
struct ComparedFile<'a> {
    scenario: &'a str,
    label: &'a str,
    chance_in_force_by: Vec<ChanceByDay>,
    quantiles_in_force: Vec<DayAtShare>,
    beyond_horizon: ChanceFile,
}

#[derive(Serialize)]
struct ChanceByDay {
    day: Day,
    at_least: bool,
    chance: ChanceFile,
}

#[derive(Serialize)]
struct DayAtShare {
    share: f64,
    day: Option<Day>,
}

#[derive(Serialize)]
struct PairFile<'a> {
    scenario: &'a str,
    against: &'a str,
    chance_gained: Vec<GainByDay>,
    median_days_gained: Option<DifferenceFile>,
    mean_days_gained_capped: DifferenceFile,
    chance_earlier: ChanceFile,
    chance_later: ChanceFile,
    chance_neither: ChanceFile,
    order: String,
}

#[derive(Serialize)]
struct GainByDay {
    day: Day,
    difference: Option<DifferenceFile>,
}

#[derive(Serialize)]
struct StepFile<'a> {
    keys: &'a [String],
    name: &'a str,
    from: &'a str,
    to: &'a str,
    forward: EffectFile,
    backward: EffectFile,
    mean: EffectFile,
}

#[derive(Serialize)]
struct EffectFile {
    chance_gained: Option<DifferenceFile>,
    median_days_gained: Option<DifferenceFile>,
}

impl Compared<'_> {
    /// For programs.
    pub(super) fn json(&self) -> ComparisonFile<'_> {
        ComparisonFile {
            version: env!("CARGO_PKG_VERSION"),
            runs: self.plan.runs,
            seed: self.plan.seed.0,
            target: self.target,
            scenarios: (0..self.names.len()).map(|index| self.scenario_json(index)).collect(),
            differences: self.side.pairs.iter().map(|pair| self.pair_json(pair)).collect(),
            attribution: self.attribution.map(|all| all.steps.iter().map(step_json).collect()),
        }
    }

    fn scenario_json(&self, index: usize) -> ComparedFile<'_> {
        let dates = &self.side.dates[index];
        let by = |day: &Day| ChanceByDay {
            day: *day,
            at_least: !self.bound(*day).is_empty(),
            chance: dates.chance_by(Milestone::InForce, *day).into(),
        };
        let at =
            |share| DayAtShare { share, day: dates.quantile(Milestone::InForce, share).day.day() };
        ComparedFile {
            scenario: &self.names[index],
            label: &self.labels[index],
            chance_in_force_by: self.days.iter().map(by).collect(),
            quantiles_in_force: BAND_LEVELS.map(at).into(),
            beyond_horizon: dates.beyond().into(),
        }
    }

    fn pair_json(&self, pair: &Pair) -> PairFile<'_> {
        let gain = |day: &Day| GainByDay {
            day: *day,
            difference: pair.chance_gained(*day).map(DifferenceFile::from),
        };
        PairFile {
            scenario: &self.names[pair.other],
            against: &self.names[pair.one],
            chance_gained: self.days.iter().map(gain).collect(),
            median_days_gained: self.side.median_gained(pair).map(DifferenceFile::from),
            mean_days_gained_capped: pair.days_gained().into(),
            chance_earlier: pair.chance_other_earlier().into(),
            chance_later: pair.chance_one_earlier().into(),
            chance_neither: pair.chance_neither().into(),
            order: self.order(pair),
        }
    }
}

fn step_json(step: &AttributionStep) -> StepFile<'_> {
    let effect = |effect: Effect| EffectFile {
        chance_gained: effect.chance.map(DifferenceFile::from),
        median_days_gained: effect.days.map(DifferenceFile::from),
    };
    StepFile {
        keys: &step.change.keys,
        name: &step.change.name,
        from: &step.change.from,
        to: &step.change.to,
        forward: effect(step.forward),
        backward: effect(step.backward),
        mean: effect(step.mean()),
    }
}
