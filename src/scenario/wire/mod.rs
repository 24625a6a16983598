//! The file format: what may be written in a scenario, key by key, and nothing else.

mod belief;
mod entry;
mod learned;
mod lever;
mod registered;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeValue, ValueDeserializer},
};

use super::layer::TomlTable;

pub(crate) use belief::{
    Belief, BeliefWord, Beliefs, From, LeastLikelyMost, MedianP90, Observed, Piecewise,
};
pub(crate) use entry::{Date, Entry, WordOr};
pub(crate) use learned::{
    Baseline, CalibrationSection, LearnedDraws, LearnedPace, LearnedSigning, Numbers, PaceSection,
};
pub(crate) use lever::LeverSection;

/// A scenario of inforce, or a layer of one.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(title = "inforce scenario")]
pub(crate) struct ScenarioFile {
    /// What the scenario is called and about.
    pub(crate) scenario: Entry<ScenarioSection>,
    /// The treaty and its dates.
    pub(crate) treaty: Entry<TreatySection>,
    /// When the treaty enters into force.
    pub(crate) rule: Entry<RuleSection>,
    /// All that may join.
    pub(crate) participants: Entry<ParticipantsSection>,
    /// What had happened by the as-of day.
    pub(crate) status: Entry<StatusSection>,
    /// What is asked, and how many futures answer.
    pub(crate) forecast: Entry<ForecastSection>,
    /// Beliefs learned from earlier treaties.
    pub(crate) calibration: Entry<CalibrationSection>,
    /// The treaty's shared speed.
    pub(crate) pace: Entry<PaceSection>,
    /// What is believed of all.
    pub(crate) all: Entry<Beliefs>,
    /// What is believed of a group, by its name: [group.ldc].
    pub(crate) group: Entry<BTreeMap<String, Entry<Beliefs>>>,
    /// What is believed of one participant, by its code: [participant.VNM].
    pub(crate) participant: Entry<BTreeMap<String, Entry<Beliefs>>>,
    /// What-ifs that act on the futures, each by a name of your own: [lever.assistance].
    pub(crate) lever: Entry<BTreeMap<String, Entry<LeverSection>>>,
    /// Parts of a mixture, each by a name of your own: [mix.optimists].
    pub(crate) mix: Entry<BTreeMap<String, Entry<MixSection>>>,
    /// A known answer, for tests.
    pub(crate) expect: Entry<ExpectSection>,
    /// Where a resolved scenario came from; written by inforce.
    pub(crate) manifest: Entry<ManifestSection>,
}

impl ScenarioFile {
    /// Whether nothing is there that a scenario cannot do without.
    pub(crate) fn is_only_a_layer(&self) -> bool {
        !self.treaty.is_given() && !self.rule.is_given() && !self.forecast.is_given()
    }
}

/// What the scenario is called and about.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ScenarioSection {
    /// Required. Short name, used for folders: letters, digits, `-`, `_`, `+`, `=` and `.`.
    pub(crate) name: Entry<String>,
    /// What people call it on screens, charts and reports, at most 60 characters. A layer has one
    /// of its own. Default: the name, or the layer's file name, in plain words.
    pub(crate) label: Entry<String>,
    /// A paragraph that says what is assumed and why.
    pub(crate) about: Entry<String>,
    /// Where it is from.
    pub(crate) source: Entry<String>,
}

/// The treaty and its dates.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct TreatySection {
    /// Required. The treaty's name as a reader knows it.
    pub(crate) title: Entry<String>,
    /// Required. The day of opening for signature. Example: opened = 2025-10-25
    pub(crate) opened: Entry<Date>,
    /// The last day on which it can be signed. Left out where it stays open.
    pub(crate) closes: Entry<Date>,
    /// Whether it is about customs, trade, shipping or intellectual property: such treaties move at a
    /// level of their own.
    pub(crate) technical: Entry<bool>,
    /// Where this is from; for readers.
    pub(crate) source: Entry<String>,
}

