//! `inforce record score`: forecasts held against what has happened since.

use serde::Serialize;

use super::{
    args::RecordScoreArgs,
    kept::{manifests_beside, newest, read_record},
};
use crate::{
    forecasts::{ForecastScores, Issued, KnownOutcome, Verdict, score as scored},
    quantity::{Day, When},
    terminal::{Screen, pretty, screen_table},
    treaty::Model,
    verbs::{load::Loader, publish::answer, stop::Stop},
    wording::{long_day, short_day},
};

pub(super) fn score(args: &RecordScoreArgs, screen: &Screen) -> Result<(), Stop> {
    let record = read_record(&args.file)?;
    let newest = newest(&record, &args.file)?;
    let kept = manifests_beside(&args.file).join(format!("{}.toml", newest.manifest));
    let scenario = match args.scenario.as_slice() {
        [] => vec![kept.display().to_string()],
        named => named.to_vec(),
    };
    let model = Loader::new(screen).load(&scenario, &args.over, &[])?.model;
    let deposits: Vec<When> = model
        .participants
        .iter()
        .map(|one| When::from(one.status.deposited.map(|report| report.on)))
        .collect();
    let entry = model.rule.entry(&deposits);
    let outcome = KnownOutcome {
        rule: &model.rule,
        known_to: model.as_of,
        in_force: entry.map(|entry| entry.in_force),
    };
    let rows: Vec<(&Issued, ForecastScores)> =
        record.rows.iter().map(|issued| (issued, scored(issued, &outcome))).collect();
    let json = pretty(&json(&model, &outcome, &rows));
    answer(args.format, &json, &words(&model, &outcome, &rows), screen)
}

fn words(model: &Model, outcome: &KnownOutcome<'_>, rows: &[(&Issued, ForecastScores)]) -> String {
    let known = match outcome.in_force {
        Some(day) => format!("in force on {}", long_day(day)),
        None => "not in force, and the rule is not met".to_owned(),
    };
    let mut text = format!(
        "{}\n\nWhat is known as of {}: {known}.\n\n",
        model.title,
        long_day(outcome.known_to)
    );
    let heading = ["Issued", "As of", "Target", "Chance", "Came true", "Brier", "Days (CRPS)"];
    let lines = rows.iter().map(|(issued, scored)| {
        let (target, chance) = match issued.target {
            Some((day, chance, _)) => (short_day(day), format!("{:.1}%", 100.0 * chance)),
            None => ("–".to_owned(), "–".to_owned()),
        };
        let so_far = if scored.settled { "" } else { " so far" };
        vec![
            short_day(issued.issued_on),
            short_day(issued.as_of),
            target,
            chance,
            scored.verdict.map_or("–", verdict_words).to_owned(),
            scored.brier.map_or("–".to_owned(), |brier| format!("{brier:.3}")),
            format!("{:.0}{so_far}", scored.days),
        ]
    });
    text.push_str(&screen_table(&heading, lines.collect()));
    let settled: Vec<f64> = rows.iter().filter_map(|(_, scored)| scored.brier).collect();
    text.push('\n');
    text.push_str(&match settled.len() {
        0 => "No target is settled yet: none of the chances can be scored.\n".to_owned(),
        count => format!(
            "Mean Brier score of the {count} settled: {:.3}, where 0 is best and saying 50% scores \
             0.250.\n",
            mean(&settled)
        ),
    });
    if outcome.in_force.is_none() {
        text.push_str(
            "The day is still open: days so far are what can no longer be undone, and grow with \
             every day\nthat passes without entry into force, faster for forecasts of an early one.\n",
        );
    }
    text
}

fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Came => "yes",
        Verdict::DidNot => "no",
        Verdict::Open => "open",
    }
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len().max(1) as f64
}

/// The scores for programs.
#[derive(Serialize)]
struct RecordScoresFile<'a> {
    treaty: &'a str,
    known_to: Day,
    in_force: Option<Day>,
    mean_brier: Option<f64>,
    forecasts: Vec<ScoreFile>,
}

#[derive(Serialize)]
struct ScoreFile {
    issued_on: Day,
    as_of: Day,
    target: Option<Day>,
    chance: Option<f64>,
    came_true: Option<&'static str>,
    brier: Option<f64>,
    crps_days: f64,
    day_settled: bool,
}

fn json<'a>(
    model: &'a Model,
    outcome: &KnownOutcome<'_>,
    rows: &[(&Issued, ForecastScores)],
) -> RecordScoresFile<'a> {
    let settled: Vec<f64> = rows.iter().filter_map(|(_, scored)| scored.brier).collect();
    let row = |(issued, scored): &(&Issued, ForecastScores)| ScoreFile {
        issued_on: issued.issued_on,
        as_of: issued.as_of,
        target: issued.target.map(|(day, ..)| day),
        chance: issued.target.map(|(_, chance, _)| chance),
        came_true: scored.verdict.map(verdict_words),
        brier: scored.brier,
        crps_days: scored.days,
        day_settled: scored.settled,
    };
    RecordScoresFile {
        treaty: &model.title,
        known_to: outcome.known_to,
        in_force: outcome.in_force,
        mean_brier: (!settled.is_empty()).then(|| mean(&settled)),
        forecasts: rows.iter().map(row).collect(),
    }
}
