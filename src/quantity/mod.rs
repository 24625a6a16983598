//! Days, lengths of time, chances, proportions of runs, seeds and hashes: the values every room speaks in.

mod digest;
mod number;
mod proportion;
mod time;

pub use digest::{sha256, sha256_of};
pub use number::{Chance, LEVELS, OutOfRange, RunCount, Seed, Z90, tidy};
pub use proportion::{Proportion, Quantile};
pub use time::{BadDay, Day, Days, MONTH_DAYS, When, YEAR_DAYS};
