//! Fast, portable mathematics for the hot loop: logarithm, exponential, tabulated quantiles.
//!
//! Only additions, multiplications and divisions, so the bits are the same on every machine;
//! tables built with the platform's functions are rounded far above their last bits.

use std::sync::LazyLock;

use statrs::{
    distribution::{ContinuousCDF, Normal},
    function::gamma::{gamma_lr, gamma_ur},
};

use super::stream::Uniform;

const LN_CELLS: usize = 128;
const EXP_CELLS: i64 = 64;

static LN: LazyLock<[(f64, f64); LN_CELLS]> = LazyLock::new(|| {
    std::array::from_fn(|cell| {
        let middle = 1.0 + (cell as f64 + 0.5) / LN_CELLS as f64;
        (1.0 / middle, libm::log(middle))
    })
});

static EXP: LazyLock<[f64; EXP_CELLS as usize]> =
    LazyLock::new(|| std::array::from_fn(|cell| libm::exp2(cell as f64 / EXP_CELLS as f64)));

/// Tables used by each draw, fetched once for a chunk of runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct MathTables {
    ln: &'static [(f64, f64); LN_CELLS],
    exp: &'static [f64; EXP_CELLS as usize],
}

impl MathTables {
    pub(super) fn get() -> MathTables {
        MathTables { ln: &LN, exp: &EXP }
    }

    /// Natural logarithm of a normal positive number, to 1e-12.
    #[inline]
    pub(super) fn ln(self, x: f64) -> f64 {
        let bits = x.to_bits();
        let exponent = (bits >> 52) as i64 - 1023;
        let cell = (bits >> (52 - 7)) as usize & (LN_CELLS - 1);
        let mantissa = f64::from_bits((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        let (inverse, ln) = self.ln[cell];
        let rest = mantissa * inverse - 1.0;
        let series = rest - rest * rest * (0.5 - rest * (1.0 / 3.0 - rest * 0.25));
        exponent as f64 * std::f64::consts::LN_2 + (ln + series)
    }

    /// e to the power of x, to 1e-13 of its size; x is kept within -700 and 700.
    #[inline]
    pub(super) fn exp(self, x: f64) -> f64 {
        const PER_CELL: f64 = std::f64::consts::LN_2 / EXP_CELLS as f64;
        let x = clamp(x, -700.0, 700.0);
        // Adding this number rounds to a whole one, which is then in the lowest bits.
        const ROUND: f64 = 6_755_399_441_055_744.0;
        let rounded = x * (1.0 / PER_CELL) + ROUND;
        let rest = x - (rounded - ROUND) * PER_CELL;
        let cells = rounded.to_bits().wrapping_sub(ROUND.to_bits()) as i64;
        let series = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest / 24.0)));
        let power = ((cells >> 6) + 1023) as u64;
        series * self.exp[(cells & (EXP_CELLS - 1)) as usize] * f64::from_bits(power << 52)
    }
}

/// The number kept within these two, by one step of the processor for each; the lower one where it
/// is none.
#[inline(always)]
pub(super) fn clamp(x: f64, low: f64, high: f64) -> f64 {
    let x = if x > low { x } else { low };
    if x < high { x } else { high }
}

/// e^x - 1 for small x, to 1e-10 of its size where x is at most 0.5; exact beyond.
#[inline]
pub(super) fn exp_minus_one(x: f64) -> f64 {
    if x < 0.5 {
        let c = [1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0];
        let high = c[3] + x * (c[4] + x * (c[5] + x / 40_320.0));
        x * (1.0 + x * (c[0] + x * (c[1] + x * (c[2] + x * high))))
    } else {
        libm::expm1(x)
    }
}

/// Where it is true, in order, at the head of `room`; returns how many. `room` is at least as long
/// as the question. Without a branch: which are true cannot be foreseen.
#[inline]
pub(super) fn pick(room: &mut [u32], hits: impl Iterator<Item = bool>) -> usize {
    let mut count = 0;
    for (place, hit) in hits.enumerate() {
        room[count] = place as u32;
        count += usize::from(hit);
    }
    count
}

const OCTAVES: usize = 28;
const CELLS: usize = 64;
/// Room for the cells of one side: so many that an index is cut to them by its bits.
const SIDE: usize = OCTAVES.next_power_of_two() * CELLS;

