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
//!     tally::{Milestone, Tally},
//! };
//!
//! let scenario = Scenario::load(&["hanoi".to_owned()], &["rule.instruments=30".to_owned()])?;
//! let plan = Plan { runs: RunCount::new(2_000)?, seed: scenario.seed };
//! let tally = Tally::from_runs(&simulate(&scenario.model, plan));
//! let by = "2028-12-31".parse()?;
//! println!("{}", tally.dates.chance_by(Milestone::InForce, by)); // such as 53% ± 1
//! # assert!(tally.dates.chance_by(Milestone::InForce, by).value() > 0.4);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A model needs no files. Here two of three States have to join, each within 400 days as likely as
//! not, nine times in ten within 900:
//!
//! ```
//! use inforce::{
//!     engine::{Plan, simulate},
//!     quantity::{RunCount, Seed},
//!     tally::{Milestone, Tally},
//!     treaty::{
//!         Clock, Model, Participant, Prospect, Stated,
//!         delay::Delay,
//!         rule::{Members, Rule},
//!     },
//! };
//!
//! let (opened, horizon) = ("2026-01-01".parse()?, "2035-12-31".parse()?);
//! let delay = Delay::log_normal(400.0, 900.0)?;
//! let joins = Prospect::Stated(Stated { delay, clock: Clock::Opening, paced: false });
//! let state = |code| Participant { accession: joins.clone(), ..Participant::new(code) };
//! let participants = vec![state("AUT"), state("FJI"), state("VNM")];
//! // In force on the ninetieth day after the second instrument.
//! let rule = Rule::count(2, Members::new(vec![true; 3]), 90);
//! let model = Model::new("example", opened, horizon, rule, participants);
//!
//! let plan = Plan { runs: RunCount::new(10_000)?, seed: Seed(1) };
//! let tally = Tally::from_runs(&simulate(&model, plan));
//! let chance = tally.dates.chance_by(Milestone::InForce, "2027-12-31".parse()?);
//! println!("{chance}"); // about 87%
//! // The chance that two of three have joined by 2 October 2027, the 639th day after opening.
//! # assert!((chance.value() - 0.866).abs() < 0.015, "{chance}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Rooms in reading order. What is true, and how futures are drawn: [`quantity`], [`parameters`], [`treaty`],
//! [`process`], [`engine`], [`tally`]. What people write: [`fault`], [`text`], [`wording`], [`scenario`], [`depositary`],
//! [`forecasts`], [`panel`]. What
//! earlier treaties teach, and how good it was: [`scores`], [`calibrate`], [`backtest`]. What people see:
//! [`result`], [`chart`], [`figures`], [`publish`], [`analysis`], [`report`], [`case`], and above them
//! [`verbs`], the program.

pub mod analysis;
pub mod backtest;
pub mod calibrate;
pub mod case;
pub mod chart;
pub mod depositary;
pub mod engine;
pub mod fault;
pub mod figures;
pub mod forecasts;
pub mod panel;
pub mod parameters;
pub mod process;
pub mod publish;
pub mod quantity;
pub mod report;
pub mod result;
pub mod scenario;
pub mod scores;
pub mod tally;
mod terminal;
pub mod text;
pub mod treaty;
pub mod verbs;
pub mod wording;
