//! The one way to load a scenario that the user named, for every verb.

use std::cell::RefCell;

use super::args::{OverArgs, ScenarioArgs};
use super::{record::today, status, stop::Stop};
use crate::terminal::Screen;
use crate::{
    fault::Fault,
    quantity::{Day, Days},
    scenario::{Change, Files, Scenario},
    wording::long_day,
};

/// Loads scenarios for one command: each file is opened once, each warning said once.
pub(super) struct Loader<'a> {
    /// What was opened.
    pub(super) files: Files,
    screen: &'a Screen,
    said: RefCell<Vec<Fault>>,
}

impl Loader<'_> {
    /// Has opened nothing yet; warnings are said on this screen.
    pub(super) fn new(screen: &Screen) -> Loader<'_> {
        Loader { files: Files::default(), screen, said: RefCell::default() }
    }

    /// The scenario of some files and built-in names, what lies over them, and what else is asked.
    ///
    /// # Errors
    ///
    /// All faults of the scenario, or of the document that tells its status.
    pub(super) fn load(
        &self,
        named: &[String],
        over: &OverArgs,
        asked: &[Change],
    ) -> Result<Scenario, Stop> {
        let mut changes: Vec<Change> = over.sets.iter().cloned().map(Change::Typed).collect();
        changes.extend_from_slice(asked);
        let mut scenario = Scenario::open(&self.files, named, &changes)?;
        if let Some(file) = &over.document.status {
            let layer = status::layer_over(&scenario.model, file, &over.document, self)?;
            scenario = scenario.with(&[Change::Layer(layer)])?;
        }
        self.warn(&scenario.warnings);
        self.warn_of_day_to_come(scenario.model.as_of);
        Ok(scenario)
    }

    /// Says where an as-of day has not come yet anywhere on earth.
    pub(super) fn warn_of_day_to_come(&self, as_of: Day) {
        let today = today();
        if as_of > today + Days(1) {
            let message = format!(
                "the as-of day {} has not come yet: today is {}",
                long_day(as_of),
                long_day(today)
            );
            let help = "what has not happened by then is taken as known not to have happened";
            self.warn(&[Fault::warning(None, message).help(help)]);
        }
    }

    /// Says warnings that were not said before.
    pub(super) fn warn(&self, warnings: &[Fault]) {
        let mut said = self.said.borrow_mut();
        for warning in warnings {
            if !said.contains(warning) {
                self.screen.remark(&warning.render(self.screen.styled));
                said.push(warning.clone());
            }
        }
    }
}

/// The scenario that the arguments of a verb name, and what else is asked of it.
pub(super) fn load(
    args: &ScenarioArgs,
    asked: &[Change],
    screen: &Screen,
) -> Result<Scenario, Stop> {
    Loader::new(screen).load(&args.scenario, &args.over, asked)
}
