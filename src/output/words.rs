//! How days, chances and counts are written for people; the only place that decides it.

use crate::{
    quantity::{Day, When},
    tally::{Estimate, Quantile},
    treaty::rule::{Condition, Lapse, Rule},
};

/// What a language writes in its own way. Charts, pages and the terminal take days and numbers from
/// here alone, so that another language needs another of these, and its sentences.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// The months, for days written out.
    pub months: [&'static str; 12],
    /// The months on axes and labels.
    pub short_months: [&'static str; 12],
    /// Between groups of three digits.
    pub group: char,
    /// Before the fraction of a number.
    pub decimal: char,
    /// A day of a month: `{d}` stands for the day, `{m}` for the month.
    pub day: &'static str,
    /// A month of a year: `{m}` stands for the month, `{y}` for the year.
    pub month: &'static str,
}

/// English.
pub const ENGLISH: Manner = Manner {
    months: [
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
    ],
    short_months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    group: ',',
    decimal: '.',
    day: "{d} {m}",
    month: "{m} {y}",
};

impl Manner {
    fn name(names: &[&'static str; 12], day: Day) -> &'static str {
        names[usize::from(day.month()).clamp(1, 12) - 1]
    }

    fn in_year(&self, words: &str, day: Day) -> String {
        self.month.replace("{m}", words).replace("{y}", &day.year().to_string())
    }

    fn in_month(&self, name: &str, day: Day) -> String {
        self.day.replace("{d}", &day.day_of_month().to_string()).replace("{m}", name)
    }
}

/// `31 December 2027`.
pub fn long_day(day: Day) -> String {
    let name = Manner::name(&ENGLISH.months, day);
    ENGLISH.in_year(&ENGLISH.in_month(name, day), day)
}

/// `31 Dec 2027`.
pub fn short_day(day: Day) -> String {
    ENGLISH.in_year(&day_and_month(day), day)
}

/// `31 Dec`.
pub fn day_and_month(day: Day) -> String {
    ENGLISH.in_month(month_alone(day), day)
}

/// `Dec`.
pub fn month_alone(day: Day) -> &'static str {
    Manner::name(&ENGLISH.short_months, day)
}

/// `Dec 2027`.
pub fn short_month(day: Day) -> String {
    ENGLISH.in_year(month_alone(day), day)
}

/// `December 2027`.
pub fn long_month(day: Day) -> String {
    ENGLISH.in_year(Manner::name(&ENGLISH.months, day), day)
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

/// A number and its error, without digits that the error denies: `9.7 ± 0.4`, `120 ± 10`.
pub fn measured(value: f64, error: f64) -> String {
    if !(error > 0.0 && error.is_finite() && value.is_finite()) {
        return format!("{value:.2}");
    }
    // One digit of the error, two where the first is 1: 1.2 and 3, not 1 and 3.2.
    let magnitude = libm::floor(libm::log10(error / 1.95)) as i32;
    let unit = libm::exp10(f64::from(magnitude));
    let decimals = (-magnitude).clamp(0, 9) as usize;
    let round = |number: f64| libm::round(number / unit) * unit;
    format!("{:.decimals$} ± {:.decimals$}", round(value), round(error))
}

/// `100,000`.
pub fn thousands(number: u64) -> String {
    grouped(&number.to_string())
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(ENGLISH.group);
        }
        text.push(digit);
    }
    text
}

/// A number without trailing noughts, with a true minus sign: `−1,234.5`.
pub fn plain(value: f64) -> String {
    let text = format!("{:.6}", value.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let sign = if value < 0.0 && text != "0" { "−" } else { "" };
    match text.split_once('.') {
        Some((whole, rest)) => format!("{sign}{}{}{rest}", grouped(whole), ENGLISH.decimal),
        None => format!("{sign}{}", grouped(text)),
    }
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
