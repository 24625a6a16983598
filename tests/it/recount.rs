//! What the tally says, counted again from the runs one by one.

use inforce::{
    engine::{Detail, simulate},
    quantity::{Day, Days, Proportion, When},
    tally::{BAND_LEVELS, Milestone, Roles, Tally},
    treaty::{Clock, Fate, Model, Participant, delay::Delay, rule::Condition},
};
use rand::RngExt;

use crate::{
    random::{any_treaty, source},
    support::{day, deposited, each_their_own, futures, plan, stated_state, treaty},
};

const RUNS: u64 = 150;

type Future = (Vec<When>, When);

/// Random treaties with rules of every kind, and one large one.
fn treaties() -> impl Iterator<Item = (u64, Model)> {
    let large = std::iter::once((0, each_their_own()));
    let random = (1..60).map(|number| {
        let mut rng = source(20_000 + number);
        let mut model = any_treaty(&mut rng);
        model.target = Some(model.as_of + Days(rng.random_range(-200..1500)));
        let count = model.rule.when.clone();
        let Condition::Count { among, .. } = count.clone() else { panic!("random rules count") };
        let weight = (0..model.participants.len()).map(|who| (who % 4) as f64 * 0.7);
        let share = Condition::Share { share: 0.5, weight: weight.collect(), among: among.clone() };
        model.rule.when = match number % 4 {
            0 => Condition::All(vec![count, share]),
            1 => Condition::Any(vec![count, Condition::Every(among.clone())]),
            2 => share,
            _ => count,
        };
        model.watched = (0..model.participants.len()).step_by(2).collect();
        (number, model)
    });
    large.chain(random)
}

fn counted(found: Proportion, runs: &[Future], of: impl Fn(&Future) -> bool) {
    let count = runs.iter().filter(|run| of(run)).count() as u64;
    assert_eq!((found.count, found.runs), (count, runs.len() as u64));
}

fn with_each(check: impl Fn(&Model, &Tally, &[Future])) {
    for (number, model) in treaties() {
        let tally = Tally::from_runs(&simulate(&model, plan(RUNS, number)));
        check(&model, &tally, &futures(&model, RUNS, number));
    }
}

fn in_force(model: &Model, met: When) -> When {
    When::from(met.day().map(|met| model.rule.in_force(met)))
}

#[test]
fn chances_by_a_day_are_shares_of_the_runs() {
    with_each(|model, tally, runs| {
        counted(tally.dates.beyond(), runs, |(_, met)| *met == When::NEVER);
        for days in [-900, -30, -1, 0, 1, 10, 100, 700, 5000] {
            let by = model.as_of + Days(days);
            counted(tally.dates.chance_by(Milestone::Met, by), runs, |(_, met)| met.by(by));
            counted(tally.dates.chance_by(Milestone::InForce, by), runs, |(_, met)| {
                in_force(model, *met).by(by)
            });
        }
        let sum: u64 = tally.dates.each().map(|(_, _, count)| count).sum();
        assert_eq!(sum, runs.iter().filter(|(_, met)| *met != When::NEVER).count() as u64);
        assert!(tally.dates.each().all(|(met, entry, _)| model.rule.in_force(met) == entry));
    });
}

#[test]
fn quantiles_are_days_of_runs_by_rank() {
    with_each(|model, tally, runs| {
        for event in [Milestone::Met, Milestone::InForce] {
            let day = |(_, met): &Future| match event {
                Milestone::Met => *met,
                Milestone::InForce => in_force(model, *met),
            };
            let mut days: Vec<When> = runs.iter().map(day).collect();
            days.sort();
            // Of 150 runs: the 1st, 15th, 105th and last by rank.
            for (share, rank) in [(0.001, 1), (0.1, 15), (0.7, 105), (1.0, 150)] {
                let found = tally.dates.quantile(event, share);
                assert_eq!(found.day, days[rank - 1], "{share}");
                let error = (share * (1.0 - share) * 150.0f64).sqrt();
                let ends = [share * 150.0 - error, share * 150.0 + error];
                let ranks = ends.map(|rank| (rank.ceil() as usize).clamp(1, 150) - 1);
                assert_eq!([found.early, found.late], ranks.map(|rank| days[rank]), "{share}");
            }
        }
    });
}

#[test]
fn parties_are_counted_at_the_end_of_each_month() {
    with_each(|model, tally, runs| {
        let months = tally.parties.months();
        for (index, month) in months.iter().enumerate() {
            let last = index + 1 == months.len();
            let complete = (month.end + Days(1)).day_of_month() == 1;
            assert!(if last { month.end == model.horizon } else { complete }, "{}", month.end);
            let parties = |(deposits, _): &Future| {
                let counts = |who: &usize| model.rule.counts(*who) && deposits[*who].by(month.end);
                (0..deposits.len()).filter(counts).count()
            };
            let mut counts: Vec<usize> = runs.iter().map(parties).collect();
            counts.sort_unstable();
            let mean = counts.iter().sum::<usize>() as f64 / RUNS as f64;
            assert!((month.mean - mean).abs() < 1e-9, "{} {} {mean}", month.end, month.mean);
            let square = counts.iter().map(|count| (*count as f64 - mean).powi(2)).sum::<f64>();
            let error = (square / RUNS as f64 / RUNS as f64).sqrt();
            assert!((month.mean_error - error).abs() < 1e-6);
            for (found, level) in month.quantiles.iter().zip(BAND_LEVELS) {
                let rank = (level * RUNS as f64 - 1e-9).ceil().max(1.0) as usize;
                assert_eq!(*found, counts[rank - 1], "{}", month.end);
            }
        }
        assert!(months[0].end >= model.as_of || months.len() == 1);
        assert!(months.windows(2).all(|pair| (pair[1].end - pair[0].end).0 <= 31));
    });
}

