//! A treaty of the history as a scenario: its record up to a day, what could have been learned by
//! then, and a text that says so.

use super::{
    Case, CaseError, built_in, refused,
    rule::{self, WrittenRule},
    tables,
};
use crate::{
    calibrate::{
        fit::{Selection, fit_in_full},
        history::{Closing, History, PastTreaty},
    },
    quantity::{Day, Days},
    scenario::built_in_text,
    text::wrap,
    wording::long_day,
};

/// Years of a treaty's age for which delays are learned.
const YEARS: u16 = 12;

/// With fewer treaties than this, what was known by the day is too little to learn from.
const FEWEST: usize = 20;

/// The citations and sources of the history.
const SOURCES: &str = include_str!("../../scenarios/history/SOURCES.md");

/// Beliefs about delays as the files of a case, and in words where they are from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CalibrationFiles {
    calibration: String,
    factors: String,
    /// How many treaties they were learned from.
    pub treaties: usize,
    /// The day by which they could have been known; none where they know the treaty's own future.
    pub by: Option<Day>,
}

impl CalibrationFiles {
    /// What the treaties of the pool had taught by the end of a day, the treaty of this id left
    /// out; takes some seconds. Where too few had been opened by then, the calibration inside the
    /// program is taken, which knows what came after.
    pub fn by(history: &History, id: &str, day: Day) -> CalibrationFiles {
        let pool = history.pool.iter().filter_map(|pooled| history.treaty(&pooled.treaty));
        let opened = pool.filter(|treaty| treaty.opened <= day && treaty.id != id).count();
        if opened < FEWEST {
            return CalibrationFiles::built_in(history);
        }
        let selection = Selection::pool(history).without(id).known_by(day);
        let Ok(full) = fit_in_full(history, &selection) else {
            return CalibrationFiles::built_in(history);
        };
        let command = format!("inforce fit --exclude {id} --until {day}");
        CalibrationFiles {
            calibration: full.calibration_toml(&command),
            factors: full.fitted.participants_csv(),
            treaties: full.fitted.treaties.len(),
            by: Some(day),
        }
    }

    /// The calibration inside the program, which knows all that came after.
    pub fn built_in(history: &History) -> CalibrationFiles {
        let text = |path| built_in_text(path).unwrap_or_default().to_owned();
        CalibrationFiles {
            calibration: text("calibration/calibration.toml"),
            factors: text("calibration/participants.csv"),
            treaties: history.pool.len(),
            by: None,
        }
    }

    fn words(&self, treaty: &PastTreaty) -> String {
        let count = self.treaties;
        match self.by {
            Some(day) => format!(
                "how fast States move is learned from what they had done with {count} other treaties \
                 by {}; the record of this one is not among them",
                long_day(day)
            ),
            None => format!(
                "how fast States move is learned from {count} treaties and knows what came after, \
                 perhaps from {} itself: for a look back this is more than could be known",
                treaty.name()
            ),
        }
    }
}

/// The day from which a treaty is looked at unless asked otherwise: one year after opening; three
/// months where it was in force by then; the day of opening where it was by that, too, or the
/// record does not reach so far.
pub fn default_as_of(treaty: &PastTreaty) -> Day {
    let open = |day: &Day| {
        treaty.in_force.is_none_or(|in_force| in_force > *day) && treaty.known_to >= *day
    };
    let days = [12, 3].map(|months| treaty.opened.plus_months(months));
    days.into_iter().find(open).unwrap_or(treaty.opened)
}

/// The last day from which a treaty can be looked at: beliefs reach twelve years after opening, and
/// the record may end before.
pub fn latest_as_of(treaty: &PastTreaty) -> Day {
    treaty.known_to.min(horizon(treaty) - Days(1))
}

fn horizon(treaty: &PastTreaty) -> Day {
    treaty.opened.plus_months(12 * YEARS) - Days(1)
}

