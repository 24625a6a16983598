//! What is said of a result in sentences, wherever it is said: status, record so far, how sure.

use super::{
    like_treaties::{LikeByDay, LikeTreaties},
    summary::{FEWEST_OF_A_BELIEF, Summary},
};
use crate::{
    calibrate::history::SimilarTreaties,
    engine::{Plan, Surprise},
    quantity::{Day, Days, Proportion},
    treaty::{Kind, Model, rule::Progress},
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
    let unnamed = model.unnamed_signatories.map_or_else(String::new, |unnamed| {
        format!(" (and {} more that are not named)", unnamed.count)
    });
    let source = if source.is_empty() { String::new() } else { format!("; {source}") };
    format!(
        "{}{uncertain}{withdrawn} and {} signatory States{unnamed} as of {}{source}",
        progress.join(", "),
        summary.signatories,
        long_day(model.as_of)
    )
}

/// How the record compares with what the model expected, and with what earlier treaties had, in
/// sentences without the last full stop; empty where nothing was expected.
pub fn surprise(summary: &Summary) -> String {
    let expected = expected_by_now(summary);
    match summary.earlier.as_ref().map(counted) {
        Some(counted) if !expected.is_empty() => format!("{expected}. {counted}"),
        _ => expected,
    }
}

/// Whether there are as many instruments as the model expected; empty where nothing is to be compared.
pub fn expected_by_now(summary: &Summary) -> String {
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
    format!(
        "{}; the model expected about {} by now (80% range {} to {}): {verdict}",
        instruments(one.seen),
        one.expected_median,
        one.expected_low,
        one.expected_high
    )
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

/// The second view: what became of the earlier treaties most like this one, in sentences without the last
/// full stop.
pub fn like_treaties(model: &Model, like: &LikeTreaties) -> String {
    let range = |(fewest, most): (usize, usize), one: &str, more: &str| match (fewest, most) {
        (1, 1) => format!("1 {one}"),
        _ if fewest == most => format!("{fewest} {more}"),
        _ => format!("{fewest} to {most} {more}"),
    };
    let had = format!(
        "{} and {}",
        range(like.deposits, "ratification", "ratifications"),
        range(like.signatures, "signature", "signatures")
    );
    let [now, later] = like.by[..] else { return String::new() };
    let by_target = model.target.and_then(|target| model.rule.last_day_to_meet(target));
    let (by, then) = match by_target.filter(|last| *last == now.day) {
        Some(_) => ("in time for such a target".to_owned(), "a year later".to_owned()),
        None => ("a year later".to_owned(), "two years later".to_owned()),
    };
    let share = |one: LikeByDay| {
        let error = 100.0 * one.reached.standard_error();
        let of = match one.reached.runs == like.treaties.len() as u64 {
            true => String::new(),
            false => format!(" of {} whose record tells", one.reached.runs),
        };
        format!("{}{of} ({:.0}% ± {error:.0})", one.reached.count, 100.0 * one.reached.value())
    };
    format!(
        "of the {} earlier treaties most like it at this age ({had}), {} had {} instruments {by} and {} {then}; \
         weighted by likeness {:.0}% and {:.0}%. A second view, no part of the answer",
        like.treaties.len(),
        share(now),
        like.instruments,
        share(later),
        100.0 * now.weighted,
        100.0 * later.weighted,
    )
}

/// Where the two views differ by more than twice their errors: which is the slower one, and what is known
/// that speaks for it; nothing where they do not.
pub fn how_views_differ(model: &Model, summary: &Summary, like: &LikeTreaties) -> Option<String> {
    let (_, chance, _) = summary.target.filter(|_| summary.met_by_record.is_none())?;
    let later = like.by.last()?;
    let own = summary.by.iter().find(|one| one.day > later.day).map(|one| one.chance)?;
    let differ = |view: f64, of: Proportion, chance: Proportion| {
        let error = of.standard_error().hypot(chance.standard_error());
        (view - chance.value()).abs() > 2.0 * error
    };
    let now = like.by.first()?;
    let slower = later.weighted > own.value();
    if !differ(now.weighted, now.reached, chance) && !differ(later.weighted, later.reached, own) {
        return None;
    }
    let [opening, since] = signatures(model);
    let why = if slower && since * 5 < opening {
        format!(
            ": {opening} States signed in the first month and {since} since, a sign of a slow treaty"
        )
    } else {
        ", since it goes also by who the States are, how they have signed and the treaty's age"
            .to_owned()
    };
    let pace = if slower { "slower" } else { "faster" };
    Some(format!("The forecast is {pace} than they were{why}"))
}

/// States that signed in the first month, and since.
fn signatures(model: &Model) -> [usize; 2] {
    let last = model.opened + Days(30);
    let states = model.participants.iter().filter(|one| one.kind != Kind::Organisation);
    let days: Vec<Day> = states.filter_map(|one| one.status.signed).collect();
    let opening = days.iter().filter(|day| **day <= last).count();
    let unnamed = model.unnamed_signatories.map_or(0, |unnamed| usize::from(unnamed.count));
    [opening, days.len() - opening + unnamed]
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
