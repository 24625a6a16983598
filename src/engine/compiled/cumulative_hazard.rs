//! The cumulative hazard of a stated delay, tabulated by days waited.

use crate::treaty::delay::Delay;

/// The cumulative hazard of a stated delay, at whole days of waiting.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct CumulativeHazard {
    by_day: Vec<f64>,
}

/// On which day a delay of a whole number of days is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Counting {
    /// Counted from the start of a day, the first of which is day 0: a delay of 90 is over on day 90.
    FromDayZero,
    /// Counted from the end of the as-of day, the day after which is day 1: a delay of 90 is over on
    /// day 90 too, one of 89.5 or of 0 as soon as it can be.
    FromDayOne,
}

impl CumulativeHazard {
    /// Of a delay from 0 to so many days of waiting, its chance of never included.
    pub(crate) fn new(delay: &Delay, counting: Counting, days: usize) -> CumulativeHazard {
        CumulativeHazard::truncated(delay, counting, 0.0, days)
    }

    /// The same of a step that cannot be taken in the first days of its clock: what is left of the delay
    /// after them, since time in which one cannot act is no time waited (left truncation; Kalbfleisch
    /// and Prentice 2002, section 1.3).
    pub(crate) fn truncated(
        delay: &Delay,
        counting: Counting,
        closed: f64,
        days: usize,
    ) -> CumulativeHazard {
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
        let by_day = (0..=days).map(hazard).map(|hazard| hazard.max(0.0)).collect();
        CumulativeHazard { by_day }
    }

    /// After so many days; infinite only from the day by which the step is sure.
    pub(crate) fn after(&self, days: f64) -> f64 {
        let days = days.max(0.0);
        let whole = days.floor() as usize;
        let last = self.by_day.len() - 1;
        if whole >= last {
            return self.by_day[last];
        }
        let (from, to) = (self.by_day[whole], self.by_day[whole + 1]);
        if to.is_finite() { from + (to - from) * (days - whole as f64) } else { from }
    }

    /// What it grows by from one number of days to another. Where it is already infinite the step is
    /// overdue: it is taken at once.
    pub(crate) fn growth(&self, from: f64, to: f64) -> f64 {
        let start = self.after(from);
        if start == f64::INFINITY { f64::INFINITY } else { self.after_day(to) - start }
    }

    /// Days of waiting, between `from` and `to`, at which it has grown by `growth` since `from`;
    /// infinite where it does not.
    pub(crate) fn days_to_grow(&self, from: f64, to: f64, growth: f64) -> f64 {
        let start = self.after(from);
        if start == f64::INFINITY {
            return from;
        }
        let goal = start + growth;
        // Only the days in question are searched: they lie together in memory.
        let day = |days: f64| (days.max(0.0) as usize).min(self.by_day.len());
        let (first, last) = (day(from), day(to.ceil() + 1.0));
        let within = &self.by_day[first.min(last)..last];
        let reached = first + within.partition_point(|hazard| *hazard < goal);
        if reached <= first {
            return from;
        }
        if reached == last {
            return f64::INFINITY;
        }
        let day = reached - 1;
        let (low, high) = (self.by_day[day], self.by_day[reached]);
        let part = if high.is_finite() { (goal - low) / (high - low) } else { 0.0 };
        (day as f64 + part).max(from)
    }

    /// As `after`, but a jump within the last day has been made by its end.
    fn after_day(&self, days: f64) -> f64 {
        let up = days.ceil().max(0.0) as usize;
        match self.by_day.get(up) {
            Some(hazard) if *hazard == f64::INFINITY => f64::INFINITY,
            _ => self.after(days),
        }
    }
}

/// To 40 binary digits.
fn round(x: f64) -> f64 {
    if x.is_finite() { f64::from_bits((x.to_bits() + (1 << 11)) & !0xFFF) } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Chance;

    #[test]
    fn a_fixed_delay_is_reached_on_its_day() {
        let hazard =
            CumulativeHazard::new(&Delay::fixed(90.0).unwrap(), Counting::FromDayZero, 200);
        let at = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}");
        at(hazard.days_to_grow(0.0, 200.0, 1e-9), 90.0);
        at(hazard.days_to_grow(10.5, 200.0, 30.0), 90.0);
        at(hazard.growth(0.0, 90.0), 0.0);
        assert!(hazard.growth(0.0, 91.0).is_infinite());
        at(hazard.days_to_grow(120.0, 121.0, 3.0), 120.0);
    }

    #[test]
    fn from_the_end_of_a_day_a_delay_falls_on_the_day_of_its_number() {
        let hazard = CumulativeHazard::new(&Delay::fixed(90.0).unwrap(), Counting::FromDayOne, 200);
        // The start of the 90th day is 89 days after the end of the as-of day.
        assert!((hazard.days_to_grow(0.0, 200.0, 1e-9) - 89.0).abs() < 1e-9);
        assert!(hazard.growth(0.0, 90.0).is_infinite());
        let hazard = CumulativeHazard::new(&Delay::fixed(0.0).unwrap(), Counting::FromDayOne, 200);
        assert!(hazard.days_to_grow(0.0, 200.0, 3.0).abs() < 1e-9);
    }

    #[test]
    fn days_on_which_one_could_not_act_are_not_waited() {
        let delay = Delay::log_normal(500.0, 1100.0).unwrap();
        let truncated =
            |delay: &Delay| CumulativeHazard::truncated(delay, Counting::FromDayZero, 200.0, 3000);
        let hazard = truncated(&delay);
        let left = delay.survival(700.0) / delay.survival(200.0);
        assert!((hazard.after(700.0) + libm::log(left)).abs() < 1e-9);
        assert!(hazard.after(200.0).abs() < 1e-12);
        let over = truncated(&Delay::fixed(90.0).unwrap());
        assert!((over.days_to_grow(200.0, 3000.0, 5.0) - 200.0).abs() < 1e-9);
    }

    #[test]
    fn days_to_grow_is_the_inverse_of_growth() {
        let never = Chance::new(0.4).unwrap();
        let delay = Delay::log_normal(300.0, 700.0).unwrap().or_never(never);
        let hazard = CumulativeHazard::new(&delay, Counting::FromDayZero, 2000);
        for from in [0.0, 17.25, 400.0] {
            for step in 1..60 {
                let to = from + 20.0 * f64::from(step);
                let back = hazard.days_to_grow(from, to, hazard.growth(from, to));
                let flat = hazard.growth(to - 1.0, to) < 1e-10;
                assert!((back - to).abs() < 1e-4 || flat, "{to} {back}");
            }
        }
        assert!(hazard.days_to_grow(0.0, 2000.0, 5.0).is_infinite());
    }
}
