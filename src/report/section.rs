//! One result as the report tells it: answer, figures, tables, status, assumptions, limits.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    answer::{answer, likelihood},
    folder::ResultFolder,
    known::{known, stated},
    people::{Deposit, ListedParticipant, SigningDay, deposits, people, signings},
    picture::{Picture, draw_pictures},
    record::{FOUND, TrackRecord},
};
use crate::{
    quantity::Proportion,
    result::{number, sentences},
    scenario::{COMMAND_LINE, Laid, Scenario, say},
    wording::{
        assumed::assumed, bound::chance_by, instruments, long_day, month_or_beyond, quantile,
        rule_in_brief, short_day, thousands,
    },
};

/// All that is said of one result.
#[derive(Clone, Debug)]
pub(super) struct ReportSection {
    pub(super) name: String,
    /// What departs from the baseline; empty for the baseline.
    pub(super) departures: String,
    /// The record and what is assumed beyond it.
    pub(super) known: String,
    pub(super) answer: Vec<String>,
    /// What became of like treaties, and how far that is from the answer; may be empty.
    pub(super) second_view: Vec<String>,
    pub(super) facts: Vec<Fact>,
    pub(super) figures: Vec<Picture>,
    pub(super) rule: String,
    pub(super) status: String,
    pub(super) chances: Vec<ChanceRow>,
    pub(super) days: Vec<DaysRow>,
    pub(super) deposits: Vec<Deposit>,
    pub(super) signings: Vec<SigningDay>,
    pub(super) assumptions: Vec<String>,
    pub(super) layers: Vec<Laid>,
    pub(super) inputs: Vec<(String, String)>,
    pub(super) people: Vec<ListedParticipant>,
    pub(super) limits: Vec<String>,
    pub(super) record: Option<TrackRecord>,
    pub(super) command: String,
    pub(super) again: String,
    pub(super) runs: String,
    pub(super) seed: u64,
    pub(super) manifest: String,
}

/// A number to be read first.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) value: String,
    pub(super) label: String,
}

/// The chance by a day.
#[derive(Clone, Debug)]
pub(super) struct ChanceRow {
    pub(super) day: String,
    pub(super) chance: String,
    pub(super) words: String,
    /// As in `summary.csv`.
    pub(super) value: String,
    pub(super) target: bool,
}

/// The days of a share.
#[derive(Clone, Debug)]
pub(super) struct DaysRow {
    pub(super) share: String,
    pub(super) met: String,
    pub(super) in_force: String,
    pub(super) error: String,
}

impl ReportSection {
    /// Puts a result into words; `name` is what it is called among several.
    pub(super) fn from_result(result: &ResultFolder, name: String) -> ReportSection {
        let (scenario, summary) = (&result.scenario, &result.numbers.summary);
        let model = &scenario.model;
        let manifest = result.folder.join(crate::publish::MANIFEST);
        ReportSection {
            name,
            departures: assumed(model).join("; "),
            known: known(model, summary),
            answer: answer(model, summary),
            second_view: second_view(result),
            facts: facts(result),
            figures: draw_pictures(&result.source()),
            rule: sentence(&rule_in_brief(model)),
            status: sentence(&sentences::status(model, summary, &scenario.status_source)),
            chances: chances(result),
            days: days(result),
            deposits: deposits(result),
            signings: signings(result),
            assumptions: say(scenario).lines().map(str::to_owned).collect(),
            layers: layers(scenario),
            inputs: scenario.inputs().to_vec(),
            people: people(result),
            limits: limits(result),
            record: model.calibration.as_ref().and_then(|_| TrackRecord::from_model(model)),
            command: scenario.command().unwrap_or("inforce run manifest.toml").to_owned(),
            again: format!("inforce run {}", manifest.display()),
            runs: thousands(summary.plan.runs.get()),
            seed: summary.plan.seed.0,
            manifest: result.manifest.clone(),
        }
    }
}

/// What became of like treaties, and why the answer is another.
fn second_view(result: &ResultFolder) -> Vec<String> {
    let (model, summary) = (&result.scenario.model, &result.numbers.summary);
    let like = result.numbers.like.as_ref().filter(|_| summary.met_by_record.is_none());
    let Some(like) = like else { return Vec::new() };
    let half = like.median.map_or_else(
        || "at no day of the next years".to_owned(),
        |day| format!("by {}", long_day(day)),
    );
    let weighted = format!(
        "All treaties that were still waiting at this age, the nearer the more, make it as likely as not {half}; \
         they say as much as {:.0} treaties of equal weight would.",
        like.effective
    );
    let differ = sentences::how_views_differ(model, summary, like);
    let view = sentence(&sentences::like_treaties(model, like));
    [Some(view), Some(weighted), differ.map(|words| sentence(&words))]
        .into_iter()
        .flatten()
        .collect()
}

