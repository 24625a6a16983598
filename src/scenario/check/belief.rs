//! What is believed of each participant: all, then its groups, then itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Check,
    dates::CheckedDates,
    family::Step,
    people::{People, Person, RESERVED},
};
use crate::{
    parameters::defaults,
    quantity::Day,
    scenario::{
        draft::Report,
        source::Span,
        wire::{Belief, BeliefWord, Beliefs, Entry, ScenarioFile, WordOr},
    },
    treaty::{Clock, Factor, Kind, Prospect, Status},
};

/// What holds of one participant in the end.
#[derive(Clone, Debug)]
pub(super) struct EffectiveProspects {
    pub(super) signing: Prospect,
    pub(super) accession: Prospect,
    pub(super) ratification: Prospect,
    /// Where a belief replaces what was learned.
    pub(super) factor: Option<Factor>,
    pub(super) signing_factor: Option<f64>,
}

/// What one section says, each with its place.
#[derive(Debug, Default)]
struct Said {
    steps: BTreeMap<Step, (Prospect, Span)>,
    factor: Option<(f64, Span)>,
    signing_factor: Option<(f64, Span)>,
}

/// The sections that speak of a participant, the last word last.
struct Voices<'a> {
    all: &'a Said,
    groups: Vec<(&'a str, &'a Said)>,
    own: Option<&'a Said>,
}

/// Beliefs that the record contradicts: by place, the first participant and how many there are.
type Contradicted = BTreeMap<usize, (Span, String, usize)>;

const STEPS: [Step; 3] = [Step::Signing, Step::Accession, Step::Ratification];

/// What a participant's own factor must be.
const FACTOR: &str = "expected a factor from 0 to 1,000,000";

fn is_factor(factor: f64) -> bool {
    (0.0..=1e6).contains(&factor)
}

