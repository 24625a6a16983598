//! What no what-if should ask to have drawn but some day will: every chart bears it.

use crate::chart::{
    Chart, Corridor, CorridorLine, Curve, CurvePoint, Heading, Heat, HeatCell, Mark, ScenarioRow,
    Scenarios, Size, Tornado, TornadoEnd, TornadoRow, Unit, Waterfall, WaterfallStep, chance_ticks,
    day_ticks,
};
use crate::quantity::{Day, Days};

const ODD: [f64; 7] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -1e300, 1e300, 1e-300];

fn long() -> String {
    "A name <no> & axis was ever made for, ".repeat(9)
}

/// Drawn without a panic, whole, and without a number that is none.
fn check(chart: impl Into<Chart>) {
    let chart = chart.into();
    for size in [Size::default(), Size::new(400, None), Size::new(960, Some(540))] {
        let svg = chart.draw(size);
        let text = svg.text();
        assert!(
            text.ends_with("</svg>\n") && !text.contains("NaN") && !text.contains("inf\""),
            "{text}"
        );
    }
}

fn bars(values: &[f64]) {
    let end = |value: f64| Some(TornadoEnd { value, error: value, label: long() });
    for unit in [Unit::Chance, Unit::Days] {
        let row = |value: &f64| TornadoRow {
            name: long(),
            note: long(),
            down: end(*value),
            up: end(-*value),
        };
        let rows = values.iter().map(row).collect();
        let reference = values.first().copied().unwrap_or(0.0);
        check(Tornado {
            heading: Heading::default(),
            unit,
            reference,
            reference_label: long(),
            ends: Some((long(), long())),
            rows,
        });
        let step = |value: &f64| WaterfallStep {
            name: long(),
            note: String::new(),
            change: *value,
            error: *value,
            label: long(),
        };
        let (start, end) = ((long(), reference, long()), (long(), reference, long()));
        let steps = values.iter().map(step).collect();
        check(Waterfall { heading: Heading::default(), unit, start, steps, end });
    }
}

#[test]
fn bars_of_any_number_are_drawn() {
    bars(&[]);
    bars(&ODD);
    bars(&[0.5; 100]);
    ODD.iter().for_each(|value| bars(&[*value]));
}

#[test]
fn curves_and_heat_maps_of_any_number_are_drawn() {
    for values in [&ODD[..], &[], &[1.0], &[0.1; 2000]] {
        let up = (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(1.0));
        let point = |value: &f64| CurvePoint { x: *value, y: *value, interval: (*value, -*value) };
        check(Curve {
            heading: Heading::default(),
            across: long(),
            up,
            ticks: [chance_ticks(up), day_ticks(up)].concat(),
            points: values.iter().map(point).collect(),
            wanted: Some((up.0, long())),
            found: Some((up.0, up.1, long())),
            now: Some((up.0, long())),
        });
        let cell = |value: &f64| Some(HeatCell { shade: *value, label: long() });
        check(Heat {
            heading: Heading::default(),
            across: (long(), values.to_vec()),
            up: (long(), values.iter().take(9).copied().collect()),
            cells: values.iter().map(cell).chain([None]).collect(),
        });
    }
}

#[test]
fn scenarios_of_any_number_are_drawn() {
    for (from, to) in [(Day::FIRST, Day::LAST), (Day::LAST, Day::FIRST), (Day::LAST, Day::LAST)] {
        let row = |value: &f64| ScenarioRow {
            name: long(),
            base: *value > 0.0,
            chance: *value,
            error: -*value,
            label: long(),
            days: [Some(from), None, Some(to), Some(Day::FIRST), None],
            median: long(),
        };
        for values in [&ODD[..], &[], &[0.5; 60]] {
            for target in [None, Some(Mark { day: to, label: long() })] {
                let rows = values.iter().map(row).collect();
                check(Scenarios { heading: Heading::default(), from, to, target, rows });
            }
        }
    }
}

#[test]
fn corridors_of_any_number_are_drawn() {
    for (from, to) in [(Day::FIRST, Day::LAST), (Day::LAST, Day::FIRST), (Day::LAST, Day::LAST)] {
        let points = |sign: f64| {
            let odd = ODD.iter().enumerate();
            odd.map(|(place, value)| (from + Days(place as i32), sign * value)).collect()
        };
        let line = |sign| CorridorLine { name: long(), note: long(), points: points(sign) };
        for lines in [vec![], vec![line(1.0)], vec![line(1.0), line(-1.0), line(1.0)]] {
            check(Corridor {
                heading: Heading::default(),
                from,
                to,
                as_of: from,
                recorded: vec![(from, 3), (to, u32::MAX)],
                lines,
                expected: Some(line(1.0)),
                threshold: Some((u32::MAX, long())),
                last_day: Some(Mark { day: to, label: long() }),
            });
        }
    }
}
