//! The register of charts: every kind there is, each drawn by its own file and kept as data.

use serde::{Deserialize, Serialize};

use super::{
    Corridor, Coverage, Cumulative, Curve, Fan, Heat, Lines, Next, Pace, Quarters, Ranges, Ranked,
    Scenarios, Size, Skill, Svg, Tornado, Waterfall, World, corridor::corridor, coverage::coverage,
    cumulative::cumulative, curve::curve, fan::fan, heat::heat, lines::lines, next::next,
    pace::pace, quarters::quarters, ranges::ranges, ranked::ranked, scenarios::scenarios,
    skill::skill, tornado::tornado, waterfall::waterfall, world::world,
};

macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident by $draw:ident;)*) => {
        /// A chart of any kind: its numbers and words, from which it can be drawn in any size.
        ///
        /// What a result folder keeps of its charts is this, so a chart of any verb can be drawn
        /// anew without simulating.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Chart {
            $($(#[$about])* $kind($kind),)*
        }

        $(impl From<$kind> for Chart {
            fn from(input: $kind) -> Chart {
                Chart::$kind(input)
            }
        })*

        impl Chart {
            /// The names of all kinds.
            pub const KINDS: &'static [&'static str] = &[$(stringify!($kind)),*];

            /// The name of its kind.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Chart::$kind(_) => stringify!($kind),)*
                }
            }

            /// The picture, in the usual colours.
            pub fn draw(&self, size: Size) -> Svg {
                match self {
                    $(Chart::$kind(input) => $draw(input, size),)*
                }
            }
        }
    };
}

kinds! {
    /// The chance of being in force by a day.
    Cumulative by cumulative;
    /// When entry into force falls, by quarter.
    Quarters by quarters;
    /// The number of parties over time.
    Fan by fan;
    /// Chances of participants, a dot for each.
    Next by next;
    /// A tile for each participant, where it lies on the globe.
    World by world;
    /// The shared speed over time.
    Pace by pace;
    /// Scenarios below each other: chance by the target, and when in force.
    Scenarios by scenarios;
    /// What matters most.
    Tornado by tornado;
    /// The way from one result to another.
    Waterfall by waterfall;
    /// How a result depends on one value.
    Curve by curve;
    /// How a result depends on two values.
    Heat by heat;
    /// The numbers of deposits that keep a target within reach.
    Corridor by corridor;
    /// Several lines over one axis.
    Lines by lines;
    /// Values in order, each with its interval.
    Ranked by ranked;
    /// Whether forecasts were as sure as they should be.
    Coverage by coverage;
    /// What was forecast against what happened.
    Ranges by ranges;
    /// How much better forecasts are than simpler ones.
    Skill by skill;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::samples::one_of_each;

    #[test]
    fn there_is_a_sample_of_every_kind() {
        let kinds: Vec<&str> = one_of_each().iter().map(Chart::kind).collect();
        for kind in Chart::KINDS {
            assert!(kinds.contains(kind), "add a {kind} to one_of_each");
        }
    }
}
