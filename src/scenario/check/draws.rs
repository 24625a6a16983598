//! Other values that the learned figures may have together.

use super::{Check, pace::is_sound};
use crate::{
    scenario::{
        draft::Report,
        wire::{Entry, LearnedDraws, ScenarioFile},
    },
    treaty::{Calibration, Pace, ParameterDraw},
};

/// The effect of signatures may be none.
const SMALL: &str = "expected a factor from 0 to 1000";

fn is_small(factor: f64) -> bool {
    (0.0..=1000.0).contains(&factor)
}

/// What a list of factors must hold.
const FACTOR: &str = "expected a factor from 0.001 to 1000";

fn is_factor(factor: f64) -> bool {
    (0.001..=1000.0).contains(&factor)
}

/// A list of numbers, and one of lists of them.
type Numbers = Entry<Vec<Entry<f64>>>;
type Lists = Entry<Vec<Entry<Vec<Entry<f64>>>>>;

impl Check<'_> {
    /// The calibration and pace by each draw, where the calibration has draws. Draws shift what the
    /// calibration says, whatever that is; what [pace] itself says holds in all of them.
    pub(super) fn draws(
        &mut self,
        file: &ScenarioFile,
        found: Option<&Calibration>,
        pace: Option<&Pace>,
    ) -> Vec<ParameterDraw> {
        let (Some(found), Some(section)) = (found, file.calibration.get()) else {
            return Vec::new();
        };
        if !section.draws.is_given() {
            return Vec::new();
        }
        let draws = section.draws.section();
        let before = self.reports.len();
        let calibrations = self.calibrations(&draws, found);
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
        if !section.uncertain_figures.or(true) {
            return Vec::new();
        }
        let pairs = calibrations.into_iter().zip(paces);
        pairs.map(|(calibration, pace)| ParameterDraw { calibration, pace }).collect()
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
        let early = wanted.numbers(&draws.surge_90_to_30_days_before_closing)?;
        let late = wanted.numbers(&draws.surge_last_30_days)?;
        let shapes = wanted.numbers(&draws.treaty_gamma_shape)?;
        let times = |rates: &mut [f64], factors: &[f64]| {
            rates.iter_mut().zip(factors).for_each(|(rate, factor)| *rate *= factor);
        };
        let draw = |place: usize| {
            let mut draw = found.clone();
            times(&mut draw.nonsignatory_per_year, &others[place]);
            times(&mut draw.signatory_per_year, &signatories[place]);
            times(&mut draw.signing.per_year, &signatures[place]);
            draw.signing.surge_90_to_30_days *= early[place];
            draw.signing.surge_last_30_days *= late[place];
            draw.signing.treaty_shape *= shapes[place];
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
        let sd = wanted.numbers(&draws.tau)?;
        let odds = wanted.numbers(&draws.rho_year)?;
        let shape = wanted.numbers(&draws.kappa_month)?;
        let effect = wanted.numbers_where(&draws.beta_signatures, is_small, SMALL)?;
        let rise = match draws.signature_rise_years.is_given() {
            true => wanted.numbers(&draws.signature_rise_years)?,
            false => vec![1.0; count],
        };
        let start_sd = wanted.numbers(&draws.tau_startup)?;
        let decay = wanted.numbers(&draws.startup_decay_years)?;
        let draw = |place: usize| -> Option<Pace> {
            let found = found?;
            let by = |given: &Entry<f64>, factors: &[f64]| {
                if given.is_given() { 1.0 } else { factors[place] }
            };
            let left = found.persistence_per_year;
            let odds = by(&own.persistence_per_year, &odds);
            Some(Pace {
                sd: found.sd * by(&own.sd, &sd),
                persistence_per_year: left * odds / (1.0 - left + left * odds),
                month_shape: found.month_shape * by(&own.month_shape, &shape),
                signature_effect: found.signature_effect * by(&own.signature_effect, &effect),
                signature_rise_years: found.signature_rise_years
                    * by(&own.signature_rise_years, &rise),
                start_sd: found.start_sd * by(&own.start_sd, &start_sd),
                start_decay_years: found.start_decay_years * by(&own.start_decay_years, &decay),
                ..*found
            })
        };
        let paces: Vec<Option<Pace>> = (0..count).map(draw).collect();
        let wild = paces.iter().position(|pace| pace.is_some_and(|pace| !is_sound(&pace)));
        if let Some(place) = wild {
            let message = format!("draw {} makes a pace that none can have", place + 1);
            let at = file.calibration.section().draws.at();
            let report = Report::error(at, message);
            self.reports.push(report.help("factors lie about 1: let `inforce fit` write them"));
            return None;
        }
        Some(paces)
    }

    fn lists(&mut self, entry: &Lists, bins: usize) -> Option<Vec<Vec<f64>>> {
        let lists = entry.get()?;
        let mut all = Vec::new();
        for list in lists {
            let rates = self.numbers(list, is_factor, FACTOR)?;
            if rates.len() != bins {
                let message =
                    format!("expected {bins} factors, one for each rate, here are {}", rates.len());
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
    fn numbers(&mut self, entry: &Numbers) -> Option<Vec<f64>> {
        self.numbers_where(entry, is_factor, FACTOR)
    }

    fn numbers_where(
        &mut self,
        entry: &Numbers,
        ok: impl Fn(f64) -> bool + Copy,
        expected: &str,
    ) -> Option<Vec<f64>> {
        let numbers = self.check.numbers(entry, ok, expected)?;
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
