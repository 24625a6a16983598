//! A record over time, and which news moved its last chance, in finished numbers.

use crate::{
    chart::Heading, forecasts::Issued, tally::Difference, treaty::Model,
    wording::assumed::with_departures,
};

/// What kind of news a share of the change is due to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NewsKind {
    /// Another version of the program.
    Version,
    /// Another target.
    Target,
    /// Other runs or another seed.
    Draws,
    /// Time that has passed.
    Time,
    /// New deposits, or deposits known otherwise.
    Deposits,
    /// New signatures.
    Signatures,
    /// Another rule or treaty.
    Rule,
    /// Other beliefs.
    Beliefs,
}

/// What one piece of news does to the chance.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct NewsShare {
    /// What kind of news.
    pub(super) kind: NewsKind,
    /// Which, in short.
    pub(super) what: String,
    /// What it adds to the chance, with its error where it is simulated.
    pub(super) change: Difference,
}

/// A record with what its last two forecasts differ by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recorded<'a> {
    /// The newest forecast's.
    pub(super) model: &'a Model,
    /// At least one.
    pub(super) rows: &'a [Issued],
    /// From the last but one to the last; empty where there is one alone, or no target.
    pub(super) shares: &'a [NewsShare],
}

impl NewsKind {
    /// What a change of these keys is.
    pub(super) fn from_keys(keys: &[String]) -> NewsKind {
        match keys.first().map_or("", String::as_str) {
            "status.deposits" => NewsKind::Deposits,
            "status.signatures" => NewsKind::Signatures,
            "status.as_of" => NewsKind::Time,
            key if key.starts_with("rule.") || key.starts_with("treaty.") => NewsKind::Rule,
            _ => NewsKind::Beliefs,
        }
    }

    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            NewsKind::Version => "other version",
            NewsKind::Target => "other target",
            NewsKind::Draws => "other draws",
            NewsKind::Time => "time passed",
            NewsKind::Deposits => "new deposits",
            NewsKind::Signatures => "new signatures",
            NewsKind::Rule => "other rule",
            NewsKind::Beliefs => "other beliefs",
        }
    }
}

impl Recorded<'_> {
    /// What is common to the charts.
    pub(super) fn heading(&self, title: String, subtitle: String) -> Heading {
        let footer = format!("{} · record of forecasts", self.model.title);
        let footer = with_departures(self.model, footer);
        Heading { desc: title.clone(), title, subtitle, footer }
    }
}

/// A change in points, with its error where it has one.
pub(super) fn points(change: Difference) -> String {
    if change.standard_error > 0.0 {
        change.in_points()
    } else {
        format!("{:+.2}", 100.0 * change.value)
    }
}

/// A recorded chance with the digits its error allows.
pub(super) fn chance_words(chance: f64, error: f64) -> String {
    let decimals = (-(100.0 * error).log10()).ceil().clamp(0.0, 3.0) as usize;
    let unit = 10f64.powi(-(decimals as i32));
    format!("{:.decimals$}% ± {:.decimals$}", 100.0 * chance, (100.0 * error).max(unit))
}
