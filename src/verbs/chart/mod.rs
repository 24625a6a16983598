//! `inforce chart`: the charts of any verb's result drawn anew, without simulating.

pub(in crate::verbs) mod args;

use std::{fs, path::Path};

use serde::Serialize;

use super::{
    publish::{answer, draw_charts},
    report::beside,
    stop::Stop,
};
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
        return Err(Stop::problem(
            format!("{}: holds a result, which charts alone must not replace", out.display()),
            "name another folder with --out",
        ));
    }
    let folder = Folder::open(&out)?;
    // The manifest says whose charts they are, and that the folder is ours.
    folder.add(MANIFEST, manifest.as_bytes())?;
    draw_charts(&folder, &figures, &args.look, true, screen)?;
    let path = folder.finish()?.display().to_string();
    let charts = figures.iter().map(|figure| figure.name.as_str()).collect();
    answer(args.format, &pretty(&ChartsFile { folder: &path, charts }), &path, screen)
}

/// What was drawn, for programs.
#[derive(Serialize)]
struct ChartsFile<'a> {
    folder: &'a str,
    charts: Vec<&'a str>,
}

/// The manifest of a result and its charts as data.
fn read(folder: &Path) -> Result<(String, Vec<Figure>), Stop> {
    let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let Some(manifest) = text(MANIFEST).filter(|text| text.starts_with(MANIFEST_MARK)) else {
        return Err(Stop::problem(
            format!("{}: is not an inforce result", folder.display()),
            "name the folder that run, compare, sensitivity or another verb wrote",
        ));
    };
    let again = "make the result again: its manifest.toml has the command";
    let Some(charts) = text(CHARTS) else {
        let message = format!("{}: {CHARTS} is missing", folder.display());
        return Err(Stop::problem(message, again));
    };
    match Figure::read(&charts) {
        Ok(figures) => Ok((manifest, figures)),
        Err(error) => Err(Stop::problem(format!("{}: {error}", folder.display()), again)),
    }
}

/// Those asked for, or all.
fn chosen(figures: Vec<Figure>, only: &[String]) -> Result<Vec<Figure>, Stop> {
    let has = |name: &String| figures.iter().any(|figure| figure.name == *name);
    if let Some(unknown) = only.iter().find(|name| !has(name)) {
        let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
        return Err(Stop::problem(
            format!("--only: this result has no chart `{unknown}`"),
            format!("it has {}", names.join(", ")),
        ));
    }
    let wanted = |figure: &Figure| only.is_empty() || only.contains(&figure.name);
    Ok(figures.into_iter().filter(wanted).collect())
}
