//! How long after the rule is met the treaty is in force.

use crate::quantity::{Day, Days};

/// From the day the rule is met to the day the treaty is in force.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lapse {
    /// The same day.
    SameDay,
    /// So many days later: 90 days after 1 July 2003 is 29 September 2003.
    Days(u16),
    /// The same day of the month, so many months later.
    Months(u16),
    /// The first day of the month after so many days have passed.
    FirstOfMonthAfterDays(u16),
    /// The first day of the month after so many months have passed.
    FirstOfMonthAfterMonths(u16),
    /// The first day of the k-th month after the month in which the rule is met.
    FirstOfMonthNumber(u16),
}

impl Lapse {
    /// The day this long after `met`.
    pub fn after(self, met: Day) -> Day {
        match self {
            Lapse::SameDay => met,
            Lapse::Days(days) => met + Days(i32::from(days)),
            Lapse::Months(months) => met.plus_months(months),
            Lapse::FirstOfMonthAfterDays(days) => {
                (met + Days(i32::from(days))).first_of_next_month()
            }
            Lapse::FirstOfMonthAfterMonths(months) => met.plus_months(months).first_of_next_month(),
            Lapse::FirstOfMonthNumber(number) => met.first_of_month().plus_months(number),
        }
    }
}
