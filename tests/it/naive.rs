//! The engine agrees with one written to be plain (`oracle`), within Monte Carlo error.

use inforce::{
    quantity::{Chance, Day, Days, When},
    treaty::{
        Bandwagon, Bloc, Clock, Fate, GivenPace, Kind, LearnedFactors, Model, Participant,
        Prospect, Shock, Someday, Status, TreatyEvent, UnnamedSignatories,
        delay::{Delay, ThreePoint},
        rule::Members,
    },
};

use crate::{
    oracle::oracle,
    support::{day, deposited, futures, pace, paced_treaty, state, stated, treaty, window},
};

const RUNS: usize = 12_000;
/// Where the plain engine goes day by day.
const DAILY_RUNS: usize = 5_000;
/// Where it counts deposits month by month besides.
const TOGETHER_RUNS: usize = 2_500;
const REAL_RUNS: u64 = 60_000;

/// Compares chances of being met and of each participant's deposit by several days, and mean
/// numbers of parties; 4.5 standard errors, so a false alarm in some hundred thousand.
fn agrees(model: &Model, runs: usize) {
    let plain = oracle(model, runs, 1);
    let real = futures(model, REAL_RUNS, 1);
    let length = (model.horizon - model.as_of).0;
    for part in [1, 2, 3, 5, 8] {
        let by = model.as_of + Days(length * part / 8);
        compare(&format!("met by {by}"), &plain, &real, |(_, met)| share(met, by));
        compare(&format!("parties by {by}"), &plain, &real, |(deposits, _)| {
            deposits.iter().map(|when| share(when, by)).sum()
        });
    }
    for (who, one) in model.participants.iter().enumerate() {
        for part in [1, 3] {
            let by = model.as_of + Days(length * part / 3);
            let what = format!("{} by {by}", one.code);
            compare(&what, &plain, &real, |(deposits, _)| share(&deposits[who], by));
        }
    }
}

type Future = (Vec<When>, When);

fn share(when: &When, by: Day) -> f64 {
    f64::from(u8::from(when.by(by)))
}

fn compare(what: &str, plain: &[Future], real: &[Future], of: impl Fn(&Future) -> f64) {
    let moments = |futures: &[Future]| {
        let count = futures.len() as f64;
        let mean = futures.iter().map(&of).sum::<f64>() / count;
        let square = futures.iter().map(|one| (of(one) - mean).powi(2)).sum::<f64>() / count;
        // Half an event either way, so that what never happens has an error too.
        (mean, (square + 0.5 / count) / count)
    };
    let ((plain, plain_error), (real, real_error)) = (moments(plain), moments(real));
    let errors = (plain - real).abs() / (plain_error + real_error).sqrt();
    assert!(errors < 4.5, "{what}: plain {plain}, real {real}, {errors:.1} standard errors apart");
}

/// Twenty-four States and the Union: some have signed, three have deposited.
fn two_dozen() -> Vec<Participant> {
    let states = (0..24).map(|index| {
        let mut one = state(&format!("S{index:02}"));
        one.factor.mean = 0.4 + 0.15 * f64::from(index);
        one.signing_factor = 0.5 + 0.1 * f64::from(index % 7);
        // What is assumed from the as-of day on differs from what the record is read by.
        let (deposit, signing) = (0.6 + 0.1 * f64::from(index), one.signing_factor);
        one.learned = Some(LearnedFactors { deposit, signing });
        if index % 3 == 0 {
            one.status.signed = Some(day("2025-10-25") + Days(index * index / 4));
        }
        if [4, 9, 18].contains(&index) {
            one.status.deposited = deposited(day("2026-01-20") + Days(4 * index), 1.0);
        }
        one
    });
    let union = Participant { kind: Kind::Organisation, ..state("UNI") };
    states.chain([union]).collect()
}

