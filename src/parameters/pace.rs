//! The treaty's shared pace, and the register of its parameters.

use std::borrow::Cow;

use super::{Domain, Estimation, LeftOut, ParameterRow, Registered, Scale};

/// The treaty's shared speed, moving in time: what makes participants' futures correlated.
///
/// In month m after opening, log pace is the sum of `mean`, of
/// `signature_effect * (ln(signature_offset + S) - signature_centre) * r(m)`, of `signing_link` times what is
/// known of the treaty's signing beyond what was to be expected, of `x(m)` and of `b l(m)`, with S the States
/// that have signed, r(m) the share of their effect that has come by the middle of the month, x a process of
/// standard deviation `sd`, and b a trend in the logarithm of age, of standard deviation `trend_sd`
/// (the formula is said in the room `process`, in its file `pace.rs`). Each month also has a gamma shock of mean 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pace {
    /// Mean log pace.
    pub mean: f64,
    /// Standard deviation of the wandering part; not negative.
    pub sd: f64,
    /// How long the wandering part is remembered, in units of the logarithm of age: two ages t < u have the
    /// correlation ((t + c) / (u + c))^(1 / memory). 0 where `persistence_per_year` says it instead.
    pub memory: f64,
    /// c, in years: what is added to ages before their logarithm is taken; above 0.
    pub age_offset_years: f64,
    /// Where there is no `memory`: what is left of a departure after one year, 0 to 1.
    pub persistence_per_year: f64,
    /// Standard deviation of the trend; not negative.
    pub trend_sd: f64,
    /// Shape of the gamma shock of each month, mean 1; above 0, infinite for no shock.
    pub month_shape: f64,
    /// What a unit of log signatures adds to log pace; not negative.
    pub signature_effect: f64,
    /// Log signatures at which the effect is nil.
    pub signature_centre: f64,
    /// What is added to signatures before their logarithm is taken; above 0.
    pub signature_offset: f64,
    /// Years in which all but 1/e of the effect has come: it rises as 1 - exp(-t / these). 0 where it
    /// is all there from the opening.
    pub signature_rise_years: f64,
    /// What a unit of the log of the treaty's signing factor, beyond its prior mean, adds to log pace; not
    /// negative.
    pub signing_link: f64,
    /// Multiplies all paced hazards after the as-of day; 1 leaves them, never negative.
    pub multiplier: f64,
    /// Whether the pace is learned from the deposits seen so far.
    pub learn: bool,
}

impl Pace {
    /// The pace of an average treaty at all times, learned from its deposits though it moves nowhere.
    pub const NEUTRAL: Pace = Pace {
        mean: 0.0,
        sd: 0.0,
        memory: 0.0,
        age_offset_years: 0.5,
        persistence_per_year: 1.0,
        trend_sd: 0.0,
        month_shape: f64::INFINITY,
        signature_effect: 0.0,
        signature_centre: 0.0,
        signature_offset: 1.0,
        signature_rise_years: 0.0,
        signing_link: 0.0,
        multiplier: 1.0,
        learn: true,
    };
}

/// The key of a calibration for the mean log pace of technical treaties, which move at a level of
/// their own.
pub const MEAN_TECHNICAL: &str = "mean_technical";

/// What a key of a calibration's `[pace]` or `[draws]` is called now, where this is a name it had
/// before.
pub fn renamed(old: &str) -> Option<&'static str> {
    let known = |one: &&PaceParameter| one.row().old_keys.contains(&old);
    let parameter = PaceParameter::ALL.iter().find(known).map(|one| one.learned_key());
    parameter.or((old == "mu_technical").then_some(MEAN_TECHNICAL))
}

/// A dotted key by the name it has now: `calibration.pace.tau` is `calibration.pace.sd`.
pub fn present_key(key: &str) -> Cow<'_, str> {
    match key.rsplit_once('.') {
        Some((part @ ("calibration.pace" | "calibration.draws"), last)) => match renamed(last) {
            Some(now) => Cow::Owned(format!("{part}.{now}")),
            None => Cow::Borrowed(key),
        },
        _ => Cow::Borrowed(key),
    }
}

