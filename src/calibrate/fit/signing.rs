//! How fast States sign once the opening is over: baseline, surges, treaties' and States' factors.

use crate::process::{
    age::month_start,
    exposure::{CEREMONY_DAYS, SURGE_DAYS, surge},
};

use super::{
    cholesky::Square,
    exposure::{ParticipantExposure, TrainingData, TreatyExposure},
    gamma::{EventCounts, likeliest_shape, shape_information},
};

/// The edges of the bins, in months; the first bin is the ceremony's and is not fitted.
pub(super) const EDGES: [usize; 8] = [0, 1, 3, 6, 12, 24, 48, 144];
const BINS: usize = EDGES.len() - 1;

/// Rounds after which all numbers stand still to four digits.
const ROUNDS: usize = 60;

/// Rounds for a record that differs little from one fitted before.
const ROUNDS_AGAIN: usize = 12;

/// Events that a bin without any is taken to have, at the overall rate.
const PRIOR_EVENTS: f64 = 2.0;

/// What is believed of signing.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Signatures {
    /// By bin, per day at factor 1.
    pub(super) per_day: [f64; BINS],
    /// Signatures after the ceremony, by bin.
    pub(super) events: [f64; BINS],
    /// Times the hazard rises from 90 to 30 days before the end, and in the last 30.
    pub(super) surges: [f64; 2],
    /// Shape of the gamma law of treaties' factors.
    pub(super) treaty_shape: f64,
    /// Shape of the gamma law of States' factors.
    pub(super) factor_shape: f64,
    /// By participant.
    pub(super) factors: Vec<f64>,
    treaty_factors: Vec<f64>,
}

/// A stretch of a State's time at risk with one rate, and whether it signed at its end.
#[derive(Clone, Copy)]
struct Piece {
    treaty: usize,
    who: usize,
    bin: usize,
    surge: Option<usize>,
    days: f64,
    signed: f64,
}

impl Signatures {
    pub(super) fn fit(seen: &TrainingData) -> Signatures {
        let pieces = pieces(seen);
        let mut signatures = Signatures {
            per_day: [1e-4; BINS],
            events: [0.0; BINS],
            surges: [1.0; 2],
            treaty_shape: 1.0,
            factor_shape: 1.0,
            factors: vec![1.0; seen.participants.len()],
            treaty_factors: vec![1.0; seen.treaties.len()],
        };
        for piece in &pieces {
            signatures.events[piece.bin] += piece.signed;
        }
        for _ in 0..ROUNDS {
            signatures.round(&pieces);
        }
        signatures
    }

    /// A fit of a record that differs little from the one this was found from; `treaties` and
    /// `people` say where each stood, if it was seen.
    pub(super) fn refit(
        &self,
        seen: &TrainingData,
        treaties: &[Option<usize>],
        people: &[Option<usize>],
    ) -> Signatures {
        let pieces = pieces(seen);
        let mut signatures = self.clone();
        let at = |factors: &[f64], places: &[Option<usize>]| -> Vec<f64> {
            places.iter().map(|place| place.map_or(1.0, |place| factors[place])).collect()
        };
        signatures.treaty_factors = at(&self.treaty_factors, treaties);
        signatures.factors = at(&self.factors, people);
        signatures.events = [0.0; BINS];
        for piece in &pieces {
            signatures.events[piece.bin] += piece.signed;
        }
        for _ in 0..ROUNDS_AGAIN {
            signatures.round(&pieces);
        }
        signatures
    }

    /// What the signatures tell of the logs of the fitted rates (all bins but the first) and of the
    /// two surges, treaties' factors averaged over.
    pub(super) fn information(&self, seen: &TrainingData) -> Square {
        const FIGURES: usize = BINS - 1 + SURGE_DAYS.len();
        let mut treaties = vec![(EventCounts::default(), [0.0; FIGURES]); seen.treaties.len()];
        let mut entries = [[0.0; FIGURES]; FIGURES];
        let pieces = pieces(seen);
        let figures = |piece: &Piece| {
            let bin = piece.bin.checked_sub(1);
            let surge = piece.surge.map(|surge| BINS - 1 + surge);
            bin.into_iter().chain(surge)
        };
        let plain = |piece: &Piece| self.expected(piece) / self.treaty_factors[piece.treaty];
        for piece in &pieces {
            let (tally, slopes) = &mut treaties[piece.treaty];
            tally.events += piece.signed;
            tally.expected += plain(piece);
            figures(piece).for_each(|figure| slopes[figure] += plain(piece));
        }
        let factor = |treaty: usize| treaties[treaty].0.factor(self.treaty_shape);
        for piece in &pieces {
            for (one, other) in figures(piece).flat_map(|one| {
                let others = figures(piece).filter(move |other| *other <= one);
                others.map(move |other| (one, other))
            }) {
                entries[one][other] += factor(piece.treaty) * plain(piece);
            }
        }
        for (treaty, (tally, slopes)) in treaties.iter().enumerate() {
            let times = factor(treaty) / (self.treaty_shape + tally.expected);
            for one in 0..FIGURES {
                for other in 0..=one {
                    entries[one][other] -= times * slopes[one] * slopes[other];
                }
            }
        }
        Square::symmetric(FIGURES, |one, other| {
            entries[one][other] + if one == other { PRIOR_EVENTS } else { 0.0 }
        })
    }

