//! `inforce completions` and `inforce man`: the program as shells and `man` know it.

pub(in crate::verbs) mod args;

use std::fs;

use super::stop::Stop;
use crate::publish::{FolderError, write_whole};
use crate::terminal::Screen;
use args::{CompletionsArgs, ManArgs};

pub(super) fn completions(args: &CompletionsArgs, screen: &Screen) -> Result<(), Stop> {
    screen.give(&String::from_utf8_lossy(&args.script()))?;
    Ok(())
}

pub(super) fn man(args: &ManArgs, screen: &Screen) -> Result<(), Stop> {
    let pages = args.pages();
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
