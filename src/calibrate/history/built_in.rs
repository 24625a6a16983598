//! The history that travels inside the program.

use super::{History, Table, Tables};
use crate::fault::Faults;

/// The names of a history's tables in its folder, in the order of [`Tables`].
pub const FILES: [&str; 4] = ["treaties.csv", "participation.csv", "pool.csv", "statehood.csv"];

impl Tables<'static> {
    /// The tables under `scenarios/history`.
    pub fn built_in() -> Tables<'static> {
        let table = |path, text| Table { path, text };
        Tables {
            treaties: table(
                "built-in history/treaties.csv",
                include_str!("../../../scenarios/history/treaties.csv"),
            ),
            participation: table(
                "built-in history/participation.csv",
                include_str!("../../../scenarios/history/participation.csv"),
            ),
            pool: table(
                "built-in history/pool.csv",
                include_str!("../../../scenarios/history/pool.csv"),
            ),
            statehood: table(
                "built-in history/statehood.csv",
                include_str!("../../../scenarios/history/statehood.csv"),
            ),
        }
    }
}

impl History {
    /// The history under `scenarios/history`, as it was when the program was built. Its faults are
    /// the program's own; a test sees to it that there are none.
    pub fn built_in() -> Result<History, Faults> {
        History::read(&Tables::built_in())
    }
}
