//! A fit as the files that scenarios read: `calibration.toml`, with the error of each figure and the
//! command that made it, and `participants.csv`.

use std::fmt::{Display, Write};

use super::{Doubt, Figure, Fitted, FittedFigure};
use crate::{
    text::pack,
    treaty::{Calibration, Pace, Signing},
};

/// Five digits: one more than the data can tell apart.
const DIGITS: usize = 5;

pub(super) fn calibration_toml(fitted: &Fitted, doubt: &Doubt, command: &str) -> String {
    let (calibration, pace) = (&fitted.calibration, &fitted.pace);
    let signing = &calibration.signing;
    let mut text = header(fitted, command);
    // Writing to a String never fails.
    let mut line = |key: &str, value: String, note: &str| {
        let note = if note.is_empty() { String::new() } else { format!("  # {note}") };
        let _ = writeln!(text, "{key} = {value}{note}");
    };
    let error = |figure| doubt.figure(figure).map_or(0.0, FittedFigure::standard_error);
    let sure = |figure, note: &str| format!("± {}; {note}", short(error(figure)));
    let errors = |figures: &mut dyn Iterator<Item = Figure>| -> Vec<String> {
        figures.map(|figure| short(error(figure))).collect()
    };
    let bins = calibration.signatory_per_year.len();
    line("[pace]\nmu", number(pace.mean), "mean log pace, beside that of all treaties");
    let technical = "the same of treaties on customs, trade, shipping and intellectual property";
    line("mu_technical", number(fitted.technical_mean), technical);
    let spread = "standard deviation of the wandering log pace";
    line("tau", number(pace.sd), &sure(Figure::Sd, spread));
    let left = "what is left of a departure after a year";
    line("rho_year", number(pace.persistence_per_year), &sure(Figure::Persistence, left));
    let shock = "shape of the gamma shock of a month, mean 1";
    line("kappa_month", number(pace.month_shape), &sure(Figure::MonthShape, shock));
    let effect = "what a unit of log signatures adds to log pace";
    line("beta_signatures", number(pace.signature_effect), &sure(Figure::SignatureEffect, effect));
    let rise = "years in which all but 1/e of that has come";
    let risen = sure(Figure::SignatureRise, rise);
    line("signature_rise_years", number(pace.signature_rise_years), &risen);
    let offset = "log signatures are ln(this + S)";
    line("signature_offset", number(pace.signature_offset), offset);
    let centre = "log signatures at which the effect is nil";
    line("signature_centre", number(pace.signature_centre), centre);
    let start = "standard deviation of the start-up factor";
    line("tau_startup", number(pace.start_sd), &sure(Figure::StartSd, start));
    let decay = "years in which it falls to 1/e";
    line("startup_decay_years", number(pace.start_decay_years), &sure(Figure::StartDecay, decay));
    line("month_profile", numbers(&calibration.month_profile), "January to December");
    line("\n[baseline]\nedges_months", list(&calibration.edges_months), "");
    line("nonsignatory_per_year", numbers(&calibration.nonsignatory_per_year), "");
    line("signatory_per_year", numbers(&calibration.signatory_per_year), "");
    line("events_nonsignatory", list(&fitted.nonsignatory_deposits), "deposits seen in each bin");
    line("events_signatory", list(&fitted.signatory_deposits), "");
    let shape = "shape of the gamma law of States' factors, mean 1";
    line("country_gamma_shape", number(fitted.factor_shape), &sure(Figure::FactorShape, shape));
    let first = "the first bin, the ceremony's, is not fitted";
    line("\n[signing]\nedges_months", list(&signing.edges_months), first);
    line("per_year", numbers(&signing.per_year), "");
    let early = sure(Figure::SurgeEarly, "times as fast");
    line("surge_90_to_30_days_before_closing", number(signing.surge_90_to_30_days), &early);
    let late = sure(Figure::SurgeLate, "times as fast");
    line("surge_last_30_days", number(signing.surge_last_30_days), &late);
    let shape = "shape of the gamma law of treaties' factors, mean 1";
    line("treaty_gamma_shape", number(signing.treaty_shape), &sure(Figure::TreatyShape, shape));
    let shape = sure(Figure::SigningFactorShape, "the same of States' signing factors");
    line("country_gamma_shape", number(fitted.signing_factor_shape), &shape);
    let _ = writeln!(text, "\n# Standard errors of the rates, bin by bin:");
    let others = errors(&mut (0..bins).map(Figure::Nonsignatory));
    let signatories = errors(&mut (0..bins).map(Figure::Signatory));
    let signatures = errors(&mut (1..signing.per_year.len()).map(Figure::Signing));
    for (key, errors) in [
        ("nonsignatory_per_year", others),
        ("signatory_per_year", signatories),
        ("signing per_year from the second bin on", signatures),
    ] {
        let _ = write!(text, "# {key}:");
        listed(&mut text, &errors);
    }
    draws(&mut text, fitted, doubt);
    text
}

