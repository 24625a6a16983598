//! The command line: arguments and help texts; no logic, no input or output.

mod backtest;
mod experts;
mod fit;
mod look;
pub mod range;
mod record;
mod report;
mod start;
mod status;
mod typed;
mod whatif;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::quantity::Day;

use backtest::BACKTEST_EXAMPLES;
pub use backtest::{BacktestArgs, NthArg, SchemeArg};
use experts::EXPERTS_EXAMPLES;
pub use experts::{ExpertsAction, ExpertsArgs, TemplateArgs};
use fit::FIT_EXAMPLES;
pub use fit::{FitArgs, TreatyArgs};
pub use look::{LookArgs, Scale, SizeArg, ThemeArg};
use record::RECORD_EXAMPLES;
pub use record::{RecordAction, RecordArgs, RecordScoreArgs, RecordShowArgs};
pub use report::{ChartArgs, PageFormat, ReportArgs};
pub use start::{CompletionsArgs, ListArgs, ManArgs, NewArgs};
pub use status::{
    DiffArgs, DocumentArgs, ImportArgs, MissingArg, ShowArgs, StatusAction, StatusArgs,
};
pub use typed::typed;
use whatif::{
    COMPARE_EXAMPLES, SENSITIVITY_EXAMPLES, SOLVE_EXAMPLES, SWEEP_EXAMPLES, TRACK_EXAMPLES,
};
pub use whatif::{CompareArgs, ResultArgs, SensitivityArgs, SolveArgs, SweepArgs, TrackArgs};

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

impl Verb {
    /// How its charts look; nothing for a verb that draws none.
    pub fn look(&self) -> Option<&LookArgs> {
        Some(match self {
            Verb::Run(args) => &args.shown.look,
            Verb::Compare(args) => &args.results.shown.look,
            Verb::Sensitivity(args) => &args.results.shown.look,
            Verb::Sweep(args) => &args.results.shown.look,
            Verb::Solve(args) => &args.results.shown.look,
            Verb::Track(args) => &args.results.shown.look,
            Verb::Fit(args) => &args.shown.look,
            Verb::Backtest(args) => &args.shown.look,
            Verb::Chart(args) => &args.look,
            _ => return None,
        })
    }
}

const NEW_EXAMPLES: &str = "Examples:
  inforce new my-case
  inforce new corruption --treaty XVIII-14 --as-of 2004-12-09";

const COMPLETIONS_EXAMPLES: &str = "Examples:
  source <(inforce completions bash)
  inforce completions zsh > ~/.zfunc/_inforce
  inforce completions fish > ~/.config/fish/completions/inforce.fish
  inforce completions powershell | Out-String | Invoke-Expression";

const STATUS_EXAMPLES: &str = "Examples:
  inforce status show hanoi
  inforce status import XVIII-16.en.xml --case my-case --as-of 2026-11-30
  inforce run hanoi --status XVIII-16.en.xml --as-of 2026-11-30";

const RUN_EXAMPLES: &str = "Examples:
  inforce run hanoi
  inforce run hanoi hanoi/canada --set rule.instruments=30 --by 2028-06-30
  inforce run hanoi --for FRA --for VNM
  inforce run hanoi --status XVIII-16.en.xml --as-of 2026-11-30 --record forecasts.csv
  inforce run out/hanoi/manifest.toml --out again";

/// Arguments of `check`.
#[derive(Args, Clone, Debug)]
pub struct CheckArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// How to print; as JSON faults are a result too
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

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

/// Arguments of `explain`.
#[derive(Args, Clone, Debug)]
pub struct ExplainArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// Only values whose key begins so, such as pace
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
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

/// Arguments of `run`.
#[derive(Args, Clone, Debug)]
pub struct RunArgs {
    /// Which scenario
    #[command(flatten)]
    pub scenario: ScenarioArgs,

    /// How many futures to simulate [default: the scenario's, else 100000]
    #[arg(long, value_name = "N")]
    pub runs: Option<u64>,

    /// Simulate until the standard error of the chance by the target is at most this
    #[arg(long, value_name = "ERROR", conflicts_with = "runs")]
    pub precision: Option<f64>,

    /// Key of all randomness; one seed gives every scenario the same draws [default: the
    /// scenario's, else 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Give the chance by this day too, such as 2028-06-30 (may be given often)
    #[arg(long, value_name = "DAY")]
    pub by: Vec<Day>,

    /// Say when the treaty would bind this participant and what its own deposit does to the chance,
    /// such as FRA (may be given often)
    #[arg(long = "for", value_name = "CODE")]
    pub watched: Vec<String>,

    /// Folder of results [default: out/NAME]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,

    /// Add a row to this record of forecasts, a CSV, made where it is not there yet; `inforce record`
    /// explains and scores it
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,

    /// The day the forecast is issued [default: today]
    #[arg(long, value_name = "DAY")]
    pub issued_on: Option<Day>,

    /// Rows of distribution.csv
    #[arg(long, value_enum, default_value_t = GrainArg::Day)]
    pub grain: GrainArg,

    /// Write the runs themselves to draws.csv
    #[arg(long)]
    pub draws: bool,

    /// What is shown
    #[command(flatten)]
    pub shown: ShownArgs,
}

/// Rows of the distribution.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum GrainArg {
    /// One for each day
    Day,
    /// One for each calendar month
    Month,
}

/// How results are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}
