//! The file format of what-ifs.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    belief::Belief,
    entry::{Date, Entry},
};

/// A what-if for some participants: who, and one or more of the others.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct LeverSection {
    /// Required. Groups, codes, "all", "signatories", "non-signatories".
    pub(crate) who: Entry<Vec<Entry<String>>>,
    /// Those of `who` that are left alone: the same names.
    pub(crate) except: Entry<Vec<Entry<String>>>,
    /// Only so many of `who`, whoever they are: those most likely to sign where the lever says
    /// `signs_on`, else to deposit, among those that can still do so. Example: most_likely = 10
    pub(crate) most_likely: Entry<u32>,
    /// Deposits so many times as fast, from 0; 0 is not at all. Example: speed = 2
    pub(crate) speed: Entry<f64>,
    /// Signs so many times as fast, from 0.
    pub(crate) signing_speed: Entry<f64>,
    /// First day of the speeds. Default: the day after the as-of day.
    pub(crate) from: Entry<Date>,
    /// Last day of the speeds. Default: the horizon.
    pub(crate) to: Entry<Date>,
    /// No deposit before this day.
    pub(crate) not_before: Entry<Date>,
    /// Each deposit so many days later, from 0.
    pub(crate) delay_days: Entry<u32>,
    /// Never deposits.
    pub(crate) out: Entry<bool>,
    /// Deposits on this day, whatever is drawn.
    pub(crate) deposits_on: Entry<Date>,
    /// Signs on this day, whatever is drawn.
    pub(crate) signs_on: Entry<Date>,
    /// A dated occasion on which willing ones deposit together: { on = 2027-09-20, chance = 0.3 }
    pub(crate) event: Entry<EventTable>,
    /// They join together around one random day:
    /// { day = { uniform = { least = 90, most = 400 } }, spread_days = 60, chance = 0.8 }
    pub(crate) bloc: Entry<BlocTable>,
    /// Something that may happen on a random day and changes their speed from then on:
    /// { day = { fixed = { on = 2027-01-01 } }, chance = 0.3, factor = 0.5 }
    pub(crate) shock: Entry<ShockTable>,
    /// Deposits speed up further ones: { strength = 1, of = ["all"] }
    pub(crate) bandwagon: Entry<BandwagonTable>,
    /// From the as-of day on they move at this pace in place of the treaty's: one number, from 0,
    /// for each month of age from the opening; the last goes on. 1 is the average pace.
    pub(crate) pace_by_month: Entry<Vec<Entry<f64>>>,
    /// What people call it on screens, charts and reports, at most 60 characters. Default: its name
    /// in plain words.
    pub(crate) label: Entry<String>,
    /// Why; for readers.
    pub(crate) source: Entry<String>,
}

/// A dated occasion on which willing participants deposit together.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct EventTable {
    /// Required. The day; after the as-of day, not after the horizon.
    pub(crate) on: Entry<Date>,
    /// The chance that each deposits on it, 0 to 1.
    pub(crate) chance: Entry<f64>,
}

/// Participants that join together around one random day.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct BlocTable {
    /// Required. The day: a family of delay, counted from the as-of day or from = "opening".
    pub(crate) day: Entry<Belief>,
    /// Standard deviation of the members' own days around it, in days from 0.
    pub(crate) spread_days: Entry<f64>,
    /// The chance that each member joins with the others, 0 to 1.
    pub(crate) chance: Entry<f64>,
}

/// Something that may happen on a random day.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ShockTable {
    /// Required. The day, if it happens: a family of delay, counted from the as-of day or
    /// from = "opening".
    pub(crate) day: Entry<Belief>,
    /// The chance that it happens, 0 to 1.
    pub(crate) chance: Entry<f64>,
    /// Required. Deposits so many times as fast from that day on, from 0.
    pub(crate) factor: Entry<f64>,
}

/// Deposits that speed up further ones.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct BandwagonTable {
    /// Required. What is added to the speed once `full` have deposited, from 0: the speed is
    /// multiplied by 1 + strength × deposits / full.
    pub(crate) strength: Entry<f64>,
    /// Whose deposits count: groups and codes.
    pub(crate) of: Entry<Vec<Entry<String>>>,
    /// Above 0. Default: the rule's number of instruments where the deposits of all count, else
    /// how many `of` are.
    pub(crate) full: Entry<f64>,
}