pub(super) fn case(
    history: &History,
    id: &str,
    as_of: Day,
    name: &str,
    learned: &CalibrationFiles,
) -> Result<Case, CaseError> {
    let Some(treaty) = history.treaty(id) else {
        return refused(
            format!("the history has no treaty `{id}`"),
            "give its number in the UN Treaty Collection, such as XVIII-14; `inforce list \
             --treaties` shows them all",
        );
    };
    let rule = rule::written(treaty)?;
    let (first, last) = (treaty.opened, latest_as_of(treaty));
    if as_of < first || as_of > last {
        return refused(
            format!("{id} can be looked at from {first} to {last}, found {as_of}"),
            format!("leave --as-of out for {}", default_as_of(treaty)),
        );
    }
    let joiners = tables::joiners(history, treaty);
    let mut remarks = Vec::new();
    if !history.pool.iter().any(|pooled| pooled.treaty == id) {
        remarks.push(format!(
            "{} is not known to be open to all States: take those out of participants.csv that \
             cannot join",
            treaty.name()
        ));
    }
    for part in &rule.untold {
        remarks.push(format!(
            "the clause of {} says besides: {part}; [rule] does not, so write it there by hand if it \
             matters",
            treaty.name()
        ));
    }
    if let Some(gaps) = &treaty.gaps {
        remarks.push(format!("the record of {} has gaps: {gaps}", treaty.name()));
    }
    let mut files = vec![
        ("baseline.toml".to_owned(), baseline(treaty, as_of, name, &rule, learned)),
        ("calibration.toml".to_owned(), learned.calibration.clone()),
        ("factors.csv".to_owned(), learned.factors.clone()),
        ("participants.csv".to_owned(), tables::participants(&joiners, &rule, as_of)),
        ("status.csv".to_owned(), tables::status(&joiners, treaty)),
        ("SOURCES.md".to_owned(), sources(treaty, &rule, learned)),
    ];
    files.extend(built_in::schema());
    Ok(Case { files, layer: None, remarks })
}

/// The scenario, each part with a word on what it is.
fn baseline(
    treaty: &PastTreaty,
    as_of: Day,
    name: &str,
    rule: &WrittenRule,
    learned: &CalibrationFiles,
) -> String {
    let title = quoted(&treaty.title);
    let about = format!(
        "{} ({}) as its record stood on {}, {}. Beliefs: {}. What was done later is in status.csv \
         and is not looked at.",
        treaty.title,
        treaty.id,
        long_day(as_of),
        age_words(treaty, as_of),
        learned.words(treaty),
    );
    let about = wrapped(&quoted(&about), " \\\n");
    let outcome = match treaty.in_force {
        Some(day) => format!("it entered into force on {}", long_day(day)),
        None => format!("it was not in force by {}", long_day(treaty.known_to)),
    };
    let closes = match (treaty.closing_known_by(as_of), treaty.closing) {
        (Some(day), _) => format!("closes = {day}   # the last day on which it can be signed\n"),
        (None, Closing::AtEntry) => "# It can be signed until it enters into force.\n".to_owned(),
        (None, _) => String::new(),
    };
    let technical = if treaty.technical() {
        "technical = true   # customs, trade, shipping or intellectual property: a pace of their own\n"
    } else {
        ""
    };
    let signing = if treaty.has_signature {
        ""
    } else {
        "\n[all]\n# The treaty is not signed, only joined.\nsigning = \"never\"\n"
    };
    let (known_to, horizon) = (treaty.known_to, horizon(treaty));
    let target = (as_of + Days(2 * 365)).last_of_year().min(horizon);
    let rule = &rule.lines;
    format!(
        "#:schema schema.json
# {short}, as known on {as_of}. What came of it: {outcome}.
# `inforce check` says this file back in words, `inforce explain` where each value is from.

[scenario]
name = \"{name}\"
about = \"\"\"
{about}\"\"\"
source = \"SOURCES.md\"

[treaty]
title = \"{title}\"
opened = {opened}
{closes}{technical}
[rule]
{rule}
[participants]
# One row for each that may join; columns of your own can serve as groups or weights.
table = \"participants.csv\"

[status]
# The table goes on to {known_to}. Move as_of to look from another day.
as_of = {as_of}
table = \"status.csv\"
later_records = \"ignore\"

[forecast]
target = {target}
by = []   # other days for which the chance is wanted
horizon = {horizon}   # twelve years after opening: as far as the calibration goes
runs = 100_000
seed = 1

[calibration]
file = \"calibration.toml\"
factors = \"factors.csv\"
{signing}
# What you know or believe beside the record goes here, or into a layer. For example, without `#`:
#
# [participant.DEU]
# ratification = {{ pert = {{ least = 100, likely = 300, most = 900 }}, never = 0.1, from = \"as-of\" }}
#
# [lever.campaign]
# who = [\"african\"]
# speed = 2
",
        short = treaty.name(),
        opened = treaty.opened,
    )
}

