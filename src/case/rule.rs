//! The clause of an earlier treaty as the `[rule]` of a scenario.

use std::collections::BTreeMap;

use super::{CaseError, refused};
use crate::{
    calibrate::history::{EntryClause, PastTreaty, Within},
    treaty::rule::Lapse,
};

/// A clause as a scenario writes it.
pub(super) struct WrittenRule {
    /// The lines under `[rule]`.
    pub(super) lines: String,
    /// The weight of which a share is asked for.
    pub(super) weight: Option<Weight>,
    /// The groups of which some instruments must be.
    pub(super) groups: Vec<String>,
    /// What the clause says besides, in its words, and the lines do not.
    pub(super) untold: Vec<String>,
}

/// A column of the participants table that the rule asks a share of.
pub(super) struct Weight {
    pub(super) column: &'static str,
    of: BTreeMap<String, String>,
    /// Where the weights are from.
    pub(super) source: &'static str,
}

/// The treaties whose clause asks for more than a count and is known in full.
const TEST_BAN: &str = "XXVI-4";
const PARIS: &str = "XXVII-7-d";

const ANNEX_2: &str = include_str!("../../scenarios/history/ctbt-annex-2.csv");
const EMISSIONS: &str = include_str!("../../scenarios/history/paris-emissions.csv");

/// Whether a case can start from a treaty: its clause is known, and can be written as a rule.
pub fn can_start(treaty: &PastTreaty) -> bool {
    written(treaty).is_ok()
}

/// The rule of a treaty of the history.
pub(super) fn written(treaty: &PastTreaty) -> Result<WrittenRule, CaseError> {
    let name = treaty.name();
    let Some(clause) = &treaty.entry else {
        return refused(
            format!("{}: the history has no clause on entry into force for {name}", treaty.id),
            "`inforce list --treaties` shows those that have one",
        );
    };
    let special = match treaty.id.as_str() {
        TEST_BAN => Some(("every", every(), Lapse::Days(180), None)),
        PARIS => Some(("share", share(), Lapse::Days(30), Some(emissions()))),
        _ => None,
    };
    if let Some((_, lines, lapse, weight)) = special {
        let lines = lines + &wait(lapse) + &counting(clause);
        return Ok(WrittenRule { lines, weight, groups: Vec::new(), untold: Vec::new() });
    }
    let (Some(instruments), Some(lapse)) = (clause.instruments, clause.lapse) else {
        let asks =
            if clause.beside.is_empty() { "each is bound on its own" } else { &clause.beside };
        return refused(
            format!("{}: no count decides when {name} enters into force ({asks})", treaty.id),
            "start from a treaty that has a count and write its [rule] by hand",
        );
    };
    let mut lines = format!("instruments = {instruments}\n") + &including(clause) + &wait(lapse);
    if let Some(day) = clause.not_before {
        lines.push_str(&format!("not_before = {day}\n"));
    }
    if !clause.untold.is_empty() {
        let untold = clause.untold.join("; ");
        lines.push_str(&format!(
            "# The clause says besides, which is not written here: {untold}.\n"
        ));
    }
    Ok(WrittenRule {
        lines: lines + &counting(clause),
        weight: None,
        groups: clause.within.iter().map(|one| one.group.clone()).collect(),
        untold: clause.untold.clone(),
    })
}

/// How many of the instruments must be by members of a group; empty where the clause does not say.
fn including(clause: &EntryClause) -> String {
    let table =
        |one: &Within| format!("{{ at_least = {}, among = [\"{}\"] }}", one.at_least, one.group);
    let tables: Vec<String> = clause.within.iter().map(table).collect();
    if tables.is_empty() { String::new() } else { format!("including = [{}]\n", tables.join(", ")) }
}

fn counting(clause: &EntryClause) -> String {
    let counted = clause.organisations_count;
    let why = if counted { "beside" } else { "not additional to" };
    format!(
        "organisations_count = {counted}   # an organisation's instrument is {why} those of its \
         members\n"
    )
}

fn wait(lapse: Lapse) -> String {
    let table = |key: &str, number: u16| format!("wait = {{ {key} = {number} }}\n");
    match lapse {
        Lapse::SameDay => "wait = \"same-day\"\n".to_owned(),
        Lapse::Days(days) => table("days", days),
        Lapse::Months(months) => table("months", months),
        Lapse::FirstOfMonthAfterDays(days) => table("first-of-month-after-days", days),
        Lapse::FirstOfMonthAfterMonths(months) => table("first-of-month-after-months", months),
        Lapse::FirstOfMonthNumber(number) => table("first-of-month-number", number),
    }
}

/// Article XIV(1) of the Comprehensive Nuclear-Test-Ban Treaty.
fn every() -> String {
    let codes: Vec<&str> = ANNEX_2.lines().skip(1).collect();
    let mut lines =
        "# Each of the 44 States of Annex 2, and 180 days (article XIV(1)).\nevery = [\n"
            .to_owned();
    for row in codes.chunks(11) {
        let row: Vec<String> = row.iter().map(|code| format!("\"{code}\"")).collect();
        lines.push_str(&format!("    {},\n", row.join(", ")));
    }
    lines + "]\n"
}

/// Article 21(1) of the Paris Agreement.
fn share() -> String {
    "# At least 55 Parties that account for at least an estimated 55 % of emissions (article 21(1)).\n\
     instruments = 55\n\
     share = { of = \"emissions\", at_least = 0.55 }\n"
        .to_owned()
}

fn emissions() -> Weight {
    let rows = EMISSIONS.lines().skip(1).filter_map(|line| {
        let (code, rest) = line.split_once(',')?;
        Some((code.to_owned(), rest.split(',').next()?.to_owned()))
    });
    Weight {
        column: "emissions",
        of: rows.collect(),
        source: "emissions: thousand tonnes of CO2 equivalent as communicated to the UNFCCC by 12 \
                 December 2015, for the purposes of article 21 (document FCCC/CP/2015/10, annex I), \
                 as transcribed by openclimatedata/paris-agreement-entry-into-force; `year` of each \
                 in scenarios/history/paris-emissions.csv. States without a figure have none",
    }
}

impl Weight {
    /// The weight of a participant as it is written; empty where it has none.
    pub(super) fn of(&self, code: &str) -> &str {
        self.of.get(code).map_or("", String::as_str)
    }
}
