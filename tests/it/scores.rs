//! Scores of forecasts of the past: baselines against another implementation's, and the whole trial.

use inforce::{
    backtest::{
        Evaluation, ForecastTask, Forecaster, Mean, Nth, Others, ReferenceMethod, Scheme, Score,
        ScoredTask, board, cases,
    },
    calibrate::history::History,
    engine::Plan,
    quantity::{Day, RunCount, Seed},
};

fn history() -> History {
    History::built_in().expect("the history is sound")
}

/// Ids of the pool that are scored.
fn scored(history: &History) -> Vec<&str> {
    let scored = history.pool.iter().filter(|pooled| pooled.scored);
    scored.map(|pooled| pooled.treaty.as_str()).collect()
}

fn found(history: &History, age: u16, nth: Nth) -> Vec<ForecastTask> {
    cases(history, scored(history), &[age], &[nth]).cases
}

fn mean(history: &History, baseline: ReferenceMethod, cases: &[ForecastTask]) -> Mean {
    let ids = || history.pool.iter().map(|pooled| pooled.treaty.as_str());
    let score = |case: &ForecastTask| {
        let treaty = history.treaty(&case.treaty).expect("a treaty");
        let others = Others::of(history, ids(), treaty, Day::LAST);
        let forecast = baseline.forecast(case, treaty, &others).expect("a forecast");
        Score::from_forecast(&forecast, case.age(), case.outcome, case.seen_to).crps_days
    };
    Mean::from_values(cases.iter().map(score)).expect("some cases")
}

/// Treaties waiting at each age, as another implementation of the method counted them.
#[test]
fn as_many_treaties_are_waiting_as_elsewhere() {
    let history = history();
    for (nth, expected) in [
        (Nth::Of(40), [76, 75, 73, 65]),
        (Nth::Own, [66, 64, 60, 41]),
        (Nth::Of(60), [76, 75, 74, 70]),
    ] {
        let counts = [1, 6, 13, 24].map(|age| found(&history, age, nth).len());
        assert_eq!(counts, expected, "{nth:?}");
    }
}

/// Mean scores of another implementation in another language, in days; its standard errors are
/// some 20. It left no twins out, so that it knew a little more.
#[test]
fn climatology_scores_as_elsewhere() {
    let history = history();
    for (age, expected) in [(1, 724.0), (6, 717.0), (13, 704.0), (24, 659.0)] {
        let found =
            mean(&history, ReferenceMethod::Climatology, &found(&history, age, Nth::Of(40)));
        assert!((found.value - expected).abs() < 15.0, "{age}: {found:?}");
    }
}

#[test]
fn who_looks_at_the_record_is_better_than_climatology() {
    let history = history();
    let cases = found(&history, 13, Nth::Of(40));
    let climatology = mean(&history, ReferenceMethod::Climatology, &cases).value;
    for baseline in
        [ReferenceMethod::ConstantRate, ReferenceMethod::Nearest, ReferenceMethod::NearestSigned]
    {
        let found = mean(&history, baseline, &cases);
        assert!(found.value + 3.0 * found.error < climatology, "{baseline:?} {found:?}");
    }
}

#[test]
fn what_came_after_the_as_of_day_does_not_move_a_rolling_baseline() {
    let history = history();
    let case = found(&history, 24, Nth::Of(40)).into_iter().find(|case| case.treaty == "XVIII-12");
    let case = case.expect("the treaty was waiting");
    let mut cut = history.clone();
    for treaty in &mut cut.treaties {
        for record in &mut treaty.records {
            record.signed = record.signed.filter(|day| *day <= case.as_of);
            if record.deposit.exact().is_some_and(|day| day > case.as_of) {
                record.deposit = inforce::calibrate::history::PastDeposit::None;
            }
        }
    }
    for baseline in ReferenceMethod::ALL {
        let forecast = |history: &History| {
            let ids = history.pool.iter().map(|pooled| pooled.treaty.as_str());
            let treaty = history.treaty(&case.treaty).expect("a treaty");
            let others = Others::of(history, ids, treaty, case.as_of);
            baseline.forecast(&case, treaty, &others)
        };
        assert!(forecast(&history) == forecast(&cut), "{baseline:?} saw the future");
    }
}

#[test]
fn a_trial_is_the_same_on_any_number_of_threads_and_leaves_nothing_out_in_silence() {
    let mut history = history();
    // A third of the pool: enough to learn from, and quick.
    history.pool = history.pool.into_iter().step_by(3).collect();
    let plan = Plan { runs: RunCount::new(100).expect("a number"), seed: Seed(3) };
    let trial =
        Evaluation { history: &history, train: &history, scheme: Scheme::LeaveOneOut, plan };
    let asked = || cases(&history, ["XVIII-12", "XVIII-14", "NO-1"], &[6, 60], &[Nth::Of(40)]);
    let with = |threads| {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        threads.expect("threads").install(|| trial.run(asked(), &|_| ()))
    };
    let one = with(1);
    assert!(one == with(3));
    assert_eq!(one.scored.len() + one.left.len(), 6);
    let made = |scored: &ScoredTask| scored.forecasts.iter().map(|one| one.by).collect::<Vec<_>>();
    assert!(one.scored.iter().all(|scored| made(scored).into_iter().eq(Forecaster::all())));
    let board = board(&one.scored);
    assert!(board.iter().all(|line| line.skill.len()
        == ReferenceMethod::ALL.len() - usize::from(line.by != Forecaster::Pace)));
}

#[test]
fn the_readme_shows_the_scores_that_are_kept() {
    let root = env!("CARGO_MANIFEST_DIR");
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).expect("it is there");
    let (kept, readme) = (read("scenarios/history/scores/leave-one-out.csv"), read("README.md"));
    let rows = csv::Reader::from_reader(kept.as_bytes()).into_deserialize();
    let rows: Vec<std::collections::BTreeMap<String, String>> =
        rows.map(|row| row.expect("a row")).collect();
    let ours = rows.iter().filter(|row| row["model"] == "pace" && row["n"] == "40");
    let mut shown = 0;
    for row in ours {
        let number = |key: &str| row[key].parse::<f64>().expect("a number");
        let percent = |key: &str| {
            let (value, error) = (100.0 * number(key), 100.0 * number(&format!("{key}_error")));
            format!("{value:.0} ± {error:.0} %").replace("-0 ±", "0 ±")
        };
        let line = format!(
            "| {} | {} | {:.0} ± {:.0} | {} | {} | {} | {} |",
            row["age_months"],
            row["treaties"],
            number("crps_days"),
            number("crps_days_error"),
            percent("cover_80"),
            percent("skill_climatology"),
            percent("skill_nearest"),
            percent("skill_nearest_signed"),
        );
        assert!(readme.contains(&line), "README.md lacks {line}");
        shown += 1;
    }
    assert_eq!(shown, 4);
}
