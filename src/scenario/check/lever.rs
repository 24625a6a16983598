//! What-ifs: who they act on, and what they do to each.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Check, SPEED, dates::CheckedDates, evidence::Acted, is_speed, joint::LeverContext,
    people::People, ready::Ready,
};
use crate::{
    parameters::defaults,
    quantity::{Day, Days},
    scenario::{
        draft::Report,
        source::Span,
        wire::{Date, Entry, LeverSection, ScenarioFile},
    },
    treaty::{Fate, Kind, Levers, SpeedWindow, Status},
};

/// The last word on a participant's deposit, and where it was said.
type Fates = BTreeMap<usize, (Fate, Span)>;
/// The same of its signature.
type Signed = BTreeMap<usize, (Day, Span)>;

impl Check<'_> {
    pub(super) fn levers(
        &mut self,
        file: &ScenarioFile,
        people: &People,
        statuses: &[Status],
        ready: &Ready,
        dates: CheckedDates,
    ) -> Vec<Levers> {
        let mut levers = vec![Levers::default(); people.list.len()];
        let mut fates = Fates::new();
        let organisations =
            file.rule.section().organisations_count.or(defaults::ORGANISATIONS_COUNT);
        let (mut signed, mut paced) = (Signed::new(), BTreeMap::new());
        let mut taken = BTreeSet::new();
        // Those that take whoever is left come after those that say by name who it is.
        let all = || file.lever.get().into_iter().flatten();
        let picks = |entry: &Entry<LeverSection>| {
            entry.get().is_some_and(|section| section.most_likely.is_given())
        };
        let named = all().filter(|(_, entry)| !picks(entry));
        for (name, entry) in named.chain(all().filter(|(_, entry)| picks(entry))) {
            let Some((section, at)) = entry.both() else { continue };
            let mut who = self.who(name, section, &at, people, statuses);
            if section.most_likely.is_given() {
                who = self.most_likely(section, who, ready, (&fates, &signed), &mut taken);
            }
            let windows = self.windows(section, dates);
            self.fate(section, &who, &mut fates, dates, people);
            self.signs(section, &who, &mut signed, statuses, dates, people);
            let known = LeverContext { people, statuses, dates };
            let joint = self.joint(file, name, section, &known);
            self.paces(section, &who, &mut paced, file, people);
            self.idle(name, section, &at);
            for index in who {
                let one = &mut levers[index];
                one.speed.extend(windows.speed.iter().chain(&windows.gate));
                one.signing_speed.extend(&windows.signing);
                if people.list[index].kind != Kind::Organisation || organisations {
                    one.events.extend(joint.event.clone());
                    one.blocs.extend(joint.bloc.clone());
                }
                one.shocks.extend(joint.shock.clone());
                one.bandwagons.extend(joint.bandwagon.clone());
                let delay = section.delay_days.or(0).min(10_000_000) as i32;
                one.delay = Days(one.delay.0.saturating_add(delay));
            }
        }
        self.signatures_too_late((&fates, &levers, ready), &mut signed, people);
        for (index, (fate, _)) in fates {
            levers[index].fate = Some(fate);
        }
        for (index, (day, _)) in signed {
            levers[index].signs_on = Some(day);
        }
        for (index, (pace, _)) in paced {
            levers[index].pace = Some(pace);
        }
        levers
    }

    /// Those a lever acts on, by index.
    fn who(
        &mut self,
        name: &str,
        section: &LeverSection,
        at: &Span,
        people: &People,
        statuses: &[Status],
    ) -> Vec<usize> {
        let broken = self.reports.len();
        let extra = standing(statuses);
        let named = self.named(&section.who, people, &extra);
        let except = self.named(&section.except, people, &extra);
        let who: Vec<usize> =
            (0..people.list.len()).filter(|index| named[*index] && !except[*index]).collect();
        let known = self.reports.len() == broken && !self.is_broken(&format!("lever.{name}.who"));
        if who.is_empty() && known && people.complete() {
            let message = format!("lever `{name}` acts on nobody");
            let place = section.who.at().unwrap_or_else(|| at.clone());
            let report = Report::error(Some(place), message);
            self.reports.push(report.help("for example who = [\"signatories\"]"));
        } else if !who.is_empty() && who.iter().all(|index| party(&statuses[*index])) {
            let message = format!("lever `{name}` acts only on those that have deposited already");
            self.reports.push(Report::warning(section.who.at(), message));
        } else {
            let acted = |index: &usize| (people.list[*index].code.as_str(), &statuses[*index]);
            let acted: Vec<Acted<'_>> = who.iter().map(acted).collect();
            self.lever_without_effect(name, &section.who, &acted);
        }
        who
    }

    /// So many of these as the lever asks for: the most likely first, ties by code. Who is settled
    /// already by another lever is left out.
    fn most_likely(
        &mut self,
        section: &LeverSection,
        who: Vec<usize>,
        ready: &Ready,
        (fates, signed): (&Fates, &Signed),
        taken: &mut BTreeSet<usize>,
    ) -> Vec<usize> {
        let Some((wanted, at)) = section.most_likely.both() else { return who };
        let signs = section.signs_on.is_given();
        let settles = section.deposits_on.is_given()
            || section.out.is_given()
            || section.event.is_given()
            || section.bloc.is_given();
        let free = |index: &usize| match (signs, settles) {
            (true, _) => !signed.contains_key(index) && !fates.contains_key(index),
            (false, true) => !fates.contains_key(index) && !taken.contains(index),
            (false, false) => true,
        };
        let readiness = if signs { &ready.signing } else { &ready.deposit };
        let open = who.into_iter().filter(free);
        let mut open: Vec<(usize, f64)> =
            open.filter_map(|index| Some((index, readiness[index]?))).collect();
        open.sort_by(|one, other| other.1.total_cmp(&one.1));
        let wanted = *wanted as usize;
        if wanted == 0 || wanted > open.len() {
            let act = if signs { "sign" } else { "deposit" };
            let message = format!(
                "expected a number from 1 to {}, as many as can still {act}, found {wanted}",
                open.len()
            );
            self.error(Some(at), message);
        }
        open.truncate(wanted);
        let mut picked: Vec<usize> = open.into_iter().map(|(index, _)| index).collect();
        picked.sort_unstable();
        if settles {
            taken.extend(&picked);
        }
        picked
    }

    fn windows(&mut self, section: &LeverSection, dates: CheckedDates) -> Windows {
        let speed = self.number(&section.speed, is_speed, SPEED);
        let signing = self.number(&section.signing_speed, is_speed, SPEED);
        let first = dates.first_future_day();
        let from = self.after(&section.from, dates).unwrap_or(first);
        let to = self.after(&section.to, dates).unwrap_or(dates.horizon);
        if to < from {
            let message = format!("the window ends on {to}, before it begins on {from}");
            self.error(section.to.at().or(section.from.at()), message);
        }
        let speeds = section.speed.is_given() || section.signing_speed.is_given();
        if let Some(at) = section.from.at().or(section.to.at())
            && !speeds
        {
            let report = Report::error(Some(at), "`from` and `to` are the window of a speed");
            self.reports.push(report.help("add speed = 2, or write not_before for a gate"));
        }
        let window = |factor: f64| SpeedWindow { from, to: to.max(from), factor };
        let gate = self.after(&section.not_before, dates).filter(|day| *day > first);
        Windows {
            speed: speed.map(window),
            signing: signing.map(window),
            gate: gate.map(|day| SpeedWindow { from: first, to: day - Days(1), factor: 0.0 }),
        }
    }

    fn fate(
        &mut self,
        section: &LeverSection,
        who: &[usize],
        fates: &mut Fates,
        dates: CheckedDates,
        people: &People,
    ) {
        let out = section.out.both().filter(|(out, _)| **out);
        self.settled_and_joint(section, out.as_ref().map(|(_, at)| at.clone()));
        if let (Some((_, at)), Some(other)) = (&out, section.deposits_on.at()) {
            let report = Report::error(Some(at.clone()), "either out, or deposits on a day");
            self.reports.push(report.note(Some(other), "the day of deposit"));
            return;
        }
        let day = self.after(&section.deposits_on, dates);
        if let Some(day) = day.filter(|day| *day > dates.horizon) {
            let message = format!("{day} is after the horizon {}", dates.horizon);
            self.error(section.deposits_on.at(), message);
            return;
        }
        let at = out.map(|(_, at)| at).or_else(|| section.deposits_on.at());
        let fate = day.map_or(Fate::Out, Fate::DepositsOn);
        let Some(at) = at.filter(|_| day.is_some() || section.out.or(false)) else { return };
        for index in who {
            match fates.get(index) {
                Some((other, place)) if *other != fate => {
                    let code = &people.list[*index].code;
                    let message = format!("two levers decide what becomes of `{code}`");
                    let report = Report::error(Some(at.clone()), message);
                    self.reports.push(report.note(Some(place.clone()), "the other one"));
                    return;
                }
                _ => {
                    fates.insert(*index, (fate, at.clone()));
                }
            }
        }
    }

    fn signs(
        &mut self,
        section: &LeverSection,
        who: &[usize],
        signed: &mut Signed,
        statuses: &[Status],
        dates: CheckedDates,
        people: &People,
    ) {
        let Some(day) = self.after(&section.signs_on, dates) else { return };
        let Some(at) = section.signs_on.at() else { return };
        if let Some(closes) = dates.closes.filter(|closes| day > *closes) {
            let message = format!("{day} is after the signature closes on {closes}");
            self.error(Some(at), message);
            return;
        }
        let free = who.iter().filter(|index| {
            let status = &statuses[**index];
            status.signed.is_none() && status.deposited.is_none()
        });
        let free: Vec<usize> = free.copied().collect();
        if free.is_empty() && !who.is_empty() {
            let code = &people.list[who[0]].code;
            let message = format!("`{code}` has signed or deposited already");
            self.error(Some(at.clone()), message);
        }
        for index in free.into_iter().filter(|index| people.list[*index].kind != Kind::Organisation)
        {
            if let Some((other, place)) = signed.insert(index, (day, at.clone()))
                && other != day
            {
                let code = &people.list[index].code;
                let message = format!("two levers say when `{code}` signs");
                let report = Report::error(Some(at.clone()), message);
                self.reports.push(report.note(Some(place), "the other one"));
                return;
            }
        }
    }

    /// A deposit on a day before that of a signature stands, and the signature falls away.
    fn signatures_too_late(
        &mut self,
        (fates, levers, ready): (&Fates, &[Levers], &Ready),
        signed: &mut Signed,
        people: &People,
    ) {
        let mut late: BTreeMap<usize, (Report, usize)> = BTreeMap::new();
        signed.retain(|index, (day, at)| {
            let code = &people.list[*index].code;
            let free = levers[*index].speed.is_empty() && levers[*index].delay == Days(0);
            let report = |when: &str| {
                let message = format!("`{code}` deposits {when}, so it does not sign on {day}");
                Report::warning(Some(at.clone()), message)
            };
            let report = match fates.get(index) {
                Some((Fate::DepositsOn(on), place)) if on < day => {
                    let note = "the deposit, which stands";
                    report(&format!("on {on}")).note(Some(place.clone()), note)
                }
                None if free && ready.accedes_before(*index, *day) => {
                    report("before that by what is assumed of its accession")
                }
                _ => return true,
            };
            late.entry(at.start).or_insert((report, 0)).1 += 1;
            false
        });
        for (mut report, count) in late.into_values() {
            if count > 1 {
                report.message.push_str(&format!("; likewise {} more", count - 1));
            }
            self.reports.push(report);
        }
    }

    fn idle(&mut self, name: &str, section: &LeverSection, at: &Span) {
        let acts = [
            section.speed.is_given(),
            section.signing_speed.is_given(),
            section.not_before.is_given(),
            section.delay_days.is_given(),
            section.out.is_given(),
            section.deposits_on.is_given(),
            section.signs_on.is_given(),
            section.event.is_given(),
            section.bloc.is_given(),
            section.shock.is_given(),
            section.bandwagon.is_given(),
            section.pace_by_month.is_given(),
        ];
        let slipped = self.broken.iter().any(|path| path.starts_with(&format!("lever.{name}.")));
        let window = section.from.is_given() || section.to.is_given();
        if !acts.contains(&true) && !slipped && !window {
            let report = Report::error(Some(at.clone()), format!("lever `{name}` does nothing"));
            let help = "add one of speed, signing_speed, not_before, delay_days, out, deposits_on, \
                        signs_on, event, bloc, shock, bandwagon, pace_by_month";
            self.reports.push(report.help(help));
        }
    }

    /// A day that has to come after the as-of day.
    pub(super) fn after(&mut self, entry: &Entry<Date>, dates: CheckedDates) -> Option<Day> {
        let (Date(day), at) = entry.both()?;
        if *day > dates.as_of {
            return Some(*day);
        }
        let message = format!("{day} is not after the as-of day {}", dates.as_of);
        let report = Report::error(Some(at), message);
        self.reports.push(report.help("levers act on the future; the past is the status table's"));
        None
    }
}

/// Whether a participant is on record as having deposited, beyond doubt.
fn party(status: &Status) -> bool {
    status.deposited.is_some_and(|report| report.chance.get() >= 1.0)
}

/// Names for those who have signed and those who have not; parties are neither.
pub(super) fn standing(statuses: &[Status]) -> [(&'static str, Vec<bool>); 2] {
    let having = |signed: bool| -> Vec<bool> {
        let each = statuses.iter();
        each.map(|status| !party(status) && status.signed.is_some() == signed).collect()
    };
    [("signatories", having(true)), ("non-signatories", having(false))]
}

/// What a lever does to speeds.
struct Windows {
    speed: Option<SpeedWindow>,
    signing: Option<SpeedWindow>,
    gate: Option<SpeedWindow>,
}
