//! Where a function of one number takes a wanted value: a bracketed search that cannot run away.

/// What the search came to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Search {
    /// The value is taken here, to within the width asked for.
    At(f64),
    /// No bracket was found: of the places tried, this one comes nearest.
    Nowhere {
        /// The place tried whose value comes nearest.
        nearest: f64,
    },
}

/// Places inside the bounds that are tried where the bounds themselves do not bracket the value.
const PROBES: u32 = 7;
/// The bracket halves at least every second step: enough for any width.
const MOST_STEPS: u32 = 80;

/// Looks between `low` and `high` for the place where `excess` is nought, until the bracket is no
/// wider than `width` or the excess no larger than `near`; by the Illinois method, with a step of
/// bisection where that is slow (Dahlquist and Björck 1974, section 6.4).
///
/// # Errors
///
/// The first that `excess` gives.
pub fn find_root<E>(
    low: f64,
    high: f64,
    (width, near): (f64, f64),
    excess: &mut dyn FnMut(f64) -> Result<f64, E>,
) -> Result<Search, E> {
    let ends = [(low, excess(low)?), (high, excess(high)?)];
    let mut tried = ends.to_vec();
    let crossing = |tried: &[(f64, f64)]| {
        tried.windows(2).find(|two| two[0].1 * two[1].1 <= 0.0).map(|two| (two[0], two[1]))
    };
    if crossing(&tried).is_none() {
        for probe in 1..=PROBES {
            let x = low + (high - low) * f64::from(probe) / f64::from(PROBES + 1);
            tried.insert(tried.len() - 1, (x, excess(x)?));
        }
    }
    let Some((mut left, mut right)) = crossing(&tried) else {
        let nearest = tried.iter().min_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        return Ok(Search::Nowhere { nearest: nearest.map_or(low, |(x, _)| *x) });
    };
    // What the ends count for: an end that stays put twice counts for half.
    let mut weights = (left.1, right.1);
    let (mut wide, mut moved_left) = (right.0 - left.0, None);
    for step in 1..=MOST_STEPS {
        let best = if left.1.abs() <= right.1.abs() { left } else { right };
        if right.0 - left.0 <= width || best.1.abs() <= near {
            return Ok(Search::At(best.0));
        }
        let secant = left.0 - weights.0 * (right.0 - left.0) / (weights.1 - weights.0);
        let slow = step.is_multiple_of(2) && right.0 - left.0 > 0.5 * wide;
        let inside = secant > left.0 && secant < right.0;
        let x = if inside && !slow { secant } else { f64::midpoint(left.0, right.0) };
        let y = excess(x)?;
        let moves_left = y * left.1 > 0.0;
        let again = moved_left == Some(moves_left);
        if moves_left {
            left = (x, y);
            weights = (y, if again { weights.1 / 2.0 } else { right.1 });
        } else {
            right = (x, y);
            weights = (if again { weights.0 / 2.0 } else { left.1 }, y);
        }
        moved_left = Some(moves_left);
        if step.is_multiple_of(2) {
            wide = right.0 - left.0;
        }
    }
    Ok(Search::At(f64::midpoint(left.0, right.0)))
}

/// Looks among the whole numbers from `low` to `high` for two neighbours between which `excess`
/// changes sign; gives the one where it is not negative.
///
/// # Errors
///
/// The first that `excess` gives.
pub fn find_whole<E>(
    low: i64,
    high: i64,
    excess: &mut dyn FnMut(i64) -> Result<f64, E>,
) -> Result<Search, E> {
    let (mut low, mut high) = ((low, excess(low)?), (high, excess(high)?));
    if (low.1 >= 0.0) == (high.1 >= 0.0) {
        let nearest = if low.1.abs() <= high.1.abs() { low.0 } else { high.0 };
        // Reached at both ends: the end that is nearer does it with the least to spare.
        return Ok(if low.1 >= 0.0 {
            Search::At(nearest as f64)
        } else {
            Search::Nowhere { nearest: nearest as f64 }
        });
    }
    while high.0 - low.0 > 1 {
        let middle = low.0 + (high.0 - low.0) / 2;
        let found = (middle, excess(middle)?);
        if (found.1 >= 0.0) == (low.1 >= 0.0) {
            low = found;
        } else {
            high = found;
        }
    }
    Ok(Search::At(if low.1 >= 0.0 { low.0 } else { high.0 } as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(low: f64, high: f64, excess: impl Fn(f64) -> f64) -> (Search, u32) {
        let mut calls = 0;
        let result = find_root::<()>(low, high, (1e-6, 0.0), &mut |x| {
            calls += 1;
            Ok(excess(x))
        });
        (result.unwrap(), calls)
    }

    #[test]
    fn a_crossing_is_found_in_few_steps() {
        let functions: [(&dyn Fn(f64) -> f64, f64); 5] = [
            (&|x| x * x - 2.0, 2f64.sqrt()),
            (&|x| 2.0 - x * x, 2f64.sqrt()),
            (&|x| if x < 1.25 { -0.3 } else { 0.7 }, 1.25),
            (&|x| (x - 1.0).powi(9), 1.0),
            (&|x| (8.0 * x).exp() - 100.0, 100f64.ln() / 8.0),
        ];
        for (function, at) in functions {
            let (Search::At(x), calls) = found(0.0, 3.0, function) else { panic!("{at}") };
            assert!((x - at).abs() < 0.02 && calls < 60, "{x} {at} {calls}");
        }
    }

    #[test]
    fn a_hump_between_the_bounds_is_not_missed() {
        let (Search::At(x), _) = found(0.0, 4.0, |x| 1.0 - (x - 2.0).abs()) else { panic!() };
        assert!((x - 1.0).abs() < 1e-5);
    }

    #[test]
    fn what_is_nowhere_is_said_with_the_nearest() {
        assert_eq!(found(1.0, 3.0, |x| x).0, Search::Nowhere { nearest: 1.0 });
        assert_eq!(found(1.0, 3.0, |x| -1.0 / x).0, Search::Nowhere { nearest: 3.0 });
    }

    #[test]
    fn whole_numbers_that_just_do_are_found() {
        let at =
            |excess: &dyn Fn(i64) -> f64| find_whole::<()>(0, 60, &mut |n| Ok(excess(n))).unwrap();
        assert_eq!(at(&|n| n as f64 - 17.3), Search::At(18.0));
        assert_eq!(at(&|n| 17.3 - n as f64), Search::At(17.0));
        assert_eq!(at(&|n| n as f64 - 70.0), Search::Nowhere { nearest: 60.0 });
        assert_eq!(at(&|n| n as f64 + 1.0), Search::At(0.0));
    }
}
