//! The fan of instruments: its lines are where its dots and its title say.

use std::fs;

use serde_json::Value;

use crate::story::Place;

/// A small treaty with stated delays: whole numbers are far apart, so that lines show it.
const CLUB: &str = r#"
[scenario]
name = "club"

[treaty]
title = "Convention on Coastal Pilots"
opened = 2026-09-01

[rule]
instruments = 8
wait = { months = 3 }

[participants]
rows = """
iso3,name
DNK,Denmark
NOR,Norway
SWE,Sweden
FIN,Finland
DEU,Germany
POL,Poland
NLD,Netherlands
BEL,Belgium
FRA,France
GBR,United Kingdom
IRL,Ireland
ISL,Iceland
"""

[status]
as_of = 2026-11-27
rows = """
iso3,signed,deposited
DNK,2026-09-01,2026-10-15
NOR,2026-09-01,
SWE,2026-09-01,
FIN,2026-09-01,
DEU,2026-09-01,
POL,2026-09-02,
NLD,2026-09-02,
BEL,2026-09-02,
FRA,2026-09-02,
"""

[forecast]
target = 2028-12-31
horizon = 2036-12-31

[all]
ratification = { log-normal = { median = 400, p90 = 900 }, never = 0.05 }
accession = { exponential = { median = 1500 }, never = 0.2 }

[participant.DEU]
ratification = { pert = { least = 200, likely = 365, most = 900 } }
"#;

/// The fan of a result, as its charts are kept.
fn fan(place: &Place, folder: &str) -> Value {
    let text = fs::read_to_string(place.path().join(folder).join("charts.json")).expect("charts");
    let charts: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let fan = charts.into_iter().find(|one| one["name"] == "parties").expect("a fan");
    fan["chart"]["fan"].clone()
}

fn number(day: &Value) -> f64 {
    match day {
        Value::String(day) => f64::from(crate::support::day(day).number()),
        number => number.as_f64().expect("a day"),
    }
}

/// The height of a line on a day.
fn height(fan: &Value, line: usize, day: &Value) -> f64 {
    let points = fan["quantiles"].as_array().expect("points");
    let at = |point: &Value| (number(&point["day"]), point["at"][line].as_f64().expect("a height"));
    let wanted = number(day);
    let after = points.iter().position(|point| at(point).0 >= wanted).expect("a point after it");
    let (from, low) = at(&points[after.saturating_sub(1)]);
    let (to, high) = at(&points[after]);
    if to > from { low + (high - low) * (wanted - from) / (to - from) } else { high }
}

#[test]
fn its_lines_reach_the_threshold_where_its_dots_are() {
    let place = Place::new();
    fs::write(place.path().join("club.toml"), CLUB).expect("a scenario");
    for (line, folder, threshold) in [
        ("run club.toml", "out/club", 8.0),
        ("run club.toml --set rule.instruments=4 --out four", "four", 4.0),
        ("run hanoi --runs 20000", "out/hanoi", 40.0),
    ] {
        place.done(&format!("{line} --no-charts"));
        let fan = fan(&place, folder);
        for (line, dot) in [(2, "median_crossing"), (4, "early_crossing")] {
            let day = &fan[dot]["day"];
            assert!((height(&fan, line, day) - threshold).abs() < 1e-9, "{folder} {dot}: {fan}");
            // Not before: a day earlier it is lower.
            let earlier = Value::from(number(day) - 1.0);
            assert!(height(&fan, line, &earlier) < threshold, "{folder} {dot}");
        }
        let points = fan["quantiles"].as_array().expect("points");
        for pair in points.windows(2) {
            assert!(number(&pair[0]["day"]) < number(&pair[1]["day"]));
            for line in 0..5 {
                let [low, high] = [0, 1].map(|place| pair[place]["at"][line].as_f64());
                assert!(low <= high, "{folder}: a line that falls: {pair:?}");
            }
        }
    }
}

#[test]
fn its_lines_are_the_percentiles_of_the_table() {
    let place = Place::new();
    fs::write(place.path().join("club.toml"), CLUB).expect("a scenario");
    place.done("run club.toml --runs 3000 --no-charts");
    let table = fs::read_to_string(place.path().join("out/club/trajectory.csv")).expect("a table");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let mut seen = 0;
    for row in rows.records().map(|row| row.expect("a row")) {
        for place in 1..=5 {
            let whole: f64 = row[place].parse().expect("a number");
            let smooth: f64 = row[place + 5].parse().expect("a number");
            assert!((whole..=whole + 1.0).contains(&smooth), "{row:?}");
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen}");
}
