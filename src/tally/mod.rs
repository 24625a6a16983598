//! What came of all runs: dates, numbers of parties, participants' roles. Counts, not samples.

mod attribution;
mod bindings;
mod by_belief;
mod counts;
mod dates;
mod difference;
mod influence;
mod paired;
mod parties;
mod roles;
mod track;

pub use attribution::{Attribution, Change, Effect, Step};
pub use bindings::{Binding, Bindings};
pub use by_belief::ByBelief;
pub use dates::{Dates, Event};
pub use difference::{Difference, Order};
pub use influence::{Influence, Influenced};
pub use paired::{Pair, SideBySide};
pub use parties::{Parties, PartiesMonth, SHARES};
pub use roles::{Role, Roles};
pub use track::{COURSES, Track, TrackMonth};

use crate::{
    engine::{Detail, Gather, Run, Runs},
    treaty::Model,
};

/// Everything counted over the runs of one model.
#[derive(Clone, PartialEq, Debug)]
pub struct Tally {
    /// When the rule was met and the treaty in force.
    pub dates: Dates,
    /// How many parties there were.
    pub parties: Parties,
    /// What each participant did.
    pub roles: Roles,
    /// When the treaty binds those that are watched.
    pub bindings: Bindings,
    /// Dates belief by belief.
    pub by_belief: ByBelief,
}

impl Tally {
    /// Goes through all runs.
    pub fn of(runs: &Runs<'_>) -> Tally {
        Tally::watched(runs, &|_| {})
    }

    /// As [`Tally::of`]; `progress` hears how many runs are done, from any thread.
    pub fn watched(runs: &Runs<'_>, progress: &(dyn Fn(u64) + Sync)) -> Tally {
        runs.gather(Detail::Parties, || Tally::new(runs.model), progress)
    }

    fn new(model: &Model) -> Tally {
        Tally {
            dates: Dates::new(model),
            parties: Parties::new(model),
            roles: Roles::new(model),
            bindings: Bindings::new(model),
            by_belief: ByBelief::new(model),
        }
    }
}

impl Gather for Tally {
    fn see(&mut self, run: &Run<'_>) {
        self.dates.see(run);
        self.parties.see(run);
        self.roles.see(run);
        self.bindings.see(run);
        self.by_belief.see(run);
    }

    fn merge(&mut self, other: Tally) {
        self.dates.merge(other.dates);
        self.parties.merge(other.parties);
        self.roles.merge(other.roles);
        self.bindings.merge(other.bindings);
        self.by_belief.merge(other.by_belief);
    }
}
