//! The clause on entry into force, from the words of the table.

use crate::{fault::Fault, treaty::rule::Lapse};

use super::{
    EntryClause, Within,
    groups::group_named,
    table::{RowCells, Sheet, count, day},
};

/// What the words of a clause begin with where another column says it too, or how instruments are
/// counted in any treaty.
const SAID_ELSEWHERE: [&str; 8] = [
    "States only",
    "only States",
    "no signature",
    "not before",
    "definitive signature counts",
    "consents to be bound",
    "accession only",
    "three fourths of",
];

/// The clause of a treaty's row; nothing where none was compiled or it is at fault.
pub(super) fn entry_clause<'a>(
    sheet: &'a Sheet<'a>,
    row: &'a RowCells<'a>,
    faults: &mut Vec<Fault>,
) -> Option<EntryClause> {
    let cell = |column| sheet.cell(row, column);
    let (kind, wait, instruments) = (cell("eif_rule"), cell("eif_wait"), cell("eif_instruments"));
    if kind.value.is_empty() {
        return None;
    }
    let instruments = match instruments.value {
        "" if matches!(kind.value, "none" | "special") => None,
        "0" => {
            faults.push(instruments.fault("at least one instrument", "take the clause's number"));
            None
        }
        _ => count(instruments, faults),
    };
    let wait = count(wait, faults)?;
    let lapse = match kind.value {
        "days" => Some(Lapse::Days(wait)),
        "months" => Some(Lapse::Months(wait)),
        "years" => Some(Lapse::Months(wait.saturating_mul(12))),
        "deposit" => Some(Lapse::SameDay),
        "fom_days" => Some(Lapse::FirstOfMonthAfterDays(wait)),
        "fom_months" => Some(Lapse::FirstOfMonthAfterMonths(wait)),
        "fokm" => Some(Lapse::FirstOfMonthNumber(wait)),
        "special" | "none" => None,
        _ => {
            let expected = "days, months, years, deposit, fom_days, fom_months, fokm, special or \
                            none";
            faults.push(kind.fault(expected, "take the kind of lapse from the final clauses"));
            None
        }
    };
    let beside = cell("eif_extra").value.to_owned();
    let (mut within, mut untold) = (Vec::new(), Vec::new());
    for part in beside.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        match part_of(part) {
            Some(one) => within.push(one),
            None if SAID_ELSEWHERE.iter().any(|begin| part.starts_with(begin)) => {}
            None => untold.push(part.to_owned()),
        }
    }
    let organisations = cell("reio_counted");
    let organisations_count = match organisations.value {
        "no" => false,
        // Silence counts them, unless the clause speaks of States alone.
        "" => !beside.starts_with("States only") && !beside.starts_with("only States"),
        _ => {
            faults.push(organisations.fault("`no` or nothing", "leave it empty if they count"));
            false
        }
    };
    let not_before = day(cell("eif_not_before"), faults);
    Some(EntryClause {
        instruments,
        lapse,
        not_before,
        organisations_count,
        beside,
        within,
        untold,
    })
}

/// `at least 3 by members of the Council of Europe`.
fn part_of(words: &str) -> Option<Within> {
    let (number, by) = words.strip_prefix("at least ")?.split_once(" by ")?;
    let at_least = number.parse().ok().filter(|number| *number > 0)?;
    Some(Within { at_least, group: group_named(by)? })
}
