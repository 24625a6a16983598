//! Inputs to draw in tests, as a run gives them.

use super::{
    AtTarget, Beyond, Chart, Corridor, CorridorLine, Coverage, CoveredInterval, Crossing,
    Cumulative, Curve, CurvePoint, Fan, FanQuantiles, Heading, Heat, HeatCell, Interval, Likely,
    Lines, Mark, NamedLine, Next, Pace, PacePoint, QuarterBar, Quarters, RangeRow, Ranges, Ranked,
    RankedRow, ScenarioRow, Scenarios, Series, Skill, SkillLine, Threshold, Tile, Tornado,
    TornadoEnd, TornadoRow, Unit, Waterfall, WaterfallStep, World, chance_ticks,
};
use crate::quantity::{Chance, Day, Days};

pub(crate) const LONG: &str = "The Former Very Long-Named and Most Serene United Federal Republic of \
    Überlängenbeispielstadt & <Friends> with a name no axis was ever made for, and then some more";
pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn chance(number: f64) -> Chance {
    Chance::new(number.clamp(0.0, 1.0)).expect("held within its range")
}

pub(crate) fn mark(at: &str, label: &str) -> Mark {
    Mark { day: day(at), label: label.into() }
}

fn heading(title: &str, subtitle: &str) -> Heading {
    Heading {
        title: title.into(),
        subtitle: subtitle.into(),
        footer: "Hanoi Convention: 40 instruments, then 90 days; 3 deposited by 31 May 2026. \
                 100,000 futures, inforce 0.1.0, seed 1."
            .into(),
        desc: "A sample.".into(),
    }
}

/// A smooth curve with 6 % at the end of 2027, a half in August 2029 and 90 % in August 2033.
fn curve() -> Vec<(Day, Chance)> {
    let from = day("2026-05-31");
    let point = |step: i32| {
        let at = from + Days(5 * step);
        let years = f64::from((at - day("2027-01-01")).0.max(0)) / 365.25 / 2.61;
        let odds = libm::pow(years, if years < 1.0 { 2.87 } else { 2.36 });
        (at, chance(odds / (1.0 + odds)))
    };
    (0..=833).map(point).collect()
}

fn shape(shift: f64, most: f64) -> Vec<(Day, Chance)> {
    let from = day("2026-05-31");
    let rise = |years: f64| (1.0 - libm::exp(-libm::pow(years.max(0.0) / 2.6, 1.9))) * most;
    (0..=832)
        .map(|step| {
            let years = f64::from(step * 5) / 365.25 - 1.0 - shift;
            (from + Days(step * 5), chance(rise(years)))
        })
        .collect()
}

pub(crate) fn usual_cumulative() -> Cumulative {
    let points = curve();
    Cumulative {
        heading: heading(
            "In force by the end of 2027: 6 chances in 100; by the end of 2028: 34",
            "Chance that the Convention is in force by a given day, % of 100,000 simulated futures",
        ),
        from: day("2026-05-31"),
        to: day("2037-10-24"),
        series: vec![Series {
            name: "96.5%".into(),
            note: "by 24 Oct 2037".into(),
            points,
            at_target: Some(AtTarget { chance: chance(0.06), label: "6%".into() }),
            median: Some(mark("2029-08-10", "Median: Aug 2029")),
        }],
        target: Some(mark("2027-12-31", "Target: 31 Dec 2027")),
        interval: Some(Interval {
            from: Some(day("2028-03-10")),
            to: Some(day("2033-08-15")),
            label: "80% of futures: Mar 2028 to Aug 2033".into(),
        }),
    }
}

pub(crate) fn eight_lines() -> Cumulative {
    let names = [
        "Baseline",
        "Campaign in 2027",
        "EU bloc deposits",
        "Threshold 30",
        "Slow start",
        "Shock",
        "Half the pace",
        LONG,
    ];
    let series = names.iter().enumerate().map(|(place, name)| {
        let points = shape(place as f64 * 0.45 - 0.5, 1.0 - place as f64 * 0.03);
        let target = day("2027-12-31");
        let at = points.iter().rfind(|(at, _)| *at <= target).map_or(0.0, |(_, c)| c.get());
        Series {
            name: (*name).to_owned(),
            note: format!("median {}", 2028 + place),
            at_target: Some(AtTarget { chance: chance(at), label: format!("{:.0}%", at * 100.0) }),
            points,
            median: None,
        }
    });
    Cumulative {
        heading: heading("A campaign helps more than a lower threshold", "Chance in force, %"),
        series: series.collect(),
        ..usual_cumulative()
    }
}

