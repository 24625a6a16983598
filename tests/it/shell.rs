//! The program among others: pipes, the standard input, shells, names of every kind, interruptions.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn place() -> TempDir {
    TempDir::new().unwrap()
}

fn program(place: &Path, words: &[&str]) -> Command {
    let mut command = Command::cargo_bin("inforce").unwrap();
    command.current_dir(place).args(words);
    command
}

/// What comes out on standard output; the program must end well.
fn out(place: &Path, words: &[&str]) -> String {
    let output = program(place, words).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words:?}: {err}");
    String::from_utf8(output.stdout).unwrap()
}

/// Exit code, standard output and standard error.
fn said(command: &mut Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|one| one.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn small() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/small.toml");
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_scenario_comes_from_the_standard_input() {
    let place = place();
    fs::write(place.path().join("small.toml"), small()).unwrap();
    let from_file = out(place.path(), &["run", "small.toml", "--format", "json", "--out", "a"]);
    let words = ["run", "-", "--by", "2030-06-30", "--no-charts", "--format", "json", "--out", "b"];
    let (code, json, err) = said(program(place.path(), &words).write_stdin(small()));
    assert_eq!(code, Some(0), "{err}");
    let (json, from_file): (Value, Value) =
        (serde_json::from_str(&json).unwrap(), serde_json::from_str(&from_file).unwrap());
    assert_eq!(json["target"], from_file["target"]);
    // Once more from the manifest: what was read once is all there.
    let manifest = fs::read_to_string(place.path().join("b/manifest.toml")).unwrap();
    assert!(manifest.contains("path = \"<stdin>\""), "{manifest}");
    for verb in ["check", "explain"] {
        let (code, text, err) = said(program(place.path(), &[verb, "-"]).write_stdin(small()));
        assert!(code == Some(0) && !text.is_empty(), "{verb}: {err}");
    }
    // As a layer, over a case.
    let layer = "[rule]\ninstruments = 30\n";
    let (_, text, _) = said(program(place.path(), &["check", "hanoi", "-"]).write_stdin(layer));
    assert!(text.contains("30"), "{text}");
}

#[test]
fn faults_of_the_standard_input_have_their_place_and_tables_start_here() {
    let place = place();
    let layer = "[rule]\ninstruments = 30\nwayt = 5\n";
    let (code, _, err) = said(program(place.path(), &["check", "hanoi", "-"]).write_stdin(layer));
    assert_eq!(code, Some(1));
    assert!(err.contains("<stdin>:3:1") && err.contains("did you mean `wait`"), "{err}");
    let layer = "[status]\ntable = \"here.csv\"\n";
    let check = || {
        let mut command = program(place.path(), &["check", "hanoi", "-"]);
        command.write_stdin(layer);
        command
    };
    assert_eq!(said(&mut check()).0, Some(1));
    fs::write(place.path().join("here.csv"), "iso3,signed\nCAN,2026-05-01\n").unwrap();
    assert_eq!(said(&mut check()).0, Some(0));
    let (code, _, err) = said(program(place.path(), &["run", "-"]).write_stdin(""));
    assert!(code == Some(1) && err.contains("<stdin>: the file is empty"), "{err}");
}

#[test]
fn every_verb_that_tells_tells_programs_too() {
    let place = place();
    for line in [
        "run hanoi --runs 500",
        "check hanoi",
        "explain hanoi --key rule",
        "compare hanoi hanoi/canada --runs 500 --no-charts",
        "sensitivity hanoi --runs 500 --no-charts",
        "sweep hanoi --vary pace.multiplier=1:2:1 --runs 500 --no-charts",
        "solve hanoi --chance 0.5 --vary pace.multiplier=1:10 --runs 500 --no-charts",
        "track hanoi --runs 500 --no-charts",
        "chart out/hanoi --only chance",
        "status show hanoi",
        "status diff hanoi hanoi/canada",
        "new my-case",
        "list",
        "list --groups",
        "list --treaties",
    ] {
        let words: Vec<&str> = line.split(' ').chain(["--format", "json"]).collect();
        let text = out(place.path(), &words);
        let json: Result<Value, _> = serde_json::from_str(&text);
        assert!(json.is_ok(), "{line}: {text}");
    }
}

#[test]
fn check_gives_faults_as_json_for_editors() {
    let place = place();
    let words = ["check", "hanoi", "--set", "rule.instruments=400", "--format", "json"];
    let (code, text, err) = said(&mut program(place.path(), &words));
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, err.as_str(), &json["sound"]), (Some(1), "", &Value::Bool(false)));
    let fault = &json["faults"][0];
    assert_eq!(fault["severity"], "error");
    assert_eq!(fault["place"]["file"], "<command line>");
    assert!(fault["help"].as_str().unwrap().contains("ask for fewer"), "{fault}");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    use std::process::{Command, Stdio};
    let program = assert_cmd::cargo::cargo_bin("inforce");
    for words in [
        vec!["explain", "hanoi"],
        vec!["completions", "bash"],
        vec!["list", "--treaties"],
        vec!["check", "hanoi", "--format", "json"],
        vec!["--help"],
    ] {
        let mut child = Command::new(&program)
            .args(&words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && err.is_empty(), "{words:?}: {err}");
    }
    // Nor is it a panic that nobody hears what is wrong.
    let mut child =
        Command::new(&program).args(["run", "nothing"]).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn paths_have_spaces_and_letters_of_every_language() {
    let place = place();
    let folder = "ô mon dossier/ký kết 2027";
    out(place.path(), &["new", folder]);
    let results = "kết quả, été/Ergebnis für März";
    out(place.path(), &["run", folder, "--runs", "500", "--out", results]);
    assert!(names(&place.path().join(results)).contains(&"chance.svg".to_owned()));
    out(place.path(), &["report", results]);
    out(place.path(), &["chart", results, "--only", "chance"]);
    let around = names(&place.path().join("kết quả, été"));
    assert_eq!(
        around,
        ["Ergebnis für März", "Ergebnis für März-charts", "Ergebnis für März-report.html"]
    );
    let manifest = place.path().join(results).join("manifest.toml");
    out(place.path(), &["run", manifest.to_str().unwrap(), "--out", "again"]);
    assert_eq!(
        fs::read(place.path().join("again/summary.csv")).unwrap(),
        fs::read(place.path().join(results).join("summary.csv")).unwrap()
    );
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let place = place();
    let wrong = ["check", "hanoi", "--set", "rule.instruments=400"];
    let coloured = |words: &[&str], name: &str, value: &str| {
        let mut command = program(place.path(), words);
        said(command.env_remove("NO_COLOR").env(name, value)).2.contains('\u{1b}')
    };
    assert!(!coloured(&wrong, "TERM", "xterm-256color"));
    let always = [&wrong[..], &["--color", "always"]].concat();
    assert!(coloured(&always, "TERM", "xterm-256color"));
    let never = [&wrong[..], &["--color", "never"]].concat();
    assert!(!coloured(&never, "CLICOLOR_FORCE", "1"));
}

