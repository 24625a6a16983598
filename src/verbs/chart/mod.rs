//! `inforce chart`: the charts of any verb's result drawn anew, without simulating.

pub(in crate::verbs) mod args;

use std::{fs, path::Path};

use serde_json::json;

use super::args::Format;
use super::{draw::draw, report::beside, stop::Stop};
use crate::terminal::{Screen, pretty};
use crate::{
    chart::{CHARTS, Figure},
    publish::{Folder, MANIFEST, MANIFEST_MARK},
    report::holds_tables,
};
use args::ChartArgs;

pub(super) fn chart(args: &ChartArgs, screen: &Screen) -> Result<(), Stop> {
    let (manifest, figures) = read(&args.folder)?;
    let figures = chosen(figures, &args.only)?;
    let out = args.out.clone().unwrap_or_else(|| beside(&args.folder, "-charts"));
    if holds_tables(&out) {
        return Err(Stop::Problem(
            format!("{}: holds a result, which charts alone must not replace", out.display()),
            "name another folder with --out".to_owned(),
        ));
    }
    let folder = Folder::open(&out)?;
    // The manifest says whose charts they are, and that the folder is ours.
    folder.add(MANIFEST, manifest.as_bytes())?;
    draw(&folder, &figures, &args.look, true, screen)?;
    let path = folder.finish()?.display().to_string();
    screen.say(&match args.format {
        Format::Text => path,
        Format::Json => {
            let charts: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
            pretty(&json!({ "folder": path, "charts": charts }))
        }
    })?;
    Ok(())
}

/// The manifest of a result and its charts as data.
fn read(folder: &Path) -> Result<(String, Vec<Figure>), Stop> {
    let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let Some(manifest) = text(MANIFEST).filter(|text| text.starts_with(MANIFEST_MARK)) else {
        return Err(Stop::Problem(
            format!("{}: is not an inforce result", folder.display()),
            "name the folder that run, compare, sensitivity or another verb wrote".to_owned(),
        ));
    };
    let again = "make the result again: its manifest.toml has the command";
    let Some(charts) = text(CHARTS) else {
        let message = format!("{}: {CHARTS} is missing", folder.display());
        return Err(Stop::Problem(message, again.to_owned()));
    };
    match Figure::read(&charts) {
        Ok(figures) => Ok((manifest, figures)),
        Err(error) => {
            Err(Stop::Problem(format!("{}: {error}", folder.display()), again.to_owned()))
        }
    }
}

/// Those asked for, or all.
fn chosen(figures: Vec<Figure>, only: &[String]) -> Result<Vec<Figure>, Stop> {
    let has = |name: &String| figures.iter().any(|figure| figure.name == *name);
    if let Some(unknown) = only.iter().find(|name| !has(name)) {
        let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
        return Err(Stop::Problem(
            format!("--only: this result has no chart `{unknown}`"),
            format!("it has {}", names.join(", ")),
        ));
    }
    let wanted = |figure: &Figure| only.is_empty() || only.contains(&figure.name);
    Ok(figures.into_iter().filter(wanted).collect())
}
