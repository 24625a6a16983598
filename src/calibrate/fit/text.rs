//! A fit as the files that scenarios read: `calibration.toml` and `participants.csv`.

use std::fmt::{Display, Write};

use super::Fitted;

/// Five digits: one more than the data can tell apart.
const DIGITS: usize = 5;

pub(super) fn calibration_toml(fitted: &Fitted) -> String {
    let (calibration, pace) = (&fitted.calibration, &fitted.pace);
    let signing = &calibration.signing;
    let mut text = header(fitted);
    let mut line = |key: &str, value: String, note: &str| {
        let note = if note.is_empty() { String::new() } else { format!("  # {note}") };
        // Writing to a String never fails.
        let _ = if key.starts_with('[') {
            writeln!(text, "{key}")
        } else {
            writeln!(text, "{key} = {value}{note}")
        };
    };
    let section = String::new;
    line("[pace]", section(), "");
    line("mu", number(pace.mean), "mean log pace; the level is in the baseline");
    line("tau", number(pace.sd), "standard deviation of the wandering log pace");
    line("rho_year", number(pace.persistence_per_year), "what is left of a departure after a year");
    line("kappa_month", number(pace.month_shape), "shape of the gamma shock of a month, mean 1");
    line("beta_signatures", number(pace.signature_effect), "");
    let centre = "z = ln(1 + S) - 3, S the States that signed, frozen 365 days after opening";
    line("signature_centre", number(pace.signature_centre), centre);
    line("tau_startup", number(pace.start_sd), "standard deviation of the start-up factor");
    line("startup_decay_years", number(pace.start_decay_years), "");
    line("month_profile", numbers(&calibration.month_profile), "January to December");
    line("[baseline]", section(), "");
    line("edges_months", list(&calibration.edges_months), "");
    line("nonsignatory_per_year", numbers(&calibration.nonsignatory_per_year), "");
    line("signatory_per_year", numbers(&calibration.signatory_per_year), "");
    line("events_nonsignatory", list(&fitted.nonsignatory_deposits), "");
    line("events_signatory", list(&fitted.signatory_deposits), "");
    line("country_gamma_shape", number(fitted.factor_shape), "");
    line("[signing]", section(), "");
    let first = "the first bin, the ceremony's, is not fitted";
    line("edges_months", list(&signing.edges_months), first);
    line("per_year", numbers(&signing.per_year), "");
    line("surge_90_to_30_days_before_closing", number(signing.surge_90_to_30_days), "");
    line("surge_last_30_days", number(signing.surge_last_30_days), "");
    line("treaty_gamma_shape", number(signing.treaty_shape), "");
    line("country_gamma_shape", number(fitted.signing_factor_shape), "");
    text
}

pub(super) fn participants_csv(fitted: &Fitted) -> String {
    let mut text = "iso3,factor,deposits,expected_deposits,signing_factor\n".to_owned();
    for one in &fitted.participants {
        let (factor, signing) = (number(one.factor.mean), number(one.signing_factor));
        let expected = number(one.expected_deposits);
        let (code, deposits) = (&one.code, one.deposits);
        text.push_str(&format!("{code},{factor},{deposits},{expected},{signing}\n"));
    }
    text
}

fn header(fitted: &Fitted) -> String {
    let deposits: u32 = fitted.signatory_deposits.iter().chain(&fitted.nonsignatory_deposits).sum();
    let signatures: u32 = fitted.signatures.iter().sum();
    let mut text = format!(
        "# Learned from {} treaties: {deposits} deposits, {signatures} signatures after the first \
         month, {} States.\n# Months and days count from opening for signature; rates are per year \
         for a participant of factor 1\n# at log pace 0.\n# Treaties:",
        fitted.treaties.len(),
        fitted.participants.len(),
    );
    let mut width = usize::MAX;
    for id in &fitted.treaties {
        // Lines of at most about a hundred letters.
        if width > 98 - id.len().min(90) {
            text.push_str("\n#  ");
            width = 3;
        }
        text.push(' ');
        text.push_str(id);
        width += id.len() + 1;
    }
    text.push('\n');
    text
}

/// A number with five significant digits, as TOML and CSV have it, always with a point.
pub(super) fn number(value: f64) -> String {
    let magnitude = if value == 0.0 || !value.is_finite() {
        0
    } else {
        libm::log10(value.abs()).floor() as i32
    };
    let decimals = (DIGITS as i32 - 1 - magnitude).clamp(1, 12) as usize;
    let text = format!("{value:.decimals$}");
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

pub(super) fn numbers(values: &[f64]) -> String {
    list(&values.iter().map(|value| number(*value)).collect::<Vec<_>>())
}

pub(super) fn list<T: Display>(values: &[T]) -> String {
    let values: Vec<String> = values.iter().map(T::to_string).collect();
    format!("[{}]", values.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_five_digits_and_a_point() {
        let cases = [
            (0.0, "0.0"),
            (1.0, "1.0"),
            (0.000_663_994, "0.00066399"),
            (8.98151, "8.9815"),
            (62.5561, "62.556"),
            (123.456, "123.46"),
            (-0.2171, "-0.2171"),
            (0.1, "0.1"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
        assert_eq!(numbers(&[1.0, 2.5]), "[1.0, 2.5]");
    }
}
