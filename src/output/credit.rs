//! The words under every chart: whose numbers, on which record, how many futures by which seed.

use super::words::{long_day, thousands};
use crate::{engine::Plan, quantity::Day, treaty::Model};

/// Treaty, record, futures and seed, version, and where the record is from. `futures` says what
/// there are so many of, such as `simulated futures`.
pub(super) fn credit(model: &Model, status_source: &str, plan: Plan, futures: &str) -> String {
    format!(
        "{}. {}. {} {futures}, seed {}; inforce {}.{}",
        model.title,
        record(model),
        thousands(plan.runs.get()),
        plan.seed.0,
        env!("CARGO_PKG_VERSION"),
        source(status_source)
    )
}

/// The same for what-ifs, whose scenarios meet the same draws.
pub(super) fn credit_each(model: &Model, status_source: &str, plan: Plan) -> String {
    credit(model, status_source, plan, "simulated futures each on the same draws")
}

/// What is on record by the as-of day.
pub(super) fn record(model: &Model) -> String {
    let counted = model
        .participants
        .iter()
        .enumerate()
        .filter(|(index, one)| one.status.deposited.is_some() && model.rule.counts(*index));
    match counted.count() {
        1 => format!("1 instrument as of {}", long_day(model.as_of)),
        count => format!("{count} instruments as of {}", long_day(model.as_of)),
    }
}

/// Where the record is from; empty where nobody says.
pub(super) fn source(status_source: &str) -> String {
    match status_source.trim_end_matches('.') {
        "" => String::new(),
        said => format!(" Status: {said}."),
    }
}

/// Whether it is settled by the as-of day if the treaty is in force by a day: the rule was met by
/// the record, or no deposit still to come is early enough.
pub(super) fn settled(model: &Model, met_by_record: Option<Day>, by: Day) -> bool {
    let last = model.rule.last_day_to_meet(by);
    met_by_record.is_some() || last.is_none_or(|last| last <= model.as_of)
}
