//! What-ifs in the library: a number of a scenario varied, all of them perturbed, a value looked for, the
//! way from one scenario to another taken step by step, each participant's influence. Nothing here prints.
//!
//! What pace from now on would give the Hanoi Convention an even chance of being in force by the end of
//! 2028:
//!
//! ```
//! use inforce::{
//!     analysis::{VariedParameter, Search, dates, find_root},
//!     engine::Plan,
//!     quantity::{Day, RunCount},
//!     scenario::Scenario,
//!     tally::Milestone,
//! };
//!
//! let scenario = Scenario::load(&["hanoi".to_owned()], &[])?;
//! let plan = Plan { runs: RunCount::new(1_000)?, seed: scenario.seed };
//! let knob = VariedParameter::find("pace.multiplier", &scenario)?;
//! let by: Day = "2028-12-31".parse()?;
//! let mut excess = |value: f64| -> Result<f64, Box<dyn std::error::Error>> {
//!     let changed = scenario.with(&knob.changes(value))?;
//!     Ok(dates(&changed, plan).chance_by(Milestone::InForce, by).value() - 0.5)
//! };
//! let found = find_root(0.5, 4.0, (0.01, 0.001), &mut excess)?;
//! # assert!(matches!(found, Search::At(value) if (0.8..1.8).contains(&value)), "{found:?}");
//! println!("{found:?}"); // such as At(1.06)
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attribution;
mod influence;
mod perturbation;
mod root;
mod status_cells;
mod varied_parameter;

pub use attribution::Decomposition;
pub use influence::{influence, roles};
pub use perturbation::{Perturbation, PerturbationEnd, usual_perturbations, with_table};
pub use root::{Search, find_root, find_whole};
pub use varied_parameter::{VariedParameter, date, dates};

/// What cannot be varied or perturbed: what is wrong, and a way out.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Unusable {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Unusable {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Unusable {
        Unusable { message: message.into(), help: help.into() }
    }
}

/// Hears how far the work is: told how many steps of which kind there are, it gives what is told of
/// how many are done.
pub type Watch<'a> = dyn Fn(u64, &str) -> Box<dyn Fn(u64) + Sync + 'a> + 'a;
