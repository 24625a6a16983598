//! How sure the fitted parameters are: standard errors, intervals, and other values that they may have.
//!
//! Errors come from the curvature of the log chance of the record at the parameters found, paces and
//! treaties' factors averaged over. Rates and the effect of signatures shift what is expected and
//! are taken together; the spreads of the law, what moves the level of signing, how widely treaties and
//! months of signing scatter, and the shapes of States' factors each for themselves.
//! Participants' factors carry their own evidence and are not among them.

use libm::{cos, log, sqrt};

use super::{
    Fitted,
    cholesky::{Lower, Square},
    deposits::Deposits,
    exposure::{BINS, TrainingData},
    gamma::shape_information,
    law,
    signing::Signatures,
};
use crate::{
    parameters::{Pace, PaceParameter, Registered, Scale, SigningParameter},
    quantity::Day,
    treaty::{Calibration, ParameterDraw},
};

/// How sure the parameters of a fit are.
#[derive(Clone, PartialEq, Debug)]
pub struct Doubt {
    /// Each parameter with its error.
    pub parameters: Vec<FittedParameter>,
    /// Parameters that err together, in order.
    blocks: Vec<Lower>,
}

/// A fitted parameter and how sure it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FittedParameter {
    /// Which.
    pub parameter: Parameter,
    /// The value found.
    pub value: f64,
    /// Standard deviation on the parameter's own scale: of its log, its log odds, or itself.
    deviation: f64,
}

/// The parameters of a fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Parameter {
    /// Deposits a year of those that have not signed, by bin of the baseline.
    Nonsignatory(usize),
    /// Deposits a year of signatories, by bin.
    Signatory(usize),
    /// Of the pace.
    Pace(PaceParameter),
    /// Signatures a year, by bin of the signing baseline.
    SigningRate(usize),
    /// Of signing beside its rates.
    Signing(SigningParameter),
    /// Shape of participants' factors.
    FactorShape,
    /// Shape of participants' signing factors.
    SigningFactorShape,
}

impl Parameter {
    /// On which scale it errs about evenly to both sides.
    fn scale(self) -> Scale {
        match self {
            Parameter::Pace(one) => one.row().scale,
            Parameter::Signing(one) => one.row().scale,
            _ => Scale::Log,
        }
    }

    /// The key that a calibration has for it, with its section; one for the rates of all bins.
    pub fn key(self) -> String {
        match self {
            Parameter::Nonsignatory(_) => "baseline.nonsignatory_per_year".to_owned(),
            Parameter::Signatory(_) => "baseline.signatory_per_year".to_owned(),
            Parameter::Pace(one) => format!("pace.{}", one.learned_key()),
            Parameter::SigningRate(_) => "signing.per_year".to_owned(),
            Parameter::Signing(one) => format!("signing.{}", one.learned_key()),
            Parameter::FactorShape => "baseline.country_gamma_shape".to_owned(),
            Parameter::SigningFactorShape => "signing.country_gamma_shape".to_owned(),
        }
    }

    /// What it is: a phrase without a capital and a full stop.
    pub fn doc(self) -> &'static str {
        match self {
            Parameter::Nonsignatory(_) => "deposits a year of one that has not signed",
            Parameter::Signatory(_) => "deposits a year of a signatory",
            Parameter::Pace(one) => one.row().doc,
            Parameter::SigningRate(_) => "signatures a year of the average State",
            Parameter::Signing(one) => one.row().doc,
            Parameter::FactorShape => "shape of the gamma law of States' factors, mean 1",
            Parameter::SigningFactorShape => {
                "shape of the gamma law of States' signing factors, mean 1"
            }
        }
    }
}

impl FittedParameter {
    /// One standard error, in the parameter's own unit.
    pub fn standard_error(&self) -> f64 {
        self.parameter.scale().standard_error(self.value, self.deviation)
    }

    /// The interval so many standard deviations to either side, on the scale on which the parameter
    /// errs evenly; 1.645 makes it one of 90 %.
    pub fn interval(&self, deviations: f64) -> (f64, f64) {
        let reach = deviations * self.deviation;
        let at = |by: f64| self.parameter.scale().shifted(self.value, by);
        (at(-reach), at(reach))
    }
}

