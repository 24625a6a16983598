//! Small symmetric matrices and their Cholesky factors.

/// A symmetric matrix, all of it kept.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Square {
    size: usize,
    entries: Vec<f64>,
}

/// A lower triangular factor L of a positive definite matrix L L'.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Lower {
    size: usize,
    entries: Vec<f64>,
}

impl Square {
    /// Each entry by row and column; asked for on and below the diagonal.
    pub(super) fn symmetric(size: usize, entry: impl Fn(usize, usize) -> f64) -> Square {
        let mut entries = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let value = entry(row, column);
                entries[row * size + column] = value;
                entries[column * size + row] = value;
            }
        }
        Square { size, entries }
    }

    /// Adds another of the same size.
    pub(super) fn add(&mut self, other: &Square) {
        self.entries.iter_mut().zip(&other.entries).for_each(|(sum, added)| *sum += added);
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.entries[row * self.size + column]
    }

    /// The upper left part, as large as the vector, times the vector.
    pub(super) fn times(&self, vector: &[f64]) -> Vec<f64> {
        let row = |row: usize| &self.entries[row * self.size..][..vector.len()];
        (0..vector.len()).map(|index| dot(row(index), vector)).collect()
    }
}

impl Lower {
    /// The factor of the matrix with these entries, asked for on and below the diagonal.
    pub(super) fn from_entries(size: usize, entry: impl Fn(usize, usize) -> f64) -> Lower {
        let mut entries = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let done =
                    dot(&entries[row * size..][..column], &entries[column * size..][..column]);
                let rest = entry(row, column) - done;
                entries[row * size + column] = if row == column {
                    // Never at or below nought but for rounding.
                    rest.max(1e-300).sqrt()
                } else {
                    rest / entries[column * size + column]
                };
            }
        }
        Lower { size, entries }
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Solves L x = b in place.
    pub(super) fn solve(&self, vector: &mut [f64]) {
        for row in 0..self.size {
            let entries = &self.entries[row * self.size..][..=row];
            let rest = vector[row] - dot(&entries[..row], &vector[..row]);
            vector[row] = rest / entries[row];
        }
    }

    /// Solves L' x = b in place.
    pub(super) fn solve_transposed(&self, vector: &mut [f64]) {
        for row in (0..self.size).rev() {
            let entries = &self.entries[row * self.size..][..=row];
            vector[row] /= entries[row];
            let value = vector[row];
            for (other, entry) in vector[..row].iter_mut().zip(entries) {
                *other -= entry * value;
            }
        }
    }

    /// The sum of the logs of the diagonal: half the log determinant of L L'.
    pub(super) fn log_diagonal(&self) -> f64 {
        (0..self.size).map(|row| libm::log(self.entries[row * self.size + row])).sum()
    }
}

/// Four sums side by side, which lets the processor overlap them; always in the same order.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (fours, rest) = one.as_chunks::<4>();
    let (other_fours, other_rest) = other.as_chunks::<4>();
    for (one, other) in fours.iter().zip(other_fours) {
        for place in 0..4 {
            sums[place] += one[place] * other[place];
        }
    }
    let rest: f64 = rest.iter().zip(other_rest).map(|(one, other)| one * other).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries of a positive definite matrix.
    fn entry(row: usize, column: usize) -> f64 {
        let apart = row.abs_diff(column) as f64;
        2.0 * libm::exp(-apart / 3.0) + if row == column { 0.5 } else { 0.0 }
    }

    #[test]
    fn a_factor_times_its_transpose_is_the_matrix() {
        let lower = Lower::from_entries(9, entry);
        for row in 0..9 {
            for column in 0..=row {
                let at = |row: usize, place: usize| lower.entries[row * 9 + place];
                let product: f64 =
                    (0..=column).map(|place| at(row, place) * at(column, place)).sum();
                assert!((product - entry(row, column)).abs() < 1e-12, "{row} {column}");
            }
        }
    }

    #[test]
    fn solving_both_ways_inverts_the_matrix() {
        let (matrix, lower) = (Square::symmetric(9, entry), Lower::from_entries(9, entry));
        let wanted: Vec<f64> = (0..9).map(|place| f64::from(place) - 2.5).collect();
        let mut found = matrix.times(&wanted);
        lower.solve(&mut found);
        lower.solve_transposed(&mut found);
        for (found, wanted) in found.iter().zip(&wanted) {
            assert!((found - wanted).abs() < 1e-12);
        }
    }

    #[test]
    fn the_diagonal_tells_half_the_log_determinant() {
        let lower = Lower::from_entries(2, |row, column| [[5.0, 2.0], [2.0, 3.0]][row][column]);
        assert!((lower.log_diagonal() - 0.5 * libm::log(11.0)).abs() < 1e-14);
    }

    #[test]
    fn a_short_vector_meets_the_upper_left_part() {
        let matrix = Square::symmetric(3, |row, column| (row * 10 + column) as f64);
        assert_eq!(matrix.times(&[1.0, 2.0]), [20.0, 10.0 + 22.0]);
        assert_eq!((matrix.at(2, 0), matrix.at(0, 2)), (20.0, 20.0));
    }
}
