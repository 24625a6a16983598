//! How every verb ends: tables, charts and manifest into the folder, the answer to the screen.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{Format, LookArgs, ShownArgs, ThemeArg};
use super::stop::Stop;
use crate::terminal::Screen;
use crate::{
    chart::{CHARTS, Figure, Size, Theme},
    publish::Folder,
    text::{WIDTH, wrap},
};

/// What a verb leaves behind, and what it says of it.
pub(super) struct Publication {
    /// Names and texts of the tables and the manifest.
    pub(super) files: Vec<(String, String)>,
    /// The charts.
    pub(super) figures: Vec<Figure>,
    /// For programs.
    pub(super) json: String,
    /// For people.
    pub(super) text: String,
}

/// Fills the folder, puts it in its place and says what came of it.
pub(super) fn publish(
    folder: Folder,
    shown: &ShownArgs,
    publication: &Publication,
    screen: &Screen,
) -> Result<(), Stop> {
    let path = put_in_place(folder, shown, publication, screen)?;
    let files = list_files(&path, publication, !shown.no_charts);
    let text = format!("{}\n{files}", publication.text.trim_end());
    answer(shown.format, &publication.json, &text, screen)
}

/// Says a result as it is wanted.
pub(super) fn answer(format: Format, json: &str, text: &str, screen: &Screen) -> Result<(), Stop> {
    screen.say(match format {
        Format::Json => json,
        Format::Text => text,
    })?;
    Ok(())
}

/// Fills the folder and puts it in its place; where that is.
pub(super) fn put_in_place(
    folder: Folder,
    shown: &ShownArgs,
    publication: &Publication,
    screen: &Screen,
) -> Result<PathBuf, Stop> {
    for (name, text) in &publication.files {
        folder.add(name, text.as_bytes())?;
    }
    draw_charts(&folder, &publication.figures, &shown.look, !shown.no_charts, screen)?;
    Ok(folder.finish()?)
}

/// Sets the names of files below where they are.
const INDENT: &str = "       ";

fn list_files(path: &Path, publication: &Publication, with_charts: bool) -> String {
    let tables = publication.files.iter().map(|(name, _)| name.as_str());
    let mut names: Vec<&str> = tables.filter(|name| name.ends_with(".csv")).collect();
    let charts: Vec<String> =
        publication.figures.iter().map(|one| format!("{}.svg", one.name)).collect();
    if with_charts {
        names.extend(charts.iter().map(String::as_str));
    }
    let lines = wrap(&names.join(" "), usize::from(WIDTH) - 1, INDENT, INDENT);
    format!("Files: {}\n{}\n", path.display(), lines.join("\n"))
}

/// Keeps the charts as data and, unless `pictures` is off, draws each.
pub(super) fn draw_charts(
    folder: &Folder,
    figures: &[Figure],
    look: &LookArgs,
    pictures: bool,
    screen: &Screen,
) -> Result<(), Stop> {
    folder.add(CHARTS, Figure::write(figures).as_bytes())?;
    if !pictures {
        return Ok(());
    }
    let strangers: Vec<String> = figures
        .par_iter()
        .map(|figure| draw_chart(folder, figure, look))
        .collect::<Result<_, _>>()?;
    let mut strangers: Vec<char> = strangers.iter().flat_map(|letters| letters.chars()).collect();
    strangers.sort_unstable();
    strangers.dedup();
    if let (true, Some(letter)) = (cfg!(feature = "png"), strangers.first()) {
        screen.remark(&format!(
            "note: {} letters are not in the font of the charts, such as {letter}. The PNG files take \
             them from the fonts of this machine, and lack those that it has not; in the SVG files \
             they are text.",
            strangers.len()
        ));
    }
    Ok(())
}

/// Draws one chart; what comes back are its letters that our font does not have.
fn draw_chart(folder: &Folder, figure: &Figure, look: &LookArgs) -> Result<String, Stop> {
    let size = Size::new(look.size.across, look.size.down);
    let theme = match look.theme {
        ThemeArg::Light => Theme::Light,
        ThemeArg::Dark => Theme::Dark,
        ThemeArg::Print => Theme::Print,
    };
    let svg = figure.draw(size).in_theme(theme);
    folder.add(&format!("{}.svg", figure.name), svg.text().as_bytes())?;
    #[cfg(feature = "png")]
    {
        let png = svg.png(look.scale.0).map_err(|error| {
            let help = "this is our fault: please report it";
            Stop::problem(format!("{}.png: {error}", figure.name), help)
        })?;
        folder.add(&format!("{}.png", figure.name), &png)?;
    }
    Ok(svg.strange_letters())
}
