//! Starting a case: what is written runs, and nobody's work is touched.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use assert_cmd::Command;
use inforce::scenario::{Scenario, built_in_names};
use tempfile::TempDir;

/// Exit code, standard output and standard error.
fn run(place: &Path, line: &str) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("inforce").unwrap();
    let output = command.current_dir(place).args(line.split(' ')).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn done(place: &Path, line: &str) -> String {
    let (code, out, err) = run(place, line);
    assert_eq!(code, Some(0), "{line}: {err}");
    out
}

fn loaded(path: &Path) -> Scenario {
    Scenario::load(&[path.display().to_string()], &[]).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn a_new_case_is_what_it_was_started_from_under_its_own_name() {
    let place = TempDir::new().unwrap();
    for from in built_in_names().filter(|name| !name.contains('/')) {
        let out = done(place.path(), &format!("new case-of-{from} --from {from}"));
        assert!(out.contains(&format!("inforce run case-of-{from}")), "{out}");
        let folder = place.path().join(format!("case-of-{from}"));
        let (own, built_in) =
            (loaded(&folder), Scenario::load(std::slice::from_ref(&from), &[]).unwrap());
        assert_eq!(own.model.name, format!("case-of-{from}"));
        let named = built_in
            .resolved()
            .replace(&format!("name = \"{from}\""), &format!("name = \"case-of-{from}\""));
        let body = |text: &str| text.split("[manifest]").next().unwrap().to_owned();
        assert_eq!(body(own.resolved()), body(&named));
        // An editor finds the schema where each file says it is.
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                let text = fs::read_to_string(&path).unwrap();
                let named = text.lines().next().unwrap().strip_prefix("#:schema ");
                assert!(
                    named.is_none_or(|schema| folder.join(schema).is_file()),
                    "{}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn the_variants_of_a_case_come_along() {
    let place = TempDir::new().unwrap();
    let out = done(place.path(), "new mine --from hanoi/canada");
    assert!(out.contains("inforce compare mine mine+mine/canada.toml"), "{out}");
    done(place.path(), "compare mine mine+mine/canada.toml --runs 500 --no-charts");
}

#[test]
fn a_case_of_an_earlier_treaty_runs() {
    let place = TempDir::new().unwrap();
    done(place.path(), "new tobacco --treaty IX-4 --as-of 2004-06-30");
    let out = done(place.path(), "run tobacco --runs 2000 --no-charts");
    assert!(out.contains("of 40 instruments"), "{out}");
    let model = loaded(&place.path().join("tobacco")).model;
    assert_eq!(model.as_of.to_string(), "2004-06-30");
}

#[test]
fn what_a_rule_leaves_out_is_said_on_the_screen() {
    let place = TempDir::new().unwrap();
    let (code, _, err) = run(place.path(), "new beijing --treaty WIPO-BTAP");
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("says besides: eligible parties; [rule] does not"), "{err}");
}

#[test]
fn nobodys_work_is_written_over() {
    let place = TempDir::new().unwrap();
    fs::create_dir(place.path().join("theirs")).unwrap();
    fs::write(place.path().join("theirs/thesis.txt"), "years of work").unwrap();
    fs::write(place.path().join("file"), "more").unwrap();
    done(place.path(), "run hanoi --runs 500 --no-charts --out result");
    for (line, words) in [
        ("new theirs", "is not empty"),
        ("new result", "is not empty"),
        ("new file", "is a file"),
        ("new .", "folder of its own"),
        ("new mine --from hanoy", "hanoy"),
        ("new mine --treaty XVIII-41", "list --treaties"),
        ("new mine --treaty XVIII-14 --as-of 1999-01-01", "2003-12-09"),
    ] {
        let (code, _, err) = run(place.path(), line);
        assert_eq!(code, Some(1), "{line}: {err}");
        assert!(err.contains(words), "{line}: {err}");
    }
    let mut names: Vec<_> =
        fs::read_dir(place.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["file", "result", "theirs"]);
    // An empty folder is as good as none.
    fs::create_dir(place.path().join("empty")).unwrap();
    done(place.path(), "new empty");
}

#[test]
fn what_is_built_in_is_listed_with_what_it_means() {
    let place = TempDir::new().unwrap();
    let list = done(place.path(), "list");
    for name in built_in_names() {
        let line = list.lines().find(|line| line.starts_with(&format!("{name} ")));
        assert!(line.is_some_and(|line| line.len() > name.len() + 20), "{name}: {list}");
    }
    assert!(done(place.path(), "list --groups").contains("african "));
    let treaties = done(place.path(), "list --treaties");
    assert!(treaties.contains("XVIII-14") && treaties.contains("30 instruments"), "{treaties}");
}
