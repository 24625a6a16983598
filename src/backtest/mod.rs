//! Forecasts of past treaties made as of past days, to be held against what happened.

mod ahead;
mod baseline;
mod board;
mod case;
mod forecast;
mod model;
mod predictive;
mod scheme;
mod score;
mod trial;

pub use ahead::{BANDS, PastMonth, SeenAndExpected, by_band, past_months};
pub use baseline::{Baseline, Others};
pub use board::{Alike, Forecast, Forecaster, Line, Mean, QUANTILE_LEVELS, Scored, alike, board};
pub use case::{Case, Cases, Left, Nth, Outcome, WhyLeft, cases};
pub use forecast::forecasts;
pub use predictive::Predictive;
pub use scheme::{Fits, Known, Scheme};
pub use score::{LEVELS, Score, WITHIN_MONTHS};
pub use trial::{Trial, Tried};
