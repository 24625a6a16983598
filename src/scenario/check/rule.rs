//! The rule of entry into force, as written.

use super::{Check, people::People};
use crate::{
    fault::{did_you_mean, nearest},
    parameters::defaults,
    quantity::Days,
    scenario::{
        draft::Report,
        sheet::Records,
        source::Span,
        wire::{Combine, Entry, RuleSection, ScenarioFile, ShareTable, Wait, WaitWord, WordOr},
    },
    treaty::{
        Kind,
        rule::{Condition, Lapse, Members, Rule},
    },
};

impl Check<'_> {
    pub(super) fn rule(&mut self, file: &ScenarioFile, people: &People, table: &Records) -> Rule {
        let section = file.rule.section();
        let before = self.reports.len();
        let among = self.counting(&section, &section.among, people);
        let understood = self.understood("rule.among", before) && people.complete();
        let mut parts = Vec::new();
        if let Some((instruments, at)) = section.instruments.both() {
            self.enough(*instruments, &among, understood, at);
            let count = Condition::Count { instruments: *instruments, among: among.clone() };
            let within = self.including(&section, *instruments, &among, people);
            parts.push(Condition::including(count, within));
        } else if let Some(at) = section.including.at()
            && !self.is_broken("rule.instruments")
        {
            let message = "`including` says how many of `instruments`, which is not given";
            let help = "for example instruments = 5";
            self.reports.push(Report::error(Some(at), message).help(help));
        }
        if let Some(at) = section.every.at() {
            let before = self.reports.len();
            let every = self.counting(&section, &section.every, people);
            let understood = self.understood("rule.every", before);
            if every.count() == 0 && understood && people.complete() {
                self.error(Some(at), "`every` names nobody that counts");
            }
            parts.push(Condition::Every(every));
        }
        if let Some(share) = section.share.get() {
            parts.extend(self.share(&section, share, people, table));
        }
        let broken = ["", ".instruments", ".every", ".share"];
        if parts.is_empty() && !broken.iter().any(|key| self.is_broken(&format!("rule{key}"))) {
            let report = Report::error(file.rule.at(), "the rule has no condition");
            self.reports.push(report.help("for example [rule] instruments = 40"));
        }
        let when = match (parts.len(), section.combine.or(Combine::default())) {
            (1, _) => parts.remove(0),
            (_, Combine::All) => Condition::All(parts),
            (_, Combine::Any) => Condition::Any(parts),
        };
        Rule {
            when,
            then: self.lapse(file, &section),
            not_before: section.not_before.get().map(|date| date.0),
            later_party_days: Days(i32::from(
                section.later_party_days.or(defaults::LATER_PARTY_DAYS),
            )),
        }
    }

    /// Says where a number of instruments cannot be reached, whoever of these deposits; `understood`
    /// says whether it is known who they are.
    fn enough(&mut self, instruments: u16, among: &Members, understood: bool, at: Span) {
        let members = among.count();
        if instruments == 0 {
            self.error(Some(at), "expected at least 1 instrument, found 0");
        } else if understood && usize::from(instruments) > members {
            let message =
                format!("{instruments} instruments are needed, but only {members} can count");
            let help = "ask for fewer, count more of them (`among`), or add participants";
            self.reports.push(Report::error(Some(at), message).help(help));
        }
    }

    /// How many of the instruments must be by members of a group.
    fn including(
        &mut self,
        section: &RuleSection,
        instruments: u16,
        among: &Members,
        people: &People,
    ) -> Vec<Condition> {
        let mut within = Vec::new();
        for table in section.including.get().into_iter().flatten() {
            let Some((one, at)) = table.both() else { continue };
            let before = self.reports.len();
            self.including_key("among", one.among.is_given(), &at, "[\"eu\"]");
            self.including_key("at_least", one.at_least.is_given(), &at, "3");
            let theirs = self.counting(section, &one.among, people);
            let theirs = people.members(|index, _| theirs.has(index) && among.has(index));
            let understood = self.understood("rule.including.among", before) && people.complete();
            let Some((at_least, at)) = one.at_least.both() else { continue };
            if *at_least > instruments {
                let message = format!("{at_least} of {instruments} instruments cannot be");
                let help = "ask for at most as many as `instruments`";
                self.reports.push(Report::error(Some(at), message).help(help));
            } else {
                self.enough(*at_least, &theirs, understood, at);
            }
            within.push(Condition::Count { instruments: *at_least, among: theirs });
        }
        within
    }

    /// Says that a table of `including` lacks a key.
    fn including_key(&mut self, key: &str, given: bool, at: &Span, example: &str) {
        if !given && !self.is_broken(&format!("rule.including.{key}")) {
            let report =
                Report::error(Some(at.clone()), format!("expected `{key}` in `including`"));
            self.reports.push(report.help(format!("for example {key} = {example}")));
        }
    }

    /// Whether nothing has been found wrong with a list since there were so many reports.
    fn understood(&self, path: &str, before: usize) -> bool {
        self.reports.len() == before && !self.is_broken(path)
    }

    /// Those of a list whose instruments count; all of them where there is no list.
    fn counting(
        &mut self,
        section: &RuleSection,
        list: &Entry<Vec<Entry<String>>>,
        people: &People,
    ) -> Members {
        let organisations = section.organisations_count.or(defaults::ORGANISATIONS_COUNT);
        let named = list.is_given().then(|| self.named(list, people, &[]));
        people.members(|index, person| {
            let listed = named.as_ref().is_none_or(|named| named[index]);
            listed && (organisations || person.kind != Kind::Organisation)
        })
    }

    fn share(
        &mut self,
        section: &RuleSection,
        share: &ShareTable,
        people: &People,
        table: &Records,
    ) -> Option<Condition> {
        let in_share = |x: f64| x > 0.0 && x <= 1.0;
        let expected = "a share is above 0 and at most 1";
        let at_least = self.number(&share.at_least, in_share, expected);
        let Some((of, at)) = share.of.both() else {
            self.error(section.share.at(), "expected `of`, a column of the participants table");
            return None;
        };
        if !share.at_least.is_given() {
            self.error(section.share.at(), "expected `at_least`, a share such as 0.55");
        }
        if !table.columns.iter().any(|column| column == of) {
            let near = nearest(of, table.columns.iter().map(String::as_str));
            let message =
                format!("the participants table has no column `{of}`{}", did_you_mean(near));
            self.error(Some(at), message);
            return None;
        }
        let expected = "expected a finite number from 0";
        let weight: Vec<f64> = people
            .list
            .iter()
            .map(|person| {
                let held = table.cell(&person.code, of);
                let ok = |weight: f64| weight.is_finite() && weight >= 0.0;
                held.and_then(|held| self.cell_number(held, ok, expected)).unwrap_or(0.0)
            })
            .collect();
        let list = if share.among.is_given() { &share.among } else { &section.among };
        let among = self.counting(section, list, people);
        let whole: f64 = among.indices().map(|index| weight[index]).sum();
        if whole <= 0.0 && !people.list.is_empty() {
            self.error(Some(at), format!("column `{of}` is empty for all that count"));
        }
        Some(Condition::Share { share: at_least?, weight, among })
    }

    fn lapse(&mut self, file: &ScenarioFile, section: &RuleSection) -> Lapse {
        let wait = self.required(("rule", file.rule.at()), "wait", &section.wait);
        let wait = match wait {
            None | Some(WordOr::Word(WaitWord::SameDay)) => return Lapse::SameDay,
            Some(WordOr::Table(wait)) => wait,
        };
        let ways = ways(&wait);
        match ways.as_slice() {
            [(_, lapse)] => *lapse,
            [] => {
                if !self.broken.iter().any(|path| path.starts_with("rule.wait")) {
                    let report = Report::error(section.wait.at(), "this wait has no length");
                    self.reports.push(report.help("for example wait = { days = 90 }"));
                }
                Lapse::SameDay
            }
            [(first, lapse), (second, _), ..] => {
                let message = format!("two waits at once: `{first}` and `{second}`");
                let report = Report::error(section.wait.at(), message);
                self.reports.push(report.help("keep one of them"));
                *lapse
            }
        }
    }
}

/// The waits that are written.
fn ways(wait: &Wait) -> Vec<(&'static str, Lapse)> {
    type WaitKey<'a> = (&'static str, &'a Entry<u16>, fn(u16) -> Lapse);
    let after_days = &wait.first_of_month_after_days;
    let after_months = &wait.first_of_month_after_months;
    let ways: [WaitKey<'_>; 5] = [
        ("days", &wait.days, Lapse::Days),
        ("months", &wait.months, Lapse::Months),
        ("first-of-month-after-days", after_days, Lapse::FirstOfMonthAfterDays),
        ("first-of-month-after-months", after_months, Lapse::FirstOfMonthAfterMonths),
        ("first-of-month-number", &wait.first_of_month_number, Lapse::FirstOfMonthNumber),
    ];
    ways.iter().filter_map(|(name, entry, lapse)| Some((*name, lapse(*entry.get()?)))).collect()
}
