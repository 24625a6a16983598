//! The rows of a run's CSV files: a struct for each file, its fields the columns, written and read by
//! serde. `out/README.md` describes each column.

use serde::{Deserialize, Serialize};

use super::{
    cell::{ChanceCell, Decimal},
    distribution::{Distribution, QuarterChance, Spell},
    summary::{DayReason, Summary},
};
use crate::{
    engine::PaceMonth,
    quantity::{Day, Proportion, Quantile, When},
    tally::{PartiesMonth, Role},
    treaty::{Kind, Model, Participant, Prospect},
};

/// Of `summary.csv`: one number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct SummaryRow {
    measure: String,
    event: String,
    share: Option<Decimal>,
    day: Option<Day>,
    day_early: Option<Day>,
    day_late: Option<Day>,
    chance: Option<Decimal>,
    standard_error: Option<Decimal>,
    at_least: Option<bool>,
}

/// Chances by day, quantiles, what lies beyond the horizon: one row for each number.
pub(crate) fn summary_rows(model: &Model, summary: &Summary) -> Vec<SummaryRow> {
    let row = |measure: &str, event: &str| SummaryRow {
        measure: measure.to_owned(),
        event: event.to_owned(),
        ..SummaryRow::default()
    };
    let chance = |measure, event, day, chance: Proportion| SummaryRow {
        day: Some(day),
        chance: Some(chance.value().into()),
        standard_error: Some(chance.standard_error().into()),
        at_least: (event == "in_force" && day > model.settled_until()).then_some(true),
        ..row(measure, event)
    };
    let mut rows = Vec::new();
    if let Some((target, by_target, _)) = summary.target {
        rows.push(chance("chance_by_target", "in_force", target, by_target));
    }
    rows.extend(summary.by.iter().map(|one| {
        let measure = match one.why {
            DayReason::Asked => "chance_by_day",
            DayReason::YearEnd => "chance_by_year_end",
        };
        chance(measure, "in_force", one.day, one.chance)
    }));
    rows.push(chance("chance_beyond_horizon", "met", model.horizon, summary.beyond));
    let quantile = |event, share: f64, at: Quantile| SummaryRow {
        share: Some(share.into()),
        day: at.day.day(),
        day_early: at.early.day(),
        day_late: at.late.day(),
        ..row("quantile", event)
    };
    rows.extend(summary.quantiles.iter().flat_map(|one| {
        [quantile("met", one.share, one.met), quantile("in_force", one.share, one.in_force)]
    }));
    if let Some(beliefs) = summary.beliefs {
        let target = summary.target.map(|(target, ..)| target);
        let ends = [(0.1, beliefs.low), (0.9, beliefs.high)];
        rows.extend(ends.into_iter().filter(|_| target.is_some()).map(|(share, chance)| {
            SummaryRow {
                share: Some(Decimal::new(share)),
                day: target,
                chance: Some(chance.into()),
                ..row("belief", "in_force")
            }
        }));
        let share = Some(beliefs.share_of_spread.into());
        rows.push(SummaryRow { share, ..row("belief_share_of_spread", "met") });
    }
    if let Some((_, _, Some(last))) = summary.target {
        rows.push(SummaryRow { day: Some(last), ..row("last_day_to_meet_target", "met") });
    }
    rows
}

/// Of `distribution.csv`: a day, or some days together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DistributionRow {
    from: Day,
    to: Day,
    met_runs: u64,
    met_chance: Decimal,
    met_by_chance: ChanceCell,
    met_by_error: Decimal,
    in_force_runs: u64,
    in_force_chance: Decimal,
    in_force_by_chance: ChanceCell,
    in_force_by_error: Decimal,
}

impl DistributionRow {
    /// The row of some days; `before` are the runs met and in force before them.
    fn new(spell: &Spell, before: [u64; 2]) -> DistributionRow {
        let (met, in_force) = (spell.met_by, spell.in_force_by);
        let within = |by: Proportion, before: u64| Proportion { count: by.count - before, ..by };
        let [met_new, in_force_new] = [within(met, before[0]), within(in_force, before[1])];
        DistributionRow {
            from: spell.from,
            to: spell.to,
            met_runs: met_new.count,
            met_chance: met_new.value().into(),
            met_by_chance: met.into(),
            met_by_error: met.standard_error().into(),
            in_force_runs: in_force_new.count,
            in_force_chance: in_force_new.value().into(),
            in_force_by_chance: in_force.into(),
            in_force_by_error: in_force.standard_error().into(),
        }
    }

    /// The runs met and in force before the row.
    fn before(&self, runs: u64) -> [u64; 2] {
        [(self.met_by_chance, self.met_runs), (self.in_force_by_chance, self.in_force_runs)]
            .map(|(by, within)| by.of(runs).count.saturating_sub(within))
    }
}

