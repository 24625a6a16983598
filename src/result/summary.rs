//! The answer in finished numbers: what the terminal, the JSON and the charts' titles say.

use crate::wording::share;
use crate::{
    calibrate::history::SimilarTreaties,
    engine::{Plan, Runs, Surprise},
    quantity::{Day, LEVELS, Proportion, Quantile, When},
    tally::{ByParameterDraw, Milestone, Role, Tally},
    treaty::{Kind, Model, rule::Progress},
};

/// The answer to a scenario's question.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many runs, by which seed.
    pub plan: Plan,
    /// What is needed and what there is by the as-of day, as the rule is written.
    pub progress: Vec<Progress>,
    /// States that have signed by the as-of day, organisations left out.
    pub signatories: usize,
    /// Deposits on record, those that count.
    pub instruments: usize,
    /// Deposits on record that may not have been made.
    pub uncertain: usize,
    /// How the record compares with what the model expected.
    pub surprise: Option<Surprise>,
    /// What earlier treaties with as many signatures had at the same age; where it was counted.
    pub earlier: Option<SimilarTreaties>,
    /// The day the rule had already been met by the record, if it had.
    pub met_by_record: Option<Day>,
    /// The target, the chance of being in force by then, and the last day on which the rule can
    /// be met for it.
    pub target: Option<(Day, Proportion, Option<Day>)>,
    /// The chance of being in force by other days: those asked for, then year ends.
    pub by: Vec<ByDay>,
    /// Days by share of the runs: the day met and the day in force.
    pub quantiles: Vec<QuantileDays>,
    /// What comes of the target where the learned figures have other values that their record
    /// leaves possible; none where the calibration does not say how sure it is.
    pub beliefs: Option<ParameterUncertainty>,
    /// The chance that the rule is not met by the horizon.
    pub beyond: Proportion,
    /// What came of each participant, in the model's order.
    pub roles: Vec<Role>,
    /// Those that have not deposited, likeliest within a year first: index into the model.
    pub next: Vec<usize>,
}

/// How far the answer depends on figures learned from earlier treaties.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ParameterUncertainty {
    /// How many sets of figures the futures are drawn by.
    pub sets: usize,
    /// The chance by the target that a tenth of the sets does not reach.
    pub low: f64,
    /// The chance that a tenth of them exceeds.
    pub high: f64,
    /// The share of the variance of the log of the wait that is between sets.
    pub share_of_spread: f64,
}

impl ParameterUncertainty {
    /// From what came of each set of figures; nothing where there is none, or too few runs of each
    /// to tell.
    pub fn from_draws(by_parameter_draw: &ByParameterDraw) -> Option<ParameterUncertainty> {
        let chances = by_parameter_draw.chances();
        if chances.iter().any(|one| one.runs < FEWEST_OF_A_BELIEF) {
            return None;
        }
        let share_of_spread = by_parameter_draw.share_of_spread()?;
        let sets = chances.len();
        let mut values: Vec<f64> = chances.iter().map(|one| one.value()).collect();
        // What the runs of each scatter by chance is no difference between the sets.
        let mean = values.iter().sum::<f64>() / sets as f64;
        let square = |value: f64| -> f64 { value * value };
        let all: f64 = values.iter().map(|value| square(value - mean)).sum();
        let all = all / (sets - 1) as f64;
        let noise: f64 = chances.iter().map(|one| square(one.standard_error())).sum();
        let kept = libm::sqrt((1.0 - noise / sets as f64 / all).max(0.0));
        let kept = if kept.is_finite() { kept } else { 0.0 };
        values.iter_mut().for_each(|value| *value = mean + kept * (*value - mean));
        values.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * (sets - 1) as f64;
            let (below, part) = (place as usize, place.fract());
            values[below] + part * (values[(below + 1).min(sets - 1)] - values[below])
        };
        Some(ParameterUncertainty { sets, low: at(0.1), high: at(0.9), share_of_spread })
    }

    /// Both ends in words: never `0%` or `100%`, since no number of runs makes a set so sure.
    pub fn range(&self) -> [String; 2] {
        [self.low, self.high].map(|chance| share(chance, true, true))
    }
}

