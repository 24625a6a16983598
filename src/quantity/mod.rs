//! Days, lengths of time, chances, seeds and hashes: the values every room speaks in.

mod digest;
mod number;
mod time;

pub use digest::{sha256, sha256_of};
pub use number::{Chance, LEVELS, OutOfRange, RunCount, Seed, Z90, tidy};
pub use time::{BadDay, Day, Days, MONTH_DAYS, When, YEAR_DAYS};