/// A row for each of the distribution's.
pub(crate) fn distribution_rows(distribution: &Distribution) -> Vec<DistributionRow> {
    let (mut met, mut in_force) = (distribution.met_before, distribution.in_force_before);
    let row = |one: &Spell| {
        let row = DistributionRow::new(one, [met, in_force]);
        (met, in_force) = (one.met_by.count, one.in_force_by.count);
        row
    };
    distribution.rows.iter().map(row).collect()
}

/// The distribution of so many runs; counts are exact where chances are rounded to six decimals.
pub(crate) fn read_distribution(rows: &[DistributionRow], runs: u64) -> Distribution {
    let before = rows.first().map_or([0, 0], |first| first.before(runs));
    let [mut met, mut in_force] = before;
    let spell = |row: &DistributionRow| {
        met = (met + row.met_runs).min(runs);
        in_force = (in_force + row.in_force_runs).min(runs);
        let by = |count| Proportion { count, runs };
        Spell { from: row.from, to: row.to, met_by: by(met), in_force_by: by(in_force) }
    };
    let rows = rows.iter().map(spell).collect();
    Distribution { rows, runs, met_before: before[0], in_force_before: before[1] }
}

/// Of `quarters.csv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct QuarterRow {
    from: Day,
    to: Day,
    in_force_runs: u64,
    in_force_chance: Decimal,
    in_force_error: Decimal,
}

impl From<QuarterChance> for QuarterRow {
    fn from(one: QuarterChance) -> QuarterRow {
        QuarterRow {
            from: one.from,
            to: one.to,
            in_force_runs: one.chance.count,
            in_force_chance: one.chance.value().into(),
            in_force_error: one.chance.standard_error().into(),
        }
    }
}

impl QuarterRow {
    pub(crate) fn quarter(&self, runs: u64) -> QuarterChance {
        let chance = Proportion { count: self.in_force_runs.min(runs), runs };
        QuarterChance { from: self.from, to: self.to, chance }
    }
}

/// Of `trajectory.csv`: numbers of parties at the end of a month.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TrajectoryRow {
    month_end: Day,
    parties_p5: usize,
    parties_p25: usize,
    parties_p50: usize,
    parties_p75: usize,
    parties_p95: usize,
    smooth_p5: Decimal,
    smooth_p25: Decimal,
    smooth_p50: Decimal,
    smooth_p75: Decimal,
    smooth_p95: Decimal,
    mean: Decimal,
    mean_error: Decimal,
}

impl From<PartiesMonth> for TrajectoryRow {
    fn from(month: PartiesMonth) -> TrajectoryRow {
        let [parties_p5, parties_p25, parties_p50, parties_p75, parties_p95] = month.quantiles;
        let [smooth_p5, smooth_p25, smooth_p50, smooth_p75, smooth_p95] =
            month.smooth.map(Decimal::new);
        TrajectoryRow {
            month_end: month.end,
            parties_p5,
            parties_p25,
            parties_p50,
            parties_p75,
            parties_p95,
            smooth_p5,
            smooth_p25,
            smooth_p50,
            smooth_p75,
            smooth_p95,
            mean: month.mean.into(),
            mean_error: month.mean_error.into(),
        }
    }
}

impl From<TrajectoryRow> for PartiesMonth {
    fn from(row: TrajectoryRow) -> PartiesMonth {
        let smooth =
            [row.smooth_p5, row.smooth_p25, row.smooth_p50, row.smooth_p75, row.smooth_p95];
        PartiesMonth {
            end: row.month_end,
            quantiles: [
                row.parties_p5,
                row.parties_p25,
                row.parties_p50,
                row.parties_p75,
                row.parties_p95,
            ],
            smooth: smooth.map(Decimal::get),
            mean: row.mean.get(),
            mean_error: row.mean_error.get(),
        }
    }
}

/// Of `pace.csv`: the pace in one month of age.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PaceRow {
    month_from: Day,
    age_months: usize,
    recorded: bool,
    deposits_seen: Option<usize>,
    deposits_expected: Option<Decimal>,
    pace_p10: Decimal,
    pace_p50: Decimal,
    pace_p90: Decimal,
}

impl From<PaceMonth> for PaceRow {
    fn from(month: PaceMonth) -> PaceRow {
        PaceRow {
            month_from: month.from,
            age_months: month.age_months,
            recorded: month.recorded,
            deposits_seen: month.deposits,
            deposits_expected: month.expected.map(Decimal::new),
            pace_p10: month.low.into(),
            pace_p50: month.median.into(),
            pace_p90: month.high.into(),
        }
    }
}

impl From<PaceRow> for PaceMonth {
    fn from(row: PaceRow) -> PaceMonth {
        PaceMonth {
            from: row.month_from,
            age_months: row.age_months,
            recorded: row.recorded,
            deposits: row.deposits_seen,
            expected: row.deposits_expected.map(Decimal::get),
            median: row.pace_p50.get(),
            low: row.pace_p10.get(),
            high: row.pace_p90.get(),
        }
    }
}

