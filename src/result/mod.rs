//! What a run says in finished numbers: the answer, its tables, and both read back from files.

mod numbers;
mod recall;
pub mod sentences;
mod summary;
pub mod table;
pub mod watched;

pub use numbers::{Distribution, Numbers, NumbersError, Spell};
pub use summary::{Beliefs, ByDay, Quantiles, SHARES, Summary, Why};
pub use watched::Watched;
