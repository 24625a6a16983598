//! Charts into a folder of results: as data to draw them from again, as SVG and as PNG.

use rayon::prelude::*;

use super::look::{LookArgs, ThemeArg};
use super::stop::Stop;
use crate::terminal::Screen;
use crate::{
    chart::{CHARTS, Figure, Size, Theme},
    publish::Folder,
};

/// Keeps the charts as data and, unless `pictures` is off, draws each.
pub(super) fn draw(
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
    let strangers: Vec<String> =
        figures.par_iter().map(|figure| picture(folder, figure, look)).collect::<Result<_, _>>()?;
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
fn picture(folder: &Folder, figure: &Figure, look: &LookArgs) -> Result<String, Stop> {
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
            let help = "this is our fault: please report it".to_owned();
            Stop::Problem(format!("{}.png: {error}", figure.name), help)
        })?;
        folder.add(&format!("{}.png", figure.name), &png)?;
    }
    Ok(svg.strange_letters())
}
