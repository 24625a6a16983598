//! The continuous ranked probability score: how far a forecast of a day lies from the day that came,
//! its spread allowed for.
//!
//! The integral over time of (F − 1{it has come})², where F is the forecast's chance that it has come by
//! then (Matheson and Winkler 1976; Gneiting and Raftery 2007, equation 20, with the sign that makes
//! smaller better). In the unit of time; not negative; of a forecast that is sure of one day, how far
//! off that was. Cut at the end of what is known, it scores what is settled (Gneiting and Ranjan 2011).

/// Of a forecast by whole days: `by` holds the chance by the end of each day from 0 on, and jumps from
/// one to the next. `came` is the day that came, none where it did not by `end`; days from 0 to before
/// `end` are scored, each as long as `length` says.
pub fn crps_by_day(by: &[f64], came: Option<u32>, end: u32, length: impl Fn(u32) -> f64) -> f64 {
    let days = by.iter().zip(0..end);
    let miss = |chance: f64, day: u32| match came {
        Some(came) if came <= day => 1.0 - chance,
        _ => chance,
    };
    days.map(|(chance, day)| miss(*chance, day) * miss(*chance, day) * length(day)).sum()
}

/// Of a forecast whose chance rises in straight lines through `points`, each a time and the chance by
/// then, both never falling. `came` is the time that came, infinite where it has not; scored is the
/// time from the first point to `until`, at most to the last.
pub fn crps_of_line(points: &[(f64, f64)], came: f64, until: f64) -> f64 {
    let mut sum = 0.0;
    for pair in points.windows(2) {
        let [(from, low), (to, high)] = [pair[0], pair[1]];
        if to <= from {
            continue;
        }
        let at = |time: f64| low + (high - low) * (time - from) / (to - from);
        // A line is cut where the day comes and where the integral ends.
        let cuts = [from, came.clamp(from, to), to].map(|time| time.min(until));
        for (start, stop, step) in [(cuts[0], cuts[1], 0.0), (cuts[1], cuts[2], 1.0)] {
            if stop > start {
                let (a, b) = (at(start) - step, at(stop) - step);
                sum += (stop - start) * (a * a + a * b + b * b) / 3.0;
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_day_evenly_spread_both_give_the_closed_form() {
        // Of a uniform law on 0 to 1000 and a day y: (y^3 + (1000 - y)^3) / 3 / 1000^2.
        let by: Vec<f64> = (0..1000).map(|day| (f64::from(day) + 0.5) / 1000.0).collect();
        for came in [1u32, 250, 500, 900, 1000] {
            let (a, b) = (f64::from(came), f64::from(1000 - came));
            let expected = (a * a * a + b * b * b) / 3e6;
            let line = crps_of_line(&[(0.0, 0.0), (1000.0, 1.0)], a, 1000.0);
            assert!((line - expected).abs() < 1e-9, "{came}: {line}");
            let days = crps_by_day(&by, Some(came), 1000, |_| 1.0);
            assert!((days - expected).abs() < 1e-3, "{came}: {days}");
        }
    }

    #[test]
    fn only_what_is_settled_counts() {
        let by = [0.0, 0.5, 0.5, 1.0];
        assert!((crps_by_day(&by, None, 3, |_| 1.0) - 0.5).abs() < 1e-12);
        assert!((crps_by_day(&by, None, 3, f64::from) - 0.75).abs() < 1e-12, "longer days");
        let settled = crps_of_line(&[(0.0, 0.0), (10.0, 1.0)], f64::INFINITY, 3.0);
        assert!((settled - 0.09).abs() < 1e-12);
    }
}
