//! Cumulative hazards along which participants move: one line for each distinct belief.
//!
//! The future is cut into cells between month ends and the edges of levers' windows. A line gives
//! the hazard of each cell; paced lines are multiplied by the run's pace, month by month.

use crate::treaty::delay::Delay;

/// A stretch of time in which every multiplier is constant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Cell {
    /// Days since opening.
    pub(super) start: f64,
    pub(super) end: f64,
    /// Month of age it lies in.
    pub(super) month: usize,
}

/// A stated delay as cumulative hazards at whole days of waiting.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Law {
    hazard: Vec<f64>,
}

/// On which day a delay of a whole number of days is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Counting {
    /// Counted from the start of a day, the first of which is day 0: a delay of 90 is over on day 90.
    FromDayZero,
    /// Counted from the end of the as-of day, the day after which is day 1: a delay of 90 is over on
    /// day 90 too, one of 89.5 or of 0 as soon as it can be.
    FromDayOne,
}

/// What multiplies a line beside its levers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pacing {
    /// Nothing.
    Unpaced,
    /// The pace of the treaty, its mean level and its signatures included.
    Calibrated,
    /// The pace beside the average treaty's.
    Stated,
}

/// How a line rises within a cell.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Rise {
    /// In a line.
    Straight,
    /// By the law of this index, whose clock starts at this time.
    ByLaw { law: usize, start: f64 },
}

/// Cumulative hazard of one belief under one set of levers.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Line {
    pub(super) pacing: Pacing,
    pub(super) rise: Rise,
    /// Hazard of each cell at pace 1, levers included.
    pub(super) weight: Vec<f64>,
    /// Levers' multiplier in each cell.
    pub(super) lever: Vec<f64>,
    /// What changes it while a run goes on; 0 for nothing.
    pub(super) pattern: usize,
}

impl Law {
    /// Cumulative hazards from 0 to so many days of waiting, its chance of never included.
    pub(super) fn new(delay: &Delay, counting: Counting, days: usize) -> Law {
        Law::waited(delay, counting, 0.0, days)
    }

    /// The same of a step that cannot be taken in the first days of its clock: what is left of the law
    /// after them, since time in which one cannot act is no time waited (left truncation; Kalbfleisch
    /// and Prentice 2002, section 1.3).
    pub(super) fn waited(delay: &Delay, counting: Counting, closed: f64, days: usize) -> Law {
        let survival = |days: f64| match counting {
            Counting::FromDayZero => delay.survival(days),
            Counting::FromDayOne => delay.survival_past(days),
        };
        let at_start = if closed > 0.0 { survival(closed) } else { 1.0 };
        let left = |days: f64| match () {
            () if closed > 0.0 && days <= closed => 1.0,
            () if at_start > 0.0 => survival(days) / at_start,
            // It was sure before it could be: it is overdue.
            () => 0.0,
        };
        // Rounded far above the last bits, in which platforms' functions may differ.
        let hazard = |day: usize| round(-libm::log(left(day as f64)));
        Law { hazard: (0..=days).map(hazard).map(|hazard| hazard.max(0.0)).collect() }
    }

    /// Cumulative hazard after so many days; infinite only from the day by which the step is sure.
    pub(super) fn at(&self, days: f64) -> f64 {
        let days = days.max(0.0);
        let whole = days.floor() as usize;
        let last = self.hazard.len() - 1;
        if whole >= last {
            return self.hazard[last];
        }
        let (from, to) = (self.hazard[whole], self.hazard[whole + 1]);
        if to.is_finite() { from + (to - from) * (days - whole as f64) } else { from }
    }

    /// What the hazard grows by from one time to another. Where it is already infinite the
    /// step is overdue: it is taken at once.
    pub(super) fn rise(&self, from: f64, to: f64) -> f64 {
        let start = self.at(from);
        if start == f64::INFINITY { f64::INFINITY } else { self.at_end(to) - start }
    }

    /// Days of waiting, between `from` and `to`, at which the hazard has grown by `growth` since
    /// `from`; infinite where it does not.
    pub(super) fn reach(&self, from: f64, to: f64, growth: f64) -> f64 {
        let start = self.at(from);
        if start == f64::INFINITY {
            return from;
        }
        let goal = start + growth;
        // Only the days in question are searched: they lie together in memory.
        let day = |days: f64| (days.max(0.0) as usize).min(self.hazard.len());
        let (first, last) = (day(from), day(to.ceil() + 1.0));
        let within = &self.hazard[first.min(last)..last];
        let after = first + within.partition_point(|hazard| *hazard < goal);
        if after <= first {
            return from;
        }
        if after == last {
            return f64::INFINITY;
        }
        let day = after - 1;
        let (low, high) = (self.hazard[day], self.hazard[after]);
        let share = if high.is_finite() { (goal - low) / (high - low) } else { 0.0 };
        (day as f64 + share).max(from)
    }

