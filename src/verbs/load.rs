//! The one way to load what the user named, for every verb: scenarios, and the history.

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
};

use super::{
    age::today,
    args::{OverArgs, ScenarioArgs},
    document::{missing, open_over_case},
    stop::Stop,
};
use crate::terminal::Screen;
use crate::{
    calibrate::history::{FILES, History, Tables},
    depositary::{Older, StatusLayer},
    fault::{Fault, Faults},
    quantity::{Day, Days},
    scenario::{Change, Files, Scenario, built_in_set, bytes_of},
    text::Text,
    wording::long_day,
};

/// Loads scenarios for one command: each file is opened once, each warning said once.
pub(super) struct Loader<'a> {
    /// What was opened.
    pub(super) files: Files,
    screen: &'a Screen,
    said: RefCell<Vec<Fault>>,
}

impl Loader<'_> {
    /// Has opened nothing yet; warnings are said on this screen.
    pub(super) fn new(screen: &Screen) -> Loader<'_> {
        Loader { files: Files::default(), screen, said: RefCell::default() }
    }

    /// The scenario of some files and built-in names, what lies over them, and what else is asked.
    ///
    /// # Errors
    ///
    /// All faults of the scenario, or of the document that tells its status.
    pub(super) fn load(
        &self,
        named: &[String],
        over: &OverArgs,
        asked: &[Change],
    ) -> Result<Scenario, Stop> {
        let mut changes: Vec<Change> = over.sets.iter().cloned().map(Change::Typed).collect();
        changes.extend_from_slice(asked);
        let mut scenario = Scenario::open(&self.files, named, &changes)?;
        if let Some(file) = &over.document.status {
            let (case, terms) = (&scenario.model, (Older::Refused, missing(over.document.missing)));
            let (document, as_of) =
                open_over_case(&self.files, file, case, over.document.as_of, terms)?;
            self.warn(&document.faults);
            let layer = StatusLayer::new(&document, case, as_of).inline();
            scenario = scenario.with(&[Change::Layer(layer)])?;
        }
        self.warn(&scenario.warnings);
        self.warn_of_day_to_come(scenario.model.as_of);
        Ok(scenario)
    }

    /// Says where an as-of day has not come yet anywhere on earth.
    pub(super) fn warn_of_day_to_come(&self, as_of: Day) {
        let today = today();
        if as_of > today + Days(1) {
            let message = format!(
                "the as-of day {} has not come yet: today is {}",
                long_day(as_of),
                long_day(today)
            );
            let help = "what has not happened by then is taken as known not to have happened";
            self.warn(&[Fault::warning(None, message).help(help)]);
        }
    }

    /// Says warnings that were not said before.
    pub(super) fn warn(&self, warnings: &[Fault]) {
        let mut said = self.said.borrow_mut();
        for warning in warnings {
            if !said.contains(warning) {
                self.screen.remark(&warning.render(self.screen.styled));
                said.push(warning.clone());
            }
        }
    }
}

/// The scenario that the arguments of a verb name, and what else is asked of it.
pub(super) fn load_scenario(
    args: &ScenarioArgs,
    asked: &[Change],
    screen: &Screen,
) -> Result<Scenario, Stop> {
    Loader::new(screen).load(&args.scenario, &args.over, asked)
}

/// The scenario names on the command line joined by `+`: `base.toml+layer.toml` are two, unless
/// a path has that name.
pub(super) fn split_layers(argument: &str) -> Vec<String> {
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
pub(super) fn expand_set(argument: &str) -> Vec<String> {
    let layers = split_layers(argument);
    let Some((last, below)) = layers.split_last() else { return vec![argument.to_owned()] };
    let path = Path::new(last);
    let members = if path.is_dir() { layers_in_folder(path) } else { built_in_set(last) };
    if members.is_empty() || path.is_file() {
        return vec![argument.to_owned()];
    }
    let with = |member: String| [below, &[member]].concat().join("+");
    members.into_iter().map(with).collect()
}

/// The layers in a folder that is no scenario itself, in order.
fn layers_in_folder(folder: &Path) -> Vec<String> {
    if folder.join("baseline.toml").is_file() {
        return Vec::new();
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut names: Vec<String> = files.map(|path| path.display().to_string()).collect();
    names.sort();
    names
}

/// The history of a folder, else the one inside the program.
pub(super) fn load_history(folder: Option<&Path>, screen: &Screen) -> Result<History, Stop> {
    let Some(folder) = folder else { return Ok(History::built_in()?) };
    let mut faults = Vec::new();
    let [treaties, participation, pool, statehood] = FILES.map(|name| {
        let path = folder.join(name).display().to_string();
        let read = bytes_of(&folder.join(name))
            .and_then(|bytes| Text::read(&path, &bytes).map_err(|why| why.to_string()));
        read.unwrap_or_else(|why| {
            let help = format!(
                "a history is a folder with {}; scenarios/history/README.md describes them",
                FILES.join(", ")
            );
            faults.push(Fault::error(None, format!("{path}: {why}")).help(help));
            Text::new(path, "")
        })
    });
    Faults::stop_on_errors(faults)?;
    let history = History::read(&Tables { treaties, participation, pool, statehood })?;
    for warning in &history.warnings {
        screen.remark(&warning.render(screen.styled));
    }
    Ok(history)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_joins_layers_unless_a_path_has_it() {
        assert_eq!(split_layers("hanoi"), ["hanoi"]);
        assert_eq!(split_layers("hanoi+a+b"), ["hanoi", "a", "b"]);
        let folder = tempfile::Builder::new().prefix("x+y").tempdir().unwrap();
        let path = folder.path().display().to_string();
        assert_eq!(split_layers(&path), [path.as_str()]);
        assert_eq!(split_layers(&format!("hanoi+{path}")), ["hanoi", path.as_str()]);
    }

    #[test]
    fn a_set_stands_for_each_of_its_scenarios() {
        assert_eq!(expand_set("hanoi"), ["hanoi"]);
        let built_in = expand_set("hanoi/what-ifs");
        assert!(built_in.contains(&"hanoi/what-ifs/rivalry".to_owned()));
        let over = expand_set("hanoi+hanoi/canada+hanoi/what-ifs");
        assert_eq!(over.len(), built_in.len());
        assert!(over.contains(&"hanoi+hanoi/canada+hanoi/what-ifs/rivalry".to_owned()));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().display().to_string();
        assert_eq!(expand_set(&path), [path.as_str()]);
        for name in ["b.toml", "a.toml", "notes.md"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let layers = [format!("hanoi+{path}/a.toml"), format!("hanoi+{path}/b.toml")];
        assert_eq!(expand_set(&format!("hanoi+{path}")), layers);
    }
}
