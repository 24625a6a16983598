//! What `status` says for programs: tables in numbers, their last deposits, what changed.

use serde::Serialize;

use crate::{
    depositary::{Changes, StatusChange, StatusTable},
    quantity::Day,
};

/// How many of the last deposits are named.
pub(super) const LAST: usize = 5;

/// A deposit by its day and the participant's name.
#[derive(Serialize)]
pub(super) struct LastDeposit<'a> {
    on: Day,
    name: &'a str,
}

/// The last deposits of a table, the latest first.
pub(super) fn last_deposits(table: &StatusTable) -> Vec<LastDeposit<'_>> {
    let last = table.last_deposits(LAST).into_iter();
    last.map(|(on, name)| LastDeposit { on, name }).collect()
}

/// What a later table says that an earlier one did not.
#[derive(Serialize)]
pub(super) struct ChangesFile<'a> {
    deposited: Vec<ChangeFile<'a>>,
    signed: Vec<ChangeFile<'a>>,
    withdrew: Vec<ChangeFile<'a>>,
    moved: Vec<ChangeFile<'a>>,
    gone: Vec<ChangeFile<'a>>,
}

#[derive(Serialize)]
struct ChangeFile<'a> {
    iso3: &'a str,
    name: &'a str,
    what: &'static str,
    on: Day,
    before: Option<Day>,
    form: Option<&'static str>,
}

impl<'a> From<&'a Changes> for ChangesFile<'a> {
    fn from(changes: &'a Changes) -> ChangesFile<'a> {
        let each = |list: &'a [StatusChange]| list.iter().map(ChangeFile::from).collect();
        ChangesFile {
            deposited: each(&changes.deposited),
            signed: each(&changes.signed),
            withdrew: each(&changes.withdrew),
            moved: each(&changes.moved),
            gone: each(&changes.gone),
        }
    }
}

impl<'a> From<&'a StatusChange> for ChangeFile<'a> {
    fn from(one: &'a StatusChange) -> ChangeFile<'a> {
        ChangeFile {
            iso3: &one.code,
            name: &one.name,
            what: one.what,
            on: one.on,
            before: one.before,
            form: one.form.map(|form| form.mark()),
        }
    }
}