/// How far the figures may be off together, for forecasts that carry how sure they are.
fn draws(text: &mut String, fitted: &Fitted, doubt: &Doubt) {
    let (found, found_pace) = (&fitted.calibration, &fitted.pace);
    let draws: Vec<(Calibration, Pace)> =
        (0..Doubt::DRAWS).map(|index| fitted.with(&doubt.draw(index))).collect();
    let _ = writeln!(
        text,
        "\n# Other values that the figures may have together, as likely as the record leaves them, as\n\
         # factors of those above (rho_year: of its odds): the first of each list, the second of each,\n\
         # and so on. Forecasts are drawn by each in turn."
    );
    let _ = writeln!(text, "[draws]");
    let pace = |key: &str, of: &dyn Fn(&Pace) -> f64| {
        let factors: Vec<f64> =
            draws.iter().map(|(_, pace)| factor(of(pace), of(found_pace))).collect();
        format!("{key} = {}\n", numbers(&factors))
    };
    let odds = |share: f64| share / (1.0 - share);
    text.push_str(&pace("tau", &|pace| pace.sd));
    text.push_str(&pace("rho_year", &|pace| odds(pace.persistence_per_year)));
    text.push_str(&pace("kappa_month", &|pace| pace.month_shape));
    text.push_str(&pace("beta_signatures", &|pace| pace.signature_effect));
    text.push_str(&pace("signature_rise_years", &|pace| pace.signature_rise_years));
    text.push_str(&pace("tau_startup", &|pace| pace.start_sd));
    text.push_str(&pace("startup_decay_years", &|pace| pace.start_decay_years));
    let signing = |key: &str, of: &dyn Fn(&Signing) -> f64| {
        let factor = |one: &Calibration| factor(of(&one.signing), of(&found.signing));
        let factors: Vec<f64> = draws.iter().map(|(calibration, _)| factor(calibration)).collect();
        format!("{key} = {}\n", numbers(&factors))
    };
    let early = "surge_90_to_30_days_before_closing";
    text.push_str(&signing(early, &|signing| signing.surge_90_to_30_days));
    text.push_str(&signing("surge_last_30_days", &|signing| signing.surge_last_30_days));
    text.push_str(&signing("treaty_gamma_shape", &|signing| signing.treaty_shape));
    let rates = |key: &str, of: &dyn Fn(&Calibration) -> &[f64]| {
        let lists = draws.iter().map(|(calibration, _)| {
            let pairs = of(calibration).iter().zip(of(found));
            let factors: Vec<f64> = pairs.map(|(one, found)| factor(*one, *found)).collect();
            format!("  {},\n", numbers(&factors))
        });
        format!("{key} = [\n{}]\n", lists.collect::<String>())
    };
    text.push_str(&rates("nonsignatory_per_year", &|one| &one.nonsignatory_per_year));
    text.push_str(&rates("signatory_per_year", &|one| &one.signatory_per_year));
    text.push_str(&rates("signatures_per_year", &|one| &one.signing.per_year));
}

/// What makes a figure out of the one found; 1 where nothing can.
fn factor(value: f64, found: f64) -> f64 {
    if found == 0.0 { 1.0 } else { value / found }
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

fn header(fitted: &Fitted, command: &str) -> String {
    let deposits: u32 = fitted.signatory_deposits.iter().chain(&fitted.nonsignatory_deposits).sum();
    let signatures: u32 = fitted.signatures.iter().sum();
    let mut text = format!(
        "# How fast States sign and join, made by\n#   {command}\n# and learned from {} treaties: {deposits} deposits, {signatures} signatures after the first \
         month, {} States.\n# Months and days count from opening for signature; rates are per year \
         for a participant of factor 1\n# at log pace 0.\n# Treaties:",
        fitted.treaties.len(),
        fitted.participants.len(),
    );
    listed(&mut text, &fitted.treaties);
    text
}

/// Items of a comment below its first line, in lines of at most about a hundred letters.
fn listed(text: &mut String, items: &[String]) {
    let lines = pack(items, 95, " ").replace('\n', "\n#   ");
    text.push_str(&format!("\n#   {lines}\n"));
}

/// An error: two significant digits say all there is to say.
fn short(error: f64) -> String {
    if !(error > 0.0 && error.is_finite()) {
        return "0".to_owned();
    }
    let decimals = (1 - libm::log10(error).floor() as i32).clamp(0, 12) as usize;
    format!("{error:.decimals$}")
}

/// A number with five significant digits, as TOML and CSV have it, always with a point.
fn number(value: f64) -> String {
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

fn numbers(values: &[f64]) -> String {
    list(&values.iter().map(|value| number(*value)).collect::<Vec<_>>())
}

fn list<T: Display>(values: &[T]) -> String {
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
