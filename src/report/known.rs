//! The record and what is assumed beyond it, in sentences written from what was simulated: never from
//! what a file says of itself, which a layer over it may have overtaken.

use crate::{
    result::Summary,
    treaty::{Kind, Levers, Model, Prospect, rule::Progress},
    wording::{long_day, short_name},
};

/// The record by the as-of day, and what is assumed of States from then on.
pub(super) fn known(model: &Model, summary: &Summary) -> String {
    format!("{} {}", record(model, summary), assumed(model))
}

fn record(model: &Model, summary: &Summary) -> String {
    let have: Vec<String> = summary
        .progress
        .iter()
        .map(|one| match one {
            Progress::Instruments { have, need, among } => {
                let of = if have >= need { String::new() } else { format!(" of {need}") };
                format!("{have}{of} instruments{}", model.members_in_words(among))
            }
            Progress::Share { have, need } => {
                format!("{:.1}% of the {:.0}% of the weight needed", 100.0 * have, 100.0 * need)
            }
        })
        .collect();
    let reported = match summary.uncertain {
        0 => String::new(),
        some => format!(", {some} of them only reported"),
    };
    let organisations = model.participants.iter().filter(|one| one.kind == Kind::Organisation);
    let organisations = organisations.filter(|one| one.status.signed.is_some());
    let organisations = organisations.map(|one| format!("the {}", short_name(&one.name)));
    let states = match summary.signatories {
        1 => "1 State".to_owned(),
        count => format!("{count} States"),
    };
    let signed = std::iter::once(states).chain(organisations);
    format!(
        "By {}, {} had been deposited{reported}; {} had signed.",
        long_day(model.as_of),
        have.join(" and "),
        signed.collect::<Vec<_>>().join(" and ")
    )
}

/// What is assumed of those without a deposit, where that is more than what history teaches.
fn assumed(model: &Model) -> String {
    let of_states = stated(model);
    let alike = of_states.written == 0 && of_states.never == 0;
    let levered = model.participants.iter().filter(|one| !is_idle(&one.levers)).count();
    match (alike && of_states.learned > 0, levered, model.departures.is_empty()) {
        (true, 0, true) => "Nothing is assumed of any State beyond what it and others did under \
                            earlier treaties."
            .to_owned(),
        (true, 0, false) => {
            "Apart from what is assumed above, each State is taken to act as it and \
                             others did under earlier treaties."
                .to_owned()
        }
        (_, 0, _) => format!("Of those without a deposit, {}.", of_states.words()),
        (_, 1, _) => {
            format!(
                "Of those without a deposit, {}; a what-if acts on one participant.",
                of_states.words()
            )
        }
        (_, count, _) => format!(
            "Of those without a deposit, {}; what-ifs act on {count} participants.",
            of_states.words()
        ),
    }
}

/// How many participants' next steps rest on history and how many on what somebody wrote.
#[derive(Clone, Copy)]
pub(super) struct ProspectCounts {
    learned: usize,
    written: usize,
    never: usize,
}

/// Of participants without a deposit, those left out whose instruments do not count.
pub(super) fn stated(model: &Model) -> ProspectCounts {
    let pending = model
        .participants
        .iter()
        .enumerate()
        .filter(|(index, one)| one.status.deposited.is_none() && model.rule.counts(*index));
    let next = pending.map(|(_, one)| match one.status.signed {
        Some(_) => &one.ratification,
        None => &one.accession,
    });
    let mut stated = ProspectCounts { learned: 0, written: 0, never: 0 };
    for prospect in next {
        match prospect {
            Prospect::Calibrated => stated.learned += 1,
            Prospect::Stated(_) => stated.written += 1,
            Prospect::Never => stated.never += 1,
        }
    }
    stated
}

impl ProspectCounts {
    /// In words, without a full stop.
    pub(super) fn words(self) -> String {
        let part = |count: usize, one: &str, more: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {more}")),
        };
        let parts = [
            part(
                self.learned,
                "behaves as States did under earlier treaties",
                "behave as States did under earlier treaties",
            ),
            part(
                self.written,
                "follows a delay that the scenario states",
                "follow delays that the scenario states",
            ),
            part(self.never, "is taken never to join", "are taken never to join"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "none is left".to_owned() } else { parts.join(", ") }
    }
}

fn is_idle(levers: &Levers) -> bool {
    levers.speed.is_empty()
        && levers.signing_speed.is_empty()
        && levers.delay.0 == 0
        && levers.fate.is_none()
        && levers.signs_on.is_none()
        && levers.events.is_empty()
        && levers.blocs.is_empty()
        && levers.shocks.is_empty()
        && levers.bandwagons.is_empty()
        && levers.pace.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{result, result_with};

    fn said(changes: &[(&str, &str)]) -> String {
        let result = result_with(50, changes);
        known(&result.scenario.model, &result.numbers.summary)
    }

    #[test]
    fn the_record_is_that_of_the_day_and_not_of_the_files_prose() {
        assert_eq!(
            said(&[("A made-up treaty", "As of 1 May 2025 nobody had deposited in this treaty")]),
            "By 31 December 2025, 1 of 3 instruments had been deposited; 3 States had signed. Of those \
             without a deposit, 2 follow delays that the scenario states, 2 are taken never to join; \
             what-ifs act on 2 participants."
        );
        let doubt =
            said(&[("exact,r,made up", "reported,r,made up"), ("source = \"made up\"", "")]);
        assert!(doubt.contains("By 31 December 2025, 1 of 3"), "{doubt}");
    }

    #[test]
    fn nothing_assumed_is_said_only_where_nothing_is() {
        let hanoi = |sets: &[&str]| {
            let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
            let scenario = crate::scenario::Scenario::load(&["hanoi".to_owned()], &sets).unwrap();
            known(&scenario.model, &result(50).numbers.summary)
        };
        assert!(hanoi(&[]).ends_with(
            "Nothing is assumed of any State beyond what it and others did under earlier treaties."
        ));
        let plan = ["lever.canada.who=[\"CAN\"]", "lever.canada.deposits_on=2027-03-15"];
        assert!(hanoi(&plan).ends_with("; a what-if acts on one participant."), "{}", hanoi(&plan));
        assert!(hanoi(&["rule.instruments=30"]).contains("Apart from what is assumed above"));
        let never = hanoi(&["participant.FRA.ratification=\"never\""]);
        assert!(never.contains("1 is taken never to join."), "{never}");
    }
}