fn facts(result: &ResultFolder) -> Vec<Fact> {
    let (model, summary) = (&result.scenario.model, &result.numbers.summary);
    let mut facts = Vec::new();
    let mut fact = |value: String, label: String| facts.push(Fact { value, label });
    if let Some(met) = summary.met_by_record {
        fact(short_day(met), "the rule was met".to_owned());
        fact(short_day(model.rule.in_force(met)), "in force".to_owned());
    } else {
        open_facts(result, &mut fact);
    }
    let instruments = instruments(summary.instruments);
    let (number, noun) = instruments.split_once(' ').unwrap_or((instruments.as_str(), ""));
    fact(number.to_owned(), format!("{noun} on record, {}", short_day(model.as_of)));
    facts
}

/// The numbers of an answer that is still open.
fn open_facts(result: &ResultFolder, fact: &mut dyn FnMut(String, String)) {
    let (model, summary) = (&result.scenario.model, &result.numbers.summary);
    if let Some((target, chance, _)) = summary.target {
        fact(
            result.source().percent_by(target, chance),
            format!("chance of being in force by {}", short_day(target)),
        );
    }
    if let Some(median) = summary.at(0.5) {
        fact(quantile(median.in_force), "median day of entry into force".to_owned());
    }
    if let (Some(low), Some(high)) = (summary.at(0.1), summary.at(0.9)) {
        // A month is not parted from its year.
        let words = |when| month_or_beyond(when, model.horizon).replace(' ', "\u{a0}");
        let ends = [low, high].map(|one| words(one.in_force.day));
        match low.in_force.day.day() {
            None => fact(ends[0].clone(), "more than nine futures in ten".to_owned()),
            Some(_) => fact(ends.join(" – "), "eight futures in ten".to_owned()),
        }
    }
}

