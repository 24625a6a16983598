//! The file format of what is learned from earlier treaties: baselines, signing, pace.

use schemars::JsonSchema;
use serde::Deserialize;

use super::entry::Entry;

/// Beliefs learned from earlier treaties. Without this section nothing can be calibrated.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct CalibrationSection {
    /// A TOML file with [pace], [baseline], [signing] and [draws].
    pub(crate) file: Entry<String>,
    /// A CSV file of each participant's own speed: iso3, factor, deposits, expected_deposits,
    /// signing_factor. A layer's table overlays the ones below.
    pub(crate) factors: Entry<String>,
    /// The same as text.
    pub(crate) factor_rows: Entry<String>,
    /// Whether a factor is as uncertain as the record it was learned from. Default true.
    pub(crate) uncertain_factors: Entry<bool>,
    /// Whether the figures are as uncertain as the record they were learned from: futures are then
    /// drawn by each of [draws] in turn. Default true.
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
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct LearnedDraws {
    /// Of the standard deviation of the wandering part of log pace.
    pub(crate) tau: Entry<Vec<Entry<f64>>>,
    /// Of the odds of what is left of a departure after one year.
    pub(crate) rho_year: Entry<Vec<Entry<f64>>>,
    /// Of the shape of the gamma shock of each month.
    pub(crate) kappa_month: Entry<Vec<Entry<f64>>>,
    /// Of what a unit of log signatures adds to log pace.
    pub(crate) beta_signatures: Entry<Vec<Entry<f64>>>,
    /// Of the years in which all but 1/e of that has come. May be left out.
    pub(crate) signature_rise_years: Entry<Vec<Entry<f64>>>,
    /// Of the standard deviation of the start-up factor.
    pub(crate) tau_startup: Entry<Vec<Entry<f64>>>,
    /// Of the years in which the start-up factor falls to 1/e.
    pub(crate) startup_decay_years: Entry<Vec<Entry<f64>>>,
    /// Of the deposits a year of one that has not signed: for each draw a factor for each rate.
    pub(crate) nonsignatory_per_year: Entry<Vec<Entry<Vec<Entry<f64>>>>>,
    /// Of the deposits a year of a signatory.
    pub(crate) signatory_per_year: Entry<Vec<Entry<Vec<Entry<f64>>>>>,
    /// Of the signatures a year of the average State.
    pub(crate) signatures_per_year: Entry<Vec<Entry<Vec<Entry<f64>>>>>,
    /// Of what multiplies signing from 90 to 30 days before the closing day.
    pub(crate) surge_90_to_30_days_before_closing: Entry<Vec<Entry<f64>>>,
    /// Of what multiplies signing in the last 30 days before the closing day.
    pub(crate) surge_last_30_days: Entry<Vec<Entry<f64>>>,
    /// Of the shape of the gamma factor by which treaties differ in signing.
    pub(crate) treaty_gamma_shape: Entry<Vec<Entry<f64>>>,
}

/// The pace of a treaty, as fitted.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct LearnedPace {
    /// Mean log pace.
    pub(crate) mu: Entry<f64>,
    /// Mean log pace of technical treaties. Default: that of the others.
    pub(crate) mu_technical: Entry<f64>,
    /// Standard deviation of the wandering part of log pace.
    pub(crate) tau: Entry<f64>,
    /// What is left of a departure after one year, 0 to 1.
    pub(crate) rho_year: Entry<f64>,
    /// Shape of the gamma shock of each month, mean 1.
    pub(crate) kappa_month: Entry<f64>,
    /// What a unit of log signatures adds to log pace.
    pub(crate) beta_signatures: Entry<f64>,
    /// Log signatures at which the effect is nil.
    pub(crate) signature_centre: Entry<f64>,
    /// What is added to signatures before their logarithm is taken. Default 1.
    pub(crate) signature_offset: Entry<f64>,
    /// Years in which all but 1/e of the effect of signatures has come. Default 0: it is all there.
    pub(crate) signature_rise_years: Entry<f64>,
    /// Standard deviation of the start-up factor.
    pub(crate) tau_startup: Entry<f64>,
    /// Years in which the start-up factor falls to 1/e.
    pub(crate) startup_decay_years: Entry<f64>,
    /// Multiplies the hazard in each calendar month, January first; twelve numbers.
    pub(crate) month_profile: Entry<Vec<Entry<f64>>>,
}

