//! What a run says in finished numbers: the answer, its tables, and both read back from files.

pub(crate) mod cell;
mod draws;
mod rows;
mod run_result;
pub mod sentences;
mod summary;
mod summary_file;
pub(crate) mod table;
mod watched;
pub(crate) mod with_error;

pub use cell::number;
pub use draws::Draws;
pub use run_result::{
    Distribution, Grain, QuarterChance, RunResult, RunResultError, Spell, participants_csv,
};
pub use summary::{ByDay, DayReason, ParameterUncertainty, QuantileDays, SHARES, Summary};
pub use watched::{OwnDeposit, Watched};
