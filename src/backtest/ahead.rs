//! One month ahead: what each month of past treaties was to bring, and what it brought.

use rayon::prelude::*;

use crate::{
    calibrate::history::History,
    engine::{MonthAhead, months_ahead},
    quantity::{Day, Days},
};

use super::{Fits, ForecastTask, Predictive, model::model};

/// A month of a past treaty, forecast from the months before it.
#[derive(Clone, PartialEq, Debug)]
pub struct PastMonth {
    /// Id of the treaty.
    pub treaty: String,
    /// The month, forecast and seen.
    pub month: MonthAhead,
    /// The share of the treaty's own number of instruments that was in before the month; none where
    /// it has none, or its entry into force had come.
    pub share_in: Option<f64>,
}

/// Bands of the share of the threshold that is in: lower edge, upper edge, of treaties not in force
/// yet. Months after entry into force or without a threshold are in none.
pub const BANDS: [(f64, f64); 6] =
    [(0.0, 0.1), (0.1, 0.25), (0.25, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 1.0)];

/// The months by band of the share of the threshold in, in the order of [`BANDS`].
pub fn by_band(months: &[PastMonth]) -> Vec<SeenAndExpected> {
    let within = |(from, to): (f64, f64)| {
        let inside = move |share: f64| (from..to).contains(&share);
        SeenAndExpected::from_months(
            months.iter().filter(|month| month.share_in.is_some_and(inside)),
        )
    };
    BANDS.into_iter().map(within).collect()
}

/// The deposits of many months, seen beside expected.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct SeenAndExpected {
    /// Months.
    pub months: usize,
    /// Treaties they belong to.
    pub treaties: usize,
    /// Deposits seen.
    pub seen: usize,
    /// Deposits expected.
    pub expected: f64,
    /// Standard error of seen over expected, from how treaties differ (the jackknife over them);
    /// nought from fewer than two.
    pub error: f64,
    /// Months with more deposits than one in a thousand is to have.
    pub beyond_one_in_1_000: usize,
    /// Months with more deposits than one in 100,000 is to have.
    pub beyond_one_in_100_000: usize,
}

/// The months of the cases' treaties, up to ten years after opening or the end of the record, in the
/// order of the treaties. Each treaty's fit is that of its first case.
pub fn past_months(
    history: &History,
    cases: &[ForecastTask],
    fits: &Fits,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<PastMonth> {
    let firsts: Vec<&ForecastTask> = cases
        .chunk_by(|one, other| one.treaty == other.treaty)
        .filter_map(|cases| cases.first())
        .collect();
    let months: Vec<Vec<PastMonth>> = firsts
        .into_par_iter()
        .map(|case| {
            let found = months_of(history, case, fits);
            progress(1);
            found.unwrap_or_default()
        })
        .collect();
    months.into_iter().flatten().collect()
}

fn months_of(history: &History, case: &ForecastTask, fits: &Fits) -> Option<Vec<PastMonth>> {
    let (treaty, fitted) = (history.treaty(&case.treaty)?, &fits.get(case)?.fitted);
    let last = treaty.whole_to().min(treaty.opened + Days(Predictive::LAST as i32 - 1));
    let model = model(history, treaty, last, fitted);
    let number = treaty.entry.as_ref().and_then(|entry| entry.instruments);
    let counted = treaty.counted();
    let days = treaty.likely_deposits();
    let mut days: Vec<Day> = counted.indices().filter_map(|index| days[index]).collect();
    days.sort_unstable();
    let share = |from: Day| {
        let before = days.partition_point(|day| *day < from);
        let open = treaty.in_force.is_none_or(|in_force| from < in_force);
        number.filter(|_| open).map(|number| before as f64 / f64::from(number))
    };
    let months = months_ahead(&model).into_iter();
    let past = |month: MonthAhead| PastMonth {
        treaty: treaty.id.clone(),
        month,
        share_in: share(month.from),
    };
    Some(months.map(past).collect())
}

impl SeenAndExpected {
    /// Of these months; those of one treaty stand together.
    pub fn from_months<'a>(months: impl IntoIterator<Item = &'a PastMonth>) -> SeenAndExpected {
        let mut all = SeenAndExpected::default();
        let mut treaties: Vec<(&str, f64, f64)> = Vec::new();
        for PastMonth { treaty, month, .. } in months {
            all.months += 1;
            all.seen += month.seen;
            all.expected += month.expected;
            all.beyond_one_in_1_000 += usize::from(month.chance_so_many < 1e-3);
            all.beyond_one_in_100_000 += usize::from(month.chance_so_many < 1e-5);
            match treaties.last_mut() {
                Some(last) if last.0 == treaty => {
                    last.1 += month.seen as f64;
                    last.2 += month.expected;
                }
                _ => treaties.push((treaty, month.seen as f64, month.expected)),
            }
        }
        all.treaties = treaties.len();
        let without = treaties
            .iter()
            .map(|(_, seen, expected)| (all.seen as f64 - seen) / (all.expected - expected));
        let without: Vec<f64> = without.filter(|ratio| ratio.is_finite()).collect();
        let count = without.len() as f64;
        if count > 1.0 {
            let mean = without.iter().sum::<f64>() / count;
            let squares: f64 = without.iter().map(|ratio| (ratio - mean) * (ratio - mean)).sum();
            all.error = libm::sqrt(squares * (count - 1.0) / count);
        }
        all
    }

    /// Deposits seen over deposits expected; no number where none were expected.
    pub fn ratio(&self) -> f64 {
        self.seen as f64 / self.expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(treaty: &str, seen: usize, expected: f64, chance_so_many: f64) -> PastMonth {
        let from = Day::from_number(0);
        let month = MonthAhead { from, age_months: 3, seen, expected, chance_so_many };
        PastMonth { treaty: treaty.to_owned(), month, share_in: None }
    }

    #[test]
    fn months_add_up_by_treaty() {
        let months = [
            month("A", 2, 1.0, 0.3),
            month("A", 9, 1.0, 5e-6),
            month("B", 0, 2.0, 1.0),
            month("C", 6, 1.5, 5e-4),
        ];
        let found = SeenAndExpected::from_months(&months);
        assert_eq!((found.months, found.treaties, found.seen), (4, 3, 17));
        assert_eq!((found.beyond_one_in_1_000, found.beyond_one_in_100_000), (2, 1));
        // Without A 6 / 3.5, without B 17 / 3.5, without C 11 / 4.
        let (a, b, c) = (6.0 / 3.5, 17.0 / 3.5, 2.75);
        let mean = (a + b + c) / 3.0;
        let squares: f64 = [a, b, c].iter().map(|ratio: &f64| (ratio - mean).powi(2)).sum();
        assert!((found.error - (squares * 2.0 / 3.0).sqrt()).abs() < 1e-12);
    }
}
