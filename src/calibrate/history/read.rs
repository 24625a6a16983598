//! From the cells of the history tables to checked types, all faults at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    fault::{Fault, Faults, Severity},
    quantity::Day,
};

use super::{
    Closing, History, OpenedBasis, PastTreaty, PooledTreaty, Tables,
    clause::entry_clause,
    codes::is_code,
    record::participation,
    table::{RowCells, Sheet, count, day, required_day},
};

const TREATIES: [&str; 22] = [
    "treaty_id",
    "short_name",
    "title",
    "adopted",
    "opened_for_signature",
    "opened_basis",
    "signature_closed",
    "eif_instruments",
    "eif_rule",
    "eif_wait",
    "eif_not_before",
    "reio_counted",
    "eif_extra",
    "entry_into_force",
    "subject",
    "depositary",
    "has_signature",
    "signatories",
    "parties_in_table",
    "current_to",
    "latest_record",
    "complete",
];
const POOL: [&str; 3] = ["treaty_id", "short_name", "role"];
const STATEHOOD: [&str; 2] = ["iso3", "can_act_from"];

/// The treaties read so far. A row at fault leaves its name, so that no other row is at fault
/// for naming it.
pub(super) struct Treaties {
    pub(super) named: BTreeSet<String>,
    pub(super) sound: BTreeMap<String, PastTreaty>,
}

pub(super) fn history(tables: &Tables) -> Result<History, Faults> {
    let mut faults = Vec::new();
    let sheet = Sheet::read(&tables.treaties, &TREATIES, &mut faults);
    // Without the treaties every other row would be at fault for want of its own.
    let Some(sheet) = sheet else { return Err(Faults::all(faults)) };
    let mut treaties = treaties(&sheet, &mut faults);
    let exclusions = participation(&tables.participation, &mut treaties, &mut faults);
    let pool = pool(tables, &treaties, &mut faults);
    let can_act_from = statehood(tables, &mut faults);
    if faults.iter().all(|fault| fault.severity != Severity::Error) {
        compare_totals(&sheet, &treaties, &mut faults);
    }
    let warnings = Faults::stop_on_errors(faults)?;
    let treaties = treaties.sound.into_values().collect();
    Ok(History { treaties, pool, can_act_from, exclusions, warnings })
}

fn treaties(sheet: &Sheet<'_>, faults: &mut Vec<Fault>) -> Treaties {
    let mut treaties = Treaties { named: BTreeSet::new(), sound: BTreeMap::new() };
    for row in &sheet.rows {
        let id = sheet.cell(row, "treaty_id");
        if id.value.is_empty() {
            faults.push(id.fault("an id such as XVIII-14", "name the treaty"));
            continue;
        }
        if !treaties.named.insert(id.value.to_owned()) {
            faults.push(id.fault("each treaty once", "take out one of the two rows"));
            continue;
        }
        let before = faults.len();
        let treaty = treaty(sheet, row, faults);
        if let Some(treaty) = treaty
            && faults.len() == before
        {
            treaties.sound.insert(treaty.id.clone(), treaty);
        }
    }
    treaties
}

