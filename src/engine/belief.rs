//! What is believed of each participant, as lines of cumulative hazard shared by all who can.

use std::collections::BTreeMap;

use super::{
    compile::{Slot, Step, Units},
    exposure::{self, Baseline, lever_at, time_of},
    line::{Cell, Law, Line, Pacing, Rise},
    moving::Moving,
    stream::{Purpose, Subject},
};
use crate::{
    quantity::Day,
    treaty::{Clock, Kind, Model, Participant, Prospect, Stated, Window, delay::Delay},
};

/// Collects lines, laws and signing tables, each distinct one once.
pub(super) struct Builder<'a> {
    pub(super) model: &'a Model,
    pub(super) now: f64,
    pub(super) cells: Vec<Cell>,
    pub(super) baseline: Option<Baseline>,
    pub(super) laws: Vec<Law>,
    pub(super) lines: Vec<Line>,
    pub(super) signing_tables: Vec<Vec<f64>>,
    pub(super) moving: Moving,
    /// Tables of calibrated signing, by what speeds them.
    pub(super) known_signing: Vec<(Vec<Window>, usize)>,
    known_laws: Vec<(Delay, usize)>,
    known_lines: BTreeMap<String, usize>,
}

/// Which of the two calibrated baselines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Baselines {
    Nonsignatory,
    Signatory,
}

