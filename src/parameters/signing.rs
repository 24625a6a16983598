//! How States sign, and the register of its parameters.

use super::{Domain, Estimation, LeftOut, ParameterRow, Registered, Scale};
use crate::quantity::YEAR_DAYS;

/// How States sign: a process of its own beside deposits (scenarios/METHOD.md, section 4).
#[derive(Clone, PartialEq, Debug)]
pub struct Signing {
    /// Edges of the bins in days of age, rising; one more than there are rates.
    pub edges_days: Vec<f64>,
    /// Signatures per year of a State of factor 1 in a treaty of factor 1. The first stands in for the
    /// days before its start, the last for those after its end.
    pub per_year: Vec<f64>,
    /// Multiplies the hazard in each calendar month, January first.
    pub month_profile: [f64; 12],
    /// Multiplies the hazard from 90 to 30 days before the closing day.
    pub surge_90_to_30_days_before_closing: f64,
    /// Multiplies the hazard in the last 30 days before the closing day.
    pub surge_last_30_days: f64,
    /// Shape of the gamma shock, mean 1, that all States share in a month; above 0, infinite for none.
    pub month_shape: f64,
    /// Standard deviation of the log of a treaty's factor about its prior mean; not negative.
    pub treaty_log_sd: f64,
    /// What a unit of log signatures of the opening adds to that prior mean.
    pub treaty_log_signatures: f64,
    /// What a technical matter adds to it.
    pub treaty_technical: f64,
}

impl Default for Signing {
    /// Nobody signs, and treaties do not differ.
    fn default() -> Signing {
        Signing {
            edges_days: Vec::new(),
            per_year: Vec::new(),
            month_profile: [1.0; 12],
            surge_90_to_30_days_before_closing: 1.0,
            surge_last_30_days: 1.0,
            month_shape: f64::INFINITY,
            treaty_log_sd: 0.0,
            treaty_log_signatures: 0.0,
            treaty_technical: 0.0,
        }
    }
}

impl Signing {
    /// Signatures a day in a bin, that of the last bin past it; 0 where there are no rates.
    pub fn rate(&self, bin: usize) -> f64 {
        let per_year = self.per_year.get(bin).or(self.per_year.last());
        per_year.map_or(0.0, |rate| rate / YEAR_DAYS)
    }

    /// What a rush before the end of signature multiplies by: the first from 90 to 30 days before it, the
    /// second in the last 30; 1 where there is none.
    pub fn surge(&self, which: Option<usize>) -> f64 {
        match which {
            None => 1.0,
            Some(0) => self.surge_90_to_30_days_before_closing,
            Some(_) => self.surge_last_30_days,
        }
    }
}

/// The parameters of [`Signing`] beside its rates and its season.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SigningParameter {
    /// [`Signing::surge_90_to_30_days_before_closing`].
    Surge90To30DaysBeforeClosing,
    /// [`Signing::surge_last_30_days`].
    SurgeLast30Days,
    /// [`Signing::month_shape`].
    MonthShape,
    /// [`Signing::treaty_log_sd`].
    TreatyLogSd,
    /// [`Signing::treaty_log_signatures`].
    TreatyLogSignatures,
    /// [`Signing::treaty_technical`].
    TreatyTechnical,
}

const SHOCK: Domain = Domain {
    least: 0.001,
    most: f64::INFINITY,
    expected: "expected a number from 0.001 on, inf for no shock",
};
const SPREAD: Domain =
    Domain { least: 0.0, most: 10.0, expected: "expected a number from 0 to 10" };
const EFFECT: Domain =
    Domain { least: -10.0, most: 10.0, expected: "expected a number from -10 to 10" };

impl Registered for SigningParameter {
    type Values = Signing;

    const ALL: &'static [SigningParameter] = &[
        SigningParameter::Surge90To30DaysBeforeClosing,
        SigningParameter::SurgeLast30Days,
        SigningParameter::MonthShape,
        SigningParameter::TreatyLogSd,
        SigningParameter::TreatyLogSignatures,
        SigningParameter::TreatyTechnical,
    ];

    fn place(self) -> usize {
        self as usize
    }

    fn drawn_key(self) -> &'static str {
        match self {
            // The pace has a shape of months too.
            SigningParameter::MonthShape => "signing_month_shape",
            _ => self.learned_key(),
        }
    }

    fn row(self) -> ParameterRow<Signing> {
        match self {
            SigningParameter::Surge90To30DaysBeforeClosing => ParameterRow {
                key: "surge_90_to_30_days_before_closing",
                learned_key: None,
                old_keys: &[],
                doc: "times signing is as fast 90 to 30 days before closing",
                words: "Rush 90 to 30 days before closing",
                domain: Domain::SPEED,
                scale: Scale::Log,
                left_out: LeftOut::Always(1.0),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |signing| &mut signing.surge_90_to_30_days_before_closing,
            },
            SigningParameter::SurgeLast30Days => ParameterRow {
                key: "surge_last_30_days",
                learned_key: None,
                old_keys: &[],
                doc: "times signing is as fast in the last 30 days before closing",
                words: "Rush in the last 30 days of signature",
                domain: Domain::SPEED,
                scale: Scale::Log,
                left_out: LeftOut::Always(1.0),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |signing| &mut signing.surge_last_30_days,
            },
            SigningParameter::MonthShape => ParameterRow {
                key: "month_shape",
                learned_key: None,
                old_keys: &[],
                doc: "shape of the gamma shock of a month of signing, mean 1",
                words: "Evenness of signing from month to month",
                domain: SHOCK,
                scale: Scale::Log,
                left_out: LeftOut::Always(f64::INFINITY),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |signing| &mut signing.month_shape,
            },
            SigningParameter::TreatyLogSd => ParameterRow {
                key: "treaty_log_sd",
                learned_key: None,
                old_keys: &[],
                doc: "standard deviation of the log of treaties' signing factors",
                words: "Spread of signing between treaties",
                domain: SPREAD,
                scale: Scale::Log,
                left_out: LeftOut::Always(0.0),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |signing| &mut signing.treaty_log_sd,
            },
            SigningParameter::TreatyLogSignatures => ParameterRow {
                key: "treaty_log_signatures",
                learned_key: None,
                old_keys: &[],
                doc: "what a unit of log signatures of the opening adds to the log of a signing factor",
                words: "Pull of the opening on later signatures",
                domain: EFFECT,
                scale: Scale::NonNegative,
                left_out: LeftOut::Always(0.0),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |signing| &mut signing.treaty_log_signatures,
            },
            SigningParameter::TreatyTechnical => ParameterRow {
                key: "treaty_technical",
                learned_key: None,
                old_keys: &[],
                doc: "what a technical matter adds to the log of a signing factor",
                words: "Signing of technical treaties",
                domain: EFFECT,
                scale: Scale::Plain,
                left_out: LeftOut::Always(0.0),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |signing| &mut signing.treaty_technical,
            },
        }
    }
}
