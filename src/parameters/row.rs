//! What is written about one parameter.

use super::{Domain, Scale, WhatIfStep};

/// What is written about one parameter, and where its value is kept among others.
#[derive(Clone, Copy, Debug)]
pub struct ParameterRow<V> {
    /// Its public name: the key by which scenarios, calibrations and results know it.
    pub key: &'static str,
    /// The name that it has in calibrations, where that is another.
    pub learned_key: Option<&'static str>,
    /// Names it had in calibrations before, which this version still reads.
    pub old_keys: &'static [&'static str],
    /// What it is and in which unit: a phrase without a capital and a full stop. The schema, the
    /// notes of a calibration and the tables of a fit say it.
    pub doc: &'static str,
    /// What people call it in tables and charts.
    pub words: &'static str,
    /// Where it lies.
    pub domain: Domain,
    /// On which scale it is estimated, drawn and perturbed.
    pub scale: Scale,
    /// What holds where it is left out.
    pub left_out: LeftOut,
    /// How a fit comes to it.
    pub learned: Estimation,
    /// Whether moving it asks what a belief does; where a scale has its nought is none.
    pub is_belief: bool,
    /// Where its value is kept.
    pub field: fn(&mut V) -> &mut f64,
}

impl<V> ParameterRow<V> {
    /// How far a what-if moves it; nothing where it is no belief.
    pub fn step(&self) -> Option<WhatIfStep> {
        self.is_belief.then(|| self.scale.step())
    }
}

/// What holds where a parameter is left out.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum LeftOut {
    /// Nothing: it has to be told, by the scenario or its calibration.
    Refused,
    /// This, where there is no calibration; a calibration has to tell it.
    WithoutCalibration(f64),
    /// This, which is not used, where there is a calibration; without one it has to be told.
    OnlyCalibrated(f64),
    /// This stands for what is not taken without a calibration; a calibration has to tell it.
    NotTaken(f64),
    /// This.
    Always(f64),
}

impl LeftOut {
    /// What holds, for a scenario with a calibration or without one; nothing where it has to be told.
    pub fn value(self, calibrated: bool) -> Option<f64> {
        match self {
            LeftOut::Always(value) => Some(value),
            LeftOut::WithoutCalibration(value) if !calibrated => Some(value),
            LeftOut::OnlyCalibrated(value) if calibrated => Some(value),
            LeftOut::NotTaken(value) if !calibrated => Some(value),
            LeftOut::WithoutCalibration(_)
            | LeftOut::OnlyCalibrated(_)
            | LeftOut::NotTaken(_)
            | LeftOut::Refused => None,
        }
    }

    /// Whether a scenario may write it, with a calibration or without one.
    pub fn is_taken(self, calibrated: bool) -> bool {
        match self {
            LeftOut::OnlyCalibrated(_) => !calibrated,
            LeftOut::NotTaken(_) => calibrated,
            _ => true,
        }
    }
}

/// How a fit comes to a parameter, and what its calibration says of it beside the value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Estimation {
    /// It is no part of a calibration.
    Stated,
    /// It is chosen beforehand.
    Chosen,
    /// It is estimated, as the level of some treaties beside others.
    Level,
    /// It is estimated with an error, and `[draws]` have a list of other values.
    Drawn,
    /// The same, but calibrations of before have no list: then it stays as it is.
    DrawnIfListed,
}

impl Estimation {
    /// Whether `[draws]` have a list of it.
    pub fn is_drawn(self) -> bool {
        matches!(self, Estimation::Drawn | Estimation::DrawnIfListed)
    }
}
