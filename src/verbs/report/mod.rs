//! `inforce report`: result folders in, one page out.

pub(in crate::verbs) mod args;

use std::path::{Path, PathBuf};

use super::stop::Stop;
use crate::terminal::{ProgressBar, Screen};
use crate::{
    engine::simulate,
    publish::write_page,
    report::{ReportDocument, ResultFolder},
    tally::{Milestone, SideBySide},
};
use args::{PageFormat, ReportArgs};

pub(super) fn report(args: &ReportArgs, screen: &Screen) -> Result<(), Stop> {
    let folders = args.folders.iter();
    let mut results =
        folders.map(|folder| ResultFolder::read(folder)).collect::<Result<Vec<_>, _>>()?;
    pair(&mut results, screen);
    let document = ReportDocument::new(&results);
    let out = args.out.clone().unwrap_or_else(|| default_out(args));
    let (page, charts) = match args.format {
        PageFormat::Html => (document.html(), Vec::new()),
        PageFormat::Md => {
            let stem =
                out.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into());
            let figures = document.figures(&stem);
            let charts = figures
                .into_iter()
                .map(|(name, figure)| (format!("{name}.svg"), figure.svg.text().to_owned()));
            (document.markdown(&stem), charts.collect())
        }
    };
    write_page(&out, &page, &charts)?;
    screen.say(&out.display().to_string())?;
    Ok(())
}

/// Holds each result against the first future by future where both were simulated by the same
/// draws. That takes simulating them once more, since a folder does not keep its futures; what does
/// not come out as the folder says, because another version made it, is not paired.
fn pair(results: &mut [ResultFolder], screen: &Screen) {
    let Some((first, others)) = results.split_first_mut() else { return };
    let asked = |one: &ResultFolder| {
        let summary = &one.numbers.summary;
        let (target, chance, _) = summary.target.filter(|_| summary.met_by_record.is_none())?;
        Some((summary.plan, target, chance))
    };
    let Some((plan, target, before)) = asked(first) else { return };
    let with_same_draws = |one: &&mut ResultFolder| {
        asked(one).is_some_and(|(own, day, _)| (own, day) == (plan, target))
    };
    let mut others: Vec<&mut ResultFolder> = others.iter_mut().filter(with_same_draws).collect();
    if others.is_empty() {
        return;
    }
    let models = std::iter::once(&*first).chain(others.iter().map(|one| &**one));
    let runs: Vec<_> = models.map(|one| simulate(&one.scenario.model, plan)).collect();
    let pairs: Vec<(usize, usize)> = (1..runs.len()).map(|other| (0, other)).collect();
    let bar = ProgressBar::new(plan.runs.get(), "runs of all results", screen);
    let side = SideBySide::from_runs(&runs, &pairs, &[target], &|done| bar.at(done));
    drop(runs);
    let again = |index: usize| side.dates[index].chance_by(Milestone::InForce, target);
    if again(0) != before {
        return;
    }
    for (other, pair) in others.iter_mut().zip(&side.pairs) {
        if asked(other).is_some_and(|(_, _, chance)| chance == again(pair.other)) {
            other.gained = pair.chance_gained(target);
        }
    }
}

fn default_out(args: &ReportArgs) -> PathBuf {
    let ending = match args.format {
        PageFormat::Html => "html",
        PageFormat::Md => "md",
    };
    let first = args.folders.first().map_or(Path::new(""), PathBuf::as_path);
    match args.folders.as_slice() {
        [folder] => beside(folder, &format!("-report.{ending}")),
        _ => first.with_file_name(format!("report.{ending}")),
    }
}

/// The folder's path with more at its end; inside it where it has no name of its own.
pub(super) fn beside(folder: &Path, more: &str) -> PathBuf {
    match folder.file_name() {
        Some(name) => folder.with_file_name(format!("{}{more}", name.to_string_lossy())),
        None => folder.join(more.trim_start_matches('-')),
    }
}
