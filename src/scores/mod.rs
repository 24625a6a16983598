//! How good a forecast was, once it is known what happened: scores of a day and of a chance.

mod crps;
mod pit;

pub use crps::{crps_by_day, crps_of_line};
pub use pit::Pit;

/// The Brier score of a chance, 0 to 1, best 0: the square of the chance less the outcome (Brier
/// 1950).
pub fn brier(chance: f64, happened: bool) -> f64 {
    let miss = chance - f64::from(u8::from(happened));
    miss * miss
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_scores_the_square_of_its_miss() {
        let scores = [brier(0.0, false), brier(0.0, true), brier(0.25, true), brier(0.25, false)];
        assert_eq!(scores.map(|score| (10_000.0 * score) as i32), [0, 10_000, 5_625, 625]);
    }
}
