//! When will a treaty enter into force, how sure are we, and what would change that?
//!
//! A scenario says what is believed of a treaty and of those who may join it; the engine draws
//! futures; the tally counts them. The two calls in the middle cannot fail.
//!
//! ```
//! use inforce::{
//!     engine::{Plan, simulate},
//!     quantity::RunCount,
//!     scenario::Scenario,
//!     tally::{Event, Tally},
//! };
//!
//! let scenario = Scenario::load(&["hanoi".to_owned()], &["rule.instruments=30".to_owned()])?;
//! let plan = Plan { runs: RunCount::new(2_000)?, seed: scenario.seed };
//! let tally = Tally::of(&simulate(&scenario.model, plan));
//! let by = "2028-12-31".parse()?;
//! println!("{}", tally.dates.chance_by(Event::InForce, by)); // such as 53% ± 1
//! # assert!(tally.dates.chance_by(Event::InForce, by).value() > 0.4);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Rooms in reading order: [`quantity`], [`treaty`], [`scenario`], [`engine`], [`tally`],
//! [`output`], [`report`]; [`calibrate`], [`backtest`] and [`depositary`] beside them; [`cli`] and [`cmd`] above.

pub mod backtest;
pub mod calibrate;
pub mod cli;
pub mod cmd;
pub mod depositary;
pub mod engine;
pub mod output;
pub mod quantity;
pub mod report;
pub mod scenario;
pub mod tally;
pub mod treaty;
