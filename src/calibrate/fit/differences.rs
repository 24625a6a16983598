//! What a log chance tells of several numbers, from its second differences.

use super::cholesky::Square;

/// The negative matrix of second derivatives of a function about a point, by differences of these steps;
/// `own` is added to its diagonal.
pub(super) fn negative_second_differences(
    centre: &[f64],
    steps: &[f64],
    own: f64,
    mut value: impl FnMut(&[f64]) -> f64,
) -> Square {
    let mut at = |shifts: &[(usize, f64)]| {
        let mut point = centre.to_vec();
        shifts.iter().for_each(|(place, by)| point[*place] += by);
        value(&point)
    };
    let top = at(&[]);
    let mut entries: Vec<Vec<f64>> = Vec::new();
    for (one, step) in steps.iter().copied().enumerate() {
        let mut row = Vec::new();
        for (other, across) in steps[..one].iter().copied().enumerate() {
            let alike = at(&[(one, step), (other, across)]) + at(&[(one, -step), (other, -across)]);
            let unlike =
                at(&[(one, step), (other, -across)]) + at(&[(one, -step), (other, across)]);
            row.push((unlike - alike) / (4.0 * step * across));
        }
        let curve = 2.0 * top - at(&[(one, step)]) - at(&[(one, -step)]);
        row.push(curve / (step * step) + own);
        entries.push(row);
    }
    Square::symmetric(entries.len(), |row, column| entries[row][column])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parabola_has_its_matrix() {
        let value = |at: &[f64]| -(2.0 * at[0] * at[0] + 3.0 * at[0] * at[1] + 4.0 * at[1] * at[1]);
        let found = negative_second_differences(&[0.3, -0.1], &[0.1, 0.2], 0.5, value);
        for (row, column, expected) in [(0, 0, 4.5), (0, 1, 3.0), (1, 0, 3.0), (1, 1, 8.5)] {
            assert!((found.at(row, column) - expected).abs() < 1e-9);
        }
    }
}
