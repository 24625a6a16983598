//! `inforce solve`: which value of one belief gives a wanted chance, on common draws.

pub(in crate::verbs) mod args;
mod figures;
mod rows;
mod text;

use super::{
    load,
    results::{self, Results},
    stop::Stop,
};
use crate::terminal::{Progress, Screen};
use crate::{
    analysis::{Knob, Search, dates, find_root, find_whole},
    engine::Plan,
    quantity::{Day, Proportion, tidy},
    scenario::{Faults, Scenario},
    tally::Event,
};
use args::SolveArgs;
use rows::{Evaluation, Found, Solved};

/// Futures an evaluation, where no number is asked for.
const RUNS: u64 = 100_000;
/// The bracket is narrowed to this part of the range.
const WIDTH: f64 = 1e-4;
/// The search stops where the chance is off by this part of its error.
const NEAR: f64 = 0.2;
/// The slope is taken over this part of the range to either side of the answer.
const BESIDE: f64 = 0.03;
/// About how many evaluations there are, for the progress bar.
const USUAL: u64 = 14;

pub(super) fn solve(args: &SolveArgs, screen: &Screen) -> Result<(), Stop> {
    if !(args.chance > 0.0 && args.chance < 1.0) {
        return Err(Stop::Problem(
            format!("--chance: expected a chance above 0 and below 1, found {}", args.chance),
            "for 50 % write 0.5".to_owned(),
        ));
    }
    let scenario = load(&args.scenario, &results::asked(&args.results)?, screen)?;
    let day = results::wanted_day(args.by, &scenario)?;
    let plan = results::plan(&args.results, &scenario, RUNS);
    let knob = Knob::find(&args.vary.key, &scenario)?;
    knob.check(&[args.vary.from, args.vary.to])?;
    let folder = results::folder(&args.results, &scenario, ("solve", &asked(args)), screen)?;
    let bar = Progress::new(USUAL, "evaluations", screen);
    let now = dates(&scenario, plan).chance_by(Event::InForce, day);
    let (found, evaluations) = results::on_threads(args.results.shown.threads, || {
        let mut evaluate = Evaluate {
            args,
            scenario: &scenario,
            knob: &knob,
            plan,
            day,
            bar: &bar,
            done: Vec::new(),
        };
        let found = evaluate.solve()?;
        Ok::<_, Faults>((found, evaluate.done))
    })??;
    drop(bar);
    let solved = Solved {
        model: &scenario.model,
        status_source: &scenario.status_source,
        plan,
        day,
        key: &knob.key,
        name: &knob.name,
        range: (args.vary.from, args.vary.to),
        wanted: args.chance,
        now: (knob.now, now),
        found,
        evaluations: &evaluations,
    };
    let results = Results {
        files: vec![
            ("solve.csv".to_owned(), solved.table()),
            results::manifest(&scenario, "solve"),
        ],
        figures: solved.figures(),
        json: solved.json(),
        text: solved.screen(),
    };
    results::finish(folder, &args.results.shown, results, screen)
}

/// What is asked, as it stands in a folder's name.
fn asked(args: &SolveArgs) -> Vec<String> {
    let vary = results::range_name(&args.vary.key, &[args.vary.from, args.vary.to]);
    let chance = format!("chance={}", args.chance);
    [vary, chance].into_iter().chain(results::by_name(args.by)).collect()
}

/// The chance as a function of the value, each value evaluated once.
struct Evaluate<'a> {
    args: &'a SolveArgs,
    scenario: &'a Scenario,
    knob: &'a Knob,
    plan: Plan,
    day: Day,
    bar: &'a Progress,
    done: Vec<Evaluation>,
}

impl Evaluate<'_> {
    fn solve(&mut self) -> Result<Found, Faults> {
        let (from, to) = (self.args.vary.from, self.args.vary.to);
        let wanted = self.args.chance;
        let search = if self.knob.whole {
            find_whole(from as i64, to as i64, &mut |value| {
                Ok(self.chance(value as f64)?.value() - wanted)
            })?
        } else {
            let error = (wanted * (1.0 - wanted) / self.plan.runs.get() as f64).sqrt();
            let until = ((to - from) * WIDTH, NEAR * error);
            find_root(from, to, until, &mut |value| Ok(self.chance(tidy(value))?.value() - wanted))?
        };
        match search {
            Search::Nowhere { nearest } => {
                let nearest = tidy(nearest);
                Ok(Found::Nowhere { nearest, chance: self.chance(nearest)? })
            }
            Search::At(value) => {
                let value = tidy(value);
                let chance = self.chance(value)?;
                let error = self.error(value, chance)?;
                Ok(Found::At { value, error, chance, whole: self.knob.whole })
            }
        }
    }

    /// The error of the value: that of the chance over the slope. Nothing where the curve is
    /// flat.
    fn error(&mut self, value: f64, chance: Proportion) -> Result<Option<f64>, Faults> {
        let (from, to) = (self.args.vary.from, self.args.vary.to);
        let step = if self.knob.whole { 1.0 } else { (to - from) * BESIDE };
        let (low, high) = (tidy((value - step).max(from)), tidy((value + step).min(to)));
        let rise = self.chance(high)?.value() - self.chance(low)?.value();
        let slope = (rise / (high - low)).abs();
        Ok((slope > 0.0).then(|| chance.standard_error() / slope))
    }

    fn chance(&mut self, value: f64) -> Result<Proportion, Faults> {
        let same = |one: &&Evaluation| one.value.to_bits() == value.to_bits();
        if let Some(known) = self.done.iter().find(same) {
            return Ok(known.chance);
        }
        let scenario = self.scenario.with(&self.knob.changes(value))?;
        let chance = dates(&scenario, self.plan).chance_by(Event::InForce, self.day);
        self.done.push(Evaluation { value, chance });
        self.bar.step();
        Ok(chance)
    }
}
