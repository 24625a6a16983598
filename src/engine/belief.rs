//! What is believed of each participant, as lines of cumulative hazard shared by all who can.

use std::collections::BTreeMap;

use super::{
    compile::{Slot, Step, Units},
    exposure::{self, Baseline, lever_at, time_of},
    line::{Cell, Counting, Law, Line, Pacing, Rise},
    moving::Moving,
    never::given_the_wait,
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
    known_laws: Vec<(Timed, usize)>,
    known_lines: BTreeMap<String, usize>,
}

/// A stated delay of a step, and the clock it runs by.
#[derive(Clone, PartialEq, Debug)]
struct Timed {
    /// Of a step that is taken: the chance of never is kept apart.
    delay: Delay,
    counting: Counting,
    /// Days at the start of its clock in which the step could not be taken; 0 or more.
    closed: f64,
}

/// A law and when its clock starts, in days since the opening.
pub(super) struct Running {
    pub(super) law: usize,
    pub(super) start: f64,
    /// The chance of never, given the time waited by the as-of day.
    pub(super) never: f64,
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
        let nothing = ((0, 0.0), Step::Line(0));
        let ((line, never), after_signing) = match (free, signed) {
            (false, _) => nothing,
            (true, Some(signed)) => (self.ratification(participant, Some(signed)), Step::Line(0)),
            (true, None) => (self.accession(participant), self.after_signing(participant)),
        };
        let never_after = match &participant.ratification {
            Prospect::Stated(stated) if free => stated.delay.never().get(),
            _ => 0.0,
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
            never,
            after_signing,
            units_after: after,
            never_after,
            delay: participant.levers.delay.0,
            unsigned: signed.is_none() && participant.kind != Kind::Organisation,
        }
    }

    /// The line of a State that has not signed, and its chance of never going along it.
    fn accession(&mut self, participant: &Participant) -> (usize, f64) {
        match &participant.accession {
            // Without a signature that clock does not run.
            Prospect::Stated(Stated { clock: Clock::Signature, .. }) | Prospect::Never => (0, 0.0),
            Prospect::Calibrated => (self.calibrated(participant, Baselines::Nonsignatory), 0.0),
            Prospect::Stated(stated) => self.stated(participant, stated, None),
        }
    }

    /// The line of a signatory, or of one that is going to sign, and its chance of never.
    fn ratification(&mut self, participant: &Participant, signed: Option<f64>) -> (usize, f64) {
        match &participant.ratification {
            Prospect::Never => (0, 0.0),
            Prospect::Calibrated => (self.calibrated(participant, Baselines::Signatory), 0.0),
            Prospect::Stated(stated) => self.stated(participant, stated, signed),
        }
    }

    fn after_signing(&mut self, participant: &Participant) -> Step {
        match &participant.ratification {
            Prospect::Stated(stated) if stated.clock != Clock::Opening => {
                let from_signature = Timed {
                    delay: stated.delay.if_taken(),
                    counting: Counting::FromDayZero,
                    closed: 0.0,
                };
                let law = self.law(from_signature);
                let (levers, _) = self.stated(participant, stated, None);
                Step::FromSignature { law, levers }
            }
            _ => Step::Line(self.ratification(participant, None).0),
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

    fn stated(
        &mut self,
        participant: &Participant,
        stated: &Stated,
        signed: Option<f64>,
    ) -> (usize, f64) {
        let lever = self.levers(participant);
        let pattern = self.moving.pattern(self.model, &participant.levers);
        let Running { law, start, never } = self.running(participant, stated, signed);
        let paced = stated.paced && self.model.pace.is_some();
        let key = format!("{law} {:x} {paced} {pattern} {}", start.to_bits(), bits(&lever));
        if let Some(line) = self.known_lines.get(&key) {
            return (*line, never);
        }
        let pacing = if paced { Pacing::Stated } else { Pacing::Unpaced };
        let line = Line::by_law(&self.laws, law, start, pacing, &self.cells, (lever, pattern));
        (self.add(key, line), never)
    }

    /// The law of a stated step and its clock. The wait begins when the step can first be taken: once
    /// the participant can act and, where it has signed, after its signature.
    pub(super) fn running(
        &mut self,
        participant: &Participant,
        stated: &Stated,
        signed: Option<f64>,
    ) -> Running {
        let (start, counting) = match stated.clock {
            Clock::Opening => (0.0, Counting::FromDayZero),
            Clock::Signature => (signed.unwrap_or(self.now), Counting::FromDayZero),
            Clock::AsOf => (self.now, Counting::FromDayOne),
        };
        let can_act = participant.can_act_from.map_or(0.0, |day| time_of(self.model, day));
        let closed = (can_act.max(signed.unwrap_or(0.0)) - start).max(0.0);
        let law = self.law(Timed { delay: stated.delay.if_taken(), counting, closed });
        let waited = self.laws[law].at(self.now - start);
        Running { law, start, never: given_the_wait(stated.delay.never().get(), waited) }
    }

    fn add(&mut self, key: String, line: Line) -> usize {
        self.lines.push(line);
        self.known_lines.insert(key, self.lines.len() - 1);
        self.lines.len() - 1
    }

    fn law(&mut self, timed: Timed) -> usize {
        if let Some((_, law)) = self.known_laws.iter().find(|(known, _)| *known == timed) {
            return *law;
        }
        let days = (exposure::end(self.model) - self.now.min(0.0)).ceil() as usize + 2;
        self.laws.push(Law::waited(&timed.delay, timed.counting, timed.closed, days));
        self.known_laws.push((timed, self.laws.len() - 1));
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
