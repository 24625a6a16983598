//! How fast the treaty is signed beside others, as far as the record tells, and what of it goes to the pace.

use super::uncertain::UncertainDeposits;
use crate::{
    engine::{
        clock::{future_start, time_of},
        filter::Filtered,
        observed_history::{signatures_before, unnamed_span},
        stream::{Purpose, RunKey, Subject},
    },
    parameters::Pace,
    process::signing::{
        FIRST_SIGNING_DAY, OPENING_DAYS, SigningWindow, TreatySigningFactor, WindowCount,
        prior_mean,
    },
    treaty::{Calibration, Model, Prospect},
};

/// How many values stand for the treaty's signing factor where the record of deposits is weighed: as good
/// as fifteen for the forecast of the Hanoi Convention (to a tenth of a point), at a third of the cost.
const NODES: usize = 5;

/// What is known of the treaty's signing factor.
#[derive(Clone, Debug)]
pub(crate) struct SigningFactor {
    subject: Subject,
    /// By reading of the record; empty without a calibration.
    factors: Vec<TreatySigningFactor>,
    /// Whether there is or was anything to be known of it: States can sign.
    is_told: bool,
    /// By reading: the chance of each node, given the deposits, and of those before it.
    nodes: Vec<Vec<f64>>,
}

/// What was drawn of it in a run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct SigningFactorDraw {
    /// Its logarithm.
    pub(crate) log: f64,
    /// The same beyond its prior mean: η.
    pub(crate) departure: f64,
    /// The node that stands for it.
    pub(crate) node: usize,
}

impl SigningFactor {
    pub(crate) fn new(model: &Model, uncertain: &UncertainDeposits) -> SigningFactor {
        let readings = 0..uncertain.readings();
        let factor = |known: &Calibration, reading: usize| {
            let made = |index: usize| uncertain.is_made(model, reading, index);
            learn_signing_factor(model, known, &made, future_start(model))
        };
        let known = model.calibration.as_ref();
        SigningFactor {
            subject: Subject::month(Purpose::SigningFactor, 0),
            factors: known.map_or(Vec::new(), |known| {
                readings.clone().map(|reading| factor(known, reading)).collect()
            }),
            is_told: is_told(model),
            nodes: readings.map(|_| vec![1.0]).collect(),
        }
    }

    /// What each node adds to log pace, in a reading: the factor's quantiles in the middle of as many parts
    /// of equal chance; one that adds nothing where signing says nothing of the pace.
    pub(crate) fn links(&self, pace: &Pace, reading: usize) -> Vec<f64> {
        match self.factors.get(reading).filter(|_| self.is_told && pace.signing_link > 0.0) {
            None => vec![0.0],
            Some(factor) => {
                let share = |node: usize| (node as f64 + 0.5) / NODES as f64;
                let departure = |node| factor.quantile(share(node)) - factor.prior_mean;
                (0..NODES).map(|node| pace.signing_link * departure(node)).collect()
            }
        }
    }

    /// What is known of it in the reading that takes all uncertain deposits as made; none without a
    /// calibration or where it tells nothing.
    pub(crate) fn in_last_reading(&self) -> Option<&TreatySigningFactor> {
        self.factors.last().filter(|_| self.is_told)
    }

    /// Takes in what the record of deposits says of the nodes.
    pub(crate) fn weigh(&mut self, filtered: &[Vec<Filtered>]) {
        self.nodes = filtered.iter().map(|nodes| cumulative_chances(nodes)).collect();
    }

    /// Draws it in a reading: a node by its chance and, by what is left of the draw, a value within its part.
    pub(crate) fn draw(&self, key: RunKey, reading: usize) -> SigningFactorDraw {
        let Some(factor) = self.factors.get(reading) else { return SigningFactorDraw::NONE };
        let (draw, nodes) = (key.draw(self.subject).open(), &self.nodes[reading]);
        let node = nodes.partition_point(|chance| *chance < draw).min(nodes.len() - 1);
        let before = if node > 0 { nodes[node - 1] } else { 0.0 };
        let within = ((draw - before) / (nodes[node] - before)).clamp(0.0, 1.0);
        let log = factor.quantile((node as f64 + within) / nodes.len() as f64);
        let departure = if self.is_told { log - factor.prior_mean } else { 0.0 };
        SigningFactorDraw { log, departure, node }
    }
}

