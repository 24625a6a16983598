//! Small treaties made in code, for tests and benches to set going.

use inforce::{
    engine::{Detail, Plan, Runs, simulate},
    parameters::{Pace, Signing},
    quantity::{Chance, Day, Days, RunCount, Seed, When},
    treaty::{
        Calibration, Clock, Evidence, Factor, Kind, Labels, Model, Participant, Prospect,
        ReportedDeposit, SpeedWindow, Stated,
        delay::Delay,
        rule::{Members, Rule},
    },
};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn plan(runs: u64, seed: u64) -> Plan {
    Plan { runs: RunCount::new(runs).expect("at least one"), seed: Seed(seed) }
}

/// All deposits of each run, and the day it meets the rule.
pub(crate) fn futures(model: &Model, runs: u64, seed: u64) -> Vec<(Vec<When>, When)> {
    of_runs(&simulate(model, plan(runs, seed)), Detail::Parties)
}

pub(crate) fn of_runs(runs: &Runs<'_>, detail: Detail) -> Vec<(Vec<When>, When)> {
    let mut all = Vec::new();
    runs.each(detail, |run| all.push((run.deposits.to_vec(), run.met)));
    all
}

/// A State that signs, accedes and ratifies as States did, and has done nothing yet.
pub(crate) fn state(code: &str) -> Participant {
    Participant {
        signing: Prospect::Calibrated,
        accession: Prospect::Calibrated,
        ratification: Prospect::Calibrated,
        ..Participant::new(code)
    }
}

/// A State that can only join by this delay, signature or not.
pub(crate) fn stated_state(code: &str, delay: Delay, clock: Clock) -> Participant {
    Participant {
        signing: Prospect::Never,
        accession: stated(delay.clone(), clock, false),
        ratification: stated(delay, clock, false),
        ..state(code)
    }
}

pub(crate) fn stated(delay: Delay, clock: Clock, paced: bool) -> Prospect {
    Prospect::Stated(Stated { delay, clock, paced })
}

pub(crate) fn deposited(on: Day, chance: f64) -> Option<ReportedDeposit> {
    Some(ReportedDeposit { on, chance: Chance::new(chance).expect("a chance") })
}

pub(crate) fn window(from: Day, to: Day, factor: f64) -> SpeedWindow {
    SpeedWindow { from, to, factor }
}

/// A treaty that is met by so many States, opened on 25 October 2025 and known to the end of
/// May 2026; no pace, no calibration.
pub(crate) fn treaty(mut participants: Vec<Participant>, instruments: u16) -> Model {
    participants.sort_by(|a, b| a.code.cmp(&b.code));
    let states = participants.iter().map(|one| one.kind != Kind::Organisation).collect();
    Model {
        labels: Labels::default(),
        name: "made-up".to_owned(),
        title: "A treaty made up for a test".to_owned(),
        opened: day("2025-10-25"),
        technical: false,
        closes: Some(day("2026-12-31")),
        as_of: day("2026-05-31"),
        horizon: day("2030-12-31"),
        target: Some(day("2027-12-31")),
        by: Vec::new(),
        watched: Vec::new(),
        parts: Vec::new(),
        departures: Vec::new(),
        rule: Rule::count(instruments, Members::new(states), 90),
        participants,
        unnamed_signatories: None,
        calibration: None,
        pace: None,
        parameter_draws: Vec::new(),
    }
}

/// A treaty whose States move as they did under earlier ones.
pub(crate) fn paced_treaty(participants: Vec<Participant>, instruments: u16) -> Model {
    Model {
        calibration: Some(calibration()),
        pace: Some(pace()),
        ..treaty(participants, instruments)
    }
}

