//! The help of every verb, as one text: a change of it is seen in review.

use std::fmt::Write;

use clap::CommandFactory;
use expect_test::expect_file;
use inforce::verbs::Cli;

/// The long help of a command and of all below it, each under its name.
fn write_help(command: &mut clap::Command, path: &str, text: &mut String) {
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    // Writing to a String never fails.
    let _ = write!(text, "== {path}\n\n{}\n\n", lines.join("\n"));
    for below in command.get_subcommands_mut().filter(|one| one.get_name() != "help") {
        let path = format!("{path} {}", below.get_name());
        write_help(below, &path, text);
    }
}

#[test]
fn the_help_of_all_verbs_is_as_recorded() {
    let mut command = Cli::command().term_width(100);
    command.build();
    let mut text = String::new();
    write_help(&mut command, "inforce", &mut text);
    assert!(text.matches("\n== ").count() >= 18, "{text}");
    expect_file!["../golden/help.txt"].assert_eq(&text);
}
