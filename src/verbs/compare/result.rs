//! Scenarios beside each other, and what makes the difference, in finished numbers.

use crate::{
    engine::Plan,
    quantity::{Day, Days},
    tally::{Attribution, AttributionStep, Dates, Difference, Milestone, Order, Pair, SideBySide},
    treaty::Model,
    wording::{bound::at_least, long_day},
};

/// Days between two points of a curve.
const STEP_DAYS: i32 = 5;

/// Scenarios run side by side, in finished numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compared<'a> {
    /// The name of each scenario, as tables have it; the first is what the others are held against.
    pub(super) names: &'a [String],
    /// What people call them, as many.
    pub(super) labels: &'a [String],
    /// Their models, as many.
    pub(super) models: &'a [&'a Model],
    /// Where the status of the first is from, in a few words.
    pub(super) status_source: &'a str,
    /// How many runs, by which seed.
    pub(super) plan: Plan,
    /// The counts; its pairs are the first scenario with each of the others, in order.
    pub(super) side: &'a SideBySide,
    /// The day hoped for.
    pub(super) target: Option<Day>,
    /// The days whose chances are compared, the target among them, in order.
    pub(super) days: &'a [Day],
    /// Which assumption makes the difference between the first two, where it was asked.
    pub(super) attribution: Option<&'a Attribution>,
}

impl Compared<'_> {
    /// Behind a day: whether the chance by it is a lower bound in any of the scenarios.
    pub(super) fn bound(&self, day: Day) -> &'static str {
        let each = self.models.iter().map(|model| at_least(model, day));
        each.max().unwrap_or_default()
    }

    /// Which of the two comes earlier, in a sentence without its full stop.
    pub(super) fn order(&self, pair: &Pair) -> String {
        let (one, other) = (&self.labels[pair.one], &self.labels[pair.other]);
        match self.side.order(pair) {
            Order::Same => format!("{other} and {one} give the same day in every run"),
            Order::OtherInEveryRun => format!("{other} is in no run later than {one}"),
            Order::OneInEveryRun => format!("{other} is in no run earlier than {one}"),
            Order::OtherByEveryDay => {
                format!("By every day {other} is at least as likely as {one}")
            }
            Order::OneByEveryDay => format!("By every day {other} is at most as likely as {one}"),
            Order::Alike => format!("{other} and {one} differ by no day more than the runs' error"),
            Order::Crossing { other_first, on } => {
                let (ahead, behind) = if other_first { (other, one) } else { (one, other) };
                format!(
                    "{ahead} is ahead at first, {behind} from {} on: the curves cross",
                    long_day(on)
                )
            }
        }
    }

    /// The first and the last day of curves: from the first as-of day past nearly all futures and the
    /// target.
    pub(super) fn span(&self) -> (Day, Day) {
        let from = self.models.iter().map(|model| model.as_of).min().unwrap_or(Day::FIRST);
        let until = self.side.until();
        let late =
            |dates: &Dates| dates.quantile(Milestone::InForce, 0.9).day.day().unwrap_or(until);
        let late = self.side.dates.iter().map(late).max().unwrap_or(until);
        let past = self.target.map_or(late, |target| target + Days(180)).max(from + Days(365));
        (from + Days(1), late.max(past).last_of_year().min(until.max(past)))
    }

    /// The days at which curves have points, in order.
    pub(super) fn drawn_days(&self) -> Vec<Day> {
        let (from, to) = self.span();
        let days = (0..).map(|step| from + Days(step * STEP_DAYS));
        let mut days: Vec<Day> = days.take_while(|day| *day < to).chain([to]).collect();
        // The curves are where the dots of the target are.
        let dot = self.target.filter(|day| *day > from && *day < to);
        days.extend(dot.into_iter().flat_map(|dot| [dot - Days(1), dot]));
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// What a step changes; empty where that is not told in short.
pub(super) fn from_to(step: &AttributionStep) -> String {
    let change = &step.change;
    if change.from.is_empty() && change.to.is_empty() {
        String::new()
    } else {
        format!("{} → {}", change.from, change.to)
    }
}

/// Days gained, in words.
pub(super) fn days_words(difference: Option<Difference>) -> String {
    difference.map_or_else(|| "beyond horizon".to_owned(), |days| days.in_days())
}