impl SigningFactorDraw {
    /// Where nothing is calibrated.
    const NONE: SigningFactorDraw = SigningFactorDraw { log: 0.0, departure: 0.0, node: 0 };
}

/// The chances of the nodes, each as likely as another before the record of deposits was seen, and of those
/// before each.
fn cumulative_chances(nodes: &[Filtered]) -> Vec<f64> {
    let most = nodes.iter().map(|node| node.log_evidence).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = nodes.iter().map(|node| libm::exp(node.log_evidence - most)).collect();
    let sum: f64 = weights.iter().sum();
    let mut before = 0.0;
    let cumulative = weights.iter().map(|weight| {
        before += weight / sum;
        before
    });
    cumulative.collect()
}

/// Whether signing says anything of the treaty: some have signed or may, and not in its first days alone.
fn is_told(model: &Model) -> bool {
    let signs = model
        .participants
        .iter()
        .any(|one| one.signed_on_record().is_some() || one.signing == Prospect::Calibrated);
    let closes = model.closes.map_or(f64::INFINITY, |day| time_of(model, day) + 1.0);
    signs && closes > FIRST_SIGNING_DAY
}

/// What the record up to an age in days says of the treaty's factor, where these deposits were made. Every
/// State's record is evidence, whatever is assumed of its signature from the as-of day on.
pub(crate) fn learn_signing_factor(
    model: &Model,
    calibration: &Calibration,
    made: &dyn Fn(usize) -> bool,
    now: f64,
) -> TreatySigningFactor {
    let signing = &calibration.signing;
    let opening = signatures_before(model, now.min(OPENING_DAYS), made) as f64;
    let mean = prior_mean(signing, opening, model.technical);
    let prior = TreatySigningFactor::prior(mean, signing.treaty_log_sd);
    let time = |day| time_of(model, day);
    let closes = model.closes.map_or(f64::INFINITY, |day| time(day) + 1.0);
    let windows = SigningWindow::all(model.opened, &signing.edges_days, now, closes);
    let rates: Vec<f64> = windows.iter().map(|window| window.per_day(signing)).collect();
    let mut counts: Vec<WindowCount> = windows
        .iter()
        .map(|window| WindowCount { months: window.months(), ..WindowCount::default() })
        .collect();
    for (index, one) in model.participants.iter().enumerate() {
        let Some(factors) = one.learned.filter(|_| one.is_read()) else { continue };
        // An act falls in the middle of its day.
        let middle = |day| time(day) + 0.5;
        let signed = one.signed_on_record().map(middle);
        let deposited = one.deposited_on_record(made(index)).map(middle);
        let withdrew = one.status.withdrew.map(middle);
        let until = [signed, deposited, withdrew].into_iter().flatten().fold(now, f64::min);
        let from = one.can_act_from.map_or(0.0, time);
        let own = signed.filter(|age| deposited.is_none_or(|deposited| *age <= deposited));
        for ((window, rate), count) in windows.iter().zip(&rates).zip(&mut counts) {
            count.expected += factors.signing * window.days_at_risk(from, until) * rate;
            if own.is_some_and(|age| window.holds(age)) {
                count.signed += 1.0;
            }
        }
    }
    if let Some(unnamed) = &model.unnamed_signatories {
        let span = unnamed_span(model, unnamed);
        if span[1] <= now {
            join_windows(&windows, &mut counts, span, f64::from(unnamed.count));
        }
    }
    prior.posterior(signing.month_shape, &counts).0
}

/// Takes the windows that signatures may lie in, which are known only as a number, for one: with all that
/// was expected in them, and those signatures too.
fn join_windows(
    windows: &[SigningWindow],
    counts: &mut Vec<WindowCount>,
    [from, to]: [f64; 2],
    unnamed: f64,
) {
    let touched = |window: &&SigningWindow| window.to > from && window.from < to;
    let first = windows.partition_point(|window| window.to <= from);
    let count = windows.iter().filter(touched).count();
    if count > 0 {
        let joined: Vec<WindowCount> = counts.splice(first..first + count, []).collect();
        let sum = |of: fn(&WindowCount) -> f64| joined.iter().map(of).sum::<f64>();
        let one = WindowCount {
            signed: sum(|one| one.signed) + unnamed,
            expected: sum(|one| one.expected),
            months: sum(|one| one.months),
        };
        counts.insert(first, one);
    }
}
