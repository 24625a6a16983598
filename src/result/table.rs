//! The CSV files of a run: rows in, text out. `out/README.md` describes each column.

use csv::Writer;

use super::summary::{Summary, Why};
use crate::{
    engine::{PaceMonth, Run},
    quantity::{Day, Days, When},
    tally::{Dates, Estimate, Event, PartiesMonth, Quantile},
    treaty::{Kind, Model, Prospect},
};

/// Chances by day, quantiles, what lies beyond the horizon: one row for each number.
pub fn summary(model: &Model, summary: &Summary) -> String {
    let mut table = Rows::new(&[
        "measure",
        "event",
        "share",
        "day",
        "day_early",
        "day_late",
        "chance",
        "standard_error",
        "at_least",
    ]);
    let mut chance = |measure: &str, event: &str, day: Day, chance: Estimate| {
        let [value, error] = estimate(chance);
        let bound = if event == "in_force" && day > model.told_until() { "true" } else { "" };
        table.add([measure, event, "", &day.to_string(), "", "", &value, &error, bound]);
    };
    if let Some((target, by_target, _)) = summary.target {
        chance("chance_by_target", "in_force", target, by_target);
    }
    for one in &summary.by {
        let measure = match one.why {
            Why::Asked => "chance_by_day",
            Why::YearEnd => "chance_by_year_end",
        };
        chance(measure, "in_force", one.day, one.chance);
    }
    chance("chance_beyond_horizon", "met", model.horizon, summary.beyond);
    for one in &summary.quantiles {
        let mut quantile = |event: &str, at: Quantile| {
            let [day, early, late] = [at.day, at.early, at.late].map(day);
            table.add(["quantile", event, &one.share.to_string(), &day, &early, &late, "", "", ""]);
        };
        quantile("met", one.met);
        quantile("in_force", one.in_force);
    }
    if let Some(beliefs) = summary.beliefs {
        if let Some((target, ..)) = summary.target {
            let target = target.to_string();
            for (share, value) in [("0.1", beliefs.low), ("0.9", beliefs.high)] {
                table.add(["belief", "in_force", share, &target, "", "", &number(value), "", ""]);
            }
        }
        let share = number(beliefs.share_of_spread);
        table.add(["belief_share_of_spread", "met", &share, "", "", "", "", "", ""]);
    }
    if let Some((_, _, Some(last))) = summary.target {
        table.add(["last_day_to_meet_target", "met", "", &last.to_string(), "", "", "", "", ""]);
    }
    table.text()
}

/// How the days of entry into force are spread: one row for each day, or for each month.
pub fn distribution(model: &Model, dates: &Dates, grain: Grain) -> String {
    let mut table = Rows::new(&[
        "from",
        "to",
        "met_runs",
        "met_chance",
        "met_by_chance",
        "met_by_error",
        "in_force_runs",
        "in_force_chance",
        "in_force_by_chance",
        "in_force_by_error",
    ]);
    let last = model.rule.in_force(model.horizon).max(model.horizon);
    let mut from = model.as_of + Days(1);
    let before = |event| dates.chance_by(event, model.as_of).count;
    let (mut met_before, mut in_force_before) = (before(Event::Met), before(Event::InForce));
    while from <= last {
        let to = match grain {
            Grain::Day => from,
            Grain::Month => (from.first_of_next_month() - Days(1)).min(last),
        };
        let (met, in_force) =
            (dates.chance_by(Event::Met, to), dates.chance_by(Event::InForce, to));
        let new = |by: Estimate, before: u64| Estimate { count: by.count - before, ..by };
        let (met_new, in_force_new) = (new(met, met_before), new(in_force, in_force_before));
        let ([met_by, met_error], [force_by, force_error]) = (estimate(met), estimate(in_force));
        table.add([
            from.to_string().as_str(),
            &to.to_string(),
            &met_new.count.to_string(),
            &number(met_new.value()),
            &met_by,
            &met_error,
            &in_force_new.count.to_string(),
            &number(in_force_new.value()),
            &force_by,
            &force_error,
        ]);
        (met_before, in_force_before) = (met.count, in_force.count);
        from = to + Days(1);
    }
    table.text()
}

