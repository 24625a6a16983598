//! What the history tables hold beside delays, as their README says it.

use std::collections::BTreeMap;

use inforce::calibrate::history::Why;

use crate::treaties::history;

#[test]
fn the_acts_that_are_no_delays_are_those_the_readme_names() {
    let mut named: BTreeMap<(Why, String), usize> = BTreeMap::new();
    for exclusion in history().exclusions {
        *named.entry((exclusion.why, exclusion.treaty)).or_default() += 1;
    }
    let named: Vec<(Why, &str, usize)> =
        named.iter().map(|((why, treaty), count)| (*why, treaty.as_str(), *count)).collect();
    let expected = [
        (Why::DepositBeforeOpening, "VI-18", 40),
        (Why::DepositBeforeOpening, "X-14", 1),
        (Why::DepositBeforeOpening, "X-2-b", 48),
        (Why::DepositBeforeOpening, "XII-1-d", 20),
        (Why::DepositBeforeOpening, "XIV-7-a", 16),
        (Why::SignatureBeforeOpening, "IV-10", 2),
        (Why::SignatureAfterClosing, "FAO-ITPGRFA", 1),
        (Why::SignatureAfterClosing, "XVIII-6", 2),
        (Why::SignatureAfterClosing, "XXI-6", 2),
        (Why::SignatureAfterClosing, "XXIII-2", 2),
        (Why::SignatureAfterClosing, "XXIII-3", 3),
        (Why::SignatureAfterClosing, "XXVII-13-a", 1),
        (Why::SignatureAfterClosing, "XXVII-4", 2),
        (Why::SignatureAfterClosing, "XXVII-4-b", 1),
        (Why::DepositWithoutDay, "COE-185", 2),
        (Why::DepositWithoutDay, "IX-4-a", 15),
    ];
    assert_eq!(named, expected);
}

#[test]
fn the_pool_is_ninety_three_treaties_of_which_seventy_six_are_scored() {
    let history = history();
    assert_eq!(history.treaties.len(), 307);
    assert_eq!(history.pool.len(), 93);
    assert_eq!(history.pool.iter().filter(|one| one.scored).count(), 76);
}
