//! Days, lengths of time, chances and seeds: the numbers every room speaks in.

mod number;
mod time;

pub use number::{Chance, OutOfRange, RunCount, Seed};
pub use time::{BadDay, Day, Days, When};