/// When the treaty enters into force. At least one of `instruments`, `every`, `share`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct RuleSection {
    /// At least so many instruments, from 1. Example: instruments = 40
    pub(crate) instruments: Entry<u16>,
    /// Whose instruments count: groups and codes.
    pub(crate) among: Entry<Vec<Entry<String>>>,
    /// How many of those must be by members of a group: [{ at_least = 3, among = ["eu"] }]
    pub(crate) including: Entry<Vec<Entry<IncludingTable>>>,
    /// Each of these must have deposited: groups and codes.
    pub(crate) every: Entry<Vec<Entry<String>>>,
    /// A share of a weight: share = { of = "emissions", at_least = 0.55 }
    pub(crate) share: Entry<ShareTable>,
    /// Whether all the conditions must hold, or any one of them.
    pub(crate) combine: Entry<Combine>,
    /// Required. From the day the rule is met to entry into force: { days = 90 } or "same-day".
    pub(crate) wait: Entry<WordOr<WaitWord, Wait>>,
    /// The treaty does not enter into force before this day.
    pub(crate) not_before: Entry<Date>,
    /// Whether instruments of organisations count beside those of their members.
    pub(crate) organisations_count: Entry<bool>,
    /// Days from the deposit of a later party until it is bound.
    pub(crate) later_party_days: Entry<u16>,
    /// Where the rule is written; for readers.
    pub(crate) source: Entry<String>,
}

/// So many of the instruments must be by members of a group.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct IncludingTable {
    /// Required. At least so many, from 1, at most as many as `instruments`.
    pub(crate) at_least: Entry<u16>,
    /// Required. By whom: groups and codes.
    pub(crate) among: Entry<Vec<Entry<String>>>,
}

/// A share of a weight that those who deposited must hold.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ShareTable {
    /// Required. The column of the participants table that holds the weight.
    pub(crate) of: Entry<String>,
    /// Required. Above 0, at most 1.
    pub(crate) at_least: Entry<f64>,
    /// Whose weight counts: groups and codes. Default: as `among` of the rule.
    pub(crate) among: Entry<Vec<Entry<String>>>,
}

/// How several conditions are put together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Combine {
    /// All of them hold.
    #[default]
    All,
    /// At least one of them holds.
    Any,
}

/// A wait of no length.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WaitWord {
    /// In force on the day the rule is met.
    SameDay,
}

/// From the day the rule is met to entry into force: one of these.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Wait {
    /// So many days later: 90 days after 1 July 2003 is 29 September 2003.
    pub(crate) days: Entry<u16>,
    /// The same day of the month, so many months later.
    pub(crate) months: Entry<u16>,
    /// The first day of the month after so many days have passed.
    pub(crate) first_of_month_after_days: Entry<u16>,
    /// The first day of the month after so many months have passed.
    pub(crate) first_of_month_after_months: Entry<u16>,
    /// The first day of the k-th month after the month in which the rule is met.
    pub(crate) first_of_month_number: Entry<u16>,
}

/// All that may join. A layer's table overlays, by participant and column, the ones below.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ParticipantsSection {
    /// A CSV file: iso3, name, kind, un_group, memberships, can_act_from, and weights.
    pub(crate) table: Entry<String>,
    /// The same as text.
    pub(crate) rows: Entry<String>,
    /// Where it is from; for readers.
    pub(crate) source: Entry<String>,
}

/// What had happened by the as-of day. A layer's table overlays the ones below.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct StatusSection {
    /// Required. The last day the status is known for; every future begins the day after.
    pub(crate) as_of: Entry<Date>,
    /// A CSV file: iso3, name, signed, signed_certainty, deposited, deposited_certainty, withdrawn, form,
    /// source, chance.
    pub(crate) table: Entry<String>,
    /// The same as text.
    pub(crate) rows: Entry<String>,
    /// Where it is from; for readers.
    pub(crate) source: Entry<String>,
    /// What a record dated after the as-of day is: a fault, or not seen.
    pub(crate) later_records: Entry<LaterRecords>,
    /// States that signed and of which only the number is known:
    /// { count = 2, from = 2026-04-17, to = 2026-05-31 }
    pub(crate) signatories_unnamed: Entry<UnnamedTable>,
}

