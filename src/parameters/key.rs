//! What is written about sections and keys of a scenario beside their types: the order a reader wants
//! them in, words, what holds where they are left out, what they bear on, how far a what-if moves them.

use std::fmt;

use super::{PaceParameter, Registered, SigningParameter, WhatIfStep, defaults};

/// A section of a scenario file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Section {
    /// What stands in its brackets.
    pub name: &'static str,
    /// What it says.
    pub holds: Holds,
    /// Whether its entries are sections themselves: `[participant.VNM]`, `[calibration.pace]`.
    pub is_nested: bool,
}

/// What a section says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// What the scenario is called, where it came from, its known answer: nothing that bears on a future.
    Itself,
    /// The treaty, who may join, what had happened.
    Facts,
    /// What is asked, and how many futures answer.
    Question,
    /// What is believed of the futures.
    Beliefs,
    /// The parts of a mixture.
    Parts,
}

const fn section(name: &'static str, holds: Holds) -> Section {
    Section { name, holds, is_nested: false }
}

const fn nested(name: &'static str, holds: Holds) -> Section {
    Section { name, holds, is_nested: true }
}

/// All sections, in the order a reader wants them.
pub const SECTIONS: [Section; 15] = [
    section("scenario", Holds::Itself),
    section("treaty", Holds::Facts),
    section("rule", Holds::Facts),
    section("participants", Holds::Facts),
    section("status", Holds::Facts),
    section("forecast", Holds::Question),
    nested("calibration", Holds::Beliefs),
    section("pace", Holds::Beliefs),
    section("all", Holds::Beliefs),
    nested("group", Holds::Beliefs),
    nested("participant", Holds::Beliefs),
    nested("lever", Holds::Beliefs),
    nested("mix", Holds::Parts),
    section("expect", Holds::Itself),
    section("manifest", Holds::Itself),
];

impl Section {
    /// The section of this name, or that a dotted key stands in.
    pub fn find_for(key: &str) -> Option<&'static Section> {
        let name = key.split('.').next();
        SECTIONS.iter().find(|section| Some(section.name) == name)
    }
}

/// What is written about a key, or about all that a pattern stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Key {
    /// Dotted. `*` stands for any one part, such as a name of one's own; `**` in front for any parts.
    pub path: &'static str,
    /// What people call it in tables and charts.
    pub words: Option<&'static str>,
    /// What holds where it is left out.
    pub default: Option<ByDefault>,
    /// Of which scenarios `explain` tells that default.
    pub told: Told,
    /// How it is written, where faults say so.
    pub example: Option<&'static str>,
    /// How far a what-if moves it; nothing where it is no belief.
    pub step: Option<WhatIfStep>,
    /// What it is for.
    pub role: KeyRole,
}

/// A value that holds where a key is left out; it displays as TOML.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ByDefault {
    /// True or false.
    Flag(bool),
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
    /// A word.
    Word(&'static str),
    /// A list of one word.
    Words([&'static str; 1]),
}

impl fmt::Display for ByDefault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ByDefault::Flag(flag) => write!(f, "{flag}"),
            ByDefault::Whole(whole) => write!(f, "{whole}"),
            ByDefault::Number(number) => write!(f, "{number}"),
            ByDefault::Word(word) => write!(f, "\"{word}\""),
            ByDefault::Words(words) => write!(f, "{words:?}"),
        }
    }
}

/// Of which scenarios `explain` tells what holds by default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// Of all.
    Always,
    /// Of those with a calibration.
    Calibrated,
    /// Of those with a shared pace.
    Paced,
    /// Of none: it bears on few of them.
    Never,
}

/// What a key is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyRole {
    /// It assumes something.
    Assumption,
    /// It says what is asked or by which draws, and so adds nothing to a scenario's name.
    Asked,
    /// It bears on no future, though another scenario is meant.
    Idle,
    /// Words for readers.
    Prose,
    /// It names a file whose content lies under the section.
    File,
    /// A table of participants, by a file's name or as text: it overlays, by participant and column,
    /// rather than replaces.
    Table(TableSubject, TableForm),
}

