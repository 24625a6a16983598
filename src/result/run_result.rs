//! The finished numbers of a run: made once from what was counted, written to its files, read back
//! from them for reports. Charts and screens say nothing that is not among them.

use super::{
    cell::{from_csv, to_csv},
    distribution::{Distribution, Grain, QuarterChance},
    error::RunResultError,
    like_treaties::LikeTreaties,
    rows::{
        PaceRow, ParticipantRow, QuarterRow, TrajectoryRow, distribution_rows, read_distribution,
        summary_rows,
    },
    summary::Summary,
    summary_file::SummaryFile,
    watched::{Watched, watched_rows},
};
use crate::{
    engine::{PaceMonth, Runs},
    tally::{PartiesMonth, Tally},
    treaty::Model,
};

/// The finished numbers of a run, exactly as its files hold them.
#[derive(Clone, Debug)]
pub struct RunResult {
    /// The answer, in `summary.json`, `summary.csv` and `participants.csv`.
    pub summary: Summary,
    /// The spread of both days, in `distribution.csv`.
    pub distribution: Distribution,
    /// Entry into force quarter by quarter, in `quarters.csv`.
    pub quarters: Vec<QuarterChance>,
    /// Parties month by month, in `trajectory.csv`.
    pub months: Vec<PartiesMonth>,
    /// The pace month by month, in `pace.csv`; empty where none is shared.
    pub pace: Vec<PaceMonth>,
    /// What became of like treaties, in `summary.json`, `like_treaties.csv` and `like_counts.csv`; none where
    /// nothing is calibrated or no number of instruments is waited for.
    pub like: Option<LikeTreaties>,
    /// What is told of participants that are asked for, in `for.csv`; not read back.
    pub watched: Vec<Watched>,
}

impl RunResult {
    /// The numbers of these runs; the distribution has rows of this grain, and nobody is watched.
    pub fn new(runs: &Runs<'_>, tally: &Tally, grain: Grain) -> RunResult {
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
        RunResult {
            summary,
            distribution: Distribution::new(model, &tally.dates, grain),
            quarters: QuarterChance::all(model, &tally.dates),
            months: months.collect(),
            pace: pace.collect(),
            like: None,
            watched: Vec::new(),
        }
    }

    /// The answer for programs, as `summary.json` has it.
    pub fn json(&self, model: &Model) -> String {
        let file = SummaryFile::new(model, &self.summary, self.like.as_ref(), &self.watched);
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
            ("distribution.csv", to_csv(distribution_rows(&self.distribution))),
            ("quarters.csv", to_csv(quarters)),
            ("trajectory.csv", to_csv(months)),
            ("participants.csv", participants_csv(model, &self.summary)),
        ];
        if !self.pace.is_empty() {
            files.push(("pace.csv", to_csv(pace)));
        }
        if let Some(like) = &self.like {
            files.push(("like_treaties.csv", to_csv(like.treaties.iter().cloned())));
            files.push(("like_counts.csv", to_csv(like.counts.iter().cloned())));
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
    ) -> Result<RunResult, RunResultError> {
        let text = |name| file(name).ok_or(RunResultError::Missing(name));
        let json: SummaryFile = serde_json::from_str(&text("summary.json")?).map_err(|error| {
            RunResultError::Unreadable { file: "summary.json", what: error.to_string() }
        })?;
        let rows: Vec<ParticipantRow> = from_csv("participants.csv", &text("participants.csv")?)?;
        if !rows.iter().map(|row| &row.iso3).eq(model.participants.iter().map(|one| &one.code)) {
            return Err(RunResultError::Unreadable {
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
        let like = match &json.like_treaties {
            None => None,
            Some(like) => Some(LikeTreaties::read(
                like.clone(),
                from_csv("like_treaties.csv", &text("like_treaties.csv")?)?,
                from_csv("like_counts.csv", &text("like_counts.csv")?)?,
            )),
        };
        Ok(RunResult {
            summary: json.summary(model, roles),
            distribution: read_distribution(&distribution, runs),
            quarters: quarters.iter().map(|row| row.quarter(runs)).collect(),
            months: months.into_iter().map(PartiesMonth::from).collect(),
            pace: pace.into_iter().map(PaceMonth::from).collect(),
            like,
            watched: Vec::new(),
        })
    }
}

/// `participants.csv`: what came of each participant.
pub fn participants_csv(model: &Model, summary: &Summary) -> String {
    let pairs = model.participants.iter().zip(&summary.roles);
    to_csv(pairs.map(|(one, role)| ParticipantRow::new(one, role)))
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
            let numbers = RunResult::new(&runs, &Tally::from_runs(&runs), grain);
            let files = numbers.files(model);
            let file = |name: &str| {
                let found = files.iter().find(|(file, _)| *file == name);
                found.map(|(_, text)| text.clone())
            };
            let read = RunResult::read(model, &file).unwrap();
            assert_eq!(read.summary.roles, numbers.summary.roles, "{layers:?}");
            assert_eq!(read.distribution, numbers.distribution, "{layers:?}");
            assert_eq!(read.quarters, numbers.quarters, "{layers:?}");
            assert_eq!(format!("{read:?}"), format!("{numbers:?}"), "{layers:?}");
        }
    }
}
