//! The scenarios that travel inside the program, so that it works in an empty folder.

/// Files under `scenarios/` by their path there, each with its text.
const FILES: [(&str, &str); 15] = [
    ("calibration/README.md", include_str!("../../scenarios/calibration/README.md")),
    ("calibration/calibration.toml", include_str!("../../scenarios/calibration/calibration.toml")),
    ("calibration/participants.csv", include_str!("../../scenarios/calibration/participants.csv")),
    ("hanoi/SOURCES.md", include_str!("../../scenarios/hanoi/SOURCES.md")),
    ("hanoi/baseline.toml", include_str!("../../scenarios/hanoi/baseline.toml")),
    ("hanoi/canada.toml", include_str!("../../scenarios/hanoi/canada.toml")),
    (
        "hanoi/forty-at-the-ceremony.toml",
        include_str!("../../scenarios/hanoi/forty-at-the-ceremony.toml"),
    ),
    ("hanoi/ninety-day-pledge.toml", include_str!("../../scenarios/hanoi/ninety-day-pledge.toml")),
    ("hanoi/opening-day.toml", include_str!("../../scenarios/hanoi/opening-day.toml")),
    ("hanoi/participants.csv", include_str!("../../scenarios/hanoi/participants.csv")),
    ("hanoi/prior-pace.toml", include_str!("../../scenarios/hanoi/prior-pace.toml")),
    ("hanoi/reports-half.toml", include_str!("../../scenarios/hanoi/reports-half.toml")),
    ("hanoi/reports-not-made.toml", include_str!("../../scenarios/hanoi/reports-not-made.toml")),
    ("hanoi/status.csv", include_str!("../../scenarios/hanoi/status.csv")),
    ("schema.json", include_str!("../../scenarios/schema.json")),
];

/// The file a scenario's own name stands for: `hanoi` is `hanoi/baseline.toml`.
pub(super) const BASELINE: &str = "baseline.toml";

/// The folder that holds no scenarios, only what they share.
const BELIEFS: &str = "calibration/";

/// All built-in files, each with its path under `scenarios/` and its text, in order of path.
pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied()
}

/// Names by which scenarios inside the program can be given on the command line: `hanoi`,
/// `hanoi/canada`; in order.
pub fn names() -> impl Iterator<Item = String> {
    let scenarios = files().filter(|(path, _)| !path.starts_with(BELIEFS));
    scenarios.filter_map(|(path, _)| {
        let (folder, file) = path.rsplit_once('/')?;
        let stem = file.strip_suffix(".toml")?;
        Some(if file == BASELINE { folder.to_owned() } else { format!("{folder}/{stem}") })
    })
}

/// The text of a built-in file.
pub(super) fn content(path: &str) -> Option<&'static str> {
    files().find(|(known, _)| *known == path).map(|(_, text)| text)
}

/// The path of the built-in scenario of this name.
pub(super) fn path_of(name: &str) -> Option<String> {
    let name = name.trim_end_matches('/');
    let own = [format!("{name}/{BASELINE}"), format!("{name}.toml")];
    own.into_iter().find(|path| !path.starts_with(BELIEFS) && content(path).is_some())
}

/// The path of the baseline that a built-in variant lies over; nothing for a baseline itself.
pub(super) fn baseline_of(path: &str) -> Option<String> {
    let (folder, file) = path.rsplit_once('/')?;
    let below = format!("{folder}/{BASELINE}");
    (file != BASELINE && content(&below).is_some()).then_some(below)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn no_file_is_forgotten() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let mut written = vec!["schema.json".to_owned()];
        for folder in ["calibration", "hanoi"] {
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let entry = entry.unwrap();
                // Pictures are for readers of the repository, not for the program.
                if entry.path().is_file() {
                    let name = entry.file_name().into_string().unwrap();
                    written.push(format!("{folder}/{name}"));
                }
            }
        }
        written.sort();
        assert_eq!(files().map(|(path, _)| path).collect::<Vec<_>>(), written);
    }

    #[test]
    fn a_name_leads_to_its_file_and_what_it_lies_over() {
        assert_eq!(path_of("hanoi").as_deref(), Some("hanoi/baseline.toml"));
        assert_eq!(path_of("hanoi/canada").as_deref(), Some("hanoi/canada.toml"));
        assert_eq!(path_of("calibration/calibration"), None);
        assert_eq!(baseline_of("hanoi/canada.toml").as_deref(), Some("hanoi/baseline.toml"));
        assert_eq!(baseline_of("hanoi/baseline.toml"), None);
        assert!(names().all(|name| path_of(&name).is_some()));
        assert_eq!(names().filter(|name| name == "hanoi").count(), 1);
    }
}
