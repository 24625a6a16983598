//! What is learned from earlier treaties: baselines, signing, factors, and the pace.

use super::{Check, SPEED, is_speed, pace, people::People};
use crate::{
    parameters::{Domain, Pace, PaceParameter, Registered, Signing, SigningParameter, defaults},
    scenario::{
        draft::Report,
        sheet::Records,
        source::Span,
        wire::{Baseline, Entry, LearnedPace, LearnedSigning, Numbers, ScenarioFile},
    },
    treaty::{Calibration, Evidence, Factor},
};

/// A calibration as checked, before an unshared pace is folded into it.
#[derive(Debug)]
pub(super) struct CheckedCalibration {
    pub(super) calibration: Calibration,
    pub(super) pace: LearnedPace,
}

/// A section's name and place.
type SectionAt<'a> = (&'a str, Option<Span>);

/// How fast one participant is beside the baselines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Factors {
    pub(super) deposit: Factor,
    pub(super) signing: f64,
}

impl CheckedCalibration {
    /// The calibration; where no pace is shared, with the average pace in the baseline.
    pub(super) fn folded(self, file: &ScenarioFile, pace: Option<&Pace>) -> Calibration {
        let mut learned = self.calibration;
        if pace.is_some() {
            return learned;
        }
        let written = file.pace.section().parameters[PaceParameter::Mean].get().copied();
        let [learned_mean, _] = pace::means(file, &self.pace);
        let mean = written.or(learned_mean.get().copied()).unwrap_or(0.0);
        let level = libm::exp(mean);
        learned.nonsignatory_per_year.iter_mut().for_each(|rate| *rate *= level);
        learned.signatory_per_year.iter_mut().for_each(|rate| *rate *= level);
        learned
    }
}