fn age_words(treaty: &PastTreaty, as_of: Day) -> String {
    let months = (0..=12 * YEARS).find(|months| treaty.opened.plus_months(*months) == as_of);
    match (months, as_of - treaty.opened) {
        (Some(0), _) => "the day of its opening".to_owned(),
        (Some(12), _) => "one year after its opening".to_owned(),
        (Some(months), _) if months % 12 == 0 => format!("{} years after its opening", months / 12),
        (Some(1), _) => "one month after its opening".to_owned(),
        (Some(months), _) => format!("{months} months after its opening"),
        (None, Days(days)) => format!("{days} days after its opening"),
    }
}

/// Lines of at most some hundred letters; `between` stands at each break.
fn wrapped(text: &str, between: &str) -> String {
    wrap(text, 96, "", "").join(between)
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Where the case's facts are from.
fn sources(treaty: &PastTreaty, rule: &WrittenRule, learned: &CalibrationFiles) -> String {
    let used = |line: &&str| {
        let letter = line.strip_prefix("| ").and_then(|rest| rest.split(' ').next());
        let sources = |letter: &str| treaty.records.iter().any(|one| one.sources.contains(letter));
        letter.is_some_and(|letter| letter.len() == 1 && sources(letter))
    };
    let rows: Vec<&str> = SOURCES.lines().filter(used).collect();
    let columns = match &rule.weight {
        Some(weight) => format!("\n{}.\n", wrapped(weight.source, "\n")),
        None if rule.groups.is_empty() => String::new(),
        None => {
            let said = "memberships: who was in the groups that the rule names on the as-of day, by \
                        scenarios/history/groups.csv";
            format!("\n{}.\n", wrapped(said, "\n"))
        }
    };
    let beliefs =
        wrapped(&format!("In calibration.toml and factors.csv {}.", learned.words(treaty)), "\n");
    format!(
        "# Sources

{title} ({id}).

Signatures and deposits up to {known_to}, as compiled in inforce's history of treaties from

| code | source | what | state of the data | licence |
|---|---|---|---|---|
{rows}

The rule, the day of opening and the official day of entry into force are from the final clauses and
the depositary. Participants are the States of today, with the first day on which young ones could
act, and those of the record that have ceased to exist.
{columns}
## Beliefs

{beliefs}

## Citations asked for

- International Environmental Agreements (IEA) Database Project, Université Laval, iea.ulaval.ca, and
  Mitchell et al. 2020, *What we know (and could know) about international environmental
  agreements*, Global Environmental Politics 20(1), doi 10.1162/glep_a_00544.
- United Nations Treaty Collection, status of treaties deposited with the Secretary-General,
  treaties.un.org.
",
        title = treaty.title,
        id = treaty.id,
        known_to = treaty.known_to,
        rows = rows.join("\n"),
    )
}
