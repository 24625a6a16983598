//! A fit, in finished numbers.

use std::collections::BTreeMap;

use crate::{
    calibrate::{
        fit::{
            Doubt, Fitted, FittedParameter, FittedParticipant, FullFit, Parameter, Selection,
            Unused,
        },
        history::History,
    },
    quantity::Day,
};

/// How many standard deviations lie to either side in an interval of 90 %.
pub(super) const DEVIATIONS: f64 = 1.645;

/// A fit, what it was learned from, and how it was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct FitResult<'a> {
    /// The history.
    pub(super) history: &'a History,
    /// What of it was selected.
    pub(super) selection: &'a Selection,
    /// What was learned.
    pub(super) full: &'a FullFit,
    /// What was not used as it stands.
    pub(super) unused: &'a [Unused],
    /// Names of participants by code, for charts and tables.
    pub(super) names: &'a BTreeMap<String, String>,
    /// The last day that was seen, where one was asked for.
    pub(super) until: Option<Day>,
    /// The command, less what does not bear on the results.
    pub(super) command: &'a str,
}

impl FitResult<'_> {
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

    /// Participants by their factor, the fastest first; equals by code.
    pub(super) fn ranked(&self) -> Vec<&FittedParticipant> {
        let mut ranked: Vec<&FittedParticipant> = self.fitted().participants.iter().collect();
        ranked.sort_by(|one, other| other.factor.mean.total_cmp(&one.factor.mean));
        ranked
    }

    /// The figure with its error; every fit has all of them.
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

    /// The key of a figure in `calibration.toml`, with the months of its bin, of signing the days.
    pub(super) fn key(&self, parameter: Parameter) -> String {
        let calibration = &self.fitted().calibration;
        let (edges, bin) = match parameter {
            Parameter::Nonsignatory(bin) | Parameter::Signatory(bin) => {
                (&calibration.edges_months, bin)
            }
            Parameter::SigningRate(bin) => (&calibration.signing.edges_days, bin),
            _ => return parameter.key(),
        };
        match edges.get(bin..=bin + 1) {
            Some([from, to]) => format!("{}.{from}-{to}", parameter.key()),
            _ => parameter.key(),
        }
    }
}