/// A quantile function as a table: fine in both tails, straight between its points.
///
/// Each side of the median is cut into octaves (chances from 1/2 to 1/4, to 1/8, ...), each
/// octave into 64 cells. Rises with the draw, so that runs of two scenarios stay paired.
#[derive(Clone, Debug)]
pub(super) struct QuantileTable {
    /// Both ends of each cell: side by side, octave by octave, cell by cell.
    cells: Box<[[f32; 2]; 2 * SIDE]>,
}

static NORMAL: LazyLock<QuantileTable> = LazyLock::new(|| {
    let normal = Normal::standard();
    let low = QuantileTable::tabulate_side(|tail| normal.inverse_cdf(tail));
    let high = low.iter().map(|z| -z).collect();
    QuantileTable::from_sides([low, high])
});

impl QuantileTable {
    /// Standard normal.
    pub(super) fn normal() -> &'static QuantileTable {
        &NORMAL
    }

    /// Gamma of this shape with mean 1; the constant 1 where the shape is infinite.
    pub(super) fn gamma(shape: f64) -> QuantileTable {
        if !shape.is_finite() || shape > 1e8 {
            let ones = vec![1.0; OCTAVES * CELLS + 1];
            return QuantileTable::from_sides([ones.clone(), ones]);
        }
        let side = |upper| {
            // Newton's start: the logs of the last three points, extrapolated by a parabola.
            let mut logs = [0.0; 3];
            QuantileTable::tabulate_side(|tail| {
                let start = 3.0 * (logs[2] - logs[1]) + logs[0];
                let value = gamma_quantile(shape, tail, upper, start);
                logs = [logs[1], logs[2], libm::log(value)];
                value / shape
            })
        };
        QuantileTable::from_sides([side(false), side(true)])
    }

    /// From the points of both sides, outermost first.
    fn from_sides(sides: [Vec<f32>; 2]) -> QuantileTable {
        let mut cells = Box::new([[0.0; 2]; 2 * SIDE]);
        for (side, cells) in sides.iter().zip(cells.chunks_exact_mut(SIDE)) {
            let octaves =
                (0..OCTAVES).rev().flat_map(|octave| octave * CELLS..(octave + 1) * CELLS);
            for (cell, point) in cells.iter_mut().zip(octaves) {
                *cell = [side[point], side[point + 1]];
            }
        }
        QuantileTable { cells }
    }

    /// Points from the median into one tail; `quantile` gets the chance of the tail.
    fn tabulate_side(mut quantile: impl FnMut(f64) -> f64) -> Vec<f32> {
        let mut points: Vec<f32> = (0..=OCTAVES * CELLS)
            .map(|point| {
                let (octave, cell) = (point / CELLS, point % CELLS);
                let top = 0.5 * libm::exp2(-(octave as f64));
                quantile(top * (1.0 - cell as f64 / (2 * CELLS) as f64)) as f32
            })
            .collect();
        // Towards the median as the tail's chance rises within an octave.
        points.reverse();
        points
    }

    /// The quantile at this draw.
    #[inline]
    pub(super) fn quantile(&self, draw: Uniform) -> f64 {
        // All ones above the median, all zeros below.
        let upper = (draw.0.cast_signed() >> 63).cast_unsigned();
        let side = upper as usize & SIDE;
        // Twice the chance of the tail, as 63 bits.
        let tail = (draw.0 ^ upper) << 1 | 1;
        let octave = tail.leading_zeros() as usize;
        if octave >= OCTAVES {
            return f64::from(self.cells[side + (OCTAVES - 1) * CELLS][0]);
        }
        let rest = tail << octave << 1;
        let cell = (rest >> 58) as usize;
        let share = ((rest << 6) >> 11) as f64 * (1.0 / (1u64 << 53) as f64);
        let [from, to] = self.cells[(side + octave * CELLS + cell) % (2 * SIDE)].map(f64::from);
        from + (to - from) * share
    }
}

