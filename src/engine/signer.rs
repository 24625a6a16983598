//! Who may sign, and when: cumulative hazards by day until the signature closes.

use super::{
    belief::{Builder, with_start},
    compile::Signer,
    exposure::{self, lever_at, read, time_of},
    sampler::QuantileTable,
    stream::{Purpose, Subject},
};
use crate::treaty::{Clock, Fate, Kind, Model, Participant, Prospect};

impl Builder<'_> {
    /// How a participant that has not signed may do so, if it may.
    pub(super) fn signer(
        &mut self,
        slot: usize,
        participant: &Participant,
        signed: bool,
    ) -> Option<Signer> {
        if signed {
            return None;
        }
        let open = self.model.closes.is_none_or(|closes| closes > self.model.as_of);
        let on = participant.levers.signs_on.filter(|_| open).map(|day| time_of(self.model, day));
        let deposit = match participant.levers.fate {
            Some(Fate::DepositsOn(day)) => Some(time_of(self.model, day)),
            _ => None,
        };
        let settled = match (on, deposit) {
            (Some(on), Some(deposit)) => Some(on.min(deposit)),
            (on, deposit) => on.or(deposit),
        };
        let calibrated = participant.signing == Prospect::Calibrated;
        let drawn = open && on.is_none() && participant.signing != Prospect::Never;
        if !drawn && settled.is_none() {
            return None;
        }
        let table = if drawn { self.signing_table(participant) } else { self.table(vec![0.0]) };
        Some(Signer {
            slot,
            subject: Subject::participant(Purpose::Signing, &participant.code),
            factor: match (drawn, calibrated) {
                (false, _) => 0.0,
                (true, true) => participant.signing_factor,
                (true, false) => 1.0,
            },
            calibrated,
            table,
            total: self.signing_tables[table].last().copied().unwrap_or(0.0),
            settled,
            counted: participant.kind != Kind::Organisation,
        })
    }

    /// Cumulative signing hazard by day from now to the last day of signature.
    fn signing_table(&mut self, participant: &Participant) -> usize {
        let windows = with_start(self.model, participant, &participant.levers.signing_speed);
        let calibrated = participant.signing == Prospect::Calibrated;
        let known = self.known_signing.iter().find(|(known, _)| calibrated && *known == windows);
        if let Some((_, table)) = known {
            return *table;
        }
        let cumulative = match (&participant.signing, &self.model.calibration) {
            (Prospect::Calibrated, Some(calibration)) => {
                let from_opening = exposure::signing(self.model, calibration, &windows);
                let now = (self.now as usize).min(from_opening.len() - 1);
                from_opening[now..].iter().map(|total| total - from_opening[now]).collect()
            }
            (Prospect::Stated(stated), _) => {
                let law = self.law(&stated.delay);
                let start = if stated.clock == Clock::Opening { 0.0 } else { self.now - 1.0 };
                let last = self.model.closes.unwrap_or(self.model.horizon).min(self.model.horizon);
                let days = (last - self.model.as_of).0.max(0);
                let mut total = 0.0;
                let rises = (0..days).map(|day| {
                    let time = self.now + f64::from(day);
                    let lever = lever_at(self.model, &windows, time);
                    if lever > 0.0 {
                        total += lever * self.laws[law].rise(time - start, time - start + 1.0);
                    }
                    total
                });
                std::iter::once(0.0).chain(rises).collect()
            }
            _ => vec![0.0],
        };
        let table = self.table(cumulative);
        if calibrated {
            self.known_signing.push((windows, table));
        }
        table
    }

    fn table(&mut self, cumulative: Vec<f64>) -> usize {
        let known = self.signing_tables.iter().position(|known| *known == cumulative);
        known.unwrap_or_else(|| {
            self.signing_tables.push(cumulative);
            self.signing_tables.len() - 1
        })
    }
}

/// How fast the treaty is signed beside others, given the signatures seen; none where no signature
/// is calibrated.
pub(super) fn treaty_factor(
    model: &Model,
    signers: &[Signer],
) -> Option<(Subject, QuantileTable, f64)> {
    let calibration = model.calibration.as_ref()?;
    signers.iter().find(|signer| signer.calibrated)?;
    // Gamma(shape + signatures seen, shape + expected), after the ceremony (METHOD, section 4).
    let (mut seen, mut expected) = (0.0, 0.0);
    let now = exposure::now(model);
    let from = exposure::CEREMONY_DAYS;
    let tables = exposure::signing(model, calibration, &[]);
    for one in &model.participants {
        if one.signing != Prospect::Calibrated || one.kind == Kind::Organisation || now <= from {
            continue;
        }
        let signed = one.status.signed.map(|day| time_of(model, day));
        let deposited = one.status.deposited.map(|report| time_of(model, report.on));
        let since = one.can_act_from.map_or(from, |day| time_of(model, day).max(from));
        let until = signed.or(deposited).map_or(now, |day| day.min(now)).max(since);
        expected += one.signing_factor * (read(&tables, until) - read(&tables, since));
        if signed.is_some_and(|day| day >= from) {
            seen += 1.0;
        }
    }
    let shape = calibration.signing.treaty_shape;
    let mean = (shape + seen) / (shape + expected);
    let subject = Subject::month(Purpose::SigningFactor, 0);
    Some((subject, QuantileTable::gamma(shape + seen), mean))
}
