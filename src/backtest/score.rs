//! How good one forecast was, once it is known what happened: closed forms, no simulation.

use super::{Outcome, Predictive};
use crate::{
    quantity::MONTH_DAYS,
    scores::{Pit, brier, crps_by_day},
};

/// Ages in months by which it is asked whether the day came.
pub const WITHIN_MONTHS: [u32; 2] = [24, 36];

/// The central intervals whose coverage is looked at, as shares.
pub const LEVELS: [f64; 3] = [0.5, 0.8, 0.95];

/// The scores of one forecast; smaller is better.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Score {
    /// Continuous ranked probability score in days: how far the forecast lies from what happened,
    /// its spread allowed for. All days are capped at ten years after opening, or at the end of the
    /// record where that is earlier, whatever came: else a day that came would cost more than one
    /// that did not. Not negative.
    pub crps_days: f64,
    /// The same of the logarithm of the days since opening.
    pub crps_log: f64,
    /// Where what happened lies in the forecast.
    pub pit: Pit,
    /// For each of [`WITHIN_MONTHS`]: the squared miss of the chance that the day comes within so
    /// many months of opening. Nothing where the record ends before, or that time had passed when
    /// the forecast was made.
    pub brier: [Option<f64>; 2],
}

impl Score {
    /// Of a forecast made at an age in days, with what came by the last day of age that is known.
    pub fn from_forecast(
        forecast: &Predictive,
        made: u32,
        outcome: Outcome,
        seen_to: u32,
    ) -> Score {
        let end = seen_to.min(Predictive::LAST);
        let came = match outcome {
            Outcome::On(day) => Some(day).filter(|day| *day <= end),
            Outcome::NotBy(_) => None,
        };
        let by = forecast.by_day();
        let within = |months: u32| {
            let day = day_of(months);
            let asked = made < day && day <= end;
            let happened = came.is_some_and(|came| came <= day);
            asked.then(|| brier(forecast.chance_by(day), happened))
        };
        Score {
            crps_days: crps_by_day(by, came, end, |_| 1.0),
            crps_log: crps_by_day(by, came, end, |day| match day {
                0 => 0.0,
                day => libm::log1p(1.0 / f64::from(day)),
            }),
            pit: Pit::from_curve(by, came, end),
            brier: WITHIN_MONTHS.map(within),
        }
    }
}

