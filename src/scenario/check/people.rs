//! Who may join, and how names of groups and codes are understood.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use crate::{
    fault::{did_you_mean, nearest},
    quantity::Day,
    scenario::{
        draft::Report,
        sheet::{EffectiveCell, Records},
        source::Span,
        wire::{Entry, ScenarioFile},
    },
    treaty::{
        Kind,
        rule::{Members, Rule},
    },
};

const KINDS: [(&str, Kind); 3] = [
    ("un-member", Kind::UnMember),
    ("non-member-state", Kind::NonMemberState),
    ("reio", Kind::Organisation),
];

/// All participants, in order of code.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) list: Vec<Person>,
    /// Whether rows were left out because they could not be read.
    pub(super) broken: bool,
    groups: BTreeMap<String, BTreeSet<usize>>,
}

/// What the participants table says of one.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) groups: BTreeSet<String>,
    pub(super) can_act_from: Option<Day>,
}

impl Check<'_> {
    pub(super) fn people(&mut self, file: &ScenarioFile, table: &Records) -> People {
        let mut people = People::default();
        for (code, record) in &table.rows {
            let name = table.cell(code, "name").map_or(code.as_str(), |held| held.text.as_str());
            if !is_code(code) {
                let message = format!("expected a code of three capital letters, found `{code}`");
                self.error(Some(record.at.clone()), message);
                people.broken = true;
                continue;
            }
            let kind = match table.cell(code, "kind") {
                Some(held) => self.kind(held),
                None => Kind::UnMember,
            };
            let can_act_from = table.cell(code, "can_act_from").and_then(|held| self.day(held));
            people.list.push(Person {
                code: code.clone(),
                name: name.to_owned(),
                kind,
                groups: groups(table, code),
                can_act_from,
            });
        }
        for (index, person) in people.list.iter().enumerate() {
            for group in &person.groups {
                people.groups.entry(group.clone()).or_default().insert(index);
            }
        }
        self.own_groups(file, &mut people);
        people
    }

    /// Groups that the scenario puts together itself.
    fn own_groups(&mut self, file: &ScenarioFile, people: &mut People) {
        let Some(sections) = file.group.get() else { return };
        let mut added: Vec<(String, Vec<bool>)> = Vec::new();
        for (name, entry) in sections {
            let Some((section, at)) = entry.both() else { continue };
            if RESERVED.contains(&name.as_str()) {
                self.error(
                    Some(at),
                    format!("`{name}` has a meaning of its own, it names no group"),
                );
            } else if section.members.is_given() {
                added.push((name.clone(), self.named(&section.members, people, &[])));
            }
        }
        for (name, members) in added {
            for (index, _) in members.iter().enumerate().filter(|(_, member)| **member) {
                people.groups.entry(name.clone()).or_default().insert(index);
                people.list[index].groups.insert(name.clone());
            }
        }
    }

    /// Those that a list of groups and codes names; `extra` are further names with their members.
    pub(super) fn named(
        &mut self,
        list: &Entry<Vec<Entry<String>>>,
        people: &People,
        extra: &[(&str, Vec<bool>)],
    ) -> Vec<bool> {
        let mut named = vec![false; people.list.len()];
        for (name, at) in list.get().into_iter().flatten().filter_map(Entry::both) {
            if let Some((_, members)) = extra.iter().find(|(known, _)| known == name) {
                named.iter_mut().zip(members).for_each(|(one, member)| *one |= *member);
            } else if name == ALL {
                named.fill(true);
            } else if let Some(index) = people.find(name) {
                named[index] = true;
            } else if let Some(group) = people.groups.get(name) {
                group.iter().for_each(|index| named[*index] = true);
            } else {
                let words = extra.iter().map(|(word, _)| *word);
                self.reports.push(people.unknown("group or code", name, at, words));
            }
        }
        named
    }

    /// Those of whom it is asked when the treaty would bind them.
    pub(super) fn watched(
        &mut self,
        file: &ScenarioFile,
        people: &People,
        rule: &Rule,
    ) -> Vec<usize> {
        let forecast = file.forecast.section();
        let mut watched = BTreeSet::new();
        for (code, at) in forecast.watched.get().into_iter().flatten().filter_map(Entry::both) {
            match people.find(code) {
                Some(index)
                    if people.list[index].kind == Kind::Organisation && !rule.counts(index) =>
                {
                    let message = format!(
                        "`{code}` is an organisation whose instrument does not count, so its \
                         deposit is not simulated"
                    );
                    let help = "ask for States, or write organisations_count = true in [rule]";
                    self.reports.push(Report::error(Some(at), message).help(help));
                }
                Some(index) => {
                    watched.insert(index);
                }
                None if people.complete() => {
                    let report = people.unknown("participant", code, at, std::iter::empty());
                    self.reports.push(report);
                }
                None => {}
            }
        }
        watched.into_iter().collect()
    }

    fn kind(&mut self, held: &EffectiveCell) -> Kind {
        match KINDS.iter().find(|(word, _)| *word == held.text) {
            Some((_, kind)) => *kind,
            None => {
                let near = did_you_mean(nearest(&held.text, KINDS.map(|(word, _)| word)));
                let message = format!(
                    "expected un-member, non-member-state or reio, found `{}`{near}",
                    held.text
                );
                self.error(Some(held.at.clone()), message);
                Kind::UnMember
            }
        }
    }

    /// A day written in a cell.
    pub(super) fn day(&mut self, held: &EffectiveCell) -> Option<Day> {
        let day = held.text.parse::<Day>();
        if let Err(wrong) = &day {
            let report = Report::error(Some(held.at.clone()), wrong.to_string());
            self.reports.push(report.help("write year, month and day: 2027-12-31"));
        }
        day.ok()
    }

    /// A number written in a cell.
    pub(super) fn cell_number(
        &mut self,
        held: &EffectiveCell,
        ok: impl Fn(f64) -> bool,
        expected: &str,
    ) -> Option<f64> {
        match held.text.parse::<f64>() {
            Ok(number) if ok(number) => Some(number),
            _ => {
                self.error(Some(held.at.clone()), format!("{expected}, found `{}`", held.text));
                None
            }
        }
    }
}

