//! Inputs that no run should give but some day one will: empty, endless, coinciding, wordy.

use serde_json::{Number, Value};

use super::samples::{
    LONG, chance, day, eight_lines, mark, one_of_each, usual_cumulative, usual_fan, usual_next,
    usual_pace, usual_quarters,
};
use crate::chart::{
    AtTarget, Beyond, Chart, Crossing, Cumulative, Fan, FanQuantiles, Heading, Interval, Likely,
    Next, Pace, PacePoint, QuarterBar, Quarters, Series, Threshold,
};
use crate::quantity::Day;

const FOREIGN: &str = "الجمهورية الجزائرية الديمقراطية الشعبية 中华人民共和国常驻联合国代表团 🇻🇳";

fn hostile_heading() -> Heading {
    Heading {
        title: format!("{LONG} {LONG}"),
        subtitle: format!("{FOREIGN} {LONG} {LONG}"),
        footer: format!("{LONG} {LONG} {LONG} {LONG}"),
        desc: "\u{0}<&>\"'".into(),
    }
}

pub(crate) fn odd_cumulatives() -> Vec<(&'static str, Cumulative)> {
    let usual = usual_cumulative();
    let flat = |height: f64| Series {
        points: vec![(day("2026-05-31"), chance(height)), (day("2037-10-24"), chance(height))],
        at_target: Some(AtTarget { chance: chance(height), label: "as said".into() }),
        median: Some(mark("2026-05-31", "Median: May 2026")),
        name: "Flat".into(),
        note: "for ever".into(),
    };
    let with = |series: Vec<Series>| Cumulative { series, ..usual.clone() };
    vec![
        ("empty", Cumulative { target: None, interval: None, ..with(Vec::new()) }),
        ("no-points", with(vec![Series { name: "None".into(), ..Series::default() }])),
        ("all-nought", with(vec![flat(0.0)])),
        ("all-one", with(vec![flat(1.0)])),
        ("eight-alike", with(vec![flat(1.0); 8])),
        ("eight-at-nought", with(vec![flat(0.0); 8])),
        (
            "target-before",
            Cumulative { target: Some(mark("2020-01-01", "Target: 1 Jan 2020")), ..usual.clone() },
        ),
        (
            "target-after",
            Cumulative { target: Some(mark("2050-01-01", "Target: 1 Jan 2050")), ..usual.clone() },
        ),
        (
            "target-at-start",
            Cumulative { target: Some(mark("2026-05-31", "Target: 31 May 2026")), ..usual.clone() },
        ),
        ("target-at-end", Cumulative { target: Some(mark("2037-10-24", LONG)), ..usual.clone() }),
        (
            "open-interval",
            Cumulative {
                interval: Some(Interval {
                    from: Some(day("2030-01-01")),
                    to: None,
                    label: "80% of futures: Jan 2030 to after Oct 2037".into(),
                }),
                ..usual.clone()
            },
        ),
        (
            "interval-beyond",
            Cumulative {
                interval: Some(Interval {
                    from: None,
                    to: None,
                    label: "80% of futures: after Oct 2037".into(),
                }),
                ..usual.clone()
            },
        ),
        (
            "long-interval",
            Cumulative {
                interval: Some(Interval {
                    from: Some(Day::FIRST),
                    to: Some(Day::LAST),
                    label: LONG.into(),
                }),
                ..usual.clone()
            },
        ),
        ("one-day", Cumulative { from: day("2026-05-31"), to: day("2026-05-31"), ..usual.clone() }),
        ("ten-days", Cumulative { to: day("2026-06-10"), ..usual.clone() }),
        ("one-year", Cumulative { to: day("2027-06-10"), ..usual.clone() }),
        ("three-years", Cumulative { to: day("2029-09-10"), ..usual.clone() }),
        ("sixty-years", Cumulative { to: day("2086-09-10"), ..usual.clone() }),
        ("for-ever", Cumulative { from: Day::FIRST, to: Day::LAST, ..usual.clone() }),
        ("last-day", Cumulative { from: Day::LAST, to: Day::LAST, ..usual.clone() }),
        (
            "wordy",
            Cumulative {
                heading: hostile_heading(),
                series: vec![
                    Series { name: LONG.into(), note: FOREIGN.into(), ..flat(0.4) },
                    Series {
                        name: FOREIGN.into(),
                        note: LONG.into(),
                        median: Some(mark("2030-01-01", LONG)),
                        ..flat(0.4)
                    },
                ],
                ..usual
            },
        ),
    ]
}