fn calibrated() -> Model {
    let model = paced_treaty(two_dozen(), 8);
    // A strong effect of signatures, around a number this treaty reaches.
    let pace = Some(inforce::parameters::Pace {
        signature_effect: 1.5,
        signature_centre: 2.5,
        signature_offset: 2.0,
        signature_rise_years: 0.8,
        ..pace()
    });
    Model { pace, horizon: day("2029-06-30"), ..model }
}

fn from_the_opening(mut model: Model, as_of: &str) -> Model {
    model.as_of = day(as_of);
    for one in &mut model.participants {
        one.status.signed = one.status.signed.filter(|signed| *signed <= model.as_of);
        one.status.deposited = one.status.deposited.filter(|report| report.on <= model.as_of);
    }
    model
}

fn delays() -> [Delay; 6] {
    let points = ThreePoint { least: 150.0, likely: 300.0, most: 900.0 };
    [
        Delay::log_normal(400.0, 1200.0),
        Delay::fixed(480.0),
        Delay::weibull(500.0, 1400.0),
        Delay::pert(points),
        Delay::uniform(250.0, 800.0),
        Delay::observed(vec![100.0, 300.0, 420.0, 700.0]),
    ]
    .map(|delay| delay.expect("a delay"))
}

/// Eighteen States whose steps are stated, by each clock, paced and not, half of them able to
/// sign; some may never.
fn stated_steps(paced: bool) -> Vec<Participant> {
    let never = |share: f64| inforce::quantity::Chance::new(share).expect("a chance");
    let clocks = [Clock::Opening, Clock::Signature, Clock::AsOf];
    let each = (0..18usize).map(|index| {
        let mut one = state(&format!("T{index:02}"));
        let delay = delays()[index % 6].clone().or_never(never(0.2 * (index % 2) as f64));
        one.ratification = stated(delay, clocks[index % 3], paced);
        let slow = Delay::log_normal(600.0, 1300.0).expect("a delay");
        one.accession = if index % 4 == 1 {
            stated(slow, clocks[(index + 1) % 3], paced)
        } else {
            Prospect::Never
        };
        one.signing = if index % 5 == 0 {
            Prospect::Calibrated
        } else {
            stated(Delay::gamma(150.0, 90.0).expect("a delay"), clocks[index % 3], false)
        };
        if index % 2 == 0 {
            one.status.signed = Some(day("2025-11-02") + Days(11 * index as i32));
        }
        one
    });
    each.collect()
}

#[test]
fn a_calibrated_treaty_some_months_old() {
    agrees(&calibrated(), RUNS);
}

#[test]
fn a_calibrated_treaty_on_the_day_it_opens() {
    agrees(&from_the_opening(calibrated(), "2025-10-25"), RUNS);
}

#[test]
fn a_calibrated_treaty_in_its_second_month_and_in_its_second_year() {
    agrees(&from_the_opening(calibrated(), "2025-11-26"), RUNS);
    agrees(&Model { as_of: day("2026-11-12"), ..calibrated() }, RUNS);
}

#[test]
fn a_technical_treaty_with_signatories_of_which_only_the_number_is_known() {
    let unnamed = UnnamedSignatories { count: 4, from: day("2026-02-20"), to: day("2026-04-10") };
    let model = Model { technical: true, unnamed_signatories: Some(unnamed), ..calibrated() };
    agrees(&model, RUNS);
}

#[test]
fn a_pace_that_is_forgotten_each_month_lasts_out_the_month_begun() {
    let mut model = calibrated();
    model.as_of = day("2026-05-05");
    for one in &mut model.participants {
        // By other factors the record is so odd that few particles explain it.
        one.learned = Some(LearnedFactors { deposit: one.factor.mean, signing: 1.0 });
    }
    for (index, one) in model.participants.iter_mut().enumerate().take(5) {
        one.status.deposited = deposited(day("2026-04-27") + Days(index as i32), 1.0);
    }
    let pace = model.pace.as_mut().expect("a pace");
    pace.sd = 2.5;
    (pace.memory, pace.persistence_per_year) = (0.0, 0.0);
    (pace.trend_sd, pace.signing_link) = (0.0, 0.0);
    pace.month_shape = 30.0;
    agrees(&Model { horizon: day("2026-07-31"), ..model }, RUNS);
}