/// How far a parameter may be from the one found, on the scale on which it errs evenly.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ParameterShift {
    parameter: Parameter,
    by: f64,
}

impl ParameterShift {
    /// What the parameter is instead of this value.
    fn of(self, value: f64) -> f64 {
        self.parameter.scale().shifted(value, self.by)
    }
}

impl Doubt {
    pub(super) fn from_curvature(
        seen: &TrainingData,
        deposits: &Deposits,
        signatures: &Signatures,
    ) -> Doubt {
        let year = super::YEAR_DAYS;
        let rates = |state: usize| {
            deposits.per_day[state].into_iter().enumerate().map(move |(bin, rate)| {
                let of = if state == 0 { Parameter::Nonsignatory } else { Parameter::Signatory };
                (of(bin), rate * year)
            })
        };
        let pace = |one: PaceParameter| (Parameter::Pace(one), one.get(&deposits.law.pace));
        let mut shifting: Vec<(Parameter, f64)> = rates(0).chain(rates(1)).collect();
        shifting.push(pace(PaceParameter::SignatureEffect));
        let spreads = law::spreads().map(|(one, _)| pace(one)).collect();
        let of_signing =
            |one: SigningParameter| (Parameter::Signing(one), one.get(&signatures.signing));
        let rates = signatures.signing.per_year.iter().enumerate();
        let rates = rates.map(|(bin, rate)| (Parameter::SigningRate(bin), *rate));
        let rushes =
            [SigningParameter::Surge90To30DaysBeforeClosing, SigningParameter::SurgeLast30Days];
        let effects = [SigningParameter::TreatyLogSignatures, SigningParameter::TreatyTechnical];
        let signing = rates.chain(rushes.into_iter().chain(effects).map(of_signing)).collect();
        let differing = [SigningParameter::TreatyLogSd, SigningParameter::MonthShape];
        let states = signatures.shape_information(seen);
        let participants = shape_information(&deposits.tallies, deposits.factor_shape);
        let mut doubt = Doubt { parameters: Vec::new(), blocks: Vec::new() };
        doubt.add(shifting, &deposits.information(seen));
        doubt.add(spreads, &deposits.law_information(seen));
        doubt.add(signing, &signatures.information(seen));
        doubt.add(differing.map(of_signing).to_vec(), &signatures.law_information(seen));
        let (_, link_error) = law::SIGNING_LINK;
        let (link, link_value) = pace(PaceParameter::SigningLink);
        for (parameter, value, information) in [
            (link, link_value, 1.0 / (link_error * link_error)),
            (Parameter::FactorShape, deposits.factor_shape, participants),
            (Parameter::SigningFactorShape, signatures.factor_shape, states),
        ] {
            doubt.add(vec![(parameter, value)], &Square::symmetric(1, |_, _| information));
        }
        doubt
    }

    /// Parameters that err together, and what the record tells of them.
    fn add(&mut self, parameters: Vec<(Parameter, f64)>, information: &Square) {
        let size = information.size();
        // What the record does not tell at all is known to a factor of e² at best.
        let own = |row, column| if row == column { LEAST_INFORMATION } else { 0.0 };
        let root =
            Lower::from_entries(size, |row, column| information.at(row, column) + own(row, column));
        for (place, (parameter, value)) in parameters.into_iter().enumerate() {
            let mut unit = vec![0.0; size];
            unit[place] = 1.0;
            root.solve(&mut unit);
            let deviation = sqrt(unit.iter().map(|x| x * x).sum());
            self.parameters.push(FittedParameter { parameter, value, deviation });
        }
        self.blocks.push(root);
    }

    /// The parameter with its error, where the fit has it.
    pub fn parameter(&self, parameter: Parameter) -> Option<&FittedParameter> {
        self.parameters.iter().find(|one| one.parameter == parameter)
    }

