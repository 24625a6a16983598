//! The chance of never, kept apart from how fast a step is taken.
//!
//! A stated delay with a chance of never n is a step that is never taken with chance n, and else follows
//! the delay. Speeds, levers and the pace act on the delay alone. Both are read from one uniform draw: its
//! lowest part means never, the rest is the draw of the delay. So without levers the day is what the
//! mixture (a cure model) would give, and a faster delay never delays anyone.

/// The chance of never of a step that has not been taken although its delay's cumulative hazard has come
/// to `waited`: n / (n + (1 - n) exp(-waited)), by Bayes.
pub(super) fn never_given_wait(never: f64, waited: f64) -> f64 {
    if never <= 0.0 { 0.0 } else { never / (never + (1.0 - never) * libm::exp(-waited)) }
}

/// The hazard of the delay that an exponential draw means, where the step is never taken with this
/// chance; infinite for never.
pub(super) fn hazard_if_taken(exponential: f64, never: f64) -> f64 {
    if never <= 0.0 {
        return exponential;
    }
    let taken = -libm::expm1(-exponential) / (1.0 - never);
    if taken < 1.0 { -libm::log1p(-taken) } else { f64::INFINITY }
}

/// What an exponential draw has left once its step has not been taken, although the delay's hazard has
/// come to `passed`: an exponential draw again.
pub(super) fn exponential_left(exponential: f64, never: f64, passed: f64) -> f64 {
    if never <= 0.0 {
        return exponential - passed;
    }
    exponential + libm::log(never + (1.0 - never) * libm::exp(-passed))
}

/// Whether a hazard has reached what is waited for. Never is an infinite target, which not even an
/// overdue step's infinite hazard reaches.
#[inline(always)]
pub(super) fn is_reached(target: f64, hazard: f64) -> bool {
    (target <= hazard) & (target < f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_and_the_delay_make_up_the_mixture() {
        // A hazard that has risen by 0.7, a third never: the step is taken by then for draws above this.
        let (never, risen) = (1.0 / 3.0, 0.7f64);
        let share = (1.0 - never) * (1.0 - (-risen).exp());
        for step in 1..1000 {
            let uniform = f64::from(step) / 1000.0;
            let taken = is_reached(hazard_if_taken(-uniform.ln(), never), risen);
            assert_eq!(taken, uniform > 1.0 - share, "{uniform}");
        }
        assert!(!is_reached(hazard_if_taken(2.0, never), f64::INFINITY));
        assert!(is_reached(1e300, f64::INFINITY) && !is_reached(f64::NAN, f64::INFINITY));
    }

    #[test]
    fn what_is_left_is_a_draw_again() {
        // Of draws that did not take a step, half the rest is above their median.
        let (never, passed): (f64, f64) = (0.2, 0.9);
        let kept = never + (1.0 - never) * (-passed).exp();
        let left = exponential_left(-(0.5 * kept).ln(), never, passed);
        assert!((left - std::f64::consts::LN_2).abs() < 1e-12);
        assert!((exponential_left(1.5, 0.0, passed) - 0.6).abs() < 1e-12);
    }

    #[test]
    fn waiting_makes_never_likelier() {
        assert!((never_given_wait(0.5, 0.0) - 0.5).abs() < 1e-12);
        assert!((never_given_wait(0.5, std::f64::consts::LN_2) - 2.0 / 3.0).abs() < 1e-12);
        assert!(never_given_wait(0.0, f64::INFINITY) <= 0.0);
        assert!(never_given_wait(0.1, f64::INFINITY) >= 1.0);
    }
}
