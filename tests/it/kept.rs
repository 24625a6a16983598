//! What the program did not write, or somebody changed since, is still there whatever it writes.

use std::{fs, path::Path};

use crate::story::Place;

/// Every verb that writes a folder of results.
const WRITERS: [&str; 10] = [
    "run small.toml --runs 50",
    "compare small.toml small.toml+two.toml --runs 50",
    "sensitivity small.toml --runs 50",
    "sweep small.toml --vary rule.instruments=2:3:1 --runs 50",
    "solve small.toml --chance 0.5 --vary rule.instruments=1:4 --runs 50",
    "track small.toml --runs 50",
    "record show record.csv",
    "chart charted",
    "backtest --treaties XVIII-14 --ages 13 --nth 40 --runs 50",
    "fit --until 1996-01-01",
];

fn place() -> Place {
    let place = Place::new();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/small.toml");
    fs::copy(golden, place.path().join("small.toml")).expect("a scenario");
    fs::write(place.path().join("two.toml"), "[rule]\ninstruments = 2\n").expect("a layer");
    place.done("run small.toml --runs 50 --out charted --record record.csv --issued-on 2026-01-02");
    place
}

fn write(place: &Place, name: &str, text: &str) {
    let path = place.path().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn read(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn files_of_others_in_a_result_stay_whatever_verb_writes_it_anew() {
    let place = place();
    for line in WRITERS {
        let line = format!("{line} --out r");
        place.done(&line);
        let own = place.names("r");
        write(&place, "r/notes.txt", "mine");
        write(&place, "r/data/d.csv", "mine too");
        let before = place.names(".");
        place.done(&line);
        place.done(&line);
        assert_eq!(read(&place, "r/notes.txt"), "mine", "{line}");
        assert_eq!(read(&place, "r/data/d.csv"), "mine too", "{line}");
        assert_eq!(place.names("r").len(), own.len() + 2, "{line}");
        assert_eq!(place.names("."), before, "{line} left something behind");
        fs::remove_dir_all(place.path().join("r")).expect("a folder");
    }
}

#[test]
fn a_file_that_was_changed_is_not_replaced_by_any_verb() {
    let place = place();
    for line in WRITERS {
        let line = format!("{line} --out r");
        place.done(&line);
        for name in ["manifest.toml", "charts.json"] {
            let before = read(&place, &format!("r/{name}"));
            let mine = format!("{before}\n# my own words\n");
            write(&place, &format!("r/{name}"), &mine);
            place.refused(&line, &format!("r/{name}: was changed since inforce wrote it"));
            assert_eq!(read(&place, &format!("r/{name}")), mine, "{line}");
            write(&place, &format!("r/{name}"), &before);
        }
        place.done(&line);
        fs::remove_dir_all(place.path().join("r")).expect("a folder");
    }
}

#[test]
fn a_folder_into_which_a_manifest_was_copied_is_no_result() {
    let place = place();
    write(&place, "proj/thesis.txt", "years of work");
    write(&place, "proj/data/d.csv", "1");
    for line in WRITERS {
        place.done(&format!("{line} --out r"));
        fs::copy(place.path().join("r/manifest.toml"), place.path().join("proj/manifest.toml"))
            .expect("a manifest");
        place.refused(
            &format!("{line} --out proj"),
            "proj: holds something and is not an inforce result",
        );
        assert_eq!(place.names("proj"), ["data", "manifest.toml", "thesis.txt"], "{line}");
        // With the list of its files too it is a result, of which these are not.
        fs::copy(place.path().join("r/SHA256SUMS"), place.path().join("proj/SHA256SUMS"))
            .expect("a list");
        place.done(&format!("{line} --out proj"));
        assert_eq!(read(&place, "proj/thesis.txt"), "years of work", "{line}");
        assert_eq!(read(&place, "proj/data/d.csv"), "1", "{line}");
        fs::remove_dir_all(place.path().join("r")).expect("a folder");
        for name in place.names("proj") {
            if name != "thesis.txt" && name != "data" {
                fs::remove_file(place.path().join("proj").join(name)).expect("a file");
            }
        }
    }
}

#[test]
fn a_page_and_what_lies_beside_it_are_replaced_only_as_they_were_written() {
    let place = place();
    for format in ["html", "md"] {
        let line = format!("report charted --format {format}");
        let page = format!("charted-report.{format}");
        place.done(&line);
        place.done(&line);
        let before = read(&place, &page);
        write(&place, &page, &format!("{before}\nA paragraph of my own.\n"));
        place.refused(&line, &format!("{page}: was changed since inforce wrote it"));
        write(&place, &page, &before);
        place.done(&line);
    }
    let chart = "charted-report-chance.svg";
    write(&place, chart, "with my labels");
    place.refused(
        "report charted --format md",
        &format!("{chart}: was changed since inforce wrote it"),
    );
    assert_eq!(read(&place, chart), "with my labels");
}

#[test]
fn a_case_that_was_started_is_the_users_own() {
    let place = place();
    place.done("new case");
    let before = place.names("case");
    for line in ["new case", "run small.toml --runs 50 --out case"] {
        place.refused(line, "case: ");
    }
    assert_eq!(place.names("case"), before);
    assert!(!before.contains(&"SHA256SUMS".to_owned()));
}
