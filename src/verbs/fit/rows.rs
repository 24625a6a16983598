//! What `fit` leaves behind for programs: figures with their errors, the numbers behind each chart, JSON.

use serde::{Deserialize, Serialize};

use super::result::{DEVIATIONS, FitResult};
use crate::{
    calibrate::fit::{FittedParameter, FittedParticipant, Parameter, PastPace, Unused},
    quantity::Day,
    result::cell::{Decimal, to_csv},
};

/// Of `figures.csv`: a fitted figure with its error and an interval of 90 %.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct FigureRow {
    figure: String,
    value: Decimal,
    standard_error: Decimal,
    low: Decimal,
    high: Decimal,
}

/// Of `hazards.csv`: both baselines in one bin of age.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct HazardRow {
    month_from: Decimal,
    month_to: Decimal,
    nonsignatory_deposits: Option<u32>,
    nonsignatory_per_year: Option<Decimal>,
    nonsignatory_error: Option<Decimal>,
    nonsignatory_low: Option<Decimal>,
    nonsignatory_high: Option<Decimal>,
    signatory_deposits: Option<u32>,
    signatory_per_year: Option<Decimal>,
    signatory_error: Option<Decimal>,
    signatory_low: Option<Decimal>,
    signatory_high: Option<Decimal>,
}

/// Of `factors.csv`: one participant, the fastest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct FactorRow {
    rank: usize,
    iso3: String,
    name: String,
    factor: Decimal,
    low: Decimal,
    high: Decimal,
    deposits: u32,
    expected_deposits: Decimal,
    signing_factor: Decimal,
}

/// Of `paces.csv`: the pace of one treaty in one month of age.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct TreatyPaceRow {
    treaty_id: String,
    month: usize,
    pace: Decimal,
    low: Decimal,
    high: Decimal,
}

/// Of `treaties.csv`: a treaty that was learned from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct TreatyRow {
    treaty_id: String,
    short_name: String,
    subject: String,
    opened: Day,
    months_seen: usize,
    deposits: u32,
}

/// Of `unused.csv`: what of the record is not used as it stands, and what is done with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::verbs) struct UnusedRow {
    treaty_id: String,
    iso3: String,
    day: Option<Day>,
    why: String,
    treatment: String,
}

impl FitResult<'_> {
    /// Names and texts of all files but charts and manifest.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let figures = self.doubt().parameters.iter().map(|one| self.figure_row(one));
        let factors = self.ranked().into_iter().zip(1..);
        let paces = self.full.paces.iter();
        let files = [
            ("calibration.toml", self.full.calibration_toml(self.command)),
            ("participants.csv", self.fitted().participants_csv()),
            ("figures.csv", to_csv(figures)),
            ("hazards.csv", to_csv(self.hazard_rows())),
            ("factors.csv", to_csv(factors.map(|(one, rank)| self.factor_row(one, rank)))),
            ("paces.csv", to_csv(paces.clone().flat_map(pace_rows))),
            ("treaties.csv", to_csv(paces.filter_map(|pace| self.treaty_row(pace)))),
            ("unused.csv", to_csv(self.unused.iter().map(UnusedRow::from))),
        ];
        files.map(|(name, text)| (name.to_owned(), text)).into()
    }

    fn figure_row(&self, one: &FittedParameter) -> FigureRow {
        let (low, high) = one.interval(DEVIATIONS);
        FigureRow {
            figure: self.key(one.parameter),
            value: one.value.into(),
            standard_error: one.standard_error().into(),
            low: low.into(),
            high: high.into(),
        }
    }

    fn hazard_rows(&self) -> Vec<HazardRow> {
        let fitted = self.fitted();
        let numbers = |figure| {
            let one = self.parameter(figure)?;
            let (low, high) = one.interval(DEVIATIONS);
            Some([one.value, one.standard_error(), low, high].map(Decimal::new))
        };
        let row = |(bin, edges): (usize, &[f64])| {
            let [nonsignatory_per_year, nonsignatory_error, nonsignatory_low, nonsignatory_high] =
                each(numbers(Parameter::Nonsignatory(bin)));
            let [signatory_per_year, signatory_error, signatory_low, signatory_high] =
                each(numbers(Parameter::Signatory(bin)));
            HazardRow {
                month_from: edges[0].into(),
                month_to: edges[1].into(),
                nonsignatory_deposits: fitted.nonsignatory_deposits.get(bin).copied(),
                nonsignatory_per_year,
                nonsignatory_error,
                nonsignatory_low,
                nonsignatory_high,
                signatory_deposits: fitted.signatory_deposits.get(bin).copied(),
                signatory_per_year,
                signatory_error,
                signatory_low,
                signatory_high,
            }
        };
        fitted.calibration.edges_months.windows(2).enumerate().map(row).collect()
    }

    fn factor_row(&self, one: &FittedParticipant, rank: usize) -> FactorRow {
        let (low, high) = one.interval(DEVIATIONS);
        FactorRow {
            rank,
            iso3: one.code.clone(),
            name: self.name(&one.code),
            factor: one.factor.mean.into(),
            low: low.into(),
            high: high.into(),
            deposits: one.deposits,
            expected_deposits: one.expected_deposits.into(),
            signing_factor: one.signing_factor.into(),
        }
    }

    fn treaty_row(&self, pace: &PastPace) -> Option<TreatyRow> {
        let treaty = self.history.treaty(&pace.treaty)?;
        Some(TreatyRow {
            treaty_id: treaty.id.clone(),
            short_name: treaty.short_name.clone(),
            subject: treaty.subject.clone(),
            opened: treaty.opened,
            months_seen: pace.months.len(),
            deposits: pace.deposits,
        })
    }
}