pub(crate) fn usual_quarters() -> Quarters {
    let heights = [
        0, 0, 0, 5, 12, 18, 25, 30, 36, 48, 52, 58, 60, 55, 50, 46, 42, 38, 34, 30, 27, 24, 22, 20,
        18, 16, 15, 13, 12, 11, 10, 9, 8, 8, 7, 7, 6, 6, 5, 5, 5, 4, 4, 4, 3,
    ];
    let bars = heights.iter().enumerate().map(|(place, height)| {
        let start = day("2026-07-01").plus_months(3 * place as u16);
        let share = f64::from(*height) / 1000.0;
        QuarterBar {
            start,
            share: chance(share),
            label: if share > 0.0 { format!("{:.1}", share * 100.0) } else { String::new() },
            by_target: start < day("2028-01-01"),
        }
    });
    Quarters {
        heading: heading(
            "The likeliest quarter is the third of 2029, and no quarter has more than 6%",
            "Share of 100,000 simulated futures by the quarter of entry into force, %",
        ),
        from: day("2026-05-31"),
        to: day("2037-10-24"),
        bars: bars.collect(),
        beyond: Some(Beyond {
            share: chance(0.035),
            label: "3.5%".into(),
            name: "after Oct 2037".into(),
        }),
        target: Some(mark("2027-12-31", "Target: 31 Dec 2027")),
        before: "6% by then".into(),
        after: "90% later".into(),
    }
}

pub(crate) fn usual_fan() -> Fan {
    let row = |month: u16| {
        let t = f64::from(month) / 12.0;
        let at = [3.4, 6.3, 9.4, 13.0, 18.9]
            .map(|speed| 3.0 + speed * libm::pow(t, 1.12) * 160.0 / (160.0 + speed * t));
        FanQuantiles { day: day("2026-05-31").plus_months(month), at }
    };
    Fan {
        heading: heading(
            "Half of the futures reach 40 instruments by July 2030",
            "Number of parties, recorded to 31 May 2026 and simulated from then on",
        ),
        from: day("2025-10-25"),
        to: day("2032-12-31"),
        as_of: day("2026-05-31"),
        recorded: vec![(day("2026-02-10"), 1), (day("2026-03-22"), 2), (day("2026-05-06"), 3)],
        recorded_label: "3 deposited".into(),
        quantiles: (0..=79).map(row).collect(),
        threshold: Some(Threshold { count: 40, label: "Threshold: 40 instruments".into() }),
        median_crossing: Some(Crossing {
            day: day("2030-07-15"),
            label: "Jul 2030".into(),
            note: "half of the futures have 40".into(),
        }),
        early_crossing: Some(mark("2028-08-25", "5% of futures by Aug 2028")),
    }
}

pub(crate) fn usual_next() -> Next {
    let names = [
        "Viet Nam",
        "Qatar",
        "Azerbaijan",
        "Russian Federation",
        "Sri Lanka",
        "Belarus",
        "Cambodia",
        "Uzbekistan",
        "Côte d’Ivoire",
        "Türkiye",
        "Lao People’s Democratic Republic",
        "Nigeria",
        "Brazil",
        "Saint Vincent and the Grenadines",
        "Ghana",
        "Spain",
        "Egypt",
        "Philippines",
        "Peru",
        "Democratic Republic of the Congo",
    ];
    let rows = names.iter().enumerate().map(|(place, name)| {
        let number = 0.41 - 0.017 * place as f64;
        Likely {
            name: (*name).to_owned(),
            note: if place % 3 == 0 {
                "signatory, Asia-Pacific".into()
            } else {
                "signatory, Africa".into()
            },
            chance: chance(number),
            interval: (chance(number - 0.06), chance(number + 0.09)),
            label: format!("{:.0}%", number * 100.0),
        }
    });
    Next {
        heading: heading(
            "Viet Nam and Qatar are the likeliest to deposit next",
            "Chance of a deposit within twelve months of 31 May 2026, and its 80% error, %",
        ),
        rows: rows.collect(),
    }
}

