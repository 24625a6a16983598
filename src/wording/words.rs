//! Words that stand fixed: months, short names of States, and the words that charts always have.
//!
//! Titles and sentences are put together in the rooms that word findings; drawing takes words from
//! its input and from here alone.

/// The months, for days written out.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The months on axes and labels.
pub const SHORT_MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// States that charts call by a shorter name than their own: the name, and the shorter one.
pub const SHORT_NAMES: &[(&str, &str)] = &[
    ("Bolivia (Plurinational State of)", "Bolivia"),
    ("Democratic People's Republic of Korea", "DPR Korea"),
    ("Democratic Republic of the Congo", "DR Congo"),
    ("Iran (Islamic Republic of)", "Iran"),
    ("Lao People's Democratic Republic", "Lao PDR"),
    ("Micronesia (Federated States of)", "Micronesia"),
    ("Netherlands (Kingdom of the)", "Netherlands"),
    ("Saint Vincent and the Grenadines", "St Vincent & Grenadines"),
    ("United Kingdom of Great Britain and Northern Ireland", "United Kingdom"),
    ("United Republic of Tanzania", "Tanzania"),
    ("United States of America", "United States"),
    ("Venezuela (Bolivarian Republic of)", "Venezuela"),
];

/// The words that charts have whatever they show. `{n}` stands for a number.
#[derive(Clone, Copy, Debug)]
pub struct ChartWords {
    /// So many rows have no room.
    pub more: &'static str,
    /// What has happened, over its part of the chart.
    pub recorded: &'static str,
    /// What is simulated.
    pub simulated: &'static str,
    /// What is needed.
    pub needed: &'static str,
    /// What is concluded from the record.
    pub inferred: &'static str,
    /// What is forecast.
    pub forecast: &'static str,
    /// The number there is today.
    pub now: &'static str,
    /// The names of the 95th, 75th, 50th, 25th and 5th percentile, one below the other.
    pub percentiles: [&'static str; 5],
    /// Over a column of chances.
    pub chance_by_target: &'static str,
    /// Over a column of days.
    pub in_force: &'static str,
    /// The same where there is little room.
    pub in_force_alone: &'static str,
    /// Over the parts of forecasts.
    pub where_it_lay: &'static str,
    /// The height of parts that are as often hit as they should be.
    pub even: &'static str,
    /// The first and the last part of a forecast.
    pub earliest_latest: [&'static str; 2],
    /// What the parts are.
    pub tenths: &'static str,
    /// Over the shares of intervals.
    pub how_often_held: &'static str,
    /// An interval by its level in percent, sign included.
    pub interval: &'static str,
    /// What the axis of ages counts.
    pub years_after_opening: &'static str,
    /// The age at which a forecast was made.
    pub forecast_made: &'static str,
    /// A day that came.
    pub happened: &'static str,
    /// A day that has not come as far as is known.
    pub not_yet: &'static str,
    /// The middle of a forecast.
    pub median: &'static str,
    /// What the axis of forecasts by age counts.
    pub age_at_forecast: &'static str,
    /// The height of forecasts that are as good as another.
    pub no_better: &'static str,
}

/// The words of charts.
pub const CHART_WORDS: ChartWords = ChartWords {
    more: "and {n} more",
    recorded: "RECORDED",
    simulated: "SIMULATED",
    needed: "NEEDED",
    inferred: "INFERRED",
    forecast: "FORECAST",
    now: "{n} now",
    percentiles: ["95th percentile", "75th", "Median", "25th", "5th percentile"],
    chance_by_target: "Chance by the target",
    in_force: "In force: median, middle half, nine in ten",
    in_force_alone: "In force",
    where_it_lay: "Where what happened lay in the forecast",
    even: "even, ± 2 errors",
    earliest_latest: ["earliest", "latest"],
    tenths: "tenths of the forecast",
    how_often_held: "How often each interval held it",
    interval: "{n} interval",
    years_after_opening: "years after opening for signature",
    forecast_made: "forecast made",
    happened: "happened",
    not_yet: "not yet, last known",
    median: "median",
    age_at_forecast: "age at which the forecast was made",
    no_better: "no better",
};
