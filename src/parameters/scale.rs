//! Scales on which parameters are estimated, drawn and perturbed.

use libm::{exp, log};

use super::Domain;
use crate::quantity::tidy;

/// On which scale a parameter errs about evenly to both sides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scale {
    /// Itself, without bounds, such as a logarithm.
    Plain,
    /// Itself, from nought.
    NonNegative,
    /// The same, and `[draws]` write differences, since it may be nought.
    Difference,
    /// Its logarithm.
    Log,
    /// The logarithm of its odds.
    LogOdds,
}

/// Logs beyond which no search goes: a thousandth, three thousand.
const FURTHEST: f64 = 8.0;

impl Scale {
    /// A value without bounds.
    pub fn unbounded(self, value: f64) -> f64 {
        match self {
            Scale::Plain | Scale::NonNegative | Scale::Difference => value,
            Scale::Log => log(value),
            Scale::LogOdds => log(value / (1.0 - value)),
        }
    }

    /// The value of a number without bounds; logs beyond 8 either way are those of 8.
    pub fn bounded(self, point: f64) -> f64 {
        let exp = |log: f64| exp(log.clamp(-FURTHEST, FURTHEST));
        match self {
            Scale::Plain => point,
            Scale::NonNegative | Scale::Difference => point.max(0.0),
            Scale::Log => exp(point),
            Scale::LogOdds => 1.0 / (1.0 + exp(-point)),
        }
    }

    /// A value moved so far on its scale.
    pub fn shifted(self, value: f64, by: f64) -> f64 {
        match self {
            Scale::Plain => value + by,
            Scale::NonNegative | Scale::Difference => (value + by).max(0.0),
            Scale::Log => value * exp(by),
            Scale::LogOdds => 1.0 / (1.0 + (1.0 - value) / value * exp(-by)),
        }
    }

    /// The standard error of a value in its own unit, from the standard deviation on its scale.
    pub fn standard_error(self, value: f64, deviation: f64) -> f64 {
        match self {
            Scale::Plain | Scale::NonNegative | Scale::Difference => deviation,
            Scale::Log => value * deviation,
            Scale::LogOdds => value * (1.0 - value) * deviation,
        }
    }

    /// How `[draws]` write another value beside the one found: by the factor that makes it, of the
    /// odds where it errs on that scale; by the difference where it may be nought or below.
    pub fn draw(self, value: f64, found: f64) -> f64 {
        let factor = |value: f64, found: f64| if found == 0.0 { 1.0 } else { value / found };
        match self {
            Scale::Plain | Scale::Difference => value - found,
            Scale::NonNegative | Scale::Log => factor(value, found),
            Scale::LogOdds => factor(odds(value), odds(found)),
        }
    }

    /// The other value that a draw makes of the one found.
    pub fn drawn(self, found: f64, draw: f64) -> f64 {
        match self {
            Scale::Plain => found + draw,
            Scale::Difference => (found + draw).max(0.0),
            Scale::NonNegative | Scale::Log => found * draw,
            Scale::LogOdds => found * draw / (1.0 - found + found * draw),
        }
    }

    /// Where draws lie.
    pub fn draws(self) -> Domain {
        let (least, most, expected) = match self {
            Scale::Plain | Scale::Difference => {
                (-1000.0, 1000.0, "expected a difference from -1000 to 1000")
            }
            // An effect may be none.
            Scale::NonNegative => (0.0, 1000.0, "expected a factor from 0 to 1000"),
            Scale::Log | Scale::LogOdds => (0.001, 1000.0, "expected a factor from 0.001 to 1000"),
        };
        Domain { least, most, expected }
    }

    /// How far a what-if moves a parameter of this scale.
    pub fn step(self) -> WhatIfStep {
        match self {
            Scale::Plain => WhatIfStep::Logarithm,
            Scale::NonNegative | Scale::Difference | Scale::Log => WhatIfStep::Factor,
            Scale::LogOdds => WhatIfStep::Chance,
        }
    }
}

fn odds(share: f64) -> f64 {
    share / (1.0 - share)
}

/// How far a number is moved down and up where nothing else is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhatIfStep {
    /// What multiplies: by a quarter.
    Factor,
    /// A logarithm: by as much.
    Logarithm,
    /// A chance or a share: by ten points, within 0 and 1.
    Chance,
    /// Days of delay: by a quarter of a year, whole, not below 0.
    Days,
    /// Numbers of one stated delay: all of them together by a quarter.
    Delay,
    /// A list of rates by age: all of them by a quarter.
    Rates,
}

impl WhatIfStep {
    /// Factors of a quarter down and up.
    pub const FACTORS: [f64; 2] = [0.8, 1.25];

    /// A value moved down and up.
    pub fn ends(self, now: f64) -> [f64; 2] {
        let plus = |step: f64| [now - step, now + step].map(tidy);
        match self {
            WhatIfStep::Factor | WhatIfStep::Delay | WhatIfStep::Rates => {
                WhatIfStep::FACTORS.map(|factor| tidy(now * factor))
            }
            WhatIfStep::Logarithm => plus(0.25),
            WhatIfStep::Chance => plus(0.1).map(|chance| chance.clamp(0.0, 1.0)),
            WhatIfStep::Days => plus(90.0).map(|days| days.max(0.0).round()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Scale; 4] = [Scale::Plain, Scale::NonNegative, Scale::Log, Scale::LogOdds];

    #[test]
    fn values_survive_their_form_without_bounds_and_as_draws() {
        for scale in ALL {
            for (value, found) in [(0.3, 0.9), (0.91, 0.2), (0.5, 0.5)] {
                assert!((scale.bounded(scale.unbounded(value)) - value).abs() < 1e-12);
                let drawn = scale.drawn(found, scale.draw(value, found));
                assert!((drawn - value).abs() < 1e-12, "{scale:?}: {drawn}");
                let there = scale.shifted(value, 0.4);
                let by = scale.unbounded(there) - scale.unbounded(value);
                assert!((by - 0.4).abs() < 1e-12, "{scale:?}: {by}");
            }
        }
        assert!((Scale::NonNegative.draw(0.7, 0.0) - 1.0).abs() < 1e-12, "nought stays nought");
    }

    #[test]
    fn nothing_goes_out_of_bounds() {
        for far in [-1e9, 1e9] {
            assert!((0.0..=1.0).contains(&Scale::LogOdds.bounded(far)));
            assert!(Scale::Log.bounded(far) > 0.0 && Scale::Log.bounded(far).is_finite());
            assert!(Scale::NonNegative.bounded(far) >= 0.0);
            assert!(Scale::NonNegative.shifted(1.0, far) >= 0.0);
        }
    }

    #[test]
    fn standard_errors_are_the_slopes_of_shifts() {
        for scale in ALL {
            let slope = (scale.shifted(0.7, 1e-6) - scale.shifted(0.7, -1e-6)) / 2e-6;
            assert!((scale.standard_error(0.7, 1.0) - slope).abs() < 1e-6, "{scale:?}");
        }
    }

    #[test]
    fn steps_move_down_and_up_and_keep_within_bounds() {
        for (step, now, ends) in [
            (WhatIfStep::Factor, 2.0, [1.6, 2.5]),
            (WhatIfStep::Logarithm, -0.1, [-0.35, 0.15]),
            (WhatIfStep::Chance, 0.95, [0.85, 1.0]),
            (WhatIfStep::Days, 60.0, [0.0, 150.0]),
        ] {
            assert_eq!(step.ends(now).map(f64::to_bits), ends.map(f64::to_bits), "{step:?}");
        }
    }
}