impl Check<'_> {
    pub(super) fn beliefs(
        &mut self,
        file: &ScenarioFile,
        people: &People,
        statuses: &[Status],
        dates: CheckedDates,
    ) -> Vec<EffectiveProspects> {
        let calibrated = file.calibration.is_given();
        let all = self.said(&file.all.section(), dates, calibrated);
        let mut groups = BTreeMap::new();
        for (name, section, at) in sections(&file.group) {
            let reserved = RESERVED.contains(&name);
            if !reserved
                && !people.has_group(name)
                && !self.is_broken(&format!("group.{name}.members"))
            {
                let report = people.unknown("group", name, at, std::iter::empty());
                let help = "say who is in it with members = [\"VNM\", \"ldc\"]";
                self.reports.push(Report { help: report.help.or(Some(help.to_owned())), ..report });
            }
            groups.insert(name, self.said(section, dates, calibrated));
        }
        let mut own = BTreeMap::new();
        for (code, section, at) in sections(&file.participant) {
            if people.find(code).is_none() && people.complete() {
                let report = people.unknown("participant", code, at, std::iter::empty());
                self.reports.push(report);
            }
            if let Some(at) = section.members.at() {
                self.error(Some(at), "a participant has no members");
            }
            own.insert(code, self.said(section, dates, calibrated));
        }
        if let Some(at) = file.all.section().members.at() {
            self.error(Some(at), "everybody is a member of all");
        }
        let counts = file.rule.section().organisations_count.or(defaults::ORGANISATIONS_COUNT);
        let default = if calibrated { Prospect::Calibrated } else { Prospect::Never };
        let mut quarrels = BTreeSet::new();
        let mut contradicted = Contradicted::new();
        let mut unsaid: Vec<&str> = Vec::new();
        let mut held = Vec::new();
        for (person, status) in people.list.iter().zip(statuses) {
            let voices = Voices {
                all: &all,
                groups: groups
                    .iter()
                    .filter(|(name, _)| person.groups.contains(**name))
                    .map(|(name, said)| (*name, said))
                    .collect(),
                own: own.get(person.code.as_str()),
            };
            self.quarrels(&voices, person, &mut quarrels);
            let one = if person.kind == Kind::Organisation && !counts {
                EffectiveProspects::nothing()
            } else {
                voices.held((person, status), dates, &default, &mut contradicted)
            };
            let may_ratify = status.signed.is_some() || one.signing != Prospect::Never;
            let pending = status.deposited.is_none_or(|report| report.chance.get() < 1.0);
            let silent = !calibrated && !voices.say(Step::Ratification);
            if silent && may_ratify && pending && one.may_act(person, counts) {
                unsaid.push(&person.code);
            }
            held.push(one);
        }
        self.unsaid(&unsaid);
        self.contradicted(contradicted, dates);
        held
    }

    fn said(&mut self, section: &Beliefs, dates: CheckedDates, calibrated: bool) -> Said {
        let mut said = Said::default();
        for step in STEPS {
            let Some((belief, at)) = entry(section, step).both() else { continue };
            let prospect = match belief {
                WordOr::Word(BeliefWord::Never) => Some(Prospect::Never),
                WordOr::Word(BeliefWord::Calibrated) => {
                    if !calibrated {
                        let report = Report::error(
                            Some(at.clone()),
                            "\"calibrated\" without a calibration to go by",
                        );
                        let help =
                            "add [calibration] file = \"calibration.toml\", or state a delay";
                        self.reports.push(report.help(help));
                    }
                    Some(Prospect::Calibrated)
                }
                WordOr::Table(table) => self.stated(table, &at, step, dates).map(Prospect::Stated),
            };
            // A belief that could not be read still counts as said.
            said.steps.insert(step, (prospect.unwrap_or(Prospect::Never), at));
        }
        let factor = self.number(&section.factor, is_factor, FACTOR);
        said.factor = factor.zip(section.factor.at());
        let signing = self.number(&section.signing_factor, is_factor, FACTOR);
        said.signing_factor = signing.zip(section.signing_factor.at());
        said
    }

    /// Two groups that say different things of one participant, which says nothing itself.
    fn quarrels(
        &mut self,
        voices: &Voices<'_>,
        person: &Person,
        seen: &mut BTreeSet<(usize, usize)>,
    ) {
        for (index, (name, one)) in voices.groups.iter().enumerate() {
            for (other_name, other) in &voices.groups[index + 1..] {
                for (key, at, place) in voices.quarrel(one, other) {
                    if !seen.insert((at.start, place.start)) {
                        continue;
                    }
                    let code = &person.code;
                    let message = format!(
                        "`{code}` is in `{name}` and in `{other_name}`, which differ on `{key}`"
                    );
                    let help = format!("say which holds: [participant.{code}] {key} = ...");
                    let report = Report::error(Some(place), message).help(help);
                    self.reports.push(report.note(Some(at), format!("what `{name}` says")));
                }
            }
        }
    }

    fn unsaid(&mut self, codes: &[&str]) {
        let Some(first) = codes.first() else { return };
        if self.broken.iter().any(|path| path.ends_with(".ratification") || path == "all") {
            return;
        }
        let more = more(codes.len());
        let message = format!("nothing says how long signatories take to ratify: `{first}`{more}");
        let help = "for example [all] ratification = { log-normal = { median = 400, p90 = 900 } }";
        self.reports.push(Report::error(None, message).help(help));
    }

    fn contradicted(&mut self, contradicted: Contradicted, dates: CheckedDates) {
        for (at, code, count) in contradicted.into_values() {
            let message = format!(
                "by this belief `{code}`{} would have acted by the as-of day {}",
                more(count),
                dates.as_of
            );
            let help =
                "longer delays, a chance of never, or from = \"as-of\" agree with the record";
            self.reports.push(Report::error(Some(at), message).help(help));
        }
    }
}

impl EffectiveProspects {
    fn nothing() -> EffectiveProspects {
        EffectiveProspects {
            signing: Prospect::Never,
            accession: Prospect::Never,
            ratification: Prospect::Never,
            factor: None,
            signing_factor: None,
        }
    }

    fn may_act(&self, person: &Person, organisations_count: bool) -> bool {
        person.kind != Kind::Organisation || organisations_count
    }
}

