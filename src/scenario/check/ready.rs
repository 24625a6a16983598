//! Who is most likely to act next, for levers that name only so many.

use super::{belief::EffectiveProspects, dates::CheckedDates, learned::Factors, people::Person};
use crate::{
    parameters::Signing,
    quantity::{Day, Days, MONTH_DAYS},
    treaty::{Calibration, Clock, Kind, Prospect, Stated, Status, delay::Delay, rule::Rule},
};

/// How ready each participant is for its next steps: the hazard of the year after the as-of day at an
/// average pace, levers apart; nothing where it cannot take the step any more.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) signing: Vec<Option<f64>>,
    pub(super) deposit: Vec<Option<f64>>,
    /// Accessions by a stated delay that no pace changes, and the day it is counted from.
    accessions: Vec<Option<(Delay, Day)>>,
}

/// What one participant's readiness is made of.
#[derive(Clone, Copy)]
pub(super) struct ReadinessContext<'a> {
    pub(super) person: &'a Person,
    pub(super) status: &'a Status,
    pub(super) beliefs: &'a EffectiveProspects,
    pub(super) learned: &'a Factors,
}

impl Ready {
    pub(super) fn of<'a>(
        each: impl Iterator<Item = ReadinessContext<'a>>,
        calibration: Option<&Calibration>,
        rule: &Rule,
        dates: CheckedDates,
    ) -> Ready {
        let mut ready = Ready { signing: Vec::new(), deposit: Vec::new(), accessions: Vec::new() };
        for (index, one) in each.enumerate() {
            let open = one.status.deposited.is_none();
            let signs = one.status.signed.is_none() && one.person.kind != Kind::Organisation;
            ready.signing.push((open && signs).then(|| one.signing(calibration, dates)));
            let counts = rule.counts(index);
            ready.deposit.push((open && counts).then(|| one.deposit(calibration, dates)));
            ready.accessions.push(match &one.beliefs.accession {
                Prospect::Stated(stated) if !stated.paced && stated.clock != Clock::Signature => {
                    Some((stated.delay.clone(), since(stated.clock, one.status.signed, dates)))
                }
                _ => None,
            });
        }
        ready
    }

    /// Whether a participant has acceded before a day in every run, levers apart.
    pub(super) fn accedes_before(&self, index: usize, day: Day) -> bool {
        let accession = self.accessions[index].as_ref();
        accession.is_some_and(|(delay, since)| delay.survival(f64::from((day - *since).0)) <= 0.0)
    }
}

impl ReadinessContext<'_> {
    fn signing(self, calibration: Option<&Calibration>, dates: CheckedDates) -> f64 {
        let factor = self.beliefs.signing_factor.unwrap_or(self.learned.signing);
        let months: Option<Vec<f64>> =
            calibration.map(|known| signing_edges_months(&known.signing));
        let rates = calibration.zip(months.as_deref());
        let rates =
            rates.map(|(known, months)| (months, known.signing.per_year.as_slice(), factor));
        self.hazard(&self.beliefs.signing, rates, dates)
    }

    fn deposit(self, calibration: Option<&Calibration>, dates: CheckedDates) -> f64 {
        let factor = self.beliefs.factor.unwrap_or(self.learned.deposit).mean;
        let signed = self.status.signed.is_some();
        let rates = calibration.map(|known| {
            let rates =
                if signed { &known.signatory_per_year } else { &known.nonsignatory_per_year };
            (known.edges_months.as_slice(), rates.as_slice(), factor)
        });
        let step = if signed { &self.beliefs.ratification } else { &self.beliefs.accession };
        self.hazard(step, rates, dates)
    }

    fn hazard(
        self,
        step: &Prospect,
        rates: Option<(&[f64], &[f64], f64)>,
        dates: CheckedDates,
    ) -> f64 {
        let year = (dates.first_future_day(), dates.as_of + Days(366));
        match (step, rates) {
            (Prospect::Calibrated, Some((edges, rates, factor))) => {
                let from = self.person.can_act_from.map_or(year.0, |day| day.max(year.0));
                factor * risen(edges, rates, [from, year.1].map(|day| age(day, dates)))
            }
            (Prospect::Stated(stated), _) => stated_hazard(stated, self.status.signed, year, dates),
            _ => 0.0,
        }
    }
}

/// The edges of the rates of signing in months, the first rate holding from the opening on.
fn signing_edges_months(signing: &Signing) -> Vec<f64> {
    let first = std::iter::once(0.0).filter(|_| !signing.edges_days.is_empty());
    first.chain(signing.edges_days.iter().skip(1).map(|days| days / MONTH_DAYS)).collect()
}

/// What a stated step's hazard comes to from one day to another.
fn stated_hazard(
    stated: &Stated,
    signed: Option<Day>,
    (from, to): (Day, Day),
    dates: CheckedDates,
) -> f64 {
    let since = since(stated.clock, signed, dates);
    let left = |day: Day| stated.delay.survival(f64::from((day - since).0.max(0)));
    let (before, after) = (left(from), left(to));
    if after > 0.0 { libm::log(before / after) } else { f64::INFINITY }
}

/// The day a clock runs from.
fn since(clock: Clock, signed: Option<Day>, dates: CheckedDates) -> Day {
    match clock {
        Clock::Opening => dates.opened,
        Clock::Signature => signed.unwrap_or(dates.opened),
        Clock::AsOf => dates.as_of,
    }
}

/// A day in months of the treaty's age.
fn age(day: Day, dates: CheckedDates) -> f64 {
    f64::from((day - dates.opened).0) / MONTH_DAYS
}

/// What rates by bins of age come to from one age to another, in months.
fn risen(edges: &[f64], per_year: &[f64], [from, to]: [f64; 2]) -> f64 {
    let bins = edges.windows(2).zip(per_year);
    bins.map(|(bin, rate)| rate * (to.min(bin[1]) - from.max(bin[0])).max(0.0) / 12.0).sum()
}