pub(crate) fn odd_quarters() -> Vec<(&'static str, Quarters)> {
    let usual = usual_quarters();
    let beyond = |share: f64| {
        Some(Beyond { share: chance(share), label: format!("{share}"), name: LONG.into() })
    };
    let level = |share: f64| -> Vec<QuarterBar> {
        usual
            .bars
            .iter()
            .map(|bar| QuarterBar { share: chance(share), label: "100.0%".into(), ..bar.clone() })
            .collect()
    };
    vec![
        ("empty", Quarters { bars: Vec::new(), beyond: None, target: None, ..usual.clone() }),
        ("only-beyond", Quarters { bars: Vec::new(), beyond: beyond(1.0), ..usual.clone() }),
        ("nearly-all-beyond", Quarters { beyond: beyond(0.9), ..usual.clone() }),
        ("all-nought", Quarters { bars: level(0.0), beyond: beyond(0.0), ..usual.clone() }),
        ("all-one", Quarters { bars: level(1.0), ..usual.clone() }),
        ("few", Quarters { to: day("2028-03-31"), ..usual.clone() }),
        ("target-before", Quarters { target: Some(mark("2020-01-01", LONG)), ..usual.clone() }),
        ("target-at-start", Quarters { target: Some(mark("2026-06-01", LONG)), ..usual.clone() }),
        ("one-day", Quarters { to: day("2026-05-31"), ..usual.clone() }),
        ("for-ever", Quarters { from: Day::FIRST, to: Day::LAST, ..usual.clone() }),
        (
            "wordy",
            Quarters {
                heading: hostile_heading(),
                before: LONG.into(),
                after: FOREIGN.into(),
                ..usual
            },
        ),
    ]
}

pub(crate) fn odd_fans() -> Vec<(&'static str, Fan)> {
    let usual = usual_fan();
    let level = |at: [f64; 5]| {
        vec![
            FanQuantiles { day: day("2026-06-30"), at },
            FanQuantiles { day: day("2032-12-31"), at },
        ]
    };
    vec![
        (
            "empty",
            Fan { recorded: Vec::new(), quantiles: Vec::new(), threshold: None, ..usual.clone() },
        ),
        (
            "nothing-recorded",
            Fan { recorded: Vec::new(), recorded_label: "none deposited".into(), ..usual.clone() },
        ),
        ("as-of-at-start", Fan { from: day("2026-05-31"), ..usual.clone() }),
        ("as-of-before", Fan { from: day("2027-05-31"), ..usual.clone() }),
        ("as-of-after", Fan { as_of: day("2040-05-31"), ..usual.clone() }),
        (
            "not-numbers",
            Fan { quantiles: level([f64::NAN, 1.0, f64::INFINITY, 2.0, 3.0]), ..usual.clone() },
        ),
        (
            "huge",
            Fan {
                quantiles: level([1e300; 5]),
                threshold: Some(Threshold { count: u32::MAX, label: LONG.into() }),
                ..usual.clone()
            },
        ),
        ("nobody-moves", Fan { quantiles: level([3.0; 5]), ..usual.clone() }),
        (
            "at-the-threshold",
            Fan {
                quantiles: level([40.0; 5]),
                recorded: vec![(day("2026-01-01"), 40)],
                recorded_label: "40 deposited".into(),
                ..usual.clone()
            },
        ),
        (
            "crossings-alike",
            Fan {
                median_crossing: Some(Crossing {
                    day: day("2028-08-25"),
                    label: LONG.into(),
                    note: FOREIGN.into(),
                }),
                ..usual.clone()
            },
        ),
        ("crossing-at-end", Fan { to: day("2030-07-16"), ..usual.clone() }),
        ("one-day", Fan { from: day("2026-05-31"), to: day("2026-05-31"), ..usual.clone() }),
        (
            "single",
            Fan {
                threshold: Some(Threshold { count: 1, label: "Threshold: 1".into() }),
                quantiles: level([0.0, 0.1, 0.5, 0.9, 1.0]),
                recorded: Vec::new(),
                ..usual.clone()
            },
        ),
        (
            "wordy",
            Fan {
                heading: hostile_heading(),
                recorded_label: LONG.into(),
                early_crossing: Some(mark("2028-08-25", FOREIGN)),
                ..usual
            },
        ),
    ]
}

