//! Random treaties, for what must hold of all of them: each a function of its number alone.

use inforce::{
    parameters::Pace,
    quantity::{Chance, Day, Days},
    treaty::{
        Bandwagon, Bloc, Clock, Evidence, Factor, Fate, GivenPace, Kind, LearnedFactors, Levers,
        Model, Participant, Prospect, Shock, Someday, SpeedWindow, TreatyEvent,
        delay::{Delay, ThreePoint},
        rule::{Lapse, Members, Rule},
    },
};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

use crate::support::{calibration, day, deposited, pace, state, stated, treaty, window};

/// Sources of random treaties: one for each use, so that they differ.
pub(crate) fn source(number: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(number)
}

/// A treaty with up to a dozen participants, each with prospects, a status and levers of its own.
pub(crate) fn any_treaty(rng: &mut ChaCha8Rng) -> Model {
    let opened = day("2025-10-25");
    let as_of = opened + Days(rng.random_range(0..700));
    let horizon = as_of + Days(rng.random_range(1..2500));
    let closes = rng.random_bool(0.8).then(|| opened + Days(rng.random_range(0..900)));
    let mut any = Any { rng, opened, as_of, horizon, closes };
    let count = any.rng.random_range(1..13);
    let mut participants: Vec<Participant> =
        (0..count).map(|index| any.participant(index)).collect();
    if any.rng.random_bool(0.5) {
        any.together(&mut participants);
    }
    let pace = any.rng.random_bool(0.7).then(|| any.pace());
    let counting = any.rng.random_range(1..=count.min(6));
    let mut model = treaty(participants, counting as u16);
    let among = model.participants.iter().map(|one| one.kind != Kind::Organisation).collect();
    model.rule = Rule::count(counting as u16, Members::new(among), 90);
    model.rule.then = [Lapse::Days(90), Lapse::Months(3), Lapse::FirstOfMonthAfterDays(30)]
        [any.rng.random_range(0..3)];
    Model { opened, as_of, horizon, closes, calibration: Some(calibration()), pace, ..model }
}

/// A speed-up in some window to come.
pub(crate) fn speed_up(rng: &mut ChaCha8Rng, model: &Model) -> SpeedWindow {
    let from = model.as_of + Days(rng.random_range(-50..1000));
    window(from, from + Days(rng.random_range(0..500)), rng.random_range(1.0..8.0))
}

struct Any<'a> {
    rng: &'a mut ChaCha8Rng,
    opened: Day,
    as_of: Day,
    horizon: Day,
    closes: Option<Day>,
}

