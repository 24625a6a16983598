//! Who may sign, and when: cumulative hazards by day until the signature closes.

use super::{
    belief::{Builder, Running, with_start},
    compile::Signer,
    exposure::{self, lever_at, read, time_of},
    reading::Readings,
    sampler::QuantileTable,
    stream::{Purpose, Subject},
};
use crate::treaty::{Fate, Kind, Model, Participant, Prospect};

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
        let nothing = vec![0.0];
        let (table, never) =
            if drawn { self.signing_table(participant) } else { (self.table(nothing), 0.0) };
        Some(Signer {
            slot,
            subject: Subject::participant(Purpose::Signing, &participant.code),
            factor: match (drawn, calibrated) {
                (false, _) => 0.0,
                (true, true) => participant.signing_factor,
                (true, false) => 1.0,
            },
            never,
            calibrated,
            table,
            total: self.signing_tables[table].last().copied().unwrap_or(0.0),
            settled,
            counted: participant.kind != Kind::Organisation,
        })
    }

    /// Cumulative signing hazard by day from now to the last day of signature, and the chance of never.
    fn signing_table(&mut self, participant: &Participant) -> (usize, f64) {
        let windows = with_start(self.model, participant, &participant.levers.signing_speed);
        let calibrated = participant.signing == Prospect::Calibrated;
        let known = self.known_signing.iter().find(|(known, _)| calibrated && *known == windows);
        if let Some((_, table)) = known {
            return (*table, 0.0);
        }
        let mut never = 0.0;
        let cumulative = match (&participant.signing, &self.model.calibration) {
            (Prospect::Calibrated, Some(calibration)) => {
                let from_opening = exposure::signing(self.model, calibration, &windows);
                let now = (self.now as usize).min(from_opening.len() - 1);
                from_opening[now..].iter().map(|total| total - from_opening[now]).collect()
            }
            (Prospect::Stated(stated), _) => {
                let Running { law, start, never: waited } = self.running(participant, stated, None);
                never = waited;
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
        (table, never)
    }

    fn table(&mut self, cumulative: Vec<f64>) -> usize {
        let known = self.signing_tables.iter().position(|known| *known == cumulative);
        known.unwrap_or_else(|| {
            self.signing_tables.push(cumulative);
            self.signing_tables.len() - 1
        })
    }
}

/// How fast the treaty is signed beside others, given the signatures on record.
#[derive(Clone, Debug)]
pub(super) struct TreatyFactor {
    pub(super) subject: Subject,
    /// Quantiles of the factor beside its mean.
    pub(super) quantiles: QuantileTable,
    /// Its mean, by which doubtful deposits are taken as made.
    pub(super) means: Vec<f64>,
}

/// None where no signature is calibrated. Every State's record is evidence, whatever is assumed of its
/// signature from the as-of day on.
pub(super) fn treaty_factor(
    model: &Model,
    signers: &[Signer],
    readings: Readings<'_>,
) -> Option<TreatyFactor> {
    let calibration = model.calibration.as_ref()?;
    signers.iter().find(|signer| signer.calibrated)?;
    let tables = exposure::signing(model, calibration, &[]);
    // Gamma(shape + signatures seen, shape + expected), after the ceremony (METHOD, section 4).
    let shape = calibration.signing.treaty_shape;
    let evidence = |reading: usize| signing_evidence(model, &tables, readings, reading);
    let (seen, _) = evidence(0);
    let means = (0..readings.count()).map(|reading| {
        let (seen, expected) = evidence(reading);
        (shape + seen) / (shape + expected)
    });
    Some(TreatyFactor {
        subject: Subject::month(Purpose::SigningFactor, 0),
        quantiles: QuantileTable::gamma(shape + seen),
        means: means.collect(),
    })
}

/// Signatures on record after the ceremony, and those expected at a factor of 1.
fn signing_evidence(
    model: &Model,
    cumulative: &[f64],
    readings: Readings<'_>,
    reading: usize,
) -> (f64, f64) {
    let (mut seen, mut expected) = (0.0, 0.0);
    let (now, from) = (exposure::now(model), exposure::CEREMONY_DAYS);
    for (index, one) in model.participants.iter().enumerate() {
        let Some(factors) = one.learned.filter(|_| one.is_read() && now > from) else { continue };
        let time = |day| time_of(model, day);
        let signed = one.signed_on_record().map(time);
        let deposited = one.deposited_on_record(readings.made(model, reading, index));
        let ended = [signed, deposited.map(time), one.status.withdrew.map(time)];
        let since = one.can_act_from.map_or(from, |day| time(day).max(from));
        let until = ended.into_iter().flatten().fold(now, f64::min).max(since);
        expected += factors.signing * (read(cumulative, until) - read(cumulative, since));
        if signed.is_some_and(|day| day >= from) {
            seen += 1.0;
        }
    }
    (seen, expected)
}
