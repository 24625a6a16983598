//! Beliefs about delays from history: baselines, factors, pace and signing.
//!
//! Each participant of a treaty has a hazard of depositing: a baseline by months since opening, one
//! for signatories and one for others, times the participant's own factor, the season and the
//! treaty's pace. Baselines and factors are found by rounds of expectation and maximisation, the
//! law of the pace by the evidence; signing is a process of its own.

mod cholesky;
mod curvature;
mod deposits;
mod differences;
mod doubt;
mod exposure;
mod gamma;
mod law;
mod leave_one_out;
mod months;
mod nelder_mead;
mod pace;
mod selection;
mod signing;
mod signing_windows;
mod text;
mod unused;

pub use doubt::{Doubt, FittedParameter, Parameter, ParameterShift};
pub use leave_one_out::LeaveOneOutFit;
pub(crate) use nelder_mead::nelder_mead;
pub use selection::{Selection, TooFew, UnknownTreaty};
pub use unused::{Unused, UnusedWhy, unused};

use crate::{
    calibrate::history::History,
    parameters::Pace,
    process::pace::{signature_centre, states_within_a_year},
    quantity::{Day, YEAR_DAYS},
    treaty::{Calibration, Evidence, Factor},
};
use deposits::Deposits;
use exposure::TrainingData;
use law::Law;
use signing::Signatures;

/// What history teaches of delays, and of how much history.
#[derive(Clone, PartialEq, Debug)]
pub struct Fitted {
    /// Ids of the treaties learned from, in order.
    pub treaties: Vec<String>,
    /// Baselines, season and signing, at the level of treaties that are not technical.
    pub calibration: Calibration,
    /// How treaties' paces move; its mean is that of treaties that are not technical, and is in the
    /// baselines: 0.
    pub pace: Pace,
    /// Mean log pace of technical treaties.
    pub technical_mean: f64,
    /// Every State that acted on one of the treaties, in order of code.
    pub participants: Vec<FittedParticipant>,
    /// Shape of the gamma law of participants' factors, mean 1.
    pub factor_shape: f64,
    /// Shape of the gamma law of participants' signing factors, mean 1.
    pub signing_factor_shape: f64,
    /// Deposits of those that had not signed, by bin of the baseline.
    pub nonsignatory_deposits: Vec<u32>,
    /// Deposits of signatories, by bin of the baseline.
    pub signatory_deposits: Vec<u32>,
    /// Signatures after the opening's first fifteen days, by bin of the signing baseline.
    pub signatures: Vec<u32>,
    /// The pace of each treaty learned from, in their order: by month of age, as far as the record
    /// goes, its mean given the deposits. 1 is the average treaty's, signatures at their centre.
    pub paces: Vec<Vec<f64>>,
    /// Log chance of the deposits by Laplace's approximation, but for a constant of the record; for
    /// comparing fits of one selection.
    pub log_evidence: f64,
}

/// What history teaches of one participant.
#[derive(Clone, PartialEq, Debug)]
pub struct FittedParticipant {
    /// ISO 3166-1 alpha-3 code, or the project's own.
    pub code: String,
    /// The first day on which it can act; none where it always could.
    pub can_act_from: Option<Day>,
    /// How fast it deposits beside the baseline, with its evidence.
    pub factor: Factor,
    /// Deposits on record.
    pub deposits: u32,
    /// Deposits expected of it at factor 1.
    pub expected_deposits: f64,
    /// How fast it signs beside the baseline.
    pub signing_factor: f64,
}

/// Learns from the selected treaties, in two or three seconds for the pool.
///
/// The same history and selection give the same numbers, on however many threads. From no treaty
/// at all comes a calibration of nothing but first guesses, and no participant.
pub fn fit(history: &History, selection: &Selection) -> Fitted {
    fitted(TrainingData::from_history(history, selection), Deposits::fit)
}

/// Learns baselines, factors and signing from the selected treaties, with the law of the pace given
/// (its mean apart): several times as fast, for leaving treaties out one by one.
pub fn fit_given_pace(history: &History, selection: &Selection, pace: &Pace) -> Fitted {
    fitted(TrainingData::from_history(history, selection), |seen| {
        Deposits::fit_given(seen, Law::from_pace(*pace))
    })
}

/// A fit, how sure it is, and what it made of each treaty.
#[derive(Clone, PartialEq, Debug)]
pub struct FullFit {
    /// What was learned.
    pub fitted: Fitted,
    /// How sure each figure is.
    pub doubt: Doubt,
    /// The pace of each treaty learned from, in order of id.
    pub paces: Vec<PastPace>,
}

/// The pace of a past treaty beside the average one's with as many signatures.
#[derive(Clone, PartialEq, Debug)]
pub struct PastPace {
    /// Id of the treaty.
    pub treaty: String,
    /// Deposits by States that were seen.
    pub deposits: u32,
    /// By month of age: the log of the likeliest pace, and the standard deviation of the log.
    pub months: Vec<(f64, f64)>,
}

impl FullFit {
    /// The file `calibration.toml`: pace, baselines and signing, with a header that says by which
    /// command they were learned, from what, the error of each, and draws of all together.
    pub fn calibration_toml(&self, command: &str) -> String {
        text::calibration_toml(&self.fitted, &self.doubt, command)
    }
}

impl FittedParticipant {
    /// The interval of its factor so many standard deviations to either side; its law is gamma, and
    /// the cube root of that nearly normal (Wilson and Hilferty 1931, *The distribution of
    /// chi-square*, PNAS 17).
    pub fn interval(&self, deviations: f64) -> (f64, f64) {
        let Some(evidence) = self.factor.evidence else {
            return (self.factor.mean, self.factor.mean);
        };
        let ninth = 1.0 / (9.0 * evidence.shape);
        let at = |deviations: f64| {
            let root = (1.0 - ninth + deviations * libm::sqrt(ninth)).max(0.0);
            evidence.shape / evidence.rate * root * root * root
        };
        (at(-deviations), at(deviations))
    }
}