impl Any<'_> {
    fn participant(&mut self, index: usize) -> Participant {
        let mut one = state(&format!("P{index:02}"));
        let (as_of, opened) = (self.as_of, self.opened);
        if self.rng.random_bool(0.1) {
            one.kind = Kind::Organisation;
        }
        one.factor.mean =
            if self.rng.random_bool(0.1) { 0.0 } else { self.rng.random_range(0.5..60.0) };
        if self.rng.random_bool(0.4) && one.factor.mean > 0.0 {
            let rate = self.rng.random_range(0.5..9.0);
            one.factor = Factor {
                evidence: Some(Evidence { shape: one.factor.mean * rate, rate }),
                ..one.factor
            };
        }
        one.signing_factor = self.rng.random_range(0.0..3.0);
        let (deposit, signing) = (one.factor.mean, one.signing_factor);
        one.learned = Some(LearnedFactors { deposit, signing });
        one.signing = self.prospect();
        one.accession = self.prospect();
        one.ratification = self.prospect();
        let age = (as_of - opened).0;
        if self.rng.random_bool(0.4) {
            let signed = self.rng.random_range(0..=age);
            one.status.signed = Some(opened + Days(signed));
        }
        if self.rng.random_bool(0.2) {
            let from = one.status.signed.unwrap_or(opened);
            let on = from + Days(self.rng.random_range(0..=(as_of - from).0));
            let chance = [1.0, 1.0, 0.0, 0.6, 0.2][self.rng.random_range(0..5)];
            one.status.deposited = deposited(on, chance);
        }
        if one.status.signed.is_none() && self.rng.random_bool(0.1) {
            one.can_act_from = Some(opened + Days(self.rng.random_range(0..900)));
        }
        one.levers = self.levers(one.status.signed.is_some());
        one
    }

    fn levers(&mut self, signed: bool) -> Levers {
        let mut levers = Levers::default();
        let (as_of, horizon) = (self.as_of, self.horizon);
        for _ in 0..self.rng.random_range(0..3) {
            let window = self.window();
            levers.speed.push(window);
        }
        if self.rng.random_bool(0.2) {
            levers.signing_speed.push(self.window());
        }
        if self.rng.random_bool(0.2) {
            levers.delay = Days(self.rng.random_range(0..300));
        }
        if self.rng.random_bool(0.1) {
            let day = as_of + Days(self.rng.random_range(1..1500));
            levers.fate = Some([Fate::Out, Fate::DepositsOn(day)][self.rng.random_range(0..2)]);
        }
        let last = self.closes.unwrap_or(horizon);
        if !signed && last > as_of && self.rng.random_bool(0.2) {
            levers.signs_on = Some(as_of + Days(self.rng.random_range(1..=(last - as_of).0)));
        }
        levers
    }

    /// Levers that several share.
    fn together(&mut self, participants: &mut [Participant]) {
        let chance = |rng: &mut ChaCha8Rng| {
            Chance::new([0.0, 0.4, 1.0][rng.random_range(0..3)]).expect("a chance")
        };
        let on = self.as_of + Days(self.rng.random_range(1..900));
        let event = TreatyEvent { name: "event".to_owned(), on, chance: chance(self.rng) };
        let spread = [0.0, 60.0][self.rng.random_range(0..2)];
        let (name, day) = ("bloc".to_owned(), self.someday());
        let bloc = Bloc { name, day, spread, chance: chance(self.rng) };
        let shocks = ["first", "second"].map(|name| {
            let (name, day) = (name.to_owned(), self.someday());
            let factor = [0.0, 0.2, 1.0, 4.0][self.rng.random_range(0..4)];
            Shock { name, day, chance: chance(self.rng), factor }
        });
        let of = (0..participants.len()).map(|_| self.rng.random_bool(0.6)).collect();
        let strength = [0.0, 1.0, 8.0][self.rng.random_range(0..3)];
        let bandwagon = Bandwagon { strength, among: Members::new(of), full: 3.0 };
        let by_month = (0..20).map(|_| self.rng.random_range(0.0..4.0)).collect();
        let pace = GivenPace { by_month };
        let kinds = [0; 5].map(|_| self.rng.random_bool(0.4));
        for one in participants {
            let mut has = |kind: usize| kinds[kind] && self.rng.random_bool(0.6);
            let levers = &mut one.levers;
            levers.events.extend(has(0).then(|| event.clone()));
            levers.blocs.extend(has(1).then(|| bloc.clone()));
            levers.shocks.extend(shocks.iter().filter(|_| has(2)).cloned());
            levers.bandwagons.extend(has(3).then(|| bandwagon.clone()));
            levers.pace = has(4).then(|| pace.clone());
        }
    }

    fn someday(&mut self) -> Someday {
        let delay = any_delay(self.rng);
        let waited = f64::from((self.as_of - self.opened).0 + 1);
        let from_opening = self.rng.random_bool(0.5) && delay.survival(waited) > 0.0;
        Someday { delay, from_as_of: !from_opening }
    }

    fn window(&mut self) -> SpeedWindow {
        let from = self.as_of + Days(self.rng.random_range(-100..900));
        let to = from + Days(self.rng.random_range(0..600));
        let factor = [0.0, 0.3, 2.0, 5.0][self.rng.random_range(0..4)];
        window(from, to, factor)
    }

    fn prospect(&mut self) -> Prospect {
        match self.rng.random_range(0..10) {
            0 => Prospect::Never,
            1..5 => Prospect::Calibrated,
            _ => {
                let clock =
                    [Clock::Opening, Clock::Signature, Clock::AsOf][self.rng.random_range(0..3)];
                stated(any_delay(self.rng), clock, self.rng.random_bool(0.5))
            }
        }
    }

    fn pace(&mut self) -> Pace {
        let rng = &mut self.rng;
        Pace {
            sd: [0.0, 0.96, 2.0][rng.random_range(0..3)],
            memory: [0.0, 0.3, 1.37][rng.random_range(0..3)],
            persistence_per_year: [0.0, 0.91, 1.0][rng.random_range(0..3)],
            month_shape: [0.2, 3.75, f64::INFINITY][rng.random_range(0..3)],
            signature_effect: [0.0, 0.76, 3.0][rng.random_range(0..3)],
            signature_centre: 1.0,
            signature_offset: 2.0,
            signature_rise_years: 0.7,
            trend_sd: [0.0, 0.5][rng.random_range(0..2)],
            signing_link: [0.0, 0.25][rng.random_range(0..2)],
            multiplier: [1.0, 0.5, 3.0][rng.random_range(0..3)],
            learn: rng.random_bool(0.8),
            ..pace()
        }
    }
}

/// A delay of any family, some days to some years long, sometimes with a chance of never.
pub(crate) fn any_delay(rng: &mut ChaCha8Rng) -> Delay {
    let middle: f64 = rng.random_range(20.0..1500.0);
    let points = ThreePoint { least: 0.5 * middle, likely: middle, most: 2.2 * middle };
    let delay = match rng.random_range(0..11) {
        0 => Delay::fixed(middle.floor()),
        1 => Delay::uniform(0.5 * middle, 1.5 * middle),
        2 => Delay::triangular(points),
        3 => Delay::pert(points),
        4 => Delay::exponential(middle),
        5 => Delay::weibull(middle, 2.5 * middle),
        6 => Delay::gamma(middle, 0.6 * middle),
        7 => Delay::log_normal(middle, 3.0 * middle),
        8 => Delay::log_logistic(middle, 3.0 * middle),
        9 => Delay::piecewise(vec![0.0, middle, 2.0 * middle], vec![0.2, 3.0, 0.5]),
        _ => Delay::observed(vec![middle, 1.5 * middle, 1.6 * middle, 3.0 * middle]),
    };
    let never = Chance::new([0.0, 0.3][rng.random_range(0..2)]).expect("a chance");
    delay.expect("a delay").or_never(never)
}
