//! The rows of a backtest's tables.

use serde::{Deserialize, Serialize};

use super::result::{Backtested, nth_id, since, skill, why_left, word};
use crate::{
    backtest::{
        Forecast, Mean, Outcome, PastMonth, ReferenceMethod, ScoreRow, ScoredTask, SeenAndExpected,
        SimilarForecasts, SkippedTask,
    },
    quantity::{Day, Days},
    result::cell::{Decimal, to_csv},
};

/// Of `forecasts.csv`: one forecast.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct ForecastRow {
    treaty: String,
    name: String,
    model: String,
    age_months: u16,
    as_of: Day,
    n: String,
    instruments: u16,
    deposits: usize,
    signatories: usize,
    p2_5: Option<Day>,
    p5: Option<Day>,
    p10: Option<Day>,
    p25: Option<Day>,
    p50: Option<Day>,
    p75: Option<Day>,
    p90: Option<Day>,
    p95: Option<Day>,
    p97_5: Option<Day>,
    within_24_chance: Decimal,
    within_36_chance: Decimal,
    beyond_chance: Decimal,
    outcome: Option<Day>,
    known_to: Day,
    crps_days: Decimal,
    crps_log: Decimal,
    pit: Decimal,
    pit_low: Decimal,
    pit_high: Decimal,
}

impl ForecastRow {
    fn new(name: &str, scored: &ScoredTask, forecast: &Forecast) -> ForecastRow {
        let (case, score) = (&scored.case, &forecast.score);
        let day = |age: u32| case.opened + Days(age.try_into().unwrap_or(i32::MAX));
        let [p2_5, p5, p10, p25, p50, p75, p90, p95, p97_5] =
            forecast.quantiles.map(|age| age.map(day));
        let [within_24_chance, within_36_chance] = forecast.within.map(Decimal::new);
        ForecastRow {
            treaty: case.treaty.clone(),
            name: name.to_owned(),
            model: word(forecast.by).to_owned(),
            age_months: case.age_months,
            as_of: case.as_of,
            n: nth_id(case.nth),
            instruments: case.instruments,
            deposits: case.deposits,
            signatories: case.signatories,
            p2_5,
            p5,
            p10,
            p25,
            p50,
            p75,
            p90,
            p95,
            p97_5,
            within_24_chance,
            within_36_chance,
            beyond_chance: forecast.beyond.into(),
            outcome: match case.outcome {
                Outcome::On(age) => Some(day(age)),
                Outcome::NotBy(_) => None,
            },
            known_to: day(case.seen_to),
            crps_days: score.crps_days.into(),
            crps_log: score.crps_log.into(),
            pit: score.pit.middle().into(),
            pit_low: score.pit.low.into(),
            pit_high: score.pit.high.into(),
        }
    }
}

/// Of `scores.csv`: how good the forecasts of one forecaster were for one n at one age.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct ScoresRow {
    model: String,
    n: String,
    age_months: u16,
    treaties: usize,
    crps_days: Decimal,
    crps_days_error: Decimal,
    crps_log: Decimal,
    crps_log_error: Decimal,
    cover_50: Decimal,
    cover_50_error: Decimal,
    cover_80: Decimal,
    cover_80_error: Decimal,
    cover_95: Decimal,
    cover_95_error: Decimal,
    brier_24: Option<Decimal>,
    brier_24_error: Option<Decimal>,
    brier_24_treaties: Option<usize>,
    brier_36: Option<Decimal>,
    brier_36_error: Option<Decimal>,
    brier_36_treaties: Option<usize>,
    pit_mean: Decimal,
    pit_mean_error: Decimal,
    beyond_chance: Decimal,
    beyond_seen: Decimal,
    skill_constant_rate: Option<Decimal>,
    skill_constant_rate_error: Option<Decimal>,
    skill_climatology: Option<Decimal>,
    skill_climatology_error: Option<Decimal>,
    skill_nearest: Option<Decimal>,
    skill_nearest_error: Option<Decimal>,
    skill_nearest_signed: Option<Decimal>,
    skill_nearest_signed_error: Option<Decimal>,
    skill_independent: Option<Decimal>,
    skill_independent_error: Option<Decimal>,
}

impl From<&ScoreRow> for ScoresRow {
    fn from(line: &ScoreRow) -> ScoresRow {
        let [cover_50, cover_80, cover_95] = line.coverage;
        let [brier_24, brier_36] = line.brier;
        let value = |mean: Option<Mean>| mean.map(|mean| Decimal::new(mean.value));
        let error = |mean: Option<Mean>| mean.map(|mean| Decimal::new(mean.error));
        let count = |mean: Option<Mean>| mean.map(|mean| mean.count);
        let [constant, climatology, nearest, signed, independent] =
            ReferenceMethod::ALL.map(|baseline| skill(line, baseline));
        ScoresRow {
            model: word(line.by).to_owned(),
            n: nth_id(line.nth),
            age_months: line.age_months,
            treaties: line.crps_days.count,
            crps_days: line.crps_days.value.into(),
            crps_days_error: line.crps_days.error.into(),
            crps_log: line.crps_log.value.into(),
            crps_log_error: line.crps_log.error.into(),
            cover_50: cover_50.value.into(),
            cover_50_error: cover_50.error.into(),
            cover_80: cover_80.value.into(),
            cover_80_error: cover_80.error.into(),
            cover_95: cover_95.value.into(),
            cover_95_error: cover_95.error.into(),
            brier_24: value(brier_24),
            brier_24_error: error(brier_24),
            brier_24_treaties: count(brier_24),
            brier_36: value(brier_36),
            brier_36_error: error(brier_36),
            brier_36_treaties: count(brier_36),
            pit_mean: line.pit.value.into(),
            pit_mean_error: line.pit.error.into(),
            beyond_chance: line.beyond.into(),
            beyond_seen: line.beyond_seen.into(),
            skill_constant_rate: value(constant),
            skill_constant_rate_error: error(constant),
            skill_climatology: value(climatology),
            skill_climatology_error: error(climatology),
            skill_nearest: value(nearest),
            skill_nearest_error: error(nearest),
            skill_nearest_signed: value(signed),
            skill_nearest_signed_error: error(signed),
            skill_independent: value(independent),
            skill_independent_error: error(independent),
        }
    }
}

