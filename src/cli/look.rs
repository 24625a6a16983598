//! How charts look: the same options for every verb that draws.

use std::str::FromStr;

use clap::{Args, ValueEnum};

use crate::output::chart::{Size, Theme};

/// How charts are drawn.
#[derive(Args, Clone, Copy, Debug)]
pub struct LookArgs {
    /// Colours of the charts
    #[arg(long, value_enum, default_value_t = ThemeArg::Light, help_heading = "Charts")]
    pub theme: ThemeArg,

    /// Size of the charts: standard (720 units across, as tall as needed), wide (960x540), square
    /// (640x640), column (400 across), or units across and down such as 800x500
    #[arg(long, value_name = "SIZE", default_value = "standard", help_heading = "Charts")]
    pub size: Size,

    /// Pixels of the PNG files to a unit, 0.1 to 16
    #[arg(long, value_name = "FACTOR", default_value = "2", help_heading = "Charts")]
    pub scale: Scale,

    /// Language of the charts
    #[arg(long, value_enum, default_value_t = Language::En, help_heading = "Charts")]
    pub lang: Language,
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

impl From<ThemeArg> for Theme {
    fn from(theme: ThemeArg) -> Theme {
        match theme {
            ThemeArg::Light => Theme::Light,
            ThemeArg::Dark => Theme::Dark,
            ThemeArg::Print => Theme::Print,
        }
    }
}

/// A language that words, days and numbers can be written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Language {
    /// English
    En,
}

/// Pixels to a unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale(pub f32);

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Scale, String> {
        match text.parse() {
            Ok(scale) if (0.1..=16.0).contains(&scale) => Ok(Scale(scale)),
            _ => {
                Err("expected a factor from 0.1 to 16; with 2, charts 720 units across have 1440 \
                      pixels"
                    .to_owned())
            }
        }
    }
}
