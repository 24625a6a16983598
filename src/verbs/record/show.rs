//! `inforce record show`: what changed since the forecast before the last, and which news did it.

use std::path::Path;

use toml::Value;

use super::args::RecordShowArgs;
use super::rows::{Kind, Recorded, Share};
use super::{Screen, Stop, last, read, scenario_of};
use crate::{
    analysis::Way,
    engine::{Plan, simulate},
    forecasts::Issued,
    publish::Folder,
    quantity::{Day, Seed},
    scenario::{Change, Scenario, key_words},
    tally::{Difference, Milestone, SideBySide, Tally},
    terminal::Progress,
    verbs::results::{self, Results},
};

pub(super) fn show(args: &RecordShowArgs, screen: &Screen) -> Result<(), Stop> {
    let record = read(&args.file)?;
    let newest = last(&record, &args.file)?;
    let new = scenario_of(&args.file, newest)?;
    // One folder for one record, whatever the layers of its last forecast are called.
    let stem = args.file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("forecasts");
    let out = Path::new("out").join(format!("{stem}-record"));
    let folder = Folder::open(args.results.out.as_ref().unwrap_or(&out))?;
    let before = record.rows.len().checked_sub(2).map(|place| &record.rows[place]);
    let mut shares = Vec::new();
    if let Some(before) = before {
        let old = scenario_of(&args.file, before)?;
        let runs = args.results.runs.unwrap_or(newest.runs);
        let plan = plan(runs, args.results.seed.unwrap_or(newest.seed))?;
        let pair = Pair { before, newest, old: &old, new: &new, plan };
        shares = results::on_threads(args.results.shown.threads, || pair.shares(screen))??;
    }
    let recorded = Recorded { model: &new.model, rows: &record.rows, shares: &shares };
    let mut files = recorded.tables();
    files.push(results::manifest(&new, "record show"));
    let results = Results {
        files,
        figures: recorded.figures(),
        json: recorded.json(),
        text: recorded.screen(),
    };
    results::finish(folder, &args.results.shown, results, screen)
}

fn plan(runs: u64, seed: u64) -> Result<Plan, Stop> {
    Ok(Plan { runs: results::run_count(runs)?, seed: Seed(seed) })
}

/// Two forecasts and what they were made from.
struct Pair<'a> {
    before: &'a Issued,
    newest: &'a Issued,
    old: &'a Scenario,
    new: &'a Scenario,
    plan: Plan,
}

