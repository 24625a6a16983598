//! Keys of beliefs in words, for charts; a key without words of its own stays as it is written.

/// Keys and what they are called.
const WORDS: [(&str, &str); 24] = [
    ("pace.learn", "Learning the pace from the record"),
    ("pace.multiplier", "Pace from now on"),
    ("pace.mean", "Mean of the pace"),
    ("pace.sd", "Spread of the pace"),
    ("pace.persistence_per_year", "Persistence of the pace"),
    ("pace.signature_effect", "Effect of signatures on the pace"),
    ("calibration.pace.mu", "Mean of the pace"),
    ("calibration.pace.tau", "Spread of the pace"),
    ("calibration.pace.rho_year", "Persistence of the pace"),
    ("calibration.pace.beta_signatures", "Effect of signatures on the pace"),
    ("calibration.pace.kappa_month", "Evenness of the months"),
    ("calibration.pace.tau_startup", "Spread of the first months"),
    ("calibration.pace.startup_decay_years", "How long the first months weigh"),
    ("calibration.uncertain_factors", "Uncertainty of States’ own factors"),
    ("calibration.baseline.signatory_per_year", "Deposits of signatories"),
    ("calibration.baseline.nonsignatory_per_year", "Deposits of those that have not signed"),
    ("calibration.baseline.country_gamma_shape", "Likeness of States"),
    ("calibration.signing.per_year", "Signatures a year"),
    ("calibration.signing.treaty_gamma_shape", "Likeness of treaties in signing"),
    ("calibration.signing.surge_last_30_days", "Signatures in the last 30 days"),
    (
        "calibration.signing.surge_90_to_30_days_before_closing",
        "Signatures 90 to 30 days before the end",
    ),
    ("calibration.signing.country_gamma_shape", "Likeness of States in signing"),
    ("rule.instruments", "Instruments needed"),
    ("speed.all", "Speed of everybody"),
];

/// What a key is called in a chart.
pub(super) fn words_of(key: &str) -> String {
    if let Some((_, words)) = WORDS.iter().find(|(known, _)| *known == key) {
        return (*words).to_owned();
    }
    match key.split_once('.') {
        Some(("speed", who)) => format!("Speed of {who}"),
        _ => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_words_or_as_they_are_written() {
        assert_eq!(words_of("pace.learn"), "Learning the pace from the record");
        assert_eq!(words_of("speed.budapest-party"), "Speed of budapest-party");
        assert_eq!(words_of("lever.canada-signs.delay"), "lever.canada-signs.delay");
    }
}
