//! A past treaty as it stood on a past day, as a model that the engine draws futures of.

use std::collections::BTreeSet;

use crate::{
    calibrate::{
        fit::Fitted,
        history::{History, ParticipantRecord, PastKind, PastTreaty},
    },
    quantity::{Chance, Day, Days, When},
    treaty::{
        Factor, Kind, Labels, LearnedFactors, Levers, Model, Participant, Prospect,
        ReportedDeposit, Status, Undone,
        rule::{Lapse, Members, Rule},
    },
};

use super::Predictive;

/// What was known of the treaty by the end of the as-of day, with beliefs from a fit. Every State
/// that the fit knows takes part, every State on the treaty's own record, and those others whose
/// instruments were already made; organisations that were to come are not forecast.
///
/// Nothing of the record after the as-of day enters. The horizon is ten years after opening; the
/// as-of day must be before it. The rule asks for one instrument more than there are participants:
/// numbers are asked of the futures by [`count`].
pub(super) fn model(history: &History, treaty: &PastTreaty, as_of: Day, fitted: &Fitted) -> Model {
    let days = treaty.likely_deposits();
    let mut participants: Vec<Participant> = treaty
        .records
        .iter()
        .zip(days)
        .filter_map(|(record, deposited)| past(history, treaty, record, deposited, as_of, fitted))
        .collect();
    let known: BTreeSet<&str> =
        treaty.records.iter().map(|record| record.participant.as_str()).collect();
    let others = fitted.participants.iter().filter(|one| !known.contains(one.code.as_str()));
    let others = others.map(|one| {
        state(history, &one.code, Status::default(), (treaty, fitted), Prospect::Calibrated)
    });
    participants.extend(others);
    participants.sort_by(|one, other| one.code.cmp(&other.code));
    let most = participants.len() as u16 + 1;
    let rule = count(most, Members::new(vec![true; participants.len()]));
    Model {
        name: treaty.id.clone(),
        labels: Labels::default(),
        title: treaty.title.clone(),
        opened: treaty.opened,
        closes: treaty.closing_known_by(as_of).map(|last| last.max(treaty.opened)),
        technical: treaty.technical(),
        as_of,
        horizon: treaty.opened + Days(Predictive::LAST as i32),
        target: None,
        by: Vec::new(),
        watched: Vec::new(),
        parts: Vec::new(),
        departures: Vec::new(),
        rule,
        participants,
        unnamed_signatories: None,
        calibration: Some(fitted.calibration.clone()),
        pace: Some(fitted.pace_of(treaty.opened, treaty.technical())),
        parameter_draws: Vec::new(),
    }
}

/// Met on the day of so many instruments from among these.
pub(super) fn count(instruments: u16, among: Members) -> Rule {
    Rule { then: Lapse::SameDay, ..Rule::count(instruments, among, 0) }
}

/// A participant of the treaty's own record; none where it says nothing of what is to come.
fn past(
    history: &History,
    treaty: &PastTreaty,
    record: &ParticipantRecord,
    deposited: Option<Day>,
    as_of: Day,
    fitted: &Fitted,
) -> Option<Participant> {
    let before_opening = deposited.is_some_and(|day| day < treaty.opened);
    let made = deposited.filter(|day| *day <= as_of).map(|day| day.max(treaty.opened));
    let signed = record.signed.filter(|day| *day <= as_of).map(|day| day.max(treaty.opened));
    let status = Status {
        signed: signed.filter(|day| made.is_none_or(|made| *day <= made)),
        deposited: made.map(|on| ReportedDeposit { on, chance: Chance::SURE }),
        // What was withdrawn later counted until then.
        withdrew: None,
        undone: Undone::default(),
    };
    let undated = deposited.is_none() && record.form.is_some();
    // What is no delay is counted, and teaches nothing.
    let prospect = match record.kind {
        PastKind::State if !before_opening && !undated => Prospect::Calibrated,
        _ => Prospect::Never,
    };
    let acted = status.signed.is_some() || made.is_some();
    let wanted = match record.kind {
        PastKind::State => true,
        PastKind::ExtinctState => acted,
        PastKind::Organisation => made.is_some(),
        PastKind::Territory => false,
    };
    let own = || state(history, &record.participant, status, (treaty, fitted), prospect);
    let mut one = wanted.then(own)?;
    if record.kind == PastKind::Organisation {
        one.kind = Kind::Organisation;
    }
    Some(one)
}

fn state(
    history: &History,
    code: &str,
    status: Status,
    (treaty, fitted): (&PastTreaty, &Fitted),
    prospect: Prospect,
) -> Participant {
    let learned = fitted.participant(code);
    let first_act = [status.signed, status.deposited.map(|report| report.on)];
    let first_act = first_act.into_iter().flatten().min();
    let statehood = history.can_act_from.get(code).copied();
    let can_act_from = statehood.map(|day| first_act.map_or(day, |act| act.min(day)));
    let signing = if treaty.has_signature { prospect.clone() } else { Prospect::Never };
    Participant {
        code: code.to_owned(),
        name: code.to_owned(),
        kind: Kind::UnMember,
        groups: Vec::new(),
        can_act_from: can_act_from.filter(|day| *day > treaty.opened),
        status,
        factor: learned.map_or(Factor::ONE, |one| one.factor),
        signing_factor: learned.map_or(1.0, |one| one.signing_factor),
        learned: (prospect == Prospect::Calibrated).then(|| {
            learned.map_or(LearnedFactors::AVERAGE, |one| LearnedFactors {
                deposit: one.factor.mean,
                signing: one.signing_factor,
            })
        }),
        signing,
        accession: prospect.clone(),
        ratification: prospect,
        levers: Levers::default(),
    }
}

/// The age in days at which a future of this treaty met a rule; none where it did not.
pub(super) fn age(opened: Day, met: When) -> Option<u32> {
    met.day().map(|day| (day - opened).0.max(0).unsigned_abs())
}
