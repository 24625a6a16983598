//! How States sign, and the register of its parameters.

use super::{Domain, Estimation, LeftOut, ParameterRow, Registered, Scale};

/// How States sign: a process of its own beside deposits.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Signing {
    /// Edges of the bins in months, rising from 0; one more than there are rates.
    pub edges_months: Vec<f64>,
    /// Signatures per year of a State of factor 1. The first bin is the ceremony's month and is
    /// not fitted: a forecast from before its end uses the second.
    pub per_year: Vec<f64>,
    /// Multiplies the hazard from 90 to 30 days before the closing day.
    pub surge_90_to_30_days_before_closing: f64,
    /// Multiplies the hazard in the last 30 days before the closing day.
    pub surge_last_30_days: f64,
    /// Shape of the gamma factor by which treaties differ, mean 1; above 0.
    pub treaty_gamma_shape: f64,
}

/// The parameters of [`Signing`] beside its rates.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SigningParameter {
    /// [`Signing::surge_90_to_30_days_before_closing`].
    Surge90To30DaysBeforeClosing,
    /// [`Signing::surge_last_30_days`].
    SurgeLast30Days,
    /// [`Signing::treaty_gamma_shape`].
    TreatyGammaShape,
}

impl Registered for SigningParameter {
    type Values = Signing;

    const ALL: &'static [SigningParameter] = &[
        SigningParameter::Surge90To30DaysBeforeClosing,
        SigningParameter::SurgeLast30Days,
        SigningParameter::TreatyGammaShape,
    ];

    fn place(self) -> usize {
        self as usize
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
            SigningParameter::TreatyGammaShape => ParameterRow {
                key: "treaty_gamma_shape",
                learned_key: None,
                old_keys: &[],
                doc: "shape of the gamma law of treaties' signing factors, mean 1",
                words: "Likeness of treaties in signing",
                domain: Domain::SHAPE,
                scale: Scale::Log,
                left_out: LeftOut::Always(f64::INFINITY),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |signing| &mut signing.treaty_gamma_shape,
            },
        }
    }
}
