//! What is known and believed of a treaty: its rule, its participants, their prospects.

pub mod delay;
mod form;
mod label;
mod lever;
mod members;
mod participant;
mod record;
pub mod rule;
pub mod withdrawal;

use std::collections::BTreeSet;

use crate::{
    parameters::{Pace, Signing},
    quantity::{Day, Days},
};
use delay::Delay;
pub use form::Form;
pub use label::{Labels, capital, plain_words};
pub use lever::{
    Bandwagon, Bloc, Fate, GivenPace, Levers, Shock, Someday, SpeedWindow, TreatyEvent,
};
pub use participant::{
    Evidence, Factor, Kind, LearnedFactors, Participant, ReportedDeposit, Status, Undone,
};
use rule::{Members, Rule};

/// A treaty, what had happened by the as-of day, and what is believed of the days after it.
///
/// The scenario room makes only sound models. Built by hand, a model must keep to the ranges
/// given here; the engine then cannot fail.
#[derive(Clone, Debug)]
pub struct Model {
    /// Short name, used for folders: letters, digits, `-`, `_`, `+`, `=` and `.`.
    pub name: String,
    /// What people call the scenario, its levers and its groups.
    pub labels: Labels,
    /// The treaty's name as a reader knows it.
    pub title: String,
    /// The day the treaty was opened for signature.
    pub opened: Day,
    /// The last day on which it can be signed; none where it stays open.
    pub closes: Option<Day>,
    /// Whether it is about a technical matter: customs, trade, shipping or intellectual property.
    pub technical: bool,
    /// The last day the status is known for; not before `opened`. Futures begin the day after.
    pub as_of: Day,
    /// The last day on which a deposit is simulated; after `as_of`.
    pub horizon: Day,
    /// The day by which the user hopes the treaty is in force.
    pub target: Option<Day>,
    /// Other days for which the chance of being in force is wanted, in order.
    pub by: Vec<Day>,
    /// Participants for which it is asked when the treaty would bind them: indices into
    /// `participants`, in order.
    pub watched: Vec<usize>,
    /// When the treaty enters into force.
    pub rule: Rule,
    /// Parts of a mixture, in order of name: each future is drawn from one of them. Where there are
    /// none, it is drawn from this model.
    pub parts: Vec<MixturePart>,
    /// What departs from the case that it is a scenario of, in words; empty for the case itself.
    pub departures: Vec<Departure>,
    /// All that may join, in order of code, no code twice.
    pub participants: Vec<Participant>,
    /// States that signed and of which only the number is known. They count where signatures are counted;
    /// nobody becomes a signatory by them.
    pub unnamed_signatories: Option<UnnamedSignatories>,
    /// Baseline hazards and signing, learned from history; none where every prospect is stated.
    pub calibration: Option<Calibration>,
    /// The treaty's shared speed; none where participants are independent.
    pub pace: Option<Pace>,
    /// Other values that what was learned may have, each as likely as another: each future is drawn
    /// by one of them. Where there are none, by `calibration` and `pace` as they are.
    pub parameter_draws: Vec<ParameterDraw>,
}

/// What one layer over a case assumes beyond it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Departure {
    /// What the layer is called; empty for what is set on the command line.
    pub label: String,
    /// What it assumes, in phrases whose days are written `2027-12-31`; at least one.
    pub what: Vec<String>,
}

/// One set of values that what is learned from earlier treaties may have: a draw from its posterior.
#[derive(Clone, PartialEq, Debug)]
pub struct ParameterDraw {
    /// Baselines and signing.
    pub calibration: Calibration,
    /// The pace, where it is shared.
    pub pace: Option<Pace>,
}

/// States that signed and of which only the number is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnnamedSignatories {
    /// How many; above 0.
    pub count: u16,
    /// The first day on which one of them can have signed; not before the opening.
    pub from: Day,
    /// The last; not before the first, nor after the as-of day.
    pub to: Day,
}

/// What is believed of one step of one participant.
#[derive(Clone, PartialEq, Debug)]
pub enum Prospect {
    /// As participants took this step under earlier treaties.
    Calibrated,
    /// By a stated delay.
    Stated(Stated),
    /// Not at all.
    Never,
}

/// A stated delay and from when it runs.
#[derive(Clone, PartialEq, Debug)]
pub struct Stated {
    /// How long it takes, and the chance of never.
    pub delay: Delay,
    /// From when it is counted.
    pub clock: Clock,
    /// Whether its cumulative hazard is multiplied by the treaty's pace.
    pub paced: bool,
}