impl Pair<'_> {
    /// What each piece of news does to the chance, from the row before to the newest; they add up
    /// to what the two rows differ by.
    fn shares(&self, screen: &Screen) -> Result<Vec<Share>, Stop> {
        let (Some((old_target, was, _)), Some((target, is, _))) =
            (self.before.target, self.newest.target)
        else {
            return Ok(Vec::new());
        };
        let mut shares = Vec::new();
        let mut add = |kind: Kind, what: String, change: Difference| {
            // What is nothing is not news.
            if change.value.abs() > 1e-12 || change.standard_error > 0.0 {
                shares.push(Share { kind, what, change });
            }
        };
        let exact = |value: f64| Difference { value, standard_error: 0.0 };
        // The old row run again as it was: what differs is the program's doing.
        let again = plan(self.before.runs, self.before.seed)?;
        let old = tally(self.old, again, "forecast before", screen);
        let here = |tally: &Tally, day: Day| tally.dates.chance_by(Milestone::InForce, day).value();
        let version = |from: &str| format!("{from} to {}", env!("CARGO_PKG_VERSION"));
        add(Kind::Version, version(&self.before.version), exact(here(&old, old_target) - was));
        let moved = format!("{old_target} to {target}");
        add(Kind::Target, moved, exact(here(&old, target) - here(&old, old_target)));
        let drawn = tally(self.old, self.plan, "same draws", screen);
        let draws = format!("{} runs, seed {}", self.plan.runs.get(), self.plan.seed.0);
        add(Kind::Draws, draws, exact(here(&drawn, target) - here(&old, target)));
        for share in self.news(target, screen)? {
            add(share.kind, share.what, share.change);
        }
        let new = tally(self.new, self.plan, "newest forecast", screen);
        let wanted = plan(self.newest.runs, self.newest.seed)?;
        let same = wanted == self.plan;
        let kind = if same { Kind::Version } else { Kind::Draws };
        let what = if same { version(&self.newest.version) } else { "as recorded".to_owned() };
        add(kind, what, exact(is - here(&new, target)));
        Ok(shares)
    }

    /// First the time that has passed, as if nothing had been heard in it; then each piece of news
    /// by itself, in both orders.
    fn news(&self, target: Day, screen: &Screen) -> Result<Vec<Share>, Stop> {
        let mut shares = Vec::new();
        let later = later(self.old, self.new.model.as_of);
        let from = later.as_ref().unwrap_or(self.old);
        if let Some(later) = &later {
            let runs = [self.old, later].map(|one| simulate(&one.model, self.plan));
            let bar = Progress::new(self.plan.runs.get(), "time", screen);
            let side = SideBySide::from_runs(&runs, &[(0, 1)], &[target], &|done| bar.at(done));
            let change = side.pairs.first().and_then(|pair| pair.chance_gained(target));
            let what = format!("{} to {}", self.old.model.as_of, later.model.as_of);
            shares.extend(change.map(|change| Share { kind: Kind::Time, what, change }));
        }
        let Some(way) = Way::between(from, self.new)? else { return Ok(shares) };
        let bar = Progress::new(self.plan.runs.get(), "news", screen);
        let attribution = way.attribute(self.plan, Some(target), &|done| bar.at(done));
        for step in attribution.steps {
            let Some(change) = step.mean().chance else { continue };
            let keys = &step.change.keys;
            shares.push(Share { kind: Kind::of(keys), what: self.what(&step.change), change });
        }
        Ok(shares)
    }

    /// What a step changed: who deposited or signed, else the keys.
    fn what(&self, change: &crate::tally::ChangedKeys) -> String {
        let day = |scenario: &Scenario, index: usize, key: &str| {
            let status = &scenario.model.participants.get(index)?.status;
            match key {
                "status.deposits" => status.deposited.map(|report| report.on),
                _ => status.signed,
            }
        };
        let mut said = Vec::new();
        for key in &change.keys {
            if !["status.deposits", "status.signatures"].contains(&key.as_str()) {
                let name = key_words(key, &self.new.model);
                let values = if change.keys.len() > 1 || change.from.len() + change.to.len() > 40 {
                    name
                } else {
                    format!("{name} {} to {}", change.from, change.to)
                };
                said.push(values);
                continue;
            }
            let differ = self.new.model.participants.iter().enumerate().filter(|(index, one)| {
                let old = self.old.model.find(&one.code);
                old.and_then(|old| day(self.old, old, key)) != day(self.new, *index, key)
            });
            let codes: Vec<&str> = differ.map(|(_, one)| one.code.as_str()).collect();
            said.push(match codes.len() {
                0 => key.clone(),
                1..=6 => codes.join(", "),
                many => format!("{}, … ({many} in all)", codes[..5].join(", ")),
            });
        }
        said.join("; ")
    }
}

/// The scenario with its status known to be unchanged up to a later day; nothing where the day is
/// not later, or makes no sense for it.
fn later(scenario: &Scenario, as_of: Day) -> Option<Scenario> {
    if as_of <= scenario.model.as_of {
        return None;
    }
    let day = Value::Datetime(as_of.to_string().parse().ok()?);
    scenario.with(&[Change::set(&["status", "as_of"], day)]).ok()
}

fn tally(scenario: &Scenario, plan: Plan, what: &str, screen: &Screen) -> Tally {
    let bar = Progress::new(plan.runs.get(), what, screen);
    Tally::from_runs_with_progress(&simulate(&scenario.model, plan), &|done| bar.at(done))
}
