//! The treaty's pace: what the record says of it, and how it moves in a run.

use super::{
    curves::{Curves, Pacing, TimeCell},
    signing_factor::{SigningFactor, SigningFactorDraw},
    uncertain::{UncertainDeposits, is_certain},
};
use crate::{
    engine::{
        baseline::BaselineHazard,
        clock::future_end,
        filter::{Filtered, LatentPace, filter, trend_in},
        observed_history::{ObservedHistory, signatures_for_pace},
        sampler::{MathTables, QuantileTable},
        stream::{Purpose, RunKey, Subject},
    },
    parameters::Pace,
    process::{
        age::month_of,
        exposure::SIGNATURES_FROZEN_MONTH,
        pace::{MonthlyStep, log_signatures, mean_log_pace, signature_share},
    },
    treaty::Model,
};

/// How the pace moves, and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct PaceProcess {
    /// The parameters; the fields below are made of them.
    pub(crate) parameters: Pace,
    /// The record with all uncertain deposits taken as made.
    pub(crate) history: ObservedHistory,
    /// What the record says, by reading of it and by what signing adds.
    pub(crate) filtered: Vec<Vec<Filtered>>,
    /// The average treaty's pace.
    pub(crate) average: f64,
    start: Subject,
    normal: &'static QuantileTable,
    shock: QuantileTable,
    /// By number of signatures: their logarithm less that at which their effect is nil.
    signatures: Vec<f64>,
    /// States known to have signed for the pace of each month, up to the one from which on no more
    /// count; deposits that are only reported are left to the runs.
    pub(crate) signed: Vec<usize>,
    /// By month of age.
    months: Vec<Month>,
    /// The last month the record reaches into.
    last_observed: usize,
    /// Whether the pace multiplies any calibrated curve, and any stated one.
    pub(crate) paces_calibrated: bool,
    paces_stated: bool,
}

/// What belongs to a month of age.
#[derive(Clone, Copy, Debug)]
struct Month {
    /// Mean log pace with signatures at which their effect is nil.
    mean: f64,
    /// The move of the wandering part into it.
    step: MonthlyStep,
    /// What a unit of the trend adds.
    trend: f64,
    /// The share of the effect of signatures that has come.
    signature_share: f64,
    /// The draw by which the pace moves into it, and that of its shock.
    moves: Subject,
    shock: Subject,
}

/// The pace while a run goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PaceState {
    wander: f64,
    trend: f64,
    /// What the treaty's signing adds.
    link: f64,
    /// The month of age that it is in; none before the first.
    pub(crate) month: usize,
    /// Signatures that it goes by.
    pub(crate) signed: usize,
    /// What it multiplies calibrated curves by, and stated ones.
    pub(crate) calibrated: f64,
    pub(crate) stated: f64,
    /// The month's shock times the pace's multiplier.
    pub(crate) shock: f64,
}

impl PaceProcess {
    /// None where no pace is shared.
    pub(crate) fn new(
        model: &Model,
        baseline: Option<&BaselineHazard>,
        curves: &Curves,
        uncertain: &UncertainDeposits,
        signing: &SigningFactor,
    ) -> Option<PaceProcess> {
        let pace = model.pace.as_ref()?;
        let observe = |reading: usize| {
            let made = |index| uncertain.is_made(model, reading, index);
            ObservedHistory::new(model, pace, baseline, &made)
        };
        let readings = uncertain.readings();
        let history = observe(readings - 1);
        let months = month_of(future_end(model)) + 2;
        let certain = |index| is_certain(model, index);
        let unnamed = model.unnamed_signatories.map_or(0, |unnamed| usize::from(unnamed.count));
        let signatures = (0..=model.participants.len() + unnamed).map(|signed| {
            log_signatures(pace.signature_offset, signed as f64) - pace.signature_centre
        });
        Some(PaceProcess {
            parameters: *pace,
            average: libm::exp(pace.mean),
            filtered: (0..readings)
                .map(|reading| filter(pace, &observe(reading), &signing.links(pace, reading)))
                .collect(),
            start: Subject::month(Purpose::Start, 0),
            normal: QuantileTable::normal(),
            shock: QuantileTable::gamma(pace.month_shape),
            signatures: signatures.collect(),
            signed: (0..=SIGNATURES_FROZEN_MONTH)
                .map(|month| signatures_for_pace(model, month, &certain))
                .collect(),
            months: (0..months).map(|month| Month::new(pace, month)).collect(),
            last_observed: history.months.len() - 1,
            paces_calibrated: curves.any_paced(Pacing::Calibrated),
            paces_stated: curves.any_paced(Pacing::Stated),
            history,
        })
    }

