//! The latent log pace of one treaty, by Gaussian approximation.
//!
//! Deposits of a window are negative binomial about `expected * exp(f)`, f a Gaussian process; its
//! mode is found by Newton steps as in algorithm 3.1 of Rasmussen and Williams 2006, *Gaussian
//! Processes for Machine Learning*, with the negative binomial's gradient and curvature.

use libm::exp;

use super::{
    cholesky::{Lower, Square},
    exposure::MONTHS,
};
use crate::process::negative_binomial::{gamma_terms, log_chance};

/// Months told apart one by one; later ones are taken together, since less happens in them.
const SINGLE_MONTHS: usize = 36;
const MONTHS_TOGETHER: usize = 6;

/// How many windows there are at most.
pub(super) const WINDOWS: usize = SINGLE_MONTHS + (MONTHS - SINGLE_MONTHS) / MONTHS_TOGETHER;

/// Steps after which Newton's method has surely settled.
const MOST_STEPS: usize = 100;

/// Log units after which Newton's method, whose error is squared at each step, has settled.
const SHORTEST_STEP: f64 = 1e-4;

/// Log units beyond which the quadratic approximation is not trusted.
const LONGEST_STEP: f64 = 3.0;

/// What happened in a window of a treaty's life.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Window {
    pub(super) deposits: f64,
    /// Deposits expected at log pace nought, mean and signatures included.
    pub(super) expected: f64,
    /// Months in it.
    pub(super) width: f64,
}

/// The log pace of one treaty as far as its deposits tell it.
#[derive(Clone, Debug, Default)]
pub(super) struct Posterior {
    /// Likeliest departure from the mean, by window.
    pub(super) mode: Vec<f64>,
    /// The weights it is made of: mode = covariance * weights.
    pub(super) weights: Vec<f64>,
    /// Log chance of the deposits, by Laplace's approximation.
    pub(super) evidence: f64,
}

/// The window in which a month lies.
pub(super) fn window(month: usize) -> usize {
    if month < SINGLE_MONTHS {
        month
    } else {
        SINGLE_MONTHS + (month - SINGLE_MONTHS) / MONTHS_TOGETHER
    }
}

/// The years of age at the middle of a window.
pub(super) fn middle_years(window: usize) -> f64 {
    let months = if window < SINGLE_MONTHS {
        window as f64 + 0.5
    } else {
        let first = SINGLE_MONTHS + (window - SINGLE_MONTHS) * MONTHS_TOGETHER;
        (first as f64) + MONTHS_TOGETHER as f64 / 2.0
    };
    months / 12.0
}

/// The Gaussian approximation. Weights found before, under whatever law, save steps.
pub(super) fn posterior(
    windows: &[Window],
    covariance: &Square,
    month_shape: f64,
    weights_before: &[f64],
) -> Posterior {
    let mut newton = Newton::new(windows, covariance, month_shape);
    newton.start(weights_before);
    newton.find_mode();
    let factor = newton.factor(&newton.slopes().roots);
    let evidence = newton.constant + newton.objective - factor.log_diagonal();
    Posterior { mode: newton.mode, weights: newton.weights, evidence }
}

/// The variance of the log pace in each window, about the mode.
pub(super) fn variances(
    windows: &[Window],
    covariance: &Square,
    month_shape: f64,
    posterior: &Posterior,
) -> Vec<f64> {
    let mut newton = Newton::new(windows, covariance, month_shape);
    newton.mode.clone_from(&posterior.mode);
    let roots = newton.slopes().roots;
    let factor = newton.factor(&roots);
    let variance = |window: usize| {
        let mut column: Vec<f64> =
            roots.iter().enumerate().map(|(row, root)| root * covariance.at(row, window)).collect();
        factor.solve(&mut column);
        covariance.at(window, window) - column.iter().map(|x| x * x).sum::<f64>()
    };
    (0..windows.len()).map(variance).collect()
}

/// What the deposits tell of numbers that shift the log of what is expected, the pace itself
/// averaged over: the negative second derivatives of the log chance. Each column says by how much a
/// number shifts each window.
pub(super) fn information(
    windows: &[Window],
    covariance: &Square,
    month_shape: f64,
    posterior: &Posterior,
    columns: &[Vec<f64>],
) -> Square {
    let mut newton = Newton::new(windows, covariance, month_shape);
    newton.mode.clone_from(&posterior.mode);
    let roots = newton.slopes().roots;
    let factor = newton.factor(&roots);
    // (1/W + K)^-1 = W^(1/2) (I + W^(1/2) K W^(1/2))^-1 W^(1/2), W the curvatures, K the prior.
    let turned = |column: &Vec<f64>| {
        let mut turned: Vec<f64> =
            column.iter().zip(&roots).map(|(shift, root)| shift * root).collect();
        factor.solve(&mut turned);
        turned
    };
    let turned: Vec<Vec<f64>> = columns.iter().map(turned).collect();
    Square::symmetric(columns.len(), |row, column| {
        turned[row].iter().zip(&turned[column]).map(|(one, other)| one * other).sum()
    })
}

