//! What-ifs that participants share: events, blocs, shocks, bandwagons, another treaty's pace.

use std::collections::BTreeMap;

use super::{
    CHANCE, Check, SPEED,
    dates::CheckedDates,
    is_speed,
    lever::standing,
    people::{ALL, People},
};
use crate::{
    parameters::defaults,
    quantity::Chance,
    scenario::{
        draft::Report,
        source::Span,
        wire::{Entry, LeverSection, ScenarioFile},
    },
    treaty::{Bandwagon, Bloc, GivenPace, Kind, Shock, Someday, Status, TreatyEvent},
};

/// What is known when levers are looked at.
#[derive(Clone, Copy)]
pub(super) struct LeverContext<'a> {
    pub(super) people: &'a People,
    pub(super) statuses: &'a [Status],
    pub(super) dates: CheckedDates,
}

/// What one lever does to those who share it.
pub(super) struct Joint {
    pub(super) event: Option<TreatyEvent>,
    pub(super) bloc: Option<Bloc>,
    pub(super) shock: Option<Shock>,
    pub(super) bandwagon: Option<Bandwagon>,
}

impl Check<'_> {
    pub(super) fn joint(
        &mut self,
        file: &ScenarioFile,
        name: &str,
        section: &LeverSection,
        known: &LeverContext<'_>,
    ) -> Joint {
        Joint {
            event: self.event(name, section, known.dates),
            bloc: self.bloc(name, section, known.dates),
            shock: self.shock(name, section, known.dates),
            bandwagon: self.bandwagon(file, name, section, known),
        }
    }

    fn event(
        &mut self,
        name: &str,
        section: &LeverSection,
        dates: CheckedDates,
    ) -> Option<TreatyEvent> {
        let (event, at) = section.event.both()?;
        let chance = self.chance_of(&event.chance);
        self.required((&format!("lever.{name}.event"), Some(at)), "on", &event.on)?;
        let on = self.after(&event.on, dates)?;
        if on > dates.horizon {
            let message = format!("{on} is after the horizon {}", dates.horizon);
            self.error(event.on.at(), message);
            return None;
        }
        Some(TreatyEvent { name: name.to_owned(), on, chance })
    }

    fn bloc(&mut self, name: &str, section: &LeverSection, dates: CheckedDates) -> Option<Bloc> {
        let (bloc, at) = section.bloc.both()?;
        let chance = self.chance_of(&bloc.chance);
        let spread =
            self.number(&bloc.spread_days, is_speed, SPEED).unwrap_or(defaults::SPREAD_DAYS);
        let path = format!("lever.{name}.bloc");
        self.required((&path, Some(at)), "day", &bloc.day)?;
        let (belief, at) = bloc.day.both()?;
        let day = self.someday(belief, &at, dates)?;
        Some(Bloc { name: name.to_owned(), day, spread, chance })
    }

    fn shock(&mut self, name: &str, section: &LeverSection, dates: CheckedDates) -> Option<Shock> {
        let (shock, at) = section.shock.both()?;
        let chance = self.chance_of(&shock.chance);
        let factor = self.number(&shock.factor, is_speed, SPEED);
        let path = format!("lever.{name}.shock");
        self.required((&path, Some(at.clone())), "factor", &shock.factor);
        self.required((&path, Some(at)), "day", &shock.day)?;
        let (belief, at) = shock.day.both()?;
        if let Some(at) = belief.never.at() {
            let report = Report::error(Some(at), "whether a shock happens is said by its `chance`");
            self.reports.push(report.help("for never = 0.7 write chance = 0.3 beside `day`"));
        }
        let day: Option<Someday> = self.someday(belief, &at, dates);
        Some(Shock { name: name.to_owned(), day: day?, chance, factor: factor? })
    }

    fn bandwagon(
        &mut self,
        file: &ScenarioFile,
        name: &str,
        section: &LeverSection,
        known: &LeverContext<'_>,
    ) -> Option<Bandwagon> {
        let (bandwagon, at) = section.bandwagon.both()?;
        let strength = self.number(&bandwagon.strength, is_speed, SPEED);
        let above = "expected a finite number above 0";
        let full = self.number(&bandwagon.full, |x| x > 0.0 && x.is_finite(), above);
        let path = format!("lever.{name}.bandwagon");
        self.required((&path, Some(at.clone())), "strength", &bandwagon.strength);
        let (people, organisations) = (
            known.people,
            file.rule.section().organisations_count.or(defaults::ORGANISATIONS_COUNT),
        );
        let said = self.reports.len();
        let named = self.named(&bandwagon.of, people, &standing(known.statuses));
        let understood = self.reports.len() == said;
        let everybody = !bandwagon.of.is_given()
            || bandwagon
                .of
                .get()
                .into_iter()
                .flatten()
                .any(|one| one.get().is_some_and(|one| one == ALL));
        let of = people.members(|index, person| {
            (everybody || named[index]) && (organisations || person.kind != Kind::Organisation)
        });
        if of.count() == 0 && people.complete() && understood && bandwagon.of.is_given() {
            let message = format!("the bandwagon of lever `{name}` counts the deposits of nobody");
            let report = Report::error(bandwagon.of.at(), message);
            self.reports.push(report.help("for example of = [\"all\"]"));
            return None;
        }
        let instruments = file.rule.section().instruments.get().copied().filter(|_| everybody);
        let usual = instruments.map_or(of.count() as f64, f64::from).max(1.0);
        Some(Bandwagon { strength: strength?, among: of, full: full.unwrap_or(usual) })
    }

    /// The pace that takes the place of the treaty's own, for those named.
    pub(super) fn paces(
        &mut self,
        section: &LeverSection,
        who: &[usize],
        paced: &mut BTreeMap<usize, (GivenPace, Span)>,
        file: &ScenarioFile,
        people: &People,
    ) {
        let entry = &section.pace_by_month;
        let Some(at) = entry.at() else { return };
        let by_month = self.numbers(entry, is_speed, SPEED);
        if entry.get().is_some_and(Vec::is_empty) {
            let report = Report::error(Some(at), "expected a number for each month of age");
            self.reports.push(report.help("1 is the average pace: pace_by_month = [1]"));
            return;
        }
        let pace = file.pace.section();
        if !pace.is_shared(file.calibration.is_given()) {
            self.error(Some(at), "there is no shared pace in whose place this could be");
            return;
        }
        let Some(by_month) = by_month else { return };
        let pace = GivenPace { by_month };
        for index in who {
            if let Some((other, place)) = paced.insert(*index, (pace.clone(), at.clone()))
                && other != pace
            {
                let message = format!("two levers give `{}` a pace", people.list[*index].code);
                let report = Report::error(Some(at), message);
                self.reports.push(report.note(Some(place), "the other one"));
                return;
            }
        }
    }

    /// A lever that settles a deposit and also lets it come with others.
    pub(super) fn settled_and_joint(&mut self, section: &LeverSection, out: Option<Span>) {
        let joint = [
            (section.event.at(), "deposits at an event"),
            (section.bloc.at(), "joins with a bloc"),
        ];
        let settled = [(out, "out"), (section.deposits_on.at(), "deposits on a day")];
        for (at, what) in settled {
            for (other, joins) in &joint {
                if let (Some(at), Some(other)) = (&at, other) {
                    let message = format!("either {what}, or {joins}");
                    let report = Report::error(Some(at.clone()), message);
                    let report = report.note(Some(other.clone()), "the other one");
                    self.reports.push(report.help("say them in two levers, each with its `who`"));
                }
            }
        }
    }

    /// A chance; sure where it is left out or wrong.
    fn chance_of(&mut self, entry: &Entry<f64>) -> Chance {
        let chance = self.number(entry, |x| (0.0..=1.0).contains(&x), CHANCE);
        Chance::new(chance.unwrap_or(defaults::LEVER_CHANCE)).unwrap_or(Chance::SURE)
    }
}
