//! The history that travels inside the program.

use super::{History, Tables};
use crate::{fault::Faults, text::Text};

/// The names of a history's tables in its folder, in the order of [`Tables`].
pub const FILES: [&str; 4] = ["treaties.csv", "participation.csv", "pool.csv", "statehood.csv"];

impl Tables {
    /// The tables under `scenarios/history`.
    pub fn built_in() -> Tables {
        let table = |name: &str, content| Text::new(format!("built-in history/{name}"), content);
        let [treaties, participation, pool, statehood] = FILES;
        Tables {
            treaties: table(treaties, include_str!("../../../scenarios/history/treaties.csv")),
            participation: table(
                participation,
                include_str!("../../../scenarios/history/participation.csv"),
            ),
            pool: table(pool, include_str!("../../../scenarios/history/pool.csv")),
            statehood: table(statehood, include_str!("../../../scenarios/history/statehood.csv")),
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