/// Of `hanoi-like.csv`: treaties that stood where the one stands whose forecast is wanted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct AlikeRow {
    model: String,
    age_months: u16,
    within_months: u32,
    treaties: usize,
    chance: Decimal,
    chance_error: Decimal,
    seen: Decimal,
    cover_80: Decimal,
}

impl From<&SimilarForecasts> for AlikeRow {
    fn from(one: &SimilarForecasts) -> AlikeRow {
        AlikeRow {
            model: word(one.by).to_owned(),
            age_months: one.age_months,
            within_months: one.within_months,
            treaties: one.chance.count,
            chance: one.chance.value.into(),
            chance_error: one.chance.error.into(),
            seen: one.seen.into(),
            cover_80: one.covered_80.into(),
        }
    }
}

/// Of `one-month-ahead.csv`: deposits of months beside what was expected of them from the months
/// before, by the share of the treaty's number that was in; all months where no share is given.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct MonthAheadRow {
    share_from: Option<Decimal>,
    share_to: Option<Decimal>,
    treaties: usize,
    months: usize,
    seen: usize,
    expected: Decimal,
    ratio: Decimal,
    ratio_error: Decimal,
    beyond_one_in_1000: usize,
    beyond_one_in_100000: usize,
}

impl MonthAheadRow {
    fn new(band: Option<(f64, f64)>, one: &SeenAndExpected) -> MonthAheadRow {
        MonthAheadRow {
            share_from: band.map(|(from, _)| from.into()),
            share_to: band.map(|(_, to)| to.into()),
            treaties: one.treaties,
            months: one.months,
            seen: one.seen,
            expected: one.expected.into(),
            ratio: one.ratio().into(),
            ratio_error: one.error.into(),
            beyond_one_in_1000: one.beyond_one_in_1_000,
            beyond_one_in_100000: one.beyond_one_in_100_000,
        }
    }
}

/// Of `months.csv`: one month of one treaty.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct PastMonthRow {
    treaty: String,
    from: Day,
    age_months: usize,
    share_in: Option<Decimal>,
    seen: usize,
    expected: Decimal,
    chance_so_many: Decimal,
}

impl From<&PastMonth> for PastMonthRow {
    fn from(one: &PastMonth) -> PastMonthRow {
        PastMonthRow {
            treaty: one.treaty.clone(),
            from: one.month.from,
            age_months: one.month.age_months,
            share_in: one.share_in.map(Decimal::new),
            seen: one.month.seen,
            expected: one.month.expected.into(),
            chance_so_many: one.month.chance_so_many.into(),
        }
    }
}

/// Of `left-out.csv`: what was not forecast, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct LeftOutRow {
    treaty: String,
    name: String,
    age_months: u16,
    n: String,
    why: String,
    since: Option<Day>,
}

impl LeftOutRow {
    fn new(name: &str, left: &SkippedTask) -> LeftOutRow {
        LeftOutRow {
            treaty: left.treaty.clone(),
            name: name.to_owned(),
            age_months: left.age_months,
            n: nth_id(left.nth),
            why: why_left(left).to_owned(),
            since: since(left),
        }
    }
}

impl Backtested<'_> {
    /// The CSV files: name and text.
    pub(super) fn tables(&self) -> Vec<(String, String)> {
        let name = |id: &str| self.history.treaty(id).map_or("", |treaty| treaty.name());
        let forecasts = self.tried.scored.iter().flat_map(|scored| {
            let name = name(&scored.case.treaty);
            scored.forecasts.iter().map(move |one| ForecastRow::new(name, scored, one))
        });
        let ahead = self.ahead().into_iter().map(|(band, one)| MonthAheadRow::new(band, &one));
        let left = self.tried.left.iter().map(|left| LeftOutRow::new(name(&left.treaty), left));
        let tables = [
            ("forecasts.csv", to_csv(forecasts)),
            ("scores.csv", to_csv(self.board.iter().map(ScoresRow::from))),
            ("hanoi-like.csv", to_csv(self.alike.iter().map(AlikeRow::from))),
            ("one-month-ahead.csv", to_csv(ahead)),
            ("months.csv", to_csv(self.tried.months.iter().map(PastMonthRow::from))),
            ("left-out.csv", to_csv(left)),
        ];
        tables.map(|(name, text)| (name.to_owned(), text)).into()
    }
}
