//! What a fit says on the terminal: what was used, what was not, what was learned and how surely.

use std::collections::BTreeMap;

use super::result::{DEVIATIONS, FitResult};
use crate::{
    calibrate::fit::{FittedParameter, FittedParticipant, Parameter, UnusedWhy},
    parameters::{PaceParameter, Registered, SigningParameter},
    quantity::Day,
    terminal::screen_table,
    text::paragraph,
    wording::{long_day, measured, thousands},
};

impl FitResult<'_> {
    /// For people.
    pub(super) fn screen(&self) -> String {
        let parts = [self.used(), self.left(), self.baselines(), self.rest(), self.fastest()];
        let note = "± is one standard error, from the curvature of the evidence; figures.csv has all of \
                    them with intervals of 90 %.";
        format!("{}\n{}", parts.join("\n"), paragraph(note))
    }

    fn used(&self) -> String {
        let opened: Vec<Day> =
            self.selection.treaties(self.history).map(|one| one.opened).collect();
        let years = match (opened.iter().min(), opened.iter().max()) {
            (Some(first), Some(last)) => format!("opened {} to {}", first.year(), last.year()),
            _ => String::new(),
        };
        let seen = self
            .until
            .map_or(String::new(), |day| format!(", as one could have known on {}", long_day(day)));
        paragraph(&format!(
            "How fast States sign and join, learned from {} treaties {years}{seen}: {} deposits by \
             {} States, {} signatures after the first month.",
            self.fitted().treaties.len(),
            thousands(u64::from(self.deposits())),
            self.fitted().participants.len(),
            thousands(u64::from(self.signatures())),
        ))
    }

    fn left(&self) -> String {
        let mut counts: BTreeMap<UnusedWhy, usize> = BTreeMap::new();
        for one in self.unused {
            *counts.entry(one.why).or_default() += 1;
        }
        if counts.is_empty() {
            return "All of their records is used as it stands.\n".to_owned();
        }
        let row = |(why, count): (UnusedWhy, usize)| {
            format!("{:>7}  {why}: {}\n", thousands(count as u64), why.treatment())
        };
        let rows: String = counts.into_iter().map(row).collect();
        format!("Not used as it stands (unused.csv names each):\n{rows}")
    }

    fn baselines(&self) -> String {
        let edges = &self.fitted().calibration.edges_months;
        let percent = |figure| {
            let one = self.parameter(figure);
            one.map_or(String::new(), |one| {
                measured(100.0 * one.value, 100.0 * one.standard_error())
            })
        };
        let row = |(bin, edges): (usize, &[f64])| {
            let age = format!("{} to {}", edges[0], edges[1]);
            vec![age, percent(Parameter::Nonsignatory(bin)), percent(Parameter::Signatory(bin))]
        };
        let rows = edges.windows(2).enumerate().map(row).collect();
        let heading = ["months since opening", "not signed", "signed"];
        format!("Deposits a year of an average State, %\n{}", screen_table(&heading, rows))
    }

    fn rest(&self) -> String {
        let pace = PaceParameter::ALL.iter().copied().map(Parameter::Pace);
        let signing = SigningParameter::ALL.iter().copied().map(Parameter::Signing);
        let all = pace.chain([Parameter::FactorShape]).chain(signing);
        let said = |one: FittedParameter| measured(one.value, one.standard_error());
        let row = |one: Parameter| Some(vec![one.doc().to_owned(), said(self.parameter(one)?)]);
        let rows = all.chain([Parameter::SigningFactorShape]).filter_map(row);
        screen_table(&["pace and signing", ""], rows.collect())
    }

    fn fastest(&self) -> String {
        let ranked = self.ranked();
        let named = |some: &[&FittedParticipant]| {
            let each = some.iter().map(|one| {
                let (low, high) = one.interval(DEVIATIONS);
                format!("{} {:.2} ({low:.2} to {high:.2})", self.name(&one.code), one.factor.mean)
            });
            each.collect::<Vec<_>>().join(", ")
        };
        let few = ranked.len().min(3);
        let slowest: Vec<_> = ranked.iter().rev().take(few).copied().collect();
        paragraph(&format!(
            "Beside the average State's 1, fastest: {}; slowest: {}.",
            named(&ranked[..few]),
            named(&slowest)
        ))
    }
}
