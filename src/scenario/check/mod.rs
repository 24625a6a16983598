//! From what is written to a sound model, or all that stands in the way.

mod belief;
mod dates;
mod draws;
mod evidence;
mod family;
mod joint;
mod label;
mod learned;
mod lever;
mod mix;
mod pace;
mod people;
mod ready;
mod record;
mod rule;
mod unnamed;

use std::collections::BTreeSet;

use super::{
    Expect, ExpectedChance,
    draft::Report,
    naming::LONGEST_NAME,
    sheet::Sheets,
    source::Span,
    wire::{Date, Entry, ExpectSection, ForecastSection, ScenarioFile},
};
use crate::{
    fault::Severity,
    parameters::{Key, defaults},
    quantity::{Day, Days, MONTH_DAYS, RunCount, Seed, When},
    treaty::{Fate, LearnedFactors, Model, Participant, Prospect},
};
use people::People;
use ready::Ready;

pub(super) use family::Step;

/// A model and what the engine is to do with it.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) model: Model,
    pub(super) runs: RunCount,
    pub(super) seed: Seed,
    pub(super) expect: Option<Expect>,
    /// Participants whose factor no table tells, by code.
    pub(super) without_factor: Vec<String>,
}

/// Gathers what is wrong.
#[derive(Debug)]
pub(super) struct Check<'a> {
    pub(super) reports: Vec<Report>,
    /// Keys that are written, though not so that they can be read.
    broken: &'a BTreeSet<String>,
}

/// A model of a scenario, sound where no error is reported; what is wrong is replaced by something
/// harmless so that the rest can be looked at too.
pub(super) fn check(
    file: &ScenarioFile,
    name: &str,
    sheets: &Sheets,
    broken: &BTreeSet<String>,
) -> (Checked, Vec<Report>) {
    let mut check = Check { reports: Vec::new(), broken };
    if file.is_only_a_layer() && broken.is_empty() {
        let message = "this is a layer, and there is no scenario below it";
        let help = "name what it lies over first, for example `hanoi`, then the layer";
        check.reports.push(Report::error(None, message).help(help));
    } else {
        check.name(file, name);
    }
    let known = check.reports.len();
    let checked = check.scenario(file, name, sheets);
    if known > 0 && file.is_only_a_layer() {
        check.reports.truncate(known);
    }
    (checked, check.reports)
}

