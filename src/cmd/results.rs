//! What the what-ifs share: scenarios loaded for the same draws, threads, folders of results.

use std::path::{Path, PathBuf};

use super::{Screen, Stop, draw::draw};
use crate::{
    cli::{Format, ResultArgs, ShownArgs},
    engine::Plan,
    output::{Figure, Folder, MANIFEST, MANIFEST_MARK},
    quantity::{Day, RunCount},
    scenario::{Scenario, built_in_set},
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

/// How many futures by which seed: as asked for, else by the scenario, at most `most`.
pub(super) fn plan(args: &ResultArgs, scenario: &Scenario, most: u64) -> Result<Plan, Stop> {
    let few = scenario.runs.get().min(most);
    let runs = RunCount::new(args.runs.unwrap_or(few))
        .map_err(|error| Stop::Problem(format!("--runs: {error}"), "100000 is usual".to_owned()))?;
    let seed = args.seed.map_or(scenario.seed, crate::quantity::Seed);
    Ok(Plan { runs, seed })
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

/// Opens the folder of results: the one asked for, else by scenario and verb.
pub(super) fn folder(args: &ResultArgs, name: &str, verb: &str) -> Result<Folder, Stop> {
    let path = args.out.clone();
    let path = path.unwrap_or_else(|| Path::new("out").join(format!("{name}-{verb}")));
    Ok(Folder::open(&path)?)
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

/// Options that change nothing in the tables.
const NO_BEARING: [&str; 8] =
    ["--out", "-o", "--threads", "--color", "--theme", "--size", "--scale", "--lang"];

/// The command as it was given, less what does not bear on the results.
pub(super) fn command() -> String {
    let mut words = vec!["inforce".to_owned()];
    let mut given = std::env::args().skip(1);
    while let Some(word) = given.next() {
        match word.as_str() {
            word if NO_BEARING.contains(&word) => {
                let _its_value = given.next();
            }
            "--quiet" | "-q" | "--no-charts" => {}
            word if word.split_once('=').is_some_and(|(name, _)| NO_BEARING.contains(&name)) => {}
            _ => words.push(quoted(word)),
        }
    }
    words.join(" ")
}

/// A word as a shell wants it.
pub(super) fn quoted(word: String) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./=:,+@%".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
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

fn listed(path: &Path, results: &Results, with_charts: bool) -> String {
    let tables = results.files.iter().map(|(name, _)| name.as_str());
    let mut names: Vec<&str> = tables.filter(|name| name.ends_with(".csv")).collect();
    let charts: Vec<String> =
        results.figures.iter().map(|one| format!("{}.svg", one.name)).collect();
    if with_charts {
        names.extend(charts.iter().map(String::as_str));
    }
    let mut text = format!("Files: {}", path.display());
    let mut line = "      ".to_owned();
    for name in names {
        if line.len() + name.len() > 98 {
            text.push_str(&format!("\n{line}"));
            line = "      ".to_owned();
        }
        line.push_str(&format!(" {name}"));
    }
    format!("{text}\n{line}\n")
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

    #[test]
    fn words_are_quoted_for_the_shell_where_they_have_to_be() {
        assert_eq!(quoted("pace.multiplier=0.5:3".into()), "pace.multiplier=0.5:3");
        assert_eq!(quoted("a b".into()), "'a b'");
        assert_eq!(quoted("it's".into()), r"'it'\''s'");
    }
}