/// What a table of participants tells of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableSubject {
    /// Names, kinds, groups, weights.
    Participants,
    /// Signatures and deposits.
    Status,
    /// How fast they deposit and sign beside the baseline.
    Factors,
}

/// How a table is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableForm {
    /// By the path of a CSV file.
    File,
    /// As the text of one.
    Text,
}

const fn key(path: &'static str) -> Key {
    let (words, default, example) = (None, None, None);
    let (told, step, role) = (Told::Never, Some(WhatIfStep::Factor), KeyRole::Assumption);
    Key { path, words, default, told, example, step, role }
}

impl Key {
    const fn words(self, words: &'static str) -> Key {
        Key { words: Some(words), ..self }
    }

    const fn default(self, default: ByDefault, told: Told) -> Key {
        Key { default: Some(default), told, ..self }
    }

    const fn example(self, example: &'static str) -> Key {
        Key { example: Some(example), ..self }
    }

    const fn step(self, step: Option<WhatIfStep>) -> Key {
        Key { step, ..self }
    }

    const fn role(self, role: KeyRole) -> Key {
        Key { role, ..self }
    }

    /// What is written about a key; nothing where there is nothing to write but its type and its
    /// meaning.
    pub fn find(path: &str) -> Option<&'static Key> {
        KEYS.iter().find(|key| key.stands_for(path))
    }

    fn stands_for(&self, path: &str) -> bool {
        if let Some(end) = self.path.strip_prefix("**.") {
            return path.rsplit('.').next() == Some(end);
        }
        let same = |(own, part): (&str, &str)| own == "*" || own == part;
        self.path.split('.').count() == path.split('.').count()
            && self.path.split('.').zip(path.split('.')).all(same)
    }
}