/// How fine the distribution is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grain {
    /// A row for each day.
    Day,
    /// A row for each calendar month.
    Month,
}

/// The treaty's entry into force by quarter, as the chart shows it.
pub fn quarters(quarters: &[Quarter]) -> String {
    let mut table =
        Rows::new(&["from", "to", "in_force_runs", "in_force_chance", "in_force_error"]);
    for one in quarters {
        let [chance, error] = estimate(one.chance);
        table.add([
            one.from.to_string().as_str(),
            &one.to.to_string(),
            &one.chance.count.to_string(),
            &chance,
            &error,
        ]);
    }
    table.text()
}

/// The chance that the treaty enters into force in one quarter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Quarter {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The chance.
    pub chance: Estimate,
}

impl Quarter {
    /// All quarters from the one after the as-of day to the last that a deposit up to the
    /// horizon can bring about.
    pub fn all(model: &Model, dates: &Dates) -> Vec<Quarter> {
        let last = model.rule.in_force(model.horizon).max(model.horizon);
        let day = model.as_of + Days(1);
        let into = (day.month() - 1) % 3;
        let mut from = day.first_of_month();
        for _ in 0..into {
            from = (from - Days(1)).first_of_month();
        }
        let mut before = dates.chance_by(Event::InForce, model.as_of).count;
        let mut quarters = Vec::new();
        while from <= last {
            let to = from.plus_months(3) - Days(1);
            let by = dates.chance_by(Event::InForce, to);
            let chance = Estimate { count: by.count - before, ..by };
            quarters.push(Quarter { from, to, chance });
            before = by.count;
            from = to + Days(1);
        }
        quarters
    }
}

/// Numbers of parties month by month.
pub fn trajectory(months: &[PartiesMonth]) -> String {
    let mut table = Rows::new(&[
        "month_end",
        "parties_p5",
        "parties_p25",
        "parties_p50",
        "parties_p75",
        "parties_p95",
        "smooth_p5",
        "smooth_p25",
        "smooth_p50",
        "smooth_p75",
        "smooth_p95",
        "mean",
        "mean_error",
    ]);
    for month in months {
        let whole = month.quantiles.map(|parties| parties.to_string());
        let smooth = month.smooth.map(number);
        let cells = std::iter::once(month.end.to_string())
            .chain(whole)
            .chain(smooth)
            .chain([number(month.mean), number(month.mean_error)]);
        table.add(cells);
    }
    table.text()
}

/// What came of each participant.
pub fn participants(model: &Model, summary: &Summary) -> String {
    let mut table = Rows::new(&[
        "iso3",
        "name",
        "kind",
        "groups",
        "signed",
        "deposited",
        "deposit_chance",
        "factor",
        "belief",
        "by_target_chance",
        "by_target_error",
        "by_entry_chance",
        "by_entry_error",
        "within_a_year_chance",
        "within_a_year_error",
        "by_horizon_chance",
        "by_horizon_error",
        "decisive_chance",
        "decisive_error",
        "median_day",
        "target_chance_if_deposits_now",
        "target_chance_if_never",
        "influence",
    ]);
    for (one, role) in model.participants.iter().zip(&summary.roles) {
        let deposited = one.status.deposited;
        let blank = || [String::new(), String::new()];
        let influence =
            role.target_if_now.zip(role.target_if_never).filter(|_| deposited.is_none());
        let mut cells = vec![
            one.code.clone(),
            one.name.clone(),
            kind(one.kind).to_owned(),
            one.groups.join(";"),
            one.status.signed.map_or_else(String::new, |day| day.to_string()),
            deposited.map_or_else(String::new, |report| report.on.to_string()),
            deposited.map_or_else(String::new, |report| number(report.chance.get())),
            number(one.factor.mean),
            belief(if one.status.signed.is_some() { &one.ratification } else { &one.accession }),
        ];
        cells.extend(role.by_target.map_or_else(blank, estimate));
        cells.extend(estimate(role.by_entry));
        cells.extend(estimate(role.within_a_year));
        cells.extend(estimate(role.by_horizon));
        cells.extend(estimate(role.decisive));
        cells.push(day(role.median));
        let chance =
            |one: Option<Estimate>| one.map_or_else(String::new, |one| number(one.value()));
        cells.push(chance(influence.map(|(now, _)| now)));
        cells.push(chance(influence.map(|(_, never)| never)));
        cells.push(
            influence.map_or_else(String::new, |(now, never)| number(now.value() - never.value())),
        );
        table.add(cells);
    }
    table.text()
}

