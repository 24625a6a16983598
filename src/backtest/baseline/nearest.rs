//! As long as the treaties took that were like this one at this age.

use libm::{exp, log1p};

use super::{super::Predictive, ForecastTask, Others, climatology::kaplan_meier};

/// How far apart two treaties may be, in the logarithm of a count, and still be alike. Scores are
/// flat around it: half and twice as much change them by some 5 %.
const WIDTH: f64 = 0.4;

impl Others<'_> {
    /// As climatology, each other treaty counting the more the nearer its deposits at this age are,
    /// and, where wanted, its signatures.
    pub(super) fn nearest(&self, case: &ForecastTask, by_signatures: bool) -> Option<Predictive> {
        let age = case.age();
        let apart = |one: usize, other: usize| (log1p(one as f64) - log1p(other as f64)) / WIDTH;
        let waits = self.past.iter().filter_map(|past| {
            let wait = past.wait(case.instruments, age)?;
            let deposits = apart(past.deposits_by(age), case.deposits);
            let signatures = apart(past.signatures_by(age), case.signatories);
            let signatures = if by_signatures { signatures } else { 0.0 };
            Some((exp(-(deposits * deposits + signatures * signatures) / 2.0), wait))
        });
        kaplan_meier(waits.collect())
    }
}
