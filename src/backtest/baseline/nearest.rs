//! As long as the treaties took that were like this one at this age.

use libm::{exp, log1p};

use super::{super::Predictive, ForecastTask, Others, climatology::kaplan_meier};

/// How far apart two treaties may be, in the logarithm of a count, and still be alike. Scores are
/// flat around it: half and twice as much change them by some 5 %.
const WIDTH: f64 = 0.4;

/// How alike two treaties are at one age by their deposits and signatures: 1 where both are as many, less
/// the further apart they are.
pub(in crate::backtest) fn likeness(one: (usize, usize), other: (usize, usize)) -> f64 {
    let apart = |one: usize, other: usize| (log1p(one as f64) - log1p(other as f64)) / WIDTH;
    let (deposits, signatures) = (apart(one.0, other.0), apart(one.1, other.1));
    exp(-(deposits * deposits + signatures * signatures) / 2.0)
}

impl Others<'_> {
    /// As climatology, each other treaty counting the more the nearer its deposits at this age are,
    /// and, where wanted, its signatures.
    pub(super) fn nearest(&self, case: &ForecastTask, by_signatures: bool) -> Option<Predictive> {
        let age = case.age();
        let waits = self.past.iter().filter_map(|past| {
            let wait = past.wait(case.instruments, age)?;
            let signatories =
                if by_signatures { past.signatures_by(age) } else { case.signatories };
            let counts = (past.deposits_by(age), signatories);
            Some((likeness(counts, (case.deposits, case.signatories)), wait))
        });
        kaplan_meier(waits.collect())
    }
}
