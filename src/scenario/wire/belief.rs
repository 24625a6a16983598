//! The file format of beliefs: what is believed of all, of a group, of a participant.

use schemars::JsonSchema;
use serde::Deserialize;

use super::entry::{Date, Entry, WordOr};

/// What is believed of all, of a group or of one participant. Later ones override: `[all]`, then
/// `[group.NAME]`, then `[participant.CODE]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Beliefs {
    /// From neither to signatory, while the signature is open. Default: "calibrated" with a
    /// [calibration], else "never". Example: signing = { exponential = { median = 400 } }
    pub(crate) signing: Entry<WordOr<BeliefWord, Belief>>,
    /// From neither to party, without a signature. Default: "calibrated" with a [calibration],
    /// else "never". Example: accession = "never"
    pub(crate) accession: Entry<WordOr<BeliefWord, Belief>>,
    /// From signatory to party. Default: "calibrated" with a [calibration]; to be given without.
    /// Example: ratification = { log-normal = { median = 400, p90 = 900 } }
    pub(crate) ratification: Entry<WordOr<BeliefWord, Belief>>,
    /// How many times as fast as the average it deposits where calibrated; known for sure, in
    /// place of the factor learned from history. From 0. Example: factor = 1.5
    pub(crate) factor: Entry<f64>,
    /// The same for signing. From 0. Example: signing_factor = 2
    pub(crate) signing_factor: Entry<f64>,
    /// Only in [group.NAME]: codes and groups that belong to the group beside those that the
    /// participants table puts in it. Example: members = ["FJI", "PLW", "ldc"]
    pub(crate) members: Entry<Vec<Entry<String>>>,
    /// Only in [group.NAME]: what people call the group, at most 60 characters. Default: its name
    /// in plain words.
    pub(crate) label: Entry<String>,
    /// Where the belief is from; for readers.
    pub(crate) source: Entry<String>,
}

impl Beliefs {
    /// Whether anything is assumed, beside who the members are.
    pub(crate) fn says_something(&self) -> bool {
        let steps = [&self.signing, &self.accession, &self.ratification];
        let factors = [&self.factor, &self.signing_factor];
        steps.iter().any(|one| one.is_given()) || factors.iter().any(|one| one.is_given())
    }
}

/// A belief that needs no table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum BeliefWord {
    /// As participants took this step under earlier treaties.
    Calibrated,
    /// Not at all.
    Never,
}

/// A stated delay: one family, and beside it from when it counts and the chance of never.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Belief {
    /// Exactly so many days, or on a day: { fixed = { days = 90 } }, { fixed = { on = 2027-06-01 } }
    pub(crate) fixed: Entry<Fixed>,
    /// Any day alike: { uniform = { least = 0, most = 90 } }
    pub(crate) uniform: Entry<LeastMost>,
    /// Rises in a line to the likely, falls in a line to the most.
    pub(crate) triangular: Entry<LeastLikelyMost>,
    /// Smooth, from least to most, mean (least + 4 likely + most) / 6.
    pub(crate) pert: Entry<LeastLikelyMost>,
    /// The same chance each day: { exponential = { median = 400 } }
    pub(crate) exponential: Entry<Median>,
    /// Weibull: { weibull = { median = 400, p90 = 900 } }
    pub(crate) weibull: Entry<MedianP90>,
    /// Log-normal: { log-normal = { median = 400, p90 = 900 } }
    pub(crate) log_normal: Entry<MedianP90>,
    /// Log-logistic: { log-logistic = { median = 400, p90 = 900 } }
    pub(crate) log_logistic: Entry<MedianP90>,
    /// Gamma: { gamma = { mean = 500, sd = 200 } }
    pub(crate) gamma: Entry<MeanSd>,
    /// Rates that change at edges: { piecewise = { edges_days = [0, 365], per_year = [0.1, 0.4] } }
    pub(crate) piecewise: Entry<Piecewise>,
    /// One of these delays, each as likely: { observed = { days = [200, 380, 900] } }
    pub(crate) observed: Entry<Observed>,
    /// The chance that the step is never taken, 0 to 1. Example: never = 0.2
    pub(crate) never: Entry<f64>,
    /// From when the delay counts. Default: "signature" for ratification, "opening" for signing
    /// and accession.
    pub(crate) from: Entry<From>,
    /// Whether the treaty's pace speeds it up and slows it down.
    pub(crate) paced: Entry<bool>,
}

/// The day a stated delay is counted from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum From {
    /// The day of opening for signature.
    Opening,
    /// The day of the participant's own signature.
    Signature,
    /// The later of the as-of day and the participant's own signature.
    AsOf,
}

/// A delay that is sure.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Fixed {
    /// Days, from 0.
    pub(crate) days: Entry<f64>,
    /// A day after the as-of day.
    pub(crate) on: Entry<Date>,
}

/// Two ends.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct LeastMost {
    /// Days, from 0.
    pub(crate) least: Entry<f64>,
    /// Days, above `least`.
    pub(crate) most: Entry<f64>,
}

/// Two ends and the likeliest.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct LeastLikelyMost {
    /// Days, from 0.
    pub(crate) least: Entry<f64>,
    /// Days, from `least` to `most`.
    pub(crate) likely: Entry<f64>,
    /// Days, above `least`.
    pub(crate) most: Entry<f64>,
}

/// The day by which half have taken the step.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Median {
    /// Days, above 0.
    pub(crate) median: Entry<f64>,
}

/// The days by which half, and nine in ten, have taken the step.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct MedianP90 {
    /// Days, above 0.
    pub(crate) median: Entry<f64>,
    /// Days, above `median`.
    pub(crate) p90: Entry<f64>,
}

/// Mean and standard deviation.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct MeanSd {
    /// Days, above 0.
    pub(crate) mean: Entry<f64>,
    /// Days, a thousandth to a thousand times the mean.
    pub(crate) sd: Entry<f64>,
}

/// Rates that change at edges.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Piecewise {
    /// Days, rising from 0.
    pub(crate) edges_days: Entry<Vec<Entry<f64>>>,
    /// Steps a year from each edge on, one for each edge; from 0.
    pub(crate) per_year: Entry<Vec<Entry<f64>>>,
}

/// Past delays.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Observed {
    /// Days, each from 0.
    pub(crate) days: Entry<Vec<Entry<f64>>>,
    /// A CSV file with a column `days`, in place of the list.
    pub(crate) table: Entry<String>,
}
