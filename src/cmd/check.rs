//! `inforce check`: all faults of a scenario, or the model said back in words.

use super::{Screen, Stop, load};
use crate::{cli::ScenarioArgs, scenario::say};

pub(super) fn check(args: &ScenarioArgs, screen: &Screen) -> Result<(), Stop> {
    let scenario = load(args, &[], screen)?;
    screen.say(&say(&scenario))?;
    Ok(())
}
