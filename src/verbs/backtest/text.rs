//! What is said of a backtest on the terminal: one screen, for readers without statistics.

use std::collections::BTreeMap;

use super::result::{Backtested, nth_id, scheme_words, skill, why_left, word, words};
use crate::{
    backtest::{Forecaster, Mean, Nth, ReferenceMethod, ScoreRow},
    terminal::screen_table,
    text::paragraph,
    wording::{months, ordinal, thousands},
};

impl Backtested<'_> {
    /// For people.
    pub(super) fn screen(&self) -> String {
        let mut text = paragraph(&format!(
            "How good would the forecasts have been? {}; {}",
            if self.treaties == 1 {
                "1 treaty".to_owned()
            } else {
                format!("{} treaties", self.treaties)
            },
            scheme_words(self.scheme)
        ));
        text.push('\n');
        let rows = self.nths().into_iter().flat_map(|nth| self.rows(nth)).collect();
        let heading = [
            "n",
            "asked at",
            "cases",
            "miss, days",
            "50/80/95% held",
            "vs climatology",
            "vs best other",
            "which is",
        ];
        text.push_str(&screen_table(&heading, rows));
        text.push('\n');
        text.push_str(&paragraph(&self.meaning()));
        text.push_str(&self.alike_words());
        text.push_str(&self.month_ahead());
        text.push_str(&self.left());
        text.push_str(&paragraph(&format!(
            "{} simulated futures a forecast, seed {}. ± is one standard error over treaties.",
            thousands(self.plan.runs.get()),
            self.plan.seed.0
        )));
        text
    }

    /// The rows of an n, by age.
    fn rows(&self, nth: Nth) -> Vec<Vec<String>> {
        let name = match nth {
            Nth::Own => "own".to_owned(),
            Nth::Of(number) => ordinal(u64::from(number)),
        };
        let row = |(place, line): (usize, &ScoreRow)| {
            let covered = line.coverage.map(|one| format!("{:.0}", 100.0 * one.value));
            let over = |skill: Option<Mean>| skill.map_or_else(String::new, percent);
            let best = best(line);
            vec![
                if place == 0 { name.clone() } else { String::new() },
                months(line.age_months),
                line.crps_days.count.to_string(),
                measured(line.crps_days, 1.0, ""),
                covered.join(" / "),
                over(skill(line, ReferenceMethod::Climatology)),
                over(best.map(|(_, skill)| skill)),
                best.map_or("", |(baseline, _)| word(Forecaster::ReferenceMethod(baseline)))
                    .to_owned(),
            ]
        };
        self.lines(nth, Forecaster::Pace).enumerate().map(row).collect()
    }

    /// What the tables mean.
    fn meaning(&self) -> String {
        let Some(shown) = self.shown() else {
            return "No forecast could be made: see what was left out.".to_owned();
        };
        let lines: Vec<&ScoreRow> = self.lines(shown, Forecaster::Pace).collect();
        let Some(line) = lines.iter().min_by_key(|line| line.age_months.abs_diff(13)) else {
            return String::new();
        };
        let covered = line.coverage[1];
        let off = (covered.value - 0.8).abs() / covered.error.max(1e-9);
        let verdict = if covered.count < FEWEST_TO_JUDGE {
            "too few cases to judge by"
        } else if off <= 1.0 {
            "as it should"
        } else if off <= 2.0 {
            "as it may by chance"
        } else if covered.value < 0.8 {
            "too seldom: the forecasts were too sure"
        } else {
            "too often: the forecasts were not sure enough"
        };
        let best = best(line).map_or_else(String::new, |(baseline, skill)| {
            format!(", and {} than the best simpler forecast ({})", closer(skill), words(baseline))
        });
        let climatology = skill(line, ReferenceMethod::Climatology)
            .map_or_else(String::new, |skill| {
                format!("{} than the average of other treaties", closer(skill))
            });
        format!(
            "In words, for n = {} {} after opening: the 80% interval held {:.0}% ± {:.0} of the days, \
             {verdict}. Forecasts were {climatology}{best}. The miss (CRPS) is that of the whole \
             forecast; days are capped at ten years after opening, or where the record ends before.",
            nth_id(shown),
            months(line.age_months),
            100.0 * covered.value,
            100.0 * covered.error,
        )
    }

    /// Treaties that had as many instruments as are asked about.
    fn alike_words(&self) -> String {
        let nth = match self.shown() {
            Some(Nth::Of(number)) => ordinal(u64::from(number)),
            _ => "last they need".to_owned(),
        };
        let ours = self.alike.iter().filter(|one| one.by == Forecaster::Pace);
        let asked =
            ours.filter(|one| matches!((one.age_months, one.within_months), (6, 24) | (13, 36)));
        let sentences: Vec<String> = asked
            .map(|one| {
                format!(
                    "{} after opening, of {} treaties with {} to {} instruments, the {nth} was given a \
                     chance of {:.0}% ± {:.0} within {} months, and {:.0}% had it",
                    months(one.age_months),
                    one.chance.count,
                    self.like.0,
                    self.like.1,
                    100.0 * one.chance.value,
                    100.0 * one.chance.error,
                    one.within_months,
                    100.0 * one.seen
                )
            })
            .collect();
        if sentences.is_empty() {
            String::new()
        } else {
            paragraph(&format!("Alike: {}.", sentences.join("; ")))
        }
    }

    /// How the deposits of a month compare with what was expected of it.
    fn month_ahead(&self) -> String {
        let mut ahead = self.ahead();
        let Some((_, all)) = ahead.pop().filter(|(_, all)| all.months > 0) else {
            return String::new();
        };
        let shares = ahead.iter().filter_map(|(band, one)| {
            let (_, to) = band.as_ref()?;
            let (share, ratio) = (100.0 * to, one.ratio());
            let error = format!(" ± {:.2}", one.error);
            let error = if one.treaties > 1 { error.as_str() } else { "" };
            (one.expected > 0.0).then(|| format!("to {share:.0}% {ratio:.2}{error}"))
        });
        paragraph(&format!(
            "One month ahead, over {} months: deposits seen over expected, by the share of the \
             treaty's number already in: {}. {} months brought more than one in 1,000 should ({:.0} \
             are expected), {} more than one in 100,000.",
            thousands(all.months as u64),
            shares.collect::<Vec<_>>().join(", "),
            all.beyond_one_in_1_000,
            all.months as f64 / 1000.0,
            all.beyond_one_in_100_000,
        ))
    }

    /// What was left out, by reason, with how often and some names.
    fn left(&self) -> String {
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for left in &self.tried.left {
            reasons.entry(why_left(left)).or_default().push(&left.treaty);
        }
        let words = reasons.into_iter().map(|(why, mut treaties)| {
            let cases = treaties.len();
            treaties.sort_unstable();
            treaties.dedup();
            let some = treaties.iter().take(3).copied().collect::<Vec<_>>().join(", ");
            let more = if treaties.len() > 3 { ", ..." } else { "" };
            format!("{why}: {cases} ({some}{more})")
        });
        let words: Vec<String> = words.collect();
        if words.is_empty() {
            return String::new();
        }
        paragraph(&format!("Left out, all named in left-out.csv: {}.", words.join("; ")))
    }
}

