//! What the tile map says: who is a party, who has signed, and how likely each is a party by the
//! target.

use super::source::{FigureSource, chance};
use crate::{
    chart::{Tile, World},
    quantity::Proportion,
    tally::{Difference, Role},
    wording::short_day,
};

/// The map: a tile for each participant.
pub(crate) fn world(source: &FigureSource<'_>) -> World {
    let (model, summary) = (source.model, &source.numbers.summary);
    let by = model.target.unwrap_or(model.horizon);
    let of = |role: &Role| role.by_target.unwrap_or(role.by_horizon);
    let pending = model.participants.iter().zip(&summary.roles);
    let pending = pending.filter(|(one, _)| one.status.deposited.is_none());
    let likely = pending.filter(|(_, role)| clearly_likely(of(role))).count();
    let parties = model.participants.iter().filter(|one| one.status.deposited.is_some()).count();
    let title = title(parties, likely, &short_day(by));
    let tiles = model.participants.iter().zip(&summary.roles).map(|(one, role)| Tile {
        code: one.code.clone(),
        party: one.status.deposited.is_some(),
        signatory: one.status.signed.is_some(),
        chance: chance(of(role)),
    });
    let tiles = tiles.collect();
    let subtitle = format!(
        "Chance of being a party by {}, % of simulated futures; a tile for each participant, roughly \
         where it lies",
        short_day(by)
    );
    let desc = format!("{title}. A map of the world with a tile for each participant.");
    World {
        heading: source.heading(title, subtitle, desc),
        tiles,
        scale: "Chance of being a party".to_owned(),
        party: "party already".to_owned(),
        signatory: "has signed".to_owned(),
        others: "Not on the map".to_owned(),
    }
}

/// How many are parties, and how many more are clearly likelier than not to become so.
fn title(parties: usize, likely: usize, by: &str) -> String {
    let now = match parties {
        0 => "Nobody is a party yet".to_owned(),
        1 => "One is a party already".to_owned(),
        some => format!("{some} are parties already"),
    };
    match likely {
        0 => format!("{now}; nobody else is clearly likelier than not to be one by {by}"),
        1 => format!("{now}; one more is likelier than not to be one by {by}"),
        some => format!("{now}; {some} others are likelier than not to be so by {by}"),
    }
}

/// Whether it is clearly above one half.
fn clearly_likely(chance: Proportion) -> bool {
    Difference::from_level(chance.value(), chance.standard_error(), 0.5).exceeds_by_two_se()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_counts_who_is_and_who_is_likely() {
        assert_eq!(
            title(3, 0, "2027"),
            "3 are parties already; nobody else is clearly likelier than not to be one by 2027"
        );
        assert_eq!(
            title(0, 12, "2027"),
            "Nobody is a party yet; 12 others are likelier than not to be so by 2027"
        );
    }

    #[test]
    fn a_chance_near_one_half_is_not_called_likely() {
        assert!(clearly_likely(Proportion { count: 600, runs: 1000 }));
        assert!(!clearly_likely(Proportion { count: 51, runs: 100 }));
    }
}
