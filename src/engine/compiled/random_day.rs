//! Days that are drawn anew in each run.

use super::cumulative_hazard::{Counting, CumulativeHazard};
use crate::{
    engine::{
        clock::{future_end, future_start},
        sampler::MathTables,
        stream::{RunKey, Subject},
    },
    treaty::{Model, Someday},
};

/// A random day, made ready for many runs.
#[derive(Clone, Debug)]
pub(crate) struct RandomDay {
    subject: Subject,
    hazard: CumulativeHazard,
    /// When its clock starts.
    clock: f64,
    from: f64,
    to: f64,
}

/// A century: past it no bloc has a member within any horizon.
const MOST_BEYOND: f64 = 36_525.0;

impl RandomDay {
    /// Followed for so many days past the horizon.
    pub(crate) fn new(model: &Model, day: &Someday, subject: Subject, beyond: f64) -> RandomDay {
        let (from, to) = (future_start(model), future_end(model) + beyond.min(MOST_BEYOND));
        let (clock, counting) = if day.from_as_of {
            (from, Counting::FromDayOne)
        } else {
            (0.0, Counting::FromDayZero)
        };
        let days = (to - clock).ceil().max(0.0) as usize + 2;
        let hazard = CumulativeHazard::new(&day.delay, counting, days);
        RandomDay { subject, hazard, clock, from, to }
    }

    /// The time drawn in this run, not before the future begins; infinite where the day does not come.
    pub(crate) fn draw(&self, key: RunKey, tables: MathTables) -> f64 {
        let exponential = -tables.ln(key.draw(self.subject).open());
        let (from, to) = (self.from - self.clock, self.to - self.clock);
        let waited = self.hazard.days_to_grow(from, to, exponential.max(0.0));
        (self.clock + waited).max(self.from)
    }
}