/// The pace month by month.
pub fn pace(months: &[PaceMonth]) -> String {
    let mut table = Rows::new(&[
        "month_from",
        "age_months",
        "recorded",
        "deposits_seen",
        "deposits_expected",
        "pace_p10",
        "pace_p50",
        "pace_p90",
    ]);
    for month in months {
        table.add([
            month.from.to_string(),
            month.age_months.to_string(),
            month.recorded.to_string(),
            month.deposits.map_or_else(String::new, |deposits| deposits.to_string()),
            month.expected.map_or_else(String::new, number),
            number(month.low),
            number(month.median),
            number(month.high),
        ]);
    }
    table.text()
}

/// The runs themselves, one row each, written as they are drawn.
pub struct Draws<W: std::io::Write> {
    writer: Writer<W>,
}

impl<W: std::io::Write> std::fmt::Debug for Draws<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draws").finish_non_exhaustive()
    }
}

impl<W: std::io::Write> Draws<W> {
    /// Writes the heading: the run, its two days, then a column for each participant.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn new(model: &Model, file: W) -> csv::Result<Draws<W>> {
        let mut writer = Writer::from_writer(file);
        let heading = ["run", "met", "in_force"].into_iter();
        writer
            .write_record(heading.chain(model.participants.iter().map(|one| one.code.as_str())))?;
        Ok(Draws { writer })
    }

    /// Writes one run.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn write(&mut self, model: &Model, run: &Run<'_>) -> csv::Result<()> {
        let in_force = run.met.day().map(|met| model.rule.in_force(met));
        self.writer.write_field(run.index.to_string())?;
        self.writer.write_field(day(run.met))?;
        self.writer.write_field(day(When::from(in_force)))?;
        for when in run.deposits {
            self.writer.write_field(day(*when))?;
        }
        self.writer.write_record(None::<&[u8]>)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.writer.flush()
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::UnMember => "un-member",
        Kind::NonMemberState => "non-member-state",
        Kind::Organisation => "reio",
    }
}

fn belief(prospect: &Prospect) -> String {
    match prospect {
        Prospect::Calibrated => "calibrated".to_owned(),
        Prospect::Stated(stated) => stated.delay.to_string(),
        Prospect::Never => "never".to_owned(),
    }
}

/// A day, or nothing where it lies beyond the horizon.
pub(crate) fn day(when: When) -> String {
    when.day().map_or_else(String::new, |day| day.to_string())
}

/// Chance and standard error.
pub(crate) fn estimate(estimate: Estimate) -> [String; 2] {
    [number(estimate.value()), number(estimate.standard_error())]
}

/// To six decimals, without trailing noughts: runs are counted, so more would be noise.
pub fn number(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A CSV file in the making.
pub(crate) struct Rows(Writer<Vec<u8>>);

impl Rows {
    pub(crate) fn new(heading: &[&str]) -> Rows {
        let mut rows = Rows(Writer::from_writer(Vec::new()));
        rows.add(heading);
        rows
    }

    pub(crate) fn add<T: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.0.write_record(cells).expect("rows of one table have as many cells");
    }

    pub(crate) fn text(self) -> String {
        let bytes = self.0.into_inner().expect("memory can be written to");
        String::from_utf8(bytes).expect("cells are text")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_short() {
        assert_eq!(number(0.059_53), "0.05953");
        assert_eq!(number(1.0), "1");
        assert_eq!(number(-1e-9), "0");
        assert_eq!(number(100.0), "100");
    }
}
