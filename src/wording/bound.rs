//! Days so late that deposits after the horizon could still bring entry into force about by them: a
//! chance by such a day is at least what the runs show.

use super::long_day;
use crate::{
    quantity::{Day, Proportion},
    treaty::Model,
};

/// Behind a day in a heading: ` (at least)` where the chance by it is a lower bound.
pub fn at_least(model: &Model, day: Day) -> &'static str {
    if day > model.settled_until() { " (at least)" } else { "" }
}

/// A day in a heading, and whether the chance by it is a lower bound.
pub fn by_day(model: &Model, day: Day) -> String {
    format!("{}{}", long_day(day), at_least(model, day))
}

/// A chance of being in force by a day, by `words`, and that it is a lower bound where it is one.
pub fn chance_by(
    model: &Model,
    day: Day,
    chance: Proportion,
    words: impl Fn(Proportion) -> String,
) -> String {
    match at_least(model, day) {
        // Where all runs are in force, none is left to be so later.
        "" => words(chance),
        _ if chance.count == chance.runs => words(chance),
        _ if chance.count == 0 => "at least 0%".to_owned(),
        _ => format!("at least {}", words(chance)),
    }
}
