//! The summary on the terminal: the answer on one screen, for readers without statistics.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use super::{
    assumed::departing,
    bound::chance_by,
    summary::{FEWEST_OF_A_BELIEF, Summary, Why},
    watched::Watched,
    words::{
        counts_needed, instruments, lapse, last_instrument, long_day, percent, plain, quantile,
        share, short_day, thousands,
    },
};
use crate::{
    calibrate::history::Alike,
    engine::Surprise,
    quantity::Day,
    treaty::{Model, rule::Progress},
};

/// Widest line.
const WIDTH: u16 = 100;
/// How many of the likeliest next participants are named.
const NEXT: usize = 10;
/// Year ends named beside the days asked for.
const YEAR_ENDS: usize = 4;

/// The summary as plain text, lines of at most 100 columns. `issued` says when it is issued and may be
/// empty.
pub fn screen(
    model: &Model,
    summary: &Summary,
    watched: &[Watched],
    status_source: &str,
    issued: &str,
    folder: &str,
) -> String {
    let mut text = format!("When will it enter into force? {}\n\n", model.title);
    text.push_str(&departing(model));
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    let mut row = |name: &str, words: String| {
        if !words.is_empty() {
            table.add_row([name.to_owned(), words]);
        }
    };
    row("Rule", rule(model));
    row("Status", status(model, summary, status_source));
    row("Issued", issued.to_owned());
    row("So far", surprise(summary));
    row("Answer", answer(model, summary));
    row("Beliefs", beliefs(model, summary));
    // Where the rule is met, what it was met by is all there is to say of days.
    let open = summary.met_by_record.is_none();
    row("By other days", if open { other_days(model, summary) } else { String::new() });
    text.push_str(&trimmed(&table.to_string()));
    text.push('\n');
    if open {
        text.push_str(&days(model, summary));
    }
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    let mut row = |name: &str, words: String| {
        table.add_row([name.to_owned(), words]);
    };
    if open {
        row("Not met by", format!("{}: {}", long_day(model.horizon), summary.beyond));
    }
    row("Likely next", next(model, summary));
    for one in watched {
        row(&format!("For {}", one.code), format!("{}: {}", one.name, one.words(model.horizon)));
    }
    row(
        "Runs",
        format!(
            "{} simulated futures, seed {}; ± is one standard error of the simulation, and does not say how \
         wrong the beliefs may be",
            thousands(summary.plan.runs.get()),
            summary.plan.seed.0
        ),
    );
    row("Files", folder.to_owned());
    text.push_str(&trimmed(&table.to_string()));
    text
}

/// Items side by side, as many to a line as fit beside the names of the rows; none is broken.
fn packed(items: impl Iterator<Item = String>, between: &str) -> String {
    let width = usize::from(WIDTH) - 18;
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if line.chars().count() + between.len() + item.chars().count() <= width => {
                *line = format!("{line}{between}{item}");
            }
            _ => lines.push(item),
        }
    }
    lines.join(&format!("{}\n", between.trim_end()))
}

/// Without the spaces tables leave at the end of lines.
fn trimmed(text: &str) -> String {
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// The rule in one sentence without a full stop.
pub fn rule(model: &Model) -> String {
    let rule = &model.rule;
    let not_before =
        rule.not_before.map_or_else(String::new, |day| format!(", not before {}", long_day(day)));
    let name = last_instrument(rule);
    let counts = counts_needed(model);
    format!("in force {} the deposit of the {name}{counts}{not_before}", lapse(rule.then))
}

/// What is on record and where that is from, without a full stop.
pub fn status(model: &Model, summary: &Summary, source: &str) -> String {
    let progress: Vec<String> = summary
        .progress
        .iter()
        .map(|one| match one {
            Progress::Instruments { have, need, among } => {
                format!("{have} of {need} instruments{}", model.whose(among))
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
fn counted(alike: &Alike) -> String {
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

fn answer(model: &Model, summary: &Summary) -> String {
    if let Some(met) = summary.met_by_record {
        let in_force = model.rule.in_force(met);
        return format!(
            "the rule was met on {}: in force on {}",
            long_day(met),
            long_day(in_force)
        );
    }
    let Some((target, chance, last)) = summary.target else { return String::new() };
    let name = last_instrument(&model.rule);
    let needs = match last {
        Some(last) if last > model.as_of => {
            format!(" It needs the {name} by {}.", long_day(last))
        }
        _ => " That is no longer possible.".to_owned(),
    };
    let chance = chance_by(model, target, chance, |one| one.to_string());
    format!("{chance} chance of being in force by the target, {}.{needs}", long_day(target))
}

/// How far the answer hangs on figures that are themselves uncertain; empty where that is not known.
pub fn beliefs(model: &Model, summary: &Summary) -> String {
    let open = summary.met_by_record.is_none() && model.parts.is_empty();
    let target = summary.target.filter(|_| open);
    let Some((target, ..)) = target else { return String::new() };
    let Some(beliefs) = summary.beliefs else {
        return match model.beliefs.len() {
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

fn other_days(model: &Model, summary: &Summary) -> String {
    let asked = summary.by.iter().filter(|one| one.why == Why::Asked);
    let target = summary.target.map(|(target, ..)| target);
    let known = |day: Day| Some(day) == target || asked.clone().any(|one| one.day == day);
    let ends = summary
        .by
        .iter()
        .filter(|one| one.why == Why::YearEnd && one.chance.count > 0 && !known(one.day))
        .take(YEAR_ENDS);
    let mut days: Vec<_> = asked.clone().chain(ends).collect();
    days.sort_by_key(|one| one.day);
    let words = days.iter().map(|one| {
        format!("{}: {}", short_day(one.day), chance_by(model, one.day, one.chance, percent))
    });
    packed(words, "   ")
}

fn days(model: &Model, summary: &Summary) -> String {
    let shown = [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| (share, summary.at(share)));
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    let mut heading = vec!["Chance of it by then".to_owned()];
    heading.extend(shown.iter().map(|(share, _)| format!("{:.0}%", 100.0 * share)));
    table.set_header(heading);
    let mut name = last_instrument(&model.rule);
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let mut met = vec![name];
    let mut in_force = vec!["In force".to_owned()];
    let mut error = vec!["± days".to_owned()];
    for (_, one) in shown {
        met.push(one.map_or_else(String::new, |one| quantile(one.met)));
        in_force.push(one.map_or_else(String::new, |one| quantile(one.in_force)));
        let days = one.and_then(|one| one.in_force.error_days());
        error.push(days.map_or_else(|| "–".to_owned(), |days| format!("{:.0}", days.max(1.0))));
    }
    table.add_row(met);
    table.add_row(in_force);
    table.add_row(error);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    trimmed(&table.to_string()) + "\n"
}

fn next(model: &Model, summary: &Summary) -> String {
    let named = summary.next.iter().take(NEXT).map(|index| {
        let chance = summary.roles[*index].within_a_year;
        format!("{} {}", model.participants[*index].name, percent(chance))
    });
    let named = packed(named, ", ");
    if named.is_empty() {
        return "no further deposit within a year in any future".to_owned();
    }
    let until = model.as_of + crate::quantity::Days(365);
    format!("{named}\n(chance of a deposit by {})", short_day(until))
}
