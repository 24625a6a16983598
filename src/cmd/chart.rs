//! `inforce chart`: a result's charts drawn anew, without simulating.

use super::{
    Screen, Stop,
    report::{beside, read},
    run::draw,
};
use crate::{
    cli::{ChartArgs, ThemeArg},
    output::{Figure, Folder, MANIFEST, chart::Theme},
};

pub(super) fn chart(args: &ChartArgs, screen: &Screen) -> Result<(), Stop> {
    if !(0.1..=16.0).contains(&args.scale) {
        return Err(Stop::Problem(
            format!("--scale: expected a factor from 0.1 to 16, found {}", args.scale),
            "2 gives PNG files 1440 pixels wide".to_owned(),
        ));
    }
    let result = read(&args.folder)?;
    let out = args.out.clone().unwrap_or_else(|| beside(&args.folder, "-charts"));
    if out.join("summary.json").exists() {
        return Err(Stop::Problem(
            format!("{}: holds a result, which charts alone must not replace", out.display()),
            "name another folder with --out".to_owned(),
        ));
    }
    let figures = chosen(result.figures(), &args.only)?;
    let theme = match args.theme {
        ThemeArg::Light => Theme::Light,
        ThemeArg::Dark => Theme::Dark,
        ThemeArg::Print => Theme::Print,
    };
    let folder = Folder::open(&out)?;
    // The manifest says whose charts they are, and that the folder is ours.
    folder.add(MANIFEST, result.manifest.as_bytes())?;
    for Figure { name, svg } in figures {
        draw(&folder, &Figure { name, svg: svg.in_theme(theme) }, args.scale)?;
    }
    screen.say(&folder.finish()?.display().to_string())?;
    Ok(())
}

/// Those asked for, or all.
fn chosen(figures: Vec<Figure>, only: &[String]) -> Result<Vec<Figure>, Stop> {
    let names: Vec<&str> = figures.iter().map(|figure| figure.name).collect();
    if let Some(unknown) = only.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(Stop::Problem(
            format!("--only: this result has no chart `{unknown}`"),
            format!("it has {}", names.join(", ")),
        ));
    }
    let wanted = |figure: &Figure| only.is_empty() || only.iter().any(|name| name == figure.name);
    Ok(figures.into_iter().filter(wanted).collect())
}
