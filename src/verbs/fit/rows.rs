//! The tables of a fit: parameters with their errors, and the numbers behind each chart.

use super::result::{DEVIATIONS, Learned};
use crate::{
    calibrate::fit::{FittedParticipant, Parameter},
    result::{number, table::Rows},
};

impl Learned<'_> {
    /// `figures.csv`: every fitted parameter but the participants' factors.
    pub(crate) fn figures_csv(&self) -> String {
        let mut rows = Rows::new(&["figure", "value", "standard_error", "low", "high"]);
        for one in &self.doubt().parameters {
            let (low, high) = one.interval(DEVIATIONS);
            let numbers = [one.value, one.standard_error(), low, high].map(number);
            rows.add(std::iter::once(self.key(one.parameter)).chain(numbers));
        }
        rows.text()
    }

    /// `hazards.csv`: the baselines, a row for each bin.
    pub(crate) fn hazards_csv(&self) -> String {
        let mut heading = vec!["month_from".to_owned(), "month_to".to_owned()];
        for state in ["nonsignatory", "signatory"] {
            for column in ["deposits", "per_year", "error", "low", "high"] {
                heading.push(format!("{state}_{column}"));
            }
        }
        let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
        let mut rows = Rows::new(&heading);
        let fitted = self.fitted();
        for (bin, edges) in fitted.calibration.edges_months.windows(2).enumerate() {
            let mut cells: Vec<String> = edges.iter().map(|edge| number(*edge)).collect();
            for (rate, deposits) in [
                (Parameter::Nonsignatory(bin), &fitted.nonsignatory_deposits),
                (Parameter::Signatory(bin), &fitted.signatory_deposits),
            ] {
                cells.push(deposits.get(bin).map_or(String::new(), u32::to_string));
                let numbers = self.parameter(rate).map(|one| {
                    let (low, high) = one.interval(DEVIATIONS);
                    [one.value, one.standard_error(), low, high].map(number)
                });
                cells.extend(numbers.unwrap_or_default());
            }
            rows.add(cells);
        }
        rows.text()
    }

    /// `factors.csv`: every participant, the fastest first.
    pub(crate) fn factors_csv(&self) -> String {
        let mut rows = Rows::new(&[
            "rank",
            "iso3",
            "name",
            "factor",
            "low",
            "high",
            "deposits",
            "expected_deposits",
            "signing_factor",
        ]);
        for (rank, one) in self.ranked().into_iter().enumerate() {
            let (low, high) = one.interval(DEVIATIONS);
            let [factor, low, high, expected, signing] =
                [one.factor.mean, low, high, one.expected_deposits, one.signing_factor].map(number);
            let (rank, deposits) = ((rank + 1).to_string(), one.deposits.to_string());
            let name = self.name(&one.code);
            let code = one.code.clone();
            rows.add([rank, code, name, factor, low, high, deposits, expected, signing]);
        }
        rows.text()
    }

    /// Participants by their factor, the fastest first; equals by code.
    pub(crate) fn ranked(&self) -> Vec<&FittedParticipant> {
        let mut ranked: Vec<&FittedParticipant> = self.fitted().participants.iter().collect();
        ranked.sort_by(|one, other| other.factor.mean.total_cmp(&one.factor.mean));
        ranked
    }

    /// `paces.csv`: the pace of each treaty by month of age.
    pub(crate) fn paces_csv(&self) -> String {
        let mut rows = Rows::new(&["treaty_id", "month", "pace", "low", "high"]);
        for pace in &self.full.paces {
            for (month, (log, deviation)) in pace.months.iter().enumerate() {
                let at = |deviations: f64| number(libm::exp(log + deviations * deviation));
                let [middle, low, high] = [at(0.0), at(-DEVIATIONS), at(DEVIATIONS)];
                rows.add([pace.treaty.clone(), month.to_string(), middle, low, high]);
            }
        }
        rows.text()
    }

    /// `treaties.csv`: the treaties learned from.
    pub(crate) fn treaties_csv(&self) -> String {
        let heading = ["treaty_id", "short_name", "subject", "opened", "months_seen", "deposits"];
        let mut rows = Rows::new(&heading);
        for pace in &self.full.paces {
            let Some(treaty) = self.history.treaty(&pace.treaty) else { continue };
            rows.add([
                treaty.id.clone(),
                treaty.short_name.clone(),
                treaty.subject.clone(),
                treaty.opened.to_string(),
                pace.months.len().to_string(),
                pace.deposits.to_string(),
            ]);
        }
        rows.text()
    }

    /// `unused.csv`: what of the record is not used as it stands, and what is done with it.
    pub(crate) fn unused_csv(&self) -> String {
        let mut rows = Rows::new(&["treaty_id", "iso3", "day", "why", "treatment"]);
        for one in self.unused {
            rows.add([
                one.treaty.clone(),
                one.participant.clone(),
                one.day.map_or(String::new(), |day| day.to_string()),
                one.why.to_string(),
                one.why.treatment().to_owned(),
            ]);
        }
        rows.text()
    }
}
