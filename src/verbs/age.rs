//! Today, and how old a status is by a day of issue.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::{quantity::Day, wording::long_day};

/// Statuses older than this, in days, ought to be read anew.
const OLD: i32 = 90;

/// Today, in universal time.
#[expect(
    clippy::disallowed_methods,
    reason = "the day of issue is the one thing that is read off the clock; no result depends on it"
)]
pub(super) fn today() -> Day {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Day::from_number(i32::try_from(since.as_secs() / 86_400).unwrap_or(i32::MAX))
}

/// Whether a status ought to be read anew by the day of issue.
pub(super) fn is_old(as_of: Day, issued_on: Day) -> bool {
    days_between(as_of, issued_on) > OLD
}

/// How old the status is on the day of issue, and what to do about it where it is too old.
pub(super) fn age_words(as_of: Day, issued_on: Day) -> String {
    let age = days_between(as_of, issued_on);
    let days = if age == 1 { "1 day".to_owned() } else { format!("{age} days") };
    let mut words =
        format!("{}; the status is as of {}, {days} before", long_day(issued_on), long_day(as_of));
    if is_old(as_of, issued_on) {
        words += "; save the depositary's current document and give it with --status";
    }
    words
}

/// Days from one day to a later one; 0 where it is not later.
fn days_between(from: Day, to: Day) -> i32 {
    (to - from).0.max(0)
}