#[test]
fn stated_delays_by_each_clock() {
    let mut model = paced_treaty(stated_steps(false), 9);
    model.horizon = day("2028-04-30");
    agrees(&model, DAILY_RUNS);
    model.pace = None;
    agrees(&from_the_opening(model, "2025-10-25"), DAILY_RUNS);
}

#[test]
fn stated_delays_that_are_paced() {
    let mut participants = stated_steps(true);
    participants.extend(two_dozen().into_iter().take(8));
    let model = paced_treaty(participants, 12);
    agrees(&Model { horizon: day("2028-04-30"), ..model }, DAILY_RUNS);
}

#[test]
fn stated_delays_that_teach_the_pace() {
    // Without a calibration the record is read by what is stated and paced.
    let mut participants = stated_steps(true);
    for (index, one) in participants.iter_mut().enumerate() {
        one.signing = Prospect::Never;
        if index % 6 == 2 {
            one.status.deposited = deposited(day("2026-04-02") + Days(index as i32), 1.0);
        }
        // Neither a shorter nor a longer law than the others' would leave anything to learn.
        let slow = Delay::log_normal(900.0, 2400.0).expect("a delay").or_never(chance(0.1));
        if index % 3 < 2 {
            one.ratification = stated(slow, Clock::Opening, true);
        }
        if index == 5 {
            one.can_act_from = Some(day("2026-03-11"));
        }
    }
    let model = treaty(participants, 9);
    let pace = Some(inforce::parameters::Pace { mean: 3.0, signature_effect: 2.0, ..pace() });
    agrees(&Model { pace, horizon: day("2028-04-30"), ..model }, DAILY_RUNS);
}

#[test]
fn levers_of_every_kind() {
    let mut participants = stated_steps(true);
    participants.extend(two_dozen());
    for (index, one) in participants.iter_mut().enumerate() {
        let levers = &mut one.levers;
        let (spring, autumn) = (day("2026-08-11"), day("2027-04-03"));
        match index % 7 {
            0 => levers.speed = vec![window(spring, autumn, 3.0)],
            1 => levers.speed = vec![window(day("2026-01-01"), autumn, 0.0)],
            2 => levers.speed = vec![window(spring, autumn, 0.0), window(autumn, autumn, 9.0)],
            3 => levers.delay = Days(140),
            4 => levers.signing_speed = vec![window(spring, autumn, 4.0)],
            5 if one.status.signed.is_none() => levers.signs_on = Some(day("2026-09-15")),
            _ => {}
        }
        if one.status.deposited.is_none() {
            match index {
                6 => levers.fate = Some(Fate::Out),
                13 | 20 => levers.fate = Some(Fate::DepositsOn(day("2026-10-10"))),
                25 | 8 => one.can_act_from = Some(day("2026-12-05")),
                _ => {}
            }
        }
    }
    let model = paced_treaty(participants, 18);
    agrees(&Model { horizon: day("2028-04-30"), ..model }, DAILY_RUNS);
}

/// Random days that are shared, as a lever states them.
fn from_as_of(delay: Delay) -> Someday {
    Someday { delay, from_as_of: true }
}

fn from_opening(delay: Delay) -> Someday {
    Someday { delay, from_as_of: false }
}

fn chance(share: f64) -> Chance {
    Chance::new(share).expect("a chance")
}

fn lapse(middle: f64) -> Delay {
    Delay::log_normal(middle, 2.0 * middle).expect("a delay")
}

