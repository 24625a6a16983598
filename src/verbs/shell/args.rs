//! Arguments of `completions` and `man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

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
