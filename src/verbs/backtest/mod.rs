//! `inforce backtest`: forecasts of past treaties made as of past days, scored.

pub(in crate::verbs) mod args;
mod figures;
mod json;
mod result;
pub(in crate::verbs) mod rows;
mod text;

use std::path::PathBuf;

use super::{
    load::load_history,
    manifest::{folder_in_manifest, manifest_of_history},
    plan::{on_threads, run_count},
    publish::{Publication, publish},
    stop::Stop,
};
use crate::terminal::{ProgressBar, Screen, pretty};
use crate::{
    backtest::{Evaluation, ForecastTasks, Nth, Scheme, cases},
    calibrate::history::History,
    engine::Plan,
    fault::nearest,
    publish::Folder,
    quantity::{Day, Seed},
};
use args::{BacktestArgs, NthArg, SchemeArg};
use result::Backtested;

/// Fewer treaties than these tell nothing of another.
const FEWEST: usize = 10;

pub(super) fn backtest(args: &BacktestArgs, screen: &Screen) -> Result<(), Stop> {
    // Plan.
    let plan = Plan { runs: run_count(args.runs, 2000)?, seed: Seed(args.seed) };
    let (scheme, name) = match args.scheme {
        SchemeArg::LeaveOneOut => (Scheme::LeaveOneOut, "out/backtest"),
        SchemeArg::Rolling => (Scheme::Rolling, "out/backtest-rolling"),
    };
    // Load.
    let past = load_history(args.history.as_deref(), screen)?;
    let other =
        args.train.as_deref().map(|folder| load_history(Some(folder), screen)).transpose()?;
    let trial = Evaluation { history: &past, train: other.as_ref().unwrap_or(&past), scheme, plan };
    let treaties = treaties(args, &past)?;
    let asked = asked(args, &past, &treaties);
    refuse_too_little(&trial, &asked)?;
    let folder = Folder::open(&args.out.clone().unwrap_or_else(|| PathBuf::from(name)))?;
    // Simulate.
    let tried = on_threads(args.shown.threads, || {
        let bar = ProgressBar::new(trial.steps(&asked), "steps", screen);
        trial.run(asked, &|steps| (0..steps).for_each(|_| bar.step()))
    })?;
    // Result.
    let tested = Backtested::new(&past, scheme, plan, &tried, treaties.len(), args.like);
    // Publish.
    let publication = Publication {
        files: [tested.tables(), vec![manifest(args)]].concat(),
        figures: tested.figures(),
        json: pretty(&tested.json()),
        text: tested.screen(),
    };
    publish(folder, &args.shown, &publication, screen)
}

/// The ids of the treaties to be forecast, each once, in the order asked for.
fn treaties(args: &BacktestArgs, history: &History) -> Result<Vec<String>, Stop> {
    for id in &args.treaties {
        if history.treaty(id).is_none() {
            let help = match nearest(id, history.treaties.iter().map(|one| one.id.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "ids are those of treaties.csv, such as XVIII-14".to_owned(),
            };
            let message = format!("--treaties: the history has no treaty `{id}`");
            return Err(Stop::problem(message, help));
        }
    }
    let mut ids: Vec<String> = Vec::new();
    let scored = history.pool.iter().filter(|pooled| pooled.scored);
    let named: Vec<String> = if args.treaties.is_empty() {
        scored.map(|pooled| pooled.treaty.clone()).collect()
    } else {
        args.treaties.clone()
    };
    let usual = Day::new(1998, 1, 1)
        .filter(|_| args.scheme == SchemeArg::Rolling && args.treaties.is_empty());
    let since = args.opened_since.or(usual);
    for id in named {
        let opened = history.treaty(&id).map(|treaty| treaty.opened);
        if opened >= since && !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        let message = "no treaty is left to be forecast".to_owned();
        let help = "widen --opened-since or --treaties, or mark treaties of pool.csv as scored";
        return Err(Stop::problem(message, help));
    }
    Ok(ids)
}

fn asked(args: &BacktestArgs, history: &History, treaties: &[String]) -> ForecastTasks {
    let nth = |nth: &NthArg| match nth {
        NthArg::Own => Nth::Own,
        NthArg::Of(number) => Nth::Of(*number),
    };
    let mut nths: Vec<Nth> = args.nth.iter().map(nth).collect();
    nths.sort_unstable();
    nths.dedup();
    let mut ages = args.ages.clone();
    ages.sort_unstable();
    ages.dedup();
    cases(history, treaties.iter().map(String::as_str), &ages, &nths)
}

/// Refuses a pool too small to learn anything from.
fn refuse_too_little(trial: &Evaluation<'_>, asked: &ForecastTasks) -> Result<(), Stop> {
    let pool = trial.train.pool.len();
    if pool < FEWEST {
        let message = format!("expected at least {FEWEST} treaties in pool.csv, found {pool}");
        let help = "a fit from fewer tells nothing of another treaty: add treaties to the pool";
        return Err(Stop::problem(message, help));
    }
    if asked.cases.is_empty() {
        let message = "nothing is left to be forecast".to_owned();
        let help = match asked.left.first() {
            Some(left) => format!(
                "of {} at {} months, {}; ask for other ages, treaties or n",
                left.treaty,
                left.age_months,
                result::why_left(left)
            ),
            None => "ask for other ages, treaties or n".to_owned(),
        };
        return Err(Stop::problem(message, help));
    }
    Ok(())
}

/// What was asked for, by which a folder is known to hold a result.
fn manifest(args: &BacktestArgs) -> (String, String) {
    let inside = "the history inside the program";
    let asked = [
        ("history", folder_in_manifest(args.history.as_deref(), inside)),
        ("train", folder_in_manifest(args.train.as_deref(), "the same")),
        ("runs", args.runs.to_string()),
        ("seed", args.seed.to_string()),
    ];
    manifest_of_history("a backtest", &asked)
}