/// States that signed and of which only the number is known, and the days between which they did.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct UnnamedTable {
    /// Required. How many; 0 for none.
    pub(crate) count: Entry<u16>,
    /// The first day on which one of them can have signed.
    pub(crate) from: Entry<Date>,
    /// The last day on which one of them can have signed; not after the as-of day.
    pub(crate) to: Entry<Date>,
}

/// What a record dated after the as-of day is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LaterRecords {
    /// A slip: the scenario is refused.
    #[default]
    Fault,
    /// Not seen, as it was not on that day: to look back.
    Ignore,
}

/// What is asked, and how many futures answer.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ForecastSection {
    /// The day by which the treaty is hoped to be in force. Example: target = 2027-12-31
    pub(crate) target: Entry<Date>,
    /// Other days for which the chance of being in force is wanted. Example: by = [2028-12-31]
    pub(crate) by: Entry<Vec<Entry<Date>>>,
    /// Participants for which it is wanted when the treaty would bind them: for = ["FRA"]
    #[serde(rename = "for")]
    pub(crate) watched: Entry<Vec<Entry<String>>>,
    /// Required. The last day on which a deposit is simulated; after the as-of day.
    pub(crate) horizon: Entry<Date>,
    /// How many futures are simulated, from 1.
    pub(crate) runs: Entry<u64>,
    /// What all randomness is keyed by.
    pub(crate) seed: Entry<u64>,
}

/// A part of a mixture: this scenario with layers of its own, and the share of futures from it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct MixSection {
    /// Required. The share of the futures drawn from this part, above 0; all together make 1.
    pub(crate) weight: Entry<f64>,
    /// What the part lays over this scenario, in order: files, or built-in names. Default: nothing.
    pub(crate) layers: Entry<Vec<Entry<String>>>,
    /// The part as one text with all its tables; written by inforce.
    pub(crate) text: Entry<String>,
    /// Whose beliefs these are; for readers.
    pub(crate) source: Entry<String>,
}

/// A known answer, for tests.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ExpectSection {
    /// The chance of being in force by these days.
    pub(crate) chance_by: Entry<Vec<Entry<ExpectedChanceTable>>>,
    /// The median day on which the rule is met.
    pub(crate) median_met: Entry<Date>,
    /// Days by which the median may be off.
    pub(crate) median_tolerance_days: Entry<u32>,
}

/// A known chance.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ExpectedChanceTable {
    /// Required. The day.
    pub(crate) by: Entry<Date>,
    /// Required. The chance of being in force by it, 0 to 1.
    pub(crate) chance: Entry<f64>,
    /// How far off a run may be.
    pub(crate) tolerance: Entry<f64>,
}

/// Where a resolved scenario came from.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ManifestSection {
    /// The version of inforce that wrote it.
    pub(crate) version: Entry<String>,
    /// The command that made it.
    pub(crate) command: Entry<String>,
    /// The files it was made from.
    pub(crate) inputs: Entry<Vec<Entry<InputTable>>>,
    /// The layers it was made from, the lowest first.
    pub(crate) layers: Entry<Vec<Entry<LaidTable>>>,
}

/// A layer a scenario was made from.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct LaidTable {
    /// Its file as it was named.
    pub(crate) file: Entry<String>,
    /// What people call it.
    pub(crate) label: Entry<String>,
    /// What it assumes and why.
    pub(crate) about: Entry<String>,
    /// The values it laid over those below it.
    pub(crate) values: Entry<Vec<Entry<String>>>,
}

/// A file a scenario was made from.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct InputTable {
    /// Its path as it was named.
    pub(crate) path: Entry<String>,
    /// SHA-256 of its bytes, hexadecimal.
    pub(crate) sha256: Entry<String>,
}

/// Reads a tree; what does not fit is left out, the walk along the schema has reported it.
pub(crate) fn read(root: &TomlTable<'_>) -> ScenarioFile {
    let root = Spanned::new(0..0, DeValue::Table(root.clone()));
    ScenarioFile::deserialize(ValueDeserializer::from(root)).unwrap_or_default()
}
