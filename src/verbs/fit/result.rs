//! What `fit` leaves behind: the calibration, its tables and charts, JSON and words.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    calibrate::{
        fit::{Doubt, Fitted, FittedParameter, FullFit, Parameter, Selection, Unused},
        history::History,
    },
    quantity::Day,
};

/// How many standard deviations lie to either side in an interval of 90 %.
pub(super) const DEVIATIONS: f64 = 1.645;

/// A fit, what it was learned from, and how it was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Learned<'a> {
    /// The history.
    pub history: &'a History,
    /// What of it was selected.
    pub selection: &'a Selection,
    /// What was learned.
    pub full: &'a FullFit,
    /// What was not used as it stands.
    pub unused: &'a [Unused],
    /// Names of participants by code, for charts and tables.
    pub names: &'a BTreeMap<String, String>,
    /// The last day that was seen, where one was asked for.
    pub until: Option<Day>,
    /// The command, less what does not bear on the results.
    pub command: &'a str,
}

impl Learned<'_> {
    /// Names and texts of all files but charts and manifest.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let file = |name: &str, text| (name.to_owned(), text);
        vec![
            file("calibration.toml", self.full.calibration_toml(self.command)),
            file("participants.csv", self.fitted().participants_csv()),
            file("figures.csv", self.figures_csv()),
            file("hazards.csv", self.hazards_csv()),
            file("factors.csv", self.factors_csv()),
            file("paces.csv", self.paces_csv()),
            file("treaties.csv", self.treaties_csv()),
            file("unused.csv", self.unused_csv()),
        ]
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let figures: Vec<Value> = self
            .doubt()
            .parameters
            .iter()
            .map(|one| {
                let (low, high) = one.interval(DEVIATIONS);
                json!({
                    "figure": self.key(one.parameter),
                    "value": one.value,
                    "standard_error": one.standard_error(),
                    "low": low,
                    "high": high,
                })
            })
            .collect();
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "command": self.command,
            "until": self.until.map(|day| day.to_string()),
            "treaties": self.fitted().treaties,
            "deposits": self.deposits(),
            "signatures": self.signatures(),
            "participants": self.fitted().participants.len(),
            "unused": self.unused.len(),
            "log_evidence": self.fitted().log_evidence,
            "figures": figures,
        })
    }

    pub(super) fn fitted(&self) -> &Fitted {
        &self.full.fitted
    }

    pub(super) fn doubt(&self) -> &Doubt {
        &self.full.doubt
    }

    pub(super) fn deposits(&self) -> u32 {
        let fitted = self.fitted();
        fitted.signatory_deposits.iter().chain(&fitted.nonsignatory_deposits).sum()
    }

    pub(super) fn signatures(&self) -> u32 {
        self.fitted().signatures.iter().sum()
    }

    /// The parameter with its error; every fit has all of them.
    pub(super) fn parameter(&self, parameter: Parameter) -> Option<FittedParameter> {
        self.doubt().parameter(parameter).copied()
    }

    pub(super) fn name(&self, code: &str) -> String {
        self.names.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// What people call a treaty: its short name with its id, or its id.
    pub(super) fn treaty_name(&self, id: &str) -> String {
        let short = self.history.treaty(id).map_or("", |treaty| treaty.short_name.as_str());
        if short.is_empty() { id.to_owned() } else { short.to_owned() }
    }

    /// The key of a parameter in `calibration.toml`, with the months of its bin.
    pub(super) fn key(&self, parameter: Parameter) -> String {
        let calibration = &self.fitted().calibration;
        let (edges, bin) = match parameter {
            Parameter::Nonsignatory(bin) | Parameter::Signatory(bin) => {
                (&calibration.edges_months, bin)
            }
            Parameter::SigningRate(bin) => (&calibration.signing.edges_months, bin),
            _ => return parameter.key(),
        };
        match edges.get(bin..=bin + 1) {
            Some([from, to]) => format!("{}.{from}-{to}", parameter.key()),
            _ => parameter.key(),
        }
    }
}
