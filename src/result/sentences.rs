//! What is said of a result in sentences, wherever it is said: status, record so far, how sure.

use super::summary::{FEWEST_OF_A_BELIEF, Summary};
use crate::{
    calibrate::history::SimilarTreaties,
    engine::{Plan, Surprise},
    treaty::{Model, rule::Progress},
    wording::{instruments, long_day, plain, share, thousands},
};

/// What is on record and where that is from, without a full stop.
pub fn status(model: &Model, summary: &Summary, source: &str) -> String {
    let progress: Vec<String> = summary
        .progress
        .iter()
        .map(|one| match one {
            Progress::Instruments { have, need, among } => {
                format!("{have} of {need} instruments{}", model.members_in_words(among))
            }
            Progress::Share { have, need } => {
                format!("{:.1}% of the {:.0}% of the weight needed", 100.0 * have, 100.0 * need)
            }
        })
        .collect();
    let uncertain = match summary.uncertain {
        0 => String::new(),
        some => format!(" ({some} of them only reported)"),
    };
    let withdrawn = model
        .participants
        .iter()
        .filter(|one| one.status.withdrew.is_some() && one.status.deposited.is_none());
    let withdrawn: Vec<&str> = withdrawn.map(|one| one.name.as_str()).collect();
    let withdrawn = match withdrawn.as_slice() {
        [] => String::new(),
        names => format!(", withdrawn before entry into force: {},", names.join(", ")),
    };
    let source = if source.is_empty() { String::new() } else { format!("; {source}") };
    format!(
        "{}{uncertain}{withdrawn} and {} signatory States as of {}{source}",
        progress.join(", "),
        summary.signatories,
        long_day(model.as_of)
    )
}

/// How the record compares with what the model expected, and with what earlier treaties had, in
/// sentences without the last full stop; empty where nothing was expected.
pub fn surprise(summary: &Summary) -> String {
    // Nothing to compare where too little time has passed, or where the pace is not learned from
    // all deposits because some participants have stated delays.
    let comparable = |one: &Surprise| one.expected_high > 0 && one.seen == summary.instruments;
    let Some(one) = summary.surprise.filter(comparable) else { return String::new() };
    let verdict = if one.seen < one.expected_low {
        "fewer than it thought likely"
    } else if one.seen > one.expected_high {
        "more than it thought likely"
    } else {
        "nothing unusual"
    };
    let expected = format!(
        "{}; the model expected about {} by now (80% range {} to {}): {verdict}",
        instruments(one.seen),
        one.expected_median,
        one.expected_low,
        one.expected_high
    );
    match summary.earlier.as_ref().map(counted) {
        Some(counted) => format!("{expected}. {counted}"),
        None => expected,
    }
}

/// What was counted of earlier treaties.
fn counted(alike: &SimilarTreaties) -> String {
    let (fewest, most) = alike.signatures;
    let (lowest, highest) = alike.range();
    let by_age = format!("with {fewest} to {most} signatures at this age had");
    match alike.treaties.len() {
        1 => format!("The one earlier treaty {by_age} {}", instruments(highest)),
        count => format!(
            "{count} earlier treaties {by_age} {lowest} to {highest} instruments, median {}",
            plain(alike.median())
        ),
    }
}

/// How far the answer hangs on figures that are themselves uncertain; empty where that is not known.
pub fn beliefs(model: &Model, summary: &Summary) -> String {
    let open = summary.met_by_record.is_none() && model.parts.is_empty();
    let target = summary.target.filter(|_| open);
    let Some((target, ..)) = target else { return String::new() };
    let Some(beliefs) = summary.beliefs else {
        return match model.parameter_draws.len() {
            0 => String::new(),
            sets => format!(
                "drawn by {sets} sets of figures that the record of earlier treaties leaves possible; \
                 how far apart they lie takes {} futures to tell",
                thousands(sets as u64 * FEWEST_OF_A_BELIEF)
            ),
        };
    };
    let [low, high] = beliefs.range();
    let range = if low == high { low } else { format!("{low} to {high}") };
    format!(
        "{range} by {}, by 8 in 10 of the {} sets of figures that the record of earlier treaties \
         leaves possible; futures are drawn by all of them, and {} of the spread of the dates lies \
         between them",
        long_day(target),
        beliefs.sets,
        share(beliefs.share_of_spread, true, true),
    )
}

/// What is said of the runs under the tables of scenarios on common draws: a sentence.
pub fn common_draws(plan: Plan) -> String {
    format!(
        "{} simulated futures a scenario, seed {}, the same draws for all; ± is one standard error \
         of the simulation, and does not say how wrong the beliefs may be.",
        thousands(plan.runs.get()),
        plan.seed.0
    )
}