#[test]
fn events_and_blocs() {
    let mut participants = stated_steps(true);
    participants.extend(two_dozen());
    for (index, one) in participants.iter_mut().enumerate() {
        let levers = &mut one.levers;
        if index % 2 == 0 {
            let (name, on) = ("conference".to_owned(), day("2026-09-20"));
            levers.events.push(TreatyEvent { name, on, chance: chance(0.3) });
        }
        if index % 3 == 0 {
            let day = from_as_of(lapse(300.0).or_never(chance(0.2)));
            let name = "union".to_owned();
            levers.blocs.push(Bloc { name, day, spread: 80.0, chance: chance(0.6) });
        }
        if index % 5 == 0 {
            let day = from_opening(Delay::fixed(400.0).expect("a delay"));
            let name = "pledge".to_owned();
            levers.blocs.push(Bloc { name, day, spread: 0.0, chance: chance(0.4) });
        }
        if index % 6 == 0 {
            levers.speed = vec![window(day("2026-06-15"), day("2026-12-24"), 0.0)];
        }
        if index % 7 == 0 {
            levers.delay = Days(50);
        }
    }
    let model = paced_treaty(participants, 18);
    agrees(&Model { horizon: day("2028-04-30"), ..model }, TOGETHER_RUNS);
}

#[test]
fn shocks_bandwagons_and_a_given_pace() {
    let mut participants = stated_steps(true);
    participants.extend(two_dozen());
    participants[6].status.deposited = deposited(day("2026-02-14"), 0.7);
    let count = participants.len();
    let all = Members::new(vec![true; count]);
    let some = Members::new((0..count).map(|index| index % 3 == 0).collect());
    for (index, one) in participants.iter_mut().enumerate() {
        let levers = &mut one.levers;
        if index % 2 == 0 {
            let (name, day) = ("backlash".to_owned(), from_opening(lapse(200.0)));
            levers.shocks.push(Shock { name, day, chance: chance(0.7), factor: 0.2 });
        }
        if index % 3 == 0 {
            let (name, day) = ("summit".to_owned(), from_as_of(lapse(150.0)));
            levers.shocks.push(Shock { name, day, chance: chance(1.0), factor: 5.0 });
        }
        if index % 4 < 2 {
            levers.bandwagons.push(Bandwagon { strength: 4.0, among: all.clone(), full: 20.0 });
        }
        if index % 5 == 0 {
            levers.bandwagons.push(Bandwagon { strength: 2.0, among: some.clone(), full: 5.0 });
        }
        if index % 6 == 0 {
            let by_month = (0..20).map(|month| 0.2 * f64::from(month)).collect();
            levers.pace = Some(GivenPace { by_month });
        }
        if index % 8 == 0 {
            let (name, on) = ("conference".to_owned(), day("2026-09-20"));
            levers.events.push(TreatyEvent { name, on, chance: chance(0.5) });
        }
    }
    let model = paced_treaty(participants, 18);
    let mut model = Model { horizon: day("2028-04-30"), ..model };
    agrees(&model, TOGETHER_RUNS);
    model.pace = None;
    agrees(&from_the_opening(model, "2025-10-25"), TOGETHER_RUNS);
}

#[test]
fn reports_that_may_not_be_true() {
    let mut participants = two_dozen();
    // One has signed, one has not; of one it is stated how it goes on.
    participants[6].status.deposited = deposited(day("2026-02-14"), 0.7);
    participants[7].status.deposited = deposited(day("2026-01-03"), 0.5);
    participants[10].status.deposited = deposited(day("2026-03-03"), 0.0);
    participants.push(Participant {
        accession: stated(Delay::fixed(600.0).expect("a delay"), Clock::Opening, false),
        status: Status {
            signed: None,
            deposited: deposited(day("2026-04-04"), 0.3),
            ..Status::default()
        },
        ..state("T00")
    });
    let model = paced_treaty(participants, 8);
    agrees(&Model { horizon: day("2029-06-30"), ..model }, DAILY_RUNS);
}

#[test]
fn nothing_but_delays() {
    let never = Model { horizon: day("2027-12-31"), ..treaty(stated_steps(false), 6) };
    agrees(&never, DAILY_RUNS);
}