/// The parameters of [`Pace`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PaceParameter {
    /// [`Pace::mean`].
    Mean,
    /// [`Pace::sd`].
    Sd,
    /// [`Pace::memory`].
    Memory,
    /// [`Pace::age_offset_years`].
    AgeOffsetYears,
    /// [`Pace::persistence_per_year`].
    PersistencePerYear,
    /// [`Pace::trend_sd`].
    TrendSd,
    /// [`Pace::month_shape`].
    MonthShape,
    /// [`Pace::signature_effect`].
    SignatureEffect,
    /// [`Pace::signature_rise_years`].
    SignatureRiseYears,
    /// [`Pace::signature_offset`].
    SignatureOffset,
    /// [`Pace::signature_centre`].
    SignatureCentre,
    /// [`Pace::signing_link`].
    SigningLink,
}

const LEVEL: Domain =
    Domain { least: -10.0, most: 10.0, expected: "expected a logarithm from -10 to 10" };
const SPREAD: Domain =
    Domain { least: 0.0, most: 10.0, expected: "expected a number from 0 to 10" };
const SHARE: Domain =
    Domain { least: 0.0, most: 1.0, expected: "what is left after a year lies between 0 and 1" };
const SHOCK: Domain = Domain {
    least: 0.001,
    most: f64::INFINITY,
    expected: "expected a number from 0.001 on, inf for no shock",
};
const RISE: Domain =
    Domain { least: 0.0, most: 1000.0, expected: "expected a number of years from 0 to 1000" };
const MEMORY: Domain =
    Domain { least: 0.01, most: 1000.0, expected: "expected a number from 0.01 to 1000" };
const OFFSET: Domain =
    Domain { least: 0.01, most: 100.0, expected: "expected a number of years from 0.01 to 100" };
const TIME: Domain =
    Domain { least: 0.001, most: 1000.0, expected: "expected a number from 0.001 to 1000" };

impl Registered for PaceParameter {
    type Values = Pace;

