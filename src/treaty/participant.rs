//! Who may join a treaty, and what it had done by the as-of day.

use super::{Levers, Prospect};
use crate::quantity::{Chance, Day};

/// A State or organisation that may join.
#[derive(Clone, Debug)]
pub struct Participant {
    /// ISO 3166-1 alpha-3 code, or the project's own for what has none (EUU, COK, NIU).
    pub code: String,
    /// Short name in English.
    pub name: String,
    /// State or organisation.
    pub kind: Kind,
    /// The groups it is in, in order: `african`, `eu`, `ldc`...
    pub groups: Vec<String>,
    /// The first day on which it can act at all; none where that is before the opening.
    pub can_act_from: Option<Day>,
    /// What it had done by the as-of day.
    pub status: Status,
    /// How fast it deposits beside the baseline.
    pub factor: Factor,
    /// How fast it signs beside the baseline; 1 is the average, never negative.
    pub signing_factor: f64,
    /// The factors by which its record is read, whatever is assumed of the days to come; none where
    /// the record is no delay and teaches nothing.
    pub learned: Option<LearnedFactors>,
    /// From neither to signatory, while the signature is open.
    pub signing: Prospect,
    /// From neither to party, without a signature.
    pub accession: Prospect,
    /// From signatory to party.
    pub ratification: Prospect,
    /// What is done to its future.
    pub levers: Levers,
}

/// Whether a participant is a State; organisations' instruments may not count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A member of the United Nations.
    UnMember,
    /// Another State, or an entity treated as one.
    NonMemberState,
    /// A regional economic integration organisation.
    Organisation,
}

/// What a participant had done by the as-of day.
#[derive(Clone, Copy, Debug, Default)]
pub struct Status {
    /// The day it signed.
    pub signed: Option<Day>,
    /// The deposit on record that counts.
    pub deposited: Option<ReportedDeposit>,
    /// The day it withdrew its signature or its instrument, or denounced the treaty. What was
    /// withdrawn before it counted is in neither field above.
    pub withdrew: Option<Day>,
    /// What was withdrawn before it counted.
    pub undone: Undone,
}

/// Acts on record that no longer stand: they end a participant's time at risk, no more.
#[derive(Clone, Copy, Debug, Default)]
pub struct Undone {
    /// The day of a signature that was withdrawn.
    pub signed: Option<Day>,
    /// The day of a deposit that was withdrawn before the treaty was in force.
    pub deposited: Option<Day>,
}

/// A deposit on record, and how likely it is that it was made.
#[derive(Clone, Copy, Debug)]
pub struct ReportedDeposit {
    /// The day of deposit; not before it signed, not after the as-of day.
    pub on: Day,
    /// The chance that the deposit is real; sure for what the depositary has published.
    pub chance: Chance,
}

/// How fast a participant deposits beside the baseline of all.
///
/// With evidence, the factor is uncertain, Gamma(shape, rate), and the waiting time in
/// units of cumulative hazard follows a Lomax law; without, it is the mean.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Factor {
    /// Mean of the factor; 1 is the average participant, never negative.
    pub mean: f64,
    /// What the factor was learned from, where its uncertainty is carried.
    pub evidence: Option<Evidence>,
}

/// Factors that earlier treaties taught: by them the record up to the as-of day is read, so that what
/// is assumed of the future does not change what the record teaches.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LearnedFactors {
    /// How fast it deposits beside the baseline; 1 is the average, never negative.
    pub deposit: f64,
    /// How fast it signs beside the baseline; 1 is the average, never negative.
    pub signing: f64,
}

/// A gamma belief about a factor: prior shape and events, prior rate and expected events.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Evidence {
    /// Above 0.
    pub shape: f64,
    /// Above 0; `shape / rate` is the factor's mean.
    pub rate: f64,
}

impl Participant {
    /// A State of this code, and of that name, that has done nothing and is not going to.
    pub fn new(code: &str) -> Participant {
        Participant {
            code: code.to_owned(),
            name: code.to_owned(),
            kind: Kind::UnMember,
            groups: Vec::new(),
            can_act_from: None,
            status: Status::default(),
            factor: Factor::ONE,
            signing_factor: 1.0,
            learned: Some(LearnedFactors::AVERAGE),
            signing: Prospect::Never,
            accession: Prospect::Never,
            ratification: Prospect::Never,
            levers: Levers::default(),
        }
    }
}

impl LearnedFactors {
    /// Those of the average participant.
    pub const AVERAGE: LearnedFactors = LearnedFactors { deposit: 1.0, signing: 1.0 };
}

impl Factor {
    /// The average participant, taken as known.
    pub const ONE: Factor = Factor { mean: 1.0, evidence: None };
}
