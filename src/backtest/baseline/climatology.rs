//! As long as other treaties took: the Kaplan-Meier curve of those still waiting at this age.

use super::{super::Predictive, ForecastTask, Others, past::ObservedWait};

impl Others<'_> {
    /// As long as the others took that had not got there by this age either; nothing where there is
    /// none.
    pub(super) fn climatology(&self, case: &ForecastTask) -> Option<Predictive> {
        let age = case.age();
        let waits = self.past.iter().filter_map(|past| past.wait(case.instruments, age));
        kaplan_meier(waits.map(|wait| (1.0, wait)).collect())
    }
}

/// The chance by day of age that it has come, from how long others took, each with its weight;
/// nothing where no weight is above 0.
///
/// Those looked at last before it came count as long as they were looked at.
pub(in crate::backtest) fn kaplan_meier(mut waits: Vec<(f64, ObservedWait)>) -> Option<Predictive> {
    let mut waiting: f64 = waits.iter().map(|(weight, _)| weight).sum();
    if waiting.is_nan() || waiting <= 0.0 {
        return None;
    }
    // On one day, what comes comes before the looking ends.
    waits.sort_by_key(|(_, wait)| (wait.until, !wait.came));
    let mut waits = waits.into_iter().peekable();
    let mut open = 1.0;
    Some(Predictive::from_chances(|day| {
        while let Some((weight, wait)) = waits.next_if(|(_, wait)| wait.until <= day) {
            if wait.came && waiting > 0.0 {
                open *= (1.0 - weight / waiting).max(0.0);
            }
            waiting -= weight;
        }
        1.0 - open
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(until: u32) -> (f64, ObservedWait) {
        (1.0, ObservedWait { until, came: true })
    }

    fn left(until: u32) -> (f64, ObservedWait) {
        (1.0, ObservedWait { until, came: false })
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn without_gaps_it_is_the_share_of_those_that_got_there() {
        let curve = kaplan_meier(vec![came(300), came(100), came(200), left(4000)]).expect("some");
        let by = [99, 100, 250, 300, 3652].map(|day| curve.chance_by(day));
        for (found, expected) in by.into_iter().zip([0.0, 0.25, 0.5, 0.75, 0.75]) {
            near(found, expected);
        }
    }

    #[test]
    fn those_lost_from_sight_count_while_they_were_seen() {
        // 4, one lost, then one of 2 left, then the last.
        let curve = kaplan_meier(vec![came(100), left(150), came(200), came(300)]).expect("some");
        near(curve.chance_by(199), 0.25);
        near(curve.chance_by(200), 1.0 - 0.75 * 0.5);
        near(curve.chance_by(300), 1.0);
        // Lost on the day on which another got there: still in sight then.
        let curve = kaplan_meier(vec![left(100), came(100)]).expect("some");
        near(curve.chance_by(100), 0.5);
    }

    #[test]
    fn weights_count_as_so_many_treaties() {
        let twice = kaplan_meier(vec![(2.0, came(100).1), (1.0, left(4000).1)]).expect("some");
        let two = kaplan_meier(vec![came(100), came(100), left(4000)]).expect("some");
        near(twice.chance_by(100), two.chance_by(100));
        assert!(kaplan_meier(vec![(0.0, came(100).1)]).is_none());
        assert!(kaplan_meier(Vec::new()).is_none());
    }
}
