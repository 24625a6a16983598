//! The tables of a backtest.

use serde_json::{Value, json};

use super::result::{Backtested, id, nth_id, since, why_left};
use crate::{
    backtest::{Baseline, Line, Mean, Outcome, PastMonth, WITHIN_MONTHS},
    quantity::{Day, Days},
    result::{number, table::Rows},
};

impl Backtested<'_> {
    /// The tables, each with its name.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let files = [
            ("forecasts.csv", self.forecasts()),
            ("scores.csv", self.scores()),
            ("hanoi-like.csv", self.hanoi_like()),
            ("one-month-ahead.csv", self.one_month_ahead()),
            ("months.csv", self.months()),
            ("left-out.csv", self.left_out()),
        ];
        files.map(|(name, text)| (name.to_owned(), text)).into()
    }

    /// One row for each forecast.
    fn forecasts(&self) -> String {
        let mut rows = Rows::new(&[
            "treaty",
            "name",
            "model",
            "age_months",
            "as_of",
            "n",
            "instruments",
            "deposits",
            "signatories",
            "p2_5",
            "p5",
            "p10",
            "p25",
            "p50",
            "p75",
            "p90",
            "p95",
            "p97_5",
            "within_24_chance",
            "within_36_chance",
            "beyond_chance",
            "outcome",
            "known_to",
            "crps_days",
            "crps_log",
            "pit",
            "pit_low",
            "pit_high",
        ]);
        for one in &self.tried.scored {
            let case = &one.case;
            let day = |age: u32| case.opened + Days(age.try_into().unwrap_or(i32::MAX));
            let name = self.history.treaty(&case.treaty).map_or("", |treaty| treaty.name());
            let outcome = match case.outcome {
                Outcome::On(age) => Some(day(age)),
                Outcome::NotBy(_) => None,
            };
            for forecast in &one.forecasts {
                let score = &forecast.score;
                let mut cells = vec![
                    case.treaty.clone(),
                    name.to_owned(),
                    id(forecast.by).to_owned(),
                    case.age_months.to_string(),
                    case.as_of.to_string(),
                    nth_id(case.nth),
                    case.instruments.to_string(),
                    case.deposits.to_string(),
                    case.signatories.to_string(),
                ];
                cells.extend(forecast.quantiles.map(|age| words(age.map(day))));
                cells.extend(forecast.within.map(number));
                cells.push(number(forecast.beyond));
                cells.push(words(outcome));
                cells.push(day(case.seen_to).to_string());
                cells.extend([score.crps_days, score.crps_log, score.pit.middle()].map(number));
                cells.extend([score.pit.low, score.pit.high].map(number));
                rows.add(cells);
            }
        }
        rows.text()
    }

    /// One row for each forecaster, n and age.
    fn scores(&self) -> String {
        let skills = Baseline::ALL.map(|baseline| {
            let id = id(crate::backtest::Forecaster::Baseline(baseline)).replace('-', "_");
            [format!("skill_{id}"), format!("skill_{id}_error")]
        });
        let mut heading: Vec<String> = [
            "model",
            "n",
            "age_months",
            "treaties",
            "crps_days",
            "crps_days_error",
            "crps_log",
            "crps_log_error",
            "cover_50",
            "cover_50_error",
            "cover_80",
            "cover_80_error",
            "cover_95",
            "cover_95_error",
            "brier_24",
            "brier_24_error",
            "brier_24_treaties",
            "brier_36",
            "brier_36_error",
            "brier_36_treaties",
            "pit_mean",
            "pit_mean_error",
            "beyond_chance",
            "beyond_seen",
        ]
        .map(str::to_owned)
        .into();
        heading.extend(skills.into_iter().flatten());
        let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
        let mut rows = Rows::new(&heading);
        for line in &self.board {
            let mut cells = vec![
                id(line.by).to_owned(),
                nth_id(line.nth),
                line.age_months.to_string(),
                line.crps_days.count.to_string(),
            ];
            let mut means = vec![line.crps_days, line.crps_log];
            means.extend(line.coverage);
            cells.extend(means.into_iter().flat_map(mean));
            for brier in line.brier {
                let count = brier.map_or_else(String::new, |brier| brier.count.to_string());
                cells.extend(brier.map_or_else(Default::default, mean));
                cells.push(count);
            }
            cells.extend(mean(line.pit));
            cells.extend([line.beyond, line.beyond_seen].map(number));
            cells.extend(
                Baseline::ALL
                    .into_iter()
                    .flat_map(|baseline| skill(line, baseline).map_or_else(Default::default, mean)),
            );
            rows.add(cells);
        }
        rows.text()
    }

    /// Treaties that stood where the Hanoi Convention stood.
    fn hanoi_like(&self) -> String {
        let mut rows = Rows::new(&[
            "model",
            "age_months",
            "within_months",
            "treaties",
            "chance",
            "chance_error",
            "seen",
            "cover_80",
        ]);
        for one in &self.alike {
            let mut cells = vec![
                id(one.by).to_owned(),
                one.age_months.to_string(),
                one.within_months.to_string(),
                one.chance.count.to_string(),
            ];
            cells.extend(mean(one.chance));
            cells.extend([one.seen, one.covered_80].map(number));
            rows.add(cells);
        }
        rows.text()
    }

    /// Deposits of a month beside what was expected of it from the months before, by the share of
    /// the treaty's number that was in; then over all months.
    fn one_month_ahead(&self) -> String {
        let mut rows = Rows::new(&[
            "share_from",
            "share_to",
            "treaties",
            "months",
            "seen",
            "expected",
            "ratio",
            "ratio_error",
            "beyond_one_in_1000",
            "beyond_one_in_100000",
        ]);
        for (band, one) in self.ahead() {
            let edges = band.map_or_else(Default::default, |(from, to)| [from, to].map(number));
            let mut cells: Vec<String> = edges.into();
            cells.extend([one.treaties, one.months, one.seen].map(|count| count.to_string()));
            cells.extend([one.expected, one.ratio(), one.error].map(number));
            let beyond = [one.beyond_one_in_1_000, one.beyond_one_in_100_000];
            cells.extend(beyond.map(|count| count.to_string()));
            rows.add(cells);
        }
        rows.text()
    }

    /// One row for each month.
    fn months(&self) -> String {
        let mut rows = Rows::new(&[
            "treaty",
            "from",
            "age_months",
            "share_in",
            "seen",
            "expected",
            "chance_so_many",
        ]);
        for PastMonth { treaty, month, share_in } in &self.tried.months {
            rows.add([
                treaty.clone(),
                month.from.to_string(),
                month.age_months.to_string(),
                share_in.map_or_else(String::new, number),
                month.seen.to_string(),
                number(month.expected),
                number(month.chance_so_many),
            ]);
        }
        rows.text()
    }

    /// What was not forecast and why.
    fn left_out(&self) -> String {
        let mut rows = Rows::new(&["treaty", "name", "age_months", "n", "why", "since"]);
        for left in &self.tried.left {
            let name = self.history.treaty(&left.treaty).map_or("", |treaty| treaty.name());
            rows.add([
                left.treaty.as_str(),
                name,
                &left.age_months.to_string(),
                &nth_id(left.nth),
                why_left(left),
                &since(left),
            ]);
        }
        rows.text()
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let mean = |mean: Mean| json!({ "value": mean.value, "error": mean.error });
        let line = |line: &Line| {
            let brier =
                line.brier.iter().zip(WITHIN_MONTHS).filter_map(|(brier, months)| {
                    Some((format!("brier_{months}"), mean((*brier)?)))
                });
            let skill = line.skill.iter().map(|(baseline, skill)| {
                (id(crate::backtest::Forecaster::Baseline(*baseline)).to_owned(), mean(*skill))
            });
            json!({
                "model": id(line.by),
                "n": nth_id(line.nth),
                "age_months": line.age_months,
                "treaties": line.crps_days.count,
                "crps_days": mean(line.crps_days),
                "crps_log": mean(line.crps_log),
                "cover_50": mean(line.coverage[0]),
                "cover_80": mean(line.coverage[1]),
                "cover_95": mean(line.coverage[2]),
                "brier": brier.collect::<serde_json::Map<_, _>>(),
                "pit_mean": mean(line.pit),
                "beyond": { "chance": line.beyond, "seen": line.beyond_seen },
                "skill": skill.collect::<serde_json::Map<_, _>>(),
            })
        };
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "scheme": super::result::scheme_words(self.scheme),
            "runs": self.plan.runs.get(),
            "seed": self.plan.seed.0,
            "treaties": self.treaties,
            "forecast": self.tried.scored.len(),
            "left_out": self.tried.left.len(),
            "scores": self.board.iter().map(line).collect::<Vec<_>>(),
            "one_month_ahead": self.ahead().into_iter().map(|(band, one)| json!({
                "share_in": band.map(|(from, to)| [from, to]),
                "treaties": one.treaties,
                "months": one.months,
                "seen": one.seen,
                "expected": one.expected,
                "ratio": { "value": one.ratio(), "error": one.error },
                "beyond_one_in_1000": one.beyond_one_in_1_000,
                "beyond_one_in_100000": one.beyond_one_in_100_000,
            })).collect::<Vec<_>>(),
        })
    }
}

/// The skill of a line over a baseline; nothing over itself.
pub(crate) fn skill(line: &Line, baseline: Baseline) -> Option<Mean> {
    line.skill.iter().find(|(other, _)| *other == baseline).map(|(_, skill)| *skill)
}

fn mean(mean: Mean) -> [String; 2] {
    [number(mean.value), number(mean.error)]
}

fn words(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}
