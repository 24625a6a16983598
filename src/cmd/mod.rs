//! The verbs, one file each; the only room that prints.

mod attribution;
mod chart;
mod check;
mod compare;
mod draw;
mod explain;
mod moves;
mod progress;
mod report;
mod results;
mod run;
mod search;
mod sensitivity;
mod solve;
mod status;
mod sweep;
mod track;
mod vary;

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use crate::{
    cli::{Cli, Color, ScenarioArgs, Verb},
    output::FolderError,
    scenario::{Faults, Scenario},
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

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Output(error)
    }
}

/// Where a verb speaks: results to standard output, all else to standard error.
struct Screen {
    quiet: bool,
    styled: bool,
}

impl Screen {
    /// Prints a result.
    fn say(&self, text: &str) -> io::Result<()> {
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
    #[expect(clippy::print_stderr, reason = "the one place where it is printed")]
    fn complain(&self, text: &str) {
        eprintln!("{}", text.trim_end());
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
    let result = match &cli.verb {
        Verb::Run(args) => run::run(args, &screen),
        Verb::Check(args) => check::check(args, &screen),
        Verb::Explain(args) => explain::explain(args, &screen),
        Verb::Status(args) => status::status(args, &screen),
        Verb::Report(args) => report::report(args, &screen),
        Verb::Chart(args) => chart::chart(args, &screen),
        Verb::Compare(args) => compare::compare(args, &screen),
        Verb::Solve(args) => solve::solve(args, &screen),
        Verb::Track(args) => track::track(args, &screen),
        Verb::Sensitivity(args) => sensitivity::sensitivity(args, &screen),
        Verb::Sweep(args) => sweep::sweep(args, &screen),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(stop) => {
            screen.complain(&words(&stop, screen.styled));
            ExitCode::FAILURE
        }
    }
}

fn words(stop: &Stop, styled: bool) -> String {
    match stop {
        Stop::Faults(faults) => faults.render(styled),
        Stop::Folder(error) => format!("error: {error}\nhelp: {}", error.help()),
        Stop::Problem(message, help) => format!("error: {message}\nhelp: {help}"),
        Stop::Output(error) => format!("error: standard output cannot be written to: {error}"),
    }
}

/// Reads a scenario and says its warnings.
fn load(args: &ScenarioArgs, sets: &[String], screen: &Screen) -> Result<Scenario, Stop> {
    let layers = status::layers(args, screen)?;
    let sets = [args.sets.as_slice(), sets].concat();
    let scenario = Scenario::load_with(&args.scenario, &layers, &sets)?;
    for warning in &scenario.warnings {
        screen.remark(&warning.render(screen.styled));
    }
    Ok(scenario)
}