/// As fitted to 93 treaties opened since 1970.
pub(crate) fn calibration() -> Calibration {
    Calibration {
        edges_months: vec![
            0.0, 1.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0, 30.0, 36.0, 48.0, 60.0, 84.0, 120.0, 144.0,
        ],
        nonsignatory_per_year: vec![
            0.00419, 0.00095, 0.00248, 0.00179, 0.0081, 0.0099, 0.01295, 0.0138, 0.01897, 0.02078,
            0.02471, 0.01911, 0.01836, 0.01583,
        ],
        signatory_per_year: vec![
            0.04467, 0.01576, 0.05857, 0.08219, 0.09248, 0.0881, 0.09746, 0.09, 0.09707, 0.08734,
            0.07441, 0.05914, 0.046, 0.04527,
        ],
        month_profile: [0.86, 0.84, 0.99, 0.87, 1.07, 1.02, 0.96, 0.86, 1.76, 1.02, 0.93, 0.82],
        signing: Signing {
            edges_days: vec![15.0, 31.0, 91.3125, 182.625, 365.25, 730.5, 1461.0, 4383.0],
            per_year: vec![0.21119, 0.19233, 0.25509, 0.21176, 0.10402, 0.03464, 0.01507],
            month_profile: [
                0.72, 0.927, 0.956, 0.865, 1.04, 1.307, 0.871, 0.465, 1.776, 1.22, 0.965, 0.887,
            ],
            surge_90_to_30_days_before_closing: 1.484,
            surge_last_30_days: 9.028,
            month_shape: 0.9267,
            treaty_log_sd: 1.1102,
            treaty_log_signatures: 0.6925,
            treaty_technical: -1.2606,
        },
    }
}

/// As fitted to the same treaties.
pub(crate) fn pace() -> Pace {
    Pace {
        mean: -0.2171,
        sd: 0.7272,
        memory: 1.3719,
        age_offset_years: 0.4188,
        trend_sd: 0.4935,
        month_shape: 4.2483,
        signature_effect: 0.7562,
        signature_centre: 3.0,
        signing_link: 0.25,
        ..Pace::NEUTRAL
    }
}

/// Of the size of the treaty this program was written for: 198 participants, 73 of them
/// signatories, three parties, forty needed, factors as uneven as those of earlier treaties.
pub(crate) fn large() -> Model {
    let mut rng = ChaCha8Rng::seed_from_u64(40);
    let participants = (0..198).map(|index| {
        let mut one = state(&format!("S{index:03}"));
        let uniform: f64 = rng.random();
        let mean = 0.15 + 2.6 * uniform * uniform;
        let shape = 5.36 + 40.0 * rng.random::<f64>();
        one.factor = Factor { mean, evidence: Some(Evidence { shape, rate: shape / mean }) };
        one.signing_factor = 0.3 + 1.4 * rng.random::<f64>();
        if index % 3 == 0 || index == 100 || index >= 192 {
            let later: bool = rng.random_bool(0.1);
            let wait = if later { rng.random_range(20..200) } else { rng.random_range(0..2) };
            one.status.signed = Some(day("2025-10-25") + Days(wait));
        }
        if [3, 60, 150].contains(&index) {
            one.status.deposited = deposited(day("2026-03-10") + Days(index / 2), 1.0);
        }
        one
    });
    Model { horizon: day("2037-10-24"), ..paced_treaty(participants.collect(), 40) }
}

/// 193 States, each with a delay of its own: log-normal or Weibull, sometimes never.
pub(crate) fn each_their_own() -> Model {
    let mut rng = ChaCha8Rng::seed_from_u64(193);
    let participants = (0..193).map(|index| {
        let median: f64 = rng.random_range(300.0..3000.0);
        let p90 = median * rng.random_range(1.5..4.0);
        let never = Chance::new(rng.random_range(0.0..0.6)).expect("a chance");
        let delay = if index % 2 == 0 {
            Delay::log_normal(median, p90)
        } else {
            Delay::weibull(median, p90)
        };
        let delay = delay.expect("a delay").or_never(never);
        stated_state(&format!("S{index:03}"), delay, Clock::Opening)
    });
    Model { horizon: day("2037-10-24"), ..treaty(participants.collect(), 40) }
}
