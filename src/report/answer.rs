//! The answer in a few sentences, worded from the numbers with a fixed vocabulary for likelihood.

use crate::{
    quantity::{Proportion, Quantile},
    result::Summary,
    treaty::Model,
    wording::{bound::chance_by, last_instrument, long_day, long_month, thousands},
};

/// One word of the vocabulary and the chances it stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rung {
    /// Lower end, from 0; belongs to the rung.
    pub from: f64,
    /// Upper end, to 1; belongs to the next rung, or to this one where it is the last.
    pub to: f64,
    /// The words.
    pub words: &'static str,
}

/// The vocabulary: terms of the IPCC's guidance on uncertainty (Mastrandrea and others 2010), cut
/// so that each chance has one term.
pub const LADDER: [Rung; 9] = [
    Rung { from: 0.0, to: 0.01, words: "exceptionally unlikely" },
    Rung { from: 0.01, to: 0.05, words: "extremely unlikely" },
    Rung { from: 0.05, to: 0.1, words: "very unlikely" },
    Rung { from: 0.1, to: 0.33, words: "unlikely" },
    Rung { from: 0.33, to: 0.66, words: "about as likely as not" },
    Rung { from: 0.66, to: 0.9, words: "likely" },
    Rung { from: 0.9, to: 0.95, words: "very likely" },
    Rung { from: 0.95, to: 0.99, words: "extremely likely" },
    Rung { from: 0.99, to: 1.0, words: "virtually certain" },
];

/// A standard error above this makes a chance too rough to quote.
const ROUGH: f64 = 0.02;
/// A day that may be off by more days than this is given as its month.
const EXACT_DAYS: f64 = 5.0;
/// A median that may be off by more days than this is too rough to quote.
const ROUGH_DAYS: f64 = 30.0;

/// The likelihood in words; `between … and …` where two standard errors either way reach another
/// rung.
pub fn likelihood(chance: Proportion) -> String {
    let error = 2.0 * chance.standard_error();
    let (low, high) = (rung(chance.value() - error), rung(chance.value() + error));
    if low == high {
        low.words.to_owned()
    } else {
        format!("between {} and {}", low.words, high.words)
    }
}

fn rung(chance: f64) -> Rung {
    let past = LADDER.partition_point(|rung| rung.to <= chance);
    LADDER[past.min(LADDER.len() - 1)]
}

/// The answer: by the target, then when; a third sentence where there are too few runs to say.
pub fn answer(model: &Model, summary: &Summary) -> Vec<String> {
    if let Some(met) = summary.met_by_record {
        let in_force = model.rule.in_force(met);
        let verb = if in_force <= model.as_of { "has been" } else { "will be" };
        return vec![
            format!("The rule was met on {}.", long_day(met)),
            format!("The treaty {verb} in force from {}.", long_day(in_force)),
        ];
    }
    let mut said: Vec<String> = by_target(model, summary).into_iter().collect();
    said.extend(doubt(summary));
    said.push(when(model, summary));
    said.extend(hedge(summary));
    said
}

fn by_target(model: &Model, summary: &Summary) -> Option<String> {
    let (target, chance, last) = summary.target?;
    let day = long_day(target);
    Some(match last.filter(|last| *last > model.as_of || chance.count > 0) {
        None => format!(
            "The treaty can no longer be in force by {day}: too little time is left for the {}.",
            last_instrument(&model.rule)
        ),
        Some(_) => format!(
            "It is {} that the treaty will be in force by {day}: the chance is {}.",
            likelihood(chance),
            chance_by(model, target, chance, |one| one.to_string())
        ),
    })
}

/// How far the chance hangs on what was learned, which the error beside it does not say.
fn doubt(summary: &Summary) -> Option<String> {
    let beliefs = summary.beliefs.filter(|_| summary.target.is_some())?;
    let [low, high] = beliefs.range();
    (low != high).then(|| {
        format!("Figures that the record of earlier treaties leaves possible put it between {low} and {high}.")
    })
}

fn when(model: &Model, summary: &Summary) -> String {
    let of = |share| summary.at(share).map(|one| one.in_force);
    let horizon = long_day(model.horizon);
    let Some(median) = of(0.5).filter(|median| median.day.day().is_some()) else {
        return format!(
            "It is more likely than not that the {} does not come by {horizon}, the last day \
             looked at.",
            last_instrument(&model.rule)
        );
    };
    let early = of(0.1).map(day).unwrap_or_default();
    let range = match of(0.9).filter(|late| late.day.day().is_some()) {
        Some(late) => format!("eight futures in ten fall between {early} and {}", day(late)),
        None => format!(
            "nine futures in ten come after {early}, and more than one in ten has no entry into \
             force from deposits made by {horizon}"
        ),
    };
    let sure = summary.at(0.1).zip(summary.at(0.9));
    if sure.is_some_and(|(low, high)| {
        low.in_force.day == high.in_force.day && low.in_force.day == median.day
    }) {
        return format!("Nearly all futures bring it into force on {}.", day(median));
    }
    format!("It is as likely as not to be in force by {}; {range}.", day(median))
}

