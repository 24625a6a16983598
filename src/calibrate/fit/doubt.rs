//! How sure the fitted figures are: standard errors, intervals, and other values that they may have.
//!
//! Errors come from the curvature of the log chance of the record at the figures found, paces and
//! treaties' factors averaged over. Rates and the effect of signatures shift what is expected and
//! are taken together; the spreads of the law, signing, and the shapes each for themselves.
//! Participants' factors carry their own evidence and are not among them.

use libm::{cos, exp, log, sqrt};

use super::{
    Fitted,
    cholesky::{Lower, Square},
    deposits::Deposits,
    exposure::{BINS, Seen},
    gamma::shape_information,
    signing::Signatures,
};
use crate::treaty::{Calibration, Pace, ParameterDraw};

/// How sure the figures of a fit are.
#[derive(Clone, PartialEq, Debug)]
pub struct Doubt {
    /// Each figure with its error.
    pub figures: Vec<FittedFigure>,
    /// Figures that err together, in order.
    blocks: Vec<Lower>,
}

/// A fitted figure and how sure it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FittedFigure {
    /// Which.
    pub figure: Figure,
    /// The value found.
    pub value: f64,
    /// Standard deviation on the figure's own scale: of its log, its log odds, or itself.
    deviation: f64,
}

/// The figures of a fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Figure {
    /// Deposits a year of those that have not signed, by bin of the baseline.
    Nonsignatory(usize),
    /// Deposits a year of signatories, by bin.
    Signatory(usize),
    /// [`Pace::signature_effect`].
    SignatureEffect,
    /// [`Pace::signature_rise_years`].
    SignatureRise,
    /// [`Pace::sd`].
    Sd,
    /// [`Pace::persistence_per_year`].
    Persistence,
    /// [`Pace::month_shape`].
    MonthShape,
    /// [`Pace::start_sd`].
    StartSd,
    /// [`Pace::start_decay_years`].
    StartDecay,
    /// Signatures a year, by bin of the signing baseline from 1.
    Signing(usize),
    /// Times signing is faster from 90 to 30 days before closing.
    SurgeEarly,
    /// Times signing is faster in the last 30 days.
    SurgeLate,
    /// Shape of treaties' signing factors.
    TreatyShape,
    /// Shape of participants' factors.
    FactorShape,
    /// Shape of participants' signing factors.
    SigningFactorShape,
}

/// On which scale a figure errs about evenly to both sides.
enum Scale {
    Log,
    LogOdds,
    Plain,
}

impl Figure {
    fn scale(self) -> Scale {
        match self {
            Figure::SignatureEffect => Scale::Plain,
            Figure::Persistence => Scale::LogOdds,
            _ => Scale::Log,
        }
    }
}

impl FittedFigure {
    /// One standard error, in the figure's own unit.
    pub fn standard_error(&self) -> f64 {
        match self.figure.scale() {
            Scale::Log => self.value * self.deviation,
            Scale::LogOdds => self.value * (1.0 - self.value) * self.deviation,
            Scale::Plain => self.deviation,
        }
    }

    /// The interval so many standard deviations to either side, on the scale on which the figure
    /// errs evenly; 1.645 makes it one of 90 %.
    pub fn interval(&self, deviations: f64) -> (f64, f64) {
        let reach = deviations * self.deviation;
        (self.shifted(-reach), self.shifted(reach))
    }

    fn shifted(&self, by: f64) -> f64 {
        Shift { figure: self.figure, by }.of(self.value)
    }
}

/// How far a figure may be from the one found, on the scale on which it errs evenly.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Shift {
    figure: Figure,
    by: f64,
}

impl Shift {
    /// What the figure is instead of this value.
    fn of(self, value: f64) -> f64 {
        match self.figure.scale() {
            Scale::Log => value * exp(self.by),
            Scale::LogOdds => 1.0 / (1.0 + (1.0 - value) / value * exp(-self.by)),
            Scale::Plain => (value + self.by).max(0.0),
        }
    }
}