/// All that is written. The first that stands for a key holds.
pub const KEYS: &[Key] = &[
    key("treaty.title").example("title = \"Convention on ...\""),
    key("treaty.opened").example("opened = 2025-10-25"),
    key("treaty.technical").default(ByDefault::Flag(defaults::TECHNICAL), Told::Never),
    key("rule.instruments").words("Instruments needed"),
    key("rule.among").words("Whose instruments count").default(ALL, Told::Always),
    key("rule.every").words("Those who must have deposited"),
    key("rule.share").words("Share needed"),
    key("rule.combine").default(ByDefault::Word("all"), Told::Never),
    key("rule.wait").words("Wait until entry into force").example("wait = { days = 90 }"),
    key("rule.not_before").words("Earliest day of entry into force"),
    key("rule.organisations_count")
        .words("Whether organisations count")
        .default(ByDefault::Flag(defaults::ORGANISATIONS_COUNT), Told::Always),
    key("rule.later_party_days")
        .default(ByDefault::Whole(defaults::LATER_PARTY_DAYS as u64), Told::Always),
    key("participants.table").role(KeyRole::Table(TableSubject::Participants, TableForm::File)),
    key("participants.rows")
        .words("Table of participants")
        .role(KeyRole::Table(TableSubject::Participants, TableForm::Text)),
    key("status.as_of").words("As-of day").example("as_of = 2026-05-31"),
    key("status.table").role(KeyRole::Table(TableSubject::Status, TableForm::File)),
    key("status.rows")
        .words("Status of participants")
        .role(KeyRole::Table(TableSubject::Status, TableForm::Text)),
    key("status.signatories_unnamed.count").words("Signatories of which only the number is known"),
    key("status.later_records").default(ByDefault::Word("fault"), Told::Always).role(KeyRole::Idle),
    key("forecast.target").role(KeyRole::Idle),
    key("forecast.by").role(KeyRole::Asked),
    key("forecast.for").role(KeyRole::Asked),
    key("forecast.horizon").words("Horizon").example("horizon = 2037-10-24"),
    key("forecast.runs")
        .default(ByDefault::Whole(defaults::RUNS), Told::Always)
        .role(KeyRole::Asked),
    key("forecast.seed")
        .default(ByDefault::Whole(defaults::SEED), Told::Always)
        .role(KeyRole::Asked),
    key("calibration.file").role(KeyRole::File),
    key("calibration.factors").role(KeyRole::Table(TableSubject::Factors, TableForm::File)),
    key("calibration.factor_rows")
        .words("States' own speeds")
        .role(KeyRole::Table(TableSubject::Factors, TableForm::Text)),
    key("calibration.uncertain_factors")
        .words("Doubt about States' own speeds")
        .default(ByDefault::Flag(defaults::UNCERTAIN_FACTORS), Told::Calibrated),
    key("calibration.uncertain_figures")
        .words("Doubt about the figures learned")
        .default(ByDefault::Flag(defaults::UNCERTAIN_FIGURES), Told::Never),
    key("calibration.pace.mean_technical")
        .words("Average pace of technical treaties")
        .step(Some(WhatIfStep::Logarithm)),
    key("calibration.pace.month_profile").words("Calendar of deposits"),
    key("calibration.baseline.nonsignatory_per_year")
        .words("Speed of accession")
        .step(Some(WhatIfStep::Rates)),
    key("calibration.baseline.signatory_per_year")
        .words("Speed of ratification after signing")
        .step(Some(WhatIfStep::Rates)),
    key("calibration.baseline.country_gamma_shape").words("Likeness of States' own speeds"),
    key("calibration.signing.per_year").words("Speed of signing").step(Some(WhatIfStep::Rates)),
    // Read by those who learn from history; factors that are given have it in them already.
    key("calibration.signing.country_gamma_shape").step(None),
    key("pace.shared").words("Whether the pace is shared"),
    key("pace.learn")
        .words("Pace learned from the deposits so far")
        .default(ByDefault::Flag(defaults::LEARN), Told::Paced),
    key("pace.multiplier")
        .words("Pace of the treaty from now on")
        .default(ByDefault::Number(defaults::MULTIPLIER), Told::Paced),
    key("lever.*.delay_days").step(Some(WhatIfStep::Days)),
    key("lever.*.event.chance").default(LEVER_CHANCE, Told::Never).step(Some(WhatIfStep::Chance)),
    key("lever.*.bloc.spread_days").default(ByDefault::Number(defaults::SPREAD_DAYS), Told::Never),
    key("lever.*.bloc.chance").default(LEVER_CHANCE, Told::Never).step(Some(WhatIfStep::Chance)),
    key("lever.*.shock.chance").default(LEVER_CHANCE, Told::Never).step(Some(WhatIfStep::Chance)),
    key("lever.*.bandwagon.of").default(ALL, Told::Never),
    // Where a scale has its nought is no belief.
    key("lever.*.bandwagon.full").step(None),
    key("lever.*.pace_by_month").step(Some(WhatIfStep::Rates)),
    key("mix.*.weight").example("weight = 0.5"),
    key("expect.median_tolerance_days")
        .default(ByDefault::Whole(defaults::MEDIAN_TOLERANCE_DAYS as u64), Told::Never),
    key("**.tolerance").default(ByDefault::Number(defaults::TOLERANCE), Told::Never),
    // Numbers of stated delays, beside those of the calibration and the pace above.
    key("**.never")
        .default(ByDefault::Number(defaults::NEVER), Told::Never)
        .step(Some(WhatIfStep::Chance)),
    key("**.paced").default(ByDefault::Flag(defaults::PACED), Told::Never),
    key("**.days").step(Some(WhatIfStep::Delay)),
    key("**.least").step(Some(WhatIfStep::Delay)),
    key("**.likely").step(Some(WhatIfStep::Delay)),
    key("**.most").step(Some(WhatIfStep::Delay)),
    key("**.median").step(Some(WhatIfStep::Delay)),
    key("**.p90").step(Some(WhatIfStep::Delay)),
    key("**.mean").step(Some(WhatIfStep::Delay)),
    key("**.sd").step(Some(WhatIfStep::Delay)),
    key("**.per_year").step(Some(WhatIfStep::Rates)),
    key("**.source").role(KeyRole::Prose),
    key("**.label").role(KeyRole::Prose),
];

const ALL: ByDefault = ByDefault::Words(["all"]);
const LEVER_CHANCE: ByDefault = ByDefault::Number(defaults::LEVER_CHANCE);

/// What people call a key, where it has words of its own.
pub fn words(path: &str) -> Option<&'static str> {
    let pace = parameter::<PaceParameter>(path, "pace").map(|one| one.row().words);
    let signing = || parameter::<SigningParameter>(path, "signing").map(|one| one.row().words);
    pace.or_else(signing).or_else(|| Key::find(path)?.words)
}

