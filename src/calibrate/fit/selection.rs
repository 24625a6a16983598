//! Which earlier treaties a fit learns from, and up to which day.

use std::collections::BTreeSet;

use crate::{
    calibrate::history::{History, PastTreaty},
    quantity::Day,
};

/// Which earlier treaties a fit learns from, and up to which day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    pub(super) treaties: BTreeSet<String>,
    pub(super) known_by: Day,
}

/// An id that is no treaty of the history.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the id of a treaty of the history, found `{0}`")]
pub struct UnknownTreaty(pub String);

/// Too little is selected to tell how the paces of treaties differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected at least {} treaties with {} deposits by States, found {treaties} with {deposits}",
    Selection::FEWEST_TREATIES,
    Selection::FEWEST_DEPOSITS
)]
pub struct TooFew {
    /// Treaties selected that had opened.
    pub treaties: usize,
    /// Deposits under them that can be learned from.
    pub deposits: usize,
}

impl Selection {
    /// Fewer treaties than these do not tell how paces differ.
    pub const FEWEST_TREATIES: usize = 10;
    /// Fewer deposits than these do not tell how fast States are at any age.
    pub const FEWEST_DEPOSITS: usize = 100;

    /// The history's own pool, with all that is on record.
    pub fn pool(history: &History) -> Selection {
        let treaties = history.pool.iter().map(|pooled| pooled.treaty.clone()).collect();
        Selection { treaties, known_by: Day::LAST }
    }

    /// All treaties of the history, with all that is on record.
    pub fn all(history: &History) -> Selection {
        let treaties = history.treaties.iter().map(|treaty| treaty.id.clone()).collect();
        Selection { treaties, known_by: Day::LAST }
    }

    /// These treaties, with all that is on record. Refuses an id the history does not have.
    pub fn from_treaties<'a>(
        history: &History,
        ids: impl IntoIterator<Item = &'a str>,
    ) -> Result<Selection, UnknownTreaty> {
        let known = |id: &str| match history.treaty(id) {
            Some(treaty) => Ok(treaty.id.clone()),
            None => Err(UnknownTreaty(id.to_owned())),
        };
        let treaties = ids.into_iter().map(known).collect::<Result<_, _>>()?;
        Ok(Selection { treaties, known_by: Day::LAST })
    }

    /// All but this one.
    #[must_use]
    pub fn without(mut self, id: &str) -> Selection {
        self.treaties.remove(id);
        self
    }

    /// Of these treaties only those of which this holds.
    #[must_use]
    pub fn only(mut self, history: &History, holds: impl Fn(&PastTreaty) -> bool) -> Selection {
        self.treaties.retain(|id| history.treaty(id).is_some_and(&holds));
        self
    }

    /// As one could have known on this day: later acts, and treaties opened later, are left out.
    #[must_use]
    pub fn known_by(mut self, day: Day) -> Selection {
        self.known_by = day;
        self
    }

    /// How many of the selected treaties had been opened by the day up to which acts are seen.
    pub fn opened(&self, history: &History) -> usize {
        let opened = |treaty: &&PastTreaty| {
            self.treaties.contains(&treaty.id) && treaty.opened <= self.known_by
        };
        history.treaties.iter().filter(opened).count()
    }

    /// How many treaties are selected.
    pub fn count(&self) -> usize {
        self.treaties.len()
    }

    /// Whether the treaty of this id is selected.
    pub fn has(&self, id: &str) -> bool {
        self.treaties.contains(id)
    }

    /// The selected treaties, in order of id.
    pub fn treaties<'a>(&'a self, history: &'a History) -> impl Iterator<Item = &'a PastTreaty> {
        history.treaties.iter().filter(|treaty| self.treaties.contains(&treaty.id))
    }
}
