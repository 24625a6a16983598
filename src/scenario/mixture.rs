//! Mixtures: several scenarios as one, each future drawn from one of them by its weight.

use std::collections::BTreeMap;

use super::{
    Fault, Faults, Scenario,
    draft::Report,
    gather::Gathered,
    wire::{MixSection, ScenarioFile},
};
use crate::{
    quantity::When,
    treaty::{MixturePart, Model},
};

/// The parts of a mixture, in order of name; none where the scenario is none.
#[derive(Debug, Default)]
pub(super) struct Mixture {
    pub(super) parts: Vec<MixturePart>,
    /// Each part as one text with all its tables.
    pub(super) texts: BTreeMap<String, String>,
    /// What may not have been meant in one of them.
    pub(super) warnings: Vec<Fault>,
}

impl Mixture {
    /// Reads the parts that a sound scenario names. `below` are its texts; `frame` is its own model,
    /// which all parts share but for what is believed.
    pub(super) fn read(
        below: &Gathered,
        file: &ScenarioFile,
        frame: &Model,
    ) -> Result<Mixture, Faults> {
        let (mut mixture, mut faults) = (Mixture::default(), Vec::new());
        for (name, entry) in file.mix.get().into_iter().flatten() {
            let section = entry.section();
            let (part, mut reports) = gathered(below, name, &section);
            let texts = part.texts.clone();
            let read = match reports.is_empty() {
                true => Scenario::part(part),
                false => Err(Report::refusal(std::mem::take(&mut reports), &texts)),
            };
            let scenario = match read {
                Ok(scenario) => scenario,
                Err(found) => {
                    faults.extend(found.iter().cloned());
                    continue;
                }
            };
            if let Some(what) = differs(frame, &scenario.model) {
                let message = format!("the part `{name}` has {what} of its own");
                let help = "parts share the treaty, its rule, the as-of day, the horizon, the \
                            participants and the deposits on record; they differ in what is believed";
                let report = Report::error(entry.at(), message).help(help);
                faults.extend(Report::refusal(vec![report], &below.texts).iter().cloned());
                continue;
            }
            let weight = section.weight.or(0.0);
            mixture.texts.insert(name.clone(), scenario.resolved().to_owned());
            mixture.warnings.extend(scenario.warnings);
            mixture.parts.push(MixturePart { name: name.clone(), weight, model: scenario.model });
        }
        let mut once: Vec<Fault> = Vec::new();
        for fault in faults {
            if !once.contains(&fault) {
                once.push(fault);
            }
        }
        Faults::stop_on_errors(once).map(|_| mixture)
    }
}

/// The texts of one part.
fn gathered(below: &Gathered, name: &str, section: &MixSection) -> (Gathered, Vec<Report>) {
    if let Some((text, at)) = section.text.both() {
        return (below.with_text(&format!("the part `{name}`"), text, &at), Vec::new());
    }
    let layers = section.layers.section();
    let named = layers.iter().filter_map(|layer| layer.both());
    below.with_layers(&named.map(|(layer, at)| (layer.clone(), at)).collect::<Vec<_>>())
}

/// What a part has of its own though all must share it.
fn differs(frame: &Model, part: &Model) -> Option<&'static str> {
    let people = |model: &Model| -> Vec<_> {
        model.participants.iter().map(|one| (one.code.clone(), one.kind)).collect()
    };
    let deposits = |model: &Model| -> Vec<_> {
        let reports = model.participants.iter().map(|one| one.status.deposited);
        reports.map(|report| report.map(|one| (When::on(one.on), one.chance.get()))).collect()
    };
    let shared = [
        ("a title", frame.title == part.title),
        ("a day of opening", frame.opened == part.opened),
        ("participants", people(frame) == people(part)),
        ("a rule", frame.rule == part.rule),
        ("an as-of day", frame.as_of == part.as_of),
        ("a horizon", frame.horizon == part.horizon),
        ("deposits on record", deposits(frame) == deposits(part)),
    ];
    shared.into_iter().find(|(_, same)| !same).map(|(what, _)| what)
}
