//! Other values that the learned figures may have together.

use super::{Check, SPEED, is_speed, learned::Learned};
use crate::{
    scenario::{
        Belief,
        draft::Report,
        wire::{Entry, LearnedDraws, ScenarioFile},
    },
    treaty::{Calibration, Pace},
};

/// A list of numbers, and one of lists of them.
type Numbers = Entry<Vec<Entry<f64>>>;
type Lists = Entry<Vec<Entry<Vec<Entry<f64>>>>>;

impl Check<'_> {
    /// The calibration and pace of each draw, where the calibration has draws. What [pace] itself
    /// says holds in all of them.
    pub(super) fn draws(
        &mut self,
        file: &ScenarioFile,
        learned: Option<&Learned>,
        pace: Option<&Pace>,
    ) -> Vec<Belief> {
        let (Some(learned), Some(section)) = (learned, file.calibration.get()) else {
            return Vec::new();
        };
        if !section.draws.is_given() {
            return Vec::new();
        }
        let draws = section.draws.section();
        let before = self.reports.len();
        let calibrations = self.calibrations(&draws, &learned.calibration);
        let paces = self.drawn_paces(file, &draws, pace);
        let (Some(calibrations), Some(paces)) = (calibrations, paces) else {
            if self.reports.len() == before && self.broken.is_empty() {
                let report = Report::error(section.draws.at(), "[draws] lacks one of its lists");
                self.reports.push(report.help("let `inforce fit` write them, or take it out"));
            }
            return Vec::new();
        };
        if calibrations.len() != paces.len() {
            let message = format!(
                "expected lists of one length, found {} and {}",
                calibrations.len(),
                paces.len()
            );
            let report = Report::error(section.draws.at(), message);
            self.reports.push(report.help("let `inforce fit` write them, or take [draws] out"));
            return Vec::new();
        }
        let pairs = calibrations.into_iter().zip(paces);
        pairs.map(|(calibration, pace)| Belief { calibration, pace }).collect()
    }

    fn calibrations(
        &mut self,
        draws: &LearnedDraws,
        found: &Calibration,
    ) -> Option<Vec<Calibration>> {
        let bins = found.signatory_per_year.len();
        let signing = &found.signing;
        let others = self.lists(&draws.nonsignatory_per_year, bins)?;
        let mut wanted = Wanted { check: self, draws: others.len() };
        let signatories = wanted.lists(&draws.signatory_per_year, bins)?;
        let signatures = wanted.lists(&draws.signatures_per_year, signing.per_year.len())?;
        let early = wanted.numbers(&draws.surge_90_to_30_days_before_closing, is_speed)?;
        let late = wanted.numbers(&draws.surge_last_30_days, is_speed)?;
        let shapes = wanted.numbers(&draws.treaty_gamma_shape, |shape| shape > 0.0)?;
        let draw = |place: usize| {
            let mut draw = found.clone();
            draw.nonsignatory_per_year.clone_from(&others[place]);
            draw.signatory_per_year.clone_from(&signatories[place]);
            draw.signing.per_year.clone_from(&signatures[place]);
            draw.signing.surge_90_to_30_days = early[place];
            draw.signing.surge_last_30_days = late[place];
            draw.signing.treaty_shape = shapes[place];
            draw
        };
        Some((0..others.len()).map(draw).collect())
    }

    fn drawn_paces(
        &mut self,
        file: &ScenarioFile,
        draws: &LearnedDraws,
        found: Option<&Pace>,
    ) -> Option<Vec<Option<Pace>>> {
        let count = draws.tau.get()?.len();
        let own = file.pace.section();
        let mut wanted = Wanted { check: self, draws: count };
        let sd = wanted.numbers(&draws.tau, is_speed)?;
        let share = |share: f64| (0.0..=1.0).contains(&share);
        let persistence = wanted.numbers(&draws.rho_year, share)?;
        let shape = wanted.numbers(&draws.kappa_month, |shape| shape > 0.0)?;
        let effect = wanted.numbers(&draws.beta_signatures, is_speed)?;
        let start_sd = wanted.numbers(&draws.tau_startup, is_speed)?;
        let positive = |years: f64| years.is_finite() && years > 0.0;
        let decay = wanted.numbers(&draws.startup_decay_years, positive)?;
        let draw = |place: usize| {
            let found = found?;
            let of = |given: &Entry<f64>, drawn: &[f64], kept: f64| {
                if given.is_given() { kept } else { drawn[place] }
            };
            Some(Pace {
                sd: of(&own.sd, &sd, found.sd),
                persistence_per_year: of(
                    &own.persistence_per_year,
                    &persistence,
                    found.persistence_per_year,
                ),
                month_shape: of(&own.month_shape, &shape, found.month_shape),
                signature_effect: of(&own.signature_effect, &effect, found.signature_effect),
                start_sd: of(&own.start_sd, &start_sd, found.start_sd),
                start_decay_years: of(&own.start_decay_years, &decay, found.start_decay_years),
                ..*found
            })
        };
        Some((0..count).map(draw).collect())
    }

    fn lists(&mut self, entry: &Lists, bins: usize) -> Option<Vec<Vec<f64>>> {
        let lists = entry.get()?;
        let mut all = Vec::new();
        for list in lists {
            let rates = self.numbers(list, is_speed, SPEED)?;
            if rates.len() != bins {
                let message = format!("expected {bins} rates, as found, here are {}", rates.len());
                self.error(list.at(), message);
                return None;
            }
            all.push(rates);
        }
        Some(all)
    }
}

/// Lists that must be as long as the number of draws.
struct Wanted<'a, 'b> {
    check: &'a mut Check<'b>,
    draws: usize,
}

impl Wanted<'_, '_> {
    fn numbers(&mut self, entry: &Numbers, ok: impl Fn(f64) -> bool + Copy) -> Option<Vec<f64>> {
        let numbers =
            self.check.numbers(entry, ok, "expected a number that the figure may have")?;
        self.as_many(numbers, entry)
    }

    fn lists(&mut self, entry: &Lists, bins: usize) -> Option<Vec<Vec<f64>>> {
        let lists = self.check.lists(entry, bins)?;
        self.as_many(lists, entry)
    }

    fn as_many<T, E>(&mut self, list: Vec<T>, entry: &Entry<E>) -> Option<Vec<T>> {
        if list.len() == self.draws {
            return Some(list);
        }
        let message = format!("expected {} draws, as many as the first list has", self.draws);
        let report = Report::error(entry.at(), format!("{message}, found {}", list.len()));
        self.check.reports.push(report.help("let `inforce fit` write them, or take [draws] out"));
        None
    }
}