/// The last whole day of so many months of age.
pub(super) fn day_of(months: u32) -> u32 {
    (f64::from(months) * MONTH_DAYS) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-9 * other.abs().max(1.0), "{one} {other}");
    }

    /// Where the record ends ten years after opening, or with what it says.
    fn score(forecast: &Predictive, made: u32, outcome: Outcome) -> Score {
        let seen_to = match outcome {
            Outcome::On(_) => Predictive::LAST,
            Outcome::NotBy(day) => day,
        };
        Score::from_forecast(forecast, made, outcome, seen_to)
    }

    fn certain(day: u32) -> Predictive {
        Predictive::of_runs([Some(day)])
    }

    fn even(from: u32, to: u32) -> Predictive {
        Predictive::of_runs((from..to).map(Some))
    }

    #[test]
    fn of_a_certain_day_the_score_is_how_far_off_it_was() {
        for (said, came) in [(500, 700), (700, 500), (600, 600)] {
            let found = score(&certain(said), 30, Outcome::On(came));
            close(found.crps_days, f64::from(said.abs_diff(came)));
            let logs = (f64::from(said) / f64::from(came)).ln().abs();
            close(found.crps_log, logs);
        }
    }

    #[test]
    fn of_days_equally_likely_the_score_is_the_closed_form() {
        // E|X - y| - E|X - X'| / 2 for X even on 1000..=1000+m-1.
        let m = 200.0;
        let spread = (m * m - 1.0) / (6.0 * m);
        for came in [900, 1000, 1050, 1300] {
            let y = f64::from(came);
            let apart = (1000..1200).map(|day| (f64::from(day) - y).abs()).sum::<f64>() / m;
            let found = score(&even(1000, 1200), 30, Outcome::On(came));
            close(found.crps_days, apart - spread);
        }
    }

    #[test]
    fn of_an_exponential_day_the_score_is_the_closed_form() {
        // y + 2 exp(-y/s) s - 3/2 s, held to whole days by a long mean.
        let mean = 300.0f64;
        let forecast = Predictive::from_chances(|day| 1.0 - (-f64::from(day) / mean).exp());
        let came = 450.0f64;
        let expected = came + 2.0 * mean * (-came / mean).exp() - 1.5 * mean;
        let found = score(&forecast, 1, Outcome::On(450));
        assert!((found.crps_days - expected).abs() < 1.0, "{} {expected}", found.crps_days);
    }

    #[test]
    fn past_the_end_of_the_record_nothing_is_scored() {
        let half = Predictive::of_runs([Some(1000), None]);
        close(score(&half, 30, Outcome::NotBy(1400)).crps_days, 100.0);
        close(score(&half, 30, Outcome::NotBy(900)).crps_days, 0.0);
        // A day past ten years, known or not, is one: not within ten years.
        let late = score(&half, 30, Outcome::On(4000));
        close(late.crps_days, 0.25 * 2652.0);
        assert_eq!(late, score(&half, 30, Outcome::NotBy(5000)));
        close(score(&certain(5000), 30, Outcome::On(4000)).crps_days, 0.0);
    }

    #[test]
    fn the_record_caps_what_came_and_what_did_not_alike() {
        let half = Predictive::of_runs([Some(1000), None]);
        let within = |outcome| Score::from_forecast(&half, 30, outcome, 900);
        // Ahead of day 900 it gave no chance: from day 500 on wrong where it came, else right.
        close(within(Outcome::On(500)).crps_days, 400.0);
        close(within(Outcome::NotBy(900)).crps_days, 0.0);
        // Of a day past the record nothing is known, so that it is none by then.
        assert_eq!(within(Outcome::On(950)), within(Outcome::NotBy(900)));
        // Whether it came within 36 months is not asked of a record that ends before.
        assert_eq!(within(Outcome::On(500)).brier, [Some(1.0), None]);
        // Whatever the forecast, only days before the end of the record count.
        let after = Predictive::from_chances(|day| if day < 900 { 0.0 } else { 1.0 });
        for outcome in [Outcome::On(500), Outcome::NotBy(900)] {
            let found = Score::from_forecast(&after, 30, outcome, 900).crps_days;
            close(found, within(outcome).crps_days);
        }
    }

    #[test]
    fn what_came_lies_where_the_forecast_has_it() {
        let pit = |outcome| score(&even(100, 200), 30, outcome).pit;
        let at = pit(Outcome::On(149));
        close(at.low, 0.49);
        close(at.high, 0.50);
        assert_eq!(pit(Outcome::On(50)), Pit { low: 0.0, high: 0.0 });
        assert_eq!(pit(Outcome::On(300)), Pit { low: 1.0, high: 1.0 });
        let beyond = pit(Outcome::NotBy(179));
        close(beyond.low, 0.8);
        close(beyond.high, 1.0);
    }

    #[test]
    fn within_so_many_months_is_asked_only_while_it_is_open_and_known() {
        let half = Predictive::of_runs([Some(600), None]);
        let brier = |made, outcome| score(&half, made, outcome).brier;
        assert_eq!(brier(30, Outcome::On(700)), [Some(0.25), Some(0.25)]);
        assert_eq!(brier(30, Outcome::NotBy(1000)), [Some(0.25), None]);
        assert_eq!(brier(730, Outcome::NotBy(1200)), [None, Some(0.25)]);
        let sure = score(&certain(800), 30, Outcome::On(800)).brier;
        assert_eq!(sure, [Some(0.0), Some(0.0)]);
        let wrong = score(&certain(500), 30, Outcome::On(800)).brier;
        assert_eq!(wrong, [Some(1.0), Some(0.0)]);
    }
}