/// Newton's method on its way: the mode so far and its weights, mode = covariance * weights.
struct Newton<'a> {
    windows: &'a [Window],
    covariance: &'a Square,
    month_shape: f64,
    mode: Vec<f64>,
    weights: Vec<f64>,
    /// Log chance of mode and deposits, but for the constant.
    objective: f64,
    /// What of the log chance does not depend on the mode.
    constant: f64,
}

/// Of the log chance of each window's deposits, in log pace.
struct Slopes {
    /// First derivative.
    gradients: Vec<f64>,
    /// Square root of the negative second derivative.
    roots: Vec<f64>,
}

impl<'a> Newton<'a> {
    fn new(windows: &'a [Window], covariance: &'a Square, month_shape: f64) -> Newton<'a> {
        let constant = |window: &Window| gamma_terms(window.deposits, month_shape * window.width);
        let mut newton = Newton {
            windows,
            covariance,
            month_shape,
            mode: vec![0.0; windows.len()],
            weights: vec![0.0; windows.len()],
            objective: 0.0,
            constant: windows.iter().filter(|window| window.expected > 0.0).map(constant).sum(),
        };
        newton.objective = newton.objective_of(&newton.mode, &newton.weights);
        newton
    }

    /// Takes up weights found before where they do better than nought.
    fn start(&mut self, weights: &[f64]) {
        if weights.len() == self.windows.len() {
            let mode = self.covariance.times(weights);
            let objective = self.objective_of(&mode, weights);
            if objective > self.objective {
                (self.mode, self.weights, self.objective) = (mode, weights.to_vec(), objective);
            }
        }
    }

    fn find_mode(&mut self) {
        for _ in 0..MOST_STEPS {
            let target = self.target();
            let mode = self.covariance.times(&target);
            let longest =
                mode.iter().zip(&self.mode).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
            let went = self.step((mode, target), (LONGEST_STEP / longest).min(1.0));
            if longest < SHORTEST_STEP || !went {
                break;
            }
        }
    }

    /// Goes as far of the way as the objective rises; whether it went at all.
    fn step(&mut self, (mode, weights): (Vec<f64>, Vec<f64>), mut share: f64) -> bool {
        let between = |old: &[f64], new: &[f64], share: f64| -> Vec<f64> {
            old.iter().zip(new).map(|(old, new)| old + share * (new - old)).collect()
        };
        for _ in 0..30 {
            let tried = between(&self.mode, &mode, share);
            let tried_weights = between(&self.weights, &weights, share);
            let objective = self.objective_of(&tried, &tried_weights);
            if objective > self.objective {
                (self.mode, self.weights, self.objective) = (tried, tried_weights, objective);
                return true;
            }
            share /= 2.0;
        }
        false
    }

    /// The weights that the quadratic approximation at the mode asks for.
    fn target(&self) -> Vec<f64> {
        let Slopes { gradients, roots } = self.slopes();
        let factor = self.factor(&roots);
        let terms = self.mode.iter().zip(&roots).zip(&gradients);
        let wanted: Vec<f64> =
            terms.map(|((mode, root), gradient)| root * root * mode + gradient).collect();
        let mut turned = self.covariance.times(&wanted);
        turned.iter_mut().zip(&roots).for_each(|(value, root)| *value *= root);
        factor.solve(&mut turned);
        factor.solve_transposed(&mut turned);
        let terms = wanted.iter().zip(&roots).zip(&turned);
        terms.map(|((wanted, root), turned)| wanted - root * turned).collect()
    }

    /// The Cholesky factor of I + W^(1/2) K W^(1/2), W the negative second derivatives.
    fn factor(&self, roots: &[f64]) -> Lower {
        Lower::from_entries(roots.len(), |row, column| {
            let own = if row == column { 1.0 } else { 0.0 };
            own + roots[row] * roots[column] * self.covariance.at(row, column)
        })
    }

    fn slopes(&self) -> Slopes {
        let slopes = self.windows.iter().zip(&self.mode).map(|(window, mode)| {
            let Window { deposits, expected, width } = *window;
            if expected <= 0.0 {
                return (0.0, 0.0);
            }
            let (mean, shape) = (expected * exp(*mode), self.month_shape * width);
            let pull = (deposits + shape) * mean / (mean + shape);
            (deposits - pull, (pull * shape / (mean + shape)).sqrt())
        });
        let (gradients, roots) = slopes.unzip();
        Slopes { gradients, roots }
    }

    fn objective_of(&self, mode: &[f64], weights: &[f64]) -> f64 {
        let prior: f64 = mode.iter().zip(weights).map(|(mode, weight)| mode * weight).sum();
        let seen = self.windows.iter().zip(mode).filter(|(window, _)| window.expected > 0.0);
        let chance: f64 = seen
            .map(|(window, mode)| {
                let mean = window.expected * exp(*mode);
                log_chance(window.deposits, mean, self.month_shape * window.width)
            })
            .sum();
        chance - prior / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::calibrate::fit::law::Law;

    fn covariance() -> Square {
        Law::START.covariance()
    }

    fn some_windows() -> Vec<Window> {
        let window = |place: usize| {
            let deposits = [0.0, 0.0, 3.0, 1.0, 0.0, 7.0][place % 6];
            let width = if place < SINGLE_MONTHS { 1.0 } else { 6.0 };
            Window { deposits, expected: 0.4 + 0.02 * place as f64, width }
        };
        (0..WINDOWS).map(window).collect()
    }

    #[test]
    fn windows_are_months_and_then_half_years() {
        assert_eq!([0, 35, 36, 41, 42, 143].map(window), [0, 35, 36, 36, 37, WINDOWS - 1]);
        assert!((middle_years(0) - 0.5 / 12.0).abs() < 1e-12);
        assert!((middle_years(36) - 3.25).abs() < 1e-12);
        assert!((middle_years(WINDOWS - 1) - 11.75).abs() < 1e-12);
    }

    #[test]
    fn at_the_mode_the_slope_is_nought() {
        let (windows, covariance) = (some_windows(), covariance());
        let found = posterior(&windows, &covariance, 3.75, &[]);
        for ((window, mode), weight) in windows.iter().zip(&found.mode).zip(&found.weights) {
            let (mean, shape) = (window.expected * exp(*mode), 3.75 * window.width);
            let pull = (window.deposits + shape) * mean / (mean + shape);
            assert!((window.deposits - pull - weight).abs() < 1e-6);
        }
    }

    #[test]
    fn weights_from_elsewhere_lead_to_the_same_mode() {
        let (windows, covariance) = (some_windows(), covariance());
        let cold = posterior(&windows, &covariance, 3.75, &[]);
        for start in [vec![0.3; WINDOWS], vec![-40.0; WINDOWS], vec![1.0; 3]] {
            let warm = posterior(&windows, &covariance, 3.75, &start);
            assert!((warm.evidence - cold.evidence).abs() < 1e-9);
        }
    }

    /// Chance of one window's deposits and mean of exp(f), by adding up over f.
    fn by_adding_up(window: Window, shape: f64, variance: f64) -> (f64, f64, f64) {
        let (mut whole, mut first, mut second) = (0.0, 0.0, 0.0);
        let step = 1e-3;
        for place in -12_000..12_000 {
            let f = f64::from(place) * step;
            let chance = gamma_terms(window.deposits, shape)
                + log_chance(window.deposits, window.expected * exp(f), shape);
            let prior =
                -f * f / (2.0 * variance) - 0.5 * libm::log(std::f64::consts::TAU * variance);
            let density = exp(chance + prior) * step;
            whole += density;
            first += f * density;
            second += f * f * density;
        }
        let mean = first / whole;
        (libm::log(whole), mean, second / whole - mean * mean)
    }

    #[test]
    fn one_window_agrees_with_adding_up() {
        for (deposits, expected) in [(0.0, 2.0), (1.0, 3.0), (12.0, 4.0)] {
            let window = Window { deposits, expected, width: 1.0 };
            let covariance = covariance();
            let found = posterior(&[window], &covariance, 3.75, &[]);
            let spread = variances(&[window], &covariance, 3.75, &found);
            let (evidence, mean, variance) = by_adding_up(window, 3.75, covariance.at(0, 0));
            assert!((found.evidence - evidence).abs() < 0.1, "{deposits}: {evidence} {found:?}");
            assert!((found.mode[0] - mean).abs() < 0.3, "{deposits}: {mean} {found:?}");
            assert!((spread[0] / variance - 1.0).abs() < 0.35, "{deposits}: {variance} {spread:?}");
        }
    }

    #[test]
    fn windows_without_exposure_say_nothing() {
        let (mut windows, covariance) = (some_windows(), covariance());
        windows.truncate(10);
        let before = posterior(&windows, &covariance, 3.75, &[]);
        windows.push(Window { deposits: 4.0, expected: 0.0, width: 1.0 });
        let after = posterior(&windows, &covariance, 3.75, &[]);
        assert!((before.evidence - after.evidence).abs() < 1e-9);
        let spread = variances(&windows, &covariance, 3.75, &after);
        assert!(spread[10] < covariance.at(10, 10) && spread[10] > 0.0);
    }

    #[test]
    fn more_deposits_mean_a_faster_pace_and_less_doubt() {
        let covariance = covariance();
        let mode = |deposits: f64| {
            let windows = [Window { deposits, expected: 2.0, width: 1.0 }];
            let found = posterior(&windows, &covariance, 3.75, &[]);
            (found.mode[0], variances(&windows, &covariance, 3.75, &found)[0])
        };
        assert!(mode(0.0).0 < 0.0 && mode(9.0).0 > mode(3.0).0);
        assert!(mode(9.0).1 < mode(0.0).1);
    }
}
