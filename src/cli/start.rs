//! Arguments of the verbs by which people start: a new case, what is built in, shells, man pages.

use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Format};
use crate::quantity::Day;

/// Arguments of `new`.
#[derive(Args, Clone, Debug)]
pub struct NewArgs {
    /// Folder of the new case; the last part of its path is the scenario's name
    #[arg(value_name = "NAME")]
    pub folder: PathBuf,

    /// What is built in and serves as a start; see `inforce list`
    #[arg(long, value_name = "SCENARIO", default_value = "hanoi")]
    pub from: String,

    /// An earlier treaty as a start, by its number such as XVIII-14; see `inforce list --treaties`
    #[arg(long, value_name = "NUMBER", conflicts_with = "from")]
    pub treaty: Option<String>,

    /// The day from which that treaty is looked at [default: one year after opening; three months
    /// where it was in force by then]
    #[arg(long, value_name = "DAY", requires = "treaty")]
    pub as_of: Option<Day>,

    /// How to print what was written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Arguments of `list`.
#[derive(Args, Clone, Debug)]
pub struct ListArgs {
    /// List the earlier treaties that a case can start from, instead
    #[arg(long, conflicts_with = "groups")]
    pub treaties: bool,

    /// List the groups of the Hanoi Convention's participants, instead
    #[arg(long)]
    pub groups: bool,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Arguments of `completions`.
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// Which shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Arguments of `man`.
#[derive(Args, Clone, Debug)]
pub struct ManArgs {
    /// Folder for one page of each verb [default: print the program's own page]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

impl CompletionsArgs {
    /// The script that the shell loads.
    pub fn script(&self) -> Vec<u8> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "inforce", &mut script);
        script
    }
}

impl ManArgs {
    /// Names and texts of the pages, in roff; the program's own first, then one for each verb.
    pub fn pages(&self) -> Vec<(String, String)> {
        let mut command = Cli::command().disable_help_subcommand(true);
        command.build();
        let mut pages = Vec::new();
        gather(&command, &mut pages);
        pages
    }
}

fn gather(command: &Command, pages: &mut Vec<(String, String)>) {
    let page = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    // Memory can always be written to.
    if page.render(&mut text).is_ok() {
        pages.push((page.get_filename(), String::from_utf8_lossy(&text).into_owned()));
    }
    command.get_subcommands().for_each(|verb| gather(verb, pages));
}
