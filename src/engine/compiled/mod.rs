//! A model made ready for many runs: what never changes from run to run is computed once.

pub(crate) mod builder;
pub(crate) mod coordinated;
pub(crate) mod cumulative_hazard;
pub(crate) mod curves;
pub(crate) mod effects;
pub(crate) mod pace;
pub(crate) mod pending;
pub(crate) mod random_day;
pub(crate) mod shared_signing;
pub(crate) mod signatures;
pub(crate) mod signing_factor;
pub(crate) mod uncertain;

use crate::{
    engine::{
        baseline::BaselineHazard,
        clock::{DepositCalendar, future_end, future_start, time_of},
    },
    process::{
        age::{month_of, month_start},
        exposure::{SIGNATURES_FROZEN_MONTH, signatures_until},
    },
    quantity::When,
    treaty::{Fate, Model, rule::Rule},
};
use builder::CurveBuilder;
use coordinated::CoordinatedDeposits;
use curves::{Curves, TimeCell};
use effects::TimeVaryingEffects;
use pace::PaceProcess;
use pending::PendingParticipants;
use signatures::{SignatureBuilder, SigningProcess};
use signing_factor::SigningFactor;
use uncertain::{UncertainDeposit, UncertainDeposits};

/// Everything a run needs, each concern on its own.
#[derive(Clone, Debug)]
pub(crate) struct CompiledModel {
    pub(crate) rule: Rule,
    /// With fewer deposits the rule is not met; 0 where a deposit may come later than it is due.
    pub(crate) fewest: usize,
    pub(crate) calendar: DepositCalendar,
    /// Deposits settled before anything is drawn, by participant.
    pub(crate) settled: Vec<When>,
    pub(crate) curves: Curves,
    pub(crate) pending: PendingParticipants,
    pub(crate) signatures: SigningProcess,
    pub(crate) signing_factor: SigningFactor,
    pub(crate) uncertain: UncertainDeposits,
    /// None where no pace is shared.
    pub(crate) pace: Option<PaceProcess>,
    /// None where nobody joins with others.
    pub(crate) coordinated: Option<CoordinatedDeposits>,
    /// None where nothing changes speeds while a run goes on.
    pub(crate) effects: Option<TimeVaryingEffects>,
}

/// Makes a model ready.
pub(crate) fn compile(model: &Model) -> CompiledModel {
    let baseline = model.calibration.as_ref().map(|known| BaselineHazard::new(model, known));
    let baseline = baseline.as_ref();
    let mut builder = CurveBuilder::new(model, baseline, cells(model));
    let mut signatures = SignatureBuilder::new(model);
    let mut settled = vec![When::NEVER; model.participants.len()];
    let (mut pending, mut uncertain) = (Vec::new(), Vec::new());
    for (index, participant) in model.participants.iter().enumerate() {
        match participant.status.deposited {
            Some(report) if report.chance.get() >= 1.0 => {
                settled[index] = When::on(report.on);
                continue;
            }
            Some(report) if report.chance.get() > 0.0 => {
                uncertain.push(UncertainDeposit::new(index, pending.len(), participant, &report));
            }
            _ => {}
        }
        if let Some(Fate::DepositsOn(day)) = participant.levers.fate {
            let day = day + participant.levers.delay;
            settled[index] = if day <= model.horizon { When::on(day) } else { When::NEVER };
        }
        let one = builder.pending(index, participant);
        signatures.add(&mut builder, pending.len(), participant);
        pending.push(one);
    }
    let (pending, moved_to) = PendingParticipants::new(pending);
    uncertain.iter_mut().for_each(|one: &mut UncertainDeposit| one.pending = moved_to[one.pending]);
    let uncertain = UncertainDeposits { each: uncertain };
    let in_time = pending.each.iter().all(|one| one.delay == 0);
    let (curves, effects) = builder.finish();
    let mut signing_factor = SigningFactor::new(model, &uncertain);
    let pace = PaceProcess::new(model, baseline, &curves, &uncertain, &signing_factor);
    if let Some(pace) = &pace {
        signing_factor.weigh(&pace.filtered);
    }
    CompiledModel {
        fewest: if in_time { model.rule.fewest() } else { 0 },
        rule: model.rule.clone(),
        calendar: DepositCalendar { opened: model.opened, horizon: model.horizon },
        settled,
        signatures: signatures.finish(&moved_to),
        signing_factor,
        pace,
        coordinated: CoordinatedDeposits::new(model, &pending.each),
        effects: Some(effects).filter(|effects| !effects.is_empty()),
        curves,
        pending,
        uncertain,
    }
}

/// Cut at month ends and at the edges of windows.
fn cells(model: &Model) -> Vec<TimeCell> {
    let (start, end) = (future_start(model), future_end(model));
    let mut edges = vec![start, end];
    edges.extend((month_of(start)..=month_of(end)).map(|month| month_start(month + 1)));
    for participant in &model.participants {
        for window in &participant.levers.speed {
            edges.extend([time_of(model, window.from), time_of(model, window.to) + 1.0]);
        }
        edges.extend(participant.can_act_from.map(|day| time_of(model, day)));
    }
    // Who has joined by the end of the days on which signatures count is asked.
    edges.push(signatures_until(SIGNATURES_FROZEN_MONTH));
    edges.retain(|edge| (start..=end).contains(edge));
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    edges
        .windows(2)
        .map(|pair| {
            let (start, end) = (pair[0], pair[1]);
            TimeCell { start, end, month: month_of(0.5 * (start + end)) }
        })
        .collect()
}
