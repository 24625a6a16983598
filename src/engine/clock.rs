//! A model's days as times: days since the start of the day of opening.

use super::sampler::clamp;
use crate::{
    quantity::{Day, Days, When},
    treaty::{Model, SpeedWindow},
};

/// Start of a day.
pub(super) fn time_of(model: &Model, day: Day) -> f64 {
    f64::from((day - model.opened).0)
}

/// When futures begin: the start of the first future day.
pub(super) fn future_start(model: &Model) -> f64 {
    time_of(model, model.first_future_day())
}

/// When futures end: the end of the horizon's day.
pub(super) fn future_end(model: &Model) -> f64 {
    time_of(model, model.horizon) + 1.0
}

/// What windows multiply a hazard by at a time that is on none of their edges.
pub(super) fn speed_at(model: &Model, windows: &[SpeedWindow], time: f64) -> f64 {
    let day = model.opened + Days(time.floor() as i32);
    let inside = windows.iter().filter(|window| window.from <= day && day <= window.to);
    inside.map(|window| window.factor).product()
}

/// Where times become days of deposit.
#[derive(Clone, Copy, Debug)]
pub(super) struct DepositCalendar {
    pub(super) opened: Day,
    pub(super) horizon: Day,
}

impl DepositCalendar {
    /// The day a time falls on: its floor.
    #[inline]
    pub(super) fn day_of(self, time: f64) -> Day {
        self.day_delayed(time, 0)
    }

    /// Makes a deposit at this time, so many days late, unless it has been made before or lies past the
    /// horizon; says whether it is made.
    #[inline]
    pub(super) fn record(self, time: f64, days_late: i32, deposit: &mut When) -> bool {
        let day = self.day_delayed(time, days_late);
        let made = day <= self.horizon && When::on(day) < *deposit;
        if made {
            *deposit = When::on(day);
        }
        made
    }

    /// Times beyond 1e8 days, infinite ones too, lie past every horizon; a cast takes the floor, since
    /// no time of a deposit is negative.
    #[inline]
    fn day_delayed(self, time: f64, days_late: i32) -> Day {
        self.opened + Days((clamp(time, -1e8, 1e8) as i32).saturating_add(days_late))
    }
}
