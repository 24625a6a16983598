//! What is learned from earlier treaties: baselines, signing, factors, and the pace.

use super::{Check, SPEED, is_speed, people::People};
use crate::{
    scenario::{
        draft::Report,
        sheet::Records,
        source::Span,
        wire::{Baseline, Entry, LearnedPace, LearnedSigning, PaceSection, ScenarioFile},
    },
    treaty::{Calibration, Evidence, Factor, Pace, Signing},
};

/// The columns of a table of factors.
pub(in crate::scenario) const COLUMNS: [&str; 5] =
    ["iso3", "factor", "deposits", "expected_deposits", "signing_factor"];

/// A calibration as checked, before an unshared pace is folded into it.
#[derive(Debug)]
pub(super) struct Learned {
    pub(super) calibration: Calibration,
    pace: LearnedPace,
}

/// A section's name and place.
type Section<'a> = (&'a str, Option<Span>);

/// How fast one participant is beside the baselines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Factors {
    pub(super) deposit: Factor,
    pub(super) signing: f64,
}

/// The mean log pace that was learned of treaties of this one's kind.
fn mean<'a>(file: &ScenarioFile, pace: &'a LearnedPace) -> &'a Entry<f64> {
    let technical = file.treaty.section().technical.or(false) && pace.mu_technical.is_given();
    if technical { &pace.mu_technical } else { &pace.mu }
}

impl Learned {
    /// The calibration; where no pace is shared, with the average pace in the baseline.
    pub(super) fn folded(self, file: &ScenarioFile, pace: Option<&Pace>) -> Calibration {
        let mut learned = self.calibration;
        if pace.is_some() {
            return learned;
        }
        let written = file.pace.section().mean.get().copied();
        let mean = written.or(mean(file, &self.pace).get().copied()).unwrap_or(0.0);
        let level = libm::exp(mean);
        learned.nonsignatory_per_year.iter_mut().for_each(|rate| *rate *= level);
        learned.signatory_per_year.iter_mut().for_each(|rate| *rate *= level);
        learned
    }
}

impl Check<'_> {
    /// The calibration, where there is a section for it.
    pub(super) fn calibration(&mut self, file: &ScenarioFile) -> Option<Learned> {
        let section = file.calibration.get()?;
        let baseline = section.baseline.section();
        let pace = section.pace.section();
        let (edges, nonsignatory, signatory) = self.baseline(&section.baseline);
        let month_profile = self.profile(&pace);
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
        Some(Learned { calibration, pace })
    }

    fn baseline(&mut self, entry: &Entry<Baseline>) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let baseline = entry.section();
        let section = || ("calibration.baseline", entry.at());
        let edges = self.edges(section(), &baseline.edges_months);
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
        self.number(
            &baseline.country_gamma_shape,
            |shape| shape > 0.0,
            "expected a number above 0",
        );
        (edges, non, signatory)
    }

    fn edges(&mut self, section: Section<'_>, entry: &Entry<Vec<Entry<f64>>>) -> Vec<f64> {
        let given = self.required(section, "edges_months", entry).is_some();
        let edges = self.numbers(entry, is_speed, SPEED).filter(|_| given).unwrap_or_default();
        let rises = edges.windows(2).all(|pair| pair[0] < pair[1]);
        let starts = edges.first().is_none_or(|first| *first <= 0.0);
        if given && !edges.is_empty() && !(rises && starts && edges.len() > 1) {
            self.error(entry.at(), "expected edges that rise from 0, at least two");
            return Vec::new();
        }
        edges
    }

    fn rates(
        &mut self,
        section: Section<'_>,
        key: &str,
        entry: &Entry<Vec<Entry<f64>>>,
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

    fn profile(&mut self, pace: &LearnedPace) -> [f64; 12] {
        let Some(profile) = self.numbers(&pace.month_profile, is_speed, SPEED) else {
            return [1.0; 12];
        };
        let found = profile.len();
        let months =
            <[f64; 12]>::try_from(profile).ok().filter(|all| all.iter().sum::<f64>() > 0.0);
        if months.is_none() {
            let message = format!("expected twelve numbers, not all 0, found {found}");
            self.error(pace.month_profile.at(), message);
        }
        months.unwrap_or([1.0; 12])
    }

    fn signing(&mut self, entry: &Entry<LearnedSigning>) -> Signing {
        let signing = entry.section();
        let section = || ("calibration.signing", entry.at());
        let edges = self.edges(section(), &signing.edges_months);
        let per_year = self.rates(section(), "per_year", &signing.per_year, &edges);
        let above = "expected a number above 0";
        self.number(&signing.country_gamma_shape, |shape| shape > 0.0, above);
        let early = self.number(&signing.surge_90_to_30_days_before_closing, is_speed, SPEED);
        let late = self.number(&signing.surge_last_30_days, is_speed, SPEED);
        let shape = self.number(&signing.treaty_gamma_shape, |shape| shape > 0.0, above);
        Signing {
            edges_months: edges,
            per_year,
            surge_90_to_30_days: early.unwrap_or(1.0),
            surge_last_30_days: late.unwrap_or(1.0),
            treaty_shape: shape.unwrap_or(f64::INFINITY),
        }
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
        let prior = prior.filter(|shape| *shape > 0.0 && section.uncertain_factors.or(true));
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
            ..self.pace_of(&section, (from, mean(file, from)), (file.pace.at(), calibrated))
        })
    }

    fn pace_of(
        &mut self,
        section: &PaceSection,
        (from, learned_mean): (&LearnedPace, &Entry<f64>),
        place: (Option<Span>, bool),
    ) -> Pace {
        let any = "expected a finite number";
        for level in [&from.mu, &from.mu_technical] {
            self.number(level, f64::is_finite, any);
        }
        let above = "expected a number above 0";
        let finite = f64::is_finite;
        let positive = |x: f64| x > 0.0;
        let finite_positive = |x: f64| x > 0.0 && x.is_finite();
        let share = |x: f64| (0.0..=1.0).contains(&x);
        let one = "what is left after a year lies between 0 and 1";
        let mut of = |key, over, learned, default, ok: &dyn Fn(f64) -> bool, expected| {
            self.parameter(key, [over, learned], default, (ok, expected), place.clone())
        };
        let none = f64::INFINITY;
        Pace {
            mean: of("mean", &section.mean, learned_mean, Some(0.0), &finite, any),
            sd: of("sd", &section.sd, &from.tau, None, &is_speed, SPEED),
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
                &positive,
                above,
            ),
            signature_effect: of(
                "signature_effect",
                &section.signature_effect,
                &from.beta_signatures,
                Some(0.0),
                &is_speed,
                SPEED,
            ),
            signature_centre: of(
                "signature_centre",
                &section.signature_centre,
                &from.signature_centre,
                Some(0.0),
                &finite,
                any,
            ),
            signature_offset: of(
                "signature_offset",
                &section.signature_offset,
                &from.signature_offset,
                Some(1.0),
                &finite_positive,
                above,
            ),
            signature_rise_years: of(
                "signature_rise_years",
                &section.signature_rise_years,
                &from.signature_rise_years,
                Some(0.0),
                &is_speed,
                SPEED,
            ),
            start_sd: of(
                "start_sd",
                &section.start_sd,
                &from.tau_startup,
                Some(0.0),
                &is_speed,
                SPEED,
            ),
            start_decay_years: of(
                "start_decay_years",
                &section.start_decay_years,
                &from.startup_decay_years,
                Some(1.0),
                &finite_positive,
                above,
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