pub(crate) fn usual_pace() -> Pace {
    let as_of = day("2026-05-31");
    let point = |month: u16| {
        let at = day("2025-10-25").plus_months(month);
        let known = f64::from(month.min(7)) / 7.0;
        let ahead = f64::from((at - as_of).0.max(0)) / 365.25;
        let spread = 0.95 - 0.4 * known + 0.45 * (1.0 - libm::exp(-ahead / 2.0));
        let middle = -0.62 * known * libm::exp(-ahead / 4.0);
        let at_height = |side: f64| libm::exp(middle + side * spread);
        PacePoint { day: at, low: at_height(-1.28), median: at_height(0.0), high: at_height(1.28) }
    };
    Pace {
        heading: heading(
            "So far the treaty moves at about half the usual pace",
            "Speed of signing and depositing against the average treaty at the same age; median and 80% of futures",
        ),
        from: day("2025-10-25"),
        to: day("2032-12-31"),
        as_of,
        points: (0..=86).map(point).collect(),
        median_label: "Median".into(),
        band_label: "80% of futures".into(),
        reference_label: "average treaty".into(),
    }
}

/// One chart of every kind; a kind that is forgotten here fails a test.
pub(crate) fn one_of_each() -> Vec<Chart> {
    let end = |value: f64| {
        Some(TornadoEnd { value, error: 0.004, label: format!("{:.0}%", 100.0 * value) })
    };
    let row = |name: &str, down: f64, up: f64| TornadoRow {
        name: name.into(),
        note: "0.8, 1.25".into(),
        down: end(down),
        up: end(up),
    };
    let step = |name: &str, change: f64| WaterfallStep {
        name: name.into(),
        note: "40 → 30".into(),
        change,
        error: 0.003,
        label: format!("{:+.0}", 100.0 * change),
    };
    let point = |x: f64| CurvePoint { x, y: x / 4.0, interval: (x / 4.0 - 0.01, x / 4.0 + 0.01) };
    let cell = |shade: f64| Some(HeatCell { shade, label: format!("{:.0}%", 100.0 * shade) });
    let line = |name: &str, slope: f64| CorridorLine {
        name: name.into(),
        note: "of the target".into(),
        points: (0..16)
            .map(|n| (day("2026-06-01") + Days(30 * n), 3.0 + slope * f64::from(n)))
            .collect(),
    };
    let tile = |code: &str, party: bool, signatory: bool, number: f64| Tile {
        code: code.into(),
        party,
        signatory,
        chance: chance(number),
    };
    let heading = || heading("A finding with its figure", "What is measured, in which unit");
    vec![
        usual_cumulative().into(),
        usual_quarters().into(),
        usual_fan().into(),
        usual_next().into(),
        usual_pace().into(),
        Coverage {
            heading: heading(),
            parts: vec![0.08, 0.12, 0.1, 0.11, 0.09, 0.1, 0.13, 0.07, 0.1, 0.1],
            part_error: 0.034,
            intervals: vec![CoveredInterval {
                level: 0.8,
                errors: vec![0.046, 0.047],
                rows: vec!["1 month".into(), "6 months".into()],
                covered: vec![0.83, 0.78],
            }],
        }
        .into(),
        Ranges {
            heading: heading(),
            made: 1.08,
            last: 10.0,
            rows: vec![
                RangeRow {
                    name: "Some treaty (X-1)".into(),
                    quantiles: [Some(1.5), Some(2.1), Some(3.0), Some(5.0), None],
                    came: Some(2.7),
                    known: 10.0,
                },
                RangeRow {
                    name: "Another (X-2)".into(),
                    quantiles: [None; 5],
                    came: None,
                    known: 8.0,
                },
            ],
        }
        .into(),
        Skill {
            heading: heading(),
            ages: vec!["1 month".into(), "6 months".into()],
            lines: vec![SkillLine {
                name: "climatology".into(),
                points: vec![Some((0.3, 0.05)), Some((0.52, 0.04))],
            }],
        }
        .into(),
        World {
            heading: heading(),
            tiles: vec![
                tile("VNM", true, true, 1.0),
                tile("FRA", false, true, 0.2),
                tile("BRA", false, false, 0.1),
                tile("XKX", false, false, 0.05),
            ],
            scale: "Chance of being a party".into(),
            party: "party already".into(),
            signatory: "has signed".into(),
            others: "Not on the map".into(),
        }
        .into(),
        Scenarios {
            heading: heading(),
            from: day("2026-06-01"),
            to: day("2032-12-31"),
            target: Some(mark("2027-12-31", "Target: 31 Dec 2027")),
            rows: [("as it is", true, 0.06), ("half the pace", false, 0.02)]
                .map(|(name, base, chance)| ScenarioRow {
                    name: name.into(),
                    base,
                    chance,
                    error: 0.003,
                    label: format!("{:.0}%", 100.0 * chance),
                    days: ["2027-10-01", "2028-07-01", "2029-05-01", "2031-01-01", "2036-01-01"]
                        .map(|at| Some(day(at))),
                    median: "May 2029".into(),
                })
                .to_vec(),
        }
        .into(),
        Tornado {
            heading: heading(),
            unit: Unit::Chance,
            reference: 0.06,
            reference_label: "as it is: 6%".into(),
            rows: vec![row("Speed of all", 0.03, 0.12), row("A name that is longer", 0.05, 0.07)],
            ends: Some(("lower".into(), "higher".into())),
        }
        .into(),
        Waterfall {
            heading: heading(),
            unit: Unit::Chance,
            start: ("as it is".into(), 0.06, "6%".into()),
            steps: vec![step("Threshold", 0.13), step("Speed", -0.04)],
            end: ("the other".into(), 0.15, "15%".into()),
        }
        .into(),
        Curve {
            heading: heading(),
            across: "speed".into(),
            up: (0.0, 0.8),
            ticks: chance_ticks((0.0, 0.8)),
            points: [0.5, 1.0, 1.5, 2.0, 2.5, 3.0].map(point).to_vec(),
            wanted: Some((0.5, "50% wanted".into())),
            found: Some((2.0, 0.5, "2.00 ± 0.02".into())),
            now: Some((1.0, "now 1".into())),
        }
        .into(),
        Heat {
            heading: heading(),
            across: ("speed".into(), vec![1.0, 2.0, 3.0]),
            up: ("instruments".into(), vec![30.0, 40.0]),
            cells: vec![cell(0.2), cell(0.5), cell(1.0), cell(0.0), cell(0.3), None],
        }
        .into(),
        Corridor {
            heading: heading(),
            from: day("2025-10-25"),
            to: day("2027-10-02"),
            as_of: day("2026-05-31"),
            recorded: vec![(day("2026-03-02"), 1), (day("2026-05-22"), 3)],
            lines: vec![line("10% chance", 2.0), line("50% chance", 2.3), line("90% chance", 2.5)],
            expected: Some(line("expected", 1.0)),
            threshold: Some((40, "Threshold: 40 instruments".into())),
            last_day: Some(mark("2027-10-02", "Last day: 2 Oct 2027")),
        }
        .into(),
        Lines {
            heading: heading(),
            across: "years".into(),
            range: (0.0, 3.0),
            up: (-1.0, 1.0),
            ticks: vec![(-1.0, "slow".into()), (1.0, "fast".into())],
            reference: Some((0.0, "average".into())),
            ground: vec![vec![(0.0, -0.5), (3.0, 0.2)]],
            lines: vec![NamedLine {
                name: "One of them".into(),
                note: "a note".into(),
                points: vec![(0.0, 0.0), (3.0, 0.8)],
                band: vec![(0.0, -0.1, 0.1), (3.0, 0.6, 1.0)],
            }],
        }
        .into(),
        Ranked {
            heading: heading(),
            range: (-2.0, 2.0),
            ticks: vec![(-1.0, "1/2×".into()), (0.0, "1×".into()), (1.0, "2×".into())],
            reference: Some(0.0),
            rows: vec![
                Some(RankedRow {
                    name: "Mexico".into(),
                    note: "63 deposits".into(),
                    value: 1.0,
                    interval: (0.7, 1.3),
                    label: "2.0×".into(),
                }),
                None,
            ],
            gap: "and 3 more".into(),
        }
        .into(),
    ]
}
