//! The charts of a backtest: calibration, intervals against what happened, skill by age.

use super::result::{Backtested, scheme_words, skill, words};
use crate::{
    backtest::{
        Forecast, Forecaster, LEVELS, Mean, Nth, Outcome, ReferenceMethod, ScoreRow, ScoredTask,
    },
    chart::{Coverage, CoveredInterval, Figure, Heading, RangeRow, Ranges, Skill, SkillLine},
    tally::Difference,
    wording::{months, ordinal, thousands},
};

/// Parts of the forecast that the histogram has.
const PARTS: u32 = 10;
/// Days in a year, for axes.
const YEAR: f64 = 365.25;
/// The age in months that is shown treaty by treaty, or the nearest to it there is.
const SHOWN_AGE: u16 = 13;

impl Backtested<'_> {
    /// The charts, for one n.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let Some(nth) = self.shown() else { return Vec::new() };
        vec![
            Figure::new("calibration", self.calibration(nth)),
            Figure::new("intervals", self.intervals(nth)),
            Figure::new("skill", self.skill(nth)),
        ]
    }

    fn heading(&self, title: String, subtitle: String) -> Heading {
        let footer = format!(
            "{} treaties; {}. {} futures a forecast, seed {}; inforce {}.",
            self.treaties,
            scheme_words(self.scheme),
            thousands(self.plan.runs.get()),
            self.plan.seed.0,
            env!("CARGO_PKG_VERSION"),
        );
        Heading { desc: format!("{title}. {subtitle}."), title, subtitle, footer }
    }

    fn calibration(&self, nth: Nth) -> Coverage {
        let pits: Vec<_> = self.pairs(nth, None).map(|(_, one)| one.score.pit).collect();
        let count = pits.len().max(1) as f64;
        let part = |place: u32| {
            let edge = |place: u32| f64::from(place) / f64::from(PARTS);
            pits.iter().map(|pit| pit.between(edge(place), edge(place + 1))).sum::<f64>() / count
        };
        let lines: Vec<&ScoreRow> = self.lines(nth, Forecaster::Pace).collect();
        // A treaty forecast at several ages tells little more than one forecast once.
        let treaties = lines.iter().map(|line| line.crps_days.count).max().unwrap_or(1).max(1);
        let even = 1.0 / f64::from(PARTS);
        let interval = |(place, level): (usize, f64)| CoveredInterval {
            level,
            errors: lines.iter().map(|line| line.coverage[place].error).collect(),
            rows: lines.iter().map(|line| months(line.age_months)).collect(),
            covered: lines.iter().map(|line| line.coverage[place].value).collect(),
        };
        Coverage {
            heading: self.heading(
                coverage_title(&lines),
                format!(
                    "Forecasts of the day of the {}; a day past the record counts with its expected \
                     share. Bands are one binomial error, and two in the left panel",
                    nth_words(nth)
                ),
            ),
            parts: (0..PARTS).map(part).collect(),
            part_error: (even * (1.0 - even) / treaties as f64).sqrt(),
            intervals: LEVELS.into_iter().enumerate().map(interval).collect(),
        }
    }

    fn intervals(&self, nth: Nth) -> Ranges {
        let lines: Vec<&ScoreRow> = self.lines(nth, Forecaster::Pace).collect();
        let nearest = lines.iter().min_by_key(|line| line.age_months.abs_diff(SHOWN_AGE));
        let age = nearest.map_or(SHOWN_AGE, |line| line.age_months);
        let years = |age: u32| f64::from(age) / YEAR;
        let mut pairs: Vec<(&ScoredTask, &Forecast)> = self.pairs(nth, Some(age)).collect();
        let median = |one: &Forecast| one.quantiles[4].unwrap_or(u32::MAX);
        pairs.sort_by(|(a, one), (b, other)| {
            let key = |case: &ScoredTask, one: &Forecast| (median(one), case.case.treaty.clone());
            key(a, one).cmp(&key(b, other))
        });
        let row = |(scored, one): &(&ScoredTask, &Forecast)| {
            let case = &scored.case;
            let quantile = |place: usize| one.quantiles[place].map(years);
            RangeRow {
                name: self.name(&case.treaty),
                quantiles: [2, 3, 4, 5, 6].map(quantile),
                came: match case.outcome {
                    Outcome::On(age) => Some(years(age)),
                    Outcome::NotBy(_) => None,
                },
                known: years(case.seen_to),
            }
        };
        let made = pairs.first().map_or(0.0, |(scored, _)| years(scored.case.age()));
        let title = nearest.map_or_else(String::new, |line| {
            let covered = line.coverage[1];
            format!(
                "For {} treaties the 80% interval held the day of the {} in {:.0}% (80 ± {:.0} if right)",
                covered.count,
                nth_words(nth),
                100.0 * covered.value,
                100.0 * covered.error
            )
        });
        let subtitle = format!(
            "What was forecast {} after opening, treaty by treaty in order of the median, and the day \
             on which it happened",
            months(age)
        );
        Ranges {
            heading: self.heading(title, subtitle),
            made,
            last: 10.0,
            rows: pairs.iter().map(row).collect(),
        }
    }

    fn skill(&self, nth: Nth) -> Skill {
        let lines: Vec<&ScoreRow> = self.lines(nth, Forecaster::Pace).collect();
        let line = |baseline: ReferenceMethod| SkillLine {
            name: words(baseline).to_owned(),
            points: lines
                .iter()
                .map(|line| skill(line, baseline).map(|skill| (skill.value, skill.error)))
                .collect(),
        };
        let subtitle = format!(
            "Share by which the forecasts of the day of the {} miss by less (CRPS in days), with one \
             standard error",
            nth_words(nth)
        );
        Skill {
            heading: self.heading(skill_title(&lines), subtitle),
            ages: lines.iter().map(|line| months(line.age_months)).collect(),
            lines: ReferenceMethod::ALL.into_iter().map(line).collect(),
        }
    }

    /// Our forecasts of an n with their cases, at one age or at all.
    fn pairs(&self, nth: Nth, age: Option<u16>) -> impl Iterator<Item = (&ScoredTask, &Forecast)> {
        let asked = move |one: &&ScoredTask| {
            one.case.nth == nth && age.is_none_or(|age| one.case.age_months == age)
        };
        let ours =
            |one: &'_ ScoredTask| one.forecasts.iter().position(|one| one.by == Forecaster::Pace);
        let scored = self.tried.scored.iter().filter(asked);
        scored.filter_map(move |one| Some((one, &one.forecasts[ours(one)?])))
    }
}

