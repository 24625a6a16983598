//! How charts look: the same options for every verb that draws.

use std::str::FromStr;

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::wording::language::{ENGLISH, LANGUAGES, Language};

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
    pub scale: Scale,

    /// Language of the charts
    #[arg(long, value_parser = languages(), default_value = "en", help_heading = "Charts")]
    pub lang: &'static Language,
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

/// Takes the code of a language that there is.
fn languages() -> impl TypedValueParser<Value = &'static Language> {
    let codes = LANGUAGES.iter().map(|one| one.code);
    let find = |code: String| LANGUAGES.iter().find(|one| one.code == code).copied();
    PossibleValuesParser::new(codes).map(move |code| find(code).unwrap_or(&ENGLISH))
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
            assert!(wrong.parse::<Scale>().is_err(), "{wrong}");
        }
    }
}
