//! The verbs, one file each; the only room that prints.

mod backtest;
mod chart;
mod check;
mod command;
mod compare;
mod draw;
mod experts;
mod explain;
mod fit;
mod fold;
mod history;
mod interruption;
mod list;
mod load;
mod new;
mod place;
mod progress;
mod record;
mod report;
mod results;
mod run;
mod sensitivity;
mod shell;
mod solve;
mod status;
mod sweep;
mod track;

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use interruption::Interruption;
use load::{Loader, load};

use crate::{
    analysis::Unusable,
    cli::{Cli, Color, Verb},
    fault::Faults,
    output::{FolderError, language},
};

/// Why a verb stopped before its end.
#[derive(Debug)]
enum Stop {
    /// The scenario has faults.
    Faults(Faults),
    /// Results cannot be written.
    Folder(FolderError),
    /// Something else the user can mend: what is wrong, and a way out.
    Problem(String, String),
    /// What is wrong has been said as a result.
    Said,
    /// Standard output cannot be written to; quiet where it was closed.
    Output(io::Error),
}

impl From<Faults> for Stop {
    fn from(faults: Faults) -> Stop {
        Stop::Faults(faults)
    }
}

impl From<FolderError> for Stop {
    fn from(error: FolderError) -> Stop {
        Stop::Folder(error)
    }
}

impl From<Unusable> for Stop {
    fn from(wrong: Unusable) -> Stop {
        Stop::Problem(wrong.message, wrong.help)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Output(error)
    }
}

/// Columns below which a terminal is taken to be this wide.
const NARROWEST: usize = 40;

/// Where a verb speaks: results to standard output, all else to standard error.
struct Screen {
    quiet: bool,
    styled: bool,
}

impl Screen {
    /// Prints a result for people, as wide as their terminal is; JSON as it is.
    fn say(&self, text: &str) -> io::Result<()> {
        let for_programs = text.starts_with(['{', '[']);
        match terminal_size::terminal_size_of(io::stdout()) {
            Some((width, _)) if !for_programs => {
                self.give(&fold::folded(text, usize::from(width.0).max(NARROWEST)))
            }
            _ => self.give(text),
        }
    }

    /// Prints a result for programs.
    fn give(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    /// Prints a remark, unless told to be quiet.
    fn remark(&self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// Prints what is wrong.
    fn complain(&self, text: &str) {
        // Who has closed standard error does not want to be told.
        drop(writeln!(io::stderr(), "{}", text.trim_end()));
    }
}

/// Calls the verb and says how it ended: 0 done, 1 the scenario or the files.
pub fn main(cli: &Cli) -> ExitCode {
    let styled = match cli.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
                && io::stderr().is_terminal()
        }
    };
    let screen = Screen { quiet: cli.quiet, styled };
    if let Some(look) = cli.verb.look() {
        language::speak(look.lang);
    }
    let interruption = Interruption::watch();
    let result = match &cli.verb {
        Verb::Run(args) => run::run(args, &screen),
        Verb::Check(args) => check::check(args, &screen),
        Verb::Explain(args) => explain::explain(args, &screen),
        Verb::Fit(args) => fit::fit(args, &screen),
        Verb::Status(args) => status::status(args, &screen),
        Verb::Record(args) => record::record(args, &screen),
        Verb::Experts(args) => experts::experts(args, &screen),
        Verb::Report(args) => report::report(args, &screen),
        Verb::Chart(args) => chart::chart(args, &screen),
        Verb::Compare(args) => compare::compare(args, &screen),
        Verb::Solve(args) => solve::solve(args, &screen),
        Verb::Track(args) => track::track(args, &screen),
        Verb::Sensitivity(args) => sensitivity::sensitivity(args, &screen),
        Verb::Backtest(args) => backtest::backtest(args, &screen),
        Verb::Sweep(args) => sweep::sweep(args, &screen),
        Verb::New(args) => new::new(args, &screen),
        Verb::List(args) => list::list(args, &screen),
        Verb::Completions(args) => shell::completions(args, &screen),
        Verb::Man(args) => shell::man(args, &screen),
    };
    interruption.wait_if_under_way();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Said) => ExitCode::FAILURE,
        Err(stop) => {
            screen.complain(&words(&stop, screen.styled));
            ExitCode::FAILURE
        }
    }
}

/// A result for programs.
fn pretty(json: &serde_json::Value) -> String {
    serde_json::to_string_pretty(json).unwrap_or_default()
}

fn words(stop: &Stop, styled: bool) -> String {
    match stop {
        Stop::Faults(faults) => faults.render(styled),
        Stop::Folder(error) => format!("error: {error}\nhelp: {}", error.help()),
        Stop::Problem(message, help) => format!("error: {message}\nhelp: {help}"),
        Stop::Said => String::new(),
        Stop::Output(error) => format!("error: standard output cannot be written to: {error}"),
    }
}
