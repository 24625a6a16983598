//! A backtest's scores for programs.

use serde::Serialize;

use super::result::{Backtested, nth_id, scheme_words, skill, word};
use crate::{
    backtest::{Mean, ReferenceMethod, ScoreRow, SeenAndExpected},
    quantity::RunCount,
};

/// The result for programs.
#[derive(Serialize)]
pub(super) struct BacktestFile {
    version: &'static str,
    scheme: &'static str,
    runs: RunCount,
    seed: u64,
    treaties: usize,
    forecast: usize,
    left_out: usize,
    scores: Vec<ScoresFile>,
    one_month_ahead: Vec<MonthAheadFile>,
}

/// A mean over treaties with its standard error.
#[derive(Serialize)]
struct MeanFile {
    value: f64,
    error: f64,
}

#[derive(Serialize)]
struct ScoresFile {
    model: &'static str,
    n: String,
    age_months: u16,
    treaties: usize,
    crps_days: MeanFile,
    crps_log: MeanFile,
    cover_50: MeanFile,
    cover_80: MeanFile,
    cover_95: MeanFile,
    brier: BrierFile,
    pit_mean: MeanFile,
    beyond: BeyondFile,
    skill: SkillFile,
}

/// What was never asked is left out.
#[derive(Serialize)]
struct BrierFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    brier_24: Option<MeanFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brier_36: Option<MeanFile>,
}

#[derive(Serialize)]
struct BeyondFile {
    chance: f64,
    seen: f64,
}

/// Over each simpler forecast; the forecast itself is left out.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct SkillFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    constant_rate: Option<MeanFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    climatology: Option<MeanFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<MeanFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest_signed: Option<MeanFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    independent: Option<MeanFile>,
}

#[derive(Serialize)]
struct MonthAheadFile {
    share_in: Option<[f64; 2]>,
    treaties: usize,
    months: usize,
    seen: usize,
    expected: f64,
    ratio: MeanFile,
    beyond_one_in_1000: usize,
    beyond_one_in_100000: usize,
}

impl Backtested<'_> {
    /// For programs.
    pub(super) fn json(&self) -> BacktestFile {
        let ahead = self.ahead().into_iter().map(|(band, one)| MonthAheadFile::new(band, &one));
        BacktestFile {
            version: env!("CARGO_PKG_VERSION"),
            scheme: scheme_words(self.scheme),
            runs: self.plan.runs,
            seed: self.plan.seed.0,
            treaties: self.treaties,
            forecast: self.tried.scored.len(),
            left_out: self.tried.left.len(),
            scores: self.board.iter().map(ScoresFile::from).collect(),
            one_month_ahead: ahead.collect(),
        }
    }
}

impl From<Mean> for MeanFile {
    fn from(mean: Mean) -> MeanFile {
        MeanFile { value: mean.value, error: mean.error }
    }
}

impl From<&ScoreRow> for ScoresFile {
    fn from(line: &ScoreRow) -> ScoresFile {
        let [cover_50, cover_80, cover_95] = line.coverage.map(MeanFile::from);
        let [brier_24, brier_36] = line.brier.map(|brier| brier.map(MeanFile::from));
        let [constant_rate, climatology, nearest, nearest_signed, independent] =
            ReferenceMethod::ALL.map(|baseline| skill(line, baseline).map(MeanFile::from));
        ScoresFile {
            model: word(line.by),
            n: nth_id(line.nth),
            age_months: line.age_months,
            treaties: line.crps_days.count,
            crps_days: line.crps_days.into(),
            crps_log: line.crps_log.into(),
            cover_50,
            cover_80,
            cover_95,
            brier: BrierFile { brier_24, brier_36 },
            pit_mean: line.pit.into(),
            beyond: BeyondFile { chance: line.beyond, seen: line.beyond_seen },
            skill: SkillFile { constant_rate, climatology, nearest, nearest_signed, independent },
        }
    }
}

impl MonthAheadFile {
    fn new(band: Option<(f64, f64)>, one: &SeenAndExpected) -> MonthAheadFile {
        MonthAheadFile {
            share_in: band.map(|(from, to)| [from, to]),
            treaties: one.treaties,
            months: one.months,
            seen: one.seen,
            expected: one.expected,
            ratio: MeanFile { value: one.ratio(), error: one.error },
            beyond_one_in_1000: one.beyond_one_in_1_000,
            beyond_one_in_100000: one.beyond_one_in_100_000,
        }
    }
}
