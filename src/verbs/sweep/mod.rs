//! `inforce sweep`: the chance over a range of one value, or over a grid of two.

pub(in crate::verbs) mod args;
mod figures;
mod rows;
mod text;

use rayon::prelude::*;

use super::range::Grid;
use super::{
    load,
    results::{self, Results},
    stop::Stop,
};
use crate::terminal::{Progress, Screen};
use crate::{
    analysis::{Knob, dates},
    engine::Plan,
    quantity::{Day, tidy},
    scenario::{Faults, Scenario},
    tally::Milestone,
};
use args::SweepArgs;
use rows::{Axis, Point, Swept};

/// Futures a point, where none are asked for.
const RUNS: u64 = 20_000;
/// More points than these would take hours.
const MOST_POINTS: usize = 10_000;

pub(super) fn sweep(args: &SweepArgs, screen: &Screen) -> Result<(), Stop> {
    let scenario = load(&args.scenario, &results::asked(&args.results)?, screen)?;
    let day = results::wanted_day(args.by, &scenario)?;
    let plan = results::plan(&args.results, &scenario, RUNS);
    let knobs = knobs(args, &scenario)?;
    let folder = results::folder(&args.results, &scenario, ("sweep", &asked(args)), screen)?;
    let axes: Vec<Axis> = args
        .vary
        .iter()
        .zip(&knobs)
        .map(|(grid, knob)| Axis {
            key: grid.key.clone(),
            name: knob.name.clone(),
            values: grid.values.clone(),
            now: knob.now,
        })
        .collect();
    let places = places(&axes);
    let bar = Progress::new(places.len() as u64, "points", screen);
    let points: Result<Vec<Point>, Faults> =
        results::on_threads(args.results.shown.threads, || {
            places
                .into_par_iter()
                .map(|values| {
                    let point = point(&scenario, &knobs, values, plan, day);
                    bar.step();
                    point
                })
                .collect()
        })?;
    drop(bar);
    let points = points?;
    let swept = Swept {
        model: &scenario.model,
        status_source: &scenario.status_source,
        plan,
        day,
        axes: &axes,
        points: &points,
    };
    let results = Results {
        files: vec![("sweep.csv".to_owned(), swept.table()), results::manifest(&scenario, "sweep")],
        figures: swept.figures(),
        json: swept.json(),
        text: swept.screen(),
    };
    results::finish(folder, &args.results.shown, results, screen)
}

/// What is asked, as it stands in a folder's name: of each key from where to where by which step.
fn asked(args: &SweepArgs) -> Vec<String> {
    let range = |grid: &Grid| match grid.values[..] {
        [from, next, .., to] => results::range_name(&grid.key, &[from, to, tidy(next - from)]),
        _ => results::range_name(&grid.key, &grid.values),
    };
    args.vary.iter().map(range).chain(results::by_name(args.by)).collect()
}

fn knobs(args: &SweepArgs, scenario: &Scenario) -> Result<Vec<Knob>, Stop> {
    if args.vary.len() > 2 {
        return Err(Stop::Problem(
            format!("--vary is given {} times, expected once or twice", args.vary.len()),
            "hold all but two with --set".to_owned(),
        ));
    }
    if let [one, other] = &args.vary[..]
        && one.key == other.key
    {
        let message = format!("--vary: `{}` is given twice", one.key);
        return Err(Stop::Problem(message, "vary two different values".to_owned()));
    }
    let points: usize = args.vary.iter().map(|grid| grid.values.len()).product();
    if points > MOST_POINTS {
        let message = format!("a grid of {points} points, expected {MOST_POINTS} at most");
        return Err(Stop::Problem(message, "take longer steps".to_owned()));
    }
    let knob = |grid: &Grid| {
        let knob = Knob::find(&grid.key, scenario)?;
        knob.check(&grid.values)?;
        Ok(knob)
    };
    args.vary.iter().map(knob).collect()
}

/// The values of each point: the first axis runs fastest.
fn places(axes: &[Axis]) -> Vec<Vec<f64>> {
    let mut places = vec![Vec::new()];
    for axis in axes.iter().rev() {
        let longer = places.iter().flat_map(|place: &Vec<f64>| {
            axis.values.iter().map(move |value| [&[*value], place.as_slice()].concat())
        });
        places = longer.collect();
    }
    places
}

fn point(
    scenario: &Scenario,
    knobs: &[Knob],
    values: Vec<f64>,
    plan: Plan,
    day: Day,
) -> Result<Point, Faults> {
    let changes = knobs.iter().zip(&values).flat_map(|(knob, value)| knob.changes(*value));
    let scenario = scenario.with(&changes.collect::<Vec<_>>())?;
    let dates = dates(&scenario, plan);
    Ok(Point {
        values,
        chance: dates.chance_by(Milestone::InForce, day),
        median: dates.quantile(Milestone::InForce, 0.5),
        beyond: dates.beyond(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_runs_fastest() {
        let axis = |values: &[f64]| Axis {
            key: "k".into(),
            name: "K".into(),
            values: values.to_vec(),
            now: None,
        };
        assert_eq!(places(&[axis(&[1.0, 2.0])]), [[1.0], [2.0]]);
        let grid = places(&[axis(&[1.0, 2.0]), axis(&[5.0, 6.0])]);
        assert_eq!(grid, [[1.0, 5.0], [2.0, 5.0], [1.0, 6.0], [2.0, 6.0]]);
    }
}
