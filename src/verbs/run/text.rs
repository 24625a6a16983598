//! What `run` says on the terminal: the answer on one screen, for readers without statistics.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use crate::result::{
    DayReason, RunResult, Summary,
    sentences::{beliefs, expected_by_now, like_treaties, status, surprise},
};
use crate::{
    quantity::Day,
    text::{WIDTH, pack},
    treaty::Model,
    wording::{
        assumed::departing, bound::chance_by, last_instrument, long_day, percent, quantile,
        rule_in_brief, short_day, thousands,
    },
};

/// How many of the likeliest next participants are named.
const NEXT: usize = 10;

/// Year ends named beside the days asked for.
const YEAR_ENDS: usize = 4;

/// The summary as plain text, lines of at most 100 columns. `issued` says when it is issued and may be
/// empty.
pub(super) fn screen(
    model: &Model,
    numbers: &RunResult,
    status_source: &str,
    issued: &str,
    folder: &str,
) -> String {
    let RunResult { summary, watched, like, .. } = numbers;
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
    row("Rule", rule_in_brief(model));
    row("Status", status(model, summary, status_source));
    row("Issued", issued.to_owned());
    let like = like.as_ref().filter(|_| summary.met_by_record.is_none());
    // What earlier treaties had is said once.
    row("So far", if like.is_some() { expected_by_now(summary) } else { surprise(summary) });
    row("Answer", answer(model, summary));
    row("Beliefs", beliefs(model, summary));
    let second = like.map_or_else(String::new, |like| like_treaties(model, like));
    row("Like treaties", second);
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

/// Items side by side, as many to a line as fit beside the names of the rows.
fn packed(items: impl Iterator<Item = String>, between: &str) -> String {
    pack(&items.collect::<Vec<_>>(), usize::from(WIDTH) - 18, between)
}

/// Without the spaces tables leave at the end of lines.
fn trimmed(text: &str) -> String {
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
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

fn other_days(model: &Model, summary: &Summary) -> String {
    let asked = summary.by.iter().filter(|one| one.why == DayReason::Asked);
    let target = summary.target.map(|(target, ..)| target);
    let known = |day: Day| Some(day) == target || asked.clone().any(|one| one.day == day);
    let ends = summary
        .by
        .iter()
        .filter(|one| one.why == DayReason::YearEnd && one.chance.count > 0 && !known(one.day))
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
