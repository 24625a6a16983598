//! How much one more parameter of the pace touches, held by a patch that adds one: tests/probe/README.md.
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::{fs, path::Path, process::Command};

/// Files under `src` that one more parameter may touch.
const MOST_FILES: usize = 6;

const PATCH: &str = "tests/probe/parameter.patch";

#[test]
fn one_more_parameter_touches_few_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let patch = fs::read_to_string(root.join(PATCH)).expect("the patch is there");
    let files: Vec<&str> =
        patch.lines().filter_map(|line| line.strip_prefix("+++ b/src/")).collect();
    assert!((1..=MOST_FILES).contains(&files.len()), "{files:?}");
}

#[test]
fn the_patch_that_adds_a_parameter_still_applies() {
    let git = Command::new("git")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["apply", "--check", PATCH])
        .output();
    match git {
        Ok(done) => {
            let wrong = String::from_utf8_lossy(&done.stderr);
            assert!(done.status.success(), "{wrong}write it anew: tests/probe/README.md");
        }
        Err(error) => eprintln!("SKIPPED: git is not here ({error})"),
    }
}
