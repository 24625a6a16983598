//! The structure as a test: who may use whom, how files begin, how long they are.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::modules::Modules;

/// Each room and the rooms it may use. ARCHITECTURE.md says why.
const ROOMS: &[(&str, &[&str])] = &[
    // What is true, and how futures are drawn.
    ("quantity", &[]),
    ("parameters", &["quantity"]),
    ("treaty", &["parameters", "quantity"]),
    ("process", &["parameters", "quantity"]),
    ("engine", &["process", "treaty", "parameters", "quantity"]),
    ("tally", &["engine", "treaty", "quantity"]),
    // What people write.
    ("fault", &[]),
    ("text", &["fault"]),
    ("wording", &["text", "treaty", "quantity"]),
    ("scenario", &["wording", "text", "fault", "process", "treaty", "parameters", "quantity"]),
    ("depositary", &["text", "fault", "scenario", "treaty", "quantity"]),
    ("forecasts", &["scores", "text", "fault", "treaty", "quantity"]),
    ("panel", &["depositary", "text", "fault", "treaty", "quantity"]),
    // What earlier treaties teach, and how good it was.
    ("scores", &[]),
    ("calibrate", &["process", "text", "fault", "treaty", "parameters", "quantity"]),
    ("backtest", &["scores", "calibrate", "tally", "engine", "treaty", "quantity"]),
    // What people see.
    ("chart", &["wording", "quantity"]),
    ("publish", &["quantity"]),
    ("result", &["backtest", "wording", "calibrate", "tally", "engine", "treaty", "quantity"]),
    ("figures", &["chart", "result", "wording", "tally", "engine", "treaty", "quantity"]),
    (
        "analysis",
        &["scenario", "text", "wording", "tally", "engine", "treaty", "parameters", "quantity"],
    ),
    (
        "report",
        &[
            "figures", "chart", "result", "publish", "wording", "scenario", "text", "tally",
            "treaty", "quantity",
        ],
    ),
    ("case", &["calibrate", "scenario", "text", "wording", "treaty", "quantity"]),
    ("terminal", &["publish", "text"]),
    (
        "verbs",
        &[
            "analysis",
            "backtest",
            "calibrate",
            "case",
            "chart",
            "depositary",
            "engine",
            "fault",
            "figures",
            "forecasts",
            "panel",
            "parameters",
            "publish",
            "quantity",
            "report",
            "result",
            "scenario",
            "tally",
            "terminal",
            "text",
            "treaty",
            "wording",
        ],
    ),
    ("main", &["verbs"]),
];

/// Crates that only some rooms may touch.
const CRATES: &[(&str, &[&str])] = &[
    ("jiff", &["quantity"]),
    ("rayon", &["engine", "calibrate", "backtest", "analysis", "verbs"]),
    ("rand", &["engine"]),
    ("rand_distr", &["engine"]),
    ("toml", &["scenario", "analysis", "verbs"]),
    ("clap", &["verbs", "main"]),
    ("annotate_snippets", &["fault"]),
    ("strsim", &["fault", "depositary", "analysis"]),
    ("plotters", &["chart"]),
    ("resvg", &["chart"]),
    ("askama", &["report"]),
    ("tempfile", &["publish"]),
    ("quick_xml", &["depositary"]),
    ("html5gum", &["depositary"]),
    ("encoding_rs", &["text"]),
    ("textwrap", &["text"]),
    ("csv", &["result"]),
    ("indicatif", &["terminal"]),
    ("clap_complete", &["verbs"]),
    ("clap_mangen", &["verbs"]),
    ("signal_hook", &["terminal"]),
    ("terminal_size", &["terminal"]),
];

/// Files that use each other in a circle, and why they may. A folder's `mod.rs` and the files in it are
/// one: it may name them, and they may name what it declares.
const CIRCLES: &[(&[&str], &str)] = &[
    (
        &["calibrate/history/read", "calibrate/history/record"],
        "rows of a table are read into the treaties that the reader collects",
    ),
    (
        &["scenario/draft", "scenario/sheet", "scenario/source"],
        "a fault shows its place in a text; a text that is no text is a fault",
    ),
    (
        &["scenario/check/joint", "scenario/check/lever"],
        "a lever is checked part by part; parts ask how the whole of it is known",
    ),
    (
        &["scenario/check/learned", "scenario/check/pace"],
        "what was learned has a pace, which is checked against the rest of it",
    ),
];

/// Types of one name in several places, and why they may have it. All others are told apart by their
/// names alone.
const NAMESAKES: &[(&str, &str)] =
    &[("Pace", "the chart of the pace, by whose name it stands in the files of a result")];

/// Longest file, tests left out.
const MOST_LINES: usize = 400;

fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            let name = entry_name(&path);
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if path.is_dir() || name == "tests.rs" {
                // Tests of a folder, kept beside it.
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(&root).expect("below src");
                let first = inside.components().next().expect("a name").as_os_str();
                let room = first.to_string_lossy().trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).expect("source is text");
                sources.push((room, path, text));
            }
        }
    }
    sources.sort();
    sources
}

