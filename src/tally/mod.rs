//! What came of all runs: dates, numbers of parties, participants' roles. Counts, not samples.

mod attribution;
mod bindings;
mod by_parameter_draw;
mod counts;
mod dates;
mod difference;
mod influence;
mod paired;
mod parties;
mod roles;
mod track;

pub use attribution::{Attribution, AttributionStep, ChangedKeys, Effect};
pub use bindings::{Binding, Bindings};
pub use by_parameter_draw::ByParameterDraw;
pub use dates::{Dates, Milestone};
pub use difference::{Difference, Order};
pub use influence::{Influence, Influenced};
pub use paired::{Pair, SideBySide};
pub use parties::{BAND_LEVELS, Parties, PartiesMonth};
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
    pub by_parameter_draw: ByParameterDraw,
}

impl Tally {
    /// Goes through all runs.
    pub fn from_runs(runs: &Runs<'_>) -> Tally {
        Tally::from_runs_with_progress(runs, &|_| {})
    }

    /// As [`Tally::from_runs`]; `progress` hears how many runs are done, from any thread.
    pub fn from_runs_with_progress(runs: &Runs<'_>, progress: &(dyn Fn(u64) + Sync)) -> Tally {
        runs.gather(Detail::Parties, || Tally::new(runs.model), progress)
    }

    fn new(model: &Model) -> Tally {
        Tally {
            dates: Dates::new(model),
            parties: Parties::new(model),
            roles: Roles::new(model),
            bindings: Bindings::new(model),
            by_parameter_draw: ByParameterDraw::new(model),
        }
    }
}

impl Gather for Tally {
    fn observe_run(&mut self, run: &Run<'_>) {
        self.dates.observe_run(run);
        self.parties.observe_run(run);
        self.roles.observe_run(run);
        self.bindings.observe_run(run);
        self.by_parameter_draw.observe_run(run);
    }

    fn merge_counts(&mut self, other: Tally) {
        self.dates.merge_counts(other.dates);
        self.parties.merge_counts(other.parties);
        self.roles.merge_counts(other.roles);
        self.bindings.merge_counts(other.bindings);
        self.by_parameter_draw.merge_counts(other.by_parameter_draw);
    }
}
