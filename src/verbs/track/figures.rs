//! The charts of `track`.

use super::result::Tracked;
use crate::{
    chart::{Corridor, CorridorLine, Figure, Heading, Mark},
    figures::credit::credit_each,
    result::number,
    tally::{COURSES, TrackMonth},
    treaty::rule::Condition,
    wording::{self, bound::by_day, percent, short_day},
};

impl Tracked<'_> {
    /// The chart of the corridor.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let line = |place: usize| {
            let points = self
                .months
                .iter()
                .filter_map(|month| Some((month.end, month.needed_smooth[place]?)));
            CorridorLine {
                name: format!("{}% chance", number(100.0 * COURSES[place])),
                note: "of the target".to_owned(),
                points: points.collect(),
            }
        };
        let expected = CorridorLine {
            name: "expected".to_owned(),
            note: "half of all futures".to_owned(),
            points: std::iter::once((self.model.as_of, self.recorded() as f64))
                .chain(self.months.iter().map(|month| (month.end, month.median as f64)))
                .collect(),
        };
        let recorded = self.record().into_iter().zip(1..).collect();
        let threshold = match &self.model.rule.when {
            Condition::Count { instruments, .. } => {
                let count = u32::from(*instruments);
                Some((count, format!("Threshold: {}", wording::instruments(count as usize))))
            }
            _ => None,
        };
        let last = self.track.last_day();
        let title = self.finding();
        let subtitle = format!(
            "Deposits by each day that keep the chance of being in force by {} at 10, 50 and 90%",
            by_day(self.model, self.target)
        );
        let chart = Corridor {
            heading: Heading {
                desc: format!("{title}."),
                title,
                subtitle,
                footer: credit_each(self.model, self.status_source, self.plan),
            },
            from: self.model.opened,
            to: last,
            as_of: self.model.as_of,
            recorded,
            lines: (0..COURSES.len()).map(line).collect(),
            expected: Some(expected),
            threshold,
            last_day: Some(Mark { day: last, label: format!("Last day: {}", short_day(last)) }),
        };
        vec![Figure::new("corridor", chart)]
    }

    /// What it takes half way to the last day, beside what is expected by then.
    fn finding(&self) -> String {
        let known = self.months.iter().filter(|month| month.needed[1].is_some());
        let known: Vec<&TrackMonth> = known.collect();
        match known.get(known.len() / 2) {
            Some(month) => format!(
                "{} deposits by {} make the target an even chance; {} are expected",
                month.needed[1].unwrap_or_default(),
                short_day(month.end),
                month.median
            ),
            None => format!(
                "{} chance of the target; no number of deposits seen makes it even",
                percent(self.track.chance())
            ),
        }
    }
}