#[test]
fn each_shell_gets_its_completions() {
    let place = place();
    for (shell, words) in [
        ("bash", "complete -F _inforce"),
        ("zsh", "#compdef inforce"),
        ("fish", "complete -c inforce"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let script = out(place.path(), &["completions", shell]);
        assert!(script.contains(words), "{shell}: {}", &script[..200]);
        for verb in ["sensitivity", "completions"] {
            assert!(script.contains(verb), "{shell}: {verb}");
        }
    }
}

#[test]
fn bash_loads_its_completions() {
    let place = place();
    let script = out(place.path(), &["completions", "bash"]);
    fs::write(place.path().join("inforce.bash"), script).unwrap();
    let tried = "source ./inforce.bash && COMP_WORDS=(inforce sens) COMP_CWORD=1 && \
                 _inforce inforce sens inforce && printf '%s ' \"${COMPREPLY[@]}\"";
    let bash = std::process::Command::new("bash")
        .args(["--norc", "-c", tried])
        .current_dir(place.path())
        .output();
    // Where there is no bash there is nothing to load.
    let Ok(output) = bash else { return };
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "sensitivity");
}

#[test]
fn man_pages_are_written_for_each_verb() {
    let place = place();
    let own = out(place.path(), &["man"]);
    assert!(own.contains(".TH inforce 1"), "{own}");
    out(place.path(), &["man", "--out", "share/man/man1"]);
    let pages = names(&place.path().join("share/man/man1"));
    for page in ["inforce.1", "inforce-run.1", "inforce-status.1", "inforce-status-import.1"] {
        assert!(pages.contains(&page.to_owned()), "{pages:?}");
    }
    let page = fs::read_to_string(place.path().join("share/man/man1/inforce-run.1")).unwrap();
    assert!(page.contains("precision") && page.contains("Examples"), "{page}");
}

#[test]
fn the_version_names_its_revision_if_it_has_one() {
    let place = place();
    let text = out(place.path(), &["--version"]);
    let rest = text.trim().strip_prefix("inforce ").unwrap();
    let (version, revision) = rest.split_once(' ').unwrap_or((rest, ""));
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    let digits = revision.trim_start_matches('(').trim_end_matches(')');
    assert!(
        revision.is_empty()
            || revision == format!("({digits})")
                && digits.len() == 12
                && digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{text}"
    );
}

#[cfg(unix)]
mod interrupted {
    use std::{
        process::{Child, Command, Stdio},
        thread,
        time::Duration,
    };

    use super::*;

    /// A run that lasts long, once its folder is in the making.
    fn under_way(place: &Path) -> Child {
        let child = Command::new(assert_cmd::cargo::cargo_bin("inforce"))
            .current_dir(place)
            .args(["run", "hanoi", "--runs", "100000000", "--out", "slow"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while !names(place).iter().any(|name| name.starts_with(".inforce-")) {
            thread::sleep(Duration::from_millis(5));
        }
        child
    }

    fn ended(place: &Path, signal: &str) -> (Option<i32>, String) {
        let child = under_way(place);
        let told = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(told.unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert!(output.stdout.is_empty());
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    }

    #[test]
    fn ctrl_c_leaves_nothing_half_written_and_says_so() {
        let place = place();
        let (code, err) = ended(place.path(), "-INT");
        assert_eq!(code, Some(130), "{err}");
        assert!(err.contains("stopped") && err.contains("taken away"), "{err}");
        assert_eq!(names(place.path()), Vec::<String>::new());
    }

    #[test]
    fn a_request_to_end_leaves_earlier_results_as_they_were() {
        let place = place();
        out(place.path(), &["run", "hanoi", "--runs", "500", "--no-charts", "--out", "slow"]);
        let before = fs::read(place.path().join("slow/summary.csv")).unwrap();
        let (code, err) = ended(place.path(), "-TERM");
        assert_eq!(code, Some(143), "{err}");
        assert_eq!(names(place.path()), ["slow"]);
        assert_eq!(fs::read(place.path().join("slow/summary.csv")).unwrap(), before);
    }
}