/// The value at which Gamma(shape, rate 1) has this chance below it (or above, for `upper`), by
/// Newton steps in its logarithm from `start`, itself a logarithm, bracketed. Exists beside the
/// library's because that one fails for shapes below 1.
pub(super) fn gamma_quantile(shape: f64, tail: f64, upper: bool, start: f64) -> f64 {
    let ln_gamma = libm::lgamma(shape);
    let (mut low, mut high) = (-745.0 / shape.min(1.0) - 10.0, (shape + 1000.0).ln() + 3.0);
    let mut log = start.clamp(low, high);
    for _ in 0..200 {
        let value = log.exp();
        let chance = match (upper, value > 0.0) {
            (true, _) => gamma_ur(shape, value.max(1e-300)),
            (false, true) => gamma_lr(shape, value),
            (false, false) => 0.0,
        };
        let too_far = if upper { chance < tail } else { chance > tail };
        if too_far {
            high = log;
        } else {
            low = log;
        }
        // Newton on the logarithm of the chance: nearly straight in both tails.
        let density = (shape * log - value - ln_gamma).exp();
        let slope = if upper { -density } else { density } / chance;
        let mut next = log - (chance / tail).ln() / slope;
        if !(next > low && next < high) {
            next = 0.5 * (low + high);
        }
        // Each step leaves about the square of what was left.
        if (next - log).abs() < 1e-6 {
            return next.exp();
        }
        log = next;
    }
    log.exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithm_and_exponential_are_true() {
        let tables = MathTables::get();
        for step in 1..20_000 {
            let x = f64::from(step) * 0.000_173 * f64::from(step);
            assert!((tables.ln(x) - x.ln()).abs() < 1e-11, "{x}");
            let y = f64::from(step - 10_000) * 0.05;
            assert!((tables.exp(y) / y.exp() - 1.0).abs() < 1e-12, "{y}");
        }
        for x in [1e-300, 1e-17, 0.999_999_999, 1.0, 1e300] {
            assert!((tables.ln(x) - x.ln()).abs() < 1e-11, "{x}");
        }
        assert!(tables.exp(-1e9) > 0.0 && tables.exp(1e9).is_finite());
        for x in [1e-9, 0.01, 0.3, 0.499, 0.51, 3.0] {
            assert!((exp_minus_one(x) / x.exp_m1() - 1.0).abs() < 1e-8, "{x}");
        }
    }

    #[test]
    fn tabulated_quantiles_are_those_of_the_law() {
        let normal = QuantileTable::normal();
        let exact = Normal::standard();
        for step in 1..4000u64 {
            let draw = Uniform(step.wrapping_mul(u64::MAX / 4000));
            let z = exact.inverse_cdf(draw.open());
            assert!((normal.quantile(draw) - z).abs() < 1e-4, "{z}");
        }
        for shape in [0.3, 0.77, 3.75, 60.0, 2000.0] {
            let gamma = QuantileTable::gamma(shape);
            for step in 1..400u64 {
                let draw = Uniform(step.wrapping_mul(u64::MAX / 400));
                let chance = gamma_lr(shape, gamma.quantile(draw) * shape);
                assert!((chance - draw.open()).abs() < 2e-4, "{shape} {chance}");
            }
        }
    }

    #[test]
    fn tabulated_laws_have_their_mean_and_spread() {
        let count = 200_000u64;
        let moments = |table: &QuantileTable| {
            let (mut sum, mut square) = (0.0, 0.0);
            for i in 0..count {
                let value = table.quantile(Uniform(i * (u64::MAX / count) + u64::MAX / count / 2));
                sum += value;
                square += value * value;
            }
            let mean = sum / count as f64;
            (mean, square / count as f64 - mean * mean)
        };
        let (mean, variance) = moments(QuantileTable::normal());
        assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-3, "{mean} {variance}");
        let (mean, variance) = moments(&QuantileTable::gamma(3.7527));
        assert!((mean - 1.0).abs() < 1e-4 && (variance * 3.7527 - 1.0).abs() < 2e-3);
        assert!((moments(&QuantileTable::gamma(f64::INFINITY)).0 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn quantiles_rise_with_the_draw() {
        for table in [QuantileTable::normal(), &QuantileTable::gamma(0.77)] {
            let mut last = f64::NEG_INFINITY;
            for i in 0..100_000u64 {
                let value = table.quantile(Uniform(i * (u64::MAX / 100_000)));
                assert!(value >= last);
                last = value;
            }
            assert!(
                table.quantile(Uniform(0)).is_finite()
                    && table.quantile(Uniform(u64::MAX)).is_finite()
            );
        }
    }
}
