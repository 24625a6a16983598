//! What a forecast has to beat: five simpler ways to forecast, each as strong as we can make it.

mod climatology;
mod constant;
mod independent;
mod nearest;
mod past;

use super::{ForecastTask, Predictive};
use crate::{
    calibrate::history::{History, PastTreaty},
    quantity::Day,
};
pub(super) use climatology::kaplan_meier;
pub(super) use nearest::likeness;
pub(super) use past::{ObservedWait, Past};

/// A simpler way to forecast.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ReferenceMethod {
    /// Instruments come at one rate for ever, learned from those that came so far.
    ConstantRate,
    /// As long as other treaties took that had not got there by this age either.
    Climatology,
    /// As long as those took that had about as many instruments at this age.
    Nearest,
    /// As long as those took that had about as many instruments and as many signatures.
    NearestSigned,
    /// Each State takes as long as it takes, whatever the others do.
    Independent,
}

impl ReferenceMethod {
    /// All of them.
    pub const ALL: [ReferenceMethod; 5] = [
        ReferenceMethod::ConstantRate,
        ReferenceMethod::Climatology,
        ReferenceMethod::Nearest,
        ReferenceMethod::NearestSigned,
        ReferenceMethod::Independent,
    ];
}

/// What the baselines may learn from: treaties other than the one forecast, as known on a day.
#[derive(Clone, Debug)]
pub struct Others<'a> {
    history: &'a History,
    past: Vec<Past>,
}

impl<'a> Others<'a> {
    /// These treaties of a history but for the one forecast and its twins, opened on the same day;
    /// as known on a day: later acts, and treaties opened after it, are left out.
    pub fn of<'i>(
        history: &'a History,
        ids: impl IntoIterator<Item = &'i str>,
        forecast: &PastTreaty,
        known_by: Day,
    ) -> Others<'a> {
        let other = |id: &str| {
            let apart = |one: &&PastTreaty| one.id != forecast.id && one.opened != forecast.opened;
            history.treaty(id).filter(apart)
        };
        let past = ids.into_iter().filter_map(|id| Past::from_treaty(other(id)?, known_by));
        Others { history, past: past.collect() }
    }

    /// How many treaties there are to learn from.
    pub fn count(&self) -> usize {
        self.past.len()
    }
}

impl ReferenceMethod {
    /// Its forecast for a case of this treaty from what the others teach; nothing where they teach nothing of this case.
    pub fn forecast(
        self,
        case: &ForecastTask,
        treaty: &PastTreaty,
        others: &Others<'_>,
    ) -> Option<Predictive> {
        match self {
            ReferenceMethod::ConstantRate => others.constant_rate(case),
            ReferenceMethod::Climatology => others.climatology(case),
            ReferenceMethod::Nearest => others.nearest(case, false),
            ReferenceMethod::NearestSigned => others.nearest(case, true),
            ReferenceMethod::Independent => others.independent(case, treaty),
        }
    }
}
