//! What must hold in every run, whatever the treaty: not on average, not nearly.

use inforce::{
    engine::{Detail, Gather, Run, simulate},
    quantity::{Chance, Days, RunCount, When},
    tally::{Dates, Parties, Roles, Tally},
    treaty::{
        Bandwagon, Bloc, Clock, Fate, Kind, Model, Prospect, Shock, Someday, TreatyEvent,
        delay::Delay,
        rule::{Condition, Lapse, Members},
    },
};
use rand::{RngExt, rngs::ChaCha8Rng, seq::SliceRandom};

use crate::{
    random::{any_treaty, source, speed_up},
    support::{futures, of_runs, paced_treaty, plan, state, stated},
};

const TREATIES: u64 = 100;
const RUNS: u64 = 60;

/// Changes each of many treaties and compares the runs before and after, one by one.
fn holds(
    law: u64,
    make: impl Fn(&mut ChaCha8Rng) -> Model,
    change: impl Fn(&mut ChaCha8Rng, &mut Model),
    check: impl Fn(&(Vec<When>, When), &(Vec<When>, When)) -> bool,
) {
    let mut differ = 0;
    for number in 0..TREATIES {
        let mut rng = source(1000 * law + number);
        let before = make(&mut rng);
        let mut after = before.clone();
        change(&mut rng, &mut after);
        let pairs = futures(&before, RUNS, number).into_iter().zip(futures(&after, RUNS, number));
        for (run, (one, other)) in pairs.enumerate() {
            differ += u64::from(one != other);
            assert!(
                check(&one, &other),
                "treaty {number}, run {run}: {one:?}\nthen {other:?}\n{before:#?}\nthen {after:#?}"
            );
        }
    }
    assert!(differ > TREATIES, "the change is seen in {differ} runs only");
}

fn somebody(rng: &mut ChaCha8Rng, model: &Model) -> usize {
    rng.random_range(0..model.participants.len())
}

/// No deposit and no day met is later than before.
fn never_later(before: &(Vec<When>, When), after: &(Vec<When>, When)) -> bool {
    after.1 <= before.1 && after.0.iter().zip(&before.0).all(|(after, before)| after <= before)
}

fn never_sooner(before: &(Vec<When>, When), after: &(Vec<When>, When)) -> bool {
    never_later(after, before)
}

#[test]
fn a_speed_up_for_anyone_never_delays() {
    let change = |rng: &mut ChaCha8Rng, model: &mut Model| {
        let who = somebody(rng, model);
        let window = speed_up(rng, model);
        model.participants[who].levers.speed.push(window);
    };
    holds(1, any_treaty, change, never_later);
}

#[test]
fn a_faster_pace_for_all_never_delays() {
    let change = |rng: &mut ChaCha8Rng, model: &mut Model| {
        if let Some(pace) = &mut model.pace {
            pace.multiplier *= rng.random_range(1.0..4.0);
        }
    };
    holds(2, any_treaty, change, never_later);
}

#[test]
fn signing_sooner_never_delays_where_signing_speeds_up() {
    let make = |rng: &mut ChaCha8Rng| {
        let mut model = any_treaty(rng);
        for one in &mut model.participants {
            one.accession = Prospect::Calibrated;
            one.ratification = Prospect::Calibrated;
        }
        model
    };
    let change = |rng: &mut ChaCha8Rng, model: &mut Model| {
        let window = speed_up(rng, model);
        model.participants.iter_mut().for_each(|one| one.levers.signing_speed.push(window));
    };
    holds(3, make, change, never_later);
}

#[test]
fn a_higher_count_never_hastens() {
    let change = |_: &mut ChaCha8Rng, model: &mut Model| {
        if let Condition::Count { instruments, .. } = &mut model.rule.when {
            *instruments += 1;
        }
    };
    holds(4, any_treaty, change, |before, after| before.0 == after.0 && after.1 >= before.1);
}

