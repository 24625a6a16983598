//! The program: arguments in, a verb called, faults printed, an exit code out.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    inforce::verbs::main(&inforce::verbs::Cli::parse())
}
