//! Forecasts of past treaties made as of past days, to be held against what happened.

mod case;
mod forecast;
mod model;
mod predictive;
mod scheme;

pub use case::{Case, Cases, Left, Nth, Outcome, WhyLeft, cases};
pub use forecast::forecasts;
pub use predictive::Predictive;
pub use scheme::{Fits, Scheme};
