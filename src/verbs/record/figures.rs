//! The charts of `record`.

use super::result::{Recorded, chance_words, points};
use crate::forecasts::Issued;
use crate::{
    chart::{Curve, CurvePoint, Figure, Unit, Waterfall, WaterfallStep, chance_ticks},
    wording::{long_day, short_day},
};

impl Recorded<'_> {
    /// The charts.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let mut figures: Vec<Figure> =
            self.over_time().map(|chart| Figure::new("record", chart)).into_iter().collect();
        figures.extend(self.waterfall().map(|chart| Figure::new("changes", chart)));
        figures
    }

    /// The chance of the newest target over the days of issue.
    fn over_time(&self) -> Option<Curve> {
        let newest = self.rows.last()?;
        let (target, chance, error) = newest.target?;
        let number = |one: &Issued| f64::from(one.issued_on.number());
        let points = self.rows.iter().filter_map(|one| {
            let (_, y, error) = one.target.filter(|(day, ..)| *day == target)?;
            let interval = ((y - 2.0 * error).max(0.0), (y + 2.0 * error).min(1.0));
            Some(CurvePoint { x: number(one), y, interval })
        });
        let points: Vec<CurvePoint> = points.collect();
        let highest = points.iter().map(|point| point.interval.1).fold(0.02, f64::max);
        let up = (0.0, (highest * 1.25).min(1.0));
        let subtitle = format!(
            "Chance of being in force by {}, by the day on which it was issued, %, {} forecasts; the \
             band is two standard errors",
            short_day(target),
            points.len()
        );
        let title =
            format!("Issued on {}: {}", long_day(newest.issued_on), chance_words(chance, error));
        Some(Curve {
            heading: self.heading(title, subtitle),
            across: String::new(),
            up,
            ticks: chance_ticks(up),
            points,
            wanted: None,
            found: None,
            now: None,
        })
    }

    fn waterfall(&self) -> Option<Waterfall> {
        let [.., before, newest] = self.rows else { return None };
        let ((_, was, _), (target, is, _)) = (before.target?, newest.target?);
        if self.shares.is_empty() {
            return None;
        }
        let steps = self.shares.iter().map(|one| WaterfallStep {
            name: one.kind.words().to_owned(),
            note: one.what.clone(),
            change: one.change.value,
            error: one.change.standard_error,
            label: points(one.change),
        });
        let end = |one: &Issued, chance: f64| {
            let name = format!("Issued {}", short_day(one.issued_on));
            (name, chance, format!("{:.1}%", 100.0 * chance))
        };
        let title = format!(
            "The chance by {} went from {:.1}% to {:.1}%",
            long_day(target),
            100.0 * was,
            100.0 * is
        );
        let subtitle = "What each piece of news does to it, in percentage points".to_owned();
        Some(Waterfall {
            heading: self.heading(title, subtitle),
            unit: Unit::Chance,
            start: end(before, was),
            steps: steps.collect(),
            end: end(newest, is),
        })
    }
}
