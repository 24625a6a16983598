//! What holds where a key of a scenario is left out, for all keys but the parameters' own.

/// `treaty.technical`.
pub const TECHNICAL: bool = false;
/// `rule.organisations_count`.
pub const ORGANISATIONS_COUNT: bool = false;
/// `rule.later_party_days`.
pub const LATER_PARTY_DAYS: u16 = 30;
/// `forecast.runs`.
pub const RUNS: u64 = 100_000;
/// `forecast.seed`.
pub const SEED: u64 = 1;
/// `calibration.uncertain_factors`.
pub const UNCERTAIN_FACTORS: bool = true;
/// `calibration.uncertain_figures`.
pub const UNCERTAIN_FIGURES: bool = true;
/// `pace.learn`.
pub const LEARN: bool = true;
/// `pace.multiplier`.
pub const MULTIPLIER: f64 = 1.0;
/// The chance that a stated step is never taken.
pub const NEVER: f64 = 0.0;
/// Whether the pace acts on a stated delay.
pub const PACED: bool = false;
/// Chances of what a lever brings about.
pub const LEVER_CHANCE: f64 = 1.0;
/// `lever.NAME.bloc.spread_days`.
pub const SPREAD_DAYS: f64 = 0.0;
/// How far off an expected chance a run may be.
pub const TOLERANCE: f64 = 0.0;
/// `expect.median_tolerance_days`.
pub const MEDIAN_TOLERANCE_DAYS: u32 = 0;
