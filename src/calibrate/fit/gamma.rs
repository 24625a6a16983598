//! The shape of a gamma law of factors, from events and expected events.

use libm::log;

use crate::process::negative_binomial::{gamma_terms, log_chance};

/// The events of one participant or treaty, and how many were expected at factor 1.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct EventCounts {
    pub(super) events: f64,
    pub(super) expected: f64,
}

impl EventCounts {
    /// Takes in more of them.
    pub(super) fn add(&mut self, more: EventCounts) {
        self.events += more.events;
        self.expected += more.expected;
    }

    /// Mean of the factor given the events, when the prior is gamma of this shape and mean 1.
    pub(super) fn factor(self, shape: f64) -> f64 {
        (shape + self.events) / (shape + self.expected)
    }
}

/// The shape that makes the events likeliest: given its factor they are Poisson, so that without
/// it they are negative binomial. Between 0.05 and 500; those without exposure say nothing.
pub(super) fn likeliest_shape(tallies: &[EventCounts]) -> f64 {
    let seen: Vec<EventCounts> =
        tallies.iter().copied().filter(|tally| tally.expected > 0.0).collect();
    let log_likelihood = |log_shape: f64| -> f64 {
        let shape = libm::exp(log_shape);
        let log_likelihood = |tally: &EventCounts| {
            gamma_terms(tally.events, shape) + log_chance(tally.events, tally.expected, shape)
        };
        seen.iter().map(log_likelihood).sum()
    };
    libm::exp(highest(log(0.05), log(500.0), log_likelihood))
}

/// What the events tell of the log of the shape: the negative second derivative of their log
/// chance, where it is likeliest.
pub(super) fn shape_information(tallies: &[EventCounts], shape: f64) -> f64 {
    const STEP: f64 = 0.05;
    let at = |step: f64| {
        let shape = shape * libm::exp(step);
        let one = |tally: &EventCounts| {
            gamma_terms(tally.events, shape) + log_chance(tally.events, tally.expected, shape)
        };
        tallies.iter().filter(|tally| tally.expected > 0.0).map(one).sum::<f64>()
    };
    (2.0 * at(0.0) - at(STEP) - at(-STEP)) / (STEP * STEP)
}

/// Where a function with one peak is highest, by golden section to 1e-7.
pub(super) fn highest(mut low: f64, mut high: f64, value: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_8;
    let mut left = high - GOLDEN * (high - low);
    let mut right = low + GOLDEN * (high - low);
    let (mut at_left, mut at_right) = (value(left), value(right));
    while high - low > 1e-7 {
        if at_left < at_right {
            (low, left, at_left) = (left, right, at_right);
            right = low + GOLDEN * (high - low);
            at_right = value(right);
        } else {
            (high, right, at_right) = (right, left, at_left);
            left = high - GOLDEN * (high - low);
            at_left = value(left);
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_shape_is_found_by_trying_too() {
        let tallies: Vec<EventCounts> = (0..40)
            .map(|place| EventCounts { events: f64::from(place * place % 23), expected: 6.0 })
            .collect();
        let found = likeliest_shape(&tallies);
        let value = |shape: f64| -> f64 {
            let one = |tally: &EventCounts| {
                gamma_terms(tally.events, shape) + log_chance(tally.events, tally.expected, shape)
            };
            tallies.iter().map(one).sum()
        };
        assert!(found > 0.1 && found < 10.0, "{found}");
        assert!(value(found) >= value(found * 1.01) && value(found) >= value(found * 0.99));
    }

    #[test]
    fn events_as_expected_need_no_differing_factors() {
        let even = vec![EventCounts { events: 6.0, expected: 6.0 }; 30];
        assert!(likeliest_shape(&even) > 400.0);
        let without = EventCounts { events: 0.0, expected: 0.0 };
        let more: Vec<EventCounts> = even.into_iter().chain([without; 9]).collect();
        assert!(likeliest_shape(&more) > 400.0, "those without exposure say nothing");
    }

    #[test]
    fn a_factor_lies_between_its_prior_and_its_record() {
        let tally = EventCounts { events: 30.0, expected: 20.0 };
        assert!((tally.factor(5.0) - 1.4).abs() < 1e-12);
        assert!((EventCounts::default().factor(5.0) - 1.0).abs() < 1e-12);
    }
}
