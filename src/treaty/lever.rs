//! What-ifs: what may be done to a participant's future, by itself or together with others.

use super::{delay::Delay, members::Members};
use crate::quantity::{Chance, Day, Days};

/// What-ifs that act on one participant's future; all act after the as-of day.
///
/// Events, blocs and shocks that have one name are the same for all whom they act on: what is
/// random in them happens to all alike.
#[derive(Clone, Debug, Default)]
pub struct Levers {
    /// Deposits so many times as fast while a window lasts; overlapping windows multiply.
    pub speed: Vec<SpeedWindow>,
    /// Signs so many times as fast while a window lasts; overlapping windows multiply.
    pub signing_speed: Vec<SpeedWindow>,
    /// Each deposit that is drawn falls so many days later; not negative.
    pub delay: Days,
    /// What happens to its deposit whatever is drawn.
    pub fate: Option<Fate>,
    /// It signs on this day, after the as-of day and while the signature is open.
    pub signs_on: Option<Day>,
    /// Days on which it may deposit together with others.
    pub events: Vec<TreatyEvent>,
    /// Blocs with which it may join.
    pub blocs: Vec<Bloc>,
    /// Events that change its speed from a random day on; several multiply.
    pub shocks: Vec<Shock>,
    /// Whose deposits speed it up; several multiply.
    pub bandwagons: Vec<Bandwagon>,
    /// Moves at this pace after the as-of day in place of the treaty's own.
    pub pace: Option<GivenPace>,
}

/// A deposit settled by a lever rather than drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Never deposits.
    Out,
    /// Deposits on this day, after the as-of day.
    DepositsOn(Day),
}

/// Days on which a speed is multiplied: from the first to the last, both included.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SpeedWindow {
    /// First day.
    pub from: Day,
    /// Last day; not before `from`.
    pub to: Day,
    /// What the hazard is multiplied by; finite, not negative. 0 is a gate.
    pub factor: f64,
}

/// A dated event at which those who are willing deposit together: the depositary's annual treaty event, a
/// conference.
///
/// Each deposits on the day with the same chance, independently, unless it has done so before or
/// a gate is closed on that day.
#[derive(Clone, PartialEq, Debug)]
pub struct TreatyEvent {
    /// What its draws are keyed by.
    pub name: String,
    /// The day; after the as-of day.
    pub on: Day,
    /// The chance that a participant that has not deposited does so on it.
    pub chance: Chance,
}

/// A random day, later than the as-of day.
#[derive(Clone, PartialEq, Debug)]
pub struct Someday {
    /// How long it takes, and the chance that it never comes; not certain to be over by the as-of
    /// day.
    pub delay: Delay,
    /// Whether it is counted from the end of the as-of day, as a step's delay is by
    /// [`Clock::AsOf`](super::Clock::AsOf); else from the start of the day of opening.
    pub from_as_of: bool,
}

/// Participants that join together around one random day.
///
/// Each member joins with the same chance, independently, on a day normally spread around that
/// day; where that is past, or a gate is closed, on the first day it can. One that has deposited
/// before stays where it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Bloc {
    /// What its draws are keyed by.
    pub name: String,
    /// The day around which they join.
    pub day: Someday,
    /// Standard deviation of the members' days around it, in days; not negative.
    pub spread: f64,
    /// The chance that a member joins with the others.
    pub chance: Chance,
}

/// Something that may happen on a random day and changes speeds from that day on.
#[derive(Clone, PartialEq, Debug)]
pub struct Shock {
    /// What its draws are keyed by.
    pub name: String,
    /// The day, if it happens.
    pub day: Someday,
    /// The chance that it happens at all.
    pub chance: Chance,
    /// What hazards are multiplied by afterwards; finite, not negative.
    pub factor: f64,
}

/// Deposits that speed up further ones: the hazard is multiplied by `1 + strength N / full`, N the
/// deposits of some on days that were over at the start of the month of age.
#[derive(Clone, PartialEq, Debug)]
pub struct Bandwagon {
    /// What is added to the speed once `full` have deposited; finite, not negative.
    pub strength: f64,
    /// Whose deposits count.
    pub among: Members,
    /// The number of deposits beside which N is measured; above 0.
    pub full: f64,
}

/// A pace that is given rather than drawn: one number for each month of age from the opening, the
/// last for all later ones.
///
/// 1 is the average treaty's pace, signatures at their centre; each is finite and not negative. The
/// shock of each month and the pace's multiplier act on it as on a drawn one.
#[derive(Clone, PartialEq, Debug)]
pub struct GivenPace {
    /// By month of age; at least one.
    pub by_month: Vec<f64>,
}