#[test]
fn to_ask_for_some_of_a_group_never_hastens() {
    // The first participants, as many of them as there are instruments, or fewer.
    let within = |model: &Model, at_least: u16| {
        let Condition::Count { instruments, among } = &model.rule.when else { return None };
        let theirs = (0..model.participants.len()).map(|index| index % 2 == 0 && among.has(index));
        let theirs = Members::new(theirs.collect());
        let group = Condition::Count { instruments: at_least.min(*instruments), among: theirs };
        Some(Condition::including(model.rule.when.clone(), vec![group]))
    };
    let asked = |model: &mut Model, at_least: u16| {
        if let Some(when) = within(model, at_least) {
            model.rule.when = when;
        }
    };
    let later = |before: &(Vec<When>, When), after: &(Vec<When>, When)| {
        before.0 == after.0 && after.1 >= before.1
    };
    holds(30, any_treaty, |_, model| asked(model, 3), later);
    let make = |rng: &mut ChaCha8Rng| {
        let mut model = any_treaty(rng);
        asked(&mut model, 1);
        model
    };
    let more = |_: &mut ChaCha8Rng, model: &mut Model| {
        if let Condition::All(parts) = &mut model.rule.when
            && let Some(Condition::Count { instruments, .. }) = parts.last_mut()
        {
            *instruments += 2;
        }
    };
    holds(31, make, more, later);
}

#[test]
fn a_participant_out_never_hastens() {
    let change = |rng: &mut ChaCha8Rng, model: &mut Model| {
        let who = somebody(rng, model);
        model.participants[who].levers.fate = Some(Fate::Out);
    };
    holds(5, any_treaty, change, never_sooner);
}

#[test]
fn a_delay_never_hastens() {
    let change = |rng: &mut ChaCha8Rng, model: &mut Model| {
        let who = somebody(rng, model);
        model.participants[who].levers.delay.0 += rng.random_range(1..200);
    };
    holds(6, any_treaty, change, never_sooner);
}

/// What can be laid over anyone's future and never delays it.
#[test]
fn an_event_a_bloc_and_a_bandwagon_never_delay() {
    let change = |rng: &mut ChaCha8Rng, model: &mut Model| {
        let who = somebody(rng, model);
        let delay = Delay::exponential(rng.random_range(20.0..900.0)).expect("a delay");
        let day = Someday { delay, from_as_of: true };
        let (name, spread, chance) = ("together".to_owned(), 40.0, Chance::SURE);
        let all = Members::new(vec![true; model.participants.len()]);
        let levers = &mut model.participants[who].levers;
        match rng.random_range(0..3) {
            0 => levers.blocs.push(Bloc { name, day, spread, chance }),
            1 => {
                let on = model.as_of + Days(rng.random_range(1..500));
                levers.events.push(TreatyEvent { name, on, chance });
            }
            _ => levers.bandwagons.push(Bandwagon { strength: 9.0, among: all, full: 2.0 }),
        }
    };
    holds(15, any_treaty, change, never_later);
}

#[test]
fn a_shock_that_slows_never_hastens_and_one_that_hurries_never_delays() {
    for (law, factor) in [(16, 0.3), (17, 3.0)] {
        let change = |rng: &mut ChaCha8Rng, model: &mut Model| {
            let delay = Delay::exponential(rng.random_range(20.0..600.0)).expect("a delay");
            let (name, day) = ("new".to_owned(), Someday { delay, from_as_of: true });
            let shock = Shock { name, day, chance: Chance::SURE, factor };
            let who = somebody(rng, model);
            model.participants[who].levers.shocks.push(shock);
        };
        let check = if factor < 1.0 { never_sooner } else { never_later };
        holds(law, any_treaty, change, check);
    }
}

#[test]
fn small_steps_lead_where_the_hot_loop_does() {
    let mut differ = 0;
    for number in 0..TREATIES {
        let mut rng = source(18_000 + number);
        let mut model = any_treaty(&mut rng);
        for one in &mut model.participants {
            (one.levers.shocks, one.levers.bandwagons) = (Vec::new(), Vec::new());
            one.levers.pace = None;
        }
        let mut stepped = model.clone();
        let nobody = Members::new(vec![false; model.participants.len()]);
        for one in &mut stepped.participants {
            one.levers.bandwagons =
                vec![Bandwagon { strength: 5.0, among: nobody.clone(), full: 1.0 }];
        }
        let pairs = futures(&model, RUNS, number).into_iter().zip(futures(&stepped, RUNS, number));
        // Sums in another order may part on the edge of a day, no more.
        differ += pairs.filter(|(one, other)| one != other).count();
    }
    assert!(differ <= 2, "{differ} runs differ");
}

