//! The scenarios that travel inside the program, so that it works in an empty folder.

/// Files under `scenarios/` by their path there, each with its text; gathered by `build.rs`.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// The file a scenario's own name stands for: `hanoi` is `hanoi/baseline.toml`.
pub(super) const BASELINE: &str = "baseline.toml";

/// The folder that holds no scenarios, only what they share; a case may have such a file of its own.
const BELIEFS: &str = "calibration/";
const OWN_BELIEFS: &str = "/calibration.toml";

fn is_scenario(path: &str) -> bool {
    !path.starts_with(BELIEFS) && !path.ends_with(OWN_BELIEFS)
}

/// All built-in files, each with its path under `scenarios/` and its text, in order of path.
pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied()
}

/// Names by which scenarios inside the program can be given on the command line: `hanoi`,
/// `hanoi/canada`; in order.
pub fn names() -> impl Iterator<Item = String> {
    let scenarios = files().filter(|(path, _)| is_scenario(path));
    scenarios.filter_map(|(path, _)| {
        let (folder, file) = path.rsplit_once('/')?;
        let stem = file.strip_suffix(".toml")?;
        Some(if file == BASELINE { folder.to_owned() } else { format!("{folder}/{stem}") })
    })
}

/// What a built-in scenario is, in a sentence: the first of the comment that it begins with.
pub fn meaning(name: &str) -> Option<String> {
    let text = content(&path_of(name)?)?;
    let lines = text.lines().skip_while(|line| line.starts_with("#:schema"));
    let words: Vec<&str> = lines.map_while(|line| line.strip_prefix('#')).map(str::trim).collect();
    let words = words.join(" ");
    let words = words.split_once("baseline.toml: ").map_or(words.as_str(), |(_, rest)| rest);
    let sentence = words.split_once(". ").map_or(words, |(first, _)| first);
    Some(sentence.trim_end_matches('.').to_owned())
}

/// The text of a built-in file, by its path under `scenarios/`.
pub fn content(path: &str) -> Option<&'static str> {
    files().find(|(known, _)| *known == path).map(|(_, text)| text)
}

/// The path of the built-in scenario of this name.
pub(super) fn path_of(name: &str) -> Option<String> {
    let name = name.trim_end_matches('/');
    let own = [format!("{name}/{BASELINE}"), format!("{name}.toml")];
    own.into_iter().find(|path| is_scenario(path) && content(path).is_some())
}

/// The path of the baseline that a built-in variant lies over, in its folder or the next one up;
/// nothing for a baseline itself.
pub(super) fn baseline_of(path: &str) -> Option<String> {
    let (mut folder, file) = path.rsplit_once('/')?;
    if file == BASELINE {
        return None;
    }
    loop {
        let below = format!("{folder}/{BASELINE}");
        if content(&below).is_some() {
            return Some(below);
        }
        folder = folder.rsplit_once('/')?.0;
    }
}

/// The names of the scenarios of a built-in set, such as `hanoi/what-ifs`, in order; none where
/// there is no set of this name.
pub fn set(name: &str) -> Vec<String> {
    let within = format!("{}/", name.trim_end_matches('/'));
    if path_of(name).is_some() {
        return Vec::new();
    }
    names().filter(|one| one.starts_with(&within)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_scenarios_need_is_inside_and_in_order() {
        let paths: Vec<&str> = files().map(|(path, _)| path).collect();
        assert!(paths.is_sorted());
        for path in ["calibration/calibration.toml", "hanoi/status.csv", "schema.json"] {
            assert!(paths.contains(&path), "{path}");
        }
        let stray = |path: &&&str| path.starts_with("known/") || path.contains("figures/");
        assert_eq!(paths.iter().find(stray), None);
    }

    #[test]
    fn a_name_leads_to_its_file_and_what_it_lies_over() {
        assert_eq!(path_of("hanoi").as_deref(), Some("hanoi/baseline.toml"));
        assert_eq!(path_of("hanoi/canada").as_deref(), Some("hanoi/canada.toml"));
        assert_eq!(path_of("calibration/calibration"), None);
        assert_eq!(path_of("paris/calibration"), None);
        assert_eq!(baseline_of("hanoi/canada.toml").as_deref(), Some("hanoi/baseline.toml"));
        assert_eq!(baseline_of("hanoi/baseline.toml"), None);
        let below = baseline_of("hanoi/what-ifs/rivalry.toml");
        assert_eq!(below.as_deref(), Some("hanoi/baseline.toml"));
        assert!(names().all(|name| path_of(&name).is_some()));
        assert_eq!(names().filter(|name| name == "hanoi").count(), 1);
    }

    #[test]
    fn each_says_what_it_is() {
        let silent = |name: &String| meaning(name).is_none_or(|words| words.is_empty());
        assert_eq!(names().find(silent), None);
        assert_eq!(
            meaning("hanoi/canada").as_deref(),
            Some("Canada signs in July 2026, as it did")
        );
    }

    #[test]
    fn a_set_is_all_that_is_in_its_folder() {
        let set = set("hanoi/what-ifs/");
        assert!(set.len() >= 13 && set.contains(&"hanoi/what-ifs/bandwagon".to_owned()), "{set:?}");
        assert_eq!(super::set("hanoi"), [""; 0]);
        assert_eq!(super::set("hanoi/canada"), [""; 0]);
        assert_eq!(super::set("calibration"), [""; 0]);
    }
}
