//! Hazard curves: cumulative hazards along the future, one for all who are believed to act alike.
//!
//! The future is cut into cells between month ends and the edges of levers' windows. A curve gives the
//! hazard of each cell; paced curves are multiplied by the run's pace, month by month.

use super::cumulative_hazard::CumulativeHazard;
use crate::engine::sampler::clamp;

/// A stretch of time in which every multiplier is constant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct TimeCell {
    /// Days since opening.
    pub(crate) start: f64,
    pub(crate) end: f64,
    /// Month of age it lies in.
    pub(crate) month: usize,
}

/// What multiplies a curve beside its levers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pacing {
    /// Nothing.
    Unpaced,
    /// The pace of the treaty, its mean level and its signatures included.
    Calibrated,
    /// The pace beside the average treaty's.
    Stated,
}

/// How a curve rises within a cell.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Rise {
    /// In a straight line.
    Linear,
    /// By the stated delay of this index, whose clock starts at this time.
    ByDelay { delay: usize, clock: f64 },
}

/// The cumulative hazard of all who are believed to take a step alike, under one set of levers.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct HazardCurve {
    pub(crate) pacing: Pacing,
    pub(crate) rise: Rise,
    /// Hazard of each cell at pace 1, levers included.
    pub(crate) hazard: Vec<f64>,
    /// Levers' multiplier in each cell.
    pub(crate) lever: Vec<f64>,
    /// What changes it while a run goes on; 0 for nothing.
    pub(crate) pattern: usize,
}

/// All curves of a model, and what they are made of.
#[derive(Clone, Debug)]
pub(crate) struct Curves {
    pub(crate) cells: Vec<TimeCell>,
    pub(crate) delays: Vec<CumulativeHazard>,
    /// The first is that of a step never taken.
    pub(crate) curves: Vec<HazardCurve>,
    /// Those that the pace multiplies.
    paced: Vec<usize>,
}

/// What the curves come to in one run.
#[derive(Clone, Debug)]
pub(crate) struct CurveLevels {
    /// Cumulative hazards at the edges of cells, curve after curve.
    hazards: Vec<f64>,
    /// How many edges there are: one more than cells.
    edges: usize,
    /// The pace in each cell: of calibrated curves, then of stated ones.
    pub(crate) paces: [Vec<f64>; 2],
}

impl HazardCurve {
    /// Of a step that is never taken.
    pub(crate) fn never(cells: usize) -> HazardCurve {
        let zeros = vec![0.0; cells];
        HazardCurve {
            pacing: Pacing::Unpaced,
            rise: Rise::Linear,
            hazard: zeros.clone(),
            lever: zeros,
            pattern: 0,
        }
    }

    /// Of a stated delay, one of `delays`, whose clock starts at `clock`; levers by cell.
    pub(crate) fn by_delay(
        delays: &[CumulativeHazard],
        (delay, clock): (usize, f64),
        pacing: Pacing,
        cells: &[TimeCell],
        (lever, pattern): (Vec<f64>, usize),
    ) -> HazardCurve {
        let growth = |(cell, lever): (&TimeCell, &f64)| {
            if *lever > 0.0 {
                lever * delays[delay].growth(cell.start - clock, cell.end - clock)
            } else {
                0.0
            }
        };
        let hazard = cells.iter().zip(&lever).map(growth).collect();
        HazardCurve { pacing, rise: Rise::ByDelay { delay, clock }, hazard, lever, pattern }
    }
}

impl Curves {
    pub(crate) fn new(
        cells: Vec<TimeCell>,
        delays: Vec<CumulativeHazard>,
        curves: Vec<HazardCurve>,
    ) -> Curves {
        let is_paced = |curve: &usize| curves[*curve].pacing != Pacing::Unpaced;
        let paced = (0..curves.len()).filter(is_paced).collect();
        Curves { cells, delays, curves, paced }
    }

    /// Whether the pace multiplies any of them in this way.
    pub(crate) fn any_paced(&self, pacing: Pacing) -> bool {
        self.curves.iter().any(|curve| curve.pacing == pacing)
    }

    /// The cell, of those from one to another, that a time in them lies in.
    pub(crate) fn cell_at(&self, from: usize, to: usize, time: f64) -> usize {
        from + self.cells[from..to].partition_point(|cell| cell.end <= time)
    }

