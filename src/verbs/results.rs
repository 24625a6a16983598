//! What the what-ifs share: scenarios loaded for the same draws, threads, folders of results.

use std::path::{Path, PathBuf};

use super::args::{Format, ResultArgs, ShownArgs};
use super::{command::command, draw::draw, place, stop::Stop};
use crate::terminal::Screen;
use crate::{
    chart::Figure,
    engine::Plan,
    publish::{Folder, MANIFEST, MANIFEST_MARK},
    quantity::{Day, RunCount, Seed},
    scenario::{Change, Scenario, built_in_set, named},
    text::{WIDTH, wrap},
    treaty::Model,
};

/// The text files and charts of a folder of results, and what is said of them.
pub(super) struct Results {
    /// Names and texts.
    pub(super) files: Vec<(String, String)>,
    /// The charts.
    pub(super) figures: Vec<Figure>,
    /// For programs.
    pub(super) json: serde_json::Value,
    /// For people.
    pub(super) text: String,
}

/// What is asked of each scenario: how many futures, by which seed.
pub(super) fn asked(args: &ResultArgs) -> Result<Vec<Change>, Stop> {
    draws(args.runs, args.seed)
}

/// So many futures by this seed, where they are asked for.
pub(super) fn draws(runs: Option<u64>, seed: Option<u64>) -> Result<Vec<Change>, Stop> {
    let runs = runs.map(run_count).transpose()?.map(Change::runs);
    Ok(runs.into_iter().chain(seed.map(Seed).map(Change::seed)).collect())
}

/// A number of futures as it is given on the command line.
pub(super) fn run_count(runs: u64) -> Result<RunCount, Stop> {
    let help = "100000 is usual".to_owned();
    RunCount::new(runs).map_err(|error| Stop::Problem(format!("--runs: {error}"), help))
}

/// How many futures by which seed: by the scenario, which has in it what was asked for; where no
/// number was, at most `most`.
pub(super) fn plan(args: &ResultArgs, scenario: &Scenario, most: u64) -> Plan {
    let few = RunCount::new(scenario.runs.get().min(most)).unwrap_or(scenario.runs);
    let runs = if args.runs.is_some() { scenario.runs } else { few };
    Plan { runs, seed: scenario.seed }
}

/// Refuses days asked for with `--by` of which the record tells all there is.
pub(super) fn still_open(by: &[Day], model: &Model) -> Result<(), Stop> {
    match by.iter().find(|day| **day < model.as_of) {
        None => Ok(()),
        Some(day) => Err(Stop::Problem(
            format!(
                "--by {day}: that is before the as-of day {}, and what had happened by then is on \
                 record, not a matter of chance",
                model.as_of
            ),
            "give a later day; to forecast from an earlier one, take the status as it was then"
                .to_owned(),
        )),
    }
}

/// The day whose chance is wanted: the one asked for, else the scenario's target.
pub(super) fn wanted_day(by: Option<Day>, scenario: &Scenario) -> Result<Day, Stop> {
    still_open(by.as_slice(), &scenario.model)?;
    by.or(scenario.model.target).ok_or_else(|| {
        Stop::Problem(
            format!("`{}` has no target, so no day whose chance is wanted", scenario.model.name),
            "give one, such as --by 2027-12-31".to_owned(),
        )
    })
}

/// Opens the folder of results: the one named, else by scenario, verb and what is asked of it.
pub(super) fn folder(
    args: &ResultArgs,
    scenario: &Scenario,
    (verb, asked): (&str, &[String]),
    screen: &Screen,
) -> Result<Folder, Stop> {
    let name = named(&format!("{}-{verb}", scenario.model.name), asked);
    place::open(args.out.as_deref(), &name, scenario, screen)
}

/// Values that a key takes, as part of a folder's name: the key without its section, then the
/// numbers.
pub(super) fn range_name(key: &str, numbers: &[f64]) -> String {
    let short = key.split_once('.').map_or(key, |(_, rest)| rest);
    let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
    format!("{short}={}", numbers.join(".."))
}

/// A day that is asked for, as part of a folder's name.
pub(super) fn by_name(by: Option<Day>) -> Option<String> {
    by.map(|day| format!("by={day}"))
}