    /// What the signatures tell of the logs of the two shapes: treaties' and States'.
    pub(super) fn shape_information(&self, seen: &TrainingData) -> [f64; 2] {
        let pieces = pieces(seen);
        let treaties = self.tallies(&pieces, |piece| piece.treaty, &self.treaty_factors);
        let states = self.tallies(&pieces, |piece| piece.who, &self.factors);
        [
            shape_information(&treaties, self.treaty_shape),
            shape_information(&states, self.factor_shape),
        ]
    }

    /// One round: each set of numbers given the others. All are conjugate.
    fn round(&mut self, pieces: &[Piece]) {
        let mut days = [0.0; BINS];
        for piece in pieces {
            days[piece.bin] += self.speed(piece) * piece.days;
        }
        let (events, all_days) = (self.events.iter().sum::<f64>(), days.iter().sum::<f64>());
        if events > 0.0 {
            let overall = events / all_days;
            for ((rate, events), days) in self.per_day.iter_mut().zip(self.events).zip(days) {
                *rate = (events + PRIOR_EVENTS) / (days + PRIOR_EVENTS / overall);
            }
        }
        let mut surges = [EventCounts::default(); 2];
        for piece in pieces {
            if let Some(surge) = piece.surge {
                surges[surge].events += piece.signed;
                surges[surge].expected += self.expected(piece) / self.surges[surge];
            }
        }
        self.surges = surges.map(|tally| tally.factor(PRIOR_EVENTS));
        let treaties = self.tallies(pieces, |piece| piece.treaty, &self.treaty_factors);
        self.treaty_shape = likeliest_shape(&treaties);
        self.treaty_factors = factors(&treaties, self.treaty_shape);
        let states = self.tallies(pieces, |piece| piece.who, &self.factors);
        self.factor_shape = likeliest_shape(&states);
        self.factors = factors(&states, self.factor_shape);
        self.factors_about_one();
    }

    /// Moves the means of the factors into the baseline, where they belong.
    fn factors_about_one(&mut self) {
        for factors in [&mut self.factors, &mut self.treaty_factors] {
            let mean = factors.iter().sum::<f64>() / factors.len().max(1) as f64;
            if mean > 0.0 {
                factors.iter_mut().for_each(|factor| *factor /= mean);
                self.per_day.iter_mut().for_each(|rate| *rate *= mean);
            }
        }
    }

    /// What all but the baseline makes of a piece's rate.
    fn speed(&self, piece: &Piece) -> f64 {
        let surge = piece.surge.map_or(1.0, |surge| self.surges[surge]);
        surge * self.factors[piece.who] * self.treaty_factors[piece.treaty]
    }

    fn expected(&self, piece: &Piece) -> f64 {
        self.per_day[piece.bin] * self.speed(piece) * piece.days
    }

    fn tallies(
        &self,
        pieces: &[Piece],
        whose: impl Fn(&Piece) -> usize,
        factors: &[f64],
    ) -> Vec<EventCounts> {
        let mut tallies = vec![EventCounts::default(); factors.len()];
        for piece in pieces {
            let tally = &mut tallies[whose(piece)];
            tally.events += piece.signed;
            tally.expected += self.expected(piece) / factors[whose(piece)];
        }
        tallies
    }
}

fn factors(tallies: &[EventCounts], shape: f64) -> Vec<f64> {
    tallies.iter().map(|tally| tally.factor(shape)).collect()
}

fn pieces(seen: &TrainingData) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, treaty) in seen.treaties.iter().enumerate() {
        for risk in &treaty.risks {
            pieces_of(treaty, index, risk, &mut pieces);
        }
    }
    pieces
}

/// A State can sign from the end of the ceremony until it signs, deposits without signature, or
/// the signature closes.
fn pieces_of(
    treaty: &TreatyExposure,
    index: usize,
    risk: &ParticipantExposure,
    pieces: &mut Vec<Piece>,
) {
    let closes = treaty.closes.unwrap_or(f64::INFINITY);
    let signed = risk.signed.unwrap_or(f64::INFINITY);
    let until = signed.min(risk.deposited.unwrap_or(f64::INFINITY)).min(closes).min(treaty.end);
    let from = risk.from.max(CEREMONY_DAYS);
    let signs =
        risk.signature_is_delay && signed <= until && signed < closes && signed < treaty.end;
    let mut edges: Vec<f64> = EDGES.iter().map(|edge| month_start(*edge)).collect();
    edges.extend(SURGE_DAYS.map(|days| closes - days));
    edges.retain(|edge| *edge > from && *edge < until);
    edges.push(until);
    edges.sort_by(f64::total_cmp);
    let mut start = from;
    if until < from || (until <= from && !signs) {
        return;
    }
    for edge in edges {
        let middle = (start + edge) / 2.0;
        let last = edge >= until;
        // The day of signature tells its bin, the middle that of the days before.
        let at = if last && signs { until } else { middle };
        let bin = EDGES[1..BINS].partition_point(|edge| month_start(*edge) <= at);
        pieces.push(Piece {
            treaty: index,
            who: risk.who,
            bin,
            surge: surge(closes - at),
            days: edge - start,
            signed: f64::from(u8::from(last && signs)),
        });
        start = edge;
    }
}
