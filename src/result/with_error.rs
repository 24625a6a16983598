//! Numbers with their error as results hold them: in JSON, and as two cells of a CSV row.

use serde::{Deserialize, Serialize};

use super::cell::{ChanceCell, Decimal};
use crate::{
    quantity::{Chance, Proportion},
    tally::Difference,
};

/// A chance with its standard error.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct ChanceFile {
    chance: Chance,
    standard_error: f64,
}

impl From<Proportion> for ChanceFile {
    fn from(one: Proportion) -> ChanceFile {
        // At least one run, and no more of them than there are.
        let chance = Chance::new(one.value()).unwrap_or(Chance::NONE);
        ChanceFile { chance, standard_error: one.standard_error() }
    }
}

impl ChanceFile {
    /// Of a chance that is a sum of differences, which keep within 0 and 1.
    pub(crate) fn of_sum(sum: Difference) -> ChanceFile {
        let chance = Chance::new(sum.value).unwrap_or(Chance::NONE);
        ChanceFile { chance, standard_error: sum.standard_error }
    }

    /// As the count of so many runs that it was made from.
    pub(super) fn count_of(self, runs: u64) -> Proportion {
        Proportion::near(self.chance.get(), runs)
    }
}

/// A difference with its standard error, in the unit of what differs.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct DifferenceFile {
    value: f64,
    standard_error: f64,
}

impl From<Difference> for DifferenceFile {
    fn from(one: Difference) -> DifferenceFile {
        DifferenceFile { value: one.value, standard_error: one.standard_error }
    }
}

/// A chance and its standard error, side by side in a row.
pub(crate) fn chance_cells(one: Proportion) -> (ChanceCell, Decimal) {
    (one.into(), one.standard_error().into())
}

/// A difference and its standard error, side by side in a row; both empty where there is none.
pub(crate) fn difference_cells(one: Option<Difference>) -> (Option<Decimal>, Option<Decimal>) {
    let cells = one.map(|one| (Decimal::new(one.value), Decimal::new(one.standard_error)));
    cells.unzip()
}
