//! The highest point of a function of several numbers, without its slopes.

/// Where and how high the best point found is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Best {
    pub(crate) point: Vec<f64>,
    pub(crate) value: f64,
}

/// Climbs by the simplex method of Nelder and Mead 1965, *A simplex method for function
/// minimization*, The Computer Journal 7, from `start` with first steps of these sizes.
///
/// Ends when the simplex's values lie within `close` of each other, or after so many
/// evaluations. Values that are no numbers count as lowest.
pub(crate) fn nelder_mead(
    start: &[f64],
    steps: &[f64],
    close: f64,
    most_evaluations: usize,
    mut value: impl FnMut(&[f64]) -> f64,
) -> Best {
    let mut evaluations = 0;
    let mut at = |point: Vec<f64>| {
        evaluations += 1;
        let value = value(&point);
        let value = if value.is_nan() { f64::NEG_INFINITY } else { value };
        (Best { point, value }, evaluations)
    };
    let mut simplex = vec![at(start.to_vec()).0];
    for (index, step) in steps.iter().enumerate() {
        let mut point = start.to_vec();
        point[index] += step;
        simplex.push(at(point).0);
    }
    loop {
        simplex.sort_by(|one, other| other.value.total_cmp(&one.value));
        let last = simplex.len() - 1;
        let (best, worst) = (simplex[0].value, simplex[last].value);
        let centre = centre(&simplex[..last]);
        let (reflected, evaluations) = at(between(&centre, &simplex[last].point, -1.0));
        if best - worst < close || evaluations >= most_evaluations {
            let first = simplex.swap_remove(0);
            return if reflected.value > first.value { reflected } else { first };
        }
        if reflected.value > best {
            let (expanded, _) = at(between(&centre, &simplex[last].point, -2.0));
            simplex[last] = if expanded.value > reflected.value { expanded } else { reflected };
        } else if reflected.value > simplex[last - 1].value {
            simplex[last] = reflected;
        } else {
            let side = if reflected.value > worst { -0.5 } else { 0.5 };
            let (contracted, _) = at(between(&centre, &simplex[last].point, side));
            if contracted.value > worst.max(reflected.value) {
                simplex[last] = contracted;
            } else {
                let first = simplex[0].point.clone();
                for corner in &mut simplex[1..] {
                    *corner = at(between(&first, &corner.point, 0.5)).0;
                }
            }
        }
    }
}

fn centre(corners: &[Best]) -> Vec<f64> {
    let count = corners.len() as f64;
    let sum = |index: usize| corners.iter().map(|corner| corner.point[index]).sum::<f64>();
    (0..corners[0].point.len()).map(|index| sum(index) / count).collect()
}

/// The point that lies so many times as far from `origin` as `other` does.
fn between(origin: &[f64], other: &[f64], times: f64) -> Vec<f64> {
    origin.iter().zip(other).map(|(origin, other)| origin + times * (other - origin)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_of_a_curved_ridge_is_found() {
        let ridge = |at: &[f64]| {
            let (x, y) = (at[0], at[1]);
            -(1.0 - x) * (1.0 - x) - 100.0 * (y - x * x) * (y - x * x)
        };
        let best = nelder_mead(&[-1.2, 1.0], &[0.3, 0.3], 1e-14, 1000, ridge);
        assert!(
            (best.point[0] - 1.0).abs() < 1e-5 && (best.point[1] - 1.0).abs() < 1e-5,
            "{best:?}"
        );
    }

    #[test]
    fn the_best_point_seen_is_the_one_returned() {
        let mut highest = f64::NEG_INFINITY;
        let best = nelder_mead(&[4.0, -3.0, 1.0], &[0.5; 3], 1e-3, 60, |at| {
            let value = -at.iter().map(|x| x * x).sum::<f64>();
            highest = highest.max(value);
            value
        });
        assert!(best.value >= highest && best.value > -0.5, "{best:?}");
    }

    #[test]
    fn a_function_without_numbers_ends_too() {
        let mut evaluations = 0;
        let best = nelder_mead(&[0.0], &[1.0], 1e-3, 50, |_| {
            evaluations += 1;
            f64::NAN
        });
        assert!(evaluations <= 60, "{evaluations}");
        assert!(best.value.is_infinite());
    }

    #[test]
    fn a_flat_function_ends_at_once() {
        let mut evaluations = 0;
        nelder_mead(&[2.0, 3.0], &[0.1, 0.1], 1e-3, 50, |_| {
            evaluations += 1;
            7.0
        });
        assert!(evaluations <= 4, "{evaluations}");
    }
}