/// Runs that each set of figures must have for their differences to be told.
pub(crate) const FEWEST_OF_A_BELIEF: u64 = 500;

/// The chance of being in force by a day.
#[derive(Clone, Copy, Debug)]
pub struct ByDay {
    /// The day.
    pub day: Day,
    /// Why it is given.
    pub why: DayReason,
    /// The chance of being in force by the end of it.
    pub chance: Proportion,
}

/// Why a chance is given for a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayReason {
    /// The user asked for it.
    Asked,
    /// It is the last of a year.
    YearEnd,
}

/// The days by which a share of the runs has met the rule and is in force.
#[derive(Clone, Copy, Debug)]
pub struct QuantileDays {
    /// 0 to 1.
    pub share: f64,
    /// The day the rule is met.
    pub met: Quantile,
    /// The day in force.
    pub in_force: Quantile,
}

impl Summary {
    /// Puts together what the runs say.
    pub fn new(runs: &Runs<'_>, tally: &Tally) -> Summary {
        let model = runs.model;
        let dates = &tally.dates;
        let record = record(model);
        let roles = tally.roles.each();
        let chance = |day| dates.chance_by(Milestone::InForce, day);
        let target = model.target.map(|day| (day, chance(day), model.rule.last_day_to_meet(day)));
        let asked = model.by.iter().map(|day| (*day, DayReason::Asked));
        let ends = year_ends(model).into_iter().map(|day| (day, DayReason::YearEnd));
        Summary {
            plan: runs.plan,
            progress: progress(model),
            signatories: model
                .participants
                .iter()
                .filter(|one| one.kind != Kind::Organisation && one.status.signed.is_some())
                .count(),
            instruments: (0..record.len())
                .filter(|index| record[*index] != When::NEVER && model.rule.counts(*index))
                .count(),
            uncertain: model
                .participants
                .iter()
                .filter_map(|one| one.status.deposited)
                .filter(|report| report.chance.get() < 1.0)
                .count(),
            surprise: runs.surprise(),
            earlier: None,
            met_by_record: dates.met_by_record(),
            target,
            by: asked
                .chain(ends)
                .map(|(day, why)| ByDay { day, why, chance: chance(day) })
                .collect(),
            quantiles: LEVELS
                .into_iter()
                .map(|share| QuantileDays {
                    share,
                    met: dates.quantile(Milestone::Met, share),
                    in_force: dates.quantile(Milestone::InForce, share),
                })
                .collect(),
            beliefs: ParameterUncertainty::from_draws(&tally.by_parameter_draw),
            beyond: dates.beyond(),
            next: likeliest_next(model, &roles),
            roles,
        }
    }

    /// The days at this share, which must be one of [`LEVELS`].
    pub fn at(&self, share: f64) -> Option<QuantileDays> {
        self.quantiles.iter().copied().find(|one| (one.share - share).abs() < 1e-9)
    }
}

/// What the rule needs and what is on record by the as-of day.
pub(crate) fn progress(model: &Model) -> Vec<Progress> {
    model.rule.standing(&record(model), model.as_of).progress()
}

fn record(model: &Model) -> Vec<When> {
    let deposited = model.participants.iter().map(|one| one.status.deposited);
    deposited.map(|report| When::from(report.map(|report| report.on))).collect()
}

fn year_ends(model: &Model) -> Vec<Day> {
    let mut ends = Vec::new();
    let mut end = model.as_of.last_of_year();
    while end <= model.horizon {
        ends.push(end);
        end = (end + crate::quantity::Days(1)).last_of_year();
    }
    ends
}

/// Those whose deposit would count and has not been made, likeliest first; ties by code.
pub(crate) fn likeliest_next(model: &Model, roles: &[Role]) -> Vec<usize> {
    let mut next: Vec<usize> = (0..roles.len())
        .filter(|index| model.participants[*index].status.deposited.is_none())
        .filter(|index| model.rule.counts(*index) && roles[*index].within_a_year.count > 0)
        .collect();
    next.sort_by_key(|index| std::cmp::Reverse(roles[*index].within_a_year.count));
    next
}
