//! Other values that the learned figures may have together.

use super::Check;
use crate::{
    parameters::{
        Each, Estimation, Pace, PaceParameter, Registered, Scale, SigningParameter, defaults,
    },
    scenario::{
        draft::Report,
        wire::{Entry, LearnedDraws, Numbers, ScenarioFile},
    },
    treaty::{Calibration, ParameterDraw},
};

/// Lists of lists of numbers.
type Lists = Entry<Vec<Entry<Numbers>>>;

/// What each draw makes of each parameter that is drawn.
type DrawnLists<P> = Vec<(P, Vec<f64>)>;

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
        if !section.uncertain_figures.or(defaults::UNCERTAIN_FIGURES) {
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
        let (bins, rates) = (found.signatory_per_year.len(), &draws.others.others);
        let others = self.lists(&rates.nonsignatory_per_year, bins)?;
        let mut wanted = Wanted { check: self, draws: others.len() };
        let signatories = wanted.lists(&rates.signatory_per_year, bins)?;
        let bins = found.signing.per_year.len();
        let signatures = wanted.lists(&rates.signatures_per_year, bins)?;
        let drawn: DrawnLists<SigningParameter> = wanted.drawn(&draws.others.parameters)?;
        let times = |rates: &mut [f64], factors: &[f64]| {
            rates.iter_mut().zip(factors).for_each(|(rate, factor)| *rate *= factor);
        };
        let draw = |place: usize| {
            let mut draw = found.clone();
            times(&mut draw.nonsignatory_per_year, &others[place]);
            times(&mut draw.signatory_per_year, &signatories[place]);
            times(&mut draw.signing.per_year, &signatures[place]);
            drawn.iter().for_each(|(one, list)| redraw(*one, &mut draw.signing, list[place]));
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
        let first = PaceParameter::drawn().next()?;
        let count = draws.parameters[first].get()?.len();
        let mut wanted = Wanted { check: self, draws: count };
        let mut drawn: DrawnLists<PaceParameter> = wanted.drawn(&draws.parameters)?;
        let own = file.pace.section();
        drawn.retain(|(one, _)| !own.parameters[*one].is_given());
        let draw = |place: usize| -> Option<Pace> {
            let mut pace = *found?;
            drawn.iter().for_each(|(one, list)| redraw(*one, &mut pace, list[place]));
            Some(pace)
        };
        let paces: Vec<Option<Pace>> = (0..count).map(draw).collect();
        // Only what was drawn: a section's own number has been judged where it stands.
        let may_be = |one: PaceParameter, pace: &Pace| one.row().domain.contains(one.get(pace));
        let wild = |pace: &Option<Pace>| {
            pace.is_some_and(|pace| !drawn.iter().all(|(one, _)| may_be(*one, &pace)))
        };
        if let Some(place) = paces.iter().position(wild) {
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
            let domain = Scale::Log.draws();
            let rates = self.numbers(list, |rate| domain.contains(rate), domain.expected)?;
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

/// What a draw makes of a parameter.
fn redraw<P: Registered>(one: P, values: &mut P::Values, draw: f64) {
    let value = one.get_mut(values);
    *value = one.row().scale.drawn(*value, draw);
}

/// Lists that must be as long as the number of draws.
struct Wanted<'a, 'b> {
    check: &'a mut Check<'b>,
    draws: usize,
}

impl Wanted<'_, '_> {
    /// The lists of all parameters that are drawn; nothing where one is lacking that has to be there.
    fn drawn<P: Registered>(&mut self, lists: &Each<P, Entry<Numbers>>) -> Option<DrawnLists<P>> {
        let mut drawn = Vec::new();
        for one in P::drawn() {
            let (entry, row) = (&lists[one], one.row());
            if !entry.is_given() && row.learned == Estimation::DrawnIfListed {
                continue;
            }
            let domain = row.scale.draws();
            let ok = |number| domain.contains(number);
            let numbers = self.check.numbers(entry, ok, domain.expected)?;
            drawn.push((one, self.as_many(numbers, entry)?));
        }
        Some(drawn)
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
