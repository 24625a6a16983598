//! The verbs, a folder each: arguments, work, rows, words, charts; the room that prints.

mod age;
mod args;
mod backtest;
mod chart;
mod check;
mod cli;
mod command;
mod compare;
mod document;
mod experts;
mod explain;
mod fit;
mod list;
mod load;
mod manifest;
mod new;
mod place;
mod plan;
mod publish;
mod range;
mod record;
mod report;
mod run;
mod sensitivity;
mod shell;
mod solve;
mod status;
mod stop;
mod sweep;
#[cfg(test)]
mod tests;
mod track;

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use crate::terminal::{Interruption, Screen};
use cli::{Color, Verb};
use stop::Stop;

pub use cli::Cli;

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
            screen.complain(&stop.words(screen.styled));
            ExitCode::FAILURE
        }
    }
}
