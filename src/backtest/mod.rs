//! Forecasts of past treaties made as of past days, to be held against what happened.

mod ahead;
mod baseline;
mod board;
mod evaluation;
mod forecast;
mod model;
mod predictive;
mod reference_class;
mod scheme;
mod score;
mod task;

pub use ahead::{BANDS, PastMonth, SeenAndExpected, by_band, past_months};
pub use baseline::{Others, ReferenceMethod};
pub use board::{
    Forecast, Forecaster, Mean, QUANTILE_LEVELS, ScoreRow, ScoredTask, SimilarForecasts, alike,
    board,
};
pub use evaluation::{Evaluation, EvaluationResult};
pub use forecast::forecasts;
pub use predictive::Predictive;
pub use reference_class::{LikeTreaty, ReferenceClass};
pub use scheme::{Fits, Scheme, UncertainFit};
pub use score::{LEVELS, Score, WITHIN_MONTHS};
pub use task::{ForecastTask, ForecastTasks, Nth, Outcome, SkipReason, SkippedTask, cases};