    /// The pace at the as-of day, under a reading of the record and what was drawn of the treaty's signing.
    pub(crate) fn draw_start(
        &self,
        key: RunKey,
        reading: usize,
        signing: SigningFactorDraw,
    ) -> PaceState {
        let posterior = &self.filtered[reading][signing.node].posterior;
        let LatentPace { wander, trend } = posterior.quantile(key.draw(self.start));
        // That of the run's own signing factor, not of the node that stands for some of them.
        let link = self.parameters.signing_link * signing.departure;
        PaceState { wander, trend, link, ..PaceState::ONE }
    }

    /// Moves the pace into a month.
    #[inline(always)]
    pub(crate) fn enter_month(
        &self,
        key: RunKey,
        month: usize,
        state: &mut PaceState,
        tables: MathTables,
    ) {
        state.month = month;
        let Month { mean, step, trend, signature_share, moves, shock } = self.months[month];
        if month > self.last_observed {
            let MonthlyStep { autocorrelation, innovation_sd } = step;
            let normal = self.normal.quantile(key.draw(moves));
            state.wander = autocorrelation * state.wander + innovation_sd * normal;
        }
        let departure = state.wander + state.trend * trend + state.link;
        let shock = self.shock.quantile(key.draw(shock)) * self.parameters.multiplier;
        // Finite, so that no overflow times 0 makes what is no number.
        let finite = |pace: f64| if pace < f64::MAX { pace } else { f64::MAX };
        let pace = |log| finite(shock * tables.exp(log));
        if self.paces_stated {
            state.stated = pace(departure);
        }
        if self.paces_calibrated {
            let signatures = self.signatures[state.signed] * signature_share;
            let mean = mean + self.parameters.signature_effect * signatures;
            state.calibrated = pace(mean + departure);
        }
        state.shock = shock;
    }

    /// Notes the pace of cells, the first of them in `cells`; on entering a month it moves.
    pub(crate) fn enter_cells(
        &self,
        key: RunKey,
        cells: &[TimeCell],
        state: &mut PaceState,
        tables: MathTables,
        (calibrated, stated): (&mut [f64], &mut [f64]),
    ) {
        let mut now = *state;
        for ((calibrated, stated), cell) in calibrated.iter_mut().zip(stated).zip(cells) {
            if cell.month != now.month {
                self.enter_month(key, cell.month, &mut now, tables);
            }
            *calibrated = now.calibrated;
            *stated = now.stated;
        }
        *state = now;
    }
}

impl Month {
    fn new(pace: &Pace, month: usize) -> Month {
        Month {
            mean: mean_log_pace(pace, pace.signature_centre, month),
            step: MonthlyStep::into_month(pace, month),
            trend: trend_in(pace, month),
            signature_share: signature_share(pace, month),
            moves: Subject::month(Purpose::Pace, month),
            shock: Subject::month(Purpose::Shock, month),
        }
    }
}

impl PaceState {
    /// That of the average treaty, before the first month.
    pub(crate) const ONE: PaceState = PaceState {
        wander: 0.0,
        trend: 0.0,
        link: 0.0,
        month: usize::MAX,
        signed: 0,
        calibrated: 1.0,
        stated: 1.0,
        shock: 1.0,
    };

    /// Whether it is not yet in any month.
    pub(crate) fn is_before_first_month(&self) -> bool {
        self.month == usize::MAX
    }
}