impl Doubt {
    pub(super) fn of(seen: &Seen, deposits: &Deposits, signatures: &Signatures) -> Doubt {
        let year = super::YEAR_DAYS;
        let rates = |state: usize| {
            deposits.per_day[state].into_iter().enumerate().map(move |(bin, rate)| {
                let of = if state == 0 { Figure::Nonsignatory } else { Figure::Signatory };
                (of(bin), rate * year)
            })
        };
        let law = &deposits.law;
        let mut shifting: Vec<(Figure, f64)> = rates(0).chain(rates(1)).collect();
        shifting.push((Figure::SignatureEffect, law.signature_effect));
        let spreads = vec![
            (Figure::Sd, law.sd),
            (Figure::Persistence, law.persistence_per_year),
            (Figure::MonthShape, law.month_shape),
            (Figure::StartSd, law.start_sd),
            (Figure::StartDecay, law.start_decay_years),
            (Figure::SignatureRise, law.signature_rise_years),
        ];
        let signing = signatures.per_day.into_iter().enumerate().skip(1);
        let mut signing: Vec<(Figure, f64)> =
            signing.map(|(bin, rate)| (Figure::Signing(bin), rate * year)).collect();
        let [early, late] = signatures.surges;
        signing.extend([(Figure::SurgeEarly, early), (Figure::SurgeLate, late)]);
        let [treaties, states] = signatures.shape_information(seen);
        let participants = shape_information(&deposits.tallies, deposits.factor_shape);
        let mut doubt = Doubt { figures: Vec::new(), blocks: Vec::new() };
        doubt.add(shifting, &deposits.information(seen));
        doubt.add(spreads, &deposits.law_information(seen));
        doubt.add(signing, &signatures.information(seen));
        for (figure, value, information) in [
            (Figure::TreatyShape, signatures.treaty_shape, treaties),
            (Figure::FactorShape, deposits.factor_shape, participants),
            (Figure::SigningFactorShape, signatures.factor_shape, states),
        ] {
            doubt.add(vec![(figure, value)], &Square::symmetric(1, |_, _| information));
        }
        doubt
    }

    /// Figures that err together, and what the record tells of them.
    fn add(&mut self, figures: Vec<(Figure, f64)>, information: &Square) {
        let size = information.size();
        // What the record does not tell at all is known to a factor of e² at best.
        let own = |row, column| if row == column { LEAST_INFORMATION } else { 0.0 };
        let root = Lower::of(size, |row, column| information.at(row, column) + own(row, column));
        for (place, (figure, value)) in figures.into_iter().enumerate() {
            let mut unit = vec![0.0; size];
            unit[place] = 1.0;
            root.solve(&mut unit);
            let deviation = sqrt(unit.iter().map(|x| x * x).sum());
            self.figures.push(FittedFigure { figure, value, deviation });
        }
        self.blocks.push(root);
    }

    /// The figure with its error, where the fit has it.
    pub fn figure(&self, figure: Figure) -> Option<&FittedFigure> {
        self.figures.iter().find(|one| one.figure == figure)
    }

    /// How far all figures may be off together, as likely as the record leaves it: the same for the
    /// same index. Each two, an even index and the next, lie opposite, so that a few draws have the
    /// figures found in their middle.
    pub fn draw(&self, index: u32) -> Vec<Shift> {
        let sign = if index.is_multiple_of(2) { 1.0 } else { -1.0 };
        let mut normals = Normals::new(index / 2);
        let by = self.blocks.iter().flat_map(|root| {
            let mut shifts: Vec<f64> = (0..root.size()).map(|_| sign * normals.next()).collect();
            root.solve_transposed(&mut shifts);
            shifts
        });
        self.figures.iter().zip(by).map(|(one, by)| Shift { figure: one.figure, by }).collect()
    }

    /// How many draws a calibration carries and a forecast of the past is made by: enough to tell
    /// the range of a chance, few enough to make each ready.
    pub const DRAWS: u32 = 20;
}

/// Precision below which a figure is as good as unknown.
const LEAST_INFORMATION: f64 = 0.05;

impl Fitted {
    /// What may be believed of a treaty that is technical, or is not, given how sure the figures
    /// are: [`Doubt::DRAWS`] beliefs, each as likely as another.
    pub fn beliefs(&self, doubt: &Doubt, technical: bool) -> Vec<ParameterDraw> {
        let mean = self.pace_of(technical).mean;
        let belief = |index: u32| {
            let (calibration, pace) = self.with(&doubt.draw(index));
            ParameterDraw { calibration, pace: Some(Pace { mean, ..pace }) }
        };
        (0..Doubt::DRAWS).map(belief).collect()
    }