    /// As `at`, but a jump within the last day has been made by its end.
    fn at_end(&self, days: f64) -> f64 {
        let up = days.ceil().max(0.0) as usize;
        match self.hazard.get(up) {
            Some(hazard) if *hazard == f64::INFINITY => f64::INFINITY,
            _ => self.at(days),
        }
    }
}

/// To 40 binary digits.
fn round(x: f64) -> f64 {
    if x.is_finite() { f64::from_bits((x.to_bits() + (1 << 11)) & !0xFFF) } else { x }
}

impl Line {
    /// A step that is never taken.
    pub(super) fn never(cells: usize) -> Line {
        let nothing = vec![0.0; cells];
        Line {
            pacing: Pacing::Unpaced,
            rise: Rise::Straight,
            weight: nothing.clone(),
            lever: nothing,
            pattern: 0,
        }
    }

    /// A line by a stated law whose clock starts at `start`.
    pub(super) fn by_law(
        laws: &[Law],
        law: usize,
        start: f64,
        pacing: Pacing,
        cells: &[Cell],
        (lever, pattern): (Vec<f64>, usize),
    ) -> Line {
        let rise = |(cell, lever): (&Cell, &f64)| {
            if *lever > 0.0 {
                lever * laws[law].rise(cell.start - start, cell.end - start)
            } else {
                0.0
            }
        };
        let weight = cells.iter().zip(&lever).map(rise).collect();
        Line { pacing, rise: Rise::ByLaw { law, start }, weight, lever, pattern }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Chance;

    #[test]
    fn a_fixed_delay_is_reached_on_its_day() {
        let law = Law::new(&Delay::fixed(90.0).unwrap(), Counting::FromDayZero, 200);
        let at = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}");
        at(law.reach(0.0, 200.0, 1e-9), 90.0);
        at(law.reach(10.5, 200.0, 30.0), 90.0);
        at(law.rise(0.0, 90.0), 0.0);
        assert!(law.rise(0.0, 91.0).is_infinite());
        at(law.reach(120.0, 121.0, 3.0), 120.0);
    }

    #[test]
    fn from_the_end_of_a_day_a_delay_falls_on_the_day_of_its_number() {
        let law = Law::new(&Delay::fixed(90.0).unwrap(), Counting::FromDayOne, 200);
        // The start of the 90th day is 89 days after the end of the as-of day.
        assert!((law.reach(0.0, 200.0, 1e-9) - 89.0).abs() < 1e-9);
        assert!(law.rise(0.0, 90.0).is_infinite());
        let law = Law::new(&Delay::fixed(0.0).unwrap(), Counting::FromDayOne, 200);
        assert!(law.reach(0.0, 200.0, 3.0).abs() < 1e-9);
    }

    #[test]
    fn days_on_which_one_could_not_act_are_not_waited() {
        let delay = Delay::log_normal(500.0, 1100.0).unwrap();
        let law = Law::waited(&delay, Counting::FromDayZero, 200.0, 3000);
        let left = delay.survival(700.0) / delay.survival(200.0);
        assert!((law.at(700.0) + libm::log(left)).abs() < 1e-9);
        assert!(law.at(200.0).abs() < 1e-12);
        let over = Law::waited(&Delay::fixed(90.0).unwrap(), Counting::FromDayZero, 200.0, 3000);
        assert!((over.reach(200.0, 3000.0, 5.0) - 200.0).abs() < 1e-9);
    }

    #[test]
    fn reaching_is_the_inverse_of_rising() {
        let never = Chance::new(0.4).unwrap();
        let delay = Delay::log_normal(300.0, 700.0).unwrap().or_never(never);
        let law = Law::new(&delay, Counting::FromDayZero, 2000);
        for from in [0.0, 17.25, 400.0] {
            for step in 1..60 {
                let to = from + 20.0 * f64::from(step);
                let back = law.reach(from, to, law.rise(from, to));
                assert!((back - to).abs() < 1e-4 || law.rise(to - 1.0, to) < 1e-10, "{to} {back}");
            }
        }
        assert!(law.reach(0.0, 2000.0, 5.0).is_infinite());
    }
}
