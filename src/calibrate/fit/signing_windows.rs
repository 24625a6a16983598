//! What one treaty's record tells of signing: windows of its age, who was at risk in them, who signed.

use super::exposure::{ParticipantExposure, TreatyExposure};
use crate::process::signing::{OPENING_DAYS, SigningWindow};

/// What one treaty tells of signing.
#[derive(Clone, Debug)]
pub(super) struct TreatyWindows {
    /// States that signed or deposited in the opening's month.
    pub(super) opening: f64,
    pub(super) technical: bool,
    pub(super) windows: Vec<WindowRecord>,
    /// Who signed in one of them, by participant.
    pub(super) signers: Vec<usize>,
}

/// A window of its age.
#[derive(Clone, Debug)]
pub(super) struct WindowRecord {
    pub(super) window: SigningWindow,
    pub(super) signed: f64,
    /// Days at risk of each State that had any.
    pub(super) at_risk: Vec<(usize, f64)>,
}

impl TreatyWindows {
    /// Nothing where there is no signature, or too little record to tell.
    pub(super) fn from_treaty(
        treaty: &TreatyExposure,
        edges_days: &[f64],
    ) -> Option<TreatyWindows> {
        let signs = |risk: &ParticipantExposure| risk.signed.is_some();
        if treaty.end <= OPENING_DAYS + 1.0 || !treaty.risks.iter().any(signs) {
            return None;
        }
        let closes = treaty.closes.unwrap_or(f64::INFINITY);
        let windows = SigningWindow::all(treaty.opened, edges_days, treaty.end, closes);
        let record = |window| WindowRecord { window, signed: 0.0, at_risk: Vec::new() };
        let mut windows: Vec<WindowRecord> = windows.into_iter().map(record).collect();
        let mut signers = Vec::new();
        for risk in &treaty.risks {
            // An act falls in the middle of its day.
            let signed = risk.signed.map(|age| age + 0.5);
            let deposited = risk.deposited.map_or(f64::INFINITY, |age| age + 0.5);
            let until = signed.unwrap_or(f64::INFINITY).min(deposited);
            // A signature after one's own deposit, or taken over from another State, is none.
            let own = signed.filter(|age| risk.signature_is_delay && *age <= deposited);
            for one in &mut windows {
                let days = one.window.days_at_risk(risk.from, until);
                if days > 0.0 {
                    one.at_risk.push((risk.who, days));
                }
                if own.is_some_and(|age| one.window.holds(age)) {
                    one.signed += 1.0;
                    signers.push(risk.who);
                }
            }
        }
        let (opening, technical) = (treaty.opening_signatures, treaty.technical);
        Some(TreatyWindows { opening, technical, windows, signers })
    }
}
