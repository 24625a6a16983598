//! Arguments that several verbs share: a scenario with what lies over it, results, how charts look.

use std::{path::PathBuf, str::FromStr};

use clap::{Args, ValueEnum};

use crate::quantity::{Chance, Day};

/// A scenario: a file or built-in name, then layers over it.
#[derive(Args, Clone, Debug)]
pub struct ScenarioArgs {
    /// Scenario file or built-in name, then layers that lie over it, in order; `-` reads one from
    /// the standard input
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenario: Vec<String>,

    /// What lies over it
    #[command(flatten)]
    pub over: OverArgs,
}

/// What lies over a scenario's files: wherever one is named.
#[derive(Args, Clone, PartialEq, Debug, Default)]
pub struct OverArgs {
    /// Override one value of all files, such as rule.instruments=30 (repeatable)
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub sets: Vec<String>,

    /// What happened
    #[command(flatten)]
    pub document: DocumentArgs,
}

/// A document that says what has happened, where there is one.
#[derive(Args, Clone, PartialEq, Debug, Default)]
pub struct DocumentArgs {
    /// Take the status from the depositary's document: its XML, its page, or a CSV
    #[arg(long, value_name = "FILE")]
    pub status: Option<PathBuf>,

    /// The last day that document is known for [default: the day it gives itself]
    #[arg(long, value_name = "DAY", requires = "status")]
    pub as_of: Option<Day>,

    /// What to do with signatures and deposits that the scenario has and that document lacks: drop
    /// them, or keep them, each deposit as reported with this chance of being real, such as 0.5
    #[arg(long, value_name = "drop|CHANCE", requires = "status")]
    pub missing: Option<MissingArg>,
}

/// What becomes of signatures and deposits that a document lacks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum MissingArg {
    /// They are left out.
    Drop,
    /// They are kept; the chance, above 0, that such a deposit is real.
    Keep(Chance),
}

/// What is neither `drop` nor a chance.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected drop, or a chance above 0 and up to 1, such as 0.5")]
pub struct BadMissing;

impl FromStr for MissingArg {
    type Err = BadMissing;

    fn from_str(text: &str) -> Result<MissingArg, BadMissing> {
        if text == "drop" {
            return Ok(MissingArg::Drop);
        }
        let chance = text.parse().ok().and_then(|chance| Chance::new(chance).ok());
        chance.filter(|chance| *chance > Chance::NONE).map(MissingArg::Keep).ok_or(BadMissing)
    }
}

/// How many futures, on what, and where the results go: the same for every what-if.
#[derive(Args, Clone, Debug)]
pub struct ResultArgs {
    /// How many futures to simulate for each scenario
    #[arg(long, value_name = "N")]
    pub runs: Option<u64>,

    /// Key of all randomness; one seed gives every scenario the same draws [default: the
    /// scenario's, else 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Folder of results [default: out/NAME-VERB and what is asked]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,

    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// What is drawn and printed of results, and on how many threads they are made.
#[derive(Args, Clone, Debug)]
pub struct ShownArgs {
    /// Write no charts
    #[arg(long)]
    pub no_charts: bool,

    /// How they look
    #[command(flatten)]
    pub look: LookArgs,

    /// How to print the summary
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    /// Threads to use; the results do not depend on it [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// How results are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// How charts are drawn.
#[derive(Args, Clone, Copy, Debug)]
pub struct LookArgs {
    /// Colours of the charts
    #[arg(long, value_enum, default_value_t = ThemeArg::Light, help_heading = "Charts")]
    pub theme: ThemeArg,

    /// Size of the charts: standard (720 units across, as tall as needed), wide (960x540), square
    /// (640x640), column (400 across), or units across and down such as 800x500
    #[arg(long, value_name = "SIZE", default_value = "standard", help_heading = "Charts")]
    pub size: SizeArg,

    /// Pixels of the PNG files to a unit, 0.1 to 16
    #[arg(long, value_name = "FACTOR", default_value = "2", help_heading = "Charts")]
    pub scale: PixelScale,
}

/// Colours of charts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ThemeArg {
    /// Dark on white
    Light,
    /// Light on a dark ground
    Dark,
    /// Greys that stay apart on any printer
    Print,
}

/// Units across and, where they are given, down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SizeArg {
    /// Units across, 320 to 2400.
    pub across: u16,
    /// Units down, as many; none for a chart as tall as it needs to be.
    pub down: Option<u16>,
}

impl FromStr for SizeArg {
    type Err = String;

    fn from_str(text: &str) -> Result<SizeArg, String> {
        let length = |text: &str| text.parse().ok().filter(|units| (320..=2400).contains(units));
        let pair = || {
            let (across, down) = text.split_once('x')?;
            Some(SizeArg { across: length(across)?, down: Some(length(down)?) })
        };
        match text {
            "standard" => Ok(SizeArg { across: 720, down: None }),
            "wide" => Ok(SizeArg { across: 960, down: Some(540) }),
            "square" => Ok(SizeArg { across: 640, down: Some(640) }),
            "column" => Ok(SizeArg { across: 400, down: None }),
            _ => pair().ok_or_else(|| {
                "expected standard, wide, square, column, or units across and down from 320x320 to \
                 2400x2400, such as 960x540"
                    .to_owned()
            }),
        }
    }
}

/// Pixels to a unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PixelScale(pub f32);

impl FromStr for PixelScale {
    type Err = String;

    fn from_str(text: &str) -> Result<PixelScale, String> {
        match text.parse() {
            Ok(scale) if (0.1..=16.0).contains(&scale) => Ok(PixelScale(scale)),
            _ => {
                Err("expected a factor from 0.1 to 16; with 2, charts 720 units across have 1440 \
                      pixels"
                    .to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_named_or_counted_within_limits() {
        assert_eq!("960x540".parse::<SizeArg>(), "wide".parse());
        for wrong in
            ["", "tall", "960", "960x", "x540", "319x540", "960x2401", "-960x540", "1e3x540"]
        {
            assert!(wrong.parse::<SizeArg>().is_err(), "{wrong}");
        }
        for wrong in ["0", "17", "NaN", "two"] {
            assert!(wrong.parse::<PixelScale>().is_err(), "{wrong}");
        }
    }
}
