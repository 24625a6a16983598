//! The shared pace: what is written of it over what was learned, within bounds that none breaks.

use super::{Check, SPEED, is_speed, learned::Learned};
use crate::{
    scenario::{
        draft::Report,
        source::Span,
        wire::{Entry, LearnedPace, PaceSection, ScenarioFile},
    },
    treaty::Pace,
};

// Where the numbers of a pace lie: far beyond any treaty's, and so that no pace overflows.

const LEVEL: &str = "expected a logarithm from -10 to 10";
const SPREAD: &str = "expected a number from 0 to 10";
const TIME: &str = "expected a number from 0.001 to 1000";
const SHAPE: &str = "expected a number from 0.001 on, inf for no shock";
const RISE: &str = "expected a number of years from 0 to 1000";

fn is_level(log: f64) -> bool {
    log.abs() <= 10.0
}

fn is_spread(number: f64) -> bool {
    (0.0..=10.0).contains(&number)
}

fn is_time(years: f64) -> bool {
    (0.001..=1000.0).contains(&years)
}

fn is_shape(shape: f64) -> bool {
    shape >= 0.001
}

fn is_rise(years: f64) -> bool {
    (0.0..=1000.0).contains(&years)
}

/// Whether all numbers of a pace lie where each may.
pub(super) fn is_sound(pace: &Pace) -> bool {
    [pace.sd, pace.start_sd, pace.signature_effect].into_iter().all(is_spread)
        && is_time(pace.start_decay_years)
        && is_rise(pace.signature_rise_years)
        && is_shape(pace.month_shape)
}

/// The mean log pace that was learned of treaties of this one's kind, and that of the others.
pub(super) fn means<'a>(file: &ScenarioFile, pace: &'a LearnedPace) -> [&'a Entry<f64>; 2] {
    let technical = file.treaty.section().technical.or(false) && pace.mu_technical.is_given();
    let LearnedPace { mu, mu_technical, .. } = pace;
    if technical { [mu_technical, mu] } else { [mu, mu_technical] }
}

impl Check<'_> {
    /// The pace, where it is shared.
    pub(super) fn pace(&mut self, file: &ScenarioFile, learned: &Option<Learned>) -> Option<Pace> {
        let section = file.pace.section();
        let calibrated = learned.is_some();
        let shared = section.shared.or(calibrated || section.sd.is_given());
        let multiplier = self.number(&section.multiplier, is_speed, SPEED).unwrap_or(1.0);
        if !shared {
            if let Some(at) = section.multiplier.at() {
                self.error(Some(at), "there is no shared pace to multiply");
            }
            self.paced_without_pace(file);
            return None;
        }
        let empty = LearnedPace::default();
        let from = learned.as_ref().map_or(&empty, |learned| &learned.pace);
        Some(Pace {
            multiplier,
            learn: section.learn.or(true),
            ..self.pace_of(&section, (from, means(file, from)), (file.pace.at(), calibrated))
        })
    }

    fn pace_of(
        &mut self,
        section: &PaceSection,
        (from, [learned_mean, other]): (&LearnedPace, [&Entry<f64>; 2]),
        place: (Option<Span>, bool),
    ) -> Pace {
        // Not used, but to be sound; the other is read as the mean below.
        self.number(other, is_level, LEVEL);
        let share = |x: f64| (0.0..=1.0).contains(&x);
        let one = "what is left after a year lies between 0 and 1";
        let mut of = |key, over, learned, default, ok: &dyn Fn(f64) -> bool, expected| {
            self.parameter(key, [over, learned], default, (ok, expected), place.clone())
        };
        let none = f64::INFINITY;
        Pace {
            mean: of("mean", &section.mean, learned_mean, Some(0.0), &is_level, LEVEL),
            sd: of("sd", &section.sd, &from.tau, None, &is_spread, SPREAD),
            persistence_per_year: of(
                "persistence_per_year",
                &section.persistence_per_year,
                &from.rho_year,
                None,
                &share,
                one,
            ),
            month_shape: of(
                "month_shape",
                &section.month_shape,
                &from.kappa_month,
                Some(none),
                &is_shape,
                SHAPE,
            ),
            signature_effect: of(
                "signature_effect",
                &section.signature_effect,
                &from.beta_signatures,
                Some(0.0),
                &is_spread,
                SPREAD,
            ),
            signature_centre: of(
                "signature_centre",
                &section.signature_centre,
                &from.signature_centre,
                Some(0.0),
                &is_level,
                LEVEL,
            ),
            signature_offset: of(
                "signature_offset",
                &section.signature_offset,
                &from.signature_offset,
                Some(1.0),
                &is_time,
                TIME,
            ),
            signature_rise_years: of(
                "signature_rise_years",
                &section.signature_rise_years,
                &from.signature_rise_years,
                Some(0.0),
                &is_rise,
                RISE,
            ),
            start_sd: of(
                "start_sd",
                &section.start_sd,
                &from.tau_startup,
                Some(0.0),
                &is_spread,
                SPREAD,
            ),
            start_decay_years: of(
                "start_decay_years",
                &section.start_decay_years,
                &from.startup_decay_years,
                Some(1.0),
                &is_time,
                TIME,
            ),
            multiplier: 1.0,
            learn: true,
        }
    }

    /// A parameter of the pace: from [pace], else from the calibration, else the default.
    fn parameter(
        &mut self,
        key: &str,
        written: [&Entry<f64>; 2],
        default: Option<f64>,
        (ok, expected): (&dyn Fn(f64) -> bool, &str),
        (section, calibrated): (Option<Span>, bool),
    ) -> f64 {
        let read = written.map(|entry| self.number(entry, ok, expected));
        let given = written.iter().any(|entry| entry.is_given());
        let optional = ["month_shape", "signature_offset", "signature_rise_years"];
        let default = default.filter(|_| !calibrated || optional.contains(&key));
        let slipped =
            |path: &String| *path == format!("pace.{key}") || path.starts_with("calibration.pace.");
        if !given && default.is_none() && !self.broken.iter().any(slipped) {
            let report = Report::error(section, format!("`{key}` is missing in [pace]"));
            let help = "the calibration does not tell it; write it, or shared = false";
            self.reports.push(report.help(help));
        }
        read[0].or(read[1]).or(default).unwrap_or(0.5)
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
                    && belief.paced.or(false)
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
