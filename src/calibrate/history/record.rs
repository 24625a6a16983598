//! The rows of the table of participation: who signed and deposited when.

use std::collections::BTreeSet;

use crate::{fault::Fault, quantity::Day, text::Text, treaty::Form};

use super::{
    Exclusion, ParticipantRecord, PastDeposit, PastKind, PastTreaty, Why, Withdrawal,
    codes::{EXTINCT, is_code, nearest_code},
    read::Treaties,
    table::{RowCells, Sheet, day, required_day},
};

const PARTICIPATION: [&str; 8] =
    ["treaty_id", "iso3", "signed", "deposited", "form", "withdrawn", "note", "src"];

/// Puts each row's record to its treaty and returns the acts that are no delays.
pub(super) fn participation(
    text: &Text,
    treaties: &mut Treaties,
    faults: &mut Vec<Fault>,
) -> Vec<Exclusion> {
    let (mut exclusions, mut seen) = (Vec::new(), BTreeSet::new());
    let Some(sheet) = Sheet::read(text, &PARTICIPATION, faults) else { return exclusions };
    for row in &sheet.rows {
        let (id, code) = (sheet.cell(row, "treaty_id"), sheet.cell(row, "iso3"));
        if !treaties.named.contains(id.value) {
            faults.push(id.fault("a treaty of the table of treaties", "add its row there"));
        }
        if !is_code(code.value) {
            let expected = "an ISO 3166-1 alpha-3 code, or IO- and a name for an organisation";
            let meant = nearest_code(code.value);
            let help = meant.map(|meant| format!("did you mean `{meant}`?"));
            let help = help.unwrap_or_else(|| "write capitals, such as TLS".to_owned());
            faults.push(code.fault(expected, &help));
        }
        if !seen.insert((id.value, code.value)) {
            faults.push(code.fault("each participant once a treaty", "take out one of the rows"));
        }
        let record = record(&sheet, row, faults);
        if let Some(treaty) = treaties.sound.get_mut(id.value) {
            if record.signed.is_some() && !treaty.has_signature {
                let signed = sheet.cell(row, "signed");
                let help = "set has_signature to yes, or take the day out";
                faults.push(signed.fault("nothing, as the treaty is not signed", help));
            }
            let whys = out_of_the_ordinary(treaty, &record);
            exclusions.extend(whys.into_iter().map(|why| Exclusion {
                treaty: treaty.id.clone(),
                participant: record.participant.clone(),
                why,
                line: sheet.line(row),
            }));
            treaty.records.push(record);
        }
    }
    for treaty in treaties.sound.values_mut() {
        treaty.records.sort_by(|one, other| one.participant.cmp(&other.participant));
    }
    exclusions.sort_by(|one, other| {
        (&one.treaty, &one.participant, one.why).cmp(&(
            &other.treaty,
            &other.participant,
            other.why,
        ))
    });
    exclusions
}

fn record<'a>(
    sheet: &'a Sheet<'a>,
    row: &'a RowCells<'a>,
    faults: &mut Vec<Fault>,
) -> ParticipantRecord {
    let cell = |column| sheet.cell(row, column);
    let (bound, note, code) = (cell("deposited"), cell("note"), cell("iso3"));
    let signed = day(cell("signed"), faults);
    let bound_on = day(bound, faults);
    if let (Some(signed), Some(bound_on)) = (signed, bound_on)
        && bound_on < signed
    {
        let expected = format!("a day not before the signature, {signed}");
        faults.push(bound.fault(&expected, "check both days against the depositary"));
    }
    let form = form(sheet, row, bound_on.is_some(), faults);
    let withdrawn = match cell("withdrawn").value {
        "" => None,
        "yes" => Some(Withdrawal::DayUnknown),
        _ => required_day(cell("withdrawn"), faults).map(Withdrawal::From),
    };
    if let (Some(Withdrawal::From(left)), Some(bound_on)) = (withdrawn, bound_on)
        && left < bound_on
    {
        let expected = format!("a day not before the deposit, {bound_on}");
        let help = "check both days against the depositary";
        faults.push(cell("withdrawn").fault(&expected, help));
    }
    let deposit = match bound_on {
        Some(day) => PastDeposit::On(day),
        None if !bound.value.is_empty() => PastDeposit::None,
        None => undated_deposit(note.value),
    };
    ParticipantRecord {
        participant: code.value.to_owned(),
        kind: kind(code.value, note.value),
        signed,
        signed_by_succession: note.value.contains("signature by succession"),
        deposit,
        form,
        withdrawn,
        sources: cell("src").value.to_owned(),
    }
}

fn kind(code: &str, note: &str) -> PastKind {
    if code == "EUU" || code.starts_with("IO-") {
        PastKind::Organisation
    } else if EXTINCT.contains(&code) {
        PastKind::ExtinctState
    } else if note.starts_with("territory") {
        PastKind::Territory
    } else {
        PastKind::State
    }
}

fn form<'a>(
    sheet: &'a Sheet<'a>,
    row: &'a RowCells<'a>,
    bound: bool,
    faults: &mut Vec<Fault>,
) -> Option<Form> {
    let cell = sheet.cell(row, "form");
    if cell.value.is_empty() && !bound {
        return None;
    }
    let Some(form) = Form::from_mark(cell.value) else {
        let help = "say in what form the instrument was made";
        faults.push(cell.fault("r, A, AA, a, d, s, c, P or p", help));
        return None;
    };
    if !bound && sheet.cell(row, "deposited").value.is_empty() {
        let help = "give the day of deposit, or take the form out";
        faults.push(cell.fault("nothing, as there is no deposit", help));
    }
    Some(form)
}

/// The notes tell of instruments whose day was not found, some with the days around it.
fn undated_deposit(note: &str) -> PastDeposit {
    if !note.contains("deposit date not found") {
        return PastDeposit::None;
    }
    let mut days = note.split([' ', ',']).filter_map(|word| word.parse::<Day>().ok());
    match (days.next(), days.next()) {
        (Some(first), Some(last)) if first <= last => PastDeposit::Between(first, last),
        _ => PastDeposit::Undated,
    }
}

fn out_of_the_ordinary(treaty: &PastTreaty, record: &ParticipantRecord) -> Vec<Why> {
    let mut whys = Vec::new();
    match record.deposit {
        PastDeposit::On(day) if day < treaty.opened => whys.push(Why::DepositBeforeOpening),
        PastDeposit::Between(..) | PastDeposit::Undated => whys.push(Why::DepositWithoutDay),
        _ => {}
    }
    if let Some(signed) = record.signed {
        if signed < treaty.opened {
            whys.push(Why::SignatureBeforeOpening);
        }
        if treaty.closed().is_some_and(|closed| signed > closed) {
            whys.push(Why::SignatureAfterClosing);
        }
    }
    whys
}