    /// How far all parameters may be off together, as likely as the record leaves it: the same for the
    /// same index. Each two, an even index and the next, lie opposite, so that a few draws have the
    /// parameters found in their middle.
    pub fn draw(&self, index: u32) -> Vec<ParameterShift> {
        let sign = if index.is_multiple_of(2) { 1.0 } else { -1.0 };
        let mut normals = Normals::new(index / 2);
        let by = self.blocks.iter().flat_map(|root| {
            let mut shifts: Vec<f64> = (0..root.size()).map(|_| sign * normals.next()).collect();
            root.solve_transposed(&mut shifts);
            shifts
        });
        let shift =
            |(one, by): (&FittedParameter, f64)| ParameterShift { parameter: one.parameter, by };
        self.parameters.iter().zip(by).map(shift).collect()
    }

    /// How many draws a calibration carries and a forecast of the past is made by: enough to tell
    /// the range of a chance, few enough to make each ready.
    pub const DRAWS: u32 = 20;
}

/// Precision below which a parameter is as good as unknown.
const LEAST_INFORMATION: f64 = 0.05;

impl Fitted {
    /// What may be believed of a treaty opened on a day that is technical, or is not, given how sure the parameters
    /// are: [`Doubt::DRAWS`] beliefs, each as likely as another.
    pub fn beliefs(&self, doubt: &Doubt, opened: Day, technical: bool) -> Vec<ParameterDraw> {
        let Pace { mean, signature_centre, .. } = self.pace_of(opened, technical);
        let belief = |index: u32| {
            let (calibration, pace) = self.with(&doubt.draw(index));
            ParameterDraw { calibration, pace: Some(Pace { mean, signature_centre, ..pace }) }
        };
        (0..Doubt::DRAWS).map(belief).collect()
    }

    /// Baselines, signing and pace with the parameters shifted. A signatory stays at least as fast as
    /// another.
    pub fn with(&self, shifts: &[ParameterShift]) -> (Calibration, Pace) {
        let (mut calibration, mut pace) = (self.calibration.clone(), self.pace);
        for shift in shifts {
            let value = match shift.parameter {
                Parameter::Nonsignatory(bin) => &mut calibration.nonsignatory_per_year[bin],
                Parameter::Signatory(bin) => &mut calibration.signatory_per_year[bin],
                Parameter::Pace(one) => one.get_mut(&mut pace),
                Parameter::SigningRate(bin) => &mut calibration.signing.per_year[bin],
                Parameter::Signing(one) => one.get_mut(&mut calibration.signing),
                Parameter::FactorShape | Parameter::SigningFactorShape => continue,
            };
            *value = shift.of(*value);
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
        let mut doubt = Doubt { parameters: Vec::new(), blocks: Vec::new() };
        let information = [[4.0, 1.0], [1.0, 2.0]];
        let parameters = vec![
            (Parameter::Pace(PaceParameter::SignatureEffect), 50.0),
            (Parameter::Pace(PaceParameter::Sd), 2.0),
        ];
        doubt.add(parameters, &Square::symmetric(2, |row, column| information[row][column]));
        doubt.add(
            vec![(Parameter::Pace(PaceParameter::Memory), 0.9)],
            &Square::symmetric(1, |_, _| 3.95),
        );
        doubt
    }

    #[test]
    fn errors_are_those_of_the_inverted_information() {
        let doubt = doubt();
        // Inverse of [[4.05, 1], [1, 2.05]].
        let determinant = 4.05 * 2.05 - 1.0;
        let effect = doubt.parameter(Parameter::Pace(PaceParameter::SignatureEffect)).unwrap();
        assert!((effect.standard_error() - (2.05_f64 / determinant).sqrt()).abs() < 1e-12);
        let sd = doubt.parameter(Parameter::Pace(PaceParameter::Sd)).unwrap();
        assert!((sd.standard_error() - 2.0 * (4.05_f64 / determinant).sqrt()).abs() < 1e-12);
        let (low, high) =
            doubt.parameter(Parameter::Pace(PaceParameter::Memory)).unwrap().interval(2.0);
        assert!(low > 0.3 && low < 0.5 && high > 1.6 && high < 2.6, "{low} {high}");
        assert_eq!(doubt.parameter(Parameter::Pace(PaceParameter::TrendSd)), None);
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
