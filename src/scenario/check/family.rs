//! One stated delay: the family that is written, its parameters, from when it counts.

use super::{CHANCE, Check, dates::CheckedDates};
use crate::{
    parameters::defaults,
    quantity::{Chance, Day},
    scenario::{
        draft::Report,
        source::Span,
        wire::{Belief, Date, Entry, From, LeastLikelyMost, MedianP90, Observed, Piecewise},
    },
    treaty::{
        Clock, Someday, Stated,
        delay::{BadDelay, Delay, ThreePoint},
    },
};

/// What a belief is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::scenario) enum Step {
    Signing,
    Accession,
    Ratification,
}

/// Where each parameter of a family stands, by its name.
type Places<'a> = [(&'a str, Option<Span>)];

impl Step {
    pub(in crate::scenario) fn key(self) -> &'static str {
        match self {
            Step::Signing => "signing",
            Step::Accession => "accession",
            Step::Ratification => "ratification",
        }
    }
}

impl Check<'_> {
    /// The delay a table states; nothing, and faults, where it states none.
    pub(super) fn stated(
        &mut self,
        belief: &Belief,
        at: &Span,
        step: Step,
        dates: CheckedDates,
    ) -> Option<Stated> {
        let delay = self.delay(belief, at, step.key(), dates);
        let clock = self.clock(belief, step);
        Some(Stated { delay: delay?, clock, paced: belief.paced.or(defaults::PACED) })
    }

    /// The random day a table states, counted from the as-of day unless it says otherwise;
    /// nothing, and faults, where it states none.
    pub(super) fn someday(
        &mut self,
        belief: &Belief,
        at: &Span,
        dates: CheckedDates,
    ) -> Option<Someday> {
        let delay = self.delay(belief, at, "day", dates);
        if let Some(at) = belief.paced.at() {
            let report = Report::error(Some(at), "the pace does not act on a day that is shared");
            self.reports.push(report.help("leave out `paced`"));
        }
        let on = belief.fixed.get().is_some_and(|fixed| fixed.on.is_given());
        let from_as_of = match belief.from.both() {
            Some((_, at)) if on => {
                self.error(Some(at), "a day that is fixed counts from nothing: leave out `from`");
                false
            }
            Some((From::Signature, at)) => {
                let message = "a day that is shared cannot count from \"signature\"";
                let help = "write from = \"opening\", or leave `from` out for the as-of day";
                self.reports.push(Report::error(Some(at), message).help(help));
                true
            }
            Some((From::Opening, _)) => false,
            Some((From::AsOf, _)) | None => !on,
        };
        let someday = Someday { delay: delay?, from_as_of };
        let waited = dates.first_future_day() - dates.opened;
        if from_as_of {
            return Some(someday);
        }
        if someday.delay.survival(f64::from(waited.0)) <= 0.0 {
            let message = format!("this day would have come by the as-of day {}", dates.as_of);
            let help = "levers act on the future: a longer delay, or leave out from = \"opening\"";
            self.reports.push(Report::error(Some(at.clone()), message).help(help));
            return None;
        }
        Some(someday)
    }

    /// The delay of the one family that is written, and its chance of never.
    fn delay(
        &mut self,
        belief: &Belief,
        at: &Span,
        key: &str,
        dates: CheckedDates,
    ) -> Option<Delay> {
        let families = written(belief);
        let family = match families.as_slice() {
            [one] => one,
            [] => {
                let report =
                    Report::error(Some(at.clone()), "this belief names no family of delay");
                let help = "for example { log-normal = { median = 400, p90 = 900 } }";
                if !self.broken.iter().any(|path| path.contains(&format!(".{key}."))) {
                    self.reports.push(report.help(help));
                }
                return None;
            }
            [(first, place), (second, other), ..] => {
                let message = format!("two families in one belief: `{first}` and `{second}`");
                let report = Report::error(Some(other.clone()), message);
                self.reports.push(report.note(Some(place.clone()), format!("`{first}` is here")));
                return None;
            }
        };
        let delay = self.family(belief, family.1.clone(), dates);
        let never = self.number(&belief.never, |x| (0.0..=1.0).contains(&x), CHANCE);
        let never = Chance::new(never.unwrap_or(defaults::NEVER)).unwrap_or(Chance::NONE);
        Some(delay?.or_never(never))
    }

    fn clock(&mut self, belief: &Belief, step: Step) -> Clock {
        if let Some(fixed) = belief.fixed.get()
            && fixed.on.is_given()
        {
            if let Some(at) = belief.from.at() {
                self.error(Some(at), "a day that is fixed counts from nothing: leave out `from`");
            }
            return Clock::Opening;
        }
        match (belief.from.both(), step) {
            (Some((From::Signature, at)), Step::Signing | Step::Accession) => {
                let message = format!(
                    "{} cannot count from \"signature\", which comes after it or not at all",
                    step.key()
                );
                let help = "write from = \"opening\" or from = \"as-of\"";
                self.reports.push(Report::error(Some(at), message).help(help));
                Clock::Opening
            }
            (Some((From::Signature, _)), Step::Ratification) | (None, Step::Ratification) => {
                Clock::Signature
            }
            (Some((From::AsOf, _)), _) => Clock::AsOf,
            (Some((From::Opening, _)), _) | (None, _) => Clock::Opening,
        }
    }

    fn family(&mut self, belief: &Belief, at: Span, dates: CheckedDates) -> Option<Delay> {
        if let Some(fixed) = belief.fixed.get() {
            return match (fixed.days.both(), fixed.on.both()) {
                (Some((days, place)), None) => {
                    self.built(Delay::fixed(*days), &at, &[("days", Some(place))])
                }
                (None, Some((Date(on), place))) => self.fixed_on(*on, place, dates),
                _ => {
                    self.error(Some(at), "expected either `days` or `on`");
                    None
                }
            };
        }
        if let Some(ends) = belief.uniform.get() {
            let [least, most] = self.given([("least", &ends.least), ("most", &ends.most)], &at)?;
            let places = [("least", ends.least.at()), ("most", ends.most.at())];
            return self.built(Delay::uniform(least, most), &at, &places);
        }
        if let Some(points) = belief.triangular.get() {
            return self.three(points, Delay::triangular, &at);
        }
        if let Some(points) = belief.pert.get() {
            return self.three(points, Delay::pert, &at);
        }
        if let Some(one) = belief.exponential.get() {
            let [median] = self.given([("median", &one.median)], &at)?;
            return self.built(Delay::exponential(median), &at, &[("median", one.median.at())]);
        }
        if let Some(two) = belief.weibull.get() {
            return self.two(two, Delay::weibull, &at);
        }
        if let Some(two) = belief.log_normal.get() {
            return self.two(two, Delay::log_normal, &at);
        }
        if let Some(two) = belief.log_logistic.get() {
            return self.two(two, Delay::log_logistic, &at);
        }
        if let Some(two) = belief.gamma.get() {
            let [mean, sd] = self.given([("mean", &two.mean), ("sd", &two.sd)], &at)?;
            let places = [("mean", two.mean.at()), ("sd", two.sd.at())];
            return self.built(Delay::gamma(mean, sd), &at, &places);
        }
        if let Some(steps) = belief.piecewise.get() {
            return self.piecewise(steps, &at);
        }
        belief.observed.get().and_then(|past| self.observed(past, &at))
    }

    fn fixed_on(&mut self, on: Day, place: Span, dates: CheckedDates) -> Option<Delay> {
        if on <= dates.as_of {
            let message = format!("{on} is not after the as-of day {}", dates.as_of);
            self.error(Some(place), message);
            return None;
        }
        self.built(Delay::fixed(f64::from((on - dates.opened).0)), &place, &[])
    }

    fn three(
        &mut self,
        points: &LeastLikelyMost,
        of: fn(ThreePoint) -> Result<Delay, BadDelay>,
        at: &Span,
    ) -> Option<Delay> {
        let written =
            [("least", &points.least), ("likely", &points.likely), ("most", &points.most)];
        let [least, likely, most] = self.given(written, at)?;
        let places = written.map(|(name, entry)| (name, entry.at()));
        self.built(of(ThreePoint { least, likely, most }), at, &places)
    }

    fn two(
        &mut self,
        points: &MedianP90,
        of: fn(f64, f64) -> Result<Delay, BadDelay>,
        at: &Span,
    ) -> Option<Delay> {
        let written = [("median", &points.median), ("p90", &points.p90)];
        let [median, p90] = self.given(written, at)?;
        self.built(of(median, p90), at, &written.map(|(name, entry)| (name, entry.at())))
    }

    fn piecewise(&mut self, steps: &Piecewise, at: &Span) -> Option<Delay> {
        let list = |entry: &Entry<Vec<Entry<f64>>>| -> Option<Vec<f64>> {
            entry.get().map(|list| list.iter().filter_map(|one| one.get().copied()).collect())
        };
        let (Some(edges), Some(rates)) = (list(&steps.edges_days), list(&steps.per_year)) else {
            self.error(Some(at.clone()), "expected `edges_days` and `per_year`");
            return None;
        };
        let places = [("edges_days", steps.edges_days.at()), ("per_year", steps.per_year.at())];
        self.built(Delay::piecewise(edges, rates), at, &places)
    }

    fn observed(&mut self, past: &Observed, at: &Span) -> Option<Delay> {
        let Some(days) = past.days.get() else {
            if !past.table.is_given() {
                self.error(Some(at.clone()), "expected either `days` or `table`");
            }
            return None;
        };
        let days: Vec<f64> = days.iter().filter_map(|one| one.get().copied()).collect();
        self.built(Delay::observed(days), at, &[("days", past.days.at())])
    }

    /// The parameters of a family, all of which have to be there.
    fn given<const N: usize>(
        &mut self,
        written: [(&str, &Entry<f64>); N],
        at: &Span,
    ) -> Option<[f64; N]> {
        let missing: Vec<&str> =
            written.iter().filter(|(_, entry)| !entry.is_given()).map(|(name, _)| *name).collect();
        if missing.is_empty() {
            return Some(written.map(|(_, entry)| entry.or(f64::NAN)));
        }
        let slipped =
            |name: &&str| self.broken.iter().any(|path| path.ends_with(&format!(".{name}")));
        if !missing.iter().any(slipped) {
            let missing: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
            let what = if missing.len() == 1 { "is" } else { "are" };
            let message = format!("{} {what} missing here", missing.join(" and "));
            self.error(Some(at.clone()), message);
        }
        None
    }

    fn built(
        &mut self,
        delay: Result<Delay, BadDelay>,
        at: &Span,
        places: &Places<'_>,
    ) -> Option<Delay> {
        let wrong = match delay {
            Ok(delay) => return Some(delay),
            Err(wrong) => wrong,
        };
        let place = places.iter().find(|(name, _)| *name == wrong.field);
        let place = place.and_then(|(_, place)| place.clone()).unwrap_or_else(|| at.clone());
        self.error(Some(place), wrong.to_string());
        None
    }
}

/// The families a belief names, each with its place.
fn written(belief: &Belief) -> Vec<(&'static str, Span)> {
    let places = [
        ("fixed", belief.fixed.at()),
        ("uniform", belief.uniform.at()),
        ("triangular", belief.triangular.at()),
        ("pert", belief.pert.at()),
        ("exponential", belief.exponential.at()),
        ("weibull", belief.weibull.at()),
        ("log-normal", belief.log_normal.at()),
        ("log-logistic", belief.log_logistic.at()),
        ("gamma", belief.gamma.at()),
        ("piecewise", belief.piecewise.at()),
        ("observed", belief.observed.at()),
    ];
    places.into_iter().filter_map(|(name, at)| Some((name, at?))).collect()
}