/// The name of everybody.
pub(super) const ALL: &str = "all";

/// Names that no group may have.
pub(super) const RESERVED: [&str; 3] = [ALL, "signatories", "non-signatories"];

impl People {
    /// The index of a code.
    pub(super) fn find(&self, code: &str) -> Option<usize> {
        self.list.binary_search_by(|one| one.code.as_str().cmp(code)).ok()
    }

    /// Whether everybody is known, so that a name not found is wrong.
    pub(super) fn complete(&self) -> bool {
        !self.list.is_empty() && !self.broken
    }

    /// Whether a group of this name has members.
    pub(super) fn has_group(&self, name: &str) -> bool {
        self.groups.contains_key(name)
    }

    /// Those for whom it holds.
    pub(super) fn members(&self, who: impl Fn(usize, &Person) -> bool) -> Members {
        let each = self.list.iter().enumerate();
        Members::new(each.map(|(index, person)| who(index, person)).collect())
    }

    /// A name that is not known, with the nearest that is; a full name leads to its code.
    pub(super) fn unknown<'a>(
        &'a self,
        what: &str,
        name: &str,
        at: Span,
        extra: impl Iterator<Item = &'a str>,
    ) -> Report {
        let codes = self.list.iter().map(|person| person.code.as_str());
        let groups = self.groups.keys().map(String::as_str);
        let full = self.list.iter().find(|person| person.name.eq_ignore_ascii_case(name));
        let near = match full {
            Some(person) => Some(person.code.as_str()),
            None if is_code(name) => nearest(name, codes),
            None => nearest(name, groups.clone().chain(codes).chain(extra).chain([ALL])),
        };
        let report =
            Report::error(Some(at), format!("unknown {what} `{name}`{}", did_you_mean(near)));
        if near.is_some() || self.groups.is_empty() || is_code(name) {
            return report;
        }
        let groups: Vec<&str> = groups.collect();
        report.help(format!("groups here are {}", groups.join(", ")))
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn groups(table: &Records, code: &str) -> BTreeSet<String> {
    let cells =
        ["un_group", "memberships"].into_iter().filter_map(|column| table.cell(code, column));
    let names = cells.flat_map(|held| held.text.split(';')).map(str::trim);
    names.filter(|name| !name.is_empty() && *name != "none").map(str::to_owned).collect()
}
