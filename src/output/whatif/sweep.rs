//! What `sweep` leaves behind: the chance and the median over a range, or over a grid.

use serde_json::{Value, json};

use super::rows::{
    Rows, chance, chance_json, day as day_cell, departing, number, runs_words, screen_table,
    wrapped,
};
use crate::{
    engine::Plan,
    output::{
        bound::by_day,
        chart::{self, Curve, CurvePoint, Heading, Heat, HeatCell},
        credit::credit_each,
        figure::Figure,
        findings::clearly_above,
        words::{percent, quantile, short_month},
    },
    quantity::{Day, When},
    tally::{Estimate, Quantile},
    treaty::Model,
};

/// A value that was varied.
#[derive(Clone, PartialEq, Debug)]
pub struct Axis {
    /// Its key.
    pub key: String,
    /// The same in words.
    pub name: String,
    /// The values it took, in order.
    pub values: Vec<f64>,
    /// What holds without varying it, where that is one number.
    pub now: Option<f64>,
}

/// What came of one value, or pair of values.
#[derive(Clone, PartialEq, Debug)]
pub struct Point {
    /// One for each axis.
    pub values: Vec<f64>,
    /// The chance of being in force by the day wanted.
    pub chance: Estimate,
    /// The median day in force.
    pub median: Quantile,
    /// The chance that the rule is not met by the horizon.
    pub beyond: Estimate,
}

/// A sweep over one axis or two.
#[derive(Clone, Copy, Debug)]
pub struct Swept<'a> {
    /// The scenario without varying anything.
    pub model: &'a Model,
    /// Where its status is from, in a few words.
    pub status_source: &'a str,
    /// How many runs a point, by which seed.
    pub plan: Plan,
    /// The day whose chance is wanted.
    pub day: Day,
    /// The axes, one or two.
    pub axes: &'a [Axis],
    /// The points, the first axis running fastest.
    pub points: &'a [Point],
}

/// Columns of a grid shown on the terminal.
const MOST_COLUMNS: usize = 9;

