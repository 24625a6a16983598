//! From records to time at risk: who could have deposited when, in which state, and who did.

use std::collections::BTreeSet;

use crate::{
    calibrate::history::{History, PastDeposit, PastKind, PastTreaty},
    process::{
        age::{month_of, month_start},
        exposure::{AtRisk, signatures_until},
        pace::{log_signatures, signature_centre, states_within_a_year},
    },
    quantity::{Day, Days, MONTH_DAYS},
};

use super::Selection;

/// Months of a treaty's age that are looked at: 12 years.
pub(super) const MONTHS: usize = 144;

/// The edges of the baseline's bins, in months.
pub(super) const EDGES: [usize; 15] = [0, 1, 3, 6, 9, 12, 18, 24, 30, 36, 48, 60, 84, 120, MONTHS];

/// How many bins the baseline has.
pub(super) const BINS: usize = EDGES.len() - 1;

/// What is added to signatures before their logarithm is taken: one signature more or less among the
/// first few says little. Chosen by forecasts of the past (METHOD.md, section 7).
pub(super) const SIGNATURE_OFFSET: f64 = 10.0;

/// What a fit sees of the selected treaties.
#[derive(Debug)]
pub(super) struct TrainingData {
    /// Codes of all States that acted on any of the treaties, in order.
    pub(super) participants: Vec<String>,
    /// By participant: the first day on which it can act; none where it always could.
    pub(super) can_act_from: Vec<Option<Day>>,
    /// In order of id.
    pub(super) treaties: Vec<TreatyExposure>,
}

/// What a fit sees of one treaty; ages are in days from the day of opening.
#[derive(Clone, Debug)]
pub(super) struct TreatyExposure {
    pub(super) id: String,
    pub(super) opened: Day,
    /// Whether it is about a technical matter.
    pub(super) technical: bool,
    /// The age at which the record ends, or the last month does.
    pub(super) end: f64,
    /// The age at which the signature closes; none where it stays open.
    pub(super) closes: Option<f64>,
    /// One for each participant that was at risk at all.
    pub(super) risks: Vec<ParticipantExposure>,
    /// States that signed or deposited in the opening's month, as far as it is known.
    pub(super) opening_signatures: f64,
    /// ln([`SIGNATURE_OFFSET`] + S) by month, S the States that had signed, less ln(N / 190), N the States
    /// that could: where few can, few are many.
    pub(super) log_signatures: Vec<f64>,
    /// What its signatures say of its signing factor: the mean of the log beyond its prior mean.
    pub(super) signing_departure: f64,
    /// For each month, the shares of the calendar months in it.
    pub(super) calendar: Vec<Vec<(usize, f64)>>,
}

/// One participant's time at risk under one treaty.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParticipantExposure {
    /// Index of the participant.
    pub(super) who: usize,
    /// The age from which it could act.
    pub(super) from: f64,
    /// The age at which it signed.
    pub(super) signed: Option<f64>,
    /// Whether the signature came of its own will rather than from a predecessor.
    pub(super) signature_is_delay: bool,
    /// The age at which it deposited.
    pub(super) deposited: Option<f64>,
}

/// A stretch of time at risk that lies within one month, or in whole months.
#[derive(Clone, Copy, Debug)]
pub(super) struct RiskInterval {
    /// 1 for a signatory, 0 for others.
    pub(super) state: usize,
    /// Ages.
    pub(super) from: f64,
    pub(super) to: f64,
}

impl TrainingData {
    pub(super) fn from_history(history: &History, selection: &Selection) -> TrainingData {
        let chosen = |treaty: &&PastTreaty| {
            selection.treaties.contains(&treaty.id) && treaty.opened <= selection.known_by
        };
        let chosen: Vec<&PastTreaty> = history.treaties.iter().filter(chosen).collect();
        let states = chosen.iter().flat_map(|treaty| &treaty.records);
        let codes: BTreeSet<&str> = states
            .filter(|record| record.kind == PastKind::State)
            .map(|record| record.participant.as_str())
            .collect();
        let participants: Vec<String> = codes.into_iter().map(str::to_owned).collect();
        let treaties = chosen
            .iter()
            .map(|treaty| {
                TreatyExposure::from_treaty(treaty, &participants, history, selection.known_by)
            })
            .collect();
        let can_act_from = |code: &String| history.can_act_from.get(code).copied();
        let can_act_from = participants.iter().map(can_act_from).collect();
        TrainingData { participants, can_act_from, treaties }
    }