/// How fast the average participant deposits, by the treaty's age.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Baseline {
    /// Edges of the bins in months of 30.4375 days, rising from 0; one more than there are rates.
    pub(crate) edges_months: Entry<Vec<Entry<f64>>>,
    /// Deposits a year of one that has not signed.
    pub(crate) nonsignatory_per_year: Entry<Vec<Entry<f64>>>,
    /// Deposits a year of a signatory.
    pub(crate) signatory_per_year: Entry<Vec<Entry<f64>>>,
    /// Deposits seen in each bin; for readers.
    pub(crate) events_nonsignatory: Entry<Vec<Entry<f64>>>,
    /// Deposits seen in each bin; for readers.
    pub(crate) events_signatory: Entry<Vec<Entry<f64>>>,
    /// Shape of the gamma prior of a participant's own factor, mean 1.
    pub(crate) country_gamma_shape: Entry<f64>,
}

/// How States sign, by the treaty's age.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct LearnedSigning {
    /// Edges of the bins in months of 30.4375 days, rising from 0; one more than there are rates.
    pub(crate) edges_months: Entry<Vec<Entry<f64>>>,
    /// Signatures a year of the average State.
    pub(crate) per_year: Entry<Vec<Entry<f64>>>,
    /// Multiplies the hazard from 90 to 30 days before the closing day.
    pub(crate) surge_90_to_30_days_before_closing: Entry<f64>,
    /// Multiplies the hazard in the last 30 days before the closing day.
    pub(crate) surge_last_30_days: Entry<f64>,
    /// Shape of the gamma factor by which treaties differ, mean 1.
    pub(crate) treaty_gamma_shape: Entry<f64>,
    /// Shape of the gamma prior of a participant's own signing factor; for readers.
    pub(crate) country_gamma_shape: Entry<f64>,
}

/// The treaty's shared speed. What is left out is as the calibration says.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct PaceSection {
    /// Whether participants share a pace. Default: true with a [calibration] or a `sd`.
    pub(crate) shared: Entry<bool>,
    /// Whether the pace is learned from the deposits seen so far. Default true.
    pub(crate) learn: Entry<bool>,
    /// Multiplies all paced speeds after the as-of day, from 0. Default 1.
    pub(crate) multiplier: Entry<f64>,
    /// Mean log pace. Default 0 without a calibration.
    pub(crate) mean: Entry<f64>,
    /// Standard deviation of the wandering part of log pace, from 0.
    pub(crate) sd: Entry<f64>,
    /// What is left of a departure after one year, 0 to 1.
    pub(crate) persistence_per_year: Entry<f64>,
    /// Shape of the gamma shock of each month, above 0; inf for none, the default without a
    /// calibration.
    pub(crate) month_shape: Entry<f64>,
    /// What a unit of log signatures adds to log pace, from 0. Default 0 without a calibration.
    pub(crate) signature_effect: Entry<f64>,
    /// Log signatures at which the effect is nil. Default 0 without a calibration.
    pub(crate) signature_centre: Entry<f64>,
    /// What is added to signatures before their logarithm is taken, above 0. Default 1 without a
    /// calibration.
    pub(crate) signature_offset: Entry<f64>,
    /// Years in which all but 1/e of the effect of signatures has come, from 0. Default 0 without a
    /// calibration: it is all there from the opening.
    pub(crate) signature_rise_years: Entry<f64>,
    /// Standard deviation of the start-up factor, from 0. Default 0 without a calibration.
    pub(crate) start_sd: Entry<f64>,
    /// Years in which the start-up factor falls to 1/e, above 0. Default 1 without a calibration.
    pub(crate) start_decay_years: Entry<f64>,
}