    /// Baselines, signing and pace with the figures shifted. A signatory stays at least as fast as
    /// another.
    pub fn with(&self, shifts: &[Shift]) -> (Calibration, Pace) {
        let (mut calibration, mut pace) = (self.calibration.clone(), self.pace);
        for shift in shifts {
            let figure = match shift.figure {
                Figure::Nonsignatory(bin) => &mut calibration.nonsignatory_per_year[bin],
                Figure::Signatory(bin) => &mut calibration.signatory_per_year[bin],
                Figure::SignatureEffect => &mut pace.signature_effect,
                Figure::SignatureRise => &mut pace.signature_rise_years,
                Figure::Sd => &mut pace.sd,
                Figure::Persistence => &mut pace.persistence_per_year,
                Figure::MonthShape => &mut pace.month_shape,
                Figure::StartSd => &mut pace.start_sd,
                Figure::StartDecay => &mut pace.start_decay_years,
                Figure::Signing(bin) => &mut calibration.signing.per_year[bin],
                Figure::SurgeEarly => &mut calibration.signing.surge_90_to_30_days,
                Figure::SurgeLate => &mut calibration.signing.surge_last_30_days,
                Figure::TreatyShape => &mut calibration.signing.treaty_shape,
                Figure::FactorShape | Figure::SigningFactorShape => continue,
            };
            *figure = shift.of(*figure);
        }
        for bin in 0..BINS {
            let least = calibration.nonsignatory_per_year[bin];
            let rate = &mut calibration.signatory_per_year[bin];
            *rate = rate.max(least);
        }
        (calibration, pace)
    }
}

/// Standard normal numbers by a counter: the same on every machine.
struct Normals {
    key: u64,
    count: u64,
}

impl Normals {
    fn new(draw: u32) -> Normals {
        Normals { key: u64::from(draw), count: 0 }
    }

    /// The next one: Box and Muller 1958, *A note on the generation of random normal deviates*,
    /// Annals of Mathematical Statistics 29.
    fn next(&mut self) -> f64 {
        let radius = sqrt(-2.0 * log(self.uniform()));
        radius * cos(std::f64::consts::TAU * self.uniform())
    }

    /// Above 0 and below 1: the finaliser of Steele, Lea and Flood 2014, *Fast splittable
    /// pseudorandom number generators*, over the counter.
    fn uniform(&mut self) -> f64 {
        self.count += 1;
        let mut bits = (self.key << 32 | self.count).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        ((bits >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt() -> Doubt {
        let mut doubt = Doubt { figures: Vec::new(), blocks: Vec::new() };
        let information = [[4.0, 1.0], [1.0, 2.0]];
        let figures = vec![(Figure::SignatureEffect, 50.0), (Figure::Sd, 2.0)];
        doubt.add(figures, &Square::symmetric(2, |row, column| information[row][column]));
        doubt.add(vec![(Figure::Persistence, 0.9)], &Square::symmetric(1, |_, _| 3.95));
        doubt
    }

    #[test]
    fn errors_are_those_of_the_inverted_information() {
        let doubt = doubt();
        // Inverse of [[4.05, 1], [1, 2.05]].
        let determinant = 4.05 * 2.05 - 1.0;
        let effect = doubt.figure(Figure::SignatureEffect).unwrap();
        assert!((effect.standard_error() - (2.05_f64 / determinant).sqrt()).abs() < 1e-12);
        let sd = doubt.figure(Figure::Sd).unwrap();
        assert!((sd.standard_error() - 2.0 * (4.05_f64 / determinant).sqrt()).abs() < 1e-12);
        let (low, high) = doubt.figure(Figure::Persistence).unwrap().interval(2.0);
        assert!(low > 0.7 && low < 0.9 && high > 0.9 && high < 1.0, "{low} {high}");
        assert_eq!(doubt.figure(Figure::StartSd), None);
    }

    #[test]
    fn draws_spread_as_the_errors_say_and_lie_opposite_in_pairs() {
        let doubt = doubt();
        let draws: Vec<[f64; 2]> = (0..4000)
            .map(|index| {
                let drawn = doubt.draw(index);
                [drawn[0].of(50.0) - 50.0, log(drawn[1].of(2.0) / 2.0)]
            })
            .collect();
        let moment = |one: usize, other: usize| {
            draws.iter().map(|draw| draw[one] * draw[other]).sum::<f64>() / 4000.0
        };
        let determinant = 4.05 * 2.05 - 1.0;
        for (found, expected) in [
            (moment(0, 0), 2.05 / determinant),
            (moment(1, 1), 4.05 / determinant),
            (moment(0, 1), -1.0 / determinant),
        ] {
            assert!((found - expected).abs() < 0.05 * expected.abs() + 0.01, "{found} {expected}");
        }
        for pair in draws.chunks(2) {
            assert!(
                (pair[0][0] + pair[1][0]).abs() < 1e-9 && (pair[0][1] + pair[1][1]).abs() < 1e-9
            );
        }
        assert_eq!(doubt.draw(7), doubt.draw(7));
    }
}