#[test]
fn roles_are_what_each_participant_did() {
    with_each(|model, tally, runs| {
        let target = model.target.expect("a target");
        for (who, role) in tally.roles.each().iter().enumerate() {
            let by = |run: &Future, day: Day| run.0[who].by(day);
            counted(role.by_target.expect("a target"), runs, |run| by(run, target));
            counted(role.within_a_year, runs, |run| by(run, model.as_of + Days(365)));
            counted(role.by_horizon, runs, |run| by(run, model.horizon));
            counted(role.by_entry, runs, |run| {
                in_force(model, run.1).day().is_some_and(|entry| by(run, entry))
            });
            counted(role.decisive, runs, |run| {
                model.rule.entry(&run.0).is_some_and(|entry| entry.decisive.contains(&who))
            });
            let mut days: Vec<When> = runs.iter().map(|run| run.0[who]).collect();
            days.sort();
            // To the day, those on record too; half of 150 runs have come about with the 75th.
            assert_eq!(role.median, days[74]);
        }
    });
}

#[test]
fn a_day_that_is_settled_is_the_median_day() {
    let mut model = each_their_own();
    model.participants[3].levers.fate = Some(Fate::DepositsOn(day("2026-09-15")));
    model.participants[5].status.deposited = deposited(day("2025-12-24"), 1.0);
    let roles = Tally::from_runs(&simulate(&model, plan(RUNS, 1))).roles.each();
    assert_eq!(roles[3].median, When::on(day("2026-09-15")));
    assert_eq!(roles[5].median, When::on(day("2025-12-24")));
}

#[test]
fn where_centuries_of_days_would_take_too_much_room_some_share_it() {
    let delay = |days| stated_state("AAA", Delay::fixed(days).expect("a delay"), Clock::AsOf);
    let states = (0..9).map(|one| {
        let days = 5000.0 + 371.0 * f64::from(one);
        Participant { code: format!("AA{one}"), ..delay(days) }
    });
    let model = Model { horizon: Day::LAST, ..treaty(states.collect(), 2) };
    let runs = simulate(&model, plan(3, 1));
    let each = runs.gather(Detail::Parties, || Roles::new(&model), &|_| {}).each();
    for (role, (deposits, _)) in each.iter().zip([futures(&model, 1, 1)].concat().iter().cycle()) {
        let late = deposits.iter().filter_map(|when| Some((role.median.day()? - when.day()?).0));
        assert!(late.into_iter().any(|days| (0..2).contains(&days)), "{:?}", role.median);
    }
}

#[test]
fn influence_is_what_one_deposit_more_or_less_would_do() {
    with_each(|model, tally, runs| {
        let target = model.target.expect("a target");
        let made = |run: &Future, who: usize, when: When| {
            let mut deposits = run.0.clone();
            deposits[who] = deposits[who].min(when);
            if when == When::NEVER {
                deposits[who] = when;
            }
            model.rule.entry(&deposits).is_some_and(|entry| entry.in_force <= target)
        };
        for (who, role) in tally.roles.each().iter().enumerate() {
            let (Some(now), Some(never)) = (role.target_if_now, role.target_if_never) else {
                panic!("no day is early enough for {target}");
            };
            let tomorrow = When::on(model.first_future_day());
            counted(now, runs, |run| made(run, who, tomorrow));
            counted(never, runs, |run| made(run, who, When::NEVER));
        }
    });
}

#[test]
fn a_participant_is_bound_from_the_entry_into_force_or_so_long_after_its_own_deposit() {
    with_each(|model, tally, runs| {
        let bindings = tally.bindings.each();
        assert!(bindings.iter().map(|one| one.index).eq(model.watched.iter().copied()));
        for one in bindings {
            let bound = |(deposits, met): &Future| {
                let deposit = deposits[one.index].day()?;
                let later = deposit + model.rule.later_party_days;
                Some(in_force(model, *met).day()?.max(later))
            };
            counted(one.beyond(), runs, |run| bound(run).is_none());
            for days in [-900, 0, 1, 100, 700, 5000] {
                let by = model.as_of + Days(days);
                counted(one.chance_by(by), runs, |run| bound(run).is_some_and(|day| day <= by));
            }
            let mut days: Vec<When> = runs.iter().map(|run| When::from(bound(run))).collect();
            days.sort();
            for (share, rank) in [(0.1, 15), (0.5, 75), (0.9, 135)] {
                assert_eq!(one.quantile(share).day, days[rank - 1]);
            }
        }
    });
}
