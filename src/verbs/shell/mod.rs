//! `inforce completions` and `inforce man`: the program as shells and `man` know it.

pub(in crate::verbs) mod args;

use std::fs;

use clap::{Command, CommandFactory};

use super::{cli::Cli, stop::Stop};
use crate::publish::{FolderError, write_whole};
use crate::terminal::Screen;
use args::{CompletionsArgs, ManArgs};

pub(super) fn completions(args: &CompletionsArgs, screen: &Screen) -> Result<(), Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "inforce", &mut script);
    screen.give(&String::from_utf8_lossy(&script))?;
    Ok(())
}

pub(super) fn man(args: &ManArgs, screen: &Screen) -> Result<(), Stop> {
    let pages = man_pages();
    let Some(folder) = &args.out else {
        let own = pages.into_iter().next().map(|(_, text)| text);
        screen.give(&own.unwrap_or_default())?;
        return Ok(());
    };
    fs::create_dir_all(folder)
        .map_err(|reason| FolderError::Unwritable { path: folder.clone(), reason })?;
    let files: Vec<(&str, &str)> =
        pages.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    write_whole(folder, &files)?;
    screen.say(&format!("{}: {} pages", folder.display(), files.len()))?;
    Ok(())
}

/// Names and texts of the pages, in roff; the program's own first, then one for each verb.
fn man_pages() -> Vec<(String, String)> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    gather_pages(&command, &mut pages);
    pages
}

fn gather_pages(command: &Command, pages: &mut Vec<(String, String)>) {
    let page = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    // Memory can always be written to.
    if page.render(&mut text).is_ok() {
        pages.push((page.get_filename(), String::from_utf8_lossy(&text).into_owned()));
    }
    command.get_subcommands().for_each(|verb| gather_pages(verb, pages));
}
