//! Inputs thrown by a seeded die, to find what nobody thought of.

use rand::{Rng, RngExt, SeedableRng, rngs::ChaCha8Rng};

use super::samples::{LONG, chance};
use crate::chart::{
    AtTarget, Beyond, Chart, Crossing, Cumulative, Fan, FanQuantiles, Heading, Interval, Likely,
    Mark, Next, Pace, PacePoint, QuarterBar, Quarters, Series, Threshold,
};
use crate::quantity::{Chance, Day, Days};

/// Charts of every kind from random inputs, with a name each.
pub(crate) fn thrown(seed: u64, times: usize) -> Vec<(String, Chart)> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut all = Vec::new();
    for throw in 0..times {
        all.push((format!("cumulative {throw}"), any_cumulative(&mut dice).into()));
        all.push((format!("quarters {throw}"), any_quarters(&mut dice).into()));
        all.push((format!("fan {throw}"), any_fan(&mut dice).into()));
        all.push((format!("next {throw}"), any_next(&mut dice).into()));
        all.push((format!("pace {throw}"), any_pace(&mut dice).into()));
    }
    all
}

fn any_day(dice: &mut impl Rng) -> Day {
    Day::new(2026, 1, 1).expect("a day of the calendar") + Days(dice.random_range(-400..5000))
}

fn any_words(dice: &mut impl Rng) -> String {
    let length = [0, 3, 8, 20, 60][dice.random_range(0..5)];
    LONG.chars().take(length).collect()
}

fn any_chance(dice: &mut impl Rng) -> Chance {
    // The ends come up often: that is where labels crowd.
    chance(dice.random_range(-0.4..1.4))
}

fn maybe<T>(dice: &mut impl Rng, make: impl FnOnce() -> T) -> Option<T> {
    dice.random_bool(0.8).then(make)
}

fn any_mark(dice: &mut impl Rng) -> Option<Mark> {
    let mark = Mark { day: any_day(dice), label: any_words(dice) };
    maybe(dice, || mark)
}

fn any_heading(dice: &mut impl Rng) -> Heading {
    Heading {
        title: any_words(dice),
        subtitle: any_words(dice),
        footer: any_words(dice),
        desc: any_words(dice),
    }
}

fn any_cumulative(dice: &mut impl Rng) -> Cumulative {
    let series = (0..dice.random_range(0..9)).map(|_| any_series(dice)).collect();
    let ends = [any_day(dice), any_day(dice)];
    let interval = Interval {
        from: maybe(dice, || ends[0].min(ends[1])),
        to: maybe(dice, || ends[0].max(ends[1])),
        label: any_words(dice),
    };
    Cumulative {
        heading: any_heading(dice),
        from: any_day(dice),
        to: any_day(dice),
        series,
        target: any_mark(dice),
        interval: maybe(dice, || interval),
    }
}

fn any_series(dice: &mut impl Rng) -> Series {
    let at = AtTarget { chance: any_chance(dice), label: any_words(dice) };
    Series {
        name: any_words(dice),
        note: any_words(dice),
        points: (0..dice.random_range(0..40)).map(|_| (any_day(dice), any_chance(dice))).collect(),
        at_target: maybe(dice, || at),
        median: any_mark(dice),
    }
}

fn any_quarters(dice: &mut impl Rng) -> Quarters {
    let bars = (0..dice.random_range(0..60)).map(|_| QuarterBar {
        start: any_day(dice),
        share: any_chance(dice),
        label: any_words(dice),
        by_target: dice.random_bool(0.5),
    });
    let bars = bars.collect();
    let beyond = Beyond { share: any_chance(dice), label: any_words(dice), name: any_words(dice) };
    Quarters {
        heading: any_heading(dice),
        from: any_day(dice),
        to: any_day(dice),
        bars,
        beyond: maybe(dice, || beyond),
        target: any_mark(dice),
        before: any_words(dice),
        after: any_words(dice),
    }
}

fn any_fan(dice: &mut impl Rng) -> Fan {
    let mut quantiles: Vec<FanQuantiles> = (0..dice.random_range(0..30))
        .map(|_| {
            let mut at = [0.0; 5].map(|_: f64| dice.random_range(-5.0..90.0));
            at.sort_by(f64::total_cmp);
            FanQuantiles { day: any_day(dice), at }
        })
        .collect();
    quantiles.sort_by_key(|row| row.day);
    let crossing = Crossing { day: any_day(dice), label: any_words(dice), note: any_words(dice) };
    let threshold = Threshold { count: dice.random_range(0..100), label: any_words(dice) };
    Fan {
        heading: any_heading(dice),
        from: any_day(dice),
        to: any_day(dice),
        as_of: any_day(dice),
        recorded: vec![(any_day(dice), dice.random_range(0..60))],
        recorded_label: any_words(dice),
        quantiles,
        threshold: maybe(dice, || threshold),
        median_crossing: maybe(dice, || crossing),
        early_crossing: any_mark(dice),
    }
}

fn any_next(dice: &mut impl Rng) -> Next {
    let rows = (0..dice.random_range(0..30)).map(|_| Likely {
        name: any_words(dice),
        note: any_words(dice),
        chance: any_chance(dice),
        interval: (any_chance(dice), any_chance(dice)),
        label: any_words(dice),
    });
    let rows = rows.collect();
    Next { heading: any_heading(dice), rows }
}

fn any_pace(dice: &mut impl Rng) -> Pace {
    let mut points: Vec<PacePoint> = (0..dice.random_range(0..30))
        .map(|_| {
            let mut at = [0.0; 3].map(|_: f64| libm::exp(dice.random_range(-6.0..6.0)));
            at.sort_by(f64::total_cmp);
            PacePoint { day: any_day(dice), low: at[0], median: at[1], high: at[2] }
        })
        .collect();
    points.sort_by_key(|point| point.day);
    Pace {
        heading: any_heading(dice),
        from: any_day(dice),
        to: any_day(dice),
        as_of: any_day(dice),
        points,
        median_label: any_words(dice),
        band_label: any_words(dice),
        reference_label: any_words(dice),
    }
}
