//! Where labels go: pushed apart in a column, or at the first place that is still free.

/// A box in the units of the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    /// Left edge.
    pub(super) left: f64,
    /// Upper edge; y grows downwards.
    pub(super) top: f64,
    /// Right edge.
    pub(super) right: f64,
    /// Lower edge.
    pub(super) bottom: f64,
}

impl Area {
    /// Whether the two share more than an edge.
    pub(super) fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether all of `other` is in here.
    pub(super) fn holds(&self, other: &Area) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }
}

/// Places in a column, as near as can be to those wanted, `gap` apart, from `low` to `high`.
///
/// The order of the wanted places is kept; equal ones stay in the order given. What comes back is
/// in the order of `wanted`, and has the least sum of squared moves. A wanted place that is not a
/// number counts as `low`. Where the column is too short for all, the gap shrinks evenly.
pub(super) fn dodge(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let high = high.max(low);
    let gaps = wanted.len().saturating_sub(1).max(1) as f64;
    let gap = gap.min((high - low) / gaps).max(0.0);
    let held = |place: f64| if place.is_nan() { low } else { place.clamp(low, high) };
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| held(wanted[*a]).total_cmp(&held(wanted[*b])));

    // With the gaps taken out, "in order and a gap apart" is "never falling": the nearest such
    // sequence is found by pooling neighbours that fall, and holding it within the ends keeps it
    // nearest.
    let slack = |rank: usize| held(wanted[order[rank]]) - gap * rank as f64;
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for rank in 0..order.len() {
        let mut pool = (slack(rank), 1);
        while let Some(before) =
            pools.pop_if(|before| before.0 / before.1 as f64 > pool.0 / pool.1 as f64)
        {
            pool = (before.0 + pool.0, before.1 + pool.1);
        }
        pools.push(pool);
    }
    let most = high - gap * wanted.len().saturating_sub(1) as f64;
    let means = pools.iter().flat_map(|(sum, count)| vec![sum / *count as f64; *count]);
    let mut places = vec![low; wanted.len()];
    for (rank, mean) in means.enumerate() {
        places[order[rank]] = mean.clamp(low, most.max(low)) + gap * rank as f64;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: &[f64], gap: f64, low: f64, high: f64, expected: &[f64]) {
        let places = dodge(wanted, gap, low, high);
        let near = |a: &f64, b: &f64| (a - b).abs() < 1e-9;
        assert!(
            places.len() == expected.len() && places.iter().zip(expected).all(|(a, b)| near(a, b)),
            "{wanted:?}: {places:?} instead of {expected:?}"
        );
    }

    #[test]
    fn labels_that_do_not_touch_stay() {
        check(&[], 10.0, 0.0, 100.0, &[]);
        check(&[50.0], 10.0, 0.0, 100.0, &[50.0]);
        check(&[80.0, 20.0, 50.0], 10.0, 0.0, 100.0, &[80.0, 20.0, 50.0]);
    }

    #[test]
    fn coinciding_labels_part_evenly_around_their_place() {
        check(&[50.0, 50.0], 10.0, 0.0, 100.0, &[45.0, 55.0]);
        check(&[50.0; 3], 10.0, 0.0, 100.0, &[40.0, 50.0, 60.0]);
        check(&[52.0, 48.0], 10.0, 0.0, 100.0, &[55.0, 45.0]);
    }

    #[test]
    fn a_push_passes_on_to_the_next() {
        check(
            &[40.0, 41.0, 49.0],
            10.0,
            0.0,
            100.0,
            &[33.0 + 1.0 / 3.0, 43.0 + 1.0 / 3.0, 53.0 + 1.0 / 3.0],
        );
    }

    #[test]
    fn the_ends_hold() {
        check(&[100.0, 100.0], 10.0, 0.0, 100.0, &[90.0, 100.0]);
        check(&[0.0, 1.0, 2.0], 10.0, 0.0, 100.0, &[0.0, 10.0, 20.0]);
        check(&[-500.0, 900.0], 10.0, 0.0, 100.0, &[0.0, 100.0]);
        check(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY], 10.0, 0.0, 100.0, &[0.0, 100.0, 10.0]);
    }

    #[test]
    fn a_column_too_short_is_shared_evenly() {
        check(&[5.0; 5], 10.0, 0.0, 20.0, &[0.0, 5.0, 10.0, 15.0, 20.0]);
        check(&[5.0, 6.0], 10.0, 7.0, 3.0, &[7.0, 7.0]);
    }

    #[test]
    fn up_to_eight_are_in_order_apart_and_inside() {
        for count in 1..=8_usize {
            for step in [0.0, 0.5, 3.0, 14.0, 40.0] {
                let wanted: Vec<f64> =
                    (0..count).map(|i| step * ((i * 5) % 8) as f64 - 20.0).collect();
                let places = dodge(&wanted, 12.0, 0.0, 100.0);
                for (i, a) in places.iter().enumerate() {
                    assert!((-1e-9..=100.0 + 1e-9).contains(a), "{wanted:?} {places:?}");
                    for (j, b) in places.iter().enumerate().skip(i + 1) {
                        assert!((a - b).abs() > 12.0 - 1e-9, "{wanted:?} {places:?}");
                        assert!(wanted[i] >= wanted[j] || a < b, "{wanted:?} {places:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn boxes_that_only_touch_do_not_meet() {
        let area = |left: f64| Area { left, top: 0.0, right: left + 10.0, bottom: 5.0 };
        assert!(!area(0.0).meets(&area(10.0)));
        assert!(area(0.0).meets(&area(9.9)));
        assert!(area(0.0).holds(&area(0.0)) && !area(0.0).holds(&area(1.0)));
    }
}
