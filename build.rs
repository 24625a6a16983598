//! What the program carries from the time it was built: its scenarios and its revision.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Folders under `scenarios/` that hold no scenarios to run by name: tests, worked examples, and the
/// history, which the room that reads it takes in.
const OUTSIDE: [&str; 3] = ["examples", "history", "known"];

/// Endings of the files that go inside; pictures are for readers of the repository.
const INSIDE: [&str; 3] = ["toml", "csv", "md"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("built by cargo")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("built by cargo")?);
    let scenarios = root.join("scenarios");
    tell(&format!("rerun-if-changed={}", scenarios.display()));
    tell("rerun-if-changed=build.rs");
    fs::write(out.join("built_in.rs"), table(&scenarios)?)?;
    let mut version = env!("CARGO_PKG_VERSION").to_owned();
    // A debug build is of no revision: it would have to be made anew after each commit.
    if env::var_os("PROFILE").is_some_and(|profile| profile == "release")
        && let Some(revision) = revision(&root)
    {
        version.push_str(&format!(" ({revision})"));
    }
    tell(&format!("rustc-env=INFORCE_VERSION={version}"));
    Ok(())
}

/// An array of paths under `scenarios/` and texts, in order of path, as Rust.
fn table(scenarios: &Path) -> Result<String, Box<dyn Error>> {
    let mut files = vec![scenarios.join("schema.json")];
    for entry in fs::read_dir(scenarios)? {
        let folder = entry?.path();
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if folder.is_dir() && !OUTSIDE.contains(&name) {
            gather(&folder, &mut files)?;
        }
    }
    let mut rows = Vec::new();
    for file in files {
        let parts = file.strip_prefix(scenarios)?.components();
        let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
        rows.push(format!("    ({:?}, include_str!({file:?})),\n", parts.join("/")));
    }
    rows.sort();
    Ok(format!("&[\n{}]\n", rows.concat()))
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() && !path.ends_with("figures") {
            gather(&path, files)?;
        } else if INSIDE.contains(&ending) {
            files.push(path);
        }
    }
    Ok(())
}

/// The first twelve digits of the commit, where it is known: from the package, or from git.
fn revision(root: &Path) -> Option<String> {
    let packed = fs::read_to_string(root.join(".cargo_vcs_info.json")).ok();
    let commit = match packed {
        Some(text) => text.split("\"sha1\": \"").nth(1)?.split('"').next()?.to_owned(),
        None => {
            // The repository around another's copy of this package has revisions of its own.
            let top = git(root, &["rev-parse", "--show-toplevel"])?;
            if fs::canonicalize(top).ok()? != fs::canonicalize(root).ok()? {
                return None;
            }
            // Each commit and each change of branch is written to this file.
            let log = root.join(git(root, &["rev-parse", "--git-path", "logs/HEAD"])?);
            if log.exists() {
                tell(&format!("rerun-if-changed={}", log.display()));
            }
            git(root, &["rev-parse", "HEAD"])?
        }
    };
    let sound = commit.len() >= 12 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    sound.then(|| commit[..12].to_owned())
}

/// What git says, where there is one and it has something to say.
fn git(root: &Path, words: &[&str]) -> Option<String> {
    let said = Command::new("git").current_dir(root).args(words).output().ok()?;
    let text = String::from_utf8(said.stdout).ok()?;
    said.status.success().then(|| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn tell(what: &str) {
    println!("cargo::{what}");
}