    /// The same without these treaties; their participants stay.
    pub(super) fn without(&self, ids: &[&str]) -> TrainingData {
        let kept = self.treaties.iter().filter(|treaty| !ids.contains(&treaty.id.as_str()));
        TrainingData {
            participants: self.participants.clone(),
            can_act_from: self.can_act_from.clone(),
            treaties: kept.cloned().collect(),
        }
    }

    /// Notes what the signatures say of each treaty's signing factor, in their order.
    pub(super) fn note_departures(&mut self, departures: Vec<f64>) {
        for (treaty, departure) in self.treaties.iter_mut().zip(departures) {
            treaty.signing_departure = departure;
        }
    }

    /// Where the treaty of this id stands, if it was seen.
    pub(super) fn place_of(&self, id: &str) -> Option<usize> {
        self.treaties.binary_search_by(|treaty| treaty.id.as_str().cmp(id)).ok()
    }
}

impl TreatyExposure {
    fn from_treaty(
        treaty: &PastTreaty,
        participants: &[String],
        history: &History,
        known_by: Day,
    ) -> TreatyExposure {
        let known_to = treaty.whole_to().min(known_by);
        let end = age(treaty.opened, known_to + Days(1)).min(month_start(MONTHS));
        let acts = acts(treaty, known_to);
        let risks = (0..participants.len())
            .filter_map(|who| {
                let code = &participants[who];
                let own = acts.binary_search_by(|act| act.code.cmp(code.as_str())).ok();
                let own = own.map(|index| &acts[index]);
                let statehood = history.can_act_from.get(code);
                risk(who, own, statehood.map(|day| age(treaty.opened, *day)))
            })
            .filter(|risk| risk.from < end)
            .collect();
        TreatyExposure {
            id: treaty.id.clone(),
            opened: treaty.opened,
            technical: treaty.technical(),
            end,
            closes: treaty.closing_known_by(known_to).map(|day| age(treaty.opened, day + Days(1))),
            risks,
            opening_signatures: signatures_by(&first_acts(&acts), 0),
            log_signatures: log_signatures_by_month(
                &acts,
                states_at(treaty.opened, participants, history),
            ),
            signing_departure: 0.0,
            calendar: calendar(treaty.opened),
        }
    }

    /// How many months have any time at risk.
    pub(super) fn months(&self) -> usize {
        ((self.end / MONTH_DAYS).ceil() as usize).min(MONTHS)
    }

    /// A participant's time at risk of depositing, in order.
    pub(super) fn risk_intervals(
        &self,
        risk: &ParticipantExposure,
    ) -> impl Iterator<Item = RiskInterval> {
        let at_risk = AtRisk {
            from: risk.from,
            signed: risk.signed.unwrap_or(f64::INFINITY),
            // At risk to the start of the day of the act.
            to: risk.deposited.unwrap_or(f64::INFINITY).min(self.end),
        };
        let intervals = at_risk.intervals().into_iter().enumerate();
        intervals
            .map(|(state, (from, to))| RiskInterval { state, from, to })
            .filter(|stretch| stretch.to > stretch.from)
    }

    /// The month and state in which a participant deposited, if it did while looked at.
    pub(super) fn deposit(&self, risk: &ParticipantExposure) -> Option<(usize, usize)> {
        let deposited = risk.deposited.filter(|age| *age < self.end)?;
        let state = usize::from(risk.signed.is_some_and(|signed| signed <= deposited));
        Some((month(deposited), state))
    }
}

impl TreatyExposure {
    /// The mean of the calendar's profile over each month.
    pub(super) fn season(&self, profile: &[f64; 12]) -> Vec<f64> {
        let mean = |shares: &Vec<(usize, f64)>| -> f64 {
            shares.iter().map(|(calendar, share)| profile[*calendar] * share).sum()
        };
        self.calendar[..self.months()].iter().map(mean).collect()
    }
}

/// The month of an age, at most the last.
pub(super) fn month(age: f64) -> usize {
    month_of(age).min(MONTHS - 1)
}

/// The bin of the baseline in which a month lies.
pub(super) fn bin(month: usize) -> usize {
    EDGES[1..BINS].partition_point(|edge| *edge <= month)
}

fn age(opened: Day, day: Day) -> f64 {
    f64::from((day - opened).0)
}