    const ALL: &'static [PaceParameter] = &[
        PaceParameter::Mean,
        PaceParameter::Sd,
        PaceParameter::Memory,
        PaceParameter::AgeOffsetYears,
        PaceParameter::PersistencePerYear,
        PaceParameter::TrendSd,
        PaceParameter::MonthShape,
        PaceParameter::SignatureEffect,
        PaceParameter::SignatureRiseYears,
        PaceParameter::SignatureOffset,
        PaceParameter::SignatureCentre,
        PaceParameter::SigningLink,
    ];

    fn place(self) -> usize {
        self as usize
    }

    fn row(self) -> ParameterRow<Pace> {
        match self {
            PaceParameter::Mean => ParameterRow {
                key: "mean",
                learned_key: None,
                old_keys: &["mu"],
                doc: "mean log pace",
                words: "Average pace of treaties",
                domain: LEVEL,
                scale: Scale::Plain,
                left_out: LeftOut::WithoutCalibration(0.0),
                learned: Estimation::Level,
                is_belief: true,
                field: |pace| &mut pace.mean,
            },
            PaceParameter::Sd => ParameterRow {
                key: "sd",
                learned_key: None,
                old_keys: &["tau"],
                doc: "standard deviation of the wandering log pace",
                words: "Spread of pace between treaties",
                domain: SPREAD,
                scale: Scale::Log,
                left_out: LeftOut::Refused,
                learned: Estimation::Drawn,
                is_belief: true,
                field: |pace| &mut pace.sd,
            },
            PaceParameter::Memory => ParameterRow {
                key: "memory",
                learned_key: None,
                old_keys: &[],
                doc: "how long a pace lasts, in units of the logarithm of age",
                words: "How long a pace lasts",
                domain: MEMORY,
                scale: Scale::Log,
                left_out: LeftOut::NotTaken(0.0),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |pace| &mut pace.memory,
            },
            PaceParameter::AgeOffsetYears => ParameterRow {
                key: "age_offset_years",
                learned_key: None,
                old_keys: &[],
                doc: "years added to ages before their logarithm is taken",
                words: "Years added to a treaty's age",
                domain: OFFSET,
                scale: Scale::Log,
                left_out: LeftOut::NotTaken(0.5),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |pace| &mut pace.age_offset_years,
            },
            PaceParameter::PersistencePerYear => ParameterRow {
                key: "persistence_per_year",
                learned_key: None,
                old_keys: &[],
                doc: "without a calibration, what is left of a departure after a year",
                words: "How long a pace lasts",
                domain: SHARE,
                scale: Scale::LogOdds,
                left_out: LeftOut::OnlyCalibrated(1.0),
                learned: Estimation::Stated,
                is_belief: true,
                field: |pace| &mut pace.persistence_per_year,
            },
            PaceParameter::TrendSd => ParameterRow {
                key: "trend_sd",
                learned_key: None,
                old_keys: &[],
                doc: "standard deviation of the trend of log pace in the logarithm of age",
                words: "Spread of slowing and quickening treaties",
                domain: SPREAD,
                scale: Scale::Log,
                left_out: LeftOut::WithoutCalibration(0.0),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |pace| &mut pace.trend_sd,
            },
            PaceParameter::MonthShape => ParameterRow {
                key: "month_shape",
                learned_key: None,
                old_keys: &["kappa_month"],
                doc: "shape of the gamma shock of a month, mean 1",
                words: "Evenness from month to month",
                domain: SHOCK,
                scale: Scale::Log,
                left_out: LeftOut::Always(f64::INFINITY),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |pace| &mut pace.month_shape,
            },
            PaceParameter::SignatureEffect => ParameterRow {
                key: "signature_effect",
                learned_key: None,
                old_keys: &["beta_signatures"],
                doc: "what a unit of log signatures adds to log pace",
                words: "Pull of signatures on the pace",
                domain: SPREAD,
                scale: Scale::NonNegative,
                left_out: LeftOut::WithoutCalibration(0.0),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |pace| &mut pace.signature_effect,
            },
            PaceParameter::SignatureRiseYears => ParameterRow {
                key: "signature_rise_years",
                learned_key: None,
                old_keys: &[],
                doc: "years in which all but 1/e of the effect of signatures has come",
                words: "How long signatures take to pull",
                domain: RISE,
                scale: Scale::Log,
                left_out: LeftOut::Always(0.0),
                learned: Estimation::DrawnIfListed,
                is_belief: true,
                field: |pace| &mut pace.signature_rise_years,
            },
            PaceParameter::SignatureOffset => ParameterRow {
                key: "signature_offset",
                learned_key: None,
                old_keys: &[],
                doc: "what is added to signatures before their logarithm is taken",
                words: "Signatures added before the logarithm",
                domain: TIME,
                scale: Scale::Log,
                left_out: LeftOut::Always(1.0),
                learned: Estimation::Chosen,
                is_belief: false,
                field: |pace| &mut pace.signature_offset,
            },
            PaceParameter::SignatureCentre => ParameterRow {
                key: "signature_centre",
                learned_key: None,
                old_keys: &[],
                doc: "log signatures at which the effect is nil",
                words: "Signatures that leave the pace as it is",
                domain: LEVEL,
                scale: Scale::Plain,
                left_out: LeftOut::WithoutCalibration(0.0),
                learned: Estimation::Chosen,
                is_belief: false,
                field: |pace| &mut pace.signature_centre,
            },
            PaceParameter::SigningLink => ParameterRow {
                key: "signing_link",
                learned_key: None,
                old_keys: &[],
                doc: "what a unit of the log of a treaty's signing factor adds to log pace",
                words: "Pull of the speed of signing on the pace",
                domain: SPREAD,
                scale: Scale::Difference,
                left_out: LeftOut::WithoutCalibration(0.0),
                learned: Estimation::Drawn,
                is_belief: true,
                field: |pace| &mut pace.signing_link,
            },
        }
    }
}