/// Does the work on as many threads as asked for.
pub(super) fn on_threads<T: Send>(
    threads: Option<usize>,
    work: impl FnOnce() -> T + Send,
) -> Result<T, Stop> {
    let Some(threads) = threads else { return Ok(work()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.clamp(1, 1024)).build();
    let pool = pool.map_err(|error| {
        let message = format!("cannot start {threads} threads: {error}");
        Stop::Problem(message, "ask for fewer".to_owned())
    })?;
    Ok(pool.install(work))
}

/// The manifest of results made from one scenario: the scenario with all its tables inside.
pub(super) fn manifest(scenario: &Scenario, verb: &str) -> (String, String) {
    let text = scenario.manifest(env!("CARGO_PKG_VERSION"), &command());
    let mark = format!(
        "{MANIFEST_MARK}: the scenario that `inforce {verb}` was asked about, tables and all; \
         [manifest] has the command\n"
    );
    (MANIFEST.to_owned(), mark + &text)
}

/// Fills the folder, puts it in its place and says what came of it.
pub(super) fn finish(
    folder: Folder,
    shown: &ShownArgs,
    results: Results,
    screen: &Screen,
) -> Result<(), Stop> {
    let charts = !shown.no_charts;
    for (name, text) in &results.files {
        folder.add(name, text.as_bytes())?;
    }
    draw(&folder, &results.figures, &shown.look, charts, screen)?;
    let path = folder.finish()?;
    match shown.format {
        Format::Json => {
            let text = serde_json::to_string_pretty(&results.json);
            screen.say(&text.unwrap_or_default())?;
        }
        Format::Text => {
            let files = listed(&path, &results, charts);
            screen.say(&format!("{}\n{files}", results.text.trim_end()))?;
        }
    }
    Ok(())
}

/// Sets the names of files below where they are.
const INDENT: &str = "       ";

fn listed(path: &Path, results: &Results, with_charts: bool) -> String {
    let tables = results.files.iter().map(|(name, _)| name.as_str());
    let mut names: Vec<&str> = tables.filter(|name| name.ends_with(".csv")).collect();
    let charts: Vec<String> =
        results.figures.iter().map(|one| format!("{}.svg", one.name)).collect();
    if with_charts {
        names.extend(charts.iter().map(String::as_str));
    }
    let lines = wrap(&names.join(" "), usize::from(WIDTH) - 1, INDENT, INDENT);
    format!("Files: {}\n{}\n", path.display(), lines.join("\n"))
}

/// The scenario names on the command line joined by `+`: `base.toml+layer.toml` are two, unless
/// a path has that name.
pub(super) fn layers(argument: &str) -> Vec<String> {
    let pieces: Vec<&str> = argument.split('+').collect();
    let mut layers = Vec::new();
    let mut from = 0;
    while from < pieces.len() {
        let longest = (from + 1..=pieces.len())
            .rev()
            .find(|to| PathBuf::from(pieces[from..*to].join("+")).exists());
        let to = longest.unwrap_or(from + 1);
        layers.push(pieces[from..to].join("+"));
        from = to;
    }
    layers
}

/// An argument whose last layer is a set of scenarios, one inside the program or a folder of
/// layers, stands for each scenario of it; any other for itself.
pub(super) fn expanded(argument: &str) -> Vec<String> {
    let layers = layers(argument);
    let Some((last, below)) = layers.split_last() else { return vec![argument.to_owned()] };
    let path = Path::new(last);
    let members = if path.is_dir() { in_folder(path) } else { built_in_set(last) };
    if members.is_empty() || path.is_file() {
        return vec![argument.to_owned()];
    }
    let with = |member: String| [below, &[member]].concat().join("+");
    members.into_iter().map(with).collect()
}

/// The layers in a folder that is no scenario itself, in order.
fn in_folder(folder: &Path) -> Vec<String> {
    if folder.join("baseline.toml").is_file() {
        return Vec::new();
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut names: Vec<String> = files.map(|path| path.display().to_string()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_joins_layers_unless_a_path_has_it() {
        assert_eq!(layers("hanoi"), ["hanoi"]);
        assert_eq!(layers("hanoi+a+b"), ["hanoi", "a", "b"]);
        let folder = tempfile::Builder::new().prefix("x+y").tempdir().unwrap();
        let path = folder.path().display().to_string();
        assert_eq!(layers(&path), [path.as_str()]);
        assert_eq!(layers(&format!("hanoi+{path}")), ["hanoi", path.as_str()]);
    }

    #[test]
    fn a_set_stands_for_each_of_its_scenarios() {
        assert_eq!(expanded("hanoi"), ["hanoi"]);
        let built_in = expanded("hanoi/what-ifs");
        assert!(built_in.contains(&"hanoi/what-ifs/rivalry".to_owned()));
        let over = expanded("hanoi+hanoi/canada+hanoi/what-ifs");
        assert_eq!(over.len(), built_in.len());
        assert!(over.contains(&"hanoi+hanoi/canada+hanoi/what-ifs/rivalry".to_owned()));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().display().to_string();
        assert_eq!(expanded(&path), [path.as_str()]);
        for name in ["b.toml", "a.toml", "notes.md"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let layers = [format!("hanoi+{path}/a.toml"), format!("hanoi+{path}/b.toml")];
        assert_eq!(expanded(&format!("hanoi+{path}")), layers);
    }
}
