//! The finished numbers of a run: made once from what was counted, written to its files, read back
//! from them for reports. Charts and screens say nothing that is not among them.

use super::{
    cell::{from_csv, to_csv},
    rows::{DistributionRow, PaceRow, ParticipantRow, QuarterRow, TrajectoryRow, summary_rows},
    summary::Summary,
    summary_file::SummaryFile,
    watched::{Watched, watched_rows},
};
use crate::{
    engine::{PaceMonth, Runs},
    quantity::{Day, Days, Proportion},
    tally::{Dates, Event, PartiesMonth, Tally},
    treaty::Model,
};

/// The finished numbers of a run, exactly as its files hold them.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// The answer, in `summary.json`, `summary.csv` and `participants.csv`.
    pub summary: Summary,
    /// The spread of both days, in `distribution.csv`.
    pub distribution: Distribution,
    /// Entry into force quarter by quarter, in `quarters.csv`.
    pub quarters: Vec<Quarter>,
    /// Parties month by month, in `trajectory.csv`.
    pub months: Vec<PartiesMonth>,
    /// The pace month by month, in `pace.csv`; empty where none is shared.
    pub pace: Vec<PaceMonth>,
    /// What is told of participants that are asked for, in `for.csv`; not read back.
    pub watched: Vec<Watched>,
}

/// Why numbers cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumbersError {
    /// A file of the result is not there.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A file of the result holds something else than it should.
    #[error("{file}: {what}")]
    Unreadable {
        /// Which file.
        file: &'static str,
        /// What is wrong with it, and where.
        what: String,
    },
}

impl Numbers {
    /// The numbers of these runs; the distribution has rows of this grain, and nobody is watched.
    pub fn new(runs: &Runs<'_>, tally: &Tally, grain: Grain) -> Numbers {
        let model = runs.model;
        let mut summary = Summary::new(runs, tally);
        // What a deposit on record would do is no question, and is not in the files.
        let pairs = model.participants.iter().zip(&mut summary.roles);
        for (_, role) in pairs.filter(|(one, _)| one.status.deposited.is_some()) {
            (role.target_if_now, role.target_if_never) = (None, None);
        }
        // As the files hold them, to the last digit.
        let months =
            tally.parties.months().into_iter().map(|month| TrajectoryRow::from(month).into());
        let pace = runs.pace().into_iter().map(|month| PaceRow::from(month).into());
        Numbers {
            summary,
            distribution: Distribution::new(model, &tally.dates, grain),
            quarters: Quarter::all(model, &tally.dates),
            months: months.collect(),
            pace: pace.collect(),
            watched: Vec::new(),
        }
    }

    /// The answer for programs, as `summary.json` has it.
    pub fn json(&self, model: &Model) -> String {
        let file = SummaryFile::new(model, &self.summary, &self.watched);
        serde_json::to_string_pretty(&file).expect("plain structs, written to memory")
    }

    /// Names and texts of the files that hold the numbers.
    pub fn files(&self, model: &Model) -> Vec<(&'static str, String)> {
        let quarters = self.quarters.iter().map(|one| QuarterRow::from(*one));
        let months = self.months.iter().map(|month| TrajectoryRow::from(month.clone()));
        let pace = self.pace.iter().map(|month| PaceRow::from(*month));
        let mut files = vec![
            ("summary.json", self.json(model) + "\n"),
            ("summary.csv", to_csv(summary_rows(model, &self.summary))),
            ("distribution.csv", to_csv(self.distribution.to_rows())),
            ("quarters.csv", to_csv(quarters)),
            ("trajectory.csv", to_csv(months)),
            ("participants.csv", participants_csv(model, &self.summary)),
        ];
        if !self.pace.is_empty() {
            files.push(("pace.csv", to_csv(pace)));
        }
        if !self.watched.is_empty() {
            files.push(("for.csv", to_csv(watched_rows(&self.watched))));
        }
        files
    }

    /// Reads the files of a result of this model; `file` gives the text of the file of a name.
    ///
    /// # Errors
    ///
    /// Where a file is missing or is not as a run of this version writes it.
    pub fn read(
        model: &Model,
        file: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Numbers, NumbersError> {
        let text = |name| file(name).ok_or(NumbersError::Missing(name));
        let json: SummaryFile = serde_json::from_str(&text("summary.json")?).map_err(|error| {
            NumbersError::Unreadable { file: "summary.json", what: error.to_string() }
        })?;
        let rows: Vec<ParticipantRow> = from_csv("participants.csv", &text("participants.csv")?)?;
        if !rows.iter().map(|row| &row.iso3).eq(model.participants.iter().map(|one| &one.code)) {
            return Err(NumbersError::Unreadable {
                file: "participants.csv",
                what: "its participants are not those of manifest.toml".to_owned(),
            });
        }
        let runs = json.runs.get();
        let roles = rows.iter().map(|row| row.role(runs)).collect();
        let quarters: Vec<QuarterRow> = from_csv("quarters.csv", &text("quarters.csv")?)?;
        let months: Vec<TrajectoryRow> = from_csv("trajectory.csv", &text("trajectory.csv")?)?;
        let pace: Vec<PaceRow> = match file("pace.csv") {
            Some(text) => from_csv("pace.csv", &text)?,
            None => Vec::new(),
        };
        let distribution = from_csv("distribution.csv", &text("distribution.csv")?)?;
        Ok(Numbers {
            summary: json.summary(model, roles),
            distribution: Distribution::from_rows(&distribution, runs),
            quarters: quarters.iter().map(|row| row.quarter(runs)).collect(),
            months: months.into_iter().map(PartiesMonth::from).collect(),
            pace: pace.into_iter().map(PaceMonth::from).collect(),
            watched: Vec::new(),
        })
    }
}

/// `participants.csv`: what came of each participant.
pub fn participants_csv(model: &Model, summary: &Summary) -> String {
    let pairs = model.participants.iter().zip(&summary.roles);
    to_csv(pairs.map(|(one, role)| ParticipantRow::new(one, role)))
}

/// How fine the distribution is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grain {
    /// A row for each day.
    Day,
    /// A row for each calendar month.
    Month,
}