#[test]
fn a_longer_wait_shifts_each_date_by_as_much() {
    let mut rng = source(7);
    for number in 0..40 {
        let mut short = any_treaty(&mut rng);
        short.rule.then = Lapse::Days(90);
        let mut long = short.clone();
        long.rule.then = Lapse::Days(127);
        let tally = |model| Tally::from_runs(&simulate(model, plan(RUNS, number)));
        let (short, long) = (tally(&short), tally(&long));
        let entries: Vec<_> = short.dates.each().collect();
        assert_eq!(entries.len(), long.dates.each().count());
        for ((met, force, runs), later) in entries.into_iter().zip(long.dates.each()) {
            assert_eq!((met, force + Days(37), runs), later);
        }
    }
}

#[test]
fn the_order_of_participants_changes_nothing() {
    for number in 0..TREATIES {
        let mut rng = source(8000 + number);
        let model = any_treaty(&mut rng);
        let mut order: Vec<usize> = (0..model.participants.len()).collect();
        order.shuffle(&mut rng);
        let mut shuffled = model.clone();
        shuffled.participants = order.iter().map(|who| model.participants[*who].clone()).collect();
        for bandwagon in shuffled.participants.iter_mut().flat_map(|one| &mut one.levers.bandwagons)
        {
            let of = order.iter().map(|who| bandwagon.among.has(*who)).collect();
            bandwagon.among = Members::new(of);
        }
        if let Condition::Count { among, .. } = &mut shuffled.rule.when {
            *among = Members::new(order.iter().map(|who| among.has(*who)).collect());
        }
        let runs = futures(&model, RUNS, number).into_iter().map(|(deposits, met)| {
            (order.iter().map(|who| deposits[*who]).collect::<Vec<When>>(), met)
        });
        assert_eq!(runs.collect::<Vec<_>>(), futures(&shuffled, RUNS, number), "{number}");
    }
}

#[test]
fn leaving_one_out_changes_no_other_where_nothing_is_shared() {
    for number in 0..TREATIES {
        let mut rng = source(9000 + number);
        let mut model = any_treaty(&mut rng);
        // The pace, and the factor by which treaties differ in signing, are learned from all.
        model.pace = None;
        for one in &mut model.participants {
            if one.signing == Prospect::Calibrated {
                one.signing = Prospect::Never;
            }
            // Others' deposits are what a bandwagon is about.
            one.levers.bandwagons.clear();
        }
        let who = somebody(&mut rng, &model);
        let mut without = model.clone();
        without.participants.remove(who);
        let pairs = futures(&model, RUNS, number).into_iter().zip(futures(&without, RUNS, number));
        for ((mut all, _), (others, _)) in pairs {
            all.remove(who);
            assert_eq!(all, others, "{number}");
        }
    }
}

#[test]
fn the_date_alone_is_that_of_the_whole_run() {
    for number in 0..3 * TREATIES {
        let mut rng = source(10_000 + number);
        let model = any_treaty(&mut rng);
        let runs = simulate(&model, plan(RUNS, number));
        let whole = of_runs(&runs, Detail::Parties);
        for (run, ((short, met), (long, same))) in
            of_runs(&runs, Detail::Date).into_iter().zip(whole).enumerate()
        {
            assert_eq!(met, same, "treaty {number}, run {run} {model:#?}");
            let by_then = |deposits: &[When]| -> Vec<bool> {
                deposits.iter().map(|when| *when <= met && *when != When::NEVER).collect()
            };
            assert_eq!(by_then(&short), by_then(&long), "treaty {number}, run {run}");
        }
    }
}

/// All three tallies, so that they can be merged from outside.
#[derive(PartialEq)]
struct All(Dates, Parties, Roles);

impl Gather for All {
    fn observe_run(&mut self, run: &Run<'_>) {
        self.0.observe_run(run);
        self.1.observe_run(run);
        self.2.observe_run(run);
    }

    fn merge_counts(&mut self, other: All) {
        self.0.merge_counts(other.0);
        self.1.merge_counts(other.1);
        self.2.merge_counts(other.2);
    }
}

