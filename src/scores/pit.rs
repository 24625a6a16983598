//! Where what happened lies in a forecast.

/// The probability integral transform: the forecast's chance of an earlier day than the one that
/// came.
///
/// A span, not a number: several futures may share that day, and of a day past the record it is only
/// known that it is later. What happened is then spread evenly over the span; so no draw decides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pit {
    /// The chance of a day before it, 0 to 1.
    pub low: f64,
    /// The chance of that day or one before it; not below `low`.
    pub high: f64,
}

impl Pit {
    /// Where the day that came lies in a forecast by whole days: `by` holds the chance by the end of
    /// each day from 0 on. Where none came by `end`, it is later.
    pub fn from_curve(by: &[f64], came: Option<u32>, end: u32) -> Pit {
        let until = |day: u32| by.get(day as usize).copied().unwrap_or(1.0);
        match came {
            Some(day) => Pit { low: day.checked_sub(1).map_or(0.0, until), high: until(day) },
            None => Pit { low: until(end), high: 1.0 },
        }
    }

    /// How much of the span lies between two chances, 0 to 1; a span of no length lies in or not.
    pub fn between(self, from: f64, to: f64) -> f64 {
        let length = self.high - self.low;
        if length > 0.0 {
            ((self.high.min(to) - self.low.max(from)) / length).clamp(0.0, 1.0)
        } else {
            f64::from(u8::from(from <= self.low && (self.low < to || to >= 1.0)))
        }
    }

    /// Whether the central interval of this share covers what happened: 1 or 0, or the expected
    /// coverage where the span lies across its edges.
    pub fn covered(self, level: f64) -> f64 {
        self.between(0.5 - level / 2.0, 0.5 + level / 2.0)
    }

    /// The middle of the span.
    pub fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-9, "{one} {other}");
    }

    #[test]
    fn what_came_is_found_in_the_forecast() {
        let by = [0.0, 0.25, 0.5, 1.0];
        assert_eq!(Pit::from_curve(&by, Some(2), 3), Pit { low: 0.25, high: 0.5 });
        assert_eq!(Pit::from_curve(&by, Some(0), 3), Pit { low: 0.0, high: 0.0 });
        assert_eq!(Pit::from_curve(&by, None, 1), Pit { low: 0.25, high: 1.0 });
    }

    #[test]
    fn a_day_past_the_record_counts_with_its_expected_coverage() {
        let span = Pit { low: 0.5, high: 1.0 };
        close(span.covered(0.5), 0.5);
        close(span.covered(0.8), 0.8);
        close(span.covered(0.95), 0.95);
        close(span.middle(), 0.75);
        let early = Pit { low: 0.0, high: 0.0 };
        assert!([0.5, 0.8, 0.95].iter().all(|level| early.covered(*level) <= 0.0));
        let exact = Pit { low: 0.3, high: 0.3 };
        assert!([0.5, 0.8, 0.95].iter().all(|level| exact.covered(*level) >= 1.0));
        close((Pit { low: 1.0, high: 1.0 }).between(0.9, 1.0), 1.0);
    }

    #[test]
    fn parts_of_a_span_add_up_to_all_of_it() {
        for pit in [(0.0, 0.0), (0.1, 0.1), (0.05, 0.73), (1.0, 1.0), (0.0, 1.0)] {
            let pit = Pit { low: pit.0, high: pit.1 };
            let tenths = (0..10).map(|ten| (f64::from(ten) / 10.0, f64::from(ten + 1) / 10.0));
            close(tenths.map(|(from, to)| pit.between(from, to)).sum(), 1.0);
        }
    }
}
