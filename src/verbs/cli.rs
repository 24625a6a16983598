//! The command line: which verbs there are; no logic, no input or output.

use clap::{Parser, Subcommand, ValueEnum};

use super::{
    backtest::args::{BACKTEST_EXAMPLES, BacktestArgs},
    chart::args::ChartArgs,
    check::args::CheckArgs,
    compare::args::{COMPARE_EXAMPLES, CompareArgs},
    experts::args::{EXPERTS_EXAMPLES, ExpertsArgs},
    explain::args::ExplainArgs,
    fit::args::{FIT_EXAMPLES, FitArgs},
    list::args::ListArgs,
    new::args::{NEW_EXAMPLES, NewArgs},
    record::args::{RECORD_EXAMPLES, RecordArgs},
    report::args::ReportArgs,
    run::args::{RUN_EXAMPLES, RunArgs},
    sensitivity::args::{SENSITIVITY_EXAMPLES, SensitivityArgs},
    shell::args::{COMPLETIONS_EXAMPLES, CompletionsArgs, ManArgs},
    solve::args::{SOLVE_EXAMPLES, SolveArgs},
    status::args::{STATUS_EXAMPLES, StatusArgs},
    sweep::args::{SWEEP_EXAMPLES, SweepArgs},
    track::args::{TRACK_EXAMPLES, TrackArgs},
};

/// When will a treaty enter into force, how sure are we, and what would change that?
///
/// Simulates, State by State, how long signing and ratifying take, applies the treaty's rule,
/// and gives dates with their uncertainty. A scenario is a TOML file with layers over it; the
/// Hanoi Convention's are built in.
#[derive(Parser, Debug)]
#[command(version = env!("INFORCE_VERSION"), max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Example: inforce run hanoi")]
pub struct Cli {
    /// Say nothing on standard error but faults
    #[arg(long, short, global = true)]
    pub quiet: bool,

    /// When to colour faults
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,

    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// When to colour faults.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Verb {
    /// Simulate a scenario and write its folder of results
    #[command(after_help = RUN_EXAMPLES)]
    Run(RunArgs),
    /// Say all faults of a scenario, or say back in words what was understood
    #[command(after_help = "Example: inforce check hanoi")]
    Check(CheckArgs),
    /// Run scenarios on the same draws: what differs, how surely, which assumption did it
    #[command(after_help = COMPARE_EXAMPLES)]
    Compare(CompareArgs),
    /// What matters most: each belief moved down and up, each participant's influence
    #[command(after_help = SENSITIVITY_EXAMPLES)]
    Sensitivity(SensitivityArgs),
    /// The chance by the target over a range of one value, or of two
    #[command(after_help = SWEEP_EXAMPLES)]
    Sweep(SweepArgs),
    /// Which value of one belief gives a wanted chance
    #[command(after_help = SOLVE_EXAMPLES)]
    Solve(SolveArgs),
    /// On course or not: how many deposits by which day keep the target within reach
    #[command(after_help = TRACK_EXAMPLES)]
    Track(TrackArgs),
    /// Learn from earlier treaties how fast States sign and join: a calibration
    #[command(after_help = FIT_EXAMPLES)]
    Fit(FitArgs),
    /// Forecast past treaties as of past days, and score the forecasts against what happened
    #[command(after_help = BACKTEST_EXAMPLES)]
    Backtest(BacktestArgs),
    /// List each value of a scenario with where it comes from and what it lies over
    #[command(after_help = "Example: inforce explain hanoi hanoi/canada")]
    Explain(ExplainArgs),
    /// Read the depositary's document into a case, show the state of play, compare two tables
    #[command(after_help = STATUS_EXAMPLES)]
    Status(StatusArgs),
    /// Say what changed in a record of forecasts and why, or score it by what has happened since
    #[command(after_help = RECORD_EXAMPLES)]
    Record(RecordArgs),
    /// Pool what experts answered into one layer, and show where they differ
    #[command(after_help = EXPERTS_EXAMPLES)]
    Experts(ExpertsArgs),
    /// Write one or several result folders up as a page to read, send or print
    #[command(after_help = "Example: inforce report out/hanoi")]
    Report(ReportArgs),
    /// Draw a result's charts anew with other options, without simulating
    #[command(after_help = "Example: inforce chart out/hanoi --theme print --size column")]
    Chart(ChartArgs),
    /// Write a case to start from: a folder to edit, with its tables, beliefs and sources
    #[command(after_help = NEW_EXAMPLES)]
    New(NewArgs),
    /// Say what is built in: cases, layers over them, groups, earlier treaties
    #[command(after_help = "Example: inforce list --treaties")]
    List(ListArgs),
    /// Print the script by which a shell completes commands
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArgs),
    /// Write the man pages
    #[command(after_help = "Example: inforce man --out ~/.local/share/man/man1")]
    Man(ManArgs),
}
