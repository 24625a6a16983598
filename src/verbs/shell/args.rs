//! Arguments of `completions` and `man`, and what these verbs write.

use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

use crate::verbs::Cli;

pub(in crate::verbs) const COMPLETIONS_EXAMPLES: &str = "Examples:
  source <(inforce completions bash)
  inforce completions zsh > ~/.zfunc/_inforce
  inforce completions fish > ~/.config/fish/completions/inforce.fish
  inforce completions powershell | Out-String | Invoke-Expression";

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