/// Whether enough is selected to tell how paces differ.
///
/// # Errors
///
/// Where it is too little, and how little it is.
pub fn enough(history: &History, selection: &Selection) -> Result<(), TooFew> {
    enough_of(&TrainingData::from_history(history, selection))
}

fn enough_of(seen: &TrainingData) -> Result<(), TooFew> {
    let (treaties, deposits) = (seen.treaties.len(), seen.treaties.iter().map(deposits_of).sum());
    if treaties < Selection::FEWEST_TREATIES || deposits < Selection::FEWEST_DEPOSITS {
        return Err(TooFew { treaties, deposits });
    }
    Ok(())
}

fn deposits_of(treaty: &exposure::TreatyExposure) -> usize {
    treaty.risks.iter().filter(|risk| treaty.deposit(risk).is_some()).count()
}

/// As [`fit`], with how sure each figure is and the pace of each treaty; half as long again.
///
/// # Errors
///
/// Where too little is selected to tell how paces differ.
pub fn fit_in_full(history: &History, selection: &Selection) -> Result<FullFit, TooFew> {
    let mut seen = TrainingData::from_history(history, selection);
    enough_of(&seen)?;
    let signatures = Signatures::fit(&seen);
    seen.note_departures(signatures.departures(&seen));
    let deposits = Deposits::fit(&seen);
    let traces = deposits.traces(&seen).into_iter();
    let paces = seen.treaties.iter().zip(traces);
    let paces = paces.map(|(treaty, months)| PastPace {
        treaty: treaty.id.clone(),
        deposits: deposits_of(treaty) as u32,
        months,
    });
    Ok(FullFit {
        paces: paces.collect(),
        doubt: Doubt::from_curvature(&seen, &deposits, &signatures),
        fitted: put_together(&seen, &deposits, &signatures),
    })
}

/// Signing first: what it says of each treaty goes into the fit of deposits.
fn fitted(mut seen: TrainingData, fit_deposits: impl FnOnce(&TrainingData) -> Deposits) -> Fitted {
    let signatures = Signatures::fit(&seen);
    seen.note_departures(signatures.departures(&seen));
    put_together(&seen, &fit_deposits(&seen), &signatures)
}

fn put_together(seen: &TrainingData, deposits: &Deposits, signatures: &Signatures) -> Fitted {
    let Law { pace, technical_mean, .. } = deposits.law;
    let whole = |events: &[f64]| events.iter().map(|events| *events as u32).collect();
    Fitted {
        treaties: seen.treaties.iter().map(|treaty| treaty.id.clone()).collect(),
        calibration: calibration(deposits, signatures),
        pace,
        technical_mean: pace.mean + technical_mean,
        participants: participants(seen, deposits, signatures),
        factor_shape: deposits.factor_shape,
        signing_factor_shape: signatures.factor_shape,
        nonsignatory_deposits: whole(&deposits.events[0]),
        signatory_deposits: whole(&deposits.events[1]),
        signatures: whole(&signatures.events),
        paces: deposits.by_month(seen),
        log_evidence: deposits.evidence(seen),
    }
}

fn calibration(deposits: &Deposits, signatures: &Signatures) -> Calibration {
    let per_year = |per_day: &[f64]| per_day.iter().map(|rate| rate * YEAR_DAYS).collect();
    let months = |edges: &[usize]| edges.iter().map(|edge| *edge as f64).collect();
    Calibration {
        edges_months: months(&exposure::EDGES),
        nonsignatory_per_year: per_year(&deposits.per_day[0]),
        signatory_per_year: per_year(&deposits.per_day[1]),
        month_profile: deposits.profile,
        signing: signatures.signing.clone(),
    }
}

fn participants(
    seen: &TrainingData,
    deposits: &Deposits,
    signatures: &Signatures,
) -> Vec<FittedParticipant> {
    let shape = deposits.factor_shape;
    let all = seen.participants.iter().zip(&seen.can_act_from).zip(&deposits.tallies);
    let all = all.zip(&signatures.factors);
    all.map(|(((code, can_act_from), tally), signing_factor)| {
        let evidence = Evidence { shape: shape + tally.events, rate: shape + tally.expected };
        FittedParticipant {
            code: code.clone(),
            can_act_from: *can_act_from,
            factor: Factor { mean: evidence.shape / evidence.rate, evidence: Some(evidence) },
            deposits: tally.events as u32,
            expected_deposits: tally.expected,
            signing_factor: *signing_factor,
        }
    })
    .collect()
}

impl Fitted {
    /// The pace of a treaty opened on a day that is technical, or is not: at the level of its kind, and by the
    /// States that could sign it then.
    pub fn pace_of(&self, opened: Day, technical: bool) -> Pace {
        let mean = if technical { self.technical_mean } else { self.pace.mean };
        let from = self.participants.iter().map(|one| one.can_act_from);
        let states = states_within_a_year(opened, from);
        let signature_centre = signature_centre(self.pace.signature_centre, states);
        Pace { mean, signature_centre, ..self.pace }
    }

    /// What was learned of the participant of this code, if anything was.
    pub fn participant(&self, code: &str) -> Option<&FittedParticipant> {
        let place = self.participants.binary_search_by(|one| one.code.as_str().cmp(code));
        place.ok().map(|place| &self.participants[place])
    }

    /// The file `participants.csv`: `iso3, factor, deposits, expected_deposits, signing_factor`.
    pub fn participants_csv(&self) -> String {
        text::participants_csv(self)
    }
}

#[cfg(test)]
mod tests;
