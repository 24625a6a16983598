//! A forecast of one day: the chance, by each day of a treaty's age, that it has come about.

/// The chance, by each whole day since opening up to ten years, that the n-th instrument has been
/// deposited. What is left after ten years is "not within ten years".
///
/// Never falls from day to day, and lies between 0 and 1.
#[derive(Clone, PartialEq, Debug)]
pub struct Predictive {
    /// By day of age, 0 to [`Predictive::LAST`].
    by: Vec<f64>,
}

impl Predictive {
    /// The last day of age that is looked at: ten years after opening.
    pub const LAST: u32 = 3652;

    const DAYS: usize = Self::LAST as usize + 1;

    /// From the ages in days of simulated futures, each as likely as the others; nothing for one
    /// in which it has not come about. Ages past [`Predictive::LAST`] count as nothing too. From no
    /// future at all comes a forecast of never.
    pub fn of_runs(ages: impl IntoIterator<Item = Option<u32>>) -> Predictive {
        let (mut counts, mut runs) = (vec![0u64; Self::DAYS], 0u64);
        for age in ages {
            runs += 1;
            if let Some(count) = age.and_then(|age| counts.get_mut(age as usize)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        let share = |count: &u64| {
            sum += count;
            sum as f64 / runs.max(1) as f64
        };
        Predictive { by: counts.iter().map(share).collect() }
    }

    /// From the chance by the end of each day of age. What falls, or lies outside 0 to 1, is held
    /// at what was reached before; no number counts as no rise.
    pub fn from_chances(mut chance_by: impl FnMut(u32) -> f64) -> Predictive {
        let mut reached = 0.0f64;
        let mut rise = |day: u32| {
            reached = reached.max(chance_by(day)).min(1.0);
            reached
        };
        Predictive { by: (0..=Self::LAST).map(&mut rise).collect() }
    }

    /// Several forecasts mixed: each as likely to be the right one as its weight says. Weights are
    /// not negative; where their sum is 0 comes a forecast of never.
    pub fn mixed<'a>(parts: impl IntoIterator<Item = (f64, &'a Predictive)>) -> Predictive {
        let (mut by, mut whole) = (vec![0.0; Self::DAYS], 0.0);
        for (weight, part) in parts {
            whole += weight;
            by.iter_mut().zip(&part.by).for_each(|(sum, chance)| *sum += weight * chance);
        }
        if whole > 0.0 {
            by.iter_mut().for_each(|sum| *sum = (*sum / whole).min(1.0));
        }
        Predictive { by }
    }

    /// This forecast, once it is known that nothing has come about by the end of day `age`. Where
    /// that was thought impossible, a forecast of never.
    #[must_use]
    pub fn given_not_by(&self, age: u32) -> Predictive {
        let before = self.chance_by(age);
        let left = 1.0 - before;
        Predictive::from_chances(|day| {
            if left > 0.0 { (self.chance_by(day) - before) / left } else { 0.0 }
        })
    }

    /// The chance that it has come about by the end of this day of age; for later days than
    /// [`Predictive::LAST`], that by then, a lower bound.
    pub fn chance_by(&self, age: u32) -> f64 {
        self.by[(age as usize).min(Self::DAYS - 1)]
    }

    /// The chance that it has not come about within ten years.
    pub fn beyond(&self) -> f64 {
        1.0 - self.chance_by(Self::LAST)
    }

    /// The first day of age by which the chance is at least `share`, 0 to 1; nothing where it is
    /// not within ten years.
    pub fn quantile(&self, share: f64) -> Option<u32> {
        // A share made of parts may lie a last digit above what the parts add up to.
        let day = self.by.partition_point(|chance| *chance < share - 1e-12);
        (day < Self::DAYS).then_some(day as u32)
    }

    /// The chances by day of age, 0 to [`Predictive::LAST`].
    pub fn by_day(&self) -> &[f64] {
        &self.by
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "shares of few runs are exact")]

    use super::*;

    fn runs() -> Predictive {
        Predictive::of_runs([Some(100), Some(100), Some(900), None, Some(Predictive::LAST + 1)])
    }

    #[test]
    fn runs_are_counted_and_those_too_late_are_beyond() {
        let found = runs();
        assert_eq!((found.chance_by(99), found.chance_by(100)), (0.0, 0.4));
        assert_eq!((found.chance_by(u32::MAX), found.by_day().len()), (0.6, 3653));
        assert!((found.beyond() - 0.4).abs() < 1e-15);
        assert_eq!(Predictive::of_runs([]).beyond(), 1.0);
    }

    #[test]
    fn a_quantile_is_the_first_day_that_reaches_its_share() {
        let found = runs();
        let quantiles = [0.0, 0.4, 0.41, 0.6, 0.61].map(|share| found.quantile(share));
        assert_eq!(quantiles, [Some(0), Some(100), Some(900), Some(900), None]);
    }

    #[test]
    fn no_function_makes_a_chance_that_falls_or_leaves_its_bounds() {
        let found = Predictive::from_chances(|day| match day {
            0 => -1.0,
            10 => 0.5,
            11 => f64::NAN,
            20 => 7.0,
            _ => 0.2,
        });
        assert!(found.by_day().is_sorted());
        let at = [0, 1, 10, 11, 12, 20, 21].map(|day| found.chance_by(day));
        assert_eq!(at, [0.0, 0.2, 0.5, 0.5, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn mixed_forecasts_keep_their_weights() {
        let (early, late) = (Predictive::of_runs([Some(10)]), Predictive::of_runs([None]));
        let mixed = Predictive::mixed([(3.0, &early), (1.0, &late)]);
        assert_eq!((mixed.chance_by(9), mixed.chance_by(10)), (0.0, 0.75));
        assert_eq!(Predictive::mixed([]).beyond(), 1.0);
    }

    #[test]
    fn what_is_known_not_to_have_happened_raises_the_rest() {
        let found = runs().given_not_by(100);
        assert_eq!(found.chance_by(899), 0.0);
        assert!((found.chance_by(900) - 1.0 / 3.0).abs() < 1e-15);
        assert_eq!(Predictive::of_runs([Some(3)]).given_not_by(3).beyond(), 1.0);
    }
}
