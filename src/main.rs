//! The program: arguments in, a verb called, faults printed, an exit code out.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    inforce::cmd::main(&inforce::cli::Cli::parse())
}