/// The day a stated delay is counted from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// The day of opening for signature.
    Opening,
    /// The day of the participant's own signature; before it the step cannot be taken.
    Signature,
    /// The end of the as-of day, or the participant's own signature where that is later. A delay of
    /// T from the end of the as-of day A falls on A + max(1, ⌈T⌉), so that the chance by A + n is
    /// that of a delay of at most n days.
    AsOf,
}

/// Beliefs about delays estimated from earlier treaties.
///
/// Time runs in months of 30.4375 days from the day of opening.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Calibration {
    /// Edges of the baseline's bins in months, rising from 0; one more than there are rates.
    pub edges_months: Vec<f64>,
    /// Deposits per year of a participant of factor 1 that has not signed.
    pub nonsignatory_per_year: Vec<f64>,
    /// Deposits per year of a signatory of factor 1.
    pub signatory_per_year: Vec<f64>,
    /// Multiplies the hazard in each calendar month, January first.
    pub month_profile: [f64; 12],
    /// How States sign.
    pub signing: Signing,
}

/// A part of a mixture: the same treaty with the same record of deposits, by other beliefs.
#[derive(Clone, Debug)]
pub struct MixturePart {
    /// What it is called.
    pub name: String,
    /// The share of futures drawn from it: above 0; those of all parts make 1.
    pub weight: f64,
    /// What is believed. It has no parts of its own.
    pub model: Model,
}

impl Model {
    /// The model with these values in place of what was found, and no others beside it.
    #[must_use]
    pub fn with_parameters(&self, draw: &ParameterDraw) -> Model {
        let calibration = Some(draw.calibration.clone());
        Model { calibration, pace: draw.pace, parameter_draws: Vec::new(), ..self.clone() }
    }

    /// A treaty known to the end of its opening day: it stays open for signature, has no target, and
    /// nothing is learned or shared. `participants` are in order of code, as those of the rule are;
    /// what is different goes over it: `Model { as_of, ..Model::new(...) }`.
    pub fn new(
        name: &str,
        opened: Day,
        horizon: Day,
        rule: Rule,
        participants: Vec<Participant>,
    ) -> Model {
        Model {
            name: name.to_owned(),
            labels: Labels::default(),
            title: name.to_owned(),
            opened,
            closes: None,
            technical: false,
            as_of: opened,
            horizon,
            target: None,
            by: Vec::new(),
            rule,
            watched: Vec::new(),
            parts: Vec::new(),
            departures: Vec::new(),
            participants,
            unnamed_signatories: None,
            calibration: None,
            pace: None,
            parameter_draws: Vec::new(),
        }
    }

    /// Whose instruments these are, to stand after their number: nothing where all that may count
    /// are in, ` of eu` where they are one group, else how many they are.
    pub fn members_in_words(&self, among: &Members) -> String {
        let state = |index: &usize| self.participants[*index].kind != Kind::Organisation;
        let states = (0..self.participants.len()).filter(state).count();
        if among.count() >= states {
            return String::new();
        }
        let groups: BTreeSet<&String> =
            self.participants.iter().flat_map(|one| &one.groups).collect();
        let is_all_of = |group: &&String| {
            let within = |index: usize| self.participants[index].groups.contains(*group);
            // Those that cannot count at all may be members too.
            let differs = |index: usize| within(index) != among.has(index);
            !(0..self.participants.len())
                .any(|index| differs(index) && (among.has(index) || self.rule.counts(index)))
        };
        match groups.into_iter().find(is_all_of) {
            Some(group) => format!(" of {}", self.labels.groups.get(group).unwrap_or(group)),
            None => format!(" from among {} participants", among.count()),
        }
    }

    /// What people call the scenario: the labels of what it is made of, else its name in plain words.
    pub fn label(&self) -> String {
        match self.labels.layers.as_slice() {
            [] => capital(&plain_words(&self.name)),
            _ => self.labels.scenario(),
        }
    }

    /// The first day of the future: the day after the as-of day.
    pub fn first_future_day(&self) -> Day {
        self.as_of + Days(1)
    }

    /// The participant's place in `participants`, if it has one.
    pub fn find(&self, code: &str) -> Option<usize> {
        self.participants.binary_search_by(|one| one.code.as_str().cmp(code)).ok()
    }

    /// The last day by which deposits up to the horizon tell all: on any later day the treaty may be
    /// in force by a deposit that is not simulated.
    pub fn settled_until(&self) -> Day {
        self.rule.in_force(self.horizon + Days(1)) - Days(1)
    }

    /// Deposits on record by the as-of day, those only reported included.
    pub fn deposits(&self) -> usize {
        self.participants.iter().filter(|one| one.status.deposited.is_some()).count()
    }
}
