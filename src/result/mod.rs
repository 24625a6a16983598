//! What a run says in finished numbers: the answer, its tables, and both read back from files.

pub(crate) mod cell;
mod distribution;
mod draws;
mod error;
mod like_treaties;
mod rows;
mod run_result;
pub mod sentences;
mod summary;
mod summary_file;
pub(crate) mod table;
mod watched;
pub(crate) mod with_error;

pub use cell::number;
pub use distribution::{Distribution, Grain, QuarterChance, Spell};
pub use draws::Draws;
pub use error::RunResultError;
pub use like_treaties::{LikeByDay, LikeCountRow, LikeTreaties, LikeTreatyRow};
pub use run_result::{RunResult, participants_csv};
pub use summary::{ByDay, DayReason, ParameterUncertainty, QuantileDays, Summary};
pub use watched::{OwnDeposit, Watched};