/// Of `participants.csv`: what came of one participant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ParticipantRow {
    pub(crate) iso3: String,
    name: String,
    kind: String,
    groups: String,
    signed: Option<Day>,
    deposited: Option<Day>,
    deposit_chance: Option<Decimal>,
    factor: Decimal,
    belief: String,
    by_target_chance: Option<ChanceCell>,
    by_target_error: Option<Decimal>,
    by_entry_chance: ChanceCell,
    by_entry_error: Decimal,
    within_a_year_chance: ChanceCell,
    within_a_year_error: Decimal,
    by_horizon_chance: ChanceCell,
    by_horizon_error: Decimal,
    decisive_chance: ChanceCell,
    decisive_error: Decimal,
    median_day: Option<Day>,
    target_chance_if_deposits_now: Option<ChanceCell>,
    target_chance_if_never: Option<ChanceCell>,
    influence: Option<Decimal>,
}

impl ParticipantRow {
    pub(crate) fn new(one: &Participant, role: &Role) -> ParticipantRow {
        let deposited = one.status.deposited;
        let influence =
            role.target_if_now.zip(role.target_if_never).filter(|_| deposited.is_none());
        let belief = if one.status.signed.is_some() { &one.ratification } else { &one.accession };
        ParticipantRow {
            iso3: one.code.clone(),
            name: one.name.clone(),
            kind: kind_word(one.kind).to_owned(),
            groups: one.groups.join(";"),
            signed: one.status.signed,
            deposited: deposited.map(|report| report.on),
            deposit_chance: deposited.map(|report| report.chance.get().into()),
            factor: one.factor.mean.into(),
            belief: prospect_words(belief),
            by_target_chance: role.by_target.map(ChanceCell::from),
            by_target_error: role.by_target.map(|by| by.standard_error().into()),
            by_entry_chance: role.by_entry.into(),
            by_entry_error: role.by_entry.standard_error().into(),
            within_a_year_chance: role.within_a_year.into(),
            within_a_year_error: role.within_a_year.standard_error().into(),
            by_horizon_chance: role.by_horizon.into(),
            by_horizon_error: role.by_horizon.standard_error().into(),
            decisive_chance: role.decisive.into(),
            decisive_error: role.decisive.standard_error().into(),
            median_day: role.median.day(),
            target_chance_if_deposits_now: influence.map(|(now, _)| now.into()),
            target_chance_if_never: influence.map(|(_, never)| never.into()),
            influence: influence.map(|(now, never)| (now.value() - never.value()).into()),
        }
    }

    /// What came of it, counted from so many runs.
    pub(crate) fn role(&self, runs: u64) -> Role {
        let chance = |chance: ChanceCell| chance.of(runs);
        Role {
            by_target: self.by_target_chance.map(chance),
            by_entry: chance(self.by_entry_chance),
            within_a_year: chance(self.within_a_year_chance),
            by_horizon: chance(self.by_horizon_chance),
            decisive: chance(self.decisive_chance),
            median: When::from(self.median_day),
            target_if_now: self.target_chance_if_deposits_now.map(chance),
            target_if_never: self.target_chance_if_never.map(chance),
        }
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::UnMember => "un-member",
        Kind::NonMemberState => "non-member-state",
        Kind::Organisation => "reio",
    }
}

fn prospect_words(prospect: &Prospect) -> String {
    match prospect {
        Prospect::Calibrated => "calibrated".to_owned(),
        Prospect::Stated(stated) => stated.delay.to_string(),
        Prospect::Never => "never".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result::{
        cell::{from_csv, to_csv},
        watched::WatchedRow,
    };

    /// The other tables of a run are read back where reports are made.
    #[test]
    fn rows_of_the_summary_come_back() {
        let summary = "measure,event,share,day,day_early,day_late,chance,standard_error,at_least\n\
                       chance_by_target,in_force,,2027-12-31,,,0.10143,0.000955,\n\
                       chance_by_day,in_force,,2037-12-31,,,0.99,0.0003,true\n\
                       quantile,met,0.5,2028-11-05,2028-11-01,,,,\n";
        let rows: Vec<SummaryRow> = from_csv("summary.csv", summary).unwrap();
        assert_eq!(to_csv(rows), summary);
        let watched = "iso3,measure,share,day,day_early,day_late,chance,standard_error\n\
                       FRA,bound_by_target,,2027-12-31,,,0.05,0.0007\n\
                       FRA,bound,0.95,,,,,\n";
        let rows: Vec<WatchedRow> = from_csv("for.csv", watched).unwrap();
        assert_eq!(to_csv(rows), watched);
    }
}
