//! Which news moved the chance from one forecast to the next.

use toml::Value;

use super::result::{NewsKind, NewsShare};
use crate::{
    analysis::Decomposition,
    engine::{Plan, simulate},
    forecasts::Issued,
    quantity::{Day, Seed},
    scenario::{Change, Scenario, key_words},
    tally::{self, Difference, Milestone, SideBySide, Tally},
    terminal::{ProgressBar, Screen},
    verbs::{plan::run_count, stop::Stop},
};

/// Two forecasts and what they were made from.
pub(super) struct ForecastPair<'a> {
    pub(super) before: &'a Issued,
    pub(super) newest: &'a Issued,
    pub(super) old: &'a Scenario,
    pub(super) new: &'a Scenario,
    /// For how many futures, by which seed, both are simulated side by side.
    pub(super) plan: Plan,
}

impl ForecastPair<'_> {
    /// What each piece of news does to the chance, from the row before to the newest; they add up
    /// to what the two rows differ by.
    pub(super) fn shares(&self, screen: &Screen) -> Result<Vec<NewsShare>, Stop> {
        let (Some((old_target, was, _)), Some((target, is, _))) =
            (self.before.target, self.newest.target)
        else {
            return Ok(Vec::new());
        };
        let mut shares = Vec::new();
        let mut add = |kind: NewsKind, what: String, change: Difference| {
            // What is nothing is not news.
            if change.value.abs() > 1e-12 || change.standard_error > 0.0 {
                shares.push(NewsShare { kind, what, change });
            }
        };
        let exact = |value: f64| Difference { value, standard_error: 0.0 };
        // The old row run again as it was: what differs is the program's doing.
        let again = plan_of(self.before)?;
        let old = count(self.old, again, "forecast before", screen);
        let here = |tally: &Tally, day: Day| tally.dates.chance_by(Milestone::InForce, day).value();
        let version = |from: &str| format!("{from} to {}", env!("CARGO_PKG_VERSION"));
        add(NewsKind::Version, version(&self.before.version), exact(here(&old, old_target) - was));
        let moved = format!("{old_target} to {target}");
        add(NewsKind::Target, moved, exact(here(&old, target) - here(&old, old_target)));
        let drawn = count(self.old, self.plan, "same draws", screen);
        let draws = format!("{} runs, seed {}", self.plan.runs.get(), self.plan.seed.0);
        add(NewsKind::Draws, draws, exact(here(&drawn, target) - here(&old, target)));
        for share in self.news(target, screen)? {
            add(share.kind, share.what, share.change);
        }
        let new = count(self.new, self.plan, "newest forecast", screen);
        let wanted = plan_of(self.newest)?;
        let same = wanted == self.plan;
        let kind = if same { NewsKind::Version } else { NewsKind::Draws };
        let what = if same { version(&self.newest.version) } else { "as recorded".to_owned() };
        add(kind, what, exact(is - here(&new, target)));
        Ok(shares)
    }

    /// First the time that has passed, as if nothing had been heard in it; then each piece of news
    /// by itself, in both orders.
    fn news(&self, target: Day, screen: &Screen) -> Result<Vec<NewsShare>, Stop> {
        let mut shares = Vec::new();
        let later = later(self.old, self.new.model.as_of);
        let from = later.as_ref().unwrap_or(self.old);
        if let Some(later) = &later {
            let runs = [self.old, later].map(|one| simulate(&one.model, self.plan));
            let bar = ProgressBar::new(self.plan.runs.get(), "time", screen);
            let side = SideBySide::from_runs(&runs, &[(0, 1)], &[target], &|done| bar.at(done));
            let change = side.pairs.first().and_then(|pair| pair.chance_gained(target));
            let what = format!("{} to {}", self.old.model.as_of, later.model.as_of);
            shares.extend(change.map(|change| NewsShare { kind: NewsKind::Time, what, change }));
        }
        let Some(way) = Decomposition::between(from, self.new)? else { return Ok(shares) };
        let bar = ProgressBar::new(self.plan.runs.get(), "news", screen);
        let attribution = way.attribute(self.plan, Some(target), &|done| bar.at(done));
        for step in attribution.steps {
            let Some(change) = step.mean().chance else { continue };
            let keys = &step.change.keys;
            shares.push(NewsShare {
                kind: NewsKind::from_keys(keys),
                what: self.what(&step.change),
                change,
            });
        }
        Ok(shares)
    }

    /// What a step changed: who deposited or signed, else the keys.
    fn what(&self, change: &tally::ChangedKeys) -> String {
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

fn count(scenario: &Scenario, plan: Plan, what: &str, screen: &Screen) -> Tally {
    let bar = ProgressBar::new(plan.runs.get(), what, screen);
    Tally::from_runs_with_progress(&simulate(&scenario.model, plan), &|done| bar.at(done))
}

fn plan_of(issued: &Issued) -> Result<Plan, Stop> {
    Ok(Plan { runs: run_count(issued.runs, 100_000)?, seed: Seed(issued.seed) })
}