/// By day, each once; none where the rule is met and nothing is open.
fn chances(result: &ResultFolder) -> Vec<ChanceRow> {
    let summary = &result.numbers.summary;
    if summary.met_by_record.is_some() {
        return Vec::new();
    }
    let model = &result.scenario.model;
    let row = |day, chance: Proportion, target| ChanceRow {
        day: long_day(day),
        chance: chance_by(model, day, chance, |one| one.to_string()),
        words: likelihood(chance),
        value: number(chance.value()),
        target,
    };
    let mut rows = Vec::new();
    rows.extend(summary.target.map(|(day, chance, _)| (day, row(day, chance, true))));
    for one in &summary.by {
        if !rows.iter().any(|(day, _)| *day == one.day) {
            rows.push((one.day, row(one.day, one.chance, false)));
        }
    }
    rows.sort_by_key(|(day, _)| *day);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// By share; none where the rule is met.
fn days(result: &ResultFolder) -> Vec<DaysRow> {
    if result.numbers.summary.met_by_record.is_some() {
        return Vec::new();
    }
    let each = result.numbers.summary.quantiles.iter().map(|one| DaysRow {
        share: format!("{}%", number(100.0 * one.share)),
        met: quantile(one.met),
        in_force: quantile(one.in_force),
        error: one.in_force.error_days().map_or_else(
            || "–".to_owned(),
            |days| format!("± {:.0} days", days.max(1.0)).replace("± 1 days", "± 1 day"),
        ),
    });
    each.collect()
}

/// How wrong this could be, the plainest first.
fn limits(result: &ResultFolder) -> Vec<String> {
    let (model, summary) = (&result.scenario.model, &result.numbers.summary);
    let mut said = vec![format!(
        "The ± beside a chance is one standard error of {} simulated futures. It says how far \
         chance alone moves the figure, and nothing about whether the assumptions are right; \
         those may be wrong by far more.",
        thousands(summary.plan.runs.get())
    )];
    said.push(format!(
        "Of the participants without a deposit, {}. The future may differ from both.",
        stated(model).words()
    ));
    said.extend(model.pace.map(|_| {
        "How fast this treaty is joined beside others is the largest unknown. It is learned from \
         the deposits so far, and where those are few it rests on what is usual."
            .to_owned()
    }));
    if model.calibration.is_some() {
        said.extend(FOUND.map(str::to_owned));
    }
    let beliefs = sentences::beliefs(model, summary);
    if !beliefs.is_empty() {
        said.push(format!("The chance by the target, figure by figure: {beliefs}."));
    }
    let record = sentences::surprise(summary);
    if !record.is_empty() {
        said.push(format!("The record compared with what was expected: {}", sentence(&record)));
    }
    if summary.uncertain > 0 {
        said.push(format!(
            "Deposits that are only reported and may not have been made: {}.",
            summary.uncertain
        ));
    }
    let mut known = format!(
        "Nothing that happened after {} is known here. Futures are followed to {}",
        long_day(model.as_of),
        long_day(model.horizon)
    );
    if summary.met_by_record.is_none() {
        known.push_str(&format!("; {} of them do not meet the rule by then", summary.beyond));
    }
    said.push(known + ".");
    said.push(
        "Parliaments’ calendars, elections, declared intentions and events are left out, unless \
         an assumption above says otherwise."
            .to_owned(),
    );
    said
}

/// The layers that assume something in words or lay a value over another, as readers see them.
fn layers(scenario: &Scenario) -> Vec<Laid> {
    let said =
        scenario.layers().iter().filter(|one| !(one.about.is_empty() && one.values.is_empty()));
    said.map(readable).collect()
}

/// More cells of a table than these are counted, not listed.
const CELLS: usize = 8;

/// A layer with the command line called so, and with the participants of a long table counted.
pub(super) fn readable(layer: &Laid) -> Laid {
    let table = |value: &str| -> Option<(&'static str, String)> {
        let key = value.split(" = ").next().unwrap_or_default();
        let inside = |table: &str| key.strip_prefix(table)?.split_once('.').map(|(who, _)| who);
        let tables = [
            ("status.", "the status"),
            ("participants.", "the kinds and groups"),
            ("calibration.factors.", "the own speed"),
        ];
        tables.into_iter().find_map(|(table, words)| Some((words, inside(table)?.to_owned())))
    };
    let mut counted: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (words, who) in layer.values.iter().filter_map(|value| table(value)) {
        counted.entry(words).or_default().insert(who);
    }
    counted.retain(|_, who| who.len() > CELLS);
    let listed = |value: &&String| match table(value) {
        Some((words, _)) => !counted.contains_key(words),
        None => counted.is_empty() || !value.contains(".rows = a text of "),
    };
    let tables =
        counted.iter().map(|(words, who)| format!("{words} of {} participants", who.len()));
    Laid {
        name: match layer.name.as_str() {
            COMMAND_LINE => "on the command line".to_owned(),
            file => file.to_owned(),
        },
        values: layer.values.iter().filter(listed).cloned().chain(tables).collect(),
        ..layer.clone()
    }
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::result;

    #[test]
    fn chances_are_listed_by_day_once_each_with_the_target_marked() {
        let rows = chances(&result(500));
        let days: Vec<&str> = rows.iter().map(|row| row.day.as_str()).collect();
        assert_eq!(
            days[..4],
            ["31 December 2025", "31 December 2026", "30 June 2027", "31 December 2027"]
        );
        let marked: Vec<&str> =
            rows.iter().filter(|row| row.target).map(|row| row.day.as_str()).collect();
        assert_eq!(marked, ["30 June 2027"]);
    }

    #[test]
    fn the_limits_say_what_rests_on_what() {
        let limits = limits(&result(500)).join(" ");
        for words in
            ["500 simulated futures", "2 follow delays", "2 are taken never", "31 December 2025"]
        {
            assert!(limits.contains(words), "{words}: {limits}");
        }
    }

    #[test]
    fn long_tables_are_counted_not_listed() {
        let cell =
            |place: usize| format!("status.P{place:02}.signed = 2026-01-01, over here.csv:1:2");
        let of = |cells: usize| {
            let values = ["status.as_of = 2026-11-27", "status.rows = a text of 9 lines"];
            let values = values.map(str::to_owned).into_iter().chain((0..cells).map(cell));
            readable(&Laid { values: values.collect(), ..Laid::default() }).values
        };
        assert_eq!(of(200), ["status.as_of = 2026-11-27", "the status of 200 participants"]);
        assert_eq!(of(2).len(), 4);
    }

    #[test]
    fn what_each_layer_assumes_is_said_and_comes_back_from_a_manifest() {
        let sets = ["pace.multiplier=2".to_owned()];
        let args = ["hanoi".to_owned(), "hanoi/prior-pace".to_owned()];
        let scenario = Scenario::load(&args, &sets).unwrap();
        let said = layers(&scenario);
        let names: Vec<&str> = said.iter().map(|one| one.name.as_str()).collect();
        assert!(names[0].ends_with("baseline.toml") && names[1].ends_with("prior-pace.toml"));
        assert_eq!(names[2], "on the command line");
        assert!(said[0].about.starts_with("The United Nations Convention against Cybercrime"));
        assert!(said[0].values.is_empty(), "the lowest lies over nothing");
        assert!(said[1].about.contains("earlier treaties alone"));
        assert_eq!(said[1].values, ["pace.learn = false"]);
        assert!(said[2].values[0].starts_with("pace.multiplier = 2"), "{said:?}");
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("manifest.toml");
        let manifest = scenario.manifest("0", "inforce run");
        std::fs::write(&path, &manifest).unwrap();
        let again = Scenario::load(&[path.to_string_lossy().into_owned()], &[]).unwrap();
        assert_eq!(layers(&again), said);
        assert_eq!(again.manifest("0", "inforce run"), manifest);
    }
}