fn nth_words(nth: Nth) -> String {
    match nth {
        Nth::Own => "last instrument needed".to_owned(),
        Nth::Of(number) => format!("{} instrument", ordinal(u64::from(number))),
    }
}

/// The finding on coverage, no stronger than its error allows.
fn coverage_title(lines: &[&ScoreRow]) -> String {
    let all = lines.iter().flat_map(|line| line.coverage.iter().zip(LEVELS));
    let within = |errors: f64| {
        all.clone().all(|(seen, level)| (seen.value - level).abs() <= errors * seen.error)
    };
    let covered = lines.iter().map(|line| 100.0 * line.coverage[1].value);
    let (least, most) = covered.fold((100.0f64, 0.0f64), |(a, b), c| (a.min(c), b.max(c)));
    let held = if format!("{least:.0}") == format!("{most:.0}") {
        format!("80% intervals held {least:.0}% of the days")
    } else {
        format!("80% intervals held {least:.0} to {most:.0}% of the days")
    };
    if within(1.0) {
        format!("{held}; at every level and age within one error of right")
    } else if within(2.0) {
        format!("{held}; at every level and age within two errors of right")
    } else {
        format!("{held}; some intervals are more than two errors off")
    }
}

/// The finding on skill: over the best of the simpler ones at each age.
fn skill_title(lines: &[&ScoreRow]) -> String {
    let least = lines.iter().filter_map(|line| {
        let skills =
            line.skill.iter().map(|(baseline, skill)| (*baseline, *skill, line.age_months));
        skills.min_by(|(_, one, _), (_, other, _)| one.value.total_cmp(&other.value))
    });
    let least: Vec<_> = least.collect();
    let Some(last) = least.last() else { return String::new() };
    let percent = |value: f64| format!("{:.0}", 100.0 * value);
    let clear = |(_, skill, _): &&(_, Mean, _)| {
        Difference::from_level(skill.value, skill.error, 0.0).exceeds_by_two_se()
    };
    let clear = least.iter().filter(clear).count();
    if clear == least.len() {
        format!(
            "Better than every simpler forecast at every age, by {} ± {}% at {}",
            percent(last.1.value),
            percent(last.1.error),
            months(last.2)
        )
    } else {
        format!(
            "Against the best simpler forecast, {} ± {}% {} at {}; clearly better at {clear} of {} ages",
            percent(last.1.value.abs()),
            percent(last.1.error),
            if last.1.value < 0.0 { "worse" } else { "better" },
            months(last.2),
            least.len()
        )
    }
}
