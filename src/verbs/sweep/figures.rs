//! The charts of `sweep`.

use super::result::{SweepAxis, SweepPoint, Swept};
use crate::{
    chart::{self, Curve, CurvePoint, Figure, Heat, HeatCell},
    quantity::{Day, When},
    result::number,
    tally::Difference,
    wording::{bound::by_day, percent, short_month},
};

impl Swept<'_> {
    /// The charts: the chance and the median, as curves or as heat maps.
    pub(super) fn figures(&self) -> Vec<Figure> {
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

    fn chance_curve(&self, axis: &SweepAxis) -> Curve {
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
            now: axis.now.map(|now| (now, format!("now {}", number(now)))),
        }
    }

    fn median_curve(&self, axis: &SweepAxis) -> Curve {
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
            now: axis.now.map(|now| (now, format!("now {}", number(now)))),
        }
    }

    fn chance_heat(&self, across: &SweepAxis, up: &SweepAxis) -> Heat {
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

    /// The least and the greatest chance, with the points they are at.
    fn finding(&self) -> String {
        let at = |point: &SweepPoint| {
            let values: Vec<String> = point.values.iter().map(|value| number(*value)).collect();
            values.join(" and ")
        };
        let names: Vec<&str> = self.axes.iter().map(|axis| axis.name.as_str()).collect();
        let by = |point: &&SweepPoint| point.chance.count;
        match (self.points.iter().min_by_key(by), self.points.iter().max_by_key(by)) {
            (Some(least), Some(most))
                if least.chance.count < most.chance.count
                    && !Difference::of_chances(most.chance, least.chance).exceeds_by_two_se() =>
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

    fn median_heat(&self, across: &SweepAxis, up: &SweepAxis) -> Heat {
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

    /// The earliest and the latest median that there is.
    fn medians(&self) -> (Option<Day>, Option<Day>) {
        let days = self.points.iter().filter_map(|point| point.median.day.day());
        (days.clone().min(), days.max())
    }
}
