//! What a result assumes beyond the baseline of its case, said wherever its numbers stand.

use super::spoken_days;
use crate::{
    text::paragraph,
    treaty::{Departure, Model},
};

/// Room under a chart for what is assumed, in letters.
const ROOM: usize = 200;

/// What each layer and the command line assume beyond the case's baseline; empty for the baseline.
pub fn assumed(model: &Model) -> Vec<String> {
    model.departures.iter().map(full).collect()
}

/// What stands first on screens, and an empty line; nothing for the baseline.
pub(crate) fn departing(model: &Model) -> String {
    match assumed(model).join("; ") {
        nothing if nothing.is_empty() => nothing,
        assumed => paragraph(&format!("Not the baseline. {assumed}.")) + "\n",
    }
}

/// Words under a chart, below what its numbers assume beyond the baseline, briefly.
pub(crate) fn with_departures(model: &Model, words: String) -> String {
    if model.departures.is_empty() {
        return words;
    }
    format!("Not the baseline. {}.\n{words}", brief(&model.departures))
}

fn full(departure: &Departure) -> String {
    let Departure { label, what } = departure;
    let what = spoken_days(&what.join("; "));
    if label.is_empty() || what.starts_with(label.as_str()) {
        what
    } else {
        format!("{label} ({what})")
    }
}

/// All of it where there is room; else layers by their names, and how many more.
fn brief(departures: &[Departure]) -> String {
    let all = departures.iter().map(full).collect::<Vec<_>>().join("; ");
    if all.chars().count() <= ROOM {
        return all;
    }
    let short = |one: &Departure| match (one.label.as_str(), one.what.as_slice()) {
        ("", [first, rest @ ..]) if !rest.is_empty() => {
            format!("{} and {} more", spoken_days(first), rest.len())
        }
        ("", _) | (_, [_]) => full(one),
        (label, what) => format!("{label} ({} assumptions)", what.len()),
    };
    let mut said = String::new();
    for (place, departure) in departures.iter().enumerate() {
        let (next, left) = (short(departure), departures.len() - place);
        if place > 0 && said.chars().count() + next.chars().count() > ROOM {
            return format!("{said}; {left} more");
        }
        said = if said.is_empty() { next } else { format!("{said}; {next}") };
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn departure(label: &str, what: &[&str]) -> Departure {
        Departure {
            label: label.to_owned(),
            what: what.iter().map(|one| (*one).to_owned()).collect(),
        }
    }

    #[test]
    fn what_is_assumed_is_said_whole_where_there_is_room() {
        let plans = departure(
            "Plans",
            &["Canada: deposits on 2027-03-15", "Brazil: no deposit before 2027-08-01"],
        );
        let set = departure("", &["Instruments needed: 30"]);
        let own = departure("Canada", &["Canada: signs on 2026-07-31"]);
        assert_eq!(
            brief(&[plans.clone(), set, own]),
            "Plans (Canada: deposits on 15 Mar 2027; Brazil: no deposit before 1 Aug 2027); \
             Instruments needed: 30; Canada: signs on 31 Jul 2026"
        );
        let many = vec![plans; 30];
        let said = brief(&many);
        assert!(said.starts_with("Plans (2 assumptions); Plans"), "{said}");
        assert!(said.chars().count() < ROOM + 12 && said.ends_with(" more"), "{said}");
        let long = departure("", &["x"; 200]);
        assert_eq!(brief(&[long]), "x and 199 more");
    }
}
