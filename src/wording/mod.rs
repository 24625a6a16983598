//! How days, chances and counts are written for people; the only place that decides it.

pub mod assumed;
pub mod bound;
mod rule;
pub mod words;

use crate::quantity::{Day, Proportion, Quantile, When};
use words::{MONTHS, SHORT_MONTHS, SHORT_NAMES};

pub use rule::{lapse, last_instrument, rule_in_brief, rule_in_full};

fn name(names: &[&'static str; 12], day: Day) -> &'static str {
    names[usize::from(day.month()).clamp(1, 12) - 1]
}

fn in_year(words: &str, day: Day) -> String {
    format!("{words} {}", day.year())
}

fn in_month(name: &str, day: Day) -> String {
    format!("{} {name}", day.day_of_month())
}

/// `31 December 2027`.
pub fn long_day(day: Day) -> String {
    in_year(&in_month(name(&MONTHS, day), day), day)
}

/// `31 Dec 2027`.
pub fn short_day(day: Day) -> String {
    in_year(&day_and_month(day), day)
}

/// A text with its days, such as `2027-12-31`, written as people do.
pub fn spoken_days(text: &str) -> String {
    const LENGTH: usize = "2027-12-31".len();
    let mut spoken = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let alone = !spoken.ends_with(|before: char| before.is_alphanumeric() || before == '-');
        let day = rest.get(..LENGTH).filter(|_| alone && letter.is_ascii_digit());
        match day.and_then(|day| day.parse().ok()) {
            Some(day) => {
                spoken.push_str(&short_day(day));
                rest = &rest[LENGTH..];
            }
            None => {
                spoken.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    spoken
}

/// `31 Dec`.
pub fn day_and_month(day: Day) -> String {
    in_month(month_alone(day), day)
}

/// `Dec`.
pub fn month_alone(day: Day) -> &'static str {
    name(&SHORT_MONTHS, day)
}

/// `Dec 2027`.
pub fn short_month(day: Day) -> String {
    in_year(month_alone(day), day)
}

/// `December 2027`.
pub fn long_month(day: Day) -> String {
    in_year(name(&MONTHS, day), day)
}

/// `October to December 2028`: months of one year, or of two.
pub fn long_span(from: Day, to: Day) -> String {
    let first = match from.year() == to.year() {
        true => name(&MONTHS, from).to_owned(),
        false => long_month(from),
    };
    format!("{first} to {}", long_month(to))
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

/// A chance as a round percentage for titles and labels: `34%`, `6%`, `0.4%`, `<0.1%`. That no run
/// did something, or every run, makes nothing impossible or certain: it is below or above what so
/// many runs would have shown.
pub fn percent(chance: Proportion) -> String {
    // As far off as three errors, as in the chance written out: a larger one would hardly be missed.
    let doubt = 300.0 * chance.standard_error();
    let decimals = chance.percent_decimals();
    match (chance.count == 0, chance.count == chance.runs) {
        (true, _) if doubt > 0.1 => format!("<{}%", fixed(doubt, decimals)),
        (_, true) if doubt > 1.0 => format!(">{}%", fixed(100.0 - doubt, decimals)),
        _ => share(chance.value(), true, true),
    }
}

/// A chance that is known to be nought or one, where no run or every run says so: `0%`, `100%`.
pub fn percent_where(certain: bool, chance: Proportion) -> String {
    match chance {
        Proportion { count: 0, .. } if certain => share(0.0, false, true),
        Proportion { count, runs } if certain && count == runs => share(1.0, true, false),
        _ => percent(chance),
    }
}

/// A share as a round percentage; `some` and `not_all` tell a little from nothing, nearly all
/// from all.
pub fn share(share: f64, some: bool, not_all: bool) -> String {
    let percent = 100.0 * share;
    if percent < 0.1 && some {
        format!("<{}%", fixed(0.1, 1))
    } else if percent > 99.5 && not_all {
        ">99%".to_owned()
    } else if percent < 0.95 && some {
        format!("{}%", fixed(percent, 1))
    } else {
        format!("{}%", fixed(percent, 0))
    }
}

/// A number with so many decimals.
pub fn fixed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}")
}

/// The name of a participant as charts have room for it.
pub fn short_name(name: &str) -> &str {
    let known = SHORT_NAMES.iter().find(|(long, _)| *long == name);
    known.map_or(name, |(_, short)| short)
}

/// A number and its error, without digits that the error denies: `9.7 ± 0.4`, `120 ± 10`.
pub fn measured(value: f64, error: f64) -> String {
    if !(error > 0.0 && error.is_finite() && value.is_finite()) {
        return fixed(value, 2);
    }
    // One digit of the error, two where the first is 1: 1.2 and 3, not 1 and 3.2.
    let magnitude = libm::floor(libm::log10(error / 1.95)) as i32;
    let unit = libm::exp10(f64::from(magnitude));
    let decimals = (-magnitude).clamp(0, 9) as usize;
    let round = |number: f64| libm::round(number / unit) * unit;
    format!("{} ± {}", fixed(round(value), decimals), fixed(round(error), decimals))
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
            text.push(',');
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
        Some((whole, rest)) => format!("{sign}{}.{rest}", grouped(whole)),
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

/// `1 month`, `6 months`.
pub fn months(count: u16) -> String {
    format!("{count} month{}", if count == 1 { "" } else { "s" })
}

/// `1 instrument`, `40 instruments`.
pub fn instruments(count: usize) -> String {
    match count {
        1 => "1 instrument".to_owned(),
        count => format!("{count} instruments"),
    }
}

/// Some codes, or how many participants they are.
pub fn listed(codes: &[&str]) -> String {
    if codes.len() <= 8 { codes.join(", ") } else { format!("{} participants", codes.len()) }
}

/// A number with at most four decimals, as a file may have it: `0.55`, `2`.
pub fn rounded(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
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
        let earlier: Day = "2027-10-01".parse().unwrap();
        assert_eq!(long_span(earlier, day), "October to December 2027");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(999), "999");
        let ordinals = [1, 2, 3, 11, 12, 13, 21, 40, 112].map(ordinal);
        let expected = ["1st", "2nd", "3rd", "11th", "12th", "13th", "21st", "40th", "112th"];
        assert_eq!(ordinals, expected);
    }

    #[test]
    fn days_in_a_text_are_written_as_people_do() {
        for (text, spoken) in [
            ("signs on 2026-07-01, é", "signs on 1 Jul 2026, é"),
            ("2027-12-31", "31 Dec 2027"),
            ("status-2027-12-31 and 2027-13-31", "status-2027-12-31 and 2027-13-31"),
            ("", ""),
        ] {
            assert_eq!(spoken_days(text), spoken);
        }
    }

    #[test]
    fn round_percentages_never_claim_certainty() {
        let of = |count, runs| percent(Proportion { count, runs });
        assert_eq!(of(0, 10), "<19%");
        assert_eq!(of(0, 100_000), "<0.1%");
        assert_eq!(of(1, 100_000), "<0.1%");
        assert_eq!(of(400, 100_000), "0.4%");
        assert_eq!(of(5_953, 100_000), "6%");
        assert_eq!(of(99_999, 100_000), ">99%");
        assert_eq!(of(10, 10), ">81%");
        assert_eq!(of(100_000, 100_000), ">99%");
        let sure = |count| percent_where(true, Proportion { count, runs: 10 });
        assert_eq!([0, 4, 10].map(sure), ["0%", "40%", "100%"]);
    }
}
