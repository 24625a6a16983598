//! What a forecast is worth once it is known what came: a Brier score of the chance, and a
//! continuous ranked probability score of the day, as far as either is settled.

use super::Issued;
use crate::{
    quantity::{Day, LEVELS},
    scores::{brier, crps_of_line},
    treaty::rule::Rule,
};

/// What is known by now of the treaty.
#[derive(Clone, Debug)]
pub struct KnownOutcome<'a> {
    /// When the treaty enters into force.
    pub rule: &'a Rule,
    /// The last day that is known.
    pub known_to: Day,
    /// The day the treaty is in force, if by then the rule is met; it may be a later day.
    pub in_force: Option<Day>,
}

/// Whether what the chance was about has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is in force by the target.
    Came,
    /// It can no longer be.
    DidNot,
    /// It may still be.
    Open,
}

/// The scores of one forecast.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ForecastScores {
    /// Whether the target came; nothing where the forecast had none.
    pub verdict: Option<Verdict>,
    /// The square of chance less outcome, 0 to 1, best 0; nothing while it is open.
    pub brier: Option<f64>,
    /// The continuous ranked probability score of the day in force, in days, best 0 (Matheson and
    /// Winkler 1976), up to the last day simulated.
    pub days: f64,
    /// Whether the day is known. If not, `days` counts only what is settled: the part up to the
    /// last day known (Gneiting and Ranjan 2011), which grows with every day that passes.
    pub settled: bool,
}

/// The scores of a forecast.
pub fn score(issued: &Issued, outcome: &KnownOutcome<'_>) -> ForecastScores {
    let verdict = issued.target.map(|(target, ..)| verdict(target, outcome));
    let came = match verdict {
        Some(Verdict::Came) => Some(true),
        Some(Verdict::DidNot) => Some(false),
        _ => None,
    };
    let chance = issued.target.map(|(_, chance, _)| chance);
    let end = outcome.rule.in_force(issued.horizon);
    let until = if outcome.in_force.is_some() { end } else { outcome.known_to.min(end) };
    let in_force = outcome.in_force.map_or(f64::INFINITY, number);
    ForecastScores {
        verdict,
        brier: chance.zip(came).map(|(chance, came)| brier(chance, came)),
        days: crps_of_line(&points(issued, end), in_force, number(until)),
        settled: outcome.in_force.is_some(),
    }
}

fn verdict(target: Day, outcome: &KnownOutcome<'_>) -> Verdict {
    match outcome.in_force {
        Some(day) if day <= target => Verdict::Came,
        Some(_) => Verdict::DidNot,
        None => match outcome.rule.last_day_to_meet(target) {
            Some(last) if last > outcome.known_to => Verdict::Open,
            _ => Verdict::DidNot,
        },
    }
}

fn number(day: Day) -> f64 {
    f64::from(day.number())
}

/// Days and the chance of being in force by them, as the row tells it: rising from nothing on
/// the as-of day through its quantiles to what is within the horizon.
fn points(issued: &Issued, end: Day) -> Vec<(f64, f64)> {
    let mut points = vec![(number(issued.as_of), 0.0)];
    let quantiles = issued.in_force.iter().zip(LEVELS);
    points.extend(quantiles.filter_map(|(when, share)| Some((number(when.day()?), share))));
    points.push((number(end), 1.0 - issued.beyond));
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        quantity::{Days, When},
        treaty::rule::Members,
    };

    fn day(number: i32) -> Day {
        "2026-01-01".parse::<Day>().unwrap() + Days(number)
    }

    fn rule() -> Rule {
        Rule::count(2, Members::new(vec![true; 3]), 90)
    }

    /// Evenly spread over the days from 0 to 1000 after the as-of day.
    fn even(chance: f64) -> Issued {
        let at = |share: f64| When::on(day((1000.0 * share) as i32));
        Issued {
            issued_on: day(5),
            as_of: day(0),
            scenario: "even".to_owned(),
            instruments: 0,
            signatories: 0,
            target: Some((day(500), chance, 0.0)),
            met: [When::NEVER; 7],
            in_force: LEVELS.map(at),
            beyond: 0.0,
            horizon: day(910),
            runs: 1,
            seed: 1,
            version: String::new(),
            manifest: String::new(),
        }
    }

    fn scored(known_to: i32, in_force: Option<i32>) -> ForecastScores {
        let rule = rule();
        let outcome =
            KnownOutcome { rule: &rule, known_to: day(known_to), in_force: in_force.map(day) };
        score(&even(0.4), &outcome)
    }

    #[test]
    fn a_known_day_has_the_score_of_its_closed_form() {
        // Of a uniform law on 0 to 1000 and a day y: (y^3 + (1000 - y)^3) / 3 / 1000^2.
        for y in [1, 250, 500, 900, 1000] {
            let (a, b) = (f64::from(y), f64::from(1000 - y));
            let expected = (a * a * a + b * b * b) / 3e6;
            let found = scored(1000, Some(y));
            assert!((found.days - expected).abs() < 1e-9 && found.settled, "{y}: {found:?}");
        }
    }

    #[test]
    fn what_is_settled_so_far_is_scored_and_the_rest_is_open() {
        let found = scored(300, None);
        assert!((found.days - 300f64.powi(3) / 3e6).abs() < 1e-9, "{found:?}");
        assert_eq!((found.verdict, found.brier, found.settled), (Some(Verdict::Open), None, false));
        // In force by day 500 takes a deposit by day 410.
        assert_eq!(scored(409, None).verdict, Some(Verdict::Open));
        let late = scored(410, None);
        assert_eq!(late.verdict, Some(Verdict::DidNot));
        assert!((late.brier.unwrap() - 0.16).abs() < 1e-12);
        let came = scored(410, Some(500));
        assert_eq!(came.verdict, Some(Verdict::Came));
        assert!((came.brier.unwrap() - 0.36).abs() < 1e-12);
        assert_eq!(scored(410, Some(501)).verdict, Some(Verdict::DidNot));
    }

    #[test]
    fn the_part_that_is_settled_never_shrinks() {
        let days: Vec<f64> = (0..1200).step_by(50).map(|known| scored(known, None).days).collect();
        assert!(days.windows(2).all(|pair| pair[0] <= pair[1]), "{days:?}");
    }
}
