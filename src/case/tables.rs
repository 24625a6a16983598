//! The tables of a case: who may join, and what each has done by when.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::WrittenRule;
use crate::{
    calibrate::history::{
        History, ParticipantRecord, PastDeposit, PastKind, PastTreaty, Withdrawal, was_member,
    },
    quantity::Day,
    scenario::built_in_text,
    text::{Dialect, Table, csv_row},
    treaty::Form,
};

/// What is known of today's States whatever the treaty.
const PARTICIPANTS: &str = "hanoi/participants.csv";

/// States that have ceased to exist; their instruments counted when they were made.
const EXTINCT: [(&str, &str); 4] = [
    ("CSK", "Czechoslovakia"),
    ("DDR", "German Democratic Republic"),
    ("YMD", "Democratic Yemen"),
    ("YUG", "Yugoslavia"),
];

/// One that may join a past treaty.
pub(super) struct Joiner {
    code: String,
    name: String,
    kind: &'static str,
    un_group: String,
    can_act_from: Option<Day>,
}

/// Those that may join, in order of code: the States of today, and of others those that did.
/// Organisations are among them only where they acted, territories never.
pub(super) fn joiners(history: &History, treaty: &PastTreaty) -> Vec<Joiner> {
    let mut known = BTreeMap::new();
    let text = built_in_text(PARTICIPANTS).unwrap_or_default();
    for row in Table::parse(text, Dialect::Plain).even_rows() {
        let [code, name, kind, group] = [0, 1, 2, 3].map(|column| &*row[column].text);
        let kind = match kind {
            "reio" => "reio",
            "non-member-state" => "non-member-state",
            _ => "un-member",
        };
        let can_act_from = history.can_act_from.get(code).copied();
        let can_act_from = can_act_from.filter(|day| *day > treaty.opened);
        let (name, un_group) = (name.to_owned(), group.to_owned());
        let joiner = Joiner { code: code.to_owned(), name, kind, un_group, can_act_from };
        known.insert(code.to_owned(), joiner);
    }
    let acted: BTreeSet<&str> =
        treaty.records.iter().map(|record| record.participant.as_str()).collect();
    known.retain(|code, joiner| joiner.kind != "reio" || acted.contains(code.as_str()));
    for (code, name) in EXTINCT {
        if acted.contains(code) {
            known.insert(
                code.to_owned(),
                Joiner {
                    code: code.to_owned(),
                    name: name.to_owned(),
                    kind: "non-member-state",
                    un_group: String::new(),
                    can_act_from: None,
                },
            );
        }
    }
    known.into_values().collect()
}

/// `participants.csv`; with columns for the weight and the groups that the rule asks for, if it does.
/// Members of a group are those of the as-of day.
pub(super) fn participants(joiners: &[Joiner], rule: &WrittenRule, as_of: Day) -> String {
    let mut columns = vec!["iso3", "name", "kind", "un_group", "can_act_from"];
    columns.extend(rule.weight.as_ref().map(|weight| weight.column));
    columns.extend((!rule.groups.is_empty()).then_some("memberships"));
    let mut rows = vec![columns.iter().map(|column| (*column).to_owned()).collect()];
    for one in joiners {
        let mut cells = vec![
            one.code.clone(),
            one.name.clone(),
            one.kind.to_owned(),
            one.un_group.clone(),
            one.can_act_from.map(|day| day.to_string()).unwrap_or_default(),
        ];
        if let Some(weight) = &rule.weight {
            cells.push(weight.of(&one.code).to_owned());
        }
        if !rule.groups.is_empty() {
            let groups = rule.groups.iter().filter(|group| was_member(group, &one.code, as_of));
            cells.push(groups.cloned().collect::<Vec<_>>().join(";"));
        }
        rows.push(cells);
    }
    text(&rows)
}

/// `status.csv`: every joiner, with all that it did up to the end of the record.
pub(super) fn status(joiners: &[Joiner], treaty: &PastTreaty) -> String {
    let columns = [
        "iso3",
        "name",
        "signed",
        "signed_certainty",
        "deposited",
        "deposited_certainty",
        "form",
        "withdrawn",
        "source",
    ];
    let mut rows = vec![columns.map(str::to_owned).to_vec()];
    for one in joiners {
        let record = treaty.records.iter().find(|record| record.participant == one.code);
        let acts =
            record.map(|record| CaseColumns::from_record(record, treaty)).unwrap_or_default();
        let day = |act: &Option<ReportedDay>| act.map(|act| act.on.to_string()).unwrap_or_default();
        let sure =
            |act: &Option<ReportedDay>| act.map(|act| act.certainty).unwrap_or_default().to_owned();
        let form = record.and_then(|record| record.form).filter(|_| acts.bound.is_some());
        rows.push(vec![
            one.code.clone(),
            one.name.clone(),
            day(&acts.signed),
            sure(&acts.signed),
            day(&acts.bound),
            sure(&acts.bound),
            form.map_or("", Form::mark).to_owned(),
            acts.withdrawn.map(|day| day.to_string()).unwrap_or_default(),
            acts.source,
        ]);
    }
    text(&rows)
}

fn text(rows: &[Vec<String>]) -> String {
    rows.iter().map(csv_row).collect()
}

/// A day, and how sure it is.
#[derive(Clone, Copy)]
struct ReportedDay {
    on: Day,
    certainty: &'static str,
}

/// What a record says in a case's words.
#[derive(Default)]
struct CaseColumns {
    signed: Option<ReportedDay>,
    bound: Option<ReportedDay>,
    withdrawn: Option<Day>,
    source: String,
}

impl CaseColumns {
    fn from_record(record: &ParticipantRecord, treaty: &PastTreaty) -> CaseColumns {
        if record.kind == PastKind::Territory {
            return CaseColumns::default();
        }
        let mut notes: Vec<String> = Vec::new();
        // A case knows nothing before its opening; what was taken over from before counts from then.
        let mut act = |what: &str, on: Day, certainty: &'static str| {
            if on < treaty.opened {
                notes.push(format!("{what} of {on} counted from the opening"));
                return ReportedDay { on: treaty.opened, certainty: "before-opening" };
            }
            ReportedDay { on, certainty }
        };
        let mut signed = record.signed.map(|day| act("signature", day, "exact"));
        let bound = match record.deposit {
            PastDeposit::On(day) => Some(act("deposit", day, "exact")),
            PastDeposit::Between(_, last) => Some(act("deposit", last, "latest-possible")),
            PastDeposit::None | PastDeposit::Undated => None,
        };
        if record.deposit == PastDeposit::Undated {
            notes.push("deposited on a day that is not known".to_owned());
        }
        if let (Some(on), Some(closed)) = (record.signed, treaty.closed())
            && on > closed
        {
            signed = None;
            notes.push(format!("signature of {on}, after the closing day, left out"));
        }
        let mut withdrawn = None;
        match record.withdrawn {
            Some(Withdrawal::From(day)) if bound.is_some_and(|bound| bound.on < day) => {
                withdrawn = Some(day);
            }
            Some(_) => notes.push("withdrew on a day that is not known".to_owned()),
            None => {}
        }
        CaseColumns { signed, bound, withdrawn, source: notes.join("; ") }
    }
}
