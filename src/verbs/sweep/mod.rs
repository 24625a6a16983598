//! `inforce sweep`: the chance over a range of one value, or over a grid of two.

pub(in crate::verbs) mod args;
mod figures;
mod result;
mod rows;
mod text;

use rayon::prelude::*;

use super::{
    load::load_scenario,
    manifest::manifest_of_verb,
    place::{name_of_day, name_of_range, open_for_verb},
    plan::{draw_changes, on_threads, plan, wanted_day},
    publish::{Publication, publish},
    range::SweepRange,
    stop::Stop,
};
use crate::terminal::{ProgressBar, Screen, pretty};
use crate::{
    analysis::{VariedParameter, dates},
    engine::Plan,
    quantity::{Day, tidy},
    scenario::{Faults, Scenario},
    tally::Milestone,
};
use args::SweepArgs;
use result::{SweepAxis, SweepPoint, Swept};

/// Futures a point, where none are asked for.
const RUNS: u64 = 20_000;
/// More points than these would take hours.
const MOST_POINTS: usize = 10_000;

pub(super) fn sweep(args: &SweepArgs, screen: &Screen) -> Result<(), Stop> {
    // Load.
    let asked = draw_changes(args.results.runs, args.results.seed)?;
    let scenario = load_scenario(&args.scenario, &asked, screen)?;
    // Plan.
    let day = wanted_day(args.by, &scenario)?;
    let plan = plan(&args.results, &scenario, RUNS);
    let knobs = find_knobs(args, &scenario)?;
    let axes = axes(args, &knobs);
    let folder = open_for_verb(&args.results, &scenario, ("sweep", &asked_name(args)), screen)?;
    // Simulate.
    let points = on_threads(args.results.shown.threads, || {
        let values = grid_values(&axes);
        let bar = ProgressBar::new(values.len() as u64, "points", screen);
        let simulated = values.into_par_iter().map(|values| {
            let point = simulate_point(&scenario, &knobs, values, plan, day);
            bar.step();
            point
        });
        simulated.collect::<Result<Vec<SweepPoint>, Faults>>()
    })??;
    // Result.
    let swept = Swept {
        model: &scenario.model,
        status_source: &scenario.status_source,
        plan,
        day,
        axes: &axes,
        points: &points,
    };
    // Publish.
    let publication = Publication {
        files: vec![("sweep.csv".to_owned(), swept.table()), manifest_of_verb(&scenario, "sweep")],
        figures: swept.figures(),
        json: pretty(&swept.json()),
        text: swept.screen(),
    };
    publish(folder, &args.results.shown, &publication, screen)
}

/// What is asked, as it stands in a folder's name: of each key from where to where by which step.
fn asked_name(args: &SweepArgs) -> Vec<String> {
    let range = |range: &SweepRange| match range.values[..] {
        [from, next, .., to] => name_of_range(&range.key, &[from, to, tidy(next - from)]),
        _ => name_of_range(&range.key, &range.values),
    };
    args.vary.iter().map(range).chain(name_of_day(args.by)).collect()
}

fn find_knobs(args: &SweepArgs, scenario: &Scenario) -> Result<Vec<VariedParameter>, Stop> {
    if args.vary.len() > 2 {
        return Err(Stop::problem(
            format!("--vary is given {} times, expected once or twice", args.vary.len()),
            "hold all but two with --set",
        ));
    }
    if let [one, other] = &args.vary[..]
        && one.key == other.key
    {
        let message = format!("--vary: `{}` is given twice", one.key);
        return Err(Stop::problem(message, "vary two different values"));
    }
    let points: usize = args.vary.iter().map(|grid| grid.values.len()).product();
    if points > MOST_POINTS {
        let message = format!("a grid of {points} points, expected {MOST_POINTS} at most");
        return Err(Stop::problem(message, "take longer steps"));
    }
    let knob = |grid: &SweepRange| {
        let knob = VariedParameter::find(&grid.key, scenario)?;
        knob.check(&grid.values)?;
        Ok(knob)
    };
    args.vary.iter().map(knob).collect()
}

fn axes(args: &SweepArgs, knobs: &[VariedParameter]) -> Vec<SweepAxis> {
    let axis = |(range, knob): (&SweepRange, &VariedParameter)| SweepAxis {
        key: range.key.clone(),
        name: knob.name.clone(),
        values: range.values.clone(),
        now: knob.now,
    };
    args.vary.iter().zip(knobs).map(axis).collect()
}

/// The values of each point: the first axis runs fastest.
fn grid_values(axes: &[SweepAxis]) -> Vec<Vec<f64>> {
    let mut places = vec![Vec::new()];
    for axis in axes.iter().rev() {
        let longer = places.iter().flat_map(|place: &Vec<f64>| {
            axis.values.iter().map(move |value| [&[*value], place.as_slice()].concat())
        });
        places = longer.collect();
    }
    places
}

fn simulate_point(
    scenario: &Scenario,
    knobs: &[VariedParameter],
    values: Vec<f64>,
    plan: Plan,
    day: Day,
) -> Result<SweepPoint, Faults> {
    let changes = knobs.iter().zip(&values).flat_map(|(knob, value)| knob.changes(*value));
    let scenario = scenario.with(&changes.collect::<Vec<_>>())?;
    let dates = dates(&scenario, plan);
    Ok(SweepPoint {
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
        let axis = |values: &[f64]| SweepAxis {
            key: "k".into(),
            name: "K".into(),
            values: values.to_vec(),
            now: None,
        };
        assert_eq!(grid_values(&[axis(&[1.0, 2.0])]), [[1.0], [2.0]]);
        let grid = grid_values(&[axis(&[1.0, 2.0]), axis(&[5.0, 6.0])]);
        assert_eq!(grid, [[1.0, 5.0], [2.0, 5.0], [1.0, 6.0], [2.0, 6.0]]);
    }
}