/// To the day where the error is a few days at most, else to the month.
fn day(quantile: Quantile) -> String {
    match (quantile.day.day(), quantile.error_days()) {
        (Some(day), Some(error)) if error <= EXACT_DAYS => long_day(day),
        (Some(day), _) => long_month(day),
        (None, _) => "a day beyond the horizon".to_owned(),
    }
}

/// Says so where the simulation is too short for the figures to be quoted.
fn hedge(summary: &Summary) -> Option<String> {
    let rough = summary.target.is_some_and(|(_, chance, _)| chance.standard_error() > ROUGH);
    let median = summary.at(0.5).map(|one| one.in_force);
    let vague = median.is_some_and(|median| {
        median.day.day().is_some() && median.error_days().is_none_or(|days| days > ROUGH_DAYS)
    });
    (rough || vague).then(|| {
        let runs = summary.plan.runs.get();
        format!(
            "These are rough figures from only {} simulated {}: simulate more before quoting them.",
            thousands(runs),
            if runs == 1 { "future" } else { "futures" }
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        quantity::Day,
        report::tests::{result, result_with},
        result::ParameterUncertainty,
    };

    fn of(count: u64, runs: u64) -> String {
        likelihood(Proportion { count, runs })
    }

    fn said(runs: u64, change: impl Fn(&mut Summary)) -> String {
        let mut result = result(runs);
        change(&mut result.numbers.summary);
        answer(&result.scenario.model, &result.numbers.summary).join(" ")
    }

    #[test]
    fn the_rungs_cover_every_chance_once() {
        assert_eq!((LADDER[0].from, LADDER[8].to), (0.0, 1.0));
        assert!(LADDER.windows(2).all(|pair| pair[0].to.total_cmp(&pair[1].from).is_eq()));
    }

    #[test]
    fn each_chance_has_its_words() {
        for (count, words) in [
            (0, "exceptionally unlikely"),
            (30_000, "extremely unlikely"),
            (60_000, "very unlikely"),
            (200_000, "unlikely"),
            (500_000, "about as likely as not"),
            (800_000, "likely"),
            (930_000, "very likely"),
            (970_000, "extremely likely"),
            (1_000_000, "virtually certain"),
        ] {
            assert_eq!(of(count, 1_000_000), words);
        }
    }

    #[test]
    fn a_chance_near_an_edge_is_put_between_two_words() {
        assert_eq!(of(100_100, 1_000_000), "between very unlikely and unlikely");
        assert_eq!(of(6, 100), "between extremely unlikely and unlikely");
        assert_eq!(of(0, 10), "between exceptionally unlikely and unlikely");
    }

    #[test]
    fn the_sentence_follows_the_numbers() {
        let by_target = |count| {
            said(100_000, |summary| {
                let (_, chance, _) = summary.target.as_mut().unwrap();
                *chance = Proportion { count, runs: 100_000 };
            })
        };
        assert!(by_target(6_000).starts_with(
            "It is very unlikely that the treaty will be in force by 30 June 2027: the chance \
             is 6.00% ± 0.08."
        ));
        assert!(by_target(80_000).starts_with("It is likely that"));
        assert!(by_target(100_000).starts_with("It is virtually certain that"));
    }

    #[test]
    fn what_was_learned_may_move_the_chance() {
        let between = |low, high| {
            said(20_000, |summary| {
                summary.beliefs =
                    Some(ParameterUncertainty { sets: 20, low, high, share_of_spread: 0.1 });
            })
        };
        assert!(between(0.04, 0.1).contains("leaves possible put it between 4% and 10%. It is"));
        assert!(!between(0.041, 0.042).contains("leaves possible"));
        assert!(!said(20_000, |_| {}).contains("leaves possible"));
    }

    #[test]
    fn few_runs_are_said_to_be_few() {
        let rough = "simulate more before quoting";
        assert!(said(200, |_| {}).contains(rough));
        assert!(!said(20_000, |_| {}).contains(rough));
    }

    #[test]
    fn what_lies_beyond_or_behind_is_said_so() {
        let delays = [
            "{ log-normal = { median = 500, p90 = 1200 }, never = 0.1 }",
            "{ pert = { least = 200, likely = 500, most = 1500 } }",
        ];
        let never = result_with(500, &delays.map(|delay| (delay, "\"never\"")));
        let text = answer(&never.scenario.model, &never.numbers.summary).join(" ");
        assert!(text.contains("does not come by"), "{text}");
        let late = said(20_000, |summary| summary.target.as_mut().unwrap().2 = None);
        assert!(late.starts_with("The treaty can no longer be in force by 30 June 2027"));
        let met = said(500, |summary| summary.met_by_record = Day::new(2025, 1, 1));
        assert!(met.starts_with("The rule was met on 1 January 2025."), "{met}");
    }
}
