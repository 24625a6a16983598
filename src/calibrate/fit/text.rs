//! A fit as the files that scenarios read: `calibration.toml`, with the error of each figure and the
//! command that made it, and `participants.csv`.

use std::fmt::{Display, Write};

use super::{Doubt, Fitted, FittedParameter, Parameter};
use crate::{
    parameters::{
        Estimation, MEAN_TECHNICAL, Pace, PaceParameter, Registered, Scale, SigningParameter,
    },
    text::pack,
    treaty::Calibration,
};

/// Five digits: one more than the data can tell apart.
const DIGITS: usize = 5;

pub(super) fn calibration_toml(fitted: &Fitted, doubt: &Doubt, command: &str) -> String {
    let calibration = &fitted.calibration;
    let signing = &calibration.signing;
    let mut text = header(fitted, command);
    let error = |one| doubt.parameter(one).map_or(0.0, FittedParameter::standard_error);
    // Writing to a String never fails.
    let mut line = |key: &str, value: String, note: &str| {
        let note = if note.is_empty() { String::new() } else { format!("  # {note}") };
        let _ = writeln!(text, "{key} = {value}{note}");
    };
    // A parameter with its error, where the fit knows one, and what it is.
    let note = |one: Parameter| match doubt.parameter(one) {
        Some(found) => format!("± {}; {}", short(found.standard_error()), one.doc()),
        None => one.doc().to_owned(),
    };
    let mean = "mean log pace of treaties that are not technical, which is in the baselines";
    line("[pace]\nmean", number(fitted.pace.mean), mean);
    let technical = "the same of treaties on customs, trade, shipping and intellectual property";
    line(MEAN_TECHNICAL, number(fitted.technical_mean), technical);
    let told = |one: &&PaceParameter| {
        **one != PaceParameter::Mean && one.row().learned != Estimation::Stated
    };
    for one in PaceParameter::ALL.iter().filter(told) {
        let value = number(one.get(&fitted.pace));
        line(one.learned_key(), value, &note(Parameter::Pace(*one)));
    }
    line("month_profile", numbers(&calibration.month_profile), "January to December");
    line("\n[baseline]\nedges_months", list(&calibration.edges_months), "");
    line("nonsignatory_per_year", numbers(&calibration.nonsignatory_per_year), "");
    line("signatory_per_year", numbers(&calibration.signatory_per_year), "");
    line("events_nonsignatory", list(&fitted.nonsignatory_deposits), "deposits seen in each bin");
    line("events_signatory", list(&fitted.signatory_deposits), "");
    let shape = "country_gamma_shape";
    line(shape, number(fitted.factor_shape), &note(Parameter::FactorShape));
    let first = "from the end of the opening's first days; the first rate holds before it too";
    line("\n[signing]\nedges_days", numbers(&signing.edges_days), first);
    line("per_year", numbers(&signing.per_year), "");
    line("month_profile", numbers(&signing.month_profile), "January to December");
    for one in SigningParameter::ALL {
        line(one.learned_key(), number(one.get(signing)), &note(Parameter::Signing(*one)));
    }
    line(shape, number(fitted.signing_factor_shape), &note(Parameter::SigningFactorShape));
    let _ = writeln!(text, "\n# Standard errors of the rates, bin by bin:");
    let bins = calibration.signatory_per_year.len();
    let errors = |rates: &mut dyn Iterator<Item = Parameter>| -> Vec<String> {
        rates.map(|one| short(error(one))).collect()
    };
    let others = errors(&mut (0..bins).map(Parameter::Nonsignatory));
    let signatories = errors(&mut (0..bins).map(Parameter::Signatory));
    let signatures = errors(&mut (0..signing.per_year.len()).map(Parameter::SigningRate));
    for (key, errors) in [
        ("nonsignatory_per_year", others),
        ("signatory_per_year", signatories),
        ("signing per_year", signatures),
    ] {
        let _ = write!(text, "# {key}:");
        listed(&mut text, &errors);
    }
    draws(&mut text, fitted, doubt);
    text
}

/// How far the parameters may be off together, for forecasts that carry how sure they are.
fn draws(text: &mut String, fitted: &Fitted, doubt: &Doubt) {
    let found = &fitted.calibration;
    let drawn: Vec<(Calibration, Pace)> =
        (0..Doubt::DRAWS).map(|index| fitted.with(&doubt.draw(index))).collect();
    let differ = |scale: Scale| matches!(scale, Scale::Plain | Scale::Difference);
    let paces = PaceParameter::drawn().filter(|one| differ(one.row().scale));
    let signing = SigningParameter::drawn().filter(|one| differ(one.row().scale));
    let differences: Vec<&str> =
        paces.map(Registered::drawn_key).chain(signing.map(Registered::drawn_key)).collect();
    let _ = writeln!(
        text,
        "\n# Other values that the figures may have together, as likely as the record leaves them, as\n\
         # factors of those above ({}: as differences):\n\
         # the first of each list, the second of each, and so on. Forecasts are drawn by each in turn.\n\
         [draws]",
        differences.join(", ")
    );
    let paces: Vec<&Pace> = drawn.iter().map(|(_, pace)| pace).collect();
    lists::<PaceParameter>(text, &paces, &fitted.pace);
    let signing: Vec<_> = drawn.iter().map(|(calibration, _)| &calibration.signing).collect();
    lists::<SigningParameter>(text, &signing, &found.signing);
    let mut rates = |key: &str, of: &dyn Fn(&Calibration) -> &[f64]| {
        let lists = drawn.iter().map(|(calibration, _)| {
            let pairs = of(calibration).iter().zip(of(found));
            let factors: Vec<f64> =
                pairs.map(|(one, found)| Scale::Log.draw(*one, *found)).collect();
            format!("  {},\n", numbers(&factors))
        });
        let _ = write!(text, "{key} = [\n{}]\n", lists.collect::<String>());
    };
    rates("nonsignatory_per_year", &|one| &one.nonsignatory_per_year);
    rates("signatory_per_year", &|one| &one.signatory_per_year);
    rates("signatures_per_year", &|one| &one.signing.per_year);
}

/// A line for each parameter that is drawn: what makes its value in each draw out of the one found.
fn lists<P: Registered>(text: &mut String, drawn: &[&P::Values], found: &P::Values) {
    for one in P::drawn() {
        let draw = |values: &&P::Values| one.row().scale.draw(one.get(values), one.get(found));
        let draws: Vec<f64> = drawn.iter().map(draw).collect();
        let _ = writeln!(text, "{} = {}", one.drawn_key(), numbers(&draws));
    }
}

pub(super) fn participants_csv(fitted: &Fitted) -> String {
    let mut text =
        "iso3,factor,deposits,expected_deposits,signing_factor,can_act_from\n".to_owned();
    for one in &fitted.participants {
        let (factor, signing) = (number(one.factor.mean), number(one.signing_factor));
        let expected = number(one.expected_deposits);
        let (code, deposits) = (&one.code, one.deposits);
        let from = one.can_act_from.map_or_else(String::new, |day| day.to_string());
        text.push_str(&format!("{code},{factor},{deposits},{expected},{signing},{from}\n"));
    }
    text
}

fn header(fitted: &Fitted, command: &str) -> String {
    let deposits: u32 = fitted.signatory_deposits.iter().chain(&fitted.nonsignatory_deposits).sum();
    let signatures: u32 = fitted.signatures.iter().sum();
    let mut text = format!(
        "# How fast States sign and join, made by\n#   {command}\n# and learned from {} treaties: {deposits} deposits, {signatures} signatures from the 16th \
         day on, {} States.\n# Months and days count from opening for signature; rates are per year \
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
