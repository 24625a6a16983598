//! A panel's pooled beliefs as a layer of TOML, and the empty sheet it begins with.

use super::{PooledEstimate, sheet::COLUMNS};
use crate::{text::csv_row, treaty::Model};

/// How a layer made of a panel begins.
pub const MARK: &str = "# inforce experts";

/// The layer: for each participant the pooled delay from the as-of day to its deposit.
pub fn layer(pooled: &[PooledEstimate], experts: &[(String, f64)]) -> String {
    let named: Vec<String> = experts
        .iter()
        .map(|(name, weight)| format!("{} (weight {})", one_line(name), short(*weight)))
        .collect();
    let mut text = format!(
        "{MARK}: what a panel believes, laid over a scenario.\n# Experts: {}.\n\
         # Each expert's months from the as-of day are a PERT law with a chance of never; the pool is \
         their\n# weighted mean, written in pieces. Who has not signed is taken to accede: its signature \
         is not drawn,\n# so that the panel's delay alone says when it deposits.\n\n[scenario]\nlabel = \"Panel of \
         {}\"\n",
        named.join(", "),
        match experts.len() {
            1 => "one expert".to_owned(),
            count => format!("{count} experts"),
        }
    );
    for one in pooled {
        text.push('\n');
        for opinion in &one.opinions {
            let months = opinion.months.map_or_else(
                || "surely never".to_owned(),
                |at| {
                    let [least, likely, most] = [at.least, at.likely, at.most].map(short);
                    format!(
                        "least {least}, likely {likely}, most {most} months, never {}",
                        short(opinion.never)
                    )
                },
            );
            text.push_str(&format!("# {}: {months}\n", one_line(&opinion.expert)));
        }
        text.push_str(&format!("[participant.{}]\nsigning = \"never\"\n", one.code));
        let belief = match one.pieces() {
            None => "\"never\"".to_owned(),
            Some((edges, rates)) => format!(
                "{{ piecewise = {{ edges_days = [{}], per_year = [{}] }}, never = {}, from = \
                 \"as-of\" }}",
                listed(&edges),
                listed(&rates),
                short(one.never())
            ),
        };
        for step in ["accession", "ratification"] {
            text.push_str(&format!("{step} = {belief}\n"));
        }
    }
    text
}

/// An empty sheet: a row for each signatory that has not deposited.
pub fn template(model: &Model) -> String {
    let [participant, rest @ ..] = COLUMNS;
    let heading = [participant, "name"].into_iter().chain(rest).chain(["note"]);
    let mut rows: Vec<Vec<&str>> = vec![heading.collect()];
    rows.extend(
        model
            .participants
            .iter()
            .filter(|one| one.status.signed.is_some() && one.status.deposited.is_none())
            .map(|one| vec![one.code.as_str(), &one.name, "", "", "", "", "", ""]),
    );
    rows.into_iter().map(csv_row).collect()
}

fn listed(numbers: &[f64]) -> String {
    numbers.iter().map(|number| short(*number)).collect::<Vec<_>>().join(", ")
}

/// Six significant digits, written as TOML reads a number.
fn short(number: f64) -> String {
    let rounded: f64 = format!("{number:.5e}").parse().unwrap_or(number);
    rounded.to_string()
}

fn one_line(name: &str) -> String {
    name.replace(char::is_control, " ")
}
