//! A treaty's age: days from the start of the day of opening, months of 30.4375 of them.

use crate::quantity::MONTH_DAYS;

/// The start of a month of age, in days; months count from 0.
pub fn month_start(month: usize) -> f64 {
    month as f64 * MONTH_DAYS
}

/// The month in which an age in days lies; that of an age before the opening is the first.
pub fn month_of(days: f64) -> usize {
    // A cast from a float keeps within the integers and makes 0 of what is no number.
    (days / MONTH_DAYS).floor().max(0.0) as usize
}

/// The middle of a month of age, in years.
pub fn middle_years(month: usize) -> f64 {
    (month as f64 + 0.5) / 12.0
}
