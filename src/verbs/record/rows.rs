//! What `record show` leaves behind: the record over time, and which news moved the last chance.

use serde_json::{Value, json};

use crate::{
    chart::Heading,
    result::{number, table::Rows},
    terminal::screen_table,
    wording::{assumed::with_departures, long_day, short_day},
};
use crate::{forecasts::Issued, tally::Difference, treaty::Model};

/// What kind of news a share of the change is due to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
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
pub(super) struct Share {
    /// What kind of news.
    pub kind: Kind,
    /// Which, in short.
    pub what: String,
    /// What it adds to the chance, with its error where it is simulated.
    pub change: Difference,
}

/// A record with what its last two forecasts differ by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recorded<'a> {
    /// The newest forecast's.
    pub model: &'a Model,
    /// At least one.
    pub rows: &'a [Issued],
    /// From the last but one to the last; empty where there is one alone, or no target.
    pub shares: &'a [Share],
}

impl Kind {
    /// What a change of these keys is.
    pub(super) fn of(keys: &[String]) -> Kind {
        match keys.first().map_or("", String::as_str) {
            "status.deposits" => Kind::Deposits,
            "status.signatures" => Kind::Signatures,
            "status.as_of" => Kind::Time,
            key if key.starts_with("rule.") || key.starts_with("treaty.") => Kind::Rule,
            _ => Kind::Beliefs,
        }
    }

    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Kind::Version => "other version",
            Kind::Target => "other target",
            Kind::Draws => "other draws",
            Kind::Time => "time passed",
            Kind::Deposits => "new deposits",
            Kind::Signatures => "new signatures",
            Kind::Rule => "other rule",
            Kind::Beliefs => "other beliefs",
        }
    }
}

impl Recorded<'_> {
    /// The CSV files: name and text.
    pub(super) fn tables(&self) -> Vec<(String, String)> {
        let mut record = Rows::new(&[
            "issued_on",
            "as_of",
            "instruments",
            "target",
            "chance",
            "standard_error",
            "in_force_p50",
        ]);
        for one in self.rows {
            let (target, chance, error) = match one.target {
                Some((day, chance, error)) => (day.to_string(), number(chance), number(error)),
                None => Default::default(),
            };
            record.add([
                one.issued_on.to_string(),
                one.as_of.to_string(),
                one.instruments.to_string(),
                target,
                chance,
                error,
                crate::result::table::day(one.in_force[3]),
            ]);
        }
        let mut changes = Rows::new(&["kind", "what", "chance_gained", "standard_error"]);
        for one in self.shares {
            let [value, error] = [one.change.value, one.change.standard_error].map(number);
            changes.add([one.kind.words(), &one.what, &value, &error]);
        }
        vec![("record.csv".to_owned(), record.text()), ("changes.csv".to_owned(), changes.text())]
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!({
            "treaty": self.model.title,
            "version": env!("CARGO_PKG_VERSION"),
            "forecasts": self.rows.iter().map(|one| json!({
                "issued_on": one.issued_on.to_string(),
                "as_of": one.as_of.to_string(),
                "instruments": one.instruments,
                "signatories": one.signatories,
                "target": one.target.map(|(day, ..)| day.to_string()),
                "chance": one.target.map(|(_, chance, _)| chance),
                "standard_error": one.target.map(|(.., error)| error),
                "in_force_p50": one.in_force[3].day().map(|day| day.to_string()),
                "version": one.version,
                "manifest": one.manifest,
            })).collect::<Vec<_>>(),
            "changes": self.shares.iter().map(|one| json!({
                "kind": one.kind.words(),
                "what": one.what,
                "chance_gained": one.change.value,
                "standard_error": one.change.standard_error,
            })).collect::<Vec<_>>(),
        })
    }

    pub(super) fn changes(&self) -> String {
        let [.., before, newest] = self.rows else {
            return "There is one forecast; from the next one on it is said what changed.\n"
                .to_owned();
        };
        let (Some((_, was, _)), Some((target, is, _))) = (before.target, newest.target) else {
            return "Without a target there is no chance whose change could be explained.\n"
                .to_owned();
        };
        let mut text = format!(
            "What changed from {} to {} in the chance by {}, in points\n",
            short_day(before.issued_on),
            short_day(newest.issued_on),
            long_day(target)
        );
        let mut lines: Vec<Vec<String>> = self
            .shares
            .iter()
            .map(|one| vec![one.kind.words().to_owned(), one.what.clone(), points(one.change)])
            .collect();
        lines.push(vec!["in all".to_owned(), String::new(), format!("{:+.2}", 100.0 * (is - was))]);
        text.push_str(&screen_table(&["", "", "points"], lines));
        text
    }

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