impl Check<'_> {
    fn scenario(&mut self, file: &ScenarioFile, name: &str, sheets: &Sheets) -> Checked {
        self.mix(file);
        let dates = self.dates(file);
        let people = self.people(file, &sheets.participants);
        let mut statuses = self.statuses(file, &people, &sheets.status, dates);
        let labels = self.labels(file);
        let calibration = self.calibration(file);
        let pace = self.pace(file, &calibration, (&sheets.factors, dates));
        let (factors, without_factor) = self.factors(file, &people, &sheets.factors);
        let rule = self.rule(file, &people, &sheets.participants);
        Check::take_out(&mut statuses, &rule);
        let beliefs = self.beliefs(file, &people, &statuses, dates);
        let known = (0..people.list.len()).map(|index| ready::ReadinessContext {
            person: &people.list[index],
            status: &statuses[index],
            beliefs: &beliefs[index],
            learned: &factors[index],
        });
        let learned = calibration.as_ref().map(|learned| &learned.calibration);
        let ready = Ready::of(known, learned, &rule, dates);
        let levers = self.levers(file, &people, &statuses, &ready, dates);
        let calibration = calibration.map(|learned| learned.folded(file, pace.as_ref()));
        let drawn = self.draws(file, calibration.as_ref(), pace.as_ref());
        let participants = people.list.iter().enumerate().map(|(index, person)| Participant {
            code: person.code.clone(),
            name: person.name.clone(),
            kind: person.kind,
            groups: person.groups.iter().cloned().collect(),
            can_act_from: person.can_act_from,
            status: statuses[index],
            factor: beliefs[index].factor.unwrap_or(factors[index].deposit),
            signing_factor: beliefs[index].signing_factor.unwrap_or(factors[index].signing),
            learned: Some(LearnedFactors {
                deposit: factors[index].deposit.mean,
                signing: factors[index].signing,
            }),
            signing: beliefs[index].signing.clone(),
            accession: beliefs[index].accession.clone(),
            ratification: beliefs[index].ratification.clone(),
            levers: levers[index].clone(),
        });
        let treaty = ("treaty", file.treaty.at());
        let title = self.required(treaty, "title", &file.treaty.section().title);
        let model = Model {
            name: name.to_owned(),
            labels,
            title: title.unwrap_or_default(),
            opened: dates.opened,
            closes: dates.closes,
            technical: file.treaty.section().technical.or(defaults::TECHNICAL),
            as_of: dates.as_of,
            horizon: dates.horizon,
            target: file.forecast.section().target.get().map(|date| date.0),
            by: by(&file.forecast.section()),
            watched: self.watched(file, &people, &rule),
            rule,
            parts: Vec::new(),
            departures: Vec::new(),
            participants: participants.collect(),
            unnamed_signatories: self.unnamed_signatories(file, dates),
            calibration,
            pace,
            parameter_draws: drawn,
        };
        self.whole(file, &model, &people);
        let (runs, seed) = self.plan(&file.forecast.section());
        let expect = file.expect.get().map(|expect| self.expect(expect));
        Checked { model, runs, seed, expect, without_factor }
    }

    /// The name, which becomes a folder's.
    fn name(&mut self, file: &ScenarioFile, name: &str) {
        let entry = &file.scenario.section().name;
        let section = ("scenario", file.scenario.at());
        if self.required(section, "name", entry).is_none() {
            return;
        }
        let allowed = |letter: char| letter.is_alphanumeric() || "-_+.=".contains(letter);
        let length = name.chars().count();
        if name.starts_with('.')
            || !name.chars().all(allowed)
            || !(1..=LONGEST_NAME).contains(&length)
        {
            let message = format!("a folder is named after the scenario, but `{name}` names none");
            let help =
                "use letters, digits, `-`, `_`, `+`, `=` and `.`, at most 100, no `.` in front";
            self.reports.push(Report::error(entry.at(), message).help(help));
        }
    }

    fn plan(&mut self, forecast: &ForecastSection) -> (RunCount, Seed) {
        let default = RunCount::new(defaults::RUNS).expect("what holds by default is sound");
        let runs = match forecast.runs.both() {
            None => default,
            Some((runs, at)) => RunCount::new(*runs).unwrap_or_else(|wrong| {
                self.error(Some(at), wrong.to_string());
                default
            }),
        };
        (runs, Seed(forecast.seed.or(defaults::SEED)))
    }

    /// What only the model as a whole shows.
    fn whole(&mut self, file: &ScenarioFile, model: &Model, people: &People) {
        if model.participants.is_empty() && !people.broken {
            let report = Report::error(file.participants.at(), "no participants");
            let help = "say who may join: [participants] table = \"participants.csv\"";
            self.reports.push(report.help(help));
        }
        let calibrated = model.participants.iter().any(|one| {
            [&one.signing, &one.accession, &one.ratification].contains(&&Prospect::Calibrated)
        });
        if let Some(last) =
            model.calibration.as_ref().and_then(|learned| learned.edges_months.last())
            && calibrated
        {
            let last = model.opened + Days((last * MONTH_DAYS).floor() as i32);
            if model.horizon > last {
                let message = format!(
                    "the horizon {} is beyond what the calibration covers, {last}",
                    model.horizon
                );
                let report = Report::error(file.forecast.section().horizon.at(), message);
                self.reports.push(report.help(format!("write horizon = {last} or earlier")));
            }
        }
        self.halves(file, model);
        self.odd_deposits(file, model);
        self.without_effect(file, model);
        self.out_of_reach(file, model);
    }

    /// A rule that stays unmet even when all who can deposit do.
    fn out_of_reach(&mut self, file: &ScenarioFile, model: &Model) {
        let may = |prospect: &Prospect| *prospect != Prospect::Never;
        let deposits: Vec<When> = model
            .participants
            .iter()
            .map(|one| {
                let signs = one.status.signed.is_some()
                    || may(&one.signing)
                    || one.levers.signs_on.is_some();
                let can = match one.levers.fate {
                    _ if one.status.deposited.is_some() => true,
                    Some(Fate::Out) => false,
                    Some(Fate::DepositsOn(_)) => true,
                    None => {
                        may(&one.accession)
                            || signs && may(&one.ratification)
                            || !one.levers.events.is_empty()
                            || !one.levers.blocs.is_empty()
                    }
                };
                if can { When::on(model.as_of) } else { When::NEVER }
            })
            .collect();
        let stands = self.reports.iter().all(|report| report.severity != Severity::Error);
        if stands
            && self.broken.is_empty()
            && model.rule.met(&deposits, &mut Vec::new()) == When::NEVER
        {
            let message = "too few can ever deposit for the rule to be met";
            let help = "see who never joins by its beliefs, and who is out by a lever";
            self.reports.push(Report::warning(file.rule.at(), message).help(help));
        }
    }

    fn halves(&mut self, file: &ScenarioFile, model: &Model) {
        let half = |one: &&Participant| {
            one.status.deposited.is_some_and(|report| report.chance.get() < 1.0)
        };
        let halves: Vec<&str> =
            model.participants.iter().filter(half).map(|one| one.code.as_str()).collect();
        if halves.len() > 6 {
            let message = format!(
                "{} deposits are only reported ({}); at most 6 may be",
                halves.len(),
                halves.join(", ")
            );
            let help = "give the surer ones chance 1 and the less sure ones chance 0";
            self.reports.push(Report::error(file.status.at(), message).help(help));
        }
    }

    fn expect(&mut self, expect: &ExpectSection) -> Expect {
        let mut chance_by = Vec::new();
        for entry in expect.chance_by.get().into_iter().flatten() {
            let Some((one, at)) = entry.both() else { continue };
            let chance = self.number(&one.chance, |x| (0.0..=1.0).contains(&x), CHANCE);
            let tolerance = self.number(&one.tolerance, |x| x >= 0.0, "a number from 0");
            match (one.by.get(), chance) {
                (Some(Date(by)), Some(chance)) => {
                    let tolerance = tolerance.unwrap_or(defaults::TOLERANCE);
                    chance_by.push(ExpectedChance { by: *by, chance, tolerance });
                }
                _ if one.by.is_given() && one.chance.is_given() => {}
                _ => self.error(Some(at), "expected `by` and `chance`"),
            }
        }
        let median_tolerance = expect.median_tolerance_days.or(defaults::MEDIAN_TOLERANCE_DAYS);
        Expect {
            chance_by,
            median_met: expect.median_met.get().map(|date| date.0),
            median_tolerance: Days(median_tolerance.min(1_000_000) as i32),
        }
    }

    fn error(&mut self, at: Option<Span>, message: impl Into<String>) {
        self.reports.push(Report::error(at, message));
    }

    /// A value that has to be given; says so, at its section, where it is not.
    fn required<T: Clone>(
        &mut self,
        (section, at): (&str, Option<Span>),
        key: &str,
        entry: &Entry<T>,
    ) -> Option<T> {
        let found = entry.get().cloned();
        let path = format!("{section}.{key}");
        if found.is_none() && !self.is_broken(section) && !self.is_broken(&path) {
            let report = Report::error(at, format!("`{key}` is missing in [{section}]"));
            self.reports.push(report.help(required_help(section, key)));
        }
        found
    }

    fn is_broken(&self, path: &str) -> bool {
        self.broken.contains(path)
    }

    /// A number that passes; nothing, and a fault, where it does not. NaN never passes.
    fn number(
        &mut self,
        entry: &Entry<f64>,
        ok: impl Fn(f64) -> bool,
        expected: &str,
    ) -> Option<f64> {
        let (number, at) = entry.both()?;
        if ok(*number) {
            return Some(*number);
        }
        let report = Report::error(Some(at), format!("{expected}, found {number}"));
        let percent = expected == CHANCE && (1.0..=100.0).contains(number);
        self.reports.push(if percent {
            report.help(format!("for {number} % write {}", number / 100.0))
        } else {
            report
        });
        None
    }

    /// A list of numbers that all pass, with the list's place.
    fn numbers(
        &mut self,
        entry: &Entry<Vec<Entry<f64>>>,
        ok: impl Fn(f64) -> bool + Copy,
        expected: &str,
    ) -> Option<Vec<f64>> {
        let list = entry.get()?;
        let numbers: Vec<Option<f64>> =
            list.iter().map(|number| self.number(number, ok, expected)).collect();
        numbers.into_iter().collect()
    }
}

/// How a number that is no chance is refused.
const CHANCE: &str = "a chance lies between 0 and 1";

/// How a number that is no speed is refused.
const SPEED: &str = "expected a finite number from 0";

fn is_speed(number: f64) -> bool {
    number.is_finite() && number >= 0.0
}

fn by(forecast: &ForecastSection) -> Vec<Day> {
    let days: BTreeSet<Day> = forecast
        .by
        .get()
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.get().map(|date| date.0))
        .collect();
    days.into_iter().collect()
}

fn required_help(section: &str, key: &str) -> String {
    match Key::find(&format!("{section}.{key}")).and_then(|key| key.example) {
        Some(example) => format!("for example {example}"),
        None => format!("write it under [{section}]"),
    }
}