fn each(numbers: Option<[Decimal; 4]>) -> [Option<Decimal>; 4] {
    numbers.map_or([None; 4], |numbers| numbers.map(Some))
}

fn pace_rows(pace: &PastPace) -> impl Iterator<Item = TreatyPaceRow> {
    pace.months.iter().enumerate().map(|(month, (log, deviation))| {
        let at = |deviations: f64| libm::exp(log + deviations * deviation).into();
        TreatyPaceRow {
            treaty_id: pace.treaty.clone(),
            month,
            pace: at(0.0),
            low: at(-DEVIATIONS),
            high: at(DEVIATIONS),
        }
    })
}

impl From<&Unused> for UnusedRow {
    fn from(one: &Unused) -> UnusedRow {
        UnusedRow {
            treaty_id: one.treaty.clone(),
            iso3: one.participant.clone(),
            day: one.day,
            why: one.why.to_string(),
            treatment: one.why.treatment().to_owned(),
        }
    }
}

/// The result for programs.
#[derive(Serialize)]
pub(super) struct FitFile<'a> {
    version: &'static str,
    command: &'a str,
    until: Option<Day>,
    treaties: &'a [String],
    deposits: u32,
    signatures: u32,
    participants: usize,
    unused: usize,
    log_evidence: f64,
    figures: Vec<FigureFile>,
}

#[derive(Serialize)]
struct FigureFile {
    figure: String,
    value: f64,
    standard_error: f64,
    low: f64,
    high: f64,
}

impl FitResult<'_> {
    /// For programs.
    pub(super) fn json(&self) -> FitFile<'_> {
        let figures = self.doubt().parameters.iter().map(|one| {
            let (low, high) = one.interval(DEVIATIONS);
            let (value, standard_error) = (one.value, one.standard_error());
            FigureFile { figure: self.key(one.parameter), value, standard_error, low, high }
        });
        FitFile {
            version: env!("CARGO_PKG_VERSION"),
            command: self.command,
            until: self.until,
            treaties: &self.fitted().treaties,
            deposits: self.deposits(),
            signatures: self.signatures(),
            participants: self.fitted().participants.len(),
            unused: self.unused.len(),
            log_evidence: self.fitted().log_evidence,
            figures: figures.collect(),
        }
    }
}
