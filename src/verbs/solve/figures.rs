//! The charts of `solve`.

use super::result::{Solution, Solved, TriedValue, with_error};
use crate::{
    chart::{self, Curve, CurvePoint, Figure, Heading},
    figures::credit::credit_each,
    result::number,
    wording::bound::by_day,
};

impl Solved<'_> {
    /// The chart: chances by value, the wanted one, the answer.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let point = |one: &TriedValue| {
            let (y, error) = (one.chance.value(), 2.0 * one.chance.standard_error());
            CurvePoint { x: one.value, y, interval: ((y - error).max(0.0), (y + error).min(1.0)) }
        };
        let points: Vec<CurvePoint> = self.sorted().iter().map(point).collect();
        let highest = points.iter().map(|point| point.interval.1).fold(self.wanted, f64::max);
        let up = (0.0, (highest * 1.08).min(1.0));
        // The chance itself is seen at the answer's dot.
        let title = self.answer(self.name);
        let title = title.rsplit_once(": ").map_or(title.clone(), |(title, _)| title.to_owned());
        let subtitle = format!(
            "Chance of being in force by {}, % of simulated futures; dots are the values tried",
            by_day(self.model, self.day)
        );
        let found = match self.found {
            Solution::At { value, error, chance, whole } => {
                let words = if whole { number(value) } else { with_error(value, error) };
                Some((value, chance.value(), words))
            }
            Solution::Nowhere { .. } => None,
        };
        let chart = Curve {
            heading: Heading {
                desc: format!("{title}."),
                title,
                subtitle,
                footer: credit_each(self.model, self.status_source, self.plan),
            },
            across: self.name.to_owned(),
            up,
            ticks: chart::chance_ticks(up),
            points,
            wanted: Some((self.wanted, format!("Wanted: {}%", number(100.0 * self.wanted)))),
            found,
            now: self.now.0.map(|now| (now, format!("now {}", number(now)))),
        };
        vec![Figure::new("solve", chart)]
    }
}