impl<'a> Builder<'a> {
    pub(super) fn new(model: &'a Model, cells: Vec<Cell>) -> Builder<'a> {
        Builder {
            model,
            now: exposure::now(model),
            baseline: model.calibration.as_ref().map(|known| Baseline::new(model, known)),
            laws: Vec::new(),
            lines: vec![Line::never(cells.len())],
            cells,
            signing_tables: Vec::new(),
            moving: Moving::default(),
            known_signing: Vec::new(),
            known_laws: Vec::new(),
            known_lines: BTreeMap::new(),
        }
    }

    /// A participant whose deposit is still to come, and the lines it goes along.
    pub(super) fn slot(&mut self, index: usize, participant: &Participant) -> Slot {
        let signed = participant.status.signed.map(|day| time_of(self.model, day));
        let free = participant.levers.fate.is_none();
        // A factor stays out of the lines, which are then shared; it is in the threshold.
        let before =
            if signed.is_some() { &participant.ratification } else { &participant.accession };
        let stated = |prospect: &Prospect| matches!(prospect, Prospect::Stated(_));
        let after = Units::of(stated(&participant.ratification));
        // A step never taken has no hazard, so its units may be those of the next.
        let units = match before {
            Prospect::Never => after,
            Prospect::Calibrated if participant.factor.mean <= 0.0 => after,
            other => Units::of(stated(other)),
        };
        let (line, after_signing) = match (free, signed) {
            (false, _) => (0, Step::Line(0)),
            (true, Some(signed)) => (self.ratification(participant, Some(signed)), Step::Line(0)),
            (true, None) => (self.accession(participant), self.after_signing(participant)),
        };
        let evidence = participant.factor.evidence;
        let mean = evidence.map_or(participant.factor.mean, |known| known.shape / known.rate);
        Slot {
            participant: index,
            deposit: Subject::participant(Purpose::Deposit, &participant.code),
            per_factor: 1.0 / mean,
            shape: evidence.map_or(0.0, |evidence| evidence.shape),
            rate: evidence.map_or(0.0, |evidence| evidence.rate),
            line,
            units,
            after_signing,
            units_after: after,
            delay: participant.levers.delay.0,
            unsigned: signed.is_none() && participant.kind != Kind::Organisation,
        }
    }

    fn accession(&mut self, participant: &Participant) -> usize {
        match &participant.accession {
            Prospect::Never => 0,
            Prospect::Calibrated => self.calibrated(participant, Baselines::Nonsignatory),
            Prospect::Stated(stated) => {
                let start = match stated.clock {
                    Clock::Opening => 0.0,
                    Clock::AsOf => self.now - 1.0,
                    // Without a signature that clock does not run.
                    Clock::Signature => return 0,
                };
                self.stated(participant, stated, start)
            }
        }
    }

    fn ratification(&mut self, participant: &Participant, signed: Option<f64>) -> usize {
        match &participant.ratification {
            Prospect::Never => 0,
            Prospect::Calibrated => self.calibrated(participant, Baselines::Signatory),
            Prospect::Stated(stated) => {
                let start = match stated.clock {
                    Clock::Opening => 0.0,
                    Clock::Signature => signed.unwrap_or(0.0),
                    Clock::AsOf => signed.unwrap_or(0.0).max(self.now - 1.0),
                };
                self.stated(participant, stated, start)
            }
        }
    }

    fn after_signing(&mut self, participant: &Participant) -> Step {
        match &participant.ratification {
            Prospect::Stated(stated) if stated.clock != Clock::Opening => {
                let law = self.law(&stated.delay);
                let levers = self.stated(participant, stated, self.now);
                Step::FromSignature { law, levers }
            }
            _ => Step::Line(self.ratification(participant, None)),
        }
    }

    fn calibrated(&mut self, participant: &Participant, which: Baselines) -> usize {
        if participant.factor.mean <= 0.0 {
            return 0;
        }
        let lever = self.levers(participant);
        let pattern = self.moving.pattern(self.model, &participant.levers);
        let key = format!("{which:?} {pattern} {}", bits(&lever));
        if let Some(line) = self.known_lines.get(&key) {
            return *line;
        }
        let Some(baseline) = &self.baseline else { return 0 };
        let rates = match which {
            Baselines::Nonsignatory => &baseline.nonsignatory,
            Baselines::Signatory => &baseline.signatory,
        };
        let weight = self.cells.iter().zip(&lever).map(|(cell, lever)| {
            rates.get(cell.month).copied().unwrap_or(0.0) * (cell.end - cell.start) * lever
        });
        let paced = self.model.pace.is_some();
        let line = Line {
            pacing: if paced { Pacing::Calibrated } else { Pacing::Unpaced },
            rise: Rise::Straight,
            weight: weight.collect(),
            lever,
            pattern,
        };
        self.add(key, line)
    }

    fn stated(&mut self, participant: &Participant, stated: &Stated, start: f64) -> usize {
        let lever = self.levers(participant);
        let pattern = self.moving.pattern(self.model, &participant.levers);
        let law = self.law(&stated.delay);
        let paced = stated.paced && self.model.pace.is_some();
        let key = format!("{law} {:x} {paced} {pattern} {}", start.to_bits(), bits(&lever));
        if let Some(line) = self.known_lines.get(&key) {
            return *line;
        }
        let pacing = if paced { Pacing::Stated } else { Pacing::Unpaced };
        let line = Line::by_law(&self.laws, law, start, pacing, &self.cells, (lever, pattern));
        self.add(key, line)
    }

    fn add(&mut self, key: String, line: Line) -> usize {
        self.lines.push(line);
        self.known_lines.insert(key, self.lines.len() - 1);
        self.lines.len() - 1
    }

    pub(super) fn law(&mut self, delay: &Delay) -> usize {
        if let Some((_, law)) = self.known_laws.iter().find(|(known, _)| known == delay) {
            return *law;
        }
        let days = (exposure::end(self.model) - self.now.min(0.0)).ceil() as usize + 2;
        self.laws.push(Law::new(delay, days));
        self.known_laws.push((delay.clone(), self.laws.len() - 1));
        self.laws.len() - 1
    }

    /// The levers' multiplier in each cell.
    fn levers(&self, participant: &Participant) -> Vec<f64> {
        let windows = with_start(self.model, participant, &participant.levers.speed);
        let middle = |cell: &Cell| 0.5 * (cell.start + cell.end);
        self.cells.iter().map(|cell| lever_at(self.model, &windows, middle(cell))).collect()
    }
}

/// The windows, and a gate until the participant can act.
pub(super) fn with_start(
    model: &Model,
    participant: &Participant,
    windows: &[Window],
) -> Vec<Window> {
    let mut windows = windows.to_vec();
    if let Some(start) = participant.can_act_from.filter(|start| *start > model.opened) {
        let to = Day::from_number(start.number() - 1);
        windows.push(Window { from: model.opened, to, factor: 0.0 });
    }
    windows
}

fn bits(numbers: &[f64]) -> String {
    if numbers.iter().all(|number| number.to_bits() == 1f64.to_bits()) {
        return String::new();
    }
    numbers.iter().map(|number| format!("{:x},", number.to_bits())).collect()
}
