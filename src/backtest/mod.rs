//! Forecasts of past treaties made as of past days, to be held against what happened.

mod case;
mod predictive;

pub use case::{Case, Cases, Left, Nth, Outcome, WhyLeft, cases};
pub use predictive::Predictive;