impl Swept<'_> {
    /// `sweep.csv`: a row for each point.
    pub fn table(&self) -> String {
        let fixed = ["chance", "standard_error", "median", "median_early", "median_late"];
        let mut heading: Vec<&str> = self.axes.iter().map(|axis| axis.key.as_str()).collect();
        heading.extend(fixed);
        heading.push("beyond_horizon");
        let mut rows = Rows::new(&heading);
        for point in self.points {
            let mut cells: Vec<String> =
                point.values.iter().map(|value| value.to_string()).collect();
            cells.extend(chance(Some(point.chance)));
            cells.extend([point.median.day, point.median.early, point.median.late].map(day_cell));
            cells.push(number(point.beyond.value()));
            rows.add(cells);
        }
        rows.text()
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let points = self.points.iter().map(|point| {
            json!({
                "values": point.values,
                "chance": chance_json(point.chance),
                "median_in_force": point.median.day.day().map(|day| day.to_string()),
                "beyond_horizon": chance_json(point.beyond),
            })
        });
        json!({
            "scenario": self.model.name,
            "version": env!("CARGO_PKG_VERSION"),
            "runs": self.plan.runs.get(),
            "seed": self.plan.seed.0,
            "day": self.day.to_string(),
            "at_least": self.day > self.model.told_until(),
            "keys": self.axes.iter().map(|axis| &axis.key).collect::<Vec<_>>(),
            "points": points.collect::<Vec<_>>(),
        })
    }

    /// For people.
    pub fn screen(&self) -> String {
        let by = by_day(self.model, self.day);
        let mut text = wrapped(&format!("How it depends on {}: {}", self.keys(), self.model.title));
        text.push('\n');
        text.push_str(&departing(self.model));
        match self.axes {
            [axis] => {
                let rows = self.points.iter().map(|point| {
                    let value =
                        point.values.first().map_or_else(String::new, |value| plain(*value));
                    vec![value, point.chance.to_string(), quantile(point.median)]
                });
                let heading = [axis.name.as_str(), &format!("In force by {by}"), "Median in force"];
                text.push_str(&screen_table(&heading, rows.collect()));
            }
            [across, up] => text.push_str(&self.grid(across, up)),
            _ => {}
        }
        text.push('\n');
        text.push_str(&runs_words(self.plan));
        text
    }

    /// The chances of a grid, a row for each value of the second axis.
    fn grid(&self, across: &Axis, up: &Axis) -> String {
        let mut text = wrapped(&format!(
            "Chance of being in force by {}; down: {}, across: {}.",
            by_day(self.model, self.day),
            up.name,
            across.name
        ));
        let shown = across.values.len().min(MOST_COLUMNS);
        let mut heading = vec![String::new()];
        heading.extend(across.values[..shown].iter().map(|value| plain(*value)));
        let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
        let rows =
            self.points.chunks(across.values.len()).zip(&up.values).map(|(points, value)| {
                let chances = points[..shown].iter().map(|point| percent(point.chance));
                std::iter::once(plain(*value)).chain(chances).collect()
            });
        text.push_str(&screen_table(&heading, rows.collect()));
        let worst = self.points.iter().map(|point| point.chance.standard_error());
        let worst = 100.0 * worst.fold(0.0, f64::max);
        text.push_str(&format!("Each ± {worst:.1} points at most."));
        if shown < across.values.len() {
            text.push_str(&format!(" {} more columns in sweep.csv.", across.values.len() - shown));
        }
        text + "\n"
    }

    fn keys(&self) -> String {
        let named = self.axes.iter().map(|axis| format!("{} ({})", axis.name, axis.key));
        named.collect::<Vec<_>>().join(" and ")
    }

    /// The charts: the chance and the median, as curves or as heat maps.
    pub fn figures(&self) -> Vec<Figure> {
        match self.axes {
            [axis] => vec![
                Figure::new("chance", self.chance_curve(axis)),
                Figure::new("median", self.median_curve(axis)),
            ],
            [across, up] => vec![
                Figure::new("chance", self.chance_heat(across, up)),
                Figure::new("median", self.median_heat(across, up)),
            ],
            _ => Vec::new(),
        }
    }

    fn heading(&self, title: String, subtitle: String) -> Heading {
        let footer = credit_each(self.model, self.status_source, self.plan);
        Heading { desc: format!("{title}. {subtitle}."), title, subtitle, footer }
    }

    /// The least and the greatest chance, with the points they are at.
    fn finding(&self) -> String {
        let at = |point: &Point| {
            let values: Vec<String> = point.values.iter().map(|value| plain(*value)).collect();
            values.join(" and ")
        };
        let names: Vec<&str> = self.axes.iter().map(|axis| axis.name.as_str()).collect();
        let by = |point: &&Point| point.chance.count;
        match (self.points.iter().min_by_key(by), self.points.iter().max_by_key(by)) {
            (Some(least), Some(most))
                if least.chance.count < most.chance.count
                    && !clearly_above(most.chance, least.chance) =>
            {
                format!("No clear difference between the values, all near {}", percent(most.chance))
            }
            (Some(least), Some(most)) if least.chance.count < most.chance.count => format!(
                "{}: a chance of {} at {}, of {} at {}",
                names.join(" and "),
                percent(least.chance),
                at(least),
                percent(most.chance),
                at(most)
            ),
            (Some(least), _) => format!("{} at every value", percent(least.chance)),
            _ => String::new(),
        }
    }

    fn chance_curve(&self, axis: &Axis) -> Curve {
        let points = self.points.iter().filter_map(|point| {
            let (y, error) = (point.chance.value(), 2.0 * point.chance.standard_error());
            let interval = ((y - error).max(0.0), (y + error).min(1.0));
            Some(CurvePoint { x: *point.values.first()?, y, interval })
        });
        let points: Vec<CurvePoint> = points.collect();
        let highest = points.iter().map(|point| point.interval.1).fold(0.02, f64::max);
        let subtitle = format!(
            "Chance of being in force by {}, % of simulated futures; the band is two standard \
             errors",
            by_day(self.model, self.day)
        );
        let up = (0.0, (highest * 1.05).min(1.0));
        Curve {
            heading: self.heading(self.finding(), subtitle),
            across: axis.name.clone(),
            up,
            ticks: chart::chance_ticks(up),
            points,
            wanted: None,
            found: None,
            now: axis.now.map(|now| (now, format!("now {}", plain(now)))),
        }
    }

    fn median_curve(&self, axis: &Axis) -> Curve {
        let place = |when: When| when.day().map(|day| f64::from(day.number()));
        let points = self.points.iter().filter_map(|point| {
            let median = point.median;
            let y = place(median.day)?;
            let interval = (place(median.early)?, place(median.late).unwrap_or(y));
            Some(CurvePoint { x: *point.values.first()?, y, interval })
        });
        let points: Vec<CurvePoint> = points.collect();
        let (early, late) = self.medians();
        let title = match (early, late) {
            (Some(early), Some(late)) => {
                format!("The median lies between {} and {}", short_month(early), short_month(late))
            }
            _ => "The median lies beyond the horizon throughout".to_owned(),
        };
        let left_out = self.points.len() - points.len();
        let beyond = if left_out > 0 {
            format!("; {left_out} of {} lie beyond the horizon", self.points.len())
        } else {
            String::new()
        };
        let up = match (early, late) {
            (Some(early), Some(late)) => {
                (f64::from(early.number()) - 60.0, f64::from(late.number()) + 60.0)
            }
            _ => (0.0, 1.0),
        };
        Curve {
            heading: self.heading(title, format!("Median day of entry into force{beyond}")),
            across: axis.name.clone(),
            up,
            ticks: chart::day_ticks(up),
            points,
            wanted: None,
            found: None,
            now: axis.now.map(|now| (now, format!("now {}", plain(now)))),
        }
    }

    /// The earliest and the latest median that there is.
    fn medians(&self) -> (Option<Day>, Option<Day>) {
        let days = self.points.iter().filter_map(|point| point.median.day.day());
        (days.clone().min(), days.max())
    }

    fn chance_heat(&self, across: &Axis, up: &Axis) -> Heat {
        let cells = self.points.iter().map(|point| {
            Some(HeatCell { shade: point.chance.value(), label: percent(point.chance) })
        });
        let subtitle = format!(
            "Chance of being in force by {}, % of simulated futures",
            by_day(self.model, self.day)
        );
        Heat {
            heading: self.heading(self.finding(), subtitle),
            across: (across.name.clone(), across.values.clone()),
            up: (up.name.clone(), up.values.clone()),
            cells: cells.collect(),
        }
    }

    fn median_heat(&self, across: &Axis, up: &Axis) -> Heat {
        let (early, late) = self.medians();
        let cells = self.points.iter().map(|point| {
            let (day, early, late) = (point.median.day.day()?, early?, late?);
            let span = f64::from((late - early).0.max(1));
            // Earlier is darker, as more likely is.
            let shade = f64::from((late - day).0) / span;
            Some(HeatCell { shade, label: short_month(day) })
        });
        let title = match (early, late) {
            (Some(early), Some(late)) => {
                format!("The median lies between {} and {}", short_month(early), short_month(late))
            }
            _ => "The median lies beyond the horizon throughout".to_owned(),
        };
        let subtitle = "Median day of entry into force; grey is beyond the horizon".to_owned();
        Heat {
            heading: self.heading(title, subtitle),
            across: (across.name.clone(), across.values.clone()),
            up: (up.name.clone(), up.values.clone()),
            cells: cells.collect(),
        }
    }
}

/// A number without trailing noughts.
fn plain(value: f64) -> String {
    number(value)
}
