//! What a run says in finished numbers: the answer, its tables, and both read back from files.

pub(crate) mod cell;
mod draws;
mod numbers;
mod rows;
pub mod sentences;
mod summary;
mod summary_file;
pub mod table;
mod watched;

pub use cell::number;
pub use draws::Draws;
pub use numbers::{Distribution, Grain, Numbers, NumbersError, Quarter, Spell, participants_csv};
pub use summary::{Beliefs, ByDay, Quantiles, Summary, Why};
pub use watched::{OwnDeposit, Watched};
