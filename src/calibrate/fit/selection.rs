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

impl Selection {
    /// The history's own pool, with all that is on record.
    pub fn pool(history: &History) -> Selection {
        let treaties = history.pool.iter().map(|pooled| pooled.treaty.clone()).collect();
        Selection { treaties, known_by: Day::LAST }
    }

    /// These treaties, with all that is on record. Refuses an id the history does not have.
    pub fn of<'a>(
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
}