/// The simpler forecast that is hardest to beat on a line.
fn best(line: &ScoreRow) -> Option<(ReferenceMethod, Mean)> {
    line.skill.iter().copied().min_by(|(_, one), (_, other)| one.value.total_cmp(&other.value))
}

/// A skill in words: `12% ± 9 closer`, or `3% ± 13 worse` where the simpler forecast was closer.
fn closer(skill: Mean) -> String {
    let word = if skill.value < 0.0 { "worse" } else { "closer" };
    format!("{} {word}", percent(Mean { value: skill.value.abs(), ..skill }))
}

fn percent(skill: Mean) -> String {
    measured(skill, 100.0, "%")
}

/// A mean with its error; one case has none to tell.
fn measured(mean: Mean, times: f64, sign: &str) -> String {
    let value = format!("{:.0}{sign}", times * mean.value);
    if mean.count < 2 { value } else { format!("{value} ± {:.0}", times * mean.error) }
}

/// Of fewer cases no interval can be said to hold too often or too seldom.
const FEWEST_TO_JUDGE: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negative_skill_is_worse_not_closer_by_less_than_nothing() {
        let skill = |value| closer(Mean { value, error: 0.13, count: 30 });
        assert_eq!(skill(0.12), "12% ± 13 closer");
        assert_eq!(skill(-0.03), "3% ± 13 worse");
    }
}