impl Check<'_> {
    /// The calibration, where there is a section for it.
    pub(super) fn calibration(&mut self, file: &ScenarioFile) -> Option<CheckedCalibration> {
        let section = file.calibration.get()?;
        let baseline = section.baseline.section();
        let pace = section.pace.section();
        let (edges, nonsignatory, signatory) = self.baseline(&section.baseline);
        let month_profile = self.profile(&pace.others.month_profile);
        let signing = self.signing(&section.signing);
        if let Some((uncertain, _)) = section.uncertain_factors.both()
            && *uncertain
            && !baseline.country_gamma_shape.is_given()
        {
            let report = Report::error(
                section.uncertain_factors.at(),
                "uncertain factors need `country_gamma_shape` in [calibration.baseline]",
            );
            self.reports.push(report.help("write uncertain_factors = false to do without"));
        }
        let calibration = Calibration {
            edges_months: edges,
            nonsignatory_per_year: nonsignatory,
            signatory_per_year: signatory,
            month_profile,
            signing,
        };
        Some(CheckedCalibration { calibration, pace })
    }

    fn baseline(&mut self, entry: &Entry<Baseline>) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let baseline = entry.section();
        let section = || ("calibration.baseline", entry.at());
        let edges = self.edges(section(), "edges_months", &baseline.edges_months);
        let slow = &baseline.nonsignatory_per_year;
        let non = self.rates(section(), "nonsignatory_per_year", slow, &edges);
        let fast = &baseline.signatory_per_year;
        let signatory = self.rates(section(), "signatory_per_year", fast, &edges);
        let slower = signatory.iter().zip(&non).position(|(after, before)| after < before);
        if let Some((bin, edge)) = slower.and_then(|bin| Some((bin, edges.get(bin)?))) {
            let message = format!(
                "signatories deposit more slowly than others from month {edge} on ({} against {})",
                signatory[bin], non[bin]
            );
            let help =
                "then it does not hold in every run that a faster signature never delays a deposit";
            let place = baseline.signatory_per_year.at();
            self.reports.push(Report::warning(place, message).help(help));
        }
        let shape = Domain::SHAPE;
        self.number(&baseline.country_gamma_shape, |one| shape.contains(one), shape.expected);
        (edges, non, signatory)
    }

    /// Edges that rise, those in months of age from 0.
    fn edges(&mut self, section: SectionAt<'_>, key: &str, entry: &Entry<Numbers>) -> Vec<f64> {
        let given = self.required(section, key, entry).is_some();
        let edges = self.numbers(entry, is_speed, SPEED).filter(|_| given).unwrap_or_default();
        let rises = edges.windows(2).all(|pair| pair[0] < pair[1]);
        let from_zero = key == "edges_months";
        let starts = !from_zero || edges.first().is_none_or(|first| *first <= 0.0);
        if given && !edges.is_empty() && !(rises && starts && edges.len() > 1) {
            let from = if from_zero { " from 0" } else { "" };
            self.error(entry.at(), format!("expected edges that rise{from}, at least two"));
            return Vec::new();
        }
        edges
    }

    fn rates(
        &mut self,
        section: SectionAt<'_>,
        key: &str,
        entry: &Entry<Numbers>,
        edges: &[f64],
    ) -> Vec<f64> {
        let given = self.required(section, key, entry).is_some();
        let rates = self.numbers(entry, is_speed, SPEED).filter(|_| given).unwrap_or_default();
        let bins = edges.len().saturating_sub(1);
        if given && !rates.is_empty() && bins > 0 && rates.len() != bins {
            let message =
                format!("expected {bins} rates, one fewer than edges, found {}", rates.len());
            self.error(entry.at(), message);
        }
        rates
    }

    fn profile(&mut self, entry: &Entry<Numbers>) -> [f64; 12] {
        let Some(profile) = self.numbers(entry, is_speed, SPEED) else {
            return [1.0; 12];
        };
        let found = profile.len();
        let months =
            <[f64; 12]>::try_from(profile).ok().filter(|all| all.iter().sum::<f64>() > 0.0);
        if months.is_none() {
            let message = format!("expected twelve numbers, not all 0, found {found}");
            self.error(entry.at(), message);
        }
        months.unwrap_or([1.0; 12])
    }

    fn signing(&mut self, entry: &Entry<LearnedSigning>) -> Signing {
        let section = entry.section();
        let (place, rates) = (|| ("calibration.signing", entry.at()), &section.others);
        let edges_days = self.edges(place(), "edges_days", &rates.edges_days);
        let per_year = self.rates(place(), "per_year", &rates.per_year, &edges_days);
        let month_profile = self.profile(&rates.month_profile);
        let shape = Domain::SHAPE;
        self.number(&rates.country_gamma_shape, |one| shape.contains(one), shape.expected);
        let mut signing = Signing { edges_days, per_year, month_profile, ..Signing::default() };
        for one in SigningParameter::ALL {
            let (entry, row) = (&section.parameters[*one], one.row());
            let ok = |number| row.domain.contains(number);
            let read = self.number(entry, ok, row.domain.expected);
            *one.get_mut(&mut signing) = read.or(row.left_out.value(true)).unwrap_or(1.0);
        }
        signing
    }

    /// Each participant's own factors, and the codes of those of whom nothing is known.
    pub(super) fn factors(
        &mut self,
        file: &ScenarioFile,
        people: &People,
        table: &Records,
    ) -> (Vec<Factors>, Vec<String>) {
        let section = file.calibration.section();
        let prior = section.baseline.section().country_gamma_shape.get().copied();
        let prior = prior.filter(|shape| {
            *shape > 0.0 && section.uncertain_factors.or(defaults::UNCERTAIN_FACTORS)
        });
        let mut without = Vec::new();
        let factors = people.list.iter().map(|person| {
            let mut cell = |column: &str| {
                let held = table.cell(&person.code, column)?;
                self.cell_number(held, is_speed, SPEED)
            };
            let (seen, expected) = (cell("deposits"), cell("expected_deposits"));
            let mean = cell("factor");
            let signing = cell("signing_factor").unwrap_or(1.0);
            if mean.is_none() && file.calibration.is_given() {
                without.push(person.code.clone());
            }
            let known = Factor { mean: mean.unwrap_or(1.0), evidence: None };
            let evidence = prior.zip(seen.zip(expected)).filter(|_| known.mean > 0.0);
            let deposit = evidence.map_or(known, |(prior, (seen, expected))| {
                learned_factor(mean, prior + seen, prior + expected)
            });
            Factors { deposit, signing }
        });
        (factors.collect(), without)
    }
}

/// A factor and the record it was learned from: Gamma(shape, rate). Where a mean is written that
/// the record does not have, the mean holds and the record says how sure it is.
fn learned_factor(mean: Option<f64>, shape: f64, rate: f64) -> Factor {
    let learned = shape / rate;
    let agrees = mean.is_none_or(|mean| (mean - learned).abs() <= 1e-3 * learned);
    let (mean, rate) = match mean {
        Some(mean) if !agrees => (mean, shape / mean),
        _ => (learned, rate),
    };
    Factor { mean, evidence: Some(Evidence { shape, rate }) }
}