impl Voices<'_> {
    fn say(&self, step: Step) -> bool {
        self.last(|said| said.steps.get(&step).map(|_| ())).is_some()
    }

    /// What the last voice that speaks of something says.
    fn last<T>(&self, of: impl Fn(&Said) -> Option<T>) -> Option<T> {
        let own = self.own.and_then(&of);
        let groups = || self.groups.iter().rev().find_map(|(_, said)| of(said));
        own.or_else(groups).or_else(|| of(self.all))
    }

    fn held(
        &self,
        (person, status): (&Person, &Status),
        dates: CheckedDates,
        default: &Prospect,
        contradicted: &mut Contradicted,
    ) -> EffectiveProspects {
        let mut step = |step: Step| {
            let own = |said: &Said| said.steps.get(&step).cloned();
            // Who withdrew comes back only where that is believed of it by name.
            let (said, default) = match status.withdrew {
                Some(_) => (self.own.and_then(own), Prospect::Never),
                None => (self.last(own), default.clone()),
            };
            let Some((prospect, at)) = said else { return default };
            let could_act = person.can_act_from.is_none_or(|from| from <= dates.as_of);
            if could_act && denied(&prospect, step, status, dates) {
                let code = person.code.clone();
                let known = contradicted.entry(at.start).or_insert((at, code, 0));
                known.2 += 1;
            }
            prospect
        };
        let factor = self.last(|said| said.factor.as_ref().map(|(factor, _)| *factor));
        EffectiveProspects {
            signing: step(Step::Signing),
            accession: step(Step::Accession),
            ratification: step(Step::Ratification),
            factor: factor.map(|mean| Factor { mean, evidence: None }),
            signing_factor: self.last(|said| said.signing_factor.as_ref().map(|(one, _)| *one)),
        }
    }

    /// The keys on which two groups differ, with both places.
    fn quarrel(&self, one: &Said, other: &Said) -> Vec<(&'static str, Span, Span)> {
        let mut found = Vec::new();
        let own = |step: &Step| self.own.is_some_and(|own| own.steps.contains_key(step));
        for step in STEPS.iter().filter(|step| !own(step)) {
            if let (Some((a, at)), Some((b, place))) = (one.steps.get(step), other.steps.get(step))
                && a != b
            {
                found.push((step.key(), at.clone(), place.clone()));
            }
        }
        let mut factors = |key, one: &Option<(f64, Span)>, other: &Option<(f64, Span)>| {
            if let (Some((a, at)), Some((b, place))) = (one, other)
                && a.to_bits() != b.to_bits()
            {
                found.push((key, at.clone(), place.clone()));
            }
        };
        if self.own.is_none_or(|own| own.factor.is_none()) {
            factors("factor", &one.factor, &other.factor);
        }
        if self.own.is_none_or(|own| own.signing_factor.is_none()) {
            factors("signing_factor", &one.signing_factor, &other.signing_factor);
        }
        found
    }
}

/// Whether a step that was not taken by the as-of day would surely have been.
fn denied(prospect: &Prospect, step: Step, status: &Status, dates: CheckedDates) -> bool {
    let Prospect::Stated(stated) = prospect else { return false };
    let open = dates.closes.is_none_or(|closes| closes > dates.as_of);
    let deposited = status.deposited.is_some_and(|report| report.chance.get() >= 1.0);
    let pending = match step {
        Step::Signing => status.signed.is_none() && open,
        Step::Accession => status.signed.is_none(),
        Step::Ratification => status.signed.is_some(),
    };
    let since: Option<Day> = match stated.clock {
        Clock::Opening => Some(dates.opened),
        Clock::Signature => status.signed,
        Clock::AsOf => None,
    };
    let Some(since) = since.filter(|_| pending && !deposited) else { return false };
    let waited = dates.first_future_day() - since;
    stated.delay.survival(f64::from(waited.0)) <= 0.0
}

fn entry(section: &Beliefs, step: Step) -> &Entry<WordOr<BeliefWord, Belief>> {
    match step {
        Step::Signing => &section.signing,
        Step::Accession => &section.accession,
        Step::Ratification => &section.ratification,
    }
}

/// The sections of a family of them: name, content, place.
fn sections(
    family: &Entry<BTreeMap<String, Entry<Beliefs>>>,
) -> impl Iterator<Item = (&str, &Beliefs, Span)> {
    let each = family.get().into_iter().flatten();
    each.filter_map(|(name, entry)| entry.both().map(|(section, at)| (name.as_str(), section, at)))
}

/// How many more there are than the first.
pub(super) fn more(count: usize) -> String {
    match count {
        0 | 1 => String::new(),
        _ => format!(" and {} more", count - 1),
    }
}