    /// A curve's cumulative hazard at a time within a cell.
    pub(crate) fn hazard_at(
        &self,
        curve: usize,
        cell: usize,
        time: f64,
        levels: &CurveLevels,
    ) -> f64 {
        let [low, high] = levels.around(curve, cell);
        let TimeCell { start, end, .. } = self.cells[cell];
        match self.curves[curve].rise {
            Rise::Linear => low + (high - low) * ((time - start) / (end - start)),
            Rise::ByDelay { delay, clock } => {
                let multiplier = self.multiplier(curve, cell, levels);
                if multiplier > 0.0 {
                    low + multiplier * self.delays[delay].growth(start - clock, time - clock)
                } else {
                    low
                }
            }
        }
    }

    /// What multiplies a delay's hazard in a cell: levers and pace.
    pub(crate) fn multiplier(&self, curve: usize, cell: usize, levels: &CurveLevels) -> f64 {
        let pace = match self.curves[curve].pacing {
            Pacing::Unpaced => 1.0,
            Pacing::Calibrated => levels.paces[0][cell],
            Pacing::Stated => levels.paces[1][cell],
        };
        self.curves[curve].lever[cell] * pace
    }

    /// The time within a cell at which a curve, which rises by `rise` in it, has risen by `growth`.
    #[inline(always)]
    pub(crate) fn time_to_grow(
        &self,
        curve: usize,
        cell: usize,
        (growth, rise): (f64, f64),
        levels: &CurveLevels,
    ) -> f64 {
        let TimeCell { start, end, .. } = self.cells[cell];
        match self.curves[curve].rise {
            Rise::Linear if rise > 0.0 => start + (end - start) * clamp(growth / rise, 0.0, 1.0),
            Rise::Linear => start,
            Rise::ByDelay { delay, clock } => {
                let multiplier = self.multiplier(curve, cell, levels);
                let (from, to) = (start - clock, end - clock);
                let waited = self.delays[delay].days_to_grow(from, to, growth / multiplier);
                (clock + waited).clamp(start, end)
            }
        }
    }
}

impl CurveLevels {
    /// Those of a run whose pace is 1; what no pace multiplies stays as it is.
    pub(crate) fn new(curves: &Curves) -> CurveLevels {
        let cells = curves.cells.len();
        let edges = cells + 1;
        let mut hazards = vec![0.0; curves.curves.len() * edges];
        for (curve, hazards) in curves.curves.iter().zip(hazards.chunks_mut(edges)) {
            for (cell, hazard) in curve.hazard.iter().enumerate() {
                hazards[cell + 1] = hazards[cell] + hazard;
            }
        }
        CurveLevels { hazards, edges, paces: [vec![1.0; cells], vec![1.0; cells]] }
    }

    /// A curve's cumulative hazards at the edges of cells.
    #[inline(always)]
    pub(crate) fn of_curve(&self, curve: usize) -> &[f64] {
        &self.hazards[curve * self.edges..(curve + 1) * self.edges]
    }

    /// A curve's cumulative hazard at an edge: the start of the cell of this index.
    #[inline(always)]
    pub(crate) fn at_edge(&self, curve: usize, edge: usize) -> f64 {
        self.hazards[curve * self.edges + edge]
    }

    /// At both edges of a cell.
    #[inline(always)]
    fn around(&self, curve: usize, cell: usize) -> [f64; 2] {
        let edge = curve * self.edges + cell;
        [self.hazards[edge], self.hazards[edge + 1]]
    }

    /// Adds up, over these cells, the hazards that the pace multiplies.
    pub(crate) fn add_paced(&mut self, curves: &Curves, from: usize, to: usize) {
        let [calibrated, stated] = &self.paces;
        for curve in &curves.paced {
            let HazardCurve { pacing, hazard: at_pace_one, .. } = &curves.curves[*curve];
            let paces = if *pacing == Pacing::Calibrated { calibrated } else { stated };
            let first = curve * self.edges;
            let hazards = &mut self.hazards[first + from..=first + to];
            let mut hazard = hazards[0];
            let cells = hazards[1..].iter_mut().zip(&at_pace_one[from..to]).zip(&paces[from..to]);
            for ((edge, at_pace_one), pace) in cells {
                // No pace, no rise, not even of what is overdue.
                hazard += if *pace > 0.0 { at_pace_one * pace } else { 0.0 };
                *edge = hazard;
            }
        }
    }
}