/// What one participant did by the last day known; ages in days.
struct ObservedDays<'a> {
    code: &'a str,
    kind: PastKind,
    signed: Option<f64>,
    by_succession: bool,
    deposit: DepositAge,
}

#[derive(Clone, Copy)]
enum DepositAge {
    None,
    At(f64),
    /// Says nothing of a delay: before the opening, or on a day that is not known.
    NoDelay,
}

fn acts(treaty: &PastTreaty, known_to: Day) -> Vec<ObservedDays<'_>> {
    let end = age(treaty.opened, known_to + Days(1));
    let likely = treaty.likely_deposits();
    let mut acts = Vec::with_capacity(treaty.records.len());
    for (record, likely) in treaty.records.iter().zip(likely) {
        let deposit = match likely {
            Some(day) if day < treaty.opened => DepositAge::NoDelay,
            Some(day) => DepositAge::At(age(treaty.opened, day)),
            None if record.deposit == PastDeposit::None => DepositAge::None,
            None => DepositAge::NoDelay,
        };
        let deposit = match deposit {
            DepositAge::At(age) if age >= end => DepositAge::None,
            deposit => deposit,
        };
        let signed = record.signed.filter(|day| *day <= known_to);
        acts.push(ObservedDays {
            code: &record.participant,
            kind: record.kind,
            signed: signed.map(|day| age(treaty.opened, day).max(0.0)),
            by_succession: record.signed_by_succession,
            deposit,
        });
    }
    acts
}

fn risk(
    who: usize,
    act: Option<&ObservedDays<'_>>,
    statehood: Option<f64>,
) -> Option<ParticipantExposure> {
    let signed = act.and_then(|act| act.signed);
    let deposited = match act.map_or(DepositAge::None, |act| act.deposit) {
        DepositAge::None => None,
        DepositAge::At(age) => Some(age),
        DepositAge::NoDelay => return None,
    };
    // A State that acted could act, whatever the day of statehood on record.
    let first_act = signed.unwrap_or(f64::INFINITY).min(deposited.unwrap_or(f64::INFINITY));
    let from = statehood.unwrap_or(0.0).max(0.0).min(first_act);
    let signature_is_delay = act.is_some_and(|act| !act.by_succession);
    Some(ParticipantExposure { who, from, signed, signature_is_delay, deposited })
}

/// The ages at which States first signed or deposited, in order: a deposit without a signature shows
/// support too.
fn first_acts(acts: &[ObservedDays<'_>]) -> Vec<f64> {
    let mut ages: Vec<f64> = acts
        .iter()
        .filter(|act| matches!(act.kind, PastKind::State | PastKind::ExtinctState))
        .filter_map(|act| match act.deposit {
            DepositAge::At(deposited) => Some(act.signed.map_or(deposited, |at| at.min(deposited))),
            _ => act.signed,
        })
        .collect();
    ages.sort_by(f64::total_cmp);
    ages
}

/// How many of them count for the pace of a month.
fn signatures_by(first_acts: &[f64], month: usize) -> f64 {
    let until = signatures_until(month);
    first_acts.partition_point(|age| *age < until) as f64
}

/// The States of today that could sign a treaty within a year of its opening.
fn states_at(opened: Day, participants: &[String], history: &History) -> f64 {
    let from = participants.iter().map(|code| history.can_act_from.get(code).copied());
    states_within_a_year(opened, from)
}

fn log_signatures_by_month(acts: &[ObservedDays<'_>], states: f64) -> Vec<f64> {
    let (ages, centre) = (first_acts(acts), signature_centre(0.0, states));
    let log = |month| log_signatures(SIGNATURE_OFFSET, signatures_by(&ages, month)) - centre;
    (0..MONTHS).map(log).collect()
}

fn calendar(opened: Day) -> Vec<Vec<(usize, f64)>> {
    let edge = |month: usize| opened + Days(month_start(month).ceil() as i32);
    let shares = |month: usize| {
        let (from, to) = (edge(month), edge(month + 1));
        let days = f64::from((to - from).0);
        let mut shares = Vec::new();
        let mut day = from;
        while day < to {
            let next = day.first_of_next_month().min(to);
            shares.push((usize::from(day.month()) - 1, f64::from((next - day).0) / days));
            day = next;
        }
        shares
    };
    (0..MONTHS).map(shares).collect()
}