/// How far a what-if moves the number or the numbers of a key; nothing where they are no belief.
pub fn step(path: &str) -> Option<WhatIfStep> {
    if let Some(one) = parameter::<PaceParameter>(path, "pace") {
        return one.row().step();
    }
    if let Some(one) = parameter::<SigningParameter>(path, "signing") {
        return one.row().step();
    }
    Key::find(path).map_or(Some(WhatIfStep::Factor), |key| key.step)
}

/// What a key is for.
pub fn role(path: &str) -> KeyRole {
    Key::find(path).map_or(KeyRole::Assumption, |key| key.role)
}

/// Names that columns of tables had before, and those they have now.
const OLD_COLUMNS: [(&str, &str); 2] =
    [("bound", "deposited"), ("bound_certainty", "deposited_certainty")];

/// What a column of a table is called now, where this is a name it had before.
pub fn column_now(old: &str) -> Option<&'static str> {
    OLD_COLUMNS.iter().find(|(known, _)| *known == old).map(|(_, now)| *now)
}

/// What is said of an older name of a key or a column, and the way out.
pub fn renamed_words(old: &str, now: &str) -> (String, String) {
    let help = format!("write `{now}`; the next version does not read the old name");
    (format!("`{old}` is now called `{now}`"), help)
}

/// The keys that hold tables of participants: section, key, what the table is about, how it is given.
pub fn tables() -> impl Iterator<Item = (&'static str, &'static str, TableSubject, TableForm)> {
    KEYS.iter().filter_map(|key| match key.role {
        KeyRole::Table(about, form) => {
            let (section, last) = key.path.split_once('.')?;
            Some((section, last, about, form))
        }
        _ => None,
    })
}

/// The parameter that a key is about: in its own section, or in that or the draws of a calibration.
fn parameter<P: Registered>(path: &str, part: &str) -> Option<P> {
    let (section, last) = path.rsplit_once('.')?;
    let inside = section.strip_prefix("calibration.");
    let here = match inside {
        Some(inside) => inside == part || inside == "draws",
        None => section == part,
    };
    P::find(last).filter(|_| here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_by_pattern() {
        for (path, pattern) in [
            ("rule.wait", Some("rule.wait")),
            ("lever.union.bloc.chance", Some("lever.*.bloc.chance")),
            ("lever.union.bloc.day.never", Some("**.never")),
            ("mix.slow.weight", Some("mix.*.weight")),
            ("rule.wait.days", Some("**.days")),
            ("rule.nonsense", None),
            ("", None),
        ] {
            assert_eq!(Key::find(path).map(|key| key.path), pattern, "{path}");
        }
    }

    #[test]
    fn numbers_are_moved_by_what_they_are() {
        for (path, expected) in [
            ("pace.mean", Some(WhatIfStep::Logarithm)),
            ("calibration.pace.mean_technical", Some(WhatIfStep::Logarithm)),
            ("calibration.pace.sd", Some(WhatIfStep::Factor)),
            ("pace.persistence_per_year", Some(WhatIfStep::Chance)),
            ("calibration.pace.signature_centre", None),
            ("calibration.signing.surge_last_30_days", Some(WhatIfStep::Factor)),
            ("calibration.signing.country_gamma_shape", None),
            ("all.ratification.gamma.mean", Some(WhatIfStep::Delay)),
            ("all.ratification.piecewise.per_year", Some(WhatIfStep::Rates)),
            ("participant.VNM.factor", Some(WhatIfStep::Factor)),
            ("lever.a.delay_days", Some(WhatIfStep::Days)),
        ] {
            assert_eq!(step(path), expected, "{path}");
        }
    }

    #[test]
    fn what_holds_by_default_is_written_as_toml() {
        let written = |path: &str| Key::find(path).unwrap().default.unwrap().to_string();
        let paths =
            ["rule.among", "rule.combine", "forecast.runs", "pace.multiplier", "pace.learn"];
        assert_eq!(paths.map(written), ["[\"all\"]", "\"all\"", "100000", "1", "true"]);
    }
}