pub(crate) fn odd_nexts() -> Vec<(&'static str, Next)> {
    let usual = usual_next();
    let row = |number: f64| Likely {
        chance: chance(number),
        interval: (chance(number), chance(number)),
        name: FOREIGN.into(),
        note: LONG.into(),
        label: LONG.into(),
    };
    let with = |rows: Vec<Likely>| Next { rows, ..usual.clone() };
    vec![
        ("empty", with(Vec::new())),
        ("single", with(usual.rows[..1].to_vec())),
        ("all-nought", with(vec![row(0.0); 20])),
        ("all-one", with(vec![row(1.0); 8])),
        ("hundreds", with(vec![usual.rows[3].clone(); 300])),
        ("wordy", Next { heading: hostile_heading(), ..with(vec![row(0.4); 3]) }),
    ]
}

pub(crate) fn odd_paces() -> Vec<(&'static str, Pace)> {
    let usual = usual_pace();
    let level = |low: f64, median: f64, high: f64| {
        ["2026-01-01", "2030-01-01"]
            .map(|at| PacePoint { day: day(at), low, median, high })
            .to_vec()
    };
    let with = |points: Vec<PacePoint>| Pace { points, ..usual.clone() };
    vec![
        ("empty", with(Vec::new())),
        ("always-one", with(level(1.0, 1.0, 1.0))),
        ("not-numbers", with(level(0.0, f64::NAN, f64::INFINITY))),
        ("extreme", with(level(1e-300, 1.0, 1e300))),
        ("as-of-at-start", Pace { from: day("2026-05-31"), ..usual.clone() }),
        ("as-of-after", Pace { as_of: day("2040-01-01"), ..usual.clone() }),
        ("one-day", Pace { to: day("2025-10-25"), ..usual.clone() }),
        (
            "wordy",
            Pace {
                heading: hostile_heading(),
                median_label: LONG.into(),
                band_label: FOREIGN.into(),
                reference_label: LONG.into(),
                ..usual
            },
        ),
    ]
}

/// Every sample, with a name.
pub(crate) fn all() -> Vec<(String, Chart)> {
    let mut all: Vec<(String, Chart)> = vec![
        ("cumulative".to_owned(), usual_cumulative().into()),
        ("cumulative-eight".to_owned(), eight_lines().into()),
        ("quarters".to_owned(), usual_quarters().into()),
        ("fan".to_owned(), usual_fan().into()),
        ("next".to_owned(), usual_next().into()),
        ("pace".to_owned(), usual_pace().into()),
    ];
    all.extend(named("cumulative", odd_cumulatives()));
    all.extend(named("quarters", odd_quarters()));
    all.extend(named("fan", odd_fans()));
    all.extend(named("next", odd_nexts()));
    all.extend(named("pace", odd_paces()));
    for chart in one_of_each() {
        let kind = chart.kind();
        for (name, words) in [("long", LONG), ("foreign", FOREIGN), ("blank", "")] {
            all.push((format!("{kind} with {name} words"), changed(&chart, Some(words), None)));
        }
        for number in [0.0, 1.0] {
            all.push((format!("{kind} of {number}"), changed(&chart, None, Some(number))));
        }
        all.push((format!("{kind} as usual"), chart));
    }
    all
}

/// The same chart with all its words, or all its numbers but counts, taken for others.
fn changed(chart: &Chart, words: Option<&str>, number: Option<f64>) -> Chart {
    let mut value = serde_json::to_value(chart).expect("a chart is plain data");
    change(&mut value, words, number);
    serde_json::from_value(value).expect("only words and numbers have changed")
}

fn change(value: &mut Value, words: Option<&str>, number: Option<f64>) {
    match value {
        Value::String(text) => {
            let fixed = text.parse::<Day>().is_ok() || ["Chance", "Days"].contains(&text.as_str());
            if let Some(words) = words.filter(|_| !fixed) {
                words.clone_into(text);
            }
        }
        Value::Number(old) if old.is_f64() => {
            let new = number.and_then(Number::from_f64);
            *old = new.unwrap_or_else(|| old.clone());
        }
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, words, number)),
        Value::Object(entries) => {
            entries.values_mut().for_each(|entry| change(entry, words, number));
        }
        _ => {}
    }
}

fn named<T: Into<Chart>>(
    kind: &str,
    samples: Vec<(&'static str, T)>,
) -> impl Iterator<Item = (String, Chart)> {
    samples.into_iter().map(move |(name, it)| (format!("{kind}-{name}"), it.into()))
}
