//! Civil days and lengths of time; the only user of the calendar crate below the edges.

use std::{fmt, str::FromStr};

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

/// Days in a month of a treaty's age: a twelfth of [`YEAR_DAYS`].
pub const MONTH_DAYS: f64 = 30.4375;

/// Days in a year, for rates: the mean of the Julian calendar.
pub const YEAR_DAYS: f64 = 365.25;

/// A civil day, without a time of day or a time zone.
///
/// Held as days since 1970-01-01; covers the years 1 to 9999. Arithmetic stops at those ends
/// rather than overflow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Day(i32);

/// A length of time in whole days; may be negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Days(pub i32);

/// A day, or never (not by the last day looked at). Never sorts after every day.
///
/// As small as a [`Day`], so that a run can hold one for each participant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When(i32);

/// A text that is not a day of the form `2027-12-31`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a day such as 2027-12-31, found `{0}`")]
pub struct BadDay(pub String);

impl Day {
    /// 1 January of the year 1.
    pub const FIRST: Day = Day(-719_162);
    /// 31 December 9999.
    pub const LAST: Day = Day(2_932_896);

    /// The day of this year, month (1-12) and day of the month, if there is one.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Day> {
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        (year >= 1).then(|| Day::from_date(date))
    }

    /// Days since 1970-01-01, negative before.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day so many days after 1970-01-01, held within [`Day::FIRST`] and [`Day::LAST`].
    pub fn from_number(number: i32) -> Day {
        Day(number.clamp(Day::FIRST.0, Day::LAST.0))
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.date().month().unsigned_abs()
    }

    /// Day of the month, 1 to 31.
    pub fn day_of_month(self) -> u8 {
        self.date().day().unsigned_abs()
    }

    /// The same day of the month so many months later, or the last day of that month where it
    /// has no such day (31 August and six months: 28 or 29 February).
    pub fn plus_months(self, months: u16) -> Day {
        match self.date().checked_add(Span::new().months(i64::from(months))) {
            Ok(date) => Day::from_date(date),
            Err(_) => Day::LAST,
        }
    }

    /// The first day of this day's month.
    pub fn first_of_month(self) -> Day {
        Day::from_date(self.date().first_of_month())
    }

    /// The first day of the month after this day's, even where this day is itself a first.
    pub fn first_of_next_month(self) -> Day {
        Day::from_date(self.date().last_of_month()) + Days(1)
    }

    /// The last day of this day's year.
    pub fn last_of_year(self) -> Day {
        Day::from_date(self.date().last_of_year())
    }

    fn from_date(date: Date) -> Day {
        let epoch = jiff::civil::date(1970, 1, 1);
        Day((date - epoch).get_days())
    }

    fn date(self) -> Date {
        let epoch = jiff::civil::date(1970, 1, 1);
        epoch.checked_add(Span::new().days(self.0)).unwrap_or(Date::MAX)
    }
}

impl When {
    /// Not by the last day looked at.
    pub const NEVER: When = When(i32::MAX);

    /// This day.
    pub const fn on(day: Day) -> When {
        When(day.0)
    }

    /// The day, or nothing where it is never.
    pub fn day(self) -> Option<Day> {
        (self.0 != i32::MAX).then_some(Day(self.0))
    }

    /// Days since 1970-01-01, more than any day's where it is never.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Whether it has come about by the end of `day`.
    pub const fn by(self, day: Day) -> bool {
        self.0 <= day.0
    }
}

impl From<Option<Day>> for When {
    fn from(day: Option<Day>) -> When {
        day.map_or(When::NEVER, When::on)
    }
}

impl std::ops::Add<Days> for Day {
    type Output = Day;
    fn add(self, length: Days) -> Day {
        Day::from_number(self.0.saturating_add(length.0))
    }
}

impl std::ops::Sub<Days> for Day {
    type Output = Day;
    fn sub(self, length: Days) -> Day {
        Day::from_number(self.0.saturating_sub(length.0))
    }
}

impl std::ops::Sub for Day {
    type Output = Days;
    fn sub(self, other: Day) -> Days {
        Days(self.0 - other.0)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = BadDay;

    fn try_from(text: String) -> Result<Day, BadDay> {
        text.parse()
    }
}

impl FromStr for Day {
    type Err = BadDay;
    fn from_str(text: &str) -> Result<Day, BadDay> {
        let bad = || BadDay(text.chars().take(40).collect());
        let mut parts = text.splitn(3, '-');
        let mut part = |length: usize| {
            let part = parts.next().ok_or_else(bad)?;
            let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<i16>().map_err(|_| bad()) } else { Err(bad()) }
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let small = |number: i16| u8::try_from(number).map_err(|_| bad());
        Day::new(year, small(month)?, small(day)?).ok_or_else(bad)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day() {
            Some(day) => fmt::Debug::fmt(&day, f),
            None => f.write_str("never"),
        }
    }
}

impl fmt::Debug for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} days", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn days_survive_print_and_parse() {
        for text in ["0001-01-01", "1969-12-31", "1970-01-01", "2028-02-29", "9999-12-31"] {
            assert_eq!(day(text).to_string(), text);
        }
        assert_eq!(day("0001-01-01"), Day::FIRST);
        assert_eq!(day("9999-12-31"), Day::LAST);
        assert_eq!(day("1970-01-02").number(), 1);
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2027",
            "2027-2-3",
            "2027-02-30",
            "27-01-01",
            "2027-01-01T00",
            "x027-01-01",
            "0000-01-01",
            "+027-01-01",
            "2027-01-1é",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_ninetieth_day_after_is_the_date_and_ninety() {
        assert_eq!(day("2003-07-01") + Days(90), day("2003-09-29"));
        assert_eq!(day("2027-12-31") - Days(90), day("2027-10-02"));
    }

    #[test]
    fn months_end_where_the_month_does() {
        assert_eq!(day("2025-08-31").plus_months(6), day("2026-02-28"));
        assert_eq!(day("2027-12-31").first_of_next_month(), day("2028-01-01"));
        assert_eq!(day("2028-02-01").first_of_next_month(), day("2028-03-01"));
        assert_eq!(day("2028-02-10").last_of_year(), day("2028-12-31"));
    }

    #[test]
    fn arithmetic_stops_at_the_ends() {
        assert_eq!(Day::LAST + Days(i32::MAX), Day::LAST);
        assert_eq!(Day::FIRST - Days(i32::MAX), Day::FIRST);
        assert_eq!(Day::LAST.plus_months(u16::MAX), Day::LAST);
    }

    #[test]
    fn never_comes_after_every_day() {
        assert!(When::on(Day::LAST) < When::NEVER);
        assert_eq!(When::NEVER.day(), None);
        assert!(!When::NEVER.by(Day::LAST));
    }
}
