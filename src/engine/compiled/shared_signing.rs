//! What all States share that sign as under earlier treaties: cumulative hazards, and the months' shocks.

use crate::{
    engine::{
        baseline::interpolate,
        clock::{future_start, time_of},
        sampler::{MathTables, QuantileTable},
        stream::{Purpose, RunKey, Subject},
    },
    process::age::{month_of, month_start},
    quantity::MONTH_DAYS,
    treaty::{Calibration, Model},
};

/// The months of age in which the treaty can still be signed, the first from the start of the future on.
#[derive(Clone, Debug)]
pub(crate) struct MonthParts {
    /// Days from the start of the future: each part's start, and the last one's end.
    edges: Vec<f64>,
    /// The month of age of the first.
    first: usize,
}

/// Cumulative hazard of signing from the start of the future, at factor 1 and without shocks.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct SigningTable {
    /// By day.
    by_day: Vec<f64>,
    /// At the edges of the month parts; empty where a delay is stated.
    at_edges: Vec<f64>,
}

/// The months' shocks.
#[derive(Clone, Debug)]
pub(crate) struct SharedSigning {
    pub(crate) parts: MonthParts,
    /// By part: the draw of its shock, and the law it is drawn from.
    shocks: Vec<(Subject, usize)>,
    laws: Vec<QuantileTable>,
}

impl MonthParts {
    pub(crate) fn new(model: &Model) -> MonthParts {
        let start = future_start(model);
        let last = model.closes.unwrap_or(model.horizon).min(model.horizon);
        let end = time_of(model, last) + 1.0;
        let first = month_of(start);
        let mut edges = vec![0.0];
        let inner = (first + 1..).map(month_start).take_while(|edge| *edge < end);
        edges.extend(inner.map(|edge| edge - start));
        edges.push((end - start).max(0.0));
        MonthParts { edges, first }
    }

    /// How many there are; at least one.
    pub(crate) fn count(&self) -> usize {
        self.edges.len() - 1
    }
}

impl SigningTable {
    /// Of a stated delay.
    pub(crate) fn stated(by_day: Vec<f64>) -> SigningTable {
        SigningTable { by_day, at_edges: Vec::new() }
    }

    /// Of signing as under earlier treaties.
    pub(crate) fn calibrated(by_day: Vec<f64>, parts: &MonthParts) -> SigningTable {
        let at_edges = parts.edges.iter().map(|edge| interpolate(&by_day, *edge)).collect();
        SigningTable { by_day, at_edges }
    }

    /// What it comes to in the end.
    pub(crate) fn total(&self) -> f64 {
        self.by_day.last().copied().unwrap_or(0.0)
    }

    /// The hazard at factor 1 and without shocks at which a run's hazard, known at the ends of the parts,
    /// reaches a target; infinite where it does not.
    pub(crate) fn at_factor_one(&self, at_ends: &[f64], target: f64) -> f64 {
        let part = at_ends.partition_point(|hazard| *hazard < target);
        let Some(high) = at_ends.get(part) else { return f64::INFINITY };
        let low = if part > 0 { at_ends[part - 1] } else { 0.0 };
        let (from, to) = (self.at_edges[part], self.at_edges[part + 1]);
        from + (to - from) * ((target - low) / (high - low))
    }

    /// Days from the start of the future after which this hazard is reached; none where it is not.
    pub(crate) fn time_of(&self, target: f64) -> Option<f64> {
        let after = self.by_day.partition_point(|hazard| *hazard < target);
        if !(after < self.by_day.len() && after > 0 && target < f64::INFINITY) {
            return None;
        }
        let (low, high) = (self.by_day[after - 1], self.by_day[after]);
        let part = if high.is_finite() { (target - low) / (high - low) } else { 0.0 };
        Some((after - 1) as f64 + part)
    }
}

impl SharedSigning {
    pub(crate) fn new(calibration: &Calibration, parts: MonthParts) -> SharedSigning {
        let signing = &calibration.signing;
        let (mut lengths, mut laws): (Vec<f64>, Vec<QuantileTable>) = (Vec::new(), Vec::new());
        let shocks = parts.edges.windows(2).enumerate().map(|(place, ends)| {
            let months = (ends[1] - ends[0]) / MONTH_DAYS;
            // Where the signature has ended there is no month, and no shock.
            let shape = if months > 0.0 { signing.month_shape * months } else { f64::INFINITY };
            let known = lengths.iter().position(|known| (known - months).abs() < 1e-9);
            let law = known.unwrap_or_else(|| {
                lengths.push(months);
                laws.push(QuantileTable::gamma(shape));
                laws.len() - 1
            });
            (Subject::month(Purpose::SigningShock, parts.first + place), law)
        });
        let shocks = shocks.collect();
        SharedSigning { parts, shocks, laws }
    }

    /// Draws the months' shocks; notes the cumulative hazard of each table, at a
    /// State's factor of 1 and a treaty's factor of this logarithm, at the end of each part.
    pub(crate) fn draw_hazards(
        &self,
        (key, log_factor): (RunKey, f64),
        math: MathTables,
        tables: &[SigningTable],
        hazards: &mut [f64],
    ) {
        let factor = math.exp(log_factor);
        let parts = self.parts.count();
        for (part, (subject, law)) in self.shocks.iter().enumerate() {
            let speed = factor * self.laws[*law].quantile(key.draw(*subject));
            for (table, hazards) in tables.iter().zip(hazards.chunks_mut(parts)) {
                if let [from, to] = table.at_edges[..].get(part..part + 2).unwrap_or_default() {
                    let before = if part > 0 { hazards[part - 1] } else { 0.0 };
                    hazards[part] = before + speed * (to - from);
                }
            }
        }
    }
}
