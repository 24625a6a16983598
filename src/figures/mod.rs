//! Which charts a run has, and what they say: finished numbers put into words and points.

mod compared;
pub(crate) mod credit;
pub(crate) mod findings;
mod like;
mod likely;
mod source;
mod world;

pub use compared::compared;
pub use source::FigureSource;

use crate::{
    chart::{
        self, AtTarget, Beyond, Crossing, Cumulative, Fan, Figure, Interval, Mark, PacePoint,
        Series, Threshold,
    },
    result::QuarterChance,
    wording::{
        instruments, last_instrument, long_day, long_month, month_or_beyond, percent, short_day,
        short_month,
    },
};
use crate::{
    quantity::{Day, Proportion},
    tally::Milestone,
    treaty::rule::Condition,
};
use findings::{about_when, cumulative_title, quarters_title};
use source::{chance, curve};

/// All charts of a run.
pub fn figures(source: &FigureSource<'_>) -> Vec<Figure> {
    let mut figures = vec![Figure::new("chance", cumulative(source))];
    // Where the rule is met there is nothing left to spread over quarters.
    if source.numbers.summary.met_by_record.is_none() {
        figures.push(Figure::new("quarters", quarters(source)));
    }
    figures.push(Figure::new("parties", fan(source)));
    figures.push(Figure::new("next", likely::next(source)));
    figures.extend(likely::decisive(source).map(|chart| Figure::new("decisive", chart)));
    figures.extend(like::like(source).map(|chart| Figure::new("like-treaties", chart)));
    figures.push(Figure::new("world", world::world(source)));
    if !source.numbers.pace.is_empty() {
        figures.push(Figure::new("pace", pace(source)));
    }
    figures
}

fn cumulative(source: &FigureSource<'_>) -> Cumulative {
    let (model, summary) = (source.model, &source.numbers.summary);
    let distribution = &source.numbers.distribution;
    let (from, to) = (model.first_future_day(), source.last_day());
    let title = cumulative_title(source);
    let ends = summary.at(0.1).zip(summary.at(0.9));
    let interval = ends.filter(|_| summary.met_by_record.is_none()).map(|(low, high)| {
        let (from, to) = (low.in_force.day, high.in_force.day);
        let label = match (from.day(), to.day()) {
            (Some(from), Some(to)) if short_month(from) == short_month(to) => {
                format!("80% of futures: {} to {}", short_day(from), short_day(to))
            }
            (None, _) => format!("90% of futures: {}", month_or_beyond(from, model.horizon)),
            _ => {
                let words = |when| month_or_beyond(when, model.horizon);
                format!("80% of futures: {} to {}", words(from), words(to))
            }
        };
        Interval { from: from.day(), to: to.day(), label }
    });
    let median = summary.at(0.5).and_then(|one| one.in_force.day.day());
    let dots: Vec<Day> = model.target.into_iter().chain(median).collect();
    let series = Series {
        name: String::new(),
        note: String::new(),
        points: curve(distribution, to, &dots),
        at_target: summary
            .target
            .map(|(day, by, _)| AtTarget { chance: chance(by), label: source.percent_by(day, by) }),
        median: median.map(|day| Mark { day, label: format!("Median: {}", short_month(day)) }),
    };
    let subtitle = "Chance that the treaty is in force by each day, % of simulated futures";
    let desc = format!(
        "{title}. The curve begins on {} and rises to {} by {}.",
        long_day(from),
        source.percent_by(to, distribution.by(Milestone::InForce, to)),
        long_day(to)
    );
    Cumulative {
        heading: source.heading(title, subtitle.to_owned(), desc),
        from,
        to,
        series: vec![series],
        target: model.target.map(target_mark),
        interval,
    }
}

fn target_mark(day: Day) -> Mark {
    Mark { day, label: format!("Target: {}", short_day(day)) }
}

fn quarters(source: &FigureSource<'_>) -> chart::Quarters {
    let (model, summary) = (source.model, &source.numbers.summary);
    let last = source.last_day();
    let shown: Vec<&QuarterChance> =
        source.numbers.quarters.iter().filter(|one| one.from <= last).collect();
    let title = quarters_title(&shown, last);
    let target = summary.target.map(|(target, chance, _)| (target, chance));
    let bars = shown
        .iter()
        .map(|one| chart::QuarterBar {
            start: one.from,
            share: chance(one.chance),
            label: if one.chance.count > 0 { percent(one.chance) } else { String::new() },
            by_target: target.is_some_and(|(target, _)| one.to <= target),
        })
        .collect();
    let shown_by = shown.iter().map(|one| one.chance.count).sum::<u64>();
    let before = source.numbers.distribution.before(Milestone::InForce).count;
    let rest = Proportion {
        count: summary.plan.runs.get() - shown_by - before,
        runs: summary.plan.runs.get(),
    };
    let end = shown.last().map_or(last, |one| one.to);
    let later = |chance: Proportion| Proportion { count: chance.runs - chance.count, ..chance };
    let by_target = |of: fn(Proportion) -> Proportion, words: &str| {
        let said = |(day, by)| format!("{} {words}", source.percent_by(day, of(by)));
        target.map_or_else(String::new, said)
    };
    let desc = format!("{title}. {} lie after {}.", percent(rest), long_day(end));
    let subtitle = "Entry into force by quarter, % of simulated futures".to_owned();
    chart::Quarters {
        heading: source.heading(title, subtitle, desc),
        from: shown.first().map_or(model.as_of, |one| one.from),
        to: end,
        bars,
        beyond: (rest.count > 0).then(|| Beyond {
            share: chance(rest),
            label: percent(rest),
            name: format!("after {}", short_month(end)),
        }),
        target: model.target.map(target_mark),
        before: by_target(|by| by, "by then"),
        after: by_target(later, "later"),
    }
}

