//! The file format of what is learned from earlier treaties: baselines, signing, pace.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    entry::Entry,
    registered::{InCalibration, InDraws, InScenario, With},
};
use crate::parameters::{PaceParameter, SigningParameter};

/// Beliefs learned from earlier treaties. Without this section nothing can be calibrated.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct CalibrationSection {
    /// A TOML file with [pace], [baseline], [signing] and [draws].
    pub(crate) file: Entry<String>,
    /// A CSV file of each participant's own speed: iso3, factor, deposits, expected_deposits,
    /// signing_factor, can_act_from. A layer's table overlays the ones below.
    pub(crate) factors: Entry<String>,
    /// The same as text.
    pub(crate) factor_rows: Entry<String>,
    /// Whether a factor is as uncertain as the record it was learned from.
    pub(crate) uncertain_factors: Entry<bool>,
    /// Whether the figures are as uncertain as the record they were learned from: futures are then
    /// drawn by each of [draws] in turn.
    pub(crate) uncertain_figures: Entry<bool>,
    /// What the calibration file says under [pace].
    pub(crate) pace: Entry<LearnedPace>,
    /// What the calibration file says under [baseline].
    pub(crate) baseline: Entry<Baseline>,
    /// What the calibration file says under [signing].
    pub(crate) signing: Entry<LearnedSigning>,
    /// What the calibration file says under [draws].
    pub(crate) draws: Entry<LearnedDraws>,
    /// Where it is from; for readers.
    pub(crate) source: Entry<String>,
}

/// Other values that the learned figures may have together, as likely as their record leaves them,
/// as factors of what is found: the first of each list, the second of each, and so on. All lists are
/// as long as each other.
pub(crate) type LearnedDraws =
    With<InDraws, PaceParameter, Numbers, With<InDraws, SigningParameter, Numbers, DrawnRates>>;

/// A list of numbers.
pub(crate) type Numbers = Vec<Entry<f64>>;

/// Other values that the learned figures may have together, as likely as their record leaves them,
/// as factors of what is found: the first of each list, the second of each, and so on. All lists are
/// as long as each other.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "LearnedDraws")]
pub(crate) struct DrawnRates {
    /// Of the deposits a year of one that has not signed: for each draw a factor for each rate.
    pub(crate) nonsignatory_per_year: Entry<Vec<Entry<Numbers>>>,
    /// Of the deposits a year of a signatory.
    pub(crate) signatory_per_year: Entry<Vec<Entry<Numbers>>>,
    /// Of the signatures a year of the average State.
    pub(crate) signatures_per_year: Entry<Vec<Entry<Numbers>>>,
}

/// The pace of a treaty, as fitted.
pub(crate) type LearnedPace = With<InCalibration, PaceParameter, f64, LearnedPaceBeside>;

/// The pace of a treaty, as fitted.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "LearnedPace")]
pub(crate) struct LearnedPaceBeside {
    /// Mean log pace of technical treaties. Default: that of the others.
    pub(crate) mean_technical: Entry<f64>,
    /// Multiplies the hazard in each calendar month, January first; twelve numbers.
    pub(crate) month_profile: Entry<Numbers>,
}

/// How fast the average participant deposits, by the treaty's age.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Baseline {
    /// Edges of the bins in months of 30.4375 days, rising from 0; one more than there are rates.
    pub(crate) edges_months: Entry<Numbers>,
    /// Deposits a year of one that has not signed.
    pub(crate) nonsignatory_per_year: Entry<Numbers>,
    /// Deposits a year of a signatory.
    pub(crate) signatory_per_year: Entry<Numbers>,
    /// Deposits seen in each bin; for readers.
    pub(crate) events_nonsignatory: Entry<Numbers>,
    /// Deposits seen in each bin; for readers.
    pub(crate) events_signatory: Entry<Numbers>,
    /// Shape of the gamma prior of a participant's own factor, mean 1.
    pub(crate) country_gamma_shape: Entry<f64>,
}

/// How States sign, by the treaty's age.
pub(crate) type LearnedSigning = With<InCalibration, SigningParameter, f64, SigningRates>;

/// How States sign, by the treaty's age.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "LearnedSigning")]
pub(crate) struct SigningRates {
    /// Edges of the bins in days of age, rising; one more than there are rates.
    pub(crate) edges_days: Entry<Numbers>,
    /// Signatures a year of the average State; the first rate holds before the first edge too.
    pub(crate) per_year: Entry<Numbers>,
    /// Multiplies the hazard of signing in each calendar month, January first; twelve numbers.
    pub(crate) month_profile: Entry<Numbers>,
    /// Shape of the gamma prior of a participant's own signing factor; for readers.
    pub(crate) country_gamma_shape: Entry<f64>,
}

/// The treaty's shared speed. What is left out is as the calibration says.
pub(crate) type PaceSection = With<InScenario, PaceParameter, f64, PaceUse>;

/// The treaty's shared speed. What is left out is as the calibration says.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "PaceSection")]
pub(crate) struct PaceUse {
    /// Whether participants share a pace. Default: true with a [calibration] or a `sd`.
    pub(crate) shared: Entry<bool>,
    /// Whether the pace is learned from the deposits seen so far.
    pub(crate) learn: Entry<bool>,
    /// Multiplies all paced speeds after the as-of day, from 0.
    pub(crate) multiplier: Entry<f64>,
    /// How many States could sign within a year of the opening, from 1. Default: those of the calibration's
    /// table of factors that can act by then.
    pub(crate) signature_states: Entry<f64>,
}
