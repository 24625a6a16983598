//! Counts that scatter more than by chance alone: Poisson about a mean that a gamma factor multiplies.

use libm::{lgamma, log, log1p};

/// Log chance of so many events when `mean` are expected, times a gamma factor of this shape and
/// mean 1, but for [`gamma_terms`] and the factorial of the events. An infinite shape makes the events
/// Poisson.
pub fn log_chance(events: f64, mean: f64, shape: f64) -> f64 {
    if shape.is_infinite() {
        return if events > 0.0 { events * log(mean) - mean } else { -mean };
    }
    let none = -shape * log1p(mean / shape);
    if events > 0.0 { events * log(mean / (mean + shape)) + none } else { none }
}

/// The terms of the log chance that depend on events and shape alone; 0 for an infinite shape.
pub fn gamma_terms(events: f64, shape: f64) -> f64 {
    if events > 0.0 && shape.is_finite() { lgamma(events + shape) - lgamma(shape) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chances_of_all_numbers_of_events_add_up_to_one() {
        for (mean, shape) in [(0.3, 0.8), (2.0, 3.75), (9.0, 5.4), (3.0, f64::INFINITY)] {
            let chance = |events: f64| {
                let log = gamma_terms(events, shape) + log_chance(events, mean, shape);
                libm::exp(log - lgamma(events + 1.0))
            };
            let whole: f64 = (0..2000).map(|events| chance(f64::from(events))).sum();
            assert!((whole - 1.0).abs() < 1e-9, "{mean} {shape}: {whole}");
            let told: f64 = (0..2000).map(|n| f64::from(n) * chance(f64::from(n))).sum();
            assert!((told - mean).abs() < 1e-7, "{mean} {shape}: {told}");
        }
    }
}
