//! Several results side by side, and what may be concluded from their differences.

use super::{folder::ResultFolder, picture::Picture, section::readable};
use crate::{
    figures::compared,
    quantity::Proportion,
    scenario::{Laid, Scenario, say},
    treaty::Labels,
    wording::{quantile, short_day, thousands},
};

/// Results side by side; the first is what the others are compared with.
#[derive(Clone, Debug)]
pub(super) struct Comparison {
    /// Names of the columns and how they are set.
    pub(super) heading: Vec<(&'static str, &'static str)>,
    pub(super) rows: Vec<ResultRow>,
    pub(super) notes: Vec<String>,
    pub(super) figure: Picture,
    /// What each later result assumes that the first does not, and the other way round.
    pub(super) changes: Vec<ChangedAssumptions>,
}

/// One result.
#[derive(Clone, Debug)]
pub(super) struct ResultRow {
    pub(super) name: String,
    /// Words and how they are set, for each column after the first.
    pub(super) cells: Vec<(String, &'static str)>,
}

/// How the assumptions of one result differ from the first's: by layers where they tell it, else
/// by what is said back of each scenario.
#[derive(Clone, Debug)]
pub(super) struct ChangedAssumptions {
    pub(super) name: String,
    /// Layers that the first does not have.
    pub(super) layers: Vec<Laid>,
    pub(super) gone: Vec<String>,
    pub(super) new: Vec<String>,
}

impl Comparison {
    /// Compares results of these names; nothing where there is one alone.
    pub(super) fn from_results(results: &[ResultFolder], names: &[String]) -> Option<Comparison> {
        let [first, others @ ..] = results else { return None };
        if others.is_empty() {
            return None;
        }
        let named: Vec<_> =
            names.iter().cloned().zip(results.iter().map(ResultFolder::source)).collect();
        let lines = |result: &ResultFolder| -> Vec<String> {
            let said = say(&result.scenario);
            let seed = |line: &&str| !line.starts_with("simulated from ");
            said.lines().skip(1).filter(seed).map(str::to_owned).collect()
        };
        let base = lines(first);
        let changes = others.iter().zip(&names[1..]).map(|(other, name)| {
            let these = lines(other);
            let only = |of: &[String], not: &[String]| -> Vec<String> {
                of.iter().filter(|line| !not.contains(line)).cloned().collect()
            };
            let layers = layers_beside(&first.scenario, &other.scenario);
            let (gone, new) = match layers.is_empty() {
                true => (only(&base, &these), only(&these, &base)),
                false => (Vec::new(), Vec::new()),
            };
            ChangedAssumptions { name: name.clone(), layers, gone, new }
        });
        let columns = columns(results);
        let heading = columns.iter().map(|(words, kind, _)| (*words, *kind));
        let row = |(one, name): (&ResultFolder, &String)| ResultRow {
            name: name.clone(),
            cells: columns.iter().map(|(_, kind, cell)| (cell(one, first), *kind)).collect(),
        };
        Some(Comparison {
            heading: std::iter::once(("Result", "")).chain(heading).collect(),
            rows: results.iter().zip(names).map(row).collect(),
            notes: notes(first, others),
            figure: Picture::from_figure(&compared(&named)),
            changes: changes.collect(),
        })
    }
}

/// The layers of a scenario that another does not have; none where that has one that this lacks,
/// or where they differ in nothing but how many futures are followed.
fn layers_beside(first: &Scenario, other: &Scenario) -> Vec<Laid> {
    let told = |one: &&Laid| one.values.iter().any(|value| !value.starts_with("forecast."));
    let (before, after) = (first.layers(), other.layers());
    if !before.iter().filter(told).all(|layer| after.contains(layer)) {
        return Vec::new();
    }
    after.iter().filter(told).filter(|layer| !before.contains(layer)).map(readable).collect()
}

/// The columns after the first, and how they are set; those that say the same of all are left out.
fn columns(results: &[ResultFolder]) -> Vec<(&'static str, &'static str, CellWords)> {
    let all: [(&str, &str, CellWords, bool); 6] = [
        ("Target", "whole", target, true),
        ("Chance by the target", "number", chance, false),
        ("Compared with the first", "number", beside, false),
        ("Median day in force", "number", median, false),
        ("Eight futures in ten", "number wraps", range, false),
        ("Futures", "number", plan, true),
    ];
    let differs = |cell: CellWords| {
        let mut words = results.iter().map(|one| cell(one, &results[0]));
        let first = words.next();
        words.any(|other| Some(other) != first)
    };
    let shown = all.into_iter().filter(|(.., cell, if_differs)| !if_differs || differs(*cell));
    shown.map(|(words, kind, cell, _)| (words, kind, cell)).collect()
}

/// What stands in a column for a result, beside the first.
type CellWords = fn(&ResultFolder, &ResultFolder) -> String;

fn target(result: &ResultFolder, _: &ResultFolder) -> String {
    result.numbers.summary.target.map_or_else(|| "none".to_owned(), |(day, ..)| short_day(day))
}

fn chance(result: &ResultFolder, _: &ResultFolder) -> String {
    match (result.numbers.summary.met_by_record, result.numbers.summary.target) {
        (Some(_), _) => "rule met".to_owned(),
        (None, Some((_, chance, _))) => chance.to_string(),
        (None, None) => "–".to_owned(),
    }
}

fn beside(result: &ResultFolder, first: &ResultFolder) -> String {
    if std::ptr::eq(result, first) {
        return "–".to_owned();
    }
    match (result.numbers.summary.target, first.numbers.summary.target) {
        (Some((day, chance, _)), Some((other, before, _))) if day == other => match result.gained {
            Some(gained) => format!("{} points", gained.in_points()),
            None => difference(chance, before),
        },
        _ => "not comparable".to_owned(),
    }
}

fn at(result: &ResultFolder, share: f64) -> String {
    let summary = &result.numbers.summary;
    summary.at(share).map_or_else(String::new, |one| quantile(one.in_force))
}

fn median(result: &ResultFolder, _: &ResultFolder) -> String {
    at(result, 0.5)
}

fn range(result: &ResultFolder, _: &ResultFolder) -> String {
    // A day is not parted from its year.
    let [low, high] = [0.1, 0.9].map(|share| at(result, share).replace(' ', "\u{a0}"));
    if low == high { low } else { format!("{low} – {high}") }
}

fn plan(result: &ResultFolder, _: &ResultFolder) -> String {
    let plan = result.numbers.summary.plan;
    format!("{}, seed {}", thousands(plan.runs.get()), plan.seed.0)
}

/// In percentage points, with the error as if nothing were shared.
fn difference(one: Proportion, other: Proportion) -> String {
    let error = 100.0 * one.standard_error().hypot(other.standard_error());
    let decimals = one.percent_decimals().min(other.percent_decimals());
    let unit = 10f64.powi(-(decimals as i32));
    let points = 100.0 * (one.value() - other.value());
    let sign = if points < 0.0 { "−" } else { "+" };
    format!("{sign}{:.decimals$} ± {:.decimals$} points", points.abs(), error.max(unit))
}

fn notes(first: &ResultFolder, others: &[ResultFolder]) -> Vec<String> {
    let mut notes = Vec::new();
    let plan = first.numbers.summary.plan;
    let plans = || others.iter().map(|other| other.numbers.summary.plan);
    if plans().any(|other| other.seed != plan.seed) {
        notes.push(
            "Not all were simulated with the same seed. Differences between those with different seeds \
             are not paired: each carries the noise of both simulations, and the ± beside it is its \
             error."
                .to_owned(),
        );
    } else if plans().any(|other| other.runs != plan.runs) {
        notes.push(
            "Not all were simulated with as many futures. Differences are only partly paired: take \
             the ± beside them as their error."
                .to_owned(),
        );
    } else if others.iter().all(|other| other.gained.is_some()) {
        notes.push(
            "All were simulated with the same seed and as many times, so each simulation meets the \
             same luck in each. The ± of a difference is that of these paired simulations."
                .to_owned(),
        );
    } else {
        notes.push(
            "All were simulated with the same seed and as many times, so each simulation meets the \
             same luck in each; but not all could be paired, since another version of inforce made \
             them or their targets differ. Where they were not, the ± of a difference is computed as if \
             nothing were shared, and so is as a rule too large."
                .to_owned(),
        );
    }
    let same = |of: &dyn Fn(&ResultFolder) -> String| others.iter().all(|one| of(one) == of(first));
    if !same(&|one| one.scenario.model.title.clone()) {
        notes.push("They are about different treaties.".to_owned());
    }
    if !same(&|one| format!("{:?}", one.scenario.model.target)) {
        notes.push("Their targets differ, so their chances by target do too.".to_owned());
    }
    if !same(&|one| one.scenario.model.as_of.to_string()) {
        notes.push("They start from different as-of days.".to_owned());
    }
    notes
}

/// Names for results, told apart by their folders where scenarios are called the same.
pub(super) fn names(results: &[ResultFolder]) -> Vec<String> {
    let labels: Vec<&Labels> = results.iter().map(|one| &one.scenario.model.labels).collect();
    let all = Labels::apart(&labels);
    let named = results.iter().zip(&all).map(|(one, name)| {
        let alone = all.iter().filter(|other| *other == name).count() == 1;
        let folder = one.folder.file_name().map(|folder| folder.to_string_lossy().into_owned());
        if alone { name.clone() } else { folder.unwrap_or_else(|| name.clone()) }
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{result, result_with};

    fn said(others: Vec<ResultFolder>) -> Comparison {
        let mut results = vec![result(2000)];
        results.extend(others);
        Comparison::from_results(&results, &names(&results)).unwrap()
    }

    #[test]
    fn one_result_alone_is_compared_with_nothing() {
        let results = [result(100)];
        assert!(Comparison::from_results(&results, &names(&results)).is_none());
    }

    #[test]
    fn differences_that_are_not_paired_are_said_not_to_be() {
        let note = |other| said(vec![other]).notes.join(" ");
        assert!(note(result(2000)).contains("same seed"));
        assert!(note(result(1000)).contains("partly paired"));
        assert!(note(result_with(2000, &[("seed = 7", "seed = 8")])).contains("not paired"));
    }

    #[test]
    fn a_difference_is_given_with_its_sign_and_error() {
        let of = |count| Proportion { count, runs: 10_000 };
        assert_eq!(difference(of(3_000), of(2_000)), "+10.0 ± 0.6 points");
        assert_eq!(difference(of(2_000), of(3_000)), "−10.0 ± 0.6 points");
    }

    #[test]
    fn chances_by_different_targets_are_not_subtracted() {
        let other = result_with(500, &[("target = 2027-06-30", "target = 2028-06-30")]);
        let row = &said(vec![other]).rows[1];
        assert!(row.cells.iter().any(|(words, _)| words == "not comparable"), "{row:?}");
    }

    #[test]
    fn what_differs_in_the_assumptions_is_listed() {
        let other =
            result_with(500, &[("instruments = 3", "instruments = 2"), ("\"small\"", "\"two\"")]);
        let changes = &said(vec![other]).changes[0];
        assert!(changes.new.iter().any(|line| line.contains("2nd instrument")));
        assert!(changes.gone.iter().any(|line| line.contains("3rd instrument")));
    }
}
