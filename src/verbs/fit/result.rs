//! A fit, in finished numbers.

use std::collections::BTreeMap;

use crate::{
    calibrate::{
        fit::{Doubt, Figure, Fitted, FittedFigure, FittedParticipant, FullFit, Selection, Unused},
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
    pub(super) fn figure(&self, figure: Figure) -> Option<FittedFigure> {
        self.doubt().figure(figure).copied()
    }

    pub(super) fn name(&self, code: &str) -> String {
        self.names.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// What people call a treaty: its short name with its id, or its id.
    pub(super) fn treaty_name(&self, id: &str) -> String {
        let short = self.history.treaty(id).map_or("", |treaty| treaty.short_name.as_str());
        if short.is_empty() { id.to_owned() } else { short.to_owned() }
    }

    /// The key of a figure in `calibration.toml`, with the months of its bin.
    pub(super) fn key(&self, figure: Figure) -> String {
        let calibration = &self.fitted().calibration;
        let bin = |key: &str, edges: &[f64], bin: usize| match edges.get(bin..=bin + 1) {
            Some([from, to]) => format!("{key}.{from}-{to}"),
            _ => key.to_owned(),
        };
        let edges = &calibration.edges_months;
        match figure {
            Figure::Nonsignatory(place) => bin("baseline.nonsignatory_per_year", edges, place),
            Figure::Signatory(place) => bin("baseline.signatory_per_year", edges, place),
            Figure::Signing(place) => {
                bin("signing.per_year", &calibration.signing.edges_months, place)
            }
            Figure::SignatureEffect => "pace.beta_signatures".to_owned(),
            Figure::SignatureRise => "pace.signature_rise_years".to_owned(),
            Figure::Sd => "pace.tau".to_owned(),
            Figure::Persistence => "pace.rho_year".to_owned(),
            Figure::MonthShape => "pace.kappa_month".to_owned(),
            Figure::StartSd => "pace.tau_startup".to_owned(),
            Figure::StartDecay => "pace.startup_decay_years".to_owned(),
            Figure::SurgeEarly => "signing.surge_90_to_30_days_before_closing".to_owned(),
            Figure::SurgeLate => "signing.surge_last_30_days".to_owned(),
            Figure::TreatyShape => "signing.treaty_gamma_shape".to_owned(),
            Figure::FactorShape => "baseline.country_gamma_shape".to_owned(),
            Figure::SigningFactorShape => "signing.country_gamma_shape".to_owned(),
        }
    }
}