fn fan(source: &FigureSource<'_>) -> Fan {
    let (model, summary) = (source.model, &source.numbers.summary);
    let threshold = match &model.rule.when {
        Condition::Count { instruments, .. } => Some(u32::from(*instruments)),
        _ => None,
    };
    let met = summary.at(0.5).map(|one| one.met.day);
    let name = last_instrument(&model.rule);
    let title = match (summary.met_by_record, met.and_then(|when| when.day())) {
        (Some(met), _) => format!("The {name} came on {}", long_day(met)),
        (None, Some(day)) => {
            let when = summary.at(0.5).and_then(|one| about_when(one.met));
            let when = when.unwrap_or_else(|| long_month(day));
            format!("Half of all futures have the {name} by {when}")
        }
        (None, None) => {
            format!(
                "Fewer than half of all futures have the {name} by {}",
                long_month(model.horizon)
            )
        }
    };
    let mut days: Vec<Day> = model
        .participants
        .iter()
        .enumerate()
        .filter(|(index, _)| model.rule.counts(*index))
        .filter_map(|(_, one)| one.status.deposited.map(|report| report.on))
        .collect();
    days.sort_unstable();
    let recorded: Vec<(Day, u32)> = std::iter::once((model.opened, 0))
        .chain(days.iter().zip(1..).map(|(day, count)| (*day, count)))
        .collect();
    let to = source.last_day().min(model.horizon);
    let start = source.numbers.months.first().map_or([0.0; 5], |_| [summary.instruments as f64; 5]);
    let months = source.numbers.months.iter().filter(|month| month.end > model.as_of);
    let mut points = vec![chart::FanQuantiles { day: model.as_of, at: start }];
    points.extend(months.map(|month| chart::FanQuantiles { day: month.end, at: month.smooth }));
    let early = summary.at(0.05).and_then(|one| one.met.day.day());
    // Lines between the ends of months go through what the dots say of days between them: so many
    // or fewer in 95 % of futures is more than that in 5 %.
    if let Some(count) = threshold {
        for (line, day) in [(MIDDLE, met.and_then(|when| when.day())), (HIGHEST, early)] {
            day.into_iter().for_each(|day| lead_through(&mut points, line, day, f64::from(count)));
        }
    }
    points.retain(|one| one.day <= to);
    let subtitle = format!(
        "Number of instruments that count, recorded to {} and simulated from then on",
        long_month(model.as_of)
    );
    let desc = format!(
        "{title}. {} instruments were on record on {}.",
        summary.instruments,
        long_day(model.as_of)
    );
    Fan {
        heading: source.heading(title, subtitle, desc),
        from: model.opened,
        to,
        as_of: model.as_of,
        recorded,
        recorded_label: format!("{} deposited", summary.instruments),
        quantiles: points,
        threshold: threshold.map(|count| Threshold {
            count,
            label: format!("Threshold: {}", instruments(count as usize)),
        }),
        median_crossing: met.and_then(|when| when.day()).filter(|day| *day > model.as_of).map(
            |day| Crossing {
                day,
                label: short_month(day),
                note: format!("half of all futures have the {name}"),
            },
        ),
        early_crossing: early
            .filter(|day| *day > model.as_of)
            .map(|day| Mark { day, label: format!("5% of futures by {}", short_month(day)) }),
    }
}

/// The places of the median and of the 95th percentile among the lines of a fan.
const MIDDLE: usize = 2;
const HIGHEST: usize = 4;

/// Leads one line through a height on a day between two points, and leaves the others as they are.
fn lead_through(points: &mut Vec<chart::FanQuantiles>, line: usize, day: Day, height: f64) {
    let place = points.partition_point(|one| one.day < day);
    let (Some(before), Some(after)) = (place.checked_sub(1), points.get(place).copied()) else {
        return;
    };
    let before = points[before];
    let part = f64::from((day - before.day).0) / f64::from((after.day - before.day).0);
    let mut at: [f64; 5] =
        std::array::from_fn(|one| before.at[one] + part * (after.at[one] - before.at[one]));
    at[line] = height;
    if after.day == day {
        points[place].at[line] = height;
    } else {
        points.insert(place, chart::FanQuantiles { day, at });
    }
}

fn pace(source: &FigureSource<'_>) -> chart::Pace {
    let model = source.model;
    let now = source.numbers.pace.iter().rfind(|month| month.recorded);
    let title = match now {
        Some(now) if now.low > 1.0 => {
            format!("So far faster than the average treaty, about {:.1} times as fast", now.median)
        }
        Some(now) if now.high < 1.0 => {
            format!("So far slower than the average treaty, about {:.1} times as fast", now.median)
        }
        _ => "So far neither clearly faster nor slower than the average treaty".to_owned(),
    };
    let to = source.last_day().min(model.horizon);
    let points: Vec<PacePoint> = source
        .numbers
        .pace
        .iter()
        .filter(|month| month.from <= to)
        .map(|month| PacePoint {
            day: month.from,
            low: month.low,
            median: month.median,
            high: month.high,
        })
        .collect();
    let last = points.last().map_or(1.0, |point| point.median);
    let subtitle = "Pace beside the average treaty's at the same age and with as many signatures, \
                    where 1 is as fast";
    let desc = now.map_or_else(String::new, |now| {
        format!(
            "On the as-of day the pace is put at {:.2}, with 80% between {:.2} and {:.2}.",
            now.median, now.low, now.high
        )
    });
    chart::Pace {
        heading: source.heading(title, subtitle.to_owned(), desc),
        from: model.opened,
        to,
        as_of: model.as_of,
        points,
        median_label: format!("median {last:.1}×"),
        band_label: "80% band".to_owned(),
        reference_label: "average treaty".to_owned(),
    }
}
