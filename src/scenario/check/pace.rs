//! The shared pace: what is written of it over what was learned, within bounds that none breaks.

use super::{Check, SPEED, dates::CheckedDates, is_speed, learned::CheckedCalibration};
use crate::{
    parameters::{Pace, PaceParameter, Registered, defaults},
    process::pace::{signature_centre, states_within_a_year},
    quantity::Day,
    scenario::{
        draft::Report,
        sheet::Records,
        source::Span,
        wire::{Entry, LearnedPace, PaceSection, ScenarioFile},
    },
};

/// The mean log pace that was learned of treaties of this one's kind, and that of the others.
pub(super) fn means<'a>(file: &ScenarioFile, pace: &'a LearnedPace) -> [&'a Entry<f64>; 2] {
    let means = [&pace.parameters[PaceParameter::Mean], &pace.others.mean_technical];
    let [mean, technical] = means;
    match file.treaty.section().technical.or(defaults::TECHNICAL) && technical.is_given() {
        true => [technical, mean],
        false => means,
    }
}

impl PaceSection {
    /// Whether participants share a pace.
    pub(super) fn is_shared(&self, calibrated: bool) -> bool {
        let own = &self.parameters[PaceParameter::Sd];
        self.others.shared.or(calibrated || own.is_given())
    }
}

impl Check<'_> {
    /// The pace, where it is shared.
    pub(super) fn pace(
        &mut self,
        file: &ScenarioFile,
        learned: &Option<CheckedCalibration>,
        (factors, dates): (&Records, CheckedDates),
    ) -> Option<Pace> {
        let section = file.pace.section();
        let calibrated = learned.is_some();
        let multiplier = &section.others.multiplier;
        let times = self.number(multiplier, is_speed, SPEED).unwrap_or(defaults::MULTIPLIER);
        if !section.is_shared(calibrated) {
            if let Some(at) = multiplier.at() {
                self.error(Some(at), "there is no shared pace to multiply");
            }
            self.paced_without_pace(file);
            return None;
        }
        let learn = section.others.learn.or(defaults::LEARN);
        let mut pace = Pace { multiplier: times, learn, ..Pace::NEUTRAL };
        let empty = LearnedPace::default();
        let from = learned.as_ref().map_or(&empty, |learned| &learned.pace);
        let [mean, other] = means(file, from);
        // Not used, but to be sound.
        let domain = PaceParameter::Mean.row().domain;
        self.number(other, |number| domain.contains(number), domain.expected);
        for one in PaceParameter::ALL {
            let learned = match one {
                PaceParameter::Mean => mean,
                _ => &from.parameters[*one],
            };
            let written = [&section.parameters[*one], learned];
            *one.get_mut(&mut pace) = self.parameter(*one, written, (file.pace.at(), calibrated));
        }
        self.refuse_the_other_memory(&section, calibrated);
        if let Some(states) = self.signature_states(&section, factors, dates) {
            pace.signature_centre = signature_centre(pace.signature_centre, states);
        }
        Some(pace)
    }

    /// A memory in the logarithm of age belongs to a calibration, a share left after a year to a pace that is
    /// stated without one.
    fn refuse_the_other_memory(&mut self, section: &PaceSection, calibrated: bool) {
        let (message, help) = if calibrated {
            (
                "`persistence_per_year` is not taken beside a calibration",
                "write `memory`: how long a pace lasts in units of the logarithm of age",
            )
        } else {
            (
                "`memory` and `age_offset_years` belong to a calibration",
                "write `persistence_per_year`: what is left of a departure after a year",
            )
        };
        let mut refused =
            PaceParameter::ALL.iter().filter(|one| !one.row().left_out.is_taken(calibrated));
        let given = refused.find_map(|one| section.parameters[*one].at());
        if let Some(at) = given {
            self.reports.push(Report::error(Some(at), message).help(help));
        }
    }

    /// How many States could sign within a year of the opening: what is written, else those of the table of
    /// factors; nothing where there is no such table.
    fn signature_states(
        &mut self,
        section: &PaceSection,
        factors: &Records,
        dates: CheckedDates,
    ) -> Option<f64> {
        let entry = &section.others.signature_states;
        let expected = "expected a number of States from 1 to 1000";
        let written = self.number(entry, |states| (1.0..=1000.0).contains(&states), expected);
        if written.is_some() || factors.rows.is_empty() {
            return written;
        }
        let from: Vec<Option<Day>> = factors
            .rows
            .keys()
            .map(|code| factors.cell(code, "can_act_from").and_then(|cell| self.day(cell)))
            .collect();
        Some(states_within_a_year(dates.opened, from.into_iter()))
    }

    /// A parameter of the pace: from [pace], else from the calibration, else what holds then.
    fn parameter(
        &mut self,
        parameter: PaceParameter,
        written: [&Entry<f64>; 2],
        (section, calibrated): (Option<Span>, bool),
    ) -> f64 {
        let (key, row) = (parameter.key(), parameter.row());
        let ok = |number| row.domain.contains(number);
        let read = written.map(|entry| self.number(entry, ok, row.domain.expected));
        let given = written.iter().any(|entry| entry.is_given());
        let left_out = row.left_out.value(calibrated);
        let slipped =
            |path: &String| *path == format!("pace.{key}") || path.starts_with("calibration.pace.");
        if !given && left_out.is_none() && !self.broken.iter().any(slipped) {
            let report = Report::error(section, format!("`{key}` is missing in [pace]"));
            let help = "the calibration does not tell it; write it, or shared = false";
            self.reports.push(report.help(help));
        }
        read[0].or(read[1]).or(left_out).unwrap_or(0.5)
    }

    /// Beliefs that count on a pace where there is none.
    fn paced_without_pace(&mut self, file: &ScenarioFile) {
        let all = file.all.get().into_iter();
        let groups = file.group.get().into_iter().flatten().filter_map(|(_, one)| one.get());
        let own = file.participant.get().into_iter().flatten().filter_map(|(_, one)| one.get());
        let mut places = Vec::new();
        for section in all.chain(groups).chain(own) {
            for entry in [&section.signing, &section.accession, &section.ratification] {
                if let Some(crate::scenario::wire::WordOr::Table(belief)) = entry.get()
                    && belief.paced.or(defaults::PACED)
                {
                    places.push(belief.paced.at());
                }
            }
        }
        for place in places {
            let report = Report::error(place, "paced, but there is no shared pace");
            self.reports
                .push(report.help("add [pace] sd and persistence_per_year, or drop `paced`"));
        }
    }
}
