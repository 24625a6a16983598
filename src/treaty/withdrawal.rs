//! What becomes of an instrument that is withdrawn: whether it still counts.

use super::rule::Rule;
use crate::quantity::When;

/// The deposits that count, where some were withdrawn; each list holds a day or never for each
/// participant, in the model's order.
///
/// A treaty does not end because parties leave it (Vienna Convention on the Law of Treaties,
/// article 55), but until it is in force an instrument can be taken back. So one withdrawn before
/// the treaty was in force never counts, and one withdrawn from that day on has done its work and
/// stays in the count. The rule is met on the first day that satisfies this.
pub fn counting_deposits(rule: &Rule, deposits: &[When], withdrawn: &[When]) -> Vec<When> {
    let mut days: Vec<When> = deposits.to_vec();
    days.sort_unstable();
    days.dedup();
    let mut scratch = Vec::new();
    for met in days.iter().filter_map(|when| when.day()) {
        let in_force = When::on(rule.in_force(met));
        let standing: Vec<When> = standing_on(deposits, withdrawn, in_force);
        if rule.met(&standing, &mut scratch).by(met) {
            return standing;
        }
    }
    standing_on(deposits, withdrawn, When::NEVER)
}

/// The deposits that were not withdrawn before this day.
fn standing_on(deposits: &[When], withdrawn: &[When], day: When) -> Vec<When> {
    let each = deposits.iter().zip(withdrawn);
    each.map(|(deposit, withdrawn)| if *withdrawn < day { When::NEVER } else { *deposit }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        quantity::{Day, Days},
        treaty::rule::Members,
    };

    /// Which of the deposits count under a rule of two instruments and ninety days; a deposit on
    /// each day given, withdrawn on the day given, none on day 0.
    fn counting(days: [(i32, i32); 3]) -> [bool; 3] {
        let rule = Rule::count(2, Members::new(vec![true; 3]), 90);
        let start: Day = "2025-10-25".parse().unwrap();
        let when = |after: i32| {
            if after == 0 { When::NEVER } else { When::on(start + Days(after)) }
        };
        let found = counting_deposits(
            &rule,
            &days.map(|(deposit, _)| when(deposit)),
            &days.map(|(_, withdrawn)| when(withdrawn)),
        );
        [0, 1, 2].map(|index| found[index] != When::NEVER)
    }

    #[test]
    fn what_is_withdrawn_before_the_treaty_is_in_force_never_counts() {
        assert_eq!(counting([(10, 20), (30, 0), (0, 0)]), [false, true, false]);
        // Met on day 30, in force on day 120: on the eve of it one can still go back.
        assert_eq!(counting([(10, 119), (30, 0), (0, 0)]), [false, true, false]);
        assert_eq!(counting([(10, 119), (30, 0), (200, 0)]), [false, true, true]);
    }

    #[test]
    fn what_is_withdrawn_later_has_done_its_work() {
        assert_eq!(counting([(10, 120), (30, 0), (0, 0)]), [true, true, false]);
        assert_eq!(counting([(10, 400), (30, 500), (450, 0)]), [true, true, true]);
        // The first two bring it into force on day 120; who came later and left counted then.
        assert_eq!(counting([(10, 0), (30, 0), (40, 121)]), [true, true, true]);
    }

    #[test]
    fn without_withdrawals_every_deposit_counts() {
        assert_eq!(counting([(10, 0), (0, 0), (20, 0)]), [true, false, true]);
        assert_eq!(counting([(0, 0), (0, 0), (0, 0)]), [false; 3]);
    }
}