/// How the days on which the rule is met and the treaty in force are spread.
#[derive(Clone, PartialEq, Debug)]
pub struct Distribution {
    /// Row after row, each beginning the day after the one before it ends.
    pub rows: Vec<Spell>,
    runs: u64,
    met_before: u64,
    in_force_before: u64,
}

/// One row of the distribution: a day, or some days together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spell {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The chance that the rule is met by the end of it.
    pub met_by: Proportion,
    /// The chance that the treaty is in force by the end of it.
    pub in_force_by: Proportion,
}

impl Distribution {
    /// From the day after the as-of day to the last that a deposit up to the horizon can bring about.
    fn new(model: &Model, dates: &Dates, grain: Grain) -> Distribution {
        let last = model.rule.in_force(model.horizon).max(model.horizon);
        let before = |event| dates.chance_by(event, model.as_of).count;
        let mut from = model.first_future_day();
        let mut rows = Vec::new();
        while from <= last {
            let to = match grain {
                Grain::Day => from,
                Grain::Month => (from.first_of_next_month() - Days(1)).min(last),
            };
            let [met_by, in_force_by] =
                [Event::Met, Event::InForce].map(|event| dates.chance_by(event, to));
            rows.push(Spell { from, to, met_by, in_force_by });
            from = to + Days(1);
        }
        Distribution {
            rows,
            runs: dates.runs(),
            met_before: before(Event::Met),
            in_force_before: before(Event::InForce),
        }
    }

    /// The chance that it has come about by the end of the last row that ends on this day or
    /// before; that is by this day itself where rows are days.
    pub fn by(&self, event: Event, day: Day) -> Proportion {
        match self.rows.partition_point(|row| row.to <= day) {
            0 => self.before(event),
            past => self.rows[past - 1].by(event),
        }
    }

    /// The chance that it had come about before the first row.
    pub fn before(&self, event: Event) -> Proportion {
        let count = match event {
            Event::Met => self.met_before,
            Event::InForce => self.in_force_before,
        };
        Proportion { count, runs: self.runs }
    }

    fn to_rows(&self) -> Vec<DistributionRow> {
        let (mut met, mut in_force) = (self.met_before, self.in_force_before);
        let row = |one: &Spell| {
            let row = DistributionRow::new(one, [met, in_force]);
            (met, in_force) = (one.met_by.count, one.in_force_by.count);
            row
        };
        self.rows.iter().map(row).collect()
    }

    /// Counts are exact where chances are rounded to six decimals.
    fn from_rows(rows: &[DistributionRow], runs: u64) -> Distribution {
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
}

impl Spell {
    fn by(&self, event: Event) -> Proportion {
        match event {
            Event::Met => self.met_by,
            Event::InForce => self.in_force_by,
        }
    }
}

/// The chance that the treaty enters into force in one quarter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Quarter {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The chance.
    pub chance: Proportion,
}

impl Quarter {
    /// All quarters from the one after the as-of day to the last that a deposit up to the
    /// horizon can bring about.
    fn all(model: &Model, dates: &Dates) -> Vec<Quarter> {
        let last = model.rule.in_force(model.horizon).max(model.horizon);
        let day = model.first_future_day();
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
            let chance = Proportion { count: by.count - before, ..by };
            quarters.push(Quarter { from, to, chance });
            before = by.count;
            from = to + Days(1);
        }
        quarters
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{Plan, simulate},
        quantity::RunCount,
        scenario::Scenario,
    };

    /// Charts and screens are made from the numbers in memory, reports from the files: both must be
    /// the same, to the last digit.
    #[test]
    fn the_files_hold_exactly_the_numbers_that_charts_show() {
        for (layers, sets, grain) in [
            (&["hanoi"][..], &[][..], Grain::Day),
            (&["hanoi", "hanoi/reports-half"], &["forecast.by=[2029-06-30]"], Grain::Month),
            (&["uncac"], &["rule.instruments=60"], Grain::Day),
        ] {
            let [layers, sets] = [layers, sets]
                .map(|list| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
            let scenario = Scenario::load(&layers, &sets).unwrap();
            let model = &scenario.model;
            let plan = Plan { runs: RunCount::new(3_000).unwrap(), seed: scenario.seed };
            let runs = simulate(model, plan);
            let numbers = Numbers::new(&runs, &Tally::of(&runs), grain);
            let files = numbers.files(model);
            let file = |name: &str| {
                let found = files.iter().find(|(file, _)| *file == name);
                found.map(|(_, text)| text.clone())
            };
            let read = Numbers::read(model, &file).unwrap();
            assert_eq!(read.summary.roles, numbers.summary.roles, "{layers:?}");
            assert_eq!(read.distribution, numbers.distribution, "{layers:?}");
            assert_eq!(read.quarters, numbers.quarters, "{layers:?}");
            assert_eq!(format!("{read:?}"), format!("{numbers:?}"), "{layers:?}");
        }
    }
}
