//! Who is at risk when: windows of a treaty's age in which acts count.

use super::age::month_start;

/// Days of age in which a signature is part of the ceremony rather than of the process after it.
pub const CEREMONY_DAYS: f64 = 31.0;

/// Days of age after which further signatures no longer move the pace.
const SIGNATURES_FROZEN_DAYS: f64 = 365.0;

/// The first month of age from which on further signatures no longer move the pace.
pub const SIGNATURES_FROZEN_MONTH: usize = 12;

/// Days before the end of signature at which the hazard of signing changes.
pub const SURGE_DAYS: [f64; 2] = [90.0, 30.0];

/// The age in days before which a signature counts for the pace of this month of age: those of the
/// ceremony count from the start, those after a year not at all.
pub fn signatures_until(month: usize) -> f64 {
    month_start(month).clamp(CEREMONY_DAYS, SIGNATURES_FROZEN_DAYS)
}

/// The surge of signing that lasts so many days before the end of signature, as an index of
/// [`SURGE_DAYS`]; nothing before the first, or where the treaty stays open (infinitely many days).
pub fn surge(days_to_end: f64) -> Option<usize> {
    SURGE_DAYS.iter().rposition(|days| days_to_end <= *days)
}

/// When a participant could deposit. Ages in days.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AtRisk {
    /// From when it could act.
    pub from: f64,
    /// When it signed; infinite where it did not.
    pub signed: f64,
    /// When its risk ended.
    pub to: f64,
}

impl AtRisk {
    /// The intervals in which it could deposit, from and to: first as one that has not signed, then as a
    /// signatory. One that it was never in does not end after it begins.
    pub fn intervals(self) -> [(f64, f64); 2] {
        let turn = self.signed.max(self.from).min(self.to);
        [(self.from, turn), (turn, self.to)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_signature_counts_after_the_month_in_which_the_year_ends() {
        let frozen = SIGNATURES_FROZEN_MONTH;
        assert!(signatures_until(frozen - 1) < signatures_until(frozen));
        assert_eq!(signatures_until(frozen).to_bits(), signatures_until(frozen + 1).to_bits());
    }

    #[test]
    fn the_last_month_of_signature_surges_most() {
        let surges = [f64::INFINITY, 91.0, 90.0, 31.0, 30.0, 0.0].map(surge);
        assert_eq!(surges, [None, None, Some(0), Some(0), Some(1), Some(1)]);
    }

    #[test]
    fn risk_turns_where_one_signs_within_it() {
        let at_risk = |signed: f64| AtRisk { from: 10.0, signed, to: 50.0 }.intervals();
        assert_eq!(at_risk(20.0), [(10.0, 20.0), (20.0, 50.0)]);
        assert_eq!(at_risk(5.0), [(10.0, 10.0), (10.0, 50.0)]);
        assert_eq!(at_risk(f64::INFINITY), [(10.0, 50.0), (50.0, 50.0)]);
    }
}