fn treaty<'a>(
    sheet: &'a Sheet<'a>,
    row: &'a RowCells<'a>,
    faults: &mut Vec<Fault>,
) -> Option<PastTreaty> {
    let cell = |column| sheet.cell(row, column);
    let opening = cell("opened_for_signature");
    if opening.value.is_empty() {
        let help = "leave out a treaty that never opened, and its rows of participation";
        faults.push(opening.fault("the day of opening", help));
    }
    let opened = day(opening, faults);
    let not_before_opening = |column, faults: &mut Vec<Fault>| {
        let day = day(cell(column), faults);
        if let (Some(opened), Some(day)) = (opened, day)
            && day < opened
        {
            let expected = format!("a day not before the opening, {opened}");
            let help = "check both days against the final clauses";
            faults.push(cell(column).fault(&expected, help));
        }
        day
    };
    let closing = match cell("signature_closed").value {
        "entry-into-force" => Closing::AtEntry,
        _ => not_before_opening("signature_closed", faults).map_or(Closing::Never, Closing::On),
    };
    let in_force = not_before_opening("entry_into_force", faults);
    let entry = entry_clause(sheet, row, faults);
    let known_to = required_day(cell("current_to"), faults);
    if let (Some(opened), Some(known_to)) = (opened, known_to)
        && known_to < opened
    {
        let expected = format!("a day not before the opening, {opened}");
        let help = "leave out a treaty that had not opened when its record ends";
        faults.push(cell("current_to").fault(&expected, help));
    }
    let opened_basis = match cell("opened_basis").value {
        "official" => Some(OpenedBasis::Official),
        "first signature" => Some(OpenedBasis::FirstSignature),
        "adoption" => Some(OpenedBasis::Adoption),
        _ => {
            let expected = "`official`, `first signature` or `adoption`";
            let help = "say how the day of opening is known";
            faults.push(cell("opened_basis").fault(expected, help));
            None
        }
    };
    let has_signature = match cell("has_signature").value {
        "yes" => true,
        "no" => false,
        _ => {
            let help = "say whether the treaty is signed at all";
            faults.push(cell("has_signature").fault("`yes` or `no`", help));
            false
        }
    };
    day(cell("adopted"), faults);
    let text = |column| cell(column).value.to_owned();
    let gaps = text("complete");
    Some(PastTreaty {
        id: text("treaty_id"),
        short_name: text("short_name"),
        title: text("title"),
        opened: opened?,
        opened_basis: opened_basis?,
        closing,
        entry,
        in_force,
        subject: text("subject"),
        has_signature,
        known_to: known_to?,
        gaps: (gaps != "yes").then_some(gaps),
        records: Vec::new(),
    })
}

/// A table cut short, or a row slipped in, shows as a total that no longer holds.
fn compare_totals(sheet: &Sheet<'_>, treaties: &Treaties, faults: &mut Vec<Fault>) {
    for row in &sheet.rows {
        let id = sheet.cell(row, "treaty_id");
        let Some(treaty) = treaties.sound.get(id.value) else { continue };
        let records = &treaty.records;
        let deposits: Vec<Day> = records.iter().filter_map(|one| one.deposit.exact()).collect();
        let signatures: Vec<Day> = records.iter().filter_map(|one| one.signed).collect();
        let help = "the table of participation has lost or gained rows; compare it with its source";
        for (column, have) in
            [("signatories", signatures.len()), ("parties_in_table", deposits.len())]
        {
            let cell = sheet.cell(row, column);
            if count(cell, faults).is_some_and(|said| usize::from(said) != have) {
                faults.push(cell.fault(&format!("{have}, the rows there are"), help));
            }
        }
        let cell = sheet.cell(row, "latest_record");
        let said = day(cell, faults);
        let have = deposits.iter().chain(&signatures).max().copied();
        if said != have {
            let have = have.map_or("nothing".to_owned(), |day| day.to_string());
            faults.push(cell.fault(&format!("{have}, the latest row there is"), help));
        }
    }
}

fn pool(tables: &Tables, treaties: &Treaties, faults: &mut Vec<Fault>) -> Vec<PooledTreaty> {
    let (mut pool, mut seen) = (Vec::new(), BTreeSet::new());
    let Some(sheet) = Sheet::read(&tables.pool, &POOL, faults) else { return pool };
    for row in &sheet.rows {
        let (id, role) = (sheet.cell(row, "treaty_id"), sheet.cell(row, "role"));
        if !treaties.named.contains(id.value) {
            faults.push(id.fault("a treaty of the table of treaties", "add its row there"));
        }
        if !seen.insert(id.value.to_owned()) {
            faults.push(id.fault("each treaty once", "take out one of the two rows"));
        }
        let scored = role.value == "scored";
        if !scored && role.value != "fit-only" {
            faults.push(role.fault("`scored` or `fit-only`", "say what the treaty is used for"));
        }
        pool.push(PooledTreaty { treaty: id.value.to_owned(), scored });
    }
    pool
}

fn statehood(tables: &Tables, faults: &mut Vec<Fault>) -> BTreeMap<String, Day> {
    let mut can_act_from = BTreeMap::new();
    let Some(sheet) = Sheet::read(&tables.statehood, &STATEHOOD, faults) else {
        return can_act_from;
    };
    for row in &sheet.rows {
        let code = sheet.cell(row, "iso3");
        let Some(day) = required_day(sheet.cell(row, "can_act_from"), faults) else { continue };
        if !is_code(code.value) {
            faults.push(code.fault("a code such as TLS", "name the participant"));
        } else if can_act_from.insert(code.value.to_owned(), day).is_some() {
            faults.push(code.fault("each participant once", "take out one of the two rows"));
        }
    }
    can_act_from
}