fn entry_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The part of a file before its tests.
fn code(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests {").map_or(text, |tests| &text[..tests])
}

#[test]
fn rooms_use_only_the_rooms_they_may() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        if room == "lib" {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: the room `{room}` is not in the table", path.display()));
            continue;
        };
        let lists: String = code(&text)
            .split("use crate::{")
            .skip(1)
            .filter_map(|list| list.split("};").next())
            .collect();
        let text = code(&text).replace("crate::{", "crate::");
        for (number, line) in text.lines().enumerate() {
            let place = format!("{}:{}", path.display(), number + 1);
            for (name, _) in ROOMS {
                let named = [format!("crate::{name}::"), format!("inforce::{name}::")];
                let uses = named.iter().any(|used| line.contains(used));
                if uses && *name != room && !allowed.contains(name) {
                    wrong.push(format!("{place}: `{room}` may not use `{name}`"));
                }
            }
            for (name, rooms) in CRATES {
                let uses = line.starts_with(&format!("use {name}::"))
                    || line.contains(&format!(" {name}::"))
                    || line.contains(&format!("({name}::"));
                if uses && !rooms.contains(&room.as_str()) && !line.trim_start().starts_with("//") {
                    wrong.push(format!("{place}: `{room}` may not use the crate `{name}`"));
                }
            }
        }
        // Rooms named in a list: `use crate::{quantity::Day, treaty::Model}`.
        for (name, _) in ROOMS {
            let listed = [format!("\n    {name}::"), format!("\n    {name},")];
            let uses = listed.iter().any(|used| lists.contains(used))
                || text.contains(&format!("crate::{name};"));
            if uses && *name != room && !allowed.contains(name) {
                wrong.push(format!("{}: `{room}` may not use `{name}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_verbs_print() {
    for (room, path, text) in sources() {
        let prints = ["println!", "eprintln!", "print!(", "eprint!(", "dbg!("];
        let mut lines = code(&text).lines().filter(|line| !line.trim_start().starts_with("//"));
        let found = lines.any(|line| prints.iter().any(|print| line.contains(print)));
        assert!(
            !found || ["verbs", "terminal"].contains(&room.as_str()),
            "{}: prints",
            path.display()
        );
    }
}

#[test]
fn files_say_what_they_are_for_and_are_short() {
    for (_, path, text) in sources() {
        assert!(text.starts_with("//! "), "{}: begins without a `//!` line", path.display());
        let lines = code(&text).lines().count();
        assert!(lines <= MOST_LINES, "{}: {lines} lines, split it", path.display());
    }
}

#[test]
fn pages_speak_of_the_project_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "out/README.md"] {
        let text = fs::read_to_string(root.join(page)).expect("the page is there");
        for word in ["/tmp/", "/root/", "/home/", "TODO", "FIXME"] {
            assert!(!text.contains(word), "{page}: {word}");
        }
    }
}

#[test]
fn files_use_each_other_in_one_direction() {
    let sources = sources();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources.iter().map(|(_, path, text)| {
        let place = path.strip_prefix(&root).expect("below src");
        (place.to_string_lossy().replace('\\', "/"), code(text))
    });
    let found = Modules::new(files).circles();
    let names = |circle: &[&str]| circle.iter().map(|name| (*name).to_owned()).collect();
    let allowed: BTreeSet<Vec<String>> = CIRCLES.iter().map(|(circle, _)| names(circle)).collect();
    let new: Vec<_> = found.difference(&allowed).collect();
    assert!(new.is_empty(), "files in a circle: {new:#?}");
    let gone: Vec<_> = allowed.difference(&found).collect();
    assert!(gone.is_empty(), "no longer in a circle, take them off the list: {gone:#?}");
}

#[test]
fn each_type_has_a_name_of_its_own() {
    let mut declared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, path, text) in sources() {
        for line in code(&text).lines() {
            // What stands further in belongs to what it stands in.
            let item = match line.strip_prefix("pub(").and_then(|rest| rest.split_once(") ")) {
                Some((_, item)) => item,
                None => line.strip_prefix("pub ").unwrap_or(line),
            };
            let is_type =
                ["struct ", "enum ", "trait ", "type "].iter().any(|kind| item.starts_with(kind));
            let mut words = item.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
            if let Some(name) = words.nth(1).filter(|_| is_type) {
                declared.entry(name.to_owned()).or_default().push(path.display().to_string());
            }
        }
    }
    declared.retain(|_, places| places.len() > 1);
    let allowed: BTreeSet<&str> = NAMESAKES.iter().map(|(name, _)| *name).collect();
    let new: Vec<_> =
        declared.iter().filter(|(name, _)| !allowed.contains(name.as_str())).collect();
    assert!(new.is_empty(), "types of one name: {new:#?}");
    let gone: Vec<_> = allowed.iter().filter(|name| !declared.contains_key(**name)).collect();
    assert!(gone.is_empty(), "no longer twice, take them off the list: {gone:?}");
}
