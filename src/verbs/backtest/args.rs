//! Arguments and examples of `backtest`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::quantity::Day;
use crate::verbs::args::ShownArgs;

pub(in crate::verbs) const BACKTEST_EXAMPLES: &str = "Examples:
  inforce backtest
  inforce backtest --scheme rolling --ages 6,13 --nth 40
  inforce backtest --treaties XVIII-12,XVIII-14 --runs 10000 --out out/crime
  inforce backtest --train other-history

Forecasts the day of the n-th instrument as of each age with a fit that has not seen the treaty, and
scores the forecast against what happened, beside five simpler forecasts. A history is a folder with
treaties.csv, participation.csv, pool.csv and statehood.csv.";

/// Which records a forecast may learn from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum SchemeArg {
    /// All treaties but the one forecast and its twins, opened on the same day
    LeaveOneOut,
    /// Only what was on record before the forecast
    Rolling,
}

/// Which n is forecast.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NthArg {
    /// The treaty's own number
    Own,
    /// This number
    Of(u16),
}

/// Arguments of `backtest`.
#[derive(Args, Clone, Debug)]
pub struct BacktestArgs {
    /// Which records a forecast may learn from
    #[arg(long, value_enum, default_value_t = SchemeArg::LeaveOneOut)]
    pub scheme: SchemeArg,

    /// Forecast these treaties, by id [default: those that pool.csv says are scored; with the
    /// scheme rolling, those of them opened since 1998]
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    pub treaties: Vec<String>,

    /// Of them only those opened on this day or later
    #[arg(long, value_name = "DAY")]
    pub opened_since: Option<Day>,

    /// Months after opening at which forecasts are made, 0 to 119
    #[arg(long, value_name = "MONTHS,...", value_delimiter = ',', default_value = "1,6,13,24")]
    #[arg(value_parser = clap::value_parser!(u16).range(0..120))]
    pub ages: Vec<u16>,

    /// Which instruments: own for the number of the treaty's own clause, or a number
    #[arg(long, value_name = "N,...", value_delimiter = ',', default_value = "own,40,60")]
    #[arg(value_parser = nth)]
    pub nth: Vec<NthArg>,

    /// Score by themselves the treaties that had so many instruments when they were forecast, for the
    /// first number of --nth, else for own
    #[arg(long, value_name = "FROM:TO", default_value = "1:8")]
    #[arg(value_parser = instruments)]
    pub like: (usize, usize),

    /// How many futures to simulate for each forecast
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub runs: u64,

    /// Key of all randomness
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Folder of the history to learn from [default: that of --history]
    #[arg(long, value_name = "FOLDER")]
    pub train: Option<PathBuf>,

    /// Folder of the history whose treaties are forecast [default: the one inside the program]
    #[arg(long, value_name = "FOLDER")]
    pub history: Option<PathBuf>,

    /// Folder of results [default: out/backtest, or out/backtest-rolling]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,

    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
}

fn nth(text: &str) -> Result<NthArg, String> {
    if text == "own" {
        return Ok(NthArg::Own);
    }
    match text.parse::<u16>() {
        Ok(number) if (1..=250).contains(&number) => Ok(NthArg::Of(number)),
        _ => Err("expected own or a number of instruments from 1 to 250".to_owned()),
    }
}

fn instruments(text: &str) -> Result<(usize, usize), String> {
    let numbers = text.split_once(':').map(|(from, to)| (from.parse().ok(), to.parse().ok()));
    match numbers {
        Some((Some(from), Some(to))) if from <= to => Ok((from, to)),
        _ => Err("expected two numbers of instruments, the lower first, such as 1:8".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_instruments_begins_with_its_lower_end() {
        assert_eq!(instruments("1:8"), Ok((1, 8)));
        assert_eq!(instruments("0:0"), Ok((0, 0)));
        for text in ["", "8", "8:1", "1:", "-1:8", "1:8:2"] {
            assert!(instruments(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_n_is_own_or_a_number_of_instruments() {
        assert_eq!(nth("own"), Ok(NthArg::Own));
        assert_eq!(nth("40"), Ok(NthArg::Of(40)));
        for text in ["", "0", "251", "-3", "forty", "4.5"] {
            assert!(nth(text).is_err(), "{text}");
        }
    }
}
