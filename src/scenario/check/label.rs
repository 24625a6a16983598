//! Labels: what people call levers and groups, and whether each can be set in a line.

use std::collections::BTreeMap;

use super::Check;
use crate::{
    scenario::wire::{Entry, ScenarioFile},
    treaty::Labels,
};

/// A longer label would not stand on a chart.
const LONGEST: usize = 60;

impl Check<'_> {
    /// The labels of levers and groups.
    pub(super) fn labels(&mut self, file: &ScenarioFile) -> Labels {
        self.label(&file.scenario.section().label);
        let levers = file.lever.get().into_iter().flatten();
        let levers = levers
            .filter_map(|(name, entry)| Some((name.clone(), self.label(&entry.get()?.label)?)));
        let levers: BTreeMap<String, String> = levers.collect();
        let groups = file.group.get().into_iter().flatten();
        let groups = groups
            .filter_map(|(name, entry)| Some((name.clone(), self.label(&entry.get()?.label)?)));
        let groups: BTreeMap<String, String> = groups.collect();
        if let Some(at) = file.all.section().label.at() {
            self.error(Some(at), "everybody is called so already: only groups take a label");
        }
        for (_, entry) in file.participant.get().into_iter().flatten() {
            if let Some(at) = entry.get().and_then(|section| section.label.at()) {
                self.error(Some(at), "a participant goes by its name in the participants table");
            }
        }
        Labels { layers: Vec::new(), levers, groups }
    }

    fn label(&mut self, entry: &Entry<String>) -> Option<String> {
        let (label, at) = entry.both()?;
        let (label, length) = (label.trim(), label.trim().chars().count());
        if (1..=LONGEST).contains(&length) && !label.contains(char::is_control) {
            return Some(label.to_owned());
        }
        let found = match length > LONGEST {
            true => format!("{length} characters"),
            false => format!("{label:?}"),
        };
        let message =
            format!("expected a label on one line, of 1 to {LONGEST} characters, found {found}");
        self.error(Some(at), message);
        None
    }
}
