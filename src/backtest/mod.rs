//! Forecasts of past treaties made as of past days, to be held against what happened.

mod ahead;
mod case;
mod forecast;
mod model;
mod predictive;
mod scheme;

pub use ahead::{PastMonth, SeenAndExpected, past_months};
pub use case::{Case, Cases, Left, Nth, Outcome, WhyLeft, cases};
pub use forecast::forecasts;
pub use predictive::Predictive;
pub use scheme::{Fits, Scheme};