#[test]
fn shards_add_up_to_the_whole() {
    let mut rng = source(11);
    for number in 0..20 {
        let model = any_treaty(&mut rng);
        let all = |runs: &inforce::engine::Runs<'_>| {
            let empty = || All(Dates::new(&model), Parties::new(&model), Roles::new(&model));
            runs.gather(Detail::Parties, empty, &|_| {})
        };
        let whole = simulate(&model, plan(1000, number));
        let first = simulate(&model, plan(301, number));
        let second = first.next(RunCount::new(1).expect("one"));
        let third = second.next(RunCount::new(698).expect("some"));
        let mut sum = all(&third);
        sum.merge_counts(all(&first));
        sum.merge_counts(all(&second));
        assert!(sum == all(&whole));
        assert_eq!(of_runs(&third, Detail::Date), of_runs(&whole, Detail::Date)[302..]);
    }
}

#[test]
fn nobody_deposits_before_they_can() {
    for number in 0..TREATIES {
        let mut rng = source(12_000 + number);
        let model = any_treaty(&mut rng);
        for (deposits, _) in futures(&model, RUNS, number) {
            for (one, when) in model.participants.iter().zip(deposits) {
                let Some(day) = when.day() else { continue };
                assert!(day <= model.horizon);
                if one.status.deposited.is_some_and(|report| report.on == day) {
                    continue;
                }
                assert!(day > model.as_of, "{} on {day}: {one:#?}", one.code);
                if one.levers.fate.is_none() {
                    let drawn = day - one.levers.delay;
                    let shut = |window: &&inforce::treaty::SpeedWindow| {
                        window.factor == 0.0 && window.from <= drawn && drawn <= window.to
                    };
                    // With others it deposits on the day, on its own some days after it could.
                    let together = |window: &inforce::treaty::SpeedWindow| {
                        window.factor == 0.0 && window.from <= day && day <= window.to
                    };
                    let joint = (!one.levers.events.is_empty() || !one.levers.blocs.is_empty())
                        && !one.levers.speed.iter().any(together);
                    let open = one.levers.speed.iter().find(shut).is_none() || joint;
                    assert!(open, "{day} {one:#?}");
                    let from = one.can_act_from;
                    assert!(
                        from.is_none_or(|from| drawn >= from || joint && day >= from),
                        "{day} {one:#?}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_organisations_do_speeds_nobody_up() {
    let soon = Delay::uniform(225.0, 360.0).expect("a delay");
    let each = (0..12).map(|index| {
        let mut one = state(&format!("P{index:02}"));
        if index % 2 == 0 {
            one.kind = Kind::Organisation;
            one.accession = stated(soon.clone(), Clock::Opening, false);
        }
        one.factor.mean = 9.0;
        one
    });
    let model = paced_treaty(each.collect(), 3);
    let mut without = model.clone();
    for one in without.participants.iter_mut().step_by(2) {
        one.levers.fate = Some(Fate::Out);
    }
    let states = |model| -> Vec<Vec<When>> {
        let of_states = |deposits: Vec<When>| deposits.into_iter().skip(1).step_by(2).collect();
        futures(model, 500, 1).into_iter().map(|(deposits, _)| of_states(deposits)).collect()
    };
    assert_eq!(states(&model), states(&without));
}

#[test]
fn a_report_all_but_sure_is_as_good_as_sure_and_so_with_none() {
    for number in 0..TREATIES {
        let mut rng = source(14_000 + number);
        let mut model = any_treaty(&mut rng);
        let mut nearly = model.clone();
        for (one, other) in model.participants.iter_mut().zip(&mut nearly.participants) {
            if let (Some(report), Some(close)) =
                (&mut one.status.deposited, &mut other.status.deposited)
            {
                let made = report.chance.get() >= 0.5;
                report.chance = if made { Chance::SURE } else { Chance::NONE };
                let chance = if made { 1.0 - 1e-12 } else { 1e-12 };
                close.chance = Chance::new(chance).expect("a chance");
            }
        }
        assert_eq!(futures(&model, RUNS, number), futures(&nearly, RUNS, number), "{number}");
    }
}
