//! How days, chances and counts are written for people; the only place that decides it.

use crate::{
    quantity::{Day, When},
    tally::{Estimate, Quantile},
    treaty::rule::{Condition, Lapse, Rule},
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `31 December 2027`.
pub fn long_day(day: Day) -> String {
    format!("{} {} {}", day.day_of_month(), month_name(day), day.year())
}

/// `31 Dec 2027`.
pub fn short_day(day: Day) -> String {
    format!("{} {} {}", day.day_of_month(), &month_name(day)[..3], day.year())
}

/// `Dec 2027`.
pub fn short_month(day: Day) -> String {
    format!("{} {}", &month_name(day)[..3], day.year())
}

/// `December 2027`.
pub fn long_month(day: Day) -> String {
    format!("{} {}", month_name(day), day.year())
}

fn month_name(day: Day) -> &'static str {
    MONTHS[usize::from(day.month()).clamp(1, 12) - 1]
}

/// A day by which a share of the runs has come about, to the day where its error is a few days
/// at most, else to the month.
pub fn quantile(quantile: Quantile) -> String {
    match (quantile.day.day(), quantile.error_days()) {
        (Some(day), Some(error)) if error <= 5.0 => short_day(day),
        (Some(day), _) => short_month(day),
        (None, _) => "beyond horizon".to_owned(),
    }
}

/// A day's month, or what is said when it does not come.
pub fn month_or_beyond(when: When, horizon: Day) -> String {
    when.day().map_or_else(|| format!("after {}", short_month(horizon)), short_month)
}

/// A chance as a round percentage for titles and labels: `34%`, `6%`, `0.4%`, `<0.1%`.
pub fn percent(chance: Estimate) -> String {
    share(chance.value(), chance.count > 0, chance.count < chance.runs)
}

/// A share as a round percentage; `some` and `not_all` tell a little from nothing, nearly all
/// from all.
pub fn share(share: f64, some: bool, not_all: bool) -> String {
    let percent = 100.0 * share;
    if percent < 0.1 && some {
        "<0.1%".to_owned()
    } else if percent > 99.5 && not_all {
        ">99%".to_owned()
    } else if percent < 0.95 && some {
        format!("{percent:.1}%")
    } else {
        format!("{percent:.0}%")
    }
}

/// `100,000`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1st`, `40th`, `72nd`.
pub fn ordinal(number: u64) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// What the last missing deposit is called: `40th instrument` where the rule only counts.
pub fn last_instrument(rule: &Rule) -> String {
    match &rule.when {
        Condition::Count { instruments, .. } => {
            format!("{} instrument", ordinal(u64::from(*instruments)))
        }
        _ => "last instrument needed".to_owned(),
    }
}

/// How long after that deposit the treaty is in force.
pub fn lapse(lapse: Lapse) -> String {
    match lapse {
        Lapse::SameDay => "on the day of".to_owned(),
        Lapse::Days(days) => format!("on the {} day after", ordinal(u64::from(days))),
        Lapse::Months(months) => format!("{months} months after"),
        Lapse::FirstOfMonthAfterDays(days) => {
            format!("on the first day of the month after {days} days from")
        }
        Lapse::FirstOfMonthAfterMonths(months) => {
            format!("on the first day of the month after {months} months from")
        }
        Lapse::FirstOfMonthNumber(number) => {
            format!(
                "on the first day of the {} month after the month of",
                ordinal(u64::from(number))
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_counts_read_as_people_write_them() {
        let day: Day = "2027-12-01".parse().unwrap();
        assert_eq!(long_day(day), "1 December 2027");
        assert_eq!(short_day(day), "1 Dec 2027");
        assert_eq!(short_month(day), "Dec 2027");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(999), "999");
        let ordinals = [1, 2, 3, 11, 12, 13, 21, 40, 112].map(ordinal);
        let expected = ["1st", "2nd", "3rd", "11th", "12th", "13th", "21st", "40th", "112th"];
        assert_eq!(ordinals, expected);
    }

    #[test]
    fn round_percentages_never_claim_certainty() {
        let of = |count, runs| percent(Estimate { count, runs });
        assert_eq!(of(0, 10), "0%");
        assert_eq!(of(1, 100_000), "<0.1%");
        assert_eq!(of(400, 100_000), "0.4%");
        assert_eq!(of(5_953, 100_000), "6%");
        assert_eq!(of(99_999, 100_000), ">99%");
        assert_eq!(of(10, 10), "100%");
    }
}
